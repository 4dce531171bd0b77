"""Turns the bytes of a CSV file into a table of text: finds the encoding, the delimiter, then the rows."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from benchmark.returns.findings import Finding, finding
from benchmark.returns.read.drawn import undrawn, unquoted, unspaced
from benchmark.returns.read.encoding import SAMPLE, UTF_16, WINDOWS, Doubt, decode, marks_of
from benchmark.returns.read.line_kinds import DELIMITERS, Record, clean
from benchmark.returns.read.patients import refuse_patients_in_text
from benchmark.returns.read.plain_csv import read_plain
from benchmark.returns.read.quotation import MAX_ROW, TooLong, fault, has_spaced_marks, row_reader
from benchmark.returns.read.sheet import HEAD_ROWS, MOST_HEAD_ROWS, Refused, Sheet, lay_out
from benchmark.returns.vocabulary import heading_key, known_headings

SPACES = "  "
NAMES_OF_DELIMITERS = {**DELIMITERS, SPACES: "two spaces or more"}
_PLAIN_FROM = 200_000
"""Files with more bytes are read column by column. In smaller ones, threads take longer than they save."""
MAX_LINES = 10_000_000
"""The most lines of a file, empty ones included. Skipping more takes longer than reading a return."""


@dataclass(frozen=True)
class ReadText:
    """A CSV file as read: its encoding and delimiter, its table (None if all is blank), and findings."""

    encoding: str
    delimiter: str
    sheet: Sheet | None
    findings: tuple[Finding, ...]


def read_text(content: bytes) -> ReadText:
    """Read a CSV file. Raises Refused if it cannot be read, or looks like data of patients."""
    as_sent = decode(content)
    quoted = unquoted(as_sent)
    decoded = undrawn(quoted or as_sent)
    spaced = unspaced(decoded)
    decoded = spaced or decoded
    lines = sum(decoded.marks.line_ends.values())
    if lines > MAX_LINES:
        raise Refused("too_many_lines", lines=lines, limit=MAX_LINES)
    delimiter = find_delimiter(decoded.sample)
    refuse_patients_in_text(decoded.utf8, delimiter)
    findings = [_finding_of(doubt, delimiter) for doubt in decoded.doubts]
    if decoded.encoding == WINDOWS and not any(entry.code == "encoding_unclear" for entry in findings):
        findings.append(finding("encoding_windows"))
    if decoded.encoding == UTF_16:
        findings.append(finding("encoding_utf16"))
    if len(decoded.marks.line_ends) > 1 and _mixed_line_ends(decoded.utf8):
        findings.append(finding("mixed_line_ends"))
    if quoted:
        findings.append(finding("mail_marks_left_out"))
    between = SPACES if spaced else delimiter
    if between != ",":
        findings.append(finding("delimiter", delimiter=NAMES_OF_DELIMITERS[between]))
    sheet = read_plain(decoded, delimiter) if len(decoded.utf8) > _PLAIN_FROM else None
    if sheet is None:
        sheet, faults = read_records(decoded.utf8, delimiter)
        findings += faults
    return ReadText(decoded.encoding, between, sheet, tuple(findings))


def _finding_of(doubt: Doubt, delimiter: str) -> Finding:
    """The finding for a doubt, with its line as a spreadsheet counts lines."""
    if doubt.before is None:
        return finding(doubt.code)
    before = io.TextIOWrapper(io.BytesIO(doubt.before + b"x"), encoding="latin-1", newline="")
    line = 0
    try:
        for _ in csv.reader(before, delimiter=delimiter):
            line += 1
    except csv.Error:  # a cell is too long: reading the rows will report it
        line += 1
    return finding(doubt.code, line=line, count=doubt.count, **doubt.words)


def _mixed_line_ends(utf8: bytes) -> bool:
    """Whether rows end in more than one way. A line end inside quotation marks belongs to the cell."""
    return b'"' not in utf8 or len(marks_of(b"".join(utf8.split(b'"')[::2])).line_ends) > 1


def find_delimiter(text: str) -> str:
    """The delimiter that gives most known headings in one row; if equal, most rows of one width."""
    sample = text[:SAMPLE]
    first = sample.split("\n", 1)[0].strip()
    if first.casefold().startswith("sep=") and first[4:5] in DELIMITERS:
        return first[4:5]
    known = known_headings()

    def score(delimiter: str, most: int) -> tuple[int, int]:
        rows = []
        try:
            for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
                if any(cell.strip() for cell in cells):
                    rows.append(cells)
                if len(rows) == most:
                    break
        except csv.Error:  # the sample may end inside a cell or be damaged: use the rows read so far
            pass
        headings = max((len({heading_key(clean(c)) for c in cells} & known) for cells in rows), default=0)
        widths = Counter(len(cells) for cells in rows if len(cells) > 1)
        return headings, max(widths.values(), default=0)

    scores = {delimiter: score(delimiter, HEAD_ROWS) for delimiter in DELIMITERS}
    if not any(headings for headings, _ in scores.values()):  # the header may be below many lines of guidance
        scores = {delimiter: score(delimiter, MOST_HEAD_ROWS) for delimiter in DELIMITERS}
    return max(scores, key=lambda delimiter: (scores[delimiter], delimiter == ","))


def read_records(utf8: bytes, delimiter: str) -> tuple[Sheet | None, list[Finding]]:
    """The table of any CSV file, read row by row, and findings about its quotation marks."""
    findings: list[Finding] = []
    spaced = b'"' in utf8 and has_spaced_marks(utf8, delimiter)
    sheet = lay_out("", _records(utf8, delimiter, findings, skip_spaces=spaced))
    if spaced and not findings:
        findings.append(finding("spaced_quotes"))
    return sheet, findings


def _records(utf8: bytes, delimiter: str, findings: list[Finding], *, skip_spaces: bool) -> Iterator[Record]:
    """Yields each record with its line. Stops at a fault of quotation, and adds a finding about it.

    Lines are counted as in a spreadsheet, where a cell with line ends is still on one line. Raises Refused if
    a row has no end.
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
            findings.append(finding("cell_too_long", line=line + 1, limit=csv.field_size_limit()))
        else:
            reason = fault(error, skip_spaces=skip_spaces)
            findings.append(finding("broken_quotes", line=line + 1, reason=reason))
