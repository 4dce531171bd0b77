"""Every page runs for every kind of system, and says what the measures found."""

import gc
import re
from datetime import timedelta
from itertools import cycle

import pytest
from markupsafe import escape
from starlette.requests import Request

from benchmark.common.scope import Scope, Standard, systems
from benchmark.core.definitions import definitions
from benchmark.core.moments import utc_now
from benchmark.core.settings import PROJECT_ROOT
from benchmark.questions.gaps.measure import gaps
from benchmark.surfaces.files.method import FILE
from benchmark.surfaces.web import downloads
from benchmark.surfaces.web.site.sitemap import PAGES
from tests.app.held import publications_held
from tests.awaiting import finished

ADDRESSES = [place.address for place in PAGES]
SCOPED = ["overview", "levelling-up", "trust-position"]
BASELINES = ["floor", "ics_best", "setting_median", "setting_upper_quartile", "own_target"]
A_PLAN = {"fund": "10000000", "years": "3", "cost": "250000"}
"""What the planner asks for before it shows anything; other pages take no notice of it."""


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_opens_without_a_link_and_says_that_scores_are_self_assessed(address, app):
    assert "self-assessed" in app.said(address)


def test_where_nobody_signs_in_the_administrators_page_says_so(app):
    assert "Nobody signs in here" in app.said("who-may")


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_foot_of_every_page_says_what_levels_mean_how_to_cite_it_and_leads_to_its_rule(address, app):
    opened = app.open(address, ics="QF7")
    _, _, foot = app.words(opened).partition('<footer class="page-footer">')
    assert "<summary>What levels 1 to 5 mean</summary>" in foot
    cited = re.search(r'class="citation">([^<]+)<', foot)
    assert cited and re.match(
        r"Digital maturity: [^.]+\. .*[Pp]ublication \d{6}-\w+, figures as at ", cited[1]
    )
    kept = re.search(r'href="method\?([^"]*)#levels"', foot)
    assert kept and "ics=QF7" in kept[1]
    assert ('id="levels"' in app.words(opened)) is (address == "method")
    assert publications_held(opened) == []  # else each idle visit keeps open the file of an older one
    led = re.search(r'href="method\?[^"]*rule=(\w+)" target="_self">How this is computed', foot)
    (rule,) = [rule for rule in definitions().rules if led and rule.key == led[1]]
    said = app.said("method", rule=rule.key)
    first, _, _ = said.partition('id="levels"')
    assert f"<h3>{escape(rule.title)}</h3>" in first


def test_a_rule_that_there_is_not_is_not_shown(app):
    assert "The rule that you asked about" not in app.said("method", rule="luck")


def test_the_method_leads_to_the_document_that_the_server_gives(app):
    answer = finished(downloads.method(Request({"type": "http"})))
    assert (answer.path, answer.status_code) == (FILE, 200)
    assert PROJECT_ROOT / downloads.METHOD_ROUTE.removeprefix("/") == FILE
    assert f'href="{downloads.METHOD_ROUTE.removeprefix("/")}"' in app.said("method")


IN_TURN = [(address, baseline) for baseline, address in zip(BASELINES, cycle(SCOPED))]
"""Each standard on one of the pages."""


@pytest.mark.parametrize(("address", "baseline"), IN_TURN)
def test_every_page_takes_every_standard(address, baseline, app):
    opened = app.open(address, ics="QF7", standard=baseline)
    assert not opened.error


@pytest.mark.parametrize(("footprint", "count"), [("assessed", 42), ("current", 36)])
def test_the_overview_opens_for_every_system(footprint, count, app, publication):
    found = systems(publication, year=2025, footprint=footprint)
    assert len(found[~found["fictional"]]) == count
    if footprint == "current":  # the others stand on both
        both = systems(publication, year=2025, footprint="assessed")["ics_code"]
        found = found[~found["ics_code"].isin(both)]
        assert len(found) == 6
    for code, name in zip(found["ics_code"], found["name"], strict=True):
        assert f"{escape(name)} ({code})" in app.said("overview", ics=code, footprint=footprint)


@pytest.mark.parametrize("address", [one for one in ADDRESSES if one not in ("it-spend", "conditions")])
def test_charts_of_real_organisations_name_their_sources(address, app):
    """Nobody real has returned spending or conditions yet."""
    assert "No return yet" not in app.said(address, ics="QYG", trust="RBS", **A_PLAN)


# One return; one trust of three settings; a missing return; a long name; a successor of 2026.
@pytest.mark.parametrize("ics", ["QNQ", "QSL", "QUY", "QOX", "Z9B2Z"])
@pytest.mark.parametrize("address", SCOPED[1:])  # the overview of every system is opened above
def test_every_page_shows_systems_of_every_shape(address, ics, app):
    footprint = "current" if ics == "Z9B2Z" else "assessed"
    assert f"({ics})" in app.said(address, ics=ics, footprint=footprint)


