"""How numbers, names, days and money are written everywhere, and how amounts of money are read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import islice
from typing import Any, Final

from benchmark.core.errors import BenchmarkError

_NUMBERS: Final = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
MINUS: Final = "\N{MINUS SIGN}"
_NOTHING: Final = 1e-9
"""A share this close to 0 or 1 counts as 0 or 1: floating point adds larger errors nowhere."""
TELLING_DECIMALS: Final = 10
"""The most decimals that mean anything in our figures. Workbooks get this many."""
LETTERS: Final = 3
"""The fewest letters, in any script, of a text that says something: "Yes" does, "ok" or "." does not."""
_LEGAL_FORM = re.compile(r",?\s+(NHS|National Health Service)\s+(Foundation\s+)?Trust$", re.IGNORECASE)
_TEACHING = re.compile(r"\s+(University\s+)?Teaching$")
_NOW = re.compile(r"\s+\((now [^()]+)\)$")
"""What may follow a trust's name: '(now North Cheshire and Mersey)', '(now part of ...)'."""


@dataclass(frozen=True)
class Statement:
    """One figure in large type and the words that complete it into a sentence."""

    figure: str
    words: str


@dataclass(frozen=True)
class Answer:
    """The answer to a question. title: its message, without a full stop. rest: further sentences."""

    title: str
    rest: str = ""

    @property
    def whole(self) -> str:
        """Title and rest as one text."""
        return f"{self.title}. {self.rest}".strip()


def in_words(text: str) -> bool:
    """Whether a text says something: it has at least LETTERS letters."""
    return len(list(islice(filter(str.isalpha, text), LETTERS))) == LETTERS


def decimal(value: float, decimals: int) -> str:
    """A number with this many decimals and thousands separators: "1,234.5". Zero has no sign.

    Halves are rounded away from zero, 2.25 to 2.3, as spreadsheets do. Python's rounding to the even digit
    would show 2.2 on a page, and 2.3 in the workbook of the same figure.
    """
    return f"{_half_away(value, decimals):,.{decimals}f}"


def rounded(value: float, decimals: int) -> float:
    """The number that `decimal` writes, as a float."""
    return float(_half_away(value, decimals))


def _half_away(value: float, decimals: int) -> Decimal:
    # First rounded to 10 decimals and 15 digits, as a spreadsheet does: later digits are errors of floating
    # point, and would move a half up or down. For example, 3 - 2.975 is a little less than 0.025.
    exact = Decimal(f"{round(float(value), TELLING_DECIMALS):.15g}")
    # Adding 0 turns -0.0 into 0.0.
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0


def telling(value: float, threshold: float, decimals: int, *, sign: bool = False) -> str:
    """A figure that a threshold classed. It gets one more decimal if rounding would contradict its class:
    0.098 does not reach 0.1, so it is '0.098' and not '0.10'.
    """
    decimals = telling_decimals(value, threshold, decimals)
    return signed(value, decimals=decimals) if sign else decimal(value, decimals)


def telling_decimals(value: float, threshold: float, decimals: int) -> int:
    """The decimals with which `telling` writes a figure."""
    contradicts = _reaches(abs(rounded(value, decimals)), threshold) is not _reaches(abs(value), threshold)
    return decimals + 1 if contradicts else decimals


def beside(
    one: float, other: float, *, decimals: int, threshold: float | None = None
) -> tuple[str, str, str]:
    """Two figures and the first minus the second, with its sign, to be shown beside each other.

    The difference is that of the figures as shown. If it is not the exact difference rounded, or contradicts
    the class by a threshold, all three get one more decimal: 2.70, 2.65, +0.05 instead of 2.7, 2.7, +0.1.
    """
    exact = one - other
    for places in (decimals, decimals + 1):
        first, second = decimal(one, places), decimal(other, places)
        difference = float(Decimal(first.replace(",", "")) - Decimal(second.replace(",", "")))
        agrees = decimal(difference, places) == decimal(exact, places)
        if agrees and (
            threshold is None or _reaches(abs(difference), threshold) is _reaches(abs(exact), threshold)
        ):
            break
    return first, second, signed(difference, decimals=places)


