"""What organisations return and publications report: scores, targets, size, spend, offers of help."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from schemas.base import (
    AssessmentYear,
    CareSetting,
    FinancialYear,
    IcsCode,
    IsoDate,
    Key,
    OdsCode,
    People,
    PillarKey,
    Pounds,
    Row,
    Score,
    Text,
    WebAddress,
    Words,
)


class MaturityScore(Row):
    """One trust's score, in one care setting, on one pillar (or one domain of it), in one round."""

    kind: ClassVar[str] = "maturity_scores"
    key: ClassVar[tuple[str, ...]] = ("assessment_year", "ods_code", "care_setting", "pillar", "domain")

    assessment_year: AssessmentYear = Field(description="Year of the assessment", examples=[2025])
    ods_code: OdsCode = Field(description="The trust's ODS code", examples=["DEMO1"])
    care_setting: CareSetting = Field(description="Care setting that the return is for", examples=["Acute"])
    pillar: PillarKey = Field(description="Pillar of What Good Looks Like", examples=["well_led"])
    domain: Key | None = Field(None, description="Domain of the pillar; empty for the pillar's own score")
    score: Score = Field(description="Score, 1 to 5", examples=[2.5])


ComparedWith = Annotated[
    AssessmentYear | None,
    Field(description="The other round of the two whose shared domains the score rests on", examples=[2024]),
]
"""Empty only in rows from before the ledger had this column; a new return must fill it.

It is part of the key: a middle round has one score to compare with the round before, and one with the round
after.
"""


def _expect_two_rounds(year: int, compared_with: int | None) -> None:
    if year == compared_with:
        raise PydanticCustomError("one_round", "compared with its own round", {"column": "compared_with"})


class OverallComparable(Row):
    """One trust's overall score on the domains that two rounds share, in one care setting and round.

    This is a measure of its own: it is not the mean of the pillars, and the two are never mixed.
    """

    kind: ClassVar[str] = "overall_comparable"
    key: ClassVar[tuple[str, ...]] = ("assessment_year", "compared_with", "ods_code", "care_setting")

    assessment_year: AssessmentYear = Field(description="Year of the assessment", examples=[2025])
    compared_with: ComparedWith
    ods_code: OdsCode = Field(description="The trust's ODS code", examples=["DEMO1"])
    care_setting: CareSetting = Field(description="Care setting that the return is for", examples=["Acute"])
    score: Score = Field(description="Overall score on comparable domains, 1 to 5", examples=[2.52])

    @model_validator(mode="after")
    def _of_two_rounds(self) -> Self:
        _expect_two_rounds(self.assessment_year, self.compared_with)
        return self


class IcbMaturityScore(Row):
    """An integrated care board's own score on one pillar and round. Never mixed with its trusts' scores."""

    kind: ClassVar[str] = "icb_maturity_scores"
    key: ClassVar[tuple[str, ...]] = ("assessment_year", "ics_code", "pillar")

    assessment_year: AssessmentYear = Field(description="Year of the assessment", examples=[2025])
    ics_code: IcsCode = Field(description="The system's ODS code", examples=["DEMO"])
    pillar: PillarKey = Field(description="Pillar of What Good Looks Like", examples=["well_led"])
    score: Score = Field(description="Score, 1 to 5", examples=[2.5])


class IcbOverallComparable(Row):
    """An integrated care board's own overall score on comparable domains, in one round."""

    kind: ClassVar[str] = "icb_overall_comparable"
    key: ClassVar[tuple[str, ...]] = ("assessment_year", "compared_with", "ics_code")

    assessment_year: AssessmentYear = Field(description="Year of the assessment", examples=[2025])
    compared_with: ComparedWith
    ics_code: IcsCode = Field(description="The system's ODS code", examples=["DEMO"])
    score: Score = Field(description="Overall score on comparable domains, 1 to 5", examples=[2.52])

    @model_validator(mode="after")
    def _of_two_rounds(self) -> Self:
        _expect_two_rounds(self.assessment_year, self.compared_with)
        return self


class OwnTarget(Row):
    """The level that a trust has set itself on one pillar, with its reason."""

    kind: ClassVar[str] = "own_targets"
    key: ClassVar[tuple[str, ...]] = ("ods_code", "care_setting", "pillar")

    ods_code: OdsCode = Field(description="The trust's ODS code", examples=["DEMO1"])
    care_setting: CareSetting | None = Field(
        None, description="Care setting; empty where the target holds for all of the trust's settings"
    )
    pillar: PillarKey = Field(description="Pillar of What Good Looks Like", examples=["well_led"])
    target: Score = Field(description="The level aimed at, 1 to 5", examples=[3.5])
    reason: Words = Field(description="Why this level", examples=["New electronic patient record in 2027"])


