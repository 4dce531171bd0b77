"""Computes pages that are asked for together one after the other, so that each ends sooner.

Python runs one thread at a time. Fifty pages that run together only slow one another down, and all end late.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from benchmark.core.people import Person
from benchmark.surfaces.web.site.sitemap import RETURNS, UPLOAD

AT_ONCE = 1
"""With two at once, each page takes a sixth longer."""
LONGEST_WAIT = 5.0
"""Seconds. A page that has waited this long runs beside the other, which may be waiting for a database. It is
longer than pages usually wait for one another: otherwise all would run together just when there are too many.
"""
WITHOUT_TURN = frozenset({UPLOAD, RETURNS})
"""Addresses of pages that read files, which takes seconds. They do not wait, nor others for them."""
_turns = threading.Semaphore(AT_ONCE)
_own_turns: dict[str, threading.Lock] = {}


@contextmanager
def turn(address: str) -> Iterator[None]:
    """Wait for the turn of the page at an address, and hold it until the block ends."""
    taken = address not in WITHOUT_TURN and _turns.acquire(timeout=LONGEST_WAIT)
    try:
        yield
    finally:
        if taken:
            _turns.release()


@contextmanager
def own_turn(who: Person) -> Iterator[None]:
    """Wait until no other file of the same person is being read. A process reads only a few files at a time,
    so one person's slow files would keep everybody waiting. In local mode nobody waits.
    """
    with nullcontext() if who.local else _own_turns.setdefault(who.subject, threading.Lock()):
        yield
