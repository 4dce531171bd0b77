"""Splits rows or headings that are in one cell each: every line of the file was quoted, or text was pasted
into a spreadsheet and not split into columns.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass

from benchmark.returns.read.line_kinds import DELIMITERS, Record, is_heading


@dataclass(frozen=True)
class OneCell:
    """How to split such rows: at which delimiter. line: the only line to split, None for all lines."""

    delimiter: str
    line: int | None

    @property
    def at(self) -> str:
        """The delimiter's name, in the plural."""
        return DELIMITERS[self.delimiter]

    def apart(self, record: Record) -> Record:
        """The record split into cells; unchanged if it is not to be split."""
        line, cells = record
        if self.line not in (None, line):
            return record
        text = _only(cells)
        return record if text is None else (line, _parts(text, self.delimiter))


def in_one_cell(head: Sequence[Record]) -> OneCell | None:
    """How to split the rows of a table, judged by its first rows that are not blank. None if the headings are
    not in one cell, or if no row below them has as many cells.
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
    """The text of the first cell if it alone is filled; else None."""
    if not cells or not cells[0].strip() or any(cell.strip() for cell in cells[1:]):
        return None
    return cells[0]


def _parts(text: str, delimiter: str) -> list[str]:
    """The cells in a line of text; the whole line as one cell if its quotation marks do not match."""
    try:
        rows = list(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error:
        return [text]
    return rows[0] if len(rows) == 1 else [text]
