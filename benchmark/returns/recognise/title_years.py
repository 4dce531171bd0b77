"""The year that a title, a sheet's name or a file's name gives: only one that stands alone.

A span (2024-25), a date (2026-01-15, March 2026) or two years say when something was, not which round it is.
"""

import re
import unicodedata
from dataclasses import dataclass

_GAP = r"[\s_.,-]*"
_SLASH = r"\s*[-/_.]\s*"
_MONTHS = (
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
        | 20[0-9]{{2}}{_GAP}(?<![a-z])(?:{_MONTHS})(?![a-z])                # 2026 March
    )(?![0-9])
    | (?<![a-z])(?:{_MONTHS})(?![a-z]){_GAP}(?:[0-9]{{1,2}}(?:st|nd|rd|th)?{_GAP})?(?:20)?[0-9]{{2}}(?![0-9])
    """,
    re.I | re.X,
)
_ALONE = re.compile(r"(?<![0-9])20[1-9][0-9](?![0-9])")


@dataclass(frozen=True)
class YearSeen:
    """`year`, where one stands alone; else `seen`, what stands there instead, both '' where nothing does."""

    year: str
    seen: str = ""
    is_date: bool = False


def year_in(text: str) -> YearSeen:
    """The year of the assessment that a text gives.

    >>> year_in("DMA 2025 results"), year_in("dma_2024-25")
    (YearSeen(year='2025', seen='', is_date=False), YearSeen(year='', seen='2024-25', is_date=False))
    """
    text = re.sub("[\u2010-\u2015\u2212'\u2019]", "-", unicodedata.normalize("NFKC", text))
    dates = [match[0].strip() for match in _DATES.finditer(text)]
    rest = _DATES.sub(" | ", text)
    spans = [match[0].strip() for match in _SPANS.finditer(rest) if _is_span(match)]
    if spans:
        return YearSeen("", ", ".join(dict.fromkeys(spans)))
    years = list(dict.fromkeys(_ALONE.findall(rest)))
    if len(years) == 1:
        return YearSeen(years[0])
    if years:
        return YearSeen("", " and ".join(years))
    return YearSeen("", ", ".join(dict.fromkeys(dates)), is_date=bool(dates))


def _is_span(match: re.Match[str]) -> bool:
    """Whether it is: of two figures each, only such as follow one another, as in 24/25."""
    first = match["first"]
    return first is None or int(match["second"]) == (int(first) + 1) % 100
