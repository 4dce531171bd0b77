"""Publications held against what the ledger gives: every table row by row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from benchmark.store.ledger import Ledger
from benchmark.store.ledger.chain import entry_of, head
from benchmark.store.proof.readback import passed_over
from benchmark.store.publication.checks import count_each, with_rows
from benchmark.store.publication.derived import product_digest
from benchmark.store.publication.publish import describe, fill, publication_version
from benchmark.store.storage.catalog import Things, is_plain_table, things
from benchmark.store.storage.database import attach, connected, first_row, records

_SHOWN = 120
_TABLE = "table"
"""The only sort of thing that a publication is made of."""
_OWN = "publication"
"""The table in which a publication tells of itself."""


@dataclass(frozen=True)
class Kept:
    """A publication's file as it lies there: how all in it is made, and what it tells of itself."""

    file: Path
    things: Things
    owns: list[dict[str, Any]]


def kept_publication(file: Path) -> Kept:
    """Look into a publication's file. duckdb.Error where it cannot be read."""
    with connected() as connection:
        attach(connection, file, "pub", read_only=True)
        connection.execute("use pub")
        # How things are made is asked first: a macro in the file may change what all else says.
        return Kept(file, things(connection, "pub"), records(connection, f"select * from pub.{_OWN}"))


def publication_differences(
    ledger: duckdb.DuckDBPyConnection, publication: Kept, *, asked: bool = False
) -> Iterator[str]:
    """Where a publication is not what the ledger gave up to its entry. Changes nothing on disk.

    One that another version of the product made cannot be held against it, and no reader is shown it.
    """
    file, kept, owns = publication.file, publication.things, publication.owns
    if foreign := [f"{sort} {name}" for sort, name in sorted(kept) if sort != _TABLE]:
        yield f"there is a {foreign[0]}, which this product did not make"
        return
    if not is_plain_table(kept, _OWN):
        yield "what it tells of itself is not in a table that this product made"
        return
    if len(owns) != 1:
        yield f"it tells of itself in {len(owns)} rows, not in one"
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
    ledger.execute("attach ':memory:' as pub")
    try:
        attach(ledger, file, "kept", read_only=True)
        ledger.execute("use pub")
        fill(ledger, own["ledger_entry"])
        describe(ledger, version=named, position=own["ledger_entry"], sealed=own["head"], as_at=own["as_at"])
        # Nothing else is made in a publication, and to list a database's macros takes as long as all else.
        different = list(_different(ledger, things(ledger, "pub", {_TABLE}), kept))
        yield from different or (passed_over(ledger, "kept") if asked else ())
    finally:
        ledger.execute("use ledger")
        ledger.execute("detach database if exists kept")
        ledger.execute("detach pub")


def is_of_the_past(ledger: duckdb.DuckDBPyConnection, publication: Kept) -> bool:
    """Whether a publication that is not in use cannot be held against the ledger: another version of the
    product made it, or it was built from a ledger that a restored backup took the place of.
    """
    # A view can tell `verify` something else than it tells a reader.
    if not is_plain_table(publication.things, _OWN) or len(publication.owns) != 1:
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
    """The log of submissions as it stood after an entry: number -> its row, with its answers."""
    ledger.execute("attach ':memory:' as pub")
    try:
        ledger.execute("use pub")
        fill(ledger, entry)
        log = records(ledger, "select *, [] as answers from pub.submission_log")
        found = {row["submission_id"]: row for row in log}
        for answer in records(ledger, "from pub.submission_answers order by submission_id, place"):
            number = answer.pop("submission_id")
            del answer["place"]
            found[number]["answers"].append(answer)
        return found
    finally:
        ledger.execute("use ledger")
        ledger.execute("detach pub")


def _different(ledger: duckdb.DuckDBPyConnection, expected: Things, kept: Things) -> Iterator[str]:
    alike = [name for (sort, name), made in expected.items() if kept.get((sort, name)) == made]
    both = {*with_rows(ledger, [f"{place}.{name}" for name in alike for place in ("kept", "pub")])}
    changed = changed_tables(ledger, [name for name in alike if {f"kept.{name}", f"pub.{name}"} & both])
    for thing in sorted({*expected, *kept}):
        (_, name), wanted, there = thing, expected.get(thing), kept.get(thing)
        if there is None:
            yield f"{name} is missing"
        elif wanted is None:
            yield f"there is a table {name}, which nothing gives"
        elif wanted != there:
            yield f"{name} has other columns"
        elif name in changed:
            yield from _row_differences(ledger, name)


def changed_tables(ledger: duckdb.DuckDBPyConnection, tables: Sequence[str]) -> set[str]:
    """The tables of the database `kept` that differ from those of `pub` in their rows or their order."""
    # All tables in one statement: most of the time of each would be its own overhead.
    moved = count_each(ledger, [_moved(*_kept_and_given(ledger, table)) for table in tables])
    return {table for table, count in zip(tables, moved, strict=True) if count}


def _kept_and_given(ledger: duckdb.DuckDBPyConnection, table: str) -> tuple[str, str]:
    """Queries for the rows of a table as they are kept, and as the ledger gives them."""
    described = ledger.execute(f"describe pub.{table}").fetchall()
    # As text: to DuckDB 0.0 and -0.0 are one number, and a page would show two.
    listed = ", ".join(
        f"{name}::varchar as {name}" if kind == "DOUBLE" else name for name, kind, *_ in described
    )
    return f"select {listed} from kept.{table}", f"select {listed} from pub.{table}"


def _moved(kept: str, given: str) -> str:
    """Row beside row, as they were put in: what a page asks for in no order comes in that one."""
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
