"""A trust's change since the round before: a row for each care setting, and one for each of its pillars."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any, Final

import pandas as pd

from benchmark.charts.figure import Figure
from benchmark.charts.marks import by, score_axis
from benchmark.charts.rows import Layout, Marks, Row, row_chart, setting_keys
from benchmark.charts.theme import BLUE, WHITE, mark_size, settings_present, shape_of
from benchmark.core.columns import pillar_name, rows_of
from benchmark.core.definitions import definitions
from benchmark.core.wording import beside, decimal, plural, short_name
from benchmark.questions.trusts.columns import MOVEMENT, PILLAR_MOVEMENT
from benchmark.questions.trusts.movement import TrustMovement
from benchmark.questions.trusts.words import pillars_moved, settings_moved

LAYOUT: Final = Layout(label=18, band=14, between=4, heading=34)


def movement_figure(moved: TrustMovement, name: str) -> Figure:
    """The comparable overall score of each care setting. moved: with at least one in both rounds."""
    message = settings_moved(moved, name)
    rows: list[Row] = []
    records: list[dict[str, Any]] = []
    for unit in rows_of(moved.overall):
        words = _change(unit, definitions().threshold("overall"), decimals=2)
        records.append(_record(unit, unit.care_setting, words, at=len(rows)))
        rows.append(Row(unit.care_setting, words))
    return Figure(
        message,
        f"Comparable overall score, on the domains that both rounds share. Hollow: {moved.year_from}; "
        f"filled: {moved.year_to}. Changes from {definitions().threshold('overall'):g} on are material; "
        "self-assessed.",
        f"Dot plot of {plural(len(rows), 'care setting')} of {short_name(name)} in {moved.year_from} and "
        f"{moved.year_to}, on the comparable overall score, 1 to 5. {message}.",
        _drawn(rows, records, moved.overall, (moved.year_from, moved.year_to), "Comparable overall score"),
        MOVEMENT.headed(
            score_from=f"Comparable overall score {moved.year_from}",
            score_to=f"Comparable overall score {moved.year_to}",
        ).of(moved.overall),
    )


def pillar_movement_figure(moved: TrustMovement, name: str) -> Figure:
    """Each pillar of each care setting. moved: with at least one pillar in both rounds."""
    message = pillars_moved(moved).removesuffix(".")
    rows: list[Row] = []
    records: list[dict[str, Any]] = []
    for setting, units in groupby(rows_of(moved.pillars), key=lambda unit: unit.care_setting):
        rows.append(Row(setting, heading=True))
        for unit in units:
            words = _change(unit, definitions().material(unit.pillar, setting), decimals=1)
            records.append(_record(unit, f"{pillar_name(unit.pillar)}, {setting}", words, at=len(rows)))
            rows.append(Row(pillar_name(unit.pillar), words))
    return Figure(
        message,
        f"Score on each pillar. Hollow: {moved.pillars_from}; filled: {moved.year_to}. Changes by more than "
        "one answer are material; self-assessed.",
        f"Dot plot of {plural(len(records), 'pillar score')} of {short_name(name)} in {moved.pillars_from} "
        f"and {moved.year_to}, 1 to 5. {message}.",
        _drawn(rows, records, moved.pillars, (moved.pillars_from, moved.year_to), "Score"),
        PILLAR_MOVEMENT.headed(
            score_from=f"Score {moved.pillars_from}", score_to=f"Score {moved.year_to}"
        ).of(moved.pillars),
    )


def _change(unit: Any, least: float, *, decimals: int) -> str:
    now, before, change = beside(unit.score_to, unit.score_from, decimals=decimals, threshold=least)
    return f"{before} → {now} ({change}{', material' if unit.material else ''})"


def _record(unit: Any, full: str, words: str, *, at: int) -> dict[str, Any]:
    return {
        "row": at,
        "full": full,
        "shape": shape_of(unit.care_setting),
        "size": mark_size(unit.care_setting),
        "from": round(float(unit.score_from), 4),
        "to": round(float(unit.score_to), 4),
        "figures": words,
    }


def _drawn(
    rows: Sequence[Row],
    records: Sequence[dict[str, Any]],
    units: pd.DataFrame,
    years: tuple[int | None, int],
    score: str,
) -> dict[str, Any]:
    """A hollow mark joined to a filled one in each row."""
    ends = [
        record
        | {"at": record[end], "fill": fill, "words": f"{record['full']}, {decimal(record[end], 2)} in {year}"}
        for record in records
        for end, fill, year in (("from", WHITE, years[0]), ("to", BLUE, years[1]))
    ]
    tips = (("full", "Score of"), ("from", "Before", ".2f"), ("to", "Now", ".2f"), ("figures", "Change"))
    return row_chart(
        rows,
        Marks("line", records, words=None, look={"stroke": BLUE}),
        Marks("dot", ends, tips, look={"shape": by("shape"), "stroke": BLUE, "strokeWidth": 1.8}),
        axis=score_axis(f"{score}, 1 to 5"),
        key=setting_keys(settings_present(units["care_setting"])),
        layout=LAYOUT,
        ground=True,
    )
