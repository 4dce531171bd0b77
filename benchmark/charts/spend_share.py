"""Share of expenditure spent on IT, trust by trust, against the dated references."""

from typing import Any, Final

import altair as alt
import pandas as pd

from benchmark.charts.figure import Figure, titled
from benchmark.charts.spend_rows import (
    KEY_PX,
    LABEL_PX,
    LISTED,
    MARK_PX,
    Row,
    height_of,
    row_labels,
    spend_source,
    table_of,
    top_of,
    trust_name,
    y_axis,
)
from benchmark.charts.spend_words import counted, level, returned_words, spender
from benchmark.charts.theme import (
    BLUE,
    DARK_BLUE,
    GRIDLINE,
    GROUND,
    TEXT,
    WHITE,
    data,
    finished,
    mark_size,
    notice,
    rows_of,
)
from benchmark.charts.words import number, per_cent
from benchmark.measures.spend import Spend
from benchmark.measures.spend_figures import (
    DENOMINATORS,
    HISTORIC,
    RECOMMENDED,
    REPORTED,
    Denominator,
    reference,
)

LEAST_ACROSS: Final = 0.056
"""The axis reaches beyond 5% whatever the trusts spend, so that the line of the recommendation shows."""
MARKS: Final[dict[Denominator, tuple[str, str]]] = {
    "total": ("circle", BLUE),
    "operating": ("diamond", WHITE),
}
"""The shape and the fill of each denominator's mark."""
_LINES: Final = {RECOMMENDED: (5, 2), REPORTED: (5, 2), HISTORIC: (1, 2)}
"""Each reference's dashes, in the order of their names above the rows."""
_COLUMNS: Final = {
    "trust": "Trust",
    "ods_code": "ODS code",
    "financial_year": "Financial year",
    "it_total": "IT spend (£)",
    "total_expenditure": "Operating and capital expenditure (£)",
    "operating_expenditure": "Operating expenditure (£)",
    "share_total": "Share of operating and capital expenditure (%)",
    "share_operating": "Share of operating expenditure alone (%)",
    "per_wte": "IT spend per WTE (£)",
    "wte_year": "Staff of",
}


def spend_share(spend: Spend, *, chosen_trust: str | None = None) -> Figure:
    """Each trust's share of both denominators on one axis, with a line for each reference.

    chosen_trust: an ODS code, drawn larger and dark. Trusts without a return are rows that say so.
    """
    source = spend_source(fictional=spend.fictional)
    message = _message(spend)
    title = titled(message, fictional=spend.fictional)
    table = _table(spend)
    if spend.rows.empty:
        return Figure(title, "", f"{message}.", notice(message), table, source)
    subtitle = (
        f"IT spend of {spend.financial_year} as a share of expenditure, as returned. The dashed lines are "
        "dated references, not standards."
    )
    return Figure(title, subtitle, _alt(spend, message), _spec(spend, chosen_trust), table, source)


def _message(spend: Spend) -> str:
    """How many are below the reported and how many reach the recommended level; of one trust its shares."""
    if spend.totals is None:
        return returned_words(spend).removesuffix(".")
    denominator = spend.totals.denominator
    against = spend.totals.against(denominator)
    if against is None:
        return "No share can be told without expenditure"
    if against.trusts == 1:
        return f"{spender(spend)} spends {per_cent(against.share)} of {DENOMINATORS[denominator]} on IT"
    below, reaching = against.below_reported, against.trusts - against.below_recommended
    start = f"{number(below)} of {counted(against.trusts)} spend{'s' * (below == 1)} under {level(REPORTED)}"
    who = number(reaching).lower() if reaching else "none"
    reach = f"{who} reach{'es' * (reaching < 2)} {level(RECOMMENDED)}"
    return f"{start} of {DENOMINATORS[denominator]} on IT, {reach}"


def _alt(spend: Spend, message: str) -> str:
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
    """A trust's shares, that of the larger whole first."""
    shares = [share for share in (row.share_total, row.share_operating) if pd.notna(share)]
    return " / ".join(map(per_cent, shares)) or "no expenditure"


def _table(spend: Spend) -> pd.DataFrame:
    without = spend.without_return[["trust", "ods_code"]].assign(financial_year="no return")
    both = pd.concat([spend.rows[[*_COLUMNS]], without]) if len(without) else spend.rows
    return table_of(both, _COLUMNS)


def _spec(spend: Spend, chosen_trust: str | None) -> dict[str, Any]:
    rows = [
        Row(trust_name(row.trust), _figures(row), chosen=row.ods_code == chosen_trust)
        for row in rows_of(spend.rows)
    ]
    without = [
        Row(trust_name(row.trust), "no return", chosen=row.ods_code == chosen_trust, muted=True)
        for row in rows_of(spend.without_return)
    ]
    shown = [of for of in DENOMINATORS if spend.rows[f"share_{of}"].notna().any()]
    top = KEY_PX * (len(shown) + len(_LINES)) + 4
    end = height_of(len(rows), above=top)
    height = end + len(without) * LABEL_PX + 4
    largest = max(spend.rows[f"share_{of}"].max() for of in shown) if shown else 0.0
    scale = alt.Scale(
        domain=[0, round(max(LEAST_ACROSS, 1.05 * largest), 4)],
        nice=False,
        zero=True,
        range=[7, {"expr": "width - 7"}],
    )
    axis = alt.Axis(format=".0%", title="Share of expenditure spent on IT", grid=False, tickCount=6)
    x = alt.X("share:Q", scale=scale, axis=axis)
    layers = [
        *_ground(len(rows), top, height),
        *_references(
            x,
            height,
            rows=len(rows),
            above=KEY_PX * len(shown),
            top=top,
            across=max(LEAST_ACROSS, 1.05 * largest),
        ),
        *_key(shown, height),
        *_marks(spend, shown, chosen_trust, x=x, top=top, height=height),
        *row_labels([*rows, *without], above=top, height=height),
    ]
    return finished(*layers, height=height)


