"""Who could help which trust, rule by rule, on small countries of invented trusts."""

from collections.abc import Sequence

import pytest

from benchmark.common.scope import Scope, Standard
from benchmark.questions.learning.measure import Learning, learning
from benchmark.questions.learning.words import why_unmatched
from benchmark.store.publication import Publication
from schemas.base import Row
from schemas.returns import OwnTarget
from tests.unit.questions.country import overall, pillars, system, trust
from tests.unit.questions.learning.learning_country import (
    country,
    exchange,
    helpers,
    needs_of,
    size,
    supplier,
)

pytestmark = pytest.mark.slow


class TestWhoCouldHelp:
    def test_a_whole_level_above_and_at_the_standard(self, tmp_path):
        publication = country(
            tmp_path,
            *pillars("T1A", "Acute", 2.0),
            *pillars("T2A", "Acute", 2.9),  # below the standard, and not a level above
            *pillars("T3A", "Acute", 3.0),  # exactly a level above, exactly at the standard
            *pillars("T4A", "Acute", 2.6),
            *pillars("T5A", "Acute", 2.8),
        )
        assert helpers(needs_of(publication, "T1A")[0].candidates) == ["T3A"]
        # T4A's gap of 0.4 has nobody a whole level above it.
        assert helpers(needs_of(publication, "T4A")[0].candidates) == []
        # Of nobody who is short of the standard by less than is material is it a need.
        assert needs_of(publication, "T5A") == []

    def test_another_care_setting_is_no_help(self, tmp_path):
        publication = country(
            tmp_path,
            *pillars("T1A", "Acute", 2.0),
            *pillars("T2A", "Community", 5.0),
            *pillars("T1A", "Community", 5.0),
        )
        (need,) = needs_of(publication, "T1A")
        assert need.candidates == ()

    def test_the_standard_is_that_of_the_one_in_need(self, tmp_path):
        target = OwnTarget(ods_code="T1A", pillar="well_led", target=4.0, reason="Invented")
        publication = country(
            tmp_path,
            *pillars("T1A", "Acute", 2.0),
            *pillars("T2A", "Acute", 3.9),
            *pillars("T3A", "Acute", 4.0),
            target,
        )
        (need,) = needs_of(publication, "T1A", Standard("own_target"))
        assert helpers(need.candidates) == ["T3A"]

    def test_the_system_s_own_come_before_all_others(self, tmp_path):
        publication = country(
            tmp_path,
            *pillars("T1A", "Acute", 2.0),
            *pillars("T2A", "Acute", 3.0),
            *pillars("T5A", "Acute", 5.0),
            supplier("T1A", "Parchment"),
            supplier("T5A", "Parchment"),
        )
        (need,) = needs_of(publication, "T1A")
        assert helpers(need.inside) == ["T2A"]
        assert helpers(need.elsewhere) == ["T5A"]
        assert need.helper is not None and need.helper.ods_code == "T2A"


class TestOrder:
    ABLE = ("T2A", "T3A", "T4A")

    def scores(self, setting: str = "Acute") -> list[Row]:
        return [
            *pillars("T1A", setting, 2.0),
            *(row for code in self.ABLE for row in pillars(code, setting, 4.0)),
        ]

    def first(self, publication: Publication) -> str:
        return needs_of(publication, "T1A")[0].candidates[0].ods_code

    def test_one_who_shares_the_supplier_comes_first(self, tmp_path):
        rows = [supplier("T1A", "Parchment"), supplier("T4A", "Parchment"), supplier("T2A", "Quill")]
        risen = [overall(2024, "T2A", "Acute", 2.0), overall(2025, "T2A", "Acute", 4.0)]
        publication = country(tmp_path, *self.scores(), *rows, *risen)
        assert self.first(publication) == "T4A"

    def test_having_none_or_its_own_is_nothing_in_common(self, tmp_path):
        none, own = "No EPR -  in process of getting one", "Generic or In House EPR Provider"
        publication = country(
            tmp_path,
            *self.scores(),
            *pillars("T5A", "Acute", 2.0),
            *(supplier(code, none) for code in ("T1A", "T4A")),
            *(supplier(code, own) for code in ("T5A", "T3A")),
        )
        for ics, same in (("QZ1", "T4A"), ("QZ2", "T3A")):
            (need,) = learning(publication, Scope(ics, 2025), Standard()).needs
            assert same in helpers(need.candidates)
            assert all(candidate.supplier is None for candidate in need.candidates)

    def test_then_one_who_rose_materially(self, tmp_path):
        rises = {"Acute": 0.1, "Community": 0.09, "Mental Health": -1.0}
        rows: list[Row] = [exchange("T3A", "well_led", "offer")]
        for setting, rise in rises.items():
            rows += self.scores(setting)
            rows += [overall(2024, "T4A", setting, 2.0), overall(2025, "T4A", setting, 2.0 + rise)]
        needs = needs_of(country(tmp_path, *rows), "T1A")
        first = {need.care_setting: need.candidates[0].ods_code for need in needs}
        assert first == {"Acute": "T4A", "Community": "T3A", "Mental Health": "T3A"}

    def test_then_one_who_has_offered_help_on_this_pillar(self, tmp_path):
        offers = [exchange("T4A", "well_led", "offer"), exchange("T3A", "safe_practice", "offer")]
        near = [size("T1A", 1e8), size("T2A", 1e8), size("T3A", 2e8), size("T4A", 9e8)]
        publication = country(tmp_path, *self.scores(), *offers, *near)
        candidates = needs_of(publication, "T1A")[0].candidates
        assert helpers(candidates) == ["T4A", "T2A", "T3A"]
        assert [candidate.offer is not None for candidate in candidates] == [True, False, False]

    def test_then_the_one_closest_in_context(self, tmp_path):
        near = [size("T1A", 1e8), size("T2A", 9e8), size("T3A", 2e8), size("T4A", 1e8)]
        publication = country(tmp_path, *self.scores(), *near)
        assert helpers(needs_of(publication, "T1A")[0].candidates) == ["T4A", "T3A", "T2A"]

    def test_equals_share_a_place_and_are_ordered_by_name(self, tmp_path):
        publication = country(tmp_path, *self.scores())
        candidates = needs_of(publication, "T1A")[0].candidates
        assert helpers(candidates) == ["T2A", "T3A", "T4A"]
        assert len({candidate.order for candidate in candidates}) == 1


