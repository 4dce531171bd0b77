"""The page of a trust: which trust, its peers, and what is said of every kind of trust."""

import re
from datetime import timedelta
from html import unescape

import pytest
from markupsafe import escape
from streamlit.testing.v1 import AppTest

from benchmark.common.scope import Scope, trust_names
from benchmark.core.moments import utc_now
from benchmark.questions.trusts.measure import position, positions
from benchmark.questions.trusts.page.peers import behind
from benchmark.questions.trusts.peers import PeerChoice
from benchmark.questions.trusts.words import against_peers
from benchmark.store.publication import open_current
from benchmark.surfaces.web.site.sitemap import PAGES
from tests.app.visits import press

PAGE = "trust-position"
ADDRESSES = {entry.address for entry in PAGES}


def figure_titles(said: str) -> list[str]:
    return [part.split("</h3>")[0] for part in said.split('<h3 class="figure-title">')[1:]]


def without_tags(said: str) -> str:
    return re.sub(r"<[^>]+>", "", said)


def picker(opened):
    return opened.selectbox(key="select: trust")


# --- which trust ------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["RBS", "RH5", "RCU", "RRU", "G6V2S", "RNK", "RVN", "DEMO3"])
def test_a_link_that_names_a_trust_shows_it_in_its_own_system(app, publication, code):
    opened = app.open(PAGE, trust=code)
    name = trust_names(publication, year=2025, footprint="assessed")[code]
    assert f"<li>{escape(name)}</li>\n</ol></nav>" in app.words(opened)
    assert opened.query_params["trust"] == code
    assert picker(opened).value == code


def test_a_trust_of_another_system_than_the_links_takes_its_own(app):
    opened = app.open(PAGE, trust="RBS", ics="QF7", region="London")
    assert (opened.query_params["ics"], opened.query_params["region"]) == ("QYG", "all")


def test_the_trust_is_found_on_both_footprints(app):
    assert app.open(PAGE, trust="RNK").query_params["ics"] == "QMJ"
    assert app.open(PAGE, trust="RNK", footprint="current").query_params["ics"] == "Z9B2Z"


def test_a_closed_trust_leads_to_the_one_that_took_over(app):
    assert app.open(PAGE, trust="RRP").query_params["trust"] == "G6V2S"


def test_a_trust_that_there_is_not_leaves_the_system_to_choose(app):
    assert app.open(PAGE, trust="RXX99", ics="QF7").query_params["ics"] == "QF7"


def test_choosing_a_trust_of_another_system_changes_the_system(app):
    opened = app.open(PAGE, ics="QF7")
    picker(opened).set_value("RBS").run()
    assert (opened.query_params["trust"], opened.query_params["ics"]) == ("RBS", "QYG")
    assert "Alder Hey" in app.words(opened)


def test_choosing_another_system_or_region_changes_the_trust(app):
    opened = app.open(PAGE, trust="RBS")
    opened.selectbox(key="select: place").set_value("QSL").run()
    assert opened.query_params["trust"] == "RH5"
    opened.selectbox(key="select: region").set_value("London").run()
    assert not opened.exception
    assert opened.query_params["region"] == "London"


def test_a_trust_can_be_looked_for_by_name_code_and_system(app):
    options = picker(app.open(PAGE, trust="RBS")).options
    assert "Alder Hey Children's NHS Foundation Trust (RBS), Cheshire and Merseyside" in options
    assert "Somerset NHS Foundation Trust (RH5), Somerset" in options
    assert sum("fictional" in option for option in options) == 8
    assert all("fictional" in option for option in options[-8:])


# --- against which peers -----------------------------------------------------------------------------------


@pytest.mark.parametrize("group", ["ics", "region", "england", "similar"])
def test_the_first_sentence_about_peers_is_that_of_the_measure(app, publication, group):
    said = app.said(PAGE, trust="RBS", peers=group)
    found = positions(publication, year=2025, footprint="assessed", ods_code="RBS", choice=PeerChoice(group))
    assert escape(against_peers(found)) in said


