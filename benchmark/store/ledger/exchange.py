"""Moves entries between the database that keeps a ledger and a server's copy of it, which is a DuckDB file.

Everything is computed on the copy, the chain's hashes too, so both engines have the same hashes. New entries
of the copy are added to the database before they are committed in the copy. Entries that other servers added
are taken into the copy, where their hashes are computed again: an entry that differs from its seal is
refused.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb
import pyarrow as pa

from benchmark.core.errors import StoreBusy, StoreError, StoreUnreachable
from benchmark.core.moments import utc_now
from benchmark.core.wording import in_utc
from benchmark.store.ledger.chain import Head, chain_name, head, owned_tables, seal_after
from benchmark.store.ledger.database import CHAIN, LedgerDatabase
from benchmark.store.ledger.migrate import Tables, columns_of, steps_of_table
from benchmark.store.storage import postgresql as pg
from benchmark.store.storage.clock import TOLERATED
from benchmark.store.storage.database import first_column, put, records, whole_number
from benchmark.store.storage.tables import ARROW_TYPES, ledger_table

Copy = duckdb.DuckDBPyConnection
"""An open connection to a copy of the ledger."""
_ENTRY, _SEALS = (
    {"entry": "entry_id"},
    {"seal": "entry_id", "seal_part": "entry_id", "seal_rows": "submission_id"},
)
"""Tables that are not sealed themselves -> the column that names the entry or submission of a row."""
_TOGETHER, _BYTES_TOGETHER, _BYTES_OF_ROW = 500, 32 * 1024 * 1024, 200
"""The most entries and bytes that go in one transaction, and the bytes that one row is taken to have."""
_ASK_AGAIN_SECONDS = 45.0
"""Longer than a server takes to notice that a connection has gone."""
_RESTORE = "Restore the database from a backup."


@dataclass(frozen=True)
class _Stretch:
    """The entries after `after` up to `until`, and the numbers of the submissions that they submit."""

    after: int
    until: int
    submission_after: int
    submission_until: int

    def of(self, owner: str) -> str:
        """The SQL condition that selects a table's rows of this stretch."""
        by_entry = owner == "entry_id"
        after, until = (
            (self.after, self.until) if by_entry else (self.submission_after, self.submission_until)
        )
        return f"{owner} > {after:d} and {owner} <= {until:d}"


def begin(database: LedgerDatabase, copy: Copy, *, brought_as: str = "") -> None:
    """Give an empty database and a new, empty copy the same chain: the database's if it has one, or the
    copy's.

    brought_as: the token of the store that brings its ledger in; until that has ended, nobody else may use
    it. The caller must hold the ledger.
    """
    with pg.as_store_errors(), pg.transaction(database.connection):
        if database.is_empty():
            pg.put_each(database.connection, CHAIN, records(copy, f"select * from {CHAIN}"))
            if brought_as:
                database.mark_away(brought_as)
        else:
            take_chain(database, copy)


def take_chain(database: LedgerDatabase, copy: Copy) -> None:
    """Make a new, empty copy a copy of the database's ledger. StoreError if the database has none."""
    database.ask_tables()()
    copy.execute(f"delete from {CHAIN}")
    _insert(copy, CHAIN, _each(pg.ask(database.connection, f"select * from {CHAIN}")))


# Into the copy


def bring(database: LedgerDatabase, copy: Copy) -> None:
    """Take what the copy lacks from the database, in stretches: a stretch that was taken survives a kill.

    Raises StoreError if the copy is of another ledger, goes further, or an entry differs from its seal.
    """
    while _bring_stretch(database, copy):
        pass


def _bring_stretch(database: LedgerDatabase, copy: Copy) -> bool:
    """Take the next entries. Returns whether there were any."""
    known, stretch = _next_stretch(database, copy)
    if stretch is None:
        return False
    _add_columns(known, copy)
    with database.read():
        copy.execute("begin")
        try:
            sealed = _take(database, known, copy, stretch)
            seal_after(copy, stretch.after)
            _expect_as_sealed(sealed, copy, stretch)
            copy.execute("commit")
        except BaseException:
            copy.execute("rollback")
            raise
    return True


