"""How the rows of systems are laid out in pixels, and the layers that they are drawn with."""

from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import pandas as pd

from benchmark.charts.chosen import IS_CHOSEN
from benchmark.charts.labels import fitted, lanes
from benchmark.charts.system_marks import BOARD, BOARD_SIZE, Marks, marks_of
from benchmark.charts.system_words import figure_text
from benchmark.charts.theme import (
    DARK_BLUE,
    SECONDARY_TEXT,
    TEXT,
    data,
    finished,
    mark_size,
    pixel_scale,
    rows_of,
    score_domain,
)
from benchmark.charts.tiles import short_label
from benchmark.measures.side_by_side import SideBySide
from benchmark.measures.system_measures import SystemMeasure

ROW_PX: Final = 22
REGION_PX: Final = 28
TOP_PX: Final = 20
"""Above the first row, for the standard's name."""
WIDE: Final = 600
"""From this width of the chart on there is room for systems' full names."""
NAME_PX: Final = 250
NAME_LENGTH: Final = 40
LABEL_PX: Final = 62
FIGURE_PX: Final = 50
"""Kept free at the right end of a row for its figure."""
ROOM: Final = 0.17
"""Points that two dots of a lane lie apart: a dot's width where the chart is 340 px wide."""
LANE_OFFSETS: Final = (0.0, -4.5, 4.5, -2.2, 2.2, -6.0, 6.0)
"""Dots that would cover one another are moved up or down a little within their row."""
DOT_SHARE: Final = 0.55
"""Of the size of a mark elsewhere: a row is low and can hold two dozen."""
FLOOR_TO_CEILING: Final = "#BCD0E2"
CHOSEN_GROUND: Final = "#E6EEF7"


@dataclass(frozen=True)
class Row:
    """A system's row: its middle in pixels from the top."""

    ics_code: str
    middle: float


@dataclass(frozen=True)
class Rows:
    """Where rows and the regions' names stand, and how high all of it is."""

    rows: tuple[Row, ...]
    regions: tuple[tuple[str, float], ...]
    height: float


def lay_out(systems: pd.DataFrame, *, by_region: bool) -> Rows:
    """A row per system from the top down; by region, each region's name above its first row."""
    rows: list[Row] = []
    regions: list[tuple[str, float]] = []
    top = float(TOP_PX)
    region = None
    for system in rows_of(systems):
        if by_region and system.region != region:
            region = system.region
            regions.append((region, top + REGION_PX - 10))
            top += REGION_PX
        rows.append(Row(system.ics_code, top + ROW_PX / 2))
        top += ROW_PX
    return Rows(tuple(rows), tuple(regions), top + 4)


def dots_spec(
    found: SideBySide, systems: pd.DataFrame, measure: SystemMeasure, *, by_region: bool
) -> dict[str, Any]:
    """The spec of the rows, in the order of `systems`; there is at least one unit."""
    laid = lay_out(systems, by_region=by_region)
    middles = {row.ics_code: row.middle for row in laid.rows}
    lowest, highest = score_domain()
    x = alt.X(
        "score:Q",
        scale=alt.Scale(
            domain=[lowest, highest],
            nice=False,
            zero=False,
            # The plot begins where the names end, and on a telephone those are short.
            rangeMin=alt.expr(f"width < {WIDE} ? {LABEL_PX} : {NAME_PX}"),
            rangeMax=alt.expr(f"width - {FIGURE_PX}"),
        ),
        axis=alt.Axis(
            values=list(range(int(lowest), int(highest) + 1)),
            format="d",
            title=None,
            orient="top",
            labelFlush=False,
        ),
    )
    y = alt.Y("y:Q", scale=pixel_scale(laid.height), axis=None)
    bands = [
        {"ics_code": row.ics_code, "y": row.middle - ROW_PX / 2, "y2": row.middle + ROW_PX / 2}
        for row in laid.rows
    ]
    marks = marks_of(found)
    layers = [
        alt.Chart(data(bands))
        .transform_filter(IS_CHOSEN)
        .mark_rect(color=CHOSEN_GROUND, aria=False)
        .encode(x=alt.value(0), x2=alt.value("width"), y=y, y2=alt.Y2("y2:Q")),
        _region_names(laid, y),
        _spans(systems, middles, x, y),
        *_standard(found, laid, x, y),
        *_names(systems, measure, middles, y),
        _dots(found, marks, middles, x, y),
        # Hollow and higher than a dot: neither hides the other where both stand on one score.
        _boards(systems, marks, middles, x, y),
    ]
    return finished(*layers, height=laid.height)


def _region_names(laid: Rows, y: alt.Y) -> alt.Chart:
    names: alt.Chart = (
        alt.Chart(data([{"text": text, "y": middle} for text, middle in laid.regions]))
        .mark_text(align="left", baseline="middle", fontWeight="bold", fontSize=12, color=SECONDARY_TEXT)
        .encode(x=alt.value(0), y=y, text=alt.Text("text:N"))
    )
    return names


def _spans(systems: pd.DataFrame, middles: dict[str, float], x: alt.X, y: alt.Y) -> alt.Chart:
    """From floor to ceiling, where there are two units or more."""
    records = [
        {
            "score": round(float(system.floor), 4),
            "ceiling": round(float(system.ceiling), 4),
            "y": middles[system.ics_code],
        }
        for system in rows_of(systems[systems["units"] > 1])
    ]
    spans: alt.Chart = (
        alt.Chart(data(records))
        .mark_rule(color=FLOOR_TO_CEILING, strokeWidth=3, aria=False)
        .encode(x=x, x2=alt.X2("ceiling:Q"), y=y)
    )
    return spans


