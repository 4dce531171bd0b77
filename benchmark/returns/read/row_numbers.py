"""Finds a column that only numbers the rows, with or without a heading."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

import pyarrow as pa

from benchmark.returns.read.line_kinds import is_heading, marks
from benchmark.returns.vocabulary import heading_key
from schemas.base import SCORE_MAX, SCORE_MIN

_ROWS_COUNTED_FROM_ONE = 3
"""With fewer rows than this, a first column of 1 and 2 may be figures, not row numbers."""
_FIRST_ROW_NUMBER = 1_000
"""The highest number with which row numbers may begin: years are above it."""
_ROW_NUMBER = re.compile("0|[1-9][0-9]{0,4}")
_OF_ROW_NUMBERS = frozenset(
    (
        *("", "#", "x", "no", "no.", "s/no", "s.no", "s.no.", "sl no", "row", "row no", "row number", "line"),
        *("index", "unnamed: 0", "...1", "rownames", "row.names"),
    )
)
"""Headings of a column of row numbers, as heading_key writes them."""


def may_head_row_numbers(heading: str) -> bool:
    """Whether a column of row numbers may have this heading."""
    return heading_key(heading) in _OF_ROW_NUMBERS


def numbers_rows(columns: Sequence[pa.DictionaryArray]) -> bool:
    """Whether the first column has only row numbers, from 0 or 1 on, as programs write them.

    In one or two rows, numbers from 1 on may be figures, unless the second column is how rows begin: with a
    code or a year. If it is, the numbers may have gaps where rows were left out, unless all may be scores.
    """
    column = columns[0]
    first = column[0].as_py() if len(column) else ""
    if not _ROW_NUMBER.fullmatch(first):
        return False
    few = len(column) < _ROWS_COUNTED_FROM_ONE
    texts = column.to_pylist()
    if first in ("0", "1") and all(text == str(n) for n, text in enumerate(texts, start=int(first))):
        return first == "0" or not few or _is_before_rows(columns)
    if len(texts) < 2 or not all(map(_ROW_NUMBER.fullmatch, texts)) or int(first) > _FIRST_ROW_NUMBER:
        return False
    rising = all(int(before) < int(after) for before, after in pairwise(texts))
    may_be_scores = int(first) >= SCORE_MIN and int(texts[-1]) <= SCORE_MAX
    return rising and not may_be_scores and _is_before_rows(columns)


def _is_before_rows(columns: Sequence[pa.DictionaryArray]) -> bool:
    return bool(columns[1:]) and _begins_rows(columns[1].to_pylist())


def _begins_rows(cells: Iterable[str]) -> bool:
    """Whether each cell is a year or a code: rows begin with these."""
    return all(counted.codes or counted.years for counted in (marks([cell]) for cell in cells))


def lacks_heading_of_numbers(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether the rows have one cell more than the headings, and their first cells count from 1, as R writes
    tables. The headings then begin above the second cell.
    """
    rows = rows[:_ROWS_COUNTED_FROM_ONE]
    return (
        (
            len(rows) == _ROWS_COUNTED_FROM_ONE
            or (bool(rows) and _begins_rows(row[1] for row in rows if row[1:]))
        )
        and is_heading(headings[0])
        and all(len(cells) == len(headings) + 1 and cells[0] == str(n) for n, cells in enumerate(rows, 1))
        and any(cells[-1].strip() for cells in rows)
    )
