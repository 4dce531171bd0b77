"""What IT spend goes to: a bar per trust, its parts named within it."""

from typing import Any, Final

import altair as alt
import pandas as pd

from benchmark.charts.figure import Figure, titled
from benchmark.charts.spend_rows import (
    DASH,
    KEY_PX,
    SOLID,
    Row,
    Swatch,
    height_of,
    key,
    key_lines,
    row_labels,
    spend_source,
    top_of,
    trust_name,
    y_axis,
)
from benchmark.charts.spend_words import spender
from benchmark.charts.theme import (
    BLUE,
    DARK_BLUE,
    SECONDARY_TEXT,
    TEXT,
    WHITE,
    data,
    finished,
    notice,
    rows_of,
)
from benchmark.measures.spend import Spend
from benchmark.measures.spend_figures import CATEGORIES, NOT_BROKEN_DOWN
from benchmark.wording import counted, per_cent, pounds

BAR_PX: Final = 16
NAMES: Final = {
    "staff": "staff",
    "software": "software and licences",
    "services": "bought services",
    "hardware": "hardware",
    "communications": "networks and telephony",
    "other": "other",
    NOT_BROKEN_DOWN: "not broken down",
}
_SEVERAL: Final = ("software", "services", "communications")
"""Categories whose names are plural."""
MARKS: Final = {
    "staff": "St",
    "software": "So",
    "services": "Se",
    "hardware": "H",
    "communications": "N",
    "other": "O",
    NOT_BROKEN_DOWN: "–",
}
"""Letters within a part of a bar, so that no part rests on its colour alone."""
_COLOURS: Final = {
    "staff": DARK_BLUE,
    "software": BLUE,
    "services": "#00757A",
    "hardware": "#6A3D9A",
    "communications": "#7A4A00",
    "other": SECONDARY_TEXT,
    NOT_BROKEN_DOWN: WHITE,
}
WITH_FIGURE: Final = 0.13
"""A part of a bar that has room for its letters and its share where the chart is 340 px wide."""
WITH_LETTERS: Final = 0.065
"""A part that has room for its letters."""


def spend_categories(spend: Spend, *, chosen_trust: str | None = None) -> Figure:
    """Each trust's IT spend by category; what was not broken down is a part of its own."""
    source = spend_source(fictional=spend.fictional)
    message = _message(spend)
    title = titled(message, fictional=spend.fictional)
    table = _table(spend)
    if spend.categories.empty:
        return Figure(title, "", f"{message}.", notice(message), table, source)
    subtitle = (
        f"IT spend of {spend.financial_year}, revenue and capital together, by what it was spent on, as "
        "parts of each trust's whole."
    )
    return Figure(title, subtitle, _alt(spend, message), _spec(spend, chosen_trust), table, source)


def _message(spend: Spend) -> str:
    """What most is spent on over all trusts, or that nothing is broken down."""
    if spend.categories.empty:
        return "No IT spend to split"
    sums = spend.categories.groupby("category")["spend"].sum()
    known = sums.drop(NOT_BROKEN_DOWN, errors="ignore")
    if known.sum() <= 0:
        return f"IT spend of {spend.financial_year} is not broken down by category"
    largest = max((name for name in CATEGORIES if name in known.index), key=lambda name: known[name])
    share = known[largest] / sums.sum()
    whose = "" if spend.of == "ics" else f" at {spender(spend)}"
    rest = sums.get(NOT_BROKEN_DOWN, 0.0) / sums.sum()
    end = f"; {per_cent(rest)} is not broken down" if rest >= 0.0005 else ""
    verb = "take" if largest in _SEVERAL else "takes"
    return f"{NAMES[largest].capitalize()} {verb} {per_cent(share)} of IT spend{whose}{end}"


def _alt(spend: Spend, message: str) -> str:
    sums = spend.categories.groupby("category")["spend"].sum()
    listed = "; ".join(
        f"{NAMES[name]} {pounds(sums[name])} ({per_cent(sums[name] / sums.sum())})"
        for name in NAMES
        if name in sums.index and sums.sum() > 0
    )
    return (
        f"Stacked bars of IT spend by category in {spend.financial_year}, {counted(len(spend.rows), 'bar')}. "
        f"{message}. In all: {listed or 'nothing spent'}."
    )


