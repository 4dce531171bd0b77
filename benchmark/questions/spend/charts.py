"""Shares of expenditure spent on IT, distances to the references, and spend beside maturity, by trust."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from benchmark.charts.figure import Figure
from benchmark.charts.labels import Label, Plot, sides
from benchmark.charts.marks import Axis, by, expr, finished, notice, score_axis, texts
from benchmark.charts.marks import points as draw_points
from benchmark.charts.rows import DASH, LISTED, Key, Marks, Reference, Row, row_chart
from benchmark.charts.theme import BLUE, DARK_BLUE, TEXT, WHITE, mark_size, score_domain
from benchmark.core.columns import Filled, rows_of
from benchmark.core.wording import counted, decimal, in_list, number, per_cent, plural, pounds, short_name
from benchmark.questions.spend.amounts import HISTORIC, RECOMMENDED, REPORTED, reference
from benchmark.questions.spend.columns import (
    BOTH,
    DENOMINATORS,
    RETURNS,
    SHARES,
    WAYS,
    WITHOUT_RETURN,
    Denominator,
)
from benchmark.questions.spend.measure import Spend, SpendAndMaturity
from benchmark.questions.spend.words import correlation_words, level, returned_words, share_of_one, spender

PART_OF_SPEND: Final = Axis(
    (0, 1), "Part of IT spend", format=".0%", ticks=5, zero=True, range=(1, expr("width - 1"))
)


def nothing(message: str, table: Filled) -> Figure:
    """A figure that says why there is nothing to draw."""
    return Figure(message, "", f"{message}.", notice(message), table)


PALE_BLUE: Final = "#BCD6EF"


@dataclass(frozen=True)
class _Bar:
    """Two amounts from 0, the smaller inside the larger."""

    row: Row
    trust: str
    inner: float
    outer: float


def pounds_to_references(spend: Spend, *, chosen_trust: str | None = None) -> Figure:
    """The pounds a year that each trust with a return would need to reach the references, largest first."""
    table = RETURNS.only("trust", "ods_code", "it_total", *(way.key for way in WAYS)).of(spend.rows)
    if spend.totals is None or (against := spend.totals.against_one) is None:
        return nothing("No return to measure from", table)
    denominator = spend.totals.denominator
    ends = (f"to_reported_of_{denominator}", f"to_recommended_of_{denominator}")
    bars = _bars(spend.rows, *ends, words=_way, chosen_trust=chosen_trust)
    message = _way_message(spend, against.trusts, against.to_reported, against.to_recommended)
    subtitle = (
        f"Pounds a year that it would take to reach {level(REPORTED)} and {level(RECOMMENDED)} of "
        f"{DENOMINATORS[denominator]}, at the expenditure of {spend.financial_year}. A trust above a "
        "reference does not lower the amount of another."
    )
    key = (
        Key(f"to {level(REPORTED)}", BLUE, DARK_BLUE),
        Key(f"on to {level(RECOMMENDED)}", PALE_BLUE, DARK_BLUE),
    )
    return Figure(message, subtitle, _pounds_alt(message, bars), _pounds_spec(bars, key), table)


def references_of_accounts(spend: Spend) -> Figure:
    """The references as shares of accounts, for trusts without a return. Outlines: it is not spend."""
    frame = spend.without_return[spend.without_return["accounts_operating_expenditure"].notna()]
    table = WITHOUT_RETURN.of(spend.without_return)
    if frame.empty:
        return nothing("No accounts to take a reference from", table)
    ends = ("reported_of_accounts", "recommended_of_accounts")
    bars = _bars(frame, *ends, words=lambda inner, outer: f"{pounds(inner)} / {pounds(outer)}")
    whose = f"{counted(len(frame))} without a return" if spend.of == "ics" else spender(spend)
    sums = [pounds(frame[end].sum()) for end in ends]
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
    return Figure(message, subtitle, _pounds_alt(message, bars), _pounds_spec(bars, key), table)


def _bars(
    frame: pd.DataFrame,
    inner: str,
    outer: str,
    *,
    words: Callable[[float, float], str],
    chosen_trust: str | None = None,
) -> list[_Bar]:
    """A bar for each trust with these two amounts, the longest first. words: says them, for the row."""
    known = frame[frame[outer].notna()].sort_values([outer, "trust"], ascending=[False, True])
    return [
        _Bar(Row(short_name(trust), words(near, far), chosen=code == chosen_trust), trust, near, far)
        for code, trust, near, far in zip(
            *(known[name].tolist() for name in ("ods_code", "trust", inner, outer)), strict=True
        )
    ]


def _way(to_reported: float, to_recommended: float) -> str:
    """A trust's distance to both references, for its row."""
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


