"""Coroutines, and apps that are made of them, in tests that are none themselves."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from starlette.types import ASGIApp, Message, Receive, Scope

T = TypeVar("T")


def finished(coroutine: Coroutine[Any, Any, T]) -> T:
    """What it returns, run in a thread of its own: a browser that the worker has started keeps a loop in this
    one, and a second could not run beside it.
    """
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


async def nothing_more() -> Message:
    """What an app receives of a request without a body."""
    return {"type": "http.request", "body": b"", "more_body": False}


async def sent_by(app: ASGIApp, scope: Scope, receive: Receive = nothing_more) -> list[Message]:
    """All that an app sends for a request or a WebSocket."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent
