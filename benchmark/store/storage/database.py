"""Opens DuckDB: no extension is downloaded, and no Python variable is read as a table."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

STORAGE_VERSION = "v1.5.0"
"""New files have this DuckDB format, which versions 1.5 and 2.0 can read."""

_ROW_GROUP = 122_880
"""The rows of one DuckDB row group, which one thread works on at a time."""
MANY_BYTES = 16 * 1024 * 1024
"""Files of this size or more use all processors. Ten times England's published data is smaller."""
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "python_enable_replacements": False,
    "autoload_known_extensions": False,
    "autoinstall_known_extensions": False,
    "threads": 1,  # sharing a few rows among threads takes a third longer
    "default_block_size": "65536",  # bytes, for new files: each column takes at least one block
}
_ATTACHED = "select database_name from duckdb_databases() where not internal and database_name <> 'memory'"
_LEFT = "select 1 from duckdb_tables() union all select 1 from duckdb_views() where not internal"
_KEPT_FREE = 3
_free: list[duckdb.DuckDBPyConnection] = []
"""Databases that are free for use. Making a new one takes as long as ten queries."""
_FULL = ("no space left", "not enough space", "file too large", "quota exceeded")
_PATH = re.compile(r"""(["'])(?:[A-Za-z]:)?[/\\](?:(?!\1).)*?((?:(?!\1)[^/\\])+)\1""")
"""A whole path in quotes, as DuckDB and the system write it; group 2 is the file's name."""
MAKE_ROOM = "Make room on the disk, then try again."


def connect() -> duckdb.DuckDBPyConnection:
    """An empty in-memory database, for attaching files."""
    return duckdb.connect(":memory:", config=_CONFIG)


@contextmanager
def connected() -> Iterator[duckdb.DuckDBPyConnection]:
    """Yields an empty in-memory database. At the end everything attached is written and detached.

    The database is used again. So change settings of the whole database only in one from `connect`; the
    exception is `use_all_processors`.
    """
    try:
        database = _free.pop()
    except IndexError:
        database = connect()
    connection = database.cursor()
    empty = False
    try:
        yield connection
    finally:
        try:
            connection.close()
            empty = _is_empty_again(database)
        finally:  # also if the program is interrupted here
            if empty and len(_free) < _KEPT_FREE:
                _free.append(database)
            else:
                database.close()


def _is_empty_again(database: duckdb.DuckDBPyConnection) -> bool:
    """Detach everything; whether nothing is left. What was committed stays even if this fails."""
    try:
        for (name,) in database.execute(_ATTACHED).fetchall():
            database.execute(f"detach {name}")
        database.execute(f"set threads = {_CONFIG['threads']}")
        return not database.execute(_LEFT).fetchall()
    except duckdb.Error:
        return False


def attach(connection: duckdb.DuckDBPyConnection, file: Path, name: str, *, read_only: bool = False) -> None:
    """Attach a file under a name; a missing file is made in our storage version. Raises duckdb.Error."""
    options = "read_only" if read_only else f"storage_version '{STORAGE_VERSION}'"
    connection.execute(f"attach '{quoted(file)}' as {name} ({options})")
    with suppress(FileNotFoundError):  # the file may be removed by now, but it is open
        if file.stat().st_size >= MANY_BYTES:
            use_all_processors(connection)


def share_out(connection: duckdb.DuckDBPyConnection, rows: pa.Table) -> None:
    """Use all processors if these rows are more than one thread takes at a time."""
    if rows.num_rows > _ROW_GROUP:
        use_all_processors(connection)


def use_all_processors(connection: duckdb.DuckDBPyConnection) -> None:
    """Use all processors from now on. Does nothing if the settings are locked."""
    with suppress(duckdb.InvalidInputException):
        connection.execute("reset threads")


def quoted(path: Path) -> str:
    """A path for a single-quoted SQL literal: ATTACH and COPY take no parameters."""
    return str(path).replace("'", "''")


def put(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    """Insert rows. Their columns must have the names of the table's columns."""
    share_out(connection, rows)
    # In pieces of one row group: DuckDB then inserts several at a time, still in order.
    pieces = pa.Table.from_batches(rows.to_batches(max_chunksize=_ROW_GROUP), rows.schema)
    connection.register("incoming", pieces)
    try:
        connection.execute(f"insert into {table} by name select * from incoming")
    finally:
        connection.unregister("incoming")


def column_of_one(content: bytes) -> pa.Array:
    """A column with these bytes as its only row, without copying them: a file can be large."""
    ends = np.array([0, len(content)], dtype=np.int64)
    return pa.Array.from_buffers(pa.large_binary(), 1, [None, pa.py_buffer(ends), pa.py_buffer(content)])


@cache
def sql(package: str, name: str) -> str:
    """The text of a query: its name in the package's folder sql, without the ending."""
    return files(package).joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


def sql_files(package: str, *folder: str) -> list[tuple[str, str]]:
    """Name and text of every SQL file in a folder of a package, by name."""
    found = (file for file in files(package).joinpath(*folder).iterdir() if file.name.endswith(".sql"))
    return sorted((file.name, file.read_text(encoding="utf-8")) for file in found)


def records(connection: duckdb.DuckDBPyConnection, query: str, *parameters: object) -> list[dict[str, Any]]:
    """The rows of a query, each as column -> value."""
    result = connection.execute(query, list(parameters))
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def first_column(connection: duckdb.DuckDBPyConnection, query: str, *parameters: object) -> list[str]:
    """The first column of a query's rows, as text."""
    return [str(row[0]) for row in connection.execute(query, list(parameters)).fetchall()]


def first_row(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: list[Any] | dict[str, Any] | None = None
) -> tuple[Any, ...] | None:
    """The first row of a query, or None. Fetches all rows: DuckDB 2.0 keeps an unfinished result open."""
    return next(iter(connection.execute(query, parameters or []).fetchall()), None)


def whole_number(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: list[Any] | dict[str, Any] | None = None
) -> int:
    """The single whole number that a query returns."""
    row = first_row(connection, query, parameters)
    assert row is not None
    return int(row[0])


def reason(error: Exception) -> str:
    """An error's first line as the end of a sentence; DuckDB's further lines show the query.

    Paths are cut to the file's name: a page's reader need not know where files lie on the server.
    """
    first = _PATH.sub(r"\1\2\1", str(error).partition("\n")[0].strip())
    return first if first.endswith((".", "!", "?")) else f"{first}."


def reason_and_fix(error: Exception, fix: str = "") -> tuple[str, str]:
    """The reason, and what to do: to make room if there is none. DuckDB then names a file, which people who
    only read need not see.
    """
    return ("there is no room.", MAKE_ROOM) if is_full(error) else (reason(error), fix)


def is_full(error: Exception) -> bool:
    """Whether the system or DuckDB had no room to write. Then nothing is damaged."""
    return any(words in str(error).lower() for words in _FULL)


def as_utc(moment: datetime) -> datetime:
    """A time as the store keeps it: UTC without a zone. A time without a zone is taken as UTC."""
    return moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)
