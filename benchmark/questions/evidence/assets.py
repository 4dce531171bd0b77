"""IT equipment and software in trusts' accounts: additions, their share, and how much is written off."""

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
"""Each ratio with its two figures: the first divided by the second."""


@dataclass(frozen=True)
class Assets:
    """The accounts of some trusts, in pounds. Capital alone: it is not spend and is never added to spend.

    year: the newest year with accounts of any of the trusts; None if there are none. rows: the table ASSETS
    of that year. history: ASSETS of every year. by_year: the table ASSETS_BY_YEAR; each ratio is over the
    trusts that have both of its figures. without: the names of the trusts without accounts of that year.
    """

    year: str | None
    rows: pd.DataFrame
    history: pd.DataFrame
    by_year: pd.DataFrame
    without: tuple[str, ...]
    rests_on: Sources


def assets(publication: Publication, names: Mapping[str, str], *, fictional: bool = False) -> Assets:
    """The accounts of the trusts in `names` (code -> name), in order. fictional: whether the trusts are."""
    place = {code: number for number, code in enumerate(names)}
    rows = sorted(
        (row for row in assets_rows(publication) if row["ods_code"] in names),
        key=lambda row: (place[row["ods_code"]], row["financial_year"]),
    )
    years = sorted({row["financial_year"] for row in rows})
    year = years[-1] if years else None
    own = [row for row in rows if row["financial_year"] == year]
    with_accounts = {row["ods_code"] for row in own}
    return Assets(
        year=year,
        rows=ASSETS.typed(own),
        history=ASSETS.typed(rows),
        by_year=ASSETS_BY_YEAR.typed(
            _together(of, [row for row in rows if row["financial_year"] == of]) for of in years
        ),
        without=tuple(name for code, name in names.items() if code not in with_accounts),
        rests_on=sources(publication, ASSETS_KIND, fictional=fictional, trusts=frozenset(names)),
    )


def _together(year: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    added = [row["additions"] for row in rows if row["additions"] is not None]
    totals: dict[str, Any] = {
        "financial_year": year,
        "trusts": len(rows),
        "additions": fsum(added) if added else None,
    }
    for name, (part, whole) in _RATIOS.items():
        both = [(row[part], row[whole]) for row in rows if row[part] is not None and row[whole]]
        base = fsum(of for _, of in both)
        totals[name] = fsum(figure for figure, _ in both) / base if base > 0 else None
    return totals


@per_publication
def assets_rows(publication: Publication) -> list[dict[Any, Any]]:
    """Every row of the table ASSETS, by trust and year: a few thousand, so asked once for all trusts."""
    return records_of(publication, "assets_of_trusts")


def records_of(publication: Publication, query: str) -> list[dict[Any, Any]]:
    """The rows of a query as plain values, with None for missing ones."""
    frame = publication.frame(sql(__package__, query))
    return frame.astype(object).where(frame.notna(), None).to_dict("records")
