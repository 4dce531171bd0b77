"""A plan before and after: every return's mean gap to the standard, hollow as it is, filled as planned."""

from typing import Any, Final

import altair as alt
import pandas as pd

from benchmark.charts.figure import Figure, source_line, titled
from benchmark.charts.labels import fitted, setting_mark, unit_label
from benchmark.charts.theme import (
    BLUE,
    GROUND,
    SECONDARY_TEXT,
    TEXT,
    WHITE,
    data,
    finished,
    mark_size,
    notice,
    pixel_scale,
    rows_of,
    setting_shape,
    settings_present,
)
from benchmark.definitions import definitions
from benchmark.measures.compare import at_least
from benchmark.measures.frames import UNIT
from benchmark.measures.gap_words import no_gap_message
from benchmark.measures.money import short_money
from benchmark.measures.planner import Planned
from benchmark.wording import count_of_returns, plural, short_name

ROW_PX: Final = 36
LABEL_PX: Final = 16
TOP_PX: Final = 20
"""For the standard's name above its line."""
NAME_LENGTH: Final = 44
NARROW_LENGTH: Final = 20
NARROW_PX: Final = 560
OWN_COSTS: Final = "Costs per point: the reader's own."


def plan_before_after(found: Planned, *, fictional: bool = False) -> Figure:
    """Each return's mean gap before and after, those with the widest first."""
    units = units_of(found)
    message = before_after_message(found, units)
    title = titled(message, fictional=fictional)
    source = f"{source_line('maturity_scores', fictional=fictional)} {OWN_COSTS}"
    table = _table(units)
    standard = found.plan.standard.in_words
    subtitle = (
        f"Mean gap of each return to {standard}, over its pillars. Hollow: as it is; filled: as it would be. "
        "At the right: the mean gap before and after, and the money to close it."
    )
    if units.empty:
        return Figure(title, "", f"{message}.", notice(message), table, source)
    return Figure(title, subtitle, _alt(found, units, message), _spec(units, standard), table, source)


def units_of(found: Planned) -> pd.DataFrame:
    """Returns ods_code, trust, care_setting, before, after (mean gaps), allocated; the widest gap first."""
    units = found.before.by_unit[[*UNIT, "gap_mean"]].rename(columns={"gap_mean": "before"})
    after = found.after.by_unit[[*UNIT, "gap_mean"]].rename(columns={"gap_mean": "after"})
    money = found.rows.groupby(UNIT, as_index=False)["allocated"].sum()
    units = units.merge(after, on=UNIT).merge(money, on=UNIT, how="left")
    units["allocated"] = units["allocated"].fillna(0).astype("int64")
    return units.sort_values(["before", "trust", "care_setting"], ascending=[False, True, True]).reset_index(
        drop=True
    )


def before_after_message(found: Planned, units: pd.DataFrame) -> str:
    """How many returns would come materially nearer to the standard."""
    if not found.before.summary.below:
        return no_gap_message(found.before)
    threshold = definitions().threshold("overall")
    nearer = int(at_least(units["before"] - units["after"], threshold).sum())
    if not nearer:
        return f"No return would come nearer to {found.plan.standard.in_words} by {threshold:g} or more"
    return (
        f"{count_of_returns(nearer, len(units))} would come nearer to {found.plan.standard.in_words} "
        f"by {threshold:g} or more"
    )


