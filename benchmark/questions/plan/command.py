"""The commands `plan` and `plans`."""

import sys
from dataclasses import dataclass, fields
from typing import Any, get_args

import click

from benchmark.common.resolve import resolve_scope
from benchmark.common.scope import Scope, Standard
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
)
from benchmark.questions.plan.words import (
    assumptions,
    compared_sentence,
    outcome_words,
    plan_answer,
    what_is_left_over,
)
from benchmark.store.publication import Publication
from benchmark.surfaces.cli import options
from benchmark.surfaces.cli.measured import SELF_ASSESSED, received_of, scope_with_pillars
from benchmark.surfaces.cli.options import Asked
from benchmark.surfaces.cli.output import Reply, Written, show
from benchmark.surfaces.cli.terminal import say
from schemas.plans import AllocationRule, PioneersSplit

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


def _cost(text: str) -> tuple[str, str]:
    pillar, sign, pounds = text.partition("=")
    if not sign:
        raise ValueError(f"{text} has no = in it; write PILLAR=POUNDS")
    return pillar.strip(), pounds.strip()


def _share(text: str) -> float:
    """A share, 0 to 1: written so, as in the pages' links, or in per cent, as on the pages."""
    try:
        return float(text[:-1]) / 100 if text.endswith("%") else float(text)
    except ValueError:
        raise ValueError(f"{text} is no share: write 0.1 or 10%") from None


@dataclass(frozen=True)
class _Inputs:
    """A plan's inputs from the options; None, False and () for options that were not given."""

    fund: str | None
    years: int | None
    cost_per_point: str | None
    cost: tuple[tuple[str, str], ...]
    scale_with_size: bool
    pioneers: float | None
    pioneers_split: PioneersSplit | None
    rule: AllocationRule | None

    @property
    def given(self) -> list[str]:
        """The options that were given."""
        return [
            f"--{field.name.replace('_', '-')}"
            for field in fields(self)
            if getattr(self, field.name) not in (None, False, ())
        ]

    def plan(self, scope: Scope, standard: Standard) -> Plan:
        """The plan of these inputs. Raises BenchmarkError for a missing or unreadable input."""
        costs = costs_from(
            None if self.cost_per_point is None else pence_of(self.cost_per_point, what="The cost per point"),
            {pillar: pence_of(pounds, what=f"The cost of {pillar}") for pillar, pounds in self.cost},
        )
        if self.fund is None:
            raise BenchmarkError("No fund is given.", fix="Add --fund POUNDS.")
        return Plan(
            scope=scope,
            standard=standard if standard.baseline == "floor" else Standard(standard.baseline),
            fund=pence_of(self.fund, what="The fund"),
            years=1 if self.years is None else self.years,
            costs=costs,
            rule=self.rule or "neediest_first",
            scale_with_size=self.scale_with_size,
            pioneers_share=self.pioneers or 0.0,
            pioneers_split=self.pioneers_split or "equally",
        )


_INPUTS = options.together(
    click.option("--fund", metavar="POUNDS", help="the whole fund"),
    click.option(
        "--years",
        type=options.whole_number,
        metavar="N",
        help="years over which it is spent (default: 1)",
    ),
    click.option(
        "--cost-per-point", metavar="POUNDS", help="what one point on one score costs, on every pillar"
    ),
    click.option(
        "--cost",
        cls=options.Several,
        type=_cost,
        metavar="PILLAR=POUNDS ...",
        help="the cost on one pillar, such as well_led=200000; before --cost-per-point",
    ),
    click.option(
        "--scale-with-size", is_flag=True, help="a point costs a trust by its size beside the median"
    ),
    click.option(
        "--pioneers",
        type=_share,
        metavar="SHARE",
        help="share reserved for pioneers: 0.1 or 10% (default: 0)",
    ),
    click.option(
        "--pioneers-split",
        type=options.OneOf(get_args(PioneersSplit)),
        help="how the reserve is split (default: equally)",
    ),
    click.option(
        "--rule",
        type=options.OneOf(get_args(AllocationRule)),
        help="how the fund is shared out (default: neediest_first)",
    ),
)
"""The fields of _Inputs."""


