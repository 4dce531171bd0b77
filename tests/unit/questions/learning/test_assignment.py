"""The assignment: equal to brute force on small cases, never worse than greedy, and within its bounds."""

from collections import Counter
from collections.abc import Sequence
from itertools import product

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from benchmark.questions.learning.measure import Call, assign

HELPERS = ("H1", "H2", "H3", "H4")
WEIGHT = st.integers(3, 40).map(lambda tenths: tenths / 10)


@st.composite
def some_calls(draw: st.DrawFn, *, most: int = 5) -> list[Call]:
    calls = []
    for _ in range(draw(st.integers(0, most))):
        able = draw(st.lists(st.sampled_from(HELPERS), unique=True))
        # Equal places too: two helpers that the order does not tell apart.
        places = {helper: draw(st.integers(0, 3)) for helper in able}
        calls.append(Call(draw(WEIGHT), places))
    return calls


def met(calls: Sequence[Call], found: Sequence[str | None]) -> float:
    return sum(call.weight for call, helper in zip(calls, found, strict=True) if helper)


def places(calls: Sequence[Call], found: Sequence[str | None]) -> int:
    return sum(call.places[helper] for call, helper in zip(calls, found, strict=True) if helper)


def best_by_brute_force(calls: Sequence[Call], most: int) -> tuple[float, int]:
    """The most weight that can be met, and the least sum of places with which it can: every way is tried."""
    found = []
    for way in product(*([None, *call.places] for call in calls)):
        if all(times <= most for helper, times in Counter(way).items() if helper):
            found.append((round(met(calls, way), 6), -places(calls, way)))
    weight, turned = max(found)
    return weight, -turned


def greedy(calls: Sequence[Call], most: int) -> float:
    """The largest need first, each to the first helper in its order who is still free."""
    times: Counter[str] = Counter()
    total = 0.0
    for call in sorted(calls, key=lambda call: -call.weight):
        for helper in sorted(call.places, key=lambda helper: call.places[helper]):
            if times[helper] < most:
                times[helper] += 1
                total += call.weight
                break
    return total


@given(some_calls(), st.integers(1, 3))
@hypothesis_settings(max_examples=200)
def test_it_equals_brute_force(calls, most):
    found = assign(calls, most=most)
    weight, least = best_by_brute_force(calls, most)
    assert met(calls, found) == pytest.approx(weight)
    assert places(calls, found) == least


@given(some_calls(most=12), st.integers(1, 4))
def test_it_is_never_worse_than_greedy(calls, most):
    assert met(calls, assign(calls, most=most)) >= greedy(calls, most) - 1e-9


def test_it_can_be_better_than_greedy():
    calls = [Call(1.0, {"H1": 0, "H2": 1}), Call(0.9, {"H1": 0})]
    assert greedy(calls, 1) == 1.0
    assert assign(calls, most=1) == ["H2", "H1"]


@given(some_calls(most=12), st.integers(0, 4))
def test_no_trust_is_asked_too_often_and_only_trusts_that_can_help(calls, most):
    found = assign(calls, most=most)
    assert len(found) == len(calls)
    assert all(times <= most for helper, times in Counter(found).items() if helper)
    assert all(helper is None or helper in call.places for call, helper in zip(calls, found, strict=True))


@given(some_calls(most=12), st.integers(1, 4), st.permutations(HELPERS))
def test_relabelling_helpers_changes_nothing_but_the_labels(calls, most, labels):
    label = dict(zip(HELPERS, labels, strict=True))
    relabelled = [Call(c.weight, {label[helper]: place for helper, place in c.places.items()}) for c in calls]
    found = assign(calls, most=most)
    expected = [None if helper is None else label[helper] for helper in found]
    assert assign(relabelled, most=most) == expected


@given(some_calls(most=8), st.integers(1, 3), st.randoms())
def test_the_order_of_needs_does_not_change_how_much_is_met(calls, most, random):
    shuffled = calls[:]
    random.shuffle(shuffled)
    first, second = assign(calls, most=most), assign(shuffled, most=most)
    assert met(calls, first) == pytest.approx(met(shuffled, second))
    assert places(calls, first) == places(shuffled, second)


@given(some_calls(most=10), st.integers(1, 3))
def test_who_may_be_asked_more_often_leaves_no_more_unmet(calls, most):
    assert met(calls, assign(calls, most=most + 1)) >= met(calls, assign(calls, most=most)) - 1e-9


def test_the_larger_need_comes_first_and_the_order_decides_between_equals():
    assert assign([Call(0.4, {"H1": 0}), Call(0.5, {"H1": 0})], most=1) == [None, "H1"]
    assert assign([Call(0.5, {"H1": 1, "H2": 0})], most=3) == ["H2"]


def test_without_needs_or_helpers_no_trust_is_asked():
    assert assign([], most=3) == []
    assert assign([Call(1.0, {})], most=3) == [None]
    assert assign([Call(1.0, {"H1": 0})], most=0) == [None]
