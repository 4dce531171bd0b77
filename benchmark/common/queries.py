"""Queries by name, and the order in which every frame lists its units."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import pandas as pd

from benchmark.core.definitions import definitions
from benchmark.store.publication import Publication, per_publication

UNIT = ["ods_code", "trust", "care_setting"]
"""The columns that name a unit, as every frame carries them."""


@cache
def sql(package: str, name: str) -> str:
    """A query by file name: of a question's own folder, or of the folder of what is common."""
    own = files(package).joinpath("sql", f"{name}.sql")
    found = own if own.is_file() else files(__package__).joinpath("sql", f"{name}.sql")
    return found.read_text(encoding="utf-8")


@per_publication
def placements(publication: Publication, *, year: int, footprint: str) -> pd.DataFrame:
    """Each trust in its system on a round's footprint. Every page asks for it, so it is remembered.

    Returns ods_code, trust, ics_code, fictional, is_open (on the footprint's day).
    """
    return publication.frame(sql(__package__, "placements"), assessment_year=year, footprint=footprint)


def unit_pillars(
    publication: Publication, *, assessment_year: int, footprint: str, ics_code: str | None = None
) -> pd.DataFrame:
    """The pillar scores of a round, each unit in its system; of all systems where no code is given.

    Returns ics_code, ods_code, trust, care_setting, pillar, pillar_position, score. Nobody may change it.
    """
    found = _unit_pillars(publication, assessment_year=assessment_year, footprint=footprint)
    return found[""] if ics_code is None else found.get(ics_code, found[""].head(0))


@per_publication
def _unit_pillars(
    publication: Publication, *, assessment_year: int, footprint: str
) -> dict[str, pd.DataFrame]:
    """The scores by system, those of all at "": asking for all at once costs what asking for one does."""
    every = publication.frame(
        sql(__package__, "unit_pillars"), assessment_year=assessment_year, footprint=footprint
    )
    of_systems = every.groupby("ics_code")
    return {"": every} | {str(code): own.reset_index(drop=True) for code, own in of_systems}


def setting_position(settings: Iterable[str | None]) -> list[int]:
    """Where each care setting stands in the definitions' order; a missing one comes last."""
    order: dict[str | None, int] = {
        setting.name: position for position, setting in enumerate(definitions().settings)
    }
    return [order.get(setting, len(order)) for setting in settings]


def in_page_order(frame: pd.DataFrame, *then: str) -> pd.DataFrame:
    """The rows by care setting as defined, then trust, then the columns given; with a fresh index."""
    columns = (
        setting_position(frame["care_setting"]),
        *(frame[name] for name in ("trust", "ods_code", *then)),
    )
    keys = list(zip(*columns, strict=True))
    # Not sort_values: on a few hundred rows and five keys it takes ten times as long.
    return frame.iloc[sorted(range(len(keys)), key=keys.__getitem__)].reset_index(drop=True)
