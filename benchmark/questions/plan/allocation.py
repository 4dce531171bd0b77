"""Shares out a fund over the scores below a standard, by each of the rules.

Everything here is arithmetic on lists of equal length, with an entry for each score below the standard. No
rule needs a solver: with one fund and points that can be bought in part, sorting solves both optimal rules
exactly. The tests compare them with every possible allocation of small cases, and with a linear programme.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from schemas.plans import AllocationRule

Amounts = npt.NDArray[np.float64]
Pence = npt.NDArray[np.int64]

SAME_PENNY = 1e-4
"""Pence: more than the error of floating point in billions, and less than anybody pays."""


@dataclass(frozen=True)
class Needs:
    """The points to buy, entry by entry.

    gaps: points below the standard, above 0. prices: whole pence for the whole gap. costs: pence per point,
    which decide whose points are cheapest. trusts: a number for each trust. sizes: the size of the entry's
    trust divided by the median trust's, 1 if unknown.
    """

    gaps: Amounts
    prices: Pence
    costs: Amounts
    trusts: npt.NDArray[np.int64]
    sizes: Amounts


def prices_of(gaps: Amounts, costs: Amounts) -> Pence:
    """The whole pence that buy each gap, from costs in pence per point: at least a penny."""
    return np.maximum(np.ceil(gaps * costs - SAME_PENNY), 1).astype(np.int64)


def allocated(needs: Needs, fund: int, rule: AllocationRule) -> Pence:
    """The pence that each entry gets by a rule: never more than its price, and in sum never above the fund.

    The whole fund is used as long as anything is left to buy. With a larger fund nobody gets less, except for
    the last penny.
    """
    if fund >= needs.prices.sum():
        return needs.prices.copy()
    everyone = np.ones(len(needs.gaps))
    match rule:
        case "neediest_first":
            amounts = furthest_first(fund, gaps=needs.gaps, prices=needs.prices)
        case "equal_per_trust":
            amounts = _by_trust(needs, fund, weights=everyone)
        case "by_gap":
            amounts = in_proportion(fund, weights=needs.gaps, caps=needs.prices)
        case "by_size":
            amounts = _by_trust(needs, fund, weights=needs.sizes)
        case "most_gap_closed":
            amounts = _cheapest_first(needs, fund)
    return whole_pence(amounts, fund, first=-(needs.gaps - points_bought(needs, amounts)))


def points_bought(needs: Needs, amounts: Amounts | Pence) -> Amounts:
    """The points that amounts buy: 0 for 0, the whole gap for the whole price."""
    # Not gap x (amount / price): that can differ from the gap in the last digit.
    return np.where(amounts >= needs.prices, needs.gaps, needs.gaps * amounts / needs.prices)


def furthest_first(fund: float, *, gaps: Amounts, prices: Amounts | Pence) -> Amounts:
    """Raise the widest gaps until level with the next, then those together, until the fund is spent.

    No other allocation leaves a smaller widest gap, nor, for that widest gap, a smaller second widest, and so
    on. Returns amounts of money. All points of one gap cost the same.
    """
    # All gaps that get anything end at the same level L. At that level, the sum of price x (1 - L / gap) over
    # gaps above L is the fund. The sum is linear in L between two gaps.
    order = np.argsort(-gaps, kind="stable")
    spent_at_nothing, per_point = np.cumsum(prices[order]), np.cumsum(prices[order] / gaps[order])
    following = np.append(gaps[order][1:], 0.0)
    spent_at_next = spent_at_nothing - per_point * following
    # The first group of widest gaps that the fund does not lower past the next gap.
    last = min(int(np.searchsorted(spent_at_next, fund)), len(gaps) - 1)
    level = (spent_at_nothing[last] - fund) / per_point[last]
    amounts: Amounts = prices * np.clip(1 - level / gaps, 0, 1)
    return amounts


def in_proportion(total: float, *, weights: Amounts, caps: Amounts | Pence) -> Amounts:
    """Shares of a total in proportion to weights (above 0), none above its cap.

    total: less than the caps together. What one does not need goes to the others in the same proportion.
    """
    # Each gets min(cap, rate x weight). Those with the lowest cap for their weight reach it first.
    order = np.argsort(caps / weights, kind="stable")
    full_before = np.append(0.0, np.cumsum(caps[order])[:-1])
    weight_left = np.cumsum(weights[order][::-1])[::-1]
    rates = (total - full_before) / weight_left
    rate = rates[np.argmax(rates <= (caps / weights)[order])]
    shares: Amounts = np.minimum(caps, rate * weights)
    return shares


def whole_pence(amounts: Amounts, total: int, *, first: Sequence[float] | Amounts) -> Pence:
    """Amounts in whole pence that add up to the total: rounded down, with the pennies left over added to the
    largest remainders; of equal ones to the lowest in `first`, then in the given order.

    amounts: not negative; they add up to the total except for floating point.
    """
    pence = np.floor(amounts + SAME_PENNY)
    remainders = amounts - pence
    left = int(total - pence.sum())
    chosen = np.lexsort((np.asarray(first), -np.round(remainders, 4)))[: max(left, 0)]
    pence[chosen] += 1
    return pence.astype(np.int64)


def _by_trust(needs: Needs, fund: int, *, weights: Amounts) -> Amounts:
    """The fund shared among trusts by weight, capped by each trust's needs; in a trust, widest gaps first."""
    trusts, first, of_trust = np.unique(needs.trusts, return_index=True, return_inverse=True)
    caps = np.bincount(of_trust, weights=needs.prices)
    shares = in_proportion(fund, weights=weights[first], caps=caps)
    amounts = np.zeros(len(needs.gaps))
    for place in range(len(trusts)):
        own = of_trust == place
        amounts[own] = furthest_first(shares[place], gaps=needs.gaps[own], prices=needs.prices[own])
    return amounts


def _cheapest_first(needs: Needs, fund: int) -> Amounts:
    """The cheapest points first: no other allocation closes more of the gap. Equal costs: widest first."""
    amounts, left = np.zeros(len(needs.gaps)), float(fund)
    for cost in np.unique(needs.costs):
        own = needs.costs == cost
        price = float(needs.prices[own].sum())
        if price >= left:
            amounts[own] = furthest_first(left, gaps=needs.gaps[own], prices=needs.prices[own])
            break
        amounts[own] = needs.prices[own]
        left -= price
    return amounts
