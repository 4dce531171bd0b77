"""Groups: their members on every footprint, held against a naive twin; and one that stands as a system."""

import csv
from collections import Counter
from itertools import cycle
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from benchmark.common.completeness import completeness, completeness_of_all_systems
from benchmark.common.groups import (
    counted_groups,
    group_code,
    group_scope,
    groups_of_trusts,
    kind_of,
    known_groups,
    overlap_words,
    trusts_held,
    trusts_of_groups,
)
from benchmark.common.resolve import as_group, resolve_scope
from benchmark.common.scope import BASES, Scope, Standard, placements, system_of, systems, unit_pillars
from benchmark.core.errors import UnknownCode
from benchmark.core.settings import PROJECT_ROOT
from benchmark.questions.gaps.measure import gaps, gaps_of_all_systems
from benchmark.questions.progress.measure import nation, progress, progress_of_all_systems
from benchmark.store.publication import Publication

LAST_DAY = "9999-12-31"
DAY_OF = {"assessed": "2025-12-31", "current": "2026-04-01", "expected": "2026-04-01"}
"""Footprint -> the day of the round of 2025, as an ISO date: these compare as texts do."""
YEAR = 2025
LIVERPOOL = {"REM", "REP", "RBQ"}


def shipped(folder: str, file: str) -> list[dict[str, str]]:
    with (PROJECT_ROOT / "data" / folder / file).open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def naive_members(footprint: str) -> dict[str, set[str]]:
    """Group -> its trusts on a footprint of 2025, from the shipped files, row by row."""
    day = DAY_OF[footprint]
    system_on_day = {
        row["ods_code"]: row["ics_code"]
        for folder, file in (("reference", "memberships.csv"), ("demonstration", "fictional_memberships.csv"))
        for row in shipped(folder, file)
        if row["valid_from"] <= day <= (row.get("valid_to") or LAST_DAY)
    }
    passed = [
        (row["ods_code"], row["successor_ods_code"])
        for row in shipped("reference", "trust_successions.csv")
        if row["effective_from"] <= day or footprint != "assessed"
    ]
    found: dict[str, set[str]] = {}
    for folder, file in (("reference", "groups.csv"), ("demonstration", "fictional_groups.csv")):
        for row in shipped(folder, file):
            if (row["valid_to"] or LAST_DAY) < day:
                continue
            own = {trust for trust, system in system_on_day.items() if system == row["member_code"]}
            taken_over, before = set(), {row["member_code"]}
            while before:
                taken_over |= before
                before = {old for old, new in passed if new in before} - taken_over
            own |= taken_over & system_on_day.keys()
            found.setdefault(row["group_code"], set()).update(own)
    return found


@pytest.mark.parametrize("footprint", BASES)
def test_who_is_in_a_group_is_what_a_naive_twin_finds(publication, footprint):
    held = trusts_of_groups(publication, year=YEAR, footprint=footprint)
    assert {code: {*trusts} for code, trusts in held.items()} == naive_members(footprint)


def test_nine_clusters_and_six_provider_groups_are_shipped(publication):
    real = [group for group in known_groups(publication).values() if not group.fictional]
    assert Counter(group.kind for group in real) == {"cluster": 9, "provider_group": 6}
    assert trusts_of_groups(publication, year=YEAR, footprint="assessed")["LIVERPOOL"] == LIVERPOOL


@pytest.mark.parametrize(("footprint", "count"), [("assessed", 42), ("current", 36), ("expected", 25)])
def test_every_trust_has_one_place_on_each_footprint(publication, footprint, count):
    known = systems(publication, year=YEAR, footprint=footprint)
    assert (~known["fictional"]).sum() == count
    placed = placements(publication, year=YEAR, footprint=footprint)
    assert placed["ods_code"].is_unique and {*placed["ics_code"]} <= {*known["ics_code"]}
    assert known["trusts"].sum() == len(placed)


def test_an_expected_system_is_its_cluster(publication):
    for code, group in known_groups(publication).items():
        if group.kind != "cluster":
            continue
        as_system = system_of(publication, Scope(code, YEAR, "expected"))
        scope = group_scope(publication, code, year=YEAR, footprint="current")
        as_one = system_of(publication, scope)
        assert as_system == as_one
        both = (trusts_held(publication, Scope(code, YEAR, "expected")), trusts_held(publication, scope))
        assert both[0] == both[1] and both[0]


@pytest.mark.parametrize(
    ("group", "footprint"),
    [*zip(("DLN", "LIVERPOOL", "DEMO-ACUTE", "REM,RBQ", "QYG,QF7", "DLN"), cycle(BASES))],
)
def test_a_group_takes_its_trusts_along_and_leaves_all_others(publication, group, footprint):
    scope = group_scope(publication, group, year=YEAR, footprint=footprint)
    before = placements(publication, year=YEAR, footprint=footprint).set_index("ods_code")["ics_code"]
    after = placements(publication, year=YEAR, footprint=scope.footprint).set_index("ods_code")["ics_code"]
    held = {*trusts_held(publication, scope)}
    assert after.index.is_unique and {*after.index} == {*before.index}
    assert {code for code, place in after.items() if place == scope.ics_code} == held
    assert all(after[code] == place for code, place in before.items() if code not in held)


