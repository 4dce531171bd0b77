"""Templates as workbooks: a sheet to read first, a sheet for each kind, and a hidden sheet with the stamp."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import xlsxwriter

from benchmark.core.wording import without_formula
from benchmark.returns.columns import Shape, limit_in_words
from benchmark.returns.read.template_stamp import STAMP_SHEET, StampedSheet, stamp_rows
from benchmark.returns.templates.columns import Choice, TemplateColumn, shown, template_columns
from benchmark.returns.templates.request import (
    FICTIONAL,
    Asked,
    CellRow,
    Subject,
    expect_kind_of,
    kinds_for,
    rows_asked,
    settled,
)
from benchmark.returns.vocabulary import heading_of, layouts
from benchmark.store.publication import Publication

_ENTRY = {"bg_color": "#FFFBE6", "border": 1, "border_color": "#D0D5DD", "locked": False, "valign": "top"}
_GIVEN = {"bg_color": "#F2F4F7", "border": 1, "border_color": "#D0D5DD", "valign": "top"}
_TEXT, _POUNDS = 49, 3
"""Excel's own formats "@" and "#,##0". As text, codes and 2024/25 do not become numbers and dates."""

_A4 = 9
LINE = 15
"""The height of a line in points. Rows do not grow by themselves when a workbook is opened."""
_FORMS: dict[str, dict[str, Any]] = {
    "text": {"num_format": _TEXT, "text_wrap": True},
    "pounds": {"num_format": _POUNDS},
    "number": {},
}
EXPLANATION_LINE, HEADER = 1, 2
"""Rows, from 0. The explanations are above the headings: a reader without the stamp takes them for text above
a header, never for a row.
"""
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255
"""The most characters of the title and the message that Excel shows beside a cell while it is filled in."""
_MAY = {"format_columns": True, "format_rows": True, "insert_rows": True, "delete_rows": True}
FRONT = "Read me"
MEANING_WIDTH = 80
YEARS_BEFORE, YEARS_AFTER = 2, 1
"""How many years before and after the requested one are offered."""
_WHAT_TO_DO = (
    "Fill in the yellow cells. Grey cells are filled in already, or not used. Above each heading is what the "
    "column means and in which unit.",
    "Where a cell has a list, choose from it. Leave empty what you do not know: rows and sheets in which "
    "nothing is filled in are left out when the file is read.",
    "Empty rows at the end are for what this template does not know of. A row of totals is left out where it "
    "says Total in the first column.",
    "Keep the headings as they are. Then choose the file on the page Upload returns, or give it to the "
    "command check: you see everything that is found before you submit.",
)
_CURRENT = (
    "Today's figures are filled in. Change what is wrong; what stays as it is changes nothing. "
    "A row that you empty or delete is not taken back: for that, withdraw the submission that it is in.",
)
_WHO_TO_ASK = (
    "Ask the person who sent you this file, or the digital lead of your system. The page Method and sources "
    "says what each measure means and where figures come from.",
)
EMPTY_ROWS = 40
"""Empty rows below the filled-in ones. A template for nobody in particular has three times as many."""


class Styles:
    """The cell formats of one workbook, each made once."""

    def __init__(self, workbook: Any) -> None:
        self.title = workbook.add_format({"bold": True, "font_size": 14})
        self.subtitle = workbook.add_format({"bold": True, "font_size": 12, "bottom": 1})
        self.words = workbook.add_format({"text_wrap": True, "valign": "top", "align": "left"})
        self.bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.explanation = workbook.add_format(
            {"text_wrap": True, "valign": "top", "font_color": "#475467", "font_size": 9}
        )
        self.header = workbook.add_format(
            {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "bg_color": "#1F3A5F"}
            | {"font_color": "#FFFFFF"}
        )
        self.unused = workbook.add_format({"bg_color": "#D9DDE3", "border": 1, "border_color": "#D0D5DD"})
        self._entry = {name: workbook.add_format(_ENTRY | form) for name, form in _FORMS.items()}
        self._given = {name: workbook.add_format(_GIVEN | form) for name, form in _FORMS.items()}
        self._inert = workbook.add_format(_ENTRY | _FORMS["text"] | {"quote_prefix": True})

    def cell(self, shape: Shape, unit: str, *, locked: bool, inert: bool = False) -> Any:
        """The format of a cell: text as text, pounds with thousand separators, other numbers as they are.

        inert: the cell gets a quote prefix, so that its text does not become a formula when it is edited.
        """
        if inert:
            return self._inert
        form = "text" if shape == "text" else "pounds" if unit.startswith("pounds") else "number"
        return (self._given if locked else self._entry)[form]


