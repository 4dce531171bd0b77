"""What holds for every chart: the same spec for the same input, words with numbers, a table and a source."""

import json
import re
from collections.abc import Callable
from html import unescape

import altair as alt
import pytest

from benchmark.charts.figure import Figure, HtmlFigure
from benchmark.common.scope import Scope, Standard
from benchmark.common.standards import national_pillars
from benchmark.questions.gaps.bars import gap_by_pillar, gap_by_unit
from benchmark.questions.gaps.grid import grid
from benchmark.questions.gaps.measure import Gaps, gaps
from benchmark.questions.gaps.strips import pillar_strips
from benchmark.questions.progress.measure import progress, progress_of_all_systems
from benchmark.questions.progress.plane import plane_of, progress_plane
from benchmark.questions.progress.slope import progress_slope
from benchmark.store.publication import Publication
from tests.unit.questions.figures_made import expect_vega_lite

SYSTEMS = ("QYG", "QF7", "QUY", "QNQ")
"""Twenty-two returns, twelve, two with one missing, and one."""
STANDARDS = (Standard(), Standard("ics_best"), Standard("setting_median"), Standard("own_target"))

Draw = Callable[[Publication, str, Standard], Figure]


def _gaps(publication: Publication, ics: str, standard: Standard) -> Gaps:
    return gaps(publication, Scope(ics, 2025), standard)


def draw_strips(publication: Publication, ics: str, standard: Standard) -> Figure:
    return pillar_strips(_gaps(publication, ics, standard), national_pillars(publication, year=2025))


def draw_units(publication: Publication, ics: str, standard: Standard) -> Figure:
    return gap_by_unit(_gaps(publication, ics, standard))


def draw_pillars(publication: Publication, ics: str, standard: Standard) -> Figure:
    return gap_by_pillar(_gaps(publication, ics, standard))


def draw_slope(publication: Publication, ics: str, standard: Standard) -> Figure:
    return progress_slope(progress(publication, Scope(ics, 2025)))


def draw_plane(publication: Publication, ics: str, standard: Standard) -> Figure:
    return progress_plane(
        plane_of(progress_of_all_systems(publication, year=2025, footprint="assessed")), chosen=ics
    )


def draw_grid(publication: Publication, ics: str, standard: Standard) -> HtmlFigure:
    return grid(
        _gaps(publication, ics, standard),
        sort="name",
        focus_pillar="well_led",
        trust_link=lambda code: f"?trust={code}",
    )


CHARTS: tuple[Draw, ...] = (draw_strips, draw_units, draw_pillars, draw_slope, draw_plane)


CASES = [
    pytest.param(draw, ics, standard, id=f"{draw.__name__}-{ics}-{standard.baseline}")
    for draw in CHARTS
    for ics, standard in zip(SYSTEMS, STANDARDS, strict=True)
]


@pytest.mark.parametrize(("draw", "ics", "standard"), CASES)
def test_a_chart_is_plain_json_with_words_and_a_table(
    publication: Publication, draw: Draw, ics: str, standard: Standard
) -> None:
    figure = draw(publication, ics, standard)
    spec = figure.spec
    assert json.loads(json.dumps(spec, allow_nan=False)) == spec
    expect_vega_lite(spec)
    assert "/v6" in spec["$schema"]
    assert spec["width"] == "container" and spec["height"] > 0
    assert spec["autosize"] == {"type": "fit-x", "contains": "padding"}
    assert "title" not in spec
    assert figure.title and not figure.title.endswith(".")
    assert figure.alt.endswith(".") and len(figure.alt) < 1200
    assert not figure.table.rows or re.search(r"\d", figure.alt)
    assert all(column.heading[0].isupper() and "_" not in column.heading for column in figure.table.columns)


@pytest.mark.parametrize("draw", CHARTS)
def test_the_same_input_gives_the_same_spec(publication: Publication, draw: Draw) -> None:
    first = json.dumps(draw(publication, "QYG", Standard()).spec)
    alt.Chart(alt.InlineData(values=[])).mark_point().add_params(
        alt.selection_point()
    )  # moves Altair's counters
    second = json.dumps(draw(publication, "QYG", Standard()).spec)
    assert first == second
    assert not re.search(r'"(view|param)_\d+"', first)


@pytest.mark.parametrize(("ics", "standard"), list(zip(SYSTEMS, STANDARDS, strict=True)))
def test_the_grid_carries_words_table_and_source(
    publication: Publication, ics: str, standard: Standard
) -> None:
    figure = draw_grid(publication, ics, standard)
    assert figure.title in unescape(figure.html)
    assert re.search(r"\d", figure.alt)
    assert len(figure.table.rows) == len(_gaps(publication, ics, Standard()).by_unit)
