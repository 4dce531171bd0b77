"""The PostgreSQL database that keeps a ledger: its lock, its migrations, its append-only tables."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import psycopg

from benchmark.core.errors import StoreError
from benchmark.core.moments import utc_now
from benchmark.core.wording import in_utc
from benchmark.store.ledger.chain import Head
from benchmark.store.ledger.migrate import Tables, scripts, steps_of
from benchmark.store.storage import postgresql as pg
from benchmark.store.storage.lock import LOCK_SECONDS
from benchmark.store.storage.tables import ledger_table

CHAIN = "chain"
_MOVED = "moved_out"
"""This table exists while the database does not keep the ledger. Its one row holds the last entry (null while
a ledger is still being brought in), the time, and the token of the store that moved it, which alone may undo
that.
"""
_CHANNEL = "maturity_ledger_"
"""The notification channel for new entries; the schema's name follows."""
_BETWEEN_TRIES = 0.2
_KEY = "(hashtext('maturity'), hashtext(current_schema()::text))"
_APPEND_ONLY = """
    create or replace function maturity_append_only() returns trigger language plpgsql as $$
    begin
        raise exception 'The ledger only grows: % is not done to %.', tg_op, tg_table_name;
    end $$;
"""
_TRIGGER = """
    create trigger append_only before update or delete or truncate on {table}
    for each statement execute function maturity_append_only();
"""


_APPLIED = "select number from migration"
_BARE = """
    select relname from pg_class
    where relnamespace = current_schema()::regnamespace and relkind = 'r' and not exists (
        select 1 from pg_trigger where tgrelid = pg_class.oid and tgname = 'append_only'
    )
"""
"""Tables without the append-only trigger."""
_FIRST_HELD = "lock table migration"
"""Readers lock this table first, and so do migrations: neither can wait for the other halfway."""


def _no_ledger() -> StoreError:
    return StoreError(
        "The database in MATURITY_LEDGER holds no ledger yet.",
        fix="Make one with: python -m benchmark init. "
        "Or bring yours: python -m benchmark move-ledger database",
    )