def as_a_page(sheet: Any) -> None:
    """Set up a sheet so that it is printed on A4, one page wide."""
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


class _Exact(float):
    """A number that is written with all its digits.

    xlsxwriter writes 16 digits, and a figure that comes back without its 17th would look changed.
    """

    def __format__(self, form: str) -> str:
        return str(int(self)) if self.is_integer() else repr(float(self))


@dataclass(frozen=True)
class SheetToFill:
    """A sheet of the workbook, as it is before anybody fills it in.

    rows: with values as they are kept. empty_rows: how many are below them, for what is not known.
    """

    name: str
    title: str
    kind: str
    layout: str
    rows: Sequence[CellRow]
    empty_rows: int

    @property
    def columns(self) -> tuple[TemplateColumn, ...]:
        """The sheet's columns, from left to right."""
        return template_columns(self.layout)

    @property
    def stamp(self) -> StampedSheet:
        """The sheet's row of the stamp."""
        given = tuple(column.heading for column in self.columns if column.part == "given")
        headings = tuple(column.heading for column in self.columns)
        return StampedSheet(self.name, self.kind, self.layout, HEADER + 1, headings, given)


def draw_sheet(sheet: Any, styles: Styles, to_fill: SheetToFill, ranges: Mapping[str, str]) -> None:
    """Write and format a sheet. ranges: heading -> the range of the list to choose from."""
    sheet.write_string(0, 0, to_fill.title, styles.title)
    sheet.set_row(EXPLANATION_LINE, 78)
    sheet.set_row(HEADER, 32)
    first = HEADER + 1
    empty = first + len(to_fill.rows)
    last = empty + to_fill.empty_rows - 1
    for number, row in enumerate(to_fill.rows, start=first):
        sheet.set_row(number, LINE * lines_of(row, to_fill.columns))
    for place, column in enumerate(to_fill.columns):
        sheet.set_column(place, place, _width(column))
        sheet.write_string(EXPLANATION_LINE, place, column.explanation, styles.explanation)
        sheet.write_string(HEADER, place, column.heading, styles.header)
        if column.field:
            sheet.data_validation(first, place, last, place, _rule(column, ranges.get(column.heading)))
        for number, row in enumerate(to_fill.rows, start=first):
            _draw_cell(sheet, styles, (number, place), column, row)
        for number in range(empty, last + 1):
            sheet.write_blank(number, place, None, styles.cell(column.shape, column.unit, locked=False))
    sheet.freeze_panes(HEADER + 1, 2)
    as_a_page(sheet)
    sheet.repeat_rows(HEADER)
    sheet.protect("", _MAY)


def _draw_cell(sheet: Any, styles: Styles, at: tuple[int, int], column: TemplateColumn, row: CellRow) -> None:
    value: Any = shown(column, row)
    if column.sections and row["section"] not in column.sections and value is None:
        sheet.write_blank(*at, None, styles.unused)
        return
    # A care setting may be wrong, so it stays open. Who, what and when define the row, so they are locked.
    locked = column.part == "given" and value is not None and column.field != "care_setting"
    text = isinstance(value, str)
    inert = text and without_formula(value) != value
    style = styles.cell(column.shape, column.unit, locked=locked, inert=inert)
    if value is None:
        sheet.write_blank(*at, None, style)
    elif text:
        sheet.write_string(*at, value, style)
    else:
        sheet.write_number(*at, _Exact(value), style)


