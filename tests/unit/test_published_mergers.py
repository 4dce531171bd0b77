"""The published mergers and names of trusts: they fit together, and every page knows them."""

import json
from datetime import date
from typing import ClassVar

import pytest

from benchmark.common.resolve import named_trust
from benchmark.common.scope import Footprint, Scope, Standard, placements, systems, trust_names, unit_pillars
from benchmark.core.wording import bare_name, short_name, with_code
from benchmark.questions.gaps.measure import gaps
from benchmark.questions.progress.measure import progress
from benchmark.questions.trusts.facts import trust_facts
from benchmark.questions.trusts.page.whole import trust_page
from benchmark.questions.trusts.peers import PeerChoice, peers
from benchmark.questions.trusts.search import find, search_index
from benchmark.store.storage.database import sql
from benchmark.surfaces.web.choices.filters import Filters
from tests.unit.questions import naive
from tests.unit.questions.answers import csv_rows

FOOTPRINTS: tuple[Footprint, ...] = ("assessed", "current")
NORTH_CHESHIRE = "North Cheshire and Mersey NHS Foundation Trust"


class TestMergers:
    """Trusts that passed to others, of those that returned in 2025."""

    MERGED: ClassVar = {
        "RNK": ("2026-03-31", "G6V2S"),
        "RY2": ("2026-03-31", "RWW"),
        "RYV": ("2026-03-31", "RY3"),
        "RVJ": ("2026-06-30", "RA7"),
    }

    def test_a_trust_that_passed_to_another_closed_the_day_before(self, publication):
        wrong = publication.rows(
            "select ods_code from publication.trust_successions "
            "inner join publication.trusts using (ods_code) "
            "where closed_on is null or closed_on >= effective_from"
        )
        assert wrong == []
        for code, (last, heir) in self.MERGED.items():
            found = publication.rows(
                "select closed_on::varchar, successor_ods_code, effective_from - closed_on "
                "from publication.trusts inner join publication.trust_successions using (ods_code) "
                "where ods_code = $code",
                code=code,
            )
            assert found == [(last, heir, 1)]

    @pytest.mark.parametrize("footprint", ["assessed", "current"])
    def test_its_returns_stay_in_the_round_in_which_it_returned(self, publication, footprint):
        held = publication.rows(
            "select distinct units.ods_code from publication.units "
            "inner join publication.footprint_memberships using (assessment_year, ods_code) "
            "where assessment_year = 2025 and footprint = $footprint",
            footprint=footprint,
        )
        assert {code for (code,) in held} >= self.MERGED.keys()

    def test_it_belonged_to_no_system_that_began_after_its_last_day(self, publication):
        """Cambridgeshire Community Services closed the day before Central East began."""
        begun = {row["ics_code"]: row["valid_from"] for row in naive.table("reference/ics.csv")}
        for code, (last, _) in self.MERGED.items():
            named = " ".join(trust_facts(publication, code).systems)
            found = {system for system in begun if f"({system})" in named}
            assert found
            assert {begun[system] <= last for system in found} == {True}, code

    def test_it_may_be_seen_by_the_system_in_which_its_returns_count(self, publication):
        of_trust: dict[str, set[str]] = {}
        today = date(2026, 11, 27)
        for system, code in publication.rows(sql("benchmark.store.publication", "places"), today=today):
            of_trust.setdefault(code, set()).add(system)
        placed = placements(publication, year=2025, footprint="current")
        counted = zip(placed["ods_code"], placed["ics_code"], strict=True)
        assert {code: of_trust[code] for code in placed["ods_code"]} == {code: {ics} for code, ics in counted}

    def test_names_follow_each_other_without_a_gap(self, publication):
        dated = publication.rows(
            "select former.ods_code, now.valid_from - former.valid_to "
            "from publication.trust_names as former "
            "inner join publication.trust_names as now using (ods_code) "
            "where former.state = 'former' and now.state = 'current' and now.valid_from is not null"
        )
        assert dict(dated) == {"RWW": 1, "RA7": 1, "RY3": 1, "DEMO3": 1}


def of_2025() -> list[str]:
    """Every trust with a return in 2025 that has passed to another since, or has borne two names."""
    returned = {code for code, _, _ in naive.pillar_scores(2025)}
    changed = {
        row["ods_code"] for row in naive.table("reference/trust_names.csv") if row["state"] == "former"
    }
    merged = {row["ods_code"] for row in naive.table("reference/trust_successions.csv")}
    return sorted(returned & (changed | merged))


def test_the_names_that_changed_and_the_mergers_are_all_walked():
    assert of_2025() == ["RA7", "RNK", "RRF", "RVJ", "RWW", "RXG", "RY2", "RY3", "RYV", "TAH"]


def test_every_trust_is_called_as_the_naive_twin_has_it(publication):
    for footprint in FOOTPRINTS:
        called = trust_names(publication, year=2025, footprint=footprint)
        assert {code: called[code] for code in naive.trust_name()} == naive.trust_name(2025, footprint)


