"""The commands about plans: plan, plans. Each returns its exit code."""

import sys
from argparse import Namespace
from collections.abc import Hashable
from typing import Any

from benchmark.cli.measured import (
    UNIT_COLUMNS,
    came_of,
    figure_column,
    heading_of,
    is_fictional,
    pillar_label,
    scope_with_pillars,
    sources_of,
)
from benchmark.cli.output import Answer, Column, number, show, yes_or_no
from benchmark.cli.store_commands import ready
from benchmark.cli.terminal import say
from benchmark.definitions import definitions
from benchmark.errors import BenchmarkError
from benchmark.measures.money import money, pence_of
from benchmark.measures.plan_ground import ground_of
from benchmark.measures.plan_inputs import RULES, Plan, costs_from
from benchmark.measures.plan_results import inputs_result, plan_result, saved_result
from benchmark.measures.planner import Planned, every_rule, planned, sensitivity
from benchmark.measures.resolve import resolve_scope
from benchmark.measures.saved_plans import SavedPlan, saved_plan, saved_plans
from benchmark.measures.scope import NATIONAL, Standard
from benchmark.reports.plan_saving import save_plan
from benchmark.reports.plan_words import (
    assumptions,
    compared_sentence,
    outcome_words,
    plan_answer,
    what_is_left_over,
)
from benchmark.store.publication import Publication
from schemas.plan_results import PlanAllocation, PlanInputs, PlanResult

_OF_A_PLAN = (
    "fund",
    "years",
    "cost_per_point",
    "cost",
    "scale_with_size",
    "pioneers",
    "pioneers_split",
    "rule",
)


def plan(arguments: Namespace) -> int:
    """What a fund would do, one row per unit and pillar below the standard; perhaps saved under a name."""
    _expect_sense(arguments)
    settings, publication = ready(arguments)
    made = _plan(publication, arguments)
    compared = (
        None
        if arguments.compare is None
        else saved_plan(publication, ics_code=made.scope.ics_code, name=arguments.compare)
    )
    found = planned(ground_of(publication, made.scope, made.standard), made)
    if arguments.save is not None:
        receipt = save_plan(
            settings, publication, made, name=arguments.save, by=arguments.by or "", note=arguments.note
        )
        say(f"Saved as {arguments.save.strip()}, number {receipt.number}.", file=sys.stderr)
        if receipt.not_shown:
            say(receipt.not_shown_yet, file=sys.stderr)
    show(_answer(publication, found, compared), arguments.format)
    return 0


def plans(arguments: Namespace) -> int:
    """The plans that were saved, with their inputs, one row each."""
    _, publication = ready(arguments)
    code = None if arguments.ics is None else resolve_scope(publication, ics=arguments.ics).ics_code
    known = saved_plans(publication, ics_code=code)
    document = [_listed(saved) for saved in known]
    rows: list[dict[Hashable, Any]] = [
        {
            "plan": saved.name,
            "ics": saved.plan.scope.ics_code,
            "fictional": saved.fictional,
            "year": saved.plan.scope.assessment_year,
            "standard": saved.plan.standard.in_words,
            "fund": money(saved.plan.fund),
            "years": saved.plan.years,
            "rule": RULES[saved.plan.rule].name,
            "number": saved.submission_id,
            "by": saved.submitted_by,
            "at": f"{saved.submitted_at:%Y-%m-%d %H:%M}",
        }
        for saved in known
    ]
    show(
        Answer(
            heading=f"Saved plans: {len(rows)}; times in UTC",
            columns=(
                Column("plan", "Plan"),
                Column("ics", "ICS"),
                Column("fictional", "Fictional", yes_or_no),
                Column("year", "Round"),
                Column("standard", "Standard"),
                figure_column("fund", "Fund", str),
                figure_column("years", "Years", str),
                Column("rule", "Rule"),
                figure_column("number", "Number", str),
                Column("by", "By"),
                Column("at", "Saved"),
            ),
            rows=rows,
            notes=["Only inputs are saved. What a plan would do now: plan --ics CODE --saved NAME."],
            source=f"Publication: {publication.version}",
            exported=[
                {name: value for name, value in entry.items() if name != "cost_per_point"}
                | {f"cost_{pillar}": cost for pillar, cost in entry["cost_per_point"].items()}
                for entry in document
            ],
            keys=_keys(),
            document=document,
            as_at=publication.as_at,
        ),
        arguments.format,
    )
    return 0


def _expect_sense(arguments: Namespace) -> None:
    given = [
        f"--{name.replace('_', '-')}"
        for name in _OF_A_PLAN
        if getattr(arguments, name) not in (None, False, [])
    ]
    if arguments.saved is not None and given:
        raise BenchmarkError(
            f"--saved stands for a plan's own inputs, and {', '.join(given)} would change them.",
            fix="Leave out the one or the other.",
        )
    if arguments.save is not None and arguments.as_at is not None:
        raise BenchmarkError("A plan cannot be saved on a past day.", fix="Leave out --as-at or --save.")
    if arguments.save is not None and not (arguments.by or "").strip():
        raise BenchmarkError("Nobody is named who saves the plan.", fix="Add --by NAME.")


