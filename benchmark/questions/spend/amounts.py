"""The figures of each trust's return of IT spend, and the accounts of trusts without one."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from benchmark.common.scope import sql
from benchmark.core.columns import Record
from benchmark.core.definitions import definitions
from benchmark.questions.spend.columns import (
    AGAINST,
    CATEGORIES,
    CHANGE_OF_ALL,
    NOT_BROKEN_DOWN,
    RETURNS,
    SPENT_ON,
    TOTALS,
    WITHOUT_RETURN,
    YEARS,
    Denominator,
)
from benchmark.store.publication import Publication
from schemas.definitions import SpendReference

REPORTED, RECOMMENDED, HISTORIC, CAPITAL_MIX = (
    "nao_actual",
    "nao_recommended",
    "hansard_2005",
    "health_foundation_capital",
)


def reference(key: str) -> SpendReference:
    """A dated reference for spend. Raises KeyError for an unknown key."""
    return {found.key: found for found in definitions().spend_references}[key]


@dataclass(frozen=True)
class Account:
    """A figure of a trust's accounts, its financial year, and the years that it is used for."""

    financial_year: str
    amount: float
    stands_from: str
    stands_until: str


@dataclass(frozen=True)
class Accounts:
    """(trust, figure) -> accounts by year: operating expenditure in pounds, average staff in WTE.

    The publication decides which year is used for a year without accounts: see standing_accounts.
    """

    known: Mapping[tuple[str, str], tuple[Account, ...]]

    def expenditure(self, ods_code: str, financial_year: str | None) -> Account | None:
        """The operating expenditure nearest to a financial year; the latest for None."""
        return self._standing(ods_code, "operating_expenditure", financial_year)

    def wte(self, ods_code: str, financial_year: str | None) -> Account | None:
        """The staff nearest to a financial year."""
        return self._standing(ods_code, "average_wte", financial_year)

    def _standing(self, ods_code: str, figure: str, wanted: str | None) -> Account | None:
        own = self.known.get((ods_code, figure), ())
        if wanted is None:
            return own[-1] if own else None
        return next((one for one in own if one.stands_from <= wanted < one.stands_until), None)


def accounts_of(publication: Publication, ods_codes: Sequence[str]) -> Accounts:
    """The accounts of some trusts."""
    found: dict[tuple[str, str], tuple[Account, ...]] = {}
    for code, figure, *own in publication.rows(sql(__package__, "spend_accounts"), ods_codes=list(ods_codes)):
        found[code, figure] = (*found.get((code, figure), ()), Account(*own))
    return Accounts(found)


def with_figures(returns: pd.DataFrame, accounts: Accounts) -> pd.DataFrame:
    """Each return with the figures that follow from it, as the table RETURNS, in the given order.

    returns: ods_code, trust, financial_year and the amounts of the kind it_spend, by year and trust.
    """
    records: list[Record] = []
    before: dict[str, Record] = {}
    for row in plain_rows(returns):
        record = _figures(row, accounts)
        record |= _since(before.get(record["ods_code"]), record)
        before[record["ods_code"]] = record
        records.append(record)
    return RETURNS.typed(records)


def plain_rows(frame: pd.DataFrame) -> list[Record]:
    """Rows as plain values, with None for missing ones."""
    names = [str(name) for name in frame.columns]
    # Column by column into Python's own values: pandas' own ways take milliseconds for a few dozen rows.
    values = [[None if pd.isna(value) else value for value in frame[name].tolist()] for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)]


def _figures(row: Record, accounts: Accounts) -> Record:
    operating, capital = row["operating_expenditure"], row["capital_expenditure"]
    total = None if capital is None else operating + capital
    spent = row["it_revenue"] + row["it_capital"]
    staff = accounts.wte(row["ods_code"], row["financial_year"])
    record = row | {
        "total_expenditure": total,
        "it_total": spent,
        "share_of_total": share_of(spent, total),
        "share_of_operating": share_of(spent, operating),
        "capital_share": share_of(row["it_capital"], spent),
        "average_wte": None if staff is None else staff.amount,
        "wte_year": None if staff is None else staff.financial_year,
        "per_wte": None if staff is None else spent / staff.amount,
    }
    for name, key in (("reported", REPORTED), ("recommended", RECOMMENDED)):
        for denominator, whole in (("total", total), ("operating", operating)):
            record[f"to_{name}_of_{denominator}"] = pounds_to(key, spent=spent, expenditure=whole)
    return record


def _since(earlier: Record | None, now: Record) -> Record:
    """The change since the trust's earlier return; without one, only an empty year_before."""
    if earlier is None:
        return {"year_before": None}
    start = earlier["it_total"]
    return {
        "year_before": earlier["financial_year"],
        "it_total_before": start,
        "change": now["it_total"] - start,
        "change_ratio": None if start <= 0 else (now["it_total"] - start) / start,
    } | {
        f"change_{share}": None if None in (now[share], earlier[share]) else now[share] - earlier[share]
        for share in ("share_of_total", "share_of_operating")
    }


def share_of(part: float, whole: float | None) -> float | None:
    """A part of a whole as a share; None without a whole."""
    return None if whole is None or whole <= 0 else part / whole


