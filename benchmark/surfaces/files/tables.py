"""Tables as files that a spreadsheet opens without running anything."""

import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd
import xlsxwriter

from benchmark.core.columns import Column, Filled
from benchmark.core.wording import without_formula

HEADER_ROW: Final = 2
"""From 0: above it stand what the table is and an empty row."""
NARROWEST, WIDEST = 8, 60
"""Characters of a sheet's columns."""


def csv_bytes(frame: pd.DataFrame, *, byte_order_mark: bool = False) -> bytes:
    """A table as CSV in UTF-8; no cell of text is left that a spreadsheet would take for a formula.

    byte_order_mark: Excel on Windows reads a file as UTF-8 only where it starts with one.
    """
    safe = frame.copy()
    safe.columns = pd.Index([without_formula(str(name)) for name in frame.columns])
    for position in range(len(frame.columns)):
        column = frame.iloc[:, position]  # by position: two columns may share a name
        if not pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_datetime64_any_dtype(column):
            # As objects, or whole numbers beside a gap would be written as 24.0.
            cells = pd.Series([without_formula(value) for value in column], dtype=object)
            safe.isetitem(position, cells.array)
    text: str = safe.to_csv(index=False, lineterminator="\r\n")
    return text.encode("utf-8-sig" if byte_order_mark else "utf-8")


def workbook_bytes(rows: Filled, *, heading: str, notes: Sequence[str], marks: Mapping[str, Any]) -> bytes:
    """A table as .xlsx: typed cells under headings for people, with filters; a second sheet explains them.

    heading: what it is, above the table. notes: what is said with it, below the meanings. marks: what every
    row says beside its figures, such as that it is fictional.
    """
    out = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, safe) as workbook:
        bold = workbook.add_format({"bold": True})
        sheet = workbook.add_worksheet(rows.table.key[:31])
        sheet.write_string(0, 0, heading, bold)
        titles = [*(column.title for column in rows.columns), *(name.capitalize() for name in marks)]
        sheet.write_row(HEADER_ROW, 0, titles, bold)
        sheet.freeze_panes(HEADER_ROW + 1, 1)
        sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + max(len(rows.rows), 1), len(titles) - 1)
        for place, column in enumerate(rows.columns):
            cells = [column.in_file(row[place]) for row in rows.rows]
            _fill(workbook, sheet, place, cells, column)
        for place, value in enumerate(marks.values(), start=len(rows.columns)):
            _fill(workbook, sheet, place, [value] * len(rows.rows), None)
        meanings = workbook.add_worksheet("What columns mean")
        meanings.write_row(0, 0, ["Column", "Key", "Unit", "Meaning"], bold)
        for line, column in enumerate(rows.columns, start=1):
            meanings.write_row(line, 0, [column.title, column.key, column.unit.name, column.meaning])
        for line, note in enumerate(filter(None, notes), start=len(rows.columns) + 3):
            meanings.write_string(line, 0, note)
        meanings.set_column(0, 2, 24)
        meanings.set_column(3, 3, WIDEST)
    return out.getvalue()


def _fill(workbook: Any, sheet: Any, place: int, cells: Sequence[Any], column: Column | None) -> None:
    """A column's cells, each of its own type, as wide as they need within bounds."""
    # As if an apostrophe had been typed before it: else the text becomes a formula once somebody edits it.
    inert = workbook.add_format({"quote_prefix": True})
    figures = workbook.add_format({"num_format": _number_format(column)})
    widest = len(column.title) if column else NARROWEST
    for row, value in enumerate(cells, start=HEADER_ROW + 1):
        if isinstance(value, bool):
            sheet.write_boolean(row, place, value)
        elif isinstance(value, int | float):
            sheet.write_number(row, place, value, figures)
        elif value is not None:
            sheet.write_string(row, place, value, inert if without_formula(value) != value else None)
            widest = max(widest, len(value))
    sheet.set_column(place, place, min(max(widest, NARROWEST), WIDEST))


def _number_format(column: Column | None) -> str:
    """How a spreadsheet writes the numbers; the cells hold them unrounded."""
    if column is None or column.unit.plain_digits:
        return "0"
    return f"#,##0.{'0' * column.places}" if column.places else "#,##0"
