"""Finds the table of text in a sheet: its header, known by names, and its rows with their lines."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from benchmark.core.wording import plural
from benchmark.returns.arrays import Rows, blank_rows, joined, taken, text_column, text_places
from benchmark.returns.findings import LISTED, Finding, finding
from benchmark.returns.read.ditto import without_dittos
from benchmark.returns.read.line_kinds import Record, clean, is_cleaned, look, look_apart, texts_in
from benchmark.returns.read.one_cell import in_one_cell
from benchmark.returns.read.page_breaks import Key, key_of, page_breaks
from benchmark.returns.read.quotation import odd_quotation
from benchmark.returns.read.row_numbers import lacks_heading_of_numbers, may_head_row_numbers, numbers_rows
from benchmark.returns.read.table_edges import (
    TAIL_ROWS,
    below,
    find_header,
    findings_above,
    goes_on,
    headers_among,
    is_row_apart,
    over_several_lines,
    over_two_lines,
    rules_among,
)
from benchmark.returns.read.unit_rows import described, without_survey_words
from benchmark.returns.read.years_apart import years_apart
from benchmark.workbooks.limits import column_letters

HEAD_ROWS = 60
"""The first rows of a sheet: the header is among them."""
MOST_HEAD_ROWS = 1_000
"""The first rows that are searched for a header if it is below HEAD_ROWS rows of guidance."""
MAX_COLUMNS = 500
MAX_ROWS = 2_000_000
MAX_CELLS = 40_000_000
"""The most cells of a table. The most rows, of the widest kind of return, have 28 million."""
MAX_CELL = 32_767
"""The most characters of a cell, as in Excel. A longer cell has a quotation mark that was never closed."""
_ROWS_OF_UNITS = 3
"""The most rows right below the headings that may be units, types or a rule."""
_BATCH = 50_000
_BATCH_CELLS = 1_000_000
_BATCH_TEXT = 10_000_000
"""The most characters of a batch. Many cells of a workbook may show one long text that its file has once."""

Lines = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Sheet:
    """One table of text: `columns`, made by text_column, under `headings`, each as long as `lines`.

    above, below: the text above the header and below the last row. refused: the number of rows that do not
    fit under the header. stamped_as: the layout that a template's stamp names, or the reason `laid_out_by`
    gives. beside: texts of a workbook outside the sheet's cells, each as (place, text).
    """

    name: str
    above: tuple[str, ...]
    headings: tuple[str, ...]
    header_line: int
    columns: tuple[pa.DictionaryArray, ...]
    lines: Lines
    refused: int
    findings: tuple[Finding, ...]
    stamped_as: str = ""
    laid_out_by: str = ""
    below: tuple[str, ...] = ()
    beside: tuple[tuple[str, str], ...] = ()

    def finding(self, code: str, **words: Any) -> Finding:
        """A finding about the table: at its header, or at the `line` among the words."""
        place: dict[str, Any] = {"sheet": self.name, "line": self.header_line}
        return finding(code, **(place | words))


@dataclass(frozen=True)
class Header:
    """The header of a table: its sheet, its headings as written, its line, the text above it, and findings
    about that text. lines: the keys of all lines down to the header's last.
    """

    sheet: str
    cells: tuple[str, ...]
    line: int
    above: tuple[str, ...]
    findings: tuple[Finding, ...]
    lines: tuple[Key, ...]


@dataclass(frozen=True)
class Misfits:
    """Rows that are not as wide as the header: their places among the rows, and their numbers of cells.

    alone: whether there is no other finding about the rows.
    """

    rows: Rows
    cells: npt.NDArray[np.int32]
    alone: bool

    def without(self, left_out: npt.NDArray[np.bool_]) -> "Misfits":
        """The same among the rows that are not left out."""
        stays = ~left_out[self.rows]
        rows = self.rows[stays] - np.cumsum(left_out)[self.rows[stays]]
        return Misfits(rows, self.cells[stays], self.alone)


class Refused(Exception):
    """Raised when a file cannot be read: a finding's code, and the words for its sentence."""

    def __init__(self, code: str, **words: Any) -> None:
        super().__init__(code)
        self.code = code
        self.words = words


