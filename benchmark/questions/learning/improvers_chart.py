"""Each return in the last round and in this one, with a mark at its expected score."""

from itertools import groupby
from typing import Any, Final

import pandas as pd

from benchmark.charts.figure import Figure
from benchmark.charts.labels import fitted, setting_mark
from benchmark.charts.marks import by, notice, score_axis
from benchmark.charts.rows import NARROW_LENGTH, Key, Layout, Marks, Row, row_chart, setting_keys
from benchmark.charts.theme import BLUE, WHITE, mark_size, settings_present, shape_of
from benchmark.common.scope import setting_position
from benchmark.core.columns import rows_of
from benchmark.core.wording import decimal, large_start, plural, short_name, small_start
from benchmark.questions.learning.columns import BAND_WORDS, IMPROVERS
from benchmark.questions.learning.expected import BANDS
from benchmark.questions.learning.improvers import Improvers, improvers_message, rise_words

NARROW_PX: Final = 620
"""The narrowest width, in pixels, at which a full name fits beside its figures."""
EXPECTED: Final = "#6A3D9A"


def improvers_figure(improvers: Improvers) -> Figure:
    """Every matched return by band and name: hollow before, filled now, a tick at the expected score."""
    message, year = improvers_message(improvers), improvers.scope.assessment_year
    table = IMPROVERS.headed(
        score_from=f"Comparable overall score {improvers.year_from}",
        score_to=f"Comparable overall score {year}",
    ).of(improvers.units)
    if improvers.units.empty:
        nothing = notice(f"No return in both {improvers.year_from} and {year}")
        return Figure(message, "", f"{message}.", nothing, table)
    subtitle = (
        f"Comparable overall score, hollow {improvers.year_from}, filled {year}. Violet tick: the score "
        "that returns of the same care setting in England reached from the same start. More and less: "
        "outside the middle 80% of England's returns of the care setting. By name within each group, not by "
        "size."
    )
    return Figure(message, subtitle, _alt(improvers), _spec(improvers), table)


def _spec(improvers: Improvers) -> dict[str, Any]:
    """A row for each unit below the words of its band; the legend names the settings' shapes."""
    rows: list[Row] = []
    records: list[dict[str, Any]] = []
    for band, of_band in groupby(rows_of(improvers.units), key=lambda unit: unit.against_expected):
        rows.append(Row(BAND_WORDS[band], heading=True))
        for unit in sorted(of_band, key=_by_shown_name):
            records.append({"row": len(rows), **_record(unit, improvers)})
            rows.append(
                Row(
                    f"{short_name(unit.trust)}, {unit.care_setting}",
                    records[-1]["figures"],
                    narrow=_narrow_label(unit.trust, unit.care_setting),
                )
            )
    tips = (
        ("full", "Return"),
        ("from", "Before", ".2f"),
        ("to", "Now", ".2f"),
        ("figures", "Change"),
    )
    expected = [record | {"at": record["expected"]} for record in records if record["expected"] is not None]
    ends = [
        record
        | {
            "at": record[end],
            "fill": fill,
            "words": f"{record['full']}, {decimal(record[end], 2)} in {year}",
        }
        for record in records
        for end, fill, year in (
            ("from", WHITE, improvers.year_from),
            ("to", BLUE, improvers.scope.assessment_year),
        )
    ]
    dot = {"shape": by("shape"), "stroke": BLUE, "strokeWidth": 1.8}
    key = setting_keys(settings_present(improvers.units["care_setting"]))
    return row_chart(
        rows,
        Marks("line", records, words=None, look={"stroke": BLUE}),
        Marks("dot", ends, tips, look=dot),
        Marks("tick", expected, tips, words=None, look={"color": EXPECTED, "strokeWidth": 3}),
        axis=score_axis("Comparable overall score, 1 to 5"),
        key=[*key, Key("expected", stroke=EXPECTED, mark="tick")] if expected else key,
        layout=Layout(label=18, band=14, between=4, heading=34, narrow=NARROW_PX),
        ground=True,
    )


def _by_shown_name(unit: Any) -> tuple[int, str]:
    """The sort key of a return in its band: care setting as defined, then the name that its row shows."""
    return setting_position([unit.care_setting])[0], short_name(unit.trust)


def _record(unit: Any, improvers: Improvers) -> dict[str, Any]:
    expected = None if pd.isna(unit.expected) else round(float(unit.score_from + unit.expected), 4)
    return {
        "full": f"{unit.trust}, {unit.care_setting}",
        "shape": shape_of(unit.care_setting),
        "size": round(mark_size(unit.care_setting) * 0.8),
        "from": round(float(unit.score_from), 4),
        "to": round(float(unit.score_to), 4),
        "expected": expected,
        "figures": rise_words(unit.change, unit.expected),
    }


def _narrow_label(trust: str, care_setting: str) -> str:
    mark = f" ({setting_mark(care_setting)})"
    return fitted(short_name(trust), NARROW_LENGTH - len(mark), at_word=False) + mark


def _alt(improvers: Improvers) -> str:
    units = improvers.units
    counts = "; ".join(
        f"{small_start(BAND_WORDS[band])}: {int((units['against_expected'] == band).sum())}"
        for band in BANDS
        if (units["against_expected"] == band).any()
    )
    return (
        f"Dot plot of {plural(len(units), 'return')} from {improvers.year_from} to "
        f"{improvers.scope.assessment_year} on the comparable overall score, 1 to 5, with the score expected "
        f"of each. {improvers_message(improvers)}. "
        f"{large_start(counts)}."
    )
