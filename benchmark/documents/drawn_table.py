"""Draws a figure that pages show as an HTML table as SVG: the same cells, words and colours."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from benchmark.charts.distance import STEPS
from benchmark.charts.markup import piece
from benchmark.charts.theme import BLUE, DARK_BLUE, PALE_GREY, SECONDARY_TEXT, TEXT, WHITE
from benchmark.documents.fitting import FAMILY, LINE, column_widths, width_of

_TEMPLATE: Final = "documents/labelled.html"
SOFT_HYPHEN: Final = "\u00ad"
SIZE: Final = 13.0
"""Font size in pixels, as on a page."""
ACROSS, DOWN = 7.0, 4.0
"""Pixels left and right of a cell's words, and above and below them."""
APART: Final = 12.0
"""Pixels between two parts, such as a table and the note below it."""
_NOT_SEEN: Final = {"spoken", "cg-narrow", "mg-under", "cg-bar", "pt-line", "gg-form"}
"""Classes of elements that a wide page does not show, or that have no words."""
_BELOW: Final = {"cg-sub", "mg-was"}
"""Classes of elements that start a new line in their cell."""
_AFTER_COMMA: Final = {"mg-count", "mh-count", "mh-setting"}
"""Classes of elements that a page sets off by font only; here a comma separates them."""
_WIDTH: Final = re.compile(r"width:\s*([\d.]+)%")
BAR: Final = 5.0
"""The height of a bar below a figure, in pixels."""
MANY: Final = 7
"""The number of columns from which all but the first get equal widths."""
_BOLD: Final = {"mg-overall", "mg-group"}
_RIGHT: Final = "mg-n"
_EMPTY: Final = {"br", "img", "hr", "input"}
COLOURS: Final = {
    **{f"is-{step.key}": (step.background, step.text) for step in STEPS},
    "mg-none": (PALE_GREY, TEXT),
    "cg-half": ("#dce8f3", TEXT),
    "pt-0": ("#f4f8fc", TEXT),
    "pt-1": ("#dceaf6", TEXT),
    "pt-2": ("#b5d3ec", TEXT),
    "pt-3": ("#7fb2df", TEXT),
    "pt-4": (BLUE, WHITE),
}
"""Class -> a cell's background and text colours, as in the pages' style sheet."""


@dataclass
class _Cell:
    """A cell, or an entry of a legend. lines: its words, with a new line for elements below.

    bar: the length of its bar in per cent; None for no bar.
    """

    classes: frozenset[str] = frozenset()
    columns: int = 1
    rows: int = 1
    bold: bool = False
    bar: float | None = None
    lines: list[str] = field(default_factory=lambda: [""])

    @property
    def colours(self) -> tuple[str, str]:
        return next((COLOURS[name] for name in sorted(self.classes) if name in COLOURS), ("", TEXT))

    @property
    def words(self) -> list[str]:
        return [said for line in self.lines if (said := " ".join(line.replace(SOFT_HYPHEN, "").split()))]


@dataclass
class _Row:
    """A row of a table. part: thead, tbody or tfoot."""

    part: str
    cells: list[_Cell] = field(default_factory=list)


@dataclass
class _Part:
    """A table, a legend, or words, such as a heading or a note."""

    kind: str
    rows: list[_Row] = field(default_factory=list)
    cells: list[_Cell] = field(default_factory=list)


