"""Turns an Excel workbook into tables of text and findings, from the messages of the child that reads it."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Any

import numpy as np
import pyarrow as pa

from benchmark.core.settings import workbook_limits
from benchmark.core.wording import plural
from benchmark.returns.arrays import text_places
from benchmark.returns.findings import Finding, finding, shortened
from benchmark.returns.read.encoding import garbled_at, more_like_it
from benchmark.returns.read.line_kinds import Record
from benchmark.returns.read.long_accounts import wanted_of_accounts
from benchmark.returns.read.patients import Watch
from benchmark.returns.read.sheet import MOST_HEAD_ROWS, Refused, Sheet
from benchmark.returns.read.template_stamp import STAMP_SHEET, StampedBook, read_stamp
from benchmark.workbooks.limits import Refusal, column_letters
from benchmark.workbooks.messages import Message
from benchmark.workbooks.process import messages

_FINDINGS = {
    "scaled": "format_scaled",
    "read": "format_read",
    "unseen": "value_unseen",
    "unclear": "format_unclear",
    "no zeros": "zeros_unseen",
    "covered": "value_covered",
    "merged": "merged_read",
    "merged figure": "merged_figure",
    "across": "merged_across",
    "stale": "formula_nought",
    "hidden row": "rows_hidden",
    "struck": "text_struck_out",
    "no contrast": "text_white",
    "old": "formula_old",
    "hidden column": "columns_hidden",
}
"""The child's mark -> the finding's code."""
SAID_OF_CELLS = frozenset((*_FINDINGS.values(), "formulas", "words_left_out", "text_garbled"))
"""Codes of findings that matter only if the sheet is part of the return."""
_MOST_KINDS = 2_000
"""The most groups of marks, by mark, column and format, that are told apart in a sheet."""
_STAMP_ROWS = 1_000
"""The most rows of a template's stamp that are read. Each of its sheets has one."""
_YEARS = range(1990, 2100)
_MOST_HIDDEN = 20
"""The most hidden sheets that have a note each."""


@dataclass(frozen=True)
class ReadWorkbook:
    """The tables of a workbook's visible sheets, and the findings."""

    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...]


@dataclass
class _Marked:
    """A group of equal marks: its first and last line, its size, and the first mark."""

    line: int
    last: int
    count: int
    example: list[Any]


@dataclass
class _SentRows:
    """A sheet's rows as the child sends them. Collects marks, texts outside cells and counts on the way."""

    name: str
    messages: Iterator[Message]
    marked: dict[tuple[str, int, str], _Marked] = field(default_factory=dict)
    head: list[tuple[int, list[Any]]] = field(default_factory=list)
    filled: dict[int, set[int]] = field(default_factory=dict)
    """The line of each of the first rows -> the numbers of the columns in which it has a text."""
    end: Message = field(default_factory=list)
    passed_over: int = 0
    beside: list[tuple[str, str]] = field(default_factory=list)
    watch: Watch = field(default_factory=Watch)
    _rows: int = 0

    def records(self) -> Iterator[Record]:
        """Yields each row's line and cells."""
        for message in self.messages:
            if message[0] == "end":
                self.end = message
                return
            if message[0] == "said":
                self.beside.append((message[1], message[2]))
                self.watch.take([[message[2]]])
                continue
            if message[0] == "sifted":
                self.passed_over = message[1] - self._rows
                continue
            self.watch.take([cells for _, cells, _ in message[1]])
            for line, cells, marks in message[1]:
                self._rows += 1
                if self._rows <= MOST_HEAD_ROWS:
                    self.filled[line] = {at for at, cell in enumerate(cells, start=1) if cell.strip()}
                for mark in marks:
                    if self._rows <= MOST_HEAD_ROWS:
                        self.head.append((line, mark))
                    else:
                        self._mark(line, mark)
                yield line, cells

    def findings(self, header_line: int) -> Iterator[Finding]:
        """Yields findings for marks from the header on; lines above it are no part of the return. White
        headings are no finding, as a table's style may give them a dark background.
        """
        for line, mark in self.head:
            if line > header_line or (line == header_line and mark[0] != "no contrast"):
                self._mark(line, mark)
        headed = self.filled.get(header_line, set())
        for (what, column, form), marked in sorted(self.marked.items(), key=lambda item: item[1].line):
            if what == "read" and ("scaled", column, form) in self.marked:
                continue  # the question is already about this column's format
            if what == "across" and headed.isdisjoint(range(column + 1, int(marked.example[3]) + 1)):
                continue  # the other columns have no headings, as in forms with two cells for each field
            yield _finding(self.name, what, column, form, marked)
        if self.beside:
            place, text = self.beside[0]
            words: dict[str, Any] = {"place": place, "value": text, "count": len(self.beside)}
            yield finding("words_left_out", sheet=self.name, **words)
        if self.passed_over:
            yield finding("rows_passed_over", sheet=self.name, rows=self.passed_over, read=self._rows)
        _, formulas, first, totals, zeros = self.end
        if zeros:
            line, last, count = zeros
            yield finding("rows_of_zeros", sheet=self.name, line=line, lines=_lines(line, last), count=count)
        if formulas:
            yield finding("formulas", sheet=self.name, count=formulas, cell=first)
        for line in totals:
            yield finding("summary_row", sheet=self.name, line=line)

    def _mark(self, line: int, mark: list[Any]) -> None:
        what, column, form, shows, held = mark
        if not _is_figure(held) and (what == "across" or (what == "covered" and shows == held)):
            return  # words over several columns, or a code that stands in each row below its like
        if what == "merged":
            # Merged ranges of a column give one note; but a question if a figure is repeated in several rows.
            what = "merged figure" if _is_figure(held) else what
            form = ""
        group = self.marked.get((what, column, form))
        if group is not None:
            if line < group.line:
                group.line, group.example = line, mark
            group.last = max(group.last, line)
            group.count += 1
        elif len(self.marked) < _MOST_KINDS:
            self.marked[what, column, form] = _Marked(line, line, 1, mark)


