"""The profile shows one trust among all of its peers, and says no more than their number allows."""

import json
import re
from dataclasses import replace
from itertools import pairwise

import pytest

from benchmark.charts.theme import TEXT, WHITE
from benchmark.common.scope import Footprint, Standard
from benchmark.core.columns import pillar_name
from benchmark.questions.trusts.below import against_standard
from benchmark.questions.trusts.measure import Position, position
from benchmark.questions.trusts.peers import PeerChoice, PeerGroup
from benchmark.questions.trusts.profile import FOCUS_ROOM, trust_profile
from benchmark.questions.trusts.words import (
    peers_in_words,
    peers_lead,
    position_lead,
    profile_message,
    too_few_peers,
)
from benchmark.store.publication import Publication
from schemas.returns import OwnTarget
from tests.unit.questions.country import PILLARS, pillars, publish_country, system, trust
from tests.unit.questions.figures_made import layers, marks, texts
from tests.unit.questions.test_every_figure import expect_words


def ask(
    publication: Publication,
    code: str = "RBS",
    setting: str = "Acute",
    group: PeerGroup = "ics",
    *,
    named: tuple[str, ...] = (),
    all_settings: bool = False,
    standard: Standard | None = None,
    footprint: Footprint = "assessed",
) -> Position:
    return position(
        publication,
        year=2025,
        footprint=footprint,
        ods_code=code,
        care_setting=setting,
        choice=PeerChoice(group, named, all_settings),
        standard=standard,
    )


CASES = [
    ("RBS", "Acute", "ics"),
    ("RBS", "Acute", "england"),
    ("RRU", "Ambulance", "ics"),
    ("RRU", "Ambulance", "england"),
    ("G6V2S", "Mental Health", "similar"),
    ("RH5", "Community", "region"),
]


@pytest.mark.parametrize(("code", "setting", "group"), CASES)
def test_every_peer_and_the_trust_are_marks_on_every_pillar(publication, code, setting, group):
    found = ask(publication, code, setting, group)
    *others, own = marks(trust_profile(found).spec, "point")
    # Where there are no peers, they have no layer.
    assert len(others) == (not found.peers.units.empty)
    peers = others[0] if others else []
    assert sorted((mark["ods_code"], mark["pillar"], mark["score"]) for mark in peers) == sorted(
        (row.ods_code, pillar_name(row.pillar), row.score) for row in found.peer_scores.itertuples()
    )
    assert [(mark["ods_code"], mark["pillar"], mark["score"]) for mark in own] == [
        (code, pillar_name(row.pillar), row.score) for row in found.pillars.itertuples()
    ]
    assert not peers or min(mark["size"] for mark in own) > max(mark["size"] for mark in peers)


@pytest.mark.parametrize(("code", "setting", "group"), CASES)
@pytest.mark.parametrize("standard", [Standard(), Standard("setting_upper_quartile"), Standard("own_target")])
def test_a_profile_is_a_chart_with_words_and_a_table(publication, code, setting, group, standard):
    figure = trust_profile(ask(publication, code, setting, group, standard=standard))
    expect_words(figure)
    assert json.loads(json.dumps(figure.spec, allow_nan=False)) == figure.spec
    assert not re.search(r'"(view|param)_\d+"', json.dumps(figure.spec))
    assert figure.spec["height"] < 1200
    assert len(figure.table.rows) == 7


def test_marks_stay_within_their_strip_and_strips_follow_one_another(publication):
    for group in ("ics", "england"):
        spec = trust_profile(ask(publication, group=group, named=("REM", "RJ1"))).spec
        grounds = sorted(marks(spec, "rect")[0], key=lambda strip: strip["y"])
        assert len(grounds) == 7
        assert all(one["y2"] < other["y"] for one, other in pairwise(grounds))
        for records in marks(spec, "point"):
            for record in records:
                assert any(strip["y"] <= record["y"] <= strip["y2"] for strip in grounds)


