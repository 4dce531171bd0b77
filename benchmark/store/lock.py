"""The writer's lock: one process at a time, let go by the operating system when its holder dies."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from benchmark.errors import StoreBusy, StoreError
from benchmark.settings import Settings

LOCK_SECONDS = 60.0
PRIVATE = 0o077
"""What group and others may not do: anything. On Windows it changes nothing; there the folder decides."""


@contextmanager
def held(settings: Settings, *, lock_seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold the store for writing. StoreBusy after `lock_seconds`; StoreError when it is not writable."""
    try:
        settings.store.mkdir(mode=0o700, parents=True, exist_ok=True)
        # No soft lock where the drive knows no locks: it outlives a killed process.
        lock = FileLock(settings.lock_file, timeout=lock_seconds, mode=0o600, fallback_to_soft=False)
        lock.acquire()
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
    # What is written under the lock is for its owner alone, also the files that DuckDB makes while it writes.
    # The lock lets one thread in at a time, so no two of them change the process's mask at once.
    mask = os.umask(PRIVATE)
    try:
        yield
    finally:
        os.umask(mask)
        lock.release()
