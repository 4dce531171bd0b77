"""Who could help whom, rule by rule, on small countries of invented trusts."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmark.measures.candidates import Candidate
from benchmark.measures.learning import Learning, Need, learning
from benchmark.measures.learning_words import lacking_words, reasons, where, why_unmatched
from benchmark.measures.scope import Scope, Standard
from benchmark.store.publication import Publication
from schemas.base import Row
from schemas.reference import EprSupplier
from schemas.returns import OwnTarget, PeerExchange, TrustContext
from tests.unit.measures.country import FIRST_DAY, overall, pillars, publish_country, system, trust


def country(folder: Path, *rows: Row) -> Publication:
    """Two systems: T1A, T2A, T3A and T4A in one, T5A and T6A in the other; rows on top."""
    members = {"QZ1": ("T1A", "T2A", "T3A", "T4A"), "QZ2": ("T5A", "T6A")}
    placed = [row for ics, codes in members.items() for code in codes for row in trust(code, ics)]
    return publish_country(folder, system("QZ1"), system("QZ2"), *placed, *rows)


def of(publication: Publication, code: str, standard: Standard | None = None, *, most: int = 3) -> list[Need]:
    found = learning(publication, Scope("QZ1", 2025), standard or Standard(), most=most)
    return [need for need in found.needs if need.ods_code == code]


def helpers(candidates: Sequence[Candidate]) -> list[str]:
    return [candidate.ods_code for candidate in candidates]


def supplier(code: str, name: str) -> EprSupplier:
    return EprSupplier(ods_code=code, supplier=name, as_of=FIRST_DAY)


def exchange(code: str, pillar: str, what: str, note: str = "Board papers") -> PeerExchange:
    return PeerExchange(
        ods_code=code, pillar=pillar, offers_or_asks=what, contact="digital@example.org", note=note
    )


class TestWhoCouldHelp:
    def test_a_whole_level_above_and_at_the_standard(self, tmp_path: Path) -> None:
        publication = country(
            tmp_path,
            *pillars("T1A", "Acute", 2.0),
            *pillars("T2A", "Acute", 2.9),  # below the standard, and not a level above
            *pillars("T3A", "Acute", 3.0),  # exactly a level above, exactly at the standard
            *pillars("T4A", "Acute", 2.6),
        )
        assert helpers(of(publication, "T1A")[0].candidates) == ["T3A"]
        # T4A's gap of 0.4 has nobody a whole level above it.
        assert helpers(of(publication, "T4A")[0].candidates) == []

    def test_another_care_setting_is_no_help(self, tmp_path: Path) -> None:
        publication = country(
            tmp_path,
            *pillars("T1A", "Acute", 2.0),
            *pillars("T2A", "Community", 5.0),
            *pillars("T1A", "Community", 5.0),
        )
        (need,) = of(publication, "T1A")
        assert need.candidates == ()

    def test_a_gap_that_is_not_material_is_no_need(self, tmp_path: Path) -> None:
        publication = country(tmp_path, *pillars("T1A", "Acute", 2.8), *pillars("T2A", "Acute", 4.0))
        assert of(publication, "T1A") == []

    def test_the_standard_is_that_of_the_one_in_need(self, tmp_path: Path) -> None:
        target = OwnTarget(ods_code="T1A", pillar="well_led", target=4.0, reason="Invented")
        publication = country(
            tmp_path,
            *pillars("T1A", "Acute", 2.0),
            *pillars("T2A", "Acute", 3.9),
            *pillars("T3A", "Acute", 4.0),
            target,
        )
        (need,) = of(publication, "T1A", Standard("own_target"))
        assert helpers(need.candidates) == ["T3A"]

    def test_the_system_s_own_come_before_all_others(self, tmp_path: Path) -> None:
        publication = country(
            tmp_path,
            *pillars("T1A", "Acute", 2.0),
            *pillars("T2A", "Acute", 3.0),
            *pillars("T5A", "Acute", 5.0),
            supplier("T1A", "Parchment"),
            supplier("T5A", "Parchment"),
        )
        (need,) = of(publication, "T1A")
        assert helpers(need.inside) == ["T2A"]
        assert helpers(need.elsewhere) == ["T5A"]
        assert need.helper is not None and need.helper.ods_code == "T2A"


class TestOrder:
    ABLE = ("T2A", "T3A", "T4A")

    def scores(self) -> list[Row]:
        return [
            *pillars("T1A", "Acute", 2.0),
            *(row for code in self.ABLE for row in pillars(code, "Acute", 4.0)),
        ]

    def first(self, publication: Publication) -> str:
        return of(publication, "T1A")[0].candidates[0].ods_code

    def test_one_who_shares_the_supplier_comes_first(self, tmp_path: Path) -> None:
        rows = [supplier("T1A", "Parchment"), supplier("T4A", "Parchment"), supplier("T2A", "Quill")]
        risen = [overall(2024, "T2A", "Acute", 2.0), overall(2025, "T2A", "Acute", 4.0)]
        publication = country(tmp_path, *self.scores(), *rows, *risen)
        assert self.first(publication) == "T4A"

    @pytest.mark.parametrize(
        "entry", ["No EPR -  in process of getting one", "Generic or In House EPR Provider"]
    )
    def test_having_none_or_one_s_own_is_nothing_in_common(self, tmp_path: Path, entry: str) -> None:
        publication = country(tmp_path, *self.scores(), supplier("T1A", entry), supplier("T4A", entry))
        assert all(candidate.supplier is None for candidate in of(publication, "T1A")[0].candidates)

    @pytest.mark.parametrize(("rise", "counts"), [(0.1, True), (0.09, False), (-1.0, False)])
    def test_then_one_who_rose_materially(self, tmp_path: Path, rise: float, counts: bool) -> None:
        risen = [overall(2024, "T4A", "Acute", 2.0), overall(2025, "T4A", "Acute", 2.0 + rise)]
        offer = exchange("T3A", "well_led", "offer")
        publication = country(tmp_path, *self.scores(), *risen, offer)
        assert self.first(publication) == ("T4A" if counts else "T3A")

    def test_then_one_who_has_offered_help_on_this_pillar(self, tmp_path: Path) -> None:
        offers = [exchange("T4A", "well_led", "offer"), exchange("T3A", "safe_practice", "offer")]
        near = [size("T1A", 1e8), size("T2A", 1e8), size("T3A", 2e8), size("T4A", 9e8)]
        publication = country(tmp_path, *self.scores(), *offers, *near)
        candidates = of(publication, "T1A")[0].candidates
        assert helpers(candidates) == ["T4A", "T2A", "T3A"]
        assert [candidate.offer is not None for candidate in candidates] == [True, False, False]

    def test_then_the_one_closest_in_context(self, tmp_path: Path) -> None:
        near = [size("T1A", 1e8), size("T2A", 9e8), size("T3A", 2e8), size("T4A", 1e8)]
        publication = country(tmp_path, *self.scores(), *near)
        assert helpers(of(publication, "T1A")[0].candidates) == ["T4A", "T3A", "T2A"]

    def test_equals_share_a_place_and_stand_by_name(self, tmp_path: Path) -> None:
        publication = country(tmp_path, *self.scores())
        candidates = of(publication, "T1A")[0].candidates
        assert helpers(candidates) == ["T2A", "T3A", "T4A"]
        assert len({candidate.order for candidate in candidates}) == 1


SIZED = {"financial_year": "2023/24", "operating_expenditure": 1e8, "average_wte": 900.0}
"""All that is known of a trust's size."""


