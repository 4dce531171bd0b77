"""Turns a workbook's numbers into text without loss, and reads number formats: what a number's cell shows.

A format has up to four sections: for numbers above zero, below zero, zero, and text. This module finds out
whether a format changes the meaning: a date, a percentage, a unit, thousands, or much rounding.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import cached_property
from math import isinf

_EXACT = 2**53
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,5})?")
_LAST_DAY = 2_958_465
"""The number of 31 December 9999 in Excel."""
_UNTIL_1904 = 1_462
"""Days between the first day of dates from 1900 and that of dates from 1904."""
_NOT_A_LEAP_DAY = 60
"""The number of 29 February 1900. No such day existed, but Excel counts it, as Lotus 1-2-3 did."""
TOO_WIDE = "########"
"""What Excel shows for a date before its first day or after its last."""
_ISO = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T00:00(?::00(?:\.0+)?)?Z?)?")
_DATES = {*range(14, 23), *range(27, 37), *range(50, 59)}
_BUILT_IN = {
    1: "0",
    2: "0.00",
    **dict.fromkeys((3, 37, 38, 41, 42), "#,##0"),
    **dict.fromkeys((4, 39, 40, 43, 44), "#,##0.00"),
    9: "0%",
    10: "0.00%",
    12: "# ?/?",
    13: "# ??/??",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    **dict.fromkeys(_DATES, "yyyy-mm-dd"),
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 55, 56), "hh:mm:ss"),
}
"""Built-in formats by number. The others show plain numbers; number 49 shows text."""
_PLAIN_AROUND = " \u00a0\u202f£()+-\u2010\u2011\u2012\u2013\u2014\u2212.,'"
"""Signs around a number that do not change it: spaces, pound signs, accountants' brackets, separators."""
_NEGATIVE = re.compile("[(\\-\u2010-\u2014\u2212]")
"""Signs that show a number as one below zero."""
_UNITS = {
    1: ("k", "thousand", "thousands", "000", "000s", "000's"),
    2: ("m", "mn", "mil", "mio", "million", "millions", "000000"),
    3: ("b", "bn", "billion", "billions"),
}
_SEPARATORS = str.maketrans("", "", " \u00a0\u202f,'")
_PRECISE = Context(prec=400)
"""As many digits as the largest float has, and more."""
_COLOUR = re.compile("black|blue|cyan|green|magenta|red|white|yellow|color[0-9]+")
_TOKEN = re.compile(
    r'(?P<end>;)|"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.?)|(?P<space>[_*].?)|\[(?P<bracket>[^\]]*)\]?'
    r"|(?P<general>general)|(?P<exponent>e[+-])|(?P<date>am/pm|a/p|[ymdhsgbe])|(?P<slash>/)|(?P<sign>.)",
    re.I | re.S | re.A,
)
"""A part of a format, by its kind. A space is as wide as the next letter, or is filled with it."""
_MARKS = {"0": "digit", "#": "digit", "?": "digit", ".": "point", ",": "comma", "%": "percent", "@": "at"}
_ROUNDED, _ROUNDED_FAR = Decimal("0.005"), Decimal("0.05")
"""If a cell shows a number that differs by this share, a note says so (the first) or we ask (the second).
Scores shown with one decimal never lead to a question: the largest difference is 1.05 shown as 1.1.
"""
_RESIDUE = Decimal("0.000001")
"""Smaller differences are rounding errors of sums."""
_FINE = 6
"""The number of shown decimals from which on rounding does not matter."""
LONGEST = 1_000
"""The most characters of a format. Excel's own limit is 255."""


def number_of(text: str) -> float | None:
    """The number that a cell stores; None if the file format does not allow such a number."""
    text = text.strip()
    return float(text) if _NUMBER.fullmatch(text) else None


def number_text(value: float) -> str:
    """A stored number as text: 2025.0 becomes 2025, 2.5 stays.

    A workbook stores all numbers as floats, so we cannot know whether somebody typed 2025 or 2025.0.

    >>> number_text(2025.0), number_text(1e-7)
    ('2025', '0.0000001')
    """
    if value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    if value in (float("inf"), float("-inf")):
        return "1e999" if value > 0 else "-1e999"
    return format(Decimal(repr(value)), "f")


def moment_text(value: float, *, since_1904: bool) -> str:
    """The date, the time of day or both that a number means: YYYY-MM-DD, HH:MM:SS.

    >>> moment_text(45382.5, since_1904=False)
    '2024-03-31 12:00:00'
    """
    if since_1904:
        value += _UNTIL_1904
    if not 0 <= value < _LAST_DAY + 1:
        return TOO_WIDE
    days, seconds = divmod(round(value * 86_400, 3), 86_400)
    hour = (datetime.min + timedelta(seconds=seconds)).time()
    clock = "" if hour == time() else hour.isoformat("milliseconds" if hour.microsecond else "seconds")
    if days == 0 and clock:
        return clock
    return f"{_day(int(days))} {clock}".strip()


