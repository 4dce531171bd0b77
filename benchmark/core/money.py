"""Amounts of money as people write them, and as sentences say them. In between they are whole pence."""

import re
from decimal import ROUND_HALF_UP, Decimal

from benchmark.core.errors import BenchmarkError

_AMOUNT = re.compile(
    r"(?P<minus>-)?£?\s?(?P<whole>[0-9]{1,3}([, ][0-9]{3})+|[0-9]+)(?P<part>\.[0-9]+)?\s?(?P<unit>k|m|bn)?",
    re.IGNORECASE,
)
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000, "bn": 1_000_000_000}
MILLION = 100_000_000
"""Pence in a million pounds."""


def pence_of(text: str, *, what: str = "The amount") -> int:
    """An amount in pounds as written: 250000, £250,000, 250k, £10m, 12.50. BenchmarkError for all else.

    what: names the amount in the error, as the start of a sentence.
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
    """Pence as plain digits that `pence_of` reads again: 250000, 12.50."""
    sign, size = ("-" if pence < 0 else ""), abs(pence)
    return f"{sign}{size // 100}" + (f".{size % 100:02}" if size % 100 else "")


def money(pence: int) -> str:
    """Pence as a sentence says them: £10.0m, £19.05m, £250,000, £12.50.

    Millions have a second decimal where it is not nought, so that amounts beside each other add up.
    """
    if abs(pence) >= MILLION:
        two = _rounded(pence, MILLION, 2)
        return f"£{two[:-1] if two.endswith('0') else two}m"
    if abs(pence) >= 1_000_00 or pence % 100 == 0:
        return f"£{_rounded(pence, 100, 0)}"
    return f"£{_rounded(pence, 100, 2)}"


def _rounded(pence: int, unit: int, decimals: int) -> str:
    # Not the format's own rounding, which takes halves to the even digit: 19.005 would become 19.0.
    return f"{(Decimal(pence) / unit).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):,f}"


def short_money(pence: int) -> str:
    """Pence as a table's cell says them: £1.02m, £102k, £950."""
    if abs(pence) >= 999_500_00:
        return f"£{_rounded(pence, MILLION, 2)}m"
    if abs(pence) >= 999_50:
        return f"£{_rounded(pence, 100_000, 0)}k"
    return f"£{_rounded(pence, 100, 0)}"
