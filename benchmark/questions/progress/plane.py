"""All systems on one plane: change of the floor against change of the ceiling, with each verdict."""

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from benchmark.charts.figure import Figure
from benchmark.charts.labels import LINE_BREAK, Label, Plot, Side, fitted, sides
from benchmark.charts.marks import (
    Axis,
    Layer,
    areas,
    at,
    brought,
    by,
    expr,
    finished,
    notice,
    points,
    rules,
    texts,
)
from benchmark.charts.theme import SECONDARY_TEXT, TEXT, VERDICT_MARKS, WHITE, mark_size
from benchmark.core.definitions import definitions
from benchmark.core.wording import number, plural, signed
from benchmark.questions.progress.columns import SYSTEMS
from benchmark.questions.progress.verdict import LEVELLED_UP, TOO_FEW, is_firm
from benchmark.questions.progress.words import as_shown, verdict_clause

EDGE: Final = 1e-6
"""Points; less than the difference of any two changes."""
REGION_NAMES: Final = {
    "pulled_apart": "Pulled apart",
    "leaders_ahead": f"The leaders{LINE_BREAK}moved ahead",
    "rose_leaders_faster": f"All rose, the{LINE_BREAK}leaders faster",
    "rose_together": "Rose together",
    "levelled_up": "Levelled up",
    "levelled_up_leaders_slipped": f"Levelled up,{LINE_BREAK}leaders slipped",
    "levelled_down": "Levelled down",
    "fell_together": "Fell together",
    "fell_behind": f"The lowest{LINE_BREAK}fell behind",
    "little_change": f"Little{LINE_BREAK}change",
}
SHADES: Final = {
    "pulled_apart": "#FBF1EA",
    "leaders_ahead": "#FDF6EF",
    "rose_leaders_faster": "#EEF6F7",
    "rose_together": "#E3F1F1",
    "levelled_up": "#EBF2FA",
    "levelled_up_leaders_slipped": "#F1ECF6",
    "levelled_down": "#F5F0E8",
    "fell_together": "#EFE8DC",
    "fell_behind": "#FBEEE6",
    "little_change": "#F3F5F6",
}


def regions(lowest: float, highest: float) -> dict[str, list[tuple[float, float, float]]]:
    """The region of each verdict on the plane from lowest to highest, both beyond three times the threshold.

    A list of (floor change, lower edge, upper edge) from left to right, joined by straight lines.
    """
    m, lo, hi = definitions().threshold("overall"), lowest, highest
    return {
        "pulled_apart": [(lo, m, hi), (-m, m, hi)],
        "leaders_ahead": [(-m, m, hi), (0, m, hi), (m, 2 * m, hi)],
        "rose_leaders_faster": [(m, 2 * m, hi), (hi - m, hi, hi)],
        "rose_together": [(m, m, 2 * m), (2 * m, m, 3 * m), (hi - m, hi - 2 * m, hi), (hi, hi - m, hi)],
        "levelled_up": [(m, -m, 0), (hi, -m, hi - m)],
        "levelled_up_leaders_slipped": [(m, lo, -m), (hi, lo, -m)],
        "levelled_down": [(lo + m, lo, lo), (0, lo, -m), (m, lo, -m)],
        "fell_together": [
            *((lo, lo, lo + m), (lo + m, lo, lo + 2 * m)),
            *((-2 * m, -3 * m, -m), (-m, -2 * m, -m)),
        ],
        "fell_behind": [(lo, lo + m, m), (-m, 0, m)],
        # At a vertical edge, two places very near each other stand for one.
        "little_change": [
            *((-2 * m, -m, -m), (-m - EDGE, -m, 0), (-m, -2 * m, m), (0, -m, m)),
            *((m, -m, 2 * m), (m + EDGE, 0, m), (2 * m, m, m)),
        ],
    }


def region_labels(counts: Counter[str], plot: Plot, *, lowest: float, highest: float) -> list[Label]:
    """The verdicts' names, each in a corner of its region, with the number of systems in it."""
    m = definitions().threshold("overall")

    def name(key: str, floor: float, ceiling: float, side: Side) -> Label:
        across, down = (floor - lowest) / (highest - lowest), (highest - ceiling) / (highest - lowest)
        return Label(f"{REGION_NAMES[key]}: {counts[key]}", across, down * plot.height, side)

    names = [
        name("pulled_apart", lowest, highest, Side("left", 8, 14)),
        name("rose_leaders_faster", m, highest, Side("left", 8, 14)),
        name("rose_together", highest, highest - m / 2, Side("right", -8, 22)),
        name("fell_behind", lowest, m, Side("left", 8, 14)),
        name("levelled_up", highest, -m, Side("right", -8, -11)),
        name("levelled_up_leaders_slipped", highest, lowest, Side("right", -8, -25)),
        # Higher by a line than its neighbour, which it would otherwise overlap on a telephone.
        name("levelled_down", m, lowest, Side("right", -6, -30)),
        name("fell_together", lowest, lowest, Side("left", 8, -11)),
    ]
    for label in names:
        plot.put(label)
    # In a narrow region a name can cover marks, and on a telephone its neighbours, so the place where it
    # covers least is taken.
    ahead = [name("leaders_ahead", -m, highest, Side("left", 4, dy)) for dy in (68, 60, 76, 96, 124, 40)]
    little = [
        name("little_change", m, height, Side("right", -4, dy))
        for height, dy in ((-m, -25), (0.0, 9), (m / 2, -7))
    ]
    for candidates in (ahead, little):
        label, _ = plot.freest(candidates)
        names.append(label)
        plot.put(label)
    return names


