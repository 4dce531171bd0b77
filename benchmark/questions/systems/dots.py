"""Every system as a row, every return in it as a dot: the differences inside systems."""

from typing import Any, Final

import pandas as pd

from benchmark.charts.figure import IS_CHOSEN, Figure, with_chosen
from benchmark.charts.labels import lanes
from benchmark.charts.marks import Axis, by, expr, notice
from benchmark.charts.rows import Beside, Key, Layout, Marks, Reference, Row, row_chart, setting_keys
from benchmark.charts.theme import (
    BLUE,
    DARK_BLUE,
    TEXT,
    WHITE,
    mark_size,
    score_domain,
    settings_present,
    shape_of,
)
from benchmark.core.columns import Filled, rows_of
from benchmark.core.wording import decimal, per_cent, plural, small_start
from benchmark.questions.systems.columns import ICB_OWN, SYSTEMS, UNITS
from benchmark.questions.systems.comparison import SystemMeasure, in_order, measure_of
from benchmark.questions.systems.measure import SideBySide
from benchmark.questions.systems.tile_map import short_label
from benchmark.questions.systems.words import basis_words, figure_text, score_words

INSIDE = 0.5
"""The share of the variance from which most of it lies inside systems."""
ROW_PX: Final = 22
WIDE: Final = 600
"""The narrowest chart, in pixels, with room for systems' full names."""
ROOM: Final = 0.17
"""The smallest distance of two dots in a lane, in points: a dot's width on a chart 340 px wide."""
LANE_OFFSETS: Final = (0.0, -4.5, 4.5, -2.2, 2.2, -6.0, 6.0)
"""Pixels by which dots that would cover one another are moved up or down within their row."""
DOT_SHARE: Final = 0.55
"""The size of a mark here, as a share of its size elsewhere: a row is low and can hold two dozen."""
FLOOR_TO_CEILING: Final = "#BCD0E2"
BOARD: Final = "ICB's own return"
BOARD_PATH: Final = "M-0.32,-1H0.32V1H-0.32Z"
BOARD_SIZE: Final = 230
HOLLOW: Final = "transparent"


def system_dots(
    compared: SideBySide, measure: SystemMeasure, *, chosen: str = "", by_measure: bool = False
) -> Figure:
    """Each return of each system on the score of the figures, with the boards' own returns as other marks.

    measure: its figure is at the end of each row. by_measure: rows from its highest figure down, in place of
    regions and names. A click selects: the parameter 'unit' then holds the ods_code of the dot's trust, or
    the ics_code of the board.
    """
    title = _message(compared)
    rows = in_order(compared.systems, measure) if by_measure else compared.systems
    table = _table(compared, rows)
    if compared.units.empty:
        return Figure(title, "", f"{title}.", notice("No return in this round"), table)
    subtitle = (
        f"{score_words(compared)}, 1 to 5. Each mark is a return: one trust in one care setting, "
        f"{len(compared.units)} in all. The pale line runs from a system's floor to its ceiling. "
        f"At the end of a row: {_last(measure)}."
    )
    spec = _spec(compared, rows, measure, by_region=not by_measure)
    return with_chosen(Figure(title, subtitle, _alt(compared, title), spec, table), chosen)


def _last(measure: SystemMeasure) -> str:
    return small_start(measure.name)


def _message(compared: SideBySide) -> str:
    split = compared.split
    on = basis_words(compared, measure_of("floor"))
    if split.inside is None or split.between is None:
        return f"Too few different scores to split their variance, {on}"
    if split.inside >= INSIDE:
        return f"{per_cent(split.inside)} of the difference between returns lies inside systems"
    return f"{per_cent(split.between)} of the difference between returns lies between systems"


def _alt(compared: SideBySide, title: str) -> str:
    systems, score = compared.systems.dropna(subset=["floor"]), score_words(compared)
    widest = in_order(systems.dropna(subset=["range"]), measure_of("range")).head(1)
    most = "".join(
        f" The widest: {row.name}, {decimal(row.floor, 2)} to {decimal(row.ceiling, 2)}."
        for row in rows_of(widest)
    )
    return (
        f"Dot plot of {plural(len(compared.units), 'return')} in {plural(len(systems), 'system')}, each a "
        f"row, on {score} from 1 to 5. {title}.{most} Floors from "
        f"{decimal(systems['floor'].min(), 2)} to {decimal(systems['floor'].max(), 2)}, ceilings from "
        f"{decimal(systems['ceiling'].min(), 2)} to {decimal(systems['ceiling'].max(), 2)}. "
        f"The boards' own returns stand apart: {int(compared.systems['icb_own'].notna().sum())}."
    )


