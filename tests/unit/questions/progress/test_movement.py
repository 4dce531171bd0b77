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
def test_the_naive_twin_finds_the_same(pairs: list[tuple[int, int]]) -> None:
    found = moved(pairs)
    expected = naive.movement([(Fraction(a, 100), Fraction(b, 100)) for a, b in pairs])
    assert verdict_on(*arrays(pairs)).key == expected.pop("verdict")
    for name, value in (vars(found) | {"slope_interval": None}).items():
        assert alike(value, expected.get(name)), (name, value, expected.get(name))


@given(PAIRS, st.randoms())
def test_the_order_of_units_does_not_matter(pairs: list[tuple[int, int]], random: object) -> None:
    shuffled = sorted(pairs, key=lambda _: random.random())  # type: ignore[attr-defined]
    one, other = vars(moved(pairs)), vars(moved(shuffled))
    assert all(alike(one[name], other[name]) for name in one if name != "slope_interval")


@given(PAIRS, st.integers(-50, 50))
def test_a_constant_added_to_both_rounds_moves_the_ends_and_no_change(
    pairs: list[tuple[int, int]], constant: int
) -> None:
    one, other = moved(pairs), moved([(a + constant, b + constant) for a, b in pairs])
    for name, value in (vars(one) | {"slope_interval": None}).items():
        shift = constant / 100 if name in ("floor_from", "floor_to", "ceiling_from", "ceiling_to") else 0
        expected = value if value is None else value + shift
        assert name == "slope_interval" or alike(expected, getattr(other, name)), name


@given(PAIRS)
def test_leaving_out_agrees_with_the_naive_twin(pairs: list[tuple[int, int]]) -> None:
    named = {str(place): (Fraction(a, 100), Fraction(b, 100)) for place, (a, b) in enumerate(pairs)}
    found = {str(place): other.key for place, other in rests_on(*arrays(pairs)).items()}
    assert found == naive.rests_on(named)


def test_the_slope_has_students_interval() -> None:
    """Held against figures of another program for the same ten pairs."""
    earlier = np.array([1.5, 1.8, 2.0, 2.1, 2.4, 2.6, 2.7, 3.0, 3.2, 3.5])
    change = np.array([0.6, 0.2, 0.5, 0.1, 0.3, 0.0, 0.2, -0.1, 0.1, -0.3])
    slope, interval = slope_of(earlier, change)
    fit = linregress(earlier, change)
    reach = t.ppf(0.975, 8) * fit.stderr
    assert slope == pytest.approx(fit.slope)
    assert interval == pytest.approx((fit.slope - reach, fit.slope + reach))


@pytest.mark.parametrize(("n", "with_slope"), [(7, False), (8, True)])
def test_a_system_has_a_slope_of_its_own_from_eight_trusts(n: int, with_slope: bool) -> None:
    found = moved([(100 + 10 * i, 200 + i * i) for i in range(n)])
    assert (found.slope is not None) is (found.slope_interval is not None) is with_slope


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
    assert moved([(200, 210 + i) for i in range(9)]).slope is None
    assert moved([(200, 210 + i) for i in range(9)]).slope_interval is None
