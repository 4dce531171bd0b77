"""Moves a ledger from the store's own file to a database, and back: entry by entry, checked by its hashes.

A move that was killed goes on from there when it is run again. The two never accept entries at the same time:
the side that gives the ledger away is closed first, under a token that only the receiving store knows.
"""

import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager

import duckdb

from benchmark.core.errors import StoreError
from benchmark.core.settings import LEDGER_VARIABLE, Settings
from benchmark.store.ledger import Ledger, as_store_errors, connected_ledger
from benchmark.store.ledger.chain import Head, chain_name
from benchmark.store.ledger.database import LedgerDatabase
from benchmark.store.ledger.exchange import add_all, begin, bring
from benchmark.store.ledger.migrate import migrate
from benchmark.store.ledger.remembered import Highest, is_copy, moved_as, remember, remembered
from benchmark.store.proof.database import database_faults
from benchmark.store.storage.identity import expect_store
from benchmark.store.storage.lock import held


def move_to_database(settings: Settings) -> Head:
    """Move the ledger to the database. The store's file is a copy from then on. Returns the chain's end.

    Raises StoreError if no database is named, if it holds another ledger, or if an entry differs from its
    seal.
    """
    with _both(settings) as (database, connection):
        away = _expect_ours(settings, database)
        if is_copy(settings) and away is None:
            raise StoreError("A database keeps the ledger of this store already.")
        database.migrate()
        if database.is_empty():
            word = uuid.uuid4().hex
            _remember(settings, connection, is_copy=False, word=word)
            begin(database, connection, brought_as=word)
        for _ in add_all(database, connection):
            pass
        _expect_same(settings, connection)
        end = _remember(settings, connection, is_copy=True)
        database.take_back()
        return end


def move_to_file(settings: Settings) -> Head:
    """Move the ledger to the store's file. The database accepts no entries from then on. Returns the chain's
    end.

    Raises StoreError if no database is named, if the store has no copy of its ledger, or if an entry differs
    from its seal.
    """
    with _both(settings) as (database, connection):
        away = _expect_ours(settings, database)
        if not is_copy(settings):
            raise StoreError("The store's own file keeps its ledger already.")
        database.migrate()
        bring(database, connection)
        _expect_same(settings, connection)
        if away is None:  # otherwise this finishes a move that was killed at its end
            word = uuid.uuid4().hex
            _remember(settings, connection, is_copy=True, word=word)
            database.give_away(word)
        return _remember(settings, connection, is_copy=False)


def _expect_ours(settings: Settings, database: LedgerDatabase) -> str | None:
    """The token of this store's move, if the ledger is away from the database; None if the database has it.

    Raises StoreError if another store moved it, even if the two stores are the same otherwise.
    """
    away = database.moved_as()
    if away is not None and away != moved_as(settings):
        raise database.moved_error()
    return away


@contextmanager
def _both(settings: Settings) -> Iterator[tuple[LedgerDatabase, duckdb.DuckDBPyConnection]]:
    """The database and the store's file, both locked against all others."""
    if not settings.database:
        raise StoreError(
            f"No database is named in {LEDGER_VARIABLE}.", fix="Set it to postgresql://user@host/database."
        )
    expect_store(settings)
    with (
        held(settings),
        as_store_errors(settings.ledger_file.name),
        closing(LedgerDatabase(settings.database, also_moved=True)) as database,
        connected_ledger(settings.ledger_file) as connection,
    ):
        database.lock()
        migrate(connection)
        yield database, connection


def _expect_same(settings: Settings, connection: duckdb.DuckDBPyConnection) -> None:
    for fault in database_faults(settings, connection, also_moved=True):
        raise StoreError(f"The ledger was not moved: {fault}.", fix="Name an empty database.")


def _remember(
    settings: Settings, connection: duckdb.DuckDBPyConnection, *, is_copy: bool, word: str = ""
) -> Head:
    """Write down where the ledger is. word: the token of a new move; by default that of the last one."""
    connection.execute("checkpoint ledger")
    ledger, known = Ledger(connection), remembered(settings)
    since = ledger.head().entry if known is None else known.since
    name = chain_name(connection)
    word = word or moved_as(settings)
    remember(settings, Highest(ledger.head(), ledger.last_submission(), name, since, is_copy, word))
    return ledger.head()
