"""Reads a template's sheet that comes back without its stamp, such as one saved as CSV, by its headings."""

from dataclasses import replace

import numpy as np

from benchmark.returns.arrays import blank_rows, taken
from benchmark.returns.findings import Finding, finding
from benchmark.returns.read.sheet import Sheet
from benchmark.returns.read.template_stamp import is_untouched
from benchmark.returns.templates.columns import template_columns
from benchmark.returns.vocabulary import heading_key, layouts, return_layouts


def without_untouched(sheet: Sheet, layout: str) -> tuple[Sheet | None, list[Finding]]:
    """The sheet without rows in which nobody filled in anything, and findings about them; None if no row is
    left. A sheet without exactly the headings of the layout's template stays as it is.
    """
    columns = template_columns(layout) if layouts()[layout] in return_layouts() else ()
    names = [heading_key(heading) for heading in sheet.headings]
    if sheet.stamped_as or names != [heading_key(column.heading) for column in columns]:
        return sheet, []
    untouched = np.ones(len(sheet.lines), dtype=bool)
    for column, texts in zip(columns, sheet.columns, strict=True):
        if column.part == "entered":
            blank = blank_rows(texts)
            untouched &= False if blank is None else blank
    given = frozenset(heading_key(column.heading) for column in columns if column.part == "given")
    for row in np.flatnonzero(untouched).tolist():
        cells = {name: texts[row].as_py().strip() for name, texts in zip(names, sheet.columns, strict=True)}
        untouched[row] = is_untouched(cells, given, layouts()[layout].kind)
    if not untouched.any():
        return sheet, []
    if untouched.all():
        return None, [finding("template_sheet_empty", sheet=sheet.name)]
    rows, line = np.flatnonzero(~untouched), int(sheet.lines[int(np.argmax(untouched))])
    left = replace(
        sheet, columns=tuple(taken(texts, rows) for texts in sheet.columns), lines=sheet.lines[rows]
    )
    return left, [finding("template_rows_empty", sheet=sheet.name, line=line, count=int(untouched.sum()))]