@settings(max_examples=6)
@given(data=st.data())
def test_a_group_of_a_systems_trusts_has_the_systems_figures(publication, data):
    footprint = data.draw(st.sampled_from(BASES))
    known = systems(publication, year=YEAR, footprint=footprint)
    code = data.draw(st.sampled_from(sorted(known.loc[known["units"] > 0, "ics_code"])))
    system = Scope(code, YEAR, footprint)
    members = ",".join(trusts_held(publication, system))
    group = group_scope(publication, members, year=YEAR, footprint=footprint)
    assert trusts_held(publication, group) == trusts_held(publication, system)
    for standard in (Standard(), Standard("ics_best"), Standard("setting_median")):
        one, other = gaps(publication, system, standard), gaps(publication, group, standard)
        assert one.summary == other.summary
        assert_frame_equal(one.rows, other.rows)
        assert_frame_equal(one.by_pillar, other.by_pillar)
    assert_frame_equal(completeness(publication, system), completeness(publication, group))
    moved, as_group_moved = progress(publication, system), progress(publication, group)
    alike = ("rose", "fell", "floor_change", "ceiling_change", "sd_change", "verdict", "chance", "rests_on")
    assert all(getattr(moved, name) == getattr(as_group_moved, name) for name in alike)
    assert_frame_equal(moved.units, as_group_moved.units)


def _national(publication: Publication, footprint: str) -> list[Any]:
    return [
        gaps_of_all_systems(publication, year=YEAR, footprint=footprint, standard=Standard()),
        progress_of_all_systems(publication, year=YEAR, footprint=footprint).drop(columns=["sd_band"]),
        completeness_of_all_systems(publication, year=YEAR, footprint=footprint),
    ]


@pytest.mark.parametrize("group", ["DLN", "REM,RQ3"])
def test_a_group_changes_no_figure_of_all_systems(publication, group):
    scope = group_scope(publication, group, year=YEAR, footprint="current")
    for one, other in zip(
        _national(publication, "current"), _national(publication, scope.footprint), strict=True
    ):
        assert_frame_equal(one, other)
    asked = {"year": YEAR, "year_from": 2024}
    assert nation(publication, footprint="current", **asked) == nation(
        publication, footprint=scope.footprint, **asked
    )


def test_groups_are_named_in_any_way(publication):
    assert group_code(publication, "dln") == "DLN"
    assert group_code(publication, " university hospitals of liverpool group ") == "LIVERPOOL"
    assert group_code(publication, "Derby, Lincoln and Nottingham") == "DLN"
    assert group_code(publication, "rem; RBQ,rem") == "RBQ,REM"
    scope = resolve_scope(publication, ics=as_group("Liverpool"), year=YEAR, footprint="current")
    assert scope == Scope("LIVERPOOL", YEAR, "current/LIVERPOOL") and scope.is_group
    assert kind_of(publication, scope) == "provider group"
    own = resolve_scope(publication, ics=as_group("REM,RBQ"))
    assert system_of(publication, own).name.startswith("Liverpool Heart and Chest Hospital and ")
    assert kind_of(publication, own) == "own group"
    assert not Scope("QYG", YEAR, own.footprint).is_group


@pytest.mark.parametrize(
    ("group", "message"),
    [
        ("DNL", "No group, trust or system is called DNL."),
        ("REM,XX1,XX2", "No group, trust or system is called XX1 or XX2."),
        (" , ", "No group is named."),
        (
            ",".join(f"XX{n}" for n in range(9)),
            "No group, trust or system is called XX0, XX1, XX2, XX3, XX4 or 4 more.",
        ),
        ("DLN,REM", "A group is put together of trusts and systems, not of groups: DLN."),
        ("REM,DEMO1", "Real and fictional members are never put together: DEMO1 and REM."),
    ],
)
def test_an_unknown_group_is_reported_in_words(publication, group, message):
    with pytest.raises(UnknownCode) as error:
        resolve_scope(publication, ics=as_group(group))
    assert error.value.message == message


@pytest.mark.parametrize("named", ["DLN", "derby, Lincoln and Nottingham"])
def test_a_group_given_as_a_system_is_reported_as_a_group(publication, named):
    with pytest.raises(UnknownCode) as error:
        resolve_scope(publication, ics=named, year=YEAR, footprint="current")
    assert error.value.message == (
        "Derby, Lincoln and Nottingham (DLN, cluster of systems) is a group, "
        "and no system on the current footprint."
    )
    assert resolve_scope(publication, ics=named, year=YEAR, footprint="expected").ics_code == "DLN"


