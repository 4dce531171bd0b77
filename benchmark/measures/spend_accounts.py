"""What trusts' accounts say of their size, and which year of them stands in for another."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from benchmark.measures.frames import sql
from benchmark.store.publication import Publication


@dataclass(frozen=True)
class Account:
    """A figure of a trust's accounts, with its financial year."""

    financial_year: str
    value: float


@dataclass(frozen=True)
class Accounts:
    """Operating expenditure in pounds and average staff (WTE) of trusts, by trust and financial year."""

    operating_expenditure: Mapping[str, Mapping[str, float]]
    average_wte: Mapping[str, Mapping[str, float]]

    def expenditure(self, ods_code: str, financial_year: str | None) -> Account | None:
        """The operating expenditure nearest to a financial year; the latest for None."""
        return _nearest(self.operating_expenditure.get(ods_code, {}), financial_year)

    def wte(self, ods_code: str, financial_year: str | None) -> Account | None:
        """The staff nearest to a financial year."""
        return _nearest(self.average_wte.get(ods_code, {}), financial_year)


def accounts_of(publication: Publication, ods_codes: Sequence[str]) -> Accounts:
    """The accounts of some trusts."""
    expenditure: dict[str, dict[str, float]] = {}
    wte: dict[str, dict[str, float]] = {}
    for code, year, pounds, staff in publication.rows(sql("spend_accounts"), ods_codes=list(ods_codes)):
        if pounds is not None and pounds > 0:
            expenditure.setdefault(code, {})[year] = float(pounds)
        if staff is not None and staff > 0:
            wte.setdefault(code, {})[year] = float(staff)
    return Accounts(expenditure, wte)


def nearest_year(years: Iterable[str], wanted: str | None) -> str | None:
    """The year itself, else the latest before it, else the earliest after it; the latest for None.

    An earlier year comes first: accounts follow a year behind, and prices rise.
    """
    known = sorted(years)
    if not known:
        return None
    if wanted is None:
        return known[-1]
    return next((year for year in reversed(known) if year <= wanted), known[0])


def _nearest(of_trust: Mapping[str, float], wanted: str | None) -> Account | None:
    year = nearest_year(of_trust, wanted)
    return None if year is None else Account(year, of_trust[year])
