"""Plans for single systems, invented and real, whose figures can be followed."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from benchmark.common.scope import Scope, Standard
from benchmark.common.standards import hold_to_best
from benchmark.questions.gaps.measure import gaps, gaps_of
from benchmark.questions.plan.ground import Ground, ground_of, sizes_of
from benchmark.questions.plan.measure import Planned, next_million, planned
from benchmark.questions.plan.tables import spreads
from benchmark.questions.plan.words import assumptions
from benchmark.store.publication import Publication
from schemas.returns import OwnTarget, TrustContext
from tests.unit.questions.country import PILLARS, pillars, publish_country, system, trust
from tests.unit.questions.frames import score_frame
from tests.unit.questions.plan.plans import COST, MILLION, RULES, SCOPE, SIZES, on_floor, plan


def one_pillar(*scores: float) -> Ground:
    """Acute trusts with one score each."""
    return on_floor(
        score_frame(("QZ1", f"T{i}A", "Acute", "well_led", score) for i, score in enumerate(scores, start=1))
    )


def test_the_figures_of_a_plan_that_can_be_followed_by_hand():
    found = planned(one_pillar(2.0, 2.5, 3.5), plan(300_000_00, pioneers_share=0.1))
    came = found.outcome
    # £30,000 are kept for the third trust; £270,000 at £250,000 a point buy 1.08 of 1.5 points.
    assert (came.reserved, came.allocated, came.unspent) == (30_000_00, 270_000_00, 0)
    assert came.to_close_all == 375_000_00 and came.not_funded == 105_000_00
    assert came.closed == pytest.approx(1.08) and came.closed_share == pytest.approx(0.72)
    assert came.closed_per_million == pytest.approx(4.0)
    # The first gap is 0.5 wider, so it gets that first; the rest is shared.
    assert found.rows["score_after"].tolist() == pytest.approx([2.79, 2.79])
    assert found.pioneers["reserved"].tolist() == [30_000_00]
    assert (came.below_before, came.below_after) == (2, 0)  # 2.79 is short of 3 by less than one answer
    assert came.spread_after.range == pytest.approx(3.5 - 2.79)


def test_a_trust_of_four_times_the_median_pays_four_times_as_much_for_a_point():
    scores = score_frame(("QZ1", code, "Acute", "well_led", 2.0) for code in ("T1A", "T2A", "T3A"))
    ground = Ground(on_floor(scores).gaps, sizes_of({"T1A": 1e8, "T2A": 4e8, "T3A": 1e8}))
    found = planned(ground, plan(60 * MILLION, scale_with_size=True))
    assert found.rows["price"].tolist() == [COST, 4 * COST, COST]


def test_a_trust_without_a_size_pays_what_the_median_trust_pays_and_is_named():
    scores = score_frame(("QZ1", code, "Acute", "well_led", 2.0) for code in ("T1A", "T2A", "T3A"))
    sizes = {"T1A": 1e8, "T2A": 3e8, "T3A": None}
    ground = Ground(on_floor(scores).gaps, sizes_of(sizes, financial_years={"2023/24"}))
    found = planned(ground, plan(60 * MILLION, scale_with_size=True))
    assert found.rows["price"].tolist() == [COST // 2, COST * 3 // 2, COST]
    assert any(line.endswith("so taken as the median: Trust T3A.") for line in assumptions(found))


def test_without_any_size_every_trust_counts_alike():
    scores = score_frame(("QZ1", code, "Acute", "well_led", 2.0) for code in ("T1A", "T2A"))
    ground = Ground(on_floor(scores).gaps, sizes_of({"T1A": None, "T2A": None}))
    found = planned(ground, plan(100_000_00, rule="by_size", scale_with_size=True))
    assert found.rows["allocated"].tolist() == [50_000_00, 50_000_00]


def test_the_reserve_by_size_goes_by_size():
    scores = score_frame(("QZ1", code, "Acute", "well_led", 4.0) for code in ("T1A", "T2A"))
    ground = Ground(on_floor(scores).gaps, sizes_of({"T1A": 1e8, "T2A": 3e8}))
    found = planned(ground, plan(400_000_00, pioneers_share=0.5, pioneers_split="by_size"))
    assert found.pioneers["reserved"].tolist() == [50_000_00, 150_000_00]


def test_one_trust_in_the_system_gets_what_it_needs_and_no_spread_is_spoken_of():
    found = planned(one_pillar(2.0), plan(10 * MILLION))
    assert found.outcome.allocated == COST
    assert found.outcome.unspent == 10 * MILLION - COST
    assert found.rows["score_after"].tolist() == [3.0]
    assert found.outcome.spread_after.range is None
    assert all(row["range"] is None for row in spreads(found).records())


def test_where_nothing_is_below_the_standard_nothing_is_allocated():
    found = planned(one_pillar(3.0, 4.0, 5.0), plan(10 * MILLION, pioneers_share=0.2))
    came = found.outcome
    assert (came.allocated, came.reserved, came.unspent) == (0, 2 * MILLION, 8 * MILLION)
    assert came.closed_share is None and came.closed_per_million is None
    assert next_million(found.ground, found.plan) == 0


def test_a_fund_of_nothing_changes_nothing():
    found = planned(one_pillar(1.0, 2.0, 4.0), plan(0, pioneers_share=0.1))
    assert found.after.summary == found.before.summary
    assert found.rows["allocated"].sum() == found.pioneers["reserved"].sum() == 0
    assert found.outcome.closed_share == 0 and found.outcome.closed_per_million is None


def test_without_a_pioneer_the_reserve_stays_unspent():
    came = planned(one_pillar(1.0, 2.0), plan(MILLION, pioneers_share=0.25)).outcome
    assert (came.reserved, came.unspent) == (0, MILLION // 4)


def test_a_standard_made_of_scores_does_not_move_with_them():
    scores = score_frame(
        ("QZ1", code, "Acute", "well_led", score) for code, score in (("T1A", 2.0), ("T2A", 4.0))
    )
    held = hold_to_best(scores)
    ground = Ground(gaps_of(held, scope=SCOPE, standard=Standard("ics_best")), SIZES)
    found = planned(ground, plan(10 * MILLION, standard=Standard("ics_best")))
    assert found.after.rows["standard"].tolist() == [4.0, 4.0]
    assert found.outcome.gap_after == 0


def test_money_for_the_settings_of_one_trust_is_added_up_by_trust():
    scores = score_frame(
        ("QZ1", code, setting, "well_led", 2.0)
        for code, setting in (("T1A", "Acute"), ("T1A", "Community"), ("T2A", "Acute"))
    )
    found = planned(on_floor(scores), plan(300_000_00))
    assert found.by_trust["allocated"].tolist() == [200_000_00, 100_000_00]
    equal = planned(on_floor(scores), plan(300_000_00, rule="equal_per_trust"))
    assert equal.by_trust["allocated"].tolist() == [150_000_00, 150_000_00]
    assert equal.rows["allocated"].tolist() == [75_000_00, 150_000_00, 75_000_00]


# --- on a publication -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def merseyside(publication: Publication) -> Ground:
    return ground_of(publication, Scope("QYG", 2025), Standard())


@pytest.fixture
def of_merseyside(merseyside: Ground) -> Callable[..., Planned]:
    def carry_out(fund: int, **others: Any) -> Planned:
        return planned(merseyside, plan(fund, scope=Scope("QYG", 2025), **others))

    return carry_out


def test_the_whole_gap_of_cheshire_and_merseyside_costs_its_points(of_merseyside):
    came = of_merseyside(100 * MILLION).outcome
    assert came.to_close_all == came.allocated == round(76.2 * COST)  # the published check: 76.2 points
    assert (came.below_before, came.below_after, came.scores) == (80, 0, 154)
    assert came.mean_before == pytest.approx(0.495, abs=0.0005)


def test_ten_million_at_a_quarter_of_a_million_buy_forty_points(of_merseyside):
    for rule in RULES:
        came = of_merseyside(10 * MILLION, rule=rule).outcome
        assert came.closed == pytest.approx(40.0, abs=1e-4)
        assert came.closed_share == pytest.approx(40 / 76.2, abs=1e-6)


def test_neediest_first_levels_the_widest_gaps_and_leaves_the_others(of_merseyside, publication):
    found = of_merseyside(10 * MILLION)
    scores = gaps(publication, Scope("QYG", 2025), Standard()).rows["score"].tolist()
    exact = [Fraction(3) - Fraction(str(score)) for score in scores if score < 3]
    # The level that is left is found by halving: what is above it must cost the whole fund.
    low, high = Fraction(0), Fraction(2)
    for _ in range(60):
        middle = (low + high) / 2
        if sum(max(gap - middle, Fraction(0)) for gap in exact) > 40:
            low = middle
        else:
            high = middle
    raised = found.rows[found.rows["allocated"] > 0]
    assert raised["gap_after"].tolist() == pytest.approx([float(low)] * len(raised), abs=1e-6)
    assert (found.rows.loc[found.rows["allocated"] == 0, "gap"] <= float(low) + 1e-9).all()


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """Three systems: one with accounts, one with a target of a trust's own, one without a return."""
    members = {"QZ1": ("T1A", "T2A"), "QZ2": ("T3A", "T4A"), "QZ3": ("T5A",)}
    return publish_country(
        tmp_path_factory.mktemp("invented"),
        *map(system, members),
        *(row for ics, codes in members.items() for code in codes for row in trust(code, ics)),
        *pillars("T1A", "Acute", 2.0, 2.0),
        *pillars("T2A", "Acute", 2.0, 3.0),
        TrustContext(financial_year="2022/23", ods_code="T1A", operating_expenditure=3e8),
        TrustContext(financial_year="2023/24", ods_code="T1A", average_wte=10.0),
        TrustContext(financial_year="2021/22", ods_code="T1A", operating_expenditure=1e8),
        *pillars("T3A", "Acute", 2.0, 2.0, 4.0),
        *pillars("T4A", "Acute", 1.0, 1.0, 1.0),
        OwnTarget(ods_code="T3A", pillar=PILLARS[0], target=3.5, reason="Agreed"),
    )


