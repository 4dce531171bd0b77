"""The reader against another one, python-calamine: ordinary workbooks say the same to both."""

import io
from datetime import date, datetime

import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from benchmark.workbooks.formats import number_text
from tests.unit.workbooks.made import reading_of

TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\ufffe\uffff"),
    min_size=1,
    max_size=12,
).filter(lambda text: text.strip() == text and not text.startswith(("=", "{")))
NUMBERS = st.floats(allow_nan=False, allow_infinity=False, width=64).map(lambda value: value + 0.0)
VALUES = st.one_of(
    st.none(),
    TEXTS,
    NUMBERS,
    st.integers(-(10**12), 10**12),
    st.booleans(),
    st.dates(date(1900, 3, 1), date(2100, 1, 1)),
)
SHEETS = st.lists(st.lists(VALUES, max_size=6), max_size=8)


def book(sheets: list[list[list[object]]], *, in_line: bool) -> bytes:
    out = io.BytesIO()
    said = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    # Rows written as they come carry their texts in line, as other programs write them.
    with xlsxwriter.Workbook(out, {**said, "constant_memory": in_line}) as made:
        day = made.add_format({"num_format": "dd/mm/yyyy"})
        for rows in sheets:
            sheet = made.add_worksheet()
            for i, row in enumerate(rows):
                for j, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(i, j, datetime(value.year, value.month, value.day), day)
                    elif isinstance(value, str):
                        sheet.write_string(i, j, value)
                    elif value is not None:
                        sheet.write(i, j, value)
    return out.getvalue()


def said(value: object) -> str:
    """What another reader's cell says, in words of this product."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return number_text(float(value))
    return value.isoformat() if isinstance(value, date) else str(value)


@given(sheet=SHEETS, in_line=st.booleans())
@settings(max_examples=150)
def test_an_ordinary_sheet_says_the_same_to_both(sheet, in_line):
    content = book([sheet], in_line=in_line)
    twin = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    rows = {
        line: [said(value) for value in row]
        for line, row in enumerate(twin.to_python(skip_empty_area=False), start=1)
    }
    read = reading_of(content)
    assert read.refused == ""
    assert read.rows == {line: trimmed(row) for line, row in rows.items() if any(row)}


def trimmed(row: list[str]) -> list[str]:
    """The row without the empty cells at its end."""
    while row and not row[-1]:
        row = row[:-1]
    return row


@given(sheets=st.lists(SHEETS, min_size=2, max_size=3))
@settings(max_examples=25)
def test_sheets_are_separate_and_in_their_order(sheets):
    content = book(sheets, in_line=False)
    assert reading_of(content).sheets == CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names