class LedgerDatabase:
    """A connection to the PostgreSQL that keeps the ledger.

    also_moved: accept a database whose ledger was moved out, in order to bring it back.
    """

    def __init__(self, url: str, *, also_moved: bool = False) -> None:
        self._url, self._also_moved = url, also_moved
        self._connection = pg.connect(url)
        self.tables: Tables = {}
        """The database's tables, once `migrate` has read them. Tables and columns are only ever added."""

    def close(self) -> None:
        self._connection.close()

    @property
    def connection(self) -> pg.Connection:
        """The connection; a new one after `again`."""
        return self._connection

    def again(self, until: float) -> None:
        """Connect again and lock the ledger, after the connection was lost.

        Tries until the time `until` of time.monotonic(), then raises the last StoreError.
        """
        while True:
            try:
                self._connection.close()
                self._connection = pg.connect(self._url)
                self.lock(max(1.0, until - time.monotonic()))
            except StoreError:
                if time.monotonic() > until:
                    raise
                time.sleep(_BETWEEN_TRIES)
            else:
                return

    def lock(self, seconds: float = LOCK_SECONDS) -> None:
        """Lock the ledger for adding, on all servers, while connected. StoreBusy after `seconds`."""
        milliseconds = max(1, round(seconds * 1000))
        with pg.as_store_errors(), self._connection.patient(max(seconds, pg.ANSWER_SECONDS)):
            # The statement timeout is off meanwhile: waiting for the lock has a timeout of its own.
            self._connection.execute(
                f"set lock_timeout to {milliseconds:d}; set statement_timeout to 0; "
                f"select pg_advisory_lock{_KEY}; set statement_timeout to '{pg.ANSWER_SECONDS:d}s'".encode()
            )

    def ask_lock(self) -> Callable[[], None]:
        """Ask, in a transaction, whether another connection holds the ledger's lock.

        A connection pool may have locked on one connection and add on another. If no other connection holds
        it, this one does until the transaction ends. Returns a function that waits for the answer, and raises
        StoreError if another connection holds the lock.
        """
        answer = pg.ask(self._connection, f"select pg_try_advisory_xact_lock{_KEY}")

        def expect() -> None:
            if answer.fetchall() == [(True,)]:
                return
            raise StoreError(
                "The lock of the ledger is held by another connection to the database than this one. "
                "Nothing was taken.",
                fix="Connect to the database itself, or to a pool that keeps a connection for a session.",
            )

        return expect

    def migrate(self) -> None:
        """Bring the database's tables up to this version of the product. The caller must hold the lock.

        Raises StoreError if the schema holds other tables, if a newer version of the product wrote it, or if
        the ledger was moved out of the database.
        """
        with pg.as_store_errors():
            if not self._is_up_to_date():
                with pg.transaction(self._connection):
                    self._bring_up_to_date()

    def _is_up_to_date(self) -> bool:
        """Checks with one round trip, as usually nothing is to be done. Raises StoreError like `migrate`."""
        try:
            with self._connection.pipeline():
                columns, applied, bare = (
                    pg.ask(self._connection, query) for query in (pg.COLUMNS, _APPLIED, _BARE)
                )
        except psycopg.errors.UndefinedTable:  # there is no ledger yet
            return False
        self.tables = pg.columns(columns)
        self._expect_here(self.tables)
        return not steps_of(self.tables, {number for (number,) in applied}) and not bare.fetchall()

    def _bring_up_to_date(self) -> None:
        tables = self._tables()
        self._expect_here(tables)
        steps = steps_of(tables, self._applied() if tables else set())
        if steps and tables:
            self.stop_readers()
        elif steps:
            self._expect_every_letter()
        for step in steps:
            pg.run(self._connection, step.statement)
            if step.number is not None:
                self._connection.execute("insert into migration values (%s, %s)", [step.number, utc_now()])
        self._guard()
        self.tables = self._tables()

    def stop_readers(self) -> None:
        """Wait, in a transaction, until nobody reads, and keep readers out until it ends.

        The caller must hold the lock. Needed before tables change: otherwise a reader halfway through would
        wait for the change, and the change for the reader.
        """
        pg.run(self._connection, f"{_FIRST_HELD} in access exclusive mode")

    @contextmanager
    def read(self, *, at_once: bool = False) -> Iterator[None]:
        """A transaction for reading, during which nobody changes tables. at_once: see `pg.transaction`.

        Raises StoreError if there is no ledger.
        """
        first = f"{_FIRST_HELD} in access share mode"
        with pg.as_store_errors():
            try:
                with pg.transaction(self._connection, first, reading=True, at_once=at_once):
                    yield
            except psycopg.errors.UndefinedTable:
                raise _no_ledger() from None

    def _expect_every_letter(self) -> None:
        encoding = self._connection.info.parameter_status("server_encoding")
        if encoding != "UTF8":
            raise StoreError(
                f"The database keeps texts as {encoding}, which lacks letters.",
                fix="Make it with: create database maturity encoding 'UTF8' template template0.",
            )

    def _tables(self) -> Tables:
        tables = pg.columns(pg.ask(self._connection, pg.COLUMNS))
        if tables and "migration" not in tables:
            raise StoreError(
                "The database's schema holds other tables, and no ledger.",
                fix="Name a database in MATURITY_LEDGER that is empty.",
            )
        return tables

    def _applied(self) -> set[int]:
        return {number for (number,) in pg.ask(self._connection, _APPLIED)}

    def _guard(self) -> None:
        """Make every table append-only, and index the rows of returns by submission."""
        if tables := pg.rows(self._connection, _BARE):
            self._connection.execute(_APPEND_ONLY)
            for (table,) in tables:
                self._connection.execute(_TRIGGER.format(table=f'"{table}"').encode())
                if table.startswith(ledger_table("")):
                    self._connection.execute(f'create index on "{table}" (submission_id)'.encode())

    def ask_tables(self) -> Callable[[], Tables]:
        """Ask which tables there are. Returns a function that waits for the answer and returns them.

        It raises StoreError if the ledger was moved out, or if a newer version of the product wrote it.
        """
        columns, applied = (pg.ask(self._connection, query) for query in (pg.COLUMNS, _APPLIED))

        def known() -> Tables:
            tables = pg.columns(columns)
            self._expect_here(tables)
            if {number for (number,) in applied} - scripts().keys():
                raise StoreError(
                    "The ledger was written by a newer version of this product.",
                    fix="Update the product and try again.",
                )
            return tables

        return known

    def _expect_here(self, tables: Tables) -> None:
        if _MOVED in tables and not self._also_moved:
            raise self.moved_error()

    def expect_here(self) -> None:
        """Raise StoreError if the ledger was moved out of the database, or is still being brought in."""
        with pg.as_store_errors():
            self._expect_here(pg.columns(pg.ask(self._connection, pg.COLUMNS)))

    def moved_error(self) -> StoreError:
        """The error for every store but the one that moved the ledger."""
        ((entry, at),) = pg.rows(self._connection, f"select entry_id, moved_at from {_MOVED}")
        if entry is None:
            return StoreError(
                f"A ledger is being brought into this database since {in_utc(at)}, and that has not ended.",
                fix="Where it was begun, run it again: python -m benchmark move-ledger database",
            )
        return StoreError(
            f"The ledger was moved out of this database on {in_utc(at)}, with entry {entry} as its last.",
            fix="Start the server that has it now, or name the database that does in MATURITY_LEDGER.",
        )

    def moved_as(self) -> str | None:
        """The token under which the ledger was moved out or is being brought in; None if it is here."""
        with pg.as_store_errors():
            if _MOVED not in pg.columns(pg.ask(self._connection, pg.COLUMNS)):
                return None
            ((word,),) = pg.rows(self._connection, f"select moved_as from {_MOVED}")
        return str(word)

    def give_away(self, word: str) -> None:
        """Stop all additions to this ledger, as a file keeps it now. The caller must hold the lock."""
        with pg.as_store_errors(), pg.transaction(self._connection):
            self.mark_away(word)
            self.tell(0)

    def mark_away(self, word: str) -> None:
        """Record, in the current transaction, that this database does not keep the ledger, or not yet."""
        self._connection.execute(
            f"create table {_MOVED} as select (select max(entry_id) from entry) as entry_id, "
            "timezone('UTC', now()) as moved_at, %s::text as moved_as".encode(),
            [word],
        )

    def take_back(self) -> None:
        """Allow additions to the ledger again. The caller must hold the lock."""
        with pg.as_store_errors():
            self._connection.execute(f"drop table if exists {_MOVED}".encode())

    def tell(self, entry: int) -> None:
        """Notify every listening server of an entry, once the transaction is committed."""
        query = "select pg_notify(%s || current_schema()::text, %s)"
        self._connection.execute(query, [_CHANNEL, str(entry)])

    def listen(self) -> None:
        """Receive from now on a notification of each new entry."""
        with pg.as_store_errors():
            ((schema,),) = pg.rows(self._connection, "select current_schema()::text")
            self._connection.execute(f'listen "{_CHANNEL}{schema}"'.encode())

    def wait_for_entry(self, seconds: float) -> bool:
        """Wait at most so many seconds for a notification. Returns whether one came."""
        with pg.as_store_errors():
            return any(True for _ in self._connection.notifies(timeout=seconds, stop_after=1))

    def is_empty(self) -> bool:
        """Whether no ledger was begun here: there is no table, or the chain's table is empty."""
        with pg.as_store_errors():
            return CHAIN not in self._tables() or not pg.whole_number(
                self._connection, "select count(*) from chain"
            )

    def ask_clock(self) -> Callable[[], datetime]:
        """Ask for the time by the database's clock. Returns a function that waits for it, in UTC."""
        answer = pg.ask(self._connection, "select timezone('UTC', clock_timestamp())")
        return lambda: answer.fetchall()[0][0]

    def ask_has(self, head: Head) -> Callable[[], bool]:
        """Like `has`, but returns a function that waits for the answer."""
        answer = pg.ask(self._connection, "select hash from seal where entry_id = %s", head.entry)
        return lambda: not head.entry or answer.fetchall() == [(head.hash,)]

    def ask_head(self) -> Callable[[], Head]:
        """Like `head`, but returns a function that waits for the answer."""
        answer = pg.ask(self._connection, "select entry_id, hash from seal order by entry_id desc limit 1")
        return lambda: next((Head(*row) for row in answer), Head(0, ""))

    def has(self, head: Head) -> bool:
        """Whether the database's chain holds an entry with this hash."""
        with pg.as_store_errors():
            return self.ask_has(head)()

    def head(self) -> Head:
        """The end of the database's chain; entry 0 with an empty hash if there is no entry."""
        with pg.as_store_errors():
            return self.ask_head()()
