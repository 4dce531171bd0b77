"""A section's blocks as pieces for slides: each piece knows its height, and may be cut in two."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any, Final, Protocol

from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from benchmark.charts.theme import DARK_BLUE, ORANGE, PALE_GREY, TEXT
from benchmark.documents.fitting import column_widths, height_of
from benchmark.documents.model import (
    Block,
    Bullets,
    Cell,
    Chart,
    DataTable,
    Grid,
    Paragraph,
    Statements,
    Words,
)
from benchmark.documents.slides.charts import add_chart, bar_height, least_height, wanted_height
from benchmark.documents.slides.marks import Box, described, rgb, text_box
from benchmark.documents.tables import shown_cells

BODY: Final = 16
"""The size of text in points, large enough to be read from the end of a meeting table."""
LEAST_BODY: Final = 14.0
CELL: Final = 12
GRID_CELL: Final = 11
BETWEEN: Final = 8.0
"""Points between two pieces."""
FEWEST_ROWS: Final = 3
"""The fewest rows of a table that may have a slide of their own."""
TALL: Final = 40.0
"""The mean height of rows, in points, from which one row may have a slide of its own."""
CONTINUED: Final = " (continued)"
_MARGIN: Final = 10.0
"""Points left and right of a cell's text, together."""
_GRID_MARGIN: Final = 4.0
_TALLER: Final = 5.0
"""Points above and below a cell's text, together."""


class Piece(Protocol):
    """Something that can be put on a slide."""

    def height(self, width: float) -> float:
        """The least height that it needs, in points."""

    def most(self, width: float) -> float:
        """The greatest height that it can use, in points."""

    def cut(self, width: float, room: float) -> "tuple[Piece, Piece] | None":
        """The part that fits in `room` points of height, and the rest; None if no sensible part fits."""

    def draw(self, slide: Any, box: Box) -> None:
        """Put it on a slide."""


@dataclass(frozen=True)
class TextPiece:
    """Paragraphs of one kind in a text box."""

    items: tuple[Words, ...]
    size: float = BODY
    bullet: str = ""
    numbered_from: int = 0
    caution: bool = False
    bold: bool = False

    def _sign(self, place: int) -> str:
        return f"{self.numbered_from + place}." if self.numbered_from else self.bullet

    def _shown(self, place: int, words: Words) -> str:
        sign, mark = self._sign(place), f" [{words.mark}]" if words.mark else ""
        return f"{sign}  {words.whole}{mark}" if sign else f"{words.whole}{mark}"

    def _inner(self, width: float) -> float:
        return width - (24 if self.caution else 4)

    def height(self, width: float) -> float:
        inner = self._inner(width) - (22 if self.bullet or self.numbered_from else 0)
        texts = [self._shown(place, words) for place, words in enumerate(self.items)]
        whole = sum(height_of(text, width=inner, size=self.size, bold=self.bold) for text in texts)
        return whole + 6.0 * (len(texts) - 1) + (14 if self.caution else 4)

    most = height

    def cut(self, width: float, room: float) -> "tuple[Piece, Piece] | None":
        for kept in range(len(self.items) - 1, 0, -1):
            first = replace(self, items=self.items[:kept])
            if first.height(width) <= room:
                number = self.numbered_from + kept if self.numbered_from else 0
                return first, replace(self, items=self.items[kept:], numbered_from=number)
        return None

    def draw(self, slide: Any, box: Box) -> None:
        if self.caution:
            _, frame = text_box(slide, box, "Caution", fill=PALE_GREY, across=8, down=5)
            frame.margin_left = Pt(12)
            frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        else:
            _, frame = text_box(slide, box, "Text")
        for place, words in enumerate(self.items):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            paragraph.space_after = Pt(6)
            if sign := self._sign(place):
                _hanging(paragraph, sign)
            if words.figure:
                _run(paragraph, f"{words.figure} ", self.size, bold=True)
            _run(paragraph, words.text, self.size, bold=self.bold, colour=TEXT if self.caution else "")
            if words.mark:
                _run(paragraph, f" [{words.mark}]", self.size - 2, colour=ORANGE)


