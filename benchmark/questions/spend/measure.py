"""What trusts spend on IT: shares of expenditure, pounds to the references, change; for a system or a trust.

There is no published IT spend by trust. All spend here was returned. A trust without a return has the
references' shares of its published expenditure beside it, and never a zero.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import atanh, sqrt, tanh
from typing import Any, Final, Literal

import pandas as pd

from benchmark.common.groups import kind_of
from benchmark.common.resolve import named_trust
from benchmark.common.scope import Scope, placements, sql, system_of
from benchmark.common.subject import MATURITY_SCORES, Subject, sources
from benchmark.common.unlikely_spend import spend_questions
from benchmark.core.errors import BenchmarkError
from benchmark.questions.spend.amounts import (
    SpendTotals,
    accounts_of,
    by_year,
    categories_of,
    totals_of,
    with_figures,
    without_return,
)
from benchmark.questions.spend.columns import ASSOCIATION, BOTH, NOT_BOTH, QUESTIONS, Denominator
from benchmark.store.publication import Publication, per_publication


def questions_of(publication: Publication, rows: pd.DataFrame) -> pd.DataFrame:
    """The questions that returns raise, as the table QUESTIONS, trust by trust in the order of `rows`.

    rows: the table RETURNS.
    """
    asked = _asked(publication)
    keys = zip(rows["ods_code"], rows["trust"], rows["financial_year"], strict=True)
    return QUESTIONS.typed(
        {"ods_code": code, "trust": trust, "question": question, "explanation": sentence}
        for code, trust, year in keys
        for question, sentence in asked.get((code, year), ())
    )


@per_publication
def _asked(publication: Publication) -> Mapping[tuple[str, str], tuple[tuple[str, str], ...]]:
    """(trust, financial year) -> its questions, each as (code, sentence).

    For all trusts at once: planning a query takes milliseconds, for one return as for hundreds.
    """
    lines = sql(__package__, "spend_lines")
    keys = {
        line: (code, year)
        for line, code, year in publication.rows(f"select line, ods_code, financial_year from ({lines})")
    }
    by_return: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
    for question in spend_questions() if keys else ():
        frame = publication.frame(
            f"with rows as (\n{lines}\n)\nselect * from (\n{question.text}\n)", **question.parameters
        )
        for place in zip(*(frame[name] for name in frame), strict=True):
            words: dict[str, Any] = dict(zip(map(str, frame), place, strict=True))
            key = keys[words["line"]]
            by_return[key] = (*by_return.get(key, ()), (question.code, question.sentence(words)))
    return by_return


RETURNS_SOURCE: Final = "Returns of IT spend submitted by trusts. Not audited."
_FINANCIAL_YEAR = re.compile(r"[0-9]{4}/[0-9]{2}")


@dataclass(frozen=True)
class Spend:
    """IT spend of a system's trusts, or of one trust, in a financial year and over all years. Pounds.

    financial_year: the one asked for, else the newest with a return, else None. years: all years with a
        return of any of the trusts, oldest first. trusts: the number that could have returned.
    history: the table RETURNS. rows: those of the financial year. without_return: the trusts without a return
        for it, the table WITHOUT_RETURN.
    totals: sums over the trusts of `rows`; None if nobody returned. by_year: the sums of every year, the
        table YEARS.
    categories: `rows` by category, the table SPENT_ON. questions: unlikely figures in `rows`, to be asked
        about and not corrected, the table QUESTIONS.
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
    """The IT spend of a system's trusts on the footprint, by default in the newest year with a return.

    Its trusts are those that were open on the footprint's day, and any other member with a return.
    Raises UnknownCode for an unknown system, BenchmarkError if financial_year is no financial year.
    """
    system = system_of(publication, scope)
    placed = placements(publication, year=scope.assessment_year, footprint=scope.footprint)
    members = placed[placed["ics_code"] == system.ics_code]
    returns = spend_returns(publication, members["ods_code"].tolist())
    counted = members[members["is_open"] | members["ods_code"].isin(returns["ods_code"])]
    names = dict(zip(counted["ods_code"], counted["trust"], strict=True))
    return _spend(
        publication,
        "ics",
        Subject(
            system.ics_code,
            system.name,
            system.fictional,
            footprint=scope.footprint,
            kind=kind_of(publication, scope),
            version=publication.version,
        ),
        names=names,
        returns=returns,
        financial_year=financial_year,
    )


def spend_of_trust(publication: Publication, ods_code: str, *, financial_year: str | None = None) -> Spend:
    """The IT spend of one trust. Raises UnknownCode for an unknown trust."""
    code, name, fictional = named_trust(publication, ods_code)
    return _spend(
        publication,
        "trust",
        Subject(code, name, fictional, version=publication.version),
        names={code: name},
        returns=spend_returns(publication, [code]),
        financial_year=financial_year,
    )


def spend_returns(publication: Publication, ods_codes: Sequence[str]) -> pd.DataFrame:
    """Every return of IT spend of some trusts, by year and trust, with the columns of the kind it_spend."""
    return publication.frame(sql(__package__, "spend_returns"), ods_codes=list(ods_codes))


