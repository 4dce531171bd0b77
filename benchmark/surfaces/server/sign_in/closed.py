"""Answers that replace pages and files, for people who may not come in or used an unknown address."""

from typing import Any, Final
from urllib.parse import quote

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import Scope

from benchmark.charts.markup import render, style_sheet
from benchmark.common.citation import PRODUCT
from benchmark.surfaces.server.edge import POLICY, content_policy
from benchmark.surfaces.server.sign_in.cookies import own_address
from benchmark.surfaces.server.sign_in.signed_in import SignedIn
from benchmark.surfaces.web.site.sitemap import PRODUCT_SUBJECT

SIGN_IN: Final = "/sign-in"
"""The address where signing in begins. Its parameter `to` is the address wanted afterwards."""
SIGN_OUT: Final = "/auth/logout"
UNKEPT: Final = {"Cache-Control": "no-store"}
ASKED: Final = "Sign in with the account of your organisation to see this page."
LEFT: Final = "You have signed out."
FAILED: Final = (
    "The sign-in did not succeed: it was broken off, took too long, or was not meant for this dashboard."
)

GOES_ON: Final = "Try again in a minute. If it goes on, tell {contact}."
AWAY: Final = (
    "Nobody can sign in at the moment: the service that people sign in with does not answer. " + GOES_ON
)
UNUSABLE: Final = (
    "The sign-in did not succeed: what the service that people sign in with has answered could not be used. "
    "Try again. If it happens again, tell {contact}."
)


def refused(status: int, words: str) -> Response:
    """A sentence as plain text, for requests that want no page."""
    return PlainTextResponse(words, status_code=status, headers=UNKEPT)


def sign_in_instead(scope: Scope, why: str) -> Response:
    """The sign-in page, which leads back to this address. A sentence if no page is wanted."""
    if not wants_page(scope):
        return refused(403, "Sign in first.")
    return sign_in_page(_asked_for(scope), why or ASKED)


def unreadable(scope: Scope, contact: str) -> Response:
    """The answer if the ledger with people's rights cannot be read. A sentence if no page is wanted."""
    if not wants_page(scope):
        return refused(503, "Who may see what cannot be read at the moment.")
    return page_instead(
        503,
        title="The dashboard cannot be opened at the moment",
        words=["Who may see what cannot be read, so nobody is let in.", GOES_ON.format(contact=contact)],
        address=own_address(_asked_for(scope)),
        button="Try again",
    )


def _asked_for(scope: Scope) -> str:
    query = scope["query_string"].decode("latin-1")
    return quote(scope["path"]) + (f"?{query}" if query else "")


def sign_in_page(wanted: str, words: str, *, status: int = 200) -> Response:
    """The sign-in page, which leads to `wanted` afterwards."""
    return page_instead(
        status,
        title="Sign in",
        words=[words],
        address=f"{SIGN_IN}?to={quote(own_address(wanted), safe='')}",
        button="Sign in",
        left=words == LEFT,
    )


def no_access_page(scope: Scope, who: SignedIn, contact: str) -> Response:
    """The page for somebody who has signed in without a grant: who they are, and where to ask."""
    if not wants_page(scope):
        return refused(403, "You have no access.")
    return page_instead(
        200,
        title="You have no access yet",
        words=[
            "You are signed in, but nobody has given you access to this dashboard.",
            f"Ask {contact}. Tell them the identifier below.",
        ],
        facts=[("Signed in as", who.name), ("Identifier", who.subject)],
        address=SIGN_OUT,
        button="Sign out",
    )


def wants_page(scope: Scope) -> bool:
    """Whether a browser asks for a page to show."""
    return scope["method"] in ("GET", "HEAD") and "text/html" in Headers(scope=scope).get("accept", "")


def page_instead(status: int, **values: Any) -> Response:
    """A page without Streamlit: a title, sentences and a button."""
    filled: dict[str, Any] = {"facts": [], "left": False} | values
    style = style_sheet("surfaces/server/sign_in/sign_in.css")
    whole = render(
        "surfaces/server/sign_in/sign_in.html",
        product=PRODUCT,
        subject=PRODUCT_SUBJECT,
        style=style,
        **filled,
    )
    policy = {POLICY: content_policy(whole.encode())}
    return HTMLResponse(whole, status_code=status, headers=UNKEPT | policy)
