"""Cookies in requests and answers, and the address that somebody wanted before signing in."""

import re
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from starlette.requests import cookie_parser
from starlette.types import Message, Scope, Send

from benchmark.core.sign_in import CALLBACK

OF_STREAMLIT: Final = "_streamlit"
WANTED: Final = "wanted-"
"""The prefix of cookies with a wanted address, one for each pending sign-in, as tabs may have one each."""
BEGUN: Final = "begun-"
"""The prefix of cookies with Streamlit's own cookie of a pending sign-in, as it forgets another tab's."""
WAYS: Final = "ways"
"""The cookie with the states of this browser's latest pending sign-ins."""
MOST_WAYS: Final = 3
"""The most pending sign-ins in one browser. Each takes a kilobyte of cookies, and proxies usually refuse more
than eight kilobytes, with an error page of their own.
"""
SESSION: Final = "_streamlit_session"
"""Streamlit's cookie of a pending sign-in: its state, its nonce, and the proof of who began it."""
XSRF: Final = "_streamlit_xsrf"
"""A cookie that a page's script reads by this name. It is not secret and identifies nobody."""
HOST_ONLY: Final = "__Host-"
"""The name prefix of cookies that a browser accepts only from this host, over TLS."""
SECURE_ONLY: Final = "__Secure-"
"""The name prefix of TLS-only cookies with a path, for which HOST_ONLY is not possible."""
ONLY_TLS: Final = b"max-age=31536000; includeSubDomains"
"""Tells a browser to use only TLS, for a year, for this host and names below it."""
ON_ITS_WAY_SECONDS: Final = 15 * 60
LONGEST_WANTED: Final = 2_000
"""The most letters of a wanted address that are kept: a cookie holds 4,096."""
_NAMED: Final = re.compile(r"[ \t]*[!#$%&'*+.^_`|~0-9A-Za-z-]+[ \t]*=")
"""A cookie's name by RFC 6265, and the equals sign."""
OF_SIGN_IN: Final = ("/sign-in", "/signed-in", CALLBACK, "/auth/")
"""Beginnings of addresses that belong to signing in, so nobody can want to return to them."""


def cookies_of(scope: Scope) -> dict[str, str]:
    """A request's cookies: name -> value. Cookies with invalid names are dropped: the parser would trim
    characters that browsers do not, so that such a name could pass for a protected one.
    """
    found: dict[str, str] = {}
    for name, value in scope["headers"]:
        if name == b"cookie":
            pairs = filter(_NAMED.match, value.decode("latin-1").split(";"))
            found.update(cookie_parser(";".join(pairs)))
    return found


def with_plain_names(scope: Scope) -> Scope:
    """The request with Streamlit's own cookie names again, behind TLS.

    A cookie without the expected prefix is dropped, as a neighbouring site may have set it.
    """
    kept = {}
    for name, value in cookies_of(scope).items():
        plain = name.removeprefix(HOST_ONLY).removeprefix(SECURE_ONLY)
        if name == f"{_beginning(plain)}{plain}":
            kept[plain] = value
    return _with_cookies(scope, kept)


def _beginning(name: str) -> str:
    """The name prefix of one of our cookies behind TLS."""
    if name.startswith((WANTED, BEGUN)) or name == WAYS:
        return SECURE_ONLY
    return HOST_ONLY if name.startswith(OF_STREAMLIT) and name != XSRF else ""


def _with_cookies(scope: Scope, cookies: dict[str, str]) -> Scope:
    joined = "; ".join(f"{name}={value}" for name, value in cookies.items()).encode("latin-1")
    headers = [*((name, value) for name, value in scope["headers"] if name != b"cookie"), (b"cookie", joined)]
    return {**scope, "headers": headers}


def set_by(headers: list[tuple[bytes, bytes]]) -> dict[str, str]:
    """The cookies that an answer sets: name -> value. Deleted cookies are left out."""
    found: dict[str, str] = {}
    for header, value in headers:
        if header == b"set-cookie":
            name, _, kept = value.decode("latin-1").partition(";")[0].partition("=")
            found[name] = kept.strip('"')
    return {name: kept for name, kept in found.items() if kept}


def with_safe_cookies(send: Send, *, secure: bool, seconds: int) -> Send:
    """A `send` that makes cookies Secure, and lets Streamlit's last at most `seconds`.

    Streamlit does neither, and keeps a sign-in for 30 days. If `secure`, the browser must also use TLS
    only, and cookies get a prefix that binds them to this host.
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
    """The attribute with Max-Age shortened. Browsers prefer it to Expires."""
    name, _, value = attribute.partition("=")
    return f"Max-Age={min(int(value), seconds)}" if name.lower() == "max-age" else attribute


def signed_in_cookie(name: str, value: str, seconds: int) -> str:
    """A Set-Cookie value like Streamlit's for a sign-in."""
    return f"{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax"


def begin_way(scope: Scope, state: str, wanted: str, session: str) -> list[str]:
    """Set-Cookie values that keep what a sign-in needs until the provider's answer with its state comes. They
    also delete those of this browser's oldest pending sign-ins.
    """
    ways = cookies_of(scope).get(WAYS, "").split(".")
    before = [known for known in ways if known.isascii() and known.isalnum()][-MOST_WAYS:]
    kept, passed = [*before[1 - MOST_WAYS :], state], before[: 1 - MOST_WAYS]
    return [
        _on_its_way(f"{WANTED}{state}={quote(own_address(wanted), safe='/?&=')}", ON_ITS_WAY_SECONDS),
        _on_its_way(f"{BEGUN}{state}={session}", ON_ITS_WAY_SECONDS),
        _on_its_way(f"{WAYS}={'.'.join(kept)}", ON_ITS_WAY_SECONDS, path=scope["path"]),
        *(cookie for way in passed for cookie in end_way(way)),
    ]


def end_way(state: str) -> list[str]:
    """Set-Cookie values that delete a pending sign-in's cookies."""
    return [_on_its_way(f"{name}{state}=", 0) for name in (WANTED, BEGUN)]


def with_way(scope: Scope, state: str) -> Scope:
    """The request with Streamlit's cookie of the sign-in with this state, even if another tab began one."""
    session = cookies_of(scope).get(f"{BEGUN}{state}")
    if session is None:
        return scope
    return _with_cookies(scope, cookies_of(scope) | {SESSION: session})


def is_on_its_way(scope: Scope, state: str) -> bool:
    """Whether this browser began the sign-in with this state, and it has not ended."""
    return f"{BEGUN}{state}" in cookies_of(scope)


def wanted_of(scope: Scope, state: str) -> str:
    """The address that was wanted when the sign-in with this state began; else the first page's."""
    return own_address(unquote(cookies_of(scope).get(f"{WANTED}{state}", "")))


def _on_its_way(cookie: str, seconds: int, *, path: str = CALLBACK) -> str:
    return f"{cookie}; Path={path}; Max-Age={seconds}; HttpOnly; SameSite=Lax"


def own_address(wanted: str) -> str:
    """The wanted address if it is a path and query of this dashboard; else the first page's.

    Otherwise a link to the sign-in page could send people on to another site.
    """
    plain = wanted.isascii() and wanted.isprintable() and "\\" not in wanted and len(wanted) <= LONGEST_WANTED
    if not plain or not wanted.startswith("/") or wanted.startswith("//"):
        return "/"
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return "/"
    return "/" if parts.netloc or parts.scheme or parts.path.startswith(OF_SIGN_IN) else wanted
