"""HTML from templates, in which every text is escaped by itself: nothing else in the product writes HTML.

A template stands beside what it draws, as `gaps/grid.html` beside `gaps/grid.py`. The style sheet is a file
too; only its colours come from the theme, so that charts and tables have the same.
"""

from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape
from markupsafe import Markup

from benchmark.charts.distance import STEPS
from benchmark.charts.theme import (
    BLUE,
    DARK_BLUE,
    FONT,
    GREY,
    ORANGE,
    PALE_GREY,
    SECONDARY_TEXT,
    TEXT,
    WHITE,
)

_COLOURS: Final = {
    "dark-blue": DARK_BLUE,
    "blue": BLUE,
    "pale": PALE_GREY,
    "grey": GREY,
    "orange": ORANGE,
    "text": TEXT,
    "secondary": SECONDARY_TEXT,
    "white": WHITE,
}
"""By the names that the style sheet has for them; those of the steps from a standard are added."""
_PACKAGE: Final = Path(__file__).parents[1]
_ENVIRONMENT: Final = Environment(
    loader=FileSystemLoader(_PACKAGE),
    autoescape=select_autoescape(["html"], default_for_string=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
_ENVIRONMENT.globals["zip"] = zip


def render(template: str, /, **values: Any) -> Markup:
    """A whole template, named from the package's folder: 'questions/gaps/grid.html'.

    Raises jinja2.UndefinedError where a value that it asks for was not given.
    """
    return Markup(_template(template).render(values))


def piece(template: str, name: str, /, **values: Any) -> Markup:
    """One macro of a template that holds several small pieces."""
    macro = getattr(_template(template).module, name)
    return Markup(macro(**values)).strip()


def drawn(svg: str) -> Markup:
    """A picture that the chart library drew: markup already, its own texts escaped."""
    return Markup(svg)


@cache
def style_sheet(file: str) -> Markup:
    """A style sheet as an element, its colours those of charts. file: named from the package's folder."""
    rules = (_PACKAGE / file).read_text(encoding="utf-8")
    return render("charts/style.html", font=Markup(FONT), colours=_COLOURS, steps=STEPS, rules=Markup(rules))


@cache
def _template(name: str) -> Template:
    return _ENVIRONMENT.get_template(name)
