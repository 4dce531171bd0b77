"""From the last round to this: every trust as a line, its returns as marks, floor to ceiling as a band."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from benchmark.charts.figure import Figure
from benchmark.charts.labels import fitted, spread_apart
from benchmark.charts.marks import (
    Axis,
    Channel,
    Layer,
    areas,
    at,
    brought,
    expr,
    finished,
    lines,
    notice,
    points,
    rules,
    score_axis,
    setting_shapes,
    texts,
)
from benchmark.charts.theme import (
    BLUE,
    GREY,
    ORANGE,
    SECONDARY_TEXT,
    TEXT,
    WHITE,
    mark_size,
    score_domain,
    settings_present,
)
from benchmark.core.columns import rows_of
from benchmark.core.definitions import definitions
from benchmark.core.wording import counted, decimal, in_list, plural, short_name
from benchmark.questions.progress.columns import UNITS
from benchmark.questions.progress.measure import Progress
from benchmark.questions.progress.words import as_shown, progress_answer, verdict_sentence

HEIGHT: Final = 520
LABEL_PX: Final = 15
ALL_LABELLED: Final = 14
"""With more trusts, only the largest movers and both ends are named."""
MOVERS_LABELLED: Final = 4
NARROW_PX: Final = 620
NAME_LENGTH: Final = 40
NARROW_LENGTH: Final = 14
"""Characters of a name that fit at the right: above, and below, a width of NARROW_PX."""
LEFT_PX: Final = 78
"""Pixels for the earlier floor and ceiling, written beside their dots."""
RIGHT: Final = "clamp(width * 0.45, 110, 300)"
"""Pixels kept for names on the right: they depend on the width, so that a telephone keeps its lines."""
LEADER_PX: Final = 24
"""Pixels from a dot to its name, which may be higher or lower than the dot."""


@dataclass(frozen=True)
class _MoveLine:
    """The look of a line: its colour, and its dashes for people who do not see the colour."""

    colour: str
    dash: list[int]


_SCORES: Final = (("from", "Earlier"), ("to", "Later"), ("change", "Change"))
_TIPS: Final = (("trust", "Trust"), ("care_setting", "Care setting"), *_SCORES)
_TRUST_TIPS: Final = (("trust", "Trust"), ("care_settings", "Mean of"), *_SCORES)
NOT_COUNTED: Final = "ambulance service, not counted"
MOVES: Final = {
    "rose": _MoveLine(BLUE, [1, 0]),
    "no material change": _MoveLine(GREY, [2, 3]),
    "fell": _MoveLine(ORANGE, [7, 4]),
    NOT_COUNTED: _MoveLine("#9FB0BA", [1, 4]),
}


def progress_slope(progress: Progress, *, height: int = HEIGHT) -> Figure:
    """Each trust's comparable overall score in both rounds as a line on 1 to 5, its returns as marks.

    height: of the plot, in pixels.
    """
    sentence = verdict_sentence(progress)
    table = (
        UNITS.beginning("trust")
        .headed(
            score_from=f"Comparable overall score {progress.year_from}",
            score_to=f"Comparable overall score {progress.year_to}",
        )
        .of(progress.units.sort_values(["trust_change", "trust"], ascending=[False, True], kind="stable"))
    )
    years = f"{progress.year_from} to {progress.year_to}"
    if progress.units.empty:
        return Figure(sentence, "", f"{sentence}.", notice(f"No return in both rounds, {years}"), table)
    subtitle = (
        f"Comparable overall score of {plural(progress.n_trusts, 'trust')} in both rounds, {years}: a line "
        f"for each, the mean of its returns, which are the marks. "
        f"Hollow: {progress.year_from}; filled: {progress.year_to}. Rose and fell: by "
        f"{definitions().threshold('overall'):g} or more."
    )
    if progress.floor_from is not None:
        subtitle += " Band: from the lowest trust (floor) to the highest (ceiling)."
    return Figure(sentence, subtitle, _alt(progress), _spec(progress, height), table)


def move_of(trust: Any) -> str:
    """The movement of a row of the table TRUSTS, as a key of MOVES."""
    if not trust.counted:
        return NOT_COUNTED
    if not trust.material:
        return "no material change"
    return "rose" if trust.change > 0 else "fell"


def labelled_trusts(trusts: pd.DataFrame) -> pd.DataFrame:
    """The trusts to name on the chart: all if there are few, else movers and both ends."""
    if len(trusts) <= ALL_LABELLED:
        return trusts
    movers = trusts["change"].abs().nlargest(MOVERS_LABELLED).index
    keep = trusts.index.isin(movers)
    for column in ("score_from", "score_to"):
        keep |= trusts[column].isin([trusts[column].min(), trusts[column].max()])
    return trusts[keep]


def _spec(progress: Progress, height: int) -> dict[str, Any]:
    trusts = progress.trusts.sort_values(["score_to", "trust"], ascending=[False, True])
    x = Axis(
        (0, 1),
        values=(0, 1),
        range=(LEFT_PX, expr(f"width - {RIGHT}")),
        more=(
            ("orient", "bottom"),
            ("labelFontSize", 13),
            ("labelFontWeight", "bold"),
            ("labelExpr", f"datum.value < 0.5 ? '{progress.year_from}' : '{progress.year_to}'"),
        ),
    )
    y = replace(score_axis(None), padding=None, more=(("grid", True),))
    return finished(
        *_band(progress, x, y, height),
        *_lines(progress, x, y),
        *_names(progress, [*rows_of(labelled_trusts(trusts))], height),
        height=height,
    )


def _band(progress: Progress, x: Axis, y: Axis, height: int) -> list[Layer]:
    """The range of each round as one area, with its earlier ends named at the left."""
    if progress.floor_from is None or progress.ceiling_from is None:
        return []
    corners: list[dict[str, Any]] = [
        {"at": 0, "score": progress.floor_from, "ceiling": progress.ceiling_from},
        {"at": 1, "score": progress.floor_to, "ceiling": progress.ceiling_to},
    ]
    named = (("ceiling", progress.ceiling_from), ("floor", progress.floor_from))
    ends = [
        {"at": 0, "text": f"{name} {decimal(score, 2)}", "y": down}
        for (name, score), down in zip(named, _apart([score for _, score in named], height), strict=True)
    ]
    return [
        areas(corners, x=("at", x), y=("score", y), y2="ceiling", color="#E6EDF3", line=False),
        texts(ends, x=("at", x), align="right", dx=-10, fontWeight="bold"),
    ]


def _down(score: float, height: int) -> float:
    """The height of a score, in pixels from the top."""
    lowest, highest = score_domain()
    return (highest - score) / (highest - lowest) * height


def _apart(scores: Sequence[float], height: int) -> list[float]:
    """The heights of the names of scores, in pixels from the top, so that none covers another."""
    places = spread_apart(
        [_down(score, height) for score in scores],
        distance=LABEL_PX,
        lowest=LABEL_PX / 2,
        highest=height - LABEL_PX / 2,
    )
    return [round(place, 2) for place in places]


def _lines(progress: Progress, x: Axis, y: Axis) -> list[Layer]:
    """A line for each trust, with crossed ends if it is a mean of several returns; a mark for each return."""
    years = (progress.year_from, progress.year_to)
    trusts = [
        {
            "trust": trust.trust,
            "care_settings": in_list(trust.care_settings),
            "several": len(trust.care_settings) > 1,
            "score": round(float(score), 4),
            **_scores(trust),
            "move": move_of(trust),
            "at": at,
        }
        for trust in rows_of(progress.trusts)
        for at, score in enumerate((trust.score_from, trust.score_to))
    ]
    moves = {trust.ods_code: move_of(trust) for trust in rows_of(progress.trusts)}
    returns = [
        {
            "trust": unit.trust,
            "care_setting": unit.care_setting,
            "score": round(float(score), 4),
            **_scores(unit),
            "move": moves[unit.ods_code] if unit.counted else NOT_COUNTED,
            "at": at,
            "words": f"{unit.trust}, {unit.care_setting}, {decimal(score, 2)} in {years[at]}",
            "size": mark_size(unit.care_setting),
        }
        for unit in rows_of(progress.units)
        for at, score in enumerate((unit.score_from, unit.score_to))
    ]
    present = [move for move in MOVES if any(record["move"] == move for record in (*trusts, *returns))]
    colour = _by_move(present, [MOVES[move].colour for move in present])
    places: dict[str, Any] = {"x": ("at", x), "y": ("score", y)}
    size = brought("size", "quantitative")
    earlier = "datum.at == 0"
    means = [trust for trust in trusts if trust["several"]]
    return [
        lines(
            trusts,
            **places,
            each="trust",
            channels={
                "color": colour,
                "strokeDash": _by_move(present, [MOVES[move].dash for move in present]),
            },
            strokeWidth=1.8,
            tips=_TRUST_TIPS,
        ),
        *(
            [points(means, **places, shape="stroke", size=220, strokeWidth=2.2, channels={"stroke": colour})]
            if means
            else []
        ),
        # Hollow is a white mark below an unfilled one: a white fill would also whiten the legend's shapes.
        points(
            returns,
            **places,
            shape="circle",
            filled=True,
            color=WHITE,
            only=earlier,
            channels={"size": size},
        ),
        points(
            returns,
            **places,
            filled=True,
            strokeWidth=1.8,
            channels={
                "shape": setting_shapes(settings_present(progress.units["care_setting"])),
                "stroke": colour,
                "color": colour,
                "fillOpacity": {"condition": {"test": earlier, "value": 0}, "value": 1},
                "size": size,
            },
            tips=_TIPS,
            words="words",
        ),
    ]


def _scores(row: Any) -> dict[str, str]:
    """Both scores and the change, for a tooltip."""
    return dict(zip(("from", "to", "change"), as_shown(row.score_from, row.score_to), strict=True))


def _by_move(present: Sequence[str], looks: Sequence[Any]) -> Channel:
    """A channel with a look for each move; the legend shows only moves that occur."""
    return {
        "field": "move",
        "type": "nominal",
        "scale": {"domain": [*present], "range": [*looks]},
        "legend": {
            # With the longest of the names, a row of three is wider than a telephone.
            "columns": 2 if NOT_COUNTED in present else 3,
            "symbolType": "stroke",
            "symbolStrokeWidth": 2.5,
            "symbolSize": 400,
        },
    }


def _names(progress: Progress, trusts: Sequence[Any], height: int) -> list[Layer]:
    """Names at the right with the later floor and ceiling, pushed apart, with a thin line from each dot."""
    records: list[dict[str, Any]] = [
        {
            "score": float(trust.score_to),
            "text": f"{decimal(trust.score_to, 2)}  {fitted(short_name(trust.trust), NAME_LENGTH)}",
            "short": f"{decimal(trust.score_to, 2)}  "
            + fitted(short_name(trust.trust), NARROW_LENGTH, at_word=False),
            "strong": False,
        }
        for trust in trusts
    ]
    if progress.floor_to is not None and progress.ceiling_to is not None:
        ceiling, floor = (
            f"ceiling {decimal(progress.ceiling_to, 2)}",
            f"floor {decimal(progress.floor_to, 2)}",
        )
        records.insert(0, {"score": progress.ceiling_to, "text": ceiling, "short": ceiling, "strong": True})
        records.append({"score": progress.floor_to, "text": floor, "short": floor, "strong": True})
    for record, place in zip(records, _apart([record["score"] for record in records], height), strict=True):
        record |= {"dot": round(_down(record["score"], height), 2), "y": place}
    return [
        rules(
            records,
            x=at(f"width - {RIGHT} + 7"),
            x2=at(f"width - {RIGHT} + {LEADER_PX - 4}"),
            y="dot",
            y2="y",
            color="#B4C0C8",
            strokeWidth=0.8,
        ),
        texts(
            records,
            x=at(f"width - {RIGHT} + {LEADER_PX}"),
            text=expr(f"width < {NARROW_PX} ? datum.short : datum.text"),
            limit=expr(f"{RIGHT} - {LEADER_PX}"),
            fontWeight=expr("datum.strong ? 'bold' : 'normal'"),
            color=expr(f"datum.strong ? '{TEXT}' : '{SECONDARY_TEXT}'"),
        ),
    ]


def _alt(progress: Progress) -> str:
    apart = len(progress.trusts) - progress.n_trusts
    besides = f" and of {counted(apart, 'ambulance service')}, not counted," if apart else ""
    # With too few trusts, both sentences are the same.
    sentences = dict.fromkeys((progress_answer(progress).whole, f"{verdict_sentence(progress)}."))
    return (
        f"A line for each of {plural(progress.n_trusts, 'trust')}{besides} from {progress.year_from} to "
        f"{progress.year_to}. {' '.join(sentences)}"
    )
