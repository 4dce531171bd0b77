"""Seven strips: every unit's score on every pillar, against the standard and the national medians."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from benchmark.charts.figure import Figure
from benchmark.charts.labels import lanes
from benchmark.charts.marks import fading, notice, score_axis, setting_shapes
from benchmark.charts.rows import Key, Layout, Marks, Reference, Row, row_chart
from benchmark.charts.theme import BLUE, GREY, TEXT, WHITE, mark_size, setting_order, settings_present
from benchmark.core.columns import Filled, pillar_name, rows_of
from benchmark.core.definitions import definitions
from benchmark.core.wording import decimal, in_list, plural, signed
from benchmark.questions.gaps.columns import STRIPS
from benchmark.questions.gaps.measure import Gaps
from benchmark.questions.gaps.words import extent, no_gap_message, widest_message

LANE_PX: Final = 11
BAND_PAD_PX: Final = 3
LAYOUT: Final = Layout(label=24, between=12, titled=True)
ROOM: Final = 0.16
"""The smallest distance of two dots in a lane, in points: a dot's width on a chart 340 px wide."""


@dataclass(frozen=True)
class Strip:
    """A pillar's strip: its height, and care setting -> (top, bottom) of its band, in pixels from the top."""

    height: float
    bands: dict[str, tuple[float, float]]


def in_lanes(units: Sequence[Any], *, room: float = ROOM) -> list[int]:
    """A lane for each unit (pillar, care_setting, score), from 0, within its pillar and setting."""
    bands: dict[tuple[str, str], list[int]] = {}
    for place, unit in enumerate(units):
        bands.setdefault((unit.pillar, unit.care_setting), []).append(place)
    taken = [0] * len(units)
    for places in bands.values():
        lanes_of_band = lanes([units[place].score for place in places], distance=room)
        for place, lane in zip(places, lanes_of_band, strict=True):
            taken[place] = lane
    return taken


def strips_of(units: Iterable[Any], lanes_of: Iterable[int], *, lane_px: float = LANE_PX) -> dict[str, Strip]:
    """A strip for each pillar in the framework's order, with a band for each of its care settings."""
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
    """The position and height of a mark as high as a band, for a record of `Marks`."""
    return {"down": sum(band) / 2, "high": band[1] - band[0]}


_PILLAR: Final = ("pillar", "Pillar")
_TIPS: Final = (
    ("trust", "Trust"),
    ("care_setting", "Care setting"),
    _PILLAR,
    ("at", "Score", ".1f"),
    ("distance", "From the standard"),
)


def strips_spec(gaps: Gaps, national: pd.DataFrame) -> dict[str, Any]:
    """The spec of the strips. gaps: with at least one row."""
    units = [*rows_of(gaps.rows)]
    lanes = in_lanes(units)
    strips = strips_of(units, lanes)
    # If the median is the standard, it is drawn once, as the standard.
    medians = [] if gaps.standard.baseline == "setting_median" else _medians(national, strips)
    below = {row.pillar: _below(row.units_below, row.units) for row in rows_of(gaps.by_pillar)}
    settings = settings_present(gaps.rows["care_setting"])
    axis = score_axis()
    level = gaps.standard.level if gaps.standard.baseline == "floor" else None
    keys = [] if level is not None else [Key(gaps.standard.in_words, stroke=TEXT, mark="tick")]
    keys += [Key("national median of the setting", stroke=GREY, mark="tick")] if medians else []
    return row_chart(
        [Row(pillar_name(pillar), below[pillar], band=strip.height) for pillar, strip in strips.items()],
        Marks("tick", medians, (_PILLAR, ("of", "National median of"), ("at", "Median", ".1f")), words=None),
        Marks(
            "tick",
            [] if level is not None else _standards(units, lanes, strips),
            (("at", "Standard", ".1f"),),
            words=None,
            look={"color": TEXT},
        ),
        Marks(
            "dot",
            _dots(units, lanes, strips),
            _TIPS,
            select=("unit", "ods_code"),
            look={
                "strokeWidth": 0.8,
                "channels": {"shape": setting_shapes(settings, colour=BLUE), "opacity": fading("unit")},
            },
        ),
        axis=axis,
        references=[] if level is None else [Reference(level, gaps.standard.in_words)],
        key=keys,
        layout=LAYOUT,
        ground=True,
        gridlines=axis.values or (),
    )


def _below(count: int, units: int) -> str:
    if units == 1:
        return "below" if count else "not below"
    return f"{count} of {units} below"


