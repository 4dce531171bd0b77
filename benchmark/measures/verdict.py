"""What the change between two rounds amounts to, in words: one table of rules, complete and exclusive."""

from dataclasses import dataclass
from typing import Literal

from benchmark.measures.compare import at_least, at_most

VerdictKey = Literal[
    "levelled_up",
    "levelled_up_leaders_slipped",
    "levelled_down",
    "pulled_apart",
    "rose_together",
    "fell_together",
    "little_change",
    "too_few",
]
Range = Literal["narrowed", "held", "widened"]


@dataclass(frozen=True)
class Verdict:
    """A verdict by its key, with its label as it stands in a sentence."""

    key: VerdictKey
    label: str


LEVELLED_UP = Verdict("levelled_up", "levelled up")
LEADERS_SLIPPED = Verdict("levelled_up_leaders_slipped", "levelled up, leaders slipped")
LEVELLED_DOWN = Verdict("levelled_down", "levelled down")
PULLED_APART = Verdict("pulled_apart", "pulled apart")
ROSE_TOGETHER = Verdict("rose_together", "rose together")
FELL_TOGETHER = Verdict("fell_together", "fell together")
LITTLE_CHANGE = Verdict("little_change", "little change")
TOO_FEW = Verdict("too_few", "too few returns to say")


@dataclass(frozen=True)
class Rule:
    """A row of the table: the verdict where range, floor and ceiling moved like this. None: either way."""

    range: Range
    floor_up: bool | None
    ceiling_down: bool | None
    verdict: Verdict


RULES = (
    Rule("narrowed", floor_up=True, ceiling_down=False, verdict=LEVELLED_UP),
    Rule("narrowed", floor_up=True, ceiling_down=True, verdict=LEADERS_SLIPPED),
    Rule("narrowed", floor_up=False, ceiling_down=True, verdict=LEVELLED_DOWN),
    Rule("narrowed", floor_up=False, ceiling_down=False, verdict=LITTLE_CHANGE),
    Rule("widened", floor_up=None, ceiling_down=None, verdict=PULLED_APART),
    Rule("held", floor_up=True, ceiling_down=None, verdict=ROSE_TOGETHER),
    Rule("held", floor_up=False, ceiling_down=True, verdict=FELL_TOGETHER),
    Rule("held", floor_up=False, ceiling_down=False, verdict=LITTLE_CHANGE),
)
"""Narrowed: by anything at all. Widened: by the threshold or more. Up and down: by the threshold or more."""


def verdict(*, floor_change: float, ceiling_change: float, threshold: float) -> Verdict:
    """The verdict on the change of the lowest and of the highest score, in points."""
    moved = range_moved(ceiling_change - floor_change, threshold=threshold)
    floor_up = at_least(floor_change, threshold)
    ceiling_down = at_most(ceiling_change, -threshold)
    return next(
        rule.verdict
        for rule in RULES
        if rule.range == moved
        and rule.floor_up in (floor_up, None)
        and rule.ceiling_down in (ceiling_down, None)
    )


def range_moved(range_change: float, *, threshold: float) -> Range:
    """Whether the range narrowed, held, or widened by the threshold or more."""
    if not at_least(range_change, 0.0):
        return "narrowed"
    return "widened" if at_least(range_change, threshold) else "held"
