"""Rows of a spend chart: a name and its figures on one line, the marks below it across the whole width.

Names beside the marks would leave no room for the marks on a telephone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import pandas as pd

from benchmark.charts.figure import FICTIONAL_SOURCE
from benchmark.charts.labels import fitted
from benchmark.charts.theme import SECONDARY_TEXT, TEXT, data, pixel_scale
from benchmark.wording import short_name

ROW_PX: Final = 40
LABEL_PX: Final = 20
MARK_PX: Final = 12
KEY_PX: Final = 20
"""A line above the rows, which names a mark or a line."""
NARROW: Final = 480
"""Pixels of width below which names are cut."""
NAME_LENGTH, NARROW_LENGTH = 60, 30
"""Characters of a name that leave room for its figures: from NARROW on, and where a chart is 340 px wide."""
DASH: Final = [4, 2]
SOLID: Final = [1, 0]
LISTED: Final = 6
"""Trusts that a chart's alternative text names; the table behind the chart has all."""
SOURCE: Final = "Returns of IT spend submitted by trusts. Not audited."


@dataclass(frozen=True)
class Row:
    """A row's name and its figures in words; muted: there is nothing to draw in it."""

    name: str
    figures: str
    chosen: bool = False
    muted: bool = False


def spend_source(*, fictional: bool) -> str:
    """Where figures of spend come from."""
    return FICTIONAL_SOURCE if fictional else SOURCE


def trust_name(name: str) -> str:
    """A trust's name as a row shows it where there is room."""
    return fitted(short_name(name), NAME_LENGTH)


def top_of(place: int, *, above: float) -> float:
    """Where the marks of a row begin, in pixels; `above`: what stands over the first row."""
    return above + place * ROW_PX + LABEL_PX


def height_of(rows: int, *, above: float) -> float:
    """Pixels that the rows take, with what stands over them."""
    return above + rows * ROW_PX


def y_axis(height: float, field: str = "y") -> alt.Y:
    """Pixels from the top, without an axis."""
    return alt.Y(f"{field}:Q", scale=pixel_scale(height), axis=None)


def row_labels(rows: Sequence[Row], *, above: float, height: float) -> list[alt.Chart]:
    """Each row's name at the left, its figures at the right. Muted rows come last, and have no marks."""
    marked = sum(not row.muted for row in rows)
    tops = [
        above + ROW_PX * min(place, marked) + LABEL_PX * max(place - marked, 0) for place in range(len(rows))
    ]
    records = [
        {
            "name": row.name,
            "cut": fitted(row.name, NARROW_LENGTH, at_word=False),
            "figures": row.figures,
            "y": top + LABEL_PX / 2 - 1,
            "weight": "bold" if row.chosen else "normal",
            "shade": SECONDARY_TEXT if row.muted else TEXT,
        }
        for top, row in zip(tops, rows, strict=True)
    ]
    chart = alt.Chart(data(records))
    weight: Any = alt.expr("datum.weight")
    shade: Any = alt.expr("datum.shade")
    name: Any = alt.expr(f"width < {NARROW} ? datum.cut : datum.name")
    y = y_axis(height)
    return [
        chart.mark_text(align="left", baseline="middle", fontWeight=weight, color=shade, text=name).encode(
            x=alt.value(0), y=y
        ),
        chart.mark_text(align="right", baseline="middle", color=SECONDARY_TEXT).encode(
            x=alt.value("width"), y=y, text=alt.Text("figures:N")
        ),
    ]


@dataclass(frozen=True)
class Swatch:
    """An entry of a chart's key: how its mark is filled and outlined, and what it stands for."""

    words: str
    fill: str
    stroke: str
    dashed: bool = False


def key(entries: Sequence[Swatch], *, height: float, top: float = 0, columns: int = 1) -> list[alt.Chart]:
    """Swatches with their words, column after column."""
    lines = key_lines(entries, columns=columns)
    records = [
        {
            "words": entry.words,
            "fill": entry.fill,
            "stroke": entry.stroke,
            "dashed": entry.dashed,
            "column": place // lines,
            "y": top + (place % lines) * KEY_PX + 3,
            "y2": top + (place % lines) * KEY_PX + 15,
            "middle": top + (place % lines) * KEY_PX + 9,
        }
        for place, entry in enumerate(entries)
    ]
    start = f"datum.column * width / {columns}"
    look: dict[str, Any] = {name: alt.expr(f"datum.{name}") for name in ("fill", "stroke")}
    left, right, after = (alt.expr(f"{start} + {offset}") for offset in (1, 15, 21))
    # A mark's dashes cannot be told by an expression of its record: a layer for each kind of outline.
    swatches = [
        alt.Chart(data(alike))
        .mark_rect(x=left, x2=right, aria=False, strokeDash=DASH if dashed else SOLID, **look)
        .encode(y=y_axis(height), y2=alt.Y2("y2:Q"))
        for dashed in (False, True)
        if (alike := [record for record in records if record["dashed"] is dashed])
    ]
    words = (
        alt.Chart(data(records))
        .mark_text(x=after, align="left", baseline="middle")
        .encode(y=y_axis(height, "middle"), text=alt.Text("words:N"))
    )
    return [*swatches, words]


def key_lines(entries: Sequence[object], *, columns: int = 1) -> int:
    """Lines that a key takes."""
    return -(-len(entries) // columns)


def table_of(frame: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    """Some columns under people's names: those in (£) to whole pounds, those in (%) as per cent."""
    table = frame[[*columns]].copy()
    for name, words in columns.items():
        if words.endswith("(%)"):
            table[name] = 100 * table[name]
        elif words.endswith("(£)"):
            table[name] = table[name].round()
    return table.rename(columns=columns).reset_index(drop=True)