def _next_stretch(database: LedgerDatabase, copy: Copy) -> tuple[Tables, _Stretch | None]:
    """The database's tables, and the stretch to take next; None if the copy has everything."""
    own = head(copy)
    with pg.as_store_errors():
        with database.read(at_once=True):
            known = database.ask_tables()
            chain = pg.ask(database.connection, "select chain_id from chain")
            goes_on, end = database.ask_has(own), database.ask_head()
            sizes = pg.ask(database.connection, _sizes("%s"), own.entry)
        tables = known()
    _expect_same_chain(chain.fetchall() == [(chain_name(copy),)], goes_on(), own)
    stretch = _stretch(copy, own.entry, [(entry, number, int(size)) for entry, number, size in sizes])
    if stretch is None and end().entry != own.entry:
        raise _not_as_sealed(own.entry + 1)
    return tables, stretch


def _expect_same_chain(is_same: bool, goes_on: bool, own: Head) -> None:
    if not is_same:
        raise StoreError(
            "The ledger in this folder is not a copy of the one in the database.",
            fix="Choose an empty folder for this server, with --store or MATURITY_STORE. "
            "Or bring this ledger into an empty database: python -m benchmark move-ledger database",
        )
    if not goes_on:
        raise StoreError(
            "The ledger in the database is not the one that this server was last seen with: "
            f"entry {own.entry} with the hash {own.hash} is not in it.",
            fix="Put the newest database back. Or bring it what this server still has: a backup here, "
            "restored into an empty folder, then move-ledger database. To give that up, give every server "
            "an empty folder.",
        )


def _not_as_sealed(entry: int) -> StoreError:
    return StoreError(
        f"The ledger in the database is not as it was sealed, from entry {entry} on. "
        "Nothing of it was taken.",
        fix=_RESTORE,
    )


def _sizes(after: str) -> str:
    """A query for the entries after one: each with the submission that it submits, and its size in bytes."""
    return f"""
        select
            entry_id,
            submission.submission_id,
            coalesce(size_bytes + cast(row_count as bigint) * {_BYTES_OF_ROW}, 0) as bytes
        from entry
        left join submission on submission.submission_id = entry.submission_id and action = 'submit'
        where entry_id > {after}
        order by entry_id
        limit {_TOGETHER}
    """


def _stretch(copy: Copy, after: int, sizes: Sequence[tuple[int, int | None, int]]) -> _Stretch | None:
    """The next entries that fit in one transaction; None if there are none."""
    before = whole_number(
        copy,
        "select coalesce(max(submission_id), 0) from entry where action = 'submit' and entry_id <= ?",
        [after],
    )
    until, number, total = after, before, 0
    for entry, submission, size in sizes:
        total += size
        if until > after and total > _BYTES_TOGETHER:
            break
        until, number = entry, submission or number
    return _Stretch(after, until, before, number) if until > after else None


def _add_columns(known: Tables, copy: Copy) -> None:
    """Add to the copy the tables and columns of rows that another version of the product made."""
    present = columns_of(copy)
    for table, columns in known.items():
        if table.startswith(ledger_table("")):
            if not {*_of_kind(columns).values()} <= ARROW_TYPES.keys():
                raise StoreError(f"The database keeps {table} in types that no version of this product has.")
            for step in steps_of_table(table, _of_kind(columns), present.get(table)):
                copy.execute(step.statement)


def _of_kind(columns: dict[str, str]) -> dict[str, str]:
    return {name: kind for name, kind in columns.items() if name not in ("submission_id", "line")}


