"""What trusts spend on IT: shares of expenditure, pounds to the references, change; for an ICS or a trust.

There is no published IT spend by trust. What is here was returned; a trust without a return has its published
expenditure beside it as a reference, and never a zero.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pandas as pd

from benchmark.errors import BenchmarkError
from benchmark.measures.frames import placements, sql
from benchmark.measures.scope import Scope, system_of
from benchmark.measures.spend_accounts import Accounts, accounts_of
from benchmark.measures.spend_figures import categories_of, with_figures, without_return
from benchmark.measures.spend_questions import questions_of
from benchmark.measures.spend_totals import SpendTotals, by_year, totals_of
from benchmark.measures.subject import Subject
from benchmark.measures.trust_scope import named_trust
from benchmark.store.publication import Publication

_FINANCIAL_YEAR = re.compile(r"[0-9]{4}/[0-9]{2}")


@dataclass(frozen=True)
class Spend:
    """IT spend of an ICS's trusts, or of one trust, in a financial year and over all years. Pounds.

    financial_year: the one asked for, else the newest with a return, else None. years: those with a return of
        any of the trusts, oldest first. trusts: how many could have returned.
    history: the table RETURNS. rows: those of the financial year. without_return: the trusts that have none
        for it, the table WITHOUT_RETURN.
    totals: sums over the trusts of `rows`; None where nobody returned. by_year: the same for every year, the
        table YEARS.
    categories: what `rows` are spent on, the table SPENT_ON. questions: what is unlikely in `rows`, to be
        asked, not corrected, the table QUESTIONS.
    """

    of: Literal["ics", "trust"]
    subject: Subject
    financial_year: str | None
    years: tuple[str, ...]
    trusts: int
    rows: pd.DataFrame
    without_return: pd.DataFrame
    totals: SpendTotals | None
    by_year: pd.DataFrame
    history: pd.DataFrame
    categories: pd.DataFrame
    questions: pd.DataFrame


def spend_of_system(publication: Publication, scope: Scope, *, financial_year: str | None = None) -> Spend:
    """The IT spend of a system's trusts on the scope's footprint; the newest year that any of them returned.

    Its trusts are those that were open on the footprint's day, and any other member with a return.
    UnknownCode for an unknown system, BenchmarkError for what is no financial year.
    """
    system = system_of(publication, scope)
    placed = placements(publication, year=scope.assessment_year, footprint=scope.footprint)
    members = placed[placed["ics_code"] == system.ics_code]
    returns = spend_returns(publication, members["ods_code"].tolist())
    counted = members[members["is_open"] | members["ods_code"].isin(returns["ods_code"])]
    return _spend(
        publication,
        "ics",
        Subject(
            system.ics_code,
            system.name,
            system.fictional,
            footprint=scope.footprint,
            as_at=publication.as_at,
        ),
        names=dict(zip(counted["ods_code"], counted["trust"], strict=True)),
        returns=returns,
        accounts=accounts_of(publication, counted["ods_code"].tolist()),
        financial_year=financial_year,
    )


def spend_of_trust(publication: Publication, ods_code: str, *, financial_year: str | None = None) -> Spend:
    """The IT spend of one trust. UnknownCode where there is none of that code."""
    code, name, fictional = named_trust(publication, ods_code)
    return _spend(
        publication,
        "trust",
        Subject(code, name, fictional, as_at=publication.as_at),
        names={code: name},
        returns=spend_returns(publication, [code]),
        accounts=accounts_of(publication, [code]),
        financial_year=financial_year,
    )


def spend_returns(publication: Publication, ods_codes: Sequence[str]) -> pd.DataFrame:
    """Every return of IT spend of some trusts, by year and trust, with the columns of the kind it_spend."""
    return publication.frame(sql("spend_returns"), ods_codes=list(ods_codes))


def expect_financial_year(text: str) -> str:
    """The text, where it is a financial year. BenchmarkError where it is none."""
    if _FINANCIAL_YEAR.fullmatch(text) and int(text[5:]) == (int(text[:4]) + 1) % 100:
        return text
    raise BenchmarkError(f"{text} is no financial year.", fix="Write it as 2024/25.")


def _spend(
    publication: Publication,
    of: Literal["ics", "trust"],
    subject: Subject,
    *,
    names: dict[str, str],
    returns: pd.DataFrame,
    accounts: Accounts,
    financial_year: str | None,
) -> Spend:
    history = with_figures(returns, accounts)
    years = tuple(sorted(set(history["financial_year"])))
    if financial_year is not None:
        year: str | None = expect_financial_year(financial_year)
    else:
        year = years[-1] if years else None
    rows = history[history["financial_year"] == year].reset_index(drop=True)
    return Spend(
        of=of,
        subject=replace(subject, when=year or ""),
        financial_year=year,
        years=years,
        trusts=len(names),
        rows=rows,
        without_return=without_return(names, history, accounts, financial_year=year),
        totals=totals_of(history, financial_year=year, trusts=len(names)),
        by_year=by_year(history, trusts=len(names)),
        history=history,
        categories=categories_of(rows),
        questions=questions_of(publication, rows),
    )
