"""Where names can stand on the plane of systems without covering a mark or one another."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import pandas as pd

from benchmark.charts.labels import fitted
from benchmark.charts.theme import CHARACTER_PX

NARROW: Final = 290
"""Width of the plot on a telephone, in pixels: only regions and the chosen system are named."""
WIDTHS: Final = (520, 740, 1000)
"""Widths from a small window up, where the names of other systems must be free too."""
LABELLED_OF_EACH: Final = 2
"""Systems named of each verdict, the farthest from no change; those of little change need no name."""
NAME_LENGTH: Final = 30
LINE_PX: Final = 14
MARK_PX: Final = 6
LINE_BREAK: Final = "|"


@dataclass(frozen=True)
class Side:
    """A side of a point: where a name starts from, and how far off it stands, in pixels."""

    align: Literal["left", "right", "center"]
    dx: float
    dy: float


@dataclass(frozen=True)
class PlacedName:
    """A name with its point on the plane and the side it stands on."""

    text: str
    x: float
    y: float
    side: Side
    chosen: bool = False


class Box(NamedTuple):
    """A rectangle in pixels, y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True)
class Plane:
    """The plane's scale, the same on both axes, its height in pixels, and the marks upon it."""

    domain: tuple[float, float]
    height: float
    points: Sequence[tuple[float, float]]

    def mark(self, point: tuple[float, float], width: float) -> Box:
        """The box of a mark on a plot of this width."""
        x, y = self._pixels(point, width)
        return Box(x - MARK_PX, y - MARK_PX, x + MARK_PX, y + MARK_PX)

    def box(self, name: PlacedName, width: float) -> Box:
        """The box of a name on a plot of this width, as far as its number of characters tells."""
        x, y = self._pixels((name.x, name.y), width)
        lines = name.text.split(LINE_BREAK)
        length = max(len(line) for line in lines) * CHARACTER_PX
        x, y = x + name.side.dx, y + name.side.dy
        left = {"left": x, "right": x - length, "center": x - length / 2}[name.side.align]
        # Vega centres the first line on the place; the others follow below it.
        return Box(left, y - LINE_PX / 2, left + length, y + (len(lines) - 0.5) * LINE_PX)

    def covered(self, name: PlacedName, others: Sequence[PlacedName], widths: Sequence[float]) -> int:
        """How many marks and names a name would cover over these widths; leaving the plot counts as ten."""
        count = 0
        for width in widths:
            box = self.box(name, width)
            # Its own mark a name keeps clear of by its side.
            marks = [self.mark(point, width) for point in self.points if point != (name.x, name.y)]
            names = [self.box(other, width) for other in others]
            count += sum(box.overlaps(other) for other in [*marks, *names])
            count += 10 * (box.left < 0 or box.right > width or box.top < 0 or box.bottom > self.height)
        return count

    def freest(
        self, candidates: Sequence[PlacedName], others: Sequence[PlacedName], widths: Sequence[float]
    ) -> tuple[PlacedName, int]:
        """The first of the candidates that cover least, and how much it covers."""
        counts = [self.covered(name, others, widths) for name in candidates]
        best = counts.index(min(counts))
        return candidates[best], counts[best]

    def _pixels(self, point: tuple[float, float], width: float) -> tuple[float, float]:
        lowest, highest = self.domain
        across, up = ((value - lowest) / (highest - lowest) for value in point)
        return across * width, (1 - up) * self.height


def points_of(placed: pd.DataFrame) -> list[tuple[float, float]]:
    """The systems' points: change of the floor, change of the ceiling."""
    pairs = zip(placed["floor_change"], placed["ceiling_change"], strict=True)
    return [(round(float(floor), 4), round(float(ceiling), 4)) for floor, ceiling in pairs]


def name_places(
    placed: pd.DataFrame, chosen: str, plane: Plane, *, kept: Sequence[PlacedName]
) -> list[PlacedName]:
    """Names for the chosen system and the farthest of each verdict, each on a side where it covers nothing.

    placed: the systems of `plane.points`, in their order. kept: names that stand already. A name that is free
    on no side is left to the tooltip; the chosen one always stands somewhere.
    """
    names: list[PlacedName] = []
    for i in _to_name(placed, chosen):
        candidates = _candidates(placed, i, chosen, plane)
        name, covered = plane.freest(candidates, [*kept, *names], WIDTHS)
        if name.chosen or covered == 0:
            names.append(name)
    return names


def narrow_name_place(
    placed: pd.DataFrame, chosen: str, plane: Plane, *, kept: Sequence[PlacedName]
) -> list[PlacedName]:
    """The name of the chosen system where it covers least on a telephone; none when it has no place."""
    rows = [i for i, code in enumerate(placed["ics_code"]) if code == chosen]
    return [plane.freest(_candidates(placed, i, chosen, plane), kept, (NARROW,))[0] for i in rows]


def _candidates(placed: pd.DataFrame, row: int, chosen: str, plane: Plane) -> list[PlacedName]:
    is_chosen = bool(placed["ics_code"].iloc[row] == chosen)
    text = fitted(str(placed["name"].iloc[row]), NAME_LENGTH)
    gap = 13 if is_chosen else 9
    sides = (
        Side("left", gap, 0),
        Side("right", -gap, 0),
        Side("center", 0, -gap - 5),
        Side("center", 0, gap + 5),
        Side("left", 0, -gap - 5),
        Side("left", 0, gap + 5),
        Side("right", 0, -gap - 5),
        Side("right", 0, gap + 5),
    )
    return [PlacedName(text, *plane.points[row], side, is_chosen) for side in sides]


def _to_name(placed: pd.DataFrame, chosen: str) -> list[int]:
    """The rows to name by position, the chosen one first, then from the farthest."""
    away = placed["floor_change"] ** 2 + placed["ceiling_change"] ** 2
    ranked = placed.assign(away=away, row=range(len(placed)))
    ranked = ranked.sort_values(["away", "ics_code"], ascending=[False, True])
    farthest = ranked[ranked["verdict"] != "little_change"].groupby("verdict").head(LABELLED_OF_EACH)
    own = ranked[ranked["ics_code"] == chosen]
    return list(dict.fromkeys([*own["row"].tolist(), *farthest["row"].tolist()]))
