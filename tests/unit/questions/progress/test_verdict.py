"""The table of verdicts: complete, exclusive, and right on every side of every threshold."""

import shutil
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.core.definitions import load_definitions
from benchmark.core.errors import DefinitionError
from benchmark.core.settings import PROJECT_ROOT
from benchmark.questions.progress.verdict import range_moved, verdict, verdicts
from tests.unit.questions import naive

M = 0.1
HUNDREDTHS = st.integers(-400, 400)


def key(floor_change: float, ceiling_change: float) -> str:
    return verdict(floor_change=floor_change, ceiling_change=ceiling_change).key


def test_a_movement_of_two_verdicts_or_of_none_is_refused(tmp_path):
    for number, (old, new) in enumerate(
        (
            ('floor = ["up"], ceiling = ["down"]', 'floor = ["up"], ceiling = ["down", "held"]'),
            ('{ range = "held", floor = ["down"], ceiling = ["held", "up"] },', ""),
        )
    ):
        folder = tmp_path / str(number)
        shutil.copytree(PROJECT_ROOT / "data" / "definitions", folder)
        file = folder / "verdicts.toml"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(DefinitionError, match="must have exactly one verdict"):
            load_definitions(folder)


def test_a_grid_of_hundredths_around_every_threshold_agrees_with_the_rules_as_written():
    for floor, ceiling in product(range(-35, 36), repeat=2):
        expected = naive.verdict(Fraction(floor, 100), Fraction(ceiling, 100))
        assert key(floor / 100, ceiling / 100) == expected, (floor, ceiling)


@given(HUNDREDTHS, HUNDREDTHS)
def test_any_change_on_the_scale_agrees_with_the_rules_as_written(floor, ceiling):
    assert key(floor / 100, ceiling / 100) == naive.verdict(Fraction(floor, 100), Fraction(ceiling, 100))


@given(st.integers(10, 40), st.integers(10, 40), HUNDREDTHS, HUNDREDTHS)
def test_a_change_computed_from_scores_is_judged_like_the_change_itself(
    floor, ceiling, floor_change, ceiling_change
):
    computed_floor = (floor * 10 + floor_change) / 100 - floor / 10
    computed_ceiling = (ceiling * 10 + ceiling_change) / 100 - ceiling / 10
    assert key(computed_floor, computed_ceiling) == naive.verdict(
        Fraction(floor_change, 100), Fraction(ceiling_change, 100)
    )


@pytest.mark.parametrize(
    ("floor_change", "ceiling_change", "expected"),
    [
        (0.1, 0.0, "levelled_up"),
        (0.19, 0.09, "levelled_up"),
        (0.1, -0.09, "levelled_up"),
        (0.1, -0.1, "levelled_up_leaders_slipped"),
        (0.1, 0.01, "little_change"),
        (0.09, -0.1, "levelled_down"),
        (0.0, -0.1, "levelled_down"),
        (-0.2, -0.3, "levelled_down"),
        (-0.2, -0.29, "fell_together"),
        (0.09, -0.09, "little_change"),
        (-0.1, 0.0, "fell_behind"),
        (-0.1, 0.09, "fell_behind"),
        (-0.6, -0.5, "fell_behind"),
        (-0.1, 0.1, "pulled_apart"),
        (-0.09, 0.1, "leaders_ahead"),
        (0.0, 0.1, "leaders_ahead"),
        (0.09, 0.19, "leaders_ahead"),
        (0.5, 0.6, "rose_leaders_faster"),
        (0.1, 0.2, "rose_leaders_faster"),
        (0.1, 0.1, "rose_together"),
        (0.1, 0.19, "rose_together"),
        (0.09, 0.18, "little_change"),
        (-0.1, -0.1, "fell_together"),
        (-0.19, -0.1, "fell_together"),
        (-0.18, -0.09, "little_change"),
        (0.0, 0.0, "little_change"),
    ],
)
def test_each_side_of_each_threshold(floor_change, ceiling_change, expected):
    assert key(floor_change, ceiling_change) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [(-0.1, "narrowed"), (-0.09, "held"), (-1e-16, "held"), (0.0, "held"), (0.09, "held"), (0.1, "widened")],
)
def test_a_range_holds_unless_it_moved_by_the_threshold(change, expected):
    assert range_moved(change) == expected


def test_labels_are_words_for_a_sentence():
    labels = {key: verdict.label for key, verdict in verdicts().items()}
    assert labels["levelled_up"] == "levelled up"
    assert labels["levelled_up_leaders_slipped"] == "levelled up, leaders slipped"
    assert labels["pulled_apart"] == "pulled apart"
    assert labels["too_few"] == "too few trusts to say"
    assert len(set(labels.values())) == len(labels) == 11
    assert all(
        verdict.clause.format(name="Marshland").count("Marshland") == 1 for verdict in verdicts().values()
    )
