"""The grid map's layout: which cell each system has, where regions meet, and where their names stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pydantic import ValidationError

from benchmark.definitions import read_toml
from benchmark.errors import DefinitionError
from benchmark.settings import PROJECT_ROOT
from schemas.tiles import Cell, Layout, TileMap


@dataclass(frozen=True)
class Edge:
    """A line from one corner of the grid to a neighbouring one, in cells."""

    x: int
    y: int
    x2: int
    y2: int


@cache
def tile_map() -> TileMap:
    """The layout of both footprints, read once. DefinitionError where the file is wrong."""
    file = PROJECT_ROOT / "data" / "definitions" / "tiles.toml"
    try:
        return TileMap.model_validate(read_toml(file))
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in fault["loc"])
        raise DefinitionError(f"{file.name} is wrong at {place}: {fault['msg']}.") from error


@cache
def short_label(ics_code: str) -> str:
    """A system's short label; its code where it has none."""
    return tile_map().labels().get(ics_code, ics_code)


def placed(ics_codes: Sequence[str], layout: Layout) -> dict[str, Cell]:
    """A cell for every system: its own, or for one that the map does not know yet, one below the map."""
    known = tile_map().cells(layout)
    cells = {code: known[code] for code in ics_codes if code in known}
    columns = 1 + max((column for column, _ in known.values()), default=0)
    below = 2 + max((row for _, row in cells.values()), default=-2)
    for place, code in enumerate(code for code in ics_codes if code not in known):
        cells[code] = (place % columns, below + place // columns)
    return cells


def borders(cells: Mapping[str, Cell], region_of: Mapping[str, str]) -> list[Edge]:
    """The edges at which a region ends: against another region or against nothing. Each of them once."""
    region_at = {cell: region_of[code] for code, cell in cells.items()}
    found = set()
    for (column, row), region in region_at.items():
        sides = {
            (column - 1, row): Edge(column, row, column, row + 1),
            (column + 1, row): Edge(column + 1, row, column + 1, row + 1),
            (column, row - 1): Edge(column, row, column + 1, row),
            (column, row + 1): Edge(column, row + 1, column + 1, row + 1),
        }
        found |= {edge for cell, edge in sides.items() if region_at.get(cell) != region}
    return sorted(found, key=lambda edge: (edge.y, edge.x, edge.y2, edge.x2))
