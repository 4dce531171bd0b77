"""Reads the tables that cells refer to: styles with their number formats and fonts, and shared texts."""

import re
from dataclasses import dataclass

from benchmark.workbooks.formats import LONGEST, Format
from benchmark.workbooks.limits import MAX_CELL, MAX_STRINGS, MAX_STYLES, MAX_TEXT, damaged, too_large
from benchmark.workbooks.xml_reader import Handler, names_of

_STYLES = names_of(
    *("numFmts", "numFmt", "cellXfs", "xf", "cellStyleXfs", "fonts", "font", "strike", "color"),
    *("fills", "fill", "patternFill", "fgColor", "gradientFill"),
)
_TEXTS = names_of("si", "t", "r", "rPh", "vertAlign", "strike")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CONTROLS = range(0x20)
_SURROGATES = range(0xD800, 0xE000)
_FIGURES_APART = {
    "superscript": str.maketrans(
        "0123456789", "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"
    ),
    "subscript": str.maketrans("0123456789", "\u2080\u2081\u2082\u2083\u2084\u2085\u2086\u2087\u2088\u2089"),
}


class Run:
    """A piece of text in one style. A superscript 1 after 3.5 is a footnote, not part of the number."""

    def __init__(self) -> None:
        self.struck = False
        self._figures: dict[int, int] = {}

    def look(self, tag: str, attributes: dict[str, str]) -> None:
        """Apply a property of the run."""
        if tag == "vertAlign":
            self._figures = _FIGURES_APART.get(attributes.get("val", ""), {})
        elif tag == "strike":
            self.struck = flag(attributes.get("val", "1"))

    def text(self, data: str) -> str:
        """`data`, with superscript and subscript digits as characters of their own, not as plain digits."""
        return data.translate(self._figures) if self._figures else data


_WHITE, _BLACK = "FFFFFF", "000000"
_NAMED_COLOURS = {
    **dict.fromkeys(("theme 0", "indexed 1", "indexed 9", "indexed 65"), _WHITE),
    **dict.fromkeys(("theme 1", "indexed 0", "indexed 8", "indexed 64"), _BLACK),
}
_HEX = re.compile("[0-9A-F]{6}")
_ALIKE = 8
"""Colours that differ by no more than this in red, green and blue, of 255 each, look the same."""


@dataclass
class _Font:
    """Whether a font strikes text out, and its colour."""

    struck: bool = False
    colour: str = _BLACK


def _colour(attributes: dict[str, str]) -> str:
    """A colour as RGB in hexadecimal, or its place in the theme or older palette; with its tint, if any."""
    if rgb := attributes.get("rgb", ""):
        colour = rgb[-6:].upper()
    else:
        named = next(
            (f"{kind} {attributes[kind]}" for kind in ("theme", "indexed") if kind in attributes), ""
        )
        colour = _NAMED_COLOURS.get(named, named)
    tint = attributes.get("tint", "")
    return f"{colour} {tint}" if tint.strip("-0.") else colour


def _look_alike(colour: str, other: str) -> bool:
    """Whether two colours are the same, or so near that nobody sees one on the other."""
    if not (_HEX.fullmatch(colour) and _HEX.fullmatch(other)):
        return bool(colour) and colour == other
    return all(abs(a - b) <= _ALIKE for a, b in zip(*map(bytes.fromhex, (colour, other)), strict=True))


