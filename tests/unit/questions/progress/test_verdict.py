"""The table of verdicts: complete, exclusive, and right on every side of every threshold."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.questions.progress.verdict import RULES, range_moved, verdict
from tests.unit.questions import naive

M = 0.1
HUNDREDTHS = st.integers(-400, 400)


def key(floor_change: float, ceiling_change: float) -> str:
    return verdict(floor_change=floor_change, ceiling_change=ceiling_change, threshold=M).key


def test_exactly_one_rule_holds_for_every_movement() -> None:
    for moved, floor_up, ceiling_down in product(
        ("narrowed", "held", "widened"), (True, False), (True, False)
    ):
        holding = [
            rule
            for rule in RULES
            if rule.range == moved
            and rule.floor_up in (floor_up, None)
            and rule.ceiling_down in (ceiling_down, None)
        ]
        assert len(holding) == 1, (moved, floor_up, ceiling_down)


def test_a_grid_of_hundredths_around_every_threshold_agrees_with_the_rules_as_written() -> None:
    for floor, ceiling in product(range(-35, 36), repeat=2):
        expected = naive.verdict(Fraction(floor, 100), Fraction(ceiling, 100))
        assert key(floor / 100, ceiling / 100) == expected, (floor, ceiling)


@given(HUNDREDTHS, HUNDREDTHS)
def test_any_change_on_the_scale_agrees_with_the_rules_as_written(floor: int, ceiling: int) -> None:
    assert key(floor / 100, ceiling / 100) == naive.verdict(Fraction(floor, 100), Fraction(ceiling, 100))


@given(st.integers(10, 40), st.integers(10, 40), HUNDREDTHS, HUNDREDTHS)
def test_a_change_computed_from_scores_is_judged_like_the_change_itself(
    floor: int, ceiling: int, floor_change: int, ceiling_change: int
) -> None:
    computed_floor = (floor * 10 + floor_change) / 100 - floor / 10
    computed_ceiling = (ceiling * 10 + ceiling_change) / 100 - ceiling / 10
    assert key(computed_floor, computed_ceiling) == naive.verdict(
        Fraction(floor_change, 100), Fraction(ceiling_change, 100)
    )


@pytest.mark.parametrize(
    ("floor_change", "ceiling_change", "expected"),
    [
        (0.1, 0.09, "levelled_up"),
        (0.1, -0.09, "levelled_up"),
        (0.1, -0.1, "levelled_up_leaders_slipped"),
        (0.09, -0.1, "levelled_down"),
        (-0.2, -0.3, "levelled_down"),
        (0.09, -0.09, "little_change"),
        (0.0, 0.1, "pulled_apart"),
        (0.5, 0.6, "pulled_apart"),
        (-0.6, -0.5, "pulled_apart"),
        (0.1, 0.1, "rose_together"),
        (0.1, 0.19, "rose_together"),
        (0.09, 0.18, "little_change"),
        (-0.1, -0.1, "fell_together"),
        (-0.19, -0.1, "fell_together"),
        (-0.18, -0.09, "little_change"),
        (0.0, 0.0, "little_change"),
    ],
)
def test_each_side_of_each_threshold(floor_change: float, ceiling_change: float, expected: str) -> None:
    assert key(floor_change, ceiling_change) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [(-0.01, "narrowed"), (-1e-16, "held"), (0.0, "held"), (0.09, "held"), (0.1, "widened")],
)
def test_a_range_holds_unless_it_narrowed_at_all_or_widened_by_the_threshold(
    change: float, expected: str
) -> None:
    assert range_moved(change, threshold=M) == expected


def test_labels_are_words_for_a_sentence() -> None:
    labels = {rule.verdict.key: rule.verdict.label for rule in RULES}
    assert labels["levelled_up"] == "levelled up"
    assert labels["levelled_up_leaders_slipped"] == "levelled up, leaders slipped"
    assert labels["pulled_apart"] == "pulled apart"
    assert len(set(labels.values())) == len(labels) == 7
