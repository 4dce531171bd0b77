"""Templates on the page "Upload returns": for which trust, which kind, and every column with its values."""

from html import unescape

import pytest

from benchmark.core.definitions import condition_sections
from benchmark.core.people import LOCAL_PERSON
from benchmark.core.policy import Places
from benchmark.returns.templates.columns import template_columns
from benchmark.returns.templates.request import NOBODY, kinds_for, system_subject, trust_subject
from benchmark.store.publication.rights import rights_of
from benchmark.store.publication.view import restricted
from benchmark.surfaces.web.returns.templates import sees_current
from tests.restricted import person

KINDS_RETURNED = kinds_for(NOBODY)


def chosen(opened, key):
    return opened.selectbox(key=f"template-{key}").value


def test_a_link_opens_for_its_system(app):
    opened = app.open("upload", template="it_spend", ics="DEMO", round="2024")
    assert chosen(opened, "for") == "A system or group"
    assert chosen(opened, "ics") == "DEMO"
    assert chosen(opened, "round") == 2024
    assert "Filled in for Demonstration ICS (fictional) (DEMO): 8 trusts" in app.words(opened)


def test_a_link_to_another_group_opens_for_that_one(app):
    """Followed within one visit, it left the template of the group before."""
    opened = app.open("upload", template="it_spend", group="LIVERPOOL")
    opened.query_params["group"] = "DLN"
    assert (chosen(opened, "for"), chosen(opened.run(), "ics")) == ("A system or group", "DLN")


def test_a_link_opens_for_its_trust(app):
    opened = app.open("upload", template="conditions", ics="DEMO", trust="DEMO3")
    assert (chosen(opened, "for"), chosen(opened, "trust")) == ("A trust", "DEMO3")


def test_a_trust_without_a_return_leads_to_a_template_for_itself(app, publication):
    (trust, ics), *_ = publication.rows(
        "select ods_code, ics_code from publication.footprint_memberships "
        "inner join publication.trusts using (ods_code) where assessment_year = 2025 "
        "and footprint = 'assessed' and closed_on is null "
        "and ods_code not in (select ods_code from publication.units) order by all"
    )
    said = unescape(app.said("trust-position", trust=trust, ics=ics))
    assert f"trust={trust}" in said.split('href="upload?template=maturity_scores')[1].split('"')[0]


def test_a_person_who_followed_a_link_may_choose_another(app):
    opened = app.open("upload", template="it_spend", ics="DEMO")
    opened.selectbox(key="template-for").select("A trust").run()
    opened.selectbox(key="template-trust").select("DEMO4").run()
    opened.selectbox(key="template-kind").select("own_targets").run()
    assert not opened.exception
    assert (chosen(opened, "trust"), chosen(opened, "kind")) == ("DEMO4", "own_targets")
    assert "Filled in for Xandover Partnership NHS Foundation Trust (DEMO4)" in app.words(opened)


def test_a_template_for_no_organisation_says_so(app):
    opened = app.open("upload")
    opened.selectbox(key="template-for").select("Nobody in particular").run()
    assert (chosen(opened, "kind"), chosen(opened, "for")) == ("everything", "Nobody in particular")
    assert "Nothing of an organisation is filled in" in app.words(opened)
    assert [button.label for button in opened.get("download_button")] == ["Download as Excel workbook"]


def test_no_organisation_is_chosen_by_itself(app):
    opened = app.open("upload")
    for who, key in (("A trust", "trust"), ("A system or group", "ics")):
        opened.selectbox(key="template-for").select(who).run()
        assert chosen(opened, key) is None
        assert "Nothing of an organisation is filled in" in app.words(opened)


def test_a_trust_is_not_offered_what_boards_return(app):
    opened = app.open("upload", template="icb_maturity_scores", trust="DEMO1", ics="DEMO")
    assert "a system's board does" in unescape(app.words(opened))
    assert not opened.get("download_button")


@pytest.mark.parametrize(
    ("who", "of_system", "of_trust"),
    [
        (LOCAL_PERSON, True, True),
        (person("analyst", "DEMO"), True, True),
        (person("trust", "DEMO3"), False, True),
        (person("leader", "QYG"), False, False),
    ],
    ids=["local", "analyst", "trust", "leader of another"],
)
def test_current_figures_are_for_those_who_may_see_them(who, of_system, of_trust, publication):
    places = Places({"DEMO": frozenset(f"DEMO{number}" for number in range(1, 9))})
    reading = publication if who.local else restricted(publication, rights_of(who, places))
    system = system_subject(publication, "DEMO", assessment_year=2025)
    assert sees_current(reading, system) == of_system
    assert sees_current(reading, trust_subject(publication, "DEMO3")) == of_trust


@pytest.mark.parametrize("kind", KINDS_RETURNED)
def test_every_column_and_every_value_of_a_closed_list_is_on_the_page(kind, app):
    opened = app.open("upload", template=kind, ics="DEMO")
    said = unescape(app.words(opened))
    layout = {"maturity_scores": "maturity_wide", "icb_maturity_scores": "icb_wide"}.get(kind, kind)
    for column in template_columns(layout):
        assert f">{column.heading}<" in said and column.meaning in said
        for choice in column.choices:
            assert f">{choice.shown}<" in said and choice.meaning in said
    assert len(opened.get("download_button")) == 2


def test_the_closed_lists_of_conditions_are_those_of_the_definition(app):
    said = unescape(app.said("upload", template="conditions"))
    for section in condition_sections().values():
        assert all(f">{item.name}<" in said for item in section.items)
    for stage in ("idea", "business case", "procurement", "delivery", "live", "paused"):
        assert f">{stage}<" in said
    assert "Stage: 6 values to choose from" in said


def test_domains_are_offered_where_they_were_returned(app):
    with_domains = app.open("upload", template="maturity_scores", trust="DEMO3", ics="DEMO")
    assert any(toggle.key == "template-domains" for toggle in with_domains.toggle)
    without = app.open("upload", template="maturity_scores", ics="QYG")
    assert not any(toggle.key == "template-domains" for toggle in without.toggle)
