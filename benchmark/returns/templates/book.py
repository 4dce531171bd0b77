"""A template as a workbook: a sheet to read first, a sheet for each kind, and the stamp that nobody sees."""

import io
from collections.abc import Sequence

import xlsxwriter

from benchmark.returns.templates.ask import Asked, expect_kind_of, kinds_for, rows_asked, settled
from benchmark.returns.templates.columns import heading_of
from benchmark.returns.templates.front import FRONT, draw_front, list_choices
from benchmark.returns.templates.sheet import SheetToFill, draw_sheet
from benchmark.returns.templates.stamp import STAMP_SHEET, StampedSheet, stamp_rows
from benchmark.returns.templates.styles import Styles
from benchmark.returns.templates.subject import FICTIONAL, Subject
from benchmark.returns.vocabulary import layouts
from benchmark.store.publication import Publication

EMPTY_ROWS = 40
"""Below the rows that are filled in; three times as many in a template for nobody in particular."""


def template_book(
    kinds: Sequence[str], subject: Subject, asked: Asked, publication: Publication | None
) -> tuple[bytes, int]:
    """A workbook of these kinds, or of all that the subject returns where none is named; and how many of the
    figures that stand it holds.

    UnknownCode when there is no such kind of return.
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
    """What stands at the head of a sheet: what it is, for whom, and that it is fictional where it is."""
    words = [f"{sheet_title}{f': {subject.name}' if subject.name else ''}"]
    words += [f"Round of {asked.assessment_year}"] if asked.assessment_year else []
    words += [f"Financial year {asked.financial_year}"] if asked.financial_year else []
    words += [FICTIONAL] if subject.fictional else []
    return ". ".join(words)


def _written(sheets: Sequence[SheetToFill], subject: Subject, asked: Asked) -> bytes:
    out = io.BytesIO()
    # Nothing that an organisation wrote before runs when the workbook is opened.
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
