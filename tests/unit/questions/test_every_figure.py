"""What holds for every figure: its words, marks and cells are its table's, and it is the same every time."""

import ast
import json
import re
from collections.abc import Iterator, Sequence
from html import unescape
from xml.etree import ElementTree

import altair as alt
import pandas as pd
import pytest
import vl_convert

from benchmark.charts.figure import Figure, HtmlFigure
from benchmark.common.scope import Scope, Standard
from benchmark.core.columns import Filled
from benchmark.core.definitions import definitions
from benchmark.core.settings import PROJECT_ROOT
from benchmark.core.wording import decimal, number, per_cent
from benchmark.store.publication import Publication
from tests.unit.questions.every_figure import FIGURES, OF_REAL_SYSTEMS, Asked, Record
from tests.unit.questions.figure_words import figures_in, follows
from tests.unit.questions.figures_made import expect_vega_lite

NARROW = 340
NARROW_LETTER = 0.45
"""Of the size of the letters: what is wider than this says is wider in every typeface."""
SYSTEMS = ("QYG", "QF7", "QUY", "QNQ")
"""Twenty-two returns, twelve, two with one missing, and one."""
STANDARDS = (Standard(), Standard("ics_best"), Standard("setting_median"), Standard("own_target"))
OF_REAL_RETURNS = (
    "gaps.bars.gap_by_pillar",
    "gaps.bars.gap_by_unit",
    "gaps.grid.grid",
    "gaps.strips.pillar_strips",
    "progress.slope.progress_slope",
    "progress.plane.progress_plane",
)
"""Figures that are asked of real systems too: of those that rest on returns nobody has sent one."""
MADE_OF_OTHERS = {"spend.charts.nothing": "says why there is nothing to draw, for several figures"}
SPOKEN = ("text", "words", "figure", "figures", "amount", "money")
"""Fields of a mark's record in which words stand."""
BESIDE = {
    *(decimal(threshold.value, 1) for threshold in definitions().thresholds),
    *(per_cent(reference.value) for reference in definitions().spend_references),
    "1.0",
    "1.92%",
}
"""Numbers of the definitions: what counts as a difference, a step of colour, references for spend."""


@pytest.fixture(scope="module")
def asked(publication: Publication) -> Asked:
    """The Demonstration ICS, which has every kind of return."""
    return Asked(publication, Scope("DEMO", 2025))


@pytest.fixture(scope="module")
def drawn(asked: Asked) -> dict[str, Figure | HtmlFigure]:
    """Every figure of it."""
    return {name: known.draw(asked) for name, known in FIGURES.items()}


def test_every_function_that_draws_a_figure_is_asked():
    found = set()
    for file in (PROJECT_ROOT / "benchmark" / "questions").rglob("*.py"):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            returns = ast.unparse(node.returns) if isinstance(node, ast.FunctionDef) and node.returns else ""
            if returns in {"Figure", "HtmlFigure"} and not node.name.startswith("_"):
                found.add(f"{file.parent.name}.{file.stem}.{node.name}")
    assert found == FIGURES.keys() | MADE_OF_OTHERS.keys()


def charts(names: Sequence[str] = tuple(FIGURES)) -> list[str]:
    return [name for name in names if FIGURES[name].marks]


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_has_a_title_words_and_a_table(drawn, name):
    figure = drawn[name]
    assert isinstance(figure, Figure) == bool(FIGURES[name].marks) != isinstance(figure, HtmlFigure)
    expect_words(figure)
    assert figure.table.rows
    if isinstance(figure, Figure):
        expect_a_chart(figure)
    else:
        assert figure.html.count("<table") == figure.html.count("<caption") > 0


def expect_words(figure: Figure | HtmlFigure) -> None:
    assert figure.title and not figure.title.endswith(".")
    assert figure.alt.endswith(".") and len(figure.alt) < 1200
    assert not figure.table.rows or re.search(r"\d", figure.alt)
    assert all(
        not column.heading[0].islower() and "_" not in column.heading for column in figure.table.columns
    )


def expect_a_chart(figure: Figure) -> None:
    spec = figure.spec
    assert json.loads(json.dumps(spec, allow_nan=False)) == spec
    expect_vega_lite(spec)
    assert "/v6" in spec["$schema"]
    assert spec["width"] == "container" and spec["height"] > 0
    assert spec["autosize"] == {"type": "fit-x", "contains": "padding"}
    assert "title" not in spec


@pytest.mark.parametrize("name", charts())
def test_what_a_pointer_shows_has_names_for_readers_and_no_long_numbers(drawn, name):
    spec = drawn[name].spec
    for layer in spec["layer"]:
        rows = spec["datasets"][layer.get("data", spec.get("data"))["name"]]
        for tip in layer["encoding"].get("tooltip", ()):
            assert re.fullmatch(r"[A-Z0-9][^_]*", tip["title"]), tip
            for value in (row[tip["field"]] for row in rows):
                whole = value is None or isinstance(value, int) or "format" in tip
                assert not re.search(r"_|\d\.\d{4}", value) if isinstance(value, str) else whole, (tip, value)
    assert not re.search(r'"tooltip": (true|\{"content": "data")', json.dumps(spec))
    assert '"tooltip": [' in json.dumps(spec)


@pytest.mark.parametrize("name", FIGURES)
def test_every_number_in_words_follows_from_the_table_behind(asked, drawn, name):
    figure, more = drawn[name], FIGURES[name].more
    tables = [figure.table]
    if more is not None:
        tables.append(more(asked).table)
    said = {one for words in spoken(figure) for one in figures_in(words)} - BESIDE
    assert [one for one in said if not any(follows(one, table) for table in tables)] == []


