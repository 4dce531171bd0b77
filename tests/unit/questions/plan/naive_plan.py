"""The planner's rules a second time: exact fractions, one step after another, nothing of ours and no numpy.

Written from the rules' words alone. Money is not rounded to pence here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

NOTHING = Fraction(0)


@dataclass(frozen=True)
class Need:
    """A score below its standard: how far, what a point costs, whose it is, how large that trust is."""

    gap: Fraction
    cost: Fraction
    trust: int
    size: Fraction

    @property
    def price(self) -> Fraction:
        return self.gap * self.cost


def neediest_first(needs: Sequence[Need], fund: Fraction) -> list[Fraction]:
    """Raise the group with the widest gap until the next one is met, join it, go on; stop when money ends."""
    left, bought = fund, [NOTHING] * len(needs)
    while left > 0:
        gaps = [need.gap - points for need, points in zip(needs, bought, strict=True)]
        widest = max(gaps, default=NOTHING)
        if widest == 0:
            break
        group = [i for i, gap in enumerate(gaps) if gap == widest]
        next_gap = max((gap for gap in gaps if gap < widest), default=NOTHING)
        together = sum((needs[i].cost for i in group), NOTHING)
        step = min(widest - next_gap, left / together)
        for i in group:
            bought[i] += step
        left -= step * together
    return [need.cost * points for need, points in zip(needs, bought, strict=True)]


def by_weight(needs: Sequence[Need], fund: Fraction, weights: Sequence[Fraction]) -> list[Fraction]:
    """Share by weight; whoever needs less gives the rest back, and that is shared again."""
    return shares(fund, [need.price for need in needs], weights)


def shares(fund: Fraction, caps: Sequence[Fraction], weights: Sequence[Fraction]) -> list[Fraction]:
    amounts = [NOTHING] * len(caps)
    left = fund
    while left > 0:
        wanting = [i for i, cap in enumerate(caps) if amounts[i] < cap]
        if not wanting:
            break
        # No round goes further than until the first is full, so that nobody is given too much.
        whole = sum((weights[i] for i in wanting), NOTHING)
        rate = min(left / whole, *((caps[i] - amounts[i]) / weights[i] for i in wanting))
        for i in wanting:
            amounts[i] += rate * weights[i]
        left -= rate * whole
    return amounts


def by_trust(needs: Sequence[Need], fund: Fraction, *, by_size: bool) -> list[Fraction]:
    """The fund to trusts, equally or by size; inside a trust, neediest first."""
    trusts = sorted({need.trust for need in needs})
    caps = [sum((need.price for need in needs if need.trust == trust), NOTHING) for trust in trusts]
    sizes = [next(need.size for need in needs if need.trust == trust) for trust in trusts]
    of_trust = shares(fund, caps, sizes if by_size else [Fraction(1)] * len(trusts))
    amounts = [NOTHING] * len(needs)
    for trust, amount in zip(trusts, of_trust, strict=True):
        own = [i for i, need in enumerate(needs) if need.trust == trust]
        for i, part in zip(own, neediest_first([needs[i] for i in own], amount), strict=True):
            amounts[i] = part
    return amounts


def most_gap_closed(needs: Sequence[Need], fund: Fraction) -> list[Fraction]:
    """The cheapest points first; those that cost the same, neediest first."""
    amounts, left = [NOTHING] * len(needs), fund
    for cost in sorted({need.cost for need in needs}):
        own = [i for i, need in enumerate(needs) if need.cost == cost]
        for i, part in zip(own, neediest_first([needs[i] for i in own], left), strict=True):
            amounts[i] = part
        left -= sum((amounts[i] for i in own), NOTHING)
    return amounts


def every_allocation(prices: Sequence[int], fund: int) -> list[tuple[int, ...]]:
    """Every way of giving whole coins, nobody more than the price, together no more than the fund."""
    ways = product(*(range(price + 1) for price in prices))
    return [way for way in ways if sum(way) <= fund]
