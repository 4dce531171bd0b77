"""The planner's figures: those of the measures, in words too, and sound at the edges."""

import json
import re
from collections.abc import Callable
from html import unescape

import pytest

from benchmark.charts.figure import Figure, HtmlFigure
from benchmark.charts.theme import WHITE
from benchmark.common.scope import Scope, Standard
from benchmark.questions.plan.charts import plan_before_after, plan_rules, plan_sensitivity
from benchmark.questions.plan.ground import Ground, ground_of, sizes_of
from benchmark.questions.plan.measure import Planned, every_rule, planned, sensitivity
from benchmark.questions.plan.table import plan_table
from benchmark.questions.plan.tables import allocations
from benchmark.store.publication import Publication
from tests.unit.questions.figures_made import made_gaps, marks, texts
from tests.unit.questions.plan.plans import DIFFERENT, MILLION, plan, small

Draw = Callable[..., Figure | HtmlFigure]


def rules_of(found: Planned) -> Figure:
    return plan_rules(every_rule(found.ground, found.plan), found.plan)


def sensitivity_of(found: Planned) -> Figure:
    return plan_sensitivity(sensitivity(found.ground, found.plan), found.plan)


FIGURES: tuple[Draw, ...] = (plan_before_after, rules_of, sensitivity_of, plan_table)


@pytest.fixture(scope="module")
def merseyside(publication: Publication) -> Ground:
    return ground_of(publication, Scope("QYG", 2025), Standard())


@pytest.fixture(scope="module")
def ten_millions(merseyside: Ground) -> Planned:
    return planned(merseyside, plan(10 * MILLION, years=3, pioneers_share=0.1))


@pytest.mark.parametrize("draw", FIGURES)
@pytest.mark.parametrize(
    "found",
    [
        small(2.0),
        small(2.0, 2.5, 3.5),
        small(3.0, 4.0),
        small(2.0, 2.5, fund=0),
        small(2.0, 2.5, fund=99 * MILLION),
        small(2.0, 4.0, pioneers_share=1.0),
        small(1.0, 2.0, 4.0, costs=DIFFERENT, rule="most_gap_closed"),
        small(),
    ],
    ids=["one", "three", "nothing below", "no fund", "too large a fund", "all reserved", "costs", "nobody"],
)
def test_a_figure_has_words_and_a_table_whatever_the_plan(draw, found):
    figure = draw(found)
    assert figure.title and not figure.title.endswith(".")
    assert figure.alt.endswith(".") and len(figure.alt) < 1200
    assert all(column[0].isupper() and "_" not in column for column in figure.table.frame().columns)
    if isinstance(figure, Figure):
        assert json.loads(json.dumps(figure.spec, allow_nan=False)) == figure.spec
        assert figure.spec["width"] == "container" and "title" not in figure.spec
        assert not re.search(r'"(view|param)_\d+"', json.dumps(figure.spec))
    assert "nan" not in json.dumps(figure.alt + figure.title).lower().replace("finan", "")


def test_every_return_is_shown_before_and_after_with_its_money(ten_millions):
    figure = plan_before_after(ten_millions)
    records = marks(figure.spec, "point")[-1]
    assert len(records) == 2 * len(figure.table.rows) == 2 * 22
    assert figure.table.frame()["To close the gap (£)"].sum() == pytest.approx(9_000_000)
    before = ten_millions.before.by_unit["gap_mean"].sort_values(ascending=False).tolist()
    assert [record["at"] for record in records if record["fill"] == WHITE] == pytest.approx(before, abs=1e-4)
    assert [record["at"] for record in records if record["fill"] != WHITE] == pytest.approx(
        figure.table.frame()["Mean gap after (points)"].tolist(), abs=1e-4
    )
    assert {"East Cheshire, Community", "East Cheshire, Acute"} <= set(texts(figure.spec))


def test_the_standard_is_at_the_right_and_is_named(ten_millions):
    figure = plan_before_after(ten_millions)
    assert "level 3" in texts(figure.spec)
    (scale,) = {
        json.dumps(layer["encoding"]["x"]["scale"])
        for layer in figure.spec["layer"]
        if layer["mark"]["type"] == "point"
    }
    scale = json.loads(scale)
    assert scale["domain"][1] == 0 < scale["domain"][0]


@pytest.mark.parametrize(
    ("scores", "fund", "title"),
    [
        ((2.0, 2.5, 3.5), 2 * MILLION, "Two of three returns would come nearer to level 3 by 0.1 or more"),
        ((2.0, 2.5, 3.5), 0, "No return would come nearer to level 3 by 0.1 or more"),
        ((2.0,), MILLION, "The only return would come nearer to level 3 by 0.1 or more"),
        ((3.0, 4.0), MILLION, "No return is below level 3 on any pillar"),
    ],
)
def test_the_title_counts_those_who_come_nearer(scores, fund, title):
    assert plan_before_after(small(*scores, fund=fund)).title == title


def test_each_rule_has_a_mark_on_each_measure_and_the_chosen_one_is_larger(ten_millions):
    figure = rules_of(ten_millions)
    (records,) = marks(figure.spec, "point")
    assert len(records) == 5 * 5
    assert {record["rule"] for record in records if record["weight"] == "bold"} == {"Neediest first"}
    assert all(0 <= record["at"] <= 1 for record in records)
    assert "Unspent by every rule: £0." in figure.subtitle
    assert figure.table.frame()["Allocated (£)"].tolist() == [9_000_000.0] * 5


