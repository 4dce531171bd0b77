"""From the last round to this: every matched unit as a line, the range from floor to ceiling as a band."""

from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import pandas as pd

from benchmark.charts.figure import Figure, source_line, titled
from benchmark.charts.labels import fitted, setting_mark, spread_apart
from benchmark.charts.theme import (
    BLUE,
    GREY,
    ORANGE,
    SECONDARY_TEXT,
    TEXT,
    WHITE,
    chosen_last,
    data,
    finished,
    mark_size,
    notice,
    rows_of,
    score_domain,
    setting_shape,
    settings_present,
)
from benchmark.definitions import definitions
from benchmark.measures.progress import Progress
from benchmark.measures.progress_words import verdict_sentence
from benchmark.wording import plural, short_name, signed

HEIGHT: Final = 520
LABEL_PX: Final = 15
ALL_LABELLED: Final = 14
"""With more units than this, only the largest movers, both ends and the chosen trust are named."""
MOVERS_LABELLED: Final = 4
NARROW_PX: Final = 670
NAME_LENGTH: Final = 40
NARROW_LENGTH: Final = 14
"""Characters of a name that fit at the right, from NARROW_PX of width up and below it."""
LEFT_PX: Final = 78
"""For the earlier floor and ceiling, written beside their dots."""
RIGHT: Final = "clamp(width * 0.45, 150, 300)"
"""Pixels kept for names on the right: depends on the width, so that a telephone keeps its lines."""
LEADER_PX: Final = 24
"""From a dot to its name, which may stand higher or lower than the dot."""


@dataclass(frozen=True)
class _MoveLine:
    """How a line is drawn: by its colour, and by its dashes for those who do not see the colour."""

    colour: str
    dash: list[int]


MOVES: Final = {
    "rose": _MoveLine(BLUE, [1, 0]),
    "no material change": _MoveLine(GREY, [2, 3]),
    "fell": _MoveLine(ORANGE, [7, 4]),
}


def progress_slope(progress: Progress, *, chosen_trust: str | None = None, fictional: bool = False) -> Figure:
    """Each matched unit's comparable overall score in both rounds, hollow then filled, on 1 to 5.

    chosen_trust: an ODS code, drawn dark and heavier.
    """
    sentence = verdict_sentence(progress)
    title = titled(sentence, fictional=fictional)
    source = source_line("overall_comparable", fictional=fictional)
    table = _table(progress)
    years = f"{progress.year_from} to {progress.year_to}"
    if progress.units.empty:
        return Figure(title, "", f"{sentence}.", notice(f"No return in both rounds, {years}"), table, source)
    subtitle = (
        f"Comparable overall score of {plural(len(progress.units), 'return')} in both rounds, {years}. "
        f"Hollow: {progress.year_from}; filled: {progress.year_to}. Rose and fell: by "
        f"{definitions().threshold('overall'):g} or more."
    )
    if progress.floor_from is not None:
        subtitle += " Band: from the lowest return (floor) to the highest (ceiling)."
    return Figure(title, subtitle, _alt(progress), _spec(progress, chosen_trust), table, source)


def _move(change: float, material: bool) -> str:
    if not material:
        return "no material change"
    return "rose" if change > 0 else "fell"


def _labelled(units: pd.DataFrame, chosen_trust: str | None) -> pd.DataFrame:
    """The units to name on the chart: all when few, else movers, both ends and the chosen trust."""
    if len(units) <= ALL_LABELLED:
        return units
    movers = units["change"].abs().nlargest(MOVERS_LABELLED).index
    keep = units.index.isin(movers) | (units["ods_code"] == chosen_trust)
    for column in ("score_from", "score_to"):
        keep |= units[column].isin([units[column].min(), units[column].max()])
    return units[keep]


def _spec(progress: Progress, chosen_trust: str | None) -> dict[str, Any]:
    units = progress.units.sort_values(["score_to", "trust", "care_setting"], ascending=[False, True, True])
    units = units.reset_index(drop=True)
    x_scale = alt.Scale(domain=[0, 1], nice=False, zero=False, range=[LEFT_PX, {"expr": f"width - {RIGHT}"}])
    x = alt.X(
        "at:Q",
        scale=x_scale,
        axis=alt.Axis(
            values=[0, 1],
            grid=False,
            title=None,
            orient="bottom",
            labelFontSize=13,
            labelFontWeight="bold",
            labelExpr=f"datum.value < 0.5 ? '{progress.year_from}' : '{progress.year_to}'",
        ),
    )
    y = alt.Y(
        "score:Q",
        scale=_score_scale(),
        axis=alt.Axis(values=[1, 2, 3, 4, 5], format="d", title=None),
    )
    layers = [
        *_band(progress, x, y),
        *_lines(progress, chosen_trust, x, y),
        *_names(progress, units, chosen_trust, y),
    ]
    return finished(*layers, height=HEIGHT)


