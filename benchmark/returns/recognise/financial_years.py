"""A financial year as people write it, April to March, to the one spelling that the ledger keeps: 2024/25.

What names one financial year and no other is read, and told. What could be two years is refused with both.
"""

import re
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta

_DASHES = "\\-\u2010-\u2015"
_YEARS = re.compile(rf"(?:FY ?)?(?:20)?([0-9]{{2}}) ?[/{_DASHES}] ?(?:20)?([0-9]{{2}})", re.I)
_OTHER_CENTURY = re.compile(
    rf"(?:FY ?)?((?:1[0-9]|2[1-9])[0-9]{{2}}) ?[/{_DASHES}] ?(?:[12][0-9])?([0-9]{{2}})", re.I
)
"""1998/99, 2124/25: financial years too, whatever may be asked about them."""
_ENDING_YEAR = re.compile(r"FY ?(?:20)?([0-9]{2})", re.I)
_ALONE = re.compile(r"20([0-9]{2})(?:\.0+)?")
_MONTHS = {
    name[:length]: month
    for month, name in enumerate(
        (
            *("january", "february", "march", "april", "may", "june"),
            *("july", "august", "september", "october", "november", "december"),
        ),
        start=1,
    )
    for length in (3, 4, len(name))
}
_DAY = r"(?:[0-9]{1,2}(?:st|nd|rd|th)? +)?[a-z]{3,9}\.? +20[0-9]{2}"
_FIGURES = r"[0-9]{1,2}[/.][0-9]{1,2}[/.]20[0-9]{2}|20[0-9]{2}-[0-9]{2}-[0-9]{2}"
_RANGE = re.compile(rf"({_DAY}|{_FIGURES})\s*(?:to|until|[{_DASHES}])\s*({_DAY}|{_FIGURES})", re.I)
_ENDS = re.compile(rf"(?:year (?:ending|ended|to)|y/?e)\s+({_DAY}|{_FIGURES})", re.I)
_IN_WORDS = re.compile(r"(?:([0-9]{1,2})(?:st|nd|rd|th)? +)?([a-z]{3,9})\.? +(20[0-9]{2})", re.I)
_UK = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.](20[0-9]{2})")
_ISO = re.compile(r"(20[0-9]{2})-([0-9]{2})-([0-9]{2})(?:[ T]00:00(?::00)?)?")


@dataclass(frozen=True, slots=True)
class YearRead:
    """A cell's year: `text` as the ledger keeps it, `told` as a note tells it; or the code of the error."""

    text: str | None
    told: str = ""
    error: str = ""
    words: dict[str, str] = field(default_factory=dict)


def read_financial_year(text: str) -> YearRead:
    """The financial year that a cell names.

    >>> read_financial_year("FY25").text
    '2024/25'
    """
    if years := _YEARS.fullmatch(text):
        # Whether the two follow one another is for the model to say.
        return _read(f"20{years[1]}/{years[2]}")
    if others := _OTHER_CENTURY.fullmatch(text):
        return _read(f"{others[1]}/{others[2]}")
    if ending := _ENDING_YEAR.fullmatch(text):
        named = _named(2000 + int(ending[1]) - 1)
        return YearRead(named, f"{named}, which ends in March 20{ending[1]}")
    if alone := _ALONE.fullmatch(text):
        year = 2000 + int(alone[1])
        return YearRead(
            None,
            error="financial_year_alone",
            words={"options": f"{_named(year - 1)} or {_named(year)}"},
        )
    if span := _RANGE.fullmatch(text):
        return _of_span(_date(span[1], last=False), _date(span[2], last=True))
    if day := _date(text, last=True):
        return YearRead(None, error="financial_year_day", words={"options": _named(_year_of(day))})
    if ends := _ENDS.fullmatch(text):
        last = _date(ends[1], last=True)
        return _of_span(None if last is None else _year_before(last), last)
    return _wrong()


def _read(named: str) -> YearRead:
    return YearRead(named, named)


def _wrong() -> YearRead:
    return YearRead(None, error="bad_financial_year")


def _named(first_year: int) -> str:
    return f"{first_year}/{(first_year + 1) % 100:02d}"


def _of_span(first: date | None, last: date | None) -> YearRead:
    """The financial year from one day to another; an error that names those which the days overlap."""
    if first is None or last is None or first >= last:
        return _wrong()
    one, other = _year_of(first), _year_of(last)
    if one == other and (first, last) == (date(one, 4, 1), date(one + 1, 3, 31)):
        return _read(_named(one))
    years = " and ".join(_named(year) for year in range(one, other + 1))
    options = f"only a part of {years}" if one == other else f"parts of {years}"
    return YearRead(None, error="financial_year_overlap", words={"options": options})


def _year_of(day: date) -> int:
    """The year in which the financial year of a day began."""
    return day.year if day.month >= 4 else day.year - 1


def _year_before(day: date) -> date:
    """The first day of the twelve months that end on a day."""
    after = day + timedelta(days=1)
    if (after.month, after.day) == (2, 29):
        return date(after.year - 1, 3, 1)
    return after.replace(year=after.year - 1)


def _date(text: str, *, last: bool) -> date | None:
    """A day; a month without one means its first day, or its last."""
    if words := _IN_WORDS.fullmatch(text):
        month = _MONTHS.get(words[2].casefold())
        year = int(words[3])
        if month is None:
            return None
        day = int(words[1]) if words[1] else monthrange(year, month)[1] if last else 1
    elif uk := _UK.fullmatch(text):
        day, month, year = int(uk[1]), int(uk[2]), int(uk[3])
    elif iso := _ISO.fullmatch(text):
        year, month, day = int(iso[1]), int(iso[2]), int(iso[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None
