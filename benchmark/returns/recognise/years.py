"""Reads years as people write them: financial years in cells, and the assessment year in titles.

A text that can mean only one year is read, with a note. One that can mean two is refused, or asked about.
"""

import re
import unicodedata
from calendar import month_name, monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta

_DASHES = "\\-\u2010-\u2015"
_FY = r"(?:F\.?Y\.?E? ?)"
_YEARS = re.compile(
    rf"{_FY}?(?:(?:20)?([0-9]{{2}}) ?[/{_DASHES}] ?(?:20)?([0-9]{{2}})"
    r"|20([0-9]{2}) to 20([0-9]{2})|20([0-9]{2}) ?[\\_] ?(?:20)?([0-9]{2}))(?: FY)?",
    re.I,
)
_TOGETHER = re.compile(r"20([0-9]{2})([0-9]{2})|FY ?((?!20)[0-9]{2})([0-9]{2})", re.I)
"""202526, FY2526: two years, if the second follows the first and cannot be a month."""
_ONE_FIGURE = re.compile(rf"(20[0-9]{{2}}) ?[/{_DASHES}] ?([1-9])")
"""2025/6, which may be a month."""
_OTHER_CENTURY = re.compile(
    rf"(?:FY ?)?((?:1[0-9]|2[1-9])[0-9]{{2}}) ?[/{_DASHES}] ?(?:[12][0-9])?([0-9]{{2}})", re.I
)
"""1998/99, 2124/25: also financial years; later checks may question them."""
_ENDING_YEAR = re.compile(rf"{_FY}(?:20)?([0-9]{{2}})", re.I)
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
_MONTHS_OF_A_YEAR = 12
_DAY = r"(?:[0-9]{1,2}(?:st|nd|rd|th)? +)?[a-z]{3,9}\.? +20[0-9]{2}"
_FIGURES = r"[0-9]{1,2}[/.][0-9]{1,2}[/.]20[0-9]{2}|20[0-9]{2}-[0-9]{2}-[0-9]{2}"
_RANGE = re.compile(rf"({_DAY}|{_FIGURES})\s*(?:to|until|[{_DASHES}])\s*({_DAY}|{_FIGURES})", re.I)
_ENDS = re.compile(rf"(?:year (?:ending|ended|to)|y/?e)\s+({_DAY}|{_FIGURES})", re.I)
_IN_WORDS = re.compile(
    r"(?:([0-9]{1,2})(?:st|nd|rd|th)?[ -]+)?([a-z]{3,9})\.?(?: +(20[0-9]{2})|[ -](?:20)?([0-9]{2}))", re.I
)
_UK = re.compile(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T]00:00(?::00)?)?")
_ISO_MONTH = re.compile(r"(20[0-9]{2})[-/](0[1-9]|1[0-2])")
_GAP = r"[\s_.,-]*"
_SLASH = r"\s*[-/_.]\s*"
MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_SPANS = re.compile(
    rf"""
    (?<![0-9])(?:
        20[0-9]{{2}}(?:{_SLASH}|\s*(?:to|and|until|bis)\s*)20[0-9]{{2}}     # 2024 to 2025
        | (?:fy\s*)?20[0-9]{{2}}{_SLASH}[0-9]{{2}}                          # 2024-25
        | (?<![a-z])fy{_GAP}(?:20)?[0-9]{{2}}(?:{_SLASH}[0-9]{{2}})?        # FY24, FY24/25
        | (?P<first>[0-9]{{2}}){_SLASH}(?P<second>[0-9]{{2}})(?!{_SLASH}[0-9])  # 24/25
    )(?![0-9])
    | (?:financial|fiscal|year{_GAP}(?:ending|ended|to)|y/?e){_GAP}(?:year{_GAP})?20[0-9]{{2}}(?![0-9])
    | (?<![a-z])q[1-4]{_GAP}20[0-9]{{2}}(?![0-9]) | (?<![0-9])20[0-9]{{2}}{_GAP}q[1-4](?![0-9])
    """,
    re.I | re.X,
)
_DATES = re.compile(
    rf"""
    (?<![0-9])(?:
        20[0-9]{{2}}{_SLASH}[0-9]{{1,2}}{_SLASH}[0-9]{{1,2}}                # 2026-01-15
        | [0-9]{{1,2}}{_SLASH}[0-9]{{1,2}}{_SLASH}(?:20)?[0-9]{{2}}         # 15.01.2026
        | 20[0-9]{{2}}[-/_.][0-9] | (?<![a-z])[0-9]{{1,2}}[-/_.]20[0-9]{{2}}  # 2026-1, 01/2026; not v2_2026
        | 20[0-9]{{6}} | [0-9]{{4}}20[0-9]{{2}} | 20[0-9]{{4}}              # 20260115
        | 20[0-9]{{2}}{_GAP}(?<![a-z])(?:{MONTHS})(?![a-z])                # 2026 March
    )(?![0-9])
    | (?<![a-z])(?:{MONTHS})(?![a-z]){_GAP}(?:[0-9]{{1,2}}(?:st|nd|rd|th)?{_GAP})?(?:20)?[0-9]{{2}}(?![0-9])
    """,
    re.I | re.X,
)
_LONE_YEAR = re.compile(r"(?<![0-9])20[1-9][0-9](?![0-9])")


