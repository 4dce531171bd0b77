"""The questions' charts as charts that PowerPoint draws itself, with the same colours and numbers."""

from collections.abc import Sequence
from math import ceil, isnan
from typing import Any, Final

import pandas as pd

from benchmark.charts.labels import Label, Plot, sides
from benchmark.charts.theme import BLUE, DARK_BLUE, GREY, ORANGE, score_domain
from benchmark.core.columns import pillar_name, rows_of
from benchmark.core.wording import large_start, short_name
from benchmark.documents.model import Axis, Drawn, Series
from benchmark.questions.gaps.measure import Gaps
from benchmark.questions.plan.measure import Planned
from benchmark.questions.plan.tables import units_of
from benchmark.questions.progress.measure import Progress
from benchmark.questions.progress.slope import MOVES, NOT_COUNTED, move_of
from benchmark.questions.spend.measure import Spend, SpendAndMaturity
from benchmark.questions.trusts.measure import Position

APART: Final = 0.2
"""The smallest distance, in points of a score, at which two names on a slide do not overlap."""
SCORE_AXIS: Final = Axis(*score_domain(), number="0.0", step=1)


def unit_name(trust: str, care_setting: str, several: bool) -> str:
    """A return's name on an axis; with its care setting if the trust has several."""
    return f"{short_name(trust)}, {care_setting}" if several else short_name(trust)


def gap_by_pillar(gaps: Gaps) -> Drawn:
    """Each pillar's part of the gap, largest first."""
    rows = [*rows_of(gaps.widest_first)]
    return _bars(gaps, [pillar_name(row.pillar) for row in rows], [row.gap_sum for row in rows])


def gap_by_unit(gaps: Gaps) -> Drawn:
    """Each return's part of the gap, largest first."""
    units = gaps.by_unit.sort_values(["gap_sum", "trust", "care_setting"], ascending=[False, True, True])
    several = set(units.loc[units["trust"].duplicated(), "trust"])
    rows = [*rows_of(units)]
    names = [unit_name(row.trust, row.care_setting, row.trust in several) for row in rows]
    return _bars(gaps, names, [row.gap_sum for row in rows])


def _bars(gaps: Gaps, names: Sequence[str], values: Sequence[float]) -> Drawn:
    most = max([*values, 0.0])
    axis = Axis(0.0, most * 1.15 or 1.0, number="0.0")
    series = Series("Gap, points added up", tuple(values), BLUE)
    return Drawn("bars", tuple(names), (series,), axis, reading=_POINTS.format(gaps.standard.in_words))


_POINTS: Final = "Points below {}, added up."


def slope(progress: Progress) -> Drawn:
    """Each trust in two rounds. Trusts that end at the same height share a label if it is short enough."""
    labels = _labels(progress.trusts)
    series, moves = [], []
    for row in rows_of(progress.trusts.sort_values(["score_to", "trust"], ascending=[False, True])):
        move = move_of(row)
        moves.append(move)
        series.append(
            Series(
                short_name(row.trust),
                (row.score_from, row.score_to, None),
                MOVES[move].colour,
                mark="circle",
                hollow_first=True,
                line=True,
                dashed=MOVES[move].dash != [1, 0],
                label=labels.get(row.ods_code, ""),
            )
        )
    legend = [words for move, words in _READ_AS.items() if move in moves]
    if len({name for label in labels.values() for name in label.split("; ")}) < len(series):
        legend.append("a line without a name ends too near to others")
    reading = f"{large_start('; '.join(legend))}. Overall scores on the domains that both rounds share."
    # The third place is empty: it leaves room for the names at the right.
    years = (str(progress.year_from), str(progress.year_to), " ")
    return Drawn("lines", years, tuple(series), SCORE_AXIS, reading=reading)


_READ_AS: Final = {
    "rose": "blue lines rose by 0.1 or more",
    "no material change": "grey dashes changed by less",
    "fell": "orange dashes fell by 0.1 or more",
    NOT_COUNTED: "pale dashes are ambulance services, which are not counted",
}
"""The look of each of `MOVES` in words, in place of a legend."""
LONGEST_LABEL: Final = 52
"""The most characters of a label beside a line."""