def _take(database: LedgerDatabase, known: Tables, copy: Copy, stretch: _Stretch) -> dict[int, str]:
    """Take a stretch into the copy. Returns its entries -> their hashes in the database."""
    own, mine = columns_of(copy), stretch.of("submission_id")
    with database.connection.pipeline():
        beside = {
            table: pg.ask(database.connection, f"select * from {table} where {stretch.of(owner)}")
            for table, owner in {**_ENTRY, **owned_tables(copy)}.items()
            if table in known  # tables of a newer version are missing until a server of that version adds
        }
        now = database.ask_tables()
        kinds = pg.ask(database.connection, f"select distinct kind from submission where {mine}")
        sealed = pg.ask(database.connection, _sealed(stretch))
    if now() != known:
        raise StoreBusy("The database's tables were changed meanwhile. Nothing was taken.", fix="Try again.")
    for table, answer in beside.items():
        _insert(copy, table, _each(answer))
    for (kind,) in kinds:
        table = ledger_table(kind)
        if table not in known or table not in own:
            raise _not_as_sealed(stretch.after + 1)
        columns = {name: type_ for name, type_ in own[table].items() if name in known[table]}
        # Sorted by all columns, by an order that no setting changes: every copy stores the rows alike.
        order = ", ".join(
            f'{name} collate "C" nulls first' if type_ == "varchar" else f"{name} nulls first"
            for name, type_ in columns.items()
        )
        query = f"select {', '.join(columns)} from {table} where {mine} order by {order}"
        schema = pa.schema([(name, ARROW_TYPES[type_]) for name, type_ in columns.items()])
        put(copy, table, pg.fetch_table(database.connection, query, schema))
    return dict(sealed.fetchall())


def _sealed(stretch: _Stretch) -> str:
    return f"select entry_id, hash from seal where {stretch.of('entry_id')} order by entry_id"


def _expect_as_sealed(sealed: dict[int, str], copy: Copy, stretch: _Stretch) -> None:
    found = dict(copy.execute(_sealed(stretch)).fetchall())
    for entry in sorted({*sealed, *found}):
        if sealed.get(entry) != found.get(entry):
            raise _not_as_sealed(entry)


def _insert(copy: Copy, table: str, rows: Sequence[dict[str, Any]]) -> None:
    """Add rows of a small table to the copy."""
    if rows:
        names = [*rows[0]]
        marks = ", ".join("?" * len(names))
        copy.executemany(
            f"insert into {table} ({', '.join(names)}) values ({marks})", [[*row.values()] for row in rows]
        )


def _each(answer: pg.Cursor) -> list[dict[str, Any]]:
    names = [column.name for column in answer.description or ()]
    return [dict(zip(names, row, strict=True)) for row in answer]


# Out of the copy


def add(database: LedgerDatabase, copy: Copy, after: int) -> None:
    """Add the copy's entries after `after` to the database, all or none. When this returns, they are kept.

    The caller must hold the ledger. Raises StoreError if nothing was added, and StoreUnreachable also if it
    is not known whether anything was.
    """
    before, last = head(copy, after), head(copy)
    stretch = _whole(copy, after, last.entry)
    incoming = _incoming(copy, stretch)
    complete = False
    try:
        # A small stretch takes two round trips: first all questions, then all additions.
        with pg.as_store_errors(), pg.transaction(database.connection, at_once=incoming.is_little):
            clock, end = database.ask_clock(), database.ask_head()
            expect_locked, lying = database.ask_lock(), _ask_occupied(database, copy, stretch)
            _expect_same_time(clock())
            kept = end()
            if kept.entry != after or (after and kept != before):
                raise StoreError(
                    "Another server has added to the ledger meanwhile. Nothing was taken.", fix="Try again."
                )
            expect_locked()
            _expect_free(lying.fetchall())
            _add_stretch(database, copy, incoming)
            database.tell(last.entry)
            complete = True  # from here on the database may keep it, even if the connection is lost
    except StoreUnreachable:
        if not complete or not _has(database, last):
            raise


def _expect_same_time(database_time: datetime) -> None:
    """Raise StoreError if this server's clock and the database's differ: one of them would date entries
    wrongly.
    """
    ours = utc_now()
    if abs(database_time - ours) > TOLERATED:
        raise StoreError(
            f"This server's clock says {in_utc(ours)}, and the database's {in_utc(database_time)}. "
            "Nothing was taken.",
            fix="Set the wrong one right.",
        )


def _whole(copy: Copy, after: int, until: int) -> _Stretch:
    """All of a copy's entries after one, up to another, as one stretch."""
    submitted = "select coalesce(max(submission_id), 0) from entry where action = 'submit' and entry_id <= ?"
    return _Stretch(after, until, *(whole_number(copy, submitted, [entry]) for entry in (after, until)))


