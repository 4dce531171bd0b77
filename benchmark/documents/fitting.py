"""Measures how much room a text takes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import Final

from PIL import ImageFont

FONTS: Final = Path(__file__).parent / "fonts"
FAMILY: Final = "Source Sans Pro"
"""The product's own font, so that a paper looks the same wherever it is made."""
WIDER: Final = 1.16
"""How much wider Arial is at most than the font measured. Slides use Arial, as every computer has it."""
NARROW: Final = 0.1
"""The share of a table's width up to which a column gets all that it wants."""
LINE: Final = 1.22
"""A line's height divided by its font size."""


UNKNOWN: Final = 1.15
"""How much wider than Arial an unknown font may be, such as a template's own."""
_WIDER: ContextVar[float] = ContextVar("wider", default=WIDER)


@contextmanager
def in_unknown_font() -> Iterator[None]:
    """Within the block, measure texts for an unknown font."""
    token = _WIDER.set(WIDER * UNKNOWN)
    try:
        yield
    finally:
        _WIDER.reset(token)


def width_of(text: str, *, size: float, bold: bool = False) -> float:
    """The width of a line in Arial, in points, rounded up."""
    return _width(text, bold) / 100 * size * _WIDER.get()


@lru_cache(maxsize=20_000)
def _width(text: str, bold: bool) -> float:
    return float(_font(bold).getlength(text))


@lru_cache(maxsize=2)
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    name = "SourceSansPro-Bold.ttf" if bold else "SourceSansPro-Regular.ttf"
    return ImageFont.truetype(FONTS / name, 100, layout_engine=ImageFont.Layout.BASIC)


def words_of(text: str) -> list[str]:
    """The parts that a line break never splits: words, or several joined by no-break spaces."""
    return [word for word in text.split(" ") if word]


def lines_of(text: str, *, width: float, size: float, bold: bool = False) -> int:
    """The lines that a text takes in a width in points. A wider word is broken."""
    count = 0
    for paragraph in text.split("\n"):
        count += 1
        used = 0.0
        space = width_of(" ", size=size, bold=bold)
        for word in words_of(paragraph):
            wide = width_of(word, size=size, bold=bold)
            if used and used + space + wide <= width:
                used += space + wide
                continue
            count += bool(used)
            over, used = divmod(wide, width) if wide > width else (0, wide)
            count += int(over)
    return count


def height_of(text: str, *, width: float, size: float, bold: bool = False) -> float:
    """The height in points that a text takes in a width in points."""
    return lines_of(text, width=width, size=size, bold=bold) * size * LINE


def largest_that_fits(text: str, sizes: Sequence[float], *, width: float, lines: int, bold: bool) -> float:
    """The first of the sizes, largest first, at which a text takes at most `lines`; else the last."""
    fitting = (size for size in sizes if lines_of(text, width=width, size=size, bold=bold) <= lines)
    return next(fitting, sizes[-1])


def cut(text: str, *, width: float, size: float) -> str:
    """A text cut with … to one line of a width in points."""
    if width_of(text, size=size) <= width:
        return text
    kept = text
    while kept and width_of(f"{kept}…", size=size) > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def column_widths(
    cells: Sequence[Sequence[str]],
    *,
    width: float,
    size: float,
    margin: float,
    most: Sequence[float] = (0.5, 1.0, 2.0),
) -> list[float]:
    """The width of each column of a table in points. cells: row by row, headings first.

    Each column gets its longest word; the rest is shared by how much its longest cell would take. most:
    shares of the table's width that one column may want at most; the one that gives the lowest table is used.
    """
    tried = [_widths(cells, width=width, size=size, margin=margin, most=share) for share in most]
    if tried[0] == tried[-1]:
        return tried[0]
    return min(tried, key=lambda widths: _lines(cells, widths, size=size, margin=margin))


def _lines(cells: Sequence[Sequence[str]], widths: Sequence[float], *, size: float, margin: float) -> int:
    """The number of lines of a table with these columns."""
    return sum(
        max(
            lines_of(cell, width=max(width - margin, 1), size=size)
            for cell, width in zip(row, widths, strict=True)
        )
        for row in cells
    )


def _widths(
    cells: Sequence[Sequence[str]], *, width: float, size: float, margin: float, most: float
) -> list[float]:
    columns = [*zip(*cells, strict=True)]
    least = [
        margin
        + max(width_of(word, size=size, bold=True) for cell in column for word in (words_of(cell) or [""]))
        for column in columns
    ]
    whole = [margin + max(width_of(cell, size=size, bold=True) for cell in column) for column in columns]
    # A narrow column is not narrowed, as it would give the others little.
    least = [full if full <= NARROW * width else need for need, full in zip(least, whole, strict=True)]
    wanted = [max(need, min(full, most * width)) for need, full in zip(least, whole, strict=True)]
    if sum(wanted) <= width:
        spare = (width - sum(wanted)) / len(columns)
        return [amount + spare for amount in wanted]
    if sum(least) >= width:
        return [amount * width / sum(least) for amount in least]
    over = (sum(wanted) - width) / (sum(wanted) - sum(least))
    return [want - (want - need) * over for want, need in zip(wanted, least, strict=True)]
