"""The rules that share a fund out: against a twin, the best against every other way, true to pennies."""

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from benchmark.questions.plan.allocation import (
    Needs,
    Pence,
    allocated,
    in_proportion,
    points_bought,
    prices_of,
    whole_pence,
)
from tests.unit.questions.plan import naive_plan
from tests.unit.questions.plan.naive_plan import Need, every_allocation
from tests.unit.questions.plan.plans import RULES

PENCE = 100
SOME = settings(max_examples=30)
"""For each of five rules: together enough, and quick."""
Twin = Callable[[list[Need], Fraction], list[Fraction]]
TWINS: dict[str, Twin] = {
    "neediest_first": naive_plan.neediest_first,
    "equal_per_trust": lambda needs, fund: naive_plan.by_trust(needs, fund, by_size=False),
    "by_gap": lambda needs, fund: naive_plan.by_weight(needs, fund, [need.gap for need in needs]),
    "by_size": lambda needs, fund: naive_plan.by_trust(needs, fund, by_size=True),
    "most_gap_closed": naive_plan.most_gap_closed,
}


@st.composite
def needs_and_fund(draw: st.DrawFn) -> tuple[list[Need], int]:
    """Up to nine scores of four trusts, gaps in tenths, costs whose price is whole pence, and a fund."""
    sizes = draw(st.lists(st.sampled_from(["0.25", "0.8", "1", "3.5"]), min_size=4, max_size=4))
    needs = [
        Need(Fraction(tenths, 10), Fraction(pounds * 1000 * PENCE), trust, Fraction(sizes[trust]))
        for tenths, pounds, trust in draw(
            st.lists(
                st.tuples(st.integers(1, 40), st.sampled_from([40, 100, 250, 333]), st.integers(0, 3)),
                min_size=1,
                max_size=9,
            )
        )
    ]
    whole = int(sum(need.price for need in needs))
    return needs, draw(st.integers(0, whole + whole // 5))


def as_needs(needs: list[Need]) -> Needs:
    gaps = np.array([float(need.gap) for need in needs])
    costs = np.array([float(need.cost) for need in needs])
    return Needs(
        gaps=gaps,
        prices=prices_of(gaps, costs),
        costs=costs,
        trusts=np.array([need.trust for need in needs], dtype=np.int64),
        sizes=np.array([float(need.size) for need in needs]),
    )


def left_over(needs: Needs, amounts: Pence) -> list[float]:
    """What is left of each gap."""
    return (needs.gaps - points_bought(needs, amounts)).tolist()


@pytest.mark.parametrize("rule", RULES)
@SOME
@given(needs_and_fund())
def test_each_rule_gives_what_its_words_say_to_the_penny(rule, drawn):
    needs, fund = drawn
    found = allocated(as_needs(needs), fund, rule)
    expected = TWINS[rule](needs, Fraction(fund))
    assert all(abs(pence - exact) < 1.001 for pence, exact in zip(found.tolist(), expected, strict=True))


@pytest.mark.parametrize("rule", RULES)
@SOME
@given(needs_and_fund())
def test_the_pennies_add_up_and_the_fund_is_never_exceeded(rule, drawn):
    needs, fund = as_needs(drawn[0]), drawn[1]
    found = allocated(needs, fund, rule)
    assert found.dtype == np.int64
    assert found.sum() == min(fund, needs.prices.sum())
    assert (found >= 0).all() and (found <= needs.prices).all()


@pytest.mark.parametrize("rule", RULES)
@SOME
@given(needs_and_fund(), st.integers(0, 10**9))
def test_with_a_larger_fund_no_score_gets_less_except_for_a_penny(rule, drawn, more):
    needs, fund = as_needs(drawn[0]), drawn[1]
    one, other = (allocated(needs, amount, rule) for amount in (fund, fund + more))
    assert (other >= one - 1).all()
    assert sum(left_over(needs, other)) <= sum(left_over(needs, one)) + len(needs.gaps) / needs.costs.min()


@pytest.mark.parametrize("rule", RULES)
@SOME
@given(needs_and_fund(), st.randoms(use_true_random=False))
def test_neither_the_order_nor_the_names_of_trusts_matter_but_for_a_penny(rule, drawn, random):
    needs, fund = drawn
    order = list(range(len(needs)))
    random.shuffle(order)
    renamed = [Need(need.gap, need.cost, 7 - need.trust, need.size) for need in needs]
    found = allocated(as_needs(needs), fund, rule)
    shuffled = allocated(as_needs([renamed[i] for i in order]), fund, rule)
    assert (np.abs(found[order] - shuffled) <= 1).all()
    assert found.sum() == shuffled.sum()


@pytest.mark.parametrize("rule", RULES)
@SOME
@given(needs_and_fund(), st.integers(2, 9))
def test_all_money_times_a_number_gives_each_amount_times_that_number(rule, drawn, times):
    needs, fund = drawn
    dearer = [Need(need.gap, need.cost * times, need.trust, need.size) for need in needs]
    one, other = allocated(as_needs(needs), fund, rule), allocated(as_needs(dearer), fund * times, rule)
    assert (np.abs(one * times - other) <= times + 1).all()


@SOME
@given(needs_and_fund())
def test_no_allocation_closes_more_than_the_cheapest_first(drawn):
    needs, fund = as_needs(drawn[0]), drawn[1]
    # In points and tens of thousands of pounds: the solver's tolerances are absolute.
    best = linprog(
        -np.ones(len(needs.gaps)),
        A_ub=[needs.costs / 1e6],
        b_ub=[fund / 1e6],
        bounds=[(0, gap) for gap in needs.gaps],
        method="highs",
    )
    closed = points_bought(needs, allocated(needs, fund, "most_gap_closed")).sum()
    assert closed == pytest.approx(-best.fun, abs=1e-6)
    for rule in RULES:
        other = points_bought(needs, allocated(needs, fund, rule)).sum()
        assert closed >= other - len(needs.gaps) / needs.costs.min()


SMALL = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 3), st.integers(0, 2)), min_size=1, max_size=4)
"""Gap in steps, coins for a step, trust: few enough for every allocation of coins to be tried."""


