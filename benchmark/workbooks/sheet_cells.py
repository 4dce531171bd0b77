"""Reads a sheet's cells row by row in one pass: the text of each, and marks for what a person should know."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from benchmark.workbooks.beside import PAGE_TAGS, said_by_page
from benchmark.workbooks.formats import Format, Shown, iso_text, number_of
from benchmark.workbooks.limits import (
    LAST_ROW,
    MAX_CELL,
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROW_TEXT,
    MAX_TEXT,
    Refusal,
    column_letters,
    damaged,
    place_of,
    too_large,
)
from benchmark.workbooks.messages import Mark, Sink
from benchmark.workbooks.ranges import Filling, Merged, Table
from benchmark.workbooks.styles import Run, flag, unescaped, whole
from benchmark.workbooks.xml_reader import MAX_DEPTH, Handler, names_of

_TAGS = names_of(
    "sheetView",
    "sheetFormatPr",
    "col",
    "sheetData",
    "row",
    "c",
    "v",
    "f",
    "is",
    "r",
    "t",
    "rPh",
    "vertAlign",
    "strike",
    *PAGE_TAGS,
)
_WITHIN = {"row": ("sheetData",), "c": ("row",), "v": ("c",), "is": ("c",), "f": ("c",)}
_FORMULA_SHOWN = 60
_LOWEST, _NARROWEST = 2.0, 0.5
"""A row lower than this, in points, or a column narrower, in characters, counts as hidden."""
_SHORT = 64
"""Texts of fewer characters are remembered."""
_MOST_REMEMBERED = 50_000
"""The most cells whose text is remembered."""


@dataclass
class Facts:
    """Facts about all sheets of a workbook, and how much text and how many cells they may still have."""

    texts: Sequence[str] = ()
    formats: Sequence[Format] = ()
    struck_texts: Collection[str] = ()
    struck_styles: Collection[str] = ()
    """The numbers of the shared texts, and of the styles, that are struck out."""
    unseen_styles: Collection[str] = ()
    """The numbers of the styles whose text has the colour of its background."""
    since_1904: bool = False
    unsaved: bool = False
    """Whether formulas may have no saved values: Excel computes all of them when it opens the workbook."""
    may_be_old: bool = False
    """Whether formulas are not worked out when the workbook is saved, so that their values may be old."""
    text_left: int = MAX_TEXT
    cells_left: int = MAX_CELLS


@dataclass
class _Row:
    """The row that is being read. text: its number as text."""

    line: int = 0
    text: str = ""
    hidden: bool = False
    struck: str = ""
    """The first struck-out text."""
    unseen: str = ""
    """The first text in the colour of its background."""
    column: int = 0
    cells: dict[int, str] = field(default_factory=dict)
    formulas: list[int] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


class SheetCells(Handler):
    """Passes the rows that have values to a sink. Raises Refusal if the sheet contradicts itself."""

    wants_text = True
    bounds_depth = True
    root = ("worksheet", "sheet")

    def __init__(self, name: str, facts: Facts, tables: Sequence[Table], merged: Merged, sink: Sink) -> None:
        self._name = name
        self._facts = facts
        self._totals = {table.row: table for table in tables if table.row}
        self._filling = Filling(merged)
        self._sink = sink
        self._stack = [""]
        self._row = _Row()
        self._widest = 0
        self._hidden: set[int] = set()
        self._unlisted_hidden = False
        self._hides_zeros = False
        self._listed: set[int] = set()
        self._columns: dict[str, int] = {}
        self._known_texts: dict[tuple[str | None, str | None, str], str] = {}
        self._attributes: dict[str, str] = {}
        self._column = 0
        self._value: str | None = None
        self._formula: str | None = None
        self._lacks_value = False
        self._pieces: list[str] = []
        self._length = 0
        self._collects = ""
        self._run = Run()
        self._run_struck = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _TAGS.get(name, "")
        stack = self._stack
        if tag in _WITHIN and stack[-1] not in _WITHIN[tag]:
            raise damaged(f"in the sheet '{self._name}' a cell, row or value is where none can be")
        stack.append(tag)
        if len(stack) > MAX_DEPTH:
            raise damaged(f"the elements of the sheet '{self._name}' stand too deep within one another")
        if tag in ("v", "is"):
            if self._value is not None:
                raise self._wrong("holds two values")
            self._pieces = []
            self._length = 0
            self._collects = "v" if tag == "v" else ""
        elif tag == "c":
            self._begin_cell(attributes)
        elif tag == "t":
            # Only a cell's own text: not its pronunciation, and no text from elsewhere in the sheet.
            self._collects = "t" if "is" in stack and "rPh" not in stack else ""
        elif tag in ("vertAlign", "strike") and "is" in stack:
            self._run.look(tag, attributes)
        elif tag == "row":
            self._begin_row(attributes)
        elif tag == "f":
            self._formula = ""
            self._collects = "f"
        elif tag in PAGE_TAGS:
            self._pieces, self._length, self._collects = [], 0, tag
        elif tag == "col":
            self._take_column(attributes)
        elif tag in ("sheetView", "sheetFormatPr"):
            self._hides_zeros |= not flag(attributes.get("showZeros", "1"))
            self._unlisted_hidden |= _is_below(attributes.get("defaultColWidth"), _NARROWEST)

    def text(self, data: str) -> None:
        if not self._collects:
            return
        if self._collects == "f":
            if self._formula is not None and len(self._formula) < _FORMULA_SHOWN:
                self._formula += data[:_FORMULA_SHOWN]
            return
        self._length += len(data)
        if self._length > 8 * MAX_CELL:  # an escape has seven characters for one
            raise Refusal("cell_too_long", line=self._row.line, limit=MAX_CELL)
        self._pieces.append(self._run.text(data))
        self._run_struck |= self._run.struck

    def end(self, name: str) -> None:
        tag = self._stack.pop()
        if tag == "c":
            self._end_cell()
        elif tag in ("v", "is"):
            self._value = "".join(self._pieces)
            self._collects = ""
        elif tag in ("t", "f"):
            self._collects = ""
        elif tag in PAGE_TAGS:
            self._collects = ""
            if (message := said_by_page(tag, "".join(self._pieces))) is not None:
                self._sink.said(message)
        elif tag == "r":
            self._run = Run()
        elif tag == "row":
            self._end_row()

    def finish(self) -> None:
        """Send the last rows, and the counts that are complete after them."""
        self._sink.end_sheet()

    def _take_column(self, attributes: dict[str, str]) -> None:
        first, last = whole(attributes.get("min", "")), whole(attributes.get("max", ""))
        columns = range(max(first, 1), min(last, MAX_COLUMNS) + 1)
        self._listed.update(columns)
        if flag(attributes.get("hidden")) or _is_below(attributes.get("width"), _NARROWEST):
            self._hidden.update(columns)

    def _begin_row(self, attributes: dict[str, str]) -> None:
        before = self._row.line
        written = attributes.get("r")
        line = before + 1 if written is None else whole(written)
        if not 0 < line <= LAST_ROW:
            raise damaged(f"a row of the sheet '{self._name}' has the number {line:,}, which no row can have")
        if line <= before:
            raise damaged(f"in the sheet '{self._name}' row {line:,} comes after row {before:,}")
        hidden = flag(attributes.get("hidden")) or _is_below(attributes.get("ht"), _LOWEST)
        self._row = _Row(line, str(line), hidden)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        row = self._row
        written = attributes.get("r")
        if written is None:
            column = row.column + 1
        else:
            letters = written.rstrip("0123456789")
            number = self._columns.get(letters)
            if number is None or written[len(letters) :] != row.text:
                line, number = place_of(written)
                if line != row.line:
                    raise damaged(
                        f"in the sheet '{self._name}' the cell {written[:20]} is in row {row.line:,}"
                    )
                self._columns[letters] = number
            column = number
        row.column = column
        self._column = column
        self._attributes = attributes
        self._value = None
        self._formula = None
        self._run_struck = False

    def _end_cell(self) -> None:
        row, column = self._row, self._column
        if self._value is None and self._formula is None:
            return
        text = self._remembered() if self._formula is None else self._text()
        if not text:
            if self._formula is not None:
                row.formulas.append(column)
            return
        if column in row.cells:
            raise damaged(f"the sheet '{self._name}' holds the cell {self._cell()} twice")
        if column > MAX_COLUMNS:
            if not text.strip():
                return
            raise Refusal(
                "cell_far_out", sheet=self._name, cell=self._cell(), last=column_letters(MAX_COLUMNS)
            )
        if len(text) > MAX_CELL:
            raise Refusal("cell_too_long", line=row.line, limit=MAX_CELL)
        if self._formula is not None and not self._lacks_value:
            row.formulas.append(column)
            if self._facts.may_be_old:
                row.marks.append(("old", column, "", "", text.strip()[:80]))
        row.cells[column] = text
        if not row.struck and self._is_struck():
            row.struck = text.strip()[:80]
        if not row.unseen and self._attributes.get("s", "0") in self._facts.unseen_styles:
            row.unseen = text.strip()[:80]

    def _is_struck(self) -> bool:
        """Whether the cell's text, or a part of it, is struck out."""
        facts, attributes = self._facts, self._attributes
        return (
            self._run_struck
            or attributes.get("s", "0") in facts.struck_styles
            or (attributes.get("t") == "s" and self._value in facts.struck_texts)
        )

    def _remembered(self) -> str:
        """The text of a cell without a formula. Most cells repeat the value and style of an earlier one."""
        value = self._value or ""
        key = (self._attributes.get("t"), self._attributes.get("s"), value)
        text = self._known_texts.get(key)
        if text is None:
            marks = len(self._row.marks)
            text = self._text()
            short = len(value) < _SHORT and len(self._known_texts) < _MOST_REMEMBERED
            if short and len(self._row.marks) == marks:
                self._known_texts[key] = text
        return text

    def _text(self) -> str:
        """The text of the cell. For a formula without a value it is the formula."""
        kind = self._attributes.get("t", "n")
        value = self._value
        self._lacks_value = (
            self._formula is not None
            and not value
            and (kind != "str" or value is None or self._facts.unsaved)
        )
        if self._lacks_value:
            return f"={self._formula or 'formula'}"
        if value is None:
            return ""
        if kind == "n":
            return self._number(value)
        if kind == "s":
            return self._seen(self._shared(value))
        if kind in ("str", "inlineStr"):
            return self._seen(unescaped(value))
        if kind == "b":
            return "TRUE" if flag(value) else "FALSE"
        if kind == "e":
            return value.strip()
        if kind == "d":
            return iso_text(value)
        raise self._wrong("is of no known kind")

    def _number(self, value: str) -> str:
        if not value.strip():
            return ""
        number = number_of(value)
        if number is None:
            raise self._wrong("holds no number where one belongs")
        if self._formula is not None and not number and self._facts.unsaved:
            self._row.marks.append(("stale", self._column, "", "", "0"))
        form = self._format() or _GENERAL
        shown = form.show(number, since_1904=self._facts.since_1904)
        if not number and self._hides_zeros and not shown.mark:
            self._row.marks.append(("no zeros", self._column, "", "", "0"))
        return self._marked(form, shown)

    def _seen(self, text: str) -> str:
        """What is read of a cell with a text, marked if its format shows something else."""
        form = self._format()
        return text if form is None else self._marked(form, form.show_text(text))

    def _marked(self, form: Format, shown: Shown) -> str:
        if shown.mark:
            self._row.marks.append(
                (shown.mark, self._column, form.code[:80], shown.shows[:80], shown.text[:80])
            )
        return shown.text

    def _format(self) -> Format | None:
        style = self._attributes.get("s")
        if style is None or not self._facts.formats:
            return self._facts.formats[0] if self._facts.formats else None
        number = whole(style)
        if number >= len(self._facts.formats):
            raise self._wrong("has a style that is not there")
        return self._facts.formats[number]

    def _shared(self, value: str) -> str:
        number = whole(value) if value.strip() else 0
        if number >= len(self._facts.texts) or not value.strip():
            raise self._wrong("names a text that is not there")
        return self._facts.texts[number]

    def _end_row(self) -> None:
        row = self._row
        cells = row.cells
        total = self._totals.get(row.line)
        if total is not None and total.is_total(cells.keys() & total.columns):
            for column in cells.keys() & total.columns:
                del cells[column]
            row.marks = [mark for mark in row.marks if mark[1] not in total.columns]
            row.formulas = [column for column in row.formulas if column not in total.columns]
            self._sink.total_left_out(row.line)
        self._filling.fill(row.line, cells, row.marks)
        if row.formulas and {*cells.values()} == {"0"} and cells.keys() <= {*row.formulas}:
            self._sink.zeros_left_out(row.line)
            return
        if row.formulas:
            self._sink.formulas(row.line, row.formulas)
        if not cells:
            return
        self._count(cells)
        if row.hidden:
            row.marks.append(("hidden row", 0, "", "", ""))
        if row.struck:
            row.marks.append(("struck", 0, "", "", row.struck))
        if row.unseen:
            row.marks.append(("no contrast", 0, "", "", row.unseen))
        for column in self._hidden & cells.keys() if self._hidden else ():
            row.marks.append(("hidden column", column, "", "", ""))
        if self._unlisted_hidden:
            for column in cells.keys() - self._listed:
                row.marks.append(("hidden column", column, "", "", ""))
        dense = [""] * max(cells)
        for column, text in cells.items():
            dense[column - 1] = text
        self._sink.row(row.line, dense, row.marks)

    def _count(self, cells: dict[int, str]) -> None:
        facts = self._facts
        self._widest = max(self._widest, *cells)
        facts.cells_left -= self._widest
        if facts.cells_left < 0:
            raise too_large(f"its rows hold more than {MAX_CELLS:,} cells between their first and last")
        length = sum(len(text) if text.isascii() else len(text.encode()) for text in cells.values())
        if length > MAX_ROW_TEXT:
            raise too_large(
                f"row {self._row.line:,} of the sheet '{self._name}' holds {length:,} bytes of text"
            )
        facts.text_left -= length
        if facts.text_left < 0:
            raise too_large(f"its cells hold more than {MAX_TEXT // 10**6} MB of text")

    def _wrong(self, what: str) -> Refusal:
        return damaged(f"the cell {self._cell()} of the sheet '{self._name}' {what}")

    def _cell(self) -> str:
        return f"{column_letters(self._column)}{self._row.line}"


_GENERAL = Format("General")


def _is_below(measure: str | None, least: float) -> bool:
    """Whether a width or height is given and is less than `least`."""
    size = None if measure is None else number_of(measure)
    return size is not None and size < least
