"""A grid map of England's systems, one tile each: coloured by a measure, with the figure in the tile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, get_args

import pandas as pd

from benchmark.charts.distance import ABOVE, AT, BELOW, FAR_ABOVE, FAR_BELOW
from benchmark.charts.distance import Step as Shade
from benchmark.charts.figure import IS_CHOSEN, Figure, with_chosen
from benchmark.charts.marks import Axis, by, expr, finished, notice, rects, rules, texts
from benchmark.charts.rows import KEY_PX, Key, columns_of, key_marks
from benchmark.charts.theme import SECONDARY_TEXT, TEXT, WHITE
from benchmark.common.scope import Footprint, base_of
from benchmark.core.columns import Column, Filled, rows_of
from benchmark.core.definitions import read_as
from benchmark.core.settings import PROJECT_ROOT
from benchmark.core.wording import large_start, plural
from benchmark.questions.systems.columns import SYSTEMS
from benchmark.questions.systems.comparison import (
    STEPS,
    Against,
    Step,
    SystemMeasure,
    against_middle,
    in_order,
)
from benchmark.questions.systems.measure import SideBySide
from benchmark.questions.systems.words import (
    against_column,
    figure_text,
    measure_words,
    standing_message,
    step_words,
    threshold_text,
)
from schemas.tiles import Cell, Layout, RegionName, TileMap


@dataclass(frozen=True)
class Edge:
    """A line from one corner of the grid to a neighbouring one, in cells."""

    x: int
    y: int
    x2: int
    y2: int


@cache
def tile_map() -> TileMap:
    """The layout of every footprint, read once. Raises DefinitionError if the file is wrong."""
    return read_as(TileMap, PROJECT_ROOT / "data" / "definitions" / "tiles.toml")


@cache
def short_label(ics_code: str) -> str:
    """A system's short label; its code if it has none."""
    return tile_map().labels().get(ics_code, ics_code)