def lay_out(name: str, records: Iterable[Record], *, grid: bool = False) -> Sheet | None:
    """The table in a sheet's rows; None if all are blank. Raises Refused if the table is too large.

    grid: the rows are from a workbook, where a short row is not wrong: its last cells are empty.
    """
    head, records = head_of(_filled(records))
    of_cells: list[Finding] = []
    if (wrapped := in_one_cell(head)) is not None:
        head, records = list(map(wrapped.apart, head)), map(wrapped.apart, records)
        grid = grid and wrapped.line is not None
        of_cells.append(finding("cells_taken_apart", sheet=name, line=wrapped.line, delimiter=wrapped.at))
    header = header_among(name, head)
    if header is None:
        return None
    body = _Body(name, header, grid=grid)
    at = next(i for i, (line, _) in enumerate(head) if line == header.line)
    body.take_all(head[at + 1 :])
    body.take_all(records)
    columns, lines = body.finished()
    return table_under(
        header,
        columns,
        lines,
        misfits=body.misfits,
        refused=body.refused,
        findings=[*of_cells, *body.findings],
    )


def header_among(name: str, head: Sequence[Record]) -> Header | None:
    """The header among a sheet's first rows; None if all are blank. Raises Refused if it is too wide."""
    given = head
    head = [(line, without_survey_words(cells)) for line, cells in head]
    at = find_header([cells for _, cells in head])
    if at is None:
        return None
    if at + 1 < len(head) and goes_on(head[at], head[at + 1]):
        at += 1
    line, cells = head[at]
    if len(cells) > MAX_COLUMNS:
        raise Refused("too_many_columns", sheet=name, columns=len(cells), limit=MAX_COLUMNS)
    findings: list[Finding] = []
    if at and head[at - 1][0] == line - 1:
        cells, rest, joined = over_two_lines(head[at - 1][1], cells)
        if cells != head[at][1]:
            how_joined = f"; {', '.join(joined)}" if joined else ""
            findings.append(
                finding("headings_two_lines", line=line, above=f"{line - 1:,}", joined=how_joined)
            )
        head = [*head[: at - 1], (line - 1, rest), (line, cells), *head[at + 1 :]]
    as_given = [(line, without_survey_words(cells)) for line, cells in given]
    if (wrapped := over_several_lines(as_given, at, cells)) is not None:
        at, head = wrapped
        line, cells = head[at]
        shown = "', '".join(filter(None, cells))
        findings = [finding("headings_wrapped", line=line, read=f"'{shown}'")]
    above = tuple(" ".join(texts_in(row)) for _, row in head[:at])
    if lacks_heading_of_numbers(cells, [row for _, row in head[at + 1 :]]):
        cells = ["", *cells]
    findings += findings_above(head[:at], head[at])
    lines = tuple(key_of(row) for n, row in given if n <= line)
    return Header(name, tuple(cells), line, above, tuple(findings), lines)