def _pounds_alt(message: str, bars: Sequence[_Bar]) -> str:
    listed = "; ".join(f"{bar.trust} {bar.row.figures}" for bar in bars[:LISTED])
    return (
        f"Bar chart of pounds a year, the way to {level(REPORTED)} inside the way to {level(RECOMMENDED)}, "
        f"{counted(len(bars), 'bar')}. {message}. Largest: {listed}."
    )


def _pounds_spec(bars: Sequence[_Bar], key: tuple[Key, Key]) -> dict[str, Any]:
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
        # Outlined bars lie inside each other; the second part of a filled bar starts at the end of the first.
        for start, end, of in (
            (0.0 if outer.dashed else bar.inner, bar.outer, outer),
            (0.0, bar.inner, inner),
        )
        if end > start
    ]
    look = {"strokeWidth": 1.2} | ({"strokeDash": [*DASH]} if inner.dashed else {})
    marks = Marks("bar", records, (("trust", "Trust"), ("amount", "A year")), look=look)
    return row_chart([bar.row for bar in bars], marks, axis=axis, key=key)


LEAST_ACROSS: Final = 0.056
"""The axis reaches beyond 5% whatever the trusts spend, so that the recommended share is on it."""
MARKS: Final[dict[Denominator, tuple[str, str]]] = {
    "total": ("circle", BLUE),
    "operating": ("diamond", WHITE),
}
"""The shape and the fill of each denominator's mark."""
_LINES: Final = {RECOMMENDED: (5, 2), REPORTED: (5, 2), HISTORIC: (1, 2)}
"""Each reference's dashes, in the order of their names above the rows."""


def spend_share(spend: Spend, *, chosen_trust: str | None = None) -> Figure:
    """Each trust's share of both denominators on one axis, with a line for each reference.

    chosen_trust: an ODS code, drawn larger and dark. Trusts without a return are rows that say so.
    """
    message = _share_message(spend)
    table = SHARES.of([*_records(spend.rows), *_records(spend.without_return)])
    if spend.rows.empty:
        return nothing(message, table)
    subtitle = (
        f"IT spend of {spend.financial_year} as a share of expenditure, as returned. The dashed lines are "
        "dated references, not standards."
    )
    return Figure(message, subtitle, _share_alt(spend, message), _share_spec(spend, chosen_trust), table)


def _share_message(spend: Spend) -> str:
    """How many trusts are below the reported and reach the recommended level; for one trust, its share."""
    if spend.totals is None:
        return returned_words(spend).removesuffix(".")
    against = spend.totals.against_one
    if against is None:
        return "There is no share without expenditure"
    if against.trusts == 1:
        return f"{spender(spend)} spends {share_of_one(spend.totals, against)} on IT"
    below, reaching = against.below_reported, against.trusts - against.below_recommended
    count = number(below) if below else "Neither" if against.trusts == 2 else "None"
    start = f"{count} of {counted(against.trusts)} spend{'s' * (below < 2)} under {level(REPORTED)}"
    who = number(reaching).lower() if reaching else "none"
    reach = f"{who} reach{'es' * (reaching < 2)} {level(RECOMMENDED)}"
    return f"{start} of {DENOMINATORS[spend.totals.denominator]} on IT, {reach}"


