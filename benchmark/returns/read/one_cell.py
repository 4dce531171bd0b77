"""Rows, or headings, that stand in one cell each: a file whose every line was quoted, or text pasted into a
spreadsheet that was never taken apart.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass

from benchmark.returns.read.line_kinds import DELIMITERS, Record, is_heading


@dataclass(frozen=True)
class OneCell:
    """How such rows are taken apart: at which delimiter, and whether only those of one line are."""

    delimiter: str
    line: int | None

    @property
    def at(self) -> str:
        """The delimiter in words."""
        return DELIMITERS[self.delimiter]

    def apart(self, record: Record) -> Record:
        """The record with the cells that stood in its one."""
        line, cells = record
        if self.line not in (None, line):
            return record
        text = _only(cells)
        return record if text is None else (line, _parts(text, self.delimiter))


def in_one_cell(head: Sequence[Record]) -> OneCell | None:
    """How the rows of a table are taken apart, by its first rows that are not blank; None where they are not
    to be: where the headings do not stand in one cell, or where no row below them has as many cells.
    """
    for place, (line, cells) in enumerate(head):
        text = _only(cells)
        if text is None:
            continue
        for delimiter in DELIMITERS:
            headings = _parts(text, delimiter)
            if sum(1 for heading in headings if is_heading(heading)) < 2:
                continue
            below = [row for _, row in head[place + 1 :]]
            alone = [only for row in below if (only := _only(row)) is not None]
            if any(len(_parts(only, delimiter)) == len(headings) for only in alone):
                return OneCell(delimiter, None)
            if not alone and any(len(row) == len(headings) for row in below):
                return OneCell(delimiter, line)
    return None


def _only(cells: Sequence[str]) -> str | None:
    """The text of the only cell that is filled, where it is the first one."""
    if not cells or not cells[0].strip() or any(cell.strip() for cell in cells[1:]):
        return None
    return cells[0]


def _parts(text: str, delimiter: str) -> list[str]:
    """What a line of text holds; the line itself where its quotation marks do not match."""
    try:
        rows = list(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error:
        return [text]
    return rows[0] if len(rows) == 1 else [text]
