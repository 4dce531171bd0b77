"""Finds what a printed table repeats on each page: its headings, its titles, and the numbers of pages."""

import re
from collections import Counter
from collections.abc import Collection, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmark.returns.arrays import Mask, text_places
from benchmark.returns.read.line_kinds import clean
from benchmark.returns.vocabulary import heading_key

_PAGE = (
    r"(?i)^\W*(?:page|p\.) ?[0-9]{1,4}(?: ?(?:of|/) ?[0-9]{1,4})?\W*$"
    r"|^(?:.{0,80}\W)?page [0-9]{1,4} of [0-9]{1,4}(?:\W.{0,80})?$"
)
_NUMBER = re.compile(r"\W*[0-9]{1,3}(?: ?(?:of|/) ?[0-9]{1,3})?\W*")
"""A page's number beside the headings of a page, and no year; elsewhere it may be what is left of a row."""

_CONTINUED = re.compile(r"\W*\bcont(?:inued|'?d)?\b\W*$")

Key = tuple[str, ...]


def key_of(cells: Sequence[str]) -> Key:
    """A line's cells without what its copies vary: capitals, spaces, underscores, empty cells at the end."""
    texts = [heading_key(clean(cell)) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def page_breaks(
    columns: Sequence[pa.DictionaryArray], headers: Sequence[int], above: Sequence[Key], below: Sequence[Key]
) -> Mask:
    """A mask of the rows that are no rows of the table, but of the pages that it was printed on.

    headers: the rows that are headers. above: the keys of the lines at the top, down to the header's last.
    below: those of the lines right under it that describe the columns.

    Below a text that is on one page only, the same headings are those of another table, and stay.
    """
    left_out = np.zeros(len(columns[0]), dtype=bool)
    left_out[_page_numbers(columns)] = True
    again = [row for row in headers if above and _key(columns, row) == above[-1]]
    if not again:
        return left_out
    known = set(above)

    def first_of(row: int) -> int:
        """The first of the page's lines that end above a row."""
        while row > 0 and (left_out[row - 1] or _is_of_a_page(_key(columns, row - 1), known)):
            row -= 1
        return row

    firsts = [first_of(row) for row in (*again, len(left_out))]
    known |= _at_the_end_of_pages([_key(columns, first - 1) for first in firsts if first > 0])
    for row in again:
        first, after = first_of(row), row + 1
        if first > 0 and _is_alone(_key(columns, first - 1)):
            continue
        while after < len(left_out) and _key(columns, after) in below:
            after += 1
        left_out[first:after] = True
    left_out[first_of(len(left_out)) :] = True
    return left_out


def _at_the_end_of_pages(last: Sequence[Key]) -> set[Key]:
    """The texts without a figure that end several pages, as OFFICIAL does. last: each page's last line."""
    return {
        key
        for key, count in Counter(last).items()
        if count > 1 and _is_alone(key) and not any(map(str.isdigit, "".join(key)))
    }


def _is_of_a_page(key: Key, known: Collection[Key]) -> bool:
    """Whether a line is the number of a page, one of the known lines, or a title that is continued."""
    if _is_number(key) or key in known:
        return True
    title = _CONTINUED.sub("", "".join(key))
    going_on = _is_alone(key) and bool(title) and title != "".join(key)
    return going_on and any(_is_alone(other) and "".join(other).startswith(title) for other in known)


def _is_alone(key: Key) -> bool:
    return sum(map(bool, key)) == 1


def _is_number(key: Key) -> bool:
    return _is_alone(key) and _NUMBER.fullmatch("".join(key)) is not None


def _page_numbers(columns: Sequence[pa.DictionaryArray]) -> list[int]:
    """The rows with nothing but a page's number, as in Page 2 of 5."""
    found = []
    for column in {0: columns[0], len(columns) - 1: columns[-1]}.values():
        texts = pc.match_substring_regex(column.dictionary, _PAGE).to_numpy(zero_copy_only=False)
        if texts.any():
            rows = np.flatnonzero(texts[text_places(column)]).tolist()
            found += [row for row in rows if _is_alone(_key(columns, row))]
    return found


def _key(columns: Sequence[pa.DictionaryArray], row: int) -> Key:
    return key_of([column[row].as_py() for column in columns])