def _ground(rows: int, top: float, height: float) -> list[alt.Chart]:
    records = [
        {"y": top_of(place, above=top), "y2": top_of(place, above=top) + MARK_PX} for place in range(rows)
    ]
    return [
        alt.Chart(data(records))
        .mark_rect(color=GROUND, stroke=GRIDLINE, aria=False)
        .encode(x=alt.value(0), x2=alt.value("width"), y=y_axis(height), y2=alt.Y2("y2:Q"))
    ]


def _key(shown: list[Denominator], height: float) -> list[alt.Chart]:
    """The marks' names. Not a legend: one mark's shape and fill go together."""
    records = [
        {
            "shape": MARKS[of][0],
            "fill": MARKS[of][1],
            "words": f"of {DENOMINATORS[of]}",
            "size": mark_size(MARKS[of][0]),
            "y": place * KEY_PX + 9,
        }
        for place, of in enumerate(shown)
    ]
    chart = alt.Chart(data(records))
    shape: Any = alt.expr("datum.shape")
    fill: Any = alt.expr("datum.fill")
    size: Any = alt.expr("datum.size")
    return [
        chart.mark_point(x=8, shape=shape, fill=fill, size=size, stroke=BLUE, opacity=1, aria=False).encode(
            y=y_axis(height)
        ),
        chart.mark_text(x=20, align="left", baseline="middle").encode(
            y=y_axis(height), text=alt.Text("words:N")
        ),
    ]


def _references(
    x: alt.X, height: float, *, rows: int, above: float, top: float, across: float
) -> list[alt.Chart]:
    """A line for each reference: a stem beside its name, then through every row's strip. A line through the
    names would strike them out.
    """
    strips = [
        {"y": top_of(row, above=top) - 3, "y2": top_of(row, above=top) + MARK_PX + 3} for row in range(rows)
    ]
    lines: dict[tuple[int, int], list[dict[str, Any]]] = {}
    names = []
    for place, (found, dash) in enumerate(_LINES.items()):
        value, words = reference(found).value, _reference_words(found)
        stem = {"y": above + place * KEY_PX + 2, "y2": above + (place + 1) * KEY_PX - 2}
        spans = lines.setdefault(dash, [])
        spans += [{"share": value, "words": words} | span for span in (stem, *strips)]
        at_left = found == HISTORIC or value > across / 2
        side = {"align": "right", "dx": -5} if at_left else {"align": "left", "dx": 5}
        names.append({"share": value, "words": words, "y": above + place * KEY_PX + 9} | side)
    sided: dict[str, Any] = {side: alt.expr(f"datum.{side}") for side in ("align", "dx")}
    return [
        *(
            alt.Chart(data(spans))
            .mark_rule(strokeDash=list(dash), color=TEXT, strokeWidth=1.5, aria=False)
            .encode(
                x=x, y=y_axis(height), y2=alt.Y2("y2:Q"), tooltip=alt.Tooltip("words:N", title="Reference")
            )
            for dash, spans in lines.items()
        ),
        alt.Chart(data(names))
        .mark_text(baseline="middle", **sided)
        .encode(x=x, y=y_axis(height), text=alt.Text("words:N")),
    ]


def _reference_words(key: str) -> str:
    found = reference(key)
    said = {
        RECOMMENDED: f"{level(key)}: recommended, {found.as_of}",
        REPORTED: f"under {level(key)}: reported, {found.as_of}",
        HISTORIC: f"{level(key)}: {found.as_of}",
    }
    return said[key]


def _marks(
    spend: Spend,
    shown: list[Denominator],
    chosen_trust: str | None,
    *,
    x: alt.X,
    top: float,
    height: float,
) -> list[alt.Chart]:
    layers = []
    for of in reversed(shown):  # the filled marks lie on top
        shape, fill = MARKS[of]
        records = [
            {
                "ods_code": row.ods_code,
                "trust": row.trust,
                "share": round(float(share), 6),
                "of": DENOMINATORS[of],
                "y": top_of(place, above=top) + MARK_PX / 2,
                "size": mark_size(shape, chosen=row.ods_code == chosen_trust),
                "fill": TEXT if row.ods_code == chosen_trust and fill != WHITE else fill,
                "stroke": TEXT if row.ods_code == chosen_trust else DARK_BLUE,
                "words": f"{row.trust}, {per_cent(share)} of {DENOMINATORS[of]}",
            }
            for place, row in enumerate(rows_of(spend.rows))
            if pd.notna(share := getattr(row, f"share_{of}"))
        ]
        look: dict[str, Any] = {name: alt.expr(f"datum.{name}") for name in ("fill", "stroke", "size")}
        layers.append(
            alt.Chart(data(records))
            .mark_point(shape=shape, opacity=1, strokeWidth=1.3, **look)
            .encode(
                x=x,
                y=y_axis(height),
                tooltip=[
                    alt.Tooltip("trust:N", title="Trust"),
                    alt.Tooltip("share:Q", title="Share spent on IT", format=".1%"),
                    alt.Tooltip("of:N", title="Of"),
                ],
                description=alt.Description("words:N"),
            )
        )
    return layers
