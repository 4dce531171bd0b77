"""A plan that was saved under a name. Only its inputs are kept; its effects are computed each time."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from schemas.base import AssessmentYear, Number, PillarKey, Pounds, Row, Score, WholeNumber
from schemas.definitions import BaselineId

AllocationRule = Literal["neediest_first", "equal_per_trust", "by_gap", "by_size", "most_gap_closed"]
"""How a fund is shared out."""
PioneersSplit = Literal["equally", "by_size"]
"""How the pioneers' reserve is shared out among them."""

MOST_YEARS = 10
"""A longer plan would outlast the assessment that it is based on."""
LARGEST_AMOUNT = 100_000_000_000
"""In pounds: half of what the NHS in England spends in a year. A larger amount must be a mistake."""


_PLACE = r"[A-Z0-9][A-Z0-9,-]{1,999}"
PLACE_PATTERN = rf"^{_PLACE}$"
FOOTPRINT_PATTERN = rf"^(assessed|current|expected)(/{_PLACE})?$"
"""A system's code, a group's, or those of a group's members. It is not checked against a list: a withdrawn
group must not stop everything else from being published.
"""


class PlanPillar(Row):
    """One pillar of a saved plan, with the cost of a point on it; its other inputs are on every row."""

    kind: ClassVar[str] = "plans"
    key: ClassVar[tuple[str, ...]] = ("ics_code", "plan", "pillar")

    plan: Annotated[str, Field(min_length=1, max_length=60)] = Field(
        description="The plan's name", examples=["Level up by 2029"]
    )
    ics_code: Annotated[str, Field(pattern=PLACE_PATTERN)] = Field(
        description="Code of the system or group that the plan is for, or the codes of the group's members",
        examples=["DEMO"],
    )
    assessment_year: AssessmentYear = Field(description="The round that it starts from", examples=[2025])
    footprint: Annotated[str, Field(pattern=FOOTPRINT_PATTERN)] = Field(
        description="assessed, current or expected; for a group, followed by a slash and the group's code",
        examples=["assessed"],
    )
    standard: BaselineId = Field(description="The standard that scores are to reach", examples=["floor"])
    level: Score | None = Field(
        None, description="The level, where the standard is a fixed one", examples=[3]
    )
    fund: Pounds = Field(
        ge=0, le=LARGEST_AMOUNT, description="The whole fund, in pounds", examples=[10000000]
    )
    years: WholeNumber = Field(
        ge=1, le=MOST_YEARS, description="Years over which the fund is spent", examples=[3]
    )
    rule: AllocationRule = Field(description="How the fund is shared out", examples=["neediest_first"])
    scale_with_size: Literal["yes", "no"] = Field(
        description="Whether a point costs a larger trust more", examples=["no"]
    )
    pioneers_share: Number = Field(
        ge=0, le=1, description="Share of the fund reserved for pioneers, 0 to 1", examples=[0.1]
    )
    pioneers_split: PioneersSplit = Field(
        description="How the reserve is shared out among pioneers", examples=["equally"]
    )
    pillar: PillarKey = Field(description="Pillar of What Good Looks Like", examples=["well_led"])
    cost_per_point: Pounds = Field(
        ge=0.01,
        le=LARGEST_AMOUNT,
        description="What one point on one score of the pillar costs, in pounds: the planner's own figure",
        examples=[250000],
    )
