"""Plans as the JSON models that the command line prints: the one place where their figures are rounded."""

from collections.abc import Iterator
from math import isnan
from typing import Any

import pandas as pd

from benchmark.measures.plan_ground import Ground
from benchmark.measures.plan_inputs import Plan
from benchmark.measures.planner import (
    Outcome,
    Planned,
    every_rule,
    in_years,
    next_million,
    outcome_of,
    sensitivity,
)
from benchmark.measures.saved_plans import SavedPlan
from schemas.plan_results import (
    PlanAllocation,
    PlanIfCost,
    PlanInputs,
    PlanOutcome,
    PlanResult,
    PlanTrust,
    SavedPlanResult,
)


def plan_result(found: Planned, *, answer: str, compared: SavedPlanResult | None = None) -> PlanResult:
    """A plan as JSON, with the other rules and other costs beside it."""
    ground, plan = found.ground, found.plan
    return PlanResult(
        inputs=inputs_result(plan),
        answer=answer,
        outcome=outcome_result(found.outcome),
        next_million=next_million(ground, plan),
        trusts=_trusts(found),
        allocations=allocations(found),
        rules={rule: outcome_result(came) for rule, came in every_rule(ground, plan).items()},
        sensitivity=tuple(
            PlanIfCost(cost_times=factor, outcome=outcome_result(came))
            for factor, came in sensitivity(ground, plan).items()
        ),
        sizes_of=ground.sizes.financial_years,
        compared_with=compared,
    )


def saved_result(saved: SavedPlan, ground: Ground) -> SavedPlanResult:
    """A saved plan as JSON, computed on where it starts today."""
    return SavedPlanResult(
        name=saved.name,
        number=saved.submission_id,
        saved_by=saved.submitted_by,
        saved_at=f"{saved.submitted_at:%Y-%m-%d %H:%M}",
        note=saved.note.partition("\n")[0],
        inputs=inputs_result(saved.plan),
        outcome=outcome_result(outcome_of(ground, saved.plan)),
    )


def inputs_result(plan: Plan) -> PlanInputs:
    """A plan's inputs as JSON; `level` is null for every baseline but the fixed level."""
    return PlanInputs(
        ics=plan.scope.ics_code,
        year=plan.scope.assessment_year,
        footprint=plan.scope.footprint,
        baseline=plan.standard.baseline,
        level=plan.standard.level if plan.standard.baseline == "floor" else None,
        fund=plan.fund / 100,
        years=plan.years,
        rule=plan.rule,
        scale_with_size=plan.scale_with_size,
        pioneers_share=plan.pioneers_share,
        pioneers_split=plan.pioneers_split,
        cost_per_point={pillar: cost / 100 for pillar, cost in plan.costs_by_pillar.items()},
    )


def outcome_result(came: Outcome) -> PlanOutcome:
    """What a plan comes to as JSON."""
    return PlanOutcome(
        allocated=came.allocated / 100,
        reserved=came.reserved / 100,
        unspent=came.unspent / 100,
        to_close_all=came.to_close_all / 100,
        not_funded=came.not_funded / 100,
        gap_before=came.gap_before,
        gap_after=came.gap_after,
        gap_mean_before=came.mean_before,
        gap_mean_after=came.mean_after,
        closed_share=came.closed_share,
        closed_per_million=came.closed_per_million,
        scores=came.scores,
        below_before=came.below_before,
        below_after=came.below_after,
        material_before=came.material_before,
        material_after=came.material_after,
        floor_before=came.spread_before.minimum,
        floor_after=came.spread_after.minimum,
        range_before=came.spread_before.range,
        range_after=came.spread_after.range,
    )


def allocations(found: Planned) -> tuple[PlanAllocation, ...]:
    """Money for every unit and pillar: those below the standard, then the pioneers with a reserve."""
    years = found.plan.years
    levelling = [
        PlanAllocation(
            purpose="levelling_up",
            ods_code=row.ods_code,
            trust=row.trust,
            care_setting=row.care_setting,
            pillar=row.pillar,
            score=row.score,
            standard=row.standard,
            score_after=row.score_after,
            cost_per_point=row.cost_per_point / 100,
            amount=row.allocated / 100,
            not_funded=row.not_funded / 100,
            by_year=tuple(pence / 100 for pence in in_years(row.allocated, years)),
        )
        for row in _rows(found.rows)
    ]
    ahead = [
        PlanAllocation(
            purpose="moving_ahead",
            ods_code=row.ods_code,
            trust=row.trust,
            care_setting=row.care_setting,
            pillar=row.pillar,
            score=row.score,
            standard=row.standard,
            score_after=row.score,
            cost_per_point=None,
            amount=row.reserved / 100,
            not_funded=0,
            by_year=tuple(pence / 100 for pence in in_years(row.reserved, years)),
        )
        for row in _rows(found.pioneers)
        if row.reserved
    ]
    return (*levelling, *ahead)


def _trusts(found: Planned) -> tuple[PlanTrust, ...]:
    return tuple(
        PlanTrust(
            ods_code=row.ods_code,
            trust=row.trust,
            operating_expenditure=None if isnan(row.expenditure) else row.expenditure,
            allocated=row.allocated / 100,
            reserved=row.reserved / 100,
            gap_before=row.gap_sum,
            gap_after=row.gap_sum_after,
            not_funded=row.not_funded / 100,
        )
        for row in _rows(found.by_trust)
    )


def _rows(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows of a frame, columns as attributes; loosely typed, since a frame's type has no columns."""
    yield from frame.itertuples(index=False)
