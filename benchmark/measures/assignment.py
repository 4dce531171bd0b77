"""Who helps whom, so that as much need as possible is met and nobody is asked too often."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

_STEPS_PER_POINT = 1_000_000
"""Needs are weighed in millionths of a point: whole numbers, which a solver adds up without rounding."""


@dataclass(frozen=True)
class Call:
    """A need: how much it weighs, and who could meet it, each with a place in the order (0: first)."""

    weight: float
    places: Mapping[str, int]


def assign(calls: Sequence[Call], *, most: int) -> list[str | None]:
    """A helper for each need, or None: nobody helps more than `most` times, and one helper is enough.

    The weight that is met is as large as it can be; among those ways, the one in which helpers stand as far
    forward in the needs' orders as possible, all places added up. Calls and places in the same order give the
    same answer. Solved as a linear assignment: a helper is as many columns as it may be asked times.
    """
    helpers = list(dict.fromkeys(helper for call in calls for helper in call.places))
    times = min(most, len(calls))
    if not helpers or times < 1:
        return [None] * len(calls)
    column = {helper: position for position, helper in enumerate(helpers)}
    last = max(place for call in calls for place in call.places.values())
    # One step of weight outweighs all places together, so that places decide only what weight leaves open.
    step = len(calls) * (last + 1) + 1
    worth = np.zeros((len(calls), len(helpers)))
    for row, call in enumerate(calls):
        weight = round(call.weight * _STEPS_PER_POINT) * step
        for helper, place in call.places.items():
            worth[row, column[helper]] = weight + last + 1 - place
    rows, columns = linear_sum_assignment(np.tile(worth, times), maximize=True)
    found: list[str | None] = [None] * len(calls)
    for row, chosen in zip(rows.tolist(), columns.tolist(), strict=True):
        helper = helpers[chosen % len(helpers)]
        # The solver fills every row that it can; a pair that does not qualify is worth nothing to it.
        if helper in calls[row].places:
            found[row] = helper
    return found
