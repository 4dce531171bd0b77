"""The commands about plans: plan, plans. Each returns its exit code."""

import sys
from argparse import Namespace

from benchmark.common.resolve import resolve_scope
from benchmark.common.scope import Standard
from benchmark.common.subject import Subject
from benchmark.core.errors import BenchmarkError
from benchmark.core.wording import pence_of
from benchmark.questions.plan.columns import ALLOCATIONS, OUTCOME, SAVED
from benchmark.questions.plan.ground import ground_of
from benchmark.questions.plan.inputs import RULES, Plan, costs_from
from benchmark.questions.plan.measure import (
    Planned,
    every_rule,
    next_million,
    outcome_of,
    planned,
    sensitivity,
)
from benchmark.questions.plan.saved import SavedPlan, save_plan, saved_plan, saved_plans
from benchmark.questions.plan.tables import (
    allocations,
    by_trust,
    inputs_record,
    outcome_row,
    saved_row,
    saved_table,
)
from benchmark.questions.plan.words import (
    assumptions,
    compared_sentence,
    outcome_words,
    plan_answer,
    what_is_left_over,
)
from benchmark.store.publication import Publication
from benchmark.surfaces.cli.measured import SELF_ASSESSED, came_of, scope_with_pillars
from benchmark.surfaces.cli.output import Reply, show
from benchmark.surfaces.cli.store_commands import ready
from benchmark.surfaces.cli.terminal import say

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

_SHOWN = (
    *("ods_code", "trust", "care_setting", "pillar"),
    *("score", "standard", "score_after", "amount", "not_funded"),
)
_SHOWN_OF_SAVED = (
    *("plan", "ics", "fictional", "year", "held_to", "fund"),
    *("years", "rule", "number", "saved_by", "saved_at"),
)
_BESIDE = ("number", "saved_by", "saved_at", "note")
_OF_A_SAVED_PLAN = ("plan", *_BESIDE, "fictional")


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
    show(_answer(publication, found, compared), arguments.format, arguments.output)
    return 0


def plans(arguments: Namespace) -> int:
    """The plans that were saved, with their inputs, one row each."""
    _, publication = ready(arguments)
    code = None if arguments.ics is None else resolve_scope(publication, ics=arguments.ics).ics_code
    known = saved_plans(publication, ics_code=code)
    table = saved_table(known)
    show(
        Reply(
            subject=Subject("", "All systems" if code is None else code, as_at=publication.as_at),
            heading=f"saved plans: {len(known)}; times in UTC",
            shown=SAVED.only(*_SHOWN_OF_SAVED).of(map(saved_row, known)),
            exported=table,
            document=[
                {key: row[key] for key in _OF_A_SAVED_PLAN} | inputs_record(saved.plan)
                for row, saved in zip(table.records(), known, strict=True)
            ],
            notes=["Only inputs are saved. What a plan would do now: plan --ics CODE --saved NAME."],
            source=f"Publication: {publication.version}",
        ),
        arguments.format,
        arguments.output,
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


def _answer(publication: Publication, found: Planned, compared: SavedPlan | None) -> Reply:
    made, ground = found.plan, found.ground
    answer, by_rule, by_factor = plan_answer(found), every_rule(ground, made), sensitivity(ground, made)
    notes = [answer, *what_is_left_over(found), "", "All the rules:"]
    notes += [f"  {RULES[rule].name}: {outcome_words(came)}" for rule, came in by_rule.items()]
    notes += ["If a point costs:"]
    notes += [f"  {factor:g} times as much: {outcome_words(came)}" for factor, came in by_factor.items()]
    beside = None
    if compared is not None:
        there = compared.plan
        same = (there.scope, there.standard) == (made.scope, made.standard)
        came = outcome_of(ground if same else ground_of(publication, there.scope, there.standard), there)
        notes += [compared_sentence(found, compared, came)]
        beside = {
            **{key: value for key, value in SAVED.record(saved_row(compared)).items() if key in _BESIDE},
            "name": compared.name,
            "inputs": inputs_record(there),
            "outcome": OUTCOME.record(outcome_row(came)),
        }
    notes += ["", "Taken for granted:", *(f"  {line}" for line in assumptions(found)), ""]
    exported = allocations(found)
    return Reply(
        subject=found.subject,
        heading=f"a plan to reach {made.standard.in_words}, {SELF_ASSESSED}",
        shown=ALLOCATIONS.only(*_SHOWN).of(found.rows.assign(amount=found.rows["allocated"])),
        exported=exported,
        document={
            "inputs": inputs_record(made),
            "answer": answer,
            "outcome": OUTCOME.record(outcome_row(found.outcome)),
            "next_million": round(next_million(ground, made), 3),
            "trusts": by_trust(found).records(),
            "allocations": exported.records(),
            "rules": {rule: OUTCOME.record(outcome_row(came)) for rule, came in by_rule.items()},
            "sensitivity": [
                {"cost_times": factor, "outcome": OUTCOME.record(outcome_row(came))}
                for factor, came in by_factor.items()
            ],
            "sizes_of": [*ground.sizes.financial_years],
            "compared_with": beside,
        },
        notes=notes,
        came=came_of(publication, made.scope),
    )
