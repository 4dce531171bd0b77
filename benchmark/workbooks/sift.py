"""The rows of a very long sheet that can hold what is wanted of it; the others are passed over unread.

A publication of accounts has up to a million rows in a sheet, of which some thousand are wanted. A row is
passed over by its bytes alone, which is quick, and what is left is read as any sheet is: so no row is read
wrongly. A row whose writer spelt a code in a way that nobody does would be missed: whoever asks counts what
has come.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import IO

HEAD_ROWS = 60
"""Rows that are never passed over: the headings stand among them."""
LONG_FROM = 20_000_000
"""Bytes of a sheet from which rows are passed over. A smaller one is read whole."""
_BLOCK = 1_000_000
"""Bytes that are looked through at once."""
_LONGEST_ROW = 8_000_000
"""Bytes without a row's end after which everything is handed on: the reader says what is wrong with it."""
_SHEET_DATA = re.compile(rb"<([\w.-]+:)?sheetData[\s>]")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_NOT_TOLD = re.compile(r"[^a-z0-9]+")


def heading_told(heading: str) -> str:
    """A heading without what editions vary: capitals, spaces and marks.

    >>> heading_told("Main Code")
    'maincode'
    """
    return _NOT_TOLD.sub("", heading.casefold())


@dataclass(frozen=True)
class Wanted:
    """What is wanted of a long sheet.

    headings: for each of two columns the headings that it may have, as heading_told gives them; a sheet is
    sifted where it has both. codes: what the first column holds in a wanted row -> what the second holds.
    """

    headings: tuple[tuple[str, ...], ...]
    codes: Mapping[str, tuple[str, ...]]

    def is_header(self, cells: Iterable[str]) -> bool:
        """Whether these are the headings of such a sheet."""
        told = {heading_told(cell) for cell in cells}
        return all(not told.isdisjoint(known) for known in self.headings)

    def as_json(self) -> str:
        return json.dumps({"headings": self.headings, "codes": self.codes})

    @classmethod
    def of_json(cls, text: str) -> "Wanted | None":
        """None for an empty text."""
        if not text:
            return None
        read = json.loads(text)
        return cls(
            tuple(map(tuple, read["headings"])),
            {code: tuple(others) for code, others in read["codes"].items()},
        )


@dataclass(frozen=True)
class _Sieve:
    """Finds the rows of a block of bytes in which a code of each column stands."""

    row_end: bytes
    first: Sequence[re.Pattern[bytes]]
    second: Sequence[re.Pattern[bytes]]

    @classmethod
    def of(cls, row_end: bytes, wanted: Wanted, texts: Sequence[str]) -> "_Sieve":
        others = sorted({other for others in wanted.codes.values() for other in others})
        return cls(row_end, _ways(wanted.codes, texts), _ways(others, texts))

    def rows(self, block: bytes, start: int, end: int) -> bytes:
        """The rows between two places where rows begin."""
        kept = []
        places = (found.start() for pattern in self.first for found in pattern.finditer(block, start, end))
        for at in sorted(places):
            if at < start:
                continue  # the row is dealt with
            before = block.rfind(self.row_end, start, at)
            first = start if before < 0 else before + len(self.row_end)
            start = block.find(self.row_end, at) + len(self.row_end)
            if any(pattern.search(block, first, start) for pattern in self.second):
                kept.append(block[first:start])
        return b"".join(kept)


def _ways(codes: Iterable[str], texts: Sequence[str]) -> list[re.Pattern[bytes]]:
    """What finds a code in a row's bytes: itself, or its number among the shared texts.

    Two patterns: each alone begins with fixed bytes, for which Python looks ten times as fast.
    """
    known = {code.casefold(): code for code in codes}
    start = _start(list(known.values()))
    ends = [re.escape(code.removeprefix(start).encode()) for code in known.values()]
    found = [re.compile(re.escape(start.encode()) + b"(?:" + b"|".join(ends) + b")")]
    numbers = [b"%d" % number for number, text in enumerate(texts) if text.strip().casefold() in known]
    return [*found, re.compile(b">(?:" + b"|".join(numbers) + b")<")] if numbers else found


def _start(codes: Sequence[str]) -> str:
    """How all of them begin."""
    shared = takewhile(lambda letters: len(set(letters)) == 1, zip(*codes, strict=False))
    return "".join(letters[0] for letters in shared)


def sifted(
    chunks: Iterable[bytes], wanted: Wanted, texts: Sequence[str], *, told: Callable[[int], None]
) -> Iterator[bytes]:
    """A sheet's XML without the rows that cannot be wanted.

    texts: the shared texts. told: takes the number of rows that there were.
    """
    sieve = None
    head, rows, rest = HEAD_ROWS, 0, b""
    for piece in _blocks(chunks):
        if piece.startswith(_WIDE):
            yield from (piece, *chunks)  # two bytes for each letter: read whole
            return
        if sieve is None:
            found = _SHEET_DATA.search(piece)
            sieve = _Sieve.of(b"</" + (found[1] or b"" if found else b"") + b"row>", wanted, texts)
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
    told(rows)
    yield rest


def sifted_lines(file: IO[bytes], wanted: Wanted) -> Iterator[bytes]:
    """Of a CSV file its first lines one by one, then the lines that can be wanted, in pieces."""
    sieve = _Sieve.of(b"\n", wanted, ())
    for _ in range(HEAD_ROWS):
        yield file.readline(_LONGEST_ROW)
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
