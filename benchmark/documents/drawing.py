"""The product's own charts as pictures, for what is read and not edited."""

import json
from functools import cache
from typing import Any, Final

import vl_convert

from benchmark.charts.figure import Figure
from benchmark.charts.theme import FONT
from benchmark.documents.fitting import FAMILY, FONTS

WIDTH: Final = 720
"""Pixels across: what a page of A4 shows at a size at which labels can be read."""


def picture(figure: Figure, *, own_font: bool, width: int = WIDTH) -> str:
    """A chart as SVG. own_font: in the font that the product brings; else in those that browsers have.

    Nothing is fetched: a chart's data stand in its spec.
    """
    with_fonts()
    spec: dict[str, Any] = dict(figure.spec)
    if spec.get("width") == "container":
        spec["width"] = width
    if own_font:
        spec = json.loads(json.dumps(spec).replace(json.dumps(FONT), json.dumps(FAMILY)))
    return str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))


@cache
def with_fonts() -> None:
    """So that labels are measured in the font in which they are drawn."""
    vl_convert.register_font_directory(str(FONTS))
