"""The chain over the ledger's entries. Each entry is sealed with a hash over the entry, over everything that
belongs to it, and over the hash of the entry before. A later change breaks every seal from there on.
"""

import hashlib
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb

from benchmark.core.moments import utc_now
from benchmark.core.wording import in_full
from benchmark.store.ledger.digests import (
    ROWS_TOGETHER,
    Incoming,
    canonical,
    column_digests,
    digest_of_columns,
    digest_of_rows,
    digest_of_text,
    first_difference,
)
from benchmark.store.storage.database import first_column, first_row, records, whole_number
from benchmark.store.storage.tables import ledger_table

_OWNERS = ("entry_id", "submission_id", "receipt")
"""The names of a table's first column if its rows belong to an entry, a submission or a receipt."""
_NOT_SEALED = ("entry", "seal", "seal_part", "seal_rows")
_FILE, _ROWS = "file", "rows"
_LARGE = 1_000_000
"""Files of this many bytes or more are read and hashed one by one."""
_WORDS = {
    "submission": "another kind, origin, file name, hash or size",
    _FILE: "another file",
    "submission_findings": "other findings",
    "submission_answer": "other answers",
    "submission_how": "another account of how its file was read",
}

Row = dict[str, Any]
Beside = Mapping[str, Mapping[int, list[Row]]]
"""Table -> the number of an entry or submission -> the rows that belong to it."""


@dataclass(frozen=True)
class Head:
    """The end of the chain, or of a part of it: the number of the last entry and its hash."""

    entry: int
    hash: str


def begin_chain(connection: duckdb.DuckDBPyConnection) -> None:
    """Begin a ledger's chain, and seal the entries that it already has as they are now."""
    last = whole_number(connection, "select coalesce(max(entry_id), 0) from entry")
    connection.execute("insert into chain values (?, ?, ?)", [str(uuid.uuid4()), utc_now(), last])
    seal_after(connection, 0)


def seal_after(
    connection: duckdb.DuckDBPyConnection,
    entry_id: int,
    incoming: Mapping[int, Incoming] | None = None,
    *,
    owned: Mapping[str, str] | None = None,
) -> None:
    """Seal the entries after `entry_id`. Must be the last step of the transaction that adds them.

    incoming: submission number -> digests computed from memory. Missing ones are computed from the ledger.
    owned: from `owned_tables`, if the caller has asked already.
    """
    before = head(connection, entry_id).hash
    tables = owned_tables(connection) if owned is None else owned
    beside = _beside_after(connection, tables, entry_id)
    query = "select * from entry where entry_id > ? order by entry_id"
    for entry in records(connection, query, entry_id):
        number = entry["entry_id"]
        known = (incoming or {}).get(entry["submission_id"]) if entry["action"] == "submit" else None
        rows = known.columns if known and known.columns else _columns_of(connection, entry, beside)
        if rows:
            connection.executemany(
                "insert into seal_rows values (?, ?, ?)",
                [[entry["submission_id"], name, digests] for name, digests in rows.items()],
            )
        parts = _parts(connection, entry, tables, rows, beside, file=known.file if known else None)
        if parts:
            connection.executemany(
                "insert into seal_part values (?, ?, ?)", [[number, *part] for part in parts.items()]
            )
        sealed = _hash(entry, parts, before)
        connection.execute("insert into seal values (?, ?, ?)", [number, before, sealed])
        before = sealed


def chain_name(connection: duckdb.DuckDBPyConnection) -> str:
    """The name of the chain, and of its store. It is given when the chain begins, and is sealed."""
    row = first_row(connection, "select chain_id from chain")
    return "" if row is None else str(row[0])


def head(connection: duckdb.DuckDBPyConnection, until: int | None = None) -> Head:
    """The last sealed entry, or the last one up to `until`; 0 and the chain's own hash if there is none."""
    # Not "order by ... limit 1": planning that takes DuckDB twice as long.
    query = "select max(entry_id), arg_max(hash, entry_id) from seal where entry_id <= coalesce(?, entry_id)"
    entry, sealed = first_row(connection, query, [until]) or (None, None)
    return Head(0, _beginning(connection)) if entry is None else Head(entry, sealed)


def entry_of(connection: duckdb.DuckDBPyConnection, sealed: str) -> int | None:
    """The number of the entry with this hash, 0 for the chain's beginning, None if there is no such entry."""
    row = first_row(connection, "select entry_id from seal where hash = ?", [sealed])
    if row is not None:
        return int(row[0])
    return 0 if sealed == _beginning(connection) else None


