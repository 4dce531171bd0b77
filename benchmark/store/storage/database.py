"""How this package opens DuckDB: nothing is fetched, and no Python variable is taken for a table."""

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
"""Files are written in this DuckDB format, which 1.5 and 2.0 both read."""

_ROW_GROUP = 122_880
"""Rows that DuckDB keeps together, and that one thread works on at a time."""
MANY_BYTES = 16 * 1024 * 1024
"""A file from this size on is worked on by all processors: ten times England's published data is smaller."""
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "python_enable_replacements": False,
    "autoload_known_extensions": False,
    "autoinstall_known_extensions": False,
    "threads": 1,  # a few rows that several threads share out take a third longer
    "default_block_size": "65536",  # in bytes, for new files: a column takes one block at least
}
_ATTACHED = "select database_name from duckdb_databases() where not internal and database_name <> 'memory'"
_LEFT = "select 1 from duckdb_tables() union all select 1 from duckdb_views() where not internal"
_KEPT_FREE = 2
_free: list[duckdb.DuckDBPyConnection] = []
"""Databases that nobody has now. To make one takes as long as ten queries."""
_FULL = ("no space left", "not enough space", "file too large", "quota exceeded")
_PATH = re.compile(r"""(["'])(?:[A-Za-z]:)?[/\\](?:(?!\1).)*?((?:(?!\1)[^/\\])+)\1""")
"""A whole path in quotes, as DuckDB and the system write it, and the file's name in it."""
MAKE_ROOM = "Make room on the disk, then try again."


def connect() -> duckdb.DuckDBPyConnection:
    """An empty in-memory database, to which files are attached."""
    return duckdb.connect(":memory:", config=_CONFIG)


@contextmanager
def connected() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty in-memory database for a while. At the end what was attached to it is written and let go of.

    It is used again: settings of the whole database, other than by `use_all_processors`, are for `connect`.
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
        finally:  # also when somebody stops the program just then
            if empty and len(_free) < _KEPT_FREE:
                _free.append(database)
            else:
                database.close()


def _is_empty_again(database: duckdb.DuckDBPyConnection) -> bool:
    """Let go of all that is attached. What was committed stays, also where it cannot be tidied up now."""
    try:
        for (name,) in database.execute(_ATTACHED).fetchall():
            database.execute(f"detach {name}")
        database.execute(f"set threads = {_CONFIG['threads']}")
        return not database.execute(_LEFT).fetchall()
    except duckdb.Error:
        return False


def attach(connection: duckdb.DuckDBPyConnection, file: Path, name: str, *, read_only: bool = False) -> None:
    """Attach a file under a name; a new one is made in our storage version. duckdb.Error when it fails."""
    options = "read_only" if read_only else f"storage_version '{STORAGE_VERSION}'"
    connection.execute(f"attach '{quoted(file)}' as {name} ({options})")
    with suppress(FileNotFoundError):  # it can be gone from its folder by now, and is open all the same
        if file.stat().st_size >= MANY_BYTES:
            use_all_processors(connection)


def share_out(connection: duckdb.DuckDBPyConnection, rows: pa.Table) -> None:
    """Let all processors work on these rows where they are more than one thread takes at a time."""
    if rows.num_rows > _ROW_GROUP:
        use_all_processors(connection)


def use_all_processors(connection: duckdb.DuckDBPyConnection) -> None:
    """Share out whatever is asked from now on. Where settings are locked, one thread goes on."""
    with suppress(duckdb.InvalidInputException):
        connection.execute("reset threads")


def quoted(path: Path) -> str:
    """A path inside a single-quoted SQL literal (ATTACH and COPY take no parameters)."""
    return str(path).replace("'", "''")


def put(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> None:
    """Insert rows, whose columns are named as the table's."""
    share_out(connection, rows)
    # In pieces as large as DuckDB keeps them: it then puts in several at a time, still in order.
    pieces = pa.Table.from_batches(rows.to_batches(max_chunksize=_ROW_GROUP), rows.schema)
    connection.register("incoming", pieces)
    try:
        connection.execute(f"insert into {table} by name select * from incoming")
    finally:
        connection.unregister("incoming")


def column_of_one(content: bytes) -> pa.Array:
    """A column with these bytes in its only row. They are not copied: a file can be large."""
    ends = np.array([0, len(content)], dtype=np.int64)
    return pa.Array.from_buffers(pa.large_binary(), 1, [None, pa.py_buffer(ends), pa.py_buffer(content)])


@cache
def sql(package: str, name: str) -> str:
    """A query by its name in the folder sql of a package, without the ending."""
    return files(package).joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")


def sql_files(package: str, *folder: str) -> list[tuple[str, str]]:
    """Name and text of every SQL file in a folder of a package, by name."""
    found = (file for file in files(package).joinpath(*folder).iterdir() if file.name.endswith(".sql"))
    return sorted((file.name, file.read_text(encoding="utf-8")) for file in found)


def records(connection: duckdb.DuckDBPyConnection, query: str, *parameters: object) -> list[dict[str, Any]]:
    """The rows of a query, as column -> value."""
    result = connection.execute(query, list(parameters))
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def first_column(connection: duckdb.DuckDBPyConnection, query: str, *parameters: object) -> list[str]:
    """The first column of what a query gives, as text."""
    return [str(row[0]) for row in connection.execute(query, list(parameters)).fetchall()]


def first_row(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: list[Any] | dict[str, Any] | None = None
) -> tuple[Any, ...] | None:
    """The first row of a query, None where it has none. Read to its end: DuckDB 2.0 keeps the rest open."""
    return next(iter(connection.execute(query, parameters or []).fetchall()), None)


def whole_number(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: list[Any] | dict[str, Any] | None = None
) -> int:
    """The one whole number that a query gives."""
    row = first_row(connection, query, parameters)
    assert row is not None
    return int(row[0])


def reason(error: Exception) -> str:
    """An error's first line, as the end of a sentence: DuckDB goes on to show the query.

    Of a file it has the name alone: where it lies on the server is nothing for who looks at a page.
    """
    first = _PATH.sub(r"\1\2\1", str(error).partition("\n")[0].strip())
    return first if first.endswith((".", "!", "?")) else f"{first}."


def is_full(error: Exception) -> bool:
    """Whether the system or DuckDB could not write for want of room: then nothing is damaged."""
    return any(words in str(error).lower() for words in _FULL)


def as_utc(moment: datetime) -> datetime:
    """A time as the store keeps it: UTC without a zone; one that comes without a zone is UTC already."""
    return moment if moment.tzinfo is None else moment.astimezone(UTC).replace(tzinfo=None)