def test_the_overview_says_the_figures_of_the_measure(app, publication):
    found = gaps(publication, Scope("QYG", 2025), Standard("floor", 3.0))
    said = app.said("overview", ics="QYG")
    assert f"{found.summary.below} of {found.summary.unit_pillars} scores" in said
    assert f"{found.summary.mean:.2f} points" in said
    assert "Pulled apart" in said


@pytest.mark.parametrize(
    ("ics", "verdict"), [("QF7", "levelled up"), ("QWO", "its leaders slipped"), ("QHL", "pulled apart")]
)
def test_levelling_up_tells_the_three_stories_apart(ics, verdict, app):
    assert verdict in app.said("levelling-up", ics=ics)


def test_a_missing_return_is_listed_and_never_counted(app):
    said = app.said("overview", ics="QUY")
    assert "Avon and Wiltshire" in said
    assert "Missing returns for 2025: " in said


@pytest.mark.parametrize("address", ["overview", "levelling-up", "peer-learning", "planner"])
def test_without_own_targets_the_page_says_so_and_offers_the_template_and_another_standard(address, app):
    plan = {"fund": "1000000", "years": "2", "cost": "250000"}
    said = app.said(address, ics="QF7", standard="own_target", **plan)
    assert "has set targets of its own" in said
    assert 'href="upload?template=own_targets&amp;' in said and "digital lead can say" in said


def test_a_link_with_unknown_values_says_so_shows_known_ones_and_stays_as_it_is(app):
    asked = {"round": "1066", "level": "9", "region": "Mars", "sort": "<b>luck</b>", "footprint": "old"}
    opened = app.open("overview", ics="QF7", asat="2001-01-01", **asked)
    said = app.words(opened)
    for label, value, instead in (
        ("Round", "1066", "2025"),
        ("Level", "9", "3"),
        ("Region", "Mars", "All regions"),
        ("Order of rows", "&lt;b&gt;luck&lt;/b&gt;", "Widest gap first"),
        ("Footprint", "old", "As assessed"),
        ("As at", "2001-01-01", "now"),
    ):
        assert f"{label}: the link asks for “{value}”, which there is not here. Shown: {instead}" in said
    assert {name: opened.query_params[name] for name in asked} == asked
    opened.selectbox(key="select: level").set_value("4").run()
    assert opened.query_params["level"] == "4"
    assert "Level: the link asks for" not in app.words(opened)
    assert "Round: the link asks for “1066”" in app.words(opened)


def test_notes_name_unknown_names_in_a_link_repeated_ones_and_named_trusts(app):
    unknown = {"year": "2023", "rond": "2024", "zzz": "1", "x": "", "y": ""}
    twice = {"LEVEL": "4", "level": "3"}
    opened = app.open("trust-position", trust="RBS", **{"with": " rbq,R9Z9Z,RBS"}, **twice, **unknown)
    said = app.words(opened)
    for sentence in (
        "“year”: the link asks for “2023” by this name, which no page knows. The nearest is “round”.",
        "“rond”: the link asks for “2024” by this name, which no page knows. The nearest is “round”.",
        "“zzz”: the link asks for “1” by this name, which no page knows.</p>",
        "Other names in the link: 2 more that no page knows.",
        "“level” is there twice: the link asks for “4” too. Taken: “3”.",
        "Named trusts: the link asks for “R9Z9Z”, which there is not here. Shown: the others.",
    ):
        assert sentence in said, sentence
    assert {name: opened.query_params[name] for name in unknown} == unknown
    assert "System: the link" not in said


@pytest.mark.parametrize("address", ["overview", "levelling-up", "compare-systems", "trust-position"])
def test_an_unknown_system_or_trust_gets_the_nearest_and_none_is_shown(address, app):
    opened = app.open(address, ics="QXG")
    said = app.words(opened)
    assert "There is no ICS QXG on the footprint as assessed. Nearest: " in said
    assert opened.query_params["ics"] == "QXG"
    assert "<h1" in said and "Every trust" not in said


def test_an_unknown_trust_gets_the_nearest(app):
    opened = app.open("trust-position", trust="RBT9")
    assert "There is no trust RBT9. Nearest: " in app.words(opened)
    assert "ics" not in opened.query_params


