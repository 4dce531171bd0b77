"""Answers an address that is no page's: there is no such page, and a button leads to the nearest."""

from difflib import get_close_matches
from typing import Final
from urllib.parse import quote

import streamlit as st
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from benchmark.core.sign_in import CALLBACK
from benchmark.core.wording import slug
from benchmark.surfaces.server.figures import FIGURES, LIVE
from benchmark.surfaces.server.sign_in.closed import SIGN_IN, page_instead, wants_page
from benchmark.surfaces.server.sign_in.entrance import STILL
from benchmark.surfaces.web import pictures
from benchmark.surfaces.web.downloads import METHOD_ROUTE, ROUTE
from benchmark.surfaces.web.site.sitemap import HOME, PAGES, WHO_MAY, entry_at

_OURS: Final = (LIVE, FIGURES, METHOD_ROUTE, ROUTE, pictures.ROUTE, STILL, SIGN_IN, CALLBACK)
NOT_PAGES: Final = frozenset(
    (
        *("_stcore", "auth", "component", "health", "media", "static"),
        *(route.split("/")[1] for route in _OURS),
    )
)
"""How addresses begin that are not a page's: Streamlit's own routes, and ours."""
LIKE: Final = 0.6
"""How like a page's address one must be to be taken for it, 0 to 1."""
FEWEST_LETTERS: Final = 3
"""Of the beginning of a page's address that stands for the whole."""
LONGEST_SAID: Final = 40


class Lost:
    """ASGI middleware: answers for addresses that no page has.

    Streamlit gives its one page for every address, and that opens on the first one without a word.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = asked_in_vain(scope)
        await (self.app if asked is None else lost_page(asked, scope))(scope, receive, send)


def asked_in_vain(scope: Scope) -> str | None:
    """The address below the app's root that is asked for as a page and is none's; None for what there is."""
    if scope["type"] != "http" or not wants_page(scope):
        return None
    asked: str = scope["path"].removeprefix(_root()).strip("/")
    known = {entry.address for entry in (*PAGES, WHO_MAY)}
    return None if asked in known or "." in asked or asked.partition("/")[0] in NOT_PAGES else asked


def lost_page(asked: str, scope: Scope) -> Response:
    """A page of its own with the nearest page, which takes along all that the link chose."""
    near = entry_at(nearest_address(asked))
    query = scope["query_string"].decode("latin-1")
    short = asked if len(asked) <= LONGEST_SAID else f"{asked[:LONGEST_SAID]}..."
    said = f"The nearest is {near.title}." if near.address else "No page has a name like it."
    kept = " What the link chose is kept." if query else ""
    return page_instead(
        404,
        title="There is no such page",
        words=[f"The link asks for “{short}”. {said}{kept}"],
        address=f"{quote(_root())}/{near.address}{f'?{query}' if query else ''}",
        button=f"Open {near.title}",
    )


def nearest_address(asked: str) -> str:
    """The page's address that is most like what was asked for; the first page's where none is."""
    spelt = {name: entry.address for entry in PAGES for name in (entry.address, slug(entry.title)) if name}
    name = slug(asked.replace("_", "-"))
    longer = [known for known in spelt if len(name) >= FEWEST_LETTERS and known.startswith(name)]
    found = longer or get_close_matches(name, spelt, n=1, cutoff=LIKE)
    return spelt[found[0]] if found else HOME


def _root() -> str:
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"/{base}" if base else ""
