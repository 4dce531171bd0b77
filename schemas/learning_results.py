"""Who could help whom in a system, and who rose more than expected, as the command line's JSON."""

from typing import Literal

from pydantic import Field

from schemas.base import CareSetting
from schemas.definitions import BaselineId
from schemas.results import Figure, Result


class ExchangeResult(Result):
    """A trust's offer of help, or request for it, on one pillar."""

    ods_code: str
    trust: str
    pillar: str
    offers_or_asks: Literal["offer", "request"]
    contact: str
    note: str


class CandidateResult(Result):
    """A trust that could help on a need, and why it is suggested."""

    ods_code: str
    trust: str
    ics: str
    score: Figure
    lead: Figure = Field(description="points above the one in need")
    tier: Literal["ics", "similar", "region", "england"] = Field(description="where it was looked for")
    distance: Figure | None = Field(description="in context; null where nothing can be compared")
    reasons: tuple[str, ...]
    offer: ExchangeResult | None


class NeedResult(Result):
    """One unit's material gap on a pillar, the trust that is matched to it, and others who could help."""

    ods_code: str
    trust: str
    care_setting: CareSetting
    pillar: str
    score: Figure
    standard: Figure
    gap: Figure
    helper: CandidateResult | None
    why_unmatched: str | None = Field(description="null where there is a helper")
    inside: int = Field(description="how many of the system could help")
    elsewhere: int = Field(description="how many of England's other trusts could help")
    elsewhere_first: tuple[CandidateResult, ...] = Field(description="the first three of them")
    request: ExchangeResult | None


class LackingResult(Result):
    """A trust in need that lacks figures of its context, and which, in words."""

    ods_code: str
    trust: str
    missing: tuple[str, ...]


class LearningSummary(Result):
    """Needs, those with a helper, and their gaps' sums in points."""

    needs: int
    matched: int
    gap: Figure
    matched_gap: Figure


class ImproverRow(Result):
    """One unit's change on the comparable overall score, and the change to be expected at its start."""

    ods_code: str
    trust: str
    care_setting: CareSetting
    score_from: Figure
    score_to: Figure
    change: Figure
    expected: Figure | None
    difference: Figure | None
    band: Literal["more", "as expected", "less", "not known"]


class ExpectationResult(Result):
    """The line through a care setting's n matched units of England; null below eight."""

    care_setting: CareSetting
    n: int
    slope: Figure | None
    intercept: Figure | None
    usual: Figure | None = Field(description="half of the units are within this distance of theirs")


class ImproversResult(Result):
    """A system's units by band, in each by care setting and name: never a ranking."""

    year_from: int = Field(alias="from")
    year_to: int = Field(alias="to")
    measure: Literal["overall_comparable"]
    units: tuple[ImproverRow, ...]
    expectations: tuple[ExpectationResult, ...]


class LearningResult(Result):
    """Who could help whom in a system; `level` where the standard is one level for all."""

    ics: str
    year: int
    baseline: BaselineId
    level: float | None
    most: int = Field(description="how often a trust is asked at the most")
    trust: str | None = Field(description="the trust that the needs were narrowed to")
    summary: LearningSummary
    needs: tuple[NeedResult, ...]
    exchanges: tuple[ExchangeResult, ...]
    lacking: tuple[LackingResult, ...]
    improvers: ImproversResult | None = Field(description="null without an earlier comparable round")