def table_under(
    header: Header,
    columns: Sequence[pa.DictionaryArray],
    lines: Lines,
    *,
    misfits: Misfits | None = None,
    refused: int = 0,
    findings: Sequence[Finding] = (),
) -> Sheet:
    """The sheet of these columns, without footnotes, empty columns, rows that are not as wide as the header,
    and rows under a second header. Raises Refused if a cell is too long.
    """
    all_findings = [*findings, *header.findings]
    _refuse_long_cells(columns, lines)
    table = _without_lines_of_pages(header, columns, lines, misfits)
    columns, lines, misfits, end = table.columns, table.lines, table.misfits, table.end
    all_findings += table.findings
    kept = np.ones(len(lines), dtype=bool)
    if end is not None:
        kept[end:] = False
        all_findings = [entry for entry in all_findings if entry.line is None or entry.line < lines[end]]
        all_findings.append(_second_table(header, int(lines[end])))
        columns, lines = [taken(column, np.arange(end)) for column in columns], lines[:end]
        refused += len(kept) - end
        kept = kept[:end]
    under = below(columns, lines, len(header.cells))
    all_findings += under.findings
    refused += under.refused
    kept[len(lines) - under.count :] = False
    if misfits is not None:
        wrong, of_width = _not_as_wide(misfits, columns, lines, kept, header.cells)
        all_findings += of_width
        refused += len(wrong)
        kept[wrong] = False
    if not kept.all():
        rows = np.flatnonzero(kept)
        columns, lines = [taken(column, rows) for column in columns], lines[rows]
    columns, dittos = without_dittos(columns, table.headings, lines)
    all_findings += dittos
    headings, filled = [], []
    for position, (heading, column) in enumerate(zip(table.headings, columns, strict=True), start=1):
        text = clean(heading)
        if position == 1 and may_head_row_numbers(text) and numbers_rows(columns):
            headed = f"'{text}'" if text else "which has no heading"
            all_findings.append(finding("row_numbers_left_out", line=header.line, headed=headed))
        elif text:
            headings.append(text)
            filled.append(column)
            if is_cleaned(heading):
                all_findings.append(finding("heading_cleaned", line=header.line, value=text))
        elif (first := _first_filled(column)) is not None:
            all_findings.append(finding("heading_blank", line=int(lines[first]), position=position))
    all_findings += [entry for column in filled for entry in odd_quotation(column, lines)]
    if (apart := years_apart(headings, filled)) is not None:
        headings, filled, lines = apart.headings, apart.columns, lines[apart.rows]
        years = " and ".join(apart.years)
        all_findings.append(finding("years_side_by_side", line=header.line, years=years))
    return Sheet(
        name=header.sheet,
        above=header.above,
        headings=tuple(headings),
        header_line=header.line,
        columns=tuple(filled),
        lines=lines,
        refused=refused,
        findings=tuple(all_findings),
        below=(*under.texts, *table.texts),
    )


def head_of(records: Iterator[Record]) -> tuple[list[Record], Iterator[Record]]:
    """The first rows of a sheet, with its header among them if it can be found; and the rows after these."""
    head = list(islice(records, HEAD_ROWS))
    searched = head
    while searched and not any(map(_is_header, searched)) and len(head) < MOST_HEAD_ROWS:
        head += (searched := list(islice(records, HEAD_ROWS)))
    if len(head) > HEAD_ROWS and not any(map(_is_header, searched)):
        return head[:HEAD_ROWS], chain(head[HEAD_ROWS:], records)
    return [*head, *islice(records, HEAD_ROWS)] if len(head) > HEAD_ROWS else head, records


def _is_header(record: Record) -> bool:
    return "header" in (look(record[1]), look_apart(record[1]))


@dataclass(frozen=True)
class _Table:
    """A table without what pages repeat and lines that describe its columns: its headings with their units,
    its columns, lines and misfits, findings, and the place of the first row that is a header, None for none.
    texts: what the last page has below its rows.
    """

    headings: tuple[str, ...]
    columns: Sequence[pa.DictionaryArray]
    lines: Lines
    misfits: Misfits | None
    findings: list[Finding]
    end: int | None
    texts: tuple[str, ...]


def _without_lines_of_pages(
    header: Header, columns: Sequence[pa.DictionaryArray], lines: Lines, misfits: Misfits | None
) -> _Table:
    headings, findings = header.cells, []
    top: list[Key] = []
    for row in range(min(len(lines), _ROWS_OF_UNITS)):
        cells = [column[row].as_py() for column in columns]
        if (about := described(headings, cells, int(lines[row]))) is None:
            break
        findings.append(about.finding)
        headings = about.headings or headings
        top.append(key_of(cells))
    headers = [row for row in headers_among(columns) if row >= len(top)]
    left_out = page_breaks(columns, headers, header.lines, top)
    if left_out[len(top) :].any():
        first = len(top) + int(np.argmax(left_out[len(top) :]))
        count = int(left_out[len(top) :].sum())
        findings.append(finding("page_break", line=int(lines[first]), count=count))
    left_out[: len(top)] = True
    end = next((row for row in headers if not left_out[row]), None)
    rows = np.flatnonzero(~left_out)
    last_page = range(max(len(top), len(left_out) - TAIL_ROWS, *(rows[-1:] + 1)), len(left_out))
    texts = tuple(" ".join(texts_in(column[row].as_py() for column in columns)) for row in last_page)
    if left_out.any():
        columns, lines = [taken(column, rows) for column in columns], lines[rows]
        misfits = None if misfits is None else misfits.without(left_out)
        end = None if end is None else end - int(left_out[:end].sum())
    return _Table(headings, columns, lines, misfits, findings, end, texts)