HEIGHT: Final = 560
NARROW: Final = 290
"""The plot's width on a telephone, in pixels: only regions and the chosen system are named."""
WIDTHS: Final = (520, 740, 1000)
"""Widths from a small window up, at which the names of other systems must cover nothing either."""
LABELLED_OF_EACH: Final = 2
"""Named systems of each verdict: those farthest from no change. Little change needs no names."""
NAME_LENGTH: Final = 30
_TABLE: Final = SYSTEMS.beginning("name").without(
    "from", "to", "measure", "verdict_key", "returned", "expected"
)


@dataclass(frozen=True)
class Plane:
    """The plane without a chosen system: the same for all readers, so drawn once.

    systems: every system, also with too few trusts. records: ICS code -> mark. ground: the layers below the
    marks. labels: the regions' names. names: ICS code -> label, for named systems.
    """

    systems: pd.DataFrame
    across: Axis
    up: Axis
    ground: tuple[Layer, ...]
    records: Mapping[str, dict[str, Any]]
    labels: Sequence[Label]
    names: Mapping[str, Label]

    def plot(self, widths: Sequence[float], labels: Iterable[Label]) -> Plot:
        """The plot of everything that a name must not cover, at these widths."""
        marks = ((record["across"], record["down"]) for record in self.records.values())
        return Plot(marks, height=HEIGHT, widths=widths, labels=labels)


def plane_of(all_systems: pd.DataFrame) -> Plane:
    """The plane of the systems from progress_of_all_systems."""
    placed = all_systems.dropna(subset=["floor_change", "ceiling_change"])
    lowest, highest = _domain(placed)
    across, up = _axes(lowest, highest)
    records = {record["ics_code"]: record for record in _records(placed, lowest, highest)}
    bare = Plane(all_systems, across, up, _ground(lowest, highest, across, up), records, (), {})
    counts, plot = Counter(placed["verdict_key"].tolist()), bare.plot((NARROW, *WIDTHS), ())
    labelled = replace(bare, labels=region_labels(counts, plot, lowest=lowest, highest=highest))
    return replace(labelled, names=_names(labelled))


def progress_plane(plane: Plane, *, chosen: str) -> Figure:
    """One mark per system: change of its floor across, change of its ceiling up, verdict by colour and shape.

    chosen: the code of the system that is marked and named. Systems with too few trusts are counted, not
    drawn. Fictional systems are never among the real ones, so no title of this chart says "fictional".
    """
    message = _message(plane, chosen)
    table = _TABLE.of(plane.systems)
    if not plane.records:
        nothing = notice("No system has three trusts in both rounds")
        return Figure(message, "", f"{message}.", nothing, table)
    left_out = len(plane.systems) - len(plane.records)
    subtitle = (
        f"Each mark is a system with three or more trusts in both rounds ({len(plane.records)} systems). "
        "Filled: no single trust decides the verdict. Hollow: one or more do, or there are too few to say. "
        "Down to the right the range narrowed, up to the left it widened."
    )
    if left_out:
        subtitle += f" {number(left_out)} with fewer {'is' if left_out == 1 else 'are'} not drawn."
    return Figure(message, subtitle, _alt(message, plane), _spec(plane, chosen), table)


def _domain(placed: pd.DataFrame) -> tuple[float, float]:
    """The same ends for both axes, so that the diagonal means equal changes; wide enough for all regions."""
    least = 5 * definitions().threshold("overall")
    values = [*placed["floor_change"], *placed["ceiling_change"]]
    lowest = min(math.floor(min(values, default=0.0) * 10 - 0.5) / 10, -least)
    highest = max(math.ceil(max(values, default=0.0) * 10 + 0.5) / 10, least)
    return round(lowest, 1), round(highest, 1)


