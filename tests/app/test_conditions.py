"""The page of conditions: without a return, with many, for a system and one trust, and as at a past day."""

import re
from itertools import cycle

import pytest

from benchmark.common.scope import Scope, Standard
from benchmark.core.policy import Places
from benchmark.questions.conditions.coverage import coverage
from benchmark.questions.conditions.measure import conditions
from benchmark.questions.conditions.page import conditions_page
from benchmark.questions.gaps.measure import gaps
from benchmark.returns import check_return, submit_return
from benchmark.store.publication import Publication, open_current
from benchmark.store.publication.rights import rights_of
from benchmark.store.publication.view import restricted
from benchmark.surfaces.web.blocks import Block, Chart, Html
from benchmark.surfaces.web.choices.filters import Filters
from benchmark.surfaces.web.downloads import Download
from benchmark.surfaces.web.page import FICTIONAL
from benchmark.surfaces.web.pictures import Picture
from tests.app.test_pages import BASELINES
from tests.restricted import person

RETURN = (
    b"assessment_year,ods_code,section,item,answer,pillar,priority,stage\n"
    b"2025,RBS,board_readiness,joined_teams,partly,,,\n"
    b"2025,RBS,programme,A test's portal,,empower_people,1,delivery\n"
)
"""A test's file: the trust said nothing of it, and the store that it goes into is thrown away."""


def test_a_real_system_says_that_nothing_was_returned_and_how_to_return(app):
    said = app.said("conditions", ics="QF7")
    assert "No trust of South Yorkshire has returned its conditions" in said
    assert "What a return would show" in said
    assert "Download the template as CSV" in said
    assert "Trusts still to ask: 7" in said
    assert "What is done about" in said and "not known" in said
    assert "Our reading of NHS Providers" in said


def test_the_headline_is_what_the_measure_found(app, publication):
    scope = Scope("DEMO", 2025)
    summary = coverage(gaps(publication, scope, Standard()), conditions(publication, scope)).summary
    opened = app.open("conditions", ics="DEMO")
    said = app.words(opened)
    assert f"{summary.not_addressed} of {summary.known} material gaps to level 3" in said
    assert FICTIONAL in said
    for title in ("Board readiness", "Digital posts", "Legacy estate (restricted)", "Capabilities in use"):
        assert title in said
    assert len(opened.get("vega_lite_chart")) + len(opened.get("arrow_vega_lite_chart")) == 1


@pytest.mark.parametrize("code", ["DEMO1", "DEMO5", "DEMO8"])  # scores, none, an ambulance service
def test_one_trust_has_a_view_of_its_own(app, code):
    opened = app.open("conditions", ics="DEMO", focus=code)
    assert opened.query_params["focus"] == code
    said = app.words(opened)
    assert "All trusts here" in said


def test_a_trust_that_did_not_return_its_scores_is_never_said_to_have_no_gap(app):
    said = app.said("conditions", ics="DEMO", focus="DEMO5")
    assert '<h1 class="page-title">Fictional: No score of 2025 that can be held to level 3</h1>' in said
    assert "no material gap" not in said.casefold()


def test_each_trust_s_own_targets_are_named_in_the_plural(app):
    assert "to their own targets" in app.said("conditions", ics="DEMO", standard="own_target")
    own = app.said("conditions", ics="DEMO", standard="own_target", focus="DEMO6")
    assert "to its own target" in own


def test_an_unknown_trust_in_the_link_shows_all(app):
    said = app.said("conditions", ics="DEMO", focus="R9Z9Z")
    assert "Trust: the link asks for “R9Z9Z”, which there is not here. Shown: All trusts" in said


@pytest.mark.parametrize(("baseline", "ics"), [*zip(BASELINES, cycle(("DEMO", "QNQ", "QUY")))])
def test_every_standard_for_systems_of_every_shape(app, baseline, ics):
    assert not app.open("conditions", ics=ics, standard=baseline).error


@pytest.mark.parametrize(("ics", "footprint"), [("Z9B2Z", "current"), ("QOX", "assessed")])
def test_both_footprints(app, ics, footprint):
    assert f"({ics})" in app.said("conditions", ics=ics, footprint=footprint)


def test_an_earlier_round_shows_the_returns_of_that_round(app):
    said = app.said("conditions", ics="DEMO", round="2024")
    assert "return of 2024" not in said
    assert "return of 2024" in app.said("conditions", ics="DEMO", round="2025")


