"""Small files for tests, made in the test's own words."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import xlsxwriter

from benchmark.returns.read.sheet import Sheet

PILLARS = (
    *("Well Led", "Smart Foundations", "Safe Practice", "Support Workforce"),
    *("Empower People", "Improve Care", "Healthy Populations"),
)
WIDE = ("Region", "ICS", "Provider", "Care Setting", *PILLARS)
SCORES = ("assessment_year", "ods_code", "care_setting", "pillar", "score")
TARGETS = ("ods_code", "care_setting", "pillar", "target", "reason")


def csv_of(
    header: Sequence[str], *rows: Iterable[Any], delimiter: str = ",", encoding: str = "utf-8"
) -> bytes:
    """A CSV file of a header and rows."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def workbook_of(**sheets: Sequence[Sequence[Any]]) -> bytes:
    """An Excel workbook with a sheet of rows for each name."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return out.getvalue()


def in_lists(sheet: Sheet) -> tuple[Any, ...]:
    """All that is known of a table, with its lines and columns in lists, which can be compared."""
    columns = [(column.dictionary.to_pylist(), column.to_pylist()) for column in sheet.columns]
    return replace(sheet, columns=(), lines=[]), sheet.lines.tolist(), columns


def codes(findings: Iterable[Any]) -> list[str]:
    """The findings' codes but for what every file has, in alphabetical order."""
    return sorted(entry.code for entry in findings if entry.code != "kind_recognised")
