"""Compares publications with what the ledger gives: every table, row by row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from benchmark.store.ledger import Ledger
from benchmark.store.ledger.chain import entry_of, head
from benchmark.store.proof.readback import hidden_values
from benchmark.store.publication.checks import count_each, with_rows
from benchmark.store.publication.derived import product_digest
from benchmark.store.publication.publish import describe, fill, in_memory, publication_version
from benchmark.store.storage.catalog import Objects, is_plain_table, objects_in
from benchmark.store.storage.database import attach, connected, first_row, records

_SHOWN = 120
_TABLE = "table"
"""A publication holds only objects of this sort."""
_OWN = "publication"
"""The table with a publication's own row: its version, head and day."""


@dataclass(frozen=True)
class Kept:
    """A publication's file as it is on disk: how its objects are made, and its own row or rows."""

    file: Path
    objects: Objects
    owns: list[dict[str, Any]]


def kept_publication(file: Path) -> Kept:
    """Read a publication's file. Raises duckdb.Error if it cannot be read."""
    with connected() as connection:
        attach(connection, file, "pub", read_only=True)
        connection.execute("use pub")
        # The objects are listed first: a macro in the file may change the result of other queries.
        return Kept(file, objects_in(connection, "pub"), records(connection, f"select * from pub.{_OWN}"))


def publication_differences(
    ledger: duckdb.DuckDBPyConnection, publication: Kept, *, readback: bool = False
) -> Iterator[str]:
    """Yields how a publication differs from what the ledger gives up to its entry. Changes nothing on disk.

    A publication of another version of the product cannot be compared, and readers do not see it.
    """
    file, kept, owns = publication.file, publication.objects, publication.owns
    if foreign := [f"{sort} {name}" for sort, name in sorted(kept) if sort != _TABLE]:
        yield f"there is a {foreign[0]}, which this product did not make"
        return
    if not is_plain_table(kept, _OWN):
        yield "its own row is not in a table that this product made"
        return
    if len(owns) != 1:
        yield f"it has {len(owns)} rows about itself, not one"
        return
    (own,) = owns
    if own.get("product") != product_digest():
        yield "it was made by another version of this product; publish again"
        return
    if entry_of(ledger, own["head"]) != own["ledger_entry"]:
        yield f"its head, entry {own['ledger_entry']} with the hash {own['head']}, is not in the chain"
        return
    named = publication_version(Ledger(ledger), own["as_at"], position=own["ledger_entry"])
    if not file.stem == own["version"] == named:
        yield f"its name is {file.stem} and it calls itself {own['version']}, but its content is {named}"
    position = own["ledger_entry"]
    with in_memory(ledger):
        attach(ledger, file, "kept", read_only=True)
        try:
            fill(ledger, position)
            describe(ledger, version=named, position=position, sealed=own["head"], as_at=own["as_at"])
            # Only tables are made in a publication, and listing a database's macros takes long.
            different = list(_different(ledger, objects_in(ledger, "pub", {_TABLE}), kept))
            yield from different or (hidden_values(ledger, "kept") if readback else ())
        finally:
            ledger.execute("detach kept")


def is_of_the_past(ledger: duckdb.DuckDBPyConnection, publication: Kept) -> bool:
    """Whether a publication that is not in use cannot be compared with the ledger: another version of the
    product made it, or it was built from a ledger that a restored backup replaced.
    """
    # A view could show `verify` other rows than it shows a reader.
    if not is_plain_table(publication.objects, _OWN) or len(publication.owns) != 1:
        return False
    (own,) = publication.owns
    if own.get("product") != product_digest():
        return True
    restored = first_row(
        ledger,
        "select count(*) from restored_backup where entry_before >= ? and entry_id <= ?",
        [own["ledger_entry"], head(ledger).entry],
    )
    return bool(restored and restored[0]) and entry_of(ledger, own.get("head") or "") is None


def log_at(ledger: duckdb.DuckDBPyConnection, entry: int) -> dict[int, dict[str, Any]]:
    """The log of submissions after an entry: submission number -> its row, with its answers."""
    with in_memory(ledger):
        fill(ledger, entry)
        log = records(ledger, "select *, [] as answers from pub.submission_log")
        found = {row["submission_id"]: row for row in log}
        for answer in records(ledger, "from pub.submission_answers order by submission_id, place"):
            number = answer.pop("submission_id")
            del answer["place"]
            found[number]["answers"].append(answer)
        return found


def _different(ledger: duckdb.DuckDBPyConnection, expected: Objects, kept: Objects) -> Iterator[str]:
    alike = [name for (sort, name), made in expected.items() if kept.get((sort, name)) == made]
    both = {*with_rows(ledger, [f"{place}.{name}" for name in alike for place in ("kept", "pub")])}
    changed = changed_tables(ledger, [name for name in alike if {f"kept.{name}", f"pub.{name}"} & both])
    for thing in sorted({*expected, *kept}):
        (_, name), wanted, there = thing, expected.get(thing), kept.get(thing)
        if there is None:
            yield f"{name} is missing"
        elif wanted is None:
            yield f"there is a table {name}, which this product did not make"
        elif wanted != there:
            yield f"{name} has other columns"
        elif name in changed:
            yield from _row_differences(ledger, name)


def changed_tables(ledger: duckdb.DuckDBPyConnection, tables: Sequence[str]) -> set[str]:
    """The tables that differ between the databases `kept` and `pub` in their rows or in the rows' order."""
    # One statement for all tables: most of the time of a small query is overhead.
    moved = count_each(ledger, [_moved(*_kept_and_given(ledger, table)) for table in tables])
    return {table for table, count in zip(tables, moved, strict=True) if count}


def _kept_and_given(ledger: duckdb.DuckDBPyConnection, table: str) -> tuple[str, str]:
    """Queries for the stored rows of a table, and for the rows that the ledger gives."""
    described = ledger.execute(f"describe pub.{table}").fetchall()
    # As text: DuckDB takes 0.0 and -0.0 as equal, but a page shows them differently.
    listed = ", ".join(
        f"{name}::varchar as {name}" if kind == "DOUBLE" else name for name, kind, *_ in described
    )
    return f"select {listed} from kept.{table}", f"select {listed} from pub.{table}"


def _moved(kept: str, given: str) -> str:
    """Compares rows in stored order: a page that asks for no order gets that one."""
    return (
        f"from (select row from ({kept}) as row) as kept "
        f"positional join (select row from ({given}) as row) as given "
        "where kept.row is distinct from given.row"
    )


def _row_differences(ledger: duckdb.DuckDBPyConnection, table: str) -> Iterator[str]:
    kept, given = _kept_and_given(ledger, table)
    found = False
    for rows, others, what in ((kept, given, "more"), (given, kept, "less")):
        count, example = ledger.execute(
            f"select count(*), first(differing)::varchar from ({rows} except all {others}) as differing"
        ).fetchall()[0]
        if count:
            found = True
            yield f"{table} has {count} rows {what} than the ledger gives, such as {str(example)[:_SHOWN]}"
    if not found:
        yield f"{table} has its rows in another order than the ledger gives"