def _table(spend: Spend) -> pd.DataFrame:
    wide = spend.categories.pivot(index=["trust", "ods_code"], columns="category", values="spend")
    ordered = wide.reindex(columns=[*NAMES]).rename(
        columns={name: f"{words.capitalize()} (£)" for name, words in NAMES.items()}
    )
    table = ordered.reset_index().rename(columns={"trust": "Trust", "ods_code": "ODS code"})
    table.columns.name = None
    return table


def _spec(spend: Spend, chosen_trust: str | None) -> dict[str, Any]:
    present = set(spend.categories["category"])
    swatches = [
        Swatch(
            f"{words} ({MARKS[name]})",
            _COLOURS[name],
            TEXT if name == NOT_BROKEN_DOWN else _COLOURS[name],
            dashed=name == NOT_BROKEN_DOWN,
        )
        for name, words in NAMES.items()
        if name in present
    ]
    trusts = list(rows_of(spend.rows))
    top = KEY_PX * key_lines(swatches, columns=2) + 6
    height = height_of(len(trusts), above=top) + 4
    rows = [
        Row(trust_name(row.trust), pounds(row.it_total), chosen=row.ods_code == chosen_trust)
        for row in trusts
    ]
    records = _parts(spend, top)
    x = alt.X(
        "from:Q",
        scale=alt.Scale(domain=[0, 1], nice=False, zero=True, range=[1, {"expr": "width - 1"}]),
        axis=alt.Axis(format=".0%", title="Part of IT spend", grid=False, tickCount=5),
    )
    look: dict[str, Any] = {name: alt.expr(f"datum.{name}") for name in ("fill", "stroke")}
    shade: Any = alt.expr("datum.shade")
    bars = [
        alt.Chart(data(alike))
        .mark_rect(strokeWidth=1, strokeDash=DASH if rest else SOLID, **look)
        .encode(
            x=x,
            x2=alt.X2("to:Q"),
            y=y_axis(height),
            y2=alt.Y2("y2:Q"),
            tooltip=[
                alt.Tooltip("trust:N", title="Trust"),
                alt.Tooltip("category:N", title="Spent on"),
                alt.Tooltip("amount:N", title="Amount"),
                alt.Tooltip("share:Q", title="Part", format=".1%"),
            ],
            description=alt.Description("words:N"),
        )
        for rest in (False, True)
        if (alike := [record for record in records if record["rest"] is rest])
    ]
    chart = alt.Chart(data(records))
    named = chart.mark_text(baseline="middle", fontSize=11, color=shade, aria=False).encode(
        x=alt.X("middle_x:Q", scale=x["scale"]), y=y_axis(height, "middle"), text=alt.Text("letters:N")
    )
    layers = [*key(swatches, height=height, columns=2), *bars, named]
    return finished(*layers, *row_labels(rows, above=top, height=height), height=height)


def _parts(spend: Spend, top: float) -> list[dict[str, Any]]:
    """The parts of every bar, each from where the one before it ends."""
    places = {code: place for place, code in enumerate(spend.rows["ods_code"])}
    ends = dict.fromkeys(places, 0.0)
    records = []
    for part in rows_of(spend.categories):
        if pd.isna(part.share) or part.share <= 0:
            continue
        start = ends[part.ods_code]
        ends[part.ods_code] = start + part.share
        y = top_of(places[part.ods_code], above=top)
        rest = part.category == NOT_BROKEN_DOWN
        records.append(
            {
                "trust": part.trust,
                "category": NAMES[part.category],
                "amount": pounds(part.spend),
                "share": round(part.share, 6),
                "from": round(start, 6),
                "to": round(ends[part.ods_code], 6),
                "middle_x": round(start + part.share / 2, 6),
                "fill": _COLOURS[part.category],
                "stroke": TEXT if rest else WHITE,
                "rest": rest,
                "shade": TEXT if rest else WHITE,
                "letters": _letters(part.category, part.share),
                "y": y,
                "y2": y + BAR_PX,
                "middle": y + BAR_PX / 2 + 0.5,
                "words": f"{part.trust}, {NAMES[part.category]}, {per_cent(part.share)}",
            }
        )
    return records


def _letters(category: str, share: float) -> str:
    if share >= WITH_FIGURE:
        return f"{MARKS[category]} {100 * share:.0f}%"
    return MARKS[category] if share >= WITH_LETTERS else ""
