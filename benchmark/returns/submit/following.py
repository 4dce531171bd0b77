"""How a server comes to show what other servers took in: the database tells it, and it asks now and then."""

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
"""After how long without a word the database is asked."""
AGAIN_SECONDS = 2.0
"""After how long a database that is away is tried again."""
REST, LONGEST_REST = 2.0, 5.0
"""So many times as long as it took to show what is new, and so many seconds at most, nothing is looked at.
Where many submit, one publication then shows what all took in, and most of the time is for pages.
"""
_LISTEN_SECONDS = 0.5


@dataclass(frozen=True)
class Trouble:
    """Since when, in UTC, a server has not been able to follow the ledger, and why."""

    since: datetime
    why: BenchmarkError


_troubles: dict[Path, Trouble] = {}
_log = logging.getLogger(__name__)


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
            except BenchmarkError as error:
                self._note(error)
            except Exception as error:  # whatever it is: a server that no longer follows must say so
                _log.exception("The ledger could not be followed.")
                self._note(StoreError(f"Something went wrong that nobody foresaw: {type(error).__name__}."))

    def _note(self, error: BenchmarkError) -> None:
        """Keep what pages and `/health` say, and wait until it is tried again."""
        known = _troubles.get(self._settings.store)
        if known is None or str(known.why) != str(error):
            # Where people sign in, /health says no more than that. Other sentences may quote what is kept.
            why = str(error) if isinstance(error, StoreUnreachable) else type(error).__name__
            _log.error("The ledger cannot be followed: %s", error, extra={"facts": {"why": why}})
        _troubles[self._settings.store] = Trouble(utc_now() if known is None else known.since, error)
        # What is refused stays refused until something is entered, and costs a whole publication each time.
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
        """Make, or bring up to date, what this server shows. StoreError where that cannot be done."""
        database.expect_here()  # else what it had last would be taken for all that there is, for ever
        if not self._settings.ledger_file.exists():
            prepare_store(self._settings)  # it begins the ledger where the database has none to be asked for
        kept = database.head()
        if not self._shows(kept):
            publish(self._settings)
        # Publishing does without a database that is away, by a connection of its own: so it is asked again.
        own = newest_head(self._settings)
        if own.entry < kept.entry or not database.has(own):
            raise StoreUnreachable("The newest entries could not be taken from the database.")

    def _shows(self, kept: Head) -> bool:
        """Whether this server has the ledger up to this entry, with its hash, and shows what it holds."""
        try:
            shown = open_store(self._settings).ledger_entry
        except StoreError:  # nothing is published, or its file is spoilt
            return False
        own = newest_head(self._settings)
        same = own == kept or own.entry == kept.entry == 0
        return same and last_entry(self._settings) in (None, shown)


def trouble_words(settings: Settings, *, reason: bool = True) -> str:
    """Why this server may not show what others took in; empty where it does, or is alone.

    reason: False for who cannot mend it: they are told what it means for them.
    """
    trouble = _troubles.get(settings.store)
    if trouble is None:
        return ""
    why = trouble.why if reason else "Nothing can be submitted until it can. It tries again by itself."
    return (
        f"Since {in_utc(trouble.since)} this server has not "
        f"been able to follow the ledger, so what is shown may not be the newest. {why}"
    )