class Styles(Handler):
    """Collects the number format of each cell style, and the numbers of the styles that strike text out or
    give it the colour of its background. Those numbers are texts.
    """

    root = ("styleSheet", "list of styles")

    def __init__(self) -> None:
        self.formats: list[Format] = []
        self.struck: set[str] = set()
        self.unseen: set[str] = set()
        self._fonts: list[_Font] = []
        self._fills: list[str] = []
        self._codes: dict[int, str] = {}
        self._known: dict[int, Format] = {}
        self._in = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = _STYLES.get(name, "")
        if tag in ("numFmts", "cellXfs", "cellStyleXfs", "fonts", "fills"):
            self._in = tag
        elif tag == "numFmt" and self._in == "numFmts":
            self._add_code(attributes)
        elif tag == "xf" and self._in == "cellXfs":
            self._add_looks(whole(attributes.get("fontId", "0")), whole(attributes.get("fillId", "0")))
            self._add_style(whole(attributes.get("numFmtId", "0")))
        elif tag == "font" and self._in == "fonts":
            if len(self._fonts) >= MAX_STYLES:
                raise too_large(f"it has more than {MAX_STYLES:,} fonts")
            self._fonts.append(_Font())
        elif tag == "fill" and self._in == "fills":
            if len(self._fills) >= MAX_STYLES:
                raise too_large(f"it has more than {MAX_STYLES:,} fills")
            self._fills.append(_WHITE)
        elif self._in == "fonts" and self._fonts:
            self._look_of_font(tag, attributes)
        elif self._in == "fills" and self._fills:
            self._look_of_fill(tag, attributes)

    def _look_of_font(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "strike":
            self._fonts[-1].struck = flag(attributes.get("val", "1"))
        elif tag == "color":
            self._fonts[-1].colour = _colour(attributes)

    def _look_of_fill(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "patternFill":
            pattern = attributes.get("patternType", "none")
            self._fills[-1] = _WHITE if pattern == "none" else pattern
        elif tag == "fgColor" and self._fills[-1] == "solid":
            self._fills[-1] = _colour(attributes)
        elif tag == "gradientFill":
            self._fills[-1] = tag

    def _add_looks(self, font: int, fill: int) -> None:
        """Note whether the next style strikes text out, and whether text has its background's colour."""
        look = self._fonts[font] if font < len(self._fonts) else _Font()
        number = str(len(self.formats))
        if look.struck:
            self.struck.add(number)
        if _look_alike(look.colour, self._fills[fill] if fill < len(self._fills) else _WHITE):
            self.unseen.add(number)

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
    """Collects the shared texts, each with its runs joined and without pronunciations, and the numbers of
    those that are struck out at least in part. Those numbers are texts.
    """

    wants_text = True
    root = ("sst", "list of texts")

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.struck: set[str] = set()
        self._run = Run()
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
            self._run = Run()
        elif tag == "rPh":
            self._pronounced += 1
        elif tag == "t":
            self._collects = bool(self._in_text and not self._pronounced)
        elif tag is not None:
            self._run.look(tag, attributes)

    def text(self, data: str) -> None:
        if self._collects:
            self._left -= len(data)
            if self._left < 0:
                raise too_large(f"its shared texts are longer than {MAX_TEXT // 10**6} MB")
            self._pieces.append(self._run.text(data))
            if self._run.struck:
                self.struck.add(str(len(self.texts)))

    def end(self, name: str) -> None:
        tag = _TEXTS.get(name)
        if tag == "t":
            self._collects = False
        elif tag == "rPh":
            self._pronounced -= 1
        elif tag == "r":
            self._run = Run()
        elif tag == "si":
            self._in_text = 0
            if len(self.texts) >= MAX_STRINGS:
                raise too_large(f"it has more than {MAX_STRINGS:,} shared texts")
            # A text that is too long for a cell is refused when a cell uses it.
            self.texts.append(unescaped("".join(self._pieces))[: MAX_CELL + 1])


def unescaped(text: str) -> str:
    r"""A text with its escapes, such as _x000A_, turned into characters. Escaped control characters stay.

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
    """A whole number, written in digits. Raises Refusal for anything else."""
    plain = text.strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 10):
        raise damaged(f"it has '{text[:20]}' where a number belongs")
    return int(plain)


def flag(text: str | None) -> bool:
    """Whether an attribute is true."""
    return text is not None and text.strip().lower() in ("1", "true", "on")
