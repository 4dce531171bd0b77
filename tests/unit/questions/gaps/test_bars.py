"""Two charts of one total: the parts add up, the largest stands first."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from benchmark.charts.figure import Figure
from benchmark.common.scope import Scope, Standard
from benchmark.core.columns import Filled
from benchmark.questions.gaps.bars import gap_by_pillar, gap_by_unit
from benchmark.questions.gaps.measure import Gaps, gaps
from benchmark.store.publication import Publication
from tests.unit.questions.figures_made import made_gaps, marks, texts

Draw = Callable[[Gaps], Figure]


@pytest.fixture(scope="module")
def merseyside(publication: Publication) -> Gaps:
    return gaps(publication, Scope("QYG", 2025), Standard())


@pytest.mark.parametrize(("draw", "bars"), [(gap_by_unit, 22), (gap_by_pillar, 7)])
def test_the_bars_add_up_to_the_stated_total(merseyside, draw, bars):
    figure = draw(merseyside)
    (records,) = marks(figure.spec, "rect")
    assert isinstance(figure.table, Filled)
    table = figure.table.frame()
    assert len(records) == len(table) == bars
    assert sum(record["to"] for record in records) == pytest.approx(76.2, abs=0.01)
    assert "76.2 points in all" in figure.subtitle
    assert table["Gap (points, added up)"].sum() == pytest.approx(merseyside.summary.sum)
    assert table["Share of the gap (%)"].sum() == pytest.approx(100)


@pytest.mark.parametrize("draw", [gap_by_unit, gap_by_pillar])
def test_the_largest_is_first_and_every_bar_starts_at_zero(merseyside, draw):
    spec = draw(merseyside).spec
    (records,) = marks(spec, "rect")
    by_place = [record["to"] for record in sorted(records, key=lambda record: record["y"])]
    assert by_place == sorted(by_place, reverse=True)
    (bar,) = (layer for layer in spec["layer"] if layer["mark"]["type"] == "rect")
    assert bar["encoding"]["x"]["scale"]["domain"][0] == 0
    assert {record["from"] for record in records} == {0} and bar["encoding"]["x"]["field"] == "from"
    assert bar["encoding"]["x2"] == {"field": "to"}


def test_bars_do_not_touch(merseyside):
    (records,) = marks(gap_by_unit(merseyside).spec, "rect")
    places = sorted((record["top"], record["bottom"]) for record in records)
    assert all(after[0] > before[1] for before, after in pairwise(places))


def test_a_trust_with_two_settings_has_two_bars_that_look_different(merseyside):
    written = texts(gap_by_unit(merseyside).spec)
    assert "East Cheshire, Acute" in written and "East Cheshire, Community" in written
    (rows,) = [records for records in marks(gap_by_unit(merseyside).spec, "text") if "cut" in records[0]][:1]
    for label in ("name", "cut"):
        assert len({row[label] for row in rows}) == len(rows) == 22
        assert all(row[label].endswith((", Acute", ", Community", ", Mental Health")) for row in rows)


def test_each_bar_carries_its_figure_and_its_share():
    found = made_gaps(
        {("T01", "Acute"): [2.0] + [3.0] * 6, ("T02", "Acute"): [3.0, 3.0, 3.0, 3.0, 3.0, 2.7, 3.0]}
    )
    written = texts(gap_by_unit(found).spec)
    assert "1.0  (76.9%)" in written and "0.3  (23.1%)" in written


@pytest.mark.parametrize(
    ("scores", "title"),
    [
        ([1.0, 2.9, 2.9, 2.9], "One of four returns holds 87.0% of the gap"),
        ([2.0, 2.0, 2.0, 2.0], "Two of four returns hold 50.0% of the gap"),
        ([2.0], "The only return holds the whole gap"),
        ([3.0, 4.0], "No return is below level 3 on any pillar"),
    ],
)
def test_the_title_says_how_few_hold_half(scores, title):
    found = made_gaps({(f"T{i:02}", "Acute"): [score] * 7 for i, score in enumerate(scores)})
    assert gap_by_unit(found).title == title


def test_the_title_names_the_pillars_with_most_and_least(merseyside):
    shares = merseyside.by_pillar.set_index("pillar")["share"]
    assert gap_by_pillar(merseyside).title == (
        f"Empower People holds {100 * shares['empower_people']:.1f}% of the gap, "
        f"Well Led {100 * shares['well_led']:.1f}%"
    )
    assert shares.idxmax() == "empower_people" and shares.idxmin() == "well_led"


def test_the_words_for_those_who_cannot_see_it_name_the_largest(merseyside):
    largest = merseyside.by_unit.sort_values("gap_sum", ascending=False).iloc[0]
    assert f"{largest['gap_sum']:.1f} ({100 * largest['share']:.1f}%)" in gap_by_unit(merseyside).alt


def test_without_returns_a_sentence_replaces_the_chart():
    assert texts(gap_by_unit(made_gaps({})).spec) == ["No pillar scores for this round"]
    assert texts(gap_by_pillar(made_gaps({})).spec) == ["No pillar scores for this round"]