def _second_table(header: Header, line: int) -> Finding:
    """The finding about a second header: right below the first one it is the rest of a broken line; and the
    first one may be no header.
    """
    if not _is_header((header.line, header.cells)):
        return finding("header_too_low", line=line, limit=MOST_HEAD_ROWS)
    if line == header.line + 1:
        return finding("headings_broken", line=line, above=f"{header.line:,}")
    return finding("second_table", line=line)


class _Body:
    """Collects rows of a sheet into columns, batch by batch. A list of a million rows would need too much
    memory.
    """

    def __init__(self, name: str, header: Header, *, grid: bool) -> None:
        self.name = name
        self.header = header
        self.width = len(header.cells)
        self.grid = grid
        self.refused = 0
        self.findings: list[Finding] = []
        self._ended = False
        self._batches: list[list[pa.DictionaryArray]] = []
        self._lines = array("i")
        self._misfits = array("i")
        self._cells = array("i")

    def take_all(self, records: Iterable[Record]) -> None:
        for batch in _batches(iter(records), self.width, by_size=self.grid):
            rows = [cells for line, cells in batch if self._fits(line, cells)]
            if len(self._lines) > MAX_ROWS:
                raise Refused("too_many_rows", sheet=self.name, limit=MAX_ROWS)
            if len(self._lines) * self.width > MAX_CELLS:
                raise Refused("too_many_cells", sheet=self.name, limit=MAX_CELLS)
            padded = (cells if len(cells) == self.width else self._as_wide(cells) for cells in rows)
            by_column = list(zip(*padded, strict=True)) or [()] * self.width
            self._batches.append([text_column(column) for column in by_column])

    def _as_wide(self, cells: Sequence[str]) -> list[str]:
        return [*cells[: self.width], *[""] * (self.width - len(cells))]

    def _fits(self, line: int, cells: Sequence[str]) -> bool:
        if self._ended:
            self.refused += 1
            return False
        if len(cells) > self.width or (len(cells) < self.width and not self.grid):
            if any(map(str.strip, cells[self.width :])):
                self._refuse(line, cells)
                return False
            if not self.grid:
                self._misfits.append(len(self._lines))
                self._cells.append(len(cells))
        self._lines.append(line)
        return True

    def _refuse(self, line: int, cells: Sequence[str]) -> None:
        """Refuse a row with values beyond the last heading. If it is a header, the table ends before it."""
        self.refused += 1
        self._ended = look(cells) == "header"
        if self._ended:
            self.findings.append(_second_table(self.header, line))
        elif self.refused <= LISTED and self.grid:
            place = next(i for i in range(self.width, len(cells)) if cells[i].strip())
            cell, last = f"{column_letters(place + 1)}{line}", column_letters(self.width)
            value = cells[place].strip()
            self.findings.append(finding("value_beyond", line=line, value=value, cell=cell, last=last))
        elif self.refused <= LISTED:
            self.findings.append(
                finding("row_too_long", line=line, cells=plural(len(cells), "cell"), limit=self.width)
            )

    def finished(self) -> tuple[list[pa.DictionaryArray], Lines]:
        columns = [joined([batch[i] for batch in self._batches]) for i in range(self.width)]
        return columns, np.array(self._lines, dtype=np.int32)

    @property
    def misfits(self) -> Misfits:
        return Misfits(
            np.array(self._misfits, dtype=np.int64),
            np.array(self._cells, dtype=np.int32),
            alone=not self.findings,
        )


