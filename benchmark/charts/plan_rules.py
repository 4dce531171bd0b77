"""All the rules on one plan, side by side: what each would leave, measure by measure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import altair as alt
import pandas as pd

from benchmark.charts.figure import Figure, source_line, titled
from benchmark.charts.plan_dots import OWN_COSTS
from benchmark.charts.theme import (
    BLUE,
    DARK_BLUE,
    GREY,
    GROUND,
    SECONDARY_TEXT,
    TEXT,
    WHITE,
    data,
    finished,
    notice,
    pixel_scale,
    score_domain,
)
from benchmark.definitions import definitions
from benchmark.measures.money import money
from benchmark.measures.plan_inputs import RULES, Plan
from benchmark.measures.planner import Outcome
from benchmark.wording import per_cent
from schemas.plans import AllocationRule

ROW_PX: Final = 22
HEAD_PX: Final = 26
BETWEEN_PX: Final = 12
NAMES_PX: Final = 158
FIGURES_PX: Final = 44
SAME: Final = 0.005
"""Points: rules that differ by less in the gap that they close are said to close the same."""

ALL_BUT: Final = 0.9995
"""A share from here on would be written 100.0%, though something is left."""

Outcomes = Mapping[AllocationRule, Outcome]


@dataclass(frozen=True)
class _Measure:
    """A block of the chart: its heading, a rule's figure and today's (None: it has none), ends, decimals."""

    heading: str
    column: str
    after: Callable[[Outcome], float | None]
    now: Callable[[Outcome], float | None]
    ends: Callable[[Outcome, float], tuple[float, float]]
    decimals: int


def _from_nothing(_: Outcome, largest: float) -> tuple[float, float]:
    return 0.0, largest or 1.0


def material() -> str:
    """The pillar threshold as a sentence says it: 0.3."""
    return f"{definitions().threshold('pillar'):g}"


@cache
def _measures() -> tuple[_Measure, ...]:
    return (
        _Measure(
            "Mean gap left, points",
            "Mean gap after (points)",
            lambda came: came.mean_after,
            lambda came: came.mean_before,
            _from_nothing,
            2,
        ),
        _Measure(
            f"Scores still {material()} or more below",
            f"Scores {material()} or more below after",
            lambda came: came.material_after,
            lambda came: came.material_before,
            _from_nothing,
            0,
        ),
        _Measure(
            "Lowest overall score (floor), 1 to 5",
            "Lowest overall score after (1 to 5)",
            lambda came: came.spread_after.minimum,
            lambda came: came.spread_before.minimum,
            lambda came, largest: score_domain(),
            2,
        ),
        _Measure(
            "Range of overall scores, points",
            "Range of overall scores after (points)",
            lambda came: came.spread_after.range,
            lambda came: came.spread_before.range,
            _from_nothing,
            2,
        ),
        _Measure(
            "Gap closed for each £1m, points",
            "Points closed for each £1m",
            lambda came: came.closed_per_million,
            lambda came: None,
            _from_nothing,
            1,
        ),
    )


def closed_words(came: Outcome) -> str:
    """The part of the gap that is closed, as it stands before 'of the gap'; never rounded up to all of it."""
    if not came.below_after:
        return "all"
    share = came.closed_share or 0.0
    return "nearly all" if share >= ALL_BUT else per_cent(share)


def plan_rules(outcomes: Outcomes, plan: Plan, *, fictional: bool = False) -> Figure:
    """One mark per rule on each measure, the chosen rule dark, today's figure as a tick."""
    message = rules_message(outcomes, plan)
    title = titled(message, fictional=fictional)
    source = f"{source_line('maturity_scores', fictional=fictional)} {OWN_COSTS}"
    came = outcomes[plan.rule]
    if not came.below_before:
        return Figure(title, "", f"{message}.", notice(message), rules_table(outcomes), source)
    subtitle = (
        f"The same fund and costs by each rule; the larger dark mark is the chosen one. Grey tick: today. "
        f"Unspent by every rule: {money(came.unspent)}."
    )
    return Figure(
        title, subtitle, _alt(outcomes, plan, message), _spec(outcomes, plan), rules_table(outcomes), source
    )


def rules_message(outcomes: Outcomes, plan: Plan) -> str:
    """What the rules differ in: the gap that they close, or else whom they raise."""
    came = outcomes[plan.rule]
    if not came.below_before:
        return f"There is no gap to {plan.standard.in_words}, so there is nothing to share out"
    if not any(other.allocated for other in outcomes.values()):
        return "With nothing to share out, the rules do not differ"
    if all(other.below_after == 0 for other in outcomes.values()):
        return "The fund closes the whole gap by every rule"
    best = max(outcomes, key=lambda rule: outcomes[rule].closed)
    worst = min(outcomes, key=lambda rule: outcomes[rule].closed)
    if outcomes[best].closed - outcomes[worst].closed < SAME:
        floors = sorted(f"{other.spread_after.minimum or 0.0:.1f}" for other in outcomes.values())
        ends = f"at {floors[0]}" if floors[0] == floors[-1] else f"between {floors[0]} and {floors[-1]}"
        return (
            f"Every rule closes the same part of the gap, {closed_words(came)}; the lowest overall "
            f"score ends {ends}"
        )
    return (
        f"{RULES[best].name} closes {closed_words(outcomes[best])} of the gap, "
        f"{RULES[worst].name.lower()} {closed_words(outcomes[worst])}"
    )


