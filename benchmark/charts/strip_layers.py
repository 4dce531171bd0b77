"""The layers that an ICS's strips are drawn with."""

from typing import Any

import altair as alt
import pandas as pd

from benchmark.charts.strip_layout import (
    BAND_PAD_PX,
    KEY_PX,
    LANE_PX,
    Strip,
    StripHeader,
    ground,
    headers,
    lay_out,
    level_line,
    pixel_axis,
    score_axis,
    tick_keys,
    with_lanes,
)
from benchmark.charts.theme import (
    BLUE,
    GREY,
    TEXT,
    WHITE,
    chosen_last,
    data,
    finished,
    mark_size,
    rows_of,
    setting_shape,
    settings_present,
)
from benchmark.measures.gaps import Gaps
from benchmark.measures.score_columns import pillar_name
from benchmark.wording import signed


def strips_spec(gaps: Gaps, national: pd.DataFrame, chosen_trust: str | None) -> dict[str, Any]:
    """The spec of the strips; gaps with at least one row."""
    placed = with_lanes(gaps.rows)
    national = national[national["care_setting"].isin(gaps.rows["care_setting"])]
    with_medians = gaps.standard.baseline != "setting_median" and not national.empty
    keys = _keys(gaps, with_medians=with_medians)
    strips = lay_out(placed, top=KEY_PX * (len(keys) + (gaps.standard.baseline == "floor")))
    height = strips[-1].bottom + 4
    x, y = score_axis(), pixel_axis(height)
    layers = [*ground(strips, x, y), *headers(_headers(gaps, strips), y), *tick_keys(keys, y)]
    if with_medians:  # where the median is itself the standard, it is drawn once, as the standard
        layers.append(_medians(national, strips, x, y))
    layers += [*_standard(gaps, placed, strips, x, y), _dots(placed, strips, chosen_trust, x, y)]
    return finished(*layers, height=height)


def _headers(gaps: Gaps, strips: list[Strip]) -> list[StripHeader]:
    """Each strip's name, and how many units are below the standard."""
    tops = {strip.pillar: strip.top for strip in strips}
    return [
        StripHeader(pillar_name(row.pillar), _below(row.units_below, row.units), tops[row.pillar])
        for row in rows_of(gaps.by_pillar)
    ]


def _below(count: int, units: int) -> str:
    if units == 1:
        return "below" if count else "not below"
    return f"{count} of {units} below"


def _keys(gaps: Gaps, *, with_medians: bool) -> list[tuple[str, str]]:
    """The ticks' colours and names; a standard that is one level is named at its line's head instead."""
    keys = [] if gaps.standard.baseline == "floor" else [(TEXT, gaps.standard.in_words)]
    return [*keys, (GREY, "national median of the setting")] if with_medians else keys


def _medians(national: pd.DataFrame, strips: list[Strip], x: alt.X, y: alt.Y) -> alt.Chart:
    found = national.set_index(["pillar", "care_setting"])["median"]
    records = [
        {
            "pillar": pillar_name(strip.pillar),
            "of": setting,
            "score": round(float(found[strip.pillar, setting]), 4),
            "y": top,
            "y2": bottom,
        }
        for strip in strips
        for setting, (top, bottom) in strip.bands.items()
        if (strip.pillar, setting) in found.index
    ]
    ticks: alt.Chart = (
        alt.Chart(data(records))
        .mark_rule(color=GREY, strokeWidth=2.5)
        .encode(
            x=x,
            y=y,
            y2=alt.Y2("y2:Q"),
            tooltip=[
                alt.Tooltip("pillar:N", title="Pillar"),
                alt.Tooltip("of:N", title="National median of"),
                alt.Tooltip("score:Q", title="Median", format=".1f"),
            ],
        )
    )
    return ticks


def _standard(gaps: Gaps, placed: pd.DataFrame, strips: list[Strip], x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The standard's lines: one through all strips where it is one level, else one per band or per dot."""
    if gaps.standard.baseline == "floor":
        return level_line(gaps.standard.level, gaps.standard.in_words, strips, x, y)
    places: list[tuple[float, float, float]] = []
    for _, group in placed.groupby(["strip", "care_setting"], sort=True):
        top, bottom = strips[group["strip"].iloc[0]].bands[group["care_setting"].iloc[0]]
        if group["standard"].nunique() == 1:
            places.append((float(group["standard"].iloc[0]), top, bottom))
        else:
            places += [(float(row.standard), *_lane(top, row.lane)) for row in rows_of(group)]
    records = [{"score": round(score, 4), "y": start, "y2": end} for score, start, end in places]
    tooltip = [alt.Tooltip("score:Q", title="Standard", format=".1f")]
    return [
        alt.Chart(data(records))
        .mark_rule(color=TEXT, strokeWidth=2.5)
        .encode(x=x, y=y, y2=alt.Y2("y2:Q"), tooltip=tooltip)
    ]


def _lane(band_top: float, lane: int) -> tuple[float, float]:
    top = band_top + BAND_PAD_PX + lane * LANE_PX
    return top, top + LANE_PX


def _dots(
    placed: pd.DataFrame, strips: list[Strip], chosen_trust: str | None, x: alt.X, y: alt.Y
) -> alt.Chart:
    selected = alt.selection_point(name="unit", fields=["ods_code"])
    records = [
        {
            "ods_code": unit.ods_code,
            "trust": unit.trust,
            "care_setting": unit.care_setting,
            "pillar": pillar_name(unit.pillar),
            "score": round(float(unit.score), 4),
            "distance": signed(float(unit.score) - float(unit.standard), decimals=1),
            "y": sum(_lane(strips[unit.strip].bands[unit.care_setting][0], unit.lane)) / 2,
            "words": f"{unit.trust}, {unit.care_setting}, {pillar_name(unit.pillar)}, {unit.score:.1f}",
            "chosen": unit.ods_code == chosen_trust,
            "size": mark_size(unit.care_setting, chosen=unit.ods_code == chosen_trust),
        }
        for unit in rows_of(chosen_last(placed, placed["ods_code"] == chosen_trust))
    ]
    settings = settings_present(placed["care_setting"])
    dots: alt.Chart = (
        # Named: Altair numbers nameless charts that have parameters, and the spec must not change.
        alt.Chart(data(records), name="units")
        .mark_point(filled=True, stroke=WHITE, strokeWidth=0.8)
        .encode(
            x=x,
            y=y,
            shape=setting_shape(settings),
            color=alt.condition("datum.chosen", alt.value(TEXT), alt.value(BLUE)),
            size=alt.Size("size:Q", scale=None, legend=None),
            opacity=alt.condition(selected, alt.value(1), alt.value(0.3)),
            tooltip=[
                alt.Tooltip("trust:N", title="Trust"),
                alt.Tooltip("care_setting:N", title="Care setting"),
                alt.Tooltip("pillar:N", title="Pillar"),
                alt.Tooltip("score:Q", title="Score", format=".1f"),
                alt.Tooltip("distance:N", title="From the standard"),
            ],
            description=alt.Description("words:N"),
        )
        .add_params(selected)
    )
    return dots