@pytest.fixture(scope="module")
def three_in_need(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    return country(
        tmp_path_factory.mktemp("three"),
        *pillars("T1A", "Acute", 1.0, 1.0),
        *pillars("T2A", "Acute", 1.5, 1.5),
        *pillars("T3A", "Acute", 2.0, 2.0),
        *pillars("T4A", "Acute", 5.0, 5.0),
    )


class TestAssignment:
    def test_no_trust_is_asked_more_often_than_allowed_and_the_widest_gaps_go_first(self, three_in_need):
        found = learning(three_in_need, Scope("QZ1", 2025), Standard())
        assert found.asked == {"T4A": 3}
        assert sorted(need.gap for need in found.matched) == [1.5, 2.0, 2.0]
        assert [why_unmatched(found, need) for need in found.unmatched] == [
            "The only trust here that could help is already matched 3 times."
        ] * 3

    @pytest.mark.parametrize(("most", "matched"), [(0, 0), (1, 1), (2, 2), (6, 6), (50, 6)])
    def test_how_often_is_the_reader_s_choice(self, three_in_need, most, matched):
        found = learning(three_in_need, Scope("QZ1", 2025), Standard(), most=most)
        assert len(found.matched) == matched

    def test_a_trust_with_two_settings_is_still_one_trust_to_ask(self, tmp_path):
        publication = country(
            tmp_path,
            *pillars("T1A", "Acute", 2.0),
            *pillars("T1A", "Community", 2.0),
            *pillars("T4A", "Acute", 5.0),
            *pillars("T4A", "Community", 5.0),
        )
        assert len(learning(publication, Scope("QZ1", 2025), Standard(), most=1).matched) == 1


class TestLabels:
    def rows(self, names: Sequence[str]) -> list[Row]:
        one, two, three, four = names
        return [
            *pillars(one, "Acute", 1.0, 2.6, 1.5),
            *pillars(two, "Acute", 3.0, 1.0, 2.7),
            *pillars(three, "Acute", 4.0, 4.0, 2.0),
            *pillars(four, "Acute", 3.5, 3.9, 5.0),
            supplier(one, "Parchment"),
            supplier(four, "Parchment"),
            size(one, 1e8),
            size(two, 3e8),
            size(three, 2e8),
            size(four, 8e8),
        ]

    def test_relabelling_trusts_changes_nothing_but_the_labels(self, tmp_path):
        codes, turned = ("T1A", "T2A", "T3A", "T4A"), ("T3A", "T1A", "T4A", "T2A")
        label = dict(zip(codes, turned, strict=True))
        first = learning(country(tmp_path / "1", *self.rows(codes)), Scope("QZ1", 2025), Standard(), most=2)
        second = learning(country(tmp_path / "2", *self.rows(turned)), Scope("QZ1", 2025), Standard(), most=2)

        def said(found: Learning, names: dict[str, str]) -> set[tuple[object, ...]]:
            return {
                (
                    names[need.ods_code],
                    need.pillar,
                    round(need.gap, 6),
                    need.helper and names[need.helper.ods_code],
                    tuple(names[candidate.ods_code] for candidate in need.candidates),
                )
                for need in found.needs
            }

        assert said(first, label) == said(second, {code: code for code in codes})
        assert first.matched


def test_real_and_fictional_trusts_never_help_each_other(tmp_path):
    invented = [row for code in ("T8A", "T9A") for row in trust(code, "QZ9", fictional=True)]
    publication = country(
        tmp_path,
        system("QZ9", fictional=True),
        *invented,
        # An invented trust in a real system, and a real one in an invented system.
        *trust("T7A", "QZ1", fictional=True),
        *trust("T0A", "QZ9"),
        *pillars("T1A", "Acute", 2.0),
        *pillars("T5A", "Acute", 4.0),
        *(row for code in ("T7A", "T8A", "T0A") for row in pillars(code, "Acute", 5.0)),
        *pillars("T9A", "Acute", 1.0),
    )
    (need,) = needs_of(publication, "T1A")
    assert helpers(need.candidates) == ["T5A"]
    (need,) = learning(publication, Scope("QZ9", 2025), Standard()).needs
    assert (need.ods_code, helpers(need.candidates)) == ("T9A", ["T8A"])
