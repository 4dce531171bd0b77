"""Charts in rows: who stands where, what marks and lines reach, and that nothing covers a name."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.charts import marks as of_marks
from benchmark.charts.figure import IS_CHOSEN
from benchmark.charts.marks import Axis
from benchmark.charts.rows import KEY_PX, Beside, Key, Layout, Marks, Reference, Row, row_chart
from tests.unit.questions.figures_made import expect_vega_lite, layers, marks, texts

AXIS = Axis((0, 10), "Points", zero=True)
RECORDS: dict[str, dict[str, Any]] = {
    "bar": {"from": 1, "to": 4, "fill": "#005EB8", "stroke": "#003087"},
    "dot": {"at": 3, "fill": "#005EB8", "stroke": "#003087", "size": 90},
    "line": {"from": 1, "to": 4, "stroke": "#003087"},
    "tick": {"at": 2},
    "text": {"at": 2, "text": "St"},
}
LOOKS = {"dot": {"shape": "circle"}}
KINDS = pytest.mark.parametrize("kind", RECORDS)


def marked(kind: str, *places: int, **more: Any) -> Marks:
    records = [RECORDS[kind] | {"row": place, "words": f"row {place}"} | more for place in places]
    return Marks(kind, records, look=LOOKS.get(kind, {}))


def labels(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """The records of the rows' names."""
    return next(records for records in marks(spec, "text") if "cut" in records[0])


def grounds(spec: dict[str, Any]) -> list[tuple[float, float]]:
    """Top and bottom of each band, in the rows' order."""
    return [(record["y"], record["y2"]) for record in marks(spec, "rect")[0]]


@KINDS
@pytest.mark.parametrize("ground", [False, True])
def test_a_chart_of_each_kind_of_mark_is_valid_vega_lite(kind, ground):
    spec = row_chart(
        [
            Row("Trusts", heading=True),
            Row("A", "3.0", chosen=True),
            Row("B"),
            Row("C", "no return", muted=True),
        ],
        marked(kind, 1, 2),
        axis=AXIS,
        references=[Reference(5, "standard"), Reference(2, "median", (4, 2), at_left=True)],
        key=[
            Key("ours"),
            Key("theirs", dashed=True),
            Key("trust", mark="circle"),
            Key("middle", mark="tick"),
        ],
        key_columns=2,
        ground=ground,
        gridlines=(1, 5) if ground else (),
    )
    expect_vega_lite(spec)
    assert {"ours", "theirs", "trust", "middle", "standard", "median"} <= set(said(spec))


def said(spec: dict[str, Any]) -> list[str]:
    layers = [
        layer for layer in spec["layer"] if layer["mark"]["type"] == "text" and "text" in layer["encoding"]
    ]
    return texts(spec | {"layer": layers})


@given(
    st.lists(
        st.builds(
            Row,
            name=st.text(min_size=1, max_size=90),
            muted=st.booleans(),
            heading=st.booleans(),
            band=st.none() | st.floats(4, 60),
        ),
        min_size=1,
        max_size=12,
    ),
    st.integers(0, 5),
    st.integers(0, 3),
)
def test_every_row_has_its_name_from_the_top_down_and_inside_the_chart(rows, keys, references):
    drawn = [place for place, row in enumerate(rows) if not row.muted and not row.heading]
    spec = row_chart(
        rows,
        marked("dot", *drawn),
        axis=AXIS,
        key=[Key(f"entry {place}") for place in range(keys)],
        references=[Reference(place, f"line {place}", (4, 2)) for place in range(references)],
        ground=True,
    )
    named = labels(spec)
    assert [label["name"] for label in named] == [row.name for row in rows]
    assert all(one["y"] < other["y"] for one, other in pairwise(named))
    assert named[0]["y"] >= KEY_PX * references and named[-1]["y"] < spec["height"]
    if drawn:
        bands = grounds(spec)
        assert len(bands) == len(drawn)
        for (top, bottom), place in zip(bands, drawn, strict=True):
            # A band is below its own name and above the next row's.
            assert named[place]["y"] < top < bottom < spec["height"]
            assert place + 1 == len(rows) or bottom < named[place + 1]["y"]


