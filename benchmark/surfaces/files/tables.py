"""Tables as files that spreadsheets open safely."""

import io
from collections.abc import Sequence

import pandas as pd
import xlsxwriter

from benchmark.core.columns import Filled
from benchmark.core.wording import csv_cell
from benchmark.documents.book import MOST_OF_NAME, SAFE, WIDEST, write_table


def csv_bytes(frame: pd.DataFrame, *, byte_order_mark: bool = False) -> bytes:
    """A table as CSV in UTF-8, with no text that a spreadsheet would run or turn into another value.

    byte_order_mark: Excel on Windows reads a file as UTF-8 only if it begins with one.
    """
    safe = frame.copy()
    safe.columns = pd.Index([csv_cell(str(name)) for name in frame.columns])
    for position in range(len(frame.columns)):
        column = frame.iloc[:, position]  # by position: two columns may share a name
        if not pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_datetime64_any_dtype(column):
            # As objects: otherwise whole numbers in a column with gaps would be written as 24.0.
            cells = pd.Series([csv_cell(value) for value in column], dtype=object)
            safe.isetitem(position, cells.array)
    text: str = safe.to_csv(index=False, lineterminator="\r\n")
    return text.encode("utf-8-sig" if byte_order_mark else "utf-8")


def workbook_bytes(rows: Filled, *, heading: str, notes: Sequence[str]) -> bytes:
    """A table as .xlsx: typed cells under headings, with filters; a second sheet explains the columns.

    heading: the line above the table. notes: lines below the explanations.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, SAFE) as workbook:
        bold = workbook.add_format({"bold": True})
        write_table(workbook, rows.table.key[:MOST_OF_NAME], rows, heading=heading)
        meanings = workbook.add_worksheet("What columns mean")
        meanings.write_row(0, 0, ["Column", "Key", "Unit", "Meaning"], bold)
        for line, column in enumerate(rows.columns, start=1):
            meanings.write_row(line, 0, [column.title, column.key, column.unit.name, column.meaning])
        for line, note in enumerate(filter(None, notes), start=len(rows.columns) + 3):
            meanings.write_string(line, 0, note)
        meanings.set_column(0, 2, 24)
        meanings.set_column(3, 3, WIDEST)
    return out.getvalue()