def _batches(records: Iterator[Record], width: int, *, by_size: bool) -> Iterator[list[Record]]:
    """Yields the rows in lists of moderate length. by_size: limit the cells and the text of a list too."""
    if not by_size:
        while batch := list(islice(records, max(1, min(_BATCH, _BATCH_CELLS // width)))):
            yield batch
        return
    batch, cells, text = [], 0, 0
    for record in records:
        batch.append(record)
        cells += len(record[1])
        text += sum(map(len, record[1]))
        if len(batch) == _BATCH or cells > _BATCH_CELLS or text > _BATCH_TEXT:
            yield batch
            batch, cells, text = [], 0, 0
    if batch:
        yield batch


def _filled(records: Iterable[Record]) -> Iterator[Record]:
    for line, cells in records:
        if any(map(str.strip, cells)):
            yield line, cells


def _not_as_wide(
    misfits: Misfits,
    columns: Sequence[pa.DictionaryArray],
    lines: Lines,
    kept: npt.NDArray[np.bool_],
    headings: Sequence[str],
) -> tuple[Rows, list[Finding]]:
    """The places of the rows to refuse because they are not as wide as the header, and the findings.

    Drawn rules are left out with a note: `kept` is changed. If all rows have the same number of extra empty
    cells, or the header has, a program wrote them: one question asks about all of them.
    """
    width, named = len(headings), len(key_of(headings))
    among = misfits.rows < len(lines)
    among[among] = kept[misfits.rows[among]]
    rows, cells = misfits.rows[among], misfits.cells[among]
    findings = []
    drawn = (cells == 1) & rules_among(columns[0], rows) if len(rows) else np.zeros(0, dtype=bool)
    if drawn.any():
        kept[rows[drawn]] = False
        findings.append(finding("rule_left_out", line=int(lines[rows[drawn][0]]), count=int(drawn.sum())))
        rows, cells = rows[~drawn], cells[~drawn]
    if not len(rows):
        return rows, findings
    first, more = int(lines[rows[0]]), int(cells[0])
    alike = misfits.alone and len(rows) == kept.sum() > 1 and bool((cells == more).all())
    if alike and (more > width or more == named):
        words: dict[str, Any] = {"cells": more, "limit": width, "surplus": abs(more - width)}
        return rows[:0], [*findings, finding("rows_wider", line=first, count=len(rows), **words)]
    for number, row in enumerate(rows[:LISTED].tolist()):
        code = "row_too_long" if cells[number] > width else "row_short"
        if code == "row_short" and is_row_apart([column[row].as_py() for column in columns]):
            code = "row_other_delimiter"
        count = len(rows) - LISTED + 1 if number == LISTED - 1 else 1
        words = {"cells": plural(int(cells[number]), "cell"), "limit": width}
        findings.append(finding(code, line=int(lines[row]), count=count, **words))
    return rows, findings


def _first_filled(column: pa.DictionaryArray) -> int | None:
    blank = blank_rows(column)
    if blank is None:
        return 0 if len(column) else None
    return None if blank.all() else int(np.argmin(blank))


def has_long_cell(columns: Sequence[pa.DictionaryArray]) -> bool:
    """Whether any cell has more than MAX_CELL characters."""
    return any(_longest(column) > MAX_CELL for column in columns)


def _longest(column: pa.DictionaryArray) -> int:
    return pc.max(pc.utf8_length(column.dictionary)).as_py() or 0


def _refuse_long_cells(columns: Sequence[pa.DictionaryArray], lines: Lines) -> None:
    for column in columns:
        if _longest(column) > MAX_CELL:
            too_long = pc.greater(pc.utf8_length(column.dictionary), MAX_CELL).to_numpy(zero_copy_only=False)
            line = int(lines[int(np.argmax(too_long[text_places(column)]))])
            raise Refused("cell_too_long", line=line, limit=MAX_CELL)
