"""Where each integrated care system stands on the grid map of England."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Layout = Literal["assessed", "current"]
Cell = tuple[Annotated[int, Field(ge=0, le=19)], Annotated[int, Field(ge=0, le=19)]]
"""Column and row, both from 0 at the top left."""


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Tile(_Entry):
    """A system's tile: one cell of each footprint that has it, and a label that people know it by."""

    ics_code: Annotated[str, Field(min_length=3, max_length=5)]
    label: Annotated[str, Field(min_length=2, max_length=7, description="fits a tile on a telephone")]
    assessed: Cell | None = None
    current: Cell | None = None

    @model_validator(mode="after")
    def _stands_somewhere(self) -> Self:
        if self.assessed is None and self.current is None:
            raise ValueError(f"{self.ics_code} stands on neither footprint")
        return self


class RegionName(_Entry):
    """A region's name on the map: in lines, the first of which begins in a free cell of each footprint."""

    region: str
    lines: tuple[str, ...]
    assessed: Cell
    current: Cell


class TileMap(_Entry):
    """The grid map of both footprints."""

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
        found = {tile.ics_code: getattr(tile, layout) for tile in self.tiles}
        return {code: cell for code, cell in found.items() if cell is not None}

    def labels(self) -> dict[str, str]:
        """System -> its short label."""
        return {tile.ics_code: tile.label for tile in self.tiles}
