"""Draws the product's charts as pictures."""

import json
from functools import cache
from typing import Any, Final

import vl_convert

from benchmark.charts.figure import Figure
from benchmark.charts.theme import FONT
from benchmark.documents.fitting import FAMILY, FONTS

WIDTH: Final = 720
"""The width in pixels at which labels can be read on an A4 page."""


def picture(figure: Figure, *, own_font: bool, width: int = WIDTH) -> str:
    """A chart as SVG. own_font: use the product's own font, else fonts that browsers have.

    Nothing is downloaded: a chart's data is in its spec.
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
    """Register our fonts, so that labels are measured in the font that they are drawn in."""
    vl_convert.register_font_directory(str(FONTS))