def _plan(publication: Publication, arguments: Namespace) -> Plan:
    scope = scope_with_pillars(publication, arguments)
    if arguments.saved is not None:
        return saved_plan(publication, ics_code=scope.ics_code, name=arguments.saved).plan
    Standard("floor", arguments.level)  # looked at whatever the baseline: else it was meant as something else
    costs = costs_from(
        None
        if arguments.cost_per_point is None
        else pence_of(arguments.cost_per_point, what="The cost per point"),
        {pillar: pence_of(pounds, what=f"The cost of {pillar}") for pillar, pounds in arguments.cost},
    )
    if arguments.fund is None:
        raise BenchmarkError("No fund is given.", fix="Add --fund POUNDS.")
    return Plan(
        scope=scope,
        standard=Standard(arguments.baseline, arguments.level)
        if arguments.baseline == "floor"
        else Standard(arguments.baseline),
        fund=pence_of(arguments.fund, what="The fund"),
        years=1 if arguments.years is None else arguments.years,
        costs=costs,
        rule=arguments.rule or "neediest_first",
        scale_with_size=arguments.scale_with_size,
        pioneers_share=arguments.pioneers or 0.0,
        pioneers_split=arguments.pioneers_split or "equally",
    )


def _answer(publication: Publication, found: Planned, compared: SavedPlan | None) -> Answer:
    made, ground = found.plan, found.ground
    fictional = is_fictional(publication, made.scope)
    other = None
    if compared is not None:
        there = compared.plan
        same = (there.scope, there.standard) == (made.scope, made.standard)
        other = ground if same else ground_of(publication, there.scope, there.standard)
    result = plan_result(
        found,
        answer=plan_answer(found),
        compared=None if compared is None or other is None else saved_result(compared, other),
    )
    notes = [result.answer, *what_is_left_over(found), "", "All the rules:"]
    notes += [
        f"  {RULES[rule].name}: {outcome_words(came)}" for rule, came in every_rule(ground, made).items()
    ]
    notes += ["If a point costs:"]
    notes += [
        f"  {factor:g} times as much: {outcome_words(came)}"
        for factor, came in sensitivity(ground, made).items()
    ]
    if compared is not None and other is not None:
        notes += [compared_sentence(found, compared, planned(other, compared.plan).outcome)]
    notes += ["", "Taken for granted:", *(f"  {line}" for line in assumptions(found)), ""]
    return Answer(
        heading=heading_of(
            publication,
            made.scope,
            str(made.scope.assessment_year),
            f"a plan to reach {made.standard.in_words}",
        ),
        columns=(
            *UNIT_COLUMNS,
            Column("pillar", "Pillar", pillar_label),
            figure_column("score", "Score", number(1)),
            figure_column("standard", "Standard", number(2)),
            figure_column("score_after", "After", number(2)),
            figure_column("allocated", "Allocated £", _pounds),
            figure_column("not_funded", "Not funded £", _pounds),
        ),
        rows=found.rows.to_dict("records"),
        notes=notes,
        source=_source(publication, made, fictional=fictional),
        exported=_exported(result),
        keys=[
            *(name for name in PlanAllocation.model_fields if name != "by_year"),
            *(f"year_{year}" for year in range(1, made.years + 1)),
        ],
        document=result.model_dump(mode="json"),
        as_at=publication.as_at,
        fictional=fictional,
        came=came_of(publication, made.scope),
    )


def _source(publication: Publication, made: Plan, *, fictional: bool) -> str:
    years, held_to_england = (made.scope.assessment_year,), made.standard.baseline in NATIONAL
    own = sources_of(
        publication,
        "maturity_scores",
        "own_targets",
        "trust_context",
        fictional=fictional,
        years=years,
        scope=None if held_to_england and not fictional else made.scope,
    )
    if not fictional or not held_to_england:
        return f"{own} Costs per point: your own."
    national = sources_of(publication, "maturity_scores", years=years).removeprefix("Source: ")
    return f"{own} The standard, from real trusts: {national} Costs per point: your own."


def _exported(result: PlanResult) -> list[dict[str, Any]]:
    """The allocations as the CSV has them: a column for each year."""
    return [
        row.model_dump(exclude={"by_year"})
        | {f"year_{year}": amount for year, amount in enumerate(row.by_year, start=1)}
        for row in result.allocations
    ]


def _listed(saved: SavedPlan) -> dict[str, Any]:
    return {
        "plan": saved.name,
        "number": saved.submission_id,
        "saved_by": saved.submitted_by,
        "saved_at": f"{saved.submitted_at:%Y-%m-%d %H:%M}",
        "note": saved.note.partition("\n")[0],
        **({"fictional": True} if saved.fictional else {}),
        **inputs_result(saved.plan).model_dump(mode="json"),
    }


def _keys() -> list[str]:
    return [
        *("plan", "number", "saved_by", "saved_at", "note", "fictional"),
        *(name for name in PlanInputs.model_fields if name != "cost_per_point"),
        *(f"cost_{pillar}" for pillar in definitions().framework.pillar_keys),
    ]


def _pounds(pence: int) -> str:
    return f"{pence / 100:,.2f}"