@KINDS
def test_a_mark_is_in_the_band_of_its_row(kind):
    spec = row_chart([Row("A"), Row("B"), Row("C")], marked(kind, 0, 2), axis=AXIS, ground=True)
    bands = grounds(spec)
    drawn = next(records for _, records in all_layers(spec) if records and "row" in records[0])
    assert [(record["top"], record["bottom"]) for record in drawn] == [bands[0], bands[2]]
    assert [record["y"] for record in drawn] == [sum(bands[0]) / 2, sum(bands[2]) / 2]


def all_layers(spec: dict[str, Any]) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    return [found for kind in ("rect", "rule", "point", "text") for found in layers(spec, kind)]


def test_a_mark_can_be_lower_in_its_band():
    spec = row_chart([Row("A")], marked("dot", 0, down=3), axis=AXIS, ground=True)
    ((drawn,),) = marks(spec, "point")
    assert drawn["y"] == grounds(spec)[0][0] + 3


def test_the_records_that_a_figure_gives_are_not_changed():
    given_marks = marked("bar", 0, 1)
    before = [dict(record) for record in given_marks.rows]
    row_chart([Row("A"), Row("B")], given_marks, axis=AXIS)
    assert [*given_marks.rows] == before


def test_a_muted_row_cannot_have_marks():
    with pytest.raises(AssertionError, match="muted"):
        row_chart([Row("A", muted=True)], marked("dot", 0), axis=AXIS)


def test_marks_without_a_record_draw_no_layer():
    without = row_chart([Row("A")], axis=AXIS)
    assert row_chart([Row("A")], Marks("bar", []), axis=AXIS) == without


def test_a_line_goes_through_bands_and_never_through_names():
    spec = row_chart(
        [Row("A"), Row("B")],
        marked("bar", 0, 1),
        axis=AXIS,
        references=[Reference(2, "5%", (4, 2))],
        ground=True,
    )
    ys = [label["y"] for label in labels(spec)]
    for record in (record for records in marks(spec, "rule") for record in records):
        assert not any(record["y"] < y < record["y2"] for y in ys)


def test_the_key_is_above_the_rows_and_its_lines_are_shared_out():
    tops = []
    for columns in (1, 2):
        keys = [Key(f"entry {place}") for place in range(4)]
        spec = row_chart([Row("A")], axis=AXIS, key=keys, key_columns=columns)
        entries = next(records for records in marks(spec, "text") if "column" in records[0])
        assert [entry["text"] for entry in entries] == [key.words for key in keys]
        assert len({(entry["column"], entry["y"]) for entry in entries}) == 4
        assert max(entry["y"] for entry in entries) < labels(spec)[0]["y"]
        tops.append(labels(spec)[0]["y"])
    assert tops[0] - tops[1] == 2 * KEY_PX


def test_a_long_name_is_cut_on_a_narrow_screen_or_has_a_short_form():
    names = [Row("N" * 80, "5"), Row("Long name", narrow="Short"), Row("N" * 80)]
    first, second, alone = labels(row_chart(names, axis=AXIS))
    assert 30 < len(alone["cut"]) <= 50  # where there are no figures there is more room
    assert first["name"] == "N" * 80 and len(first["cut"]) <= 30 and first["cut"].endswith("…")
    assert second["cut"] == "Short"


def test_the_chosen_row_and_a_heading_are_bold():
    spec = row_chart([Row("H", heading=True), Row("A", chosen=True), Row("B")], axis=AXIS)
    assert [label["weight"] for label in labels(spec)] == ["bold", "bold", "normal"]