def size(code: str, pounds: float) -> TrustContext:
    return TrustContext(financial_year="2023/24", ods_code=code, operating_expenditure=pounds)


class TestAssignment:
    def three_in_need(self, folder: Path) -> Publication:
        return country(
            folder,
            *pillars("T1A", "Acute", 1.0, 1.0),
            *pillars("T2A", "Acute", 1.5, 1.5),
            *pillars("T3A", "Acute", 2.0, 2.0),
            *pillars("T4A", "Acute", 5.0, 5.0),
        )

    def test_nobody_is_asked_more_often_than_allowed_and_the_widest_gaps_go_first(
        self, tmp_path: Path
    ) -> None:
        publication = self.three_in_need(tmp_path)
        found = learning(publication, Scope("QZ1", 2025), Standard())
        assert found.asked == {"T4A": 3}
        assert sorted(need.gap for need in found.matched) == [1.5, 2.0, 2.0]
        assert [why_unmatched(need, most=3) for need in found.unmatched] == [
            "The one trust here that could help is already asked 3 times."
        ] * 3

    @pytest.mark.parametrize(("most", "matched"), [(0, 0), (1, 1), (2, 2), (6, 6), (50, 6)])
    def test_how_often_is_the_reader_s_choice(self, tmp_path: Path, most: int, matched: int) -> None:
        publication = self.three_in_need(tmp_path)
        found = learning(publication, Scope("QZ1", 2025), Standard(), most=most)
        assert len(found.matched) == matched

    def test_a_trust_with_two_settings_is_still_one_trust_to_ask(self, tmp_path: Path) -> None:
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

    def test_relabelling_trusts_changes_nothing_but_the_labels(self, tmp_path: Path) -> None:
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


