"""Share of expenditure spent on IT, trust by trust, against the dated references."""

from typing import Any, Final

import pandas as pd

from benchmark.charts.figure import Figure
from benchmark.charts.marks import Axis, expr
from benchmark.charts.rows import LISTED, Key, Marks, Reference, Row, row_chart
from benchmark.charts.spend_rows import nothing, trust_name
from benchmark.charts.theme import BLUE, DARK_BLUE, TEXT, WHITE, mark_size, rows_of
from benchmark.measures.spend import Spend
from benchmark.measures.spend_columns import DENOMINATORS, SHARES, Denominator
from benchmark.measures.spend_figures import HISTORIC, RECOMMENDED, REPORTED, reference
from benchmark.measures.spend_words import level, returned_words, spender
from benchmark.wording import counted, number, per_cent

LEAST_ACROSS: Final = 0.056
"""The axis reaches beyond 5% whatever the trusts spend, so that the line of the recommendation shows."""
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
    message = _message(spend)
    table = SHARES.of([*_records(spend.rows), *_records(spend.without_return)])
    if spend.rows.empty:
        return nothing(message, table)
    subtitle = (
        f"IT spend of {spend.financial_year} as a share of expenditure, as returned. The dashed lines are "
        "dated references, not standards."
    )
    return Figure(message, subtitle, _alt(spend, message), _spec(spend, chosen_trust), table)


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
    shares = [share for share in (row.share_of_total, row.share_of_operating) if pd.notna(share)]
    return " / ".join(map(per_cent, shares)) or "no expenditure"


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows with what they have of the table's columns; a trust without a return has no year and no spend."""
    kept = {column.key: None for column in SHARES.columns}
    return [kept | {key: getattr(row, key) for key in kept if hasattr(row, key)} for row in rows_of(frame)]


def _spec(spend: Spend, chosen_trust: str | None) -> dict[str, Any]:
    rows = [
        Row(trust_name(row.trust), _figures(row), chosen=row.ods_code == chosen_trust)
        for row in rows_of(spend.rows)
    ]
    without = [
        Row(trust_name(row.trust), "no return", chosen=row.ods_code == chosen_trust, muted=True)
        for row in rows_of(spend.without_return)
    ]
    shown = [of for of in DENOMINATORS if spend.rows[f"share_of_{of}"].notna().any()]
    largest = max(spend.rows[f"share_of_{of}"].max() for of in shown) if shown else 0.0
    across = round(max(LEAST_ACROSS, 1.05 * largest), 4)
    return row_chart(
        [*rows, *without],
        *(_marks(spend, of, chosen_trust) for of in reversed(shown)),  # the filled marks lie on top
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
                value := reference(found).value,
                _reference_words(found),
                dash,
                at_left=found == HISTORIC or value > across / 2,
            )
            for found, dash in _LINES.items()
        ],
        key=[Key(f"of {DENOMINATORS[of]}", MARKS[of][1], BLUE, MARKS[of][0]) for of in shown],
        ground=True,
    )


def _reference_words(key: str) -> str:
    found = reference(key)
    said = {
        RECOMMENDED: f"{level(key)}: recommended, {found.as_of}",
        REPORTED: f"under {level(key)}: reported, {found.as_of}",
        HISTORIC: f"{level(key)}: {found.as_of}",
    }
    return said[key]


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
