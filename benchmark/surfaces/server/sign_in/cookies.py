"""Cookies on their way in and out, and the address that somebody wanted before signing in."""

import re
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from starlette.requests import cookie_parser
from starlette.types import Message, Scope, Send

from benchmark.core.sign_in import CALLBACK

OF_STREAMLIT: Final = "_streamlit"
WANTED: Final = "wanted-"
"""How the cookies begin that keep a wanted address, each for one sign-in on its way: tabs have their own."""
BEGUN: Final = "begun-"
"""How the cookies begin that keep Streamlit's own of a sign-in on its way: it forgets another tab's."""
WAYS: Final = "ways"
"""The cookie with the states of the sign-ins that this browser began last, for where they begin."""
MOST_WAYS: Final = 3
"""Sign-ins that may be on their way in one browser: each is a kilobyte of cookies, and what stands in front
mostly refuses more than eight, with words of its own, until they have passed.
"""
SESSION: Final = "_streamlit_session"
"""Streamlit's cookie with the sign-in on its way: its state, its nonce and what proves who began it."""
XSRF: Final = "_streamlit_xsrf"
"""What a page's own script reads, by this name: it is no secret, and says of nobody who they are."""
HOST_ONLY: Final = "__Host-"
"""How the names begin of cookies that a browser takes from this very name alone, through TLS."""
SECURE_ONLY: Final = "__Secure-"
"""The same of cookies for one path, which the other cannot be."""
ONLY_TLS: Final = b"max-age=31536000; includeSubDomains"
"""For a year a browser that came through TLS comes no other way, here and to names below this one."""
ON_ITS_WAY_SECONDS: Final = 15 * 60
LONGEST_WANTED: Final = 2_000
"""Letters of a wanted address that are kept: a cookie takes 4,096."""
_NAMED: Final = re.compile(r"[ \t]*[!#$%&'*+.^_`|~0-9A-Za-z-]+[ \t]*=")
"""A cookie's name, as RFC 6265 has it."""
OF_SIGN_IN: Final = ("/sign-in", "/signed-in", CALLBACK, "/auth/")
"""How addresses begin that nobody can want to see."""


def cookies_of(scope: Scope) -> dict[str, str]:
    """A request's cookies by name. A name with other signs than a name may have is none: what parses cookies
    takes some of them for spaces, where a browser that keeps names for this host alone does not.
    """
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        if name == b"cookie":
            pairs = filter(_NAMED.match, value.decode("latin-1").split(";"))
            found.update(cookie_parser(";".join(pairs)))
    return found


def with_plain_names(scope: Scope) -> Scope:
    """A request through TLS in which cookies have the names that Streamlit gave them again.

    One that came without the beginning of its name may be anybody's, such as a neighbouring site's.
    """
    kept = {}
    for name, value in cookies_of(scope).items():
        plain = name.removeprefix(HOST_ONLY).removeprefix(SECURE_ONLY)
        if name == f"{_beginning(plain)}{plain}":
            kept[plain] = value
    return _with_cookies(scope, kept)


def _beginning(name: str) -> str:
    """How the name of one of our cookies begins behind TLS."""
    if name.startswith((WANTED, BEGUN)) or name == WAYS:
        return SECURE_ONLY
    return HOST_ONLY if name.startswith(OF_STREAMLIT) and name != XSRF else ""


def _with_cookies(scope: Scope, cookies: dict[str, str]) -> Scope:
    joined = "; ".join(f"{name}={value}" for name, value in cookies.items()).encode("latin-1")
    headers = [*((name, value) for name, value in scope["headers"] if name != b"cookie"), (b"cookie", joined)]
    return {**scope, "headers": headers}


