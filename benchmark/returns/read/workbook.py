"""Excel workbooks to tables of text: what a child process tells of one, laid out, and what is to be said."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Any

import numpy as np
import pyarrow as pa

from benchmark.core.settings import workbook_limits
from benchmark.returns.arrays import offered_systems
from benchmark.returns.findings import Finding, finding, shortened
from benchmark.returns.read.encoding import garbled_at, more_like_it
from benchmark.returns.read.line_kinds import Record
from benchmark.returns.read.long_accounts import wanted_of_accounts
from benchmark.returns.read.patients import Watch
from benchmark.returns.read.sheet import HEAD_ROWS, Refused, Sheet
from benchmark.returns.read.template_stamp import STAMP_SHEET, StampedBook, read_stamp
from benchmark.workbooks.limits import Refusal, column_letters
from benchmark.workbooks.messages import Message
from benchmark.workbooks.process import messages

_FINDINGS = {
    "scaled": "format_scaled",
    "read": "format_read",
    "unseen": "value_unseen",
    "unclear": "format_unclear",
    "covered": "value_covered",
    "merged": "merged_read",
    "merged figure": "merged_figure",
    "stale": "formula_nought",
    "hidden row": "rows_hidden",
    "struck": "text_struck_out",
    "white": "text_white",
    "hidden column": "columns_hidden",
}
"""What the reader marks -> the finding's code."""
SAID_OF_CELLS = frozenset((*_FINDINGS.values(), "formulas", "words_left_out", "text_garbled"))
"""Findings that matter only where a sheet is part of the return."""
_MOST_KINDS = 2_000
"""Places of one kind, by column and format, that are told apart in a sheet."""
_STAMP_ROWS = 1_000
"""Rows of a template's stamp that are read: one for each of its sheets."""
_YEARS = range(1990, 2100)


@dataclass(frozen=True)
class ReadWorkbook:
    """A workbook's visible tables, and what was found on the way."""

    sheets: tuple[Sheet, ...]
    findings: tuple[Finding, ...]


@dataclass
class _Marked:
    """Where a thing was first marked, how often, and on which lines: the first and the last."""

    line: int
    last: int
    count: int
    example: list[Any]


@dataclass
class _Told:
    """A sheet's rows as the child tells them, and what it marks on the way."""

    name: str
    told: Iterator[Message]
    marked: dict[tuple[str, int, str], _Marked] = field(default_factory=dict)
    head: list[tuple[int, list[Any]]] = field(default_factory=list)
    end: Message = field(default_factory=list)
    passed_over: int = 0
    said: list[tuple[str, str]] = field(default_factory=list)
    watch: Watch = field(default_factory=Watch)
    _rows: int = 0

    def records(self) -> Iterator[Record]:
        """Each row's line and texts."""
        for message in self.told:
            if message[0] == "end":
                self.end = message
                return
            if message[0] == "said":
                self.said.append((message[1], message[2]))
                self.watch.take([[message[2]]])
                continue
            if message[0] == "sifted":
                self.passed_over = message[1] - self._rows
                continue
            self.watch.take([cells for _, cells, _ in message[1]])
            for line, cells, marks in message[1]:
                self._rows += 1
                for mark in marks:
                    if self._rows <= HEAD_ROWS:
                        self.head.append((line, mark))
                    else:
                        self._mark(line, mark)
                yield line, cells

    def findings(self, header_line: int) -> Iterator[Finding]:
        """What was marked from the header on: what stands above it is no part of the return. White headings
        may stand on a ground that a table's style gives them.
        """
        for line, mark in self.head:
            if line > header_line or (line == header_line and mark[0] != "white"):
                self._mark(line, mark)
        for (what, column, form), marked in sorted(self.marked.items(), key=lambda item: item[1].line):
            if what == "read" and ("scaled", column, form) in self.marked:
                continue  # the question speaks of the column's format
            yield _finding(self.name, what, column, form, marked)
        if self.said:
            place, text = self.said[0]
            words: dict[str, Any] = {"place": place, "value": text, "count": len(self.said)}
            yield finding("words_left_out", sheet=self.name, **words)
        if self.passed_over:
            yield finding("rows_passed_over", sheet=self.name, rows=self.passed_over, read=self._rows)
        _, formulas, first, totals = self.end
        if formulas:
            yield finding("formulas", sheet=self.name, count=formulas, cell=first)
        for line in totals:
            yield finding("summary_row", sheet=self.name, line=line)

    def _mark(self, line: int, mark: list[Any]) -> None:
        what, column, form, _, held = mark
        if what == "merged":
            # Ranges down a column are said as one, but for figures: one that stands in several rows is asked.
            what = "merged figure" if _is_figure(held) else what
            form = ""
        known = self.marked.get((what, column, form))
        if known is not None:
            if line < known.line:
                known.line, known.example = line, mark
            known.last = max(known.last, line)
            known.count += 1
        elif len(self.marked) < _MOST_KINDS:
            self.marked[what, column, form] = _Marked(line, line, 1, mark)


def read_workbook(content: bytes) -> ReadWorkbook:
    """Every visible sheet that holds a table. Raises Refused when the workbook cannot be read, and where any
    sheet looks like patients, hidden ones and what else the workbook keeps among them.
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
    sheets, found = [], []
    book = StampedBook(None)
    unread: dict[str, Watch] = {}
    for message in messages:
        name = message[1]
        if message[0] == "unread":
            unread.setdefault(name, Watch(name)).take(message[2])
            continue
        if message[0] == "hidden":
            found.append(finding("sheet_hidden", sheet=name))
            continue
        rows = _Told(name, messages, watch=Watch(name))
        records = rows.records()
        head = list(islice(records, _STAMP_ROWS)) if name == STAMP_SHEET else []
        stamp = read_stamp(cells for _, cells in head)
        if stamp is not None:
            book = StampedBook(stamp)
        elif message[2] != "visible":
            found.append(finding("sheet_hidden", sheet=name))
        read = stamp is None and message[2] == "visible"
        sheet = book.lay_out(name, chain(head, records)) if read else None
        for _ in records:  # what a sheet without a table still tells
            pass
        rows.watch.refuse()
        if sheet is not None:
            sheets.append(replace(sheet, beside=tuple(rows.said)))
            found += [*rows.findings(sheet.header_line), *_garbled(sheet)]
    for watch in unread.values():
        watch.refuse()
    return ReadWorkbook(tuple(sheets), (*found, *book.findings))


def _garbled(sheet: Sheet) -> list[Finding]:
    """A question for the first text that an earlier program garbled: mostly a CSV file opened in Excel."""
    count, first, read = 0, 0, ""
    texts = [column.dictionary for column in sheet.columns]
    if not texts:
        return []
    at_once = garbled_at(pa.concat_arrays(texts))  # to prepare the search takes longer than a small sheet
    ends = np.cumsum([len(own) for own in texts])[:-1]
    for column, of_column in zip(sheet.columns, np.split(at_once, ends), strict=True):
        garbled = np.flatnonzero(of_column)
        rows = np.flatnonzero(np.isin(offered_systems(column), garbled)) if len(garbled) else garbled
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
    lines = (
        f"row {marked.line:,}" if marked.line == marked.last else f"rows {marked.line:,} to {marked.last:,}"
    )
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
        lines=lines,
    )


def _is_figure(text: str) -> bool:
    """Whether a text is a figure that could be a sum of several rows: a year could not."""
    plain = text.replace(".", "", 1).lstrip("-")
    return plain.isdigit() and not (text.isdigit() and int(text) in _YEARS)
