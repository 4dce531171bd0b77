"""A plan in charts: before and after, by every rule, and at other costs of a point."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from benchmark.charts.figure import Figure
from benchmark.charts.labels import fitted, setting_mark, unit_label
from benchmark.charts.marks import (
    LEFT,
    RIGHT,
    Axis,
    at,
    expr,
    finished,
    notice,
    points,
    rects,
    rules,
    setting_shapes,
    texts,
)
from benchmark.charts.rows import Layout, Marks, Reference, Row, row_chart
from benchmark.charts.theme import (
    BLUE,
    DARK_BLUE,
    GREY,
    GROUND,
    SECONDARY_TEXT,
    WHITE,
    mark_size,
    score_domain,
    settings_present,
)
from benchmark.core.columns import rows_of
from benchmark.core.wording import counted, decimal, money, plural, short_money, short_name
from benchmark.questions.plan.columns import UNITS
from benchmark.questions.plan.inputs import RULES, Plan
from benchmark.questions.plan.measure import Outcome, Planned
from benchmark.questions.plan.tables import by_cost, by_rule, outcome_row, units_of
from benchmark.questions.plan.words import (
    before_after_message,
    closed_words,
    factor_words,
    rules_message,
    sensitivity_message,
)
from schemas.plans import AllocationRule

NAME_LENGTH, NARROW_LENGTH = 60, 20
NARROW_PX: Final = 620
"""The chart's width from which a name may have NAME_LENGTH characters; NARROW_LENGTH below it."""
RULE_PX, HEAD_PX, BETWEEN_PX = 22, 26, 12
NAMES_PX, FIGURES_PX = 158, 44

Outcomes = Mapping[AllocationRule, Outcome]


def plan_before_after(planned: Planned) -> Figure:
    """Each return's mean gap before and after, widest first."""
    units = units_of(planned)
    message, standard = before_after_message(planned, units), planned.plan.standard.in_words
    table = UNITS.of(units)
    if units.empty:
        return Figure(message, "", f"{message}.", notice(message), table)
    subtitle = (
        f"Mean gap of each return to {standard}, over its pillars. Hollow: as it is; filled: as it would be. "
        "At the right: the mean gap before and after, and the money to close it."
    )
    came, first = planned.outcome, units.iloc[0]
    alt = (
        f"Dot chart of {plural(len(units), 'return')}: mean gap to {standard} before and after. {message}. "
        "Over all scores the mean gap goes "
        f"from {decimal(came.mean_before or 0.0, 2)} to {decimal(came.mean_after or 0.0, 2)}. "
        f"The widest: {first['trust']}, {first['care_setting']}, from {decimal(first['before'], 2)} to "
        f"{decimal(first['after'], 2)}, for {short_money(int(first['allocated']))}."
    )
    several = set(units.loc[units["trust"].duplicated(), "trust"])
    rows, lines, dots = [], [], []
    for place, unit in enumerate(rows_of(units)):
        mark = f" ({setting_mark(unit.care_setting)})" if unit.trust in several else ""
        rows.append(
            Row(
                unit_label(unit.trust, unit.care_setting, length=NAME_LENGTH),
                f"{decimal(unit.before, 2)} → {decimal(unit.after, 2)}, {short_money(int(unit.allocated))}",
                narrow=fitted(short_name(unit.trust), NARROW_LENGTH - len(mark), at_word=False) + mark,
            )
        )
        before, after = round(float(unit.before), 4), round(float(unit.after), 4)
        lines.append({"row": place, "from": before, "to": after, "stroke": BLUE})
        dots += [
            {
                "row": place,
                "trust": unit.trust,
                "care_setting": unit.care_setting,
                "at": gap,
                "before": before,
                "after": after,
                "money": short_money(int(unit.allocated)),
                "words": f"{unit.trust}, {unit.care_setting}, mean gap {decimal(gap, 2)} {when}",
                "size": mark_size(unit.care_setting),
                "fill": fill,
                "stroke": BLUE,
            }
            for gap, when, fill in ((before, "now", WHITE), (after, "after", BLUE))
        ]
    tips = (
        ("trust", "Trust"),
        ("care_setting", "Care setting"),
        ("before", "Mean gap now", ".2f"),
        ("after", "Mean gap after", ".2f"),
        ("money", "To close the gap"),
    )
    shapes = {"shape": setting_shapes(settings_present(units["care_setting"]), colour=BLUE)}
    widest = max(float(units["before"].max()), float(units["after"].max())) or 1.0
    spec = row_chart(
        rows,
        Marks("line", lines, words=None),
        Marks("dot", dots, tips, look={"channels": shapes, "strokeWidth": 1.8}),
        # The standard is at the right: a raised return moves towards it, as on every scale of scores.
        axis=Axis((widest, 0), shown=False, range=(9, expr("width - 10"))),
        references=[Reference(0, standard, at_left=True)],
        layout=Layout(label=17, band=16, between=3, aside=18, narrow=NARROW_PX),
        ground=True,
    )
    return Figure(message, subtitle, alt, spec, table)


