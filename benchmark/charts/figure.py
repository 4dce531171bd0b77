"""What every chart function returns, and the source line that stands under it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final

from markupsafe import Markup

from benchmark.common.provenance import Sources, return_number, returns_words
from benchmark.core.columns import Filled
from benchmark.core.definitions import load_published_files
from benchmark.core.settings import Settings
from schemas.definitions import PublishedFile

FICTIONAL_SOURCE = (
    "Fictional trusts and scores, made up so that every page can be tried. "
    "They describe no real organisation."
)


@dataclass(frozen=True)
class Figure:
    """A chart and all that must go with it.

    title: the message, without a full stop; the page draws it as a heading, so the spec has none.
    subtitle: what is drawn and how to read its lines.
    alt: the picture in words, with its key figures.
    spec: Vega-Lite, the same for the same input, so that it can be cached by publication version.
    table: the figures behind it, columns named for people.
    source: the publication, and that it is self-assessed.
    """

    title: str
    subtitle: str
    alt: str
    spec: dict[str, Any]
    table: Filled
    source: str = ""


@dataclass(frozen=True)
class HtmlFigure:
    """As Figure, for what is drawn as an HTML table, which a template made."""

    title: str
    subtitle: str
    alt: str
    html: Markup
    table: Filled
    source: str = ""


@cache
def _published() -> tuple[PublishedFile, ...]:
    return load_published_files(Settings().data / "published").files


def line_of(found: Sources, *, fictional: bool, number: Callable[[int], str] = return_number) -> str:
    """What figures rest on, in a line: publications and returns, that they are self-assessed or fictional.

    number: how a return's number is written, where it is to be marked up.
    """
    submitted = returns_words(found.returns, number=number)
    if fictional:
        return f"{FICTIONAL_SOURCE} With {submitted}." if submitted else FICTIONAL_SOURCE
    lines = dict.fromkeys(
        f"{file.publisher}, {file.publication}, {file.published}"
        for file in _published()
        if file.file in found.files
    )
    said = "; ".join(lines)
    both = f"{said}, and {submitted}" if said and submitted else said or submitted
    return f"{both or 'No return yet'}. Self-assessed."


PARAMETER: Final = "chosen"
IS_CHOSEN: Final = f"datum.ics_code === {PARAMETER}"
"""True of the chosen system's records, in an expression of Vega; they carry its ics_code."""


def with_chosen(figure: Figure, ics_code: str) -> Figure:
    """The figure with a system marked as chosen; with one that it does not show, nothing is marked."""
    others = [parameter for parameter in figure.spec.get("params", []) if parameter["name"] != PARAMETER]
    return replace(figure, spec=figure.spec | {"params": [{"name": PARAMETER, "value": ics_code}, *others]})
