"""Columns of several years side by side, IT revenue 2023/24 and IT revenue 2024/25: a row for each year."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from benchmark.returns.arrays import Rows, blank_rows, column_of, joined, taken
from benchmark.returns.read.line_kinds import clean, is_heading, unit_apart
from benchmark.returns.vocabulary import heading_aliases, heading_key

_YEAR = re.compile(r"(?<![0-9])(?:FY ?)?20[0-9]{2}(?: ?[/\-\u2013] ?(?:20)?[0-9]{2})?(?![0-9])", re.I)
_SPAN = re.compile("^FY ?(20[0-9]{2} ?[/\\-\u2013])", re.I)
"""FY before two years says nothing more; before one it says which two are meant."""
_EMPTY_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]")
_FIGURE = re.compile(r"[£(+-]*[0-9][0-9., ]*%?\)?")
_HEADING = "Year"
"""Every kind that has a year knows its own by it."""
_OVERALL = frozenset(("average", "overall", "score", "overall average"))
"""Scores of which each year is held against the other, unless each is a pillar's."""
_LOOKED_AT = 100
"""Distinct texts of a column that are looked at."""


def is_year(text: str) -> bool:
    """Whether a text is a year, or two in a row, and nothing else."""
    return _YEAR.fullmatch(clean(text)) is not None


def of_year(heading: str) -> tuple[str, str]:
    """A known heading with one year in it, taken apart: its name and the year; nothing for any other.

    >>> of_year("IT revenue 2023/24 (£m)"), of_year("2024 Average")
    (('IT revenue (£m)', '2023/24'), ('', ''))
    """
    text = clean(heading)
    years = _YEAR.findall(text)
    if len(years) != 1 or is_heading(text):
        return "", ""
    name = clean(_EMPTY_BRACKETS.sub(" ", text.replace(years[0], " "))).strip(" -\u2013_:,")
    return (name, _SPAN.sub(r"\1", years[0])) if is_heading(unit_apart(name)[0]) else ("", "")


@dataclass(frozen=True)
class YearsApart:
    """A table with a row for each year: its headings and columns, the row that each of its rows was, and the
    years.
    """

    headings: list[str]
    columns: list[pa.DictionaryArray]
    rows: Rows
    years: list[str]


def years_apart(headings: Sequence[str], columns: Sequence[pa.DictionaryArray]) -> YearsApart | None:
    """The table with a row for each year in which anything is filled in. None where its years do not have the
    same columns, or where a column of figures or of years is of none of them.
    """
    pairs = [of_year(heading) for heading in headings]
    places = {pair: place for place, pair in enumerate(pairs) if pair[1]}
    years = list(dict.fromkeys(year for _, year in places))
    names = list(dict.fromkeys(name for name, _ in places))
    others = [place for place, (_, year) in enumerate(pairs) if not year]
    whole = len(places) == len(names) * len(years) == len(pairs) - len(others)
    if len(places) < 2 or not whole or any(_has_figures(columns[place]) for place in others):
        return None
    if _OVERALL.issuperset(map(heading_key, names)) and not any(_is_pillar(headings[at]) for at in others):
        return None
    below = {name: joined([columns[places[name, year]] for year in years]) for name in names}
    count = len(columns[0])
    of_row, year_of_row = np.divmod(_filled(below, count, len(years)), len(years))
    found = [taken(columns[place], of_row) for place in others]
    found.append(column_of(year_of_row, pa.array(years, pa.string())))
    found += [taken(column, year_of_row * count + of_row) for column in below.values()]
    return YearsApart([*(headings[place] for place in others), _HEADING, *names], found, of_row, years)


def _filled(below: Mapping[str, pa.DictionaryArray], count: int, years: int) -> Rows:
    """The years of the rows, row by row, in which a column is filled; the first of a row without any: it
    is told what it lacks.
    """
    filled = np.zeros(count * years, dtype=bool)
    for column in below.values():
        blank = blank_rows(column)
        filled |= True if blank is None else ~blank
    by_row = filled.reshape(years, count).T
    by_row[~by_row.any(axis=1), 0] = True
    return np.flatnonzero(by_row.ravel())


def _is_pillar(heading: str) -> bool:
    known = ("pillar", *heading_aliases()["pillar"])
    return heading_key(clean(heading)) in map(heading_key, known)


def _has_figures(column: pa.DictionaryArray) -> bool:
    texts = column.dictionary.slice(0, _LOOKED_AT).to_pylist()
    return any(_FIGURE.fullmatch(text.strip()) or is_year(text) for text in texts)
