"""A table of text found in a sheet: its header by names, its rows with their lines, nothing around it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from benchmark.returns.findings import LISTED, Finding, capped, finding
from benchmark.returns.text_columns import blank_rows, joined, places_of, taken, text_column
from benchmark.returns.vocabulary import heading_key, known_headings

HEAD_ROWS = 60
"""Rows among which the header is looked for, and rows at the end among which footnotes are."""
MAX_COLUMNS = 500
MAX_ROWS = 2_000_000
MAX_CELL = 32_767
"""Characters: what a spreadsheet's cell holds. A longer one is a quotation mark that was never closed."""
_BATCH = 50_000

Lines = npt.NDArray[np.int32]
Record = tuple[int, Sequence[str]]
"""The line on which a row starts, and its cells."""


@dataclass(frozen=True)
class Sheet:
    """One table of text. `columns`, as text_columns has them, stand under `headings`, all as long as `lines`;
    `above` is the text over the header; `refused` counts rows that could not be laid out under it;
    `stamped_as` is the layout that a template's stamp names.
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


@dataclass(frozen=True)
class Header:
    """Where a table begins: its sheet, the headings as written and their line, the text above them."""

    sheet: str
    cells: tuple[str, ...]
    line: int
    above: tuple[str, ...]


class Refused(Exception):
    """The file cannot be read on, for a reason that is a finding's code and words."""

    def __init__(self, code: str, **words: Any) -> None:
        super().__init__(code)
        self.code = code
        self.words = words


def find_header(rows: Sequence[Sequence[str]]) -> int | None:
    """The row that holds most known headings; where none does, the first of the fullest rows; None if all
    are blank. By its names, not by its number: next year's file will move it.
    """
    known = known_headings()
    best, best_score = None, (0, 0)
    for index, cells in enumerate(rows):
        filled = [heading_key(cell) for cell in cells if cell.strip()]
        score = (len({name for name in filled if _is_known(name, known)}), len(filled))
        if score > best_score:
            best, best_score = index, score
    return best


def _is_known(name: str, known: frozenset[str]) -> bool:
    return name in known or (name[:4].isdigit() and name.endswith("average"))


def lay_out(name: str, records: Iterable[Record], *, grid: bool = False) -> Sheet | None:
    """The table in a sheet's rows; None when all are blank.

    grid: the rows are a workbook's, where each cell has its place: a short row only ends in empty cells.
    """
    records = _filled(records)
    head = list(islice(records, HEAD_ROWS))
    at = find_header([cells for _, cells in head])
    if at is None:
        return None
    line, cells = head[at]
    header = Header(name, tuple(cells), line, tuple(_joined(row) for _, row in head[:at]))
    if len(cells) > MAX_COLUMNS:
        raise Refused("too_many_columns", sheet=name, columns=len(cells), limit=MAX_COLUMNS)
    body = _Body(name, len(cells), grid=grid)
    body.take_all(head[at + 1 :])
    body.take_all(records)
    columns, lines = body.finished()
    return table_under(header, columns, lines, refused=body.refused, findings=body.findings)


def table_under(
    header: Header,
    columns: Sequence[pa.DictionaryArray],
    lines: Lines,
    *,
    refused: int = 0,
    findings: Sequence[Finding] = (),
) -> Sheet:
    """The sheet of these columns, without footnotes below and without empty columns."""
    found = list(findings)
    _refuse_long_cells(columns, lines)
    footnotes = _footnotes(columns, lines, len(header.cells))
    if footnotes:
        first = int(lines[len(lines) - footnotes])
        found = [entry for entry in found if entry.code != "row_short" or (entry.line or 0) < first]
        found.append(finding("footnote", line=first, count=footnotes))
        lines = lines[: len(lines) - footnotes]
        columns = [taken(column, np.arange(len(lines))) for column in columns]
    if any(header.above):
        found.append(finding("lines_above_header", count=sum(1 for text in header.above if text)))
    headings, kept = [], []
    for position, (heading, column) in enumerate(zip(header.cells, columns, strict=True), start=1):
        text = " ".join(heading.replace("\u00a0", " ").split())
        if text:
            headings.append(text)
            kept.append(column)
        elif _any_filled(column):
            found.append(finding("heading_blank", line=header.line, position=position))
    return Sheet(
        name=header.sheet,
        above=header.above,
        headings=tuple(headings),
        header_line=header.line,
        columns=tuple(kept),
        lines=lines,
        refused=refused,
        findings=tuple(found),
    )