def _standard(found: SideBySide, laid: Rows, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The standard as a line, where it is one level for all; the others have no one place on this axis."""
    if found.standard.baseline != "floor":
        return []
    record = {
        "score": found.standard.level,
        "y": TOP_PX - 4,
        "y2": laid.height,
        "name": found.standard.in_words,
    }
    line = alt.Chart(data([record]))
    return [
        line.mark_rule(color=TEXT, strokeWidth=1.6).encode(x=x, y=y, y2=alt.Y2("y2:Q")),
        line.mark_text(baseline="bottom", dy=-1, fontWeight="bold").encode(x=x, y=y, text=alt.Text("name:N")),
    ]


def _names(
    systems: pd.DataFrame, measure: SystemMeasure, middles: dict[str, float], y: alt.Y
) -> list[alt.Chart]:
    """Each system's name at the left, full or short as there is room, and its figure at the right."""
    records = [
        {
            "name": fitted(system.name, NAME_LENGTH),
            "label": short_label(system.ics_code),
            "figure": figure_text(measure, float(getattr(system, measure.key))),
            "y": middles[system.ics_code],
            "ics_code": system.ics_code,
        }
        for system in rows_of(systems)
    ]
    texts = alt.Chart(data(records))
    head = alt.Chart(data([{"text": measure.short, "y": TOP_PX - 8}]))
    weight = alt.expr(f"{IS_CHOSEN} ? 'bold' : 'normal'")

    def named(field: str, condition: str) -> alt.Chart:
        mark = texts.mark_text(
            align="left",
            baseline="middle",
            color=TEXT,
            fontWeight=weight,
            opacity=alt.expr(f"{condition} ? 1 : 0"),
        )
        layer: alt.Chart = mark.encode(x=alt.value(8), y=y, text=f"{field}:N")
        return layer

    return [
        named("name", f"width >= {WIDE}"),
        named("label", f"width < {WIDE}"),
        texts.mark_text(align="right", baseline="middle", color=TEXT, fontWeight=weight, dx=-2).encode(
            x=alt.value("width"), y=y, text=alt.Text("figure:N")
        ),
        head.mark_text(align="right", baseline="middle", color=SECONDARY_TEXT, dx=-2).encode(
            x=alt.value("width"), y=y, text=alt.Text("text:N")
        ),
    ]


def _dots(found: SideBySide, marks: Marks, middles: dict[str, float], x: alt.X, y: alt.Y) -> alt.Chart:
    names = dict(zip(found.systems["ics_code"], found.systems["name"], strict=True))
    records: list[dict[str, Any]] = []
    for ics_code, units in found.units.groupby("ics_code", sort=False):
        code = str(ics_code)
        taken = lanes(units["score"].tolist(), distance=ROOM)
        for unit, lane in zip(rows_of(units), taken, strict=True):
            records.append(
                {
                    "ods_code": unit.ods_code,
                    "trust": unit.trust,
                    "care_setting": unit.care_setting,
                    "system": names[code],
                    "score": round(float(unit.score), 4),
                    "y": middles[code] + LANE_OFFSETS[lane % len(LANE_OFFSETS)],
                    "size": mark_size(unit.care_setting) * DOT_SHARE,
                    "ics_code": code,
                    "words": f"{unit.trust}, {unit.care_setting}, {names[code]}, {unit.score:.2f}",
                }
            )
    selected = alt.selection_point(name="unit", fields=["ods_code"])
    dots: alt.Chart = (
        # Named: Altair numbers nameless charts that have parameters, and the spec must not change.
        alt.Chart(data(records), name="units")
        .mark_point(strokeWidth=0.6, opacity=1)
        .encode(
            x=x,
            y=y,
            shape=marks.shape,
            fill=alt.condition(IS_CHOSEN, alt.value(DARK_BLUE), marks.fill),
            stroke=marks.stroke,
            size=alt.Size("size:Q", scale=None, legend=None),
            tooltip=[
                alt.Tooltip("trust:N", title="Trust"),
                alt.Tooltip("care_setting:N", title="Care setting"),
                alt.Tooltip("system:N", title="System"),
                alt.Tooltip("score:Q", title="Score", format=".2f"),
            ],
            description=alt.Description("words:N"),
        )
        .add_params(selected)
    )
    return dots


def _boards(systems: pd.DataFrame, marks: Marks, middles: dict[str, float], x: alt.X, y: alt.Y) -> alt.Chart:
    """What the boards returned for themselves: a hollow bar, never a dot among their trusts' dots."""
    records = [
        {
            "care_setting": BOARD,
            "ods_code": system.ics_code,  # a click on it selects the board's system
            "system": system.name,
            "score": round(float(system.icb_own), 4),
            "y": middles[system.ics_code],
            "words": f"{system.name}, the board's own return, {system.icb_own:.2f}",
        }
        for system in rows_of(systems[systems["icb_own"].notna()])
    ]
    boards: alt.Chart = (
        alt.Chart(data(records))
        .mark_point(strokeWidth=1.4, size=BOARD_SIZE, opacity=1)
        .encode(
            x=x,
            y=y,
            shape=marks.shape,
            fill=marks.fill,
            stroke=marks.stroke,
            tooltip=[
                alt.Tooltip("system:N", title="The board of"),
                alt.Tooltip("score:Q", title="Its own return", format=".2f"),
            ],
            description=alt.Description("words:N"),
        )
    )
    return boards
