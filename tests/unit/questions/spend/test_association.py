"""Spend beside maturity: the rank correlation against its naive twin, its interval, and what it refuses."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.common.scope import Scope
from benchmark.questions.spend.measure import rank_correlation, spend_and_maturity, spend_of_system
from schemas.returns import ItSpend
from tests.unit.questions.country import pillars, publish_country, system, trust
from tests.unit.questions.spend import naive_spend as naive
from tests.unit.questions.spend.spends import spend_return, spend_row

VALUES = st.integers(1, 12).map(float)
PAIRS = st.lists(st.tuples(VALUES, VALUES), min_size=8, max_size=20)


@given(PAIRS)
def test_it_agrees_with_the_naive_twin(pairs):
    ones, others = [one for one, _ in pairs], [other for _, other in pairs]
    found, twin = rank_correlation(ones, others), naive.spearman(ones, others)
    assert found.n == len(pairs)
    if twin is None:
        assert found.correlation is None
        return
    assert found.correlation is not None
    assert math.isclose(found.correlation, twin, abs_tol=1e-9)
    if abs(twin) > 1 - 1e-9:
        assert found.lower is None and found.upper is None
        return
    lower, upper = naive.interval(twin, len(pairs))
    assert found.lower is not None and found.upper is not None
    assert math.isclose(found.lower, lower, abs_tol=1e-6)
    assert math.isclose(found.upper, upper, abs_tol=1e-6)
    assert -1 <= found.lower <= found.correlation <= found.upper <= 1


@given(PAIRS, st.randoms())
def test_only_the_order_of_the_figures_counts(pairs, random):
    found = rank_correlation(*zip(*pairs, strict=True))
    stretched = rank_correlation([one**3 + 5 for one, _ in pairs], [other / 7 for _, other in pairs])
    assert math.isclose(stretched.correlation or 0, found.correlation or 0, abs_tol=1e-9)
    shuffled = list(pairs)
    random.shuffle(shuffled)
    again = rank_correlation(*zip(*shuffled, strict=True)).correlation
    assert (again is None) == (found.correlation is None)
    assert math.isclose(again or 0, found.correlation or 0, abs_tol=1e-9)
    turned = rank_correlation([-one for one, _ in pairs], [other for _, other in pairs]).correlation
    assert math.isclose(turned or 0, -(found.correlation or 0), abs_tol=1e-9)


def test_a_figure_worked_out_by_hand():
    # Two neighbours change places: r = 1 - 6 * 2 / (8 * 63) = 0.9762, z = 2.2094, its error 0.5434.
    found = rank_correlation([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 3, 4, 5, 6, 8, 7])
    assert found.correlation == pytest.approx(1 - 12 / 504)
    assert (found.lower, found.upper) == pytest.approx((0.8159, 0.9971), abs=5e-5)


def test_fewer_than_eight_have_no_correlation():
    assert rank_correlation([1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5, 6, 7]).correlation is None


def test_figures_that_differ_only_by_floating_point_are_ties():
    ones = [0.1 + 0.2, 0.3, 1, 2, 3, 4, 5, 6]
    assert rank_correlation(ones, list(range(8))) == rank_correlation([0.3, *ones[1:]], list(range(8)))


def test_perfect_agreement_has_no_interval():
    found = rank_correlation(list(range(9)), list(range(9)))
    assert (found.correlation, found.lower, found.upper) == (1, None, None)


def test_a_trust_is_the_mean_of_its_settings_and_who_lacks_a_figure_is_named(tmp_path):
    of_nothing = spend_row("T3A", "2024/25", 1, None, 0, 0)
    country = publish_country(
        tmp_path,
        system("QZ1"),
        *(row for code in ("T1A", "T2A", "T3A") for row in trust(code, "QZ1")),
        *pillars("T1A", "Acute", 2.0, 3.0),
        *pillars("T1A", "Community", 4.0, 4.0),
        *pillars("T3A", "Acute", 2.0, 2.0),
        spend_return(spend_row("T1A", "2024/25", 100_000_000, 4_000_000, 2_000_000, 500_000)),
        spend_return(spend_row("T2A", "2024/25", 100_000_000, None, 2_000_000, 500_000)),
        # As a ledger took it before it asked for expenditure.
        ItSpend.model_construct(**vars(spend_return(of_nothing)) | {"operating_expenditure": 0.0}),
    )
    spend = spend_of_system(country, Scope("QZ1", 2025))
    found = spend_and_maturity(country, spend, assessment_year=2025)
    assert found is not None
    assert found.points[["ods_code", "share", "overall", "settings"]].values.tolist() == [
        ["T1A", 0.025, 3.25, 2]
    ]
    assert dict(zip(found.without["ods_code"], found.without["reason"], strict=True)) == {
        "T2A": "no pillar scores for 2025",
        "T3A": "no expenditure returned",
    }
    assert found.association.correlation is None
    nobody = spend_of_system(country, Scope("QZ1", 2025), financial_year="2019/20")
    assert spend_and_maturity(country, nobody, assessment_year=2025) is None
