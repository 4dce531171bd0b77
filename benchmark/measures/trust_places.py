"""Where trusts are found: each in its system, for a reader who looks for one; and what one has set itself."""

from collections.abc import Sequence

import pandas as pd

from benchmark.measures.frames import sql
from benchmark.measures.position import Position
from benchmark.measures.position_columns import TARGETS
from benchmark.measures.scope import Footprint, systems
from benchmark.store.publication import Publication


def trust_places(publication: Publication, *, year: int, footprint: Footprint) -> pd.DataFrame:
    """Every trust with a place on the footprint that was open or returned, by name, the fictional ones last.

    Returns ods_code, trust, ics_code, ics, fictional.
    """
    placed = publication.frame(sql("placements"), assessment_year=year, footprint=footprint)
    returned = publication.frame(sql("returned_units"), assessment_year=year, year_before=None)
    placed = placed[placed["is_open"] | placed["ods_code"].isin(returned["ods_code"])]
    names = systems(publication, year=year, footprint=footprint)[["ics_code", "name"]]
    found = placed.merge(names.rename(columns={"name": "ics"}), on="ics_code")
    found = found.sort_values(["fictional", "trust", "ods_code"], ignore_index=True)
    return found[["ods_code", "trust", "ics_code", "ics", "fictional"]]


def targets_of_trust(publication: Publication, ods_code: str) -> pd.DataFrame:
    """The targets that a trust has set itself.

    Returns care_setting (None: for all of its settings), pillar, pillar_position, target, reason.
    """
    found = publication.frame(sql("targets_of_trust"), ods_code=ods_code)
    settings = found["care_setting"].astype(object)
    return found.assign(care_setting=settings.where(settings.notna(), None))


def targets_beside_scores(positions: Sequence[Position], targets: pd.DataFrame) -> pd.DataFrame:
    """The table `TARGETS`. targets: of `targets_of_trust`; one for a care setting goes before one for all."""
    keys = zip(targets["care_setting"], targets["pillar"], strict=True)
    reasons = dict(zip(keys, targets["reason"], strict=True))
    rows = pd.concat([one.pillars[one.pillars["own_target"].notna()] for one in positions])
    units = list(zip(rows["care_setting"], rows["pillar"], strict=True))
    return rows.assign(
        to_go=(rows["own_target"] - rows["score"]).clip(lower=0),
        reason=[reasons.get(unit, reasons.get((None, unit[1]), "")) for unit in units],
    )[TARGETS.keys]
