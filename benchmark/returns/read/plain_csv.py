"""A plain CSV file read column by column, on all processors: the same as row by row, many times faster.

Plain is a file in which every row stands on one line and every line is a row of the table's width: the n-th
row then stands on the n-th line. A file that is not so plain is left to `text.read_records`.
"""

import csv
import io
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
    HEAD_ROWS,
    MAX_CELLS,
    MAX_ROWS,
    Refused,
    Sheet,
    has_long_cell,
    header_among,
    table_under,
)

_BLOCK = 1 << 20
"""Bytes that one processor reads at a time: smaller ones lose time in between, larger ones leave one idle."""
_CHUNK = 1 << 22
_QUOTE, _NEWLINE, _RETURN = ord('"'), ord("\n"), ord("\r")


def read_plain(decoded: Decoded, delimiter: str) -> Sheet | None:
    """The table of a plain file; None when it is not so plain."""
    if not decoded.marks.line_ends.keys() <= {"\n", "\r\n"}:
        return None
    quoted = b'"' in decoded.utf8
    if quoted and not _plainly_quoted(decoded.utf8, delimiter):
        return None
    head = [line.decode() for line in islice(io.BytesIO(decoded.utf8), HEAD_ROWS)]
    if sum(map(len, head)) > MAX_ROW:
        return None
    try:
        rows = list(csv.reader(head, delimiter=delimiter, strict=True))
    except csv.Error:  # a cell longer than that reader takes
        return None
    records = list(enumerate(rows, start=1))
    header = header_among("", records)
    if (
        header is None
        or in_one_cell(records) is not None
        or any(_is_blank(cells) for cells in rows[: header.line])
    ):
        return None
    count = decoded.marks.newlines + (not decoded.utf8.endswith(b"\n")) - header.line
    width = len(header.cells)
    if count < 1 or count * width > MAX_CELLS:
        return None
    columns = _columns(decoded.utf8, delimiter, quoted=quoted, skip=header.line, width=width)
    # Where blank lines were passed over, lines cannot be counted.
    if columns is None or len(columns[0]) != count or _has_blank_row(columns) or has_long_cell(columns):
        return None
    if count > MAX_ROWS:
        raise Refused("too_many_rows", limit=MAX_ROWS)
    lines = np.arange(header.line + 1, header.line + 1 + count, dtype=np.int32)
    return table_under(header, columns, lines)


def _columns(
    utf8: bytes, delimiter: str, *, quoted: bool, skip: int, width: int
) -> list[pa.DictionaryArray] | None:
    """The columns below the lines to skip; None when a row is wider or narrower."""
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
    """Whether each quotation mark begins a cell or ends it, and no line ends between the two.

    Read from the start: a mark where a cell begins opens it, the next one, with a delimiter or line end after
    it, closes it, and so on. Where that holds of all, no reader can take them otherwise.
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
    """Whether there is a delimiter or a line end at all of these places, or nothing at all."""
    within = at[(at >= 0) & (at < len(data))]
    return bool(separators[data[within]].all())


def _is_blank(cells: list[str]) -> bool:
    return not any(cell.strip() for cell in cells)


def _has_blank_row(columns: list[pa.DictionaryArray]) -> bool:
    blank = None
    for column in columns:
        empty = blank_rows(column)
        if empty is None:
            return False
        blank = empty if blank is None else blank & empty
    return blank is not None and bool(blank.any())
