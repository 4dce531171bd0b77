"""The page Peer learning says what the measure found, for every shape of system, and for one trust."""

import pytest
from markupsafe import escape

from benchmark.common.scope import Scope, Standard
from benchmark.questions.learning.measure import learning
from tests.app.test_pages import BASELINES

ADDRESS = "peer-learning"


@pytest.mark.parametrize("baseline", BASELINES)
def test_it_takes_every_standard(baseline, app):
    opened = app.open(ADDRESS, ics="QF7", standard=baseline)
    assert not opened.error
    assert "(QF7)" in app.words(opened)


# One return; one trust of three settings; a missing return; a long name; a successor of 2026; invented.
@pytest.mark.parametrize("ics", ["QNQ", "QSL", "QUY", "QOX", "Z9B2Z", "DEMO"])
def test_it_shows_systems_of_every_shape(ics, app):
    footprint = "current" if ics == "Z9B2Z" else "assessed"
    said = app.said(ADDRESS, ics=ics, footprint=footprint)
    assert f"({ics})" in said
    assert "Who rose more than expected" in said


def test_it_says_what_the_measure_found(app, publication):
    found = learning(publication, Scope("QYG", 2025), Standard())
    said = app.said(ADDRESS, ics="QYG")
    assert f"{len(found.matched)} of {len(found.needs)} material gaps to level 3 find a helper" in said
    assert f"{len(found.asked)} trusts" in said
    for need in found.needs:
        assert escape(need.trust) in said
    assert "Position of East Cheshire NHS Trust" in said


def test_how_often_a_trust_is_asked_is_the_readers_choice_and_in_the_link(app, publication):
    found = learning(publication, Scope("QYG", 2025), Standard(), most=1)
    opened = app.open(ADDRESS, ics="QYG", most="1")
    assert f"{len(found.matched)} of {len(found.needs)} material gaps" in app.words(opened)
    assert "would be asked, none more than once" in app.words(opened)
    opened = app.open(ADDRESS, ics="QYG", most="900")
    assert "the link asks for “900”, which there is not here. Shown: " in app.words(opened)


def test_one_trust_narrows_the_page(app):
    said = app.said(ADDRESS, ics="QYG", focus="RJN")
    assert "11 of 14 material gaps of East Cheshire NHS Trust find a helper" in said
    assert "Position of East Cheshire NHS Trust" in said
    assert "Position of The Walton Centre" not in said


def test_needs_that_count_twice_are_named(app):
    twice = "counts, so one need is counted more than once."
    said = app.said("peer-learning", ics="QYG")
    assert f"East Cheshire NHS Trust (Acute and Community). Each care setting {twice}" in said
    one = app.said("peer-learning", ics="QYG", focus="RJN")
    assert twice in one and "Alder Hey" not in one.split(twice)[0].split("The same scores in every")[1]
    assert twice not in app.said("peer-learning", ics="QYG", focus="RW4")


def test_a_trust_of_another_system_shows_them_all(app):
    said = app.said(ADDRESS, ics="QF7", focus="RJN")
    assert "8 of 54 material gaps" in said


def test_a_trust_without_a_return_has_no_zero(app):
    said = app.said(ADDRESS, ics="QUY", focus="RVN")
    assert "has no score that can be held to level 3 in this round" in said
    assert "A missing return is not a score of zero" in said
    assert "there is no change to show" in said


def test_a_trust_without_accounts_says_what_its_likeness_rests_on(app):
    said = app.said(ADDRESS, ics="QMJ", focus="G6V2S")
    assert "Nothing is published on operating expenditure" in said
    assert "rests on type, what it specialises in and number of care settings alone" in said


def test_one_trust_in_the_system_leads_elsewhere(app):
    said = app.said(ADDRESS, ics="QNQ")
    assert "Frimley has a single trust with a return" in said
    assert "Elsewhere: " in said
    assert "Who could help which trust" not in said


def test_nothing_material_says_so(app):
    said = app.said(ADDRESS, ics="QYG", standard="floor", level="1")
    assert "No return of Cheshire and Merseyside is materially below level 1" in said
    assert "nobody to match" in said


def test_without_targets_it_says_so(app):
    said = app.said(ADDRESS, ics="QYG", standard="own_target")
    assert "has set targets of its own" in said


def test_the_demonstration_has_offers_and_is_labelled(app):
    said = app.said(ADDRESS, ics="DEMO")
    assert "Trusts that offer help" in said and "Trusts that ask for help" in said
    assert "fictional-" in said
    assert "Fictional: Of " in said
    assert "in England to look" not in said


def test_how_to_offer_or_ask_is_explained_where_no_trust_has(app):
    said = app.said(ADDRESS, ics="QYG")
    assert "has offered help or asked for it yet" in said
    assert 'href="upload?template=peer_exchange' in said


def test_each_trust_s_own_targets_are_named_in_the_plural(app):
    said = app.said("peer-learning", ics="DEMO", standard="own_target")
    assert "material gaps to their own targets" in said
