"""Plans for small invented systems, and ways to make many of them."""

from typing import Any, get_args

import pandas as pd
from hypothesis import strategies as st

from benchmark.common.scope import Scope, Standard
from benchmark.questions.gaps.measure import gaps_of
from benchmark.questions.plan.ground import Ground, sizes_of
from benchmark.questions.plan.inputs import Plan, costs_from
from benchmark.questions.plan.measure import Planned, planned
from schemas.plans import AllocationRule
from tests.unit.questions.figures_made import made_gaps

SCOPE = Scope("QZ1", 2025)
RULES = get_args(AllocationRule)
MILLION = 100_000_000
COST = 250_000_00
FLAT = costs_from(COST, {})
DIFFERENT = costs_from(COST, {"well_led": 100_000_00, "safe_practice": 400_000_01})

PLANS = st.builds(
    Plan,
    scope=st.just(SCOPE),
    standard=st.just(Standard()),
    fund=st.integers(0, 40 * MILLION),
    years=st.integers(1, 5),
    costs=st.sampled_from([FLAT, DIFFERENT]),
    rule=st.sampled_from(RULES),
    scale_with_size=st.booleans(),
    pioneers_share=st.sampled_from([0.0, 0.1, 0.333, 1.0]),
    pioneers_split=st.sampled_from(["equally", "by_size"]),
)
SIZES = sizes_of({"T1A": 4e8, "T2A": 1e8, "T3A": None, "T4A": 9e8})


def on_floor(scores: pd.DataFrame, level: float = 3.0) -> Ground:
    held = scores.assign(standard=level, lone_setting=False)
    return Ground(gaps_of(held, scope=SCOPE, standard=Standard("floor", level)), SIZES)


def plan(fund: int = MILLION, **others: Any) -> Plan:
    return Plan(
        **({"scope": SCOPE, "standard": Standard(), "fund": fund, "years": 1, "costs": FLAT} | others)
    )


def small(*scores: float, sizes: dict[str, float | None] | None = None, **others: Any) -> Planned:
    """A plan for acute trusts T00, T01 ... whose seven scores are alike."""
    found = made_gaps({(f"T{i:02}", "Acute"): [score] * 7 for i, score in enumerate(scores)})
    known = sizes_of(sizes or {f"T{i:02}": 1e8 for i in range(len(scores))}, financial_years={"2023/24"})
    return planned(Ground(found, known), plan(**others))
