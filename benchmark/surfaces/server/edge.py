"""The edge: checks every request and WebSocket before our own code or Streamlit's sees it.

It depends on no setting of Streamlit, so it works the same with `streamlit run app.py` and `uvicorn app:app`.
"""

import asyncio
import base64
import hashlib
import ipaddress
import os
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from benchmark.core.settings import is_shared
from benchmark.returns.read.files import MAX_BYTES

PUBLIC_VARIABLE = "MATURITY_OPEN_TO_NETWORK"
PUBLIC_WORDS = "anyone who reaches this address may read and submit"
HOSTS_VARIABLE = "MATURITY_HOSTS"
LOOPBACK_NAMES = ("127.0.0.1", "localhost", "::1")
CLOSED_PATHS = ("/_stcore/metrics",)
"""Streamlit's routes that show process data to anybody."""
CLOSED_BELOW = "/_stcore/agent/"
"""Streamlit's routes through which programs drive a page, if somebody has enabled them."""
UPLOADS = "/_stcore/upload_file/"

MAX_LINK = 8_192
"""Bytes of a link's path and query. Our longest, a plan with a cost for each pillar, has 500."""
MAX_BODY = 64 * 1024
"""The most bytes of a request that is not an upload."""
MAX_UPLOAD = MAX_BYTES + 1_000_000
"""The largest file that may be read, and the form around it."""
LONGEST_PAUSE = 60.0
"""Seconds without data after which a request's body is given up, as in nginx."""
SLOWEST = 50_000
"""Bytes per second that a body must average once it takes longer than LONGEST_PAUSE: 100 MB have half an
hour. A body in transit counts as waiting, so a very slow sender could keep others from uploading.
"""
MAX_MESSAGE = 1024 * 1024
"""The most bytes of a page's message to the server. All choices on a page take some kilobytes."""
_MESSAGE_TOO_BIG, NOT_ALLOWED, _NOT_TAKEN = 1009, 1008, 1003

ENTERED = "x-entered-by-the-edge"
"""The header that the edge adds, so that a page can see that its request passed the edge."""
TOKEN = secrets.token_urlsafe(16)

_INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


def content_policy(page: bytes = b"") -> str:
    """The Content-Security-Policy: what a browser may load and run.

    Allowed are this server's files, and the scripts inside `page`. Those are named by hash, so that a script
    that got into a page within somebody's text does not run. Text never becomes a script (no unsafe-eval):
    charts use Vega's interpreter. Inline styles are allowed, as Streamlit writes them while it draws.
    """
    hashes = (hashlib.sha256(script).digest() for script in _INLINE_SCRIPT.findall(page))
    scripts = " ".join(["'self'", *(f"'sha256-{base64.b64encode(found).decode()}'" for found in hashes)])
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src {scripts}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    )


POLICY = "Content-Security-Policy"
HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    POLICY: content_policy(),
}
"""The headers of every answer. A page with inline scripts replaces the policy by one that names them."""
_HOST = re.compile(r"(?P<name>[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::(?P<port>[0-9]{1,5}))?", re.I)


@dataclass(frozen=True)
class Refusal:
    """Why a request is refused: the HTTP status and a sentence."""

    status: int
    words: str


class NotWaitedFor(Exception):
    """A request's body is too long or too slow."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.words)
        self.refusal = refusal


class Edge:
    """ASGI middleware: refuses requests that do not come from our pages, and sets headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def send_with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message["headers"] = _with_headers(message["headers"])
            await send(message)

        limit = MAX_UPLOAD if UPLOADS in scope["path"] else MAX_BODY
        refusal = refusal_of(scope) or _body_refusal(scope, limit)
        if refusal is None:
            try:
                await self.app(_entered(scope), _limited(receive, limit), send_with_headers)
                return
            except NotWaitedFor as error:
                if started:
                    return
                refusal = error.refusal
        answer = PlainTextResponse(refusal.words, status_code=refusal.status)
        await answer(scope, receive, send_with_headers)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        if refusal_of(scope) is not None:
            await refuse_websocket(receive, send, NOT_ALLOWED)
            return

        async def receive_limited() -> Message:
            message = await receive()
            size = len(message.get("bytes") or b"") + len(message.get("text") or "")
            # Pages send bytes only; text would cause an error in Streamlit.
            code = _NOT_TAKEN if message.get("text") is not None else _MESSAGE_TOO_BIG * (size > MAX_MESSAGE)
            if message["type"] == "websocket.receive" and code:
                await send({"type": "websocket.close", "code": code})
                return {"type": "websocket.disconnect", "code": code}
            return message

        await self.app(_entered(scope), receive_limited, send)