def pounds_to(key: str, *, spent: float, expenditure: float | None) -> float | None:
    """The pounds missing to a reference's share of this expenditure; 0 at or above it."""
    return None if expenditure is None else max(0.0, reference(key).value * expenditure - spent)


def categories_of(rows: pd.DataFrame) -> pd.DataFrame:
    """The IT spend of each return by category, as the table SPENT_ON, in the categories' order.

    A category that was not returned has no row. The shares are of the total, or of the sum of the parts if
    that is larger, which raises a question.
    """
    records: list[Record] = []
    for row in plain_rows(rows):
        parts = {name: row[f"spend_on_{name}"] for name in CATEGORIES}
        known_parts = {name: spent for name, spent in parts.items() if spent is not None}
        rest = row["it_total"] - sum(known_parts.values())
        if rest > 0:
            known_parts[NOT_BROKEN_DOWN] = rest
        whole = max(row["it_total"], row["it_total"] - rest)
        records += [
            {
                "ods_code": row["ods_code"],
                "trust": row["trust"],
                "category": name,
                "spend": spent,
                "share": share_of(spent, whole),
            }
            for name, spent in known_parts.items()
        ]
    return SPENT_ON.typed(records)


def without_return(
    names: Mapping[str, str], history: pd.DataFrame, accounts: Accounts, *, financial_year: str | None
) -> pd.DataFrame:
    """The trusts without a return for a financial year, by name, as the table WITHOUT_RETURN.

    names: ODS code -> name of every trust that could have returned.
    """
    returns = [*zip(history["financial_year"], history["ods_code"], strict=True)]
    returned = {code for year, code in returns if year == financial_year}
    last = {code: year for year, code in sorted(returns)}
    records = []
    for code, name in sorted(names.items(), key=lambda item: (item[1], item[0])):
        if code in returned:
            continue
        record: Record = {"ods_code": code, "trust": name, "last_return": last.get(code)}
        if (account := accounts.expenditure(code, financial_year)) is not None:
            record |= {
                "accounts_year": account.financial_year,
                "accounts_operating_expenditure": account.amount,
                "reported_of_accounts": reference(REPORTED).value * account.amount,
                "recommended_of_accounts": reference(RECOMMENDED).value * account.amount,
            }
        records.append(record)
    return WITHOUT_RETURN.typed(records)


@dataclass(frozen=True)
class AgainstExpenditure:
    """IT spend against one denominator, over the `trusts` that returned it. Pounds.

    to_reported, to_recommended: each trust's distance to the reference, added up; a trust above it lowers no
    other's. below_reported, below_recommended: the number of trusts below.
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

    None: capital_share if nothing was spent, a denominator that no trust returned, per_wte if no staff is
    known (`trusts_with_wte` is the number with staff), change if none of these trusts returned before.
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
        """The denominator of one figure for all: total expenditure if every return has its capital part,
        else operating expenditure alone. Shares of different wholes are not compared.
        """
        return "total" if self.total and self.total.trusts == self.returned else "operating"

    @property
    def against_one(self) -> AgainstExpenditure | None:
        """The sums against the one denominator for all."""
        return self.against(self.denominator)

    @property
    def record(self) -> dict[str, Any]:
        """The sums for JSON, with those against each denominator and the change inside."""
        change = self.change
        moved = None if change is None else asdict(change) | {"change": change.change, "ratio": change.ratio}
        return TOTALS.record(vars(self)) | {
            "total": self.total and AGAINST.record(vars(self.total)),
            "operating": self.operating and AGAINST.record(vars(self.operating)),
            "change": moved and CHANGE_OF_ALL.record(moved),
        }


def totals_of(history: pd.DataFrame, *, financial_year: str | None, trusts: int) -> SpendTotals | None:
    """The sums of one financial year; None if nobody returned. trusts: the number that could have returned.

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
    with_share = [row for row in rows if row[f"share_of_{denominator}"] is not None]
    if not with_share:
        return None
    expenditure, spent = _sum(with_share, f"{denominator}_expenditure"), _sum(with_share, "it_total")
    reported, recommended = (f"to_{name}_of_{denominator}" for name in ("reported", "recommended"))
    return AgainstExpenditure(
        trusts=len(with_share),
        expenditure=expenditure,
        it_total=spent,
        share=spent / expenditure,
        to_reported=_sum(with_share, reported),
        to_recommended=_sum(with_share, recommended),
        below_reported=sum(row[reported] > 0 for row in with_share),
        below_recommended=sum(row[recommended] > 0 for row in with_share),
    )


def _change(history: Sequence[Record], rows: Sequence[Record], financial_year: str) -> SpendChange | None:
    """The change since the last year in which any of these trusts returned, over those in both years."""
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
    rows, records = plain_rows(history), []
    for year in sorted({row["financial_year"] for row in rows}):
        totals = _totals(rows, year, trusts)
        assert totals is not None  # each of these years has a return
        records.append(
            vars(totals)
            | {
                "financial_year": year,
                "share_of_total": totals.total.share if totals.total else None,
                "trusts_of_total": totals.total.trusts if totals.total else 0,
                "share_of_operating": totals.operating.share if totals.operating else None,
            }
        )
    return YEARS.typed(records)
