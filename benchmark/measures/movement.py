"""How a set of scores moved from one round to the next: pure arithmetic on two arrays."""

from dataclasses import dataclass

import numpy as np

from benchmark.definitions import definitions
from benchmark.measures.compare import Mask, Scores, at_least, at_most
from benchmark.measures.spread import FEWEST_FOR_SPREAD
from benchmark.measures.verdict import TOO_FEW, Verdict, verdict

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
