"""Checks a column of text by its distinct values: each is read, looked up and validated once.

A return of a million rows repeats a few hundred codes, settings and scores. So one validation per value is
enough, by the validators of the kind's model; arrays then give each row its result.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
from pydantic import ValidationError

from benchmark.returns.arrays import Groups, Mask, Places, Rows, text_places
from benchmark.returns.check.cells import Cell, read_cell
from benchmark.returns.columns import ARROW, Column
from benchmark.returns.findings import LISTED, Finding, finding
from benchmark.returns.read.sheet import Lines
from benchmark.returns.recognise.heading_units import HeadingUnit

Resolve = Callable[[Sequence[Cell], Column], list[Cell]]
"""Looks up the codes and names in cells; other cells come back unchanged."""
Place = Callable[[int], dict[str, Any]]
"""A row's place -> the sheet, line and column of its cell, as arguments for a finding."""

_CODES = {
    "not_a_number": "not_a_number",
    "not_whole": "not_whole",
    "number_too_long": "number_too_long",
    "bad_date": "bad_date",
    "date_parsing": "bad_date",
    "date_from_datetime_parsing": "bad_date",
    "bad_financial_year": "bad_financial_year",
    "literal_error": "not_in_list",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
    "string_too_long": "text_length",
    "string_too_short": "value_wrong",
    "bool_parsing": "not_in_list",
}
"""pydantic's kind of error -> the finding's code. The code for a pattern depends on the column."""


@dataclass(frozen=True)
class CheckedColumn:
    """A column's distinct values, and for each row the place of its value.

    raw: as written. values: typed; None if empty or wrong. right: a mask of valid values.
    """

    column: Column
    raw: Sequence[str]
    cells: Sequence[Cell]
    values: Sequence[Any]
    right: Mask
    of_row: Places

    def wrong_rows(self) -> Mask | None:
        """A mask of the rows with an invalid cell; None if there are none."""
        return None if self.right.all() else ~self.right[self.of_row]

    def typed(self, rows: Rows | None) -> pa.Array:
        """The typed values of these rows, None for all rows. Texts are dictionary-encoded."""
        of_row = self.of_row if rows is None else self.of_row[rows]
        if self.column.shape != "text":
            return pa.array(self.values, ARROW[self.column.shape]).take(pa.array(of_row))
        numbers, of_value = _numbered(self.values)
        if not np.array_equal(of_value, np.arange(len(of_value))):  # otherwise the numbers do not change
            of_row = of_value[of_row]
        none = of_row < 0 if None in numbers else None
        return pa.DictionaryArray.from_arrays(
            pa.array(of_row, mask=none), pa.array([text for text in numbers if text is not None], pa.string())
        )

    def groups(self, rows: Rows | None) -> Groups:
        """These rows grouped by value, None for all rows."""
        numbers, of_value = _numbered(self.values)
        shifted = (of_value + (None in numbers)).astype(np.int64)
        return Groups(shifted[self.of_row if rows is None else self.of_row[rows]], len(numbers))


def _numbered(values: Sequence[Any]) -> tuple[dict[Any, int], Places]:
    """Each distinct value's number, from 0, -1 for None; and the number of each value in the sequence."""
    numbers: dict[Any, int] = {}
    for value in values:
        if value is None:
            numbers[None] = -1
        else:
            numbers.setdefault(value, len(numbers) - (None in numbers))
    return numbers, np.array([numbers[value] for value in values], dtype=np.int32)


def check_column(
    texts: pa.DictionaryArray,
    column: Column,
    *,
    delimiter: str,
    resolve: Resolve,
    unit: HeadingUnit | None = None,
) -> CheckedColumn:
    """Read and validate the column's values. unit: the unit of amounts in its heading."""
    raw = texts.dictionary.to_pylist()
    cells = resolve([read_cell(text, column, delimiter=delimiter, unit=unit) for text in raw], column)
    values, cells = _validated(cells, column)
    if column.category:
        cells = [_of_known_category(cell, value, column) for cell, value in zip(cells, values, strict=True)]
    return CheckedColumn(
        column=column,
        raw=raw,
        cells=cells,
        values=values,
        right=np.array([not cell.error for cell in cells], dtype=bool),
        of_row=text_places(texts),
    )


