"""The marks that every chart is made of, each built by Altair once for its shape and then filled.

A layer's shape is its kind of mark, its look and its channels. Altair takes milliseconds to build one, and
every reader's chart has the same few dozen: a shape is built once, and a system's rows, axis and title are
put in. Rows are laid out in Python, so heights are pixels from the top and need no scale.
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
"""What a layer draws: a mark for each, its fields by name."""
Channel: TypeAlias = dict[str, Any]
Tip: TypeAlias = tuple[str, str] | tuple[str, str, str]
"""A line of a tooltip: the field, what it is called, and how a number is written (d3's format)."""

# Altair holds every piece of a chart against Vega-Lite's schema as it is made: a fifth of a page's first
# drawing. The tests of the charts turn this on again.
schemapi.disable_debug_mode()

LEFT: Final[Channel] = {"value": 0}
RIGHT: Final[Channel] = {"value": "width"}
"""The ends of a chart's width, as a channel."""


def expr(text: str) -> Any:
    """A look that an expression of Vega gives, such as "width < 480 ? datum.cut : datum.name"."""
    return {"expr": text}


def by(field: str) -> Any:
    """A look that each row brings with it."""
    return expr(f"datum.{field}")


def brought(field: str, kind: str = "nominal") -> Channel:
    """A channel whose value each row brings as it is, such as a colour: `by` for marks that have a legend.

    The legend would ask its own entries for a look that is an expression, and draw nothing.
    """
    return {"field": field, "type": kind, "scale": None, "legend": None}


def at(text: str) -> Channel:
    """A place that an expression of Vega gives, in pixels."""
    return {"value": expr(text)}


def fading(selection: str) -> Channel:
    """The opacity of marks that a click selects: the others fade while some are selected."""
    return {"condition": {"param": selection, "value": 1}, "value": 0.3}


@dataclass(frozen=True)
class Axis:
    """A scale of figures and how it is written; put into a layer's shape, and so never part of it.

    domain: its ends. range: pixels or expressions of Vega in place of the whole width. title: None for none.
    shown: whether there is an axis at all. values: where it is marked; ticks: about how many marks there are.
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
    """Further settings of Vega-Lite's axis."""

    def hidden(self) -> "Axis":
        """The same scale without an axis."""
        return replace(self, shown=False)

    def channel(self, field: str) -> Channel:
        """The field on this axis, as Vega-Lite writes it."""
        scale: Channel = {"domain": [*self.domain], "nice": False, "zero": self.zero}
        if self.range is not None:
            scale["range"] = [*self.range]
        if self.padding is not None:
            scale["padding"] = self.padding
        axis: Channel | None = None
        if self.shown:
            said = {"format": self.format, "tickCount": self.ticks}
            axis = {key: value for key, value in said.items() if value is not None}
            axis |= {"grid": False, "title": self.title} | dict(self.more)
            if self.values is not None:
                axis["values"] = [*self.values]
        return {"field": field, "type": "quantitative", "scale": scale, "axis": axis}


def score_axis(title: str | None = "Score, 1 to 5") -> Axis:
    """The whole scale of scores, its levels written."""
    lowest, highest = score_domain()
    levels = tuple(range(int(lowest), int(highest) + 1))
    return Axis((lowest, highest), title=title, values=levels, format="d", padding=10)


def setting_shapes(care_settings: Sequence[str], *, colour: str = SECONDARY_TEXT) -> Channel:
    """The field care_setting as the shape of marks, the same for the same setting on every chart.

    care_settings: those that occur, in the order of the definitions (`theme.settings_present`). colour: of
    the legend's shapes, where marks of all settings have one.
    """
    shapes: dict[str, str] = {setting.name: setting.shape for setting in definitions().care_settings}
    return {
        "field": "care_setting",
        "type": "nominal",
        "scale": {"domain": [*care_settings], "range": [shapes[setting] for setting in care_settings]},
        # Four names in a row are wider than a telephone, and a legend does not wrap by itself.
        "legend": {
            "columns": 2 if len(care_settings) > 3 else 3,
            "symbolFillColor": colour,
            "symbolStrokeColor": colour,
        },
    }


Place: TypeAlias = str | Channel | tuple[str, Axis]
"""Where a mark stands: a field in pixels, a channel such as LEFT, or a field on an axis."""


@dataclass(frozen=True, eq=False)
class Layer:
    """A layer of a chart: a shape with its axes put in, the rows that it draws, what a click selects."""

    spec: Mapping[str, Any]
    rows: Rows
    selection: Mapping[str, Any] | None = None


def rects(rows: Rows, *, x: Place, x2: Place, y: Place = "y", y2: Place = "y2", **more: Any) -> Layer:
    """Rectangles: grounds, bars and parts of bars."""
    return _layer("rect", rows, {"x": x, "x2": x2, "y": y, "y2": y2}, more)


def rules(rows: Rows, *, x: Place, y: Place = "y", y2: Place, **more: Any) -> Layer:
    """Upright lines."""
    return _layer("rule", rows, {"x": x, "y": y, "y2": y2}, more)


def level_rules(rows: Rows, *, x: Place, x2: Place, y: Place = "y", **more: Any) -> Layer:
    """Level lines."""
    return _layer("rule", rows, {"x": x, "x2": x2, "y": y}, more)


def slanted_rules(rows: Rows, *, x: Place, x2: Place, y: Place, y2: Place, **more: Any) -> Layer:
    """Lines from one place to another."""
    return _layer("rule", rows, {"x": x, "x2": x2, "y": y, "y2": y2}, more)


def points(rows: Rows, *, x: Place, y: Place = "y", **more: Any) -> Layer:
    """A mark for each row."""
    return _layer("point", rows, {"x": x, "y": y}, {"opacity": 1} | more)


def texts(rows: Rows, *, x: Place, y: Place = "y", text: Any = "text", **more: Any) -> Layer:
    """Words, which a screen reader says as they stand. text: a field, or an expression where the words
    depend on the width.
    """
    look = {"align": "left", "baseline": "middle", "color": TEXT} | more
    if isinstance(text, str):
        said = {"words": text} | look
        return _layer("text", rows, {"x": x, "y": y}, said, text={"field": text, "type": "nominal"})
    return _layer("text", rows, {"x": x, "y": y}, {"description": text} | look | {"text": text})


def lines(rows: Rows, *, x: Place, y: Place = "y", each: str, **more: Any) -> Layer:
    """A line through the rows that share the field `each`."""
    return _layer("line", rows, {"x": x, "y": y}, more, detail={"field": each, "type": "nominal"})


def areas(rows: Rows, *, x: Place, y: Place, y2: Place, **more: Any) -> Layer:
    """Areas between two edges."""
    return _layer("area", rows, {"x": x, "y": y, "y2": y2}, more)


def _layer(
    kind: str, rows: Rows, places: Mapping[str, Place | None], more: dict[str, Any], **channels: Channel
) -> Layer:
    """A layer of a kind of mark.

    more: looks by Vega-Lite's names, and beside them tips (lines of a tooltip), words (the field that says
    the mark to a screen reader; without it the mark is not said), channels (further ones by name), only (a
    condition on rows), select (a selection's name and its field; the layer bears the name of its marks).
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
    """A shape as Altair builds it, without data; kept, and never changed."""
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
    """The spec of layers from back to front: as wide as its container, of a fixed height in pixels."""
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
    """A spec that says why there is nothing to draw."""
    return finished(texts([{"text": text, "y": 12}], x=LEFT, color=SECONDARY_TEXT, fontSize=14), height=60)
