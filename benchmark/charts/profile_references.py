"""What a trust's profile holds its scores against: the peers' quartiles and median, and the standard."""

import altair as alt
import pandas as pd

from benchmark.charts.profile_key import BAND
from benchmark.charts.profile_layout import Strip, level_line
from benchmark.charts.theme import GREY, TEXT, data, rows_of
from benchmark.measures.position import Position
from benchmark.measures.score_columns import pillar_name


def quartiles(position: Position, strips: list[Strip], x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The band between the peers' quartiles, where there are enough of them."""
    places = {strip.pillar: strip for strip in strips}
    records = [
        {
            "score": round(row.lower_quartile, 4),
            "to": round(row.upper_quartile, 4),
            **places[row.pillar].ground,
        }
        for row in rows_of(position.pillars)
        if pd.notna(row.lower_quartile)
    ]
    if not records:
        return []
    band = alt.Chart(data(records)).mark_rect(color=BAND, aria=False)
    return [band.encode(x=x, x2=alt.X2("to:Q"), y=y, y2=alt.Y2("y2:Q"))]


def medians(position: Position, strips: list[Strip], x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """A tick at the peers' median."""
    places = {strip.pillar: strip for strip in strips}
    records = [
        {"pillar": pillar_name(row.pillar), "score": round(row.median, 4), **places[row.pillar].ground}
        for row in rows_of(position.pillars)
        if pd.notna(row.median)
    ]
    if not records:
        return []
    tooltip = [
        alt.Tooltip("pillar:N", title="Pillar"),
        alt.Tooltip("score:Q", title="Median of the peers", format=".2~f"),
    ]
    ticks = alt.Chart(data(records)).mark_rule(color=GREY, strokeWidth=2.5)
    return [ticks.encode(x=x, y=y, y2=alt.Y2("y2:Q"), tooltip=tooltip)]


def standard(position: Position, strips: list[Strip], x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The standard: a line through all strips where it is one level, else a tick in each."""
    if position.standard.baseline == "floor":
        level = position.standard
        return level_line(level.level, level.in_words, strips, x, y)
    places = {strip.pillar: strip for strip in strips}
    records = [
        {"score": round(row.standard, 4), **places[row.pillar].ground}
        for row in rows_of(position.pillars)
        if pd.notna(row.standard)
    ]
    if not records:
        return []
    tooltip = [alt.Tooltip("score:Q", title="Standard", format=".2~f")]
    ticks = alt.Chart(data(records)).mark_rule(color=TEXT, strokeWidth=2.5)
    return [ticks.encode(x=x, y=y, y2=alt.Y2("y2:Q"), tooltip=tooltip)]
