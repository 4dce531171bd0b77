"""What holds for every plan, whatever the scores, the fund, the costs and the rule."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.questions.gaps.measure import spread
from benchmark.questions.plan.ground import Ground, sizes_of
from benchmark.questions.plan.inputs import Plan
from benchmark.questions.plan.measure import in_years, outcome_of, planned
from tests.unit.questions.frames import FEW, one_system
from tests.unit.questions.plan.plans import PLANS, SIZES, on_floor


@FEW
@given(one_system(), PLANS)
def test_the_pennies_add_up_and_the_fund_is_never_exceeded(scores: pd.DataFrame, made: Plan) -> None:
    found = planned(on_floor(scores), made)
    came = found.outcome
    assert came.allocated == found.rows["allocated"].sum() == found.by_trust["allocated"].sum()
    assert came.allocated == found.by_pillar["allocated"].sum()
    assert came.reserved == found.pioneers["reserved"].sum() == found.by_trust["reserved"].sum()
    assert found.by_trust["total"].sum() == came.allocated + came.reserved
    assert came.allocated + came.reserved + came.unspent == made.fund
    assert came.unspent >= 0
    assert came.not_funded == found.rows["not_funded"].sum() == came.to_close_all - came.allocated
    assert came.allocated == min(made.fund - made.reserve, came.to_close_all)
    assert came.reserved == (0 if found.pioneers.empty else made.reserve)


@FEW
@given(one_system(), PLANS)
def test_no_score_falls_none_passes_the_standard_and_none_rises_by_more_than_is_paid_for(
    scores: pd.DataFrame, made: Plan
) -> None:
    found = planned(on_floor(scores), made)
    rows = found.rows
    assert (rows["score_after"] >= rows["score"]).all()
    assert (rows["score_after"] <= rows["standard"]).all()
    paid_for = rows["allocated"] / rows["cost_per_point"]
    assert (rows["score_after"] - rows["score"] <= paid_for + 1e-9).all()
    unmoved = found.after.rows.merge(found.pioneers, on=["ods_code", "care_setting", "pillar"])
    assert (unmoved["score_x"] == unmoved["score_y"]).all()


@FEW
@given(one_system(), PLANS)
def test_what_a_plan_comes_to_is_what_its_scores_come_to(scores: pd.DataFrame, made: Plan) -> None:
    ground = on_floor(scores)
    found = planned(ground, made)
    came, after = found.outcome, found.after.summary
    assert came == outcome_of(ground, made)
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
@given(one_system(), PLANS, st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_the_names_of_trusts_matter(
    scores: pd.DataFrame, made: Plan, random: st.DataObject
) -> None:
    new_names = {"T1A": "T4A", "T2A": "T3A", "T3A": "T2A", "T4A": "T1A"}
    shuffled = scores.iloc[sorted(scores.index, key=lambda _: random.random())]  # type: ignore[attr-defined]
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


@given(st.integers(0, 10**12), st.integers(1, 10))
def test_years_add_up_and_differ_by_a_penny(pence: int, years: int) -> None:
    parts = in_years(pence, years)
    assert (len(parts), sum(parts)) == (years, pence)
    assert max(parts) - min(parts) <= 1