@dataclass(frozen=True)
class StatementsPiece:
    """Figures in large type, side by side."""

    items: tuple[Words, ...]
    figure: float = 24
    size: float = LEAST_BODY

    def _one(self, width: float) -> float:
        return (width - 16 * (len(self.items) - 1)) / len(self.items)

    def height(self, width: float) -> float:
        return max(self._height(words, self._one(width)) for words in self.items)

    def _height(self, words: Words, width: float) -> float:
        inner = width - 16
        return (
            height_of(words.figure, width=inner, size=self.figure, bold=True)
            + height_of(words.text, width=inner, size=self.size)
            + (height_of(words.mark, width=inner, size=12) + 3 if words.mark else 0)
            + 18
        )

    most = height

    def cut(self, width: float, room: float) -> "tuple[Piece, Piece] | None":
        return None

    def draw(self, slide: Any, box: Box) -> None:
        width = self._one(box.width)
        for place, words in enumerate(self.items):
            own = Box(box.left + place * (width + 16), box.top, width, box.height)
            _, frame = text_box(slide, own, f"Figure {place + 1}", fill=PALE_GREY, across=8, down=6)
            frame.auto_size = MSO_AUTO_SIZE.NONE
            _run(frame.paragraphs[0], words.figure, self.figure, bold=True, colour=DARK_BLUE)
            _run(frame.add_paragraph(), words.text, self.size, colour=TEXT)
            if words.mark:
                _run(frame.add_paragraph(), words.mark, 12, colour=ORANGE)


@dataclass(frozen=True)
class ChartPiece:
    """A chart with its reading line above it. headed: with its title too."""

    chart: Chart
    headed: bool = True

    def height(self, width: float) -> float:
        return least_height(self.chart.drawn) + self._head(width)

    def most(self, width: float) -> float:
        return wanted_height(self.chart.drawn) + self._head(width)

    def _head(self, width: float) -> float:
        return self._title(width) + self._reading(width)

    def _title(self, width: float) -> float:
        if not self.headed:
            return 0.0
        return height_of(self.chart.figure.title, width=width, size=LEAST_BODY, bold=True) + 4

    def _reading(self, width: float) -> float:
        reading = self.chart.drawn.reading
        return height_of(reading, width=width, size=CELL) + 2 if reading else 0.0

    def cut(self, width: float, room: float) -> "tuple[Piece, Piece] | None":
        """Bars that are too many for a slide go on to the next, on the same axis."""
        drawn = self.chart.drawn
        count, fit = len(drawn.labels), int((room - self._head(width) - 40) / bar_height(drawn))
        if drawn.kind != "bars" or fit < 6 or fit >= count:
            return None
        fit = ceil(count / ceil(count / fit))  # parts of equal length, instead of a short last one
        return self._part(slice(None, fit)), self._part(slice(fit, None))

    def _part(self, part: slice) -> "ChartPiece":
        drawn = self.chart.drawn
        series = tuple(replace(line, values=line.values[part]) for line in drawn.series)
        return ChartPiece(replace(self.chart, drawn=replace(drawn, labels=drawn.labels[part], series=series)))

    def draw(self, slide: Any, box: Box) -> None:
        head = self._head(box.width)
        title, reading = self._title(box.width), self._reading(box.width)
        if title:
            _line(slide, self.chart.figure.title, Box(box.left, box.top, box.width, title))
        if reading:
            below = Box(box.left, box.top + title, box.width, reading)
            _line(slide, self.chart.drawn.reading, below, size=CELL, bold=False)
        add_chart(slide, self.chart, Box(box.left, box.top + head, box.width, box.height - head))


@dataclass(frozen=True)
class _Shown:
    """A cell as drawn."""

    text: str
    background: str = ""
    colour: str = ""
    bold: bool = False
    right: bool = False
    middle: bool = False