def _spec(units: pd.DataFrame, standard: str) -> dict[str, Any]:
    rows, dots = _rows(units), _dots(units)
    height = TOP_PX + len(rows) * ROW_PX + 4
    # The standard stands at the right: whoever is raised moves towards it, as on every scale of scores.
    # zero=False: on a domain that falls, Vega's own zero would leave a scale of no width.
    widest = max(record["gap"] for record in dots) or 1.0
    scale = alt.Scale(domain=[widest, 0], nice=False, zero=False, range=[9, {"expr": "width - 10"}])
    x, y = alt.X("gap:Q", scale=scale, axis=None), alt.Y("y:Q", scale=pixel_scale(height), axis=None)
    label_y = alt.Y("label_y:Q", scale=pixel_scale(height), axis=None)
    row, dot = alt.Chart(data(rows)), alt.Chart(data(dots))
    line = alt.Chart(data([{"gap": 0.0, "y": TOP_PX - 3, "y2": height, "text": standard}]))
    size = alt.Size("size:Q", scale=None, legend=None)
    layers = [
        row.mark_rect(color=GROUND, aria=False).encode(
            x=alt.value(0),
            x2=alt.value("width"),
            y=alt.Y("top:Q", scale=y["scale"], axis=None),
            y2=alt.Y2("bottom:Q"),
        ),
        line.mark_rule(color=TEXT, strokeWidth=2).encode(x=x, y=y, y2=alt.Y2("y2:Q")),
        line.mark_text(align="right", baseline="bottom", dx=8, dy=-2, fontWeight="bold").encode(
            x=x, y=y, text=alt.Text("text:N")
        ),
        row.mark_text(align="left", baseline="middle", color=TEXT).encode(
            x=alt.value(0),
            y=label_y,
            text=alt.value(alt.expr(f"width < {NARROW_PX} ? datum.short : datum.text")),
        ),
        row.mark_text(align="right", baseline="middle", color=SECONDARY_TEXT).encode(
            x=alt.value(alt.expr("width - 18")), y=label_y, text=alt.Text("figures:N")
        ),
        dot.mark_line(color=BLUE, strokeWidth=2, aria=False).encode(x=x, y=y, detail=alt.Detail("unit:N")),
        # Hollow is a white ground under an unfilled mark: a white fill would whiten the legend's shapes.
        dot.transform_filter("datum.at == 0")
        .mark_circle(color=WHITE, opacity=1, aria=False)
        .encode(x=x, y=y, size=size),
        dot.mark_point(filled=True, opacity=1, strokeWidth=1.8, color=BLUE, stroke=BLUE).encode(
            x=x,
            y=y,
            shape=setting_shape(settings_present(units["care_setting"])),
            fillOpacity=alt.condition("datum.at == 0", alt.value(0), alt.value(1)),
            size=size,
            tooltip=[
                alt.Tooltip("trust:N", title="Trust"),
                alt.Tooltip("care_setting:N", title="Care setting"),
                alt.Tooltip("before:Q", title="Mean gap now", format=".2f"),
                alt.Tooltip("after:Q", title="Mean gap after", format=".2f"),
                alt.Tooltip("money:N", title="To close the gap"),
            ],
            description=alt.Description("words:N"),
        ),
    ]
    return finished(*layers, height=height)


def _rows(units: pd.DataFrame) -> list[dict[str, Any]]:
    """What is written in each row, and its ground."""
    several = set(units.loc[units["trust"].duplicated(), "trust"])
    return [
        {
            "text": unit_label(row.trust, row.care_setting, length=NAME_LENGTH),
            "short": _narrow_name(row.trust, row.care_setting, several),
            "figures": f"{row.before:.2f} → {row.after:.2f}, {short_money(int(row.allocated))}",
            "label_y": TOP_PX + place * ROW_PX + LABEL_PX / 2 + 2,
            "top": TOP_PX + place * ROW_PX + LABEL_PX + 1,
            "bottom": TOP_PX + place * ROW_PX + LABEL_PX + 17,
        }
        for place, row in enumerate(rows_of(units))
    ]


def _dots(units: pd.DataFrame) -> list[dict[str, Any]]:
    """Two marks for each row: as it is, then as it would be."""
    return [
        {
            "unit": f"{row.ods_code} {row.care_setting}",
            "trust": row.trust,
            "care_setting": row.care_setting,
            "at": at,
            "gap": round(float(gap), 4),
            "before": round(float(row.before), 4),
            "after": round(float(row.after), 4),
            "money": short_money(int(row.allocated)),
            "words": f"{row.trust}, {row.care_setting}, mean gap {gap:.2f} {('now', 'after')[at]}",
            "size": mark_size(row.care_setting),
            "y": TOP_PX + place * ROW_PX + LABEL_PX + 9,
        }
        for place, row in enumerate(rows_of(units))
        for at, gap in enumerate((row.before, row.after))
    ]


def _narrow_name(trust: str, care_setting: str, several: set[str]) -> str:
    mark = f" ({setting_mark(care_setting)})" if trust in several else ""
    return fitted(short_name(trust), NARROW_LENGTH - len(mark), at_word=False) + mark


def _alt(found: Planned, units: pd.DataFrame, message: str) -> str:
    came, first = found.outcome, units.iloc[0]
    return (
        f"Dot chart of {plural(len(units), 'return')}: mean gap to {found.plan.standard.in_words} before and "
        f"after. {message}. Over all scores the mean gap goes from {came.mean_before:.2f} to "
        f"{came.mean_after:.2f}. The widest: {first['trust']}, {first['care_setting']}, from "
        f"{first['before']:.2f} to {first['after']:.2f}, for {short_money(int(first['allocated']))}."
    )


def _table(units: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Trust": units["trust"],
            "ODS code": units["ods_code"],
            "Care setting": units["care_setting"],
            "Mean gap now (points)": units["before"],
            "Mean gap after (points)": units["after"],
            "To close the gap (£)": units["allocated"] / 100,
        }
    )