def spoken(figure: Figure | HtmlFigure) -> Iterator[str]:
    """All that a figure says in words: its own, and those that stand in its picture."""
    yield from (figure.title, figure.subtitle, figure.alt)
    if isinstance(figure, HtmlFigure):
        yield text_of(figure)
        return
    for record in records(figure):
        yield from (record[name] for name in SPOKEN if isinstance(record.get(name), str))


def text_of(figure: HtmlFigure) -> str:
    whole = re.sub(r'<wbr>|<span class="gg-form">(.*?)</span>', r"\1", figure.html)  # inside a word or a name
    return unescape(re.sub(r"<[^>]+>", " ", whole))


def records(figure: Figure) -> list[Record]:
    """The records that marks are drawn from, each once: a mark and its letters share one."""
    rows = {json.dumps(row): row for dataset in figure.spec["datasets"].values() for row in dataset}
    return [*rows.values()]


@pytest.mark.parametrize("name", FIGURES)
def test_the_alternative_text_says_how_many_there_are(drawn, name):
    figure = drawn[name]
    count = FIGURES[name].count(rows_of(figure.table))
    assert re.search(rf"\b({count}|{number(count).lower()})\b", figure.alt), count


def rows_of(table: Filled) -> list[Record]:
    """The rows of a table by key, without what is missing."""
    keys = table.table.keys
    return [
        {key: None if pd.api.types.is_scalar(value) and pd.isna(value) else value for key, value in row}
        for row in (zip(keys, cells, strict=True) for cells in table.rows)
    ]


@pytest.mark.parametrize("name", charts())
def test_the_marks_of_a_chart_are_the_figures_of_its_table(drawn, name):
    figure = drawn[name]
    assert isinstance(figure, Figure)
    for of_mark, of_row in FIGURES[name].marks:
        marks = [value for mark in records(figure) if (value := of_mark(mark)) is not None]
        behind = [value for row in rows_of(figure.table) for value in of_row(row) if value is not None]
        assert sorted(marks) == pytest.approx(sorted(behind), abs=1e-4) and marks


@pytest.mark.parametrize("name", [name for name in FIGURES if not FIGURES[name].marks])
def test_a_table_in_html_shows_the_cells_of_the_table_behind(drawn, name):
    figure = drawn[name]
    assert isinstance(figure, HtmlFigure)
    shown = text_of(figure)
    for key in FIGURES[name].cells:
        place = figure.table.table.keys.index(key)
        assert {row[place] for row in figure.table.texts() if row[place] not in shown} <= {"–"}, key


@pytest.mark.parametrize("name", FIGURES)
def test_no_figure_mixes_what_is_real_and_what_is_fictional(drawn, name):
    table = drawn[name].table
    codes = [place for place, key in enumerate(table.table.keys) if key in {"ods_code", "ics", "ics_code"}]
    fictional = {str(row[place]).startswith("DEMO") for row in table.rows for place in codes if row[place]}
    assert fictional <= {name not in OF_REAL_SYSTEMS}


@pytest.mark.parametrize("name", charts())
def test_a_chart_fits_a_narrow_screen_and_says_its_marks_in_words(drawn, name):
    figure = drawn[name]
    assert isinstance(figure, Figure)
    picture = vl_convert.vegalite_to_svg(json.dumps(figure.spec | {"width": NARROW}))
    said = set(re.findall(r'aria-label="([^"]*)"', picture))
    assert said and not [words for words in said if re.search(r"^$|_|\d\.\d{4}|(^|; )[xy]2?: ", words)]
    assert [
        words
        for words, left, right in texts_in(ElementTree.fromstring(picture))
        if left < 0 or right > NARROW
    ] == []


def texts_in(element: ElementTree.Element, x: float = 0.0) -> Iterator[tuple[str, float, float]]:
    """The texts of a picture, each with where it begins and ends if its letters are narrow ones."""
    moved = re.match(r"translate\(([-\d.]+)", element.get("transform", ""))
    x += float(moved[1]) if moved else 0.0
    words = "".join(element.itertext()).strip()
    if element.tag.endswith("}text") and words and element.get("opacity") != "0":
        width = NARROW_LETTER * float(element.get("font-size", "11px").removesuffix("px")) * len(words)
        left = x - {"end": width, "middle": width / 2}.get(element.get("text-anchor", "start"), 0.0)
        yield words, left, left + width
    for part in element:
        yield from texts_in(part, x)


@pytest.mark.parametrize(("ics", "standard"), [*zip(SYSTEMS, STANDARDS, strict=True)])
def test_the_figures_of_a_real_system_have_words_and_a_table(publication, ics, standard):
    asked = Asked(publication, Scope(ics, 2025), standard)
    for name in OF_REAL_RETURNS:
        figure = FIGURES[name].draw(asked)
        expect_words(figure)
        if isinstance(figure, Figure):
            expect_a_chart(figure)


@pytest.mark.parametrize("name", charts())
def test_the_same_input_gives_the_same_spec(asked, drawn, name):
    alt.Chart(alt.InlineData(values=[])).mark_point().add_params(
        alt.selection_point()
    )  # moves Altair's counters
    first, second = drawn[name], FIGURES[name].draw(asked)
    assert isinstance(first, Figure) and isinstance(second, Figure)
    assert json.dumps(first.spec) == json.dumps(second.spec)
    assert not re.search(r'"(view|param)_\d+"', json.dumps(first.spec))
