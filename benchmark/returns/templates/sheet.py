"""A sheet of a template: a title, what each column means, the headings, and the rows to fill in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from benchmark.core.wording import without_formula
from benchmark.returns.columns import limit_in_words
from benchmark.returns.templates.ask import CellRow
from benchmark.returns.templates.columns import TemplateColumn, shown, template_columns
from benchmark.returns.templates.stamp import StampedSheet
from benchmark.returns.templates.styles import LINE, Styles, as_a_page

TOLD, HEADER = 1, 2
"""Rows, counted from 0. What columns mean stands above the headings: who reads the table without the stamp
takes it for text above a header, never for a row.
"""
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255
"""What Excel shows beside a cell that is being filled in."""
_MAY = {"format_columns": True, "format_rows": True, "insert_rows": True, "delete_rows": True}


class _Exact(float):
    """A number that is written with every digit it has.

    xlsxwriter writes 16 of them, and a figure that comes back without its 17th would look changed.
    """

    def __format__(self, form: str) -> str:
        return str(int(self)) if self.is_integer() else repr(float(self))


@dataclass(frozen=True)
class SheetToFill:
    """A sheet of the workbook, and what stands in it before anybody fills it in.

    rows: values as they are kept. empty_rows: how many stand below them, for what is not known.
    """

    name: str
    title: str
    kind: str
    layout: str
    rows: Sequence[CellRow]
    empty_rows: int

    @property
    def columns(self) -> tuple[TemplateColumn, ...]:
        """The columns, from left to right."""
        return template_columns(self.layout)

    @property
    def stamp(self) -> StampedSheet:
        """The sheet's row of the stamp."""
        given = tuple(column.heading for column in self.columns if column.part == "given")
        headings = tuple(column.heading for column in self.columns)
        return StampedSheet(self.name, self.kind, self.layout, HEADER + 1, headings, given)


def draw_sheet(sheet: Any, styles: Styles, to_fill: SheetToFill, ranges: Mapping[str, str]) -> None:
    """Draw the sheet. ranges: heading -> the range of the list to choose from."""
    sheet.write_string(0, 0, to_fill.title, styles.title)
    sheet.set_row(TOLD, 78)
    sheet.set_row(HEADER, 32)
    first = HEADER + 1
    empty = first + len(to_fill.rows)
    last = empty + to_fill.empty_rows - 1
    for number, row in enumerate(to_fill.rows, start=first):
        sheet.set_row(number, LINE * lines_of(row, to_fill.columns))
    for place, column in enumerate(to_fill.columns):
        sheet.set_column(place, place, _width(column))
        sheet.write_string(TOLD, place, column.told, styles.told)
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
    # A care setting may be mistaken, so it stays open; who, what and when are what the row is about.
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
    """How many lines the longest text of a row takes in its cell, where it is wrapped."""
    return max(ceil(len(str(shown(column, row) or "")) / _width(column)) for column in columns)


def _rule(column: TemplateColumn, choices: str | None) -> dict[str, Any]:
    """What a cell takes, and the words that stand beside it while it is filled in."""
    rule: dict[str, Any] = {
        "input_title": column.heading[:_LONGEST_TITLE],
        "input_message": _cut(column.told),
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
