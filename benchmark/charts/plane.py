"""All systems at once: change of the floor against change of the ceiling, and the verdict on each."""

import math
from collections import Counter
from typing import Any, Final

import altair as alt
import pandas as pd

from benchmark.charts.figure import Figure, source_line
from benchmark.charts.places import (
    LINE_BREAK,
    WIDTHS,
    PlacedName,
    Plane,
    name_places,
    narrow_name_place,
    points_of,
)
from benchmark.charts.regions import REGION_NAMES, SHADES, region_names, regions
from benchmark.charts.theme import (
    SECONDARY_TEXT,
    TEXT,
    VERDICT_MARKS,
    WHITE,
    chosen_last,
    data,
    finished,
    mark_size,
    notice,
    rows_of,
)
from benchmark.definitions import definitions
from benchmark.measures.compare import at_least
from benchmark.measures.progress_words import verdict_clause
from benchmark.wording import number, plural, signed

HEIGHT: Final = 500


def progress_plane(all_systems: pd.DataFrame, *, chosen: str) -> Figure:
    """One mark per ICS: change of its floor across, change of its ceiling up, verdict by colour and shape.

    all_systems: what progress_of_all_systems returns; systems with too few returns are counted, not drawn.
    chosen: the ICS code that is marked and named. A fictional system never stands among the real ones, so no
    title of this chart says "fictional".
    """
    placed = all_systems.dropna(subset=["floor_change", "ceiling_change"]).reset_index(drop=True)
    message = _message(all_systems, placed, chosen)
    source = source_line("overall_comparable")
    table = _table(all_systems)
    if placed.empty:
        return Figure(
            message, "", f"{message}.", notice("No system has three returns in both rounds"), table, source
        )
    left_out = len(all_systems) - len(placed)
    subtitle = (
        f"Each mark is a system with three or more returns in both rounds ({len(placed)} systems). "
        "Below the diagonal the range narrowed, above it the range widened."
    )
    if left_out:
        subtitle += f" {number(left_out)} with fewer {'is' if left_out == 1 else 'are'} not drawn."
    return Figure(message, subtitle, _alt(message, placed), _spec(placed, chosen), table, source)


def _domain(placed: pd.DataFrame) -> tuple[float, float]:
    """The same for both axes, so that the diagonal is what it says; wide enough for every region."""
    least = 4 * definitions().threshold("overall")
    values = pd.concat([placed["floor_change"], placed["ceiling_change"]])
    lowest = min(math.floor(values.min() * 10 - 0.5) / 10, -least)
    highest = max(math.ceil(values.max() * 10 + 0.5) / 10, least)
    return round(lowest, 1), round(highest, 1)


def _spec(placed: pd.DataFrame, chosen: str) -> dict[str, Any]:
    lowest, highest = _domain(placed)
    scale = alt.Scale(domain=[lowest, highest], nice=False, zero=False)
    steps = [round(tenth / 10, 1) for tenth in range(-40, 41, 2) if lowest <= tenth / 10 <= highest]
    axis: dict[str, Any] = {
        "values": steps,
        "grid": False,
        "labelExpr": "datum.value == 0 ? '0' : format(datum.value, '+.1f')",
        "labelOverlap": True,
    }
    x = alt.X("floor_change:Q", scale=scale, axis=alt.Axis(title="Change of the floor (points)", **axis))
    y = alt.Y(
        "ceiling_change:Q",
        scale=scale,
        axis=alt.Axis(
            title="Change of the ceiling (points)",
            titleAngle=0,
            titleAlign="left",
            titleX=0,
            titleY=-12,
            **axis,
        ),
    )
    plane = Plane((lowest, highest), HEIGHT, points_of(placed))
    regional = region_names(Counter(placed["verdict"].tolist()), plane)
    named = name_places(placed, chosen, plane, kept=regional)
    narrow = narrow_name_place(placed, chosen, plane, kept=regional)
    weight = alt.expr("datum.chosen ? 'bold' : 'normal'")
    layers = [
        _shading(lowest, highest, x, y),
        _zero_lines(lowest, highest, x, y),
        _text_layer(regional, x, y, fontWeight="bold", color=SECONDARY_TEXT),
        _marks(placed, chosen, x, y),
        _text_layer(named, x, y, color=TEXT, opacity=_shown(f"width >= {WIDTHS[0]}"), fontWeight=weight),
        _text_layer(narrow, x, y, color=TEXT, opacity=_shown(f"width < {WIDTHS[0]}"), fontWeight=weight),
    ]
    return finished(*layers, height=HEIGHT)


def _shown(condition: str) -> Any:
    return alt.expr(f"{condition} ? 1 : 0")


def _shading(lowest: float, highest: float, x: alt.X, y: alt.Y) -> alt.Chart:
    records = [
        {"verdict": key, "floor_change": at, "ceiling_change": lower, "upper": upper}
        for key, edge in regions(lowest, highest).items()
        for at, lower, upper in edge
    ]
    shade = alt.Scale(domain=list(SHADES), range=list(SHADES.values()))
    shading: alt.Chart = (
        alt.Chart(data(records))
        .mark_area(line=False, stroke="#C5CED4", strokeWidth=0.8, aria=False)
        .encode(x=x, y=y, y2=alt.Y2("upper:Q"), fill=alt.Fill("verdict:N", scale=shade, legend=None))
    )
    return shading


