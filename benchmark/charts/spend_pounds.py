"""Pounds to the references: of returns, what is missing; without returns, what the references would be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from benchmark.charts.figure import Figure
from benchmark.charts.marks import Axis, expr
from benchmark.charts.rows import DASH, LISTED, Key, Marks, Row, row_chart
from benchmark.charts.spend_rows import nothing, trust_name
from benchmark.charts.theme import BLUE, DARK_BLUE, TEXT, WHITE, rows_of
from benchmark.measures.spend import Spend
from benchmark.measures.spend_columns import DENOMINATORS, RETURNS, WAYS, WITHOUT_RETURN
from benchmark.measures.spend_figures import RECOMMENDED, REPORTED
from benchmark.measures.spend_words import level, spender
from benchmark.wording import counted, in_list, pounds

PALE_BLUE: Final = "#BCD6EF"


@dataclass(frozen=True)
class _Bar:
    """Two amounts from nought, the smaller inside the larger."""

    row: Row
    trust: str
    inner: float
    outer: float


def pounds_to_references(spend: Spend, *, chosen_trust: str | None = None) -> Figure:
    """What each trust that returned would need a year to reach the references, the largest first."""
    totals = spend.totals
    denominator = "operating" if totals is None else totals.denominator
    against = None if totals is None else totals.against(denominator)
    table = RETURNS.only("trust", "ods_code", "it_total", *(way.key for way in WAYS)).of(spend.rows)
    if against is None:
        return nothing("No return to measure from", table)
    inner, outer = (spend.rows[f"to_{name}_of_{denominator}"] for name in ("reported", "recommended"))
    frame = spend.rows.assign(inner=inner, outer=outer)[outer.notna()]
    frame = frame.sort_values(["outer", "trust"], ascending=[False, True])
    bars = [
        _Bar(
            Row(trust_name(row.trust), _way(row.inner, row.outer), chosen=row.ods_code == chosen_trust),
            str(row.trust),
            float(row.inner),
            float(row.outer),
        )
        for row in rows_of(frame)
    ]
    message = _way_message(spend, against.trusts, against.to_reported, against.to_recommended)
    subtitle = (
        f"Pounds a year that are missing to {level(REPORTED)} and to {level(RECOMMENDED)} of "
        f"{DENOMINATORS[denominator]}, at the expenditure of {spend.financial_year}. A trust above a "
        "reference takes nothing from another's way to it."
    )
    key = (
        Key(f"to {level(REPORTED)}", BLUE, DARK_BLUE),
        Key(f"on to {level(RECOMMENDED)}", PALE_BLUE, DARK_BLUE),
    )
    return Figure(message, subtitle, _alt(message, bars), _spec(bars, key), table)


def references_of_accounts(spend: Spend, *, chosen_trust: str | None = None) -> Figure:
    """What the references would be of the accounts of trusts without a return. Outlines: it is no spend."""
    frame = spend.without_return[spend.without_return["accounts_operating_expenditure"].notna()]
    frame = frame.sort_values(["accounts_operating_expenditure", "trust"], ascending=[False, True])
    table = WITHOUT_RETURN.of(spend.without_return)
    if frame.empty:
        return nothing("No accounts to take a reference from", table)
    bars = [
        _Bar(
            Row(
                trust_name(row.trust),
                f"{pounds(row.reported_of_accounts)} / {pounds(row.recommended_of_accounts)}",
                chosen=row.ods_code == chosen_trust,
            ),
            str(row.trust),
            float(row.reported_of_accounts),
            float(row.recommended_of_accounts),
        )
        for row in rows_of(frame)
    ]
    whose = f"{counted(len(frame))} without a return" if spend.of == "ics" else spender(spend)
    sums = [pounds(frame[f"{name}_of_accounts"].sum()) for name in ("reported", "recommended")]
    message = (
        f"{level(REPORTED)} of operating expenditure would be {sums[0]} for {whose}, "
        f"{level(RECOMMENDED)} would be {sums[1]}"
    )
    years = sorted(set(frame["accounts_year"]))
    subtitle = (
        f"A reference taken from the accounts of {in_list(years)}, not what anybody spends: there is no "
        "published IT spend by trust."
    )
    key = (
        Key(f"{level(REPORTED)} of operating expenditure", WHITE, BLUE, dashed=True),
        Key(f"{level(RECOMMENDED)} of operating expenditure", WHITE, TEXT, dashed=True),
    )
    return Figure(message, subtitle, _alt(message, bars), _spec(bars, key), table)


def _way(to_reported: float, to_recommended: float) -> str:
    """A trust's way to both references, as its row says it."""
    if to_recommended <= 0:
        return f"at or above {level(RECOMMENDED)}"
    if to_reported <= 0:
        return pounds(to_recommended)
    return f"{pounds(to_recommended)} ({pounds(to_reported)} to {level(REPORTED)})"


def _way_message(spend: Spend, trusts: int, to_reported: float, to_recommended: float) -> str:
    if to_recommended <= 0:
        who = "Every trust that returned" if trusts > 1 else spender(spend)
        return f"{who} is at or above {level(RECOMMENDED)}"
    if trusts == 1:
        more = pounds(to_recommended)
        start = f"{spender(spend)} would need {more} a year more to reach {level(RECOMMENDED)}"
        return start if to_reported <= 0 else f"{start}, {pounds(to_reported)} to reach {level(REPORTED)}"
    start = (
        f"{pounds(to_recommended)} a year more would bring every trust that returned to {level(RECOMMENDED)}"
    )
    if to_reported <= 0:
        return f"{start}; none is below {level(REPORTED)}"
    return f"{start}, {pounds(to_reported)} to {level(REPORTED)}"


def _alt(message: str, bars: Sequence[_Bar]) -> str:
    listed = "; ".join(f"{bar.trust} {bar.row.figures}" for bar in bars[:LISTED])
    return (
        f"Bar chart of pounds a year, the way to {level(REPORTED)} inside the way to {level(RECOMMENDED)}, "
        f"{counted(len(bars), 'bar')}. {message}. Largest: {listed}."
    )


def _spec(bars: Sequence[_Bar], key: tuple[Key, Key]) -> dict[str, Any]:
    largest = max((bar.outer for bar in bars), default=0) or 1.0
    axis = Axis(
        (0, largest / 1e6), "£m a year", format=",~r", ticks=5, zero=True, range=(1, expr("width - 1"))
    )
    inner, outer = key
    records = [
        {
            "row": place,
            "trust": bar.trust,
            "from": round(start / 1e6, 4),
            "to": round(end / 1e6, 4),
            "fill": of.fill,
            "stroke": of.stroke,
            "amount": pounds(end),
            "words": f"{bar.trust}, {bar.row.figures}",
        }
        for place, bar in enumerate(bars)
        # An outline's inner bar lies on top; a filled one's second part begins where the first ends.
        for start, end, of in (
            (0.0 if outer.dashed else bar.inner, bar.outer, outer),
            (0.0, bar.inner, inner),
        )
        if end > start
    ]
    look = {"strokeWidth": 1.2} | ({"strokeDash": [*DASH]} if inner.dashed else {})
    marks = Marks("bar", records, (("trust", "Trust"), ("amount", "A year")), look=look)
    return row_chart([bar.row for bar in bars], marks, axis=axis, key=key)
