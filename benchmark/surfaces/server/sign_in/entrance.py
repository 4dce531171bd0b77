"""The entrance in shared mode: for people who are not let in, nothing of the dashboard runs or answers.

It runs before Streamlit and our own routes. Everything that is not listed here as open is closed, so a new
route is closed too. Signing in is Streamlit's; the entrance adds what that lacks: cookies that are Secure and
end with the sign-in, the wanted address, and a sign-out that is final.
"""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final
from urllib.parse import parse_qs, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.user_info import generate_login_redirect_url

from benchmark.core.errors import BenchmarkError, StoreError
from benchmark.core.moments import utc_now
from benchmark.core.settings import Settings
from benchmark.core.sign_in import CALLBACK, SignIn
from benchmark.store.people import record_once
from benchmark.surfaces.server.apart import run_apart
from benchmark.surfaces.server.edge import NOT_ALLOWED, host_allowed, refuse_websocket
from benchmark.surfaces.server.figures import FIGURES, LIVE
from benchmark.surfaces.server.rate import Rate
from benchmark.surfaces.server.sign_in.closed import (
    AWAY,
    FAILED,
    LEFT,
    SIGN_IN,
    SIGN_OUT,
    UNKEPT,
    UNUSABLE,
    no_access_page,
    refused,
    sign_in_instead,
    sign_in_page,
    unreadable,
    wants_page,
)
from benchmark.surfaces.server.sign_in.cookies import (
    SESSION,
    begin_way,
    cookies_of,
    end_way,
    is_on_its_way,
    set_by,
    signed_in_cookie,
    wanted_of,
    with_plain_names,
    with_safe_cookies,
    with_way,
)
from benchmark.surfaces.server.sign_in.links import FILES, NOT_YOURS, Links, is_own_page
from benchmark.surfaces.server.sign_in.signed_in import (
    AGAIN,
    USER_COOKIE,
    NotSignedIn,
    SignedIn,
    signed_in,
    smaller,
)
from benchmark.surfaces.server.sign_in.visitors import (
    DID_NOT_SUCCEED,
    NO_GRANT,
    TOO_MANY,
    TOO_OFTEN,
    UNUSED,
    VISITOR,
    Used,
    Visitor,
    by_cookie,
    count_refusal,
    keep_refusal,
    record_sign_in,
    sign_out,
    visitor_of,
)

STILL: Final = "/signed-in"
"""Open pages ask this address from time to time how many seconds their sign-in still lasts."""
ALIVE: Final = ("/health", LIVE, "/_stcore/health")
"""Addresses for a load balancer's checks, which may come without TLS."""
OPEN: Final = (*ALIVE, FIGURES, "/favicon.png", "/manifest.json")
OPEN_BELOW: Final = "/static/"
"""Streamlit's own files, the same in every dashboard. For a missing file Streamlit answers with its page,
which nobody may open without being let in.
"""
OF_STREAMLITS_SIGN_IN: Final = "/auth/"
SIGN_INS_A_MINUTE: Final = 120
"""For one address, which may serve a whole trust."""
SIGN_INS_OF_ONE: Final = 60
"""For one person in an hour: each sign-in is an entry of the ledger."""
AWAY_LOG: Final = (
    "No sign-in can begin: the provider's metadata could not be read. Check whether this server reaches its "
    "address, and the address itself."
)
UNUSABLE_LOG: Final = (
    "A sign-in did not succeed, by no fault of its person: the line before says why. If it is so for "
    "everybody, the client's secret may have ended, this server's clock may be minutes off, or it may not "
    "reach the provider."
)
NOT_SENT: Final = "a link or a page of another sign-in"
_LOG: Final = logging.getLogger(__name__)


