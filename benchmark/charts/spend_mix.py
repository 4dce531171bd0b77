"""Capital and revenue in IT spend: over the years, and trust by trust, beside the estimate of need."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from benchmark.charts.figure import Figure
from benchmark.charts.rows import LISTED, Key, Marks, Reference, Row, row_chart
from benchmark.charts.spend_rows import PART_OF_SPEND, nothing, trust_name
from benchmark.charts.theme import BLUE, DARK_BLUE, TEXT, WHITE, rows_of
from benchmark.measures.spend import Spend
from benchmark.measures.spend_columns import MIX
from benchmark.measures.spend_figures import CAPITAL_MIX, reference
from benchmark.measures.spend_words import level, spender
from benchmark.wording import per_cent, plural, pounds

CAPITAL, REVENUE = Key("capital", BLUE, DARK_BLUE), Key("revenue", "#D8E7F5", DARK_BLUE)
_DASH: Final = (3, 2)


@dataclass(frozen=True)
class _Mix:
    """A row of the chart: the capital's part of an amount; None where nothing was spent."""

    name: str
    words: str
    it_total: float
    capital_share: float | None
    chosen: bool = False
    heading: bool = False


def funding_mix(spend: Spend, *, chosen_trust: str | None = None) -> Figure:
    """Each year's mix, then of a system each trust's in the chosen year."""
    table = MIX.of([*_table_rows(spend)])
    message = _message(spend)
    if spend.by_year.empty:
        return nothing(message, table)
    mixes = _years(spend) + (_trusts(spend, chosen_trust) if spend.of == "ics" else [])
    found = reference(CAPITAL_MIX)
    subtitle = (
        f"Capital and revenue as parts of IT spend. The dashed line is the {level(CAPITAL_MIX)} of capital "
        f"in {found.source.publisher}'s estimate of need over five years ({found.as_of}): a reference, not a "
        "standard."
    )
    return Figure(message, subtitle, _alt(message, mixes), _spec(mixes), table)


def _years(spend: Spend) -> list[_Mix]:
    return [
        _Mix(
            row.financial_year
            if spend.of == "trust"
            else f"{row.financial_year}, {row.returned} of {plural(spend.trusts, 'trust')}",
            f"{row.financial_year}",
            float(row.it_total),
            None if pd.isna(row.capital_share) else float(row.capital_share),
        )
        for row in rows_of(spend.by_year)
    ]


def _trusts(spend: Spend, chosen_trust: str | None) -> list[_Mix]:
    heading = _Mix(f"Trust by trust, {spend.financial_year}", "", 0.0, None, heading=True)
    rows = [
        _Mix(
            trust_name(row.trust),
            str(row.trust),
            float(row.it_total),
            None if pd.isna(row.capital_share) else float(row.capital_share),
            chosen=row.ods_code == chosen_trust,
        )
        for row in rows_of(spend.rows)
    ]
    return [heading, *rows] if rows else []


def _message(spend: Spend) -> str:
    """The chosen year's mix beside the estimate's. Years are not compared: others may have returned."""
    if spend.by_year.empty or spend.totals is None:
        return "No return of capital and revenue"
    share = spend.totals.capital_share
    if share is None:
        return f"Nothing was spent on IT in {spend.financial_year}"
    whose = "" if spend.of == "ics" else f" at {spender(spend)}"
    return (
        f"Capital is {per_cent(share)} of IT spend{whose} in {spend.financial_year}, beside "
        f"{level(CAPITAL_MIX)} in the estimate of need"
    )


def _alt(message: str, mixes: Sequence[_Mix]) -> str:
    listed = "; ".join(
        f"{mix.words} {per_cent(mix.capital_share)} of {pounds(mix.it_total)}"
        for mix in mixes[:LISTED]
        if mix.capital_share is not None
    )
    return (
        f"Stacked bars of capital and revenue in IT spend, with a line at {level(CAPITAL_MIX)} capital. "
        f"{message}. Capital: {listed}."
    )


def _table_rows(spend: Spend) -> Iterator[dict[str, Any]]:
    for year in rows_of(spend.by_year):
        yield year._asdict() | {"whose": spend.subject.name}
    for trust in rows_of(spend.rows) if spend.of == "ics" else ():
        yield trust._asdict() | {"whose": trust.trust, "returned": 1}


def _figures(mix: _Mix) -> str:
    if mix.capital_share is None:
        return "" if mix.heading else "nothing spent"
    return f"{pounds(mix.it_total)}, {per_cent(mix.capital_share)} capital"


def _spec(mixes: Sequence[_Mix]) -> dict[str, Any]:
    parted = [
        (place, mix, mix.capital_share) for place, mix in enumerate(mixes) if mix.capital_share is not None
    ]
    bars = [
        {
            "row": place,
            "whose": mix.words,
            "part": part.words,
            "from": round(start, 6),
            "to": round(end, 6),
            "share": round(end - start, 6),
            "amount": pounds((end - start) * mix.it_total),
            "fill": part.fill,
            "stroke": part.stroke,
            "words": f"{mix.words}, {part.words} {per_cent(end - start)}",
        }
        for place, mix, share in parted
        for start, end, part in ((0.0, share, CAPITAL), (share, 1.0, REVENUE))
        if end > start
    ]
    tips = (("whose", "Of"), ("part", "Part"), ("share", "Share", ".1%"), ("amount", "Amount"))
    value = reference(CAPITAL_MIX).value
    crossings = [{"row": place, "at": value} for place, _, _ in parted]
    edge, dash = (
        {"color": WHITE, "strokeWidth": 5},
        {"color": TEXT, "strokeWidth": 2, "strokeDash": [*_DASH]},
    )
    return row_chart(
        [Row(mix.name, _figures(mix), chosen=mix.chosen, heading=mix.heading) for mix in mixes],
        Marks("bar", bars, tips),
        # The line goes on over the bars, on a white edge.
        Marks("tick", crossings, words=None, look=edge),
        Marks("tick", crossings, words=None, look=dash),
        axis=PART_OF_SPEND,
        references=[Reference(value, f"{level(CAPITAL_MIX)} capital: estimate of need", _DASH)],
        key=(CAPITAL, REVENUE),
        key_columns=2,
    )
