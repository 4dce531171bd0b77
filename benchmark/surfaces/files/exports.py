"""Exports a table of the publication as a file for a spreadsheet or a program."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import xlsxwriter

from benchmark.core.errors import BenchmarkError, expect_known
from benchmark.core.wording import without_formula
from benchmark.store.publication import Publication
from benchmark.surfaces.files.tables import csv_bytes

ExportFormat = Literal["csv", "xlsx", "parquet"]
HEADER_ROW = 2
"""The workbook's row of headings, counted from 0, below a line that describes the file and an empty one."""
FICTIONAL = "fictional"
"""The column that marks rows about a fictional organisation."""
SUBMISSION, SOURCE, SOURCE_BESIDE = "submission_id", "source", "source_of_row"
"""The columns with a row's submission, by number and in words. SOURCE_BESIDE is used if the table has a
column `source` of its own.
"""
_ABOUT_SUBMISSIONS = ("submissions", "submission_log")
_SOURCE = """(
    select if(
        origin = 'return',
        'return ' || submissions.submission_id || ': ' || file_name || ', by ' || submitted_by || ', '
            || strftime(submitted_at, '%Y-%m-%d'),
        file_name || if(fictional, ' (fictional)', '')
    )
    from publication.submissions
    where submissions.submission_id = {table}.submission_id
)"""
_MARKS = {
    "ods_code": "ods_code in (select ods_code from publication.trusts where fictional)",
    "ics_code": "ics_code in (select ics_code from publication.ics where fictional)",
    "member_code": "member_code in (select code from publication.organisations where fictional)",
}
MOST_ROWS, LONGEST_TEXT = 1_048_576, 32_767
"""The limits of a sheet and of a cell in Excel."""
_ARROW = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "INTEGER": pa.int32(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
}
_NAMES = """
    select table_name from duckdb_tables() where database_name = 'publication' order by 1
"""
_COLUMNS = """
    select column_name, data_type from duckdb_columns()
    where database_name = 'publication' and table_name = $name
    order by column_index
"""


@dataclass(frozen=True)
class Export:
    """A table of a publication: its typed rows, and the names of table and publication."""

    name: str
    publication: str
    as_at: datetime | None
    table: pa.Table

    @property
    def title(self) -> str:
        """The line that describes the file."""
        past = "" if self.as_at is None else f", as at {self.as_at:%Y-%m-%d}"
        marked = ", with fictional rows (see the column fictional)" if self.holds_fictional else ""
        return f"{self.name}, publication {self.publication}{marked}{past}"

    @property
    def holds_fictional(self) -> bool:
        """Whether a row is about a fictional organisation or round."""
        if FICTIONAL not in self.table.column_names:
            return False
        return bool(pc.any(self.table[FICTIONAL]).as_py())


def exportable(publication: Publication) -> list[str]:
    """The names of the publication's tables, in alphabetical order."""
    return [str(name) for (name,) in publication.rows(_NAMES)]


def export_of(publication: Publication, name: str) -> Export:
    """Export a table by name, sorted by its columns. UnknownCode names the nearest.

    A table about trusts or systems gets a column that marks fictional ones, unless it has one. A table with
    rows from submissions gets `source` (or `source_of_row`): the publication's file, or the return.
    """
    expect_known(name, exportable(publication), what="table")
    types = {str(column): _ARROW[kind] for column, kind in publication.rows(_COLUMNS, name=name)}
    with_source = SUBMISSION in types and name not in _ABOUT_SUBMISSIONS
    # A table's name cannot be a parameter. It is safe, as it is one of the publication's.
    marks = [mark for column, mark in _MARKS.items() if column in types and FICTIONAL not in types]
    marked = f", coalesce({' or '.join(marks)}, false) as {FICTIONAL}" if marks else ""
    source = SOURCE_BESIDE if SOURCE in types else SOURCE
    sourced = f", {_SOURCE.format(table=name)} as {source}" if with_source else ""
    rows = publication.rows(f"select *{sourced}{marked} from publication.{name} order by all")
    if with_source:
        types[source] = pa.string()
    if marks:
        types[FICTIONAL] = pa.bool_()
    values = zip(*rows, strict=True) if rows else [()] * len(types)
    columns = [pa.array(column, kind) for column, kind in zip(values, types.values(), strict=True)]
    table = pa.Table.from_arrays(columns, names=[*types])
    return Export(name, publication.version, publication.as_at, table)


