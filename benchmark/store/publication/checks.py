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
    codes: dict[str, list[str]] = {}
    for place, (kind, column, target) in enumerate(references):
        # is not null, said outright: to SQL even no code is "not in" an empty table.
        rows = f"select {place} as place, {column} as code from {kind} where {column} is not null"
        codes.setdefault(target, []).append(rows)
    # Each list is gone through once, for all that refers to it.
    unknown = [
        f"select distinct place, code from ({' union all '.join(rows)}) "
        f"where code not in (select {_CODE_OF[target]} from {target})"
        for target, rows in codes.items()
    ]
    if not unknown:
        return
    named = f"list(code order by code)[:{_SHOWN}]"
    query = f"select place, {named} from ({' union all '.join(unknown)}) group by place order by place"
    for place, found in connection.execute(query).fetchall():
        kind, column, target = references[place]
        yield Fault(kind, f"{column} not found in {target}: {', '.join(found)}")


def _out_of_range(connection: duckdb.DuckDBPyConnection, filled: Sequence[str]) -> Iterator[Fault]:
    of_kinds = {
        kind: {
            column: (may_be_empty(field), bounds)
            for column, field in KINDS[kind].model_fields.items()
            if (bounds := _bounds(field))
        }
        for kind in filled
    }
    bounded = {kind: columns for kind, columns in of_kinds.items() if columns}
    # In one statement, and each table gone through once for all its columns.
    outside = []
    for place, (kind, columns) in enumerate(bounded.items()):
        counts = ", ".join(_unsound(column, *rule) for column, rule in columns.items())
        outside.append(f"select {place} as place, [{counts}] as counts from {kind}")
    if not outside:
        return
    query = f"select counts from ({' union all '.join(outside)}) order by place"
    counted = connection.execute(query).fetchall()
    for (kind, columns), (counts,) in zip(bounded.items(), counted, strict=True):
        for (column, (_, bounds)), count in zip(columns.items(), counts, strict=True):
            if count:
                limits = " and ".join(f"{words} {limit:g}" for _, words, limit in bounds)
                yield Fault(kind, f"{count} values of {column} are not {limits}")


def _unsound(column: str, may_be_left_out: bool, bounds: list[tuple[str, str, float]]) -> str:
    """How many values of a column do not keep its bounds, in SQL."""
    holds = " and ".join(f"{column} {sign} {limit!r}" for sign, _, limit in bounds)
    # isfinite: to DuckDB a NaN is the greatest of numbers, so it would pass as "at least 0".
    sound = f"coalesce(isfinite({column}::double) and {holds}, {may_be_left_out})"
    return f"count(*) filter (where not {sound})"


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