def _zero_lines(lowest: float, highest: float, x: alt.X, y: alt.Y) -> alt.Chart:
    records = [
        {"floor_change": 0, "ceiling_change": lowest, "x2": 0, "y2": highest},
        {"floor_change": lowest, "ceiling_change": 0, "x2": highest, "y2": 0},
    ]
    lines: alt.Chart = (
        alt.Chart(data(records))
        .mark_rule(color="#9FB0BA", strokeWidth=1, strokeDash=[2, 3], aria=False)
        .encode(x=x, y=y, x2=alt.X2("x2:Q"), y2=alt.Y2("y2:Q"))
    )
    return lines


def _text_layer(names: list[PlacedName], x: alt.X, y: alt.Y, **mark: Any) -> alt.Chart:
    """Names, each on its own side of its point, in one layer."""
    records = [
        {
            "floor_change": name.x,
            "ceiling_change": name.y,
            "text": name.text,
            "align": name.side.align,
            "dx": name.side.dx,
            "dy": name.side.dy,
            "chosen": name.chosen,
        }
        for name in names
    ]
    sides: dict[str, Any] = {side: alt.expr(f"datum.{side}") for side in ("align", "dx", "dy")}
    texts: alt.Chart = (
        alt.Chart(data(records))
        .mark_text(baseline="middle", lineBreak=LINE_BREAK, **sides, **mark)
        .encode(x=x, y=y, text=alt.Text("text:N"))
    )
    return texts


def _marks(placed: pd.DataFrame, chosen: str, x: alt.X, y: alt.Y) -> alt.Chart:
    records = [
        {
            "ics_code": system.ics_code,
            "name": system.name,
            "n": int(system.n),
            "label": system.label,
            "verdict": system.verdict,
            "floor": f"{system.floor_from:.2f} to {system.floor_to:.2f} ({signed(system.floor_change)})",
            "ceiling": (
                f"{system.ceiling_from:.2f} to {system.ceiling_to:.2f} ({signed(system.ceiling_change)})"
            ),
            "floor_change": round(float(system.floor_change), 4),
            "ceiling_change": round(float(system.ceiling_change), 4),
            "words": f"{system.name}, {system.label}",
            "chosen": system.ics_code == chosen,
            "size": mark_size(VERDICT_MARKS[system.verdict].shape, chosen=system.ics_code == chosen),
        }
        for system in rows_of(chosen_last(placed, placed["ics_code"] == chosen))
    ]
    keys = list(REGION_NAMES)
    colour = alt.Scale(domain=keys, range=[VERDICT_MARKS[key].colour for key in keys])
    shape = alt.Scale(domain=keys, range=[VERDICT_MARKS[key].shape for key in keys])
    marks: alt.Chart = (
        alt.Chart(data(records))
        .mark_point(filled=True, opacity=1, strokeWidth=1)
        .encode(
            x=x,
            y=y,
            shape=alt.Shape("verdict:N", scale=shape, legend=None),
            color=alt.condition(
                "datum.chosen", alt.value(TEXT), alt.Color("verdict:N", scale=colour, legend=None)
            ),
            stroke=alt.value(WHITE),
            size=alt.Size("size:Q", scale=None, legend=None),
            tooltip=[
                alt.Tooltip("name:N", title="System"),
                alt.Tooltip("label:N", title="Verdict"),
                alt.Tooltip("floor:N", title="Floor"),
                alt.Tooltip("ceiling:N", title="Ceiling"),
                alt.Tooltip("n:Q", title="Returns in both rounds"),
            ],
            description=alt.Description("words:N"),
        )
    )
    return marks


def _message(all_systems: pd.DataFrame, placed: pd.DataFrame, chosen: str) -> str:
    """How many systems narrowed their range, and what the chosen one did."""
    narrowed = int((~at_least(placed["range_change"], 0.0)).sum())
    count = f"{narrowed} of {plural(len(placed), 'system')} narrowed their range"
    own = all_systems[all_systems["ics_code"] == chosen]
    if own.empty:
        return count
    name, key = str(own["name"].iloc[0]), str(own["verdict"].iloc[0])
    clause = f"too few returns in {name} for a verdict" if key == "too_few" else verdict_clause(name, key)
    return f"{count}; {clause}"


def _alt(message: str, placed: pd.DataFrame) -> str:
    counts = placed["verdict"].value_counts()
    listed = ", ".join(
        f"{name.lower().replace(LINE_BREAK, ' ')} {int(counts[key])}"
        for key, name in REGION_NAMES.items()
        if key in counts
    )
    floor, ceiling = (
        f"{signed(placed[column].min())} to {signed(placed[column].max())}"
        for column in ("floor_change", "ceiling_change")
    )
    return (
        f"Scatter plot of {plural(len(placed), 'system')}: change of the floor across, {floor}; "
        f"change of the ceiling upwards, {ceiling}. {message}. Systems by verdict: {listed}."
    )


def _table(all_systems: pd.DataFrame) -> pd.DataFrame:
    columns = {
        "name": "System",
        "ics_code": "ICS code",
        "region": "Region",
        "n": "Returns in both rounds",
        "floor_from": "Floor, earlier (1 to 5)",
        "floor_to": "Floor, later (1 to 5)",
        "floor_change": "Change of the floor (points)",
        "ceiling_from": "Ceiling, earlier (1 to 5)",
        "ceiling_to": "Ceiling, later (1 to 5)",
        "ceiling_change": "Change of the ceiling (points)",
        "range_change": "Change of the range (points)",
        "label": "Verdict",
    }
    return all_systems[list(columns)].rename(columns=columns).reset_index(drop=True)
