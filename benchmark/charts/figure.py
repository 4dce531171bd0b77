"""The result of every chart function."""

from dataclasses import dataclass, replace
from typing import Any, Final

from markupsafe import Markup

from benchmark.core.columns import Filled


@dataclass(frozen=True)
class Figure:
    """A chart, and everything that must be shown with it.

    title: the message, without a full stop; the page draws it as a heading, so the spec has none.
    subtitle: what is drawn, and how to read its lines.
    alt: the picture in words, with its key figures.
    spec: Vega-Lite, the same for the same input, so that it can be cached by publication version.
    table: the figures behind it, with headings for people.
    """

    title: str
    subtitle: str
    alt: str
    spec: dict[str, Any]
    table: Filled


@dataclass(frozen=True)
class HtmlFigure:
    """Like Figure, but drawn as an HTML table by a template."""

    title: str
    subtitle: str
    alt: str
    html: Markup
    table: Filled


PARAMETER: Final = "chosen"
IS_CHOSEN: Final = f"datum.ics_code === {PARAMETER}"
"""A Vega expression that is true for the chosen system's records; records carry ics_code."""


def with_chosen(figure: Figure, ics_code: str) -> Figure:
    """The figure with a system marked as chosen. Nothing is marked if the figure does not show it."""
    others = [parameter for parameter in figure.spec.get("params", []) if parameter["name"] != PARAMETER]
    return replace(figure, spec=figure.spec | {"params": [{"name": PARAMETER, "value": ics_code}, *others]})