class _Reader(HTMLParser):
    """Parses the product's own figures, in which every tag is closed and all text is words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.parts: list[_Part] = []
        self._open: list[tuple[str, frozenset[str]]] = []
        self._cell: _Cell | None = None
        self._section = "tbody"
        self._group = False
        self.feed(str(html))  # not as Markup, which would escape its slices again

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        classes = frozenset((given.get("class") or "").split())
        if tag in _EMPTY:
            return
        self._open.append((tag, classes))
        if tag in ("table", "thead", "tbody", "tfoot", "tr", "th", "td"):
            self._table(tag, given, classes)
        elif tag == "ul":
            self.parts.append(_Part("legend"))
        elif tag == "li":
            self._cell = _Cell(classes)
            self.parts[-1].cells.append(self._cell)
        elif tag in ("h4", "p"):
            self._cell = _Cell(classes, bold=tag == "h4")
            self.parts.append(_Part("words", cells=[self._cell]))
        elif self._cell is not None:
            self._inside(self._cell, tag, given, classes)

    def _table(self, tag: str, given: dict[str, str | None], classes: frozenset[str]) -> None:
        if tag == "table":
            self.parts.append(_Part("table"))
        elif tag == "tr":
            self._group = "mg-group" in classes
            self.parts[-1].rows.append(_Row(self._section))
        elif tag in ("th", "td"):
            bold = self._section != "tbody" or self._group or bool(classes & _BOLD)
            columns, rows = int(given.get("colspan") or 1), int(given.get("rowspan") or 1)
            self._cell = _Cell(classes, columns, rows, bold)
            self.parts[-1].rows[-1].cells.append(self._cell)
        else:
            self._section = tag

    def _inside(self, cell: _Cell, tag: str, given: dict[str, str | None], classes: frozenset[str]) -> None:
        """Handle an element inside a cell that changes how the cell is drawn."""
        if tag == "strong" and self.parts[-1].kind == "table" and not "".join(cell.lines).strip():
            cell.bold = True
        elif classes & _BELOW:
            cell.lines.append("")
        elif classes & _AFTER_COMMA:
            cell.lines[-1] = f"{cell.lines[-1].rstrip()}, "
        elif any("cg-bar" in own for _, own in self._open[:-1]):
            found = _WIDTH.search(given.get("style") or "")
            cell.bar = float(found[1]) if found else None

    def handle_endtag(self, tag: str) -> None:
        if tag in _EMPTY or not self._open:
            return
        self._open.pop()
        if tag in ("th", "td", "li", "h4", "p"):
            self._cell = None
        elif tag == "span" and self._cell is not None:
            self._cell.lines[-1] += " "

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not any(own & _NOT_SEEN for _, own in self._open):
            self._cell.lines[-1] += data


@dataclass(frozen=True)
class Ground:
    """A coloured rectangle in pixels."""

    left: float
    top: float
    wide: float
    high: float
    colour: str


@dataclass(frozen=True)
class Text:
    """Words on one line. y: the baseline. end: whether they end at x."""

    words: str
    x: float
    y: float
    colour: str
    bold: bool
    end: bool = False


_Drawn = tuple[list[Ground | Text], float, float]
"""The pieces of a part, its height and its width."""


def drawn_table(html: str, *, width: float) -> tuple[str, float, float]:
    """The figure as SVG, with its width and height in pixels. All text is escaped."""
    drawn: list[Ground | Text] = []
    top, widest = 0.0, width
    for part in _Reader(html).parts:
        if part.kind == "table":
            own, high, wide = _table(part, top, width)
        elif part.kind == "legend":
            own, high, wide = _legend(part, top, width)
        else:
            own, high, wide = _words(part.cells[0], top, width)
        drawn += own
        top += high + APART if high else 0.0
        widest = max(widest, wide)
    svg = piece(
        _TEMPLATE,
        "table",
        grounds=[piece for piece in drawn if isinstance(piece, Ground)],
        texts=[piece for piece in drawn if isinstance(piece, Text)],
        family=FAMILY,
        size=SIZE,
    )
    return str(svg), widest, max(top - APART, 0.0)


def _legend(part: _Part, top: float, width: float) -> _Drawn:
    """The entries of a legend on their backgrounds, as many on a line as fit."""
    pieces: list[Ground | Text] = []
    left, line, high = 0.0, top, SIZE * LINE + 2 * DOWN
    for cell in part.cells:
        words = " ".join(cell.words)
        wide = width_of(words, size=SIZE) + 2 * ACROSS
        if left and left + wide > width:
            left, line = 0.0, line + high + 3
        pieces += [*_ground(cell, left, line, wide, high), _line(words, left + ACROSS, line + DOWN, cell)]
        left += wide + 6
    return pieces, (line + high - top if part.cells else 0.0), width


def _words(cell: _Cell, top: float, width: float) -> _Drawn:
    lines = [line for words in cell.words for line in wrapped(words, width, SIZE, bold=cell.bold)]
    pieces: list[Ground | Text] = [
        _line(line, 0.0, top + place * SIZE * LINE, cell) for place, line in enumerate(lines)
    ]
    return pieces, len(lines) * SIZE * LINE, width


def _table(part: _Part, top: float, width: float) -> _Drawn:
    """A table: columns as wide as their words need, rows as high as their highest cell."""
    count = max(sum(cell.columns for cell in row.cells) for row in part.rows)
    placed = [*_placed(part.rows, count)]
    texts = [[""] * count for _ in part.rows]
    for down, across, cell in placed:
        if cell.columns == 1:
            texts[down][across] = max(cell.words, key=len, default="")
    widths = _widths(texts, width)
    lines = {
        id(cell): _lines(cell, sum(widths[across : across + cell.columns])) for _, across, cell in placed
    }
    heights = [0.0] * len(part.rows)
    for down, _, cell in sorted(placed, key=lambda one: one[2].rows):
        rows = range(down, down + cell.rows)
        bar = 0.0 if cell.bar is None else BAR + 2
        needs = max(len(lines[id(cell)]), 1) * SIZE * LINE + 2 * DOWN + bar
        heights[rows[-1]] += max(needs - sum(heights[row] for row in rows), 0.0)
    pieces: list[Ground | Text] = []
    for down, across, cell in placed:
        left, wide = sum(widths[:across]), sum(widths[across : across + cell.columns])
        high = sum(heights[down : down + cell.rows])
        pieces += _cell(cell, lines[id(cell)], (left, top + sum(heights[:down]), wide, high))
    for down, row in enumerate(part.rows):
        ends = down + 1 == len(part.rows) or part.rows[down + 1].part != row.part
        group = any("mg-group" in cell.classes for cell in row.cells)
        y = top + sum(heights[: down + 1])
        over = [sum(widths[: x + cell.columns]) for at, x, cell in placed if at <= down < at + cell.rows - 1]
        left = max(over, default=0.0)  # no line through a cell that spans both rows
        colour = DARK_BLUE if ends or group else PALE_GREY
        pieces.append(Ground(left, y - 0.5, sum(widths) - left, 1.0, colour))
    return pieces, sum(heights), sum(widths)


def _widths(texts: Sequence[Sequence[str]], width: float) -> list[float]:
    """The width of each column in pixels. In a grid they are equal, if the longest word fits."""
    widths = column_widths(texts, width=width, size=SIZE, margin=2 * ACROSS, most=(0.32,))
    if len(widths) < MANY:
        return widths
    first = min(widths[0], 0.24 * width)
    alike = (width - first) / (len(widths) - 1)
    words = (word for row in texts for cell in row[1:] for word in cell.split())
    longest = max(width_of(word, size=SIZE, bold=True) for word in words)
    return [first, *[alike] * (len(widths) - 1)] if longest + 2 * ACROSS <= alike else widths


def _placed(rows: Sequence[_Row], count: int) -> Iterator[tuple[int, int, _Cell]]:
    """Yields each cell with its row and column. A cell that spans several rows takes a place in each."""
    taken: set[tuple[int, int]] = set()
    for down, row in enumerate(rows):
        across = 0
        for cell in row.cells:
            while (down, across) in taken:
                across += 1
            cell.columns = min(cell.columns, count - across)
            cell.rows = min(cell.rows, len(rows) - down)
            taken |= {(down + i, across + j) for i in range(cell.rows) for j in range(cell.columns)}
            yield down, across, cell
            across += cell.columns


_Lines = list[tuple[str, bool]]
"""A cell's lines, and whether each is bold."""


