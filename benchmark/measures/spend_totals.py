"""IT spend summed over the trusts that returned it: never more than they, never without saying how many."""

from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from benchmark.measures.spend_columns import AGAINST, CHANGE_OF_ALL, TOTALS, YEARS, Denominator
from benchmark.measures.spend_figures import share_of


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
    """The sums of one financial year, None where nobody returned; `trusts` is how many could have."""
    rows = history[history["financial_year"] == financial_year]
    if financial_year is None or rows.empty:
        return None
    revenue, capital = float(rows["it_revenue"].sum()), float(rows["it_capital"].sum())
    staffed = rows[rows["average_wte"].notna()]
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
        per_wte=share_of(float(staffed["it_total"].sum()), float(staffed["average_wte"].sum())),
        change=_change(history, rows, financial_year),
    )


def _against(rows: pd.DataFrame, denominator: Denominator) -> AgainstExpenditure | None:
    known = rows[rows[f"share_of_{denominator}"].notna()]
    if known.empty:
        return None
    expenditure = float(known[f"{denominator}_expenditure"].sum())
    spent = float(known["it_total"].sum())
    reported, recommended = (known[f"to_{name}_of_{denominator}"] for name in ("reported", "recommended"))
    return AgainstExpenditure(
        trusts=len(known),
        expenditure=expenditure,
        it_total=spent,
        share=spent / expenditure,
        to_reported=float(reported.sum()),
        to_recommended=float(recommended.sum()),
        below_reported=int((reported > 0).sum()),
        below_recommended=int((recommended > 0).sum()),
    )


def _change(history: pd.DataFrame, rows: pd.DataFrame, financial_year: str) -> SpendChange | None:
    """Since the last year before in which any of these trusts returned; only those that returned in both."""
    earlier = history[
        history["ods_code"].isin(rows["ods_code"]) & (history["financial_year"] < financial_year)
    ]
    if earlier.empty:
        return None
    year_before = str(earlier["financial_year"].max())
    before = earlier[earlier["financial_year"] == year_before]
    now = rows[rows["ods_code"].isin(before["ods_code"])]
    return SpendChange(year_before, len(now), float(before["it_total"].sum()), float(now["it_total"].sum()))


def by_year(history: pd.DataFrame, *, trusts: int) -> pd.DataFrame:
    """The sums of every year with a return, oldest first, as the table YEARS."""
    found = []
    for year in sorted(set(history["financial_year"])):
        totals = totals_of(history, financial_year=year, trusts=trusts)
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
