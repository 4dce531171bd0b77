"""Reads two things that change the meaning of a sheet's cells: merged ranges, and tables' rows of totals."""

from dataclasses import dataclass

from benchmark.workbooks.limits import MAX_COLUMNS, MAX_MERGED, damaged, place_of, too_large
from benchmark.workbooks.messages import Mark
from benchmark.workbooks.styles import whole
from benchmark.workbooks.xml_reader import Handler, names_of

_MERGED = names_of("mergeCell")
_TABLES = names_of("table", "tableColumn")


@dataclass(frozen=True, slots=True)
class Range:
    """A range of cells, with rows and columns from 1. written: the reference in the file."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int
    written: str


def range_of(reference: str) -> Range:
    """The range of a reference such as 'B2:D8'. Raises Refusal if it is no range."""
    first, _, last = reference.partition(":")
    top, left = place_of(first)
    bottom, right = place_of(last or first)
    if top > bottom or left > right:
        raise damaged(f"'{reference[:30]}' names no range")
    return Range(top, left, bottom, right, reference)


class Merged(Handler):
    """Collects the merged ranges of a sheet by their first row."""

    def __init__(self) -> None:
        self.by_row: dict[int, list[Range]] = {}
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name not in _MERGED:
            return
        self._count += 1
        if self._count > MAX_MERGED:
            raise too_large(f"a sheet has more than {MAX_MERGED:,} merged ranges")
        merged = range_of(attributes.get("ref", ""))
        if merged.first_column <= MAX_COLUMNS:
            self.by_row.setdefault(merged.first_row, []).append(merged)


class Table(Handler):
    """A table's row of totals (0 if none), its columns, and which of them have a total or a label for it."""

    def __init__(self) -> None:
        self.row = 0
        self.columns: frozenset[int] = frozenset()
        self.totalled: set[int] = set()
        self._next = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _TABLES.get(name)
        if tag == "table":
            where = range_of(attributes.get("ref", ""))
            if whole(attributes.get("totalsRowCount", "0")) == 1:
                self.row = where.last_row
                self.columns = frozenset(range(where.first_column, where.last_column + 1))
            self._next = where.first_column
        elif tag == "tableColumn":
            if attributes.get("totalsRowFunction", "none") != "none" or attributes.get("totalsRowLabel"):
                self.totalled.add(self._next)
            self._next += 1

    def is_total(self, filled: set[int]) -> bool:
        """Whether a row has nothing but totals in the table's columns. filled: the columns with values."""
        own = filled & self.columns
        return bool(own) and own <= self.totalled


@dataclass(slots=True)
class _Open:
    merged: Range
    text: str
    noted: bool = False


class Filling:
    """Fills the first column of merged ranges downwards, in rows that have values of their own.

    A row without own values stays empty: it may be part of a tall heading. Ranges are not filled sideways:
    one heading over three columns is not three headings.
    """

    def __init__(self, merged: Merged) -> None:
        self._starts = merged.by_row
        self._rows = sorted(self._starts, reverse=True)
        self._open: dict[int, _Open] = {}

    def fill(self, line: int, cells: dict[int, str], marks: list[Mark]) -> None:
        """Put the values of merged ranges into a row's cells. Call it for rows in ascending order."""
        if not self._rows and not self._open:
            return
        for column, still in list(self._open.items()):
            if still.merged.last_row < line:
                del self._open[column]
        self._begin(line, cells)
        own = bool(cells)
        for column, still in self._open.items():
            self._mark_covered(line, still, cells, marks)
            if own and line > still.merged.first_row and still.text and column not in cells:
                cells[column] = still.text
                marks.append(
                    ("merged", column, "" if still.noted else still.merged.written, "", still.text[:80])
                )
                still.noted = True

    def _begin(self, line: int, cells: dict[int, str]) -> None:
        while self._rows and self._rows[-1] <= line:
            row = self._rows.pop()
            for merged in self._starts.pop(row):
                if merged.last_row < line:
                    continue
                if merged.first_column in self._open:
                    raise damaged(f"its merged cells {merged.written[:30]} overlap others")
                # If the range's first row was skipped, it had no value.
                text = cells.get(merged.first_column, "") if row == line else ""
                self._open[merged.first_column] = _Open(merged, text)

    @staticmethod
    def _mark_covered(line: int, still: _Open, cells: dict[int, str], marks: list[Mark]) -> None:
        """Mark other values that a merged range covers: the sheet shows only the range's first cell. Mark the
        first cell too if the range goes over other columns that are empty: its value may be of them all.
        """
        merged, written = still.merged, still.merged.written[:40]
        first, last = merged.first_column, min(merged.last_column, MAX_COLUMNS)
        for column in range(first, last + 1):
            is_first = line == merged.first_row and column == first
            if column in cells and not is_first:
                marks.append(("covered", column, written, still.text[:80], cells[column][:80]))
        if line == merged.first_row and still.text and any(i not in cells for i in range(first, last + 1)):
            marks.append(("across", first, written, str(last), still.text[:80]))