def _labels(trusts: pd.DataFrame) -> dict[str, str]:
    """ODS code -> label at the end of the trust's line: its name, with a trust that ends at the same height.

    The highest, the lowest and those that moved most come first. A label that would be too long, or too near
    to another, is left out.
    """
    ends = trusts["score_to"].isin([trusts["score_to"].min(), trusts["score_to"].max()])
    order = trusts.assign(end=ends, size=trusts["change"].abs()).sort_values(
        ["end", "size", "trust"], ascending=[False, False, True]
    )
    placed: dict[str, tuple[float, str]] = {}
    for row in rows_of(order):
        near = [code for code, (other, _) in placed.items() if abs(row.score_to - other) < APART]
        name = short_name(row.trust)
        if not near:
            placed[row.ods_code] = row.score_to, name
        elif len(near) == 1 and len(f"{placed[near[0]][1]}; {name}") <= LONGEST_LABEL:
            placed[near[0]] = placed[near[0]][0], f"{placed[near[0]][1]}; {name}"
    return {code: label for code, (_, label) in placed.items()}


def profile(position: Position) -> Drawn:
    """A trust on each pillar, with its peers' median and the standard."""
    rows = [*rows_of(position.pillars)]
    labels = tuple(pillar_name(row.pillar) for row in rows)
    # The trust comes last, so that it is drawn on top: its score may equal the median.
    series = []
    if position.held:
        standard = f"Standard: {position.standard.in_words}"
        series.append(Series(standard, _values(row.standard for row in rows), ORANGE, line=True))
    if position.comparable:
        series.append(Series("Median of the peers", _values(row.median for row in rows), GREY, mark="square"))
    own = _values(row.score for row in rows)
    series.append(Series(short_name(position.subject.name), own, DARK_BLUE, mark="circle"))
    return Drawn("lines", labels, tuple(series), SCORE_AXIS)


def shares(spend: Spend) -> Drawn:
    """Each trust's IT spend as a share of its expenditure, total or operating."""
    assert spend.totals is not None
    key = f"share_of_{spend.totals.denominator}"
    rows = [row for row in rows_of(spend.rows.sort_values("trust")) if not isnan(getattr(row, key))]
    values = tuple(float(getattr(row, key)) for row in rows)
    most = max([*values, 0.05])
    axis = Axis(0.0, most * 1.15, number="0.0%")
    return Drawn("bars", tuple(short_name(row.trust) for row in rows), (Series("Share", values, BLUE),), axis)


def spend_points(beside: SpendAndMaturity) -> Drawn:
    """Each trust's share spent on IT against its overall score."""
    rows = [*rows_of(beside.points)]
    across = ceil(max(*(row.share for row in rows), 0.01) * 1.15 * 200) / 200
    series = Series(
        "Trusts",
        tuple(float(row.overall) for row in rows),
        BLUE,
        across=tuple(float(row.share) for row in rows),
        mark="circle",
        beside=_beside(rows, across),
    )
    return Drawn(
        "points",
        (),
        (series,),
        Axis(*score_domain(), title="Overall score", number="0.0", step=1),
        Axis(0.0, across, title="Share spent on IT", number="0.0%"),
        reading=""
        if all(name for name, _ in series.beside)
        else "A point without a name lies too near to others.",
    )


PLOT: Final = (700.0, 230.0)
"""Width and height, in points, of the area of a slide that has marks with names beside them."""


def _beside(rows: Sequence[Any], across: float) -> tuple[tuple[str, str], ...]:
    """(name, side) for each trust: a side where the name covers nothing. Without such a side: no name."""
    wide, high = PLOT
    lowest, highest = score_domain()
    places = [(row.share / across, (highest - row.overall) / (highest - lowest) * high) for row in rows]
    plot = Plot(places, height=high, widths=(wide,))
    named = []
    for row, (x, y) in zip(rows, places, strict=True):
        name = short_name(row.trust)
        labels = {Label(name, x, y, side): where for side, where in zip(sides(9), _SIDES, strict=False)}
        label, covers = plot.freest(labels)
        if not covers:
            plot.put(label)
        named.append(("" if covers else name, labels[label]))
    return tuple(named)


_SIDES: Final = ("right", "left", "above", "below")
"""The names of the sides of a mark, in the order of `sides`."""


def before_after(planned: Planned) -> Drawn:
    """Each return's mean gap now and after the plan."""
    units = units_of(planned)
    several = set(units.loc[units["trust"].duplicated(), "trust"])
    rows = [*rows_of(units)]
    return Drawn(
        "bars",
        tuple(unit_name(row.trust, row.care_setting, row.trust in several) for row in rows),
        (
            Series("Mean gap now, points", _values(row.before for row in rows), GREY),
            Series("Mean gap after, points", _values(row.after for row in rows), BLUE),
        ),
        Axis(0.0, number="0.00"),
    )


def _values(found: Any) -> tuple[float | None, ...]:
    return tuple(None if value is None or isnan(value) else float(value) for value in found)