def _reaches(size: float, threshold: float) -> bool:
    # Like `compare.at_least`, which would import pandas.
    return size >= threshold - 1e-9


def number(count: int) -> str:
    """A count at the start of a sentence: a word up to nine, then digits."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def plural(count: int, noun: str) -> str:
    """A count in digits with its noun: '1 return', '22 returns', '1,234 rows'."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def is_or_are(count: int) -> str:
    """The verb 'to be' for a count: '1 of 22 returns is', '9 of 22 returns are'."""
    return "is" if count == 1 else "are"


def has_or_have(count: int) -> str:
    """The verb 'to have' for a count: '1 of 37 gaps has no programme'."""
    return "has" if count == 1 else "have"


def counted(count: int, noun: str = "trust") -> str:
    """Like `plural`, with a small count as a word: 'one trust', 'eight trusts', '12 trusts'."""
    return f"{number(count).lower()} {noun}{'' if count == 1 else 's'}"


def every(count: int, noun: str) -> str:
    """All of a count: 'the only score', 'both scores', 'all seven scores', 'all 22 scores'."""
    few = {1: f"the only {noun}", 2: f"both {noun}s"}
    return few.get(count, f"all {counted(count, noun)}")


def count_of_returns(count: int, total: int) -> str:
    """A count out of a number of returns: 'Six of 22 returns', 'All 22 returns', 'The only return'."""
    if count == 0:
        none = {1: "No return", 2: "Neither of two returns"}
        return none.get(total, f"None of {counted(total, 'return')}")
    if count == total:
        return large_start(every(total, "return"))
    small = count < 10 and total < 10
    return f"{number(count)} of {number(total).lower() if small else total} returns"


def signed(value: float, *, decimals: int = 2) -> str:
    """A change with its sign, without one if it rounds to zero: '+0.07', '−0.20', '0.00'."""
    size = decimal(abs(value), decimals)
    if not size.strip("0.,"):
        return size
    return f"{MINUS if value < 0 else '+'}{size}"


def per_cent(share: float, *, decimals: int = 1) -> str:
    """A share in per cent: '3.1%'. Only an exact 0 is '0%', and only an exact 1 is '100%'.

    >>> per_cent(0.00001), per_cent(0.99999), per_cent(0.004, decimals=0), per_cent(1.0)
    ('under 0.1%', 'over 99.9%', 'under 1%', '100.0%')
    """
    text, step = decimal(100 * share, decimals), 10.0**-decimals
    if text == decimal(0, decimals) and share > _NOTHING:
        return f"under {decimal(step, decimals)}%"
    if text == decimal(100, decimals) and share < 1 - _NOTHING:
        return f"over {decimal(100 - step, decimals)}%"
    return f"{text}%"


def in_hundred(share: float) -> str:
    """A share as a count of a hundred: "53 of 100", "fewer than 1 of 100"."""
    return f"{decimal(100 * share, 0)} of 100" if share >= 0.005 else "fewer than 1 of 100"


def tries_in_words(share: float) -> str:
    """How many tries at random gave as much: "9 of 100 tries"."""
    return f"{in_hundred(share)} tries"


def pounds(amount: float) -> str:
    """An amount for a sentence: '£3.4bn', '£12.3m', '£480,000', '£912'."""
    if abs(amount) >= 999_500_000:
        return f"£{decimal(amount / 1e9, 1)}bn"
    if abs(amount) >= 999_500:
        return f"£{decimal(amount / 1e6, 1)}m"
    return f"£{decimal(amount / 1e3, 0)},000" if abs(amount) >= 10_000 else f"£{decimal(amount, 0)}"


def signed_pounds(amount: float) -> str:
    """A change of an amount for a sentence: '+£2.3m', '−£480,000', '£0'."""
    sign = signed(amount, decimals=0)[0]
    return f"{sign}{pounds(abs(amount))}" if sign in f"+{MINUS}" else pounds(0)