@dataclass(frozen=True)
class _Measure:
    """A block of the chart of rules. after, now: keys of the outcome's row.

    a_score: on the scale of scores, not from 0 to the largest value.
    """

    heading: str
    after: str
    now: str | None
    decimals: int
    a_score: bool = False


_MEASURES: Final = (
    _Measure("Mean gap left, points", "gap_mean_after", "gap_mean_before", 2),
    _Measure("Scores still below the standard", "below_after", "below_before", 0),
    _Measure("Lowest overall score (floor), 1 to 5", "floor_after", "floor_before", 2, a_score=True),
    _Measure("Range of overall scores, points", "range_after", "range_before", 2),
    _Measure("Gap closed for each £1m, points", "closed_per_million", None, 1),
)


def plan_rules(outcomes: Outcomes, plan: Plan) -> Figure:
    """One mark per rule on each measure, the chosen rule dark, today's figure as a tick."""
    message, table = rules_message(outcomes, plan), by_rule(outcomes)
    came = outcomes[plan.rule]
    if not came.has_gap:
        return Figure(message, "", f"{message}.", notice(message), table)
    subtitle = (
        f"The same fund and costs by each rule; the larger dark mark is the chosen one. Grey tick: today. "
        f"Unspent by every rule: {money(came.unspent)}."
    )
    summaries = "; ".join(
        f"{RULES[rule].name}: mean gap {decimal(came.mean_after or 0.0, 2)}, "
        f"{plural(came.below_after, 'score')} still below"
        + ("" if (low := came.spread_after.minimum) is None else f", lowest overall {decimal(low, 2)}")
        for rule, came in outcomes.items()
    )
    alt = (
        f"Dot chart of five rules on the same fund. {message}. {summaries}. Chosen: {RULES[plan.rule].name}."
    )
    return Figure(message, subtitle, alt, _rules_spec(outcomes, plan), table)


