"""CSV bytes to a table of text: the encoding, the delimiter, then the rows."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from benchmark.returns.encoding import SAMPLE, UTF_16, WINDOWS, decode
from benchmark.returns.findings import Finding, finding
from benchmark.returns.plain import read_plain
from benchmark.returns.sheet import HEAD_ROWS, Record, Sheet, lay_out
from benchmark.returns.vocabulary import heading_key, known_headings

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_PLAIN_FROM = 200_000
"""Bytes from which a file is read column by column: a smaller one is read before the threads wake up."""


@dataclass(frozen=True)
class ReadText:
    """A CSV file as read: how it was written, its table, and what was found on the way."""

    encoding: str
    delimiter: str
    sheet: Sheet | None
    findings: tuple[Finding, ...]


def read_text(content: bytes) -> ReadText:
    """The table in a CSV file. Raises Refused when there is none."""
    decoded = decode(content)
    found = []
    if decoded.encoding == WINDOWS:
        found.append(finding("encoding_windows"))
    if decoded.encoding == UTF_16:
        found.append(finding("encoding_utf16"))
    # Inside quotes another line end belongs to the cell.
    if len(decoded.marks.line_ends) > 1 and b'"' not in decoded.utf8:
        found.append(finding("mixed_line_ends"))
    delimiter = find_delimiter(decoded.sample)
    if delimiter != ",":
        found.append(finding("delimiter", delimiter=DELIMITERS[delimiter]))
    sheet = read_plain(decoded, delimiter) if len(decoded.utf8) > _PLAIN_FROM else None
    if sheet is None:
        sheet, broken = read_records(decoded.text, delimiter)
        found += broken
    return ReadText(decoded.encoding, delimiter, sheet, tuple(found))


def find_delimiter(text: str) -> str:
    """The delimiter under which the header shows most known headings; else most rows of equal width."""
    sample = text[:SAMPLE]
    first = sample.split("\n", 1)[0].strip()
    if first.casefold().startswith("sep=") and first[4:5] in DELIMITERS:
        return first[4:5]
    known = known_headings()

    def score(delimiter: str) -> tuple[int, int]:
        rows = []
        try:
            for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
                rows.append(cells)
                if len(rows) == HEAD_ROWS:
                    break
        except csv.Error:  # a sample ends anywhere, and may be damaged: what was read before counts
            pass
        headings = max((len({heading_key(c) for c in cells} & known) for cells in rows), default=0)
        widths = Counter(len(cells) for cells in rows if len(cells) > 1)
        return headings, max(widths.values(), default=0)

    return max(DELIMITERS, key=lambda delimiter: (score(delimiter), delimiter == ","))


def read_records(text: str, delimiter: str) -> tuple[Sheet | None, list[Finding]]:
    """The table of any file, read row by row, and what is wrong with its quotation marks."""
    broken: list[Finding] = []
    sheet = lay_out("", _records(text, delimiter, broken))
    return sheet, broken


def _records(text: str, delimiter: str, broken: list[Finding]) -> Iterator[Record]:
    """Every record with its line; a fault of quotation ends them, told in `broken`.

    Lines are counted as a spreadsheet counts them: a cell may hold line ends and is on one line all the same.
    """
    line = 0
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            line += 1
            yield line, cells
    except csv.Error as error:
        if "field larger" in str(error):
            broken.append(finding("cell_too_long", line=line + 1, limit=csv.field_size_limit()))
        else:
            broken.append(finding("broken_quotes", line=line + 1, reason=str(error)))
