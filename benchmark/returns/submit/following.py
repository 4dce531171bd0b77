"""Keeps a server up to date with what other servers submit: the database notifies it, and it also asks."""

import logging
import threading
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from benchmark.core.errors import BenchmarkError, PublicationRefused, StoreError, StoreUnreachable
from benchmark.core.moments import utc_now
from benchmark.core.settings import Settings
from benchmark.core.wording import in_utc
from benchmark.returns.submit.bundled import prepare_store
from benchmark.store.ledger.chain import Head
from benchmark.store.ledger.database import LedgerDatabase
from benchmark.store.ledger.snapshot import last_entry, newest_head
from benchmark.store.publication import open_store
from benchmark.store.publication.publish import publish

ASK_SECONDS = 15.0
"""The seconds without a notification after which the database is asked."""
AGAIN_SECONDS = 2.0
"""The seconds until a database that cannot be reached is tried again."""
REST, LONGEST_REST = 2.0, 5.0
"""After each update, wait this many times as long as it took, at most LONGEST_REST seconds. If many people
submit, one publication then shows all their returns, and most of the time is left for pages.
"""
_LISTEN_SECONDS = 0.5


@dataclass(frozen=True)
class Trouble:
    """Why a server cannot follow the ledger, and since when, in UTC."""

    since: datetime
    why: BenchmarkError


_troubles: dict[Path, Trouble] = {}
_log = logging.getLogger(__name__)


class Follower:
    """Follows a store's database in its own thread until it is stopped."""

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
            except BenchmarkError as error:
                self._note(error)
            except Exception as error:  # any error: a server that stops following must say so
                _log.exception("The ledger could not be followed.")
                self._note(StoreError(f"Something went wrong that nobody foresaw: {type(error).__name__}."))

    def _note(self, error: BenchmarkError) -> None:
        """Keep the trouble for pages and `/health`, and wait until the next attempt."""
        earlier = _troubles.get(self._settings.store)
        if earlier is None or str(earlier.why) != str(error):
            # Where people sign in, /health says no more than that. Other messages may quote kept data.
            why = str(error) if isinstance(error, StoreUnreachable) else type(error).__name__
            _log.error("The ledger cannot be followed: %s", error, extra={"facts": {"why": why}})
        _troubles[self._settings.store] = Trouble(utc_now() if earlier is None else earlier.since, error)
        # A refused publication stays refused until a new entry, and each attempt costs a whole publication.
        self._stopped.wait(ASK_SECONDS if isinstance(error, PublicationRefused) else AGAIN_SECONDS)

    def _follow(self, database: LedgerDatabase) -> None:
        while not self._stopped.is_set():
            began = time.monotonic()
            self._show(database)
            if _troubles.pop(self._settings.store, None) is not None:
                _log.warning("The ledger is followed again.")
            self._stopped.wait(min(REST * (time.monotonic() - began), LONGEST_REST))
            until = time.monotonic() + ASK_SECONDS
            while not self._stopped.is_set() and time.monotonic() < until:
                if database.wait_for_entry(_LISTEN_SECONDS):
                    break

    def _show(self, database: LedgerDatabase) -> None:
        """Bring this server's publication up to date, or make it. Raises StoreError if that fails."""
        database.expect_here()  # otherwise old data would be taken for complete
        if not self._settings.ledger_file.exists():
            prepare_store(self._settings)  # this also begins the ledger if the database has none
        kept = database.head()
        if not self._shows(kept):
            publish(self._settings)
        # Publishing uses its own connection and continues without the database: so check again.
        own = newest_head(self._settings)
        if own.entry < kept.entry or not database.has(own):
            raise StoreUnreachable("The newest entries could not be taken from the database.")

    def _shows(self, kept: Head) -> bool:
        """Whether this server has the ledger up to this entry, with its hash, and shows all of it."""
        try:
            shown = open_store(self._settings).ledger_entry
        except StoreError:  # nothing is published, or its file is damaged
            return False
        own = newest_head(self._settings)
        same = own == kept or own.entry == kept.entry == 0
        return same and last_entry(self._settings) in (None, shown)


def trouble_words(settings: Settings, *, reason: bool = True) -> str:
    """Why this server may not show what others submitted; empty if it does, or is the only server.

    reason: False for people who cannot fix it: they read what it means for them instead.
    """
    trouble = _troubles.get(settings.store)
    if trouble is None:
        return ""
    why = trouble.why if reason else "Nothing can be submitted until it can. It tries again by itself."
    return (
        f"Since {in_utc(trouble.since)} this server has not "
        f"been able to follow the ledger, so what is shown may not be the newest. {why}"
    )