def _joined(cells: Sequence[str]) -> str:
    return " ".join(cell.strip() for cell in cells if cell.strip())


class _Body:
    """Rows of a sheet gathered into columns, batch by batch: a list of a million rows would not fit."""

    def __init__(self, name: str, width: int, *, grid: bool) -> None:
        self.name = name
        self.width = width
        self.grid = grid
        self.refused = 0
        self.findings: list[Finding] = []
        self._batches: list[list[pa.DictionaryArray]] = []
        self._lines: list[int] = []

    def take_all(self, records: Iterable[Record]) -> None:
        records = iter(records)
        while batch := list(islice(records, _BATCH)):
            rows = [cells for line, cells in batch if self._fits(line, cells)]
            if len(self._lines) > MAX_ROWS:
                raise Refused("too_many_rows", sheet=self.name, limit=MAX_ROWS)
            padded = (list(cells[: self.width]) + [""] * (self.width - len(cells)) for cells in rows)
            by_column = list(zip(*padded, strict=True)) or [()] * self.width
            self._batches.append([text_column(column) for column in by_column])

    def _fits(self, line: int, cells: Sequence[str]) -> bool:
        if len(cells) > self.width and any(cell.strip() for cell in cells[self.width :]):
            self.refused += 1
            if self.refused <= LISTED:
                self.findings.append(finding("row_too_long", line=line, cells=len(cells), limit=self.width))
            return False
        if len(cells) < self.width and not self.grid and len(self.findings) <= 2 * LISTED:
            self.findings.append(finding("row_short", line=line, cells=len(cells), limit=self.width))
        self._lines.append(line)
        return True

    def finished(self) -> tuple[list[pa.DictionaryArray], Lines]:
        columns = [joined([batch[i] for batch in self._batches]) for i in range(self.width)]
        self.findings = capped(self.findings)
        return columns, np.array(self._lines, dtype=np.int32)


def _filled(records: Iterable[Record]) -> Iterator[Record]:
    for line, cells in records:
        if any(cells) and any(cell.strip() for cell in cells):
            yield line, cells


def _any_filled(column: pa.DictionaryArray) -> bool:
    blank = blank_rows(column)
    return bool(len(column)) and (blank is None or not blank.all())


def has_long_cell(columns: Sequence[pa.DictionaryArray]) -> bool:
    """Whether a cell is longer than a spreadsheet's can be."""
    return any(_longest(column) > MAX_CELL for column in columns)


def _longest(column: pa.DictionaryArray) -> int:
    return pc.max(pc.utf8_length(column.dictionary)).as_py() or 0


def _refuse_long_cells(columns: Sequence[pa.DictionaryArray], lines: Lines) -> None:
    for column in columns:
        if _longest(column) > MAX_CELL:
            too_long = pc.greater(pc.utf8_length(column.dictionary), MAX_CELL).to_numpy(zero_copy_only=False)
            line = int(lines[int(np.argmax(too_long[places_of(column)]))])
            raise Refused("cell_too_long", line=line, limit=MAX_CELL)


def _footnotes(columns: Sequence[pa.DictionaryArray], lines: Lines, width: int) -> int:
    """How many rows at the end are text below the table rather than rows of it.

    A row is text when one of its cells is filled, with words; or, after a blank line, when few are. A single
    word is not: it may be what a cut-off file has left of a row.
    """
    if width < 3:
        return 0
    start = max(0, len(lines) - HEAD_ROWS)
    tail = list(zip(*(column.slice(start).to_pylist() for column in columns), strict=True))
    count = 0
    for offset in range(len(tail) - 1, -1, -1):
        filled = [cell.strip() for cell in tail[offset] if cell.strip()]
        words = " " in filled[0] or filled[0].startswith(("*", "[", "†", "Note"))
        if not words or (len(filled) > 1 and not _stands_apart(lines[start:], offset, tail, width)):
            break
        count = len(tail) - offset
    return count


def _stands_apart(lines: Lines, offset: int, tail: Sequence[Sequence[str]], width: int) -> bool:
    """Whether a row belongs to a block after a blank line in which every row has few cells."""
    few = max(2, width // 3)
    for i in range(offset, 0, -1):
        if sum(1 for cell in tail[i] if cell.strip()) > few:
            return False
        if lines[i] - lines[i - 1] > 1:
            return True
    return False
