"""IT spend a second time: plain Python on rows, exact fractions, nothing of ours and no pandas.

Written from the rules alone. A row is a dictionary with the columns of the return, None for an empty cell.
"""

from fractions import Fraction
from math import exp, log, sqrt
from typing import Any

Row = dict[str, Any]
PARTS = ("staff", "software", "services", "hardware", "communications", "other")
TWO, FIVE = Fraction(2, 100), Fraction(5, 100)


def amount(value: Any) -> Fraction:
    return Fraction(str(value)) if not isinstance(value, int) else Fraction(value)


def spent(row: Row) -> Fraction:
    return amount(row["it_revenue"]) + amount(row["it_capital"])


def whole(row: Row, denominator: str) -> Fraction | None:
    operating = amount(row["operating_expenditure"])
    if denominator == "operating":
        return operating
    return None if row["capital_expenditure"] is None else operating + amount(row["capital_expenditure"])


def share(row: Row, denominator: str) -> Fraction | None:
    of = whole(row, denominator)
    return None if not of else spent(row) / of


def capital_share(row: Row) -> Fraction | None:
    return amount(row["it_capital"]) / spent(row) if spent(row) else None


def missing_to(row: Row, level: Fraction, denominator: str) -> Fraction | None:
    of = whole(row, denominator)
    if of is None:
        return None
    missing = level * of - spent(row)
    return missing if missing > 0 else Fraction(0)


def before(rows: list[Row], row: Row) -> Row | None:
    """The same trust's return of the last year before."""
    earlier = [
        other
        for other in rows
        if other["ods_code"] == row["ods_code"] and other["financial_year"] < row["financial_year"]
    ]
    return max(earlier, key=lambda other: other["financial_year"]) if earlier else None


def stand_in(years: dict[str, Any], wanted: str | None) -> str | None:
    """The year itself, else the last one before, else the first one after; the last of all for None."""
    if not years:
        return None
    if wanted is None:
        return max(years)
    if wanted in years:
        return wanted
    earlier = [year for year in years if year < wanted]
    return max(earlier) if earlier else min(years)


def sums(rows: list[Row], year: str) -> Row | None:
    """The sums of a year over all rows of it."""
    of_year = [row for row in rows if row["financial_year"] == year]
    if not of_year:
        return None
    found: Row = {"returned": len(of_year)}
    for name in ("it_revenue", "it_capital"):
        found[name] = sum(amount(row[name]) for row in of_year)
    found["it_total"] = found["it_revenue"] + found["it_capital"]
    for denominator in ("total", "operating"):
        known = [row for row in of_year if share(row, denominator) is not None]
        of = sum(whole(row, denominator) or 0 for row in known)
        found[denominator] = known and {
            "trusts": len(known),
            "expenditure": of,
            "it_total": sum(spent(row) for row in known),
            "share": sum(spent(row) for row in known) / of,
            "to_reported": sum(missing_to(row, TWO, denominator) or 0 for row in known),
            "to_recommended": sum(missing_to(row, FIVE, denominator) or 0 for row in known),
            "below_reported": sum(spent(row) < TWO * (whole(row, denominator) or 0) for row in known),
            "below_recommended": sum(spent(row) < FIVE * (whole(row, denominator) or 0) for row in known),
        }
    codes = {row["ods_code"] for row in of_year}
    earlier = [row for row in rows if row["ods_code"] in codes and row["financial_year"] < year]
    found["change"] = None
    if earlier:
        last = max(row["financial_year"] for row in earlier)
        then = {row["ods_code"]: spent(row) for row in earlier if row["financial_year"] == last}
        now = [spent(row) for row in of_year if row["ods_code"] in then]
        found["change"] = (last, len(now), sum(then.values()), sum(now))
    return found


def split(row: Row) -> dict[str, Fraction]:
    """What a return's IT spend goes to."""
    known = {part: amount(row[f"spend_on_{part}"]) for part in PARTS if row[f"spend_on_{part}"] is not None}
    rest = spent(row) - sum(known.values())
    return known | ({"not_broken_down": rest} if rest > 0 else {})


# --- rank correlation -------------------------------------------------------------------------------


def rank(value: float, values: list[float]) -> Fraction:
    """Those below, and the middle of those that are the same."""
    below = sum(other < value for other in values)
    same = sum(other == value for other in values)
    return below + Fraction(same + 1, 2)


def spearman(ones: list[float], others: list[float]) -> float | None:
    """Pearson's correlation of the ranks, from pairwise differences: no means are taken."""
    n = len(ones)
    xs, ys = [rank(one, ones) for one in ones], [rank(other, others) for other in others]
    pairs = [(i, j) for i in range(n) for j in range(i)]
    both = sum((xs[i] - xs[j]) * (ys[i] - ys[j]) for i, j in pairs)
    across = sum((xs[i] - xs[j]) ** 2 for i, j in pairs)
    along = sum((ys[i] - ys[j]) ** 2 for i, j in pairs)
    return None if not across or not along else float(both) / sqrt(float(across * along))


def interval(r: float, n: int) -> tuple[float, float]:
    """Fisher's z, the standard error of Bonett and Wright, and back."""
    z = log((1 + r) / (1 - r)) / 2
    half = 1.959964 * sqrt((1 + r * r / 2) / (n - 3))
    return tuple((exp(2 * end) - 1) / (exp(2 * end) + 1) for end in (z - half, z + half))  # type: ignore
