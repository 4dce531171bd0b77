"""Brings a ledger's tables up to the version of the product that opens it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from benchmark.core.errors import StoreError
from benchmark.core.moments import utc_now
from benchmark.store.ledger.chain import begin_chain
from benchmark.store.storage.catalog import Objects, foreign_objects, foreign_tables, objects_in
from benchmark.store.storage.database import connect, reason, sql_files
from benchmark.store.storage.files import State, file_state
from benchmark.store.storage.tables import columns, ledger_table
from schemas.kinds import KINDS

CHAINED = 5
"""The migration that begins the chain: every ledger that has it has seals."""
_IN_PYTHON: dict[int, Callable[[duckdb.DuckDBPyConnection], None]] = {CHAINED: begin_chain}
"""What a numbered migration does after its SQL."""

Tables = dict[str, dict[str, str]]
"""Table -> column -> type."""

_left: dict[Path, tuple[State, Sequence[int]]] = {}
"""Ledger file -> its state when this process closed it, and the migrations known then."""


@dataclass(frozen=True)
class Step:
    """One change that a ledger needs: its description, its SQL, and its number if it is a migration."""

    what: str
    statement: str
    number: int | None = None


@cache
def scripts() -> dict[int, str]:
    """The numbered migrations that come with the product: number -> SQL, in order."""
    return {int(name[:4]): text for name, text in sql_files(__package__, "migrations")}


def migrate(connection: duckdb.DuckDBPyConnection) -> Objects:
    """Apply every step that the ledger needs, all or none. Returns everything that the ledger holds then.

    Raises StoreError if a step fails, or if the ledger holds anything that this product did not make: then
    nothing is read from it or written to it.
    """
    steps, found = pending(connection), objects_in(connection, "ledger")
    if steps:
        _expect_own(foreign_objects(found))
        _apply(connection, steps)
        found = objects_in(connection, "ledger", {"table"})  # a step makes nothing else
    _expect_own(foreign_content(connection, found))
    return found


def migrate_file(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Like `migrate`, but skipped if the file is as this process left it: the check takes a fifth of the time
    of a submission.
    """
    if _left.get(file) != _as_left(file):
        migrate(connection)


def leave(file: Path) -> None:
    """Remember the state of a ledger's file after it was closed."""
    _left[file] = _as_left(file)


def _as_left(file: Path) -> tuple[State, Sequence[int]]:
    return file_state(file), tuple(scripts())


def foreign_content(connection: duckdb.DuckDBPyConnection, found: Objects | None = None) -> Iterator[str]:
    """Yields what an up-to-date ledger holds, beside its rows, that this product did not make that way.

    found: everything that it holds, if the caller has listed it already.
    """
    found = objects_in(connection, "ledger") if found is None else found
    yield from foreign_objects(found)
    yield from foreign_tables(found, _as_made(tuple(scripts())))


def _expect_own(faults: Iterable[str]) -> None:
    found = list(faults)
    if found:
        raise StoreError(
            f"The ledger was changed by something other than this product. It has {'; '.join(found[:3])}.",
            fix="Restore it from a backup.",
        )


@cache
def _as_made(numbers: tuple[int, ...]) -> Objects:
    """The tables that a new ledger holds after these migrations, which must be all of them."""
    connection = connect()
    try:
        connection.execute("attach ':memory:' as ledger")
        connection.execute("use ledger")
        for step in pending(connection):
            connection.execute(step.statement)
        return objects_in(connection, "ledger", {"table"})
    finally:
        connection.close()


def _apply(connection: duckdb.DuckDBPyConnection, steps: Sequence[Step]) -> None:
    try:
        connection.execute("begin")
        for step in steps:
            connection.execute(step.statement)
        for step in steps:  # when every table is there
            if step.number is not None:
                _IN_PYTHON.get(step.number, _nothing)(connection)
                connection.execute("insert into migration values (?, ?)", [step.number, utc_now()])
        connection.execute("commit")
    except duckdb.Error as error:
        raise StoreError(f"The ledger could not be brought up to date: {reason(error)}") from error


def pending(connection: duckdb.DuckDBPyConnection) -> list[Step]:
    """The steps that the ledger needs; empty if it is up to date. Changes nothing.

    Raises StoreError if the file is not a ledger, if a newer version of the product wrote it, or if a column
    has another type than its model. Columns may be added unasked, but kept values are never converted.
    """
    tables = columns_of(connection)
    if tables and "migration" not in tables:
        raise StoreError("The file is a database, but not a ledger.", fix="Choose another store.")
    return steps_of(tables, applied(connection) if tables else set())


def steps_of(tables: Tables, done: set[int]) -> list[Step]:
    """The steps for a ledger with these tables, on either engine. StoreError like `pending`.

    done: the numbers of the migrations that it has had.
    """
    steps = []
    if not tables:
        statement = "create table migration (number integer primary key, made_at timestamp not null)"
        steps.append(Step("the list of migrations", statement))
    if done - scripts().keys():
        raise StoreError(
            "The ledger was written by a newer version of this product.",
            fix="Update the product and try again.",
        )
    steps += [Step(f"migration {n}", text, n) for n, text in scripts().items() if n not in done]
    for kind, model in KINDS.items():
        steps += steps_of_table(ledger_table(kind), columns(model), tables.get(ledger_table(kind)))
    return steps


def _nothing(connection: duckdb.DuckDBPyConnection) -> None:
    """For the migrations that are SQL alone."""


def applied(connection: duckdb.DuckDBPyConnection) -> set[int]:
    """The numbers of the migrations that a ledger has had."""
    return {number for (number,) in connection.execute("select number from migration").fetchall()}


def steps_of_table(table: str, wanted: Mapping[str, str], present: Mapping[str, str] | None) -> list[Step]:
    """The steps that give a table these columns. StoreError if a column has another type."""
    if present is None:
        listed = ", ".join(f"{name} {kind}" for name, kind in wanted.items())
        head = "submission_id integer not null, line integer not null"
        return [Step(f"table {table}", f"create table {table} ({head}, {listed})")]
    steps = []
    for name, kind in wanted.items():
        if name not in present:
            steps.append(Step(f"column {table}.{name}", f"alter table {table} add column {name} {kind}"))
        elif present[name] != kind:
            raise StoreError(
                f"The ledger keeps {table}.{name} as {present[name]} where this product expects {kind}.",
                fix="Use the version of the product that wrote it.",
            )
    return steps


def columns_of(connection: duckdb.DuckDBPyConnection) -> Tables:
    """All tables that the ledger has now."""
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in connection.execute(
        "select table_name, column_name, lower(data_type) from duckdb_columns() "
        "where database_name = 'ledger' and not internal"
    ).fetchall():
        found.setdefault(table, {})[column] = kind
    return found
