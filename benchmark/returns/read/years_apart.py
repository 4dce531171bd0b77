"""Turns columns of several years, IT revenue 2023/24 and IT revenue 2024/25, into a row for each year."""

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
"""Before two years, FY says nothing more. Before one year it is needed: it says which two are meant."""
_EMPTY_BRACKETS = re.compile(r"\(\s*\)|\[\s*\]")
_FIGURE = re.compile(r"[£(+-]*[0-9][0-9., ]*%?\)?")
_HEADING = "Year"
"""The heading of the new column. Each kind of return with a year accepts it."""
_OVERALL = frozenset(("average", "overall", "score", "overall average"))
"""Scores whose years are compared with each other, and so stay together, unless they are of pillars."""
_LOOKED_AT = 100
"""The most distinct texts of a column that are searched for figures."""


def is_year(text: str) -> bool:
    """Whether a text is nothing but a year, such as 2025, or two, such as 2024/25."""
    return _YEAR.fullmatch(clean(text)) is not None


def of_year(heading: str) -> tuple[str, str]:
    """A known heading with one year in it, split into its name and the year; ('', '') for any other.

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
    """A table with a row for each year. rows: for each row its place in the table before."""

    headings: list[str]
    columns: list[pa.DictionaryArray]
    rows: Rows
    years: list[str]


def years_apart(headings: Sequence[str], columns: Sequence[pa.DictionaryArray]) -> YearsApart | None:
    """The table with a row for each year in which anything is filled in. None if the years do not have the
    same columns, or if a column without a year has figures or years in its cells.
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
    made = [taken(columns[place], of_row) for place in others]
    made.append(column_of(year_of_row, pa.array(years, pa.string())))
    made += [taken(column, year_of_row * count + of_row) for column in below.values()]
    return YearsApart([*(headings[place] for place in others), _HEADING, *names], made, of_row, years)


def _filled(below: Mapping[str, pa.DictionaryArray], count: int, years: int) -> Rows:
    """The places, as row x years + year, at which any column is filled. A row without any keeps its first
    year, so that the checks can say what it lacks.
    """
    filled = np.zeros(count * years, dtype=bool)
    for column in below.values():
        blank = blank_rows(column)
        filled |= True if blank is None else ~blank
    by_row = filled.reshape(years, count).T
    by_row[~by_row.any(axis=1), 0] = True
    return np.flatnonzero(by_row.ravel())


def _is_pillar(heading: str) -> bool:
    names = ("pillar", *heading_aliases()["pillar"])
    return heading_key(clean(heading)) in map(heading_key, names)


def _has_figures(column: pa.DictionaryArray) -> bool:
    texts = column.dictionary.slice(0, _LOOKED_AT).to_pylist()
    return any(_FIGURE.fullmatch(text.strip()) or is_year(text) for text in texts)
