"""The look of pages and exports: colours, fonts, shapes, and the Vega-Lite settings of every spec."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import pandas as pd

from benchmark.core.definitions import definitions

DARK_BLUE: Final = "#003087"
BLUE: Final = "#005EB8"
PALE_GREY: Final = "#E8EDEE"
TEXT: Final = "#212B32"
SECONDARY_TEXT: Final = "#425563"
GREY: Final = "#768692"
WHITE: Final = "#FFFFFF"
ORANGE: Final = "#B34700"
GRIDLINE: Final = "#E8EDEE"
GROUND: Final = "#F5F7F8"
"""The background of a strip of marks."""
FONT: Final = "Inter, 'Helvetica Neue', Arial, sans-serif"

CHARACTER_PX: Final = 6.1
"""The mean width of a character at 12 px in FONT, rounded up so that names fit."""


_PENTAGON: Final = "M0,-1L0.95,-0.31L0.59,0.81L-0.59,0.81L-0.95,-0.31Z"
_ARROW_UP: Final = "M0,-1L0.95,0.05L0.4,0.05L0.4,0.95L-0.4,0.95L-0.4,0.05L-0.95,0.05Z"
"""Our own shapes, in Vega's frame from -1 to 1. Vega's wedge and arrow are too thin to tell apart."""

_SHAPE_SIZES: Final = {
    "circle": 90,
    "square": 75,
    "diamond": 135,
    "triangle-up": 130,
    "triangle-down": 130,
    "triangle-right": 130,
    "triangle-left": 130,
    _PENTAGON: 120,
    _ARROW_UP: 130,
    "cross": 120,
    "stroke": 90,
}
"""Shape -> area of its frame in square pixels. Shapes fill frames differently; these look equally large."""


@dataclass(frozen=True)
class VerdictMark:
    """The colour and shape of a verdict, the same everywhere."""

    colour: str
    shape: str


VERDICT_MARKS: Final = {
    "levelled_up": VerdictMark(BLUE, "triangle-up"),
    "levelled_up_leaders_slipped": VerdictMark("#6A3D9A", "diamond"),
    "rose_together": VerdictMark("#00757A", "triangle-right"),
    "little_change": VerdictMark(GREY, "circle"),
    "rose_leaders_faster": VerdictMark("#00757A", _PENTAGON),
    "leaders_ahead": VerdictMark(ORANGE, _ARROW_UP),
    "pulled_apart": VerdictMark(ORANGE, "square"),
    "fell_behind": VerdictMark(ORANGE, "triangle-left"),
    "levelled_down": VerdictMark("#7A4A00", "triangle-down"),
    "fell_together": VerdictMark("#7A4A00", "cross"),
    "too_few": VerdictMark(SECONDARY_TEXT, "stroke"),
}
"""Verdict -> its mark. Each shape is different, so that no verdict depends on colour alone."""


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two #RRGGBB colours by WCAG 2.2, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@cache
def score_domain() -> tuple[float, float]:
    """The ends of every score axis: 1 and 5."""
    scale = definitions().framework.scale
    return scale.lowest, scale.highest


@cache
def setting_order() -> tuple[str, ...]:
    """The care settings in the order of all charts."""
    return tuple(setting.name for setting in definitions().care_settings)


def settings_present(care_settings: pd.Series) -> list[str]:
    """The care settings that occur, in the order of the definitions."""
    present = set(care_settings.dropna())
    return [setting for setting in setting_order() if setting in present]


@cache
def shape_of(setting_or_shape: str) -> str:
    """The shape of a care setting, the same on every chart. A shape is returned as it is."""
    shapes: dict[str, str] = {setting.name: setting.shape for setting in definitions().care_settings}
    return shapes.get(setting_or_shape, setting_or_shape)


def mark_size(setting_or_shape: str, *, chosen: bool = False) -> int:
    """The size of a care setting's mark or of a shape; about twice as large if chosen."""
    size = _SHAPE_SIZES[shape_of(setting_or_shape)]
    return round(size * 2.1) if chosen else size


def config() -> dict[str, Any]:
    """The Vega-Lite config of pages and exports."""
    return {
        "font": FONT,
        "background": WHITE,
        "view": {"stroke": None},
        "axis": {
            "domain": False,
            "ticks": False,
            "grid": True,
            "gridColor": GRIDLINE,
            "labelFont": FONT,
            "titleFont": FONT,
            "labelColor": SECONDARY_TEXT,
            "titleColor": SECONDARY_TEXT,
            "labelFontSize": 12,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "labelPadding": 6,
            "labelLimit": 400,
        },
        "legend": {
            "orient": "top",
            "title": None,
            "labelFont": FONT,
            "labelColor": TEXT,
            "labelFontSize": 12,
            "labelLimit": 320,
            "symbolSize": 90,
            "symbolStrokeWidth": 1.5,
            "symbolFillColor": SECONDARY_TEXT,
            "symbolStrokeColor": SECONDARY_TEXT,
            "rowPadding": 4,
            "columnPadding": 10,
            "offset": 6,
            "layout": {"top": {"direction": "vertical", "anchor": "start", "margin": 6}},
        },
        "text": {"color": TEXT, "fontSize": 12, "font": FONT},
    }