def _score_scale() -> alt.Scale:
    return alt.Scale(domain=list(score_domain()), nice=False, zero=False)


def _band(progress: Progress, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The range of each round, joined, with its earlier ends named at the left."""
    if progress.floor_from is None or progress.ceiling_from is None:
        return []
    corners: list[dict[str, Any]] = [
        {"at": 0, "score": progress.floor_from, "ceiling": progress.ceiling_from},
        {"at": 1, "score": progress.floor_to, "ceiling": progress.ceiling_to},
    ]
    ends: list[dict[str, Any]] = [
        {"at": 0, "score": progress.floor_from, "text": f"floor {progress.floor_from:.1f}"},
        {"at": 0, "score": progress.ceiling_from, "text": f"ceiling {progress.ceiling_from:.1f}"},
    ]
    return [
        alt.Chart(data(corners))
        .mark_area(color="#E6EDF3", line=False, aria=False)
        .encode(x=x, y=y, y2=alt.Y2("ceiling:Q")),
        alt.Chart(data(ends))
        .mark_text(align="right", baseline="middle", dx=-10, fontWeight="bold", color=TEXT)
        .encode(x=x, y=y, text=alt.Text("text:N")),
    ]


def _lines(progress: Progress, chosen_trust: str | None, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    units, years = progress.units, (progress.year_from, progress.year_to)
    records = [
        {
            "unit": f"{unit.ods_code} {unit.care_setting}",
            "trust": unit.trust,
            "care_setting": unit.care_setting,
            "score": round(float(score), 4),
            "from": round(float(unit.score_from), 4),
            "to": round(float(unit.score_to), 4),
            "change": signed(float(unit.change)),
            "move": _move(float(unit.change), bool(unit.material)),
            "at": at,
            "words": f"{unit.trust}, {unit.care_setting}, {score:.1f} in {years[at]}",
            "chosen": unit.ods_code == chosen_trust,
            "size": mark_size(unit.care_setting, chosen=unit.ods_code == chosen_trust),
        }
        for unit in rows_of(chosen_last(units, units["ods_code"] == chosen_trust))
        for at, score in enumerate((unit.score_from, unit.score_to))
    ]
    present = [move for move in MOVES if any(record["move"] == move for record in records)]
    colours = alt.Scale(domain=present, range=[MOVES[move].colour for move in present])
    dashes = alt.Scale(domain=present, range=[MOVES[move].dash for move in present])
    of_lines = alt.Legend(symbolType="stroke", symbolStrokeWidth=2.5, symbolSize=400)
    tooltip = [
        alt.Tooltip("trust:N", title="Trust"),
        alt.Tooltip("care_setting:N", title="Care setting"),
        alt.Tooltip("from:Q", title="Earlier", format=".1f"),
        alt.Tooltip("to:Q", title="Later", format=".1f"),
        alt.Tooltip("change:N", title="Change"),
    ]
    chart = alt.Chart(data(records))
    colour = alt.Color("move:N", scale=colours, legend=of_lines)
    lines: alt.Chart = chart.mark_line(aria=False).encode(
        x=x,
        y=y,
        detail=alt.Detail("unit:N"),
        color=colour,
        strokeDash=alt.StrokeDash("move:N", scale=dashes, legend=of_lines),
        strokeWidth=alt.condition("datum.chosen", alt.value(4), alt.value(1.8)),
        tooltip=tooltip,
    )
    size = alt.Size("size:Q", scale=None, legend=None)
    # Hollow is a white ground under an unfilled mark: a white fill would whiten the legend's shapes.
    grounds: alt.Chart = (
        chart.transform_filter("datum.at == 0")
        .mark_circle(color=WHITE, opacity=1, aria=False)
        .encode(x=x, y=y, size=size)
    )
    ends: alt.Chart = chart.mark_point(filled=True, opacity=1, strokeWidth=1.8).encode(
        x=x,
        y=y,
        shape=setting_shape(settings_present(units["care_setting"])),
        stroke=alt.Stroke("move:N", scale=colours, legend=of_lines),
        color=colour,
        fillOpacity=alt.condition("datum.at == 0", alt.value(0), alt.value(1)),
        size=size,
        tooltip=tooltip,
        description=alt.Description("words:N"),
    )
    return [lines, grounds, ends]


def _names(progress: Progress, units: pd.DataFrame, chosen_trust: str | None, y: alt.Y) -> list[alt.Chart]:
    """Names at the right with the later floor and ceiling, pushed apart, each led to from its dot."""
    lowest, highest = score_domain()
    per_point = HEIGHT / (highest - lowest)
    several = set(units.loc[units["trust"].duplicated(), "trust"])
    records: list[dict[str, Any]] = [
        {
            "score": float(unit.score_to),
            "text": f"{unit.score_to:.1f}  {_name(unit.trust, unit.care_setting, several)}",
            "short": f"{unit.score_to:.1f}  {_name(unit.trust, unit.care_setting, several, narrow=True)}",
            "strong": unit.ods_code == chosen_trust,
        }
        for unit in rows_of(_labelled(units, chosen_trust))
    ]
    if progress.floor_to is not None and progress.ceiling_to is not None:
        ceiling, floor = f"ceiling {progress.ceiling_to:.1f}", f"floor {progress.floor_to:.1f}"
        records.insert(0, {"score": progress.ceiling_to, "text": ceiling, "short": ceiling, "strong": True})
        records.append({"score": progress.floor_to, "text": floor, "short": floor, "strong": True})
    wanted = [(highest - record["score"]) * per_point for record in records]
    places = spread_apart(wanted, distance=LABEL_PX, lowest=LABEL_PX / 2, highest=HEIGHT - LABEL_PX / 2)
    for record, place in zip(records, places, strict=True):
        record["score"] = round(record["score"], 4)
        record["place"] = round(highest - place / per_point, 4)
    chart = alt.Chart(data(records))
    leaders = chart.mark_rule(color="#B4C0C8", strokeWidth=0.8, aria=False).encode(
        x=alt.value(alt.expr(f"width - {RIGHT} + 7")),
        x2=alt.value(alt.expr(f"width - {RIGHT} + {LEADER_PX - 4}")),
        y=y,
        y2=alt.Y2("place:Q"),
    )
    names = chart.mark_text(
        align="left",
        baseline="middle",
        limit=alt.expr(f"{RIGHT} - {LEADER_PX}"),
        fontWeight=alt.expr("datum.strong ? 'bold' : 'normal'"),
    ).encode(
        x=alt.value(alt.expr(f"width - {RIGHT} + {LEADER_PX}")),
        y=alt.Y("place:Q", scale=_score_scale()),
        text=alt.value(alt.expr(f"width < {NARROW_PX} ? datum.short : datum.text")),
        color=alt.condition("datum.strong", alt.value(TEXT), alt.value(SECONDARY_TEXT)),
    )
    return [leaders, names]


def _name(trust: str, care_setting: str, several: set[str], *, narrow: bool = False) -> str:
    """A unit's name, with its care setting where the trust has several; at narrow width in two letters."""
    if narrow:
        mark = f" ({setting_mark(care_setting)})" if trust in several else ""
        return fitted(short_name(trust), NARROW_LENGTH - len(mark), at_word=False) + mark
    mark = f", {care_setting}" if trust in several else ""
    return fitted(short_name(trust), NAME_LENGTH - len(mark)) + mark


def _alt(progress: Progress) -> str:
    units = progress.units
    rose = int((units["material"] & (units["change"] > 0)).sum())
    fell = int((units["material"] & (units["change"] < 0)).sum())
    start = (
        f"Slope chart of {plural(len(units), 'return')} from {progress.year_from} to {progress.year_to}: "
        f"{rose} rose, {fell} fell, {len(units) - rose - fell} with no material change."
    )
    if progress.floor_from is None or progress.ceiling_from is None:
        return f"{start} {verdict_sentence(progress)}."
    floor = f"{progress.floor_from:.2f} to {progress.floor_to:.2f}"
    ceiling = f"{progress.ceiling_from:.2f} to {progress.ceiling_to:.2f}"
    return f"{start} Floor {floor}, ceiling {ceiling}. {verdict_sentence(progress)}."


def _table(progress: Progress) -> pd.DataFrame:
    units = progress.units.sort_values("change", ascending=False, kind="stable")
    return pd.DataFrame(
        {
            "Trust": units["trust"],
            "ODS code": units["ods_code"],
            "Care setting": units["care_setting"],
            f"Comparable overall score {progress.year_from} (1 to 5)": units["score_from"],
            f"Comparable overall score {progress.year_to} (1 to 5)": units["score_to"],
            "Change (points)": units["change"],
            "Material": units["material"].map({True: "yes", False: "no"}),
        }
    ).reset_index(drop=True)
