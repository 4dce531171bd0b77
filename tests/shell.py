"""A ledger's file as somebody opens it with the database's own shell, behind the product's back."""

from pathlib import Path

import duckdb

from benchmark.store.storage.database import attach, connect


def connect_ledger(file: Path, *, read_only: bool = False) -> duckdb.DuckDBPyConnection:
    """A connection whose current database is this file; the caller closes it."""
    connection = connect()
    attach(connection, file, "ledger", read_only=read_only)
    connection.execute("use ledger")
    return connection
