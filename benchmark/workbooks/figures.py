"""Numbers of a workbook as text that loses nothing, and the days and hours that some of them stand for."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

_EXACT = 2**53
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,5})?")
_LAST_DAY = 2_958_465
"""31 December 9999."""
_UNTIL_1904 = 1_462
"""Days from the first day of one system of dates to that of the other."""
_NOT_A_LEAP_DAY = 60
"""Excel counts a 29 February 1900, which never was, because Lotus 1-2-3 did."""
TOO_WIDE = "########"
"""What Excel shows for a date before its first day or after its last."""


def number_of(text: str) -> float | None:
    """The number that a cell stores; None where the text is not one that the format allows."""
    text = text.strip()
    return float(text) if _NUMBER.fullmatch(text) else None


def number_text(value: float) -> str:
    """A stored number as text: 2025.0 is 2025, 2.5 stays.

    A workbook stores every number as a float, so whether somebody typed 2025 or 2025.0 cannot be known.

    >>> number_text(2025.0), number_text(1e-7)
    ('2025', '0.0000001')
    """
    if value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    if value in (float("inf"), float("-inf")):
        return "1e999" if value > 0 else "-1e999"
    return format(Decimal(repr(value)), "f")


def moment_text(value: float, *, since_1904: bool) -> str:
    """The day, the hour or both that a number stands for: YYYY-MM-DD, HH:MM:SS.

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
    """Hours counted on beyond a day: 1.5 is 36:00:00."""
    if abs(value) > _LAST_DAY:
        return TOO_WIDE
    seconds = round(abs(value) * 86_400)
    return f"{'-' if value < 0 else ''}{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


_ISO = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T00:00(?::00(?:\.0+)?)?Z?)?")


def iso_text(text: str) -> str:
    """A date that is stored as such, without an hour of nought.

    >>> iso_text("2024-03-31T00:00:00")
    '2024-03-31'
    """
    text = text.strip()
    day = _ISO.fullmatch(text)
    return day[1] if day else text.replace("T", " ", 1)
