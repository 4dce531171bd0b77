"""Bytes that are no UTF-8, and text that a program before has garbled: how it is read, and what is asked.

Windows-1252 gives a character to nearly every byte, so what it makes of MacRoman or of damage is text too.
Which of them it is shows in the characters: English text and the names of organisations have few of them.
"""

import re
from dataclasses import dataclass, field
from typing import Any

_WINDOWS_BYTES = frozenset(
    "€…‘’“”•–—™\u00a0£§©\u00ad®°±²³·¼½¾×÷"  # noqa: RUF001
    "ÀÁÂÄÅÆÇÈÉËÍÏÖØÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüý".encode("cp1252")
)
"""What English text and names hold, in Windows-1252: signs, marks, fractions, accented letters."""
_MAC_BYTES = frozenset(
    "€…‘’“”•–—™\u00a0£§©®°±÷"  # noqa: RUF001
    "ÀÁÂÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜßàáâãäåæçèéêëìíîïñòóôõöøùúûüÿ".encode("mac-roman")
)
"""The same in MacRoman, where more capitals are plausible: nothing else is left to read the bytes as."""
_LETTER = rb"[A-Za-z\xc0-\xd6\xd8-\xf6\xf8-\xff]"
_ODD_PLACES = re.compile(
    rb"[\x91\x93-\x95\x99\xc0-\xd6\xd8-\xde](?:"
    rb"(?<=%b[\x91\x93])|(?<=%b\x95)(?=%b)|(?<=[\x94\x99])(?=%b)|(?<=[a-z][\xc0-\xde]))"
    % (_LETTER, _LETTER, _LETTER, _LETTER)
)
"""An opening mark or a bullet in a word, a closing one before a letter, a capital after a small one."""
_STRAYS = re.compile("[\udc80-\udcff]+")
_AROUND = 30
"""Characters on either side that a question repeats."""
_ON_WINDOWS = bytes(range(0x80, 0xC0)).decode("cp1252", errors="ignore") + "\u0080-\u009f"
_ON_MAC = re.escape(bytes(range(0x80, 0xC0)).decode("mac-roman"))
_GARBLED = re.compile(
    f"[ÂÃÄÅÎÏÐ][{_ON_WINDOWS}]|â€[{_ON_WINDOWS}]|â[\u0080-\u009f]{{2}}|ï»¿|ðŸ"
    f"|[√¬][{_ON_MAC}]|\u201aÄ[{_ON_MAC}]|\ufffd"
)
"""UTF-8 that was read as Windows-1252, Latin-1 or MacRoman and saved again; a character that was lost."""


@dataclass(frozen=True)
class Doubt:
    """Something to be said of how bytes were read: a finding's code, the text before the place as bytes in
    which line ends and delimiters are one byte each (None: the whole file), the words, how often it is so.
    """

    code: str
    before: bytes | None
    words: dict[str, Any] = field(default_factory=dict)
    count: int = 1


def read_strays(text: str, strays: int) -> tuple[str, Doubt]:
    """UTF-8 with single bytes between that are not (as surrogates): those are read as Windows-1252."""
    read = _STRAYS.sub(lambda found: _single(found[0].encode(errors="surrogateescape")), text)
    first = _STRAYS.search(text)
    at = first.start() if first else 0
    byte = text[at].encode(errors="surrogateescape")
    words = {"byte": f"{byte[0]:02X}", "read": _around(read, at), "others": _others(strays - 1)}
    return read, Doubt("encoding_mixed", text[:at].encode(errors="surrogateescape"), words, strays)


def read_single_bytes(content: bytes) -> tuple[str | None, Doubt | None]:
    """Text of an encoding with one byte for each character, and what is asked; None when it is no text.

    Windows-1252 where all of it is plausible; MacRoman where that is more plausible; else Windows-1252, and a
    question.
    """
    high = {byte for byte in range(128, 256) if bytes([byte]) in content}
    odd = _ODD_PLACES.search(content)
    if high <= _WINDOWS_BYTES and odd is None:
        return content.decode("cp1252"), None
    windows, mac = content.decode("cp1252", errors="replace"), content.decode("mac-roman")
    is_mac = high <= _MAC_BYTES and _oddities(mac.encode("cp1252", errors="replace")) < _oddities(content)
    if not is_mac and "\ufffd" in windows:
        return None, None
    implausible = high - _WINDOWS_BYTES
    if implausible:
        at = min(content.index(bytes([byte])) for byte in implausible)
        count = sum(content.count(bytes([byte])) for byte in implausible)
    else:
        assert odd is not None
        at, count = odd.start(), 1
    read, other = (mac, windows) if is_mac else (windows, mac)
    words = {
        "byte": f"{content[at]:02X}",
        "encoding": "MacRoman" if is_mac else "Windows-1252",
        "read": _around(read, at),
        "other_encoding": "Windows-1252" if is_mac else "MacRoman",
        "other": _around(other, at),
        "others": _others(count - 1),
    }
    return read, Doubt("encoding_unclear", content[:at], words, count)


def _oddities(content: bytes) -> int:
    """How many characters of a text in Windows-1252 are implausible, or stand at an odd place."""
    implausible = (byte for byte in range(128, 256) if byte not in _WINDOWS_BYTES)
    count = sum(content.count(bytes([byte])) for byte in implausible)
    return count + sum(1 for _ in _ODD_PLACES.finditer(content))


def doubts_of_text(text: str) -> list[Doubt]:
    """Text that a program before has garbled: the first place, and on how many it is so."""
    first = _GARBLED.search(text)
    if first is None:
        return []
    count = sum(1 for _ in _GARBLED.finditer(text))
    words = {"read": _around(text, first.start()), "others": _others(count - 1)}
    return [Doubt("text_garbled", text[: first.start()].encode(), words, count)]


def _single(content: bytes) -> str:
    # Windows-1252 leaves five bytes without a character.
    return "".join(bytes([byte]).decode("cp1252", errors="replace") for byte in content)


def _around(text: str, at: int) -> str:
    """The words around a place: what stands on its line, within its cell."""
    before = re.split(r'[\r\n,;|\t"]', text[max(0, at - _AROUND) : at])[-1]
    after = re.split(r'[\r\n,;|\t"]', text[at : at + _AROUND])[0]
    return (before + after).strip() or text[at : at + 1]


def _others(count: int) -> str:
    return f", and {count:,} more like it" if count else ""