def _share_alt(spend: Spend, message: str) -> str:
    listed = "; ".join(f"{row.trust} {_figures(row)}" for row in rows_of(spend.rows.head(LISTED)))
    more = f"; {counted(len(spend.rows) - LISTED)} more" if len(spend.rows) > LISTED else ""
    without = len(spend.without_return)
    missing = f" No return: {counted(without)}." if without else ""
    return (
        f"Dot plot of the share of expenditure spent on IT in {spend.financial_year} by "
        f"{counted(len(spend.rows))}, against {level(REPORTED)}, {level(RECOMMENDED)} and {level(HISTORIC)}. "
        f"{message}. {listed}{more}.{missing}"
    )


def _figures(row: Any) -> str:
    """A trust's shares, first of total and then of operating expenditure."""
    shares = [share for share in (row.share_of_total, row.share_of_operating) if pd.notna(share)]
    return " / ".join(map(per_cent, shares)) or "no expenditure"


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows with the table's columns; a trust without a return has no year and no spend."""
    kept = {column.key: None for column in SHARES.columns}
    return [kept | {key: getattr(row, key) for key in kept if hasattr(row, key)} for row in rows_of(frame)]


def _share_spec(spend: Spend, chosen_trust: str | None) -> dict[str, Any]:
    rows = [
        Row(short_name(row.trust), _figures(row), chosen=row.ods_code == chosen_trust)
        for row in rows_of(spend.rows)
    ]
    without = [
        Row(short_name(row.trust), "no return", chosen=row.ods_code == chosen_trust, muted=True)
        for row in rows_of(spend.without_return)
    ]
    shown = [of for of in DENOMINATORS if spend.rows[f"share_of_{of}"].notna().any()]
    largest = max(spend.rows[f"share_of_{of}"].max() for of in shown) if shown else 0.0
    across = round(max(LEAST_ACROSS, 1.05 * largest), 4)
    return row_chart(
        [*rows, *without],
        *(_marks(spend, of, chosen_trust) for of in reversed(shown)),  # the filled marks are drawn on top
        axis=Axis(
            (0, across),
            "Share of expenditure spent on IT",
            format=".0%",
            ticks=6,
            zero=True,
            range=(7, expr("width - 7")),
        ),
        references=[
            Reference(
                value := reference(key).value,
                _reference_words(key),
                dash,
                at_left=key == HISTORIC or value > across / 2,
            )
            for key, dash in _LINES.items()
        ],
        key=[Key(f"of {DENOMINATORS[of]}", MARKS[of][1], BLUE, MARKS[of][0]) for of in shown],
        ground=True,
    )


def _reference_words(key: str) -> str:
    dated = reference(key)
    words_of = {
        RECOMMENDED: f"{level(key)}: recommended, {dated.as_of}",
        REPORTED: f"under {level(key)}: reported, {dated.as_of}",
        HISTORIC: f"{level(key)}: {dated.as_of}",
    }
    return words_of[key]


def _marks(spend: Spend, of: Denominator, chosen_trust: str | None) -> Marks:
    shape, fill = MARKS[of]
    rows = [
        {
            "row": place,
            "ods_code": row.ods_code,
            "trust": row.trust,
            "at": round(float(share), 6),
            "of": DENOMINATORS[of],
            "size": mark_size(shape, chosen=row.ods_code == chosen_trust),
            "fill": TEXT if row.ods_code == chosen_trust and fill != WHITE else fill,
            "stroke": TEXT if row.ods_code == chosen_trust else DARK_BLUE,
            "words": f"{row.trust}, {per_cent(share)} of {DENOMINATORS[of]}",
        }
        for place, row in enumerate(rows_of(spend.rows))
        if pd.notna(share := getattr(row, f"share_of_{of}"))
    ]
    tips = (("trust", "Trust"), ("at", "Share spent on IT", ".1%"), ("of", "Of"))
    return Marks("dot", rows, tips, look={"shape": shape})


SCATTER_HEIGHT: Final = 360
SCATTER_WIDTHS: Final = (300, 720)
"""Pixels between the axes on a telephone, and on a desk."""
LABELLED: Final = 25
"""The most marks that carry their trust's code; more would cover one another."""


