"""What the command line prints of all systems side by side, figures to three decimals."""

from typing import Literal

from pydantic import Field

from schemas.definitions import BaselineId
from schemas.results import Figure, Result


class SystemRow(Result):
    """One system; null where a figure cannot be had."""

    ics: str
    name: str
    region: str
    trusts: int
    units: int
    gap: Figure | None
    share_below: Figure | None
    floor: Figure | None
    ceiling: Figure | None
    range: Figure | None
    standard_deviation: Figure | None
    floor_change: Figure | None = Field(description="of the comparable overall score, as the next two")
    ceiling_change: Figure | None
    range_change: Figure | None
    verdict: str | None = Field(description="in words")
    expected: int
    returned: int
    completeness: Figure | None
    icb_own: Figure | None = Field(description="the board's own return, no part of any other figure")
    against_middle: Literal["far less", "less", "alike", "more", "far more"] | None = Field(
        description="on the measure asked for, against the middle, by thresholds of materiality"
    )


class VarianceResult(Result):
    """Shares of the units' variance; by_chance: what would lie between systems dealt out at random."""

    units: int
    inside: Figure | None
    between: Figure | None
    by_chance: Figure | None


class OrderResult(Result):
    """The order of the rows, and how many neighbours in an order by the measure do not differ materially."""

    by: Literal["region", "measure"]
    neighbours: int
    alike: int


class SystemsResult(Result):
    """All systems of a footprint on one measure, with the others beside it."""

    year: int
    year_from: int | None = Field(alias="from", description="the round that changes start from")
    footprint: Literal["assessed", "current"]
    baseline: BaselineId
    level: float | None
    pillar: str | None
    basis: Literal["overall", "pillar", "overall_comparable"]
    measure: str
    threshold: Figure
    middle: Figure | None
    order: OrderResult
    variance: VarianceResult
    systems: tuple[SystemRow, ...]
