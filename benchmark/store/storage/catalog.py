"""What a database's file holds beside its rows: how its tables are made, views, macros and all else.

A macro called `avg`, or a view in a table's place, makes every query say something else, and changes no row.
So what is in a file is held against what this product makes. It is asked of DuckDB's own functions by their
full names: a macro in the file may bear the short ones.
"""

import re
from collections.abc import Collection, Iterator
from functools import cache

import duckdb

from benchmark.store.storage.database import connect, whole_number

Things = dict[tuple[str, str], str]
"""All that a database holds: its sort ('table', 'view', 'macro', ...) and name -> how it is made."""

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
"""A sort of thing -> the function that lists it, its column with the name, that with how it is made."""
_WITH_COMMENT = {"tables": "table_name", "views": "view_name", "columns": "table_name"}
"""The functions that list what may bear a comment, and of what it then is."""
_WITH_OWN = ("schemas", "tables", "views", "functions", "types")
"""The functions that list DuckDB's own things too."""
_PLAIN = re.compile(r'("?\w+"? (VARCHAR|BIGINT|DOUBLE|DATE|BOOLEAN)|(submission_id|line) INTEGER NOT NULL)')
"""A column as every version of this product makes it in a table of rows."""
_STORED = re.compile(r'"?\w+"? (VARCHAR|BIGINT|TIMESTAMP)')
"""A column as every version of this product makes it in a publication's own row."""
_RULES = ("CHECK", "PRIMARY KEY", "UNIQUE")
"""How a rule of a whole table begins, as a table's statement lists it among the columns."""
_ROWS = "row_"
_SHOWN = 120


def things(
    connection: duckdb.DuckDBPyConnection, database: str, sorts: Collection[str] | None = None
) -> Things:
    """All that an attached database holds without what DuckDB itself puts into each, or these sorts alone."""
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
    # In one statement: most of the time of each would be its own overhead.
    listed = connection.execute(" union all ".join(queries), {"database": database}).fetchall()
    return {
        (sort, thing if sort == "schema" or schema == "main" else f"{schema}.{thing}"): str(made)
        for sort, schema, thing, made in listed
    }


def foreign_things(found: Things) -> Iterator[str]:
    """What stands in a ledger and is no table: this product puts nothing else there."""
    for sort, name in sorted(found):
        if sort != "table":
            yield f"the {sort} {name}, which this product did not make"


def foreign_tables(found: Things, made: Things) -> Iterator[str]:
    """Tables of a ledger that are not as this product makes them; `made` is all that it makes.

    Tables and columns of rows that an older version had are kept, and nothing reads them. Rows are asked for
    by their columns' names, so that there the order is of no weight.
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
            # The first column says whose a row is: under another, the chain would pass its rows over.
            yield f"the table {name} made otherwise: its columns stand in another order"


def is_plain_table(found: Things, name: str) -> bool:
    """Whether this is a table whose columns are what was put into them: no view, nothing worked out anew."""
    parts = _parts(found.get(("table", name)))
    return bool(parts) and all(_STORED.fullmatch(part) for part in parts)


def _columns(parts: list[str]) -> list[str]:
    return [part for part in parts if not part.startswith(_RULES)]


def _parts(statement: str | None) -> list[str]:
    """A table's columns and rules as its statement lists them."""
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
    """DuckDB has them from 2.0 on."""
    with connect() as own:
        query = "select count(*) from duckdb_functions() where function_name = 'duckdb_triggers'"
        return whole_number(own, query) > 0
