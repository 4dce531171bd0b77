"""The columns of scores that several questions share."""

from typing import Final

from benchmark.columns import FLAG, POINTS, SCORE, Column
from benchmark.definitions import definitions


def pillar_name(key: str) -> str:
    """The pillar's name in the framework."""
    return definitions().framework.pillar(key).name


PILLAR: Final = Column(
    "pillar", "Pillar", meaning="One of the framework's seven pillars, by its key.", words=pillar_name
)
SCORED: Final = Column("score", "Score", SCORE, "What the trust scored itself.")
STANDARD: Final = Column("standard", "Standard", SCORE, "What the score is held to.", decimals=2)
GAP: Final = Column("gap", "Gap", POINTS, "Points below the standard; 0 at or above it.")
SURPLUS: Final = Column("surplus", "Surplus", POINTS, "Points above the standard; 0 at or below it.")
MATERIAL: Final = Column(
    "material", "Material", FLAG, "Whether the difference is at least the threshold that counts as one."
)
