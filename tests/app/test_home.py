"""The first page: nobody's figures unasked, doors that lead somewhere, and what is chosen opens at once."""

import re
from html import unescape
from urllib.parse import parse_qs, urlparse

import pytest

from benchmark.common.scope import Scope, Standard
from benchmark.core.definitions import doors
from benchmark.core.settings import PROJECT_ROOT
from benchmark.questions.progress.measure import progress
from benchmark.questions.systems.measure import background, side_by_side
from benchmark.surfaces.web.choices.choose_place import BOX, places
from benchmark.surfaces.web.choices.offered import offered_systems
from benchmark.surfaces.web.site.sitemap import PAGES

OF_A_SYSTEM = [
    "overview",
    "levelling-up",
    "peer-learning",
    "it-spend",
    "planner",
    "conditions",
    "trust-position",
]


def test_the_first_page_chooses_no_system_by_itself(app):
    opened = app.open("")
    assert "ics" not in opened.query_params
    assert not [box for box in opened.selectbox if box.key == "select: place"]


@pytest.mark.parametrize("address", OF_A_SYSTEM)
def test_a_page_of_a_system_asks_which_before_it_shows_one(address, app):
    opened = app.open(address)
    assert "Choose a system, a group or a trust" in app.words(opened)
    questions = [one.words for door in doors() for one in door.questions if one.page == address]
    assert f"The page then answers: {questions[0]}" in app.words(opened)
    assert "ics" not in opened.query_params
    opened.selectbox(key=BOX).set_value("QSL").run()
    assert not opened.exception
    assert "(QSL)" in app.words(opened)
    assert opened.query_params["ics"] == "QSL"


@pytest.mark.parametrize(("trust", "shown"), [("rbs", "QYG"), ("DEMO1", "DEMO"), ("XXX", None)])
def test_a_link_with_a_trust_alone_means_its_system(trust, shown, app):
    opened = app.open("overview", trust=trust)
    assert dict(opened.query_params).get("ics") in (shown, [shown])
    assert ("There is no trust XXX" in app.words(opened)) is (shown is None)


def test_a_trust_that_is_chosen_opens_on_its_position_and_a_system_on_its_overview(app):
    for code, title in (("RBS", "Trust position"), ("QSL", "ICS overview")):
        opened = app.open("")
        opened.selectbox(key=BOX).set_value(code).run()
        assert not opened.exception
        (head,) = re.findall(r'<p class="page-name">(.*?)</p>', app.words(opened))
        assert head == title


def test_every_system_and_every_trust_can_be_chosen(publication):
    known = places(publication)
    systems = offered_systems(publication, year=2025, footprint="assessed").systems
    assert set(systems) <= set(known)
    assert sum(place.is_trust for place in known.values()) > 200
    fictional = [code for code, place in known.items() if place.words.endswith(", fictional")]
    assert fictional and [*known][-len(fictional) :] == fictional


def test_a_link_to_the_root_with_an_organisation_in_it_never_stays_there(app):
    assert "ICS overview" in app.said("", ics="QF7", standard="setting_median")
    opened = app.open("", trust="RBS")
    assert "Alder Hey" in app.words(opened) and opened.query_params["ics"] == "QYG"


def test_each_question_of_each_door_leads_to_a_page_that_answers(app):
    said = app.said("")
    pages = {place.address for place in PAGES}
    for door in doors():
        assert door.title in said and len(door.questions) >= 6
        for question in door.questions:
            (address,) = re.findall(
                rf'<a href="([^"]+)" target="_self">{re.escape(question.words)}</a>', said
            )
            assert urlparse(address).path in pages
            query = {name: values[0] for name, values in parse_qs(urlparse(address).query).items()}
            opened = app.open(urlparse(address).path, ics="DEMO", trust="DEMO3", **query)
            assert not opened.error


def link_to_start(opened) -> str:
    (link,) = (link for link in opened.get("page_link") if link.proto.label == "Start")
    return link.proto.query_string


