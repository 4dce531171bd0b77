"""Runs what may wait for the ledger in a few of the server's threads, so that others stay free.

The server answers requests with 40 threads. If a database hangs, or a long return is being added, as many
people who sign in or fetch a file would hold all of them, and nothing else would be answered.
"""

from asyncio import Semaphore
from collections.abc import Callable
from typing import Final, ParamSpec, TypeVar

from starlette.concurrency import run_in_threadpool

P = ParamSpec("P")
T = TypeVar("T")
AT_ONCE: Final = 8
"""The most threads that wait for the ledger. It takes one entry at a time, so more would gain nothing."""
_turns = Semaphore(AT_ONCE)


async def run_apart(act: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
    """The result of `act`, which may wait for the ledger."""
    async with _turns:
        return await run_in_threadpool(act, *arguments, **options)