def set_by(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    """The cookies that an answer sets, by name; those that it takes away are not among them."""
    found: dict[str, str] = {}
    for header, value in headers:
        if header == b"set-cookie":
            name, _, kept = value.decode("latin-1").partition(";")[0].partition("=")
            found[name] = kept.strip('"')
    return {name: kept for name, kept in found.items() if kept}


def with_safe_cookies(send: Send, *, secure: bool, seconds: int) -> Send:
    """Sends an answer whose cookies are Secure, and of which Streamlit's last no longer than this.

    Streamlit leaves both out: it counts on nobody listening, and keeps a sign-in for 30 days. A browser that
    came through TLS is asked not to come without, and to take their names from nobody else.
    """

    async def send_safe(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [
                (name, value if name != b"set-cookie" else _safe(value, secure=secure, seconds=seconds))
                for name, value in message["headers"]
            ]
            if secure:
                message["headers"].append((b"strict-transport-security", ONLY_TLS))
        await send(message)

    return send_safe


def _safe(cookie: bytes, *, secure: bool, seconds: int) -> bytes:
    name, *attributes = [part.strip() for part in cookie.decode("latin-1").split(";")]
    kept = [part for part in attributes if part.lower() != "secure"]
    if name.startswith(OF_STREAMLIT):
        kept = [_no_longer(part, seconds) for part in kept]
    if secure:
        name, kept = f"{_beginning(name.partition('=')[0])}{name}", [*kept, "Secure"]
    return "; ".join([name, *kept]).encode("latin-1")


def _no_longer(attribute: str, seconds: int) -> str:
    """Browsers go by Max-Age where a cookie has both that and Expires."""
    name, _, value = attribute.partition("=")
    return f"Max-Age={min(int(value), seconds)}" if name.lower() == "max-age" else attribute


def signed_in_cookie(name: str, value: str, seconds: int) -> str:
    """A Set-Cookie header as Streamlit writes it for a sign-in."""
    return f"{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax"


def begin_way(scope: Scope, state: str, wanted: str, session: str) -> list[str]:
    """Set-Cookie headers that keep what a sign-in needs until the provider's answer with its state comes, and
    that take away what one needs which was begun in this browser long before.
    """
    ways = cookies_of(scope).get(WAYS, "").split(".")
    before = [known for known in ways if known.isascii() and known.isalnum()][-MOST_WAYS:]
    kept, passed = [*before[1 - MOST_WAYS :], state], before[: 1 - MOST_WAYS]
    return [
        _on_its_way(f"{WANTED}{state}={quote(own_address(wanted), safe='/?&=')}", ON_ITS_WAY_SECONDS),
        _on_its_way(f"{BEGUN}{state}={session}", ON_ITS_WAY_SECONDS),
        _on_its_way(f"{WAYS}={'.'.join(kept)}", ON_ITS_WAY_SECONDS, path=scope["path"]),
        *(cookie for one in passed for cookie in end_way(one)),
    ]


def end_way(state: str) -> list[str]:
    """Set-Cookie headers that take it away."""
    return [_on_its_way(f"{name}{state}=", 0) for name in (WANTED, BEGUN)]


def with_way(scope: Scope, state: str) -> Scope:
    """A request in which Streamlit finds the sign-in with this state, whatever another tab began since."""
    session = cookies_of(scope).get(f"{BEGUN}{state}")
    if session is None:
        return scope
    return _with_cookies(scope, cookies_of(scope) | {SESSION: session})


def is_on_its_way(scope: Scope, state: str) -> bool:
    """Whether the sign-in with this state was begun in this browser, and has not ended yet."""
    return f"{BEGUN}{state}" in cookies_of(scope)


def wanted_of(scope: Scope, state: str) -> str:
    """The address that was wanted when the sign-in with this state began; the first page's for none."""
    return own_address(unquote(cookies_of(scope).get(f"{WANTED}{state}", "")))


def _on_its_way(cookie: str, seconds: int, *, path: str = CALLBACK) -> str:
    return f"{cookie}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite=Lax"


def own_address(wanted: str) -> str:
    """A path and query of this dashboard as it stands; the first page's for anything else.

    Whoever writes a link to the sign-in page could otherwise send people on to a page of their own.
    """
    plain = wanted.isascii() and wanted.isprintable() and "\\" not in wanted and len(wanted) <= LONGEST_WANTED
    if not plain or not wanted.startswith("/") or wanted.startswith("//"):
        return "/"
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return "/"
    return "/" if parts.netloc or parts.scheme or parts.path.startswith(OF_SIGN_IN) else wanted