class TrustContext(Row):
    """One trust's size in one financial year, from its accounts."""

    kind: ClassVar[str] = "trust_context"
    key: ClassVar[tuple[str, ...]] = ("financial_year", "ods_code")

    financial_year: FinancialYear = Field(description="Financial year, April to March", examples=["2023/24"])
    ods_code: OdsCode = Field(description="The trust's ODS code", examples=["DEMO1"])
    operating_expenditure: Pounds | None = Field(
        None, ge=0, description="Operating expenditure, in pounds", examples=[512000000]
    )
    capital_expenditure: Pounds | None = Field(None, ge=0, description="Capital expenditure, in pounds")
    average_wte: People | None = Field(
        None, description="Average staff over the year, whole-time equivalents", examples=[4100]
    )


class ItSpend(Row):
    """What one trust spent on IT in one financial year, and its whole expenditure, all in pounds."""

    kind: ClassVar[str] = "it_spend"
    key: ClassVar[tuple[str, ...]] = ("financial_year", "ods_code")

    financial_year: FinancialYear = Field(description="Financial year, April to March", examples=["2024/25"])
    ods_code: OdsCode = Field(description="The trust's ODS code", examples=["DEMO1"])
    operating_expenditure: Pounds = Field(
        ge=0, description="Operating expenditure, in pounds", examples=[512000000]
    )
    capital_expenditure: Pounds | None = Field(
        None, ge=0, description="Capital expenditure, in pounds", examples=[24000000]
    )
    it_revenue: Pounds = Field(ge=0, description="IT spend from revenue, in pounds", examples=[11500000])
    it_capital: Pounds = Field(ge=0, description="IT spend from capital, in pounds", examples=[6200000])
    spend_on_staff: Pounds | None = Field(
        None, ge=0, description="Of the IT spend: digital staff", examples=[6000000]
    )
    spend_on_software: Pounds | None = Field(
        None, ge=0, description="Of the IT spend: software and licences", examples=[5200000]
    )
    spend_on_services: Pounds | None = Field(
        None, ge=0, description="Of the IT spend: bought services", examples=[2500000]
    )
    spend_on_hardware: Pounds | None = Field(
        None, ge=0, description="Of the IT spend: hardware", examples=[2600000]
    )
    spend_on_communications: Pounds | None = Field(
        None, ge=0, description="Of the IT spend: networks and telephony", examples=[1100000]
    )
    spend_on_other: Pounds | None = Field(
        None, ge=0, description="Of the IT spend: everything else", examples=[300000]
    )

    @model_validator(mode="after")
    def _within_expenditure(self) -> Self:
        """IT spend is part of expenditure, so expenditure must be above 0 and not less than IT spend.

        This is not a bound on the field: publications are checked against those, and a row from before this
        rule must not stop everything else from being published.
        """
        if self.operating_expenditure == 0:
            raise PydanticCustomError(
                "expenditure_nought", "no operating expenditure", {"column": "operating_expenditure"}
            )
        for part, whole in (
            ("it_revenue", "operating_expenditure"),
            ("it_capital", "capital_expenditure"),
        ):
            amount, limit = getattr(self, part), getattr(self, whole)
            if limit is not None and amount > limit:
                raise PydanticCustomError(
                    "it_above_expenditure",
                    "{column} is more than {whole}",
                    {"column": part, "whole": whole, "amount": f"{amount:.0f}", "limit": f"{limit:.0f}"},
                )
        return self


class DisclosedSpend(Row):
    """A figure for IT spend that a trust disclosed itself, in a report or when asked.

    Kept apart from returns: only the trust's quoted words say what it covers and how it was counted.
    """

    kind: ClassVar[str] = "disclosed_spend"
    key: ClassVar[tuple[str, ...]] = ("financial_year", "ods_code", "covers", "address")

    financial_year: FinancialYear = Field(description="Financial year, April to March", examples=["2023/24"])
    ods_code: OdsCode = Field(description="The trust's ODS code", examples=["DEMO1"])
    covers: Literal["revenue", "capital", "total"] = Field(
        description="What the figure covers: revenue, capital, or both", examples=["total"]
    )
    amount: Pounds = Field(ge=0, description="The figure, in pounds", examples=[12500000])
    address: WebAddress = Field(
        description="Web address of the disclosure, which begins with https://",
        examples=["https://www.example.org/annual-report-2024"],
    )
    disclosed_on: IsoDate = Field(description="Day on which it was disclosed", examples=["2024-10-21"])
    quote: Text = Field(
        description="The trust's own words, with the figure",
        examples=["We spent £12.5 million on digital in 2023/24, revenue and capital together."],
    )


class PeerExchange(Row):
    """One trust's offer of help, or request for it, on one pillar."""

    kind: ClassVar[str] = "peer_exchange"
    key: ClassVar[tuple[str, ...]] = ("ods_code", "pillar", "offers_or_asks")

    ods_code: OdsCode = Field(description="The trust's ODS code", examples=["DEMO1"])
    pillar: PillarKey = Field(description="Pillar of What Good Looks Like", examples=["well_led"])
    offers_or_asks: Literal["offer", "request"] = Field(
        description="Whether the trust offers help or asks for it", examples=["offer"]
    )
    contact: Words = Field(description="Who to write to", examples=["Digital team, digital@example.org"])
    note: Words = Field(
        description="What is offered or asked for", examples=["Two years of board reporting on digital"]
    )
