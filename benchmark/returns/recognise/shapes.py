"""Recognises tables that are not laid out as returns, such as pivot tables or years side by side."""

import re
from collections.abc import Sequence

from benchmark.returns.read.line_kinds import clean, is_heading, marks
from benchmark.returns.read.sheet import Sheet
from benchmark.returns.read.years_apart import of_year
from benchmark.returns.recognise.heading_names import column_meant
from benchmark.returns.recognise.heading_units import split_heading
from benchmark.returns.recognise.years import year_in
from benchmark.returns.vocabulary import heading_key, known_headings, pillar_spellings

_SEVERAL = 2
"""The number of headings of one sort that can hardly be chance."""
_NAMED = 3
"""The fewest names of figures in a column: fewer may be values."""
_TEXTS = 100
"""The most distinct texts of a column to examine."""
_OF_PIVOTS = re.compile(r"(?:row|column) labels|(?:sum|count|average|max|min) of .+")
_APART = re.compile(r"\s{2,}|[\u2502\u2503~^!]")
_YEAR = re.compile(r"(?:FY ?)?(?:20)?[0-9]{2}(?: ?[/\-\u2013] ?(?:20)?[0-9]{2})?|20[0-9]{2}")


def shape_in_words(sheet: Sheet) -> str:
    """Why a table is not laid out as a return, in sentences; '' if unknown."""
    texts = [*sheet.headings, *(part for text in sheet.above for part in _APART.split(text))]
    if any(_OF_PIVOTS.match(heading_key(text)) for text in texts):
        return "It looks like a pivot table; a return is the table that one is made from."
    if _is_one_cell(sheet.headings):
        return (
            "The headings stand in one cell. Commas, semicolons, tabs and vertical bars keep cells apart,"
            " and spaces and other signs do not."
        )
    if names := _names_below(sheet):
        return names
    of_years = [text for text in sheet.headings if _YEAR.fullmatch(text)]
    if years := _several([text for text in of_years if year_in(text).seen or year_in(text).year]):
        return f"{years} are headings. A return has the year in a column of its own, and a row for each year."
    if years := _several([text for text in sheet.headings if of_year(text)[1]]):
        return (
            f"{years} have a year in them. A return has it in a column of its own, and a row for each year."
        )
    codes = [text for text in sheet.headings if marks([text]).codes]
    if 2 * len(codes) >= len(sheet.headings) and (several := _several(codes)):
        return (
            f"{several} are headings and look like codes. A return has organisations below each"
            " other, in a column of their own."
        )
    return ""


def _names_below(sheet: Sheet) -> str:
    """A sentence if headings are below each other in a column; else ''."""
    for place, (heading, column) in enumerate(zip(sheet.headings, sheet.columns, strict=True)):
        texts = column.dictionary.slice(0, _TEXTS).to_pylist()
        names = {heading_key(split_heading(text)[0]) for text in (heading, *texts)} & known_headings()
        pillars = names & pillar_spellings().keys()
        if len(pillars) >= _SEVERAL and len(names - pillars) <= 1:
            if column_meant(heading) == "pillar":
                continue
            return (
                f"The column '{heading}' names pillars. A return has them under the heading pillar, and their"
                " scores under the heading score."
            )
        if len(names) >= _NAMED:
            where = f"the column '{heading}'" if place else "the first column"
            return f"The headings stand below each other in {where}; a return has them in one row."
    return ""


def _several(headings: Sequence[str]) -> str:
    """The first and last of several headings, in words; '' if there are fewer."""
    return f"'{headings[0]}' and '{headings[-1]}'" if len(headings) >= _SEVERAL else ""


def _is_one_cell(headings: Sequence[str]) -> bool:
    """Whether one cell has several known headings."""
    if len(headings) != 1:
        return False
    return any(
        sum(is_heading(clean(part)) for part in parts) >= _SEVERAL
        for parts in (_APART.split(headings[0]), headings[0].split())
    )