@dataclass(frozen=True)
class RowsPiece:
    """A native table. rows: the cells below the headings; a row of one cell is a heading over all columns."""

    caption: str
    alt: str
    heads: tuple[str, ...]
    rows: tuple[tuple[_Shown, ...], ...]
    size: float
    shares: tuple[float, ...] = ()
    margin: float = _MARGIN
    middle: bool = False
    continued: bool = False

    def _widths(self, width: float) -> list[float]:
        if self.shares:
            return [width * share for share in self.shares]
        whole = [row for row in self.rows if len(row) == len(self.heads)]
        cells = [[*self.heads], *([cell.text for cell in row] for row in whole)]
        return column_widths(cells, width=width, size=self.size, margin=self.margin)

    def _row_height(self, cells: Sequence[_Shown], widths: Sequence[float]) -> float:
        if len(cells) < len(widths):
            widths = [sum(widths)]
        return _TALLER + max(
            height_of(cell.text, width=width - self.margin, size=self.size, bold=cell.bold)
            for cell, width in zip(cells, widths, strict=True)
        )

    def _heights(self, width: float) -> list[float]:
        widths = self._widths(width)
        return [
            self._row_height([_Shown(text, bold=True) for text in self.heads], widths),
            *(self._row_height(row, widths) for row in self.rows),
        ]

    def _head(self, width: float) -> float:
        return (height_of(self.caption, width=width, size=LEAST_BODY, bold=True) + 4) if self.caption else 0

    def height(self, width: float) -> float:
        return self._head(width) + sum(self._heights(width))

    most = height

    def cut(self, width: float, room: float) -> "tuple[Piece, Piece] | None":
        left = room - self._head(width)
        heights = self._heights(width)
        kept = 0
        used = heights[0]
        for height in heights[1:]:
            if used + height > left:
                break
            used += height
            kept += 1
        while kept and len(self.rows[kept - 1]) == 1:  # a heading may not be the last row
            kept -= 1
        fewest = 1 if sum(heights) > TALL * len(heights) else FEWEST_ROWS
        kept = min(kept, max(len(self.rows) - fewest, 0))
        if kept < fewest:
            return None
        # With the widths of the whole table: a part's own widths would change the heights of its rows.
        whole = replace(self, shares=tuple(own / width for own in self._widths(width)))
        rest = self.rows[kept:]
        if len(rest[0]) > 1:  # its heading is on the slide before, so it is repeated
            above = next((row for row in reversed(self.rows[:kept]) if len(row) == 1), ())
            repeated = (replace(cell, text=_continued(cell.text)) for cell in above)
            rest = (tuple(repeated), *rest) if above else rest
        return replace(whole, rows=self.rows[:kept]), replace(whole, rows=rest, continued=True)

    def draw(self, slide: Any, box: Box) -> None:
        head = self._head(box.width)
        if self.caption:
            caption = _continued(self.caption) if self.continued else self.caption
            _line(slide, caption, Box(box.left, box.top, box.width, head))
        widths, heights = self._widths(box.width), self._heights(box.width)
        own = Box(box.left, box.top + head, box.width, sum(heights))
        frame = slide.shapes.add_table(len(self.rows) + 1, len(self.heads), *own.emu)
        described(frame, f"DataTable: {self.caption}", self.alt)
        table = frame.table
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Pt(width)
        for row, height in zip(table.rows, heights, strict=True):
            row.height = Pt(height)
        numbers = self._numbers()
        for place, text in enumerate(self.heads):
            head_cell = _Shown(text, bold=True, right=place in numbers, middle=self.middle)
            _fill(table.cell(0, place), head_cell, self.size, self.margin)
        for down, cells in enumerate(self.rows, start=1):
            if len(cells) < len(self.heads):
                table.cell(down, 0).merge(table.cell(down, len(self.heads) - 1))
            for place, cell in enumerate(cells):
                _fill(table.cell(down, place), cell, self.size, self.margin)

    def _numbers(self) -> set[int]:
        whole = [row for row in self.rows if len(row) == len(self.heads)]
        return {place for place in range(len(self.heads)) if whole and all(row[place].right for row in whole)}


def _continued(text: str) -> str:
    return f"{text.removesuffix(CONTINUED)}{CONTINUED}"