def test_a_submitted_return_shows_at_once(app, own_store):
    assert "No trust of Cheshire" in app.said("conditions", ics="QYG")
    checked = check_return(RETURN, "test.csv", publication=open_current(own_store))
    submit_return(own_store, checked, by="A tester", note="")
    said = app.said("conditions", ics="QYG")
    assert "A programme addresses the one material gap to level 3" in said
    assert "15 trusts have not returned programmes" in said
    assert "No trust of this system has returned this section" in said


@pytest.mark.parametrize("focus", [None, "DEMO6"])
def test_a_peer_gets_no_legacy_count_on_the_page_or_in_a_file(publication, focus):
    scope = Scope("DEMO", 2025)
    filters = Filters(scope, Standard(), "Demonstration ICS", "Nowhere", fictional=True)
    trusts = frozenset(f"DEMO{number}" for number in range(1, 9))
    places = Places({"DEMO": trusts}, {"DEMO": "names"})

    def page_of(reading: Publication) -> str:
        view = conditions_page(reading, filters, focus=focus)
        pieces = [block for block in view.blocks if isinstance(block, Html)]
        kept = [one for piece in pieces for one in piece.keeps]
        files = [one.frame.to_csv() for one in kept if isinstance(one, Download)]
        files += [str(one._figure) for one in kept if isinstance(one, Picture)]
        return "".join(piece.text for piece in pieces) + "".join(files) + view.answer.whole

    counts = conditions(publication, scope).legacy
    servers = counts[(counts["ods_code"] == "DEMO6") & (counts["item"] == "servers")].iloc[0]
    count = f"{servers['unsupported']:.0f} of {servers['systems']:.0f}"
    peer = restricted(publication, rights_of(person("trust", "DEMO1"), places))
    seen, hidden = page_of(publication), page_of(peer)
    assert count in seen and "restricted: shown in bands below" not in seen
    assert count not in hidden and "1,000 or more" in hidden
    assert f",{servers['systems']:.0f},{servers['unsupported']:.0f}," not in hidden
    leader = restricted(publication, rights_of(person("leader", "DEMO"), places))
    assert page_of(leader).count(count) == seen.count(count)


def test_another_standard_redraws_no_chart_and_its_links_name_it(publication):
    def blocks_of(standard: Standard) -> tuple[Block, ...]:
        filters = Filters(Scope("DEMO", 2025), standard, "Demonstration ICS", "Nowhere", fictional=True)
        return conditions_page(publication, filters, focus=None).blocks

    one, other = blocks_of(Standard()), blocks_of(Standard("own_target"))
    charts = [[block for block in blocks if isinstance(block, Chart)] for blocks in (one, other)]
    assert len(charts[0]) == 1 and charts[0][0] is charts[1][0]
    for blocks, said in ((one, False), (other, True)):
        whole = "".join(block.text for block in blocks if isinstance(block, Html))
        links = re.findall(r'href="(conditions\?[^"]*focus=DEMO\d)"', whole)
        # Eight trusts: in the coverage, both grids of answers, the estate and the programmes.
        assert len(links) == 8 * 5
        assert all(("standard=own_target" in link) is said for link in links)
        assert "\0" not in whole


def test_the_reported_spend_has_its_date_beside_what_was_returned(app):
    said = app.said("conditions", ics="DEMO")
    assert "reported to spend less than 2% of expenditure on IT where 5% was recommended (May 2020)" in said


def test_one_trust_s_gaps_do_not_name_a_neighbours_return_as_their_source(app, own_store, tmp_path):
    file = tmp_path / "scores.csv"
    file.write_text("assessment_year,ods_code,care_setting,pillar,score\n2025,DEMO5,Community,well_led,2.5\n")
    checked = check_return(file, file.name, publication=open_current(own_store))
    submit_return(own_store, checked, by="A tester", note="Invented")
    named = "(scores.csv, by A tester, "
    assert named in app.said("conditions", ics="DEMO")
    assert named in app.said("conditions", ics="DEMO", focus="DEMO5")
    assert named not in app.said("conditions", ics="DEMO", focus="DEMO4")
    assert named in app.said("conditions", ics="DEMO", focus="DEMO4", standard="ics_best")
