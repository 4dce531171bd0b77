"""The checks that a publication must pass before it is put in use: the models' rules, over whole tables.

Each row was checked when it came in, but what it refers to may have been withdrawn since.
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
"""The column with the code, in each table that other tables refer to."""

_BOUNDS = {"ge": (">=", "at least"), "gt": (">", "above"), "le": ("<=", "at most"), "lt": ("<", "below")}

_SHOWN = 5
"""How many unknown codes a fault names."""


@dataclass(frozen=True)
class Fault:
    """A check that failed: the table, and what is wrong in words."""

    table: str
    message: str


def check_publication(connection: duckdb.DuckDBPyConnection) -> None:
    """Raise PublicationRefused with every fault of the connection's current database."""
    faults = publication_faults(connection)
    if faults:
        listed = "; ".join(f"{fault.table}: {fault.message}" for fault in faults)
        raise PublicationRefused(
            f"The publication fails {len(faults)} of its checks: {listed}.",
            fix="The publication in use stays as it was. "
            "Withdraw the submission at fault, then publish again.",
        )


def publication_faults(connection: duckdb.DuckDBPyConnection) -> list[Fault]:
    """Every fault: keys and grains that are not unique, unknown codes, numbers out of range."""
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
        # `is not null` is needed: in SQL even null is "not in" an empty table.
        rows = f"select {place} as place, {column} as code from {kind} where {column} is not null"
        codes.setdefault(target, []).append(rows)
    # Each table of codes is read once, for all columns that refer to it.
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
    # One statement, which reads each table once for all its columns.
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
    """An SQL expression that counts the values of a column outside its bounds."""
    holds = " and ".join(f"{column} {sign} {limit!r}" for sign, _, limit in bounds)
    # isfinite: DuckDB sorts NaN above every number, so it would pass as "at least 0".
    sound = f"coalesce(isfinite({column}::double) and {holds}, {may_be_left_out})"
    return f"count(*) filter (where not {sound})"


def _bounds(field: FieldInfo) -> list[tuple[str, str, float]]:
    """A field's limits, each as SQL's sign, its words and the limit."""
    return [
        (sign, words, getattr(mark, name))
        for mark in marks(field)
        for name, (sign, words) in _BOUNDS.items()
        if getattr(mark, name, None) is not None
    ]


def with_rows(connection: duckdb.DuckDBPyConnection, tables: Sequence[str]) -> list[str]:
    """Those of these tables that have rows. In a new store most are empty, and checking them takes most of
    the time.
    """
    counts = count_each(connection, [f"from {table}" for table in tables])
    return [table for table, count in zip(tables, counts, strict=True) if count]


def count_each(connection: duckdb.DuckDBPyConnection, rows: list[str]) -> list[int]:
    """The number of rows of each `from ...` clause.

    Counted in one statement, because most of a small query's time is overhead.
    """
    if not rows:
        return []
    united = " union all ".join(f"select {i} as place, count(*) as n {each}" for i, each in enumerate(rows))
    return [int(n) for (n,) in connection.execute(f"select n from ({united}) order by place").fetchall()]