def placed(ics_codes: Sequence[str], footprint: Footprint) -> dict[str, Cell]:
    """A cell for every system: its own, or one below the map for a system that the map does not have."""
    own_cells = tile_map().cells(_layout(footprint))
    cells = {code: own_cells[code] for code in ics_codes if code in own_cells}
    columns = 1 + max((column for column, _ in own_cells.values()), default=0)
    below = 2 + max((row for _, row in cells.values()), default=-2)
    for place, code in enumerate(code for code in ics_codes if code not in own_cells):
        cells[code] = (place % columns, below + place // columns)
    return cells


def _layout(footprint: Footprint) -> Layout:
    return next(layout for layout in get_args(Layout) if layout == base_of(footprint))


def borders(cells: Mapping[str, Cell], region_of: Mapping[str, str]) -> list[Edge]:
    """The edges of regions, against another region or against empty cells. Each edge once."""
    region_at = {cell: region_of[code] for code, cell in cells.items()}
    edges = set()
    for (column, row), region in region_at.items():
        sides = {
            (column - 1, row): Edge(column, row, column, row + 1),
            (column + 1, row): Edge(column + 1, row, column + 1, row + 1),
            (column, row - 1): Edge(column, row, column + 1, row),
            (column, row + 1): Edge(column, row + 1, column + 1, row + 1),
        }
        edges |= {edge for cell, edge in sides.items() if region_at.get(cell) != region}
    return sorted(edges, key=lambda edge: (edge.y, edge.x, edge.y2, edge.x2))


TILE_PX: Final = 46
"""A tile's height; on a telephone it is as wide, and a label of seven letters fits in."""
REGION_LINE_PX: Final = 13
LETTERS: Final = expr("width < 300 ? 9 : 11")
"""The font size of a label: in a window of 320 pixels, seven letters of the usual size do not fit."""
EDGE: Final = "#5B6B76"
NO_FIGURE_COLOUR: Final = "#FFFFFF"
_BEHIND: Final[dict[int, Shade]] = {-2: FAR_ABOVE, -1: ABOVE, 0: AT, 1: BELOW, 2: FAR_BELOW}
"""The colours of steps if more is behind; reversed for other measures."""


def tile_figure(compared: SideBySide, measure: SystemMeasure, *, chosen: str = "") -> Figure:
    """Every system of the footprint as a tile: short name and figure, coloured by distance from the middle.

    chosen: the code of the system that is outlined; unknown codes, such as of a fictional system, are
    ignored. A click on a tile selects its system: the spec's parameter 'system' then holds its ics_code.
    """
    against = against_middle(compared.systems, measure, pillar=compared.pillar)
    title = standing_message(compared, against)
    table = _table(compared, measure, against)
    if compared.systems.empty:
        return Figure(title, "", f"{title}.", notice("There is no system to show"), table)
    words = measure_words(compared, measure)
    subtitle = f"{large_start(words)}. {_held_against(against)} Each tile is a system, all of one size."
    drawn = Figure(title, subtitle, _alt(compared, measure, against), _spec(compared, against), table)
    return with_chosen(drawn, chosen)


def shade(measure: SystemMeasure, step: Step) -> Shade:
    """The colours of a step on a measure: orange if the system is behind, blue if it is ahead."""
    return _BEHIND[step if measure.more_is_behind else -step]


def _held_against(against: Against) -> str:
    if against.too_few is not None:
        return "No tile is coloured: too few returns have been received."
    if not against.steps:
        return "No tile has a figure."
    measure, limit = against.measure, threshold_text(against)
    if measure.middle == "all":
        return "Coloured where a return is missing."
    if measure.middle == "mix":
        return f"Coloured where the difference from what its mix would give is {limit} or more."
    if measure.middle == "no change":
        return f"Coloured from a change of {limit} on."
    return f"Coloured where the difference from the middle system is {limit} or more."


def _spec(compared: SideBySide, against: Against) -> dict[str, Any]:
    systems = compared.systems
    cells = placed(systems["ics_code"].tolist(), compared.footprint)
    names = [entry for entry in tile_map().regions if entry.region in set(systems["region"])]
    corners = [*cells.values(), *(entry.cell(_layout(compared.footprint)) for entry in names)]
    across = Axis((0, 1 + max(column for column, _ in cells.values())), shown=False)
    shown = [against.steps.get(code) for code in cells]
    key = [
        Key(_stands(against.measure, step), _shade(against.measure, step)[0], EDGE)
        for step in (*reversed(STEPS), None)
        if step in shown
    ]
    columns = columns_of(key)
    above = -(-len(key) // columns) * KEY_PX + 6
    # A name below the last tiles needs a line, not a tile's height.
    last = max(row for _, row in cells.values())
    below = REGION_LINE_PX + 6 if max(row for _, row in corners) > last else 2
    tiles = _tiles(compared, against, cells, above=above)
    regions = dict(zip(systems["ics_code"], systems["region"], strict=True))
    edges = [
        {"x": edge.x, "x2": edge.x2, "y": above + edge.y * TILE_PX, "y2": above + edge.y2 * TILE_PX}
        for edge in borders(cells, regions)
    ]
    tips = (
        ("name", "System"),
        ("region", "Region"),
        ("said", "Figure"),
        ("stands", "Against the middle"),
        ("returns", "Returns"),
    )
    # Texts carry the tile's code, so that a click on them selects the tile.
    on_tile: dict[str, Any] = {"align": "center", "color": by("ink"), "aria": False, "cursor": "pointer"}
    return finished(
        *key_marks(key, columns=columns),
        rects(
            tiles,
            x=("x", across),
            x2=("x2", across),
            fill=by("fill"),
            stroke=WHITE,
            strokeWidth=2,
            cursor="pointer",
            tips=tips,
            words="words",
            select=("system", "ics_code"),
        ),
        rules(
            edges,
            x=("x", across),
            x2=("x2", across),
            y="y",
            y2="y2",
            color=EDGE,
            strokeWidth=1.6,
            strokeCap="round",
        ),
        texts(tiles, x=("middle", across), y="upper", text="label", fontSize=LETTERS, **on_tile),
        texts(
            tiles, x=("middle", across), y="lower", text="figure", fontSize=13, fontWeight="bold", **on_tile
        ),
        texts(
            _region_names(names, compared, cells, above=above),
            x=("x", across),
            fontSize=11,
            color=SECONDARY_TEXT,
            aria=False,
        ),
        rects(
            tiles,
            x=("x", across),
            x2=("x2", across),
            fill=None,
            stroke=TEXT,
            strokeWidth=3.5,
            only=IS_CHOSEN,
        ),
        height=above + (last + 1) * TILE_PX + below,
    )


def _stands(measure: SystemMeasure, known: Step | None) -> str:
    return "no figure" if known is None else step_words(measure, known)


def _shade(measure: SystemMeasure, known: Step | None) -> tuple[str, str]:
    """A tile's colour and the colour of its text."""
    if known is None:
        return NO_FIGURE_COLOUR, TEXT
    found = shade(measure, known)
    return found.background, found.text


def _tiles(
    compared: SideBySide, against: Against, cells: dict[str, Cell], *, above: float
) -> list[dict[str, Any]]:
    measure = against.measure
    records = []
    for system in rows_of(compared.systems):
        column, row = cells[system.ics_code]
        step = against.steps.get(system.ics_code)
        value = figure_text(measure, float(getattr(system, measure.key)))
        stands, (fill, ink) = _stands(measure, step), _shade(measure, step)
        top = above + row * TILE_PX
        records.append(
            {
                "ics_code": system.ics_code,
                "name": system.name,
                "region": system.region,
                "label": short_label(system.ics_code),
                "figure": value,
                "said": f"{measure.name}: {value}",
                "stands": stands,
                "returns": system.units,
                "fill": fill,
                "ink": ink,
                "x": column,
                "x2": column + 1,
                "middle": column + 0.5,
                "y": top,
                "y2": top + TILE_PX,
                "upper": top + 16,
                "lower": top + 32,
                "words": f"{system.name}, {value}, {stands}",
            }
        )
    return records


def _region_names(
    names: list[RegionName], compared: SideBySide, cells: dict[str, Cell], *, above: float
) -> list[dict[str, Any]]:
    """Each region's name in its free cell: at the edge next to a tile of the region, else in the middle."""
    systems = compared.systems
    regions = dict(zip(systems["ics_code"], systems["region"], strict=True))
    taken = {(cell, regions[code]) for code, cell in cells.items()}
    records = []
    for entry in names:
        column, row = entry.cell(_layout(compared.footprint))
        block = len(entry.lines) * REGION_LINE_PX
        if ((column, row - 1), entry.region) in taken:
            first = row * TILE_PX + 11.0
        elif ((column, row + 1), entry.region) in taken:
            first = (row + 1) * TILE_PX - block + 4.0
        else:
            first = row * TILE_PX + (TILE_PX - block + REGION_LINE_PX) / 2
        records += [
            {"x": column + 0.06, "y": above + first + place * REGION_LINE_PX, "text": line}
            for place, line in enumerate(entry.lines)
        ]
    return records


def _alt(compared: SideBySide, measure: SystemMeasure, against: Against) -> str:
    start = f"Grid map of {plural(len(compared.systems), 'system')} in England, one tile each. "
    systems = in_order(compared.systems.dropna(subset=[measure.key]), measure)
    if systems.empty:
        return f"{start}{standing_message(compared, against)}."
    figures = systems[measure.key]
    lowest, highest = (_who(systems, measure, end) for end in (figures.iloc[-1], figures.iloc[0]))
    missing = len(compared.systems) - len(systems)
    without = f"; {plural(missing, 'system')} without a figure" if missing else ""
    return f"{start}{standing_message(compared, against)}. Lowest {lowest}, highest {highest}{without}."


def _who(systems: pd.DataFrame, measure: SystemMeasure, figure: float) -> str:
    """A figure with the system that has it, or with the number of systems if there is a tie."""
    names = systems.loc[systems[measure.key].round(9) == round(figure, 9), "name"].tolist()
    return (
        f"{figure_text(measure, figure)} in {names[0] if len(names) == 1 else plural(len(names), 'system')}"
    )


def _table(compared: SideBySide, measure: SystemMeasure, against: Against) -> Filled:
    systems = compared.systems
    table = SYSTEMS.only("name", "ics_code", "region", "units", measure.key)
    on_map = Column("on_map", "On the map", meaning="The system's short name.", words=short_label)
    return table.and_(on_map, against_column(measure)).of(
        systems.assign(on_map=systems["ics_code"], against_middle=against.names_of(systems))
    )
