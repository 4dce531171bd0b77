"""A round that has just begun empties no page: what a reader sees while returns come in, page by page."""

import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

from benchmark.common.completeness import round_received
from benchmark.core.settings import STORE_VARIABLE, Settings
from benchmark.store.publication import Publication, open_current
from tests.rounds_opening import FIRST, opened_store, submit

ABOUT_A_SYSTEM = ["", "levelling-up", "trust-position", "peer-learning", "planner", "conditions", "it-spend"]
BEGUN = {"one": lambda codes: [FIRST], "half": lambda codes: codes[::2], "all": lambda codes: codes}


@pytest.fixture(scope="module")
def stores(
    published_settings: Settings, publication: Publication, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Settings]:
    folder = tmp_path_factory.mktemp("begun")
    return {
        name: opened_store(published_settings, folder / name, of=chosen) for name, chosen in BEGUN.items()
    }


@pytest.fixture
def at(stores, app, monkeypatch):
    """The app on the store of one of BEGUN."""

    def at(name: str):
        monkeypatch.setenv(STORE_VARIABLE, str(stores[name].store))
        return app

    return at


@pytest.mark.parametrize("address", [*ABOUT_A_SYSTEM, "compare-systems", "returns"])
def test_one_trust_s_return_changes_no_page_s_round(address, at):
    opened = at("one").open(address, ics="QYG")
    assert opened.query_params["round"] == "2025"
    offered = opened.selectbox(key="select: round").options
    assert any(option.startswith("2026: ") and option.endswith(" returned") for option in offered)


@pytest.mark.parametrize("address", ABOUT_A_SYSTEM)
def test_a_page_of_a_round_that_has_only_begun_says_so_at_the_top(address, at):
    said = at("one").words(at("one").open(address, ics="QYG", round="2026"))
    assert 'class="round-band"' in said
    assert "Cheshire and Merseyside 2 of 22 returned; England 2 of 286 returned" in said


def test_all_systems_say_how_much_of_england_came(at):
    said = at("one").words(at("one").open("compare-systems", ics="QYG", round="2026"))
    assert "England 2 of 286 returned" in said
    assert "too few to say where the middle of the systems lies" in said
    assert "lies inside systems" not in said


@pytest.mark.parametrize(
    ("address", "baseline"),
    [("", "setting_median"), ("levelling-up", "setting_upper_quartile"), ("planner", "setting_median")],
)
def test_no_standard_of_two_trusts(address, baseline, at):
    query = {"fund": "10", "years": "3", "cost": "250"} if address == "planner" else {}
    opened = at("one").open(address, ics="QYG", round="2026", standard=baseline, **query)
    said = at("one").words(opened)
    assert "too few for the national" in said or "Too few returns have been received in England" in said
    if address != "planner":
        assert "Choose a fixed level as the standard" in said


@pytest.mark.parametrize("peers", ["england", "similar"])
def test_no_median_of_england_from_two_trusts(peers, at):
    said = at("one").words(at("one").open("trust-position", trust=FIRST, round="2026", peers=peers))
    assert "In England 1 of 134 returned: too few" in said
    assert "materially above" not in said


def test_with_all_of_england_everything_is_there_again(at):
    everything = at("all")
    opened = everything.open("overview", ics="QYG")
    assert opened.query_params["round"] == "2026"
    said = everything.words(opened)
    assert 'class="round-band"' not in said
    assert "There is no national median" not in said
    assert "the middle one" in everything.words(everything.open("compare-systems", ics="QYG"))


def ahead_and_behind(settings: Settings) -> tuple[str, str]:
    """A system of both rounds of which enough came, and one of which too little did, while England waits."""
    publication = open_current(settings)
    found, before = round_received(publication, year=2026), round_received(publication, year=2025)
    assert not found.england.enough
    codes = sorted(code for code in found.systems if code in before.systems and code != "DEMO")
    ahead = next(code for code in codes if found.of(code).enough and found.of(code).expected > 1)
    return ahead, next(code for code in codes if not found.of(code).enough)


