"""What an ICS's strips are drawn with."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from benchmark.charts.marks import fading, score_axis, setting_shapes
from benchmark.charts.rows import Key, Marks, Reference, Row, row_chart
from benchmark.charts.strip_layout import LANE_PX, LAYOUT, Strip, across, in_lanes, lane_middle, strips_of
from benchmark.charts.theme import BLUE, GREY, TEXT, WHITE, mark_size, rows_of, settings_present
from benchmark.measures.gaps import Gaps
from benchmark.measures.score_columns import pillar_name
from benchmark.wording import decimal, signed

_PILLAR: Final = ("pillar", "Pillar")
_TIPS: Final = (
    ("trust", "Trust"),
    ("care_setting", "Care setting"),
    _PILLAR,
    ("at", "Score", ".1f"),
    ("distance", "From the standard"),
)


def strips_spec(gaps: Gaps, national: pd.DataFrame) -> dict[str, Any]:
    """The spec of the strips; gaps with at least one row."""
    units = [*rows_of(gaps.rows)]
    lanes = in_lanes(units)
    strips = strips_of(units, lanes)
    # Where the median is itself the standard, it is drawn once, as the standard.
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
    found = {(row.pillar, row.care_setting): float(row.median) for row in rows_of(national)}
    return [
        {
            "row": place,
            "pillar": pillar_name(pillar),
            "of": setting,
            "at": round(found[pillar, setting], 4),
            **across(band),
        }
        for place, (pillar, strip) in enumerate(strips.items())
        for setting, band in strip.bands.items()
        if (pillar, setting) in found
    ]


def _standards(
    units: Sequence[Any], lanes: Sequence[int], strips: Mapping[str, Strip]
) -> list[dict[str, Any]]:
    """Ticks: one for a band that is held to one level, else one for each dot."""
    levels: dict[tuple[str, str], set[float]] = {}
    for unit in units:
        levels.setdefault((unit.pillar, unit.care_setting), set()).add(unit.standard)
    rows = {pillar: place for place, pillar in enumerate(strips)}
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for unit, lane in zip(units, lanes, strict=True):
        band = strips[unit.pillar].bands[unit.care_setting]
        tick = {"row": rows[unit.pillar], "at": round(float(unit.standard), 4)}
        if len(levels[unit.pillar, unit.care_setting]) == 1:
            found[unit.pillar, unit.care_setting] = tick | across(band)
        else:
            of_lane = {"down": lane_middle(band, lane), "high": LANE_PX}
            found[unit.pillar, unit.care_setting, unit.ods_code] = tick | of_lane
    return [*found.values()]


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
