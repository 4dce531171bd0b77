"""What every chart function returns, and the source line that stands under it."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd

from benchmark.definitions import load_published_files
from benchmark.settings import Settings

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
    table: pd.DataFrame
    source: str


@dataclass(frozen=True)
class HtmlFigure:
    """As Figure, for what is drawn as an HTML table; every text in `html` is escaped."""

    title: str
    subtitle: str
    alt: str
    html: str
    table: pd.DataFrame
    source: str


@cache
def _publication_line(kind: str) -> str:
    listed = load_published_files(Settings().data / "published").files
    file = next(file for file in listed if file.kind == kind)
    return f"{file.publisher}, {file.publication}, {file.published}. Self-assessed."


def source_line(kind: str, *, fictional: bool = False) -> str:
    """The publication behind a kind of row (maturity_scores, overall_comparable), or that it is fictional."""
    return FICTIONAL_SOURCE if fictional else _publication_line(kind)


def titled(message: str, *, fictional: bool) -> str:
    """A title that says when its organisations are fictional."""
    return f"Fictional: {message}" if fictional else message