def test_no_mark_of_england_lies_on_another_nor_further_aside_than_rounding_hides(publication):
    peers = marks(trust_profile(ask(publication, group="england")).spec, "point")[0]
    assert len({(mark["at"], mark["y"]) for mark in peers}) == len(peers) == 133 * 7
    assert all(abs(mark["at"] - mark["score"]) < 0.05 for mark in peers)
    few = marks(trust_profile(ask(publication)).spec, "point")[0]
    assert all(mark["at"] == mark["score"] for mark in few)


def test_quartiles_are_drawn_from_eight_peers_on(publication):
    with_band = trust_profile(ask(publication)).spec
    assert "middle half of the peers" in texts(with_band)
    few = ask(publication, group="own", named=("REM", "REN", "RBN"))
    assert "middle half of the peers" not in texts(trust_profile(few).spec)
    assert "median of the peers" in texts(trust_profile(few).spec)
    assert "lower_quartile" not in trust_profile(few).table.table.keys


def test_below_three_peers_there_are_only_the_scores(publication):
    found = ask(publication, group="own", named=("REM", "REN"))
    figure = trust_profile(found)
    assert "median of the peers" not in texts(figure.spec)
    assert not any("materially" in text for text in texts(figure.spec))
    assert not {"median", "material", "higher"} & {*figure.table.table.keys}
    assert figure.title.endswith("beside two other returns: too few for a median")


def test_the_number_of_materially_higher_peers_is_at_each_strip(publication):
    found = ask(publication)
    written = texts(trust_profile(found).spec)
    for row in found.pillars.itertuples():
        assert pillar_name(row.pillar) in written
        assert f"{int(row.higher) or 'none'} of 11 materially higher" in written


def test_no_word_of_a_rank(publication):
    for code, setting, group in CASES:
        found = ask(publication, code, setting, group)
        figure = trust_profile(found)
        said = " ".join(
            [figure.title, figure.subtitle, figure.alt, position_lead(found), *texts(figure.spec)]
        )
        assert not re.search(r"\brank|\b(1st|2nd|3rd|\d+th|best|worst|top|bottom)\b", said)


def test_a_letter_on_the_line_of_the_standard_has_a_white_edge(publication):
    """At 390 pixels the letter of a score just below the standard lies on its line."""
    spec = trust_profile(ask(publication, named=("REM", "RJ1"))).spec
    edge, letters = (
        layer["mark"]
        for layer, records in layers(spec, "text")
        if {"A", "B"} == {str(record.get("text")) for record in records if record.get("ods_code")}
    )
    assert (edge["stroke"], edge["strokeWidth"] > 0, "stroke" in letters) == (WHITE, True, False)
    assert edge["dx"] == letters["dx"] and edge["fontWeight"] == letters["fontWeight"]


def test_named_trusts_carry_a_letter_and_are_drawn_once(publication):
    found = ask(publication, named=("REM", "RJ1"))
    spec = trust_profile(found).spec
    peers, named, own = marks(spec, "point")
    assert {mark["text"] for mark in named if mark["ods_code"] == "REM"} == {"A"}
    assert {mark["text"] for mark in named if mark["ods_code"] == "RJ1"} == {"B"}
    assert "REM" not in {mark["ods_code"] for mark in peers}
    assert {mark["ods_code"] for mark in own} == {"RBS"}
    assert any(text.startswith("Liverpool University") for text in texts(spec))
    for pillar in {mark["pillar"] for mark in named}:
        close = [mark for mark in (*named, *own) if mark["pillar"] == pillar]
        for one in close:
            for other in close:
                apart = abs(one["score"] - other["score"]) >= FOCUS_ROOM - 1e-9 or one["y"] != other["y"]
                assert one is other or apart


def test_comparison_across_settings_is_named_and_drawn_differently(publication):
    figure = trust_profile(ask(publication, all_settings=True))
    assert "not like with like" in figure.subtitle
    peers = marks(figure.spec, "point")[0]
    for pillar in {mark["pillar"] for mark in peers}:
        heights = {
            setting: {m["y"] for m in peers if m["pillar"] == pillar and m["care_setting"] == setting}
            for setting in {mark["care_setting"] for mark in peers}
        }
        bands = sorted((min(ys), max(ys)) for ys in heights.values())
        assert all(one[1] < other[0] for one, other in pairwise(bands))


