"""Decodes the bytes of a CSV file: finds their encoding, and what to ask about them.

Windows-1252 has a character for nearly every byte, so it turns MacRoman or damaged bytes into text too. The
characters show which it is: English texts and names of organisations use only some of them.
"""

import codecs
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from benchmark.returns.read.sheet import Refused

_WINDOWS_BYTES = frozenset(
    "€…‘’“”•–—™\u00a0£§©\u00ad®°±²³·¼½¾×÷"  # noqa: RUF001
    "ÀÁÂÄÅÆÇÈÉËÍÏÖØÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüý".encode("cp1252")
)
"""Bytes of characters in English texts and names, in Windows-1252: signs, fractions, accented letters."""
_MAC_BYTES = frozenset(
    "€…‘’“”•–—™\u00a0£§©®°±÷"  # noqa: RUF001
    "ÀÁÂÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüÿ".encode("mac-roman")
)
"""The same in MacRoman, with more capitals, as it is tried after Windows-1252 has turned out unlikely."""
_DOS_BYTES = frozenset("£§®°±²³·¼½¾×÷ÀÁÂÄÅÆÇÈÉÊËÍÎÏÑÓÔÖØÚÜßàáâäåæçèéêëíîïñóôöøúûü".encode("cp850"))
"""The same in DOS code page 850, which old programs write. Page 437 differs only in rare characters."""
_LETTER = rb"[A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\xff]"
_ODD_PLACES = re.compile(
    rb"[\x91\x93-\x95\x99\xc0-\xd6\xd8-\xde](?:"
    rb"(?<=%b[\x91\x93])|(?<=%b\x95)(?=%b)|(?<=[\x94\x99])(?=%b)|(?<=[a-z][\xc0-\xde]))"
    % (_LETTER, _LETTER, _LETTER, _LETTER)
)
"""An opening quote or bullet after a letter, a closing quote before one, a capital after a small letter."""
_ALONE = re.compile(
    rb"(?<=[0-9])[\xe1-\xf6\xf8-\xff]|[\xe1-\xf6\xf8-\xff](?=[0-9])"
    rb"|(?<![A-Za-z\xc0-\xff])[\xe1-\xf6\xf8-\xff](?:bn|[km])?(?![A-Za-z\xc0-\xff])"
)
"""An accented small letter next to a digit, or alone: a degree or pound sign in another encoding."""
_STRAYS = re.compile("[\udc80-\udcff]+")
_AROUND = 30
"""Characters on each side of a place that a question quotes."""
_ON_WINDOWS = bytes(range(0x80, 0xC0)).decode("cp1252", errors="ignore") + "\u0080-\u009f"
_ON_MAC = re.escape(bytes(range(0x80, 0xC0)).decode("mac-roman"))
_GARBLED = re.compile(
    f"[ÂÃÄÅÎÏÐ][{_ON_WINDOWS}]|â€[{_ON_WINDOWS}]|â[\u0080-\u009f]{{2}}|ï»¿|ðŸ"
    f"|[√¬][{_ON_MAC}]|\u201aÄ[{_ON_MAC}]|\ufffd"
    r"|&(?:amp|lt|gt|quot|apos|nbsp|pound|[lr][sd]quo|[nm]dash|hellip|#[0-9]{2,5}|#x[0-9a-fA-F]{2,5});"
    r"|_x000[0-9A-F]_|=E2=80=|=C[23]=[0-9A-F]{2}"
    r"|\+(?:IB[a-zA-Z0-9]|AKM|AOk|AKA)-|[^=\s]=\r?\n|\?(?:s|t|re|ve|ll)[ ,.]"
    r"|</?(?:p|br|b|i|em|strong|div|span|li|ul|td|tr)(?: [^<>]{0,80})?/?>|\\rtf1"
)
"""UTF-8 that was read as Windows-1252, Latin-1 or MacRoman and saved again; lost characters; escapes of web
pages, Excel and mail. Not escapes of JSON: the parts of a board pack are kept as JSON.
"""
_AS_IN_ADDRESSES = re.compile(
    r"(?:^|[\s,;|\"])[A-Za-z']+(?:(?:%[0-9A-F]{2}[A-Za-z0-9.'-]*){2}|(?:\+[A-Za-z0-9.']+){5})", re.M
)
"""Words joined as in web addresses, such as Board%20training%20plan, outside an address."""
_JOINED = (b"+a+", b"+and+", b"+the+", b"+of+", b"+to+", b"+for+", b"+in+")
_ESCAPES = {
    b"&": (
        *(b"&amp;", b"&lt;", b"&gt;", b"&quot;", b"&apos;", b"&nbsp;", b"&pound;", b"quo;", b"dash;"),
        *(b"&hellip;", b"&#"),
    ),
    b"<": (b"</", b"/>", b"<b", b"<p", b"<d"),
    b"=": (b"=E2=80", b"=C2=", b"=C3=", b"=\n", b"=\r"),
    b"?": (b"?s", b"?t", b"?re", b"?ve", b"?ll"),
    b"\\": (b"\\rtf1",),
    b"_": (b"_x000",),
    b"+": (b"+IB", b"+AKM-", b"+AOk-", b"+AKA-", *_JOINED),
    b"%": (b"%20",),
}
"""Bytes of such escapes, by their first byte. Files are long and escapes are rare, so we search for these
bytes first, which is many times faster.
"""
WINDOWS, UTF_8, UTF_16 = "Windows-1252", "UTF-8", "UTF-16"
DOS = "DOS (code page 850)"
UTF_8_MARK = "UTF-8 with byte-order mark"
SAMPLE = 64_000
_TOO_MANY_CONTROLS = 0.002
_MOST_STRAYS = 100_000
_CHUNK = 1 << 20
"""Bytes that are counted together: as many as fit in a processor's cache."""
_NEWLINE, _RETURN, _NUL = 10, 13, 0
_HARMLESS = (9, 12, 26)
"""Tab, form feed, and the mark that old programs write at the end of a file."""
_CONTROL = re.compile(rb"[\x01-\x08\x0b\x0e-\x19\x1b-\x1f]")
_LINE_SEPARATOR = re.compile("[\u2028\u2029\u0085]")