def goes_on_from(connection: duckdb.DuckDBPyConnection, earlier: Head) -> bool:
    """Whether the chain holds this head, or records that a backup replaced the ledger that held it."""
    if entry_of(connection, earlier.hash) == earlier.entry:
        return True
    query = "select count(*) from restored_backup where hash_before = ? and entry_before >= ?"
    return whole_number(connection, query, [earlier.hash, earlier.entry]) > 0


def chain_words(connection: duckdb.DuckDBPyConnection) -> str:
    """How far the chain goes, and which entries are older than it, in words."""
    last = head(connection)
    reach = f"up to entry {last.entry}, head {last.hash}"
    (begun,) = records(connection, "select * from chain")
    if begun["sealed_until"]:
        day = in_full(begun["begun_at"])
        reach += f"; entries up to {begun['sealed_until']} are older than the chain, and were sealed on {day}"
    return reach


def seal_faults(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Yields each broken seal: an entry or seal that is missing, a broken link, a changed entry."""
    if whole_number(connection, "select count(*) from chain") != 1:
        yield "the beginning of the chain is not there"
        return
    entries = {row["entry_id"]: row for row in records(connection, "select * from entry")}
    seals = {row["entry_id"]: row for row in records(connection, "select * from seal")}
    parts: dict[int, dict[str, str]] = {}
    for row in records(connection, "select * from seal_part"):
        parts.setdefault(row["entry_id"], {})[row["part"]] = row["digest"]
    before = _beginning(connection)
    for number in sorted({*entries, *seals, *parts}):
        if number not in seals:
            yield f"entry {number} has no seal: it was added by something other than this product"
            continue
        seal = seals[number]
        if number not in entries:
            yield f"entry {number} was sealed, and is gone"
        elif seal["before"] != before:
            yield f"entry {number} does not follow the entry before it as it was sealed"
        elif seal["hash"] != _hash(entries[number], parts.get(number, {}), seal["before"]):
            yield f"entry {number} ({_about(entries[number])}) is not as it was sealed"
        before = seal["hash"]


def part_faults(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Yields each part of an entry that differs from its seal: files, rows, findings, answers and others."""
    tables = owned_tables(connection)
    beside = {table: _by_owner(connection, table, owner) for table, owner in tables.items()}
    sealed_parts = _by_owner(connection, "seal_part", "entry_id")
    kept_columns = _by_owner(connection, "seal_rows", "submission_id")
    # Small files are hashed in one query, as fetching each takes longer. Python is faster for large ones.
    query = f"select submission_id, system.main.sha256(content) from submission where size_bytes < {_LARGE}"
    files: dict[int, str] = dict(connection.execute(query).fetchall())
    for entry in records(connection, "select * from entry order by entry_id"):
        number = entry["entry_id"]
        sealed = {row["part"]: row["digest"] for row in sealed_parts.get(number, ())}
        rows = _columns_of(connection, entry, beside)
        found = _parts(connection, entry, tables, rows, beside, file=files.get(entry["submission_id"]))
        kept = {row["column_name"]: row["digests"] for row in kept_columns.get(entry["submission_id"], ())}
        if rows and digest_of_columns(kept) != sealed.get(_ROWS):
            yield f"the digests of the columns of {_subject(entry)} are not as they were sealed"
        for part in sorted({*sealed, *found}):
            if sealed.get(part) != found.get(part):
                place = _place(connection, entry, kept, rows) if part == _ROWS else ""
                yield f"{_subject(entry)} has {_part_words(part)} than was sealed with entry {number}{place}"
    yield from ownerless(connection, tables)


def _place(
    connection: duckdb.DuckDBPyConnection, entry: Row, kept: Mapping[str, bytes], found: Mapping[str, bytes]
) -> str:
    """Where a submission's rows first differ from its seal, in words: the column and a range of lines."""
    number = entry["submission_id"]
    different = first_difference(kept, found)
    if different is None:
        return ""
    block, column = different
    kind = first_row(connection, "select kind from submission where submission_id = ?", [number])
    lines = first_row(
        connection,
        f"""
        select min(line), max(line) from (
            select line from {ledger_table(str(kind[0] if kind else ""))} where submission_id = ?
            order by line limit {ROWS_TOGETHER} offset {ROWS_TOGETHER * block}
        )
        """,
        [number],
    )
    assert lines is not None
    return f", first in column {column}" + ("" if lines[0] is None else f", lines {lines[0]} to {lines[1]}")


def ownerless(connection: duckdb.DuckDBPyConnection, owned: Mapping[str, str]) -> Iterator[str]:
    """Yields rows that belong to a missing submission or entry: the next one to use its number would be
    sealed with them. owned: from `owned_tables`.
    """
    owners = {**owned, "seal_rows": "submission_id"}
    selects = [
        f"select {place} as place, '{'entry' if owner == 'entry_id' else 'submission'}' as known, "
        f"{owner} as number, '{table}' as telling from {table}"
        for place, (table, owner) in enumerate(owners.items())
    ]
    # One statement for all tables: every submission runs this, and one for each table takes far longer.
    query = f"""
        select distinct known, number, telling, place from ({" union all ".join(selects)})
        anti join (
            select 'entry' as known, entry_id as number from entry
            union all select 'submission', submission_id from submission
        ) using (known, number)
        order by place, number
    """
    for known, number, table, _ in connection.execute(query).fetchall():
        yield f"{known} {number} is not there, but {table} has rows of it"


def _parts(
    connection: duckdb.DuckDBPyConnection,
    entry: Row,
    tables: Mapping[str, str],
    rows: Mapping[str, bytes],
    beside: Beside,
    *,
    file: str | None = None,
) -> dict[str, str]:
    """The digest of each part of an entry: every table with rows of it, the file and the file's rows."""
    submission = entry["submission_id"] if entry["action"] == "submit" else None
    parts = {}
    for table, owner in tables.items():
        number = entry["entry_id"] if owner == "entry_id" else submission
        if number is not None and (found := beside.get(table, {}).get(number)):
            parts[table] = digest_of_rows(found)
    if file is None and submission is not None:
        query = "select content from submission where submission_id = ?"
        content = first_row(connection, query, [submission])
        file = None if content is None else hashlib.sha256(content[0]).hexdigest()
    if file is not None and submission is not None:
        parts[_FILE] = file
    if rows:
        parts[_ROWS] = digest_of_columns(rows)
    return parts


def _beside_after(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, str], entry_id: int) -> Beside:
    """The rows of these tables that belong to the entries after `entry_id` or to what these are about."""
    newer = f"select submission_id from entry where entry_id > {entry_id:d}"
    which = {owner: f"{owner} in ({newer})" for owner in _OWNERS} | {"entry_id": f"entry_id > {entry_id:d}"}
    # First which tables have any, in one statement: most have none, and to ask each takes longer.
    some = [
        f"(select '{table}' from {table} where {which[owner]} limit 1)" for table, owner in tables.items()
    ]
    return {
        table: _by_owner(connection, table, tables[table], which[tables[table]])
        for table in first_column(connection, " union all ".join(some))
    }