def test_the_standard_and_the_own_target_are_drawn(tmp_path_factory):
    country = publish_country(
        tmp_path_factory.mktemp("targets"),
        system("QZ1"),
        *(row for i in range(1, 5) for row in trust(f"T{i}A", "QZ1")),
        *(row for i in range(1, 5) for row in pillars(f"T{i}A", "Community", 2.0 + i / 2, 3.0)),
        OwnTarget(ods_code="T1A", pillar=PILLARS[0], target=3.5, reason="A plan"),
    )
    found = ask(country, "T1A", "Community")
    spec = trust_profile(found).spec
    diamonds = next(
        records for layer, records in layers(spec, "point") if layer["mark"].get("shape") == "diamond"
    )
    assert [(mark["pillar"], mark["at"]) for mark in diamonds] == [("Well Led", 3.5)]
    assert "the trust's own target" in texts(spec)
    assert "level 3" in texts(spec)
    held = ask(country, "T1A", "Community", standard=Standard("own_target"))
    assert "the trust's own target" not in texts(trust_profile(held).spec)
    assert "its own target" in texts(trust_profile(held).spec)


def test_the_trust_is_dark_and_on_top(publication):
    *_, (_, last) = layers(trust_profile(ask(publication)).spec, "point")
    assert {mark["fill"] for mark in last} == {TEXT}
    assert {mark["ods_code"] for mark in last} == {"RBS"}


def test_the_standard_s_line_lies_upon_the_band_of_the_peers(publication):
    spec = trust_profile(ask(publication)).spec
    places = [spec["datasets"][layer["data"]["name"]][0] for layer in spec["layer"]]
    band = next(place for place, record in enumerate(places) if "from" in record)
    level = next(place for place, record in enumerate(places) if record.get("text") == "level 3")
    assert band < level


def test_a_fictional_trust_says_so(tmp_path_factory):
    country = publish_country(
        tmp_path_factory.mktemp("fictional"),
        system("QZ9", fictional=True),
        *(row for i in range(1, 6) for row in trust(f"T{i}A", "QZ9", fictional=True)),
        *(row for i in range(1, 6) for row in pillars(f"T{i}A", "Acute", 1.0 + i / 2, 3.0)),
    )
    found = ask(country, "T1A", "Acute", "england")
    figure = trust_profile(found)
    assert found.subject.title(figure.title).startswith("Fictional: ")
    assert peers_in_words(found) == "the 4 other fictional acute returns"


# --- words ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "setting", "group", "words"),
    [
        ("RBS", "Acute", "ics", "the 11 other acute returns of Cheshire and Merseyside"),
        ("RBS", "Acute", "region", "the 22 other acute returns of the North West region"),
        ("RBS", "Acute", "england", "the 133 other acute returns of England"),
        (
            "RBS",
            "Acute",
            "similar",
            "the 10 acute returns of the trusts most like it in kind, size and settings",
        ),
        ("RRU", "Ambulance", "ics", "no other ambulance return of North West London"),
    ],
)
def test_peers_in_words(publication, code, setting, group, words):
    assert peers_in_words(ask(publication, code, setting, group)) == words


def test_too_few_peers_has_words_for_none_one_and_two(publication):
    assert too_few_peers(ask(publication, "RRU", "Ambulance")) == (
        "There is no other ambulance return of North West London: nothing to compare with"
    )
    one = ask(publication, group="own", named=("REM",))
    assert too_few_peers(one).startswith("There is only one acute return on your own list: too few")
    assert profile_message(one).endswith("beside the one other return")
    two = ask(publication, group="own", named=("REM", "REN"))
    assert too_few_peers(two).startswith("There are only 2 acute returns on your own list: too few")
    assert position_lead(two).startswith("Acute: there are only 2")


def test_the_lead_names_strong_and_weak_pillars_against_the_peers(publication):
    lead = position_lead(ask(publication))
    assert lead.startswith(
        "Acute: materially above the median of the 11 other acute returns of Cheshire and Merseyside on "
        "Support Workforce, Safe Practice, Healthy Populations, Well Led and Smart Foundations"
    )


