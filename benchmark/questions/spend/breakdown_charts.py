"""Capital and revenue in IT spend: over the years, and trust by trust, beside the estimate of need."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from benchmark.charts.figure import Figure
from benchmark.charts.marks import by
from benchmark.charts.rows import DASH, LISTED, Key, Layout, Marks, Reference, Row, row_chart
from benchmark.charts.theme import BLUE, DARK_BLUE, SECONDARY_TEXT, TEXT, WHITE
from benchmark.core.columns import Filled, rows_of
from benchmark.core.wording import counted, decimal, per_cent, plural, pounds, short_name
from benchmark.questions.spend.amounts import CAPITAL_MIX, reference
from benchmark.questions.spend.charts import PART_OF_SPEND, nothing
from benchmark.questions.spend.columns import CATEGORIES, CATEGORY_NAMES, MIX, NOT_BROKEN_DOWN, SPLIT
from benchmark.questions.spend.measure import Spend
from benchmark.questions.spend.words import level, spender

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
"""Letters within a part of a bar, so that parts can be told apart without colour."""
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
"""The smallest part of a bar with room for letters and share, on a chart 340 px wide."""
WITH_LETTERS: Final = 0.065
"""The smallest part with room for letters."""


def spend_categories(spend: Spend) -> Figure:
    """Each trust's IT spend by category; the rest that was not broken down is a part of its own."""
    message = _categories_message(spend)
    table = _table(spend)
    if spend.categories.empty:
        return nothing(message, table)
    subtitle = (
        f"IT spend of {spend.financial_year}, revenue and capital together, by what it was spent on, as "
        "parts of each trust's whole."
    )
    return Figure(message, subtitle, _categories_alt(spend, message), _categories_spec(spend), table)


def _categories_message(spend: Spend) -> str:
    """The category with most spend over all trusts, or that nothing is broken down."""
    if spend.categories.empty:
        return "No IT spend to split"
    sums = spend.categories.groupby("category")["spend"].sum()
    broken_down = sums.drop(NOT_BROKEN_DOWN, errors="ignore")
    if broken_down.sum() <= 0:
        return f"IT spend of {spend.financial_year} is not broken down by category"
    largest = max(
        (name for name in CATEGORIES if name in broken_down.index), key=lambda name: broken_down[name]
    )
    share = broken_down[largest] / sums.sum()
    whose = "" if spend.of == "ics" else f" at {spender(spend)}"
    rest = sums.get(NOT_BROKEN_DOWN, 0.0) / sums.sum()
    end = f"; {per_cent(rest)} is not broken down" if rest >= 0.0005 else ""
    verb = "take" if largest in _SEVERAL else "takes"
    return f"{CATEGORY_NAMES[largest].capitalize()} {verb} {per_cent(share)} of IT spend{whose}{end}"


def _categories_alt(spend: Spend, message: str) -> str:
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


def _categories_spec(spend: Spend) -> dict[str, Any]:
    present = set(spend.categories["category"])
    parts = _parts(spend)
    tips = (("trust", "Trust"), ("category", "Spent on"), ("amount", "Amount"), ("share", "Part", ".1%"))
    broken_down, rest = (
        [part for part in parts if (part["category"] == CATEGORY_NAMES[NOT_BROKEN_DOWN]) is left]
        for left in (False, True)
    )
    letters = {"align": "center", "fontSize": 11, "color": by("shade"), "aria": False}
    return row_chart(
        [Row(short_name(row.trust), pounds(row.it_total)) for row in rows_of(spend.rows)],
        Marks("bar", broken_down, tips),
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
    """The parts of every bar, each starting at the end of the one before."""
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


CAPITAL, REVENUE = Key("capital", BLUE, DARK_BLUE), Key("revenue", "#D8E7F5", DARK_BLUE)
_DASH: Final = (3, 2)


@dataclass(frozen=True)
class _Mix:
    """A row of the chart: the capital's share of an amount; None if nothing was spent."""

    name: str
    words: str
    it_total: float
    capital_share: float | None
    heading: bool = False


def funding_mix(spend: Spend) -> Figure:
    """Each year's mix; for a system also each trust's mix in the chosen year."""
    table = MIX.of([*_table_rows(spend)])
    message = _mix_message(spend)
    if spend.by_year.empty:
        return nothing(message, table)
    mixes = _years(spend) + (_trusts(spend) if spend.of == "ics" else [])
    dated = reference(CAPITAL_MIX)
    subtitle = (
        f"Capital and revenue as parts of IT spend. The dashed line is the {level(CAPITAL_MIX)} of capital "
        f"in {dated.source.publisher}'s estimate of need over five years ({dated.as_of}): a reference, not a "
        "standard."
    )
    return Figure(message, subtitle, _mix_alt(message, mixes), _mix_spec(mixes), table)


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


def _trusts(spend: Spend) -> list[_Mix]:
    heading = _Mix(f"Trust by trust, {spend.financial_year}", "", 0.0, None, heading=True)
    rows = [
        _Mix(
            short_name(row.trust),
            str(row.trust),
            float(row.it_total),
            None if pd.isna(row.capital_share) else float(row.capital_share),
        )
        for row in rows_of(spend.rows)
    ]
    return [heading, *rows] if rows else []


def _mix_message(spend: Spend) -> str:
    """The chosen year's mix beside the estimate's. Years are not compared: other trusts may have returned."""
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


def _mix_alt(message: str, mixes: Sequence[_Mix]) -> str:
    listed = "; ".join(
        f"{mix.words} {per_cent(mix.capital_share)} of {pounds(mix.it_total)}"
        for mix in mixes[:LISTED]
        if mix.capital_share is not None
    )
    bars = counted(sum(mix.capital_share is not None for mix in mixes), "bar")
    return (
        f"Stacked bars of capital and revenue in IT spend, {bars}, with a line at "
        f"{level(CAPITAL_MIX)} capital. "
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


def _mix_spec(mixes: Sequence[_Mix]) -> dict[str, Any]:
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
        [Row(mix.name, _figures(mix), heading=mix.heading) for mix in mixes],
        Marks("bar", bars, tips),
        # The line also crosses the bars, with a white edge.
        Marks("tick", crossings, words=None, look=edge),
        Marks("tick", crossings, words=None, look=dash),
        axis=PART_OF_SPEND,
        references=[Reference(value, f"{level(CAPITAL_MIX)} capital: estimate of need", _DASH)],
        key=(CAPITAL, REVENUE),
        key_columns=2,
    )
