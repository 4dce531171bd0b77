"""Rises beside what was expected: every unit drawn, by band and name, with its words."""

import json
from dataclasses import replace

import pytest

from benchmark.charts.theme import BLUE, WHITE
from benchmark.core.columns import Filled
from benchmark.questions.learning.columns import BAND_WORDS
from benchmark.questions.learning.improvers import improvers_message, improvers_of_trust
from benchmark.questions.learning.improvers_chart import improvers_figure
from tests.unit.questions.figures_made import expect_vega_lite, marks, texts
from tests.unit.questions.learning.learning_country import improvers_in


@pytest.mark.parametrize("ics", ["QYG", "QF7", "QUY", "QNQ", "QRV", "DEMO"])
def test_every_unit_is_drawn_before_now_and_as_expected(publication, ics):
    found = improvers_in(publication, ics)
    figure = improvers_figure(found)
    assert json.loads(json.dumps(figure.spec, allow_nan=False)) == figure.spec
    expect_vega_lite(figure.spec)
    _, ends = marks(figure.spec, "point")
    scores = {(row["full"], row["fill"]): row["at"] for row in ends}
    assert len(ends) == 2 * len(found.units)
    ticks = {row["full"]: row["at"] for rows in marks(figure.spec, "rule") for row in rows if "at" in row}
    for unit in found.units.itertuples():
        name = f"{unit.trust}, {unit.care_setting}"
        assert scores[name, WHITE] == pytest.approx(unit.score_from, abs=1e-4)
        assert scores[name, BLUE] == pytest.approx(unit.score_to, abs=1e-4)
        assert ticks[name] == pytest.approx(unit.score_from + unit.expected, abs=1e-4)


def test_rows_are_ordered_by_band_from_the_top(publication):
    found = improvers_in(publication, "QYG")
    figure = improvers_figure(found)
    _, lines, _ = marks(figure.spec, "rule")
    assert sorted(row["full"] for row in lines) == sorted(
        f"{unit.trust}, {unit.care_setting}" for unit in found.units.itertuples()
    )
    assert [row["y"] for row in lines] == sorted(row["y"] for row in lines)
    named = next(rows for rows in marks(figure.spec, "text") if "cut" in rows[0])
    heads = [row for row in named if row["weight"] == "bold"]
    assert [head["name"] for head in heads] == [
        BAND_WORDS["more"],
        BAND_WORDS["as expected"],
        BAND_WORDS["less"],
    ]
    assert all(head["cut"] == head["name"] for head in heads), "a heading has room on a telephone"
    groups: dict[tuple[str, str], list[str]] = {}
    band = ""
    for row in named:
        if row in heads:
            band = row["name"]
        else:
            name, setting = row["name"].rsplit(", ", 1)
            groups.setdefault((band, setting), []).append(name)
    assert all(names == sorted(names) for names in groups.values()), "in the order of the names shown"


def test_words_table_and_source(publication):
    figure = improvers_figure(improvers_in(publication, "QYG"))
    assert figure.title == (
        "Of 22 returns, 2 ended higher than expected from where they started, and 2 lower"
    )
    assert "rose more than expected, or fell less: 2" in figure.alt.lower()
    assert isinstance(figure.table, Filled) and len(figure.table.rows) == 22
    titles = [column.title for column in figure.table.columns]
    assert all(title[0].isupper() and "_" not in title for title in titles)
    assert "Comparable overall score 2024 (1 to 5)" in titles
    assert "rank" not in (figure.title + figure.subtitle + figure.alt).lower()


def test_the_message_for_one_return(publication):
    usual = improvers_of_trust(improvers_in(publication, "QRV"), "RRU")
    said = improvers_message(usual)
    assert said == "No return moved more or less than returns that started there usually do"
    for change, band, words in (
        (-0.3, "more", "higher"),
        (-0.3, "less", "lower"),
        (0.0, "less", "lower"),
        (0.3, "more", "higher"),
    ):
        one = replace(usual, units=usual.units.assign(change=change, against_expected=band))
        assert improvers_message(one) == f"The return ended {words} than expected from where it started"


def test_where_england_has_too_few_returns_no_expectation_is_drawn(publication):
    # The round of 2023 is fictional alone: nothing is known of England's change from it.
    found = improvers_in(publication, "DEMO", 2024)
    figure = improvers_figure(found)
    assert set(found.units["against_expected"]) == {"not known"}
    assert "Too few returns in England" in figure.title
    assert "Too few returns in England to expect anything: 13." in figure.alt
    assert not [row for rows in marks(figure.spec, "rule") for row in rows if row.get("expected") is not None]
    assert "expected" not in texts(figure.spec)


def test_without_units_it_says_so(publication):
    figure = improvers_figure(improvers_of_trust(improvers_in(publication, "QUY"), "RVN"))
    assert isinstance(figure.table, Filled) and not figure.table.rows
    assert "No return in both" in figure.alt