def test_a_new_reader_learns_why_these_peers_who_says_so_and_what_to_do(publication):
    """Royal Berkshire has too few acute returns beside it in its system, so England's are its peers."""

    def said(choice):
        scope = Scope("QU9", 2025)
        return " ".join(map(str, behind(publication, "RHW", scope, settings=("Acute",), choice=choice)))

    near = said(PeerChoice("near"))
    assert "the 133 other acute returns of England" in near
    assert "If these are fewer than three, too few for a median, they are those of all England." in near
    for doubt in ("Who says that a score is", "Where does a median come from?", "What if you disagree?"):
        assert near.count(doubt) == 1
    assert "fewer than three, too few for a median" not in said(PeerChoice("region"))


# A trust of two settings; one whose return is missing; fictional with returns of every kind, and without one;
# an ambulance service; one that has merged, on today's footprint; one of a group; no round before.
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"trust": "RBS"}, ["2 of 14 scores are materially below it", "Materially above", "Acute: "]),
        (
            {"trust": "RVN"},
            ["No return, so", "No return, so", "for 2024 or 2025 is held here"],
        ),
        ({"ics": "DEMO", "trust": "DEMO3"}, ["13 of 21 scores", "median", " in 2024 to "]),
        ({"ics": "DEMO", "trust": "DEMO5"}, ["No return, so", "No return, so", ""]),
        ({"trust": "RX7"}, ["", "of the 10 other ambulance returns of England", "Ambulance: "]),
        ({"trust": "RVJ", "footprint": "current"}, ["", "", ""]),
        ({"group": "RBS,REM", "trust": "RBS"}, ["2 of 14", "", ""]),
        ({"trust": "RBS", "standard": "own_target"}, ["No score of this trust can be held to it", "", ""]),
    ],
)
def test_the_first_screen_answers_six_questions_each_with_a_way_to_its_place(query, said, app):
    words = app.said(PAGE, **query)
    answers = words.partition('<ul class="answers">')[2].partition("</ul>")[0]
    lines = re.findall(r'<li><a href="(.*?)" target="_self">(.*?)</a> <span>(.*?)</span>', answers)
    asked = [question for _, question, _ in lines]
    assert asked[1:2] + asked[3:] == ["Against its peers", "IT spend", "Who could help", "Its own targets"]
    assert len(asked) == 6 and asked[0].startswith("Against ") and asked[2].startswith("Since ")
    for (place, _, line), start in zip(lines, [*said, "", "", ""], strict=True):
        assert line.endswith(".") and start in line
        page, _, anchor = unescape(place).partition("#")
        assert f'id="{anchor}"' in words if anchor else page.partition("?")[0] in ADDRESSES
    assert all("ics=" in place or "group=" in place for place, _, _ in lines if "?" in place)


def test_the_first_sentence_says_where_a_trust_is_strong_and_the_facts_its_settings(app):
    words = app.said(PAGE, trust="RBS")
    assert "It is strongest on Support Workforce (4.8 beside a median of 2.3)" in words
    assert "materially behind its peers on no pillar." in words
    assert re.search(r"<dt>Care settings</dt>\s*<dd>Acute and Community</dd>", words)
    assert re.search(r"<dt>Care settings</dt>\s*<dd>none returned</dd>", app.said(PAGE, trust="RVN"))


def test_every_setting_has_its_profile_and_one_can_be_chosen(app):
    every = app.open(PAGE, trust="RH5")
    assert len(figure_titles(app.words(every))) == 3 + 1  # and how the trust moved
    one = app.open(PAGE, trust="RH5", setting="Community")
    assert len(figure_titles(app.words(one))) == 1 + 1
    assert "Community:" in app.words(one) and "Mental Health: materially" not in app.words(one)


def test_of_one_care_setting_the_line_of_helpers_says_that_it_counts_all(app):
    """Beside "1 of 7 scores is below" stood that none of two gaps finds a helper."""
    one = unescape(app.said(PAGE, trust="RBS", setting="Acute"))
    assert "Over all its care settings: none of 2 " in without_tags(one)
    assert "Over all its care settings" not in app.said(PAGE, trust="RBS")
    assert "Over all its care settings" not in app.said(PAGE, trust="RY2")


def test_too_few_at_home_is_compared_with_england_until_the_reader_says_otherwise(app):
    assert "the 10 other ambulance returns of England" in app.said(PAGE, trust="RRU")
    at_home = app.said(PAGE, trust="RRU", peers="ics")
    assert "no other ambulance return of North West London: nothing to compare with" in at_home
    assert "Choose a larger group" in at_home


