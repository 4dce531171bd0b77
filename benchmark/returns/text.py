"""CSV bytes to a table of text: the encoding, the delimiter, then the rows."""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from benchmark.returns.findings import Finding, finding
from benchmark.returns.sheet import (
    HEAD_ROWS,
    MAX_COLUMNS,
    MAX_ROWS,
    Header,
    Record,
    Refused,
    Sheet,
    find_header,
    lay_out,
    table_under,
)
from benchmark.returns.vocabulary import heading_key, known_headings

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_SAMPLE = 64_000
_PLAIN_FROM = 200_000
"""Characters from which a file is read column by column: a smaller one is read before the threads wake up."""
_BLOCK = 8_000_000
_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 26})
_TOO_MANY_CONTROLS = 0.002


@dataclass(frozen=True)
class ReadText:
    """A CSV file as read: how it was written, its table, and what was found on the way."""

    encoding: str
    delimiter: str
    sheet: Sheet | None
    findings: tuple[Finding, ...]


def read_text(content: bytes) -> ReadText:
    """The table in a CSV file. Raises Refused when there is none."""
    text, encoding = decode(content)
    found = []
    if encoding == "Windows-1252":
        found.append(finding("encoding_windows"))
    if encoding == "UTF-16":
        found.append(finding("encoding_utf16"))
    ends = _line_ends(text)
    if len(ends) > 1 and '"' not in text:  # inside quotes another line end belongs to the cell
        found.append(finding("mixed_line_ends"))
    delimiter = find_delimiter(text)
    if delimiter != ",":
        found.append(finding("delimiter", delimiter=DELIMITERS[delimiter]))
    sheet = None
    if len(text) > _PLAIN_FROM and '"' not in text and ends.keys() <= {"\n", "\r\n"}:
        sheet = read_plain(text, delimiter, lines=sum(ends.values()))
    if sheet is None:
        sheet, broken = read_records(text, delimiter)
        found += broken
    return ReadText(encoding, delimiter, sheet, tuple(found))


def decode(content: bytes) -> tuple[str, str]:
    """The text, and the name of the encoding that it was in: byte-order mark, strict UTF-8, Windows-1252."""
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return _sound(content.decode("utf-16")), "UTF-16"
        if content.startswith(b"\xef\xbb\xbf"):
            return _sound(content.decode("utf-8-sig")), "UTF-8 with byte-order mark"
        guess = _utf16_without_mark(content)
        if guess:
            return _sound(content.decode(guess)), "UTF-16"
        try:
            return _sound(content.decode("utf-8")), "UTF-8"
        except UnicodeDecodeError:
            return _sound(content.decode("cp1252")), "Windows-1252"
    except UnicodeDecodeError as error:
        reason = f"byte {error.start:,} is no character of UTF-8 or Windows-1252"
        raise Refused("not_text", reason=reason) from error


def _utf16_without_mark(content: bytes) -> str | None:
    """UTF-16 of mostly Latin text has a NUL in every second place, and in no other."""
    sample = content[: _SAMPLE * 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if even == 0 and odd > len(sample) * 0.4:
        return "utf-16-le"
    if odd == 0 and even > len(sample) * 0.4:
        return "utf-16-be"
    return None


def _sound(text: str) -> str:
    """The text, if it is text: Refused when it holds NULs or many control characters."""
    encoded = text.encode()
    controls = len(encoded) - len(encoded.translate(None, _CONTROL))
    nuls = encoded.count(0)
    if controls - nuls > len(text) * _TOO_MANY_CONTROLS:
        raise Refused("not_text", reason="it holds control characters, as programs and pictures do")
    if nuls:
        raise Refused("nul_bytes", line=1 + text[: text.index("\0")].count("\n"))
    return text


def _line_ends(text: str) -> Counter[str]:
    both = text.count("\r\n")
    ends = Counter({"\r\n": both, "\n": text.count("\n") - both, "\r": text.count("\r") - both})
    return +ends


def find_delimiter(text: str) -> str:
    """The delimiter under which the header shows most known headings; else most rows of equal width."""
    sample = text[:_SAMPLE]
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
    """Every record with the line on which it starts; a fault of quotation ends them, told in `broken`."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        if "field larger" in str(error):
            broken.append(finding("cell_too_long", line=start, limit=csv.field_size_limit()))
        else:
            broken.append(finding("broken_quotes", line=start, reason=str(error)))


def read_plain(text: str, delimiter: str, *, lines: int) -> Sheet | None:
    """The table of a file without quotation marks, read column by column; None when it is not so plain.

    The same as `read_records`, some ten times faster: without quotation marks and blank lines the
    n-th row stands on the n-th line.
    """
    head = text[:_SAMPLE].replace("\r\n", "\n").split("\n")[:HEAD_ROWS]
    rows = [line.split(delimiter) for line in head]
    at = find_header(rows)
    if at is None or len(rows[at]) > MAX_COLUMNS or any(not line.strip() for line in head[: at + 1]):
        return None
    body = text if text.endswith("\n") else text + "\n"
    count = lines + (body is not text) - at - 1
    if count > MAX_ROWS:
        raise Refused("too_many_rows", limit=MAX_ROWS)
    if count < 1:
        return None
    names = [str(i) for i in range(len(rows[at]))]
    try:
        table = pa_csv.read_csv(
            pa.BufferReader(body.encode()),
            pa_csv.ReadOptions(
                skip_rows=at + 1,
                column_names=names,
                block_size=_BLOCK,
            ),
            pa_csv.ParseOptions(delimiter=delimiter, quote_char=False, newlines_in_values=False),
            pa_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
        ).combine_chunks()
    except pa.ArrowInvalid:  # rows of unequal width: the slower way tells which
        return None
    if table.num_rows != count:  # blank lines were passed over, so lines cannot be counted
        return None
    columns = [column.chunk(0) for column in table.columns]
    if _has_blank_row(columns):
        return None
    above = tuple(" ".join(cell.strip() for cell in cells if cell.strip()) for cells in rows[:at])
    header = Header("", tuple(rows[at]), at + 1, above)
    return table_under(header, columns, np.arange(at + 2, at + 2 + count, dtype=np.int32))


def _has_blank_row(columns: list[pa.Array]) -> bool:
    blank = None
    for column in columns:
        empty = pc.equal(pc.utf8_trim_whitespace(column), "")
        blank = empty if blank is None else pc.and_(blank, empty)
        if not pc.any(blank).as_py():
            return False
    return True
