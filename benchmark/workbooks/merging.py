"""Merged cells: the value of a range that goes down stands in each of its rows."""

from dataclasses import dataclass

from benchmark.workbooks.limits import MAX_COLUMNS, damaged
from benchmark.workbooks.messages import Mark
from benchmark.workbooks.tables import Merged, Range


@dataclass(slots=True)
class _Open:
    merged: Range
    text: str
    told: bool = False


class Filling:
    """Fills the first column of merged ranges down, in rows that hold something of their own.

    A row without values of its own stays empty: it is a part of a tall heading, or of nothing. A range that
    goes across is not filled across: one heading over three columns is not three headings.
    """

    def __init__(self, merged: Merged) -> None:
        self._starts = merged.by_row
        self._rows = sorted(self._starts, reverse=True)
        self._open: dict[int, _Open] = {}

    def fill(self, line: int, cells: dict[int, str], marks: list[Mark]) -> None:
        """Put the values of merged ranges into a row's cells. Rows come in their order."""
        if not self._rows and not self._open:
            return
        for column, still in list(self._open.items()):
            if still.merged.last_row < line:
                del self._open[column]
        self._begin(line, cells)
        own = bool(cells)
        for column, still in self._open.items():
            self._mark_covered(line, still.merged, cells, marks)
            if own and line > still.merged.first_row and still.text and column not in cells:
                cells[column] = still.text
                marks.append(
                    ("merged", column, "" if still.told else still.merged.written, "", still.text[:80])
                )
                still.told = True

    def _begin(self, line: int, cells: dict[int, str]) -> None:
        while self._rows and self._rows[-1] <= line:
            row = self._rows.pop()
            for merged in self._starts.pop(row):
                if merged.last_row < line:
                    continue
                if merged.first_column in self._open:
                    raise damaged(f"its merged cells {merged.written[:30]} overlap others")
                # A first row that was passed over held no value.
                text = cells.get(merged.first_column, "") if row == line else ""
                self._open[merged.first_column] = _Open(merged, text)

    @staticmethod
    def _mark_covered(line: int, merged: Range, cells: dict[int, str], marks: list[Mark]) -> None:
        """Values under a merged range: the sheet shows the first alone."""
        for column in range(merged.first_column, min(merged.last_column, MAX_COLUMNS) + 1):
            first = line == merged.first_row and column == merged.first_column
            if column in cells and not first:
                marks.append(("covered", column, merged.written[:40], "", cells[column][:80]))