def exported(export: Export, form: ExportFormat) -> bytes:
    """The file's bytes. No cell can run as a formula, and every number stays a number.

    The description is in CSV a first line "# ...", which readers skip as a comment; in xlsx a line above the
    frozen headings; in Parquet the schema's metadata. BenchmarkError if Excel cannot hold the table.
    """
    return _WRITERS[form](export)


def _as_csv(export: Export) -> bytes:
    frame = export.table.to_pandas(
        types_mapper={pa.int64(): pd.Int64Dtype(), pa.int32(): pd.Int32Dtype()}.get
    )
    return f"# {export.title}\r\n".encode() + csv_bytes(frame)


def _as_parquet(export: Export) -> bytes:
    named = {"table": export.name, "publication": export.publication}
    if export.holds_fictional:
        named[FICTIONAL] = "some rows, see the column fictional"
    if export.as_at is not None:
        named["as_at"] = export.as_at.date().isoformat()
    out = io.BytesIO()
    pq.write_table(export.table.replace_schema_metadata(named), out)
    return out.getvalue()


def _as_xlsx(export: Export) -> bytes:
    if export.table.num_rows + HEADER_ROW + 1 > MOST_ROWS:
        raise BenchmarkError(
            f"{export.name} has {export.table.num_rows:,} rows, more than a sheet of Excel holds.",
            fix="Choose csv or parquet.",
        )
    out = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, safe) as workbook:
        workbook.set_properties({"title": export.title})
        sheet = workbook.add_worksheet(export.name[:31], worksheet_class=_ExactSheet)
        _write_sheet(workbook, sheet, export)
    return out.getvalue()


class _ExactSheet(xlsxwriter.worksheet.Worksheet):  # type: ignore[misc]
    """A sheet whose numbers keep all digits: xlsxwriter writes 16, and a double can need 17.

    A number that came back with another last digit would look like a change.
    """

    def _xml_number_element(self, number: float, attributes: Any = ()) -> None:
        given = "".join(f' {name}="{value}"' for name, value in attributes)
        self.fh.write(f"<c{given}><v>{number!r}</v></c>")


def _write_sheet(workbook: Any, sheet: Any, export: Export) -> None:
    bold, day = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "yyyy-mm-dd"})
    moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    # With the quote prefix, as otherwise the text becomes a formula when somebody edits the cell.
    inert = workbook.add_format({"quote_prefix": True})
    sheet.write_string(0, 0, export.title)
    sheet.write_row(HEADER_ROW, 0, export.table.column_names, bold)
    sheet.freeze_panes(HEADER_ROW + 1, 0)
    for place, column in enumerate(export.table.columns):
        for row, value in enumerate(column.to_pylist(), start=HEADER_ROW + 1):
            if isinstance(value, bool):
                sheet.write_boolean(row, place, value)
            elif isinstance(value, int | float):
                sheet.write_number(row, place, value)
            elif isinstance(value, date):
                sheet.write_datetime(row, place, value, moment if isinstance(value, datetime) else day)
            elif value is not None:
                _expect_short(value, export.table.column_names[place])
                sheet.write_string(row, place, value, inert if without_formula(value) != value else None)


def _expect_short(text: str, column: str) -> None:
    if len(text) > LONGEST_TEXT:
        raise BenchmarkError(
            f"A cell of {column} has {len(text):,} characters, more than Excel holds.",
            fix="Choose csv or parquet.",
        )


_WRITERS: dict[ExportFormat, Callable[[Export], bytes]] = {
    "csv": _as_csv,
    "xlsx": _as_xlsx,
    "parquet": _as_parquet,
}
