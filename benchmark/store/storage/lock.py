"""The writer's lock: one process at a time, let go by the operating system when its holder dies."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from benchmark.core.errors import StoreBusy, StoreError
from benchmark.core.settings import Settings
from benchmark.store.storage.files import as_the_folders

LOCK_SECONDS = 60.0
WRITING, PUBLISHING, OF_THE_PAST = "writer", "publish", "past"
"""What is held: the ledger; what comes into use, which is held first, so that of many who publish one at most
stands in the way of those who submit; the making of publications of past days, for which no writer waits.
"""
PRIVATE = 0o077
"""What group and others may not do: anything. On Windows it changes nothing; there the folder decides."""

_counting = threading.Lock()
_holders, _mask = 0, 0


@contextmanager
def held(settings: Settings, *, lock_seconds: float = LOCK_SECONDS, what: str = WRITING) -> Iterator[None]:
    """Hold the store, or a part. StoreBusy after `lock_seconds`; StoreError when it is not writable."""
    file = settings.lock_file.with_stem(what)
    try:
        settings.store.mkdir(mode=0o700, parents=True, exist_ok=True)
        # No soft lock where the drive knows no locks: it outlives a killed process.
        lock = FileLock(file, timeout=lock_seconds, mode=0o600, fallback_to_soft=False)
        lock.acquire()
        as_the_folders(file, settings.store)
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
    """What is written under a lock is for its owner alone, also the files that DuckDB makes while it writes.

    The mask is the process's: the first thread that holds a lock sets it, the last one sets it back.
    """
    global _mask, _holders  # noqa: PLW0603 - as there is one mask
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
