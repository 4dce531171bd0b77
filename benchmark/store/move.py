"""Moves a ledger from the store's own file to a database, and back: by its entries, proved by its hashes.

A move that was killed goes on where it stopped when it is asked for again.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager

import duckdb

from benchmark.core.errors import StoreError
from benchmark.core.settings import LEDGER_VARIABLE, Settings
from benchmark.store.ledger import Ledger, connect_ledger, said_in_words
from benchmark.store.ledger.chain import Head, chain_name, head
from benchmark.store.ledger.database import LedgerDatabase
from benchmark.store.ledger.exchange import add_all, begin, bring
from benchmark.store.ledger.migrate import migrate
from benchmark.store.ledger.remembered import Highest, is_copy, remember, remembered
from benchmark.store.proof.database import database_faults
from benchmark.store.storage.identity import expect_store
from benchmark.store.storage.lock import held


def move_to_database(settings: Settings) -> Head:
    """Let the database keep the ledger of the store's file, which is its copy from then on; the chain's end.

    StoreError where no database is named, it holds another ledger, or does not hold all as it was sealed.
    """
    with _both(settings, also_moved=True) as (database, connection):
        if is_copy(settings):
            raise StoreError("A database keeps the ledger of this store already.")
        database.migrate()
        if database.is_empty():
            begin(database, connection)
        for _ in add_all(database, connection):
            pass
        _expect_same(settings, connection)
        database.take_back()
        return _remember(settings, connection, is_copy=True)


def move_to_file(settings: Settings) -> Head:
    """Let the store's file keep the ledger, to which nobody then adds in the database; the chain's end.

    StoreError where no database is named, the store has no copy of its ledger, or something is not as sealed.
    """
    with _both(settings) as (database, connection):
        if not is_copy(settings):
            raise StoreError("The store's own file keeps its ledger already.")
        if database.is_moved() and database.head() == head(connection):
            return _remember(settings, connection, is_copy=False)  # a move that was killed at its end
        database.migrate()
        bring(database, connection)
        _expect_same(settings, connection)
        database.give_away()
        return _remember(settings, connection, is_copy=False)


@contextmanager
def _both(
    settings: Settings, *, also_moved: bool = False
) -> Iterator[tuple[LedgerDatabase, duckdb.DuckDBPyConnection]]:
    """The database and the store's file, each held against everybody else."""
    if not settings.database:
        raise StoreError(
            f"No database is named in {LEDGER_VARIABLE}.", fix="Set it to postgresql://user@host/database."
        )
    expect_store(settings)
    with (
        held(settings),
        said_in_words(settings.ledger_file.name),
        closing(LedgerDatabase(settings.database, also_moved=also_moved)) as database,
        closing(connect_ledger(settings.ledger_file)) as connection,
    ):
        database.lock()
        migrate(connection)
        yield database, connection


def _expect_same(settings: Settings, connection: duckdb.DuckDBPyConnection) -> None:
    for fault in database_faults(settings, connection, also_moved=True):
        raise StoreError(f"The ledger was not moved: {fault}.", fix="Name an empty database.")


def _remember(settings: Settings, connection: duckdb.DuckDBPyConnection, *, is_copy: bool) -> Head:
    connection.execute("checkpoint ledger")
    ledger, known = Ledger(connection), remembered(settings)
    since = ledger.head().entry if known is None else known.since
    name = chain_name(connection)
    remember(settings, Highest(ledger.head(), ledger.last_submission(), name, since, is_copy))
    return ledger.head()
