"""Checks that a database finds its values when a query asks for them.

For each part of a column DuckDB stores the least and the greatest value, whether any is null, and the lengths
of texts. A query skips a part that by these cannot match. Somebody who changes these statistics in a file
hides rows without changing a row: a read of the whole table still returns them. So each column is queried for
the least and the greatest value of each of its parts, and for its nulls.
"""

from collections.abc import Iterator
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

_ASKED_FOR = ("VARCHAR", "INTEGER", "BIGINT", "DOUBLE", "DATE", "TIMESTAMP", "BOOLEAN")
"""The types of columns that queries filter by. No query filters by a file's bytes."""

Question = tuple[str, str, list[Any], int]
"""What to ask of which rows of a table, in SQL; its parameters; the answer that reading every row gives."""


def hidden_values(connection: duckdb.DuckDBPyConnection, database: str) -> Iterator[str]:
    """Yields columns of an attached database that hide values from queries."""
    columns: dict[str, list[str]] = {}
    for table, column in connection.execute(
        "select table_name, column_name from system.main.duckdb_columns() "
        "semi join (from system.main.duckdb_tables()) as tables using (table_oid, database_oid) "
        f"where database_name = ? and data_type in {_ASKED_FOR} order by table_name, column_index",
        [database],
    ).fetchall():
        columns.setdefault(table, []).append(column)
    for table, names in columns.items():
        yield from _of_table(connection, f"{database}.main.{table}", names)


def _of_table(connection: duckdb.DuckDBPyConnection, table: str, names: list[str]) -> Iterator[str]:
    listed = ", ".join(f'"{name}"' for name in names)
    rows = connection.sql(f"select {listed} from {table}").to_arrow_table()  # no filter, so no row is skipped
    if not len(rows):
        return
    parts = _parts(connection, table)
    asked = [
        (name, *question)
        for name in names
        for question in _questions(f'"{name}"', rows[name].combine_chunks(), parts[name])
    ]
    query = " union all ".join(
        f"select {i} as place, {what} as n from {table} {which}"
        for i, (_, what, which, *_) in enumerate(asked)
    )
    values = [value for *_, given, _ in asked for value in given]
    answers = connection.execute(f"select n from ({query}) order by place", values).fetchall()
    both = zip(asked, answers, strict=True)
    for name in dict.fromkeys(name for (name, *_, expected), (answer,) in both if answer != expected):
        yield f"the table {table.rpartition('.')[2]} holds values of {name} that it does not give when asked"


def _questions(column: str, values: pa.Array, parts: list[tuple[int, int]]) -> Iterator[Question]:
    """The queries for a column, each with the answer that its values give."""
    filled = len(values) - values.null_count
    if values.null_count:
        yield "count(*)", f"where {column} is null", [], values.null_count
    if not filled:
        return
    yield "count(*)", f"where {column} is not null", [], filled
    ends = {
        end
        for start, count in [*parts, (0, len(values))]
        for end in pc.min_max(values.slice(start, count)).as_py().values()
    }
    for end in sorted(ends - {None}):
        yield "count(*)", f"where {column} = ?", [end], pc.sum(pc.equal(values, end)).as_py()
    if pa.types.is_string(values.type):
        measured = (
            pc.count_distinct(values, mode="only_valid").as_py() + pc.sum(pc.utf8_length(values)).as_py()
        )
        yield f"count(distinct {column}) + sum(length({column}))", "", [], measured
    else:
        both = list(pc.min_max(values).as_py().values())
        yield f"(min({column}) = ? and max({column}) = ?)::bigint", "", both, 1


def _parts(connection: duckdb.DuckDBPyConnection, table: str) -> dict[str, list[tuple[int, int]]]:
    """The parts of each column that DuckDB keeps statistics of: the first row and the number of rows."""
    found: dict[str, list[tuple[int, int]]] = {}
    ends: dict[str, int] = {}
    for column, count in connection.execute(
        f"select column_name, count from pragma_storage_info('{table}') where segment_type <> 'VALIDITY' "
        "order by column_id, row_group_id, segment_id"
    ).fetchall():
        start = ends.get(column, 0)
        found.setdefault(column, []).append((start, count))
        ends[column] = start + count
    return found
