"""Skips the rows of a very long sheet that cannot be wanted, without parsing them.

A publication of accounts has up to a million rows in a sheet, and we want some thousand of them. A search in
the bytes decides which rows to skip, which is fast. The other rows are read as in any sheet, so no row is
read wrongly. A row that spells a code in an unusual way would be missed, so callers count the rows they get.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import IO

HEAD_ROWS = 60
"""The first rows of a sheet are never skipped: the headings are among them."""
LONG_FROM = 20_000_000
"""The size in bytes from which on rows of a sheet are skipped. Smaller sheets are read whole."""
_BLOCK = 1_000_000
"""Bytes that are searched at once."""
_LONGEST_ROW = 8_000_000
"""After so many bytes without the end of a row all is passed on: the reader says what is wrong with it."""
_LONGEST_LINE = 100_000
"""The most bytes of one of the first lines of a CSV file."""
_SHEET_DATA = re.compile(rb"<([\w.-]+:)?sheetData[\s>]")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_NOT_IN_BARE = re.compile(r"[^a-z0-9]+")


def bare_heading(heading: str) -> str:
    """A heading in small letters and digits only: editions differ in capitals, spaces and marks.

    >>> bare_heading("Main Code")
    'maincode'
    """
    return _NOT_IN_BARE.sub("", heading.casefold())


@dataclass(frozen=True)
class Wanted:
    """The rows that are wanted of a long sheet.

    headings: for each of two columns its possible headings, as from bare_heading; rows are skipped in a sheet
    that has both. codes: the first column's code in a wanted row -> the codes that the second may have.
    """

    headings: tuple[tuple[str, ...], ...]
    codes: Mapping[str, tuple[str, ...]]

    def is_header(self, cells: Iterable[str]) -> bool:
        """Whether `cells` are the headings of such a sheet."""
        bare = {bare_heading(cell) for cell in cells}
        return all(not bare.isdisjoint(names) for names in self.headings)

    def as_json(self) -> str:
        return json.dumps({"headings": self.headings, "codes": self.codes})

    @classmethod
    def of_json(cls, text: str) -> "Wanted | None":
        """The Wanted that `as_json` wrote; None for an empty text."""
        if not text:
            return None
        read = json.loads(text)
        return cls(
            tuple(map(tuple, read["headings"])),
            {code: tuple(others) for code, others in read["codes"].items()},
        )


@dataclass(frozen=True)
class _Sieve:
    """Finds the rows in a block of bytes that have a code of each column."""

    row_end: bytes
    first: Sequence[re.Pattern[bytes]]
    second: Sequence[re.Pattern[bytes]]

    @classmethod
    def of(cls, row_end: bytes, wanted: Wanted, texts: Sequence[str]) -> "_Sieve":
        others = sorted({other for others in wanted.codes.values() for other in others})
        return cls(row_end, _ways(wanted.codes, texts), _ways(others, texts))

    def rows(self, block: bytes, start: int, end: int) -> bytes:
        """The rows to keep, of those between `start` and `end`, which are both at the start of a row."""
        kept = []
        places = (match.start() for pattern in self.first for match in pattern.finditer(block, start, end))
        for at in sorted(places):
            if at < start:
                continue  # this row is already done
            before = block.rfind(self.row_end, start, at)
            first = start if before < 0 else before + len(self.row_end)
            start = block.find(self.row_end, at) + len(self.row_end)
            if any(pattern.search(block, first, start) for pattern in self.second):
                kept.append(block[first:start])
        return b"".join(kept)


def _ways(codes: Iterable[str], texts: Sequence[str]) -> list[re.Pattern[bytes]]:
    """Patterns that find a code in a row's bytes: as text, or as its number among the shared texts.

    They are two patterns because each begins with fixed bytes, for which Python searches ten times as fast.
    """
    by_folded = {code.casefold(): code for code in codes}
    start = _start(list(by_folded.values()))
    ends = [re.escape(code.removeprefix(start).encode()) for code in by_folded.values()]
    patterns = [re.compile(re.escape(start.encode()) + b"(?:" + b"|".join(ends) + b")")]
    numbers = [b"%d" % number for number, text in enumerate(texts) if text.strip().casefold() in by_folded]
    return [*patterns, re.compile(b">(?:" + b"|".join(numbers) + b")<")] if numbers else patterns


def _start(codes: Sequence[str]) -> str:
    """The letters with which all codes begin."""
    shared = takewhile(lambda letters: len(set(letters)) == 1, zip(*codes, strict=False))
    return "".join(letters[0] for letters in shared)


def sifted(
    chunks: Iterable[bytes], wanted: Wanted, texts: Sequence[str], *, keep: Callable[[int], None]
) -> Iterator[bytes]:
    """Yields a sheet's XML without the rows that cannot be wanted.

    texts: the shared texts. keep: called at the end with the number of all rows.
    """
    sieve = None
    head, rows, rest = HEAD_ROWS, 0, b""
    for piece in _blocks(chunks):
        if piece.startswith(_WIDE):
            yield from (piece, *chunks)  # UTF-16, with two bytes for each letter, is read whole
            return
        if sieve is None:
            opening = _SHEET_DATA.search(piece)
            sieve = _Sieve.of(b"</" + (opening[1] or b"" if opening else b"") + b"row>", wanted, texts)
        block = rest + piece
        end = block.rfind(sieve.row_end) + len(sieve.row_end)
        if end < len(sieve.row_end):
            rest = b"" if len(block) > _LONGEST_ROW else block
            yield b"" if rest else block
            continue
        rest = block[end:]
        rows += block.count(sieve.row_end)
        start = 0
        while head and (at := block.find(sieve.row_end, start, end)) >= 0:
            start, head = at + len(sieve.row_end), head - 1
        yield block[:start] + sieve.rows(block, start, end)
    keep(rows)
    yield rest


def sifted_lines(file: IO[bytes], wanted: Wanted) -> Iterator[bytes]:
    """Yields a CSV file's first HEAD_ROWS lines one by one, then the lines that may be wanted, in blocks. A
    longer one of the first lines is cut off, without its line end.
    """
    sieve = _Sieve.of(b"\n", wanted, ())
    for _ in range(HEAD_ROWS):
        yield file.readline(_LONGEST_LINE)
    rest = b""
    while piece := file.read(_BLOCK):
        block = rest + piece
        end = block.rfind(b"\n") + 1
        rest = block[end:] if end or len(block) < _LONGEST_ROW else b""
        yield sieve.rows(block, 0, end)
    yield sieve.rows(rest + b"\n", 0, len(rest) + 1)


def _blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    parts: list[bytes] = []
    size = 0
    for chunk in chunks:
        parts.append(chunk)
        size += len(chunk)
        if size >= _BLOCK:
            yield b"".join(parts)
            parts, size = [], 0
    if parts:
        yield b"".join(parts)
