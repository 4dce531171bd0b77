"""Every page for groups: what a system has, a group has; what is not there is said."""

import re
from datetime import date
from html import unescape
from itertools import cycle
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from benchmark.common.groups import KINDS_IN_WORDS
from tests.app.visits import press

PAGES = ("overview", "levelling-up", "compare-systems", "peer-learning", "it-spend", "planner", "conditions")
DLN, LIVERPOOL = (
    "Derby, Lincoln and Nottingham (DLN, cluster of systems)",
    ("University Hospitals of Liverpool Group (LIVERPOOL, provider group)"),
)


def linked(opened: AppTest, name: str) -> str:
    """The link's value: a list where the test set it, a text where the page did."""
    value = opened.query_params[name]
    return value if isinstance(value, str) else value[0]


IN_TURN = [
    (address, *group) for address, group in zip(PAGES, cycle((("DLN", DLN), ("LIVERPOOL", LIVERPOOL))))
]
"""Each page of a cluster or of a provider group."""


@pytest.mark.parametrize(("address", "group", "named"), IN_TURN)
def test_a_group_has_every_page_that_a_system_has(address, group, named, app):
    opened = app.open(address, group=group)
    assert named in app.words(opened)
    assert linked(opened, "group") == group and "ics" not in opened.query_params


def test_a_link_to_members_is_a_group_of_its_own(app):
    opened = app.open("overview", group="REM,rbq", footprint="current")
    assert "Liverpool Heart and Chest Hospital and Liverpool University Hospitals" in app.words(opened)
    assert linked(opened, "group") == "RBQ,REM"


def test_links_to_groups_keep_what_is_chosen(app):
    chosen = {"round": "2024", "footprint": "current", "standard": "national_median", "level": "3"}
    words = app.said("groups", ics="QYG", region="Y62", **chosen)
    links = re.findall(r"overview\?([^\"]+)", words)
    assert len(links) > 10
    for link in links:
        asked = dict(parse_qsl(unescape(link)))
        assert asked.pop("group") and asked == chosen


@pytest.mark.parametrize(
    ("group", "said"),
    [
        ("NOBODY", "No group, trust or system is called NOBODY."),
        ("REM,DEMO1", "Real and fictional members are never put together"),
    ],
)
def test_an_unknown_group_is_reported_and_no_other_is_shown(group, said, app):
    opened = app.open("overview", group=group)
    assert said in app.words(opened)
    assert "Every trust" not in app.words(opened)
    assert linked(opened, "group") == group


def test_a_group_is_a_system_where_clusters_are_and_a_group_again_elsewhere(app):
    opened = app.open("overview", group="DLN", footprint="expected")
    assert linked(opened, "ics") == "DLN" and "group" not in opened.query_params
    assert "Derby, Lincoln and Nottingham (DLN)" in app.words(opened)
    assert "xpected, not decided" in app.words(opened)
    opened.query_params["footprint"] = "current"
    opened.run()
    assert linked(opened, "group") == "DLN"


def test_a_system_that_was_split_offers_its_successors_and_finds_its_way_back(app):
    opened = app.open("overview", ics="QNQ", footprint="current")
    assert "Frimley (QNQ) is not on the current footprint: 3 systems stand there in its place." in app.words(
        opened
    )
    heir = next(button for button in opened.button if "(QRL)" in button.label)
    heir.click().run()
    assert linked(opened, "ics") == "QRL" and '<footer class="page-footer">' in app.words(opened)
    opened.query_params["footprint"] = "assessed"
    opened.run()
    # A system that stands on both is kept; one that stands on the other alone finds back.
    assert linked(opened, "ics") == "QRL"
    opened = app.open("overview", ics="QRV", footprint="current")
    assert linked(opened, "ics") == "Z9B2Z"
    opened.query_params["footprint"] = "assessed"
    opened.run()
    assert linked(opened, "ics") == "QRV"


