"""Publications held against what the ledger gives: every table row by row, every view by its words."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb

from benchmark.store.chain import entry_of, head
from benchmark.store.database import attach, connect, first_row
from benchmark.store.ledger import Ledger
from benchmark.store.product import product_digest
from benchmark.store.publish import fill, publication_version

_OWN = "publication"
"""The table of one row in which a publication tells of itself."""
_SHOWN = 120


def publication_differences(ledger: duckdb.DuckDBPyConnection, file: Path) -> Iterator[str]:
    """Where a publication is not what the ledger gave up to its entry. Changes nothing on disk.

    One that another version of the product made cannot be held against it, and no reader is shown it.
    """
    connection = connect()
    try:
        attach(connection, file, "pub", read_only=True)
        connection.execute("use pub")
        own = _one_row(connection, f"select * from {_OWN}")
        if own.get("product") != product_digest():
            yield "it was made by another version of this product; publish again"
            return
        if entry_of(ledger, own["head"]) != own["ledger_entry"]:
            yield f"its head, entry {own['ledger_entry']} with the hash {own['head']}, is not in the chain"
            return
        named = publication_version(Ledger(ledger), own["as_at"], position=own["ledger_entry"])
        if not file.stem == own["version"] == named:
            yield f"its name is {file.stem} and it calls itself {own['version']}, but its content is {named}"
        words = _views(connection)
    finally:
        connection.close()
    ledger.execute("attach ':memory:' as pub")
    try:
        attach(ledger, file, "kept", read_only=True)
        ledger.execute("use pub")
        fill(ledger, own["ledger_entry"])
        yield from _different_tables(ledger, words)
    finally:
        ledger.execute("use ledger")
        ledger.execute("detach database if exists kept")
        ledger.execute("detach pub")


def is_of_the_past(ledger: duckdb.DuckDBPyConnection, file: Path) -> bool:
    """Whether a publication that is not in use cannot be held against the ledger: another version of the
    product made it, or it was built from a ledger that a restored backup took the place of.
    """
    connection = connect()
    try:
        attach(connection, file, "pub", read_only=True)
        own = _one_row(connection, f"select * from pub.{_OWN}")
    except duckdb.Error:
        return False
    finally:
        connection.close()
    if own.get("product") != product_digest():
        return True
    restored = first_row(
        ledger,
        "select count(*) from restored_backup where entry_before >= ? and entry_id <= ?",
        [own["ledger_entry"], head(ledger).entry],
    )
    return bool(restored and restored[0]) and entry_of(ledger, own.get("head") or "") is None


_DATE = re.compile(r"CAST\('([^']*)' AS DATE\)|'([^']*)'::DATE|DATE '([^']*)'", re.I)


def _told_alike(view: str | None) -> str | None:
    """A view's words with its dates in one way of writing: DuckDB 2.0 writes them anew when it reads them."""
    return None if view is None else _DATE.sub(lambda d: f"date '{d[1] or d[2] or d[3]}'", view)


def _different_tables(ledger: duckdb.DuckDBPyConnection, words: dict[str, str]) -> Iterator[str]:
    expected, kept = _tables(ledger, "pub"), _tables(ledger, "kept")
    kept.pop(_OWN, None)
    for table in sorted({*expected, *kept}):
        if table not in kept:
            yield f"{table} is missing"
        elif table not in expected:
            yield f"there is a table {table}, which nothing gives"
        elif expected[table] != kept[table]:
            yield f"{table} has other columns"
        else:
            yield from _different_rows(ledger, table)
    views = _views(ledger)
    for view in sorted({*views, *words}):
        if _told_alike(views.get(view)) != _told_alike(words.get(view)):
            yield f"the view {view} is not what this product makes"


def _different_rows(ledger: duckdb.DuckDBPyConnection, table: str) -> Iterator[str]:
    for rows, others, what in (("kept", "pub", "more"), ("pub", "kept", "less")):
        count, told = ledger.execute(
            "select count(*), first(differing)::varchar from "
            f"(from {rows}.{table} except all from {others}.{table}) as differing"
        ).fetchall()[0]
        if count:
            yield f"{table} has {count} rows {what} than the ledger gives, such as {str(told)[:_SHOWN]}"


def _tables(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for table, column, kind in connection.execute(
        "select table_name, column_name, data_type from duckdb_columns() semi join "
        "(select table_name from duckdb_tables() where database_name = $name) using (table_name) "
        "where database_name = $name order by table_name, column_index",
        {"name": database},
    ).fetchall():
        found.setdefault(table, []).append((column, kind))
    return found


def _views(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    listed = connection.execute(
        "select view_name, sql from duckdb_views() where database_name = 'pub' and not internal"
    )
    return dict(listed.fetchall())


def _one_row(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, Any]:
    result = connection.execute(query)
    names = [column[0] for column in result.description or ()]
    (row,) = result.fetchall()
    return dict(zip(names, row, strict=True))
