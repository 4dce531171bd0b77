"""Shortens names to fit beside marks, and places labels so that they do not overlap."""

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, TypeAlias

from benchmark.charts.theme import CHARACTER_PX
from benchmark.core.wording import short_name

LINE_PX: Final = 14
LINE_BREAK: Final = "|"
CUT_OFF: Final = 10
"""How many times worse a cut-off pixel at the chart's edge is than a covered one."""

_DANGLING = re.compile(r"(?:[\s,&]+|\s(?:and|of|the|Teaching|University|NHS))+$")
"""Words that a cut name should not end with."""
_OPEN_BRACKET = re.compile(r"(?<=\S)\s*\([^()]*$")
"""The open bracket of a cut name, and what follows it."""


def fitted(text: str, length: int, *, at_word: bool = True) -> str:
    """The text in at most `length` characters, with … if cut: between words, or anywhere outside brackets."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    if before := _OPEN_BRACKET.search(cut):
        return f"{cut[: before.start()]}…"
    if not at_word:
        return cut.rstrip() + "…"
    cut = cut.rsplit(" ", 1)[0] if " " in cut else cut
    return _DANGLING.sub("", cut) + "…"


def unit_label(trust: str, care_setting: str, *, length: int) -> str:
    """A trust's short name in at most `length` characters, with its care setting in full."""
    return f"{fitted(short_name(trust), length)}, {care_setting}"


def setting_mark(care_setting: str) -> str:
    """A care setting in two letters, for narrow labels: MH, Co, Ac, Am."""
    words = care_setting.split()
    return care_setting[:2] if len(words) == 1 else "".join(word[0] for word in words)


def spread_apart(
    positions: Sequence[float], *, distance: float, lowest: float | None = None, highest: float | None = None
) -> list[float]:
    """Move positions as little as possible (least squares) until neighbours are at least `distance` apart.

    The order stays; equal positions stay in the order given. All stay between lowest and highest if they fit;
    if not, the distance is kept and the last ones go beyond highest.
    """
    order = sorted(range(len(positions)), key=lambda i: positions[i])
    # Minus rank * distance, the condition becomes "never falling", which pooling neighbours solves.
    pools: list[tuple[float, int]] = []
    for rank, i in enumerate(order):
        mean, size = positions[i] - rank * distance, 1
        while pools and pools[-1][0] > mean:
            earlier, count = pools.pop()
            mean, size = (earlier * count + mean * size) / (count + size), count + size
        pools.append((mean, size))
    levels = [mean for mean, size in pools for _ in range(size)]
    if highest is not None:
        last = highest - (len(levels) - 1) * distance
        levels = [min(level, last) for level in levels]
    if lowest is not None:
        levels = [max(level, lowest) for level in levels]
    moved = [0.0] * len(positions)
    for rank, i in enumerate(order):
        moved[i] = levels[rank] + rank * distance
    return moved


def lanes(values: Sequence[float], *, distance: float) -> list[int]:
    """A lane for each value, from 0 up, so that values in the same lane are at least `distance` apart.

    From the smallest value up, each takes the lowest free lane, so equal input gives equal lanes.
    """
    ends: list[float] = []
    taken = [0] * len(values)
    for i in sorted(range(len(values)), key=lambda i: values[i]):
        free = next((lane for lane, end in enumerate(ends) if values[i] - end >= distance), len(ends))
        ends[free : free + 1] = [values[i]]
        taken[i] = free
    return taken


Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right and bottom of a box, in pixels."""


class Side(NamedTuple):
    """A side of a point for a label: its alignment, and its distance from the point in pixels."""

    align: str
    dx: float
    dy: float


def sides(away: float) -> tuple[Side, ...]:
    """The sides of a mark for a label, the best first. away: pixels from the mark's middle."""
    above, below = -away - 5, away + 5
    return (
        Side("left", away, 0),
        Side("right", -away, 0),
        Side("center", 0, above),
        Side("center", 0, below),
        Side("left", 0, above),
        Side("left", 0, below),
        Side("right", 0, above),
        Side("right", 0, below),
    )


class Label(NamedTuple):
    """Words beside a point. x: the point's share of the plot's width; y: pixels from the plot's top."""

    text: str
    x: float
    y: float
    side: Side

    def box(self, width: float) -> Box:
        """The label's box on a plot of this width, estimated from its number of letters."""
        lines = self.text.split(LINE_BREAK)
        length = max(map(len, lines)) * CHARACTER_PX
        x, y = self.x * width + self.side.dx, self.y + self.side.dy
        left = x - {"left": 0.0, "right": length, "center": length / 2}[self.side.align]
        # Vega centres the first line on the point; further lines follow below.
        return left, y - LINE_PX / 2, left + length, y + (len(lines) - 0.5) * LINE_PX


class Plot:
    """Finds places for labels on a plot, for several widths at once. Numbers are pixels.

    points: the marks (x as a share of the width, y from the top). labels: those already placed. reach: a
    mark's radius.
    """

    def __init__(
        self,
        points: Iterable[tuple[float, float]],
        *,
        height: float,
        widths: Sequence[float],
        labels: Iterable[Label] = (),
        reach: float = 6,
    ) -> None:
        self.points = [*points]
        self.height, self.widths, self.reach = height, widths, reach
        self.labels: list[Label] = []
        self._boxes: dict[float, list[Box]] = {width: [] for width in widths}
        for label in labels:
            self.put(label)

    def put(self, label: Label) -> None:
        """Place a label; later labels avoid it."""
        self.labels.append(label)
        for width, boxes in self._boxes.items():
            boxes.append(label.box(width))

    def covered(self, label: Label) -> float:
        """Pixels of marks and labels that a label would cover, plus a penalty for its own cut-off pixels.

        Summed over the widths. A label's own mark is not counted: its side keeps the label off it.
        """
        own, reach, total = (label.x, label.y), self.reach, 0.0
        for width, boxes in self._boxes.items():
            left, top, right, bottom = box = label.box(width)
            whole = (0.0, 0.0, width, self.height)
            total += CUT_OFF * ((right - left) * (bottom - top) - _shared(box, whole))
            for point in self.points:
                x, y = point[0] * width, point[1]
                if left < x + reach and x - reach < right and point != own:
                    total += _shared(box, (x - reach, y - reach, x + reach, y + reach))
            total += sum(_shared(box, other) for other in boxes)
        return round(total, 6)

    def freest(self, candidates: Iterable[Label]) -> tuple[Label, float]:
        """The first candidate that covers least, and the pixels that it covers."""
        best: tuple[Label, float] | None = None
        for label in candidates:
            covers = self.covered(label)
            if best is None or covers < best[1]:
                best = label, covers
            if not covers:
                break
        assert best is not None, "there is nothing to choose from"
        return best


def _shared(one: Box, other: Box) -> float:
    """The area that two boxes have in common."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    along = min(one[3], other[3]) - max(one[1], other[1])
    return across * along if across > 0 and along > 0 else 0.0
