"""The columns of scores that several questions share."""

from dataclasses import replace
from typing import Final

from benchmark.core.columns import FLAG, POINTS, SCORE, Column
from benchmark.core.definitions import definitions


def pillar_name(key: str) -> str:
    """The pillar's name in the framework."""
    return definitions().framework.pillar(key).name


PILLAR: Final = Column(
    "pillar", "Pillar", meaning="One of the framework's seven pillars, by its key.", words=pillar_name
)
SCORED: Final = Column("score", "Score", SCORE, "What the trust scored itself.")
SCORED_FULLY: Final = replace(SCORED, decimals=2)
"""Beside medians and differences, which it must add up with."""
STANDARD: Final = Column("standard", "Standard", SCORE, "What the score is held to.", decimals=2)
GAP: Final = Column("gap", "Gap", POINTS, "Points below the standard; 0 at or above it.")
SURPLUS: Final = Column("surplus", "Surplus", POINTS, "Points above the standard; 0 at or below it.")
MATERIAL: Final = Column(
    "material", "Material", FLAG, "Whether the difference is at least the threshold that counts as one."
)
SOURCE: Final = Column(
    "source", "Source", meaning="Whether the score came with the product or in a return, and in which."
)
SCORED_FROM: Final = Column("score_from", "Score before", SCORE, "In the earlier round.", decimals=2)
SCORED_TO: Final = Column("score_to", "Score now", SCORE, "In the later round.", decimals=2)
CHANGE: Final = Column("change", "Change", POINTS, "The later score less the earlier.", signed=True)
