"""Spend beside maturity: whether the two go together. An association, never a cause; no frontier is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import atanh, sqrt, tanh
from typing import Any, Final

import pandas as pd

from benchmark.common.scope import Scope, sql
from benchmark.common.subject import SCORES, Subject, sources
from benchmark.questions.spend.columns import ASSOCIATION, BOTH, NOT_BOTH, Denominator
from benchmark.questions.spend.measure import RETURNS_SOURCE, Spend
from benchmark.store.publication import Publication

FEWEST_FOR_CORRELATION: Final = 8
"""Below eight pairs the interval of any correlation reaches from strongly against to strongly for."""
Z_95: Final = 1.959963984540054
"""97.5th percentile of the standard normal distribution."""
TIE_DECIMALS: Final = 9
"""Figures that agree to nine decimals are the same figure: floating point tells no trusts apart."""


@dataclass(frozen=True)
class RankCorrelation:
    """Spearman's rank correlation of n pairs, with its 95% interval.

    None below eight pairs, and where all of one side are the same. No interval at exactly 1 or -1, where
    Fisher's transformation has none.
    """

    n: int
    correlation: float | None
    lower: float | None
    upper: float | None


@dataclass(frozen=True)
class SpendAndMaturity:
    """The trusts that have returned both their IT spend and their scores.

    points: the table BOTH, by trust. without: those that lack one of the two, the table NOT_BOTH.
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
        """The association as JSON."""
        return ASSOCIATION.record(vars(self) | vars(self.association))


def spend_and_maturity(
    publication: Publication, spend: Spend, *, assessment_year: int, denominator: Denominator
) -> SpendAndMaturity | None:
    """IT spend of a year beside the overall score of a round; None where nobody has returned IT spend."""
    if spend.financial_year is None or spend.rows.empty:
        return None
    found = publication.rows(
        sql(__package__, "trust_overall"),
        assessment_year=assessment_year,
        ods_codes=spend.rows["ods_code"].tolist(),
    )
    overall = {code: (mean, settings) for code, mean, settings in found}
    points: list[dict[str, Any]] = []
    without: list[dict[str, Any]] = []
    shares = spend.rows[f"share_of_{denominator}"]
    for code, trust, share in zip(spend.rows["ods_code"], spend.rows["trust"], shares, strict=True):
        named = {"ods_code": code, "trust": trust}
        if pd.isna(share):
            without.append(named | {"reason": "no capital expenditure returned"})
        elif code not in overall:
            without.append(named | {"reason": f"no pillar scores for {assessment_year}"})
        else:
            mean, settings = overall[code]
            points.append(named | {"share": float(share), "overall": mean, "settings": settings})
    subject = spend.subject
    scope = None if subject.footprint is None else Scope(subject.code, assessment_year, subject.footprint)
    scores = sources(publication, SCORES, years=(assessment_year,), scope=scope, fictional=subject.fictional)
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
    eight trusts its resamples are full of ties, and it needs a seed to say the same thing twice.
    """
    n = len(ones)
    if n < FEWEST_FOR_CORRELATION:
        return RankCorrelation(n, None, None, None)
    one, other = (
        pd.Series(values, dtype=float).round(TIE_DECIMALS).rank(method="average") for values in (ones, others)
    )
    if one.nunique() == 1 or other.nunique() == 1:
        return RankCorrelation(n, None, None, None)
    across, along = one - one.mean(), other - other.mean()
    r = float((across * along).sum() / sqrt(float((across**2).sum() * (along**2).sum())))
    if abs(r) > 1 - 1e-12:
        return RankCorrelation(n, float(round(r)), None, None)
    half = Z_95 * sqrt((1 + r**2 / 2) / (n - 3))
    return RankCorrelation(n, r, tanh(atanh(r) - half), tanh(atanh(r) + half))
