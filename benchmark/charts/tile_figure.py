"""A grid map of England's systems, one tile each: coloured by a measure, read by the figure in the tile."""

from typing import Any, Final

import altair as alt
import pandas as pd

from benchmark.charts.chosen import IS_CHOSEN, with_chosen
from benchmark.charts.distance import ABOVE, AT, BELOW, FAR_ABOVE, FAR_BELOW
from benchmark.charts.distance import Step as Shade
from benchmark.charts.figure import Figure, source_line
from benchmark.charts.system_words import (
    NO_FIGURE,
    figure_text,
    measure_column,
    measure_words,
    standing_message,
    step_words,
    threshold_text,
)
from benchmark.charts.theme import SECONDARY_TEXT, TEXT, WHITE, data, finished, notice, pixel_scale, rows_of
from benchmark.charts.tiles import borders, placed, short_label, tile_map
from benchmark.measures.side_by_side import SideBySide
from benchmark.measures.system_measures import Against, Step, SystemMeasure, against_middle, in_order
from benchmark.wording import plural
from schemas.tiles import Cell, RegionName

TILE_PX: Final = 46
"""A tile's height; on a telephone it is as wide, and a label of seven letters fits in."""
REGION_LINE_PX: Final = 13
EDGE: Final = "#5B6B76"
NO_FIGURE_COLOUR: Final = "#FFFFFF"
_STEPS: Final[tuple[Step, ...]] = (2, 1, 0, -1, -2)
_BEHIND: Final[dict[int, Shade]] = {-2: FAR_ABOVE, -1: ABOVE, 0: AT, 1: BELOW, 2: FAR_BELOW}
"""The house's colours for a measure of which more is behind; the other way round for the others."""


def tile_figure(found: SideBySide, measure: SystemMeasure, *, chosen: str = "") -> Figure:
    """Every system of the footprint as a tile: short name and figure, coloured by distance from the middle.

    chosen: the ICS code that is outlined; one that is not among them, such as a fictional one, is ignored.
    A click on a tile selects its system: the spec's parameter 'system' holds its ics_code.
    """
    against = against_middle(found.systems, measure, pillar=found.pillar)
    title = standing_message(found, against)
    table = _table(found, measure, against)
    source = source_line(_kind(found, measure))
    if found.systems.empty:
        return Figure(title, "", f"{title}.", notice("There is no system to show"), table, source)
    words = measure_words(found, measure)
    subtitle = (
        f"{words[0].upper()}{words[1:]}. {_held_against(against)} A tile is a system; area means nothing."
    )
    drawn = Figure(title, subtitle, _alt(found, measure, against), _spec(found, against), table, source)
    return with_chosen(drawn, chosen)


def shade(measure: SystemMeasure, step: Step) -> Shade:
    """The colours of a step on a measure: orange where the system is behind, blue where it is ahead."""
    return _BEHIND[step if measure.more_is_behind else -step]


def _kind(found: SideBySide, measure: SystemMeasure) -> str:
    comparable = measure.unit == "change" or found.basis == "overall_comparable"
    return "overall_comparable" if comparable else "maturity_scores"


def _held_against(against: Against) -> str:
    if against.too_few is not None:
        return "No tile is coloured: too few returns have come."
    if not against.steps:
        return "No tile has a figure."
    measure, limit = against.measure, threshold_text(against)
    if measure.middle == "all":
        return "Coloured where a return is missing."
    if measure.middle == "no change":
        return f"Coloured from a change of {limit} on."
    return f"Coloured where the difference from the middle system is {limit} or more."


