"""Reads a plain CSV file column by column, on all processors: the same result as row by row, but much faster.

A file is plain if each row is on one line, and each line is a row of the table's width: the n-th row is on
the n-th line. Other files are left to `csv_text.read_records`.
"""

import csv
import io
from collections.abc import Sequence
from itertools import islice

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.csv as pa_csv

from benchmark.returns.arrays import TEXTS, blank_rows
from benchmark.returns.read.encoding import Decoded
from benchmark.returns.read.one_cell import in_one_cell
from benchmark.returns.read.quotation import MAX_ROW
from benchmark.returns.read.sheet import (
    MAX_CELLS,
    MAX_ROWS,
    MOST_HEAD_ROWS,
    Refused,
    Sheet,
    has_long_cell,
    head_of,
    header_among,
    table_under,
)

_BLOCK = 1 << 20
"""Bytes that one processor reads at a time. Smaller blocks cost time, larger ones leave processors idle."""
_CHUNK = 1 << 22
_QUOTE, _NEWLINE, _RETURN = ord('"'), ord("\n"), ord("\r")


def read_plain(decoded: Decoded, delimiter: str) -> Sheet | None:
    """The table of a plain file; None if the file is not plain. Raises Refused if it has too many rows."""
    if not decoded.marks.line_ends.keys() <= {"\n", "\r\n"}:
        return None
    quoted = b'"' in decoded.utf8
    if quoted and not _plainly_quoted(decoded.utf8, delimiter):
        return None
    first = [line.decode() for line in islice(io.BytesIO(decoded.utf8), MOST_HEAD_ROWS)]
    if max(map(len, first)) > MAX_ROW:
        return None
    try:
        records, _ = head_of(enumerate(csv.reader(first, delimiter=delimiter, strict=True), start=1))
    except csv.Error:  # bad quotation, or a cell that is too long for this reader
        return None
    header = header_among("", records)
    if (
        header is None
        or in_one_cell(records) is not None
        or any(_is_blank(cells) for _, cells in records[: header.line])
    ):
        return None
    count = decoded.marks.newlines + (not decoded.utf8.endswith(b"\n")) - header.line
    width = len(header.cells)
    if count < 1 or count * width > MAX_CELLS:
        return None
    columns = _columns(decoded.utf8, delimiter, quoted=quoted, skip=header.line, width=width)
    # If blank lines were skipped, a row's place does not give its line.
    if columns is None or len(columns[0]) != count or _has_blank_row(columns) or has_long_cell(columns):
        return None
    if count > MAX_ROWS:
        raise Refused("too_many_rows", limit=MAX_ROWS)
    lines = np.arange(header.line + 1, header.line + 1 + count, dtype=np.int32)
    return table_under(header, columns, lines)


def _columns(
    utf8: bytes, delimiter: str, *, quoted: bool, skip: int, width: int
) -> list[pa.DictionaryArray] | None:
    """The columns below the first `skip` lines; None if a row has more or fewer than `width` cells."""
    names = [str(position) for position in range(width)]
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(utf8),
            pa_csv.ReadOptions(skip_rows=skip, column_names=names, block_size=_BLOCK),
            pa_csv.ParseOptions(
                delimiter=delimiter, quote_char='"' if quoted else False, newlines_in_values=False
            ),
            pa_csv.ConvertOptions(
                column_types=dict.fromkeys(names, TEXTS), strings_can_be_null=False, check_utf8=False
            ),
        )
    except pa.ArrowInvalid:
        return None
    return [column.chunk(0) for column in table.unify_dictionaries().combine_chunks().columns]


def _plainly_quoted(utf8: bytes, delimiter: str) -> bool:
    """Whether each quotation mark begins or ends a cell, and no quoted cell has a line end.

    From the start on, the first mark must be at the beginning of a cell, the second one before a delimiter or
    line end, and so on. If this is true of all marks, every reader understands them in the same way.
    """
    data = np.frombuffer(utf8, np.uint8)
    separators = np.zeros(256, dtype=bool)
    separators[[ord(delimiter), _NEWLINE, _RETURN]] = True
    is_open = False
    for start in range(0, len(data), _CHUNK):
        chunk = data[start : start + _CHUNK]
        is_quote = chunk == _QUOTE
        marks = np.flatnonzero(is_quote | (chunk == _NEWLINE))
        quotes = is_quote[marks]
        inside = (np.cumsum(quotes) + is_open) % 2 == 1
        if (inside & ~quotes).any():
            return False
        opening, closing = marks[quotes & inside] + start, marks[quotes & ~inside] + start
        if not _all_separate(data, opening - 1, separators) or not _all_separate(
            data, closing + 1, separators
        ):
            return False
        is_open ^= bool(np.count_nonzero(quotes) % 2)
    return not is_open


def _all_separate(
    data: npt.NDArray[np.uint8], at: npt.NDArray[np.int64], separators: npt.NDArray[np.bool_]
) -> bool:
    """Whether each of these places has a delimiter or a line end, or is outside the data."""
    within = at[(at >= 0) & (at < len(data))]
    return bool(separators[data[within]].all())


def _is_blank(cells: Sequence[str]) -> bool:
    return not any(cell.strip() for cell in cells)


def _has_blank_row(columns: list[pa.DictionaryArray]) -> bool:
    blank = np.ones(len(columns[0]), dtype=bool)
    for column in columns:
        empty = blank_rows(column)
        if empty is None:
            return False
        blank &= empty
    return bool(blank.any())