def pieces_of(block: Block) -> list[Piece]:
    """A block's pieces, in reading order."""
    match block:
        case Paragraph(words, caution):
            return [TextPiece((words,), caution=caution, size=LEAST_BODY if caution else BODY)]
        case Bullets(items, heading, numbered):
            head: list[Piece] = [TextPiece((Words(heading),), bold=True)] if heading else []
            return [*head, TextPiece(items, bullet="•", numbered_from=int(numbered))]
        case Statements(items):
            return [StatementsPiece(items)]
        case Chart():
            return [ChartPiece(block)]
        case DataTable():
            return [_table(block)]
        case Grid():
            legend = Words("   ".join(f"{step.sign} {meaning}" for step, meaning in block.legend))
            key: list[Piece] = [TextPiece((legend,), size=GRID_CELL)] if block.legend else []
            return [*key, _grid(block)]


def _table(block: DataTable) -> RowsPiece:
    heads, cells, _ = shown_cells(block)
    names_rows = block.filled.table.keys[0] in block.row_key
    rows = []
    for row in cells:
        shown = []
        for place, cell in enumerate(row):
            text = f"{cell.text} ({cell.mark})" if cell.mark else cell.text
            colour = ORANGE if cell.mark else ""
            shown.append(_Shown(text, right=cell.right, bold=place == 0 and names_rows, colour=colour))
        rows.append(tuple(shown))
    named = tuple(head.text for head in heads)
    return RowsPiece(block.caption, block.alt or block.caption, named, tuple(rows), CELL)


def _grid(block: Grid) -> RowsPiece:
    rows: list[tuple[_Shown, ...]] = []
    for group in block.groups:
        rows.append((_Shown(group.head, background=PALE_GREY, bold=True, colour=DARK_BLUE),))
        for row in group.rows:
            rows.append((_Shown(row.head), *(_grid_cell(cell) for cell in row.cells)))
    rest = 0.75 / (len(block.heads) - 1)
    shares = (0.25, *([rest] * (len(block.heads) - 1)))
    return RowsPiece(
        block.caption, block.alt, block.heads, tuple(rows), GRID_CELL, shares, _GRID_MARGIN, middle=True
    )


def _grid_cell(cell: Cell) -> _Shown:
    mark = f" ({cell.mark})" if cell.mark else ""
    if cell.step is None:
        return _Shown(f"{cell.text}{mark}", bold=cell.strong, middle=True)
    text = f"{cell.text} {cell.step.sign}{mark}"
    return _Shown(text, cell.step.background, cell.step.text, bold=cell.strong, middle=True)


def _fill(cell: Any, shown: _Shown, size: float, margin: float) -> None:
    cell.margin_left = cell.margin_right = Pt(margin / 2)
    cell.margin_top = cell.margin_bottom = Pt(_TALLER / 2)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = cell.text_frame.paragraphs[0]
    if shown.middle:
        paragraph.alignment = PP_ALIGN.CENTER
    elif shown.right:
        paragraph.alignment = PP_ALIGN.RIGHT
    _run(paragraph, shown.text, size, bold=shown.bold, colour=shown.colour)
    if shown.background:
        cell.fill.solid()
        cell.fill.fore_color.rgb = rgb(shown.background)


def _line(slide: Any, text: str, box: Box, *, size: float = LEAST_BODY, bold: bool = True) -> None:
    _, frame = text_box(slide, box, "What follows")
    _run(frame.paragraphs[0], text, size, bold=bold)


def _hanging(paragraph: Any, sign: str) -> None:
    """Make a paragraph an item of a real list, which screen readers announce, with a hanging indent."""
    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(12_700 * 20))
    properties.set("indent", str(-12_700 * 20))
    if sign.rstrip(".").isdigit():
        numbered = properties.makeelement(
            qn("a:buAutoNum"), {"type": "arabicPeriod", "startAt": sign.rstrip(".")}
        )
        properties.append(numbered)
    else:
        properties.append(properties.makeelement(qn("a:buChar"), {"char": sign}))


def _run(paragraph: Any, text: str, size: float, *, bold: bool = False, colour: str = "") -> None:
    """Add text to a paragraph. colour: only on our own background; by default the theme's colour."""
    run = paragraph.add_run()
    run.text = " ".join(text.split("\n"))
    run.font.size = Pt(size)
    run.font.bold = bold
    if colour:
        run.font.color.rgb = rgb(colour)
