"""IT spend summed over the trusts that returned it: never more than they, never without saying how many."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from benchmark.measures.spend_columns import AGAINST, CHANGE_OF_ALL, TOTALS, YEARS, Denominator
from benchmark.measures.spend_figures import Record, plain_rows, share_of


@dataclass(frozen=True)
class AgainstExpenditure:
    """IT spend against one denominator, over the `trusts` that gave it. Pounds.

    to_reported, to_recommended: each trust's way to the reference, added up; a trust above it takes nothing
    from another's. below_reported, below_recommended: how many trusts are below.
    """

    trusts: int
    expenditure: float
    it_total: float
    share: float
    to_reported: float
    to_recommended: float
    below_reported: int
    below_recommended: int


@dataclass(frozen=True)
class SpendChange:
    """IT spend of the `trusts` that returned in both years. Pounds."""

    year_before: str
    trusts: int
    it_total_before: float
    it_total: float

    @property
    def change(self) -> float:
        return self.it_total - self.it_total_before

    @property
    def ratio(self) -> float | None:
        return share_of(self.change, self.it_total_before)


@dataclass(frozen=True)
class SpendTotals:
    """Sums over the trusts that returned for a year, `returned` of `trusts`. Pounds.

    None: capital_share where nothing was spent, a denominator that no trust gave, per_wte where no staff is
    known (`trusts_with_wte` of them), change where none of these trusts returned before.
    """

    returned: int
    trusts: int
    it_revenue: float
    it_capital: float
    it_total: float
    capital_share: float | None
    total: AgainstExpenditure | None
    operating: AgainstExpenditure | None
    trusts_with_wte: int
    per_wte: float | None
    change: SpendChange | None

    def against(self, denominator: Denominator) -> AgainstExpenditure | None:
        """The sums against one denominator."""
        return self.total if denominator == "total" else self.operating

    @property
    def denominator(self) -> Denominator:
        """What one figure for all is a share of: total expenditure where every trust that returned gave its
        capital expenditure, else operating expenditure alone. Shares of different wholes are not compared.
        """
        return "total" if self.total and self.total.trusts == self.returned else "operating"

    @property
    def record(self) -> dict[str, Any]:
        """The sums as JSON, with those against each denominator and the change inside."""
        change = self.change
        moved = None if change is None else asdict(change) | {"change": change.change, "ratio": change.ratio}
        return TOTALS.record(vars(self)) | {
            "total": self.total and AGAINST.record(vars(self.total)),
            "operating": self.operating and AGAINST.record(vars(self.operating)),
            "change": moved and CHANGE_OF_ALL.record(moved),
        }


def totals_of(history: pd.DataFrame, *, financial_year: str | None, trusts: int) -> SpendTotals | None:
    """The sums of one financial year, None where nobody returned; `trusts` is how many could have.

    history: the table RETURNS.
    """
    return None if financial_year is None else _totals(plain_rows(history), financial_year, trusts)


def _totals(history: Sequence[Record], financial_year: str, trusts: int) -> SpendTotals | None:
    rows = [row for row in history if row["financial_year"] == financial_year]
    if not rows:
        return None
    revenue, capital = _sum(rows, "it_revenue"), _sum(rows, "it_capital")
    staffed = [row for row in rows if row["average_wte"] is not None]
    return SpendTotals(
        returned=len(rows),
        trusts=trusts,
        it_revenue=revenue,
        it_capital=capital,
        it_total=revenue + capital,
        capital_share=share_of(capital, revenue + capital),
        total=_against(rows, "total"),
        operating=_against(rows, "operating"),
        trusts_with_wte=len(staffed),
        per_wte=share_of(_sum(staffed, "it_total"), _sum(staffed, "average_wte")),
        change=_change(history, rows, financial_year),
    )


def _sum(rows: Sequence[Record], key: str) -> float:
    return float(sum(row[key] for row in rows))


def _against(rows: Sequence[Record], denominator: Denominator) -> AgainstExpenditure | None:
    known = [row for row in rows if row[f"share_of_{denominator}"] is not None]
    if not known:
        return None
    expenditure, spent = _sum(known, f"{denominator}_expenditure"), _sum(known, "it_total")
    reported, recommended = (f"to_{name}_of_{denominator}" for name in ("reported", "recommended"))
    return AgainstExpenditure(
        trusts=len(known),
        expenditure=expenditure,
        it_total=spent,
        share=spent / expenditure,
        to_reported=_sum(known, reported),
        to_recommended=_sum(known, recommended),
        below_reported=sum(row[reported] > 0 for row in known),
        below_recommended=sum(row[recommended] > 0 for row in known),
    )


def _change(history: Sequence[Record], rows: Sequence[Record], financial_year: str) -> SpendChange | None:
    """Since the last year before in which any of these trusts returned; only those that returned in both."""
    codes = {row["ods_code"] for row in rows}
    earlier = [row for row in history if row["ods_code"] in codes and row["financial_year"] < financial_year]
    if not earlier:
        return None
    year_before = max(row["financial_year"] for row in earlier)
    before = [row for row in earlier if row["financial_year"] == year_before]
    in_both = {row["ods_code"] for row in before}
    now = [row for row in rows if row["ods_code"] in in_both]
    return SpendChange(year_before, len(now), _sum(before, "it_total"), _sum(now, "it_total"))


def by_year(history: pd.DataFrame, *, trusts: int) -> pd.DataFrame:
    """The sums of every year with a return, oldest first, as the table YEARS."""
    rows, found = plain_rows(history), []
    for year in sorted({row["financial_year"] for row in rows}):
        totals = _totals(rows, year, trusts)
        assert totals is not None  # the years are those with a return
        found.append(
            {
                "financial_year": year,
                "returned": totals.returned,
                "it_revenue": totals.it_revenue,
                "it_capital": totals.it_capital,
                "it_total": totals.it_total,
                "capital_share": totals.capital_share,
                "share_of_total": totals.total.share if totals.total else None,
                "trusts_of_total": totals.total.trusts if totals.total else 0,
                "share_of_operating": totals.operating.share if totals.operating else None,
            }
        )
    return YEARS.typed(found)