@pytest.mark.parametrize("place", [{"ics": "QYG"}, {"group": "DLN"}, {"trust": "RBS"}])
def test_the_link_to_the_first_page_leads_there_and_back_to_what_was_chosen(app, place):
    """It named the place, so the root led on to the place's page; and the doors asked for a place again."""
    chosen = {"standard": "setting_median"}
    opened = app.open("trust-position" if "trust" in place else "overview", **place, **chosen)
    query = {name: values[0] for name, values in parse_qs(link_to_start(opened)).items()}
    assert query == chosen
    opened.query_params.clear()
    for name, value in query.items():
        opened.query_params[name] = value
    opened.switch_page(str(PROJECT_ROOT / "pages" / "home.py")).run()
    (address,) = re.findall(
        r'<a href="([^"]+)" target="_self">What do I take to the board\?', app.words(opened)
    )
    led = {name: values[0] for name, values in parse_qs(urlparse(unescape(address)).query).items()}
    assert (place | chosen).items() <= led.items()


def test_what_a_trust_asks_about_itself_leads_to_its_own_part_of_a_system_s_page(app):
    """Its spend and whom it could learn from led to the whole system's page, and the trust was lost."""
    opened = app.open("trust-position", trust="RBS")
    opened.query_params.clear()
    opened.switch_page(str(PROJECT_ROOT / "pages" / "home.py")).run()
    for question in ("Is our IT spend in line?", "Who could we learn from?"):
        (address,) = re.findall(rf'<a href="([^"]+)" target="_self">{re.escape(question)}', app.words(opened))
        query = {name: values[0] for name, values in parse_qs(urlparse(unescape(address)).query).items()}
        led = app.open(urlparse(address).path, **query)
        assert led.selectbox(key="select: focus").value == "RBS"


def test_a_trust_of_a_system_that_was_left_is_in_no_link_of_the_first_page(app):
    opened = app.open("overview", ics="QF7", trust="RBS", footprint="assessed")
    opened.query_params.clear()
    opened.session_state["chosen: trust"] = "RBS"
    opened.switch_page(str(PROJECT_ROOT / "pages" / "home.py")).run()
    (address,) = re.findall(r'<a href="([^"]+)" target="_self">Are we moving\?', app.words(opened))
    assert "ics=QF7" in address and "trust=" not in address


def test_the_map_counts_the_systems_whose_returns_are_a_level_apart(app, publication):
    systems = side_by_side(
        publication,
        year=2025,
        footprint="assessed",
        standard=Standard(),
        pillar=None,
        known=background(publication, year=2025, footprint="assessed"),
    ).systems
    ranges = systems["range"].dropna().tolist()
    far = sum(apart > 1 - 1e-9 for apart in ranges)
    assert 0 < far < len(ranges)
    said = app.said("")
    assert f"In {far} of {len(ranges)} systems" in said
    assert "2025: 285 of 286 returns, scores on seven pillars" in said
    assert "2024: 285 overall scores, no pillars. Who else returned is not known." in said


OF_PILLARS = ["overview", "levelling-up", "peer-learning", "planner", "trust-position", "board-pack"]


@pytest.mark.parametrize("address", OF_PILLARS)
def test_a_round_without_pillars_shows_its_overall_scores(address, app, publication):
    opened = app.open(address, ics="QYG", round="2024")
    said = app.words(opened)
    assert "Of 2024 only overall scores are published" in said
    assert opened.query_params["round"] == "2024"
    units = progress(publication, Scope("QYG", 2025)).units
    assert len(units) == 22
    table = said.split("Overall scores of 2024</h2>")[1].split("</table>")[0]
    assert table.count("<tr>") - 1 == len(units)
    for score in units["score_from"]:
        assert f">{score:.2f}<" in table
    assert "levelling-up?" in said and "round=2025" in said


def test_the_way_back_up_is_a_link(app):
    said = app.said("trust-position", ics="QYG", trust="RBS", level="4")
    crumbs = re.findall(r'<li><a href="([^"?]+)\?([^"]*)" target="_self">(.*?)</a></li>', said)
    assert [(page, words) for page, _, words in crumbs] == [
        ("compare-systems", "England"),
        ("overview", "Cheshire and Merseyside (QYG)"),
    ]
    assert all("level=4" in query and "trust=" not in query for _, query, _ in crumbs)