def _axes(lowest: float, highest: float) -> tuple[Axis, Axis]:
    steps = tuple(round(tenth / 10, 1) for tenth in range(-40, 41, 2) if lowest <= tenth / 10 <= highest)
    written = (
        ("labelExpr", "datum.value == 0 ? '0' : format(datum.value, '+.1f')"),
        ("labelOverlap", True),
    )
    sideways = (("titleAngle", 0), ("titleAlign", "left"), ("titleX", 0), ("titleY", -12))
    return (
        Axis((lowest, highest), "Change of the floor (points)", values=steps, more=written),
        Axis((lowest, highest), "Change of the ceiling (points)", values=steps, more=(*written, *sideways)),
    )


def _records(placed: pd.DataFrame, lowest: float, highest: float) -> list[dict[str, Any]]:
    return [
        {
            "ics_code": system["ics"],
            "name": system["name"],
            "n": system["n_trusts"],
            "label": system["verdict"],
            "firm": FIRM[firmness(system)],
            "verdict": system["verdict_key"],
            "floor": _moved(system, "floor"),
            "ceiling": _moved(system, "ceiling"),
            "floor_change": round(system["floor_change"], 4),
            "ceiling_change": round(system["ceiling_change"], 4),
            "across": (system["floor_change"] - lowest) / (highest - lowest),
            "down": (highest - system["ceiling_change"]) / (highest - lowest) * HEIGHT,
            "words": f"{system['name']}, {system['verdict']}, {FIRM[firmness(system)].lower()}",
            "stroke": VERDICT_MARKS[system["verdict_key"]].colour,
            "fill": VERDICT_MARKS[system["verdict_key"]].colour if firmness(system) else WHITE,
            "size": mark_size(VERDICT_MARKS[system["verdict_key"]].shape),
        }
        for system in placed.to_dict("records")
    ]


FIRM: Final = {True: "No single trust", False: "A single trust", None: "Too few trusts to leave one out"}


def firmness(system: Mapping[Hashable, Any]) -> bool | None:
    """Whether no single trust decides the verdict of a row of SYSTEMS, as in `is_firm`."""
    return is_firm(system["n_trusts"], system["rests_on"])


def _moved(system: Mapping[Hashable, Any], end: str) -> str:
    """The movement of one end of a system's range, for a tooltip."""
    before, now, change = as_shown(system[f"{end}_from"], system[f"{end}_to"])
    return f"{before} to {now} ({change})"


def _names(plane: Plane) -> dict[str, Label]:
    """Names for the farthest systems of each verdict, on a side where they cover nothing; else left out."""
    plot = plane.plot(WIDTHS, plane.labels)
    named: dict[str, Label] = {}
    count: Counter[str] = Counter({"little_change": LABELLED_OF_EACH})
    for record in sorted(plane.records.values(), key=_from_farthest):
        if count[record["verdict"]] < LABELLED_OF_EACH:
            count[record["verdict"]] += 1
            label, covered = plot.freest(_candidates(record, away=9))
            if not covered:
                named[record["ics_code"]] = label
                plot.put(label)
    return named


def _from_farthest(record: Mapping[str, Any]) -> tuple[float, str]:
    return -(record["floor_change"] ** 2 + record["ceiling_change"] ** 2), record["ics_code"]


def _candidates(record: Mapping[str, Any], *, away: float) -> list[Label]:
    text = fitted(record["name"], NAME_LENGTH)
    return [Label(text, record["across"], record["down"], side) for side in sides(away)]


def _ground(lowest: float, highest: float, across: Axis, up: Axis) -> tuple[Layer, ...]:
    """The regions' shades and the lines of no change."""
    edges = [
        {"verdict": key, "floor_change": floor, "ceiling_change": lower, "upper": upper}
        for key, edge in regions(lowest, highest).items()
        for floor, lower, upper in edge
    ]
    shade = {
        "field": "verdict",
        "type": "nominal",
        "scale": {"domain": [*SHADES], "range": [*SHADES.values()]},
        "legend": None,
    }
    zero = [
        {"floor_change": 0, "ceiling_change": lowest, "x2": 0, "y2": highest},
        {"floor_change": lowest, "ceiling_change": 0, "x2": highest, "y2": 0},
    ]
    x, y = ("floor_change", across), ("ceiling_change", up)
    return (
        areas(
            edges,
            x=x,
            y=y,
            y2="upper",
            line=False,
            stroke="#C5CED4",
            strokeWidth=0.8,
            channels={"fill": shade},
        ),
        rules(
            zero,
            x=x,
            x2=("x2", across),
            y=y,
            y2=("y2", up),
            color="#9FB0BA",
            strokeWidth=1,
            strokeDash=[2, 3],
        ),
    )


