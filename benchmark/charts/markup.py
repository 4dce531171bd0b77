"""HTML from templates, in which every text is escaped by itself: nothing else in the product writes HTML.

A template stands beside what it draws, as `gaps/grid.html` beside `gaps/grid.py`. The style sheet is a file
too; only its colours come from the theme, so that charts and tables have the same.
"""

from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape
from markupsafe import Markup

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


@cache
def _template(name: str) -> Template:
    return _ENVIRONMENT.get_template(name)
