"""Where each integrated care system is on the grid map of England."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Layout = Literal["assessed", "current", "expected"]
Cell = tuple[Annotated[int, Field(ge=0, le=19)], Annotated[int, Field(ge=0, le=19)]]
"""Column and row, both counted from 0 at the top left."""


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Tile(_Entry):
    """A system's tile: its cell on each footprint that has it, and a short label.

    expected: only for a cluster of systems, the cell of one of them; all others keep their current cell.
    """

    ics_code: Annotated[str, Field(min_length=3, max_length=20)]
    label: Annotated[str, Field(min_length=2, max_length=7, description="fits a tile on a telephone")]
    assessed: Cell | None = None
    current: Cell | None = None
    expected: Cell | None = None

    @model_validator(mode="after")
    def _stands_somewhere(self) -> Self:
        if (self.assessed, self.current, self.expected) == (None, None, None):
            raise ValueError(f"{self.ics_code} is on no footprint")
        return self


class RegionName(_Entry):
    """A region's name on the map, in lines. The first begins in a cell that is free on each footprint."""

    region: str
    lines: tuple[str, ...]
    assessed: Cell
    current: Cell

    def cell(self, layout: Layout) -> Cell:
        """The cell that it begins in on a footprint."""
        return self.assessed if layout == "assessed" else self.current


class TileMap(_Entry):
    """The grid map of every footprint."""

    tiles: tuple[Tile, ...]
    regions: tuple[RegionName, ...]

    @model_validator(mode="after")
    def _nothing_stands_twice(self) -> Self:
        codes = [tile.ics_code for tile in self.tiles]
        labels = [tile.label.casefold() for tile in self.tiles]
        if len(set(codes)) != len(codes) or len(set(labels)) != len(labels):
            raise ValueError("two tiles share a code or a label")
        for layout in ("assessed", "current"):
            cells = [getattr(entry, layout) for entry in (*self.tiles, *self.regions)]
            taken = [cell for cell in cells if cell is not None]
            if len(set(taken)) != len(taken):
                raise ValueError(f"a cell of the footprint {layout} is taken twice")
        return self

    def cells(self, layout: Layout) -> dict[str, Cell]:
        """System -> its cell on a footprint."""
        found = {
            tile.ics_code: tile.expected or tile.current if layout == "expected" else getattr(tile, layout)
            for tile in self.tiles
        }
        return {code: cell for code, cell in found.items() if cell is not None}

    def labels(self) -> dict[str, str]:
        """System -> label."""
        return {tile.ics_code: tile.label for tile in self.tiles}
