"""Helpers for PowerPoint shapes: places, colours, names and alternative texts."""

from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.oxml.ns import qn
from pptx.util import Length, Pt


@dataclass(frozen=True)
class Box:
    """A place on a slide, in points."""

    left: float
    top: float
    width: float
    height: float

    @property
    def emu(self) -> tuple[Length, Length, Length, Length]:
        """Left, top, width and height in EMU, for python-pptx."""
        return Pt(self.left), Pt(self.top), Pt(self.width), Pt(self.height)


def rgb(colour: str) -> RGBColor:
    """A #RRGGBB colour for python-pptx."""
    return RGBColor(*bytes.fromhex(colour[1:]))  # type: ignore[no-untyped-call]


def described(shape: Any, name: str, alt: str) -> None:
    """Set a shape's name in the list of shapes, and its alternative text."""
    for properties in shape._element.iter(qn("p:cNvPr")):
        properties.set("name", name[:200])
        properties.set("descr", alt)
        return


def text_box(
    slide: Any, box: Box, name: str, *, fill: str = "", across: float = 0, down: float = 0
) -> tuple[Any, Any]:
    """Add a text box whose lines wrap: its shape and its text frame. across, down: its margins in points."""
    shape = slide.shapes.add_textbox(*box.emu)
    shape.name = name
    if fill:
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(fill)
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = Pt(across)
    frame.margin_top = frame.margin_bottom = Pt(down)
    return shape, frame