def short_name(name: str) -> str:
    """A trust's name as people say it: without its legal form and a leading 'The'.

    >>> short_name("The Ash Teaching NHS Foundation Trust (now North Elm and Oak)")
    'Ash (now North Elm and Oak)'
    """
    bare = bare_name(name.strip())
    short = _TEACHING.sub("", _LEGAL_FORM.sub("", bare)).removeprefix("The ").strip()
    return (short or bare) + name.strip().removeprefix(bare)


def without_form(name: str) -> str:
    """A name without its legal form: 'Warrington and Halton Teaching Hospitals'."""
    return _LEGAL_FORM.sub("", name)


def bare_name(name: str) -> str:
    """A trust's name without '(now ...)' after it.

    >>> bare_name("North Bristol NHS Trust (now part of Bristol NHS Foundation Trust)")
    'North Bristol NHS Trust'
    """
    return _NOW.sub("", name)


def with_code(name: str, *inside: str) -> str:
    """A name with its code in brackets. '(now ...)' moves into the same brackets.

    >>> with_code("Elm NHS Trust (now Oak)", "RXX")
    'Elm NHS Trust (RXX, now Oak)'
    """
    now = _NOW.search(name)
    listed = ", ".join([*filter(None, inside), *([now[1]] if now else [])])
    return f"{bare_name(name)} ({listed})" if listed else name


def inside_brackets(name: str) -> str:
    """A name for use inside brackets, without brackets of its own.

    >>> inside_brackets("Elm (now Oak)")
    'Elm, now Oak'
    """
    return _NOW.sub(r", \1", name)


def small_start(words: str) -> str:
    """Words with a small first letter, to continue a sentence: 'six of 22 returns'."""
    return words[:1].lower() + words[1:]


def large_start(words: str) -> str:
    """Words with a capital first letter, to begin a sentence: 'Levelled up'."""
    return words[:1].upper() + words[1:]


def slug(words: str) -> str:
    """Words in the form for an anchor or a file's name."""
    return words.casefold().replace(" ", "-")


def in_list(words: Sequence[str]) -> str:
    """Words as a list in a sentence: 'A', 'A and B', 'A, B and C'."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def in_full(day: date) -> str:
    """A date for a sentence: 1 April 2026."""
    # strftime("%-d") does not exist on Windows.
    return f"{day.day} {_month(day.year, day.month)}"


@lru_cache(maxsize=1024)
def _month(year: int, month: int) -> str:
    """A month for a sentence. Remembered, as a return can have thousands of sentences with one."""
    return f"{date(year, month, 1):%B %Y}"


def in_utc(moment: datetime) -> str:
    """A time for a sentence: 26 November 2026, 09:05 UTC."""
    return f"{in_full(moment)}, {moment:%H:%M} UTC"


_AMOUNT = re.compile(
    r"(?P<minus>-)?£?\s?(?P<whole>[0-9]{1,3}([, ][0-9]{3})+|[0-9]+)(?P<part>\.[0-9]+)?\s?(?P<unit>k|m|bn)?",
    re.IGNORECASE,
)
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000, "bn": 1_000_000_000}
MILLION = 100_000_000
"""Pence in a million pounds."""


def pence_of(text: str, *, what: str = "The amount") -> int:
    """Pence of an amount in pounds, such as 250000, £250,000, 250k, £10m or 12.50. Else BenchmarkError.

    what: the amount's name in the error, at the start of a sentence.
    """
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        raise BenchmarkError(
            f"{what} cannot be read: {text.strip() or 'nothing is given'}.",
            fix="Write pounds, such as 250000, £250,000, 250k or £10m.",
        )
    pounds = Decimal(re.sub("[, ]", "", found["whole"]) + (found["part"] or ""))
    pence = pounds * _UNITS[(found["unit"] or "").lower()] * 100
    if pence != pence.to_integral_value():
        raise BenchmarkError(f"{what} has a part of a penny: {text.strip()}.", fix="Give whole pence.")
    return int(pence) * (-1 if found["minus"] else 1)


def pounds_text(pence: int) -> str:
    """Pence as plain digits in pounds, which `pence_of` can read: 250000, 12.50."""
    sign, size = ("-" if pence < 0 else ""), abs(pence)
    return f"{sign}{size // 100}" + (f".{size % 100:02}" if size % 100 else "")


def money(pence: int) -> str:
    """Pence for a sentence: £10.0m, £19.05m, £250,000, £12.50.

    Millions get a second decimal if it is not 0, so that amounts beside each other add up.
    """
    if abs(pence) >= MILLION:
        two = _rounded(pence, MILLION, 2)
        return f"£{two[:-1] if two.endswith('0') else two}m"
    if abs(pence) >= 1_000_00 or pence % 100 == 0:
        return f"£{_rounded(pence, 100, 0)}"
    return f"£{_rounded(pence, 100, 2)}"


def _rounded(pence: int, unit: int, decimals: int) -> str:
    # Not the format's rounding, which rounds halves to the even digit: 19.005 would become 19.0.
    return f"{(Decimal(pence) / unit).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):,f}"


def short_money(pence: int) -> str:
    """Pence for a table's cell: £1.02m, £102k, £950."""
    if abs(pence) >= 999_500_00:
        return f"£{_rounded(pence, MILLION, 2)}m"
    if abs(pence) >= 999_50:
        return f"£{_rounded(pence, 100_000, 0)}k"
    return f"£{_rounded(pence, 100, 0)}"


