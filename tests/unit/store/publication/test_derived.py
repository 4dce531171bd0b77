"""That a publication's derived tables rest on the rows of the others, and not on the order these stand in."""

from collections.abc import Iterator

import duckdb
import pytest

from benchmark.store.publication import Publication
from benchmark.store.publication.derived import derived_tables
from benchmark.store.storage.database import attach, connect


@pytest.fixture(scope="module")
def turned(publication: Publication) -> Iterator[duckdb.DuckDBPyConnection]:
    """The publication as `made`, and in memory each of its tables with its rows mixed."""
    connection = connect()
    attach(connection, publication.file, "made", read_only=True)
    listed = connection.execute("select table_name from duckdb_tables() where database_name = 'made'")
    for (table,) in listed.fetchall():
        connection.execute(f"create table {table} as from made.{table} order by hash(rowid)")
    yield connection
    connection.close()


@pytest.mark.parametrize("table", derived_tables(), ids=lambda table: table.name)
def test_a_derived_table_is_the_same_in_whatever_order_rows_come(turned, table):
    """To the last digit: DuckDB adds up in the order of the rows that a join gives, and that moves means."""
    anew = turned.execute(table.ordered).fetchall()
    kept = turned.execute(f"from made.{table.name}").fetchall()
    assert [*map(repr, anew)] == [*map(repr, kept)]
    assert anew