def test_questions_about_its_returns_are_with_its_facts(app):
    """Where two returns are one answer, "14 of 14 scores" and two falls are seven and one."""
    said = app.said(PAGE, trust="RJN")
    assert "To ask about" in said
    assert "The same scores for Acute and Community. One answer then counts in each of them." in said
    assert "To ask about" not in app.said(PAGE, trust="RW4")


@pytest.mark.parametrize("peers", ["near", "england"])
def test_where_all_there_are_make_too_few_no_larger_group_is_promised(app, peers):
    said = app.said(PAGE, trust="DEMO8", peers=peers)
    assert "no other fictional ambulance return: nothing to compare with." in said
    assert "Choose a larger group" not in said
    assert "To see them as marks" not in said and "To see them as marks" in app.said(PAGE, trust="RBS")


def test_a_round_of_overall_scores_alone_shows_those_of_the_trust(app):
    """The page listed its whole system, and led to the page of the system."""
    said = unescape(app.said(PAGE, trust="RBS", round="2024"))
    assert "Overall scores of 2024" in said and "Alder Hey Children's NHS Foundation Trust</li>" in said
    assert "East Cheshire NHS Trust" not in said
    (link,) = re.findall(r'href="([^"]+)"[^>]*>See how these scores moved to 2025', said)
    assert link.startswith("trust-position?") and "trust=RBS" in link and "round=2025" in link
    assert "East Cheshire NHS Trust" in app.said("overview", ics="QYG", trust="RBS", round="2024")


def unfold(opened: AppTest) -> AppTest:
    """The page with the button of further choices open."""
    opened.session_state["more-peers"] = True
    return opened.run()


def test_an_own_list_lives_in_the_link_and_only_known_trusts_enter_it(app):
    opened = app.open(PAGE, trust="RBS", peers="own", **{"with": "REM,NOPE,RBS,DEMO1,REN,REM,RBN"})
    unfold(opened)
    assert opened.multiselect(key="select: with").value == ["REM", "REN", "RBN"]
    assert "the 3 acute returns on your own list" in app.words(opened)


def test_an_empty_own_list_says_what_to_do(app):
    assert "Your own list is empty" in app.said(PAGE, trust="RBS", peers="own")


def test_comparison_across_settings_is_named_at_every_profile(app):
    said = app.said(PAGE, trust="RH5", across="all")
    assert said.count("not like with like") >= 3
    assert "not like with like" not in app.said(PAGE, trust="RH5")


def test_similar_peers_come_with_the_parts_of_their_distance(app):
    said = app.said(PAGE, trust="RBS", peers="similar")
    assert "Operating expenditure: part of the distance" in said
    missing = app.said(PAGE, trust="G6V2S", peers="similar")
    assert "has nothing published on operating expenditure and staff" in missing
    assert "Type, what it specialises in" in said  # in what they are near


def test_real_trusts_are_never_offered_fictional_peers_nor_the_reverse(app):
    real = unfold(app.open(PAGE, trust="RBS")).multiselect(key="select: with").options
    assert not any("DEMO" in option for option in real)
    fictional = unfold(app.open(PAGE, trust="DEMO1")).multiselect(key="select: with").options
    assert fictional and all("DEMO" in option for option in fictional)


# --- every kind of trust ----------------------------------------------------------------------------


def test_a_missing_return_is_reported_with_the_template_and_never_as_zero(app):
    said = app.said(PAGE, trust="RVN")
    assert "has no return for 2025" in said
    assert "not a score of zero" in said
    beside = said.split("What else is published</h2>")[1]
    assert "its status was" in beside and "own score" not in beside and "No return yet" not in beside
    assert 'href="upload?template=maturity_scores' in said
    assert not figure_titles(said)


def test_a_merged_trust_shows_which_returns_belonged_to_which_trust(app):
    said = app.said(PAGE, trust="G6V2S")
    assert "Before mergers: what belonged to which trust" in said
    assert "Tavistock and Portman NHS Foundation Trust" in said
    assert "Camden and Islington NHS Foundation Trust (TAF, merged on 1 November 2024)" in said
    assert "Before mergers" not in app.said(PAGE, trust="RBS")