def lines_of(row: CellRow, columns: Sequence[TemplateColumn]) -> int:
    """The number of lines that the longest text of a row needs in its cell."""
    return max(ceil(len(str(shown(column, row) or "")) / _width(column)) for column in columns)


def _rule(column: TemplateColumn, choices: str | None) -> dict[str, Any]:
    """The rule for Excel: which values a cell accepts, and the words shown while it is filled in."""
    rule: dict[str, Any] = {
        "input_title": column.heading[:_LONGEST_TITLE],
        "input_message": _cut(column.explanation),
        "error_title": "Not taken",
    }
    if choices:
        words = (
            "Choose from the list; another is taken if you insist."
            if column.open_list
            else "Choose from the list."
        )
        more = {"error_message": words, "error_type": "warning" if column.open_list else "stop"}
        return rule | more | {"validate": "list", "source": choices}
    if column.shape == "text":
        if column.longest is None:
            return rule | {"validate": "any"}
        words = f"At most {column.longest} characters."
        return rule | {
            "validate": "length",
            "criteria": "<=",
            "value": column.longest,
            "error_message": words,
        }
    kind = "integer" if column.shape == "whole" else "decimal"
    number = "A whole number" if kind == "integer" else "A number"
    if column.lowest is not None and column.highest is not None:
        words = f"{number} from {column.lowest:g} to {limit_in_words(column.highest)}."
        limits = {"criteria": "between", "minimum": column.lowest, "maximum": column.highest}
    else:
        lowest = column.lowest or 0
        words = f"{number}, {lowest:g} or more, in {column.unit or 'figures'}."
        limits = {"criteria": ">=", "value": lowest}
    return rule | {"validate": kind, "error_message": words} | limits


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST_MESSAGE else f"{words[: _LONGEST_MESSAGE - 1]}…"


def _width(column: TemplateColumn) -> float:
    if column.heading.endswith("name"):
        return 48
    if column.field in ("item", "domain", "reason", "note", "contact"):
        return 44
    if column.choices:
        return max(14.0, 2.0 + max(len(choice.shown) for choice in column.choices))
    return 16 if column.unit.startswith("pounds") else 14


def list_choices(sheets: Iterable[Sequence[TemplateColumn]], asked: Asked) -> dict[str, tuple[Choice, ...]]:
    """Heading -> the values to choose from, for all lists and for years."""
    lists: dict[str, tuple[Choice, ...]] = {}
    for column in (column for columns in sheets for column in columns):
        choices = column.choices or _years(column.field, asked)
        if choices:
            lists.setdefault(column.heading, choices)
    return lists


