"""Who could help which trust in the published data: against a twin on the data files."""

from fractions import Fraction

import pytest

from benchmark.common.scope import Scope, Standard
from benchmark.core.errors import UnknownCode
from benchmark.questions.learning.measure import Learning, Need, learning
from benchmark.questions.trusts.suppliers import NOT_A_SUPPLIER, suppliers
from benchmark.store.publication import Publication
from tests.unit.questions import naive
from tests.unit.questions.learning import naive_learning

CASES = [
    ("QYG", Standard(), 3),
    ("QYG", Standard("setting_upper_quartile"), 2),
    ("QF7", Standard("floor", 2.5), 3),
    ("QMJ", Standard("setting_median"), 1),
    ("QWO", Standard("ics_best"), 3),
    ("QNQ", Standard(), 3),
]


Case = tuple[Learning, dict[naive_learning.Need, naive.Figures]]
"""What is found, and the twin's needs."""


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0]}-{case[1].baseline}-{case[2]}")
def case(
    request: pytest.FixtureRequest, publication: Publication
) -> tuple[Learning, dict[tuple[str, str, str], naive.Figures]]:
    ics, standard, most = request.param
    found = learning(publication, Scope(ics, 2025), standard, most=most)
    return found, naive_learning.needs(ics, standard.baseline, Fraction(standard.level))


def key(need: Need) -> naive_learning.Need:
    return need.ods_code, need.care_setting, need.pillar


class TestAgainstTheTwin:
    def test_the_needs_are_the_material_gaps(self, case):
        found, expected = case
        assert {key(need) for need in found.needs} == set(expected)
        for need in found.needs:
            row = expected[key(need)]
            for name in ("score", "standard", "gap"):
                assert getattr(need, name) == pytest.approx(float(row[name]))

    def test_the_candidates_are_the_same_in_the_same_order(self, case):
        found, expected = case
        for need in found.needs:
            wanted = naive_learning.candidates(key(need), expected[key(need)])
            assert [c.ods_code for c in need.candidates] == [c["code"] for c in wanted]
            for candidate, other in zip(need.candidates, wanted, strict=True):
                assert (candidate.tier, candidate.ics) == (other["tier"], other["ics"])
                assert (candidate.supplier is not None) == other["shares"]
                assert candidate.score == pytest.approx(float(other["score"]))
                assert candidate.lead == pytest.approx(candidate.score - need.score)
                rise = other["rise"]
                assert candidate.rise == (None if rise is None else pytest.approx(float(rise)))

    def test_as_much_gap_is_matched_as_can_be(self, case):
        found, expected = case
        able = {key(need): [c.ods_code for c in need.inside] for need in found.needs}
        gaps = {need: row["gap"] for need, row in expected.items()}
        best = naive_learning.most_that_can_be_met(gaps, able, found.most)
        assert sum(need.gap for need in found.matched) == pytest.approx(float(best))

    def test_each_match_qualifies_and_no_trust_is_asked_too_often(self, case):
        found, _ = case
        for need in found.matched:
            helper = need.helper
            assert helper is not None and helper in need.inside
            assert helper.ods_code != need.ods_code
            assert helper.ics_code == found.scope.ics_code
            assert helper.score >= need.standard - 1e-9
            assert helper.lead >= 1.0 - 1e-9
        assert all(times <= found.most for times in found.asked.values())
        assert sum(found.asked.values()) == len(found.matched)

    def test_what_is_not_matched_could_not_be(self, case):
        found, _ = case
        assert len(found.matched) + len(found.unmatched) == len(found.needs)
        for need in found.unmatched:
            assert all(found.asked[candidate.ods_code] == found.most for candidate in need.inside)


def test_the_published_matches_of_cheshire_and_merseyside(publication):
    found = learning(publication, Scope("QYG", 2025), Standard())
    assert (found.units, len(found.needs), len(found.matched)) == (22, 80, 37)
    assert sum(need.gap for need in found.matched) == pytest.approx(37.9)


def test_a_system_of_one_trust_has_needs_and_no_trust_to_ask(publication):
    found = learning(publication, Scope("QNQ", 2025), Standard())
    assert found.needs and not found.matched
    assert all(not need.inside and need.elsewhere for need in found.needs)


@pytest.mark.parametrize(
    ("year", "standard", "units", "without_standard", "year_from"),
    [
        (2025, Standard("floor", 1.0), 22, 0, 2024),
        (2025, Standard("own_target"), 0, 154, 2024),
        (2024, Standard(), 0, 0, None),
    ],
    ids=["that everybody reaches", "that nobody has", "without scores"],
)
def test_some_standards_and_rounds_leave_nothing_to_match(
    publication, year, standard, units, without_standard, year_from
):
    found = learning(publication, Scope("QYG", year), standard)
    assert (found.needs, found.units, found.without_standard) == ((), units, without_standard)
    assert found.year_from == year_from


def test_an_unknown_system_is_an_error(publication):
    with pytest.raises(UnknownCode, match="QQQ"):
        learning(publication, Scope("QQQ", 2025), Standard())


def test_systems_of_the_current_footprint_are_matched_with_their_present_trusts(publication):
    codes = set(naive.systems(2025, "current"))
    ics = sorted(codes - set(naive.systems(2025, "assessed")))[0]
    found = learning(publication, Scope(ics, 2025, "current"), Standard())
    expected = naive_learning.needs(ics, "floor", Fraction(3), "current")
    assert {key(need) for need in found.needs} == set(expected)
    for need in found.needs:
        wanted = naive_learning.candidates(key(need), expected[key(need)], "current")
        assert [c.ods_code for c in need.candidates] == [c["code"] for c in wanted]


def test_entries_that_name_no_product_are_spelled_as_published(publication):
    published = {row["supplier"] for row in naive.table("reference/epr_suppliers.csv")}
    real = NOT_A_SUPPLIER - {"Built in house"}  # the demonstration's own
    assert published >= real
    assert {name for name in published if name.startswith(naive_learning.NO_PRODUCT)} == real
    assert not NOT_A_SUPPLIER & {supplier.name for supplier in suppliers(publication).values()}