@dataclass(frozen=True)
class Doubt:
    """A finding about how bytes were read: its code, the text before its place, its words, and how often.

    before: as bytes in which line ends and delimiters are one byte each; None if it is about the whole file.
    """

    code: str
    before: bytes | None
    words: dict[str, Any] = field(default_factory=dict)
    count: int = 1


def read_strays(text: str, strays: int) -> tuple[str, Doubt]:
    """The text and its doubt, for UTF-8 with `strays` other bytes, which are surrogates in `text`. They are
    read as Windows-1252.
    """
    read = _STRAYS.sub(lambda match: _single(match[0].encode(errors="surrogateescape")), text)
    first = _STRAYS.search(text)
    at = first.start() if first else 0
    byte = text[at].encode(errors="surrogateescape")
    words = {"byte": f"{byte[0]:02X}", "read": _around(read, at), "others": more_like_it(strays - 1)}
    return read, Doubt("encoding_mixed", text[:at].encode(errors="surrogateescape"), words, strays)


def read_single_bytes(content: bytes) -> tuple[str | None, Doubt | None]:
    """The text of bytes with one byte for each character, and a doubt; None, None if it is no text.

    It is Windows-1252 without a doubt if all characters are plausible. Otherwise it is the most plausible of
    MacRoman, DOS and Windows-1252, with a doubt.
    """
    high = {byte for byte in range(128, 256) if bytes([byte]) in content}
    odd = _ODD_PLACES.search(content) or _ALONE.search(content)
    if high <= _WINDOWS_BYTES and odd is None:
        return content.decode("cp1252"), None
    windows, mac = content.decode("cp1252", errors="replace"), content.decode("mac-roman")
    read, encoding, fewest = windows, WINDOWS, _oddities(content)
    for text, name, plausible in ((mac, "MacRoman", _MAC_BYTES), (content.decode("cp850"), DOS, _DOS_BYTES)):
        oddities = _oddities(text.encode("cp1252", errors="replace"))
        if high <= plausible and oddities < fewest:
            read, encoding, fewest = text, name, oddities
    if encoding == WINDOWS and "\ufffd" in windows:
        return None, None
    implausible = high - _WINDOWS_BYTES
    if implausible:
        at = min(content.index(bytes([byte])) for byte in implausible)
        count = sum(content.count(bytes([byte])) for byte in implausible)
    else:
        assert odd is not None
        at, count = odd.start(), 1
    other, other_encoding = (mac, "MacRoman") if encoding == WINDOWS else (windows, WINDOWS)
    words = {
        "byte": f"{content[at]:02X}",
        "encoding": encoding,
        "read": _around(read, at),
        "other_encoding": other_encoding,
        "other": _around(other, at),
        "others": more_like_it(count - 1),
    }
    return read, Doubt("encoding_unclear", content[:at], words, count)