def _spec(found: SideBySide, against: Against) -> dict[str, Any]:
    systems = found.systems
    cells = placed(systems["ics_code"].tolist(), found.footprint)
    names = [entry for entry in tile_map().regions if entry.region in set(systems["region"])]
    corners = [*cells.values(), *(getattr(entry, found.footprint) for entry in names)]
    columns = 1 + max(column for column, _ in cells.values())
    # A name below the last tiles needs a line, not a tile's height.
    last = max(row for _, row in cells.values())
    height = (last + 1) * TILE_PX + (REGION_LINE_PX + 6 if max(row for _, row in corners) > last else 2)
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, columns], nice=False, zero=False), axis=None)
    y = alt.Y("y:Q", scale=pixel_scale(height), axis=None)
    records = _tiles(found, against, cells)
    regions = dict(zip(systems["ics_code"], systems["region"], strict=True))
    edges = [
        {"x": edge.x, "x2": edge.x2, "y": edge.y * TILE_PX + 1, "y2": edge.y2 * TILE_PX + 1}
        for edge in borders(cells, regions)
    ]
    layers = [
        _ground(records, against, x, y),
        alt.Chart(data(edges))
        .mark_rule(color=EDGE, strokeWidth=1.6, strokeCap="round", aria=False)
        .encode(x=x, x2=alt.X2("x2:Q"), y=y, y2=alt.Y2("y2:Q")),
        *_texts(records, x),
        alt.Chart(data(_region_names(names, found, cells)))
        .mark_text(align="left", baseline="middle", fontSize=11, color=SECONDARY_TEXT, aria=False)
        .encode(x=x, y=y, text=alt.Text("text:N")),
        alt.Chart(data(records))
        .transform_filter(IS_CHOSEN)
        .mark_rect(fill=None, stroke=TEXT, strokeWidth=3.5, aria=False)
        .encode(x=x, x2=alt.X2("x2:Q"), y=y, y2=alt.Y2("y2:Q")),
    ]
    return finished(*layers, height=height)


def _tiles(found: SideBySide, against: Against, cells: dict[str, Cell]) -> list[dict[str, Any]]:
    measure = against.measure
    records = []
    for system in rows_of(found.systems):
        column, row = cells[system.ics_code]
        known = against.steps.get(system.ics_code)
        value = figure_text(measure, float(getattr(system, measure.key)))
        stands = "no figure" if known is None else step_words(measure, known)
        top = row * TILE_PX + 1
        records.append(
            {
                "ics_code": system.ics_code,
                "name": system.name,
                "region": system.region,
                "label": short_label(system.ics_code),
                "figure": value,
                "stands": stands,
                "returns": system.units,
                "ink": TEXT if known is None else shade(measure, known).text,
                "x": column,
                "x2": column + 1,
                "middle": column + 0.5,
                "y": top,
                "y2": top + TILE_PX,
                "upper": top + 16,
                "lower": top + 32,
                "words": f"{system.name}, {value}, {stands}",
            }
        )
    return records


def _ground(records: list[dict[str, Any]], against: Against, x: alt.X, y: alt.Y) -> alt.Chart:
    measure = against.measure
    shades = {step_words(measure, step): shade(measure, step).background for step in _STEPS}
    shades["no figure"] = NO_FIGURE_COLOUR
    present = {record["stands"] for record in records}
    domain = [name for name in shades if name in present]
    legend = alt.Legend(
        columns=3, symbolType="square", symbolSize=170, symbolStrokeColor=EDGE, symbolStrokeWidth=0.8
    )
    colour = alt.Scale(domain=domain, range=[shades[name] for name in domain])
    ground: alt.Chart = (
        # Named: Altair numbers nameless charts that have parameters, and the spec must not change.
        alt.Chart(data(records), name="tiles")
        .mark_rect(stroke=WHITE, strokeWidth=2, cursor="pointer")
        .encode(
            x=x,
            x2=alt.X2("x2:Q"),
            y=y,
            y2=alt.Y2("y2:Q"),
            fill=alt.Fill("stands:N", scale=colour, legend=legend),
            tooltip=_tooltip(measure),
            description=alt.Description("words:N"),
        )
        .add_params(alt.selection_point(name="system", fields=["ics_code"]))
    )
    return ground


