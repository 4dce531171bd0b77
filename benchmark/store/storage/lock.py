"""The writer's lock: one process at a time. The operating system releases it if the process dies."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from benchmark.core.errors import StoreBusy, StoreError
from benchmark.core.settings import Settings
from benchmark.store.storage.files import give_to_folders_owner

LOCK_SECONDS = 60.0
WRITING, PUBLISHING, OF_THE_PAST = "writer", "publish", "past"
"""The parts of a store that can be locked. WRITING: the ledger. PUBLISHING: the change of the publication in
use; taken before WRITING, so that of many publishing processes at most one makes submissions wait.
OF_THE_PAST: the building of past days, for which no writer waits.
"""
PRIVATE = 0o077
"""The file mode bits taken from group and others: all. No effect on Windows, where the folder decides."""

_counting = threading.Lock()
_holders, _mask = 0, 0


@contextmanager
def held(settings: Settings, *, lock_seconds: float = LOCK_SECONDS, what: str = WRITING) -> Iterator[None]:
    """Hold a part of the store. StoreBusy after `lock_seconds`; StoreError if the store is not writable."""
    file = settings.lock_file.with_stem(what)
    try:
        settings.store.mkdir(mode=0o700, parents=True, exist_ok=True)
        # No soft lock on a drive without locks: it would outlive a killed process.
        lock = FileLock(file, timeout=lock_seconds, mode=0o600, fallback_to_soft=False)
        lock.acquire()
        give_to_folders_owner(file, settings.store)
    except Timeout as error:
        raise StoreBusy(
            f"Another process has been writing to {settings.store.name} for {lock_seconds:g} seconds.",
            fix="Try again when it has finished.",
        ) from error
    except OSError as error:
        raise StoreError(
            f"The store {settings.store} cannot be written: {error.strerror or error}.",
            fix="Choose a folder on this machine that you can write to, with --store or MATURITY_STORE.",
        ) from error
    with _private_files():
        try:
            yield
        finally:
            lock.release()


@contextmanager
def _private_files() -> Iterator[None]:
    """Make files private that are written under a lock, also those that DuckDB makes.

    The umask belongs to the process: the first thread that holds a lock sets it, the last resets it.
    """
    global _mask, _holders  # noqa: PLW0603 - a process has one umask
    with _counting:
        if _holders == 0:
            _mask = os.umask(PRIVATE)
        _holders += 1
    try:
        yield
    finally:
        with _counting:
            _holders -= 1
            if _holders == 0:
                os.umask(_mask)
