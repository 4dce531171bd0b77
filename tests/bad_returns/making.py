"""What the cases are written with: a case, and the parts of files that many of them share.

A case is a name, the bytes, the findings as "code:line" (no line: the whole file) in any order, and how many
rows are read and hold.
"""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime

import xlsxwriter

MADE = datetime(2026, 1, 1)

LONG = "assessment_year,ods_code,care_setting,pillar,domain,score"
GOOD = "2025,RBS,Acute,well_led,,4.3"
DEMO_ROW = "2025,DEMO1,Acute,well_led,,3.9"
DEMO_SPEND = "2023/24,DEMO1,843849000,41701000,19258000,8253000"
SECOND = "2025,RBS,Acute,safe_practice,,3.5"
PILLARS = (
    "Well Led,Smart Foundations,Safe Practice,Support Workforce,Empower People,Improve Care,"
    "Healthy Populations"
)
WIDE = f"Region,ICS,Provider,Care Setting,{PILLARS}"
RBS_WIDE = "NORTH WEST,CHESHIRE AND MERSEYSIDE,ALDER HEY CHILDREN'S NHS FOUNDATION TRUST,Acute"
SEVEN = "4.3,3.2,3.5,4.8,2.3,2.8,3.4"
SPEND = "financial_year,ods_code,operating_expenditure,capital_expenditure,it_revenue,it_capital"
SPEND_ROW = "2024/25,RBS,400000000,20000000,9000000,4000000"
CONDITIONS = (
    "assessment_year,ods_code,section,item,systems,unsupported,funded,in_post,vacant,answer,pillar,priority,"
    "stage,funding"
)
TARGETS = "ods_code,care_setting,pillar,target,reason"

cases: dict[str, tuple[bytes, list[str], int, int]] = {}


def case(name: str, content: bytes | str, *expected: str, read: int, valid: int) -> None:
    """A file, what is found in it, how many rows are read, and how many of them hold."""
    assert name not in cases, name
    data = content.encode() if isinstance(content, str) else content
    cases[name] = (data, sorted(expected), read, valid)


def lines(*rows: str, end: str = "\n") -> str:
    """Rows as the text of a file."""
    return "".join(row + end for row in rows)


def long(*rows: str) -> str:
    """A file of pillar scores, one row each."""
    return lines(LONG, *rows)


def book(sheets: dict[str, Sequence[Sequence[object]]], *, hidden: Sequence[str] = ()) -> bytes:
    """A workbook; a cell that starts with = is a formula, written with the value that follows a bar."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    workbook.set_properties({"created": MADE})
    day = workbook.add_format({"num_format": "d mmm yyyy"})
    for name, rows in sheets.items():
        sheet = workbook.add_worksheet(name)
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                if isinstance(value, str) and value.startswith("="):
                    formula, _, result = value.partition("|")
                    sheet.write_formula(
                        i, j, formula, None, float(result) if result[:1].isdigit() else result
                    )
                elif isinstance(value, date):
                    sheet.write_datetime(i, j, datetime(value.year, value.month, value.day), day)
                elif value is not None:
                    sheet.write(i, j, value)
        if name in hidden:
            sheet.hide()
    workbook.close()
    return out.getvalue()


def archive(files: dict[str, bytes]) -> bytes:
    """A ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        for name, content in files.items():
            pack.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()
