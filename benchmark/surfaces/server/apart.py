"""Runs what may wait for the ledger in a few threads of its own.

The server answers requests with 40 threads. If a database hangs, or a long return is being added, as many
people who sign in or fetch a file would hold all of them, and nothing else would be answered.
"""

from collections.abc import Callable
from functools import partial
from typing import Final, ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread

P = ParamSpec("P")
T = TypeVar("T")
AT_ONCE: Final = 8
"""The most threads that wait for the ledger. It takes one entry at a time, so more would gain nothing."""
_turns = CapacityLimiter(AT_ONCE)


async def run_apart(act: Callable[P, T], *arguments: P.args, **options: P.kwargs) -> T:
    """The result of `act`, which may wait for the ledger."""
    return await to_thread.run_sync(partial(act, *arguments, **options), limiter=_turns)
