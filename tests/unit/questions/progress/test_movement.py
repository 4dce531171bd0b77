"""How scores moved: against a naive twin, and by what must not matter."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import linregress, t

from benchmark.core.compare import Scores
from benchmark.questions.progress.verdict import Movement, movement, rests_on, slope_of, thirds, verdict_on
from tests.unit.questions import naive
from tests.unit.questions.same import alike

HUNDREDTH = st.integers(100, 500)
PAIRS = st.lists(st.tuples(HUNDREDTH, HUNDREDTH), max_size=14)


def arrays(pairs: list[tuple[int, int]]) -> tuple[Scores, Scores]:
    return np.array([a / 100 for a, _ in pairs]), np.array([b / 100 for _, b in pairs])


def moved(pairs: list[tuple[int, int]]) -> Movement:
    """The movement of pairs given in hundredths of a point."""
    return movement(*arrays(pairs))


@given(PAIRS)
def test_the_naive_twin_finds_the_same(pairs):
    found = moved(pairs)
    expected = naive.movement([(Fraction(a, 100), Fraction(b, 100)) for a, b in pairs])
    assert verdict_on(*arrays(pairs)).key == expected.pop("verdict")
    for name, value in (vars(found) | {"slope_interval": None}).items():
        assert alike(value, expected.get(name)), (name, value, expected.get(name))


@given(PAIRS, st.permutations(range(14)), st.integers(-50, 50))
def test_neither_order_nor_a_constant_matters_and_swapped_rounds_turn_every_change_around(
    pairs, order, constant
):
    found = moved(pairs)
    other = moved([pairs[place] for place in order if place < len(pairs)])
    raised = moved([(a + constant, b + constant) for a, b in pairs])
    back = moved([(b, a) for a, b in pairs])
    for name, value in vars(found).items():
        if name != "slope_interval":
            assert alike(value, getattr(other, name)), name
            is_end = name in ("floor_from", "floor_to", "ceiling_from", "ceiling_to")
            shifted = value + constant / 100 if is_end and value is not None else value
            assert alike(shifted, getattr(raised, name)), name
        if name in ("floor_change", "ceiling_change", "range_change", "sd_change"):
            there = getattr(back, name)
            assert alike(value, None if there is None else -there)
    assert (found.rose, found.fell) == (back.fell, back.rose)
    assert alike(found.sd_from, back.sd_to)


@pytest.mark.parametrize("n", [0, 1, 2])
def test_below_three_trusts_there_is_nothing_but_counts(n):
    pairs = [(200, 300)] * n
    assert moved(pairs) == Movement(n, rose=n, fell=0)
    assert verdict_on(*arrays(pairs)).key == "too_few"


@given(PAIRS)
def test_leaving_out_agrees_with_the_naive_twin(pairs):
    named = {str(place): (Fraction(a, 100), Fraction(b, 100)) for place, (a, b) in enumerate(pairs)}
    found = {str(place): other.key for place, other in rests_on(*arrays(pairs)).items()}
    assert found == naive.rests_on(named)


@given(PAIRS, HUNDREDTH, HUNDREDTH)
def test_a_trust_put_in_and_left_out_again_changes_nothing(pairs, start, later):
    """Without the newcomer the verdict is what it was; where it changed, it rests on the newcomer."""
    before, with_newcomer = arrays(pairs), arrays([*pairs, (start, later)])
    was, resting = verdict_on(*before), rests_on(*with_newcomer)
    if len(pairs) >= 3:
        assert resting.get(len(pairs), verdict_on(*with_newcomer)) == was


def test_the_slope_has_students_interval():
    """Held against figures of another program for the same ten pairs."""
    earlier = np.array([1.5, 1.8, 2.0, 2.1, 2.4, 2.6, 2.7, 3.0, 3.2, 3.5])
    change = np.array([0.6, 0.2, 0.5, 0.1, 0.3, 0.0, 0.2, -0.1, 0.1, -0.3])
    slope, interval = slope_of(earlier, change)
    fit = linregress(earlier, change)
    reach = t.ppf(0.975, 8) * fit.stderr
    assert slope == pytest.approx(fit.slope)
    assert interval == pytest.approx((fit.slope - reach, fit.slope + reach))


@pytest.mark.parametrize(("n", "with_slope"), [(7, False), (8, True)])
def test_a_system_has_a_slope_of_its_own_from_eight_trusts(n, with_slope):
    found = moved([(100 + 10 * i, 200 + i * i) for i in range(n)])
    assert (found.slope is not None) is (found.slope_interval is not None) is with_slope


@pytest.mark.parametrize(("n", "given_thirds"), [(3, False), (5, False), (6, True), (7, True)])
def test_thirds_are_given_from_six_units(n, given_thirds):
    found = moved([(100 + i, 200) for i in range(n)])
    assert (found.lowest_third_change is not None) is given_thirds
    assert (found.highest_third_change is not None) is given_thirds


def test_a_trust_that_ties_with_the_last_of_a_third_is_in_it():
    lowest, highest = thirds(np.array([1.0, 2.0, 2.0, 2.0, 3.0, 3.0, 3.0]))
    assert lowest.tolist() == [True, True, True, True, False, False, False]
    assert highest.tolist() == [False, False, False, False, True, True, True]


def test_scores_that_are_all_the_same_have_no_slope():
    assert moved([(200, 210 + i) for i in range(9)]).slope is None
    assert moved([(200, 210 + i) for i in range(9)]).slope_interval is None


def test_laggards_that_rise_and_leaders_that_fall_give_a_slope_below_zero():
    slope, _ = slope_of(np.array([1.0, 2.0, 3.0]), np.array([0.5, 0.0, -0.5]))
    assert slope == pytest.approx(-0.5)
