"""Computes what a fund would do: who gets what, then the scores, gap and spread after, and what is left over.

A plan is arithmetic on the reader's own assumption of what a point costs. It forecasts nothing.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from benchmark.common.scope import UNIT
from benchmark.common.subject import Subject
from benchmark.core.compare import at_least
from benchmark.core.wording import MILLION
from benchmark.questions.gaps.measure import Gaps, Spread, gaps_of, spread
from benchmark.questions.plan.allocation import (
    Needs,
    Pence,
    allocated,
    in_proportion,
    points_bought,
    prices_of,
    whole_pence,
)
from benchmark.questions.plan.ground import Ground, by_pillar, by_trust
from benchmark.questions.plan.inputs import RULES, Plan
from schemas.plans import AllocationRule

COST_FACTORS = (0.5, 1.0, 2.0)
"""Factors by which the cost of a point may be wrong: few such guesses are nearer than half or double."""
_ROW = [*UNIT, "pillar", "pillar_position", "score", "standard"]


@dataclass(frozen=True)
class Outcome:
    """The figures of a plan. Money in whole pence, gaps in points.

    allocated: to scores below the standard. reserved: for pioneers. to_close_all: the cost of closing every
    gap. gap_before, gap_after: the sum over all scores with a standard; mean_before, mean_after: their mean;
    None if no score has a standard. scores: the number with a standard. below: the number materially below
    it; money also goes to scores that are below it by less. spread_before, spread_after: of the units'
    overall scores.
    """

    fund: int
    allocated: int
    reserved: int
    to_close_all: int
    gap_before: float | None
    gap_after: float | None
    mean_before: float | None
    mean_after: float | None
    scores: int
    below_before: int
    below_after: int
    spread_before: Spread
    spread_after: Spread

    @property
    def unspent(self) -> int:
        """The unspent part of the fund: nothing more to buy, or no pioneer to reserve it for."""
        return self.fund - self.allocated - self.reserved

    @property
    def not_funded(self) -> int:
        """The cost of closing the rest of the gap."""
        return self.to_close_all - self.allocated

    @property
    def has_gap(self) -> bool:
        """Whether any score is below the standard, by however little."""
        return self.to_close_all > 0

    @property
    def closes_all(self) -> bool:
        """Whether nothing is left of any gap."""
        return self.not_funded == 0

    @property
    def closed(self) -> float:
        """Points of the gap that are closed."""
        return (self.gap_before or 0.0) - (self.gap_after or 0.0)

    @property
    def closed_share(self) -> float | None:
        """The part of the gap that is closed, 0 to 1; None if there is no gap."""
        return self.closed / self.gap_before if self.gap_before else None

    @property
    def closed_per_million(self) -> float | None:
        """Points closed for each million pounds allocated; None if nothing is allocated."""
        return self.closed / (self.allocated / MILLION) if self.allocated else None


@dataclass(frozen=True)
class Planned:
    """The results of a plan.

    rows: ods_code, trust, care_setting, pillar, pillar_position, score, standard, gap, cost_per_point, price,
        allocated, score_after, gap_after, not_funded; one row per score below the standard, by care setting,
        trust and pillar. Money in whole pence; price closes the gap.
    pioneers: ods_code, trust, care_setting, pillar, pillar_position, score, standard, reserved; one row per
        score at or above the standard; reserved in whole pence. It raises no score.
    by_trust: ods_code, trust, expenditure (pounds, missing if none is published), allocated, reserved, total,
        gap_sum, gap_sum_after, not_funded; one row per trust with a standard, by name.
    by_pillar: pillar, pillar_position, allocated, reserved, total, gap_sum, gap_sum_after, not_funded.
    after: the gaps with the scores after the plan and the standards of before: a standard made of scores,
        such as the best in the system, does not move with them.
    """

    plan: Plan
    ground: Ground
    outcome: Outcome
    rows: pd.DataFrame
    pioneers: pd.DataFrame
    by_trust: pd.DataFrame
    by_pillar: pd.DataFrame
    after: Gaps

    @property
    def subject(self) -> Subject:
        """The system that the plan is for, with the sources of its figures."""
        return self.ground.gaps.subject

    @property
    def before(self) -> Gaps:
        """The gaps before the plan."""
        return self.ground.gaps


def planned(ground: Ground, plan: Plan) -> Planned:
    """Compute what a plan would do. The ground must be of the plan's own scope and standard."""
    needs = _needs(ground, plan)
    amounts = allocated(needs, plan.fund - plan.reserve, plan.rule)
    bought = points_bought(needs, amounts)
    short = ground.short
    rows = short[[*_ROW, "gap"]].assign(
        cost_per_point=needs.costs,
        price=needs.prices,
        allocated=amounts,
        # The standard itself if the gap is closed: score + (standard - score) can differ in the last digit.
        score_after=np.where(amounts >= needs.prices, short["standard"], short["score"] + bought),
        gap_after=needs.gaps - bought,
        not_funded=needs.prices - amounts,
    )
    reserved = _reserved(ground, plan)
    pioneers = ground.ahead[_ROW].assign(reserved=reserved)
    return Planned(
        plan=plan,
        ground=ground,
        outcome=_outcome(ground, plan, needs, amounts, int(reserved.sum())),
        rows=rows,
        pioneers=pioneers,
        by_trust=by_trust(ground, rows, pioneers),
        by_pillar=by_pillar(ground, rows, pioneers),
        after=gaps_of(_scores_after(ground.gaps, rows), scope=plan.scope, standard=plan.standard),
    )


