"""CSV bytes to a table of text: the encoding, the delimiter, then the rows."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from benchmark.returns.findings import Finding, finding
from benchmark.returns.read.drawn import undrawn, unspaced
from benchmark.returns.read.encoding import SAMPLE, UTF_16, WINDOWS, Doubt, decode, marks_of
from benchmark.returns.read.line_kinds import DELIMITERS, Record, clean
from benchmark.returns.read.patients import refuse_patients_in_text
from benchmark.returns.read.plain_csv import read_plain
from benchmark.returns.read.quotation import MAX_ROW, TooLong, fault, has_spaced_marks, row_reader
from benchmark.returns.read.sheet import HEAD_ROWS, Refused, Sheet, lay_out
from benchmark.returns.vocabulary import heading_key, known_headings

SPACES = "  "
NAMES_OF_DELIMITERS = {**DELIMITERS, SPACES: "two spaces or more"}
_PLAIN_FROM = 200_000
"""Bytes from which a file is read column by column: a smaller one is read before the threads wake up."""
MAX_LINES = 10_000_000
"""Lines of a file, empty ones too: what is above takes longer to pass over than a return to read."""


@dataclass(frozen=True)
class ReadText:
    """A CSV file as read: how it was written, its table, and what was found on the way."""

    encoding: str
    delimiter: str
    sheet: Sheet | None
    findings: tuple[Finding, ...]


def read_text(content: bytes) -> ReadText:
    """The table in a CSV file. Raises Refused when there is none, and where it looks like patients."""
    decoded = undrawn(decode(content))
    spaced = unspaced(decoded)
    decoded = spaced or decoded
    lines = sum(decoded.marks.line_ends.values())
    if lines > MAX_LINES:
        raise Refused("too_many_lines", lines=lines, limit=MAX_LINES)
    delimiter = find_delimiter(decoded.sample)
    refuse_patients_in_text(decoded.utf8, delimiter)
    found = [_told(doubt, delimiter) for doubt in decoded.doubts]
    if decoded.encoding == WINDOWS and not any(entry.code == "encoding_unclear" for entry in found):
        found.append(finding("encoding_windows"))
    if decoded.encoding == UTF_16:
        found.append(finding("encoding_utf16"))
    if len(decoded.marks.line_ends) > 1 and _mixed_line_ends(decoded.utf8):
        found.append(finding("mixed_line_ends"))
    between = SPACES if spaced else delimiter
    if between != ",":
        found.append(finding("delimiter", delimiter=NAMES_OF_DELIMITERS[between]))
    sheet = read_plain(decoded, delimiter) if len(decoded.utf8) > _PLAIN_FROM else None
    if sheet is None:
        sheet, faults = read_records(decoded.utf8, delimiter)
        found += faults
    return ReadText(decoded.encoding, between, sheet, tuple(found))


def _told(doubt: Doubt, delimiter: str) -> Finding:
    """What is said of bytes, with the line on which they stand as a spreadsheet counts lines."""
    if doubt.before is None:
        return finding(doubt.code)
    before = io.TextIOWrapper(io.BytesIO(doubt.before + b"x"), encoding="latin-1", newline="")
    line = 0
    try:
        for _ in csv.reader(before, delimiter=delimiter):
            line += 1
    except csv.Error:  # a cell that is too long is told of where the rows are read
        line += 1
    return finding(doubt.code, line=line, count=doubt.count, **doubt.words)


def _mixed_line_ends(utf8: bytes) -> bool:
    """Whether rows end in more than one way. Inside quotation marks a line end belongs to the cell."""
    return b'"' not in utf8 or len(marks_of(b"".join(utf8.split(b'"')[::2])).line_ends) > 1


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
                if any(cell.strip() for cell in cells):
                    rows.append(cells)
                if len(rows) == HEAD_ROWS:
                    break
        except csv.Error:  # a sample ends anywhere, and may be damaged: what was read before counts
            pass
        headings = max((len({heading_key(clean(c)) for c in cells} & known) for cells in rows), default=0)
        widths = Counter(len(cells) for cells in rows if len(cells) > 1)
        return headings, max(widths.values(), default=0)

    return max(DELIMITERS, key=lambda delimiter: (score(delimiter), delimiter == ","))


def read_records(utf8: bytes, delimiter: str) -> tuple[Sheet | None, list[Finding]]:
    """The table of any file, read row by row, and what is said of its quotation marks."""
    found: list[Finding] = []
    spaced = b'"' in utf8 and has_spaced_marks(utf8, delimiter)
    sheet = lay_out("", _records(utf8, delimiter, found, skip_spaces=spaced))
    if spaced and not found:
        found.append(finding("spaced_quotes"))
    return sheet, found


def _records(utf8: bytes, delimiter: str, found: list[Finding], *, skip_spaces: bool) -> Iterator[Record]:
    """Every record with its line; a fault of quotation ends them, told in `found`.

    Lines are counted as a spreadsheet counts them: a cell may hold line ends and is on one line all the same.
    """
    line = 0
    try:
        for cells in row_reader(utf8, delimiter, skip_spaces=skip_spaces):
            line += 1
            yield line, cells
    except TooLong as error:
        raise Refused("row_endless", line=line + 1, limit=MAX_ROW) from error
    except csv.Error as error:
        if "field larger" in str(error):
            found.append(finding("cell_too_long", line=line + 1, limit=csv.field_size_limit()))
        else:
            reason = fault(error, skip_spaces=skip_spaces)
            found.append(finding("broken_quotes", line=line + 1, reason=reason))
