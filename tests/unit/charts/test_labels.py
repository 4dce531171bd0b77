"""Names that fit, and labels that do not cover one another."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import isotonic_regression

from benchmark.charts.labels import Label, Plot, fitted, lanes, setting_mark, sides, spread_apart, unit_label
from benchmark.core.definitions import definitions
from benchmark.core.wording import short_name

POSITIONS = st.lists(st.floats(0, 500, allow_nan=False), max_size=30)
SLACK = 1e-6


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Alder Hey Children's NHS Foundation Trust", "Alder Hey Children's"),
        ("Barts Health NHS Trust", "Barts Health"),
        (
            "The Queen Elizabeth Hospital, King's Lynn, NHS Foundation Trust",
            "Queen Elizabeth Hospital, King's Lynn",
        ),
        ("Mid Yorkshire Teaching NHS Trust", "Mid Yorkshire"),
        ("Leeds Teaching Hospitals NHS Trust", "Leeds Teaching Hospitals"),
        ("Portsmouth Hospitals University National Health Service Trust", "Portsmouth Hospitals University"),
        ("Trust A", "Trust A"),
        ("NHS Trust", "NHS Trust"),
    ],
)
def test_a_name_is_shortened_as_people_say_it(name, short):
    assert short_name(name) == short


def test_no_two_trusts_share_a_short_name(publication):
    names = [row[0] for row in publication.rows("select distinct trust from publication.units")]
    assert len(names) > 200
    assert len({short_name(name) for name in names}) == len(names)


@given(st.text(max_size=60), st.integers(2, 50), st.booleans())
def test_a_fitted_text_is_never_longer_than_it_may_be(text, length, at_word):
    cut = fitted(text, length, at_word=at_word)
    assert len(cut) <= length
    assert cut == text if len(text) <= length else cut.endswith("…")


def test_a_cut_name_does_not_end_on_a_joining_word():
    assert fitted("Warrington and Halton Teaching Hospitals", 38) == "Warrington and Halton…"
    assert fitted("Norfolk and Norwich University Hospitals", 13) == "Norfolk…"
    for at_word in (True, False):
        assert fitted("Sheffield Health & Social Care (now Elm)", 36, at_word=at_word) == (
            "Sheffield Health & Social Care…"
        )
    assert fitted("Sheffield Children's", 14, at_word=False) == "Sheffield Chi…"


def test_a_unit_keeps_its_care_setting_however_long_its_name():
    label = unit_label(
        "South West London and St George's Mental Health NHS Trust", "Mental Health", length=20
    )
    assert label == "South West London…, Mental Health"


def test_every_care_setting_has_two_letters_of_its_own():
    names = [setting.name for setting in definitions().care_settings]
    assert len({setting_mark(name) for name in names}) == len(names)


@given(POSITIONS, st.floats(0.5, 30))
def test_labels_keep_their_order_and_their_distance(positions, distance):
    moved = spread_apart(positions, distance=distance)
    order = sorted(range(len(positions)), key=lambda i: positions[i])
    placed = [moved[i] for i in order]
    assert all(b - a >= distance - SLACK for a, b in pairwise(placed))


@given(POSITIONS, st.floats(0.5, 30))
def test_labels_move_no_more_than_they_must(positions, distance):
    """The least squares, worked out by the isotonic regression of a library."""
    moved = spread_apart(positions, distance=distance)
    shifted = np.sort(np.array(positions)) - distance * np.arange(len(positions))
    twin = (
        isotonic_regression(shifted).x + distance * np.arange(len(positions)) if positions else np.array([])
    )
    assert np.allclose(np.sort(moved), twin, atol=1e-6)


@given(POSITIONS, st.floats(0.5, 15))
def test_labels_stay_on_the_chart_where_they_fit(positions, distance):
    moved = spread_apart(positions, distance=distance, lowest=0, highest=500)
    assert all(-SLACK <= place <= 500 + SLACK for place in moved)


def test_labels_that_do_not_fit_keep_their_distance():
    assert spread_apart([5, 5, 5], distance=10, lowest=0, highest=10) == [0, 10, 20]


def test_labels_far_apart_stay_where_they_are():
    assert spread_apart([100, 20, 60], distance=15, lowest=0, highest=200) == [100, 20, 60]


@given(st.lists(st.integers(10, 50).map(lambda tenths: tenths / 10), max_size=30))
def test_values_of_a_lane_lie_apart(values):
    taken = lanes(values, distance=0.16)
    for lane in set(taken):
        own = sorted(value for value, at in zip(values, taken, strict=True) if at == lane)
        assert all(b - a >= 0.16 for a, b in pairwise(own))
    assert set(taken) == set(range(max(taken, default=-1) + 1))


POINT = st.tuples(st.floats(0, 1), st.floats(0, 300))
LABEL = st.builds(
    Label,
    st.text("abc", min_size=1, max_size=20),
    st.floats(0, 1),
    st.floats(0, 300),
    st.sampled_from(sides(9)),
)


def is_free(label: Label, marks: list[tuple[float, float]], others: list[Label], width: float) -> bool:
    """Whether a label is on the plot and touches nothing there, each pair of boxes looked at by itself."""
    left, top, right, bottom = label.box(width)
    boxes = [(x * width - 6, y - 6, x * width + 6, y + 6) for x, y in marks if (x, y) != (label.x, label.y)]
    boxes += [other.box(width) for other in others]
    apart = [right <= box[0] or box[2] <= left or bottom <= box[1] or box[3] <= top for box in boxes]
    return all(apart) and left >= 0 and top >= 0 and right <= width and bottom <= 300


@given(LABEL, st.lists(POINT, max_size=8), st.lists(LABEL, max_size=4))
def test_a_label_that_covers_nothing_is_free_at_each_width(label, marks, others):
    covered = Plot(marks, height=300, widths=(290, 740), labels=others).covered(label)
    assert covered >= 0
    if covered > 1e-3:
        assert not all(is_free(label, marks, others, width) for width in (290, 740))
    if all(is_free(label, marks, others, width) for width in (290, 740)):
        assert covered == 0


@given(POINT, st.lists(POINT, max_size=8))
def test_the_side_that_covers_least_is_taken(point, marks):
    plot = Plot(marks, height=300, widths=(290,))
    candidates = [Label("a name", *point, side) for side in sides(9)]
    label, covered = plot.freest(candidates)
    assert covered == min(plot.covered(other) for other in candidates) == plot.covered(label)


def test_a_label_that_is_placed_is_not_covered_by_others():
    plot = Plot([(0.5, 100)], height=300, widths=(300,))
    first = Label("a name", 0.5, 100, sides(9)[0])
    assert plot.covered(first) == 0
    plot.put(first)
    assert plot.covered(first._replace(text="b")) > 0
    assert plot.covered(first._replace(side=sides(9)[1])) == 0


def test_a_label_at_the_right_edge_is_to_the_left():
    plot = Plot([(0.98, 100)], height=360, widths=(300,))
    label, covered = plot.freest(Label("DEMO1", 0.98, 100, side) for side in sides(9))
    assert (label.side.align, covered) == ("right", 0)