@dataclass(frozen=True, slots=True)
class YearRead:
    """The year in a cell: `text` as the ledger has it, `shown` as a note shows it; or the error's code."""

    text: str | None
    shown: str = ""
    error: str = ""
    words: dict[str, str] = field(default_factory=dict)


def read_financial_year(text: str) -> YearRead:
    """The financial year, April to March, that a cell means, as the ledger spells it.

    >>> read_financial_year("FY25").text
    '2024/25'
    """
    if years := _YEARS.fullmatch(text):
        first, second = (int(year) for year in years.groups() if year)
        if second == (first + 1) % 100:
            return _read(f"20{first:02d}/{second:02d}")
        return _of_day(_date(text, last=True))
    if (both := _TOGETHER.fullmatch(text)) and (read := _together(both[1] or both[3], both[2] or both[4])):
        return read
    if (short := _ONE_FIGURE.fullmatch(text)) and (int(short[1]) + 1) % 10 == int(short[2]):
        month = f"{month_name[int(short[2])]} {short[1]}"
        return _unclear(_named(int(short[1])), month)
    if others := _OTHER_CENTURY.fullmatch(text):
        return _read(f"{others[1]}/{others[2]}")
    if ending := _ENDING_YEAR.fullmatch(text):
        named = _named(2000 + int(ending[1]) - 1)
        return YearRead(named, f"{named}, which ends in March 20{ending[1]}")
    if alone := _ALONE.fullmatch(text):
        year = 2000 + int(alone[1])
        return _unclear(_named(year - 1), _named(year))
    if span := _RANGE.fullmatch(text):
        return _of_span(_date(span[1], last=False), _date(span[2], last=True))
    if day := _date(text, last=True):
        return _of_day(day)
    if ends := _ENDS.fullmatch(text):
        last = _date(ends[1], last=True)
        return _of_span(None if last is None else _year_before(last), last)
    return _wrong()


def _read(named: str) -> YearRead:
    return YearRead(named, named)


def _of_day(day: date | None) -> YearRead:
    """The error for a day in the place of a year."""
    if day is None:
        return _wrong()
    return YearRead(None, error="financial_year_day", words={"options": _named(_year_of(day))})


def _together(first: str, second: str) -> YearRead | None:
    follows = int(second) == (int(first) + 1) % 100
    return _read(f"20{first}/{second}") if follows and int(second) > _MONTHS_OF_A_YEAR else None


def _unclear(one: str, other: str) -> YearRead:
    return YearRead(None, error="financial_year_alone", words={"options": f"{one} or {other}"})