def _spec(plane: Plane, chosen: str) -> dict[str, Any]:
    own = plane.records.get(chosen)
    names = {code: label for code, label in plane.names.items() if code != chosen}
    narrow: dict[str, Label] = {}
    records = [record for code, record in plane.records.items() if code != chosen]
    if own is not None:
        # The chosen mark is drawn on top. Its name is always shown, and other names give way.
        shape = VERDICT_MARKS[own["verdict"]].shape
        fill = WHITE if own["fill"] == WHITE else TEXT
        records.append(own | {"fill": fill, "stroke": TEXT, "size": mark_size(shape, chosen=True)})
        candidates = _candidates(own, away=13)
        label, covers = plane.plot(WIDTHS, [*plane.labels, *names.values()]).freest(candidates)
        if covers:
            label, _ = plane.plot(WIDTHS, plane.labels).freest(candidates)
        alone = Plot([], height=HEIGHT, widths=WIDTHS, labels=[label])
        names = {code: other for code, other in names.items() if not alone.covered(other)} | {chosen: label}
        narrow = {chosen: plane.plot((NARROW,), plane.labels).freest(candidates)[0]}
    return finished(
        *plane.ground,
        _written(plane.labels, fontWeight="bold", color=SECONDARY_TEXT),
        _marks(records, plane),
        *_named(names, chosen, f"width >= {WIDTHS[0]}"),
        *_named(narrow, chosen, f"width < {WIDTHS[0]}"),
        height=HEIGHT,
    )


def _named(names: Mapping[str, Label], chosen: str, shown: str) -> list[Layer]:
    """Systems' names, shown only at widths for which the expression `shown` is true."""
    look = {"opacity": expr(f"{shown} ? 1 : 0"), "fontWeight": expr("datum.chosen ? 'bold' : 'normal'")}
    records = [{"chosen": code == chosen} | _record(label) for code, label in names.items()]
    return [_text(records, **look)] if records else []


def _written(labels: Iterable[Label], **look: Any) -> Layer:
    return _text([_record(label) for label in labels], **look)


def _record(label: Label) -> dict[str, Any]:
    return {"text": label.text, "across": label.x, "y": label.y} | label.side._asdict()


def _text(records: Sequence[Mapping[str, Any]], **look: Any) -> Layer:
    """Words, each on its own side of its point, in one layer."""
    sided = {name: by(name) for name in ("align", "dx", "dy")}
    return texts(records, x=at("datum.across * width"), lineBreak=LINE_BREAK, **sided, **look)


def _marks(records: Sequence[Mapping[str, Any]], plane: Plane) -> Layer:
    keys = [*REGION_NAMES]
    shape = {
        "field": "verdict",
        "type": "nominal",
        "scale": {"domain": keys, "range": [VERDICT_MARKS[key].shape for key in keys]},
        "legend": None,
    }
    return points(
        records,
        x=("floor_change", plane.across),
        y=("ceiling_change", plane.up),
        strokeWidth=1.8,
        channels={
            "shape": shape,
            "fill": brought("fill"),
            "stroke": brought("stroke"),
            "size": brought("size", "quantitative"),
        },
        tips=(
            ("name", "System"),
            ("label", "Verdict"),
            ("floor", "Floor"),
            ("ceiling", "Ceiling"),
            ("n", "Trusts in both rounds", "d"),
            ("firm", "Rests on"),
        ),
        words="words",
    )


def _message(plane: Plane, chosen: str) -> str:
    """The number of systems that levelled up, and the verdict on the chosen one."""
    keys = plane.systems["verdict_key"]
    up, judged = int(keys.isin(LEVELLED_UP).sum()), int((keys != TOO_FEW).sum())
    tried = [firmness(system) for system in plane.systems.to_dict("records")]
    firm, of = sum(map(bool, tried)), sum(firm_or_none is not None for firm_or_none in tried)
    count = (
        f"{up} of {plural(judged, 'system')} levelled up; {firm} of the {of} verdicts that could be tested "
        f"{'holds' if firm == 1 else 'hold'} whichever trust is left out"
    )
    own = plane.systems[plane.systems["ics"] == chosen]
    if own.empty:
        return count
    return f"{count}; {verdict_clause(str(own['name'].iloc[0]), str(own['verdict_key'].iloc[0]))}"


def _alt(message: str, plane: Plane) -> str:
    counts = Counter(record["verdict"] for record in plane.records.values())
    listed = ", ".join(
        f"{name.lower().replace(LINE_BREAK, ' ')} {counts[key]}"
        for key, name in REGION_NAMES.items()
        if counts[key]
    )
    floor, ceiling = (
        f"{signed(plane.systems[column].min())} to {signed(plane.systems[column].max())}"
        for column in ("floor_change", "ceiling_change")
    )
    return (
        f"Scatter plot of {plural(len(plane.records), 'system')}: change of the floor across, {floor}; "
        f"change of the ceiling upwards, {ceiling}. {message}. Systems by verdict: {listed}."
    )
