"""Compare systems: the page says what the measures found, for every choice that it offers."""

from itertools import cycle

import pytest

from benchmark.common.scope import Standard
from benchmark.questions.systems.comparison import MEASURES
from benchmark.questions.systems.measure import side_by_side
from benchmark.questions.systems.page import scores_to_choose
from tests.shipped import STANDARDS_IN_TURN

ADDRESS = "compare-systems"


@pytest.mark.parametrize(
    ("measure", "order"),
    [*zip((measure.key for measure in MEASURES), cycle(("region", "measure"))), ("gap", "measure")],
)
def test_every_measure_is_shown_and_either_order(measure, order, app):
    opened = app.open(ADDRESS, ics="QYG", measure=measure, order=order)
    said = app.words(opened)
    assert not opened.error
    assert "What it says" in said and "lies inside systems and" in said
    assert ("next to each other" in said.split("Every return of every system")[1]) == (order == "measure")


def test_no_system_is_taken_unasked(app):
    """The largest stood as the reader's own, and was in the link to every other page."""
    opened = app.open(ADDRESS)
    said = app.words(opened)
    assert not opened.error
    assert "The mean gap to level 3 runs from 0.27 to 0.99 points" in said
    for words in ("Cheshire and Merseyside has", "The outlined tile", "A group overlaps"):
        assert words not in said
    assert "ics" not in opened.query_params
    assert opened.selectbox(key="select: place").value is None
    assert "Scores of 2025: England 285 of 286 returned" in said
    opened.selectbox(key="select: place").set_value("QF7").run()
    assert "South Yorkshire has 0.51" in app.words(opened)


@pytest.mark.parametrize("score", scores_to_choose())
def test_every_score_is_shown(score, app):
    said = app.said(ADDRESS, ics="QF7", on=score)
    assert f"{scores_to_choose()[score]}, 1 to 5" in said


@pytest.mark.parametrize(("baseline", "footprint"), STANDARDS_IN_TURN)
def test_the_lead_has_the_figures_of_the_measure(baseline, footprint, app, publication):
    found = side_by_side(publication, year=2025, footprint=footprint, standard=Standard(baseline)).systems
    said = app.said(ADDRESS, ics="QF7", standard=baseline, footprint=footprint)
    own = found.set_index("ics_code")["gap"]["QF7"]
    known = found["gap"].dropna()
    # Held to the best of its own, a system with fewer than three trusts has no gap.
    assert len(known) == len(found) or baseline == "ics_best"
    assert (
        f"from {known.min():.2f} to {known.max():.2f} points" in said
        # The variance is of all systems, also of those without a gap.
        and f"inside the {len(found)} systems" in said
    )
    # To a decimal more where two would contradict how it stands to the middle one.
    assert f"South Yorkshire has {own:.2f}:" in said or f"South Yorkshire has {own:.3f}:" in said


def test_without_targets_the_page_says_so_and_offers_what_else_there_is(app):
    said = app.said(ADDRESS, ics="QF7", standard="own_target")
    assert "No trust of a real system has set a target of its own, so none can be held to one" in said
    assert "Choose another standard, or a measure that needs none" in said
    without = app.said(ADDRESS, ics="QF7", standard="own_target", measure="range")
    assert "has set a target of its own" not in without and "South Yorkshire has 0.86" in without


def test_a_change_has_no_pillars_so_no_pillar_is_offered(app):
    opened = app.open(ADDRESS, ics="QF7", measure="floor_change", on="well_led")
    assert [box.label for box in opened.selectbox if box.key == "select: on"] == []
    assert "In South Yorkshire the floor rose (+0.65)." in app.words(opened)


def test_a_system_with_too_few_returns_has_scores_and_no_range(app):
    assert "Frimley has no figure: fewer than three trusts with a return." in app.words(
        app.open(ADDRESS, ics="QNQ", measure="range")
    )
    assert "Frimley has 2.76" in app.said(ADDRESS, ics="QNQ", measure="floor")


def test_how_often_chance_gives_as_much_is_a_count_of_tries(app):
    """A bare 0.00 says to nobody what it is a part of."""
    split = app.said(ADDRESS, ics="QYG").split("lies between suppliers that can be told apart</span>")[1]
    assert "fewer than 1 of 100 tries" in split and ">0.00<" not in split.split("</table>")[0]


def test_a_missing_return_shows(app):
    said = app.said(ADDRESS, ics="QUY", measure="completeness")
    assert "41 of 42 systems sent every return that was expected" in said
    assert "Bristol, North Somerset and South Gloucestershire sent 2 of 3 returns." in said


def test_a_link_with_unknown_values_shows_known_ones(app):
    opened = app.open(ADDRESS, ics="QYG", measure="luck", on="magic", order="rank")
    said = app.words(opened)
    for label, instead in (("Measure", "Mean gap"), ("Score", "Overall"), ("Order of rows", "Region")):
        assert (
            f"{label}: the link asks for “" in said and f"which there is not here. Shown: {instead}" in said
        )


def test_every_measure_of_every_system_is_in_the_table(app):
    said = app.said(ADDRESS, ics="QYG")
    table = said.split("All 42 systems with every measure")[1]
    assert all(measure.name in table for measure in MEASURES)
    assert table.count('<th scope="row">') == 42


def test_a_fictional_system_is_not_among_real_ones(app):
    said = app.said(ADDRESS, ics="DEMO", round="2025")
    assert "is fictional, so it does not stand among England" in said
    assert "inside the 42 systems" in said and "The outlined tile" not in said
    nobody = app.said(ADDRESS, ics="DEMO", round="2023")
    assert "No real system has a return for 2023 to show here" in nobody
    assert "Choose another measure" not in nobody
    assert "England's systems on a map" not in nobody


def test_a_round_without_pillar_scores_rests_on_the_comparable_score_and_has_no_gap(app):
    """Only a fictional system offers such a round."""
    said = app.said(ADDRESS, ics="DEMO", round="2024")
    # "No system has a gap" reads as if all reached the standard.
    assert "There are no pillar scores for 2024, so the gap of no system is known" in said
    assert "Choose another measure, such as the range." in said and "returns has a gap" not in said
    real = app.said(ADDRESS, ics="QYG", round="2024")
    assert "Cheshire and Merseyside has no figure: there are no pillar scores for 2024." in real
    floors = app.said(ADDRESS, ics="DEMO", round="2024", measure="floor")
    assert "Floor, comparable overall score, domains shared with 2025." in floors