def test_a_second_system_builds_no_shape():
    def draw(rows: int, axis: Axis) -> None:
        row_chart(
            [Row(f"Trust {place}", f"{place}") for place in range(rows)],
            marked("bar", *range(rows)),
            marked("dot", *range(rows)),
            axis=axis,
            references=[Reference(rows / 2, f"line at {rows / 2}", (4, 2)), Reference(1, "standard")],
            key=[Key("ours"), Key("trust", mark="circle")],
            layout=Layout(band=16),
            ground=True,
        )

    draw(2, AXIS)
    before = of_marks._built.cache_info().misses
    for rows in range(3, 30):
        draw(rows, Axis((0, rows), f"Of {rows}"))
    assert of_marks._built.cache_info().misses == before


class TestBeside:
    """Names beside their rows' marks, for charts of many rows."""

    LAYOUT = Layout(
        band=22,
        between=0,
        heading=28,
        beside=Beside(names=(250, 330), narrow=62, figures=50, wide=600, head="Gap"),
    )
    ROWS = (
        Row("North", heading=True, muted=True),
        Row("Alpha", "1.0", narrow="A", ics_code="QZ1"),
        Row("Beta", "2.0", narrow="B", ics_code="QZ2"),
    )

    def spec(self, **more: Any) -> dict[str, Any]:
        drawn = row_chart(
            self.ROWS, marked("dot", 1, 2), axis=AXIS.hidden(), layout=self.LAYOUT, gridlines=[2, 4], **more
        )
        expect_vega_lite(drawn)
        return drawn

    def test_a_name_and_its_figure_are_in_the_middle_of_its_marks(self):
        spec = self.spec()
        heading, *named = labels(spec)
        (dots,) = marks(spec, "point")
        assert [dot["y"] - name["y"] for dot, name in zip(dots, named, strict=True)] == [1, 1]
        assert heading["y"] < dots[0]["top"] and dots[0]["bottom"] == dots[1]["top"]

    def test_marks_begin_where_names_end_and_sooner_on_a_telephone(self):
        spec = self.spec()
        (layer, _), *_ = layers(spec, "point")
        starts, ends = layer["encoding"]["x"]["scale"]["range"]
        assert starts["expr"] == "(width < 600 ? 62 : clamp(0.31 * width, 250, 330))"
        assert ends["expr"] == "width - 50"
        names = next(layer for layer, records in layers(spec, "text") if "cut" in records[0])
        limit = f"(datum.heading ? width : {starts['expr']}) - datum.dx"
        assert names["mark"]["limit"]["expr"] == limit

    def test_its_figures_are_at_the_top_below_the_key(self):
        spec = self.spec(key=[Key("ours"), Key("theirs")], references=[Reference(3, "standard")])
        heads = {record["text"]: record["y"] for records in marks(spec, "text") for record in records}
        first = labels(spec)[0]["y"]
        assert heads["ours"] < heads["2"] < heads["Gap"] < first
        assert heads["2"] == heads["4"] and heads["standard"] < first

    def test_the_chosen_system_is_marked_without_drawing_anew(self):
        spec = self.spec(choosable=True)
        (ground, bands), *_ = layers(spec, "rect")
        assert ground["transform"] == [{"filter": IS_CHOSEN}]
        assert [band["ics_code"] for band in bands] == ["QZ1", "QZ2"]
        named = [layer for layer, records in layers(spec, "text") if "cut" in records[0]]
        assert len(named) == 2 and all(IS_CHOSEN in layer["mark"]["fontWeight"]["expr"] for layer in named)


def test_a_key_has_as_many_columns_as_a_telephone_has_room_for():
    short, long = [Key("ab"), Key("cd"), Key("ef")], [Key("x" * 30), Key("y" * 30)]
    assert {entry["column"] for entry in key_records(row_chart([], axis=AXIS, key=short))} == {0, 1, 2}
    assert {entry["column"] for entry in key_records(row_chart([], axis=AXIS, key=long))} == {0}


def key_records(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return next(records for records in marks(spec, "text") if "column" in records[0])


def test_a_heading_is_never_cut():
    (heading,) = labels(row_chart([Row("H" * 40, heading=True)], axis=AXIS))
    assert heading["cut"] == "H" * 40
