"""Why a trust is suggested, why none is, and what trusts offer and ask, on small countries."""

import pytest

from benchmark.common.groups import group_scope
from benchmark.common.scope import Scope, Standard
from benchmark.questions.learning.measure import learning
from benchmark.questions.learning.words import lacking_words, reasons, where, why_unmatched
from benchmark.store.publication import Publication
from schemas.reference import EricType
from schemas.returns import TrustContext
from tests.unit.questions.country import overall, pillars
from tests.unit.questions.learning.learning_country import SIZED, country, exchange, needs_of, supplier


@pytest.fixture(scope="module")
def exchanging(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """One trust in need on two pillars, with help on the first of them from another system alone."""
    return country(
        tmp_path_factory.mktemp("exchanging"),
        *pillars("T1A", "Acute", 2.0, 2.0),
        *pillars("T5A", "Acute", 5.0),
        exchange("T1A", "well_led", "request"),
        exchange("T1A", "safe_practice", "offer"),
        exchange("T2A", "well_led", "offer"),  # without having returned
        exchange("T5A", "well_led", "offer"),
    )


class TestWords:
    def test_a_match_says_why(self, tmp_path):
        publication = country(
            tmp_path,
            *pillars("T1A", "Acute", 2.0),
            *pillars("T2A", "Acute", 4.0),
            supplier("T1A", "Parchment"),
            supplier("T2A", "Parchment"),
            overall(2024, "T2A", "Acute", 2.0),
            overall(2025, "T2A", "Acute", 2.5),
            *(TrustContext(**SIZED, ods_code=code) for code in ("T1A", "T2A")),
            *(
                EricType(financial_year="2024/25", ods_code=code, eric_type="Acute - large")
                for code in ("T1A", "T2A")
            ),
            exchange("T2A", "well_led", "offer", "Two years of board papers"),
            exchange("T1A", "well_led", "request", "A first board paper"),
        )
        (need,) = needs_of(publication, "T1A")
        assert need.helper is not None
        assert reasons(need, need.helper, year_from=2024) == (
            "scores 4.0 on Well Led, 2.0 points higher",
            "has the same EPR supplier, Parchment (April 2020)",
            "rose by 0.50 overall since 2024",
            "is among the trusts most like it in kind, size and care settings",
            "has offered help on this pillar",
        )
        assert need.helper.offer is not None and need.helper.offer.note == "Two years of board papers"
        assert need.request is not None and need.request.note == "A first board paper"

    def test_without_figures_likeness_is_that_of_what_is_known(self, tmp_path):
        publication = country(tmp_path, *pillars("T1A", "Acute", 2.0), *pillars("T2A", "Acute", 4.0))
        found = learning(publication, Scope("QZ1", 2025), Standard())
        (need,) = found.needs
        assert need.helper is not None
        said = reasons(need, need.helper, year_from=None)
        assert said[-1] == "is among the trusts most like it in what is known of both"
        ((code, name, missing),) = found.lacking
        assert code == "T1A"
        assert lacking_words(name, missing) == (
            "Nothing is published on type, what it specialises in, operating expenditure and staff "
            "(whole-time equivalents) for Trust T1A: its likeness to others rests on number of care settings "
            "alone."
        )

    def test_what_does_not_speak_for_it_is_not_said(self, publication):
        found = learning(publication, Scope("QYG", 2025), Standard())
        for need in found.needs:
            for candidate in need.candidates:
                said = " ".join(reasons(need, candidate, year_from=2024))
                assert ("EPR" in said) == (candidate.supplier is not None)
                assert ("rose" in said) == (candidate.rise is not None)
                assert ("most like" in said) == candidate.similar
                assert "offered" not in said

    def test_where_a_candidate_is(self, publication):
        found = learning(publication, Scope("QYG", 2025), Standard())
        said = {c.tier: (where(c), c.ics) for need in found.needs for c in need.candidates}
        assert said["ics"][0] == "in the same ICS"
        assert said["similar"][0] == f"{said['similar'][1]}, one of the most similar"
        assert said["region"][0] == f"{said['region'][1]}, same region"
        assert said["england"][0] == said["england"][1]

    def test_why_no_trust_is_asked(self, exchanging):
        found = learning(exchanging, Scope("QZ1", 2025), Standard())
        outside, nobody = found.needs
        # Without the care setting it was untrue of every fourth such gap: a return of another setting does.
        assert why_unmatched(found, outside) == (
            "Nobody in this system scores a level higher and reaches the standard in this care setting."
        )
        group = group_scope(exchanging, "T1A", year=2025, footprint="assessed")
        of_group = learning(exchanging, group, Standard())
        assert why_unmatched(of_group, of_group.needs[0]).startswith("Nobody in this group scores")
        assert why_unmatched(found, nobody) == (
            "Nobody in England scores a level higher and reaches the standard in this care setting."
        )


class TestExchanges:
    def test_the_system_s_own_offers_and_requests_are_listed(self, exchanging):
        found = learning(exchanging, Scope("QZ1", 2025), Standard())
        assert [(e.ods_code, e.pillar, e.offers_or_asks) for e in found.exchanges] == [
            ("T1A", "safe_practice", "offer"),
            ("T1A", "well_led", "request"),
            ("T2A", "well_led", "offer"),
        ]
        # An offer from elsewhere shows on the candidate.
        assert found.needs[0].elsewhere[0].offer is not None
