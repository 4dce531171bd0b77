"""The meaning of the scale's levels: in short at the foot of every page, in full on "Method and sources"."""

from functools import cache
from typing import Final

from benchmark.core.definition_columns import LEVELS
from benchmark.core.definitions import definitions
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import Html

ANCHOR: Final = "levels"
"""The anchor of the full explanation on "Method and sources"."""
TITLE: Final = "What levels 1 to 5 mean"


def in_short(*, address: str) -> Html:
    """The short explanation, which opens in place. address: of the full one."""
    assessment = definitions().framework.assessment
    return parts.folded(TITLE, parts.made("levels_in_short", assessment=assessment, address=address))


@cache
def in_full() -> Html:
    """What the assessment says and does not say, our reading of each level, and why 3 is the default."""
    framework = definitions().framework
    assessment = framework.assessment
    table = parts.table(LEVELS.of(map(dict, assessment.levels)), caption=LEVELS.title, stacked=True)
    return (
        parts.section(TITLE, anchor=ANCHOR)
        + parts.made("levels_as_said", assessment=assessment)
        + parts.text(assessment.not_said)
        + table
        + parts.text(assessment.between)
        + parts.subsection(f"Why {framework.scale.default_standard:g} is the standard that pages start with")
        + parts.text(assessment.default_reason)
    )
