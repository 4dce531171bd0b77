"""Limits what one person, and all together, may have open and waiting: pages, and files before submission.

It runs behind the entrance, so it knows the person. In shared mode each person has a limit of their own; in
local mode there is only the limit for all.
"""

from collections import Counter
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import runtime

from benchmark.returns.read.files import MAX_BYTES
from benchmark.surfaces.server.edge import MAX_UPLOAD, UPLOADS, refuse_websocket
from benchmark.surfaces.server.rate import Rate
from benchmark.surfaces.server.sign_in.closed import page_instead, refused, wants_page
from benchmark.surfaces.server.sign_in.visitors import VISITOR, Visitor

MOST_PAGES: Final = 500
"""Pages open in this process. Each uses memory while it is open."""
MOST_PAGES_OF_ONE: Final = 30
MOST_WAITING: Final = 10 * MAX_BYTES
"""Bytes of files that wait in this process's memory, for all pages together."""
MOST_WAITING_OF_ONE: Final = 3 * MAX_BYTES
UPLOADS_A_MINUTE: Final = 60
"""For one person. A system's returns are some tens of files."""
_NO_ROOM: Final = 1013
HERE: Final = "this computer"


class Limits:
    """ASGI middleware that refuses pages and files beyond the limits."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.pages: Counter[str] = Counter()
        self.rate = Rate(UPLOADS_A_MINUTE, seconds=60)
        self._coming: Counter[str] = Counter()
        self._whose: dict[str, str] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._page(scope, receive, send)
        elif scope["type"] == "http" and scope["method"] == "PUT" and UPLOADS in scope["path"]:
            await self._file(scope, receive, send)
        elif scope["type"] == "http" and wants_page(scope) and self._is_full(who_asks(scope)):
            await self._full(who_asks(scope))(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        who = who_asks(scope)
        if self._is_full(who):
            await refuse_websocket(receive, send, _NO_ROOM)
            return
        self.pages[who] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self.pages[who] -= 1
            if not self.pages[who]:
                del self.pages[who]

    def _is_full(self, who: str) -> bool:
        return self.pages.total() >= MOST_PAGES or (who != HERE and self.pages[who] >= MOST_PAGES_OF_ONE)

    def _full(self, who: str) -> Response:
        own = who != HERE and self.pages[who] >= MOST_PAGES_OF_ONE
        words = f"You have {MOST_PAGES_OF_ONE} pages open." if own else "As many pages are open as may be."
        return page_instead(
            503,
            title="Too many pages are open",
            words=[words, "Close some that you do not need, wait a moment, and try again."],
            address="/",
            button="Try again",
        )

    async def _file(self, scope: Scope, receive: Receive, send: Send) -> None:
        who = who_asks(scope)
        if not self.rate.allows(who):
            await refused(429, "Too many files in a minute. Wait a minute, then choose them again.")(
                scope, receive, send
            )
            return
        session = scope["path"].rpartition(UPLOADS)[2].partition("/")[0]
        # The largest file allowed where its length is not stated.
        size = int(Headers(scope=scope).get("content-length", MAX_UPLOAD))
        waiting = self._waiting()
        if waiting[who] + size > MOST_WAITING_OF_ONE and who != HERE:
            why = f"Files of more than {_megabytes(MOST_WAITING_OF_ONE)} wait on your pages."
        elif waiting.total() + size > MOST_WAITING:
            why = f"Files of more than {_megabytes(MOST_WAITING)} wait on all pages together."
        else:
            why = ""
        if why:
            await refused(413, f"{why} Submit them or take them away first.")(scope, receive, send)
            return
        self._coming[who] += size
        try:
            await self.app(scope, receive, send)
        finally:
            self._coming[who] -= size
            self._whose[session] = who  # now that a file waits: sessions without one are forgotten

    def _waiting(self) -> Counter[str]:
        """Person -> bytes of their files that wait or are being sent."""
        held = held_files()
        self._whose = {session: who for session, who in self._whose.items() if session in held}
        waiting = +self._coming
        for session, size in held.items():
            waiting[self._whose.get(session, "")] += size
        return waiting


def who_asks(scope: Scope) -> str:
    """The key under which pages and files count: the signed-in person's, or HERE in local mode."""
    visitor = scope.get(VISITOR)
    return visitor.signed_in.subject if isinstance(visitor, Visitor) else HERE


def held_files() -> dict[str, int]:
    """Session -> bytes of its files that Streamlit holds."""
    if not runtime.exists():
        return {}
    stored = getattr(runtime.get_instance().uploaded_file_mgr, "file_storage", {})
    return {
        session: sum(len(file.data) for file in list(files.values()))
        for session, files in list(stored.items())
    }


def _megabytes(size: int) -> str:
    return f"{size // 1_000_000:,} MB"
