"""Every page can be tried with the Demonstration ICS, says that it is fictional, and keeps it apart."""

import csv
import io
import re
from html import unescape
from itertools import cycle, product

import pytest

from benchmark.surfaces.web import downloads
from benchmark.surfaces.web.page import FICTIONAL
from benchmark.surfaces.web.site.sitemap import PAGES
from tests.app.test_pages import A_PLAN, BASELINES, SCOPED
from tests.shipped import DEMONSTRATION

ROUNDS = ["2023", "2024", "2025"]
WITHOUT_FIGURES = ("board-pack", "what-changed")
"""A form, and what differs from an earlier day, which this store has not: tests of their own ask both."""
NOT_ABOUT_A_SYSTEM = ("", "groups", "upload", "returns", "method")
ABOUT_A_SYSTEM = [place.address for place in PAGES if place.address not in NOT_ABOUT_A_SYSTEM]
OF_REAL_SYSTEMS_ALONE = "compare-systems"

OF_REAL_SYSTEMS = "all-systems-"
"""How the names of files begin in which all real systems stand, and no fictional one."""


@pytest.mark.parametrize("address", ABOUT_A_SYSTEM)
@pytest.mark.parametrize("year", ROUNDS)
def test_every_page_about_a_system_says_that_it_is_fictional(address, year, app):
    opened = app.open(address, ics="DEMO", round=year)
    said = app.words(opened)
    assert opened.query_params["ics"] == "DEMO"
    assert opened.query_params["round"] == year
    fictional = address != OF_REAL_SYSTEMS_ALONE
    assert (f'<p class="fictional-band" role="note">{FICTIONAL}</p>' in said) == fictional
    assert ('<h1 class="page-title">Fictional: ' in said) == fictional
    assert bool(re.search("<li>(<a [^>]*>)?England<", said)) != fictional


IN_TURN = [(address, *asked) for asked, address in zip(product(ROUNDS, BASELINES), cycle(SCOPED))]
"""Each standard in each round, on one of the pages."""


@pytest.mark.parametrize(("address", "year", "baseline"), IN_TURN)
def test_every_round_takes_every_standard(address, year, baseline, app):
    assert not app.open(address, ics="DEMO", round=year, standard=baseline).error


def test_every_trust_has_its_page(app):
    for number in range(1, 9):
        opened = app.open("trust-position", ics="DEMO", trust=f"DEMO{number}")
        assert opened.query_params["trust"] == f"DEMO{number}"
        no_return = "has no return for 2025" in app.words(opened)
        assert no_return == (number == 5)


@pytest.mark.parametrize("address", [address for address in ABOUT_A_SYSTEM if address not in WITHOUT_FIGURES])
def test_every_figure_and_every_download_says_fictional_but_those_of_real_systems(address, app):
    said = app.said(address, ics="DEMO", trust="DEMO3", **A_PLAN)
    titles = figure_titles(said)
    real = [title for title in titles if not title.startswith("Fictional: ")]
    if address == "levelling-up":
        assert real == titles[-1:] and len(titles) == 4
        assert "The fictional one that you look at is not among them." in said
    else:
        assert titles
        assert real == (titles if address == OF_REAL_SYSTEMS_ALONE else [])
    offered = files_of(said)
    assert offered
    for file in offered:
        content = csv_of(file)
        if file.file_name.startswith(OF_REAL_SYSTEMS) or file.file_name.endswith("-template.csv"):
            assert not any("DEMO" in cell for row in content for cell in row.values())
            continue
        assert file.file_name.startswith("fictional-"), file.file_name
        assert content and all(row["Fictional"] == "yes" for row in content)


def test_a_real_system_is_never_offered_the_round_of_2023(app):
    opened = app.open("overview", ics="QYG", round="2023")
    assert "Round: the link asks for “2023”, which there is not here. Shown: 2025." in app.words(opened)
    assert opened.selectbox(key="select: round").options == ["2024, overall", "2025"]
    assert FICTIONAL not in app.words(opened)


def test_the_rounds_on_offer_follow_the_system(app):
    opened = app.open("overview", ics="DEMO", round="2023")
    assert opened.selectbox(key="select: round").options == ROUNDS
    systems = opened.selectbox(key="select: place").options[:43]
    assert systems[-1] == "Demonstration ICS (fictional) (DEMO)"  # groups come after it
    opened.selectbox(key="select: place").set_value("QYG").run()
    assert not opened.exception
    assert (opened.query_params["ics"], opened.query_params["round"]) == ("QYG", "2025")
    opened.selectbox(key="select: place").set_value("DEMO").run()
    assert opened.selectbox(key="select: round").options == ROUNDS


def test_a_real_region_leads_away_from_the_demonstration_and_its_round(app):
    opened = app.open("overview", ics="DEMO", round="2023")
    opened.selectbox(key="select: region").set_value("London").run()
    assert not opened.exception
    assert opened.query_params["round"] == "2025"
    assert FICTIONAL not in app.words(opened)


def test_a_round_without_national_figures_says_so(app):
    said = app.said("overview", ics="DEMO", round="2024", standard="setting_median")
    assert "No pillar scores of real trusts are known for 2024" in said


def test_own_targets_are_shown(app):
    said = app.said("overview", ics="DEMO", standard="own_target")
    assert "scores are materially below their own targets" in said
    assert "mean gap to its own target" in said
    assert "has set targets of its own" not in said


@pytest.mark.parametrize("address", ABOUT_A_SYSTEM)
def test_no_download_of_a_real_system_holds_a_fictional_row(address, app):
    for file in files_of(app.said(address, ics="QYG", trust="RBS", **A_PLAN)):
        assert "fictional" not in file.file_name
        text = file.frame.to_csv()
        assert "DEMO" not in text and "Fictional" not in text


def test_the_log_and_the_method_mark_what_is_fictional(app):
    said = app.said("returns", origin="demonstration").replace("<wbr>", "")
    assert f"{DEMONSTRATION} submissions, the newest first" in said
    assert "Demonstration data (fictional)" in said
    assert "fictional_it_spend.csv" in said
    said = app.said("method")
    assert "What is fictional" in said
    assert "Fictional data that comes with this product" in said


def figure_titles(said: str) -> list[str]:
    """The titles of a page's figures: headings of the third level with what is drawn below them."""
    title = re.compile(r'<h3 class="figure-title">([^<]*)</h3>\s*<p class="figure-subtitle">')
    return [unescape(found) for found in title.findall(said)]


def files_of(said: str) -> list[downloads.Download]:
    """The files that a page offers."""
    return [downloads._known[token] for token in re.findall(r'href="download/([^/"]+)/', said)]


def csv_of(file: downloads.Download) -> list[dict[str, str]]:
    """A file's rows as they are downloaded."""
    text = downloads.csv_bytes(file.frame, byte_order_mark=True).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))