_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""The last four are the full-width forms, which Excel treats alike in East Asian settings."""
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def without_formula(value: Any) -> Any:
    """A cell with an apostrophe in front if it would start a formula. Plain numbers stay as they are."""
    if isinstance(value, str) and value.startswith(_STARTS_A_FORMULA) and not _NUMBER.fullmatch(value):
        return f"'{value}"
    return value


_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_PAIR, _YEAR_OR_DAY = r"\s*[/-]\s*", "(?:[0-9]{1,2}|[0-9]{4})"
_CHANGED_BY_EXCEL = re.compile(
    rf"""
    (?:0?[1-9]|1[0-2]){_PAIR}{_YEAR_OR_DAY} | {_YEAR_OR_DAY}{_PAIR}(?:0?[1-9]|1[0-2])  # 10-12, 2 / 2
    | (?![0-9]{{4}}-[0-9]{{2}}-){_YEAR_OR_DAY}{_PAIR}[0-9]{{1,2}}{_PAIR}{_YEAR_OR_DAY}      # 1/2/2025
    | {_MONTH}[\s/,-]*{_YEAR_OR_DAY} | [0-9]{{1,2}}[\s/-]*{_MONTH}(?:[\s/,-]*{_YEAR_OR_DAY})?  # MAR1, 3 May
    | [0-9]+(?:\.[0-9]*)?e[+-]?[0-9]+ | 0[0-9]+(?:\.[0-9]+)? | [0-9]{{16,}}           # 1E3, 007
    | \([0-9][0-9.,]*\) | [0-9]{{1,2}}:[0-9]                                       # (5), 1:2
    """,
    re.I | re.X,
)
"""Texts that Excel turns into a date, another number or a time when it opens a CSV. Dates such as 2025-04-01
stay the same day, and may stay.
"""


def csv_cell(value: Any) -> Any:
    """A cell of a CSV, with an apostrophe in front if a spreadsheet would run it or change it.

    >>> csv_cell("MAR1"), csv_cell("2 of 2"), csv_cell("2025-04-01"), csv_cell("=1+1")
    ("'MAR1", '2 of 2', '2025-04-01', "'=1+1")
    """
    if isinstance(value, str) and _CHANGED_BY_EXCEL.fullmatch(value.strip()):
        return f"'{value}"
    return without_formula(value)


def as_before_guard(text: str) -> str | None:
    """The text before `csv_cell` put an apostrophe in front; None if it did not.

    >>> as_before_guard("'+44 20 7946 0000"), as_before_guard("'tis")
    ('+44 20 7946 0000', None)
    """
    before = text[1:] if text.startswith("'") else ""
    return before if before and csv_cell(before) == text else None
