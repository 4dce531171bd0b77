"""What the command line prints: a system's gaps, spread and progress as JSON, figures to three decimals."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from schemas.base import CareSetting
from schemas.definitions import BaselineId

Figure = Annotated[float, AfterValidator(lambda value: round(value, 3) + 0.0)]
"""A figure to three decimals; adding nothing turns -0.0, which a reader would take for a fault, into 0.0."""


class Result(BaseModel):
    """A result: immutable, its keys as the JSON writes them."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, validate_by_name=True, serialize_by_alias=True
    )


class GapsSummary(Result):
    """Unit-pillars held to the standard, those below it, and the gaps' sum and mean in points."""

    unit_pillars: int
    below: int
    sum: Figure
    mean: Figure


class GapRow(Result):
    """One unit on one pillar."""

    ods_code: str
    trust: str
    care_setting: CareSetting
    pillar: str
    score: Figure
    standard: Figure
    gap: Figure
    surplus: Figure
    material: bool


class GapsResult(Result):
    """A system's gaps to a standard; `level` where the standard is one level for all."""

    ics: str
    year: int
    baseline: BaselineId
    level: float | None
    summary: GapsSummary
    rows: tuple[GapRow, ...]


class PillarSpread(Result):
    """The spread of a system's units on one pillar; null where there are too few scores to speak of one."""

    pillar: str
    n: int
    minimum: Figure | None
    maximum: Figure | None
    range: Figure | None
    standard_deviation: Figure | None
    interquartile_range: Figure | None


class SpreadResult(Result):
    """A system's spread, pillar by pillar."""

    ics: str
    year: int
    pillars: tuple[PillarSpread, ...]


class ProgressUnit(Result):
    """One unit with a comparable overall score in both rounds."""

    ods_code: str
    trust: str
    care_setting: CareSetting
    score_from: Figure
    score_to: Figure
    change: Figure
    material: bool


class UnmatchedUnit(Result):
    """One unit with a comparable overall score in one of the rounds, and why it has no match in the other."""

    ods_code: str
    trust: str
    care_setting: CareSetting
    year: int = Field(description="the round that it returned in")
    reason: str


class ProgressResult(Result):
    """A system's progress between two rounds; null where fewer than three units are matched."""

    ics: str
    year_from: int = Field(alias="from")
    year_to: int = Field(alias="to")
    measure: Literal["overall_comparable"]
    n: int
    floor_from: Figure | None
    floor_to: Figure | None
    ceiling_from: Figure | None
    ceiling_to: Figure | None
    floor_change: Figure | None
    ceiling_change: Figure | None
    range_change: Figure | None
    sd_from: Figure | None
    sd_to: Figure | None
    slope: Figure | None
    verdict: str = Field(description="in words")
    units: tuple[ProgressUnit, ...]
    unmatched: tuple[UnmatchedUnit, ...]
