"""What a publication must satisfy before anybody sees it: the models' own promises, over whole tables.

A row was checked when it came in. What it refers to may have fallen away since: all is checked again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb
from pydantic.fields import FieldInfo

from benchmark.core.errors import PublicationRefused
from benchmark.store.publication.derived import derived_tables
from benchmark.store.storage.tables import marks, may_be_empty
from schemas.base import Refers
from schemas.kinds import KINDS

_CODE_OF = {"trusts": "ods_code", "ics": "ics_code", "organisations": "code", "pillars": "pillar"}
"""The column that holds the code, in each table that others refer to."""

_BOUNDS = {"ge": (">=", "at least"), "gt": (">", "above"), "le": ("<=", "at most"), "lt": ("<", "below")}

_SHOWN = 5
"""Unknown codes that a fault names."""


@dataclass(frozen=True)
class Fault:
    """A check that failed: the table, and what is wrong in words."""

    table: str
    message: str


def check_publication(connection: duckdb.DuckDBPyConnection) -> None:
    """Raise PublicationRefused with every fault of the tables in the connection's current database."""
    faults = publication_faults(connection)
    if faults:
        listed = "; ".join(f"{fault.table}: {fault.message}" for fault in faults)
        raise PublicationRefused(
            f"The publication fails {len(faults)} of its checks: {listed}.",
            fix="The publication in use stays as it was. "
            "Withdraw the submission at fault, then publish again.",
        )


def publication_faults(connection: duckdb.DuckDBPyConnection) -> list[Fault]:
    """Every fault: keys and grains not unique, codes unknown, numbers out of range."""
    keys = {kind: model.key for kind, model in KINDS.items()}
    keys |= {table.name: table.key for table in derived_tables()}
    filled = with_rows(connection, [*keys])
    kinds = [table for table in filled if table in KINDS]
    return [
        *_repeated_keys(connection, {table: keys[table] for table in filled}),
        *_unknown_codes(connection, kinds),
        *_out_of_range(connection, kinds),
    ]


def _repeated_keys(
    connection: duckdb.DuckDBPyConnection, keys: Mapping[str, Sequence[str]]
) -> Iterator[Fault]:
    rows = [
        f"from (select 1 from {table} group by {', '.join(key)} having count(*) > 1)"
        for table, key in keys.items()
    ]
    for (table, key), repeated in zip(keys.items(), count_each(connection, rows), strict=True):
        if repeated:
            yield Fault(table, f"{repeated} keys ({', '.join(key)}) occur more than once")


def _unknown_codes(connection: duckdb.DuckDBPyConnection, filled: Sequence[str]) -> Iterator[Fault]:
    references = [
        (kind, column, mark.to)
        for kind in filled
        for column, field in KINDS[kind].model_fields.items()
        for mark in marks(field)
        if isinstance(mark, Refers)
    ]
    unknown = [
        # is not null, said outright: to SQL even no code is "not in" an empty table.
        f"from {kind} where {column} is not null "
        f"and {column} not in (select {_CODE_OF[target]} from {target})"
        for kind, column, target in references
    ]
    counts = count_each(connection, unknown)
    for (kind, column, target), rows, count in zip(references, unknown, counts, strict=True):
        if count:
            found = connection.execute(
                f"select distinct {column} {rows} order by 1 limit {_SHOWN}"
            ).fetchall()
            names = ", ".join(str(value) for (value,) in found)
            yield Fault(kind, f"{column} not found in {target}: {names}")


def _out_of_range(connection: duckdb.DuckDBPyConnection, filled: Sequence[str]) -> Iterator[Fault]:
    bounded = [
        (kind, column, may_be_empty(field), bounds)
        for kind in filled
        for column, field in KINDS[kind].model_fields.items()
        if (bounds := _bounds(field))
    ]
    beyond = []
    for kind, column, optional, bounds in bounded:
        holds = " and ".join(f"{column} {sign} {limit!r}" for sign, _, limit in bounds)
        # isfinite: to DuckDB a NaN is the greatest of numbers, so it would pass as "at least 0".
        sound = f"coalesce(isfinite({column}::double) and {holds}, {optional})"
        beyond.append(f"from {kind} where not {sound}")
    for (kind, column, _, bounds), outside in zip(bounded, count_each(connection, beyond), strict=True):
        if outside:
            limits = " and ".join(f"{words} {limit:g}" for _, words, limit in bounds)
            yield Fault(kind, f"{outside} values of {column} are not {limits}")


def _bounds(field: FieldInfo) -> list[tuple[str, str, float]]:
    """A field's limits: how SQL writes the comparison, how a sentence does, and the limit."""
    return [
        (sign, words, getattr(mark, name))
        for mark in marks(field)
        for name, (sign, words) in _BOUNDS.items()
        if getattr(mark, name, None) is not None
    ]


def with_rows(connection: duckdb.DuckDBPyConnection, tables: Sequence[str]) -> list[str]:
    """Those of these tables that have any row. In a new store most have none, and to ask each for whatever is
    wrong in it would take most of the time.
    """
    counts = count_each(connection, [f"from {table}" for table in tables])
    return [table for table, count in zip(tables, counts, strict=True) if count]


def count_each(connection: duckdb.DuckDBPyConnection, rows: list[str]) -> list[int]:
    """How many rows each of these is: `from ...`, as after `select count(*)`.

    In one statement, because most of a small query's time is its own overhead.
    """
    if not rows:
        return []
    united = " union all ".join(f"select {i} as place, count(*) as n {each}" for i, each in enumerate(rows))
    return [int(n) for (n,) in connection.execute(f"select n from ({united}) order by place").fetchall()]
