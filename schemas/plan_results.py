"""What the commands about plans print as JSON: money in pounds to the penny, figures to three decimals."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from schemas.base import CareSetting
from schemas.definitions import BaselineId
from schemas.plans import AllocationRule, PioneersSplit
from schemas.results import Figure, Result

Money = Annotated[float, AfterValidator(lambda pounds: round(pounds, 2) + 0.0)]
"""Pounds, to the penny."""


class PlanInputs(Result):
    """What a plan is made of; `level` where the standard is one level for all."""

    ics: str
    year: int
    footprint: Literal["assessed", "current"]
    baseline: BaselineId
    level: float | None
    fund: Money
    years: int
    rule: AllocationRule
    scale_with_size: bool
    pioneers_share: float
    pioneers_split: PioneersSplit
    cost_per_point: dict[str, Money] = Field(description="by pillar: the planner's own figures")


class PlanOutcome(Result):
    """What a plan comes to. Shares and ratios are null where there is nothing to divide by."""

    allocated: Money = Field(description="to scores below the standard")
    reserved: Money = Field(description="for pioneers")
    unspent: Money
    to_close_all: Money = Field(description="the price of the whole gap")
    not_funded: Money = Field(description="the price of what is left of it")
    gap_before: Figure
    gap_after: Figure
    gap_mean_before: Figure
    gap_mean_after: Figure
    closed_share: Figure | None
    closed_per_million: Figure | None = Field(description="points of the gap for each £1m allocated")
    scores: int
    below_before: int
    below_after: int
    material_before: int = Field(description="below the standard by the pillar threshold or more")
    material_after: int
    floor_before: Figure | None = Field(description="the lowest overall score")
    floor_after: Figure | None
    range_before: Figure | None = Field(description="of overall scores; null for fewer than three")
    range_after: Figure | None


class PlanAllocation(Result):
    """Money for one unit on one pillar. A pioneer's score is given no points."""

    purpose: Literal["levelling_up", "moving_ahead"]
    ods_code: str
    trust: str
    care_setting: CareSetting
    pillar: str
    score: Figure
    standard: Figure
    score_after: Figure
    cost_per_point: Money | None
    amount: Money
    not_funded: Money
    by_year: tuple[Money, ...]


class PlanTrust(Result):
    """Money for one trust, over its care settings and pillars."""

    ods_code: str
    trust: str
    operating_expenditure: Money | None
    allocated: Money
    reserved: Money
    gap_before: Figure
    gap_after: Figure
    not_funded: Money


class PlanIfCost(Result):
    """What the plan comes to if a point costs so many times as much."""

    cost_times: float
    outcome: PlanOutcome


class SavedPlanResult(Result):
    """A plan that was saved, with what it comes to now."""

    name: str
    number: int
    saved_by: str
    saved_at: str
    note: str
    inputs: PlanInputs
    outcome: PlanOutcome


class PlanResult(Result):
    """A plan carried out on paper, and beside it what others would come to."""

    inputs: PlanInputs
    answer: str
    outcome: PlanOutcome
    next_million: Figure = Field(description="points that £1m more for levelling up would close")
    trusts: tuple[PlanTrust, ...]
    allocations: tuple[PlanAllocation, ...]
    rules: dict[AllocationRule, PlanOutcome]
    sensitivity: tuple[PlanIfCost, ...]
    sizes_of: tuple[str, ...] = Field(description="the financial years of the trusts' expenditure")
    compared_with: SavedPlanResult | None
