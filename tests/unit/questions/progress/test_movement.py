"""How scores moved: against a naive twin, and by what must not matter."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.questions.progress.verdict import Movement, movement, thirds, verdict_on
from tests.unit.questions import naive

HUNDREDTH = st.integers(100, 500)
PAIRS = st.lists(st.tuples(HUNDREDTH, HUNDREDTH), max_size=14)


def moved(pairs: list[tuple[int, int]]) -> Movement:
    """The movement of pairs given in hundredths of a point."""
    return movement(np.array([a / 100 for a, _ in pairs]), np.array([b / 100 for _, b in pairs]))


def same(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, abs_tol=1e-9)


@given(PAIRS)
def test_the_naive_twin_finds_the_same(pairs: list[tuple[int, int]]) -> None:
    found = moved(pairs)
    expected = naive.movement([(Fraction(a, 100), Fraction(b, 100)) for a, b in pairs])
    assert verdict_on(found).key == expected.pop("verdict")
    for name, value in vars(found).items():
        assert same(value, expected.get(name)), (name, value, expected.get(name))


@given(PAIRS, st.randoms())
def test_the_order_of_units_does_not_matter(pairs: list[tuple[int, int]], random: object) -> None:
    shuffled = sorted(pairs, key=lambda _: random.random())  # type: ignore[attr-defined]
    one, other = vars(moved(pairs)), vars(moved(shuffled))
    assert all(same(one[name], other[name]) for name in one)


@given(PAIRS, st.integers(-50, 50))
def test_a_constant_added_to_both_rounds_moves_the_ends_and_no_change(
    pairs: list[tuple[int, int]], constant: int
) -> None:
    one, other = moved(pairs), moved([(a + constant, b + constant) for a, b in pairs])
    for name, value in vars(one).items():
        shift = constant / 100 if name in ("floor_from", "floor_to", "ceiling_from", "ceiling_to") else 0
        expected = value if value is None or name == "n" else value + shift
        assert same(expected, getattr(other, name)), name


@given(PAIRS)
def test_the_rounds_swapped_turn_every_change_around(pairs: list[tuple[int, int]]) -> None:
    one, other = moved(pairs), moved([(b, a) for a, b in pairs])
    for name in ("floor_change", "ceiling_change", "range_change"):
        there, back = getattr(one, name), getattr(other, name)
        assert same(there, None if back is None else -back)
    assert same(one.sd_from, other.sd_to)


@pytest.mark.parametrize("n", [0, 1, 2])
def test_below_three_units_there_is_nothing_but_their_number(n: int) -> None:
    found = moved([(200, 300)] * n)
    assert found == Movement(n)
    assert verdict_on(found).key == "too_few"


@pytest.mark.parametrize(("n", "given_thirds"), [(3, False), (5, False), (6, True), (7, True)])
def test_thirds_are_given_from_six_units(n: int, given_thirds: bool) -> None:
    found = moved([(100 + i, 200) for i in range(n)])
    assert (found.lowest_third_change is not None) is given_thirds
    assert (found.highest_third_change is not None) is given_thirds


def test_whoever_ties_with_the_last_of_a_third_is_in_it() -> None:
    lowest, highest = thirds(np.array([1.0, 2.0, 2.0, 2.0, 3.0, 3.0, 3.0]))
    assert lowest.tolist() == [True, True, True, True, False, False, False]
    assert highest.tolist() == [False, False, False, False, True, True, True]


def test_scores_that_are_all_the_same_have_no_slope() -> None:
    assert moved([(200, 210), (200, 250), (200, 190)]).slope is None


def test_laggards_that_rise_and_leaders_that_fall_give_a_slope_below_zero() -> None:
    slope = moved([(100, 150), (200, 200), (300, 250)]).slope
    assert slope == pytest.approx(-0.5)
