"""Compares what a store remembers, and its copies for readers, with the ledger."""

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import chain, count
from pathlib import Path

import duckdb

from benchmark.core.errors import StoreError
from benchmark.core.settings import Settings
from benchmark.store.ledger import connected_ledger
from benchmark.store.ledger.chain import chain_name, entry_of, goes_on_from, head, part_faults, seal_faults
from benchmark.store.ledger.migrate import foreign_content
from benchmark.store.ledger.remembered import remembered
from benchmark.store.ledger.snapshot import copies, is_newest
from benchmark.store.proof.readback import hidden_values
from benchmark.store.publication.checks import with_rows
from benchmark.store.storage.database import first_column, reason, sql, whole_number
from benchmark.store.storage.files import read_part, wal_of
from benchmark.store.storage.tables import ledger_table
from schemas.kinds import KINDS

_CHUNK = 4 * 1024 * 1024
_SHOWN = 80


def replaced(settings: Settings, connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Yields why this may not be the ledger that the store was last seen with."""
    known, now = remembered(settings), head(connection)
    if known is None:
        if now.entry:
            yield (
                f"{settings.store_file.name} is missing or names no entry, so nothing shows how far the "
                "ledger went; compare it with a receipt (--receipt), then publish"
            )
        return
    name = chain_name(connection)
    if known.store != name:
        yield (
            f"{settings.store_file.name} calls the store {known.store[:_SHOWN] or 'nothing'}, and its chain "
            f"calls it {name}; publish puts that right"
        )
    if not goes_on_from(connection, known.head):
        yield (
            f"entry {known.head.entry} with the hash {known.head.hash} is not in it; "
            f"this ledger goes up to entry {now.entry}"
        )
    elif entry_of(connection, known.head.hash) is not None:
        given = whole_number(
            connection,
            "select coalesce(max(number), 0) from "
            "(select submission_id as number from entry where entry_id <= $at "
            "union all select submission_before from restored_backup where entry_id <= $at)",
            {"at": known.head.entry},
        )
        if given != known.submission:
            yield (
                f"{settings.store_file.name} says that submissions up to {known.submission} were given until "
                f"entry {known.head.entry}, and the ledger up to {given}"
            )
    else:  # between a restored backup and the next entry
        query = "select max(submission_before) from restored_backup where hash_before = ?"
        given = whole_number(connection, query, [known.head.hash])
        if known.submission > given:
            yield (
                f"{settings.store_file.name} says that submissions up to {known.submission} were given "
                f"before a backup was restored, and the ledger up to {given}"
            )


def remembered_words(settings: Settings, connection: duckdb.DuckDBPyConnection) -> str:
    """Which entries the store's note covers, in words; empty if it covers all."""
    known, limits = remembered(settings), []
    if known is None:
        return ""
    if known.since:
        limits.append(
            f"since entry {known.since}, when {settings.store_file.name} was started; only an older receipt "
            "shows whether this folder held another ledger before"
        )
    if known.head.entry < (now := head(connection).entry):
        limits.append(
            f"up to entry {known.head.entry} of {now}; the next start of the dashboard, submission or "
            "publish remembers the rest"
        )
    return "; ".join(limits)


def copy_faults(
    settings: Settings, connection: duckdb.DuckDBPyConnection, *, readback: bool = False
) -> Iterator[str]:
    """Yields each copy for readers that does not hold what the ledger holds."""
    for file in copies(settings):
        with ExitStack() as opened:
            try:
                if file.is_symlink() or file.samefile(settings.ledger_file):
                    # A reader of it would have the ledger itself open, and keep writers out.
                    yield f"{_named(file)} is a link, and no copy of the ledger; remove it"
                    continue
                if _same_bytes(file, settings.ledger_file):
                    continue
                copy = opened.enter_context(connected_ledger(file, read_only=True))
            except FileNotFoundError:  # it was removed for a newer one
                continue
            except (StoreError, OSError) as error:
                yield f"{_named(file)} cannot be opened: {error}"
                continue
            try:
                checked = (foreign_content(copy), seal_faults(copy), part_faults(copy), row_faults(copy))
                fault = next(chain(*checked, hidden_values(copy, "ledger") if readback else ()), None)
                if fault is not None:
                    yield f"{_named(file)} is no copy of the ledger: {fault}; remove it"
                elif entry_of(connection, (last := head(copy)).hash) != last.entry:
                    yield f"{_named(file)} goes up to entry {last.entry} of another ledger; remove it"
                elif is_newest(settings, file) and last != (now := head(connection)):
                    how_far = f"goes up to entry {last.entry}, the ledger to {now.entry}; remove it"
                    yield f"{_named(file)} {how_far}"
            except duckdb.Error as error:
                yield f"{_named(file)} cannot be read: {reason(error)}"


def _same_bytes(one: Path, other: Path) -> bool:
    """Whether two database files are equal. False if either has a WAL, which DuckDB would read too."""
    if wal_of(one).exists() or wal_of(other).exists():
        return False
    if one.stat().st_size != other.stat().st_size:
        return False
    for position in count(0, _CHUNK):
        part = read_part(one, position, _CHUNK)
        if part != read_part(other, position, _CHUNK):
            return False
        if not part:
            return True
    return True


def _named(file: Path) -> str:
    return f"{file.parent.name}/{file.name}"


def row_faults(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Yields submissions with missing, repeated or additional rows, and rows without a submission."""
    kinds = first_column(connection, "select distinct kind from submission")
    known = first_column(connection, "select table_name from duckdb_tables() where database_name = 'ledger'")
    tables = {ledger_table(kind): kind for kind in sorted({*kinds, *KINDS})}
    yield from (f"there is no table of {kind}" for table, kind in tables.items() if table not in known)
    existing = [table for table in tables if table in known]
    # One statement: most of the time of a small query is overhead.
    present = [_rows_present(table, tables[table]) for table in with_rows(connection, existing) or existing]
    query = sql(__package__, "row_counts").replace("{present}", " union all ".join(present))
    numbers = {"kinds": [tables[table] for table in existing]}
    yield from (str(fault) for (fault,) in connection.execute(query, numbers).fetchall())


def _rows_present(table: str, kind: str) -> str:
    key = ", ".join(KINDS[kind].key) if kind in KINDS else "null"
    return (
        f"select '{kind}' as kind, submission_id, "
        f"count(*) as found, count(distinct row(line, {key})) as single from {table} group by submission_id"
    )
