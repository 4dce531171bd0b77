"""IT equipment and software in trusts' accounts: what was added, what share that is, how old they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any, Final

import pandas as pd

from benchmark.common.scope import sql
from benchmark.common.subject import Sources, sources
from benchmark.questions.evidence.columns import ASSETS, ASSETS_BY_YEAR
from benchmark.store.publication import Publication, per_publication

ASSETS_KIND: Final = "trust_accounts_assets"
_RATIOS: Final = {
    "share_of_additions": ("additions", "all_additions"),
    "share_of_operating": ("additions", "operating_expenditure"),
    "it_age": ("it_accumulated", "it_gross"),
    "software_age": ("software_accumulated", "software_gross"),
}
"""Each ratio with what is divided by what."""


@dataclass(frozen=True)
class Assets:
    """What the accounts of some trusts say. Pounds. Capital alone: never a spend, never added to one.

    year: the newest with accounts of any of them, None without any. rows: the table ASSETS of that year.
    history: of every year. by_year: the table ASSETS_BY_YEAR; a ratio is of the trusts that have both of its
    figures. without: the names of the trusts that have no accounts of that year.
    """

    year: str | None
    rows: pd.DataFrame
    history: pd.DataFrame
    by_year: pd.DataFrame
    without: tuple[str, ...]
    rests_on: Sources


def assets(publication: Publication, names: Mapping[str, str], *, fictional: bool = False) -> Assets:
    """Of the trusts of these codes and names, in their order; fictional: whether they are fictional ones."""
    place = {code: number for number, code in enumerate(names)}
    rows = sorted(
        (row for row in assets_rows(publication) if row["ods_code"] in names),
        key=lambda row: (place[row["ods_code"]], row["financial_year"]),
    )
    years = sorted({row["financial_year"] for row in rows})
    year = years[-1] if years else None
    own = [row for row in rows if row["financial_year"] == year]
    known = {row["ods_code"] for row in own}
    return Assets(
        year=year,
        rows=ASSETS.typed(own),
        history=ASSETS.typed(rows),
        by_year=ASSETS_BY_YEAR.typed(
            _together(of, [row for row in rows if row["financial_year"] == of]) for of in years
        ),
        without=tuple(name for code, name in names.items() if code not in known),
        rests_on=sources(publication, ASSETS_KIND, fictional=fictional, trusts=frozenset(names)),
    )


def _together(year: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    added = [row["additions"] for row in rows if row["additions"] is not None]
    found: dict[str, Any] = {
        "financial_year": year,
        "trusts": len(rows),
        "additions": fsum(added) if added else None,
    }
    for name, (part, whole) in _RATIOS.items():
        both = [(row[part], row[whole]) for row in rows if row[part] is not None and row[whole]]
        base = fsum(of for _, of in both)
        found[name] = fsum(one for one, _ in both) / base if base > 0 else None
    return found


@per_publication
def assets_rows(publication: Publication) -> list[dict[Any, Any]]:
    """Every row of the table ASSETS, by trust and year. Asked once: there are a few thousand."""
    return records_of(publication, "assets_of_trusts")


def records_of(publication: Publication, query: str) -> list[dict[Any, Any]]:
    """The rows of a query as plain values, missing ones as None."""
    frame = publication.frame(sql(__package__, query))
    return frame.astype(object).where(frame.notna(), None).to_dict("records")