def test_a_group_says_what_it_shares_and_is_not_counted_as_a_system(app):
    said = app.said("levelling-up", group="LIVERPOOL")
    assert "A group overlaps systems: its 3 trusts count in 1 system as well." in said
    assert "The provider group that you look at is not among them. Its floor changed by" in said
    beside = app.said("compare-systems", group="LIVERPOOL")
    assert "University Hospitals of Liverpool Group is a provider group, so it does not stand among" in beside
    assert "6 provider groups side by side" in beside and "No two of these share one." in beside


def test_a_trust_lists_its_groups_which_lead_to_their_own_pages(app):
    said = app.said("trust-position", trust="REM", ics="QYG", standard="ics_best")
    assert f"Belongs to {LIVERPOOL}" in said
    assert re.search(r"overview\?group=LIVERPOOL[^\"]*standard=ics_best", said)  # as was chosen
    kept = app.open("trust-position", trust="REM", group="LIVERPOOL")
    assert linked(kept, "group") == "LIVERPOOL"


@pytest.mark.parametrize("address", ["overview", "levelling-up", "planner", "conditions", "compare-systems"])
def test_an_unconfirmed_place_is_named_wherever_it_is_counted(address, app):
    said = app.said(address, ics="D7T5G", footprint="current")
    assert said.count("which nobody has confirmed: ") == 1 and "(RDE)" in said


def test_a_reader_makes_a_group_once_all_that_it_lacked_is_given(own_store, app):
    opened = app.open("groups")
    said = app.words(opened)
    assert "Groups that are known" in said and "Fictional groups" in said and "LIVERPOOL" in said
    said = app.words(press(opened, "Make this group"))
    for what in (
        "Nobody is chosen as a member",
        "The kind is not chosen",
        "The day since when is not chosen",
    ):
        assert f"{what}." in said
    for what in ("The name of the group", "The short code", "The source of the membership", "Your name"):
        assert f"{what} is missing." in said
    opened.multiselect(key="group-members").set_value(["DEMO1", "DEMO7"]).run()
    assert "overview?group=DEMO1%2CDEMO7" in app.words(opened)
    for key, text in (
        ("group-name", "Made-up Two"),
        ("group-code", "demo-two"),
        ("group-source", "A test"),
        ("group-by", "A. Analyst"),
    ):
        opened.text_input(key=key).set_value(text)
    said = app.words(press(opened, "Make this group"))
    assert "The kind is not chosen." in said and "The day since when is not chosen." in said
    assert "is missing." not in said
    opened.selectbox(key="group-kind").set_value("own")
    opened.date_input(key="group-since").set_value(date(2026, 4, 1))
    press(opened, "Make this group")
    assert "The group is submitted as number" in app.words(opened)
    assert "Made-up Two (DEMO-TWO, own group)" in app.said("overview", group="DEMO-TWO")


def test_a_group_that_cannot_be_is_refused_on_the_page(app):
    opened = app.open("groups")
    opened.multiselect(key="group-members").set_value(["DEMO1", "RBS"]).run()
    for key in ("group-name", "group-code", "group-source", "group-by"):
        opened.text_input(key=key).set_value("mixed-up")
    opened.selectbox(key="group-kind").set_value("own")
    opened.date_input(key="group-since").set_value(date(2026, 4, 1))
    press(opened, "Make this group")
    assert [error.value for error in opened.error if "real and fictional members" in error.value]


def test_who_has_returned_and_templates_are_asked_for_a_group(app):
    said = app.said("returns", returned="it_spend", fy="2024/25", of="LIVERPOOL")
    assert "IT spend of 2024/25: 0 of 3 trusts have returned." in said
    said = app.said("returns", returned="it_spend", fy="2024/25", of="DLN")
    assert "IT spend of 2024/25: 0 of 11 trusts have returned." in said
    opened = app.open("upload", template="it_spend", group="LIVERPOOL")
    assert opened.selectbox(key="template-for").value == "A system or group"
    assert "Filled in for University Hospitals of Liverpool Group (LIVERPOOL): 3 trusts" in app.words(opened)


def test_the_kinds_of_groups_are_explained_where_they_are_listed(app):
    said = app.said("groups")
    for kind in KINDS_IN_WORDS.values():
        assert f"{kind} " in said.replace("A ", "").replace("An ", "").split("Groups that are known")[0], kind
