"""The marks that all charts are made of. Altair builds each shape once; then it is filled with data.

A layer's shape is its kind of mark, its look and its channels. Building one takes Altair milliseconds, and
all charts use the same few dozen shapes. So a shape is built once, and rows, axis and title are put in. Rows
are laid out in Python: heights are pixels from the top and need no scale.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final, TypeAlias

import altair as alt
from altair.utils import schemapi

from benchmark.charts.theme import SECONDARY_TEXT, TEXT, config, score_domain
from benchmark.core.definitions import definitions

Rows: TypeAlias = Sequence[Mapping[str, Any]]
"""The records of a layer: one mark for each, field -> value."""
Channel: TypeAlias = dict[str, Any]
Tip: TypeAlias = tuple[str, str] | tuple[str, str, str]
"""A line of a tooltip: the field, its name, and the number format (d3) if it is a number."""

# Altair checks every part of a chart against Vega-Lite's schema, which takes a fifth of a page's first
# drawing. The charts' tests turn the checks on again.
schemapi.disable_debug_mode()

LEFT: Final[Channel] = {"value": 0}
RIGHT: Final[Channel] = {"value": "width"}
"""The left and right ends of a chart's width, as channels."""


def expr(text: str) -> Any:
    """A look from a Vega expression, such as "width < 480 ? datum.cut : datum.name"."""
    return {"expr": text}


def by(field: str) -> Any:
    """A look from a field of each record."""
    return expr(f"datum.{field}")


def brought(field: str, kind: str = "nominal") -> Channel:
    """A channel with values from a field of each record, such as a colour; for marks with a legend.

    `by` does not work there: Vega would evaluate the expression for legend entries too, and draw nothing.
    """
    return {"field": field, "type": kind, "scale": None, "legend": None}


def at(text: str) -> Channel:
    """A position in pixels from a Vega expression."""
    return {"value": expr(text)}


def fading(selection: str) -> Channel:
    """The opacity of marks that can be selected by click: while some are selected, the others fade."""
    return {"condition": {"param": selection, "value": 1}, "value": 0.3}


@dataclass(frozen=True)
class Axis:
    """A scale of numbers and its axis. It is put into a layer's shape later, so shapes can be shared.

    domain: its ends. range: pixels or Vega expressions; None for the whole width. title: None for none.
    shown: whether the axis is drawn. values: where it has marks. ticks: about how many marks it has.
    """

    domain: tuple[float, float]
    title: str | None = None
    shown: bool = True
    format: str | None = None
    values: tuple[float, ...] | None = None
    ticks: int | None = None
    range: tuple[Any, Any] | None = None
    padding: float | None = None
    zero: bool = False
    more: tuple[tuple[str, Any], ...] = ()
    """More settings of Vega-Lite's axis."""

    def hidden(self) -> "Axis":
        """The same scale without a drawn axis."""
        return replace(self, shown=False)

    def channel(self, field: str) -> Channel:
        """Vega-Lite's encoding of a field on this axis."""
        scale: Channel = {"domain": [*self.domain], "nice": False, "zero": self.zero}
        if self.range is not None:
            scale["range"] = [*self.range]
        if self.padding is not None:
            scale["padding"] = self.padding
        axis: Channel | None = None
        if self.shown:
            settings = {"format": self.format, "tickCount": self.ticks}
            axis = {key: value for key, value in settings.items() if value is not None}
            axis |= {"grid": False, "title": self.title} | dict(self.more)
            if self.values is not None:
                axis["values"] = [*self.values]
        return {"field": field, "type": "quantitative", "scale": scale, "axis": axis}


def score_axis(title: str | None = "Score, 1 to 5") -> Axis:
    """The whole scale of scores, with its levels marked."""
    lowest, highest = score_domain()
    levels = tuple(range(int(lowest), int(highest) + 1))
    return Axis((lowest, highest), title=title, values=levels, format="d", padding=10)


def setting_shapes(care_settings: Sequence[str], *, colour: str = SECONDARY_TEXT) -> Channel:
    """The shape of marks by the field care_setting; a setting has the same shape on every chart.

    care_settings: the settings that occur, from `theme.settings_present`. colour: of the legend's shapes, if
    the marks of all settings have the same colour.
    """
    shapes: dict[str, str] = {setting.name: setting.shape for setting in definitions().care_settings}
    return {
        "field": "care_setting",
        "type": "nominal",
        "scale": {"domain": [*care_settings], "range": [shapes[setting] for setting in care_settings]},
        # In one row, four names would be wider than a phone, and legends do not wrap.
        "legend": {
            "columns": 2 if len(care_settings) > 3 else 3,
            "symbolFillColor": colour,
            "symbolStrokeColor": colour,
        },
    }


Place: TypeAlias = str | Channel | tuple[str, Axis]
"""A mark's position: a field in pixels, a channel such as LEFT, or a field on an axis."""


@dataclass(frozen=True, eq=False)
class Layer:
    """A layer of a chart: a shape with its axes, its records, and a selection by click."""

    spec: Mapping[str, Any]
    rows: Rows
    selection: Mapping[str, Any] | None = None


def rects(rows: Rows, *, x: Place, x2: Place, y: Place = "y", y2: Place = "y2", **more: Any) -> Layer:
    """Rectangles: backgrounds, bars and parts of bars."""
    return _layer("rect", rows, {"x": x, "x2": x2, "y": y, "y2": y2}, more)


