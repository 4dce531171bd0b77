"""The five steps of distance, on every side of their thresholds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.charts.distance import STEPS, Step, more_than_one_answer, step_meaning
from benchmark.charts.distance import step_of as step_by


def step_of(distance: float, material: float = 0.3) -> Step:
    return step_by(distance, material=material)


@pytest.mark.parametrize(
    ("distance", "key"),
    [
        (-4.0, "far_below"),
        (-1.01, "far_below"),
        (-1.0, "far_below"),
        (-0.99, "below"),
        (-0.31, "below"),
        (-0.3, "below"),
        (-0.29, "at"),
        (0.0, "at"),
        (0.29, "at"),
        (0.3, "above"),
        (0.99, "above"),
        (1.0, "far_above"),
        (4.0, "far_above"),
    ],
)
def test_the_step_on_every_side_of_each_threshold(distance, key):
    assert step_of(distance).key == key


@pytest.mark.parametrize(("score", "standard"), [(2.7, 3.0), (2.3, 2.6), (1.8, 2.1), (4.4, 4.7)])
def test_three_tenths_count_as_three_tenths_however_floats_hold_them(score, standard):
    assert step_of(score - standard).key == "below"
    assert step_of(standard - score).key == "above"


@given(st.integers(-400, 400).map(lambda hundredths: hundredths / 100))
def test_above_mirrors_below(distance):
    assert STEPS.index(step_of(-distance)) == len(STEPS) - 1 - STEPS.index(step_of(distance))


def test_a_greater_distance_is_never_a_lower_step():
    places = [STEPS.index(step_of(hundredths / 100)) for hundredths in range(-400, 401)]
    assert places == sorted(places)
    assert set(places) == set(range(len(STEPS)))


def test_steps_can_be_distinguished_without_colour():
    assert len({step.sign for step in STEPS}) == len({step.label for step in STEPS}) == len(STEPS)


def test_a_legend_states_the_limits():
    meanings = {step.key: step_meaning(step) for step in STEPS}
    assert meanings["far_below"] == "far below (1.0 or more)"
    assert meanings["below"] == "below (by more than one answer)"
    assert meanings["at"] == "at the standard (within one answer)"
    assert more_than_one_answer() == (
        "More than one answer is 0.3 to 0.6 points, by how many domains the pillar has in the care setting; "
        "on the overall 0.1."
    )


def test_what_counts_is_the_pillar_s_own():
    assert [step_of(-0.45, material).key for material in (0.3, 0.4, 0.5)] == ["below", "below", "at"]