def test_sizes_come_from_the_latest_year_that_has_one(invented):
    ground = ground_of(invented, SCOPE, Standard())
    assert ground.sizes.expenditure == {"T1A": 3e8, "T2A": None}
    assert (ground.sizes.median, ground.sizes.financial_years) == (3e8, ("2022/23",))


def test_only_pillars_with_a_target_of_the_trust_s_own_are_planned_for(invented):
    scope, standard = Scope("QZ2", 2025), Standard("own_target")
    made = plan(60 * MILLION, scope=scope, standard=standard)
    found = planned(ground_of(invented, scope, standard), made)
    assert found.rows[["ods_code", "pillar", "score_after"]].values.tolist() == [["T3A", PILLARS[0], 3.5]]
    assert found.outcome.allocated == round(1.5 * COST)
    # The overall score is of all pillars, those without a target too.
    assert found.outcome.spread_after.minimum == pytest.approx((3.5 + 2.0 + 4.0) / 3)
    assert found.by_trust["ods_code"].tolist() == ["T3A"]


def test_a_system_without_returns_has_an_empty_plan(invented):
    scope = Scope("QZ3", 2025)
    found = planned(ground_of(invented, scope, Standard()), plan(scope=scope, pioneers_share=0.5))
    assert (found.outcome.allocated, found.outcome.unspent) == (0, MILLION)
    assert found.rows.empty and found.pioneers.empty and found.by_trust.empty
