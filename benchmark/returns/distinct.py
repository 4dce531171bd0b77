"""A column of text checked by its distinct values: each is read, looked up and validated once.

A return of a million rows repeats a few hundred codes, settings and scores, so what would take a validation
per cell takes one per value, by the very validators of the kind's model. Rows are then told apart by arrays.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pydantic import ValidationError

from benchmark.returns.cells import Cell, read_cell
from benchmark.returns.columns import ARROW, Column
from benchmark.returns.findings import LISTED, Finding, finding
from benchmark.returns.sheet import Lines

Mask = npt.NDArray[np.bool_]
Resolve = Callable[[Cell, Column], Cell]
"""Looks a cell's code or name up; gives it back as it was where there is nothing to look up."""
Place = Callable[[int], dict[str, Any]]
"""The sheet, line and column of a row's cell, as a finding takes them."""

_CODES = {
    "not_a_number": "not_a_number",
    "not_whole": "not_whole",
    "bad_date": "bad_date",
    "bad_financial_year": "bad_financial_year",
    "literal_error": "not_in_list",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
    "string_too_long": "text_length",
    "string_too_short": "value_missing",
    "bool_parsing": "not_in_list",
}
"""pydantic's kind of error -> the finding's code; a pattern's mismatch depends on what the column holds."""


@dataclass(frozen=True)
class CheckedColumn:
    """A column's distinct values and, for each row, which of them it holds.

    raw: as written. values: typed; None where empty or wrong. right: whether each value holds.
    """

    column: Column
    raw: Sequence[str]
    cells: Sequence[Cell]
    values: Sequence[Any]
    right: Mask
    of_row: npt.NDArray[np.int64]

    def right_rows(self) -> Mask:
        return self.right[self.of_row] if len(self.raw) else np.zeros(0, dtype=bool)

    def typed(self, rows: npt.NDArray[np.int64]) -> pa.Array:
        """The typed values of these rows; texts as numbers into their distinct ones, as they were checked."""
        if self.column.shape != "text":
            distinct = pa.array(self.values, ARROW[self.column.shape])
            return distinct.take(pa.array(self.of_row[rows]))
        numbers: dict[str, int] = {}
        of_value = [-1 if text is None else numbers.setdefault(text, len(numbers)) for text in self.values]
        of_row = np.array(of_value, dtype=np.int32)[self.of_row[rows]]
        return pa.DictionaryArray.from_arrays(
            pa.array(of_row, mask=of_row < 0), pa.array(list(numbers), pa.string())
        )


def check_column(texts: pa.Array, column: Column, *, delimiter: str, resolve: Resolve) -> CheckedColumn:
    """The column's values, read and validated."""
    encoded = texts.dictionary_encode()
    raw = encoded.dictionary.to_pylist()
    cells = [resolve(read_cell(text, column, delimiter=delimiter), column) for text in raw]
    values, cells = _validated(cells, column)
    return CheckedColumn(
        column=column,
        raw=raw,
        cells=cells,
        values=values,
        right=np.array([not cell.error for cell in cells], dtype=bool),
        of_row=encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64),
    )


def _validated(cells: Sequence[Cell], column: Column) -> tuple[list[Any], list[Cell]]:
    """Each cell's typed value, and the cells with what the model finds wrong with them."""
    result = list(cells)
    values: list[Any] = [None] * len(cells)
    waiting = []
    for i, cell in enumerate(cells):
        if cell.error:
            continue
        if cell.text is None:
            if not column.optional:
                result[i] = Cell(None, cell.notes, "value_missing")
            continue
        waiting.append(i)
    while waiting:
        try:
            typed = column.adapter.validate_python([cells[i].text for i in waiting])
        except ValidationError as error:
            wrong = {int(fault["loc"][0]): fault for fault in reversed(error.errors(include_url=False))}
            for at, fault in wrong.items():
                cell = cells[waiting[at]]
                code, words = _fault(str(fault["type"]), fault["msg"], cell, column)
                result[waiting[at]] = Cell(None, cell.notes, code, words)
            waiting = [i for at, i in enumerate(waiting) if at not in wrong]
            continue
        for i, value in zip(waiting, typed, strict=True):
            values[i] = value
        break
    return values, result


def _fault(kind: str, message: str, cell: Cell, column: Column) -> tuple[str, dict[str, Any]]:
    if kind == "string_pattern_mismatch":
        if column.written == "financial_year":
            return "bad_financial_year", {}
        return ("bad_key" if column.is_key else "bad_code" if column.refers_to else "value_wrong"), {
            "reason": message
        }
    code = _CODES.get(kind, "value_wrong")
    options = ", ".join(column.options) or "true, false"
    return code, {"reason": message, "options": options, "length": len(cell.text or "")}


def column_findings(checked: CheckedColumn, place: Place, *, told: Mask | None = None) -> list[Finding]:
    """An error for each cell that does not hold, a note for each value that was read differently.

    told: the rows whose cells are told of; None for all. A cell that stands for several rows is told once.
    """
    rows = np.arange(len(checked.of_row)) if told is None else np.flatnonzero(told)
    return _errors(checked, rows, place) + _notes(checked, rows, place)


def _errors(checked: CheckedColumn, told: npt.NDArray[np.int64], place: Place) -> list[Finding]:
    column, found = checked.column, []
    codes = sorted({cell.error for cell in checked.cells if cell.error})
    for code in codes:
        these = np.array([cell.error == code for cell in checked.cells], dtype=bool)
        rows = told[these[checked.of_row[told]]]
        for n, row in enumerate(rows[:LISTED], start=1):
            value = int(checked.of_row[row])
            found.append(
                finding(
                    code,
                    value=checked.raw[value],
                    **(
                        {"description": column.description, "range": column.range_in_words}
                        | checked.cells[value].words
                        | {"count": max(1, len(rows) - LISTED + 1) if n == LISTED else 1}
                        | place(int(row))
                    ),
                )
            )
    return found


def _notes(checked: CheckedColumn, told: npt.NDArray[np.int64], place: Place) -> list[Finding]:
    """One note for each distinct value and conversion, on its first line, counting its cells."""
    if not any(cell.notes for cell in checked.cells):
        return []
    size = len(checked.raw)
    first = np.zeros(size, dtype=np.int64)
    first[checked.of_row[told][::-1]] = told[::-1]
    counts = np.bincount(checked.of_row[told], minlength=size)
    found: list[Finding] = []
    for value, cell in enumerate(checked.cells):
        if counts[value]:
            found += [
                finding(
                    note.code,
                    value=checked.raw[value],
                    count=int(counts[value]),
                    **(note.words | place(int(first[value]))),
                )
                for note in cell.notes
                if len(found) < LISTED
            ]
    return found


def lines_place(lines: Lines, sheet: str, heading: str) -> Place:
    """Where a row's cell is, for a column that is one column of the file."""

    def place(row: int) -> dict[str, Any]:
        return {"line": int(lines[row]), "sheet": sheet, "column": heading}

    return place