def _day(days: int) -> str:
    if days == _NOT_A_LEAP_DAY:
        return "1900-02-29"
    first = date(1899, 12, 31) if days < _NOT_A_LEAP_DAY else date(1899, 12, 30)
    if days > _LAST_DAY:
        return TOO_WIDE
    return (first + timedelta(days=days)).isoformat()


def duration_text(value: float) -> str:
    """A number of days as hours, minutes and seconds: 1.5 is 36:00:00."""
    if abs(value) > _LAST_DAY:
        return TOO_WIDE
    seconds = round(abs(value) * 86_400)
    return f"{'-' if value < 0 else ''}{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def iso_text(text: str) -> str:
    """A date that is stored as ISO text, without its time if that is midnight.

    >>> iso_text("2024-03-31T00:00:00")
    '2024-03-31'
    """
    text = text.strip()
    day = _ISO.fullmatch(text)
    return day[1] if day else text.replace("T", " ", 1)


@dataclass(frozen=True)
class Shown:
    """What we read in a cell. `mark` is '' if there is nothing to say about it, else 'scaled', 'read',
    'unseen' or 'unclear'; `shows` is then what the cell shows.
    """

    text: str
    mark: str = ""
    shows: str = ""


@dataclass
class _Section:
    tokens: list[tuple[str, str]] = field(default_factory=list)
    condition: str = ""
    is_white: bool = False
    is_coloured: bool = False

    @cached_property
    def kinds(self) -> set[str]:
        return {kind for kind, _ in self.tokens}

    @cached_property
    def before(self) -> str:
        return "".join(text for kind, text in self.tokens[: self._digits[0]] if kind == "literal")

    @cached_property
    def after(self) -> str:
        return "".join(text for kind, text in self.tokens[self._digits[1] :] if kind == "literal")

    @cached_property
    def within(self) -> str:
        first, last = self._digits
        return "".join(text for kind, text in self.tokens[first:last] if kind == "literal")

    @cached_property
    def is_broken(self) -> bool:
        """Whether other signs than separators of thousands stand between the digits, or a second point: 43 is
        then shown as 4.3, or 2025 as 20-25.
        """
        within = self.within.translate(_SEPARATORS)
        return bool(within) or sum(kind == "point" for kind, _ in self.tokens) > 1

    @cached_property
    def needs_no_digit(self) -> bool:
        """Whether the section has no 0, so that it shows zero as nothing."""
        digits = {text for kind, text in self.tokens if kind == "digit"}
        return digits == {"#"} and not self.kinds & {"percent", "slash", "exponent"}

    def hides(self, stored: str) -> bool:
        """Whether a number is shown as nothing."""
        return self.needs_no_digit and not self.seen(Decimal(stored) / 1000**self.scale)

    def seen(self, held: Decimal) -> Decimal:
        """A number rounded to the section's decimals."""
        return held.quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP, _PRECISE)

    def padded(self, stored: str) -> str:
        """A whole number with the zeros that the section puts before it: under 000, 7 is shown as 007."""
        return stored.zfill(self._places) if stored.isdigit() else stored

    @cached_property
    def _places(self) -> int:
        """The least number of digits before the point."""
        digits = "".join(text for kind, text in self.tokens if kind in ("digit", "point")).partition(".")[0]
        return len(digits.lstrip("#?"))

    @cached_property
    def is_negative(self) -> bool:
        """Whether the section shows numbers as below zero."""
        return bool(_NEGATIVE.search(self.before + self.after))

    @cached_property
    def _digits(self) -> tuple[int, int]:
        """The places of the first placeholder and after the last one; both at the end if there is none."""
        at = [i for i, (kind, _) in enumerate(self.tokens) if kind in ("digit", "general", "at")]
        return (at[0], at[-1] + 1) if at else (len(self.tokens), len(self.tokens))

    @cached_property
    def scale(self) -> int:
        """How many times the number is divided by 1,000: the commas after the digits of either part."""
        pattern = "".join({"digit": "0", "point": ".", "comma": ","}.get(kind, "") for kind, _ in self.tokens)
        whole, _, decimals = pattern.partition(".")
        return sum(len(part) - len(part.rstrip(",")) for part in (whole, decimals) if part.strip(","))

    @cached_property
    def figure_before_date(self) -> bool:
        """Whether digits come before the parts of a date, so that the section cannot be a date."""
        order = [kind for kind, _ in self.tokens if kind in ("digit", "date")]
        return order[:1] == ["digit"]

    @cached_property
    def decimals(self) -> int:
        after_point = False
        count = 0
        for kind, _ in self.tokens:
            after_point = after_point or kind == "point"
            count += kind == "digit" and after_point
        return count

    @cached_property
    def significant(self) -> int:
        """How many digits are shown in scientific notation."""
        kinds = [kind for kind, _ in self.tokens]
        return min(max(1, kinds[: kinds.index("exponent")].count("digit")), 20)

    def holds_for(self, value: float) -> bool:
        sign = self.condition.rstrip("+-.0123456789eE")
        limit = float(self.condition[len(sign) :])
        return {
            "<": value < limit,
            "<=": value <= limit,
            ">": value > limit,
            ">=": value >= limit,
            "=": value == limit,
            "<>": value != limit,
        }[sign]


