"""The rows of a plan's tables, from its results."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

import pandas as pd

from benchmark.common.scope import UNIT
from benchmark.core.columns import Column, Filled, Record, Table
from benchmark.core.definitions import definitions
from benchmark.questions.gaps.measure import spread
from benchmark.questions.plan.columns import (
    ALLOCATIONS,
    BY_COST,
    BY_RULE,
    INPUTS,
    LEFT,
    OUTCOME,
    PIONEERS,
    SPREADS,
    TRUSTS,
    year_columns,
)
from benchmark.questions.plan.inputs import Plan
from benchmark.questions.plan.measure import Outcome, Planned, in_years
from benchmark.questions.plan.saved import SavedPlan
from benchmark.questions.plan.words import compared_lines
from schemas.plans import AllocationRule


def allocations(planned: Planned) -> Filled:
    """Money for every score below the standard, then for pioneers with a reserve; with parts by year."""
    levelling = planned.rows.assign(purpose="levelling_up", amount=planned.rows["allocated"])
    ahead = planned.pioneers[planned.pioneers["reserved"] > 0]
    ahead = ahead.assign(
        purpose="moving_ahead", amount=ahead["reserved"], score_after=ahead["score"], not_funded=0
    )
    both: list[Record] = [*_records(levelling), *_records(ahead)]
    for row in both:
        row.setdefault("cost_per_point", None)
    return _by_year(ALLOCATIONS, both, "amount", planned.plan.years)


def by_trust(planned: Planned) -> Filled:
    """Each trust's money over its care settings and pillars, with parts by year if there are several."""
    renamed = {"expenditure": "operating_expenditure", "gap_sum": "gap_before", "gap_sum_after": "gap_after"}
    return _by_year(TRUSTS, _records(planned.by_trust.rename(columns=renamed)), "total", planned.plan.years)


def not_funded(planned: Planned) -> Filled:
    """The scores whose gap is not closed, widest remaining gap first."""
    rows = planned.rows[planned.rows["not_funded"] > 0]
    order = ["gap_after", "trust", "care_setting", "pillar_position"]
    ordered = rows.sort_values(order, ascending=[False, True, True, True])
    return LEFT.of(ordered.rename(columns={"gap_after": "gap_left"}))


def pioneers(planned: Planned) -> Filled:
    """The scores at or above the standard, with the reserve for each."""
    return PIONEERS.of(planned.pioneers)


def spreads(planned: Planned) -> Filled:
    """Lowest, highest and range of the scores with a standard on each pillar, now and after."""
    rows: list[Record] = []
    for pillar in definitions().framework.pillar_keys:
        now, after = (
            spread(held.rows.loc[held.rows["pillar"] == pillar, "score"])
            for held in (planned.before, planned.after)
        )
        if now.n:
            rows.append(asdict(now) | {f"{name}_after": value for name, value in asdict(after).items()})
            rows[-1]["pillar"] = pillar
    return SPREADS.of(rows)


def units_of(planned: Planned) -> pd.DataFrame:
    """Each return with the columns of UNITS, widest gap first."""
    units = planned.before.by_unit[[*UNIT, "gap_mean"]].rename(columns={"gap_mean": "before"})
    after = planned.after.by_unit[[*UNIT, "gap_mean"]].rename(columns={"gap_mean": "after"})
    money = planned.rows.groupby(UNIT, as_index=False)["allocated"].sum()
    units = units.merge(after, on=UNIT).merge(money, on=UNIT, how="left")
    units["allocated"] = units["allocated"].fillna(0).astype("int64")
    order = ["before", "trust", "care_setting"]
    return units.sort_values(order, ascending=[False, True, True]).reset_index(drop=True)


def outcome_row(came: Outcome) -> Record:
    """The figures of a plan, with the columns of OUTCOME."""
    row = {column.key: getattr(came, column.key, None) for column in OUTCOME.columns}
    return row | {
        "gap_mean_before": came.mean_before,
        "gap_mean_after": came.mean_after,
        "floor_before": came.spread_before.minimum,
        "floor_after": came.spread_after.minimum,
        "range_before": came.spread_before.range,
        "range_after": came.spread_after.range,
    }


def by_rule(outcomes: Mapping[AllocationRule, Outcome]) -> Filled:
    """The same plan by every rule."""
    return BY_RULE.of({"rule": rule} | outcome_row(came) for rule, came in outcomes.items())


def by_cost(outcomes: Mapping[float, Outcome]) -> Filled:
    """The same plan at each factor of the cost of a point."""
    return BY_COST.of({"cost_times": factor} | outcome_row(came) for factor, came in outcomes.items())


def inputs_row(plan: Plan) -> Record:
    """The inputs of a plan, with the columns of INPUTS; a level only for a fixed standard."""
    return {
        "ics": plan.scope.ics_code,
        "year": plan.scope.assessment_year,
        "footprint": plan.scope.footprint,
        **plan.standard.record,
        "fund": plan.fund,
        "years": plan.years,
        "rule": plan.rule,
        "scale_with_size": plan.scale_with_size,
        "pioneers_share": plan.pioneers_share,
        "pioneers_split": plan.pioneers_split,
    } | {f"cost_{pillar}": cost for pillar, cost in plan.costs_by_pillar.items()}


def saved_row(saved: SavedPlan) -> Record:
    """A saved plan, with the columns of SAVED."""
    return {
        "plan": saved.name,
        "number": saved.submission_id,
        "saved_by": saved.submitted_by,
        "saved_at": f"{saved.submitted_at:%Y-%m-%d %H:%M}",
        "note": saved.note.partition("\n")[0],
        "fictional": saved.fictional,
        "held_to": saved.plan.standard.in_words,
    } | inputs_row(saved.plan)


def inputs_record(plan: Plan) -> Record:
    """A plan's inputs for JSON, with the costs by pillar in a key of their own."""
    record = INPUTS.record(inputs_row(plan))
    costs = {pillar: record.pop(f"cost_{pillar}") for pillar in plan.costs_by_pillar}
    return record | {"cost_per_point": costs}


def compared(columns: Sequence[tuple[str, Plan, Outcome]]) -> Filled:
    """Plans beside each other: their inputs and figures. columns: name, plan, outcome."""
    lines_of_plans = [compared_lines(plan, came) for _, plan, came in columns]
    keys = [f"plan_{place}" for place in range(len(columns))]
    table = Table(
        "plans_compared",
        "Plans beside each other",
        "one row per figure",
        (
            Column("what", "What", meaning="What the row is about."),
            *(
                Column(key, name, meaning="In words.")
                for key, (name, _, _) in zip(keys, columns, strict=True)
            ),
        ),
    )
    return table.of(
        {"what": lines[0][0]} | {key: words for key, (_, words) in zip(keys, lines, strict=True)}
        for lines in zip(*lines_of_plans, strict=True)
    )


def _by_year(table: Table, rows: list[Record], amount: str, years: int) -> Filled:
    for row in rows:
        parts = in_years(int(row[amount]), years)
        row |= {f"year_{place}": pence for place, pence in enumerate(parts, start=1)}
    return table.and_(*year_columns(years)).of(rows)


def _records(frame: pd.DataFrame) -> list[Record]:
    return frame.to_dict("records")
