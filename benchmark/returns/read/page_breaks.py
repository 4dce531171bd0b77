"""Finds what a printed table repeats on each page: its headings, its titles, and the numbers of pages."""

import re
from collections.abc import Collection, Sequence
from itertools import starmap

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmark.returns.arrays import Mask, lone_rows, text_places
from benchmark.returns.read.line_kinds import clean, marks, texts_in
from benchmark.returns.vocabulary import heading_key

_PAGE = (
    r"(?i)^\W*(?:page|p\.) ?[0-9]{1,4}(?: ?(?:of|/) ?[0-9]{1,4})?\W*$"
    r"|\bpage [0-9]{1,4} of [0-9]{1,4}\b"
)
_NUMBER = re.compile(r"\W*[0-9]{1,3}(?: ?(?:of|/) ?[0-9]{1,3})?\W*")
"""A page's number beside the headings of a page, and no year; elsewhere it may be what is left of a row."""

_LONGEST_TITLE = 200
"""The most characters of a title that a page repeats, or of a text with a page's number."""
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

    Below a title that is on one page only, the same headings are those of another table, and stay.
    """
    left_out = _page_numbers(columns)
    again = [row for row in headers if above and _key(columns, row) == above[-1]]
    if not again:
        return left_out
    known = set(above)
    pages = list(zip([-1, *again], [*again, len(left_out)], strict=True))

    def end_of(header: int, row: int) -> int:
        """The place after the last row of the page between two headers."""
        while row > header + 1 and (left_out[row - 1] or _is_of_a_page(_key(columns, row - 1), known)):
            row -= 1
        return row

    last = {_key(columns, end - 1) for end in starmap(end_of, pages) if end}
    if len(last) == 1 and _is_mark(*last):
        known |= last
    for header, row in pages:
        end, after = end_of(header, row), row + 1
        if row < len(left_out) and end > header + 1 and _is_title(_cells(columns, end - 1)):
            continue
        while after < len(left_out) and _key(columns, after) in below:
            after += 1
        left_out[end:after] = True
    return left_out


def _is_of_a_page(key: Key, known: Collection[Key]) -> bool:
    """Whether a line is the number of a page, one of the known lines, or a title that is continued."""
    text = "".join(key)
    if key in known:
        return True
    if not _is_alone(key) or len(text) > _LONGEST_TITLE:
        return False
    title = _CONTINUED.sub("", text)
    continued = title not in ("", text) and any(
        _is_alone(other) and "".join(other).startswith(title) for other in known
    )
    return continued or _NUMBER.fullmatch(text) is not None


def _is_mark(key: Key) -> bool:
    """Whether a line that ends every page is a mark such as OFFICIAL: one text, without a figure."""
    return _is_alone(key) and not any(map(str.isdigit, "".join(key)))


def _is_title(cells: Sequence[str]) -> bool:
    """Whether a line is a title or a label with its value, such as Year: and 2025, and no row."""
    counted, filled = marks(cells), len(texts_in(cells))
    return filled == 1 or (filled < len(cells) and not counted.figures and not counted.is_row)


def _is_alone(key: Key) -> bool:
    return sum(map(bool, key)) == 1


def _page_numbers(columns: Sequence[pa.DictionaryArray]) -> Mask:
    """A mask of the rows with nothing but a page's number, as in Page 2 of 5."""
    found = np.zeros(len(columns[0]), dtype=bool)
    for column in {0: columns[0], len(columns) - 1: columns[-1]}.values():
        numbers = pc.match_substring_regex(column.dictionary, _PAGE)
        texts = pc.and_(numbers, pc.less(pc.utf8_length(column.dictionary), _LONGEST_TITLE))
        found |= texts.to_numpy(zero_copy_only=False)[text_places(column)]
    return found & lone_rows(columns) if found.any() else found


def _cells(columns: Sequence[pa.DictionaryArray], row: int) -> list[str]:
    return [column[row].as_py() for column in columns]


def _key(columns: Sequence[pa.DictionaryArray], row: int) -> Key:
    return key_of(_cells(columns, row))