def _by_owner(
    connection: duckdb.DuckDBPyConnection, table: str, owner: str, which: str = "true"
) -> dict[int, list[Row]]:
    """Rows of a table by the entry or submission that they belong to, without the bytes of files, which are
    hashed separately.
    """
    columns = "* exclude (content)" if table == "submission" else "*"
    found: dict[int, list[Row]] = {}
    for row in records(connection, f"select {columns} from {table} where {which}"):
        found.setdefault(row[owner], []).append(row)
    return found


def _columns_of(connection: duckdb.DuckDBPyConnection, entry: Row, beside: Beside) -> dict[str, bytes]:
    """The digests of an entry's rows, by column; empty if the entry submits nothing."""
    if entry["action"] != "submit":
        return {}
    number = entry["submission_id"]
    submission = next(iter(beside.get("submission", {}).get(number, [])), None)
    return {} if submission is None else column_digests(connection, submission["kind"], number)


def owned_tables(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The tables whose rows belong to an entry, a submission or a receipt -> the column that names it.

    Read from the ledger, so that a table that a later version adds is sealed too.
    """
    listed = connection.execute(
        "select table_name, column_name from duckdb_columns() "
        "where database_name = 'ledger' and not internal and column_index = 1 order by table_name"
    ).fetchall()
    return {
        table: column
        for table, column in listed
        if column in _OWNERS and table not in _NOT_SEALED and not table.startswith("row_")
    }


def _hash(entry: Row, parts: Mapping[str, str], before: str) -> str:
    return digest_of_text(canonical({"entry": canonical(entry), "parts": canonical(parts), "before": before}))


def _beginning(connection: duckdb.DuckDBPyConnection) -> str:
    return digest_of_rows(records(connection, "select * from chain"))


def _about(entry: Row) -> str:
    number = entry["submission_id"]
    return str(entry["action"]) if number is None else f"{entry['action']} submission {number}"


def _subject(entry: Row) -> str:
    """The entry's submission or the entry, to begin a sentence with."""
    return (
        f"submission {entry['submission_id']}"
        if entry["action"] == "submit"
        else f"entry {entry['entry_id']}"
    )


def _part_words(part: str) -> str:
    return _WORDS.get(part, "other rows" if part == _ROWS else f"other rows of {part}")