def test_today_s_name_is_beside_the_old_one_in_short(publication):
    then, now = (trust_names(publication, year=2025, footprint=one) for one in FOOTPRINTS)
    old = "Warrington and Halton Teaching Hospitals NHS Foundation Trust"
    assert then["RWW"] == f"{old} (now North Cheshire and Mersey)"
    assert now["RWW"] == NORTH_CHESHIRE
    assert then["RA7"].endswith("Weston NHS Foundation Trust (now Bristol NHS Foundation Trust)")
    assert now["RA7"] == "Bristol NHS Foundation Trust"
    for names in (then, now):
        assert names["RY2"].endswith(
            "Healthcare NHS Foundation Trust (now part of North Cheshire and Mersey)"
        )
    assert bare_name(then["RWW"]) == old
    assert (
        short_name(then["RWW"]) == "Warrington and Halton Teaching Hospitals (now North Cheshire and Mersey)"
    )
    assert with_code(then["RWW"], "RWW") == f"{old} (RWW, now North Cheshire and Mersey)"


def test_a_name_of_before_a_merger_or_after_a_change_is_no_trust_s_of_another_round(publication):
    assert trust_names(publication, year=2024, footprint="assessed") == trust_names(
        publication, year=2025, footprint="assessed"
    )


@pytest.mark.parametrize("code", of_2025())
@pytest.mark.parametrize("footprint", FOOTPRINTS)
class TestWalk:
    """Each of them, on both footprints."""

    def test_it_has_one_name_everywhere_and_is_in_the_system_of_its_successor(
        self, publication, code, footprint
    ):
        called = naive.trust_name(2025, footprint)[code]
        place = naive.system_of_trust(2025, footprint)[code]
        rows = unit_pillars(publication, assessment_year=2025, footprint=footprint)
        own = rows[rows["ods_code"] == code]
        assert set(own["trust"]) == {called}
        assert set(own["ics_code"]) == {place}
        if footprint == "current" and naive.heirs(code):
            (heir,) = naive.heirs(code)
            assert place == naive.system_of_trust(2025, footprint)[heir]
            assert "(now part of " in called
        scope = Scope(place, 2025, footprint)
        overview = gaps(publication, scope, Standard()).rows
        assert called in set(overview["trust"])
        moved = progress(publication, scope)
        assert called in {*moved.units["trust"], *moved.unmatched["trust"]}
        setting = own["care_setting"].iloc[0]
        for group in ("ics", "england", "similar"):
            found = peers(
                publication,
                year=2025,
                footprint=footprint,
                ods_code=code,
                care_setting=setting,
                choice=PeerChoice(group),
            )
            known = naive.trust_name(2025, footprint)
            assert all(row.trust == known[row.ods_code] for row in found.units.itertuples())

    def test_its_page_says_what_it_is_called(self, publication, code, footprint):
        place = naive.system_of_trust(2025, footprint)[code]
        known = systems(publication, year=2025, footprint=footprint).set_index("ics_code").loc[place]
        filters = Filters(Scope(place, 2025, footprint), Standard(), known["name"], known["region"], False)
        called = naive.trust_name(2025, footprint)[code]
        page = trust_page(
            publication, filters, ods_code=code, name=called, setting="", peers=PeerChoice("similar")
        )
        assert page.trust == called
        first = " ".join(map(str, page.blocks[:3]))  # the six answers stand first, then who it is
        for row in naive.table("reference/trust_names.csv"):
            names = [other for other in naive.table("reference/trust_names.csv") if other["ods_code"] == code]
            if row["ods_code"] == code and row["state"] != "variant" and len(names) > 1:
                assert row["name"].replace("&", "&amp;") in first
        for heir in naive.heirs(code):
            assert f"({heir})" in first

    def test_the_command_line_and_its_files_name_it(self, ask, code, footprint):
        called = naive.trust_name(2025, footprint)[code]
        asked = ("position", "--trust", code, "--footprint", footprint)
        answer = json.loads(ask(*asked, "--format", "json").out)
        assert answer["trust"] == called
        assert answer["ics"] == naive.system_of_trust(2025, footprint)[code]
        setting = answer["settings"][0]["care_setting"]
        asked = ("peers", "--trust", code, "--setting", setting, "--peers", "ics", "--footprint", footprint)
        rows = csv_rows(ask(*asked, "--format", "csv").out)
        names = naive.trust_name(2025, footprint)
        assert all(row["trust"] == names[row["ods_code"]] for row in rows)


def test_every_name_that_a_trust_had_is_found_and_known_to_returns(publication):
    rows = [row for row in naive.table("reference/trust_names.csv") if row["ods_code"] in of_2025()]
    index = search_index(publication)
    for row in rows:
        code, name, _ = named_trust(publication, row["name"].upper())
        assert (code, name) == (row["ods_code"], naive.trust_name()[row["ods_code"]])
        assert row["ods_code"] in {match.code for match in find(index, row["name"])[:3]}


def test_a_trust_that_passed_on_long_ago_leads_to_its_heir(publication):
    own, index = naive.system_of_trust(2025, "assessed"), search_index(publication)
    for row in naive.table("reference/trust_successions.csv"):
        code = row["ods_code"]
        (match, *others) = find(index, code)
        assert not others
        heirs = naive.heirs(code) & own.keys()
        assert match.leads_to in ({code} if code in own or not heirs else heirs)
        assert ("now part of" in match.note) == bool(heirs)