def test_the_page_s_first_sentence_names_strengths_weaknesses_and_peers(publication):
    both = [ask(publication, "RBS", setting) for setting in ("Acute", "Community")]
    assert peers_lead(both) == (
        "It is strongest on Support Workforce (4.8 beside a median of 2.3) against the 7 other community "
        "returns of Cheshire and Merseyside, and materially behind its peers on no pillar."
    )
    assert peers_lead([ask(publication, "RJN", "Acute")]) == (
        "It is furthest behind on Well Led (1.8 beside a median of 3.8) against the 11 other acute returns "
        "of Cheshire and Merseyside, and materially ahead of them on no pillar."
    )
    acute = ask(publication, "DEMO3", "Acute")
    assert peers_lead([acute]) == (
        "It is strongest on Smart Foundations (3.5 beside a median of 2.5) and furthest behind on Empower "
        "People (2.5 beside a median of 3.0) against the 3 other fictional acute returns of Demonstration "
        "ICS (fictional)."
    )
    assert peers_lead([ask(publication, "RRU", "Ambulance")]) == ""
    for code, setting in ((unit.ods_code, unit.care_setting) for unit in acute.peers.units.itertuples()):
        said = peers_lead([ask(publication, code, setting)])
        assert said.endswith(".") and "Demonstration ICS" in said


def test_pillars_that_are_as_far_from_the_peers_as_each_other_are_all_named(publication):
    settings = ("Acute", "Mental Health", "Community")
    assert peers_lead([ask(publication, "DEMO3", setting) for setting in settings]) == (
        "It is strongest in Acute and Community on Smart Foundations (each 1.0 above the median of its "
        "peers), and furthest behind on Empower People (2.5 beside a median of 3.0) against the 3 other "
        "fictional acute returns of Demonstration ICS (fictional)."
    )
    falling = ask(publication, "DEMO6", "Acute")
    apart = [-1.0, -1.0, 0.0, 1.0, 0.0, 1.0, 0.0]
    rows = falling.pillars.assign(median=3.0, score=[3 + one for one in apart], difference=apart)
    tied = replace(falling, pillars=rows.assign(material=[one != 0 for one in apart]))
    assert peers_lead([tied]) == (
        "It is strongest on Support Workforce and Improve Care (each 1.0 above the median) and furthest "
        "behind on Well Led and Smart Foundations (each 1.0 below the median) against the 3 other "
        "fictional acute returns of Demonstration ICS (fictional)."
    )


def test_the_score_furthest_below_is_found_in_whichever_care_setting_it_is(publication):
    acute, mental, community = (
        ask(publication, "DEMO3", setting) for setting in ("Acute", "Mental Health", "Community")
    )
    said = against_standard([acute, mental, community])
    assert said == (
        "13 of 21 scores are materially below it, furthest by 0.75 in Mental Health on Empower People and "
        "Healthy Populations."
    )
    assert against_standard([mental, acute, community]) == said


def test_scores_that_are_as_far_below_as_each_other_are_all_the_furthest(publication):
    acute, community = (ask(publication, "RBS", setting) for setting in ("Acute", "Community"))
    assert against_standard([acute, community]) == (
        "2 of 14 scores are materially below it, in Acute and Community on Empower People: "
        "2.3 against 3.0 (−0.7)."
    )
    other = replace(acute, pillars=acute.pillars.copy())
    other.pillars.loc[other.pillars["pillar"] == "empower_people", "pillar"] = "well_led"
    assert against_standard([other, community]) == (
        "2 of 14 scores are materially below it, each by 0.7 in Acute on Well Led and in Community on "
        "Empower People."
    )


def test_the_score_furthest_below_is_that_of_the_trust_s_lowest_distance(publication):
    for code, settings in {
        "RXA": ("Mental Health", "Community"),
        "RJN": ("Acute", "Community"),
        "RDE": ("Acute", "Community"),
    }.items():
        found = [ask(publication, code, setting) for setting in settings]
        lowest = min(float(one.pillars["from_standard"].min()) for one in found)
        assert f"{-lowest:.1f}" in against_standard(found)
