"""Where a ledger is kept: in the store's own file, or in a database, of which the file is a copy.

The modules for a database are imported only if there is one: that takes a tenth of a command's time.
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
"""Adds the copy's entries after a number to the database."""


@dataclass(frozen=True)
class Brought:
    """A copy that is up to date.

    add: adds to the database; None if the file itself is the ledger. is_copy: the database confirmed the
    copy.
    """

    add: Add | None = None
    is_copy: bool = False


Bring = Callable[["Copy"], Brought]
"""Brings a copy up to date from the database."""


@contextmanager
def database_for(
    settings: Settings, *, adding: bool, seconds: float, ask_database: bool = True
) -> Iterator[Bring]:
    """Yields a function that brings the open copy up to date, and returns how to add to the database.

    The caller must hold the store's lock. If the store's file is the ledger, the function does nothing.
    adding: hold the ledger on all servers until the block ends; else an unreachable database is no error.
    ask_database: False to use the copy as it is, without asking the database.
    Raises StoreError if the file is a copy of a database's ledger, and the settings name no database.
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
    if not ask_database:
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
    """Make a new, empty file a copy of the database's ledger, and begin that ledger if there is none.

    Does nothing if the settings name no database.
    """
    if settings.database:
        from benchmark.store.ledger.database import LedgerDatabase  # noqa: PLC0415
        from benchmark.store.ledger.exchange import begin  # noqa: PLC0415

        with closing(LedgerDatabase(settings.database)) as database:
            database.lock()
            database.migrate()
            begin(database, copy)