class TestWords:
    def test_a_match_says_why(self, tmp_path: Path) -> None:
        publication = country(
            tmp_path,
            *pillars("T1A", "Acute", 2.0),
            *pillars("T2A", "Acute", 4.0),
            supplier("T1A", "Parchment"),
            supplier("T2A", "Parchment"),
            overall(2024, "T2A", "Acute", 2.0),
            overall(2025, "T2A", "Acute", 2.5),
            *(TrustContext(**SIZED, ods_code=code) for code in ("T1A", "T2A")),
            exchange("T2A", "well_led", "offer", "Two years of board papers"),
            exchange("T1A", "well_led", "request", "A first board paper"),
        )
        (need,) = of(publication, "T1A")
        assert need.helper is not None
        assert reasons(need, need.helper, year_from=2024) == (
            "scores 4.0 on Well Led, 2.0 points higher",
            "has the same EPR supplier, Parchment (April 2020)",
            "rose by 0.50 overall since 2024",
            "is among the trusts most like it in size and care settings",
            "has offered help on this pillar",
        )
        assert need.helper.offer is not None and need.helper.offer.note == "Two years of board papers"
        assert need.request is not None and need.request.note == "A first board paper"

    def test_without_figures_likeness_is_that_of_what_is_known(self, tmp_path: Path) -> None:
        publication = country(tmp_path, *pillars("T1A", "Acute", 2.0), *pillars("T2A", "Acute", 4.0))
        found = learning(publication, Scope("QZ1", 2025), Standard())
        (need,) = found.needs
        assert need.helper is not None
        said = reasons(need, need.helper, year_from=None)
        assert said[-1] == "is among the trusts most like it in what is known of both"
        ((code, name, missing),) = found.lacking
        assert code == "T1A"
        assert lacking_words(name, missing) == (
            "No published operating expenditure and no staff (whole-time equivalents) for Trust T1A: its "
            "likeness to others rests on number of care settings alone."
        )

    def test_what_does_not_speak_for_it_is_not_said(self, publication: Publication) -> None:
        found = learning(publication, Scope("QYG", 2025), Standard())
        for need in found.needs:
            for candidate in need.candidates:
                said = " ".join(reasons(need, candidate, year_from=2024))
                assert ("EPR" in said) == (candidate.supplier is not None)
                assert ("rose" in said) == (candidate.rise is not None)
                assert ("most like" in said) == candidate.similar
                assert "offered" not in said

    def test_where_a_candidate_is(self, publication: Publication) -> None:
        found = learning(publication, Scope("QYG", 2025), Standard())
        said = {c.tier: (where(c), c.ics) for need in found.needs for c in need.candidates}
        assert said["ics"][0] == "in the same ICS"
        assert said["similar"][0] == f"{said['similar'][1]}, one of the most similar"
        assert said["region"][0] == f"{said['region'][1]}, same region"
        assert said["england"][0] == said["england"][1]

    def test_why_nobody_is_asked(self, tmp_path: Path) -> None:
        publication = country(
            tmp_path,
            *pillars("T1A", "Acute", 2.0, 2.0),
            *pillars("T5A", "Acute", 5.0),
        )
        outside, nobody = of(publication, "T1A")
        assert (
            why_unmatched(outside, most=3)
            == "Nobody in this ICS scores a level higher and reaches the standard."
        )
        assert why_unmatched(nobody, most=3) == (
            "Nobody in England scores a level higher and reaches the standard in this care setting."
        )


class TestExchanges:
    def test_the_system_s_own_offers_and_requests_are_listed(self, tmp_path: Path) -> None:
        publication = country(
            tmp_path,
            *pillars("T1A", "Acute", 2.0),
            *pillars("T5A", "Acute", 5.0),
            exchange("T1A", "well_led", "request"),
            exchange("T1A", "safe_practice", "offer"),
            exchange("T5A", "well_led", "offer"),
        )
        found = learning(publication, Scope("QZ1", 2025), Standard())
        assert [(e.ods_code, e.pillar, e.direction) for e in found.exchanges] == [
            ("T1A", "safe_practice", "offer"),
            ("T1A", "well_led", "request"),
        ]
        # An offer from elsewhere shows on the candidate.
        (need,) = found.needs
        assert need.elsewhere[0].offer is not None

    def test_a_trust_offers_without_having_returned(self, tmp_path: Path) -> None:
        publication = country(tmp_path, *pillars("T1A", "Acute", 2.0), exchange("T2A", "well_led", "offer"))
        assert len(learning(publication, Scope("QZ1", 2025), Standard()).exchanges) == 1


def test_real_and_invented_trusts_never_help_each_other(tmp_path: Path) -> None:
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
    (need,) = of(publication, "T1A")
    assert helpers(need.candidates) == ["T5A"]
    (need,) = learning(publication, Scope("QZ9", 2025), Standard()).needs
    assert (need.ods_code, helpers(need.candidates)) == ("T9A", ["T8A"])
