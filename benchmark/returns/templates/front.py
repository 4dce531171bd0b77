"""The sheet that is read first: what to do, whom to ask, what each sheet is for, every closed list in words.

The lists to choose from on the other sheets are ranges of this one: a list within a cell's rule holds 255
characters at most, and no comma in a value.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Any

from benchmark.returns.templates.ask import Asked
from benchmark.returns.templates.columns import Choice, TemplateColumn
from benchmark.returns.templates.styles import LINE, Styles, as_a_page

FRONT = "Read me"
MEANING_WIDTH = 80
YEARS_BEFORE, YEARS_AFTER = 2, 1
"""The years offered beside the one that was asked for."""
_WHAT_TO_DO = (
    "Fill in the yellow cells. Grey cells are filled in already, or not used. Above each heading stands what "
    "the column means and in which unit.",
    "Where a cell has a list, choose from it. Leave empty what you do not know: rows and sheets in which "
    "nothing is filled in are left out when the file is read.",
    "Empty rows at the end are for what this template does not know of. A row of totals is left out where it "
    "says Total in the first column.",
    "Keep the headings as they are. Then choose the file on the page Upload returns, or give it to the "
    "command check: you see everything that is found before you submit.",
)
_CURRENT = (
    "The figures that stand today are filled in. Change what is wrong; what stays as it is changes nothing. "
    "A row that you empty or delete is not taken back: for that, withdraw the submission that it came with.",
)
_WHOM_TO_ASK = (
    "Ask who sent you this file, or the digital lead of your system. What each measure means, and where "
    "figures come from, stands on the page Method and sources.",
)


def list_choices(sheets: Iterable[Sequence[TemplateColumn]], asked: Asked) -> dict[str, tuple[Choice, ...]]:
    """Heading -> the values to choose from, for every closed list and for years."""
    found: dict[str, tuple[Choice, ...]] = {}
    for column in (column for columns in sheets for column in columns):
        choices = column.choices or _years(column.field, asked)
        if choices:
            found.setdefault(column.heading, choices)
    return found


def draw_front(
    sheet: Any,
    styles: Styles,
    title: str,
    about: Iterable[tuple[str, str]],
    lists: Mapping[str, Sequence[Choice]],
    *,
    with_current: bool,
) -> dict[str, str]:
    """Draw the sheet; heading -> the range of its list, as a cell's rule names it."""
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 44)
    sheet.set_column(2, 2, MEANING_WIDTH)
    sheet.write_string(0, 0, title, styles.title)
    row = 2
    for heading, lines in (
        ("What to do", (*(_CURRENT if with_current else ()), *_WHAT_TO_DO)),
        ("Whom to ask", _WHOM_TO_ASK),
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
    """The financial year that begins in April of a year.

    >>> financial_year_from(2024)
    '2024/25'
    """
    return f"{first}/{(first + 1) % 100:02d}"