def expect_financial_year(text: str) -> str:
    """The text if it is a financial year. Raises BenchmarkError if not."""
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
    financial_year: str | None,
) -> Spend:
    accounts = accounts_of(publication, [*names])
    history = with_figures(returns.assign(trust=returns["ods_code"].map(names)), accounts)
    years = tuple(sorted(set(history["financial_year"])))
    if financial_year is not None:
        year: str | None = expect_financial_year(financial_year)
    else:
        year = years[-1] if years else None
    rows = history[history["financial_year"] == year].reset_index(drop=True)
    return Spend(
        of=of,
        subject=replace(
            subject,
            when=year or "",
            as_at=publication.as_at,
            rests_on=replace(
                sources(
                    publication,
                    *("it_spend", "trust_context"),
                    fictional=subject.fictional,
                    trusts=frozenset(names),
                ),
                line=RETURNS_SOURCE,
            ),
        ),
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


FEWEST_FOR_CORRELATION: Final = 8
"""The fewest pairs: below eight, the interval of any correlation covers nearly everything."""
Z_95: Final = 1.959963984540054
"""97.5th percentile of the standard normal distribution."""
TIE_DECIMALS: Final = 9
"""Figures equal to nine decimals count as equal, so that floating point makes no difference."""


@dataclass(frozen=True)
class RankCorrelation:
    """Spearman's rank correlation of n pairs, with its 95% interval.

    None below eight pairs, and if all values of one side are equal. No interval at exactly 1 or -1, where
    Fisher's transformation has none.
    """

    n: int
    correlation: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class SpendAndMaturity:
    """The trusts that have returned both their IT spend and their scores.

    points: the table BOTH, by trust. without: trusts that lack one of the two, the table NOT_BOTH.
    """

    subject: Subject
    financial_year: str
    assessment_year: int
    denominator: Denominator
    points: pd.DataFrame
    without: pd.DataFrame
    association: RankCorrelation

    @property
    def record(self) -> dict[str, Any]:
        """The association for JSON."""
        return ASSOCIATION.record(vars(self) | vars(self.association))


def spend_and_maturity(
    publication: Publication, spend: Spend, *, assessment_year: int
) -> SpendAndMaturity | None:
    """IT spend of a year beside the overall score of a round; None if nobody has returned IT spend.

    The share is of the one denominator that serves for all: see `SpendTotals.denominator`.
    """
    if spend.financial_year is None or spend.totals is None:
        return None
    denominator = spend.totals.denominator
    overall_rows = publication.rows(
        sql(__package__, "trust_overall"),
        assessment_year=assessment_year,
        ods_codes=spend.rows["ods_code"].tolist(),
    )
    overall = {code: (mean, settings) for code, mean, settings in overall_rows}
    points: list[dict[str, Any]] = []
    without: list[dict[str, Any]] = []
    shares = spend.rows[f"share_of_{denominator}"]
    for code, trust, share in zip(spend.rows["ods_code"], spend.rows["trust"], shares, strict=True):
        named = {"ods_code": code, "trust": trust}
        if pd.isna(share):
            without.append(named | {"reason": "no expenditure returned"})
        elif code not in overall:
            without.append(named | {"reason": f"no pillar scores for {assessment_year}"})
        else:
            mean, settings = overall[code]
            points.append(named | {"share": float(share), "overall": mean, "settings": settings})
    subject = spend.subject
    scope = None if subject.footprint is None else Scope(subject.code, assessment_year, subject.footprint)
    scores = sources(
        publication, MATURITY_SCORES, years=(assessment_year,), scope=scope, fictional=subject.fictional
    )
    return SpendAndMaturity(
        subject=replace(subject, rests_on=replace(scores, line=f"{RETURNS_SOURCE} Scores: {{}}")),
        financial_year=spend.financial_year,
        assessment_year=assessment_year,
        denominator=denominator,
        points=BOTH.typed(points),
        without=NOT_BOTH.typed(without),
        association=rank_correlation(
            [point["share"] for point in points], [point["overall"] for point in points]
        ),
    )


def rank_correlation(ones: Sequence[float], others: Sequence[float]) -> RankCorrelation:
    """Spearman's rank correlation of pairs, ties sharing their mean rank, with its 95% interval.

    The interval is Fisher's z with the standard error sqrt((1 + r^2 / 2) / (n - 3)) of Bonett and Wright
    (2000), "Sample size requirements for estimating Pearson, Kendall and Spearman correlations",
    Psychometrika 65(1), 23-28: Fisher's own sqrt(1 / (n - 3)) is too narrow for ranks. Not a bootstrap: with
    eight trusts its resamples are full of ties, and it needs a seed to give the same interval twice.
    """
    n = len(ones)
    if n < FEWEST_FOR_CORRELATION:
        return RankCorrelation(n, None, None, None)
    first, other = (
        pd.Series(values, dtype=float).round(TIE_DECIMALS).rank(method="average") for values in (ones, others)
    )
    if first.nunique() == 1 or other.nunique() == 1:
        return RankCorrelation(n, None, None, None)
    r = float(first.corr(other))
    if abs(r) > 1 - 1e-12:
        return RankCorrelation(n, float(round(r)), None, None)
    half = Z_95 * sqrt((1 + r**2 / 2) / (n - 3))
    return RankCorrelation(n, r, tanh(atanh(r) - half), tanh(atanh(r) + half))
