"""Each return from the last round to this, with a mark where returns that started there came to stand."""

from typing import Any, Final

import altair as alt
import pandas as pd

from benchmark.charts.figure import Figure, source_line, titled
from benchmark.charts.labels import fitted, setting_mark
from benchmark.charts.theme import (
    BLUE,
    GRIDLINE,
    SECONDARY_TEXT,
    TEXT,
    WHITE,
    data,
    finished,
    mark_size,
    notice,
    pixel_scale,
    rows_of,
    score_domain,
    setting_shape,
    settings_present,
)
from benchmark.definitions import definitions
from benchmark.measures.improvers import BANDS, Band, Improvers
from benchmark.wording import plural, short_name, signed

ROW_PX: Final = 34
LABEL_PX: Final = 17
"""Names stand above their line: beside it they would leave no room for the line on a telephone."""
HEAD_PX: Final = 34
NARROW_PX: Final = 670
NARROW_LENGTH: Final = 30
"""Characters of a name that fit beside its figures below NARROW_PX of width."""
EXPECTED: Final = "#6A3D9A"
TICK_PX: Final = 7

BAND_WORDS: Final[dict[Band, str]] = {
    "more": "Rose more than expected, or fell less",
    "as expected": "As expected",
    "less": "Rose less than expected, or fell more",
    "not known": "Too few returns in England to expect anything",
}


def improvers_figure(found: Improvers, *, fictional: bool = False) -> Figure:
    """Every matched return by band and name: hollow before, filled now, a tick where it was expected."""
    units = found.units
    message = improvers_message(found)
    title = titled(message, fictional=fictional)
    source = source_line("overall_comparable", fictional=fictional)
    table = _table(found)
    year = found.scope.assessment_year
    if units.empty:
        return Figure(
            title, "", f"{message}.", notice(f"No return in both {found.year_from} and {year}"), table, source
        )
    subtitle = (
        f"Comparable overall score, hollow {found.year_from}, filled {year}. Violet tick: where returns of "
        "the same care setting in England that started from the same score came to stand. More and less: by "
        f"{definitions().threshold('overall'):g} or more. By name within each group, not by size."
    )
    return Figure(title, subtitle, _alt(found), _spec(found), table, source)


def improvers_message(found: Improvers) -> str:
    """How many returns rose more than expected, and how many less."""
    units = found.units
    if units.empty:
        return "No return in both rounds"
    counts = {band: int((units["band"] == band).sum()) for band in BANDS}
    known = len(units) - counts["not known"]
    if not known:
        return "Too few returns in England to say what was to be expected"
    if not counts["more"] and not counts["less"]:
        return "No return moved materially more or less than expected"
    if known == 1:
        unit = next(rows_of(units))
        did, turned = ("rose", ("more", "less")) if unit.change > 0 else ("fell", ("less", "more"))
        return f"The return {did} {turned[unit.band == 'less']} than expected from where it started"
    return (
        f"Of {known} returns, {counts['more'] or 'none'} did materially better than expected from where they "
        f"started, and {counts['less'] or 'none'} worse"
    )


def _spec(found: Improvers) -> dict[str, Any]:
    records, heads, height = _laid_out(found)
    x = alt.X(
        "score_from:Q",
        scale=alt.Scale(domain=list(score_domain()), nice=False, zero=False, padding=10),
        axis=alt.Axis(
            values=[1, 2, 3, 4, 5], format="d", title="Comparable overall score, 1 to 5", grid=False
        ),
    )
    scale = pixel_scale(height)
    y = alt.Y("y:Q", scale=scale, axis=None)
    chart, titles = alt.Chart(data(records)), alt.Chart(data(heads))
    tooltip = [
        alt.Tooltip("full:N", title="Return"),
        alt.Tooltip("score_from:Q", title=str(found.year_from), format=".2f"),
        alt.Tooltip("score_to:Q", title=str(found.scope.assessment_year), format=".2f"),
        alt.Tooltip("figures:N", title="Change"),
    ]
    label_y = alt.Y("label_y:Q", scale=scale, axis=None)
    expected = alt.Chart(data([record for record in records if record["expected"] is not None]))
    names = alt.value(alt.expr(f"width < {NARROW_PX} ? datum.short : datum.label"))
    layers: list[alt.Chart] = [
        titles.mark_text(align="left", baseline="middle", fontWeight="bold", fontSize=13, color=TEXT).encode(
            x=alt.value(0), y=y, text=alt.Text("text:N")
        ),
        chart.mark_rule(color=GRIDLINE, aria=False).encode(x=alt.value(0), x2=alt.value("width"), y=y),
        chart.mark_text(align="left", baseline="middle", color=TEXT).encode(
            x=alt.value(0), y=label_y, text=names
        ),
        chart.mark_text(align="right", baseline="middle", color=SECONDARY_TEXT).encode(
            x=alt.value("width"), y=label_y, text=alt.Text("figures:N")
        ),
        chart.mark_rule(color=BLUE, strokeWidth=2, aria=False).encode(x=x, x2=alt.X2("score_to:Q"), y=y),
        *_ends(records, settings_present(found.units["care_setting"]), x, y, tooltip),
        expected.mark_rule(color=EXPECTED, strokeWidth=3).encode(
            x=alt.X("expected:Q", scale=x["scale"]),
            y=alt.Y("tick_top:Q", scale=scale, axis=None),
            y2=alt.Y2("tick_bottom:Q"),
            tooltip=tooltip,
        ),
    ]
    return finished(*layers, height=height)


