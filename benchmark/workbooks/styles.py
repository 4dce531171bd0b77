"""The tables that cells point into: number formats of styles, and shared texts."""

import re

from benchmark.workbooks.formats import LONGEST, Format
from benchmark.workbooks.limits import MAX_CELL, MAX_STRINGS, MAX_STYLES, MAX_TEXT, damaged, too_large
from benchmark.workbooks.xml_reader import Handler, names_of

_STYLES = names_of("numFmts", "numFmt", "cellXfs", "xf", "cellStyleXfs")
_TEXTS = names_of("si", "t", "rPh")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CONTROLS = range(0x20)
_SURROGATES = range(0xD800, 0xE000)


class Styles(Handler):
    """The number format of each style of cells."""

    def __init__(self) -> None:
        self.formats: list[Format] = []
        self._codes: dict[int, str] = {}
        self._known: dict[int, Format] = {}
        self._in = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _STYLES.get(name, "")
        if tag in ("numFmts", "cellXfs", "cellStyleXfs"):
            self._in = tag
        elif tag == "numFmt" and self._in == "numFmts":
            self._add_code(attributes)
        elif tag == "xf" and self._in == "cellXfs":
            self._add_style(whole(attributes.get("numFmtId", "0")))

    def _add_code(self, attributes: dict[str, str]) -> None:
        code = attributes.get("formatCode", "")
        if len(code) > LONGEST or len(self._codes) >= MAX_STYLES:
            raise too_large("it has number formats without end")
        self._codes[whole(attributes.get("numFmtId", ""))] = code

    def _add_style(self, number: int) -> None:
        if len(self.formats) >= MAX_STYLES:
            raise too_large(f"it has more than {MAX_STYLES:,} styles of cells")
        if number not in self._known:
            self._known[number] = Format.of_number(number, self._codes)
        self.formats.append(self._known[number])

    def end(self, name: str) -> None:
        if _STYLES.get(name) == self._in:
            self._in = ""


class Texts(Handler):
    """The shared texts: the runs of each joined, without the hints of how they are pronounced."""

    wants_text = True

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._collects = False
        self._in_text = 0
        self._pronounced = 0
        self._left = MAX_TEXT

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _TEXTS.get(name)
        if tag == "si":
            self._pieces = []
            self._in_text = 1
        elif tag == "rPh":
            self._pronounced += 1
        elif tag == "t":
            self._collects = bool(self._in_text and not self._pronounced)

    def text(self, data: str) -> None:
        if self._collects:
            self._left -= len(data)
            if self._left < 0:
                raise too_large(f"its shared texts are longer than {MAX_TEXT // 10**6} MB")
            self._pieces.append(data)

    def end(self, name: str) -> None:
        tag = _TEXTS.get(name)
        if tag == "t":
            self._collects = False
        elif tag == "rPh":
            self._pronounced -= 1
        elif tag == "si":
            self._in_text = 0
            if len(self.texts) >= MAX_STRINGS:
                raise too_large(f"it has more than {MAX_STRINGS:,} shared texts")
            # What is longer than a cell may be is refused where a cell uses it.
            self.texts.append(unescaped("".join(self._pieces))[: MAX_CELL + 1])


def unescaped(text: str) -> str:
    r"""A text without the escapes of characters that XML cannot hold; those that no text should hold stay.

    >>> unescaped("one_x000A_two _x0001_ _x005F_x000A_")
    'one\ntwo _x0001_ _x000A_'
    """
    return _ESCAPED.sub(_character, text) if "_x" in text else text


def _character(escape: re.Match[str]) -> str:
    number = int(escape[1], 16)
    if (number in _CONTROLS and chr(number) not in "\t\n\r") or number in _SURROGATES:
        return escape[0]
    return chr(number)


def whole(text: str) -> int:
    """A number that the format writes in figures. Raises Refusal for anything else."""
    plain = text.strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 10):
        raise damaged(f"it has '{text[:20]}' where a number belongs")
    return int(plain)


def flag(text: str | None) -> bool:
    """Whether an attribute says yes."""
    return text is not None and text.strip().lower() in ("1", "true", "on")
