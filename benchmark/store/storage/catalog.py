"""Lists what a database file holds beside rows: how its tables are made, its views, macros and others.

A macro named `avg`, or a view instead of a table, changes the result of every query and changes no row. So a
file's content is compared with what this product makes. The queries use the full names of DuckDB's functions,
as a macro in the file could have the short ones.
"""

import re
from collections.abc import Collection, Iterator
from functools import cache

import duckdb

from benchmark.store.storage.database import connect, whole_number

Objects = dict[tuple[str, str], str]
"""What a database holds: (sort, such as 'table' or 'view', and name) -> how it is made."""

_LISTED = {
    "schema": ("schemas", "schema_name", "schema_name"),
    "table": ("tables", "table_name", "sql"),
    "view": ("views", "view_name", "sql"),
    "macro": ("functions", "function_name", "macro_definition"),
    "type": ("types", "type_name", "logical_type"),
    "sequence": ("sequences", "sequence_name", "sql"),
    "index": ("indexes", "index_name", "sql"),
    "trigger": ("triggers", "trigger_name", "sql"),
}
"""Sort -> the function that lists it, its column with the name, its column with how the object is made."""
_WITH_COMMENT = {"tables": "table_name", "views": "view_name", "columns": "table_name"}
"""The functions that list what may have a comment -> the column with its name."""
_WITH_OWN = ("schemas", "tables", "views", "functions", "types")
"""The functions that also list DuckDB's own objects."""
_PLAIN = re.compile(r'("?\w+"? (VARCHAR|BIGINT|DOUBLE|DATE|BOOLEAN)|(submission_id|line) INTEGER NOT NULL)')
"""A column of a table of rows, as every version of this product makes it."""
_STORED = re.compile(r'"?\w+"? (VARCHAR|BIGINT|TIMESTAMP)')
"""A column of a publication's own row, as every version of this product makes it."""
_RULES = ("CHECK", "PRIMARY KEY", "UNIQUE")
"""How a table's statement begins a rule of the whole table."""
_ROWS = "row_"
_SHOWN = 120


def objects_in(
    connection: duckdb.DuckDBPyConnection, database: str, sorts: Collection[str] | None = None
) -> Objects:
    """What an attached database holds, or only these sorts of it; without DuckDB's own objects."""
    queries = [
        f"select '{sort}' as sort, schema_name, {name} as name, {made}::text as made "
        f"from system.main.duckdb_{function}() where database_name = $database"
        + (" and not internal" if function in _WITH_OWN else "")
        for sort, (function, name, made) in _LISTED.items()
        if (sort in sorts if sorts is not None else sort != "trigger" or _knows_triggers())
    ]
    queries += [
        f"select 'comment', 'main', 'on ' || {name}, comment "
        f"from system.main.duckdb_{function}() where database_name = $database and comment is not null"
        for function, name in _WITH_COMMENT.items()
        if sorts is None
    ]
    # One statement: most of the time of a small query is overhead.
    listed = connection.execute(" union all ".join(queries), {"database": database}).fetchall()
    return {
        (sort, thing if sort == "schema" or schema == "main" else f"{schema}.{thing}"): str(made)
        for sort, schema, thing, made in listed
    }


def foreign_objects(found: Objects) -> Iterator[str]:
    """Yields what a ledger holds that is not a table: this product makes nothing else there."""
    for sort, name in sorted(found):
        if sort != "table":
            yield f"the {sort} {name}, which this product did not make"


def foreign_tables(found: Objects, made: Objects) -> Iterator[str]:
    """Yields a ledger's tables that differ from the tables that this product makes, which are `made`.

    Tables and columns of rows from an older version are allowed, as nothing reads them. In tables of rows the
    order of columns does not matter, as queries name them.
    """
    names = {name for sort, name in (*found, *made) if sort == "table"}
    for name in sorted(names):
        if found.get(("table", name)) == made.get(("table", name)):
            continue
        wanted, there = _parts(made.get(("table", name))), _parts(found.get(("table", name)))
        lacking = [part for part in wanted if part not in there]
        more = [part for part in there if part not in wanted]
        if name.startswith(_ROWS):
            more = [part for part in more if not _PLAIN.fullmatch(part)]
        if not there:
            yield f"no table {name}"
        elif not wanted and (more or not name.startswith(_ROWS)):
            yield f"the table {name}, which this product did not make"
        elif lacking or more:
            difference = f"lacks {lacking[0]}" if lacking else f"has {more[0]}"
            yield f"the table {name} made otherwise: it {difference[:_SHOWN]}"
        elif not name.startswith(_ROWS) and _columns(wanted) != _columns(there):
            # The first column names the owner of a row: under another name the chain would skip the rows.
            yield f"the table {name} made otherwise: its columns stand in another order"


def is_plain_table(found: Objects, name: str) -> bool:
    """Whether this is a table of plain stored columns: not a view, and no computed column."""
    parts = _parts(found.get(("table", name)))
    return bool(parts) and all(_STORED.fullmatch(part) for part in parts)


def _columns(parts: list[str]) -> list[str]:
    return [part for part in parts if not part.startswith(_RULES)]


def _parts(statement: str | None) -> list[str]:
    """The columns and rules that a table's statement lists."""
    statement = statement or ""
    inside = statement[statement.find("(") + 1 : statement.rfind(")")]
    parts, depth, quote = [""], 0, ""
    for letter in inside:
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        depth += 0 if quote else (letter == "(") - (letter == ")")
        if letter == "," and depth == 0 and not quote:
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts if part.strip()]


@cache
def _knows_triggers() -> bool:
    """Whether DuckDB has triggers, as it does from 2.0."""
    with connect() as own:
        query = "select count(*) from duckdb_functions() where function_name = 'duckdb_triggers'"
        return whole_number(own, query) > 0
