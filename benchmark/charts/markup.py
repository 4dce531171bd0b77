"""Renders HTML from templates that escape all text. No other module writes HTML.

A template lies beside the code that uses it, as `gaps/grid.html` beside `gaps/grid.py`. Style sheets are
files too; their colours come from the theme, so that charts and tables have the same.
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
"""Colour's name in style sheets -> its value. Colours of the five steps are added."""
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
    """Render a template. Its name is its path in the package: 'questions/gaps/grid.html'.

    Raises jinja2.UndefinedError if a value that it uses was not given.
    """
    return Markup(_template(template).render(values))


def piece(template: str, name: str, /, **values: Any) -> Markup:
    """Render one macro of a template with several small pieces."""
    macro = getattr(_template(template).module, name)
    return Markup(macro(**values)).strip()


def drawn(svg: str) -> Markup:
    """A picture from the chart library as markup; the library has escaped its text."""
    return Markup(svg)


@cache
def style_sheet(file: str) -> Markup:
    """A style sheet as an HTML element, with the theme's colours. file: its path in the package."""
    rules = (_PACKAGE / file).read_text(encoding="utf-8")
    return render("charts/style.html", font=Markup(FONT), colours=_COLOURS, steps=STEPS, rules=Markup(rules))


@cache
def _template(name: str) -> Template:
    return _ENVIRONMENT.get_template(name)
