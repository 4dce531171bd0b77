"""Pounds to the references: of returns, what is missing; without returns, what the references would be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from benchmark.charts.figure import Figure, titled
from benchmark.charts.marks import Axis, expr
from benchmark.charts.rows import DASH, LISTED, Key, Marks, Row, row_chart
from benchmark.charts.spend_rows import spend_source, table_of, trust_name
from benchmark.charts.spend_words import level, spender
from benchmark.charts.theme import BLUE, DARK_BLUE, TEXT, WHITE, notice, rows_of
from benchmark.measures.spend import Spend
from benchmark.measures.spend_figures import DENOMINATORS, RECOMMENDED, REPORTED
from benchmark.wording import counted, in_list, pounds

PALE_BLUE: Final = "#BCD6EF"
_ACCOUNTS: Final = (
    "NHS England, Trust Accounts Consolidation. Shares of it: references of May 2020, not returns."
)


@dataclass(frozen=True)
class _Bar:
    """Two amounts from nought, the smaller inside the larger."""

    row: Row
    trust: str
    inner: float
    outer: float


def pounds_to_references(spend: Spend, *, chosen_trust: str | None = None) -> Figure:
    """What each trust that returned would need a year to reach the references, the largest first."""
    source = spend_source(fictional=spend.fictional)
    totals = spend.totals
    denominator = "operating" if totals is None else totals.denominator
    against = None if totals is None else totals.against(denominator)
    table = table_of(
        spend.rows,
        {
            "trust": "Trust",
            "ods_code": "ODS code",
            "it_total": "IT spend (£)",
            "to_reported_of_total": f"To {level(REPORTED)} of operating and capital expenditure (£)",
            "to_recommended_of_total": f"To {level(RECOMMENDED)} of operating and capital expenditure (£)",
            "to_reported_of_operating": f"To {level(REPORTED)} of operating expenditure alone (£)",
            "to_recommended_of_operating": f"To {level(RECOMMENDED)} of operating expenditure alone (£)",
        },
    )
    if against is None:
        message = "No return to measure from"
        return _nothing(message, table, source, fictional=spend.fictional)
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
    title = titled(message, fictional=spend.fictional)
    return Figure(title, subtitle, _alt(message, bars), _spec(bars, key), table, source)


def references_of_accounts(spend: Spend, *, chosen_trust: str | None = None) -> Figure:
    """What the references would be of the accounts of trusts without a return. Outlines: it is no spend."""
    frame = spend.without_return[spend.without_return["operating_expenditure"].notna()]
    frame = frame.sort_values(["operating_expenditure", "trust"], ascending=[False, True])
    table = table_of(
        spend.without_return,
        {
            "trust": "Trust",
            "ods_code": "ODS code",
            "operating_expenditure": "Operating expenditure (£)",
            "accounts_year": "Accounts of",
            "reported": f"{level(REPORTED)} of it (£)",
            "recommended": f"{level(RECOMMENDED)} of it (£)",
            "last_return": "Last return of IT spend for",
        },
    )
    source = spend_source(fictional=True) if spend.fictional else _ACCOUNTS
    if frame.empty:
        message = "No accounts to take a reference from"
        return _nothing(message, table, source, fictional=spend.fictional)
    bars = [
        _Bar(
            Row(
                trust_name(row.trust),
                f"{pounds(row.reported)} / {pounds(row.recommended)}",
                chosen=row.ods_code == chosen_trust,
            ),
            str(row.trust),
            float(row.reported),
            float(row.recommended),
        )
        for row in rows_of(frame)
    ]
    whose = f"{counted(len(frame))} without a return" if spend.of == "ics" else spender(spend)
    message = (
        f"{level(REPORTED)} of operating expenditure would be {pounds(frame['reported'].sum())} for {whose}, "
        f"{level(RECOMMENDED)} would be {pounds(frame['recommended'].sum())}"
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
    return Figure(
        titled(message, fictional=spend.fictional),
        subtitle,
        _alt(message, bars),
        _spec(bars, key),
        table,
        source,
    )


def _nothing(message: str, table: pd.DataFrame, source: str, *, fictional: bool) -> Figure:
    return Figure(titled(message, fictional=fictional), "", f"{message}.", notice(message), table, source)


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
