"""What the command line prints of a trust's position, its peers and a search, figures to three decimals."""

from typing import Literal

from pydantic import Field

from schemas.base import CareSetting
from schemas.definitions import BaselineId
from schemas.results import Figure, Result

PeerGroupId = Literal["ics", "region", "england", "similar", "own"]


class PositionPillar(Result):
    """One pillar of one unit among its peers.

    Null below three peers (quartiles: below eight), where there is no standard, and no target of its own.
    higher, within and lower add up to n: peers that score materially higher, within the threshold, and
    materially lower.
    """

    care_setting: CareSetting
    pillar: str
    score: Figure
    n: int = Field(description="peers with a score on the pillar")
    median: Figure | None
    lower_quartile: Figure | None
    upper_quartile: Figure | None
    minimum: Figure | None
    maximum: Figure | None
    difference: Figure | None = Field(description="the score less the peers' median, in points")
    material: bool | None
    higher: int | None
    within: int | None
    lower: int | None
    standard: Figure | None
    own_target: Figure | None


class PeerUnit(Result):
    """One peer: a trust in a care setting, with its system on the footprint."""

    ods_code: str
    trust: str
    care_setting: CareSetting
    ics: str | None = Field(description="its system's code; null where the footprint has no place for it")
    distance: Figure | None = Field(description="in the group 'similar' alone")


class UnitPosition(Result):
    """One unit among its peers. Strengths and gaps are material, the furthest from the median first."""

    care_setting: CareSetting
    peer_group: PeerGroupId
    all_settings: bool = Field(description="peers of every care setting: not like with like")
    peers: str = Field(description="in words")
    without_return: tuple[str, ...] = Field(description="trusts that were named and have no such return")
    pillars: tuple[PositionPillar, ...]
    strengths: tuple[str, ...]
    gaps: tuple[str, ...]


class UnitMovement(Result):
    """One unit's comparable overall score in two rounds."""

    care_setting: CareSetting
    score_from: Figure
    score_to: Figure
    change: Figure
    material: bool


class PositionResult(Result):
    """Where a trust stands in each of its care settings; `level` where the standard is one level for all."""

    ods_code: str
    trust: str
    fictional: bool
    year: int
    footprint: Literal["assessed", "current"]
    ics: str | None
    baseline: BaselineId
    level: float | None
    settings: tuple[UnitPosition, ...]
    moved_from: int | None = Field(description="the round before, on the comparable overall score")
    movement: tuple[UnitMovement, ...]


class SimilarPart(Result):
    """One part of the distance between two trusts, and the two figures behind it."""

    part: str
    squared_difference: Figure | None = Field(description="in standard deviations; null where one lacks it")
    own: Figure | None
    other: Figure | None


class PeerDetail(PeerUnit):
    """One peer with the parts of its distance, in the group 'similar'."""

    parts: tuple[SimilarPart, ...]


class PeersResult(Result):
    """The peers of one unit, and why these."""

    ods_code: str
    trust: str
    care_setting: CareSetting
    year: int
    footprint: Literal["assessed", "current"]
    peer_group: PeerGroupId
    all_settings: bool
    missing: tuple[str, ...] = Field(description="parts of the context that the trust itself lacks")
    without_return: tuple[str, ...]
    peers: tuple[PeerDetail, ...]


class Found(Result):
    """One thing that a text may mean."""

    kind: Literal["trust", "ics", "pillar"]
    code: str
    name: str
    note: str
    leads_to: str = Field(
        description="the code to ask for: a closed trust's is that of the one that took over"
    )
    ics: str | None = Field(description="of a trust: its system's code")
    fictional: bool
    likeness: Figure = Field(description="0 to 100")


class SearchResult(Result):
    """What a text may mean, the likeliest first."""

    text: str
    found: tuple[Found, ...]
