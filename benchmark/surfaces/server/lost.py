"""Answers addresses without a page: says so, and offers the nearest page."""

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
"""First parts of addresses that are not pages: Streamlit's own routes, and ours."""
LIKE: Final = 0.6
"""How similar an address must be to a page's (0 to 1) to be taken for it."""
FEWEST_LETTERS: Final = 3
"""The fewest letters of the beginning of a page's address that stand for the whole."""
LONGEST_SAID: Final = 40


class Lost:
    """ASGI middleware that answers addresses without a page.

    Streamlit would answer each of them with its first page, without an explanation.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        unknown = unknown_address(scope)
        await (self.app if unknown is None else lost_page(unknown, scope))(scope, receive, send)


def unknown_address(scope: Scope) -> str | None:
    """The requested address, below the app's root, if a page is wanted and none has it; else None."""
    if scope["type"] != "http" or not wants_page(scope):
        return None
    address: str = scope["path"].removeprefix(_root()).strip("/")
    known = {entry.address for entry in (*PAGES, WHO_MAY)}
    is_known = address in known or "." in address or address.partition("/")[0] in NOT_PAGES
    return None if is_known else address


def lost_page(address: str, scope: Scope) -> Response:
    """The answer with the nearest page, which keeps the link's choices."""
    near = entry_at(nearest_address(address))
    query = scope["query_string"].decode("latin-1")
    short = address if len(address) <= LONGEST_SAID else f"{address[:LONGEST_SAID]}..."
    nearest = f"The nearest is {near.title}." if near.address else "No page has a name like it."
    kept = " What the link chose is kept." if query else ""
    return page_instead(
        404,
        title="There is no such page",
        words=[f"The link asks for “{short}”. {nearest}{kept}"],
        address=f"{quote(_root())}/{near.address}{f'?{query}' if query else ''}",
        button=f"Open {near.title}",
    )


def nearest_address(address: str) -> str:
    """The most similar address of a page; the first page's if none is similar."""
    spelt = {name: entry.address for entry in PAGES for name in (entry.address, slug(entry.title)) if name}
    name = slug(address.replace("_", "-"))
    longer = [known for known in spelt if len(name) >= FEWEST_LETTERS and known.startswith(name)]
    found = longer or get_close_matches(name, spelt, n=1, cutoff=LIKE)
    return spelt[found[0]] if found else HOME


def _root() -> str:
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"/{base}" if base else ""
