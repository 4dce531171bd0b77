"""Helpers for PowerPoint shapes: colours, names and alternative texts."""

from typing import Any

from pptx.dml.color import RGBColor
from pptx.oxml.ns import qn


def rgb(colour: str) -> RGBColor:
    """A #RRGGBB colour for python-pptx."""
    return RGBColor(*bytes.fromhex(colour[1:]))  # type: ignore[no-untyped-call]


def described(shape: Any, name: str, alt: str) -> None:
    """Set a shape's name in the list of shapes, and its alternative text."""
    for properties in shape._element.iter(qn("p:cNvPr")):
        properties.set("name", name[:200])
        properties.set("descr", alt)
        return
