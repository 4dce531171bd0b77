"""Colours that everybody can read, and shapes that mean the same everywhere."""

import pytest

from benchmark.charts import theme
from benchmark.charts.distance import STEPS
from benchmark.charts.marks import setting_shapes
from benchmark.charts.theme import VERDICT_MARKS, contrast
from benchmark.core.definitions import definitions
from benchmark.questions.progress.plane import REGION_NAMES, SHADES

TEXT_AT_LEAST, MARK_AT_LEAST = 4.5, 3.0
"""WCAG 2.2, success criteria 1.4.3 and 1.4.11."""


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#FFFFFF", 21.0), ("#FFFFFF", "#FFFFFF", 1.0), ("#767676", "#FFFFFF", 4.54)],
)
def test_contrast_is_the_ratio_that_wcag_defines(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(one, other) == contrast(other, one)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.key)
def test_every_step_can_be_read_in_a_cell_and_seen_as_a_mark(step):
    assert contrast(step.text, step.background) >= TEXT_AT_LEAST
    assert contrast(step.mark, theme.WHITE) >= MARK_AT_LEAST


@pytest.mark.parametrize("colour", [theme.TEXT, theme.SECONDARY_TEXT, theme.DARK_BLUE, theme.BLUE])
@pytest.mark.parametrize("ground", [theme.WHITE, theme.PALE_GREY, theme.GROUND])
def test_text_can_be_read_on_every_ground(colour, ground):
    assert contrast(colour, ground) >= TEXT_AT_LEAST


@pytest.mark.parametrize("key", sorted(VERDICT_MARKS))
def test_a_verdict_can_be_seen_on_its_region_and_named_there(key):
    ground = SHADES.get(key, theme.WHITE)
    assert contrast(VERDICT_MARKS[key].colour, ground) >= MARK_AT_LEAST
    assert contrast(theme.SECONDARY_TEXT, ground) >= TEXT_AT_LEAST


def test_marks_contrast_with_the_ground_of_a_strip():
    for colour in (theme.BLUE, theme.TEXT, theme.GREY):
        assert contrast(colour, theme.GROUND) >= MARK_AT_LEAST


def test_no_two_verdicts_look_the_same_without_colour():
    shapes = [VERDICT_MARKS[key].shape for key in REGION_NAMES]
    assert len(set(shapes)) == len(shapes)


def test_a_care_setting_has_the_shape_of_the_definitions():
    scale = setting_shapes(["Acute", "Community"])["scale"]
    shapes = {setting.name: setting.shape for setting in definitions().care_settings}
    assert dict(zip(scale["domain"], scale["range"], strict=True)) == {
        "Acute": shapes["Acute"],
        "Community": shapes["Community"],
    }


def test_the_chosen_mark_is_larger_whatever_its_shape():
    for shape in ("circle", "square", "diamond", "triangle-up", "triangle-down", "cross"):
        assert theme.mark_size(shape, chosen=True) > 1.9 * theme.mark_size(shape)


def test_scores_are_always_drawn_from_1_to_5():
    assert theme.score_domain() == (1.0, 5.0)