def _lines(cell: _Cell, width: float) -> _Lines:
    """A cell's lines, wrapped. Only the first words can be bold."""
    room = width - 2 * ACROSS + 1
    bold = [cell.bold and place == 0 for place in range(len(cell.words))]
    return [
        (line, own)
        for words, own in zip(cell.words, bold, strict=True)
        for line in wrapped(words, room, SIZE, bold=own)
    ]


def _cell(cell: _Cell, lines: _Lines, box: tuple[float, float, float, float]) -> Iterator[Ground | Text]:
    left, top, wide, high = box
    yield from _ground(cell, left, top, wide, high)
    bar = 0.0 if cell.bar is None else BAR + 2
    start = top + (high - bar - len(lines) * SIZE * LINE) / 2
    end = _RIGHT in cell.classes
    for place, (line, bold) in enumerate(lines):
        x = left + wide - ACROSS if end else left + ACROSS
        yield _line(line, x, start + place * SIZE * LINE, cell, bold=bold, end=end)
    if cell.bar is not None:
        room, y = wide - 2 * ACROSS, start + len(lines) * SIZE * LINE + 2
        yield Ground(left + ACROSS, y, room, BAR, PALE_GREY)
        yield Ground(left + ACROSS, y, room * cell.bar / 100, BAR, DARK_BLUE)


def _ground(cell: _Cell, left: float, top: float, wide: float, high: float) -> Iterator[Ground]:
    """The background of a cell, with a thin white gap to the next."""
    if fill := cell.colours[0]:
        yield Ground(left + 0.5, top + 0.5, wide - 1, high - 1, fill)


def _line(
    words: str, x: float, top: float, cell: _Cell, *, bold: bool | None = None, end: bool = False
) -> Text:
    colour = cell.colours[1]
    if not cell.colours[0] and "mh-left" in cell.classes:
        colour = SECONDARY_TEXT
    return Text(words, x, top + SIZE, colour, cell.bold if bold is None else bold, end)


def wrapped(text: str, wide: float, size: float, *, bold: bool) -> Iterator[str]:
    """Yields a text in lines of at most `wide` pixels. A wider word gets a line of its own."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and width_of(longer, size=size, bold=bold) > wide:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line