def _oddities(content: bytes) -> int:
    """How many characters of a text in Windows-1252 are implausible, or in an odd place."""
    implausible = (byte for byte in range(128, 256) if byte not in _WINDOWS_BYTES)
    count = sum(content.count(bytes([byte])) for byte in implausible)
    return count + sum(1 for places in (_ODD_PLACES, _ALONE) for _ in places.finditer(content))


def doubts_of_text(text: str) -> list[Doubt]:
    """The doubt about text that an earlier program garbled, with the first place and the number of places."""
    patterns = [_GARBLED]
    if any(escape.decode() in text for escape in (*_ESCAPES[b"%"], *_JOINED)):
        patterns.append(_AS_IN_ADDRESSES)
    matches = [first for pattern in patterns if (first := pattern.search(text))]
    if not matches:
        return []
    # The match ends inside the cell, but may begin with a delimiter.
    at = min(first.end() for first in matches) - 1
    count = sum(1 for pattern in patterns for _ in pattern.finditer(text))
    words = {"read": _around(text, at), "others": more_like_it(count - 1)}
    return [Doubt("text_garbled", text[:at].encode(), words, count)]


def garbled_at(texts: pa.Array) -> npt.NDArray[np.bool_]:
    """Which of these texts an earlier program garbled, as a mask."""
    garbled = pc.or_(
        pc.match_substring_regex(texts, _GARBLED.pattern),
        pc.match_substring_regex(texts, f"(?m){_AS_IN_ADDRESSES.pattern}"),
    )
    return np.asarray(garbled.to_numpy(zero_copy_only=False), dtype=bool)


def _single(content: bytes) -> str:
    # Windows-1252 leaves five bytes without a character.
    return "".join(bytes([byte]).decode("cp1252", errors="replace") for byte in content)


def _around(text: str, at: int) -> str:
    """The words around a place, within its line and cell."""
    before = re.split(r'[\r\n,;|\t"]', text[max(0, at - _AROUND) : at])[-1]
    after = re.split(r'[\r\n,;|\t"]', text[at : at + _AROUND])[0]
    return (before + after).strip() or text[at : at + 1]


def more_like_it(count: int) -> str:
    """The end of a sentence about the first of several places: how many more there are; '' for none."""
    return f", and {count:,} more like it" if count else ""


@dataclass(frozen=True)
class Marks:
    """How many line feeds, carriage returns, pairs of both, NULs and other control characters a text has."""

    newlines: int
    returns: int
    both: int
    nuls: int
    controls: int

    @property
    def line_ends(self) -> Counter[str]:
        """How often each kind of line end occurs, without those that do not."""
        ends = {"\r\n": self.both, "\n": self.newlines - self.both, "\r": self.returns - self.both}
        return +Counter(ends)


@dataclass(frozen=True)
class Decoded:
    """A file's text as UTF-8 without a byte-order mark, the name of its own encoding, its marks and doubts.

    `text` is made only when it is asked for: the fast way of reading does not need it.
    """

    utf8: bytes
    encoding: str
    marks: Marks
    doubts: tuple[Doubt, ...] = ()

    @cached_property
    def text(self) -> str:
        return self.utf8.decode()

    @property
    def sample(self) -> str:
        """The text's first SAMPLE characters."""
        # A character has up to four bytes, and the last one may be cut off.
        return self.utf8[: SAMPLE * 4].decode(errors="ignore")[:SAMPLE]


def decode(content: bytes) -> Decoded:
    """Decode a file: by its byte-order mark, else as strict UTF-8, else by its characters.

    Raises Refused if it is no text.
    """
    doubts: list[Doubt] = []
    utf8, encoding = _transcoded(content)
    utf8 = _without_end_marks(utf8, doubts)
    plain = utf8.isascii()  # many times faster than decoding, and true of most files
    try:
        text = "" if plain else utf8.decode()
    except UnicodeDecodeError:
        _refuse_other_than_text(utf8, len(utf8))
        utf8, encoding = _other_than_utf8(utf8, encoding, doubts)
        text = utf8.decode()
    marks = _refuse_other_than_text(utf8, len(utf8) if plain else len(text))
    if marks.controls and (control := _CONTROL.search(utf8)):
        words = {"byte": f"{control[0][0]:02X}"}
        doubts.append(Doubt("control_character", utf8[: control.start()], words, marks.controls))
    if not plain or _may_hold_escapes(utf8):
        text = text or utf8.decode()
        doubts += doubts_of_text(text)
        if separator := _LINE_SEPARATOR.search(text):
            doubts.append(Doubt("line_separator", text[: separator.start()].encode()))
            utf8 = _LINE_SEPARATOR.sub(" ", text).encode()
    return Decoded(utf8, encoding, marks, tuple(doubts))


