"""What holds for every plan, whatever the scores, the fund, the costs and the rule."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.questions.gaps.measure import spread
from benchmark.questions.plan.ground import Ground, sizes_of
from benchmark.questions.plan.measure import (
    Planned,
    every_rule,
    in_years,
    outcome_of,
    planned,
    sensitivity,
)
from tests.unit.questions.frames import FEW, one_system
from tests.unit.questions.plan.plans import FLAT, MILLION, PLANS, RULES, SIZES, on_floor


@FEW
@given(one_system(), PLANS)
def test_whatever_the_plan(scores, made):
    ground = on_floor(scores)
    found = planned(ground, made)
    expect_pennies_that_add_up_within_the_fund(found)
    expect_scores_between_now_and_the_standard_raised_by_no_more_than_is_paid_for(found)
    expect_what_its_scores_come_to(found)
    assert found.outcome == outcome_of(ground, made)


def expect_pennies_that_add_up_within_the_fund(found: Planned) -> None:
    came, made = found.outcome, found.plan
    assert came.allocated == found.rows["allocated"].sum() == found.by_trust["allocated"].sum()
    assert came.allocated == found.by_pillar["allocated"].sum()
    assert came.reserved == found.pioneers["reserved"].sum() == found.by_trust["reserved"].sum()
    assert found.by_trust["total"].sum() == came.allocated + came.reserved
    assert came.allocated + came.reserved + came.unspent == made.fund
    assert came.unspent >= 0
    assert came.not_funded == found.rows["not_funded"].sum() == came.to_close_all - came.allocated
    assert came.allocated == min(made.fund - made.reserve, came.to_close_all)
    assert came.reserved == (0 if found.pioneers.empty else made.reserve)


def expect_scores_between_now_and_the_standard_raised_by_no_more_than_is_paid_for(found: Planned) -> None:
    rows = found.rows
    assert (rows["score_after"] >= rows["score"]).all()
    assert (rows["score_after"] <= rows["standard"]).all()
    paid_for = rows["allocated"] / rows["cost_per_point"]
    assert (rows["score_after"] - rows["score"] <= paid_for + 1e-9).all()
    unmoved = found.after.rows.merge(found.pioneers, on=["ods_code", "care_setting", "pillar"])
    assert (unmoved["score_x"] == unmoved["score_y"]).all()


def expect_what_its_scores_come_to(found: Planned) -> None:
    came, after = found.outcome, found.after.summary
    assert came.gap_after == pytest.approx(after.sum, abs=1e-9)
    assert came.mean_after == pytest.approx(after.mean, abs=1e-9)
    assert came.below_after == after.below
    assert came.gap_after == pytest.approx(found.by_trust["gap_sum_after"].sum(), abs=1e-9)
    assert came.gap_after == pytest.approx(found.by_pillar["gap_sum_after"].sum(), abs=1e-9)
    for one, other in (
        (came.spread_after, spread(found.after.by_unit["overall"])),
        (came.spread_before, spread(found.before.by_unit["overall"])),
    ):
        assert one.n == other.n
        for name in ("minimum", "maximum", "range", "standard_deviation", "interquartile_range"):
            assert getattr(one, name) == pytest.approx(getattr(other, name), abs=1e-9)


@FEW
@given(one_system(), PLANS, st.integers(0, 5 * MILLION))
def test_more_fund_never_leaves_a_larger_gap(scores, made, more):
    ground = on_floor(scores)
    larger = outcome_of(ground, replace(made, fund=made.fund + more))
    # A penny can go to another score than before: that is all that can be lost.
    assert larger.gap_after <= outcome_of(ground, made).gap_after + len(ground.short) / 1e6


@FEW
@given(one_system(), PLANS, st.integers(2, 7))
def test_all_money_times_a_number_changes_only_money(scores, made, times):
    ground = on_floor(scores)
    dearer = replace(made, fund=made.fund * times, costs=tuple(cost * times for cost in made.costs))
    one, other = outcome_of(ground, made), outcome_of(ground, dearer)
    assert other.gap_after == pytest.approx(one.gap_after, abs=1e-4)
    assert other.allocated == pytest.approx(one.allocated * times, abs=times * len(ground.short))
    assert other.reserved == pytest.approx(one.reserved * times, abs=times)


@FEW
@given(one_system(), PLANS, st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_the_names_of_trusts_matter(scores, made, random):
    new_names = {"T1A": "T4A", "T2A": "T3A", "T3A": "T2A", "T4A": "T1A"}
    shuffled = scores.iloc[sorted(scores.index, key=lambda _: random.random())]
    renamed = shuffled.assign(ods_code=shuffled["ods_code"].map(new_names))
    sizes = sizes_of({new_names[code]: size for code, size in SIZES.expenditure.items()})
    one = planned(on_floor(scores), made)
    other = planned(Ground(on_floor(renamed).gaps, sizes), made)
    assert one.outcome.allocated == other.outcome.allocated
    assert one.outcome.gap_after == pytest.approx(other.outcome.gap_after, abs=1e-4)
    key = ["ods_code", "care_setting", "pillar"]
    back = other.rows.assign(ods_code=other.rows["ods_code"].map(new_names)).sort_values(key)
    ours = one.rows.sort_values(key)
    assert (np.abs(ours["allocated"].to_numpy() - back["allocated"].to_numpy()) <= 1).all()


@FEW
@given(one_system(), PLANS)
def test_at_one_cost_for_every_point_every_rule_closes_the_same(scores, made):
    same = replace(made, costs=FLAT, scale_with_size=False)
    closed = [came.closed for came in every_rule(on_floor(scores), same).values()]
    assert max(closed) - min(closed) < 1e-4


@FEW
@given(one_system(), PLANS)
def test_neediest_first_leaves_the_smallest_widest_gap_and_the_cheapest_first_the_smallest_sum(scores, made):
    ground = on_floor(scores)
    by_rule = {rule: planned(ground, replace(made, rule=rule)) for rule in RULES}
    widest = {rule: found.after.rows["gap"].max() for rule, found in by_rule.items()}
    assert widest["neediest_first"] <= min(widest.values()) + 1e-6
    left = {rule: found.outcome.gap_after for rule, found in by_rule.items()}
    assert left["most_gap_closed"] <= min(left.values()) + 1e-4


@given(st.integers(0, 10**12), st.integers(1, 10))
def test_years_add_up_and_differ_by_a_penny(pence, years):
    parts = in_years(pence, years)
    assert (len(parts), sum(parts)) == (years, pence)
    assert max(parts) - min(parts) <= 1


@FEW
@given(one_system(), PLANS)
def test_a_point_at_half_the_cost_never_closes_less(scores, made):
    ground = on_floor(scores)
    came = sensitivity(ground, made)
    assert came[1.0] == outcome_of(ground, made)
    assert came[0.5].gap_after <= came[1.0].gap_after + 1e-4
    assert came[1.0].gap_after <= came[2.0].gap_after + 1e-4