@pytest.mark.parametrize(
    ("link", "meant"),
    [
        ({"ics": " qsl "}, {"ics": "QSL"}),
        ({"ics": "bath and North East Somerset, Swindon and Wiltshire"}, {"ics": "QOX"}),
        ({"trust": "demo3"}, {"ics": "DEMO", "trust": "DEMO3"}),
        ({"trust": "Alder hey Children's NHS foundation trust"}, {"ics": "QYG", "trust": "RBS"}),
        ({"ics": "QF7", "standard": "Setting_Median "}, {"standard": "setting_median"}),
        (
            {"ICS": "QYG", "Round": "2025.0", "LEVEL": "03.50", "region": "north-west"},
            {"ics": "QYG", "round": "2025", "level": "3.5", "region": "North West"},
        ),
        ({"Trust": "RBS", "As-At": ""}, {"ics": "QYG", "trust": "RBS"}),
    ],
)
def test_a_code_or_a_name_is_known_in_any_letters(link, meant, app):
    opened = app.open("trust-position" if {"trust", "Trust"} & set(link) else "overview", **link)
    assert {name: opened.query_params[name] for name in meant} == meant
    assert "the link asks for" not in app.words(opened)


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ({"trust": "RA3"}, "Weston Area Health NHS Trust (RA3) has become part of "),
        (
            {"ics": "QMJ", "footprint": "current"},
            "North Central London (QMJ) is not on the current footprint. Shown: West and North London",
        ),
        (
            {"trust": "DEMO3", "ics": "QF7"},
            "System: the link asks for South Yorkshire (QF7) and for a trust that is not in it. ",
        ),
        (
            {"trust": "DEMO3", "ics": "QXG"},
            "System: the link asks for “QXG” and for a trust that is not in it. ",
        ),
        (
            {"trust": "DEMO3", "group": "DLN"},
            "Group: the link asks for “DLN” and for a trust that is not in it. ",
        ),
        (
            {"ics": "qyg", "region": "London"},
            "Region: the link asks for London and for Cheshire and Merseyside (QYG) in North West, ",
        ),
    ],
)
def test_a_merged_organisation_is_named_and_not_replaced_silently(link, said, app):
    opened = app.open("trust-position" if "trust" in link else "overview", **link)
    assert said in app.words(opened)
    # After a change of a filter the page says no more: it is the reader's own choice by then.
    opened.selectbox(key="select: standard").set_value("setting_median").run()
    assert said not in app.words(opened)


def test_a_change_of_region_chooses_a_system_in_it(app):
    opened = app.open("overview", ics="QYG")
    opened.selectbox(key="select: region").set_value("London").run()
    assert not opened.exception
    assert opened.query_params["region"] == "London"
    assert "London" in app.words(opened)


def test_every_download_that_a_page_offers_is_there(app):
    shown = {address: app.open(address, ics="DEMO", trust="DEMO1") for address in ADDRESSES}
    gc.collect()  # once, for it goes through every remembered page
    for address, opened in shown.items():
        tokens = re.findall(r'href="download/([^/"]+)/', app.words(opened))
        assert all(token in downloads._known for token in tokens), address
        assert tokens or address in ("upload", "method", "planner", "board-pack", "what-changed"), address


def test_other_publications_are_beside_the_scores_where_a_reader_asks_for_them(app):
    without = app.said("overview", ics="DEMO")
    assert "Published elsewhere" not in without
    said = app.said("overview", ics="DEMO", beside="published")
    assert "Published elsewhere" in said
    assert '<td class="mg-beside">Data security approaching, 2022/23; records mixed, 2024/25</td>' in said
    # A trust without a return has its publications all the same.
    assert said.count('<td class="mg-beside">Data security met, 2022/23; records mixed, 2024/25</td>') >= 2


@pytest.mark.parametrize(
    ("ics", "said"),
    [("QNQ", "The only return is in both rounds."), ("QF7", "All 12 returns are in both rounds.")],
)
def test_the_returns_that_could_be_followed_agree_with_their_count(ics, said, app):
    assert said in app.said("levelling-up", ics=ics)


_LED_TO = re.compile(
    r'href="((?:overview|levelling-up|peer-learning|trust-position|it-spend|conditions)\?[^"]*)"'
)


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("overview", {"ics": "QYG"}),
        ("peer-learning", {"ics": "QYG"}),
        ("conditions", {"ics": "DEMO"}),
        ("trust-position", {"ics": "QYG", "trust": "REM"}),
        ("groups", {}),
    ],
)
def test_links_on_a_page_of_a_past_day_keep_that_day(address, asked, app, older_shown):
    day = (utc_now() - timedelta(days=5)).date().isoformat()
    now = _LED_TO.findall(app.said(address, **asked))
    then = _LED_TO.findall(app.said(address, **asked, asat=day))
    again = _LED_TO.findall(app.said(address, **asked))
    assert then and all(f"asat={day}" in link for link in then)
    assert now == again and not any("asat" in link for link in now)
