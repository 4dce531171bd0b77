"""A publication as it would be: in memory, from one that exists, with a kind's rows changed."""

import uuid
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace

import duckdb
import pyarrow as pa

from benchmark.core.settings import Settings
from benchmark.store.ledger.snapshot import reading
from benchmark.store.publication import PREVIEW, Publication
from benchmark.store.publication.derived import derived_tables
from benchmark.store.publication.rights import Rights, code_column
from benchmark.store.storage.database import attach, connect, first_row, sql
from benchmark.store.storage.tables import current_rows
from schemas.kinds import KINDS

_NEWEST = 2**31 - 1
"""Above every submission's number: derived tables ask which rows came last, and previewed ones would."""
_KEPT = """
    select name from (
        select database_name, table_name as name from duckdb_tables()
        union all select database_name, view_name from duckdb_views()
    )
    where database_name = 'publication' and not list_contains($derived, name)
"""
"""What is not derived: of a publication tables, of a preview also views."""


def preview_submitted(
    publication: Publication, rows: Mapping[str, pa.Table], *, instead: Mapping[str, pa.Table] | None = None
) -> Publication:
    """The publication with a return's rows: by kind, each with the kind's columns and `line`.

    A row takes the place of the one with its key. instead: of `rows_without`, where the return takes the
    place of submissions. Nothing is written anywhere. StoreError for a publication that is damaged.
    """
    with publication.said_in_words():
        connection = _copy(publication, {*rows, *(instead or {})})
        _put_in(connection, instead or {}, publication)
        for kind, table in rows.items():
            key = KINDS[kind].key
            same_key = " and ".join(f"{kind}.{name} is not distinct from incoming.{name}" for name in key)
            connection.register("incoming", table)
            connection.execute(f"delete from {kind} where exists (select 1 from incoming where {same_key})")
            connection.execute(
                f"insert into {kind} by name select {_NEWEST} as submission_id, * from incoming"
            )
            connection.unregister("incoming")
        return _as_publication(publication, connection)


def rows_without(
    settings: Settings, publication: Publication, numbers: Collection[int]
) -> dict[str, pa.Table]:
    """The current rows of the kinds of these submissions, as they would be if none of them stood.

    Reads the ledger, so it waits for a writer. UnknownCode when there is no such submission.
    """
    return _current(settings, publication, away=numbers)


def preview_standing(
    settings: Settings, publication: Publication, submission_id: int, *, standing: bool
) -> Publication:
    """The publication as it would be with a submission withdrawn, or with it standing again.

    Reads a copy of the ledger. UnknownCode when there is no such submission.
    """
    number = [submission_id]
    rows = _current(settings, publication, away=() if standing else number, back=number if standing else ())
    return preview_submitted(publication, {}, instead=rows)


def _current(
    settings: Settings, publication: Publication, *, away: Collection[int] = (), back: Collection[int] = ()
) -> dict[str, pa.Table]:
    """The current rows of the kinds of some submissions, with these fallen away or standing again."""
    with reading(settings, entry=publication.ledger_entry) as ledger:
        kinds = {ledger.submission(number).kind for number in (*away, *back)}
        ledger.connection.execute(
            "create or replace temp table standing as " + sql(__package__, "standing"),
            [publication.ledger_entry],
        )
        for number in (*away, *back):
            ledger.connection.execute("delete from standing where submission_id = ?", [number])
        for number in back:
            ledger.connection.execute("insert into standing values (?)", [number])
        return {
            kind: ledger.connection.sql(
                f"select * from ({current_rows(KINDS[kind])}) where {_own(kind, publication.rights)}"
            ).to_arrow_table()
            for kind in sorted(kinds)
        }


def _put_in(
    connection: duckdb.DuckDBPyConnection, rows: Mapping[str, pa.Table], publication: Publication
) -> None:
    """Let these be all rows of their kinds; of a reading, those of the reader's own organisations."""
    for kind, table in rows.items():
        own = _own(kind, publication.rights)
        connection.register("incoming", table)
        connection.execute(f"delete from {kind} where {own}")
        connection.execute(f"insert into {kind} by name select * from incoming where {own}")
        connection.unregister("incoming")


def _own(kind: str, rights: Rights | None) -> str:
    """A condition for the rows of a kind of which the reader sees everything. None of what is not by code."""
    if rights is None:
        return "true"
    column, codes = code_column(kind), rights.of("legacy") & rights.of("returns")
    if column is None or kind in ("plans", "board_packs") or not codes:
        return "false"
    return f"{column} in ({', '.join(repr(code) for code in sorted(codes))})"


def _copy(publication: Publication, changing: Collection[str]) -> duckdb.DuckDBPyConnection:
    """A publication's tables in memory, without those that are derived from what may yet be changed.

    changing: the kinds whose rows may be changed; the others can stay where they are.
    """
    connection = connect()
    stays = _attached(connection, publication)
    connection.execute("attach ':memory:' as publication")
    connection.execute("use publication")
    derived = {"derived": [table.name for table in derived_tables()]}
    with publication.cursor() as cursor:
        for (name,) in cursor.execute(_KEPT, derived).fetchall():
            if stays and name not in changing:
                connection.execute(f"create view {name} as from base.{name}")
                continue
            connection.register("base_rows", cursor.sql(f"from publication.{name}").to_arrow_table())
            connection.execute(f"create table {name} as from base_rows")
            connection.unregister("base_rows")
    return connection


def _attached(connection: duckdb.DuckDBPyConnection, publication: Publication) -> bool:
    """Attach a publication's file as `base`, where that is what its reader sees.

    What a reading leaves out is in the file, and what a preview changed is not. One that is open can be gone
    from its folder by now, or another can have taken its place.
    """
    if publication.rights is not None or publication.version.startswith(PREVIEW):
        return False
    own = publication.version, publication.head, publication.as_at
    with suppress(duckdb.Error, OSError):
        attach(connection, publication.file, "base", read_only=True)
        if first_row(connection, "select version, head, as_at from base.publication") == own:
            return True
    connection.execute("detach database if exists base")
    return False


def _as_publication(publication: Publication, connection: duckdb.DuckDBPyConnection) -> Publication:
    for table in derived_tables():
        connection.execute(table.text)
    # A version of its own: what is remembered by version must never be taken for a preview's, or the reverse.
    return replace(publication, version=f"{PREVIEW}{uuid.uuid4().hex}", _connection=connection)
