"""Layers: built by Altair once for their shape, filled with rows and axes, valid Vega-Lite."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from altair.utils import schemapi
from hypothesis import given
from hypothesis import strategies as st
from jsonschema.exceptions import ValidationError

from benchmark.charts import marks as of_marks
from benchmark.charts.marks import (
    LEFT,
    RIGHT,
    Axis,
    Layer,
    Rows,
    areas,
    at,
    by,
    expr,
    finished,
    lines,
    points,
    rects,
    rules,
    score_axis,
    setting_shapes,
    texts,
)
from tests.unit.questions.figures_made import expect_vega_lite

AXIS = Axis((0, 1), "Part", format=".0%", ticks=5, zero=True)
ROW = {
    "y": 10,
    "y2": 20,
    "at": 0.5,
    "to": 0.7,
    "text": "A",
    "fill": "#000000",
    "who": "DEMO1",
    "words": "A, 50%",
}
KINDS: dict[str, Callable[[Rows, Axis], Layer]] = {
    "rects": lambda rows, axis: rects(rows, x=("at", axis), x2=("to", axis), fill=by("fill")),
    "grounds": lambda rows, axis: rects(rows, x=LEFT, x2=RIGHT, color="#EEEEEE"),
    "rules": lambda rows, axis: rules(rows, x=("at", axis), y2="y2", strokeDash=[4, 2]),
    "level rules": lambda rows, axis: rules(rows, x=("at", axis), x2=("to", axis)),
    "slanted rules": lambda rows, axis: rules(rows, x=("at", axis), x2=("to", axis), y="y", y2="y2"),
    "points": lambda rows, axis: points(
        rows,
        x=("at", axis),
        shape="circle",
        fill=by("fill"),
        tips=(("who", "Trust"), ("at", "Part", ".1%")),
        words="words",
        select=("trust", "who"),
    ),
    "some points": lambda rows, axis: points(rows, x=("at", axis), only="datum.at > 0"),
    "texts": lambda rows, axis: texts(rows, x=("at", axis)),
    "two texts": lambda rows, axis: texts(rows, x=LEFT, text=expr("width < 480 ? datum.text : datum.who")),
    "lines": lambda rows, axis: lines(rows, x=("at", axis), each="who"),
    "areas": lambda rows, axis: areas(rows, x=("at", axis), y="y", y2="y2", interpolate="monotone"),
    "key marks": lambda rows, axis: points(rows, x=at("datum.at * width / 2 + 8"), shape=by("text")),
    "settings": lambda rows, axis: points(
        rows, x=("at", axis), channels={"shape": setting_shapes(["Acute", "Ambulance"])}
    ),
}


@pytest.fixture
def built() -> Iterator[Callable[[], int]]:
    """How many shapes Altair has built since the test began."""
    of_marks._built.cache_clear()
    yield lambda: of_marks._built.cache_info().misses


def test_altair_checks_what_it_builds_in_these_tests():
    assert schemapi.DEBUG_MODE
    with pytest.raises(schemapi.SchemaValidationError):
        points([ROW], x=("at", AXIS), shape=7)


@pytest.mark.parametrize("kind", KINDS)
def test_a_layer_is_valid_vega_lite_with_its_axis(kind):
    spec = finished(KINDS[kind]([ROW], AXIS), height=100)
    expect_vega_lite(spec)
    assert json.loads(json.dumps(spec, allow_nan=False)) == spec


def test_an_invalid_axis_is_found_though_altair_never_saw_it():
    wrong = Axis((0, 1), more=(("labelAnglee", 30),))
    with pytest.raises(ValidationError):
        expect_vega_lite(finished(rules([ROW], x=("at", wrong), y2="y2"), height=100))


@pytest.mark.parametrize("kind", KINDS)
def test_a_shape_is_built_once_for_all_systems(kind, built):
    systems = [
        KINDS[kind](
            [ROW | {"at": place / 10, "who": f"DEMO{place}"}] * place, Axis((0, place), f"Title {place}")
        )
        for place in range(1, 8)
    ]
    assert built() == 1
    assert [len(layer.rows) for layer in systems] == [*range(1, 8)]


def test_records_never_change_a_shape():
    records = st.lists(
        st.fixed_dictionaries(
            {
                name: st.floats(0, 1) if isinstance(value, int | float) else st.text(max_size=5)
                for name, value in ROW.items()
            }
        ),
        max_size=4,
    )
    empty = {kind: json.dumps(draw([], AXIS).spec) for kind, draw in KINDS.items()}

    @given(records)
    def unchanged(rows: list[dict[str, Any]]) -> None:
        before = json.dumps(rows)
        for kind, draw in KINDS.items():
            layer = draw(rows, AXIS)
            assert json.dumps(layer.spec) == empty[kind], kind
            assert layer.rows is rows and json.dumps(rows) == before, kind

    unchanged()


def test_what_is_put_into_one_layer_is_in_no_other():
    first = points([ROW], x=("at", Axis((0, 1), "One")))
    second = points([ROW], x=("at", Axis((0, 9), "Other", values=(1, 2))))
    third = points([ROW], x=("at", Axis((0, 9)).hidden()))
    assert [layer.spec["encoding"]["x"]["scale"]["domain"] for layer in (first, second, third)] == [
        [0, 1],
        [0, 9],
        [0, 9],
    ]
    assert first.spec["encoding"]["x"]["axis"]["title"] == "One"
    assert "values" not in first.spec["encoding"]["x"]["axis"] and third.spec["encoding"]["x"]["axis"] is None


def test_a_look_is_part_of_the_shape(built):
    for width in (1, 2, 1):
        rules([ROW], x=("at", AXIS), y2="y2", strokeWidth=width)
    assert built() == 2


def test_rows_that_layers_share_are_written_once():
    rows, others = [ROW], [ROW]
    spec = finished(
        points(rows, x=("at", AXIS)), texts(rows, x=("at", AXIS)), points(others, x=("at", AXIS)), height=50
    )
    assert [layer["data"]["name"] for layer in spec["layer"]] == ["rows-0", "rows-0", "rows-1"]
    assert [*spec["datasets"]] == ["rows-0", "rows-1"]


def test_a_mark_is_said_to_a_screen_reader_only_with_words():
    said = points([ROW], x=("at", AXIS), words="words").spec
    silent = points([ROW], x=("at", AXIS)).spec
    assert said["encoding"]["description"]["field"] == "words" and "aria" not in said["mark"]
    assert silent["mark"]["aria"] is False and "description" not in silent["encoding"]


def test_a_click_selects_by_the_field_of_its_own_marks():
    spec = finished(points([ROW], x=("at", AXIS), select=("trust", "who")), texts([ROW], x=LEFT), height=50)
    (selection,) = spec["params"]
    assert selection["select"] == {"type": "point", "fields": ["who"]}
    assert selection["views"] == [spec["layer"][0]["name"]] and "name" not in spec["layer"][1]
    assert "params" not in finished(texts([ROW], x=LEFT), height=50)


def test_scores_are_on_the_whole_scale_whatever_the_data():
    channel = score_axis().channel("score")
    assert channel["scale"]["domain"] == [1, 5] and channel["axis"]["values"] == [1, 2, 3, 4, 5]


def test_a_chart_is_as_wide_as_its_place_and_of_one_height():
    spec = finished(texts([ROW], x=LEFT), height=80)
    assert (spec["width"], spec["height"]) == ("container", 80)
    assert spec["autosize"] == {"type": "fit-x", "contains": "padding"}
