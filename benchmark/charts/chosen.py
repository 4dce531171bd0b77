"""Marking the chosen system on a chart of all systems, without drawing the chart anew.

Building a chart takes a tenth of a second and more; the readers of a map go from tile to tile.
"""

from dataclasses import replace
from typing import Final

from benchmark.charts.figure import Figure

PARAMETER: Final = "chosen"
IS_CHOSEN: Final = f"datum.ics_code === {PARAMETER}"
"""True of the chosen system's records, in an expression of Vega; they carry its ics_code."""


def with_chosen(figure: Figure, ics_code: str) -> Figure:
    """The figure with a system marked as chosen; with one that it does not show, nothing is marked."""
    others = [parameter for parameter in figure.spec.get("params", []) if parameter["name"] != PARAMETER]
    return replace(figure, spec=figure.spec | {"params": [{"name": PARAMETER, "value": ics_code}, *others]})