def read_workbook(content: bytes) -> ReadWorkbook:
    """The tables of the visible sheets. Raises Refused if the workbook cannot be read, or if any part of it,
    hidden sheets included, looks like data of patients.
    """
    limits = workbook_limits()
    try:
        sent = messages(
            content,
            memory_mb=limits.memory_mb,
            seconds=limits.seconds,
            also=(STAMP_SHEET,),
            wanted=wanted_of_accounts(),
        )
        with closing(sent):
            return _laid_out(sent)
    except Refusal as refusal:
        raise Refused(refusal.code, **refusal.words) from refusal


def _laid_out(messages: Iterator[Message]) -> ReadWorkbook:
    sheets, findings = [], []
    hidden: list[str] = []
    beside: list[tuple[str, str]] = []
    visible = False
    book = StampedBook(None)
    unread: dict[str, Watch] = {}
    for message in messages:
        name = message[1]
        if message[0] == "unread":
            unread.setdefault(name, Watch(name)).take(message[2])
            continue
        if message[0] == "hidden":
            hidden.append(name)
            continue
        rows = _SentRows(name, messages, watch=Watch(name))
        records = rows.records()
        head = list(islice(records, _STAMP_ROWS)) if name == STAMP_SHEET else []
        stamp = read_stamp(cells for _, cells in head)
        if stamp is not None:
            book = StampedBook(stamp)
        elif message[2] != "visible":
            hidden.append(name)
        read = stamp is None and message[2] == "visible"
        visible |= read
        sheet = book.lay_out(name, chain(head, records)) if read else None
        for _ in records:  # read the sheet to its end, as the watch must see all rows
            pass
        rows.watch.refuse()
        if sheet is not None:
            sheets.append(replace(sheet, beside=tuple(rows.beside)))
            findings += [*rows.findings(sheet.header_line), *_garbled(sheet)]
        elif read:
            beside += [(f"The sheet '{name}'", text) for _, text in rows.beside]
    for watch in unread.values():
        watch.refuse()
    if not visible:
        findings.append(finding("sheets_unseen"))
    covered = (replace(sheet, beside=(*sheet.beside, *beside)) for sheet in sheets)
    return ReadWorkbook(tuple(covered), (*findings, *_hidden(hidden), *book.findings))


def _hidden(names: Sequence[str]) -> list[Finding]:
    """A note for each hidden sheet. If there are many, the last note says how many more there are."""
    notes = [finding("sheet_hidden", sheet=name, others="") for name in names[:_MOST_HIDDEN]]
    if more := len(names) - len(notes):
        others = f", and {plural(more, 'other hidden sheet')}"
        notes[-1] = finding("sheet_hidden", sheet=names[len(notes) - 1], count=more + 1, others=others)
    return notes


def _garbled(sheet: Sheet) -> list[Finding]:
    """A question about texts that an earlier program garbled, mostly Excel when it opened a CSV file."""
    count, first, read = 0, 0, ""
    texts = [column.dictionary for column in sheet.columns]
    if not texts:
        return []
    at_once = garbled_at(pa.concat_arrays(texts))  # one search for all columns: to start it is slow
    ends = np.cumsum([len(of_column) for of_column in texts])[:-1]
    for column, of_column in zip(sheet.columns, np.split(at_once, ends), strict=True):
        garbled = np.flatnonzero(of_column)
        rows = np.flatnonzero(np.isin(text_places(column), garbled)) if len(garbled) else garbled
        if len(rows):
            line = int(sheet.lines[rows[0]])
            count += len(rows)
            if not read or line < first:
                first, read = line, column[int(rows[0])].as_py().strip()
    if not read:
        return []
    words = {"read": shortened(read), "others": more_like_it(count - 1)}
    return [finding("text_garbled", sheet=sheet.name, line=first, count=count, **words)]


def _finding(sheet: str, what: str, column: int, form: str, marked: _Marked) -> Finding:
    _, _, _, shows, held = marked.example
    letters = column_letters(column)
    return finding(
        _FINDINGS[what],
        sheet=sheet,
        line=marked.line,
        column=letters,
        value=held,
        count=marked.count,
        cell=f"{letters}{marked.line}",
        format=form,
        shows=f"'{shows}'" if shows else "nothing" if what == "unseen" else "something else",
        lines=_lines(marked.line, marked.last),
    )


def _lines(first: int, last: int) -> str:
    return f"row {first:,}" if first == last else f"rows {first:,} to {last:,}"


def _is_figure(text: str) -> bool:
    """Whether a text is a figure that could be a sum of several rows. A year could not."""
    plain = text.replace(".", "", 1).lstrip("-")
    return plain.isdigit() and not (text.isdigit() and int(text) in _YEARS)
