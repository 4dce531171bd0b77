"""Pages that are asked for at once are worked out one after the other: so they end sooner.

Python runs one thread at a time. Fifty that work out their pages together only hand it to one another, and
each ends late.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from benchmark.core.people import Person
from benchmark.surfaces.web.site.sitemap import RETURNS, UPLOAD

AT_ONCE = 1
"""Two take Python from one another: each view then costs a sixth more."""
LONGEST_WAIT = 5.0
"""Seconds. Who has waited so long goes on beside the other, which may itself wait, for a database. It is
longer than readers wait for one another: else all would go on together just when there are too many.
"""
WITHOUT_TURN = frozenset({UPLOAD, RETURNS})
"""Addresses of pages that take in files, for seconds: no reader waits for them, and they for no reader."""
_turns = threading.Semaphore(AT_ONCE)
_own_turns: dict[str, threading.Lock] = {}


@contextmanager
def turn(address: str) -> Iterator[None]:
    """Wait for the turn of the page at an address, and have it until the block ends."""
    taken = address not in WITHOUT_TURN and _turns.acquire(timeout=LONGEST_WAIT)
    try:
        yield
    finally:
        if taken:
            _turns.release()


@contextmanager
def own_turn(who: Person) -> Iterator[None]:
    """Wait until no other file of the same person is read, on whatever page of theirs: few are read at the
    same time in a process, and somebody's slow ones would keep everybody's waiting. At one person's own
    computer there is nobody else.
    """
    with nullcontext() if who.local else _own_turns.setdefault(who.subject, threading.Lock()):
        yield