class Entrance:
    """ASGI middleware that lets in signed-in people with a grant; lets in all if `sign_in` is None."""

    def __init__(self, app: ASGIApp, sign_in: SignIn | None) -> None:
        self.app = app
        self.sign_in = sign_in
        self.links = Links()
        self.open_pages = _OpenPages()
        self.rate = Rate(SIGN_INS_A_MINUTE, seconds=60)
        self.of_one = Rate(SIGN_INS_OF_ONE, seconds=3600)
        self.used = Used(sign_in.idle_minutes if sign_in else 0)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        sign_in = self.sign_in
        if sign_in is None or scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        through_tls = scope["scheme"] in ("https", "wss")
        if scope["path"] not in ALIVE:
            if not host_allowed(Headers(scope=scope).get("host", ""), but=(sign_in.host,)):
                why = refused(421, "The dashboard is not known by this address.")
            elif sign_in.is_https and not through_tls:
                why = refused(403, "The dashboard answers over https alone.")
            else:
                why = None
            if why is not None:
                await _refuse(scope, receive, send, why)
                return
        secure = sign_in.is_https or through_tls
        if secure:
            scope = with_plain_names(scope)
        if scope["type"] == "websocket":
            await self._websocket(scope, receive, send, sign_in)
            return
        send_safe = with_safe_cookies(send, secure=secure, seconds=sign_in.hours * 3600)
        if scope["path"] in OPEN or (scope["path"].startswith(OPEN_BELOW) and not wants_page(scope)):
            await self.app(scope, receive, send_safe)
        else:
            await self._http(scope, receive, send_safe, sign_in)

    async def _http(self, scope: Scope, receive: Receive, send: Send, sign_in: SignIn) -> None:
        """Answer requests that need a visitor, and those of signing in and out."""
        path = scope["path"]
        if path in (SIGN_IN, CALLBACK) and not self.rate.allows((scope.get("client") or ("",))[0]):
            count_refusal(TOO_MANY)
            await refused(429, "Too many sign-ins from this address. Wait a minute.")(scope, receive, send)
            return
        visitor, why = None, ""
        try:
            visitor = await self._visitor(scope, sign_in, uses=path != STILL, leaves=path == SIGN_OUT)
        except NotSignedIn as found:
            why = found.message
            await _keep_refusal(found.who, found.why)
        except BenchmarkError as error:
            _LOG.error("Nobody is let in: %s", error)
            await unreadable(scope, sign_in.contact)(scope, receive, send)
            return
        if path == SIGN_IN:
            await self._begin(scope, receive, send, sign_in)
        elif path == CALLBACK:
            await self._come_back(scope, receive, send, sign_in, visitor)
        elif path == SIGN_OUT:
            await self._leave(scope, receive, send, visitor)
        elif path.startswith(OF_STREAMLITS_SIGN_IN):
            await refused(404, "Not found")(scope, receive, send)
        elif visitor is None:
            await sign_in_instead(scope, why)(scope, receive, send)
        elif path == STILL:
            left = JSONResponse({"seconds": int(visitor.seconds_left)}, headers=UNKEPT)
            await left(scope, receive, send)
        elif not visitor.person.grants:
            await _keep_refusal(visitor.signed_in, NO_GRANT)
            await no_access_page(scope, visitor.signed_in, sign_in.contact)(scope, receive, send)
        elif (instead := await self._barred(scope, visitor)) is not None:
            await instead(scope, receive, send)
        else:
            await self.app({**scope, VISITOR: visitor}, receive, _unkept(send))

    async def _barred(self, scope: Scope, visitor: Visitor) -> Response | None:
        """The answer that replaces a file which is not for this visitor; None if the request may pass.

        The download of a file that a page made is entered in the ledger first, as it may hold restricted
        figures.
        """
        path = scope["path"]
        if not (self.links.allow(visitor, path) and is_own_page(scope)):
            await _keep_refusal(visitor.signed_in, NOT_SENT, what="file")
            return refused(403, NOT_YOURS)
        if path.startswith(FILES):
            about = f"file that a page made ({path.rpartition('.')[2][:8]})"
            settings = Settings.from_environment()
            try:
                await run_apart(record_once, settings, visitor.person, "download", about, "done")
            except BenchmarkError as error:
                _LOG.error("A file was not given, for it could not be entered: %s", error)
                return refused(503, "What is fetched cannot be entered at the moment. Try again.")
        return None

    async def _websocket(self, scope: Scope, receive: Receive, send: Send, sign_in: SignIn) -> None:
        """Run a page's WebSocket. It is closed when the sign-in ends, so that nothing more is shown."""
        visitor = None
        try:
            visitor = await self._visitor(scope, sign_in, uses=True)
        except NotSignedIn as found:
            await _keep_refusal(found.who, found.why)
        except BenchmarkError as error:
            _LOG.error("Nobody is let in: %s", error)
        if visitor is None or not visitor.person.grants:
            await _refuse(scope, receive, send, refused(403, "Sign in first."))
            return

        async def send_noting(message: Message) -> None:
            self.links.sent(visitor, message.get("bytes") or b"")
            await send(message)

        async def receive_used() -> Message:
            message = await receive()
            if self.used.is_idle(visitor):
                await self._end(visitor)
            self.used.note(visitor)
            return message

        with self.open_pages.of(visitor) as ended:
            await self.app({**scope, VISITOR: visitor}, _until(ended, receive_used, send), send_noting)

    async def _begin(self, scope: Scope, receive: Receive, send: Send, sign_in: SignIn) -> None:
        """Send the person to the provider. What the return needs is kept in cookies under the state."""
        wanted = _asked(scope, "to")
        login = urlsplit(generate_login_redirect_url("default"))
        begun = False

        async def send_with_wanted(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                state = parse_qs(urlsplit(headers.get("location", "")).query).get("state", [""])[0]
                if not state.isalnum():
                    return
                begun = True
                session = set_by(message["headers"]).get(SESSION, "")
                for cookie in begin_way(scope, state, wanted, session):
                    headers.append("set-cookie", cookie)
            if begun:
                await send(message)

        path, query = login.path, login.query.encode()
        login_request = {**scope, "path": path, "raw_path": path.encode(), "query_string": query}
        await self.app(login_request, receive, send_with_wanted)
        if not begun:  # Streamlit gives no reason
            count_refusal(DID_NOT_SUCCEED)
            _LOG.error(AWAY_LOG)
            words = AWAY.format(contact=sign_in.contact)
            await sign_in_page(wanted, words, status=503)(scope, receive, send)

    async def _come_back(
        self, scope: Scope, receive: Receive, send: Send, sign_in: SignIn, before: Visitor | None
    ) -> None:
        """Handle the return from the provider: on to the wanted address, or a sentence on why not."""
        state = _asked(scope, "state")
        if not state.isalnum():  # the provider also sends people here after they signed out
            answer = sign_in_page("/", LEFT) if before is None else RedirectResponse("/", status_code=303)
            await answer(scope, receive, send)
            return
        made: list[tuple[bytes, bytes]] = []

        async def keep_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                made.extend((name, value) for name, value in message["headers"] if name == b"set-cookie")

        if error := _asked(scope, "error"):  # Streamlit would log it unescaped, with line breaks
            _LOG.warning("The provider says: %r %r", error[:100], _asked(scope, "error_description")[:500])
        else:
            await self.app(with_way(scope, state), receive, keep_headers)
        wanted = wanted_of(scope, state)
        try:
            found = signed_in(set_by(made), sign_in, now=utc_now())
        except NotSignedIn:
            count_refusal(DID_NOT_SUCCEED)
            words = FAILED
            if not error and is_on_its_way(scope, state):  # the person did everything right
                _LOG.error(UNUSABLE_LOG)
                words = UNUSABLE.format(contact=sign_in.contact)
            await sign_in_page(wanted, words, status=403)(scope, receive, send)
            return
        if not self.of_one.allows(found.subject):
            await _keep_refusal(found, TOO_OFTEN)
            await refused(429, "You have signed in too often. Wait an hour.")(scope, receive, send)
            return
        if before is not None and before.signed_in.session != found.session:
            await self._end(before)  # its cookie is replaced, and no copy of it may stay valid
        await run_apart(record_sign_in, Settings.from_environment(), found)
        back = RedirectResponse(wanted, status_code=303, headers=UNKEPT)
        back.raw_headers += [header for header in made if not header[1].startswith(USER_COOKIE.encode())]
        kept = smaller(set_by(made), sign_in).items()
        for cookie in (
            *end_way(state),
            *(signed_in_cookie(name, value, sign_in.hours * 3600) for name, value in kept),
        ):
            back.raw_headers.append((b"set-cookie", cookie.encode()))
        await back(scope, receive, send)

    async def _leave(self, scope: Scope, receive: Receive, send: Send, visitor: Visitor | None) -> None:
        """End a sign-in. Streamlit then deletes its cookies and signs out at the provider."""
        if not _is_asked_for_here(scope):
            await refused(403, "Sign out on a page of the dashboard.")(scope, receive, send)
            return
        if visitor is not None:
            await self._end(visitor)
        await self.app(scope, receive, send)

    async def _visitor(self, scope: Scope, sign_in: SignIn, *, uses: bool, leaves: bool = False) -> Visitor:
        """The visitor of a request. uses: the request counts as use of the sign-in, which an idle page's does
        not. leaves: the request signs out, which is possible even if the ledger cannot be read.
        """
        cookies = cookies_of(scope)
        if USER_COOKIE not in cookies:
            raise NotSignedIn("")
        try:
            visitor = await run_in_threadpool(visitor_of, cookies, sign_in, Settings.from_environment())
        except StoreError:
            if not leaves:
                raise
            visitor = by_cookie(cookies, sign_in)
        if self.used.is_idle(visitor):
            await self._end(visitor)
            words = f"Nobody used the dashboard here for {sign_in.idle_minutes} minutes. {AGAIN}"
            raise NotSignedIn(words, why=UNUSED, who=visitor.signed_in)
        if uses:
            self.used.note(visitor)
        return visitor

    async def _end(self, visitor: Visitor) -> None:
        await run_apart(sign_out, Settings.from_environment(), visitor)
        self.open_pages.cut(visitor)


class _OpenPages:
    """The open pages: session -> for each page an event that closes its WebSocket."""

    def __init__(self) -> None:
        self._lines: dict[str, set[asyncio.Event]] = {}

    @contextmanager
    def of(self, visitor: Visitor) -> Iterator[asyncio.Event]:
        """Yields an event that is set when the sign-in ends, by time or by signing out."""
        ended = asyncio.Event()
        session = visitor.signed_in.session
        self._lines.setdefault(session, set()).add(ended)
        timer = asyncio.get_running_loop().call_later(visitor.seconds_left, ended.set)
        try:
            yield ended
        finally:
            timer.cancel()
            self._lines[session].discard(ended)
            if not self._lines[session]:
                del self._lines[session]

    def cut(self, visitor: Visitor) -> None:
        """Close the WebSockets of all pages of a sign-in."""
        for ended in self._lines.get(visitor.signed_in.session, ()):
            ended.set()


def _unkept(send: Send) -> Send:
    """A `send` that forbids caching, unless the answer itself says how long it may be kept.

    Streamlit's files say nothing about it, and a proxy may cache by file ending and give them to anybody.
    """

    async def send_unkept(message: Message) -> None:
        if message["type"] == "http.response.start":
            for name, value in UNKEPT.items():
                MutableHeaders(raw=message["headers"]).setdefault(name, value)
        await send(message)

    return send_unkept


def _until(ended: asyncio.Event, receive: Receive, send: Send) -> Receive:
    """A `receive` that passes a page's messages until its sign-in has ended, then closes the WebSocket."""

    async def receive_or_end() -> Message:
        hearing, ending = asyncio.ensure_future(receive()), asyncio.ensure_future(ended.wait())
        try:
            await asyncio.wait({hearing, ending}, return_when=asyncio.FIRST_COMPLETED)
            if not ended.is_set():
                return hearing.result()
        finally:
            ending.cancel()
            hearing.cancel()
        with suppress(RuntimeError):  # the other side has just closed it
            await send({"type": "websocket.close", "code": NOT_ALLOWED})
        return {"type": "websocket.disconnect", "code": NOT_ALLOWED}

    return receive_or_end


async def _keep_refusal(who: SignedIn | None, why: str, *, what: str = "visit") -> None:
    if why:
        await run_apart(keep_refusal, Settings.from_environment(), who, why, what=what)


def _is_asked_for_here(scope: Scope) -> bool:
    """Whether the request comes from a page of this dashboard, or its address was typed.

    Without Sec-Fetch-Site it goes by the referrer, which our pages let browsers send.
    """
    headers = Headers(scope=scope)
    if site := headers.get("sec-fetch-site"):
        return site in ("same-origin", "none")
    host = headers.get("host", "")
    return headers.get("referer", "").startswith((f"https://{host}/", f"http://{host}/"))


async def _refuse(scope: Scope, receive: Receive, send: Send, answer: Response) -> None:
    if scope["type"] == "http":
        await answer(scope, receive, send)
        return
    await refuse_websocket(receive, send, NOT_ALLOWED)


def _asked(scope: Scope, name: str) -> str:
    """The first value of a query parameter; empty if there is none."""
    query: bytes = scope["query_string"]
    return parse_qs(query.decode("latin-1")).get(name, [""])[0]