def _rules_spec(outcomes: Outcomes, plan: Plan) -> dict[str, Any]:
    figures = {rule: outcome_row(came) for rule, came in outcomes.items()}
    marks: list[dict[str, Any]] = []
    heads: list[dict[str, Any]] = []
    ticks: list[dict[str, Any]] = []
    top = 0.0
    for measure in _MEASURES:
        values = {rule: row[measure.after] for rule, row in figures.items()}
        if any(value is None for value in values.values()):
            continue  # there are too few returns for a range
        now = None if measure.now is None else figures[plan.rule][measure.now]
        largest = max(float(value) for value in [*values.values(), now or 0.0])
        low, high = score_domain() if measure.a_score else (0.0, largest or 1.0)
        heads.append({"text": measure.heading, "y": top + HEAD_PX / 2})
        first = top + HEAD_PX
        for place, (rule, value) in enumerate(values.items()):
            figure = decimal(value, measure.decimals)
            middle = first + (place + 0.5) * RULE_PX
            marks.append(
                {
                    "rule": RULES[rule].name,
                    "measure": measure.heading,
                    "at": round((value - low) / (high - low), 5),
                    "figure": figure,
                    "words": f"{RULES[rule].name}: {measure.heading} {figure}",
                    "weight": "bold" if rule == plan.rule else "normal",
                    "fill": DARK_BLUE if rule == plan.rule else BLUE,
                    "size": 190 if rule == plan.rule else 90,
                    "y": middle,
                    "top": middle - RULE_PX / 2 + 2,
                    "bottom": middle + RULE_PX / 2 - 2,
                }
            )
        top = first + len(outcomes) * RULE_PX
        if now is not None:
            ticks.append(
                {
                    "at": round((now - low) / (high - low), 5),
                    "text": f"today {decimal(now, measure.decimals)}",
                    "y": first,
                    "bottom": top,
                    "head": first - HEAD_PX / 2,
                }
            )
        top += BETWEEN_PX
    axis = Axis((0, 1), shown=False, range=(NAMES_PX + 8, expr(f"width - {FIGURES_PX} - 8")))
    weight = expr("datum.weight")
    return finished(
        rects(
            marks, x={"value": NAMES_PX}, x2=at(f"width - {FIGURES_PX}"), y="top", y2="bottom", color=GROUND
        ),
        texts(heads, x=LEFT, fontWeight="bold", fontSize=13),
        texts(marks, x=LEFT, text="rule", fontWeight=weight),
        texts(marks, x=RIGHT, text="figure", align="right", fontWeight=weight),
        rules(ticks, x=("at", axis), y2="bottom", color=GREY, strokeWidth=2.5),
        texts(ticks, x=RIGHT, y="head", align="right", color=SECONDARY_TEXT),
        points(
            marks,
            x=("at", axis),
            shape="circle",
            fill=expr("datum.fill"),
            size=expr("datum.size"),
            stroke=WHITE,
            strokeWidth=0.8,
            tips=(("rule", "Rule"), ("measure", "Measure"), ("figure", "After")),
            words="words",
        ),
        height=top,
    )


def plan_sensitivity(outcomes: Mapping[float, Outcome], plan: Plan) -> Figure:
    """The part of the gap that the plan closes if a point costs half, the same, or double."""
    message, table = sensitivity_message(outcomes, plan), by_cost(outcomes)
    if not outcomes[1.0].has_gap:
        return Figure(message, "", f"{message}.", notice(message), table)
    subtitle = (
        f"Part of the gap to {plan.standard.in_words} that is closed by the same fund and rule, and how many "
        "scores are still below it, by more than one answer."
    )
    summaries = "; ".join(
        f"{factor_words(factor)} {closed_words(came)} closed, {plural(came.below_after, 'score')} still below"
        for factor, came in outcomes.items()
    )
    rows = [
        Row(
            factor_words(factor),
            f"{closed_words(came)}, {came.below_after} still below",
            chosen=factor == 1.0,
        )
        for factor, came in outcomes.items()
    ]
    bars = [
        {
            "row": place,
            "label": factor_words(factor),
            "from": 0,
            "to": round(came.closed_share or 0.0, 6),
            "fill": DARK_BLUE if factor == 1.0 else BLUE,
            "stroke": None,
            "words": f"{factor_words(factor)}, {closed_words(came)} of the gap closed",
        }
        for place, (factor, came) in enumerate(outcomes.items())
    ]
    tips = (("label", "If a point costs"), ("to", "Closed", ".1%"))
    spec = row_chart(
        rows,
        Marks("bar", bars, tips),
        axis=Axis((0, 1), shown=False, zero=True),
        layout=Layout(label=19, band=16, between=9),
        ground=True,
    )
    alt_text = f"Bar chart, {counted(len(rows), 'bar')}. {message}. {summaries}."
    return Figure(message, subtitle, alt_text, spec, table)