def test_a_system_with_enough_returns_opens_with_the_new_round_before_england_does(at, stores):
    ahead, behind = ahead_and_behind(stores["half"])
    half = at("half")
    assert half.open("overview", ics=ahead).query_params["round"] == "2026"
    assert half.open("overview", ics=behind).query_params["round"] == "2025"
    assert half.open("compare-systems", ics=ahead).query_params["round"] == "2025"


def test_a_round_that_nobody_chose_gives_way_with_the_system(at, stores):
    ahead, behind = ahead_and_behind(stores["half"])
    opened = at("half").open("overview", ics=ahead)
    opened.selectbox(key="select: place").set_value(behind).run()
    assert opened.query_params["round"] == "2025"
    opened.selectbox(key="select: round").set_value("2026").run()
    opened.selectbox(key="select: place").set_value(ahead).run()
    opened.selectbox(key="select: place").set_value(behind).run()
    assert opened.query_params["round"] == "2026"  # chosen by the reader, so it stays


def test_the_demonstration_keeps_its_own_rounds(at):
    opened = at("all").open("overview", ics="DEMO")
    assert opened.query_params["round"] == "2025"
    assert "11 of 13 returned" in at("all").words(opened)


@pytest.fixture(scope="module")
def replaced_store(
    published_settings: Settings, publication: Publication, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Settings, int]:
    """A store in which a return changed one score of the demonstration, and that return's number."""
    folder: Path = tmp_path_factory.mktemp("replaced") / "store"
    settings = Settings(store=shutil.copytree(published_settings.store, folder))
    row = {
        "assessment_year": 2025,
        "ods_code": "DEMO1",
        "care_setting": "Acute",
        "pillar": "well_led",
        "score": 1.0,
    }
    return settings, submit(settings, pd.DataFrame([row]), "demo<1>.csv")


class TestSources:
    """What figures rest on, where a return took the place of a score that came with the product."""

    @pytest.fixture
    def replaced(self, replaced_store, app, monkeypatch):
        monkeypatch.setenv(STORE_VARIABLE, str(replaced_store[0].store))
        return app, replaced_store[1]

    @pytest.mark.parametrize("address", [*ABOUT_A_SYSTEM[:5], "conditions"])
    def test_the_return_is_named_and_linked(self, address, replaced):
        app, number = replaced
        said = app.said(address, ics="DEMO", trust="DEMO1")
        assert f'href="returns?submission={number}"' in said
        assert "demo&lt;1&gt;.csv, by Ada Analyst" in said

    def test_the_grid_marks_it_in_words(self, replaced):
        app, _ = replaced
        said = app.said("overview", ics="DEMO")
        assert said.count('<span class="mg-was">was 3.8</span>') == 2  # in the cell, and explained beneath
        (note,) = re.findall(r'<p class="mg-note"><span class="mg-was">.*?</p>', said)
        # On a narrow screen the pillar may be folded away: the note has both scores.
        assert re.search(r"Quorrelby.*, \d\.\d, was 3\.8\.</p>", note)
        assert "came with the product" in said

    def test_the_trust_s_page_says_it_beside_the_score(self, replaced):
        app, number = replaced
        said = app.said("trust-position", ics="DEMO", trust="DEMO1")
        assert f"(number {number}), published 3.8" in said

    def test_others_pages_name_no_return(self, replaced):
        app, _ = replaced
        said = app.said("overview", ics="QYG")
        assert "submitted here" not in said
        assert 'mg-was">' not in said

    def test_real_scores_of_returns_are_not_attributed_to_a_publication(self, at):
        said = at("one").words(at("one").open("overview", ics="QYG", round="2026"))
        assert "1 return submitted here: <a" in said
        assert "Source: NHS England" not in said
