"""A preview: a publication in memory as it would be after a change of one kind's rows."""

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
"""Higher than every submission's number: derived tables prefer the rows that came last."""
_KEPT = """
    select name from (
        select database_name, table_name as name from duckdb_tables()
        union all select database_name, view_name from duckdb_views()
    )
    where database_name = 'publication' and not list_contains($derived, name)
"""
"""Everything that is not derived: the tables of a publication, and also the views of a preview."""


def preview_submitted(
    publication: Publication, rows: Mapping[str, pa.Table], *, instead: Mapping[str, pa.Table] | None = None
) -> Publication:
    """The publication as it would be with a return's rows. Writes nothing.

    rows: kind -> its columns and `line`; each row replaces the one with its key. instead: kind -> all current
    rows, from `rows_without`, if the return replaces submissions. StoreError if the publication is damaged.
    """
    with publication.as_store_errors():
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
    """The current rows of these submissions' kinds, as they would be without these submissions.

    Reads a copy of the ledger. UnknownCode if there is no such submission.
    """
    return _current(settings, publication, away=numbers)


def preview_standing(
    settings: Settings, publication: Publication, submission_id: int, *, standing: bool
) -> Publication:
    """The publication as it would be with a submission withdrawn, or standing again.

    Reads a copy of the ledger. UnknownCode if there is no such submission.
    """
    number = [submission_id]
    rows = _current(settings, publication, away=() if standing else number, back=number if standing else ())
    return preview_submitted(publication, {}, instead=rows)


def _current(
    settings: Settings, publication: Publication, *, away: Collection[int] = (), back: Collection[int] = ()
) -> dict[str, pa.Table]:
    """The current rows of some submissions' kinds, with `away` withdrawn and `back` standing again."""
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
    """Replace all rows of these kinds; in a restricted view, the rows of the reader's own organisations."""
    for kind, table in rows.items():
        own = _own(kind, publication.rights)
        connection.register("incoming", table)
        connection.execute(f"delete from {kind} where {own}")
        connection.execute(f"insert into {kind} by name select * from incoming where {own}")
        connection.unregister("incoming")


def _own(kind: str, rights: Rights | None) -> str:
    """A condition for the rows of a kind that the reader sees in full; false for kinds without a code."""
    if rights is None:
        return "true"
    column, codes = code_column(kind), rights.of("legacy") & rights.of("returns")
    if column is None or kind in ("plans", "board_packs") or not codes:
        return "false"
    return f"{column} in ({', '.join(repr(code) for code in sorted(codes))})"


def _copy(publication: Publication, changing: Collection[str]) -> duckdb.DuckDBPyConnection:
    """A copy of a publication's tables in memory, without the derived ones.

    changing: the kinds whose rows may be changed. Other tables may become views of the file.
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
    """Attach the publication's file as `base`, if the file holds just what the reader sees. Returns whether.

    A restricted view leaves out rows of the file, and a preview changes them. The file may also have been
    removed or replaced since it was opened.
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
    # A version of its own, so that caches keyed by version never mix up the preview and the publication.
    return replace(publication, version=f"{PREVIEW}{uuid.uuid4().hex}", _connection=connection)
