"""The PostgreSQL that keeps a ledger: its lock, its migrations, and that its tables only grow."""

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
"""The table that is there when the ledger is not: the last entry that it had here (none while it is only
being brought), since when, and the word of the store that has it, which alone may end that.
"""
_CHANNEL = "maturity_ledger_"
"""What tells of a new entry; the schema's name follows."""
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
"""Tables that nothing guards yet."""
_FIRST_HELD = "lock table migration"
"""Who reads holds this table first, and so does who changes tables: neither waits for the other halfway."""


def _no_ledger() -> StoreError:
    return StoreError(
        "The database in MATURITY_LEDGER holds no ledger yet.",
        fix="Make one with: python -m benchmark init. "
        "Or bring yours: python -m benchmark move-ledger database",
    )


class LedgerDatabase:
    """A connection to the PostgreSQL that keeps the ledger.

    also_moved: for who brings it back, a ledger that was moved out of the database is no fault.
    """

    def __init__(self, url: str, *, also_moved: bool = False) -> None:
        self._url, self._also_moved = url, also_moved
        self._connection = pg.connect(url)
        self.tables: Tables = {}
        """What it holds, once `migrate` has looked: tables and columns are only added."""

    def close(self) -> None:
        self._connection.close()

    @property
    def connection(self) -> pg.Connection:
        """The connection; another one after `again`."""
        return self._connection

    def again(self, until: float) -> None:
        """Connect anew and hold the ledger, after the connection was lost. Tries until a time of the clock
        that never goes back; then the StoreError of the last try.
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
        """Hold the ledger for adding, on all servers, while connected. StoreBusy after `seconds`."""
        milliseconds = max(1, round(seconds * 1000))
        with pg.said_in_words():
            # Another time for answers is set around it, for the lock has one of its own.
            self._connection.execute(
                f"set lock_timeout to {milliseconds:d}; set statement_timeout to 0; "
                f"select pg_advisory_lock{_KEY}; set statement_timeout to '{pg.ANSWER_SECONDS:d}s'".encode()
            )

    def expecting_lock(self) -> Callable[[], None]:
        """Asks, in a transaction, whether another connection holds the ledger: a pool between us and the
        server may have locked by one and add by another. Where none does, it is held until the transaction
        ends. What is returned waits for the answer: StoreError where another does.
        """
        answer = pg.asked(self._connection, f"select pg_try_advisory_xact_lock{_KEY}")

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
        """Bring the database's tables up to this version of the product. Only for who holds the lock.

        StoreError for a schema with other tables, for one that a newer version of the product wrote, and
        for a ledger that was moved out of the database.
        """
        with pg.said_in_words():
            if not self._is_up_to_date():
                with pg.transaction(self._connection):
                    self._bring_up_to_date()

    def _is_up_to_date(self) -> bool:
        """Looks in one go, as most often nothing is to be done. StoreError as `migrate`."""
        try:
            with self._connection.pipeline():
                columns, applied, bare = (
                    pg.asked(self._connection, query) for query in (pg.COLUMNS, _APPLIED, _BARE)
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
        """Wait, in a transaction, until nobody reads, and let nobody read until it ends. Only for who holds
        the lock and changes tables: one whose reading was half done would wait for it, and it for them.
        """
        pg.run(self._connection, f"{_FIRST_HELD} in access exclusive mode")

    @contextmanager
    def read(self, *, at_once: bool = False) -> Iterator[None]:
        """A transaction for who only reads, in which nobody changes tables. at_once: as of `pg.transaction`.

        StoreError where there is no ledger.
        """
        first = f"{_FIRST_HELD} in access share mode"
        with pg.said_in_words():
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
        tables = pg.columns(pg.asked(self._connection, pg.COLUMNS))
        if tables and "migration" not in tables:
            raise StoreError(
                "The database's schema holds other tables, and no ledger.",
                fix="Name a database in MATURITY_LEDGER that is empty.",
            )
        return tables

    def _applied(self) -> set[int]:
        return {number for (number,) in pg.asked(self._connection, _APPLIED)}

    def _guard(self) -> None:
        """Let no table be changed but by adding rows, and let a submission's rows be found among all."""
        if tables := pg.rows(self._connection, _BARE):
            self._connection.execute(_APPEND_ONLY)
            for (table,) in tables:
                self._connection.execute(_TRIGGER.format(table=f'"{table}"').encode())
                if table.startswith(ledger_table("")):
                    self._connection.execute(f'create index on "{table}" (submission_id)'.encode())

    def expecting_known(self) -> Callable[[], Tables]:
        """Asks which tables there are. What is returned waits for the answer, and gives them.

        StoreError where the ledger was moved out of the database, or a newer version of the product wrote it.
        """
        columns, applied = (pg.asked(self._connection, query) for query in (pg.COLUMNS, _APPLIED))

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
            raise self.moved_words()

    def expect_here(self) -> None:
        """StoreError where the ledger was moved out of the database, or is only being brought."""
        with pg.said_in_words():
            self._expect_here(pg.columns(pg.asked(self._connection, pg.COLUMNS)))

    def moved_words(self) -> StoreError:
        """What is said to everybody but the store that has the ledger of this database."""
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
        """The word under which the ledger was moved out of this database, or is being brought to it; None
        where the ledger is here.
        """
        with pg.said_in_words():
            if _MOVED not in pg.columns(pg.asked(self._connection, pg.COLUMNS)):
                return None
            ((word,),) = pg.rows(self._connection, f"select moved_as from {_MOVED}")
        return str(word)

    def give_away(self, word: str) -> None:
        """Let nobody add to this ledger any more: a file keeps it now. Only for who holds the lock."""
        with pg.said_in_words(), pg.transaction(self._connection):
            self.mark_away(word)
            self.tell(0)

    def mark_away(self, word: str) -> None:
        """Say, in the transaction that goes on, that this database does not keep its ledger (yet)."""
        self._connection.execute(
            f"create table {_MOVED} as select (select max(entry_id) from entry) as entry_id, "
            "timezone('UTC', now()) as moved_at, %s::text as moved_as".encode(),
            [word],
        )

    def take_back(self) -> None:
        """Let the ledger be added to here again. Only for who holds the lock."""
        with pg.said_in_words():
            self._connection.execute(f"drop table if exists {_MOVED}".encode())

    def tell(self, entry: int) -> None:
        """Tell every server that listens of an entry, once the transaction is kept."""
        query = "select pg_notify(%s || current_schema()::text, %s)"
        self._connection.execute(query, [_CHANNEL, str(entry)])

    def listen(self) -> None:
        """Hear from now on of entries that anybody adds."""
        with pg.said_in_words():
            ((schema,),) = pg.rows(self._connection, "select current_schema()::text")
            self._connection.execute(f'listen "{_CHANNEL}{schema}"'.encode())

    def awaits_entry(self, seconds: float) -> bool:
        """Wait for news of an entry, at most so many seconds. Whether there was any."""
        with pg.said_in_words():
            return any(True for _ in self._connection.notifies(timeout=seconds, stop_after=1))

    def is_empty(self) -> bool:
        """Whether no ledger was begun here: there is no table, or no chain in it."""
        with pg.said_in_words():
            return CHAIN not in self._tables() or not pg.whole_number(
                self._connection, "select count(*) from chain"
            )

    def asking_clock(self) -> Callable[[], datetime]:
        """Asks for the time by the database's clock, in UTC; what is returned waits for it."""
        answer = pg.asked(self._connection, "select timezone('UTC', clock_timestamp())")
        return lambda: answer.fetchall()[0][0]

    def asking_whether(self, head: Head) -> Callable[[], bool]:
        """As `has`; what is returned waits for the answer."""
        answer = pg.asked(self._connection, "select hash from seal where entry_id = %s", head.entry)
        return lambda: not head.entry or answer.fetchall() == [(head.hash,)]

    def asking_head(self) -> Callable[[], Head]:
        """As `head`; what is returned waits for the answer."""
        answer = pg.asked(self._connection, "select entry_id, hash from seal order by entry_id desc limit 1")
        return lambda: next((Head(*row) for row in answer), Head(0, ""))

    def has(self, head: Head) -> bool:
        """Whether the chain that the database keeps holds an entry with this hash."""
        with pg.said_in_words():
            return self.asking_whether(head)()

    def head(self) -> Head:
        """The end of the chain that the database keeps; entry 0 without a hash before the first one."""
        with pg.said_in_words():
            return self.asking_head()()