def rules_table(outcomes: Outcomes) -> pd.DataFrame:
    """The rules with all their figures."""
    listed = list(outcomes.values())
    frame = pd.DataFrame({"Rule": [RULES[rule].name for rule in outcomes]})
    frame["Part of the gap closed (%)"] = [100 * (came.closed_share or 0.0) for came in listed]
    for measure in _measures():
        values = [measure.after(came) for came in listed]
        frame[measure.column] = pd.array(values, dtype="Int64" if measure.decimals == 0 else "Float64")
    frame["Scores below after"] = [came.below_after for came in listed]
    frame["Allocated (£)"] = [came.allocated / 100 for came in listed]
    frame["Unspent (£)"] = [came.unspent / 100 for came in listed]
    return frame


def _spec(outcomes: Outcomes, plan: Plan) -> dict[str, Any]:
    marks: list[dict[str, Any]] = []
    heads: list[dict[str, Any]] = []
    ticks: list[dict[str, Any]] = []
    top = 0.0
    for measure in _measures():
        values = {rule: measure.after(came) for rule, came in outcomes.items()}
        if any(value is None for value in values.values()):
            continue  # too few returns for a range
        now = measure.now(outcomes[plan.rule])
        known = [float(value) for value in values.values() if value is not None]
        low, high = measure.ends(outcomes[plan.rule], max([*known, now or 0.0]))
        heads.append({"text": measure.heading, "y": top + HEAD_PX / 2})
        first = top + HEAD_PX
        for place, (rule, value) in enumerate(zip(outcomes, known, strict=True)):
            marks.append(
                {
                    "rule": RULES[rule].name,
                    "measure": measure.heading,
                    "share": round((value - low) / (high - low), 5),
                    "figure": f"{value:.{measure.decimals}f}",
                    "words": f"{RULES[rule].name}: {measure.heading} {value:.{measure.decimals}f}",
                    "chosen": rule == plan.rule,
                    "y": first + place * ROW_PX + ROW_PX / 2,
                    "top": first + place * ROW_PX + 2,
                    "bottom": first + (place + 1) * ROW_PX - 2,
                }
            )
        top = first + len(outcomes) * ROW_PX
        if now is not None:
            ticks.append(
                {
                    "share": round((now - low) / (high - low), 5),
                    "text": f"today {now:.{measure.decimals}f}",
                    "y": first,
                    "y2": top,
                    "head": first - HEAD_PX / 2,
                }
            )
        top += BETWEEN_PX
    return finished(*_layers(marks, heads, ticks, height=top), height=top)


def _layers(
    marks: list[dict[str, Any]], heads: list[dict[str, Any]], ticks: list[dict[str, Any]], *, height: float
) -> list[alt.Chart]:
    scale = alt.Scale(
        domain=[0, 1], nice=False, zero=False, range=[NAMES_PX + 8, {"expr": f"width - {FIGURES_PX} - 8"}]
    )
    x = alt.X("share:Q", scale=scale, axis=None)
    y = alt.Y("y:Q", scale=pixel_scale(height), axis=None)
    chart = alt.Chart(data(marks))
    weight = alt.expr("datum.chosen ? 'bold' : 'normal'")
    today = alt.Chart(data(ticks))
    layers: list[alt.Chart] = [
        chart.mark_rect(color=GROUND, aria=False).encode(
            x=alt.value(NAMES_PX),
            x2=alt.value(alt.expr(f"width - {FIGURES_PX}")),
            y=alt.Y("top:Q", scale=pixel_scale(height), axis=None),
            y2=alt.Y2("bottom:Q"),
        ),
        alt.Chart(data(heads))
        .mark_text(align="left", baseline="middle", fontWeight="bold", fontSize=13, color=TEXT)
        .encode(x=alt.value(0), y=y, text=alt.Text("text:N")),
        chart.mark_text(align="left", baseline="middle", fontWeight=weight, color=TEXT).encode(
            x=alt.value(0), y=y, text=alt.Text("rule:N")
        ),
        chart.mark_text(align="right", baseline="middle", fontWeight=weight, color=TEXT).encode(
            x=alt.value("width"), y=y, text=alt.Text("figure:N")
        ),
        today.mark_rule(color=GREY, strokeWidth=2.5).encode(x=x, y=y, y2=alt.Y2("y2:Q")),
        today.mark_text(align="right", baseline="middle", color=SECONDARY_TEXT).encode(
            x=alt.value("width"),
            y=alt.Y("head:Q", scale=pixel_scale(height), axis=None),
            text=alt.Text("text:N"),
        ),
        chart.mark_circle(stroke=WHITE, strokeWidth=0.8, opacity=1).encode(
            x=x,
            y=y,
            color=alt.condition("datum.chosen", alt.value(DARK_BLUE), alt.value(BLUE)),
            size=alt.condition("datum.chosen", alt.value(190), alt.value(90)),
            tooltip=[
                alt.Tooltip("rule:N", title="Rule"),
                alt.Tooltip("measure:N", title="Measure"),
                alt.Tooltip("figure:N", title="After"),
            ],
            description=alt.Description("words:N"),
        ),
    ]
    return layers


def _alt(outcomes: Outcomes, plan: Plan, message: str) -> str:
    told = "; ".join(
        f"{RULES[rule].name}: mean gap {came.mean_after:.2f}, {came.material_after} scores {material()} or "
        f"more below" + ("" if (low := came.spread_after.minimum) is None else f", lowest overall {low:.2f}")
        for rule, came in outcomes.items()
    )
    return f"Dot chart of five rules on the same fund. {message}. {told}. Chosen: {RULES[plan.rule].name}."
