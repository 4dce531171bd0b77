"""The distance of a score from its standard, in five steps that can be read without colour."""

from dataclasses import dataclass
from typing import Final

from benchmark.charts.theme import BLUE, DARK_BLUE, GREY, ORANGE, TEXT, WHITE
from benchmark.core.compare import at_least
from benchmark.core.definitions import definitions
from benchmark.core.wording import decimal


@dataclass(frozen=True)
class Step:
    """One of the five steps: its words, a cell's colours (background, text), and the colour of a mark."""

    key: str
    label: str
    sign: str
    background: str
    text: str
    mark: str


FAR_BELOW: Final = Step("far_below", "far below", "▼▼", ORANGE, WHITE, ORANGE)
BELOW: Final = Step("below", "below", "▼", "#F7C08A", TEXT, "#D0650F")
AT: Final = Step("at", "at the standard", "•", "#EEF1F3", TEXT, GREY)
ABOVE: Final = Step("above", "above", "▲", "#9CC7EC", TEXT, "#2F7EC4")
FAR_ABOVE: Final = Step("far_above", "far above", "▲▲", BLUE, WHITE, DARK_BLUE)

STEPS: Final = (FAR_BELOW, BELOW, AT, ABOVE, FAR_ABOVE)


def step_of(distance: float, *, material: float) -> Step:
    """The step of a distance (score minus standard, in points); AT if the distance is not material.

    material: the smallest material distance, from `Definitions.material` for the pillar and setting.
    """
    far = definitions().threshold("far")
    if not at_least(abs(distance), material):
        return AT
    is_far = at_least(abs(distance), far)
    if distance < 0:
        return FAR_BELOW if is_far else BELOW
    return FAR_ABOVE if is_far else ABOVE


def step_meaning(step: Step) -> str:
    """The step in words for a legend, with its limits: 'below (by more than one answer)'."""
    if step is AT:
        return f"{step.label} (within one answer)"
    if step in (FAR_BELOW, FAR_ABOVE):
        return f"{step.label} ({decimal(definitions().threshold('far'), 1)} or more)"
    return f"{step.label} (by more than one answer)"


def more_than_one_answer() -> str:
    """How many points "more than one answer" is, as a sentence below a legend."""
    lowest, highest = definitions().material_range
    return (
        f"More than one answer is {decimal(lowest, 1)} to {decimal(highest, 1)} points, by how many domains "
        "the pillar has in the care setting; on the overall "
        f"{decimal(definitions().threshold('overall'), 1)}."
    )
