"""The strips of a profile in pixels: where each pillar's marks, name and key stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import pandas as pd

from benchmark.charts.labels import lanes
from benchmark.charts.theme import (
    GRIDLINE,
    GROUND,
    SECONDARY_TEXT,
    TEXT,
    data,
    pixel_scale,
    score_domain,
    settings_present,
)

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


@dataclass(frozen=True)
class StripHeader:
    """What stands above a strip: its name at the left, and a few words at the right."""

    name: str
    words: str
    top: float


def with_lanes(rows: pd.DataFrame, *, room: float = ROOM) -> pd.DataFrame:
    """The rows with `strip`, their pillar's place from 0, and `lane`, from 0 within their setting's band."""
    placed = rows.reset_index(drop=True)
    placed["strip"] = placed["pillar_position"].rank(method="dense").astype(int) - 1
    placed["lane"] = 0
    for _, group in placed.groupby(["pillar", "care_setting"], sort=True):
        placed.loc[group.index, "lane"] = lanes(group["score"].tolist(), distance=room)
    return placed


def lay_out(placed: pd.DataFrame, *, top: float, lane_px: float = LANE_PX) -> list[Strip]:
    """A strip per pillar from `top` down, and in it a band per care setting, like beside like."""
    settings = settings_present(placed["care_setting"])
    strips: list[Strip] = []
    for _, rows in placed.groupby("strip", sort=True):
        needed = rows.groupby("care_setting")["lane"].max() + 1
        bands: dict[str, tuple[float, float]] = {}
        end = top + HEADER_PX + BAND_PAD_PX
        for setting in settings:
            if setting in needed.index:
                bands[setting] = (end, end + int(needed[setting]) * lane_px + 2 * BAND_PAD_PX)
                end = bands[setting][1] + 1
        strips.append(Strip(str(rows["pillar"].iloc[0]), top, end + BAND_PAD_PX, bands))
        top = strips[-1].bottom + BETWEEN_PX
    return strips


def score_axis() -> alt.X:
    """The column score on the whole scale, with its levels written below."""
    return alt.X(
        "score:Q",
        scale=alt.Scale(domain=list(score_domain()), nice=False, zero=False, padding=10),
        axis=alt.Axis(values=levels(), format="d", title="Score, 1 to 5", grid=False),
    )


def pixel_axis(height: float) -> alt.Y:
    """The column y in pixels from the top."""
    return alt.Y("y:Q", scale=pixel_scale(height), axis=None)


def levels() -> list[int]:
    """The whole levels of the scale."""
    lowest, highest = score_domain()
    return list(range(int(lowest), int(highest) + 1))


def ground(strips: Sequence[Strip], x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The strips' ground with the gridlines of the levels."""
    # The strips' ground would cover an axis's own gridlines, so the gridlines are marks upon it.
    gridlines = [{"score": score, **strip.ground} for strip in strips for score in levels()]
    return [
        alt.Chart(data([strip.ground for strip in strips]))
        .mark_rect(color=GROUND, aria=False)
        .encode(x=alt.value(0), x2=alt.value("width"), y=y, y2=alt.Y2("y2:Q")),
        alt.Chart(data(gridlines)).mark_rule(color=GRIDLINE, aria=False).encode(x=x, y=y, y2=alt.Y2("y2:Q")),
    ]


def headers(found: Sequence[StripHeader], y: alt.Y) -> list[alt.Chart]:
    """What stands above each strip."""
    records = [
        {"name": header.name, "below": header.words, "y": header.top + HEADER_PX / 2} for header in found
    ]
    chart = alt.Chart(data(records))
    return [
        chart.mark_text(align="left", baseline="middle", fontWeight="bold", fontSize=13, color=TEXT).encode(
            x=alt.value(0), y=y, text=alt.Text("name:N")
        ),
        chart.mark_text(align="right", baseline="middle", color=SECONDARY_TEXT).encode(
            x=alt.value("width"), y=y, text=alt.Text("below:N")
        ),
    ]


def tick_keys(keys: Sequence[tuple[str, str]], y: alt.Y, *, first_line: int = 0) -> list[alt.Chart]:
    """A tick of each colour with what it means, a line each from the top."""
    layers = []
    for place, (colour, text) in enumerate(keys, start=first_line):
        record = key_line(place) | {"text": text}
        key = alt.Chart(data([record]))
        layers += [
            key.mark_rule(color=colour, strokeWidth=2.5, aria=False).encode(
                x=alt.value(5), y=y, y2=alt.Y2("y2:Q")
            ),
            key_text(key, y),
        ]
    return layers


def key_line(place: int) -> dict[str, Any]:
    """Where a line of the key stands, in pixels from the top."""
    return {"y": place * KEY_PX + 1, "y2": place * KEY_PX + 15, "middle": place * KEY_PX + 8}


def key_text(key: alt.Chart, y: alt.Y) -> alt.Chart:
    """The words of a line of the key."""
    written: alt.Chart = key.mark_text(align="left", baseline="middle").encode(
        x=alt.value(14), y=alt.Y("middle:Q", scale=y["scale"], axis=None), text=alt.Text("text:N")
    )
    return written


def level_line(level: float, name: str, strips: Sequence[Strip], x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """One level as a line through all strips, its name at its head."""
    head = {"y": strips[0].top - 3, "y2": strips[-1].bottom, "name": name}
    line = alt.Chart(data([{"score": level, **head}]))
    return [
        line.mark_rule(color=TEXT, strokeWidth=2).encode(x=x, y=y, y2=alt.Y2("y2:Q")),
        line.mark_text(baseline="bottom", dy=-2, fontWeight="bold").encode(x=x, y=y, text=alt.Text("name:N")),
    ]