def _ends(
    records: list[dict[str, Any]], settings: list[str], x: alt.X, y: alt.Y, tooltip: list[alt.Tooltip]
) -> list[alt.Chart]:
    """Both ends of each line: hollow before, filled now."""
    ends = [
        record
        | {
            "at": at,
            "score": record[f"score_{end}"],
            "words": f"{record['full']}, {record[f'score_{end}']:.2f} in {record[f'year_{end}']}",
        }
        for record in records
        for at, end in enumerate(("from", "to"))
    ]
    chart = alt.Chart(data(ends))
    size = alt.Size("size:Q", scale=None, legend=None)
    score = alt.X("score:Q", scale=x["scale"], axis=x["axis"])
    # Hollow is a white ground under an unfilled mark: a white fill would whiten the legend's shapes.
    grounds = (
        chart.transform_filter("datum.at == 0")
        .mark_circle(color=WHITE, opacity=1, aria=False)
        .encode(x=score, y=y, size=size)
    )
    marks = chart.mark_point(filled=True, opacity=1, color=BLUE, stroke=BLUE, strokeWidth=1.8).encode(
        x=score,
        y=y,
        shape=setting_shape(settings),
        fillOpacity=alt.condition("datum.at == 0", alt.value(0), alt.value(1)),
        size=size,
        tooltip=tooltip,
        description=alt.Description("words:N"),
    )
    return [grounds, marks]


def _laid_out(found: Improvers) -> tuple[list[dict[str, Any]], list[dict[str, Any]], float]:
    """Rows and headings in pixels from the top, and the height of all."""
    records: list[dict[str, Any]] = []
    heads: list[dict[str, Any]] = []
    top = 0.0
    for band in BANDS:
        of_band = found.units[found.units["band"] == band]
        if of_band.empty:
            continue
        heads.append({"text": BAND_WORDS[band], "y": top + HEAD_PX / 2})
        top += HEAD_PX
        for unit in rows_of(of_band):
            middle = top + LABEL_PX + (ROW_PX - LABEL_PX) / 2 - 1
            expected = None if pd.isna(unit.expected) else round(float(unit.score_from + unit.expected), 4)
            figures = signed(unit.change)
            if expected is not None:
                figures += f", expected {signed(unit.expected)}"
            full = f"{unit.trust}, {unit.care_setting}"
            records.append(
                {
                    "label": f"{short_name(unit.trust)}, {unit.care_setting}",
                    "short": _narrow_label(unit.trust, unit.care_setting),
                    "full": full,
                    "care_setting": unit.care_setting,
                    "size": round(mark_size(unit.care_setting) * 0.8),
                    "score_from": round(float(unit.score_from), 4),
                    "score_to": round(float(unit.score_to), 4),
                    "expected": expected,
                    "figures": figures,
                    "year_from": found.year_from,
                    "year_to": found.scope.assessment_year,
                    "label_y": top + LABEL_PX / 2 + 1,
                    "y": middle,
                    "tick_top": middle - TICK_PX,
                    "tick_bottom": middle + TICK_PX,
                }
            )
            top += ROW_PX
    return records, heads, top + 4


def _narrow_label(trust: str, care_setting: str) -> str:
    mark = f" ({setting_mark(care_setting)})"
    return fitted(short_name(trust), NARROW_LENGTH - len(mark), at_word=False) + mark


def _alt(found: Improvers) -> str:
    units = found.units
    counts = "; ".join(
        f"{BAND_WORDS[band].lower()}: {int((units['band'] == band).sum())}"
        for band in BANDS
        if (units["band"] == band).any()
    )
    return (
        f"Dot plot of {plural(len(units), 'return')} from {found.year_from} to "
        f"{found.scope.assessment_year} on the comparable overall score, 1 to 5, with the score expected of "
        f"each. {improvers_message(found)}. "
        f"{counts[0].upper()}{counts[1:]}."
    )


def _table(found: Improvers) -> pd.DataFrame:
    units = found.units
    return pd.DataFrame(
        {
            "Trust": units["trust"],
            "ODS code": units["ods_code"],
            "Care setting": units["care_setting"],
            f"Comparable overall score {found.year_from} (1 to 5)": units["score_from"].round(2),
            f"Comparable overall score {found.scope.assessment_year} (1 to 5)": units["score_to"].round(2),
            "Change (points)": units["change"].round(2),
            "Expected change (points)": units["expected"].round(2),
            "Difference (points)": units["difference"].round(2),
            "Against what was expected": [BAND_WORDS[band] for band in units["band"]],
        }
    ).reset_index(drop=True)