def small_needs(drawn: list[tuple[int, int, int]]) -> Needs:
    """A coin is £1,000, a step 0.1 points."""
    return as_needs(
        [
            Need(Fraction(steps, 10), Fraction(coins * 10_000 * PENCE), trust, Fraction(1))
            for steps, coins, trust in drawn
        ]
    )


@SOME
@given(SMALL, st.integers(0, 20))
def test_no_way_of_giving_coins_closes_more_than_the_cheapest_first(drawn, coins):
    needs = small_needs(drawn)
    coin = 1000 * PENCE
    closed = points_bought(needs, allocated(needs, coins * coin, "most_gap_closed")).sum()
    ways = every_allocation([int(price) // coin for price in needs.prices], coins)
    best = max(sum(points_bought(needs, np.array(way, dtype=np.int64) * coin)) for way in ways)
    assert closed == pytest.approx(best, abs=1e-9)  # coins reach the best: every price is whole coins


@SOME
@given(SMALL, st.integers(0, 20))
def test_no_way_of_giving_coins_leaves_the_neediest_better_off(drawn, coins):
    needs = small_needs(drawn)
    coin = 1000 * PENCE
    found = allocated(needs, coins * coin, "neediest_first")
    ours = sorted(left_over(needs, found), reverse=True)
    for way in every_allocation([int(price) // coin for price in needs.prices], coins):
        other = sorted(left_over(needs, np.array(way, dtype=np.int64) * coin), reverse=True)
        assert not_worse(ours, other)


def not_worse(ours: list[float], other: list[float]) -> bool:
    """The widest gap decides; where it is the same, the second widest; and so on. A penny decides nothing."""
    for one, another in zip(ours, other, strict=True):
        if abs(one - another) > 1e-5:
            return one < another
    return True


def test_neediest_first_is_the_best_where_it_can_be_seen_by_eye():
    needs = small_needs([(4, 1, 0), (2, 1, 1), (2, 1, 2)])  # gaps of 0.4, 0.2 and 0.2; £1,000 for 0.1
    assert allocated(needs, 200_000, "neediest_first").tolist() == [200_000, 0, 0]
    assert allocated(needs, 500_000, "neediest_first").tolist() == [300_000, 100_000, 100_000]


def test_equal_shares_that_are_not_needed_go_to_the_others():
    needs = small_needs([(1, 1, 0), (4, 1, 1), (4, 1, 2)])
    assert allocated(needs, 700_000, "equal_per_trust").tolist() == [100_000, 300_000, 300_000]


def test_a_trust_with_two_scores_gets_no_more_than_one_with_one_score():
    needs = small_needs([(4, 1, 0), (4, 1, 0), (4, 1, 1)])
    assert allocated(needs, 400_000, "equal_per_trust").tolist() == [100_000, 100_000, 200_000]


def test_dear_points_wait_until_the_cheap_ones_are_bought():
    needs = small_needs([(4, 3, 0), (2, 1, 1)])
    assert allocated(needs, 200_000, "most_gap_closed").tolist() == [0, 200_000]
    assert allocated(needs, 500_000, "most_gap_closed").tolist() == [300_000, 200_000]


@pytest.mark.parametrize("rule", RULES)
def test_nothing_to_buy_takes_nothing(rule):
    nobody = Needs(*(np.zeros(0), np.zeros(0, dtype=np.int64), np.zeros(0)), np.zeros(0, int), np.zeros(0))
    assert allocated(nobody, 100, rule).tolist() == []


@pytest.mark.parametrize("rule", RULES)
def test_without_a_fund_no_score_gets_anything(rule):
    needs = small_needs([(4, 3, 0), (2, 1, 1)])
    assert allocated(needs, 0, rule).tolist() == [0, 0]


def test_a_price_is_rounded_up_to_whole_pence_and_floating_point_adds_none():
    gaps = np.array([3.0 - 2.4, 0.3, 1e-9])
    assert (3.0 - 2.4) * 25_000_000 > 15_000_000  # the fault that is looked for
    assert prices_of(gaps, np.array([25_000_000.0, 1001.0, 5.0])).tolist() == [15_000_000, 301, 1]


@SOME
@given(
    st.lists(st.floats(0, 1e6, allow_nan=False), min_size=1, max_size=20),
)
def test_rounding_to_pence_keeps_the_total_and_moves_no_amount_by_a_penny(amounts):
    total = round(sum(amounts))
    exact = np.array(amounts) * (total / sum(amounts) if sum(amounts) else 0)
    pence = whole_pence(exact, round(exact.sum()), first=[0.0] * len(amounts))
    assert pence.sum() == round(exact.sum())
    assert (np.abs(pence - exact) < 1.001).all()


def test_an_odd_penny_goes_to_the_first_in_line():
    assert whole_pence(np.array([1.5, 1.5]), 3, first=[2.0, 1.0]).tolist() == [1, 2]


def test_shares_in_proportion_without_caps_are_in_proportion():
    caps = np.full(3, np.inf)
    assert in_proportion(60, weights=np.array([1.0, 2.0, 3.0]), caps=caps).tolist() == [10, 20, 30]
