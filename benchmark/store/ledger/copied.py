"""Where a ledger is kept: in the store's own file, or in a database of which that file is a copy.

What talks to a database is loaded by who has one: that takes a tenth of the time of a command.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from benchmark.core.errors import StoreError, StoreUnreachable
from benchmark.core.settings import Settings
from benchmark.store.ledger.remembered import is_copy

if TYPE_CHECKING:
    from benchmark.store.ledger.database import LedgerDatabase
    from benchmark.store.ledger.exchange import Copy

Add = Callable[["Copy", int], None]
"""Adds the entries of a copy after one to where the ledger is kept."""


@dataclass(frozen=True)
class Brought:
    """A copy as it was brought up to date: what adds to where the ledger is kept, if that is not the file
    itself, and whether the database said that it is a copy.
    """

    add: Add | None = None
    is_copy: bool = False


Bring = Callable[["Copy"], Brought]
"""Brings a copy up to date."""


@contextmanager
def database_for(settings: Settings, *, adding: bool, seconds: float, asked: bool = True) -> Iterator[Bring]:
    """What brings an open copy up to date, and then gives what adds to the database; neither does anything
    where the store's own file is the ledger. Only for who holds the store's lock.

    adding: holds the ledger on all servers until the end; else a database that is away is done without.
    asked: False for who wants the copy as it is, whatever the database says.
    StoreError where the store's file is a copy of a database's ledger, and no database is named.
    """
    if not settings.database:
        if is_copy(settings):
            raise StoreError(
                f"The ledger in {settings.store} is a copy: a database keeps it.",
                fix="Name that database in MATURITY_LEDGER. "
                "To let this folder keep it from now on, run then: python -m benchmark move-ledger file",
            )
        yield lambda copy: Brought()
        return
    if not asked:
        yield lambda copy: Brought(_add_nothing)
        return
    from benchmark.store.ledger.database import LedgerDatabase  # noqa: PLC0415

    try:
        database = LedgerDatabase(settings.database)
    except StoreUnreachable:
        if adding:
            raise
        yield lambda copy: Brought(_add_nothing)
        return
    with closing(database):
        if adding:
            database.lock(seconds)
            database.migrate()
        yield partial(_brought, database, adding)


def _brought(database: "LedgerDatabase", adding: bool, copy: "Copy") -> Brought:
    from benchmark.store.ledger.exchange import add, bring  # noqa: PLC0415

    try:
        bring(database, copy)
    except StoreUnreachable:
        if adding:
            raise
        return Brought(_add_nothing)
    return Brought(partial(add, database) if adding else _add_nothing, is_copy=True)


def _add_nothing(copy: "Copy", after: int) -> None:
    raise StoreError("The ledger is only read here.")


def begin_copy(settings: Settings, copy: "Copy") -> None:
    """Let a new, empty file be a copy of the database's ledger, which is begun where there is none.

    Does nothing where no database is named.
    """
    if settings.database:
        from benchmark.store.ledger.database import LedgerDatabase  # noqa: PLC0415
        from benchmark.store.ledger.exchange import begin  # noqa: PLC0415

        with closing(LedgerDatabase(settings.database)) as database:
            database.lock()
            database.migrate()
            begin(database, copy)
