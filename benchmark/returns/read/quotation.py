"""Handles unusual quotation marks: after a space, of another shape, around several rows of the table."""

import csv
import io
import re
from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmark.returns.arrays import text_places
from benchmark.returns.findings import Finding, finding
from benchmark.returns.read.line_kinds import look_apart

MAX_ROW = 2_000_000
"""The most characters of a row. Without a limit, one line of 50 MB could become as many cells in memory."""
_OTHER_MARKS = r"^\s*(?:'.+'|[\x{2018}\x{201A}].+\x{2019}|[\x{201C}\x{201E}].+[\x{201D}\x{201C}]|`.+[`'])\s*$"
_LINES_OF_CELLS = r"[\r\n][^\r\n]*[,;|\t][^\r\n]*[,;|\t]"
_LOOKED_AT = 5_000
"""The most cells with several lines that are checked one by one."""
_REASONS = {
    "unexpected end of data": "the last one is never closed",
    "expected after": "text follows the mark that closes a cell",
}
_AFTER_A_SPACE = "there is a space before some marks and text after others"


class TooLong(Exception):
    """Raised for a row of more than MAX_ROW characters."""


def row_reader(utf8: bytes, delimiter: str, *, skip_spaces: bool = False) -> Iterator[list[str]]:
    """Yields the rows of a text, in constant memory.

    skip_spaces: ignore spaces after delimiters. Raises csv.Error at a fault of quotation, TooLong at a row of
    more than MAX_ROW characters.
    """
    taken = 0

    def lines() -> Iterator[str]:
        nonlocal taken
        for line in io.TextIOWrapper(io.BytesIO(utf8), encoding="utf-8", newline=""):
            taken += len(line)
            if taken > MAX_ROW:
                raise TooLong
            yield line

    for cells in csv.reader(lines(), delimiter=delimiter, strict=True, skipinitialspace=skip_spaces):
        taken = 0
        yield cells


def fault(error: csv.Error, *, skip_spaces: bool) -> str:
    """The fault of the quotation marks in words."""
    if skip_spaces:
        return _AFTER_A_SPACE
    return next((words for reason, words in _REASONS.items() if reason in str(error)), str(error))


def has_spaced_marks(utf8: bytes, delimiter: str) -> bool:
    """Whether cells have a space before their quotation marks, as in `2025, "DEMO1"`.

    The text is read with and without skipping such spaces, and the results are compared. A space inside the
    marks is part of the cell, so it makes no difference.
    """
    before = re.escape(delimiter.encode())
    if not re.search(rb"(?:^|[\r\n]|" + before + rb") +\"", utf8):
        return False
    with_spaces = row_reader(utf8, delimiter)
    without = row_reader(utf8, delimiter, skip_spaces=True)
    while True:
        cells, others = _next(with_spaces), _next(without)
        if cells is None or others is None:
            return cells is not others
        if len(cells) != len(others):
            return True
        if any(cell.lstrip(" ") != other.lstrip(" ") for cell, other in zip(cells, others, strict=True)):
            return True


def _next(rows: Iterator[list[str]]) -> Sequence[str] | None:
    try:
        return next(rows, None)
    except (csv.Error, TooLong):
        return None


def odd_quotation(column: pa.DictionaryArray, lines: np.ndarray) -> list[Finding]:
    """Questions about a column's cells: other quotation marks around them, rows of a table inside them."""
    texts = column.dictionary
    questions = []
    other = pc.match_substring_regex(texts, _OTHER_MARKS).to_numpy(zero_copy_only=False)
    if other.any():
        questions.append(_question("other_quotes", column, lines, other))
    several = pc.match_substring_regex(texts, _LINES_OF_CELLS).to_numpy(zero_copy_only=False)
    if several.any():
        for place in np.flatnonzero(several)[:_LOOKED_AT].tolist():
            several[place] = _holds_rows(texts[place].as_py())
        if several.any():
            questions.append(_question("rows_in_cell", column, lines, several))
    return questions


def _holds_rows(text: str) -> bool:
    return any(look_apart([line]) == "row" for line in re.split(r"[\r\n]+", text)[1:])


def _question(code: str, column: pa.DictionaryArray, lines: np.ndarray, texts: np.ndarray) -> Finding:
    rows = np.flatnonzero(texts[text_places(column)])
    value = column[int(rows[0])].as_py()
    return finding(code, line=int(lines[rows[0]]), value=" ".join(value.split()), count=len(rows))
