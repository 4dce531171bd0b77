"""A plan into the ledger, under a name, as any return goes there."""

from benchmark.errors import BenchmarkError, UnknownCode
from benchmark.measures.plan_inputs import Plan
from benchmark.measures.saved_plans import SavedPlan, plan_rows, saved_plan
from benchmark.returns.made_here import submit_rows
from benchmark.returns.receipt import Receipt
from benchmark.returns.submit import SAME_FILE
from benchmark.settings import Settings
from benchmark.store.publication import Publication


def save_plan(
    settings: Settings, publication: Publication, plan: Plan, *, name: str, by: str, note: str
) -> Receipt:
    """Save a plan under a name, in place of the system's plan of that name, and publish.

    The earlier one stays in the log and shows again when this one is withdrawn. BenchmarkError where the plan
    stands already with these inputs, ReturnRefused where nobody is named.
    """
    rows = plan_rows(plan, name=name)
    standing = _standing(publication, plan, rows[0].plan)
    if standing is not None and standing.name == rows[0].plan and standing.plan == plan:
        raise BenchmarkError(
            f"{standing.name} is saved already with these inputs, as number {standing.submission_id}.",
            fix="Nothing needs to be done.",
        )
    return submit_rows(
        settings,
        publication,
        rows,
        file_name=f"plan-{plan.scope.ics_code}.csv",
        by=by,
        note=note,
        # The same inputs may have stood under this name before another version did.
        answers={SAME_FILE: "Saved again in place of a later version."},
    )


def _standing(publication: Publication, plan: Plan, name: str) -> SavedPlan | None:
    try:
        return saved_plan(publication, ics_code=plan.scope.ics_code, name=name)
    except UnknownCode:
        return None
