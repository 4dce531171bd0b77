"""A chart as a picture that stands alone: its message, whom it is about, when, and its source are in it."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

import vl_convert

from benchmark.charts.figure import Figure
from benchmark.charts.markup import drawn, piece
from benchmark.common.subject import FICTIONAL, Subject
from benchmark.core.wording import in_full, large_start
from benchmark.documents.drawing import picture
from benchmark.documents.fitting import FAMILY, LINE, width_of

MARGIN: Final = 24
_TEMPLATE: Final = "documents/labelled.html"
WIDTH: Final = 820
"""Pixels across that a chart may take where it does not say itself how wide it is."""
_SIZE = re.compile(r'<svg[^>]* width="([\d.]+)"[^>]* height="([\d.]+)"')
_SCALE: Final = 2.0
"""Pixels of a PNG for each of the SVG: sharp on paper."""
Line = tuple[str, float, bool]
"""A text, its size in pixels, and whether it is bold."""


def labelled_svg(figure: Figure, subject: Subject, *, made_on: date) -> str:
    """A chart as SVG with title, subtitle, place, round, footprint, days and source in the picture.

    What is drawn is said in words too, for who cannot see it. No text of others is read as markup.
    """
    inner = picture(figure, own_font=True, width=WIDTH)
    found = _SIZE.search(inner)
    assert found is not None, "a chart has a size"
    wide, high = max(float(found[1]), WIDTH), float(found[2])
    past = "" if subject.as_at is None else f" As at {in_full(subject.as_at.date())}."
    place = large_start(subject.in_words)
    above = [
        (subject.title(figure.title), 19, True),
        (place, 14, False),
        (figure.subtitle, 14, False),
    ]
    apart = " Fictional organisations." if subject.fictional and FICTIONAL not in place.lower() else ""
    below = [
        (f"Source: {subject.source()}{apart}", 12, False),
        (f"Made on {in_full(made_on)}.{past}", 12, False),
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


def labelled_png(figure: Figure, subject: Subject, *, made_on: date) -> bytes:
    """The same as PNG."""
    return bytes(vl_convert.svg_to_png(labelled_svg(figure, subject, made_on=made_on), scale=_SCALE))


def _texts(lines: Sequence[Line], wide: float, top: float) -> tuple[list[tuple[str, str, float, str]], float]:
    """The lines of some texts from a height on: each with its place, size and weight; and where they end."""
    laid = []
    for text, size, bold in lines:
        for line in _wrapped(text, wide, size, bold=bold):
            top += size * LINE
            laid.append((line, f"{top:.1f}", size, "bold" if bold else "normal"))
        top += 4
    return laid, top


def _wrapped(text: str, wide: float, size: float, *, bold: bool) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and width_of(longer, size=size, bold=bold) > wide:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line
