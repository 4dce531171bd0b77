"""Capital and revenue in IT spend: over the years, and trust by trust, beside the estimate of need."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import pandas as pd

from benchmark.charts.figure import Figure, titled
from benchmark.charts.spend_rows import (
    KEY_PX,
    LISTED,
    MARK_PX,
    Row,
    Swatch,
    height_of,
    key,
    row_labels,
    spend_source,
    table_of,
    top_of,
    trust_name,
    y_axis,
)
from benchmark.charts.spend_words import level, spender
from benchmark.charts.theme import BLUE, DARK_BLUE, TEXT, WHITE, data, finished, notice, rows_of
from benchmark.measures.spend import Spend
from benchmark.measures.spend_figures import CAPITAL_MIX, reference
from benchmark.wording import per_cent, plural, pounds

PALE_BLUE: Final = "#D8E7F5"
_SWATCHES: Final = (Swatch("capital", BLUE, DARK_BLUE), Swatch("revenue", PALE_BLUE, DARK_BLUE))


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
    source = spend_source(fictional=spend.fictional)
    table = _table(spend)
    message = _message(spend)
    title = titled(message, fictional=spend.fictional)
    if spend.by_year.empty:
        return Figure(title, "", f"{message}.", notice(message), table, source)
    mixes = _years(spend) + (_trusts(spend, chosen_trust) if spend.of == "ics" else [])
    found = reference(CAPITAL_MIX)
    subtitle = (
        f"Capital and revenue as parts of IT spend. The dashed line is the {level(CAPITAL_MIX)} of capital "
        f"in {found.source.publisher}'s estimate of need over five years ({found.as_of}): a reference, not a "
        "standard."
    )
    return Figure(title, subtitle, _alt(message, mixes), _spec(mixes), table, source)


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


def _table(spend: Spend) -> pd.DataFrame:
    columns = {
        "whose": "Of",
        "financial_year": "Financial year",
        "returned": "Trusts that returned",
        "it_revenue": "IT revenue (£)",
        "it_capital": "IT capital (£)",
        "it_total": "IT spend (£)",
        "capital_share": "Capital's share of IT spend (%)",
    }
    years = spend.by_year.assign(whose=spend.name)
    if spend.of == "trust" or spend.rows.empty:
        return table_of(years, columns)
    trusts = spend.rows.assign(whose=spend.rows["trust"], returned=1)
    return table_of(pd.concat([years, trusts[[*columns]]]), columns)


def _figures(mix: _Mix) -> str:
    if mix.heading:
        return ""
    if mix.capital_share is None:
        return "nothing spent"
    return f"{pounds(mix.it_total)}, {per_cent(mix.capital_share)} capital"


def _spec(mixes: Sequence[_Mix]) -> dict[str, Any]:
    top = KEY_PX * 2 + 4
    height = height_of(len(mixes), above=top) + 4
    rows = [Row(mix.name, _figures(mix), chosen=mix.chosen or mix.heading) for mix in mixes]
    x = alt.X(
        "from:Q",
        scale=alt.Scale(domain=[0, 1], nice=False, zero=True, range=[1, {"expr": "width - 1"}]),
        axis=alt.Axis(format=".0%", title="Part of IT spend", grid=False, tickCount=5),
    )
    records = [
        {
            "whose": mix.words,
            "part": swatch.words,
            "from": round(start, 6),
            "to": round(end, 6),
            "share": round(end - start, 6),
            "amount": pounds((end - start) * mix.it_total),
            "fill": swatch.fill,
            "stroke": swatch.stroke,
            "y": top_of(place, above=top),
            "y2": top_of(place, above=top) + MARK_PX,
            "words": f"{mix.words}, {swatch.words} {per_cent(end - start)}",
        }
        for place, mix in enumerate(mixes)
        if mix.capital_share is not None
        for start, end, swatch in (
            (0.0, mix.capital_share, _SWATCHES[0]),
            (mix.capital_share, 1.0, _SWATCHES[1]),
        )
        if end > start
    ]
    look: dict[str, Any] = {name: alt.expr(f"datum.{name}") for name in ("fill", "stroke")}
    bars = (
        alt.Chart(data(records))
        .mark_rect(strokeWidth=1, **look)
        .encode(
            x=x,
            x2=alt.X2("to:Q"),
            y=y_axis(height),
            y2=alt.Y2("y2:Q"),
            tooltip=[
                alt.Tooltip("whose:N", title="Of"),
                alt.Tooltip("part:N", title="Part"),
                alt.Tooltip("share:Q", title="Share", format=".1%"),
                alt.Tooltip("amount:N", title="Amount"),
            ],
            description=alt.Description("words:N"),
        )
    )
    layers = [*key(_SWATCHES, height=height, columns=2), bars, *_line(mixes, x, top=top, height=height)]
    return finished(*layers, *row_labels(rows, above=top, height=height), height=height)


def _line(mixes: Sequence[_Mix], x: alt.X, *, top: float, height: float) -> list[alt.Chart]:
    """The estimate's mix: a dash through each bar, named once above them. A line through the names would
    strike them out.
    """
    value = reference(CAPITAL_MIX).value
    dashes = [
        {"from": value, "y": top_of(place, above=top) - 3, "y2": top_of(place, above=top) + MARK_PX + 3}
        for place, mix in enumerate(mixes)
        if mix.capital_share is not None
    ]
    name = {"from": value, "y": KEY_PX + 9, "words": f"{level(CAPITAL_MIX)} capital: estimate of need"}
    stem = {"from": value, "y": KEY_PX + 2, "y2": KEY_PX + 18}
    chart = alt.Chart(data([*dashes, stem]))
    return [
        chart.mark_rule(color=WHITE, strokeWidth=5, aria=False).encode(
            x=x, y=y_axis(height), y2=alt.Y2("y2:Q")
        ),
        chart.mark_rule(color=TEXT, strokeWidth=2, strokeDash=[3, 2], aria=False).encode(
            x=x, y=y_axis(height), y2=alt.Y2("y2:Q")
        ),
        alt.Chart(data([name]))
        .mark_text(align="left", baseline="middle", dx=5)
        .encode(x=x, y=y_axis(height), text=alt.Text("words:N")),
    ]