class Format:
    """A number format, parsed once for all cells that have it."""

    def __init__(self, code: str) -> None:
        self.code = code
        self._sections = _sections(code)

    @classmethod
    def of_number(cls, number: int, own: dict[int, str]) -> "Format":
        """The format with this number: the workbook's own, or else a built-in one."""
        return cls(own.get(number) or _BUILT_IN.get(number, "General"))

    @cached_property
    def is_plain(self) -> bool:
        """Whether each number is shown as it is, perhaps rounded."""
        above_zero = [section for section in self._sections if section.condition] or self._sections[:1]
        return not any(section.is_negative for section in above_zero) and all(
            not section.is_white
            and section.kinds <= {"digit", "point", "comma", "exponent", "general", "literal", "at"}
            and section.kinds & {"digit", "general", "at"}
            and not section.scale
            and not section.is_broken
            and not _added_text(section.before + section.after)
            for section in self._sections
        )

    @cached_property
    def _of_text(self) -> _Section | None:
        """The section for text: the fourth, or else one with @. None if text is shown as it is."""
        of_text = self._sections[3:] or [section for section in self._sections if "at" in section.kinds]
        return of_text[-1] if of_text else None

    def show_text(self, text: str) -> Shown:
        """What a cell with a text says."""
        section = self._of_text
        if section is None or not text.strip():
            return Shown(text)
        if section.is_white or not any(written for _, written in section.tokens):
            return Shown(text, "unseen")
        if section.kinds == {"at"}:
            return Shown(text)
        shows = "".join(text if kind == "at" else written for kind, written in section.tokens)
        if "at" not in section.kinds:
            return Shown(text, "unclear", shows)
        return Shown(shows if _added_text(section.before + section.after) else text)

    def show(self, value: float, *, since_1904: bool) -> Shown:
        """What a cell with the number `value` says."""
        stored = number_text(value)
        if isinf(value):
            return Shown(stored)  # too large for a float, and refused as a value whatever the cell shows
        section = self._section_of(value)
        if section.is_white or section.hides(stored):
            return Shown(stored, "unseen")
        if value < 0 and self._hides_sign(section):
            return Shown(stored, "unclear", stored.removeprefix("-"))
        if self.is_plain:
            return _rounded(section, value, stored, section.padded(stored))
        kinds = section.kinds
        if "elapsed" in kinds:
            return Shown(duration_text(value))
        if "date" in kinds:
            if "percent" in kinds or section.figure_before_date:
                return Shown(stored, "unclear")
            return Shown(moment_text(value, since_1904=since_1904))
        if not kinds & {"digit", "general", "at"}:
            return _without_figure(section, value, stored)
        return _with_figure(section, value, stored)

    def _hides_sign(self, section: _Section) -> bool:
        """Whether a section shows numbers below zero like those above. A colour tells them apart."""
        is_second = len(self._sections) > 1 and section is self._sections[1]
        bare = not (section.is_negative or section.is_coloured) and bool(section.kinds & {"digit", "general"})
        return is_second and bare and not any(section.condition for section in self._sections)

    def _section_of(self, value: float) -> _Section:
        numeric = self._sections[:3]
        if any(section.condition for section in numeric):
            for section in numeric:
                if not section.condition or section.holds_for(value):
                    return section
            return numeric[-1]
        if len(numeric) == 1 or value > 0 or (value == 0 and len(numeric) < 3):
            return numeric[0]
        return numeric[1] if value < 0 else numeric[2]


def _without_figure(section: _Section, value: float, stored: str) -> Shown:
    literal = section.before.strip()
    if not _added_text(literal):
        # Accounts write zero as a dash. For any other number a dash, or nothing, hides it.
        return Shown(stored) if literal and not value else Shown(stored, "unseen", literal)
    if any(letter.isdigit() for letter in literal):
        return Shown(stored, "unclear", literal)
    return Shown(literal)