def _spec(
    compared: SideBySide, systems: pd.DataFrame, measure: SystemMeasure, *, by_region: bool
) -> dict[str, Any]:
    """The chart of rows in the order of `systems`; by region, with each region's name above its first row."""
    rows: list[Row] = []
    place_of: dict[str, int] = {}
    region = None
    for system in rows_of(systems):
        if by_region and system.region != region:
            region = system.region
            rows.append(Row(region, heading=True, muted=True))
        place_of[system.ics_code] = len(rows)
        rows.append(
            Row(
                system.name,
                figure_text(measure, float(getattr(system, measure.key))),
                narrow=short_label(system.ics_code),
                ics_code=system.ics_code,
            )
        )
    boards = _boards(systems, place_of)
    settings = settings_present(compared.units["care_setting"])
    key = setting_keys(settings) + [Key(BOARD, HOLLOW, TEXT, BOARD_PATH, size=BOARD_SIZE)] * bool(boards.rows)
    lowest, highest = score_domain()
    standard = compared.standard
    return row_chart(
        rows,
        _spans(systems, place_of),
        _dots(compared, place_of),
        # Hollow and higher than a dot, so that neither hides the other on equal scores.
        boards,
        axis=Axis((lowest, highest), shown=False),
        # Only a fixed level is one place on this axis; other standards differ between returns.
        references=[Reference(standard.level, standard.in_words)] if standard.baseline == "floor" else (),
        key=key,
        layout=Layout(
            band=ROW_PX,
            between=0,
            heading=28,
            beside=Beside(
                names=(250, 330), narrow=62, figures=50, wide=WIDE, head=measure.column.short or measure.name
            ),
        ),
        gridlines=range(int(lowest), int(highest) + 1),
        choosable=True,
    )


def _spans(systems: pd.DataFrame, place_of: dict[str, int]) -> Marks:
    """Lines from floor to ceiling, for systems with two units or more."""
    spans = [
        {
            "row": place_of[system.ics_code],
            "from": round(float(system.floor), 4),
            "to": round(float(system.ceiling), 4),
        }
        for system in rows_of(systems)
        if system.units > 1
    ]
    return Marks("line", spans, words=None, look={"stroke": FLOOR_TO_CEILING, "strokeWidth": 3})


def _dots(compared: SideBySide, place_of: dict[str, int]) -> Marks:
    names = dict(zip(compared.systems["ics_code"], compared.systems["name"], strict=True))
    of_systems: dict[str, list[Any]] = {}
    for unit in rows_of(compared.units):
        of_systems.setdefault(unit.ics_code, []).append(unit)
    dots = [
        {
            "row": place_of[code],
            "ods_code": unit.ods_code,
            "trust": unit.trust,
            "care_setting": unit.care_setting,
            "system": names[code],
            "at": round(float(unit.score), 4),
            "down": ROW_PX / 2 + LANE_OFFSETS[lane % len(LANE_OFFSETS)],
            "shape": shape_of(unit.care_setting),
            "size": mark_size(unit.care_setting) * DOT_SHARE,
            "ics_code": code,
            "words": f"{unit.trust}, {unit.care_setting}, {names[code]}, {decimal(unit.score, 2)}",
        }
        for code, units in of_systems.items()
        for unit, lane in zip(units, lanes([unit.score for unit in units], distance=ROOM), strict=True)
    ]
    tips = (
        ("trust", "Trust"),
        ("care_setting", "Care setting"),
        ("system", "System"),
        ("at", "Score", ".2f"),
    )
    look = {
        "shape": by("shape"),
        "fill": expr(f"{IS_CHOSEN} ? '{DARK_BLUE}' : '{BLUE}'"),
        # A white edge separates dots that touch.
        "stroke": WHITE,
        "strokeWidth": 0.6,
    }
    return Marks("dot", dots, tips, select=("unit", "ods_code"), look=look)


def _boards(systems: pd.DataFrame, place_of: dict[str, int]) -> Marks:
    """The boards' own returns: hollow bars, so that they are not taken for their trusts' dots."""
    bars = [
        {
            "row": place_of[system.ics_code],
            "ods_code": system.ics_code,  # a click on it selects the board's system
            "system": system.name,
            "at": round(float(system.icb_own), 4),
            "words": f"{system.name}, the board's own return, {decimal(system.icb_own, 2)}",
        }
        for system in rows_of(systems)
        if pd.notna(system.icb_own)
    ]
    look = {"shape": BOARD_PATH, "fill": HOLLOW, "stroke": TEXT, "size": BOARD_SIZE, "strokeWidth": 1.4}
    return Marks("dot", bars, (("system", "The board of"), ("at", "Its own return", ".2f")), look=look)


def _table(compared: SideBySide, systems: pd.DataFrame) -> Filled:
    """Every return with its system's columns."""
    by_code = {system["ics_code"]: system for system in systems.to_dict("records")}
    table = SYSTEMS.only("name", "ics_code", "region").and_(*UNITS.without("ics_code").columns, ICB_OWN)
    return table.of(by_code[unit["ics_code"]] | unit for unit in compared.units.to_dict("records"))
