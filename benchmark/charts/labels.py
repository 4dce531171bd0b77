"""Names short enough to stand beside a mark, and labels that do not cover one another."""

import re
from collections.abc import Sequence

from benchmark.wording import short_name

_DANGLING = re.compile(r"(?:[\s,&]+|\s(?:and|of|the|Teaching|University|NHS))+$")
"""What a cut name should not end on."""


def fitted(text: str, length: int, *, at_word: bool = True) -> str:
    """The text in at most `length` characters, marked as cut: between words, or anywhere."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    if not at_word:
        return cut.rstrip() + "…"
    cut = cut.rsplit(" ", 1)[0] if " " in cut else cut
    return _DANGLING.sub("", cut) + "…"


def unit_label(trust: str, care_setting: str, *, length: int) -> str:
    """A trust's short name in at most `length` characters, and its care setting in full."""
    return f"{fitted(short_name(trust), length)}, {care_setting}"


def setting_mark(care_setting: str) -> str:
    """A care setting in two letters, for labels that have room for no more: MH, Co, Ac, Am."""
    words = care_setting.split()
    return care_setting[:2] if len(words) == 1 else "".join(word[0] for word in words)


def spread_apart(
    positions: Sequence[float], *, distance: float, lowest: float | None = None, highest: float | None = None
) -> list[float]:
    """Positions moved as little as possible (least squares) so that neighbours are at least `distance` apart.

    Order is kept; equal positions keep the order given. All stay between lowest and highest where they
    fit; where they do not, the distance is kept and the last ones go past highest.
    """
    order = sorted(range(len(positions)), key=lambda i: positions[i])
    # With rank * distance taken off, "at least distance apart" becomes "not falling": pooling solves that.
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
    """A lane for each value, 0 upwards, such that values sharing a lane are at least `distance` apart.

    The lowest free lane is taken from the smallest value up, so the same values always get the same lanes.
    """
    ends: list[float] = []
    taken = [0] * len(values)
    for i in sorted(range(len(values)), key=lambda i: values[i]):
        free = next((lane for lane, end in enumerate(ends) if values[i] - end >= distance), len(ends))
        ends[free : free + 1] = [values[i]]
        taken[i] = free
    return taken