def test_a_closed_member_is_replaced_by_its_successors_and_a_later_one_by_its_predecessors(publication):
    """Frimley's trusts are followed to its heirs; a system of 2026 has the trusts that it began with."""
    now = group_scope(publication, "QNQ", year=YEAR, footprint="current")
    then = group_scope(publication, "QNQ", year=YEAR, footprint="assessed")
    assert trusts_held(publication, now).keys() == trusts_held(publication, then).keys()
    of_2026 = group_scope(publication, "Z9B2Z", year=YEAR, footprint="assessed")
    places = placements(publication, year=YEAR, footprint="assessed").set_index("ods_code")["ics_code"]
    assert {places[code] for code in trusts_held(publication, of_2026)} == {"QMJ", "QRV"}
    passed = group_scope(publication, "RY2", year=YEAR, footprint="current")
    assert trusts_held(publication, passed)


@pytest.mark.parametrize("footprint", BASES)
def test_a_system_as_a_group_holds_what_the_system_holds(publication, footprint):
    """Also where one of its trusts has passed to a trust of another system, as RYV has."""
    known = systems(publication, year=YEAR, footprint=footprint)["ics_code"]
    clusters = known_groups(publication).keys()
    differ = {
        code
        for code in known
        if code not in clusters
        and trusts_held(publication, Scope(code, YEAR, footprint))
        != trusts_held(publication, group_scope(publication, code, year=YEAR, footprint=footprint))
    }
    assert not differ


def test_a_system_of_today_holds_the_same_trusts_on_the_footprint_as_assessed(publication):
    for code in systems(publication, year=YEAR, footprint="current")["ics_code"]:
        then, now = (
            trusts_held(publication, group_scope(publication, code, year=YEAR, footprint=footprint))
            for footprint in ("assessed", "current")
        )
        assert then.keys() == now.keys(), code


@pytest.mark.parametrize(
    ("heir", "passed"), [("RWW", "RY2"), ("RY3", "RYV"), ("G6V2S", "RNK"), ("RA7", "RVJ")]
)
def test_a_trust_under_its_newest_name_holds_all_that_passed_to_it(publication, heir, passed):
    def held(footprint: str) -> set[str]:
        return {*trusts_held(publication, group_scope(publication, heir, year=YEAR, footprint=footprint))}

    assert (held("assessed"), held("current")) == ({heir}, {heir, passed})


def test_a_group_without_a_name_is_called_by_its_trusts_names_on_the_footprint(publication):
    def named(footprint: str) -> str:
        return system_of(publication, group_scope(publication, "RWW", year=YEAR, footprint=footprint)).name

    assert named("assessed") == "Warrington and Halton Teaching Hospitals"
    assert named("current") == "Bridgewater Community Healthcare and North Cheshire and Mersey"


def test_a_group_says_what_it_shares(publication):
    scope = group_scope(publication, "DLN", year=YEAR, footprint="assessed")
    assert overlap_words(publication, scope) == (
        "A group overlaps systems: its 11 trusts count in 3 systems as well."
    )
    demo = group_scope(publication, "DEMO-ACUTE", year=YEAR, footprint="assessed")
    assert overlap_words(publication, demo).endswith(
        "It shares trusts with Oxtrelby Mind and Community Collaborative (DEMO-MIND)."
    )
    assert not overlap_words(publication, Scope("QYG", YEAR))
    found = groups_of_trusts(publication, ["REM"], year=YEAR, footprint="current")
    assert [group.code for group in found] == ["LIVERPOOL"]


def test_nothing_is_placed_twice_in_the_scores(publication):
    scope = group_scope(publication, "SW-PEN", year=YEAR, footprint="current")
    ordinary = unit_pillars(publication, assessment_year=YEAR, footprint="current")
    with_group = unit_pillars(publication, assessment_year=YEAR, footprint=scope.footprint)
    assert len(ordinary) == len(with_group)
    assert ordinary["score"].sum() == pytest.approx(with_group["score"].sum())


def test_kinds_are_counted_in_words():
    assert counted_groups(9, "cluster") == "9 clusters of systems"
    assert counted_groups(1, "cluster") == "1 cluster of systems"
    assert counted_groups(6, "provider_group") == "6 provider groups"


@pytest.mark.parametrize(
    ("group", "near"),
    [
        ("DNL", "Nearest: DLN (Derby, Lincoln and Nottingham)"),
        ("derby lincoln and notingham", "Nearest: DLN (Derby, Lincoln and Nottingham)"),
        ("DEMO1,DEMX2", "Nearest: DEMO2 ("),
        ("REM,XX1", "Known: BNSSG-GLO (Bristol"),
    ],
)
def test_an_unknown_group_gets_the_nearest_ones_with_their_names(publication, group, near):
    with pytest.raises(UnknownCode) as error:
        resolve_scope(publication, ics=as_group(group))
    assert near in error.value.fix