def _rounded(section: _Section, value: float, stored: str, text: str) -> Shown:
    """What we read, `text`, of a cell that may show another number: without decimals 3.6 is 4."""
    if "exponent" in section.kinds:
        return _scientific(section, value, stored, text)
    if value.is_integer() or section.decimals >= _FINE or section.kinds & {"general", "at"}:
        return Shown(text)
    held = Decimal(stored)
    seen = section.seen(held)
    away = abs(seen - held)
    if away < _RESIDUE or away < _ROUNDED * abs(held):
        return Shown(text)
    figures = abs(seen) if section.is_negative else seen
    shows = f"{section.before}{figures:,f}{section.after}".strip()
    return Shown(text, "scaled" if away >= _ROUNDED_FAR * abs(held) else "read", shows)


def _scientific(section: _Section, value: float, stored: str, text: str) -> Shown:
    """What we read of a cell in scientific notation. Excel stores a code such as 1E3 as 1000."""
    shows = f"{value:.{section.significant - 1}E}"
    far = abs(Decimal(shows) - Decimal(stored)) >= _ROUNDED_FAR * abs(Decimal(stored)) and value
    return Shown(text, "scaled" if far else "read", shows)


def _with_figure(section: _Section, value: float, stored: str) -> Shown:
    around = section.before + section.after
    if value > 0 and section.is_negative:
        return Shown(stored, "unclear", f"{section.before}{stored}{section.after}".strip())
    if "percent" in section.kinds:
        hundreds = sum(kind == "percent" for kind, _ in section.tokens)
        text = format((Decimal(stored) * 100**hundreds).normalize(), "f")
        if _added_text(around) or section.is_broken or section.scale:
            return Shown(stored, "unclear")
        return Shown(text + "%" * hundreds)
    if section.is_broken:
        return Shown(stored, "unclear")
    if "slash" in section.kinds:
        return Shown(stored, "read", _fraction(value, section))
    unit = _added_text(around)
    if section.scale:
        smaller = Decimal(stored) / 1000**section.scale
        shows = f"{section.before}{smaller:,.{min(section.decimals, 20)}f}{section.after}".strip()
        agrees = unit.casefold() in _UNITS.get(section.scale, ())
        return Shown(stored, "read" if agrees else "scaled", shows)
    if any(letter.isdigit() for letter in unit):
        return Shown(stored, "unclear", f"{section.before}{stored}{section.after}".strip())
    figures = section.padded(stored)
    text = f"{section.before}{figures}{section.after}".strip() if unit else figures
    return _rounded(section, value, stored, text)


def _added_text(literal: str) -> str:
    """The text that a format adds to a number, without signs that do not change it."""
    return "".join(literal.replace("GBP", "").split()).strip(_PLAIN_AROUND)


def _fraction(value: float, section: _Section) -> str:
    slash = next(i for i, (kind, _) in enumerate(section.tokens) if kind == "slash")
    places = sum(kind == "digit" for kind, _ in section.tokens[slash:])
    near = Fraction(value).limit_denominator(10 ** max(1, min(places, 4)) - 1)
    whole, rest = divmod(abs(near), 1)
    sign = "-" if near < 0 else ""
    return f"{sign}{f'{whole} ' if whole and rest else ''}{rest or whole}"


def _sections(code: str) -> list[_Section]:
    """The sections of a format, each with its tokens: (kind, text)."""
    sections = [_Section()]
    for token in _TOKEN.finditer(code):
        kind = token.lastgroup or ""
        text = token[kind]
        if kind == "end":
            sections.append(_Section())
        elif kind == "bracket":
            _bracket(text, sections[-1])
        elif kind != "space":
            kind = _MARKS.get(text, "literal") if kind == "sign" else kind
            sections[-1].tokens.append(("literal" if kind in ("quoted", "escaped") else kind, text))
    return sections[:4]


def _bracket(inside: str, section: _Section) -> None:
    """Apply brackets: [h] is a duration, [$£-809] a currency, [>=1000] a condition. White text is hidden."""
    if inside and set(inside.lower()) in ({"h"}, {"m"}, {"s"}):
        section.tokens.append(("elapsed", inside))
    elif inside.startswith("$"):
        section.tokens.append(("literal", inside[1:].partition("-")[0]))
    elif (colour := _COLOUR.fullmatch(inside.replace(" ", "").lower())) is not None:
        section.is_white = colour[0] in ("white", "color2")
        section.is_coloured = True
    elif inside.startswith(("<", ">", "=")):
        try:
            float(inside.lstrip("<>="))
        except ValueError:
            return
        section.condition = inside
