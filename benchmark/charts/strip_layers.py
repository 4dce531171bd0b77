"""How the strips are laid out in pixels, and the layers that they are drawn with."""

from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import pandas as pd

from benchmark.charts.labels import lanes
from benchmark.charts.theme import (
    BLUE,
    GREY,
    GRIDLINE,
    GROUND,
    SECONDARY_TEXT,
    TEXT,
    WHITE,
    chosen_last,
    data,
    finished,
    mark_size,
    pixel_scale,
    rows_of,
    score_domain,
    setting_shape,
    settings_present,
)
from benchmark.charts.words import pillar_name, signed
from benchmark.measures.gaps import Gaps

LANE_PX: Final = 11
HEADER_PX: Final = 24
BAND_PAD_PX: Final = 3
BETWEEN_PX: Final = 12
KEY_PX: Final = 19
"""A line above the strips, which names a tick or the standard."""
ROOM: Final = 0.16
"""Points that two dots of a lane lie apart: a dot's width where the chart is 340 px wide."""


@dataclass(frozen=True)
class Strip:
    """Where a pillar's strip begins and ends, and each care setting's band in it, in pixels from the top."""

    pillar: str
    top: float
    bottom: float
    bands: dict[str, tuple[float, float]]

    @property
    def ground(self) -> dict[str, float]:
        """The strip without its header."""
        return {"y": self.top + HEADER_PX, "y2": self.bottom}


def strips_spec(gaps: Gaps, national: pd.DataFrame, chosen_trust: str | None) -> dict[str, Any]:
    """The spec of the strips; gaps with at least one row."""
    placed = with_lanes(gaps.rows)
    keys = _keys(gaps)
    strips = lay_out(placed, top=KEY_PX * (len(keys) + (gaps.standard.baseline == "floor")))
    height = strips[-1].bottom + 4
    x = alt.X(
        "score:Q",
        scale=alt.Scale(domain=list(score_domain()), nice=False, zero=False, padding=10),
        axis=alt.Axis(values=_levels(), format="d", title="Score, 1 to 5", grid=False),
    )
    y = alt.Y("y:Q", scale=pixel_scale(height), axis=None)
    layers = [*_ground(strips, x, y), *_headers(gaps, strips, y), *_key_layers(keys, y)]
    if _shows_medians(gaps):
        layers.append(_medians(national, strips, x, y))
    layers += [*_standard(gaps, placed, strips, x, y), _dots(placed, strips, chosen_trust, x, y)]
    return finished(*layers, height=height)


def with_lanes(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with `strip`, their pillar's place from 0, and `lane`, from 0 within their setting's band."""
    placed = rows.reset_index(drop=True)
    placed["strip"] = placed["pillar_position"].rank(method="dense").astype(int) - 1
    placed["lane"] = 0
    for _, group in placed.groupby(["pillar", "care_setting"], sort=True):
        placed.loc[group.index, "lane"] = lanes(group["score"].tolist(), distance=ROOM)
    return placed


def lay_out(placed: pd.DataFrame, *, top: float) -> list[Strip]:
    """A strip per pillar from `top` down, and in it a band per care setting, like beside like."""
    settings = settings_present(placed["care_setting"])
    strips: list[Strip] = []
    for _, rows in placed.groupby("strip", sort=True):
        needed = rows.groupby("care_setting")["lane"].max() + 1
        bands: dict[str, tuple[float, float]] = {}
        end = top + HEADER_PX + BAND_PAD_PX
        for setting in settings:
            if setting in needed.index:
                bands[setting] = (end, end + int(needed[setting]) * LANE_PX + 2 * BAND_PAD_PX)
                end = bands[setting][1] + 1
        strips.append(Strip(str(rows["pillar"].iloc[0]), top, end + BAND_PAD_PX, bands))
        top = strips[-1].bottom + BETWEEN_PX
    return strips


def _levels() -> list[int]:
    lowest, highest = score_domain()
    return list(range(int(lowest), int(highest) + 1))


def _ground(strips: list[Strip], x: alt.X, y: alt.Y) -> list[alt.Chart]:
    # The strips' ground would cover an axis's own gridlines, so the gridlines are marks upon it.
    gridlines = [{"score": score, **strip.ground} for strip in strips for score in _levels()]
    return [
        alt.Chart(data([strip.ground for strip in strips]))
        .mark_rect(color=GROUND, aria=False)
        .encode(x=alt.value(0), x2=alt.value("width"), y=y, y2="y2:Q"),
        alt.Chart(data(gridlines)).mark_rule(color=GRIDLINE, aria=False).encode(x=x, y=y, y2="y2:Q"),
    ]


def _headers(gaps: Gaps, strips: list[Strip], y: alt.Y) -> list[alt.Chart]:
    """Each strip's name at its left, and at its right how many units are below the standard."""
    tops = {strip.pillar: strip.top for strip in strips}
    records = [
        {
            "name": pillar_name(row.pillar),
            "below": _below(row.units_below, row.units),
            "y": tops[row.pillar] + HEADER_PX / 2,
        }
        for row in rows_of(gaps.by_pillar)
    ]
    headers = alt.Chart(data(records))
    return [
        headers.mark_text(align="left", baseline="middle", fontWeight="bold", fontSize=13, color=TEXT).encode(
            x=alt.value(0), y=y, text="name:N"
        ),
        headers.mark_text(align="right", baseline="middle", color=SECONDARY_TEXT).encode(
            x=alt.value("width"), y=y, text="below:N"
        ),
    ]


def _below(count: int, units: int) -> str:
    if units == 1:
        return "below" if count else "not below"
    return f"{count} of {units} below"


def _shows_medians(gaps: Gaps) -> bool:
    """Where the median is itself the standard, it is drawn once, as the standard."""
    return gaps.standard.baseline != "setting_median"


def _keys(gaps: Gaps) -> list[tuple[str, str]]:
    """The ticks' colours and names; a standard that is one level is named at its line's head instead."""
    keys = [] if gaps.standard.baseline == "floor" else [(TEXT, gaps.standard.in_words)]
    return [*keys, (GREY, "national median of the setting")] if _shows_medians(gaps) else keys


def _key_layers(keys: list[tuple[str, str]], y: alt.Y) -> list[alt.Chart]:
    layers = []
    for place, (colour, text) in enumerate(keys):
        record = {
            "y": place * KEY_PX + 1,
            "y2": place * KEY_PX + 15,
            "middle": place * KEY_PX + 8,
            "text": text,
        }
        key = alt.Chart(data([record]))
        layers += [
            key.mark_rule(color=colour, strokeWidth=2.5, aria=False).encode(x=alt.value(5), y=y, y2="y2:Q"),
            key.mark_text(align="left", baseline="middle").encode(
                x=alt.value(14), y=alt.Y("middle:Q", scale=y["scale"], axis=None), text="text:N"
            ),
        ]
    return layers


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
            y2="y2:Q",
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
        head = {"y": strips[0].top - 3, "y2": strips[-1].bottom, "name": gaps.standard.in_words}
        line = alt.Chart(data([{"score": gaps.standard.level, **head}]))
        return [
            line.mark_rule(color=TEXT, strokeWidth=2).encode(x=x, y=y, y2="y2:Q"),
            line.mark_text(baseline="bottom", dy=-2, fontWeight="bold").encode(x=x, y=y, text="name:N"),
        ]
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
        .encode(x=x, y=y, y2="y2:Q", tooltip=tooltip)
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
            description="words:N",
        )
        .add_params(selected)
    )
    return dots
