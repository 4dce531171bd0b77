"""Spend against maturity: a scatter that claims an association at most, and draws no line through it."""

from dataclasses import replace
from typing import Any, Final

import pandas as pd

from benchmark.charts.figure import Figure
from benchmark.charts.labels import Label, Plot, sides
from benchmark.charts.marks import Axis, by, finished, notice, score_axis, texts
from benchmark.charts.marks import points as draw_points
from benchmark.charts.theme import BLUE, TEXT, WHITE, mark_size, score_domain
from benchmark.core.columns import rows_of
from benchmark.core.wording import decimal, per_cent
from benchmark.questions.spend.association import SpendAndMaturity
from benchmark.questions.spend.columns import BOTH, DENOMINATORS
from benchmark.questions.spend.words import correlation_words

HEIGHT: Final = 360
WIDTHS: Final = (300, 720)
"""Pixels between the axes on a telephone, and on a desk."""
LABELLED: Final = 25
"""Up to so many marks carry their trust's code; more would cover one another."""


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
    return Figure(message, subtitle, _alt(beside, message), _spec(points, chosen_trust), table)


def _alt(beside: SpendAndMaturity, message: str) -> str:
    points = beside.points
    return (
        f"Scatter plot of {len(points)} trusts: share of expenditure spent on IT across, "
        f"{per_cent(points['share'].min())} to {per_cent(points['share'].max())}; overall score upwards, "
        f"{decimal(points['overall'].min(), 1)} to {decimal(points['overall'].max(), 1)}. {message}."
    )


def _spec(points: pd.DataFrame, chosen_trust: str | None) -> dict[str, Any]:
    across = round(1.15 * max(float(points["share"].max()), 0.01), 4)
    title = "Share of expenditure spent on IT"
    x = Axis((0, across), title, format=".1~%", ticks=5, zero=True, more=(("grid", True),))
    sideways = (("grid", True), ("titleAngle", 0), ("titleAlign", "left"), ("titleX", 0), ("titleY", -12))
    y = replace(score_axis("Overall score, 1 to 5"), padding=None, more=sideways)
    places = {"x": ("share", x), "y": ("overall", y)}
    records = _records(points, chosen_trust, across=across)
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
    return finished(*marks, *([texts(named, **places, **sided)] if named else []), height=HEIGHT)


def _records(points: pd.DataFrame, chosen_trust: str | None, *, across: float) -> list[dict[str, Any]]:
    """Each trust's mark with the side of its code; the chosen one's last, so that it lies on top."""
    lowest, highest = score_domain()
    rows = list(rows_of(points))
    few = len(rows) <= LABELLED
    places = [(row.share / across, (highest - row.overall) / (highest - lowest) * HEIGHT) for row in rows]
    plot = Plot(places, height=HEIGHT, widths=WIDTHS)
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