def _of_known_category(cell: Cell, value: Any, column: Column) -> Cell:
    """The cell; or an error if a publication's edition has an unknown category."""
    if cell.error not in ("", "not_in_list") or (
        not cell.error and (value is None or value in column.options)
    ):
        return cell
    words = {"what": column.category, "options": ", ".join(column.options), "note": column.category_note}
    return Cell(None, cell.notes, "category_unknown", words)


def _validated(cells: Sequence[Cell], column: Column) -> tuple[list[Any], list[Cell]]:
    """Each cell's typed value, and the cells with the model's errors."""
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
        if column.written == "address":
            return "bad_address", {}
        if column.written == "group_code":
            return "bad_group_code", {}
        return ("bad_key" if column.is_key else "bad_code" if column.refers_to else "value_wrong"), {
            "reason": message
        }
    code = _CODES.get(kind, "value_wrong")
    options = ", ".join(column.options) or "true, false"
    return code, {"reason": message, "options": options, "length": len(cell.text or "")}


def column_findings(checked: CheckedColumn, place: Place, *, shown: Mask | None = None) -> list[Finding]:
    """An error for each invalid cell, a note for each value that was read differently.

    shown: the rows to report, None for all: a cell that became several rows is reported once.
    """
    if checked.right.all() and not any(cell.notes for cell in checked.cells):
        return []
    rows = np.arange(len(checked.of_row)) if shown is None else np.flatnonzero(shown)
    return _errors(checked, rows, place) + _notes(checked, rows, place)


def _errors(checked: CheckedColumn, shown: Rows, place: Place) -> list[Finding]:
    column, findings = checked.column, []
    codes = sorted({cell.error for cell in checked.cells if cell.error})
    for code in codes:
        these = np.array([cell.error == code for cell in checked.cells], dtype=bool)
        rows = shown[these[checked.of_row[shown]]]
        first: dict[tuple[int, str], Finding] = {}
        for n, row in enumerate(rows[:LISTED].tolist(), start=1):
            value, at = int(checked.of_row[row]), place(row)
            count = max(1, len(rows) - LISTED + 1) if n == LISTED else 1
            same = first.get((value, at["column"]))
            if same is not None:
                findings.append(same.elsewhere(file="", sheet=at["sheet"], line=at["line"], count=count))
                continue
            words: dict[str, Any] = {"description": column.description, "range": column.range_in_words}
            words |= checked.cells[value].words
            findings.append(finding(code, value=checked.raw[value], count=count, **(words | at)))
            first[value, at["column"]] = findings[-1]
    return findings


def _notes(checked: CheckedColumn, shown: Rows, place: Place) -> list[Finding]:
    """One note for each distinct value and conversion, on its first line, with the count of its cells; one
    question for a whole column.
    """
    if not any(cell.notes for cell in checked.cells):
        return []
    size = len(checked.raw)
    first = np.zeros(size, dtype=np.int64)
    first[checked.of_row[shown][::-1]] = shown[::-1]
    counts = np.bincount(checked.of_row[shown], minlength=size)
    findings: list[Finding] = []
    asked: dict[str, int] = {}
    for value, cell in enumerate(checked.cells):
        for note in cell.notes if counts[value] else ():
            if (at := asked.get(note.code)) is not None:
                findings[at] = replace(findings[at], count=findings[at].count + int(counts[value]))
            elif len(findings) < LISTED:
                words = note.words | place(int(first[value]))
                findings.append(
                    finding(note.code, value=checked.raw[value], count=int(counts[value]), **words)
                )
                if findings[-1].severity == "question":
                    asked[note.code] = len(findings) - 1
    return findings


def lines_place(lines: Lines, sheet: str, heading: str) -> Place:
    """The Place function of a column that is one column of the file."""

    def place(row: int) -> dict[str, Any]:
        return {"line": int(lines[row]), "sheet": sheet, "column": heading}

    return place
