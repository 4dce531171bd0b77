"""Every submission's rows, counted: its digests tell of its own kind's table, and of no other."""

from collections.abc import Iterator

import duckdb

from benchmark.store.database import sql
from benchmark.store.tables import ledger_table
from schemas.kinds import KINDS


def row_faults(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Submissions that lack rows, have one twice or more than came in, and rows of none of that kind."""
    kinds = _first_column(connection, "select distinct kind from submission")
    known = _first_column(connection, "select table_name from duckdb_tables() where database_name = 'ledger'")
    for kind in sorted({*kinds, *KINDS}):
        if ledger_table(kind) not in known:
            yield f"there is no table of {kind}"
            continue
        key = ", ".join(KINDS[kind].key) if kind in KINDS else "null"
        query = sql("row_counts").replace("{table}", ledger_table(kind)).replace("{key}", key)
        yield from (str(fault) for (fault,) in connection.execute(query, [kind]).fetchall())


def _first_column(connection: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    return [str(row[0]) for row in connection.execute(query).fetchall()]