def _tooltip(measure: SystemMeasure) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("name:N", title="System"),
        alt.Tooltip("region:N", title="Region"),
        alt.Tooltip("figure:N", title=measure.name),
        alt.Tooltip("stands:N", title="Against the middle"),
        alt.Tooltip("returns:Q", title="Returns"),
    ]


def _texts(records: list[dict[str, Any]], x: alt.X) -> list[alt.Chart]:
    """The short name and the figure. They carry the tile's code: a click on them is a click on the tile."""
    ink = alt.Color("ink:N", scale=None, legend=None)
    texts = alt.Chart(data(records))
    across = alt.X("middle:Q", scale=x["scale"], axis=None)
    label = texts.mark_text(baseline="middle", fontSize=11, aria=False, cursor="pointer")
    figure = texts.mark_text(baseline="middle", fontSize=13, fontWeight="bold", aria=False, cursor="pointer")
    return [
        mark.encode(x=across, y=alt.Y(f"{line}:Q", axis=None), text=f"{field}:N", color=ink)
        for mark, field, line in ((label, "label", "upper"), (figure, "figure", "lower"))
    ]


def _region_names(names: list[RegionName], found: SideBySide, cells: dict[str, Cell]) -> list[dict[str, Any]]:
    """Each region's name in its free cell: at the edge that a tile of the region stands at, else midway."""
    systems = found.systems
    regions = dict(zip(systems["ics_code"], systems["region"], strict=True))
    taken = {(cell, regions[code]) for code, cell in cells.items()}
    records = []
    for entry in names:
        column, row = getattr(entry, found.footprint)
        block = len(entry.lines) * REGION_LINE_PX
        if ((column, row - 1), entry.region) in taken:
            first = row * TILE_PX + 11.0
        elif ((column, row + 1), entry.region) in taken:
            first = (row + 1) * TILE_PX - block + 4.0
        else:
            first = row * TILE_PX + (TILE_PX - block + REGION_LINE_PX) / 2
        records += [
            {"x": column + 0.06, "y": first + place * REGION_LINE_PX, "text": line}
            for place, line in enumerate(entry.lines)
        ]
    return records


def _alt(found: SideBySide, measure: SystemMeasure, against: Against) -> str:
    start = f"Grid map of {plural(len(found.systems), 'system')} in England, one tile each. "
    systems = in_order(found.systems.dropna(subset=[measure.key]), measure)
    if systems.empty:
        return f"{start}{standing_message(found, against)}."
    figures = systems[measure.key]
    lowest, highest = (_who(systems, measure, end) for end in (figures.iloc[-1], figures.iloc[0]))
    missing = len(found.systems) - len(systems)
    without = f"; {plural(missing, 'system')} without a figure" if missing else ""
    return f"{start}{standing_message(found, against)}. Lowest {lowest}, highest {highest}{without}."


def _who(systems: pd.DataFrame, measure: SystemMeasure, figure: float) -> str:
    """A figure with the system that has it, or with how many do: ties are ties."""
    names = systems.loc[systems[measure.key].round(9) == round(figure, 9), "name"].tolist()
    return (
        f"{figure_text(measure, figure)} in {names[0] if len(names) == 1 else plural(len(names), 'system')}"
    )


def _table(found: SideBySide, measure: SystemMeasure, against: Against) -> pd.DataFrame:
    systems, codes = found.systems, found.systems["ics_code"].tolist()
    stands = [
        step_words(measure, against.steps[code]) if code in against.steps else NO_FIGURE for code in codes
    ]
    return pd.DataFrame(
        {
            "System": systems["name"],
            "ICS code": systems["ics_code"],
            "On the map": [short_label(code) for code in codes],
            "Region": systems["region"],
            "Returns": systems["units"],
            **measure_column(measure, systems),
            "Against the middle": stands,
        }
    ).reset_index(drop=True)