def _wrong() -> YearRead:
    return YearRead(None, error="bad_financial_year")


def _named(first_year: int) -> str:
    return f"{first_year}/{(first_year + 1) % 100:02d}"


def _of_span(first: date | None, last: date | None) -> YearRead:
    """The financial year from one day to another; or an error that names the years that the days overlap."""
    if first is None or last is None or first >= last:
        return _wrong()
    start, end = _year_of(first), _year_of(last)
    if start == end and (first, last) == (date(start, 4, 1), date(start + 1, 3, 31)):
        return _read(_named(start))
    years = " and ".join(_named(year) for year in range(start, end + 1))
    options = f"only a part of {years}" if start == end else f"parts of {years}"
    return YearRead(None, error="financial_year_overlap", words={"options": options})


def _year_of(day: date) -> int:
    """The calendar year in which a day's financial year began."""
    return day.year if day.month >= 4 else day.year - 1


def _year_before(day: date) -> date:
    """The first day of the twelve months that end on a day."""
    after = day + timedelta(days=1)
    if (after.month, after.day) == (2, 29):
        return date(after.year - 1, 3, 1)
    return after.replace(year=after.year - 1)


def day_in(text: str) -> date | None:
    """The day that a text means, in words or figures, day before month; None for a month or other text.

    >>> day_in("1-Apr-24"), day_in("April 2024")
    (datetime.date(2024, 4, 1), None)
    """
    day = _date(text, last=False)
    return day if day == _date(text, last=True) else None


def _date(text: str, *, last: bool) -> date | None:
    """A day; a month without a day means its first day, or its last."""
    if words := _IN_WORDS.fullmatch(text):
        month = _MONTHS.get(words[2].casefold())
        year = int(words[3] or f"20{words[4]}")
        if month is None:
            return None
        day = int(words[1]) if words[1] else monthrange(year, month)[1] if last else 1
    elif uk := _UK.fullmatch(text):
        day, month, year = int(uk[1]), int(uk[2]), int(uk[3])
    elif iso := _ISO.fullmatch(text):
        year, month, day = int(iso[1]), int(iso[2]), int(iso[3])
    elif of_month := _ISO_MONTH.fullmatch(text):
        year, month = int(of_month[1]), int(of_month[2])
        day = monthrange(year, month)[1] if last else 1
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


@dataclass(frozen=True)
class YearSeen:
    """`year`: the only year in a text; else `seen`: what it has instead. Both are '' if it has neither."""

    year: str
    seen: str = ""
    is_date: bool = False


def year_in(text: str) -> YearSeen:
    """The assessment year in a title or a name: a year that is alone.

    A span (2024-25), a date (2026-01-15, March 2026) or two years say when something was, not which round it
    is.

    >>> year_in("DMA 2025 results"), year_in("dma_2024-25")
    (YearSeen(year='2025', seen='', is_date=False), YearSeen(year='', seen='2024-25', is_date=False))
    """
    text = re.sub("[\u2010-\u2015\u2212'\u2019]", "-", unicodedata.normalize("NFKC", text))
    dates = [match[0].strip() for match in _DATES.finditer(text)]
    rest = _DATES.sub(" | ", text)
    spans = [match[0].strip() for match in _SPANS.finditer(rest) if _is_span(match)]
    if spans:
        return YearSeen("", ", ".join(dict.fromkeys(spans)))
    years = list(dict.fromkeys(_LONE_YEAR.findall(rest)))
    if len(years) == 1:
        return YearSeen(years[0])
    if years:
        return YearSeen("", " and ".join(years))
    return YearSeen("", ", ".join(dict.fromkeys(dates)), is_date=bool(dates))


def _is_span(match: re.Match[str]) -> bool:
    """Whether it is a span: two numbers of two digits are one only if they follow each other, as in 24/25."""
    first = match["first"]
    return first is None or int(match["second"]) == (int(first) + 1) % 100
