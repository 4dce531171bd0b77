"""Strips in pixels: each mark's lane, and each care setting's band, whatever is drawn on them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from benchmark.charts.labels import lanes
from benchmark.charts.rows import Layout
from benchmark.charts.theme import setting_order
from benchmark.definitions import definitions

LANE_PX: Final = 11
BAND_PAD_PX: Final = 3
LAYOUT: Final = Layout(label=24, between=12, titled=True)
ROOM: Final = 0.16
"""Points that two dots of a lane lie apart: a dot's width where the chart is 340 px wide."""


@dataclass(frozen=True)
class Strip:
    """A pillar's strip: its height, and each care setting's band in it, in pixels from the strip's top."""

    height: float
    bands: dict[str, tuple[float, float]]


def in_lanes(units: Sequence[Any], *, room: float = ROOM) -> list[int]:
    """A lane for each unit (pillar, care_setting, score), from 0 within its setting's band of the pillar."""
    bands: dict[tuple[str, str], list[int]] = {}
    for place, unit in enumerate(units):
        bands.setdefault((unit.pillar, unit.care_setting), []).append(place)
    taken = [0] * len(units)
    for places in bands.values():
        found = lanes([units[place].score for place in places], distance=room)
        for place, lane in zip(places, found, strict=True):
            taken[place] = lane
    return taken


def strips_of(units: Iterable[Any], lanes_of: Iterable[int], *, lane_px: float = LANE_PX) -> dict[str, Strip]:
    """A strip for each pillar in the framework's order, in it a band per care setting, like beside like."""
    needed: dict[str, dict[str, int]] = {}
    for unit, lane in zip(units, lanes_of, strict=True):
        of_pillar = needed.setdefault(unit.pillar, {})
        of_pillar[unit.care_setting] = max(of_pillar.get(unit.care_setting, 0), lane + 1)
    return {
        pillar: _strip(needed[pillar], lane_px)
        for pillar in definitions().framework.pillar_keys
        if pillar in needed
    }


def _strip(needed: dict[str, int], lane_px: float) -> Strip:
    bands: dict[str, tuple[float, float]] = {}
    end: float = BAND_PAD_PX
    for setting in setting_order():
        if setting in needed:
            bands[setting] = (end, end + needed[setting] * lane_px + 2 * BAND_PAD_PX)
            end = bands[setting][1] + 1
    return Strip(end + BAND_PAD_PX, bands)


def lane_middle(band: tuple[float, float], lane: int, *, lane_px: float = LANE_PX) -> float:
    """The middle of a lane, in pixels from the strip's top."""
    return band[0] + BAND_PAD_PX + (lane + 0.5) * lane_px


def across(band: tuple[float, float]) -> dict[str, float]:
    """Where a mark stands that is as high as a band, as a record of `Marks` says it."""
    return {"down": sum(band) / 2, "high": band[1] - band[0]}
