"""A chart or table as a picture that explains itself: with its message, subject, day and source."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

import vl_convert

from benchmark.charts.figure import Figure, HtmlFigure
from benchmark.charts.markup import drawn, piece
from benchmark.common.citation import citation
from benchmark.common.subject import FICTIONAL, Subject
from benchmark.core.wording import in_full, large_start
from benchmark.documents.drawing import picture, with_fonts
from benchmark.documents.drawn_table import drawn_table, wrapped
from benchmark.documents.fitting import FAMILY, LINE

MARGIN: Final = 24
_TEMPLATE: Final = "documents/labelled.html"
WIDTH: Final = 820
"""The width in pixels of a chart that does not state its own."""
TABLE_WIDTH: Final = 1180
"""The width of a table in pixels: room for a trust's name and all seven pillars."""
_SIZE = re.compile(r'<svg[^>]* width="([\d.]+)"[^>]* height="([\d.]+)"')
_SCALE: Final = 2.0
"""Pixels of a PNG for each pixel of the SVG, so that it prints sharply."""
Line = tuple[str, float, bool]
"""A text, its size in pixels, whether it is bold."""


def labelled_svg(figure: Figure | HtmlFigure, subject: Subject, *, made_on: date, link: str = "") -> str:
    """A chart as SVG, with title, subtitle, place, round, footprint, days and source in the picture.

    It has alternative text. All text is escaped.
    """
    with_fonts()
    if isinstance(figure, HtmlFigure):
        inner, wide, high = drawn_table(figure.html, width=TABLE_WIDTH)
    else:
        inner = picture(figure, own_font=True, width=WIDTH)
        found = _SIZE.search(inner)
        assert found is not None, "a chart has a size"
        wide, high = max(float(found[1]), WIDTH), float(found[2])
    day = None if subject.as_at is None else subject.as_at.date()
    place = large_start(subject.chosen)
    above = [
        (subject.title(figure.title), 19, True),
        (place, 14, False),
        (figure.subtitle, 14, False),
    ]
    apart = " Fictional organisations." if subject.fictional and FICTIONAL not in place.lower() else ""
    below = [
        (f"Source: {subject.source()}{apart}", 12, False),
        (f"Made on {in_full(made_on)}. To cite it: {citation('', subject, day=day, link=link)}", 12, False),
    ]
    head, top = _texts(above, wide, MARGIN)
    foot, bottom = _texts(below, wide, top + high + 12)
    return str(
        piece(
            _TEMPLATE,
            "labelled",
            title=subject.title(figure.title),
            alt=figure.alt,
            inner=drawn(inner),
            wide=f"{wide + 2 * MARGIN:g}",
            high=f"{bottom + MARGIN:g}",
            left=MARGIN,
            top=f"{top + 6:g}",
            family=FAMILY,
            lines=[*head, *foot],
        )
    )


def labelled_png(figure: Figure | HtmlFigure, subject: Subject, *, made_on: date, link: str = "") -> bytes:
    """Like `labelled_svg`, as PNG."""
    return bytes(
        vl_convert.svg_to_png(labelled_svg(figure, subject, made_on=made_on, link=link), scale=_SCALE)
    )


def _texts(lines: Sequence[Line], wide: float, top: float) -> tuple[list[tuple[str, str, float, str]], float]:
    """Texts laid out in lines from a height down: each with its y, size and weight; and the bottom."""
    laid = []
    for text, size, bold in lines:
        for line in wrapped(text, wide, size, bold=bold):
            top += size * LINE
            laid.append((line, f"{top:.1f}", size, "bold" if bold else "normal"))
        top += 4
    return laid, top