def outcome_of(ground: Ground, plan: Plan) -> Outcome:
    """The figures of a plan, without who gets what: the same as from `planned`, in a tenth of the time."""
    needs = _needs(ground, plan)
    amounts = allocated(needs, plan.fund - plan.reserve, plan.rule)
    return _outcome(ground, plan, needs, amounts, int(_reserved(ground, plan).sum()))


def every_rule(ground: Ground, plan: Plan) -> dict[AllocationRule, Outcome]:
    """The outcome of the same plan by each of the rules."""
    return {rule: outcome_of(ground, replace(plan, rule=rule)) for rule in RULES}


def sensitivity(ground: Ground, plan: Plan) -> dict[float, Outcome]:
    """Factor -> outcome of the plan if a point costs half, the same, or double."""
    return {
        factor: outcome_of(ground, replace(plan, costs=_times(plan.costs, factor))) for factor in COST_FACTORS
    }


def next_million(ground: Ground, plan: Plan) -> float:
    """The points of the gap that one million pounds more for levelling up would close in addition."""
    needs = _needs(ground, plan)
    levelling = plan.fund - plan.reserve
    less, more = (
        points_bought(needs, allocated(needs, fund, plan.rule)).sum()
        for fund in (levelling, levelling + MILLION)
    )
    return float(more - less)


def in_years(pence: int, years: int) -> list[int]:
    """An amount in equal yearly parts, in whole pence that add up to it; odd pennies go to later years."""
    return [pence * (year + 1) // years - pence * year // years for year in range(years)]


def _times(costs: tuple[int, ...], factor: float) -> tuple[int, ...]:
    return tuple(max(round(cost * factor), 1) for cost in costs)


def _needs(ground: Ground, plan: Plan) -> Needs:
    short = ground.short
    factors = ground.sizes.factors(short)
    by_key = plan.costs_by_pillar
    costs = np.array([by_key[pillar] for pillar in short["pillar"]], dtype=float)
    if plan.scale_with_size:
        costs = costs * factors
    places = {code: place for place, code in enumerate(sorted(set(short["ods_code"])))}
    gaps = short["gap"].to_numpy(dtype=float)
    return Needs(
        gaps=gaps,
        prices=prices_of(gaps, costs),
        costs=costs,
        trusts=np.array([places[code] for code in short["ods_code"]], dtype=np.int64),
        sizes=factors,
    )


def _reserved(ground: Ground, plan: Plan) -> Pence:
    """The pioneers' reserve for each score at or above the standard; empty if there is none."""
    ahead = ground.ahead
    if ahead.empty:
        return np.zeros(0, dtype=np.int64)
    weights = ground.sizes.factors(ahead) if plan.pioneers_split == "by_size" else np.ones(len(ahead))
    shares = in_proportion(plan.reserve, weights=weights, caps=np.full(len(ahead), np.inf))
    return whole_pence(shares, plan.reserve, first=-ahead["surplus"].to_numpy())


def _outcome(ground: Ground, plan: Plan, needs: Needs, amounts: Pence, reserved: int) -> Outcome:
    before, bought = ground.gaps.summary, points_bought(needs, amounts)
    left = needs.gaps - bought
    gap_after = float(left.sum()) if before.unit_pillars else None
    raised = np.zeros(len(ground.overall))
    np.add.at(raised, ground.unit_of, bought * ground.weights)
    return Outcome(
        fund=plan.fund,
        allocated=int(amounts.sum()),
        reserved=reserved,
        to_close_all=int(needs.prices.sum()),
        gap_before=before.sum,
        gap_after=gap_after,
        mean_before=before.mean,
        mean_after=None if gap_after is None else gap_after / before.unit_pillars,
        scores=before.unit_pillars,
        below_before=before.below,
        below_after=int(at_least(left - ground.material, 0.0).sum()),
        spread_before=spread(ground.overall),
        spread_after=spread(ground.overall + raised / ground.weights_of_units),
    )


def _scores_after(before: Gaps, rows: pd.DataFrame) -> pd.DataFrame:
    """The gaps' scores after the plan, with the standards of before, which the plan does not move."""
    held = before.rows
    scores = held["score"].copy()
    scores[held["gap"] > 0] = rows["score_after"].to_numpy()  # `rows` has these in the same order
    columns = [*_ROW, "lone_setting"]
    after = held.assign(score=scores)[columns]
    if before.without_standard.empty:
        return after
    others = before.without_standard.assign(standard=np.nan, lone_setting=False)[columns]
    return pd.concat([after, others], ignore_index=True)