def draw_front(
    sheet: Any,
    styles: Styles,
    title: str,
    about: Iterable[tuple[str, str]],
    lists: Mapping[str, Sequence[Choice]],
    *,
    with_current: bool,
) -> dict[str, str]:
    """Write the first sheet, and return heading -> the range of its list, as a rule for cells needs it."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 44)
    sheet.set_column(2, 2, MEANING_WIDTH)
    sheet.write_string(0, 0, title, styles.title)
    row = 2
    for heading, lines in (
        ("What to do", (*(_CURRENT if with_current else ()), *_WHAT_TO_DO)),
        ("Who to ask", _WHO_TO_ASK),
    ):
        sheet.write_string(row, 0, heading, styles.subtitle)
        for number, line in enumerate(lines, start=row + 1):
            sheet.merge_range(number, 0, number, 2, line, styles.words)
            sheet.set_row(number, 32)
        row += len(lines) + 2
    sheet.write_string(row, 0, "The sheets", styles.subtitle)
    for name, purpose in about:
        row += 1
        sheet.write_string(row, 0, name, styles.bold)
        sheet.merge_range(row, 1, row, 2, purpose, styles.words)
    row += 2
    for place, word in enumerate(("List", "Value", "What it means")):
        sheet.write_string(row, place, word, styles.subtitle)
    ranges = {}
    for heading, choices in lists.items():
        ranges[heading] = f"='{FRONT}'!$B${row + 2}:$B${row + 1 + len(choices)}"
        for choice in choices:
            row += 1
            sheet.write_string(row, 0, heading, styles.bold)
            if choice.shown.isdecimal():
                sheet.write_number(row, 1, int(choice.shown), styles.words)
            else:
                sheet.write_string(row, 1, choice.shown, styles.words)
            sheet.write_string(row, 2, choice.meaning, styles.words)
            sheet.set_row(row, LINE * max(1, ceil(len(choice.meaning) / MEANING_WIDTH)))
    as_a_page(sheet)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    return ranges


def _years(field: str, asked: Asked) -> tuple[Choice, ...]:
    if field in ("assessment_year", "compared_with") and asked.assessment_year:
        years = range(asked.assessment_year - YEARS_BEFORE, asked.assessment_year + YEARS_AFTER + 1)
        return tuple(Choice(str(year), f"The assessment of {year}.", str(year)) for year in years)
    if field == "financial_year" and asked.financial_year:
        first = int(asked.financial_year[:4])
        spans = [financial_year_from(year) for year in range(first - YEARS_BEFORE, first + YEARS_AFTER + 1)]
        return tuple(Choice(span, f"April {span[:4]} to March {int(span[:4]) + 1}.", span) for span in spans)
    return ()


def financial_year_from(first: int) -> str:
    """The financial year that begins in April of the year `first`.

    >>> financial_year_from(2024)
    '2024/25'
    """
    return f"{first}/{(first + 1) % 100:02d}"


def template_book(
    kinds: Sequence[str], subject: Subject, asked: Asked, publication: Publication | None
) -> tuple[bytes, int]:
    """A workbook for these kinds, or for all that the subject returns if none is named; and the number of
    current figures in it.

    Raises UnknownCode if there is no such kind of return, BenchmarkError if the subject does not return it.
    """
    sheets, figures = [], 0
    asked = settled(asked, subject, publication)
    for kind in kinds or kinds_for(subject):
        layout = asked.layout(kind)
        expect_kind_of(kind, subject)
        rows, standing = rows_asked(kind, subject, asked, publication)
        figures += standing
        title = title_of(layouts()[kind].title, subject, asked)
        empty = EMPTY_ROWS if subject.codes else 3 * EMPTY_ROWS
        sheets.append(SheetToFill(heading_of(kind), title, kind, layout, rows, empty))
    return _written(sheets, subject, asked), figures


def title_of(sheet_title: str, subject: Subject, asked: Asked) -> str:
    """The title of a sheet: what it is, who it is for, its years, and whether it is fictional."""
    words = [f"{sheet_title}{f': {subject.name}' if subject.name else ''}"]
    words += [f"Round of {asked.assessment_year}"] if asked.assessment_year else []
    words += [f"Financial year {asked.financial_year}"] if asked.financial_year else []
    words += [FICTIONAL] if subject.fictional else []
    return ". ".join(words)


def _written(sheets: Sequence[SheetToFill], subject: Subject, asked: Asked) -> bytes:
    out = io.BytesIO()
    # Text that an organisation returned before must not run when the workbook is opened.
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, safe) as workbook:
        styles = Styles(workbook)
        title = title_of("Template for returns of digital maturity", subject, asked)
        workbook.set_properties({"title": title})
        front = workbook.add_worksheet(FRONT)
        drawn = [(sheet, workbook.add_worksheet(sheet.name)) for sheet in sheets]
        lists = list_choices([sheet.columns for sheet in sheets], asked)
        about = [(sheet.name, layouts()[sheet.kind].purpose) for sheet in sheets]
        ranges = draw_front(front, styles, title, about, lists, with_current=asked.with_current)
        for sheet, worksheet in drawn:
            draw_sheet(worksheet, styles, sheet, ranges)
        stamp = workbook.add_worksheet(STAMP_SHEET)
        stamped = [StampedSheet(FRONT, "", ""), *(sheet.stamp for sheet in sheets)]
        for number, row in enumerate(stamp_rows(stamped)):
            for place, cell in enumerate(row):
                stamp.write_string(number, place, cell)
        stamp.very_hidden()
        (drawn[0][1] if len(drawn) == 1 else front).activate()
    return out.getvalue()
