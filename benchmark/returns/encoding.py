"""The bytes of a CSV file to text: which encoding they are in, and which bytes decide how they are read."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from benchmark.returns.sheet import Refused

WINDOWS, UTF_16 = "Windows-1252", "UTF-16"
SAMPLE = 64_000
_TOO_MANY_CONTROLS = 0.002
_CHUNK = 1 << 20
"""Bytes that are looked at together: what a processor keeps at hand."""
_NEWLINE, _RETURN, _NUL = 10, 13, 0
_HARMLESS = (9, 12, 26)
"""Tab, form feed, and the mark with which old programs end a file."""


@dataclass(frozen=True)
class Marks:
    """How many of the bytes below 32 a text holds: line feeds, carriage returns, both together, NULs, and
    others that no text needs.
    """

    newlines: int
    returns: int
    both: int
    nuls: int
    controls: int

    @property
    def line_ends(self) -> Counter[str]:
        """How often each way to end a line occurs, those that do."""
        ends = {"\r\n": self.both, "\n": self.newlines - self.both, "\r": self.returns - self.both}
        return +Counter(ends)


@dataclass(frozen=True)
class Decoded:
    """A file's text as UTF-8 without a byte-order mark, the name of the encoding that it was in, its marks.

    The text itself is made only for who asks: the fast way of reading needs none.
    """

    utf8: bytes
    encoding: str
    marks: Marks

    @cached_property
    def text(self) -> str:
        return self.utf8.decode()

    @property
    def sample(self) -> str:
        """The text's first SAMPLE characters."""
        # A character takes up to four bytes, and the last may be cut off.
        return self.utf8[: SAMPLE * 4].decode(errors="ignore")[:SAMPLE]


def decode(content: bytes) -> Decoded:
    """The text, whose encoding is told by a byte-order mark, else strict UTF-8, else Windows-1252.

    Raises Refused when it is no text.
    """
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return _sound(content.decode("utf-16").encode(), UTF_16)
        if content.startswith(b"\xef\xbb\xbf"):
            return _sound(content[3:], "UTF-8 with byte-order mark")
        guess = _utf16_without_mark(content)
        if guess:
            return _sound(content.decode(guess).encode(), UTF_16)
        try:
            return _sound(content, "UTF-8")
        except UnicodeDecodeError:
            return _sound(content.decode("cp1252").encode(), WINDOWS)
    except UnicodeDecodeError as error:
        reason = f"byte {error.start:,} is no character of UTF-8 or Windows-1252"
        raise Refused("not_text", reason=reason) from error


def _utf16_without_mark(content: bytes) -> str | None:
    """UTF-16 of mostly Latin text has a NUL in every second place, and in no other."""
    sample = content[: SAMPLE * 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if even == 0 and odd > len(sample) * 0.4:
        return "utf-16-le"
    if odd == 0 and even > len(sample) * 0.4:
        return "utf-16-be"
    return None


def _sound(utf8: bytes, encoding: str) -> Decoded:
    """The text, if it is text: Refused when it holds NULs or many control characters, UnicodeDecodeError
    when it is not UTF-8.
    """
    characters = len(utf8) if utf8.isascii() else len(utf8.decode())
    marks = marks_of(utf8)
    if marks.controls > characters * _TOO_MANY_CONTROLS:
        raise Refused("not_text", reason="it holds control characters, as programs and pictures do")
    if marks.nuls:
        raise Refused("nul_bytes", line=1 + utf8[: utf8.index(b"\0")].count(b"\n"))
    return Decoded(utf8, encoding, marks)


def marks_of(utf8: bytes) -> Marks:
    """The marks of a text in UTF-8, where a byte below 32 is never part of another character."""
    data = np.frombuffer(utf8, np.uint8)
    newlines = returns = both = nuls = controls = 0
    for start in range(0, len(data), _CHUNK):
        chunk = data[start : start + _CHUNK]
        here, low = _count(chunk == _NEWLINE), _count(chunk < 32)
        newlines += here
        if low == here:
            continue
        ended, after = chunk == _RETURN, data[start + 1 : start + 1 + _CHUNK]
        here += _count(ended)
        returns += _count(ended)
        both += _count(ended[: len(after)] & (after == _NEWLINE))
        if low > here:
            none = _count(chunk == _NUL)
            nuls += none
            controls += low - here - none - sum(_count(chunk == byte) for byte in _HARMLESS)
    return Marks(newlines, returns, both, nuls, controls)


def _count(mask: npt.NDArray[np.bool_]) -> int:
    return int(np.count_nonzero(mask))