def test_movement_says_what_is_material(app):
    said = app.said(PAGE, trust="RRU")
    assert "Ambulance: 3.01 in 2024 to 2.61 in 2025 (−0.40), a material fall." in said
    assert "no change by pillar is known" in said
    assert figure_titles(said)[-1].endswith(" has fallen materially since 2024")


def test_domains_and_pillars_of_two_rounds_show_where_returns_have_them(app):
    said = app.said(PAGE, trust="DEMO2")
    assert "Domains behind the pillars" in said
    assert "pillar scores returned in both rounds" in figure_titles(said)[-1]
    assert "Domains behind the pillars" not in app.said(PAGE, trust="RBS")


def test_gaps_lead_to_who_could_help_once_there_is_such_a_page(app):
    said = app.said(PAGE, trust="RRU", peers="england")
    assert ("peer-learning?" in said) == any(place.address == "peer-learning" for place in PAGES)


def test_a_standard_that_does_not_exist_is_reported(app):
    said = app.said(PAGE, trust="RBS", standard="own_target")
    assert "There is nothing to hold these scores to" in said
    assert len(figure_titles(said)) == 2 + 1


def test_a_past_day_says_so_and_lets_no_target_be_set(app, older_shown):
    day = (utc_now() - timedelta(days=5)).date().isoformat()
    then = app.open(PAGE, trust="RBS", asat=day)
    said = app.words(then)
    assert "A past day: everything as at" in said
    assert "no target can be set here" in said
    assert not any(button.label == "Set a target" for button in then.button)
    assert any(button.label == "Set a target" for button in app.open(PAGE, trust="RBS").button)


# --- a target of its own ----------------------------------------------------------------------------


def fill(opened, *, reason: str, by: str, level: float):
    opened.selectbox(key="target-pillar").set_value("well_led")
    opened.selectbox(key="target-setting").set_value("All its settings")
    opened.number_input(key="target-level").set_value(level)
    opened.text_input(key="target-reason").set_value(reason)
    opened.text_input(key="target-by").set_value(by)
    return press(opened, "Submit this target")


def test_a_target_is_submitted_shown_beside_the_standard_and_asked_about_the_second_time(app, own_store):
    opened = fill(
        press(app.open(PAGE, trust="DEMO7"), "Set a target"),
        reason="A plan, made up",
        by="A tester",
        level=3.5,
    )
    said = app.words(opened)
    assert "Your target is submitted as number" in said
    assert "Download the receipt</a>" in said  # it was made, and drawn nowhere
    assert "A plan, made up" in said
    publication = open_current(own_store)
    (row,) = publication.rows(
        """
        select targets.care_setting, targets.pillar, targets.target, log.submitted_by, log.kind
        from publication.own_targets as targets
        inner join publication.submissions as log using (submission_id)
        where targets.ods_code = 'DEMO7' and targets.reason = 'A plan, made up'
        """
    )
    assert row == (None, "well_led", 3.5, "A tester", "own_targets")
    found = position(publication, year=2025, footprint="assessed", ods_code="DEMO7", care_setting="Community")
    assert found.pillars["own_target"].iloc[0] == 3.5
    again = fill(press(opened, "Set a target"), reason="A plan, made up", by="A tester", level=3.5)
    answer = again.text_input(key="target-answer")
    assert answer.label.startswith("Your answer: ")
    answer.set_value("Said again on purpose")
    again = press(again, "Submit this target")
    assert "Your target is submitted as number" in app.words(again)


def test_a_target_needs_a_reason_and_a_name_and_nothing_is_filled_in_for_the_reader(app, own_store):
    before = open_current(own_store).version
    opened = press(app.open(PAGE, trust="DEMO7"), "Set a target")
    boxes = [opened.selectbox(key="target-pillar"), opened.selectbox(key="target-setting")]
    assert [box.value for box in (*boxes, opened.number_input(key="target-level"))] == [None] * 3
    opened.text_input(key="target-reason").set_value("A plan, made up")
    opened.text_input(key="target-by").set_value("A tester")
    said = app.words(press(opened, "Submit this target"))
    for what in ("The pillar", "What it holds for", "The level"):
        assert f"{what} is not chosen." in said
    opened = fill(opened, reason="", by="A tester", level=3.5)
    assert "reason is empty" in opened.error[0].value
    opened = fill(opened, reason="A plan", by="", level=3.5)
    assert opened.error
    assert open_current(own_store).version == before
