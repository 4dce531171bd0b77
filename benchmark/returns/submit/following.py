"""A server shows what others took in: the database tells it, and it asks now and then all the same."""

import threading
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from benchmark.core.errors import StoreError
from benchmark.core.settings import Settings
from benchmark.returns.submit.bundled import prepare_store
from benchmark.store.ledger.database import LedgerDatabase
from benchmark.store.ledger.snapshot import newest_entry
from benchmark.store.publication import current_version
from benchmark.store.publication.publish import publish
from benchmark.store.storage.database import utc_now

ASK_SECONDS = 15.0
"""After how long without a word the database is asked."""
AGAIN_SECONDS = 2.0
"""After how long a database that is away is tried again."""
_LISTEN_SECONDS = 0.5


@dataclass(frozen=True)
class Trouble:
    """Since when, in UTC, a server has not been able to follow the ledger, and why."""

    since: datetime
    why: StoreError


_troubles: dict[Path, Trouble] = {}


class Follower:
    """Follows the database of a store in a thread of its own, until it is stopped."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="follower", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join()
        _troubles.pop(self._settings.store, None)

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                with closing(LedgerDatabase(self._settings.database)) as database:
                    database.listen()
                    self._follow(database)
            except StoreError as error:
                known = _troubles.get(self._settings.store)
                _troubles[self._settings.store] = Trouble(utc_now() if known is None else known.since, error)
                self._stopped.wait(AGAIN_SECONDS)

    def _follow(self, database: LedgerDatabase) -> None:
        while not self._stopped.is_set():
            self._show(database.head().entry)
            _troubles.pop(self._settings.store, None)
            until = time.monotonic() + ASK_SECONDS
            while not self._stopped.is_set() and time.monotonic() < until:
                if database.told(_LISTEN_SECONDS):
                    break

    def _show(self, entry: int) -> None:
        """Make, or bring up to date, what this server shows. StoreError where that cannot be done."""
        if not self._settings.ledger_file.exists():
            prepare_store(self._settings)
        elif entry != newest_entry(self._settings) or current_version(self._settings) is None:
            publish(self._settings)


def trouble_words(settings: Settings) -> str:
    """Why this server may not show what others took in; empty where it does, or is alone."""
    trouble = _troubles.get(settings.store)
    if trouble is None:
        return ""
    return (
        f"Since {trouble.since:%H:%M} UTC on {trouble.since.day} {trouble.since:%B %Y} this server has not "
        f"been able to follow the ledger, so what is shown may not be the newest. {trouble.why}"
    )
