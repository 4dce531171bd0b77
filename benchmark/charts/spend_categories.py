"""What IT spend goes to: a bar per trust, its parts named within it."""

from typing import Any, Final

import pandas as pd

from benchmark.charts.figure import Figure
from benchmark.charts.marks import by
from benchmark.charts.rows import DASH, Key, Layout, Marks, Row, row_chart
from benchmark.charts.spend_rows import PART_OF_SPEND, nothing, trust_name
from benchmark.charts.theme import BLUE, DARK_BLUE, SECONDARY_TEXT, TEXT, WHITE, rows_of
from benchmark.columns import Filled
from benchmark.measures.spend import Spend
from benchmark.measures.spend_columns import CATEGORIES, CATEGORY_NAMES, NOT_BROKEN_DOWN, SPLIT
from benchmark.measures.spend_words import spender
from benchmark.wording import counted, decimal, per_cent, pounds

BAR_PX: Final = 16
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
    message = _message(spend)
    table = _table(spend)
    if spend.categories.empty:
        return nothing(message, table)
    subtitle = (
        f"IT spend of {spend.financial_year}, revenue and capital together, by what it was spent on, as "
        "parts of each trust's whole."
    )
    return Figure(message, subtitle, _alt(spend, message), _spec(spend, chosen_trust), table)


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
    return f"{CATEGORY_NAMES[largest].capitalize()} {verb} {per_cent(share)} of IT spend{whose}{end}"


def _alt(spend: Spend, message: str) -> str:
    sums = spend.categories.groupby("category")["spend"].sum()
    listed = "; ".join(
        f"{CATEGORY_NAMES[name]} {pounds(sums[name])} ({per_cent(sums[name] / sums.sum())})"
        for name in CATEGORY_NAMES
        if name in sums.index and sums.sum() > 0
    )
    return (
        f"Stacked bars of IT spend by category in {spend.financial_year}, {counted(len(spend.rows), 'bar')}. "
        f"{message}. In all: {listed or 'nothing spent'}."
    )


def _table(spend: Spend) -> Filled:
    rest = {
        part.ods_code: part.spend for part in rows_of(spend.categories) if part.category == NOT_BROKEN_DOWN
    }
    return SPLIT.of(row._asdict() | {NOT_BROKEN_DOWN: rest.get(row.ods_code)} for row in rows_of(spend.rows))


def _spec(spend: Spend, chosen_trust: str | None) -> dict[str, Any]:
    present = set(spend.categories["category"])
    parts = _parts(spend)
    tips = (("trust", "Trust"), ("category", "Spent on"), ("amount", "Amount"), ("share", "Part", ".1%"))
    known, rest = (
        [part for part in parts if (part["category"] == CATEGORY_NAMES[NOT_BROKEN_DOWN]) is left]
        for left in (False, True)
    )
    letters = {"align": "center", "fontSize": 11, "color": by("shade"), "aria": False}
    return row_chart(
        [
            Row(trust_name(row.trust), pounds(row.it_total), chosen=row.ods_code == chosen_trust)
            for row in rows_of(spend.rows)
        ],
        Marks("bar", known, tips),
        Marks("bar", rest, tips, look={"strokeDash": [*DASH]}),
        Marks("text", [part for part in parts if part["text"]], words=None, look=letters),
        axis=PART_OF_SPEND,
        key=[
            Key(f"{words} ({MARKS[name]})", _COLOURS[name], _outline(name), dashed=name == NOT_BROKEN_DOWN)
            for name, words in CATEGORY_NAMES.items()
            if name in present
        ],
        key_columns=2,
        layout=Layout(band=BAR_PX, between=4),
    )


def _outline(category: str) -> str:
    return TEXT if category == NOT_BROKEN_DOWN else _COLOURS[category]


def _parts(spend: Spend) -> list[dict[str, Any]]:
    """The parts of every bar, each from where the one before it ends."""
    places = {code: place for place, code in enumerate(spend.rows["ods_code"])}
    ends = dict.fromkeys(places, 0.0)
    records = []
    for part in rows_of(spend.categories):
        if pd.isna(part.share) or part.share <= 0:
            continue
        start = ends[part.ods_code]
        ends[part.ods_code] = start + part.share
        rest = part.category == NOT_BROKEN_DOWN
        records.append(
            {
                "row": places[part.ods_code],
                "trust": part.trust,
                "category": CATEGORY_NAMES[part.category],
                "amount": pounds(part.spend),
                "share": round(part.share, 6),
                "from": round(start, 6),
                "to": round(ends[part.ods_code], 6),
                "at": round(start + part.share / 2, 6),
                "fill": _COLOURS[part.category],
                "stroke": TEXT if rest else WHITE,
                "shade": TEXT if rest else WHITE,
                "text": _letters(part.category, part.share),
                "words": f"{part.trust}, {CATEGORY_NAMES[part.category]}, {per_cent(part.share)}",
            }
        )
    return records


def _letters(category: str, share: float) -> str:
    if share >= WITH_FIGURE:
        return f"{MARKS[category]} {decimal(100 * share, 0)}%"
    return MARKS[category] if share >= WITH_LETTERS else ""
