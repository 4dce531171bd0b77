"""Writes a pack as a workbook: a first sheet that describes it, then a sheet for each table."""

import io
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

import xlsxwriter

from benchmark.core.columns import Column, Filled
from benchmark.core.mark_columns import marked
from benchmark.core.wording import without_formula
from benchmark.documents.model import Chart, DataTable, Grid, Pack
from benchmark.documents.rewrite import rewritten
from benchmark.documents.same_bytes import same_bytes

SAFE: Final = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
"""Options of xlsxwriter that keep text from becoming formulas or links."""
HEADER_ROW: Final = 2
"""The row of headings, from 0. Above it are the table's description and an empty row."""
NARROWEST, WIDEST = 8, 80
"""The narrowest and widest column of a sheet, in characters."""
_NO_NAME: Final = re.compile(r"[\[\]:*?/\\']")
"""Characters that a sheet's name may not have."""
MOST_OF_NAME: Final = 31
_MADE: Final = datetime(2020, 1, 1)


def book(pack: Pack) -> bytes:
    """The pack's tables as .xlsx, complete: also with columns and rows that slides leave out."""
    pack = rewritten(pack)
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, SAFE) as workbook:
        workbook.set_properties({"title": pack.cover.title, "subject": pack.running, "created": _MADE})
        marks = {"fictional": True} if pack.fictional else {}
        tables = [(key, caption, marked(rows, marks)) for key, caption, rows in tables_of(pack)]
        names = _sheet_names([key for key, _, _ in tables])
        _first_sheet(workbook, pack, [*zip(names, tables, strict=True)])
        for name, (_, caption, rows) in zip(names, tables, strict=True):
            heading = f"{pack.fictional} {caption}" if pack.fictional else caption
            write_table(workbook, name, rows, heading=heading)
    return same_bytes(out.getvalue())


def tables_of(pack: Pack) -> Iterator[tuple[str, str, Filled]]:
    """Yields each table behind a pack once, with its key and caption; also those of charts."""
    seen: set[str] = set()
    for section in pack.sections:
        for block in (*section.blocks, *section.behind):
            match block:
                case DataTable(key, caption, filled, behind=behind):
                    found = (key, caption, behind or filled)
                case Grid(key, behind=Filled() as behind):  # its caption is about colours
                    found = (key, behind.table.title, behind)
                case Chart(key, figure):
                    found = (key, figure.title, figure.table)
                case _:
                    continue
            if found[0] not in seen:
                seen.add(found[0])
                yield found


def _first_sheet(workbook: Any, pack: Pack, named: Sequence[tuple[str, tuple[str, str, Filled]]]) -> None:
    """Write the sheet that describes the workbook: its sources, its sheets, and what each column means."""
    bold = workbook.add_format({"bold": True})
    sheet = workbook.add_worksheet("About")
    lines: list[tuple[str, ...]] = [(pack.cover.title,)]
    lines += [(text,) for text in (pack.fictional, pack.cover.subtitle, pack.source) if text]
    lines += [(), *pack.provenance, (), ("Sheet", "Table", "One row is")]
    lines += [(name, caption, rows.table.grain) for name, (_, caption, rows) in named]
    lines += [(), ("Sheet", "Column", "Key", "Unit", "Meaning")]
    for name, (_, _, rows) in named:
        lines += [
            (name, column.title, column.key, column.unit.name, column.meaning) for column in rows.columns
        ]
    for down, line in enumerate(lines):
        for across, text in enumerate(line):
            write_text(
                workbook, sheet, (down, across), text, bold if line[0] == "Sheet" or not down else None
            )
    sheet.set_column(0, 3, 28)
    sheet.set_column(4, 4, WIDEST)
    _on_paper(sheet)


def _on_paper(sheet: Any) -> None:
    """Print the sheet on A4, one page wide: otherwise tables are printed in pieces."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&RPage &P of &N")


def write_table(workbook: Any, name: str, rows: Filled, *, heading: str) -> None:
    """Write a sheet with a table: typed cells, headings, filters."""
    bold = workbook.add_format({"bold": True})
    sheet = workbook.add_worksheet(name)
    sheet.write_string(0, 0, heading, bold)
    titles = [column.title for column in rows.columns]
    sheet.write_row(HEADER_ROW, 0, titles, bold)
    sheet.freeze_panes(HEADER_ROW + 1, 1)
    sheet.repeat_rows(HEADER_ROW)
    _on_paper(sheet)
    sheet.autofilter(HEADER_ROW, 0, HEADER_ROW + max(len(rows.rows), 1), len(titles) - 1)
    for place, column in enumerate(rows.columns):
        cells = [column.in_file(row[place]) for row in rows.rows]
        _fill(workbook, sheet, place, cells, column)


def write_text(workbook: Any, sheet: Any, where: tuple[int, int], text: str, form: Any = None) -> None:
    """Write a text that stays text: one that would become a formula when edited gets a quote prefix."""
    inert = without_formula(text) != text
    sheet.write_string(*where, text, workbook.add_format({"quote_prefix": True}) if inert else form)


def _fill(workbook: Any, sheet: Any, place: int, cells: Sequence[Any], column: Column) -> None:
    """Write a column's cells by type, and make it as wide as they need, within limits."""
    figures = workbook.add_format({"num_format": _number_format(column)})
    widest = len(column.title)
    for row, value in enumerate(cells, start=HEADER_ROW + 1):
        if isinstance(value, bool):
            sheet.write_boolean(row, place, value)
        elif isinstance(value, int | float):
            sheet.write_number(row, place, value, figures)
        elif value is not None:
            write_text(workbook, sheet, (row, place), value)
            widest = max(widest, len(value))
    sheet.set_column(place, place, min(max(widest, NARROWEST), WIDEST))


def _number_format(column: Column) -> str:
    """The spreadsheet's number format; cells hold unrounded numbers."""
    if column.unit.plain_digits:
        return "0"
    return f"#,##0.{'0' * column.places}" if column.places else "#,##0"


def _sheet_names(keys: Sequence[str]) -> list[str]:
    """Sheet names, each different and accepted by Excel."""
    taken = {"about", "history"}  # Excel reserves "history"
    names = []
    for key in keys:
        name = start = _NO_NAME.sub("-", key)[:MOST_OF_NAME] or "table"
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{start[: MOST_OF_NAME - 1 - len(str(number))]}-{number}"
        taken.add(name.casefold())
        names.append(name)
    return names