def _ask_occupied(database: LedgerDatabase, copy: Copy, stretch: _Stretch) -> pg.Cursor:
    """Ask for a table that already has rows under the numbers that come next."""
    of_rows = {table: "submission_id" for table in columns_of(copy) if table.startswith(ledger_table(""))}
    first = {"entry_id": stretch.after, "submission_id": stretch.submission_after}
    lying = [
        f"select '{table}' from {table} where {owner} > {first.get(owner, stretch.submission_after):d}"
        for table, owner in {**_ENTRY, **owned_tables(copy), **_SEALS, **of_rows}.items()
        if table in database.tables
    ]
    return pg.ask(database.connection, f"{' union all '.join(lying)} limit 1")


def _expect_free(found: Sequence[tuple[Any, ...]]) -> None:
    """Raise StoreError if there are such rows: they would become part of what is added."""
    if found:
        raise StoreError(
            "The ledger in the database was changed by something other than this product: "
            f"{found[0][0]} has rows of an entry or submission that is not there.",
            fix=_RESTORE,
        )


@dataclass(frozen=True)
class _Incoming:
    """What a stretch holds: table -> rows, for the small tables and for the tables of returns."""

    beside: dict[str, list[dict[str, Any]]]
    rows: dict[str, pa.Table]

    @property
    def is_little(self) -> bool:
        """Whether all of it fits in a few statements."""
        sizes = [(len(rows), len(rows[0])) for rows in self.beside.values()]
        sizes += [rows.shape for rows in self.rows.values()]
        return all(pg.are_few(*size) for size in sizes)


def _incoming(copy: Copy, stretch: _Stretch) -> _Incoming:
    mine = stretch.of("submission_id")
    owners = {**_ENTRY, **owned_tables(copy), **_SEALS}
    beside = {
        table: records(copy, f"select * from {table} where {stretch.of(of)}") for table, of in owners.items()
    }
    tables = map(ledger_table, first_column(copy, f"select distinct kind from submission where {mine}"))
    return _Incoming(
        {table: found for table, found in beside.items() if found},
        {table: copy.sql(f"select * from {table} where {mine}").to_arrow_table() for table in tables},
    )


def _add_stretch(database: LedgerDatabase, copy: Copy, incoming: _Incoming) -> None:
    own = columns_of(copy)
    for table, rows in incoming.rows.items():
        steps = steps_of_table(table, _of_kind(own[table]), database.tables.get(table))
        if steps:
            database.stop_readers()
        for step in steps:
            pg.run(database.connection, step.statement)
        if not incoming.is_little:
            pg.put(database.connection, table, rows)
        elif rows:
            pg.put_each(database.connection, table, rows.to_pylist())
    for table, found in incoming.beside.items():
        pg.put_each(database.connection, table, found)


def _has(database: LedgerDatabase, last: Head) -> bool:
    """Whether the database has this entry, after the connection was lost while it was being added.

    Asks while holding the lock that the lost connection held: so that connection has ended, and nothing more
    can come from it.
    """
    try:
        database.again(time.monotonic() + _ASK_AGAIN_SECONDS)
        return database.has(last)
    except StoreError as error:
        raise StoreUnreachable(
            "The database went away at the very moment when this was added, so nobody can tell yet whether "
            "it was kept.",
            fix="When the database is back, look at what was submitted before you submit this again.",
        ) from error


def add_all(database: LedgerDatabase, copy: Copy) -> Iterator[int]:
    """Add everything that the database lacks, in stretches. Yields the last entry of each stretch.

    The caller must hold the ledger. Raises StoreError if the database holds another ledger.
    """
    named = pg.rows(database.connection, "select chain_id from chain")
    kept = database.head()
    if named != [(chain_name(copy),)] or (kept.entry and head(copy, kept.entry) != kept):
        raise StoreError("The database holds another ledger than this one.", fix="Name an empty database.")
    while True:
        after = database.head().entry
        stretch = _stretch(copy, after, copy.execute(_sizes("?"), [after]).fetchall())
        if stretch is None:
            return
        with pg.as_store_errors(), pg.transaction(database.connection):
            _add_stretch(database, copy, _incoming(copy, stretch))
            database.tell(stretch.until)
        yield stretch.until
