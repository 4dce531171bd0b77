"""Plans saved under a name. Only their inputs are kept: their results are computed each time."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from itertools import groupby
from operator import itemgetter

from benchmark.common.scope import Scope, Standard, sql
from benchmark.common.subject import code_of_file
from benchmark.core.columns import Record
from benchmark.core.definitions import definitions
from benchmark.core.errors import BenchmarkError, UnknownCode
from benchmark.core.people import plan_name
from benchmark.core.settings import Settings
from benchmark.questions.plan.inputs import Plan, costs_from
from benchmark.returns.submit.receipt import Receipt
from benchmark.returns.submit.submit import SAME_FILE, SMALL_AMOUNT, submit_rows
from benchmark.store.publication import Publication
from schemas.plans import PlanPillar


@dataclass(frozen=True)
class SavedPlan:
    """A saved plan: its name, who saved it and when (UTC). fictional: whether its system is."""

    name: str
    plan: Plan
    submission_id: int
    submitted_by: str
    submitted_at: datetime
    note: str
    fictional: bool


def saved_plans(publication: Publication, *, ics_code: str | None = None) -> list[SavedPlan]:
    """The plans that stand, of one system or of all, by system and name.

    Plans that can no longer be made, such as with a pillar that the framework has lost, are left out.
    """
    rows: list[Record] = publication.frame(sql(__package__, "saved_plans"), ics_code=ics_code).to_dict(
        "records"
    )
    plans = []
    for _, of_plan in groupby(rows, key=itemgetter("ics_code", "plan")):
        with suppress(BenchmarkError):
            plans.append(_saved(list(of_plan)))
    return plans


def saved_plan(publication: Publication, *, ics_code: str, name: str) -> SavedPlan:
    """A system's plan by its name, ignoring case. Raises UnknownCode, which names the nearest."""
    by_name = {saved.name: saved for saved in saved_plans(publication, ics_code=ics_code)}
    by_folded = {known_name.casefold(): saved for known_name, saved in by_name.items()}
    wanted = name.strip()
    match = by_name.get(wanted) or by_folded.get(wanted.casefold())
    if match is None:
        nearest = get_close_matches(wanted, by_name, n=3, cutoff=0.4) or sorted(by_name)[:3]
        raise UnknownCode(
            f"No plan of {ics_code} is called {wanted}.",
            fix=f"Nearest: {', '.join(nearest)}." if nearest else "None has been saved yet.",
        )
    return match


def plan_rows(plan: Plan, *, name: str) -> list[PlanPillar]:
    """A plan's rows for the ledger, one for each pillar. BenchmarkError for an impossible name."""
    kept = plan_name(name)
    if not kept:
        raise BenchmarkError("A plan is saved under a name, and this one has none.", fix="Give it one.")
    return [
        PlanPillar(
            plan=kept,
            ics_code=plan.scope.ics_code,
            assessment_year=plan.scope.assessment_year,
            footprint=plan.scope.footprint,
            standard=plan.standard.baseline,
            level=plan.standard.record["level"],
            fund=plan.fund / 100,
            years=plan.years,
            rule=plan.rule,
            scale_with_size="yes" if plan.scale_with_size else "no",
            pioneers_share=plan.pioneers_share,
            pioneers_split=plan.pioneers_split,
            pillar=pillar,
            cost_per_point=cost / 100,
        )
        for pillar, cost in plan.costs_by_pillar.items()
    ]


def _saved(rows: list[Record]) -> SavedPlan:
    """A plan from its rows, which differ only in pillar and cost."""
    first = rows[0]
    standard = (
        Standard(first["standard"], first["level"])
        if definitions().baseline(first["standard"]).takes_level
        else Standard(first["standard"])
    )
    plan = Plan(
        scope=Scope(first["ics_code"], int(first["assessment_year"]), first["footprint"]),
        standard=standard,
        fund=_pence(first["fund"]),
        years=int(first["years"]),
        costs=costs_from(None, {row["pillar"]: _pence(row["cost_per_point"]) for row in rows}),
        rule=first["rule"],
        scale_with_size=first["scale_with_size"] == "yes",
        pioneers_share=float(first["pioneers_share"]),
        pioneers_split=first["pioneers_split"],
    )
    return SavedPlan(
        name=first["plan"],
        plan=plan,
        submission_id=int(first["submission_id"]),
        submitted_by=first["submitted_by"],
        submitted_at=first["submitted_at"].to_pydatetime(),
        note=first["note"],
        fictional=bool(first["fictional"]),
    )


def _pence(pounds: float) -> int:
    return round(pounds * 100)


def save_plan(
    settings: Settings, publication: Publication, plan: Plan, *, name: str, by: str, note: str
) -> Receipt:
    """Save a plan under a name, in place of the system's plan of that name, and publish.

    The earlier one stays in the log and returns if this one is withdrawn. Raises BenchmarkError if the plan
    is saved already with these inputs, ReturnRefused if `by` is empty.
    """
    rows = plan_rows(plan, name=name)
    for standing in saved_plans(publication, ics_code=plan.scope.ics_code):
        if standing.name == rows[0].plan and standing.plan == plan:
            raise BenchmarkError(
                f"{standing.name} is saved already with these inputs, as number {standing.submission_id}.",
                fix="Nothing needs to be done.",
            )
    return submit_rows(
        settings,
        publication,
        rows,
        file_name=f"plan-{code_of_file(plan.scope.ics_code)}.csv",
        by=by,
        note=note,
        answers={
            # The same plan may have been saved under this name before, and then another version.
            SAME_FILE: "Saved again in place of a later version.",
            SMALL_AMOUNT: "In pounds: the plan takes every amount in pounds.",
        },
    )