def _medians(national: pd.DataFrame, strips: Mapping[str, Strip]) -> list[dict[str, Any]]:
    by_band = {(row.pillar, row.care_setting): float(row.median) for row in rows_of(national)}
    return [
        {
            "row": place,
            "pillar": pillar_name(pillar),
            "of": setting,
            "at": round(by_band[pillar, setting], 4),
            **across(band),
        }
        for place, (pillar, strip) in enumerate(strips.items())
        for setting, band in strip.bands.items()
        if (pillar, setting) in by_band
    ]


def _standards(
    units: Sequence[Any], lanes: Sequence[int], strips: Mapping[str, Strip]
) -> list[dict[str, Any]]:
    """Ticks: one for a band with one standard, else one for each dot."""
    levels: dict[tuple[str, str], set[float]] = {}
    for unit in units:
        levels.setdefault((unit.pillar, unit.care_setting), set()).add(unit.standard)
    rows = {pillar: place for place, pillar in enumerate(strips)}
    ticks: dict[tuple[Any, ...], dict[str, Any]] = {}
    for unit, lane in zip(units, lanes, strict=True):
        band = strips[unit.pillar].bands[unit.care_setting]
        tick = {"row": rows[unit.pillar], "at": round(float(unit.standard), 4)}
        if len(levels[unit.pillar, unit.care_setting]) == 1:
            ticks[unit.pillar, unit.care_setting] = tick | across(band)
        else:
            of_lane = {"down": lane_middle(band, lane), "high": LANE_PX}
            ticks[unit.pillar, unit.care_setting, unit.ods_code] = tick | of_lane
    return [*ticks.values()]


def _dots(units: Sequence[Any], lanes: Sequence[int], strips: Mapping[str, Strip]) -> list[dict[str, Any]]:
    rows = {pillar: place for place, pillar in enumerate(strips)}
    return [
        {
            "row": rows[unit.pillar],
            "ods_code": unit.ods_code,
            "trust": unit.trust,
            "care_setting": unit.care_setting,
            "pillar": pillar_name(unit.pillar),
            "at": round(float(unit.score), 4),
            "distance": signed(float(unit.score) - float(unit.standard), decimals=1),
            "down": lane_middle(strips[unit.pillar].bands[unit.care_setting], lane),
            "words": f"{unit.trust}, {unit.care_setting}, {pillar_name(unit.pillar)}, "
            f"{decimal(unit.score, 1)}",
            "fill": BLUE,
            "stroke": WHITE,
            "size": mark_size(unit.care_setting),
        }
        for unit, lane in zip(units, lanes, strict=True)
    ]


def pillar_strips(gaps: Gaps, national: pd.DataFrame) -> Figure:
    """Every unit as a dot, on one strip per pillar in the framework's order.

    national: from national_pillars. A click on a dot selects it: the spec's parameter 'unit' then holds its
    ods_code.
    """
    table = _table(gaps, national)
    if gaps.rows.empty:
        message = no_gap_message(gaps)
        return Figure(message, "", f"{message}.", notice(message), table)
    subtitle = (
        f"Each mark is a return: one trust in one care setting, {len(gaps.by_unit)} in all. "
        f"The dark line is the standard: {gaps.standard.in_words}.{_without_median(gaps, national)}"
    )
    return Figure(widest_message(gaps), subtitle, _alt(gaps), strips_spec(gaps, national), table)


def _without_median(gaps: Gaps, national: pd.DataFrame) -> str:
    """The care settings without a national median, because too few returns were received in England."""
    present = settings_present(gaps.rows["care_setting"])
    known = set(national["care_setting"])
    few = [setting for setting in present if setting not in known]
    if not few:
        return ""
    where = f" for {in_list(few)}" if few != present else ""
    return f" There is no national median{where}: too few scores of real trusts are known."


def _alt(gaps: Gaps) -> str:
    settings = len(settings_present(gaps.rows["care_setting"]))
    parts = [
        f"{pillar_name(row.pillar)} {extent(row.minimum, row.maximum)}, "
        f"{row.units_below} of {row.units} below"
        for row in rows_of(gaps.by_pillar)
    ]
    return (
        f"Dot plot of {plural(len(gaps.by_unit), 'return')} in {plural(settings, 'care setting')} on each "
        f"pillar, scores 1 to 5, against {gaps.standard.in_words}. {widest_message(gaps)}. "
        f"{'; '.join(parts)}."
    )


def _table(gaps: Gaps, national: pd.DataFrame) -> Filled:
    medians = {(row.care_setting, row.pillar): row.median for row in rows_of(national)}
    return STRIPS.of(
        row
        | {
            "from_standard": row["score"] - row["standard"],
            "median": medians.get((row["care_setting"], row["pillar"])),
        }
        for row in gaps.rows.to_dict("records")
    )