def test_a_range_is_not_spoken_of_for_two_returns():
    (records,) = marks(rules_of(small(2.0, 2.5)).spec, "point")
    assert not any("Range" in record["measure"] for record in records)


@pytest.mark.parametrize(
    ("found", "title"),
    [
        (small(2.0, 2.5, fund=99 * MILLION), "The fund closes the whole gap by every rule"),
        (small(2.0, 2.5, fund=0), "With nothing to share out, the rules do not differ"),
        (small(3.0), "There is no gap to level 3, so there is nothing to share out"),
        (
            small(1.0, 2.5, 3.5, fund=175_000_00),
            "Every rule closes the same part of the gap, 4.0%; the lowest overall score ends at 1.1",
        ),
    ],
)
def test_the_title_says_what_the_rules_differ_in(found, title):
    assert rules_of(found).title == title


def test_where_costs_differ_the_title_names_the_best_and_the_worst():
    title = rules_of(small(1.0, 2.5, costs=DIFFERENT)).title
    assert re.fullmatch(r"Most gap closed per pound closes [\d.]+% of the gap, .+ [\d.]+%", title)


def test_the_sensitivity_shows_three_costs(ten_millions):
    figure = sensitivity_of(ten_millions)
    assert figure.table.frame()["If a point costs"].tolist() == [
        "Half your costs",
        "Your costs",
        "Double your costs",
    ]
    closed = figure.table.frame()["Part of the gap closed (%)"].tolist()
    assert closed == pytest.approx([100 * points / 76.2 for points in (72, 36, 18)], abs=1e-3)
    assert figure.title == "At half your costs the fund closes 94.5% of the gap, at double 23.6%"


def test_the_table_holds_every_penny_and_its_years(ten_millions):
    frame = allocations(ten_millions).frame()
    assert frame["Amount (£)"].sum() == pytest.approx(10_000_000, abs=0.001)
    years = frame[["Year 1 (£)", "Year 2 (£)", "Year 3 (£)"]].sum(axis="columns")
    assert years.tolist() == pytest.approx(frame["Amount (£)"].tolist(), abs=0.001)
    assert set(frame["For"]) == {"Levelling up", "Moving ahead"}


def test_the_table_tells_met_standards_from_gaps_without_money(ten_millions):
    figure = plan_table(ten_millions)
    html = unescape(figure.html)
    assert html.count('<span class="spoken">at the standard already') == 63
    assert html.count('<td class="mg-n mg-fold pt-0">£0</td>') == (ten_millions.rows["allocated"] == 0).sum()
    assert "Pioneers" in html and "£9.00m" in html and "£1.00m" in html
    assert figure.title == (
        "East Cheshire would get 32.5% of the £9.0m for closing gaps, Empower People 37.6%"
    )


@pytest.mark.parametrize(
    ("found", "title"),
    [
        (
            small(2.0),
            "All of the £1.0m for closing gaps would go to Trust T00; seven pillars would each get 14.3%",
        ),
        (
            small(2.0, 2.5, rule="equal_per_trust"),
            "Trust T00 and Trust T01 would each get 50.0% of the £1.0m for closing gaps, "
            "seven pillars 14.3% each",
        ),
        (
            small(2.0, 2.0, 2.5, fund=MILLION // 10),
            "Trust T00 and Trust T01 would each get 50.0% of the £100,000 for closing gaps, "
            "seven pillars 14.3% each",
        ),
    ],
)
def test_all_that_would_get_most_are_named_or_counted(found, title):
    assert plan_table(found).title == title


def test_a_sole_gap_gets_all_the_money():
    one_pillar = [2.0, *[3.0] * 6]
    units = {("T01", "Acute"): one_pillar, ("T02", "Acute"): [3.0] * 7}
    alone = Ground(made_gaps(units), sizes_of({"T01": None, "T02": None}))
    assert plan_table(planned(alone, plan(MILLION // 10))).title == (
        "All of the £100,000 for closing gaps would go to Trust T01, for Well Led"
    )
    both = Ground(made_gaps(units | {("T02", "Acute"): [2.5, *[3.0] * 6]}), alone.sizes)
    assert plan_table(planned(both, plan(9 * MILLION))).title == (
        "Trust T01 would get 66.7% of the £375,000 for closing gaps, all of it for Well Led"
    )


def test_the_signs_of_cells_without_money_are_explained_only_where_they_are_used():
    """The line above the table is shown also where the table has no room for such cells."""
    some_ahead = plan_table(small(2.0, 3.5))
    assert "at the standard already</li>" in some_ahead.html and "no standard" not in some_ahead.html
    assert "dot" not in some_ahead.subtitle
    assert "<li>" not in plan_table(small(2.0)).html


def test_without_a_reserve_the_table_has_no_column_for_it():
    assert "Pioneers" not in plan_table(small(2.0, 3.5)).html


def test_names_are_escaped():
    found = made_gaps({("T01", "Acute"): [2.0] * 7}, names={"T01": "<b>Trust</b> & Co"})
    figure = plan_table(planned(Ground(found, sizes_of({"T01": None})), plan(MILLION)))
    assert "<b>Trust" not in figure.html
