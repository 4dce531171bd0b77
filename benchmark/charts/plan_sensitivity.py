"""What a plan comes to if the cost of a point was guessed wrong."""

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from benchmark.charts.figure import Figure, source_line, titled
from benchmark.charts.plan_dots import OWN_COSTS
from benchmark.charts.plan_rules import closed_words, material
from benchmark.charts.theme import (
    BLUE,
    DARK_BLUE,
    GROUND,
    SECONDARY_TEXT,
    TEXT,
    data,
    finished,
    notice,
    pixel_scale,
)
from benchmark.measures.plan_inputs import Plan
from benchmark.measures.planner import Outcome


def plan_sensitivity(outcomes: Mapping[float, Outcome], plan: Plan, *, fictional: bool = False) -> Figure:
    """What part of the gap the plan closes if a point costs half, as much, or double."""
    came = outcomes[1.0]
    message = sensitivity_message(outcomes, plan)
    title = titled(message, fictional=fictional)
    source = f"{source_line('maturity_scores', fictional=fictional)} {OWN_COSTS}"
    table = _sensitivity_table(outcomes)
    if not came.below_before:
        return Figure(title, "", f"{message}.", notice(message), table, source)
    subtitle = (
        f"Part of the gap to {plan.standard.in_words} that is closed by the same fund and rule, and how many "
        f"scores are still {material()} or more below."
    )
    told = "; ".join(
        f"{_factor_words(factor)} {closed_words(other)} closed, {other.material_after} scores "
        f"{material()} or more below"
        for factor, other in outcomes.items()
    )
    return Figure(
        title, subtitle, f"Bar chart. {message}. {told}.", _sensitivity_spec(outcomes), table, source
    )


def sensitivity_message(outcomes: Mapping[float, Outcome], plan: Plan) -> str:
    """What the fund closes if a point costs half of what was guessed, or double."""
    half, double = outcomes[0.5], outcomes[2.0]
    if not half.below_before:
        return f"There is no gap to {plan.standard.in_words}, whatever a point costs"
    if not double.below_after:
        return "Even at double your costs the fund closes the whole gap"
    return (
        f"At half your costs the fund closes {closed_words(half)} of the gap, "
        f"at double {closed_words(double)}"
    )


def _sensitivity_spec(outcomes: Mapping[float, Outcome]) -> dict[str, Any]:
    row, label, least = 44, 18, material()
    records = [
        {
            "label": _factor_words(factor),
            "share": round(came.closed_share or 0.0, 6),
            "figures": f"{closed_words(came)}, {came.material_after} still {least}+ below",
            "label_y": place * row + label / 2 + 1,
            "y": place * row + label + 1,
            "y2": place * row + label + 17,
            "middle": place * row + label + 9,
            "own": factor == 1.0,
            "nothing": 0,
            "whole": 1,
            "words": f"{_factor_words(factor)}, {closed_words(came)} of the gap closed",
        }
        for place, (factor, came) in enumerate(outcomes.items())
    ]
    height = row * len(records)
    scale = alt.Scale(domain=[0, 1], nice=False, zero=True, range=[0, {"expr": "max(width - 160, 60)"}])
    x = alt.X("share:Q", scale=scale, axis=None)
    chart = alt.Chart(data(records))
    y = alt.Y("y:Q", scale=pixel_scale(height), axis=None)
    whole = chart.mark_rect(color=GROUND, aria=False).encode(
        x=alt.X("nothing:Q", scale=scale, axis=None), x2=alt.X2("whole:Q"), y=y, y2=alt.Y2("y2:Q")
    )
    bars = chart.mark_rect().encode(
        x=x,
        x2=alt.X2("nothing:Q"),
        y=y,
        y2=alt.Y2("y2:Q"),
        color=alt.condition("datum.own", alt.value(DARK_BLUE), alt.value(BLUE)),
        tooltip=[
            alt.Tooltip("label:N", title="If a point costs"),
            alt.Tooltip("share:Q", title="Closed", format=".1%"),
        ],
        description=alt.Description("words:N"),
    )
    names = chart.mark_text(
        align="left", baseline="middle", color=TEXT, fontWeight=alt.expr("datum.own ? 'bold' : 'normal'")
    ).encode(
        x=alt.value(0), y=alt.Y("label_y:Q", scale=pixel_scale(height), axis=None), text=alt.Text("label:N")
    )
    figures = chart.mark_text(align="left", baseline="middle", dx=6, color=SECONDARY_TEXT).encode(
        x=x, y=alt.Y("middle:Q", scale=pixel_scale(height), axis=None), text=alt.Text("figures:N")
    )
    return finished(whole, bars, names, figures, height=height)


def _factor_words(factor: float) -> str:
    return {0.5: "Half your costs", 1.0: "Your costs", 2.0: "Double your costs"}[factor]


def _sensitivity_table(outcomes: Mapping[float, Outcome]) -> pd.DataFrame:
    listed = list(outcomes.values())
    frame = pd.DataFrame({"If a point costs": [_factor_words(factor) for factor in outcomes]})
    frame["Part of the gap closed (%)"] = [100 * (came.closed_share or 0.0) for came in listed]
    frame["Mean gap after (points)"] = [came.mean_after for came in listed]
    frame["Scores below after"] = [came.below_after for came in listed]
    frame[f"Scores {material()} or more below after"] = [came.material_after for came in listed]
    frame["Unspent (£)"] = [came.unspent / 100 for came in listed]
    return frame