@options.command(
    "plan --ics QYG --fund 10m --years 3 --cost-per-point 250k",
    "plan --ics QYG --fund 10m --cost-per-point 250k --cost well_led=200k safe_practice=1m --pioneers 10%",
    'plan --ics QYG --saved "Level up"',
)
@options.system()
@options.standard
@options.once
@_INPUTS
@click.option("--saved", metavar="NAME", help="a plan that was saved, in place of all of these")
@click.option("--compare", metavar="NAME", help="a saved plan to put beside it")
@click.option("--save", metavar="NAME", help="save the plan under this name")
@click.option("--by", metavar="NAME", help="who saves it")
@click.option("--note", default="", metavar="TEXT", help="what it is, for later readers")
@options.measured
def plan(
    *,
    ics: str,
    standard: Standard,
    once: bool,
    saved: str | None,
    compare: str | None,
    save: str | None,
    by: str | None,
    note: str,
    asked: Asked,
    **inputs: Any,
) -> None:
    """What a fund would do at your own cost per point.

    There is no default cost: nobody has published one. Amounts are pounds: 250000, 250k, 10m. One row per
    trust, care setting and pillar below the standard.
    """
    own = _Inputs(**inputs)
    if saved is not None and own.given:
        raise BenchmarkError(
            f"--saved uses the inputs of the saved plan, and {', '.join(own.given)} would change them.",
            fix="Leave out the one or the other.",
        )
    if save is not None and once:
        raise BenchmarkError("A saved plan counts every return.", fix="Leave out --once, or --save.")
    if save is not None and asked.as_at is not None:
        raise BenchmarkError("A plan cannot be saved on a past day.", fix="Leave out --as-at or --save.")
    if save is not None and not (by or "").strip():
        raise BenchmarkError("Nobody is named who saves the plan.", fix="Add --by NAME.")
    publication = asked.publication
    scope = scope_with_pillars(asked, ics)
    if saved is None:
        made = own.plan(scope, standard)
    else:
        made = saved_plan(publication, ics_code=scope.ics_code, name=saved).plan
    compared = (
        None if compare is None else saved_plan(publication, ics_code=made.scope.ics_code, name=compare)
    )
    result = planned(ground_of(publication, made.scope, made.standard, once=once), made)
    if save is not None:
        receipt = save_plan(asked.settings, publication, made, name=save, by=by or "", note=note)
        say(f"Saved as {save.strip()}, number {receipt.number}.", file=sys.stderr)
        if receipt.not_shown:
            say(receipt.not_shown_yet, file=sys.stderr)
    show(_answer(publication, result, compared), asked.written)


@options.command("plans", "plans --ics QYG")
@options.system(required=False)
@options.written
@options.publication
def plans(*, ics: str | None, written: Written, publication: Publication) -> None:
    """The plans that were saved, with their inputs."""
    code = None if ics is None else resolve_scope(publication, ics=ics).ics_code
    kept = saved_plans(publication, ics_code=code)
    table = SAVED.of(map(saved_row, kept))
    show(
        Reply(
            subject=Subject("", "All systems" if code is None else code, as_at=publication.as_at),
            heading=f"saved plans: {len(kept)}; times in UTC",
            shown=SAVED.only(*_SHOWN_OF_SAVED).of(map(saved_row, kept)),
            exported=table,
            document=[
                {key: row[key] for key in _OF_A_SAVED_PLAN} | inputs_record(saved.plan)
                for row, saved in zip(table.records(), kept, strict=True)
            ],
            notes=["Only inputs are saved. What a plan would do now: plan --ics CODE --saved NAME."],
            source=f"Publication: {publication.version}",
        ),
        written,
    )


def _answer(publication: Publication, planned: Planned, compared: SavedPlan | None) -> Reply:
    made, ground = planned.plan, planned.ground
    answer, by_rule, by_factor = (
        plan_answer(planned).whole,
        every_rule(ground, made),
        sensitivity(ground, made),
    )
    notes = [answer, *what_is_left_over(planned), "", "All the rules:"]
    notes += [f"  {RULES[rule].name}: {outcome_words(came)}" for rule, came in by_rule.items()]
    notes += ["If a point costs:"]
    notes += [f"  {factor:g} times as much: {outcome_words(came)}" for factor, came in by_factor.items()]
    beside = None
    if compared is not None:
        there = compared.plan
        same = (there.scope, there.standard) == (made.scope, made.standard)
        came = outcome_of(
            ground if same else ground_of(publication, there.scope, there.standard, once=planned.before.once),
            there,
        )
        notes += [compared_sentence(planned, compared, came)]
        beside = {
            **{key: value for key, value in SAVED.record(saved_row(compared)).items() if key in _BESIDE},
            "name": compared.name,
            "inputs": inputs_record(there),
            "outcome": OUTCOME.record(outcome_row(came)),
        }
    notes += ["", "Taken for granted:", *(f"  {line}" for line in assumptions(planned)), ""]
    exported = allocations(planned)
    return Reply(
        subject=planned.subject,
        heading=f"a plan to reach {made.standard.in_words}, {SELF_ASSESSED}",
        shown=ALLOCATIONS.only(*_SHOWN).of(planned.rows.assign(amount=planned.rows["allocated"])),
        exported=exported,
        document={
            "inputs": inputs_record(made),
            "answer": answer,
            "outcome": OUTCOME.record(outcome_row(planned.outcome)),
            "next_million": round(next_million(ground, made), 3),
            "trusts": by_trust(planned).records(),
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
        received=received_of(publication, made.scope),
    )
