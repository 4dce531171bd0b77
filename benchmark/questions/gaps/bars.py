"""The parts of the gap: a bar chart by unit and one by pillar, which add up to the same total."""

from collections.abc import Sequence
from dataclasses import replace
from math import isnan
from typing import Any, Final

from benchmark.charts.figure import Figure
from benchmark.charts.labels import unit_label
from benchmark.charts.marks import Axis, notice
from benchmark.charts.rows import Layout, Marks, Row, row_chart
from benchmark.charts.theme import BLUE
from benchmark.core.columns import NO_VALUE, Filled, pillar_name, rows_of
from benchmark.core.wording import decimal, per_cent, plural
from benchmark.questions.gaps.columns import BY_PILLAR, BY_UNIT
from benchmark.questions.gaps.measure import Gaps
from benchmark.questions.gaps.words import half_message, share_message

NAME_LENGTH: Final = 48
NARROW_LABEL: Final = 43
"""Characters of a name with its care setting that leave room for figures on a chart 340 px wide."""


def gap_by_unit(gaps: Gaps) -> Figure:
    """Each unit's share of the system's gap, largest first."""
    units = gaps.by_unit.sort_values(["gap_sum", "trust", "care_setting"], ascending=[False, True, True])
    table = BY_UNIT.beginning("trust", "ods_code", "care_setting", "gap_sum", "share", "gap_mean")
    bars = [
        (
            Row(
                unit_label(row.trust, row.care_setting, length=NAME_LENGTH),
                narrow=unit_label(
                    row.trust, row.care_setting, length=NARROW_LABEL - len(f", {row.care_setting}")
                ),
            ),
            f"{row.trust}, {row.care_setting}",
            row,
        )
        for row in rows_of(units)
    ]
    return _figure(gaps, bars, message=half_message(gaps), noun="return", table=table.of(units))


def gap_by_pillar(gaps: Gaps) -> Figure:
    """Each pillar's share of the system's gap, largest first."""
    pillars = gaps.widest_first
    table = BY_PILLAR.only("pillar", "gap_sum", "share", "gap_mean", "units_below", "units")
    bars = [(Row(name := pillar_name(row.pillar)), name, row) for row in rows_of(pillars)]
    return _figure(gaps, bars, message=share_message(gaps), noun="pillar", table=table.of(pillars))


def _figure(
    gaps: Gaps, bars: Sequence[tuple[Row, str, Any]], *, message: str, noun: str, table: Filled
) -> Figure:
    total = decimal(gaps.summary.sum or 0.0, 1)
    subtitle = (
        f"Exact points below {gaps.standard.in_words}, added up over "
        f"{plural(len(gaps.by_unit), 'return')} and {plural(len(gaps.by_pillar), 'pillar')}: {total} "
        f"points in all, by {noun}."
    )
    if not bars:
        return Figure(message, subtitle, f"{message}.", notice(message), table)
    listed = "; ".join(f"{full} {decimal(row.gap_sum, 1)} ({_share(row)})" for _, full, row in bars[:3])
    alt_text = (
        f"Bar chart of the gap to {gaps.standard.in_words} by {noun}, {plural(len(bars), 'bar')} "
        f"adding up to {total} points. {message}. Largest: {listed}."
    )
    return Figure(message, subtitle, alt_text, _spec(bars), table)


def _share(row: Any) -> str:
    return NO_VALUE if isnan(row.share) else per_cent(row.share)


def _spec(bars: Sequence[tuple[Row, str, Any]]) -> dict[str, Any]:
    records: list[dict[str, Any]] = [
        {
            "row": place,
            "full": full,
            "from": 0,
            "to": round(float(row.gap_sum), 4),
            "share": None if isnan(row.share) else round(float(row.share), 6),
            "fill": BLUE,
            "stroke": BLUE,
            "words": f"{full}, {decimal(row.gap_sum, 1)} points",
        }
        for place, (_, full, row) in enumerate(bars)
    ]
    tips = (("full", "Where"), ("to", "Gap (points, added up)", ".1f"), ("share", "Share of the gap", ".1%"))
    largest = max(record["to"] for record in records) or 1.0
    return row_chart(
        [replace(shown, figures=f"{decimal(row.gap_sum, 1)}  ({_share(row)})") for shown, _, row in bars],
        Marks("bar", records, tips, look={"strokeWidth": 0}),  # without a gap, nothing is drawn
        axis=Axis((0, largest), shown=False, zero=True),
        layout=Layout(label=18, between=5),
    )