def spend_against_maturity(beside: SpendAndMaturity, *, chosen_trust: str | None = None) -> Figure:
    """One mark per trust: its share of expenditure across, the mean of its settings' overall scores up."""
    message = f"Association only: {correlation_words(beside.association)}"
    points, of = beside.points, DENOMINATORS[beside.denominator]
    headings = {
        "share": f"Share of {of}, {beside.financial_year}",
        "overall": f"Overall score, {beside.assessment_year}",
    }
    table = BOTH.headed(**headings).of(points)
    if points.empty:
        return Figure(message, "", f"{message}. 0 trusts.", notice("No trust has both figures"), table)
    subtitle = (
        f"Across: IT spend of {beside.financial_year} as a share of {of}. Up: overall score of "
        f"{beside.assessment_year}, self-assessed, the mean of a trust's care settings. Two things that "
        "occur together: neither is shown to bring about the other."
    )
    return Figure(
        message, subtitle, _scatter_alt(beside, message), _scatter_spec(points, chosen_trust), table
    )


def _scatter_alt(beside: SpendAndMaturity, message: str) -> str:
    points = beside.points
    return (
        f"Scatter plot of {plural(len(points), 'trust')}: share of expenditure spent on IT across, "
        f"{per_cent(points['share'].min())} to {per_cent(points['share'].max())}; overall score upwards, "
        f"{decimal(points['overall'].min(), 1)} to {decimal(points['overall'].max(), 1)}. {message}."
    )


def _scatter_spec(points: pd.DataFrame, chosen_trust: str | None) -> dict[str, Any]:
    across = round(1.15 * max(float(points["share"].max()), 0.01), 4)
    title = "Share of expenditure spent on IT"
    x = Axis((0, across), title, format=".1~%", ticks=5, zero=True, more=(("grid", True),))
    sideways = (("grid", True), ("titleAngle", 0), ("titleAlign", "left"), ("titleX", 0), ("titleY", -12))
    y = replace(score_axis("Overall score, 1 to 5"), padding=None, more=sideways)
    places = {"x": ("share", x), "y": ("overall", y)}
    records = _scatter_marks(points, chosen_trust, across=across)
    tips = (
        ("trust", "Trust"),
        ("share", "Share spent on IT", ".1%"),
        ("overall", "Overall score", ".1f"),
        ("settings", "Care settings"),
    )
    look = {"shape": "circle", "stroke": WHITE, "strokeWidth": 0.8, "fill": by("fill"), "size": by("size")}
    sided = {name: by(name) for name in ("align", "dx", "dy")} | {"fontWeight": by("weight"), "aria": False}
    named = [record for record in records if record["text"]]
    marks = [draw_points(records, **places, tips=tips, words="words", **look)]
    return finished(*marks, *([texts(named, **places, **sided)] if named else []), height=SCATTER_HEIGHT)


def _scatter_marks(points: pd.DataFrame, chosen_trust: str | None, *, across: float) -> list[dict[str, Any]]:
    """Each trust's mark, with a side for its code; the chosen trust's comes last, so that it is on top."""
    lowest, highest = score_domain()
    rows = list(rows_of(points))
    few = len(rows) <= LABELLED
    places = [
        (row.share / across, (highest - row.overall) / (highest - lowest) * SCATTER_HEIGHT) for row in rows
    ]
    plot = Plot(places, height=SCATTER_HEIGHT, widths=SCATTER_WIDTHS)
    for row, (x, y) in zip(rows, places, strict=True) if few else ():
        plot.put(plot.freest(Label(row.ods_code, x, y, side) for side in sides(9))[0])
    records = [
        {
            "ods_code": row.ods_code,
            "trust": row.trust,
            "share": round(float(row.share), 6),
            "overall": round(float(row.overall), 4),
            "settings": int(row.settings),
            "fill": TEXT if row.ods_code == chosen_trust else BLUE,
            "size": mark_size("circle", chosen=row.ods_code == chosen_trust),
            "weight": "bold" if row.ods_code == chosen_trust else "normal",
            **(plot.labels[place].side if few else sides(9)[0])._asdict(),
            "text": row.ods_code if few else "",
            "words": f"{row.trust}, {per_cent(row.share)}, overall {decimal(row.overall, 1)}",
        }
        for place, row in enumerate(rows)
    ]
    return sorted(records, key=lambda record: record["ods_code"] == chosen_trust)
