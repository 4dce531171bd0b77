"""Changes pages on their way to the browser: adds the app's address and our own scripts."""

import json
from pathlib import Path

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from benchmark.core.settings import is_shared
from benchmark.surfaces.server.edge import POLICY, content_policy

_PAGE = Path(__file__).with_name("page.js").read_text(encoding="utf-8")
_SIGNED_IN = Path(__file__).with_name("signed_in.js").read_text(encoding="utf-8")

_ABOUT_THE_FILE = (b"accept-encoding", b"if-none-match", b"if-modified-since")
"""Request headers about the file on disk, which is not the page that is sent."""


class RootAddress:
    """ASGI middleware: puts the address of the app's root and page.js into each page.

    Otherwise a page opened at /levelling-up looks for the server below /levelling-up first, gets 404 twice,
    and then tries the root: two errors in the console, and a delay before anything is drawn.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or "text/html" not in Headers(scope=scope).get("accept", ""):
            await self.app(scope, receive, send)
            return
        # A compressed page could not be changed, and a browser would keep an older one with its scripts.
        plain = [(name, value) for name, value in scope["headers"] if name not in _ABOUT_THE_FILE]
        start: Message | None = None
        body = b""

        async def hold_back(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
                return
            body += message.get("body", b"")
            if message.get("more_body") or start is None:
                return
            headers = MutableHeaders(raw=start["headers"])
            if headers.get("content-type", "").startswith("text/html"):
                body = body.replace(b"<head>", b"<head>" + _scripts(), 1)
                headers["content-length"] = str(len(body))
                headers[POLICY] = content_policy(body)
                for name in ("etag", "last-modified"):
                    del headers[name]
            await send(start)
            await send({"type": "http.response.body", "body": body})

        await self.app({**scope, "headers": plain}, receive, hold_back)


def _scripts() -> bytes:
    base = str(st.get_option("server.baseUrlPath")).strip("/")
    path = json.dumps(f"/{base}/" if base else "/")
    root = f"window.__streamlit={{BACKEND_BASE_URL:location.origin+{path}}};"
    own = f"{_PAGE}\n{_SIGNED_IN}" if is_shared() else _PAGE
    return f"<script>{root}\n{own}</script>".encode()