def _may_hold_escapes(utf8: bytes) -> bool:
    """Whether ASCII text may have escapes that an earlier program wrote."""
    return any(
        sign in utf8 and any(escape in utf8 for escape in escapes) for sign, escapes in _ESCAPES.items()
    )


def _transcoded(content: bytes) -> tuple[bytes, str]:
    """The bytes without byte-order marks, UTF-16 as UTF-8, and the encoding's name. Raises Refused."""
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)) or _is_utf32_without_mark(content):
        raise Refused("not_text", reason="it is in UTF-32, which few programs write")
    utf16 = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ""
    utf16 = utf16 or _utf16_without_mark(content)
    if utf16:
        try:
            return content.decode(utf16).lstrip("\ufeff").encode(), UTF_16
        except UnicodeDecodeError as error:
            cut = (
                "its last character is cut off" if error.end >= len(content) - 1 else "some of it is damaged"
            )
            raise Refused("not_text", reason=f"it is in UTF-16, and {cut}") from error
    encoding = UTF_8
    while content.startswith(codecs.BOM_UTF8):
        content, encoding = content[len(codecs.BOM_UTF8) :], UTF_8_MARK
    return content, encoding


def _utf16_without_mark(content: bytes) -> str:
    """The name of the UTF-16 encoding, or ''. In mostly Latin text only every second byte is a NUL."""
    sample = content[: SAMPLE * 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if even == 0 and odd > len(sample) * 0.4:
        return "utf-16-le"
    if odd == 0 and even > len(sample) * 0.4:
        return "utf-16-be"
    return ""


def _is_utf32_without_mark(content: bytes) -> bool:
    """Whether the bytes are UTF-32. In mostly Latin text three of four bytes are NULs, the fourth is not."""
    sample = content[: SAMPLE * 4]
    nuls = sorted(sample[place::4].count(0) for place in range(4))
    return nuls[0] == 0 and nuls[1] > len(sample) * 0.2


def _without_end_marks(content: bytes, doubts: list[Doubt]) -> bytes:
    """The bytes without DOS's end-of-file mark. If text follows the mark, two files may have been joined."""
    if b"\x1a" not in content:
        return content
    end = len(content.rstrip(b"\x1a\r\n"))
    if b"\x1a" in content[end:]:
        content = content[:end] + content[end:].replace(b"\x1a", b"")
        doubts.append(Doubt("end_mark", None))
    inside = content.count(b"\x1a")
    if inside:
        doubts.append(Doubt("end_mark_inside", content[: content.index(b"\x1a")], {}, inside))
        content = content.replace(b"\x1a", b"")
    return content


def _other_than_utf8(content: bytes, encoding: str, doubts: list[Doubt]) -> tuple[bytes, str]:
    """Bytes that are not all UTF-8, as UTF-8, and their encoding. Raises Refused if they are no text.

    A file with a UTF-8 mark, or with at least as many good characters beyond ASCII as bad bytes, is UTF-8
    with stray bytes.
    """
    text = content.decode(errors="surrogateescape")
    strays = len(content) - len(text.encode(errors="ignore"))
    characters = len(text) - strays - _count(np.frombuffer(content, np.uint8) < 128)
    if encoding == UTF_8_MARK or characters >= strays:
        if strays > _MOST_STRAYS:
            raise Refused("not_text", reason=f"{strays:,} of its bytes are no UTF-8, and others are")
        read, doubt = read_strays(text, strays)
        doubts.append(doubt)
        return read.encode(), encoding
    single, unclear = read_single_bytes(content)
    if single is None:
        place = re.search(rb"[\x81\x8d\x8f\x90\x9d]", content)
        at = place.start() if place else 0
        raise Refused("not_text", reason=f"byte {at:,} is no character of UTF-8 or Windows-1252")
    if unclear is None:
        return single.encode(), WINDOWS
    doubts.append(unclear)
    return single.encode(), str(unclear.words["encoding"])


def _refuse_other_than_text(utf8: bytes, characters: int) -> Marks:
    """The marks of a text. Raises Refused if it has NULs or many control characters."""
    marks = marks_of(utf8)
    if marks.controls > characters * _TOO_MANY_CONTROLS:
        raise Refused("not_text", reason="it holds control characters, as programs and pictures do")
    if marks.nuls:
        raise Refused("nul_bytes", line=1 + len(re.findall(rb"\r\n?|\n", utf8[: utf8.index(b"\0")])))
    return marks


def marks_of(utf8: bytes) -> Marks:
    """The marks of a text in UTF-8, in which a byte below 32 is never part of another character."""
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