def rules(
    rows: Rows, *, x: Place, x2: Place | None = None, y: Place = "y", y2: Place | None = None, **more: Any
) -> Layer:
    """Lines: vertical ones with y2, horizontal ones with x2, and with both from one point to another."""
    return _layer("rule", rows, {"x": x, "x2": x2, "y": y, "y2": y2}, more)


def points(rows: Rows, *, x: Place, y: Place = "y", **more: Any) -> Layer:
    """One mark for each record."""
    return _layer("point", rows, {"x": x, "y": y}, {"opacity": 1} | more)


def texts(rows: Rows, *, x: Place, y: Place = "y", text: Any = "text", **more: Any) -> Layer:
    """Words, which screen readers read. text: a field, or an expression if the words depend on the width."""
    look = {"align": "left", "baseline": "middle", "color": TEXT} | more
    if isinstance(text, str):
        described = {"words": text} | look
        return _layer("text", rows, {"x": x, "y": y}, described, text={"field": text, "type": "nominal"})
    return _layer("text", rows, {"x": x, "y": y}, {"description": text} | look | {"text": text})


def lines(rows: Rows, *, x: Place, y: Place = "y", each: str, **more: Any) -> Layer:
    """One line through all records with the same value in the field `each`."""
    return _layer("line", rows, {"x": x, "y": y}, more, detail={"field": each, "type": "nominal"})


def areas(rows: Rows, *, x: Place, y: Place, y2: Place, **more: Any) -> Layer:
    """Areas between two edges."""
    return _layer("area", rows, {"x": x, "y": y, "y2": y2}, more)


def _layer(
    kind: str, rows: Rows, places: Mapping[str, Place | None], more: dict[str, Any], **channels: Channel
) -> Layer:
    """A layer of one kind of mark.

    more: looks by Vega-Lite's names, and also: tips (lines of a tooltip), words (the field that screen
    readers read; without it they skip the marks), channels (more channels by name), only (a condition on
    records), and select (a selection's name and field; the layer is named after it).
    """
    look = dict(more)
    tips, words, only = look.pop("tips", ()), look.pop("words", None), look.pop("only", None)
    select: tuple[str, str] | None = look.pop("select", None)
    channels |= look.pop("channels", {})
    axes: dict[str, Channel] = {}
    for name, place in places.items():
        if place is None:
            continue
        if isinstance(place, tuple):
            field, axis = place
            channels[name] = {"field": field} if name in ("x2", "y2") else axis.channel(field)
            if name in ("x", "y"):
                axes[name] = channels[name]
                channels[name] = {"field": field, "type": "quantitative"}
        elif isinstance(place, dict):
            channels[name] = place
        elif name in ("x2", "y2"):
            channels[name] = {"field": place}
        else:
            channels[name] = {"field": place, "type": "quantitative", "scale": None, "axis": None}
    if tips:
        channels["tooltip"] = [_tip(*tip) for tip in tips]  # type: ignore[assignment]
    if words:
        channels["description"] = {"field": words, "type": "nominal"}
    elif "description" not in look:
        look["aria"] = False
    shape = json.dumps([kind, look, channels, only], sort_keys=True)
    spec = dict(_built(shape))
    if axes:
        spec["encoding"] = spec["encoding"] | axes
    if select is None:
        return Layer(spec, rows)
    name, field = select
    marks = f"marks-of-{name}"
    selection = {"name": name, "select": {"type": "point", "fields": [field]}, "views": [marks]}
    return Layer(spec | {"name": marks}, rows, selection)


def _tip(field: str, title: str, written: str | None = None) -> Channel:
    kind = "nominal" if written is None else "quantitative"
    return {"field": field, "type": kind, "title": title} | ({"format": written} if written else {})


@cache
def _built(shape: str) -> Mapping[str, Any]:
    """A shape as Altair builds it, without data. It is shared: do not change it."""
    kind, look, channels, only = json.loads(shape)
    chart = alt.Chart(
        alt.NamedData(name="rows"),
        mark=alt.MarkDef(type=kind, **look),
        encoding=alt.FacetedEncoding(**channels),
    )
    if only is not None:
        chart = chart.transform_filter(only)
    spec: dict[str, Any] = chart.to_dict(validate=schemapi.DEBUG_MODE)
    return {name: part for name, part in spec.items() if name in ("mark", "encoding", "transform")}


def finished(*layers: Layer, height: float) -> dict[str, Any]:
    """The spec of layers, from back to front: as wide as its container, with a fixed height in pixels."""
    datasets: dict[str, Rows] = {}
    names: dict[int, str] = {}
    drawn = []
    for layer in layers:
        name = names.setdefault(id(layer.rows), f"rows-{len(names)}")
        datasets[name] = layer.rows
        drawn.append({"data": {"name": name}, **layer.spec})
    selections = [layer.selection for layer in layers if layer.selection is not None]
    return {
        "$schema": alt.SCHEMA_URL,
        "layer": drawn,
        "datasets": datasets,
        "height": height,
        "width": "container",
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": {"left": 4, "right": 4, "top": 4, "bottom": 4},
        "config": config(),
        **({"params": selections} if selections else {}),
    }


def notice(text: str) -> dict[str, Any]:
    """A spec with a sentence, for a chart without anything to draw."""
    return finished(texts([{"text": text, "y": 12}], x=LEFT, color=SECONDARY_TEXT, fontSize=14), height=60)