async def refuse_websocket(receive: Receive, send: Send, code: int) -> None:
    """Refuse a WebSocket with a code of RFC 6455."""
    await receive()  # the connect message, which must be received before it can be refused
    await send({"type": "websocket.close", "code": code})


def refusal_of(scope: Scope) -> Refusal | None:
    """Why a request or WebSocket is refused, by its source and its address; None if it is not."""
    if scope["path"].rstrip("/").endswith(CLOSED_PATHS) or CLOSED_BELOW in scope["path"]:
        return Refusal(404, "Not found")
    if len(scope.get("raw_path") or scope["path"].encode()) + len(scope.get("query_string", b"")) > MAX_LINK:
        return Refusal(414, "The link is too long.")
    if is_local() and not _is_loopback(scope.get("client")):
        return Refusal(403, "The dashboard answers this computer alone.")
    headers = Headers(scope=scope)
    hosts = headers.getlist("host")
    # In shared mode the entrance checks the host, as it knows the right one.
    if len(hosts) != 1 or not (is_shared() or host_allowed(hosts[0])):
        return Refusal(421, "The dashboard is not known by this address.")
    own = {f"http://{hosts[0].lower()}", f"https://{hosts[0].lower()}"}
    if any(origin.lower() not in own for origin in headers.getlist("origin")):
        return Refusal(403, "The request comes from a page of another application.")
    return None


def is_local() -> bool:
    """Whether the dashboard is for this computer only: in local mode, unless it was opened to the network."""
    return not is_shared() and os.environ.get(PUBLIC_VARIABLE, "") != PUBLIC_WORDS


def bypassed_the_edge(headers: Mapping[str, str]) -> bool:
    """Whether a page's WebSocket did not pass the edge. Without any headers the page runs in a test."""
    return bool(headers) and headers.get(ENTERED) != TOKEN


def _is_loopback(client: tuple[str, int] | None) -> bool:
    """Whether the peer is this computer. A Unix socket has no address; its file's mode guards it."""
    if client is None:
        return True
    try:
        peer = ipaddress.ip_address(client[0].partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(peer, "ipv4_mapped", None)
    return bool((mapped or peer).is_loopback)


def host_allowed(host: str, *, but: tuple[str, ...] = ()) -> bool:
    """Whether a Host header names this server: MATURITY_HOSTS or `but`; without these, this computer."""
    parts = _HOST.fullmatch(host)
    if parts is None or int(parts["port"] or 1) not in range(1, 65_536):
        return False
    name = parts["name"].strip("[]").lower()
    written = os.environ.get(HOSTS_VARIABLE, "").split(",")
    named = [*but, *(known.strip().lower() for known in written if known.strip())]
    if named:
        return host.lower() in named or name in named
    return name in LOOPBACK_NAMES or not is_local()


def _body_refusal(scope: Scope, limit: int) -> Refusal | None:
    stated = [value for name, value in scope["headers"] if name == b"content-length"]
    if any(not value.isdigit() for value in stated):
        return Refusal(400, "The request does not say its length.")
    return _too_large(limit) if any(int(value) > limit for value in stated) else None


def _too_large(limit: int) -> Refusal:
    return Refusal(413, f"The request is larger than {limit:,} bytes.")


def _limited(receive: Receive, limit: int) -> Receive:
    left, began, is_coming = limit, 0.0, True

    async def counted() -> Message:
        nonlocal left, began, is_coming
        if not is_coming:  # the body is complete: the next message is the disconnect
            return await receive()
        now = time.monotonic()
        began = began or now
        patience = min(LONGEST_PAUSE, LONGEST_PAUSE + (limit - left) / SLOWEST - (now - began))
        try:
            message = await asyncio.wait_for(receive(), max(patience, 0.0))
        except TimeoutError:
            raise NotWaitedFor(Refusal(408, "The request came too slowly. Send it again.")) from None
        left -= len(message.get("body", b""))
        is_coming = message.get("more_body", False)
        if left < 0:
            raise NotWaitedFor(_too_large(limit))
        return message

    return counted


def _entered(scope: Scope) -> Scope:
    """The scope with the edge's header, instead of any that the client sent under this name."""
    own = ENTERED.encode()
    return {**scope, "headers": [*((n, v) for n, v in scope["headers"] if n != own), (own, TOKEN.encode())]}


def _with_headers(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    present = {name.lower() for name, _ in headers}
    added = ((name.lower().encode(), value.encode()) for name, value in HEADERS.items())
    return [*headers, *((name, value) for name, value in added if name not in present)]
