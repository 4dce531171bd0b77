"""Where the gap lies: by unit and by pillar, two charts of bars that add up to the same total."""

from typing import Any, Final

import pandas as pd

from benchmark.charts.figure import Figure, source_line, titled
from benchmark.charts.labels import unit_label
from benchmark.charts.marks import Axis
from benchmark.charts.rows import Layout, Marks, Row, row_chart
from benchmark.charts.theme import BLUE, notice, rows_of
from benchmark.measures.gap_words import no_gap_message
from benchmark.measures.gaps import Gaps
from benchmark.measures.score_columns import pillar_name
from benchmark.wording import count_of_returns, per_cent, plural

NAME_LENGTH: Final = 38


def gap_by_unit(gaps: Gaps, *, fictional: bool = False) -> Figure:
    """Each unit's share of the ICS's gap, largest first."""
    units = gaps.by_unit.sort_values(["gap_sum", "trust", "care_setting"], ascending=[False, True, True])
    rows = pd.DataFrame(
        {
            "label": [
                unit_label(trust, setting, length=NAME_LENGTH)
                for trust, setting in zip(units["trust"], units["care_setting"], strict=True)
            ],
            "full": units["trust"] + ", " + units["care_setting"],
            "gap_sum": units["gap_sum"],
            "share": units["share"],
        }
    )
    message = no_gap_message(gaps) if gaps.summary.sum <= 0 else _half_message(units["share"].tolist())
    table = pd.DataFrame(
        {
            "Trust": units["trust"],
            "ODS code": units["ods_code"],
            "Care setting": units["care_setting"],
            "Gap (unit-points)": units["gap_sum"],
            "Share of the gap (%)": 100 * units["share"],
            "Mean gap (points)": units["gap_mean"],
            "Pillars below the standard": units["pillars_below"],
            "Pillars": units["pillars"],
        }
    ).reset_index(drop=True)
    return _figure(gaps, rows=rows, message=message, noun="return", table=table, fictional=fictional)


def gap_by_pillar(gaps: Gaps, *, fictional: bool = False) -> Figure:
    """Each pillar's share of the ICS's gap, largest first."""
    pillars = gaps.by_pillar.sort_values(["gap_sum", "pillar_position"], ascending=[False, True])
    names = pillars["pillar"].map(pillar_name)
    rows = pd.DataFrame(
        {"label": names, "full": names, "gap_sum": pillars["gap_sum"], "share": pillars["share"]}
    )
    message = (
        no_gap_message(gaps)
        if gaps.summary.sum <= 0
        else f"{names.iloc[0]} holds {per_cent(pillars['share'].iloc[0])} of the gap, {names.iloc[-1]} "
        f"{per_cent(pillars['share'].iloc[-1])}"
    )
    table = pd.DataFrame(
        {
            "Pillar": names,
            "Gap (unit-points)": pillars["gap_sum"],
            "Share of the gap (%)": 100 * pillars["share"],
            "Mean gap (points)": pillars["gap_mean"],
            "Returns below the standard": pillars["units_below"],
            "Returns": pillars["units"],
        }
    ).reset_index(drop=True)
    return _figure(gaps, rows=rows, message=message, noun="pillar", table=table, fictional=fictional)


def _half_message(shares: list[float]) -> str:
    """How few units hold half of the gap; shares largest first."""
    if len(shares) == 1:
        return "The only return holds the whole gap"
    so_far, count = 0.0, 0
    while so_far < 0.5 - 1e-9:
        so_far += shares[count]
        count += 1
    verb = "holds" if count == 1 else "hold"
    return f"{count_of_returns(count, len(shares))} {verb} {per_cent(so_far)} of the gap"


def _figure(
    gaps: Gaps, *, rows: pd.DataFrame, message: str, noun: str, table: pd.DataFrame, fictional: bool
) -> Figure:
    total = f"{gaps.summary.sum:.1f}"
    subtitle = (
        f"Points below {gaps.standard.in_words}, added up over {plural(len(gaps.by_unit), 'return')} and "
        f"{plural(len(gaps.by_pillar), 'pillar')}: {total} unit-points in all, by {noun}."
    )
    source = source_line("maturity_scores", fictional=fictional)
    title = titled(message, fictional=fictional)
    if rows.empty:
        return Figure(title, subtitle, f"{message}.", notice(message), table, source)
    listed = "; ".join(
        f"{row.full} {row.gap_sum:.1f} ({per_cent(row.share)})" for row in rows_of(rows.head(3))
    )
    alt_text = (
        f"Bar chart of the gap to {gaps.standard.in_words} by {noun}, {plural(len(rows), 'bar')} "
        f"adding up to {total} unit-points. {message}. Largest: {listed}."
    )
    return Figure(title, subtitle, alt_text, _spec(rows), table, source)


def _spec(rows: pd.DataFrame) -> dict[str, Any]:
    found = [*rows_of(rows)]
    records = [
        {
            "row": place,
            "full": row.full,
            "from": 0,
            "to": round(float(row.gap_sum), 4),
            "share": round(float(row.share), 6),
            "fill": BLUE,
            "stroke": BLUE,
            "words": f"{row.full}, {row.gap_sum:.1f} unit-points",
        }
        for place, row in enumerate(found)
    ]
    tips = (("full", "Where"), ("to", "Gap (unit-points)", ".1f"), ("share", "Share of the gap", ".1%"))
    largest = max(record["to"] for record in records) or 1.0
    return row_chart(
        [Row(row.label, f"{row.gap_sum:.1f}  ({per_cent(row.share)})") for row in found],
        Marks("bar", records, tips, look={"strokeWidth": 0}),  # nothing at all is seen of no gap
        axis=Axis((0, largest), shown=False, zero=True),
        layout=Layout(label=18, between=5),
    )
