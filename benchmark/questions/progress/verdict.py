"""What the change between two rounds amounts to, in words: one table of rules, complete and exclusive."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from benchmark.core.compare import Mask, Scores, at_least, at_most
from benchmark.core.definitions import definitions
from benchmark.questions.gaps.measure import FEWEST_FOR_SPREAD

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


FEWEST_FOR_THIRDS = 6
"""Two units in each third: the mean of one is a trust, not a group."""


@dataclass(frozen=True)
class Movement:
    """How n matched scores moved from one round to the next, in points.

    Standard deviations are the population's. slope: least squares of the change on the earlier score, None
    where all earlier scores are the same; by chance alone laggards rise and leaders fall, so a slope below 0
    is no proof of levelling up. Below three scores all but n are None, below six the thirds.
    """

    n: int
    floor_from: float | None = None
    floor_to: float | None = None
    ceiling_from: float | None = None
    ceiling_to: float | None = None
    floor_change: float | None = None
    ceiling_change: float | None = None
    range_change: float | None = None
    sd_from: float | None = None
    sd_to: float | None = None
    slope: float | None = None
    lowest_third_change: float | None = None
    highest_third_change: float | None = None


def movement(score_from: Scores, score_to: Scores) -> Movement:
    """How scores moved; the two arrays hold the same units in the same order."""
    n = len(score_from)
    if n < FEWEST_FOR_SPREAD:
        return Movement(n)
    change = score_to - score_from
    floor_from, floor_to = float(score_from.min()), float(score_to.min())
    ceiling_from, ceiling_to = float(score_from.max()), float(score_to.max())
    floor_change, ceiling_change = floor_to - floor_from, ceiling_to - ceiling_from
    lowest, highest = thirds(score_from)
    with_thirds = n >= FEWEST_FOR_THIRDS
    return Movement(
        n=n,
        floor_from=floor_from,
        floor_to=floor_to,
        ceiling_from=ceiling_from,
        ceiling_to=ceiling_to,
        floor_change=floor_change,
        ceiling_change=ceiling_change,
        range_change=ceiling_change - floor_change,
        sd_from=float(score_from.std()),
        sd_to=float(score_to.std()),
        slope=_slope(score_from, change),
        lowest_third_change=float(change[lowest].mean()) if with_thirds else None,
        highest_third_change=float(change[highest].mean()) if with_thirds else None,
    )


def thirds(scores: Scores) -> tuple[Mask, Mask]:
    """Which of three or more scores are in the lowest third, and which in the highest.

    Whoever ties with a third's last score is in it, so that no order decides; a third can then hold more.
    """
    ordered, size = np.sort(scores), len(scores) // 3
    return at_most(scores, float(ordered[size - 1])), at_least(scores, float(ordered[-size]))


def _slope(earlier: Scores, change: Scores) -> float | None:
    centred = earlier - earlier.mean()
    if at_most(float(np.abs(centred).max()), 0.0):
        return None
    return float((centred * change).sum() / (centred**2).sum())


def verdict_on(moved: Movement) -> Verdict:
    """The verdict on a movement, by the overall threshold."""
    if moved.floor_change is None or moved.ceiling_change is None:
        return TOO_FEW
    return verdict(
        floor_change=moved.floor_change,
        ceiling_change=moved.ceiling_change,
        threshold=definitions().threshold("overall"),
    )
