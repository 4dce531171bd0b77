"""How numbers, names and days are written, wherever they are: on pages, in files, on the command line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

_NUMBERS: Final = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
MINUS: Final = "\N{MINUS SIGN}"
_LEGAL_FORM = re.compile(r",?\s+(NHS|National Health Service)\s+(Foundation\s+)?Trust$", re.IGNORECASE)
_TEACHING = re.compile(r"\s+(University\s+)?Teaching$")


@dataclass(frozen=True)
class Statement:
    """One figure in large type and the words that complete it into a sentence."""

    figure: str
    words: str


def decimal(value: float, decimals: int) -> str:
    """A number with so many decimals, thousands apart: "1,234.5"; what rounds to nothing has no sign.

    Half a step goes away from nothing, 2.25 to 2.3, as a spreadsheet writes it. Python's own way, to the
    even digit, would write 2.2 on a page beside the 2.3 of the same figure's workbook.
    """
    # 15 digits, as a spreadsheet keeps: those beyond come from adding floats, and would lift or drop a half.
    exact = Decimal(f"{value:.15g}")
    # Adding nothing turns the -0.0 that rounding leaves into 0.0.
    return f"{exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0:,.{decimals}f}"


def number(count: int) -> str:
    """A count as it starts a sentence: in words up to nine, then in figures."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def plural(count: int, noun: str) -> str:
    """A count with its noun: '1 return', '22 returns'."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def counted(count: int, noun: str = "trust") -> str:
    """The same with a small count in words: 'one trust', 'eight trusts', '12 trusts'."""
    return f"{number(count).lower()} {noun}{'' if count == 1 else 's'}"


def count_of_returns(count: int, total: int) -> str:
    """How many of how many returns: 'Six of 22 returns', 'All 22 returns', 'The only return'."""
    if total == 1:
        return "The only return" if count else "No return"
    if total == 2 and count != 1:
        return "Both returns" if count else "Neither of two returns"
    if count == 0:
        return f"None of {number(total).lower()} returns"
    if count == total:
        return f"All {number(total).lower()} returns"
    small = count < 10 and total < 10
    return f"{number(count)} of {number(total).lower() if small else total} returns"


def signed(value: float, *, decimals: int = 2) -> str:
    """A change with its sign, and none when it rounds to zero: '+0.07', '−0.20', '0.00'."""
    size = decimal(abs(value), decimals)
    if not size.strip("0.,"):
        return size
    return f"{MINUS if value < 0 else '+'}{size}"


def per_cent(share: float) -> str:
    """A share as per cent to one decimal: '3.1%'."""
    return f"{decimal(100 * share, 1)}%"


def pounds(amount: float) -> str:
    """An amount as a sentence says it: '£3.4bn', '£12.3m', '£480,000', '£912'."""
    if abs(amount) >= 999_500_000:
        return f"£{decimal(amount / 1e9, 1)}bn"
    if abs(amount) >= 999_500:
        return f"£{decimal(amount / 1e6, 1)}m"
    return f"£{decimal(amount / 1e3, 0)},000" if abs(amount) >= 10_000 else f"£{decimal(amount, 0)}"


def signed_pounds(amount: float) -> str:
    """A change of an amount as a sentence says it: '+£2.3m', '−£480,000', '£0'."""
    sign = signed(amount, decimals=0)[0]
    return f"{sign}{pounds(abs(amount))}" if sign in f"+{MINUS}" else pounds(0)


def short_name(name: str) -> str:
    """A trust's name as people say it: without its legal form and a leading 'The'."""
    short = _LEGAL_FORM.sub("", name.strip())
    short = _TEACHING.sub("", short).removeprefix("The ").strip()
    return short or name


def in_list(words: Sequence[str]) -> str:
    """Words as a sentence lists them: 'A', 'A and B', 'A, B and C'."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def in_full(day: date) -> str:
    """A day as a sentence writes it: 1 April 2026."""
    # Not strftime("%-d"): Windows has no such code.
    return f"{day.day} {day:%B %Y}"
