"""Every column of every table is changed, and every table's rows: each is found, also in what comes later.

The tables and columns are asked of the database itself: one that is added later is tried without a word here.
"""

import shutil
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import duckdb
import pytest

from benchmark.core.settings import Settings
from benchmark.store.ledger import Ledger
from benchmark.store.ledger.chain import ownerless, part_faults, seal_faults
from benchmark.store.ledger.digests import column_digests
from benchmark.store.ledger.migrate import strange
from benchmark.store.proof.publications import different_rows
from benchmark.store.proof.verify import ledger_checks
from benchmark.store.publication.derived import derived_tables
from benchmark.store.publication.publish import describe, fill, published_kinds
from benchmark.store.storage.catalog import things
from benchmark.store.storage.database import attach
from schemas.kinds import KINDS
from tests.shell import connect_ledger
from tests.unit.store.filled import fill_ledger

pytestmark = pytest.mark.slow

UNREAD = {("migration", "made_at"): "nothing reads when a migration was made"}
"""Columns of which nothing that anybody is shown is made."""
OTHER = {
    "VARCHAR": ("{} || ' '", "{} || chr(0)", "upper({})", "replace({}, 't', '\u0442')", "''", "null"),
    "INTEGER": ("{} + 1", "null"),
    "BIGINT": ("{} + 1", "null"),
    "DOUBLE": ("{} + 1e-12", "-{}", "'nan'", "null"),
    "DATE": ("{} + 1", "'infinity'", "null"),
    "TIMESTAMP": ("{} + interval 1 microsecond", "'infinity'", "'290000-01-01'", "null"),
    "BOOLEAN": ("not {}", "null"),
    "BLOB": ("{} || '\\x00'::blob", "''::blob", "null"),
}
"""Values that are not the one that stands there, some of which only look so."""
TRIED, TRIED_OF_A_KIND = 3, 1
"""Values for each column, in turn, so that columns together have all. The rows of kinds are all alike."""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A store with rows in every table of its ledger."""
    settings = Settings(store=tmp_path_factory.mktemp("filled"))
    fill_ledger(settings)
    return settings


@pytest.fixture(scope="module")
def ledger(filled: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Its ledger, open for writing; what a test changes it takes back."""
    connection = connect_ledger(filled.ledger_file)
    assert first_fault(connection) is None
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def free(filled: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A copy of it without keys and rules, which would refuse most changes of rows."""
    connection = connect_ledger(Path(shutil.copy(filled.ledger_file, tmp_path_factory.mktemp("free"))))
    for table in columns_of(connection, "ledger"):
        connection.execute(free_of_rules(table))
    assert first_fault(connection, but=MADE) is None
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def published(
    ledger: duckdb.DuckDBPyConnection, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    """The same connection, with a publication attached twice: as it is given, and `kept` to be changed."""
    position = Ledger(ledger).last_entry()
    sealed = Ledger(ledger).head(position).hash
    file: Path = tmp_path_factory.mktemp("published") / "kept.duckdb"
    for place in (file, None):
        if place is None:
            ledger.execute("attach ':memory:' as pub")
        else:
            attach(ledger, place, "pub")
        ledger.execute("use pub")
        fill(ledger, position)
        describe(ledger, version="x", position=position, sealed=sealed, as_at=None)
        if place is not None:
            ledger.execute("use ledger")
            ledger.execute("detach pub")
    attach(ledger, file, "kept")
    yield ledger
    ledger.execute("use ledger")
    ledger.execute("detach kept")
    ledger.execute("detach pub")


MADE = "the ledger is made as this product makes it"


def first_fault(connection: duckdb.DuckDBPyConnection, *, but: str = "") -> str | None:
    """What `verify` tells of the ledger, but for one check; the quickest that finds most are asked first."""
    told = (check.detail for check in ledger_checks(connection) if not check.ok and check.name != but)
    try:
        return next(chain(seal_faults(connection), part_faults(connection), told), None)
    except Exception:  # a table that was made otherwise: verify then tells of the check that broke
        return next(told)


def row_fault(connection: duckdb.DuckDBPyConnection, table: str) -> str | None:
    """What the digests of a kind's rows tell, which `part_faults` asks of all kinds together."""
    kind = table.removeprefix("row_")
    if kind == table:
        return None
    kept: dict[int, dict[str, bytes]] = {}
    for number, column, digests in connection.execute(
        "select submission_id, column_name, digests "
        "from submission left join seal_rows using (submission_id) where kind = ?",
        [kind],
    ).fetchall():
        kept.setdefault(number, {})[column] = digests
    assert kept
    return next((f"{n}" for n, was in kept.items() if column_digests(connection, kind, n) != was), None)


def columns_of(connection: duckdb.DuckDBPyConnection, database: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in connection.execute(
        "select table_name, column_name, data_type from duckdb_columns() semi join "
        "(from duckdb_tables() where database_name = $name) using (table_oid) where database_name = $name",
        {"name": database},
    ).fetchall():
        found.setdefault(table, {})[column] = kind
    return found


def row_changes(table: str, columns: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What is done to a table's rows -> the statement."""
    yield "the first row gone", f"delete from {table} where rowid = (select min(rowid) from {table})"
    yield "the last row gone", f"delete from {table} where rowid = (select max(rowid) from {table})"
    yield "all rows gone", f"delete from {table}"
    for column in columns:
        if column.endswith("_id") or column == "receipt":
            yield (
                f"a row of nobody, by {column}",
                f"insert into {table} select * replace (9999 as {column}) from {table} limit 1",
            )


def tried(table: str) -> int:
    """How many values are tried for each column of a table."""
    return TRIED_OF_A_KIND if table.removeprefix("row_") in KINDS else TRIED


def value_changes(table: str, columns: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Each column, what it is made, and the statement that does so in the last row where that changes it.

    Another value comes first for each column.
    """
    for place, (column, kind) in enumerate(columns.items()):
        first = place * tried(table.removeprefix("kept.")) % len(OTHER[kind])
        for other in (*OTHER[kind][first:], *OTHER[kind][:first]):
            value = other.format(f'"{column}"')
            there = (
                f'"{column}"::varchar is distinct from ({value})::varchar'
                if kind != "BLOB"
                else f'"{column}" is distinct from {value}'
            )
            last = f"select max(rowid) from {table} where {there}"
            yield column, value, f'update {table} set "{column}" = {value} where rowid = ({last})'


def undone(connection: duckdb.DuckDBPyConnection, *statements: str) -> Iterator[bool]:
    """Makes a change for as long as it is looked at, and says whether it changed anything."""
    connection.execute("begin")
    try:
        counts = [connection.execute(statement).fetchall() for statement in statements]
        yield counts[-1] != [(0,)]
    finally:
        connection.execute("rollback")


def _some_value(kind: str) -> str:
    return {"VARCHAR": "'x'", "DATE": "'2025-01-01'", "TIMESTAMP": "'2025-01-01'", "BLOB": "'x'"}.get(
        kind, "1"
    )


CHANGED_HERE = ("table", "view", "index")


def free_of_rules(table: str) -> str:
    """The table without its keys and rules, which would refuse most changes of its rows."""
    return f"create table free as from {table}; drop table {table}; alter table free rename to {table}"


LEDGER_TABLES = [
    *("chain", "entry", "migration", "restored_backup", "seal", "seal_part", "seal_rows", "submission"),
    *("submission_answer", "submission_findings", "submission_how", "submission_receipt"),
    *("submission_replaced", "grant_given", "grant_code", "grant_ended", "sign_ins_revoked"),
    *("peers_decided", "event"),
    *(f"row_{kind}" for kind in KINDS),
]


def test_every_table_of_the_ledger_is_tried_and_has_rows(ledger: duckdb.DuckDBPyConnection) -> None:
    assert sorted(columns_of(ledger, "ledger")) == sorted(LEDGER_TABLES)
    for table in LEDGER_TABLES:
        ((rows,),) = ledger.execute(f"select count(*) from {table}").fetchall()
        assert rows > (table != "chain"), table


_digests_known = cache(column_digests)


@pytest.mark.parametrize("table", LEDGER_TABLES)
class TestTheLedger:
    @pytest.fixture(autouse=True)
    def rows_digested_once(self, table: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """What is changed in another table leaves the rows of returns, and so their digests, as they are."""
        if table.removeprefix("row_") == table:
            monkeypatch.setattr("benchmark.store.ledger.chain.column_digests", _digests_known)

    def test_a_value_changed_is_found(self, free: duckdb.DuckDBPyConnection, table: str) -> None:
        """Of a kind's rows all that `verify` asks is asked once, else digests."""
        columns = columns_of(free, "ledger")[table]
        changed, missed, asked = Counter[str](), [], False
        assert row_fault(free, table) is None
        for column, value, statement in value_changes(table, columns):
            if (table, column) in UNREAD or changed[column] == tried(table):
                continue
            for did_change in undone(free, statement):
                if did_change:
                    changed[column] += 1
                    if asked and row_fault(free, table) is not None:
                        continue
                    asked = True
                    if first_fault(free, but=MADE) is None:
                        missed.append(f"{column} = {value}")
        assert missed == []
        assert {*changed} == {column for column in columns if (table, column) not in UNREAD}

    def test_rows_gone_added_and_twice_are_found(
        self, ledger: duckdb.DuckDBPyConnection, free: duckdb.DuckDBPyConnection, table: str
    ) -> None:
        missed = []
        for name, statement in row_changes(table, columns_of(ledger, "ledger")[table]):
            if name == "a row of nobody, by chain_id":
                continue
            for _ in undone(free, statement):
                # Parts of what `verify` asks, and all that it asks of the rows of one kind, or of nobody.
                if row_fault(free, table) is not None or [*ownerless(free)]:
                    continue
                if first_fault(free, but=MADE) is None:
                    missed.append(name)
        try:
            for _ in undone(ledger, f"insert into {table} from {table} limit 1"):
                if first_fault(ledger, but=MADE) is None:
                    missed.append("a row twice")
        except duckdb.ConstraintException:
            pass  # its key forbids it, and a table without its key is found
        assert missed == []

    def test_made_otherwise_is_found(self, ledger: duckdb.DuckDBPyConnection, table: str) -> None:
        """By what is told of tables, views and indexes: nothing else is changed; to list all takes long."""
        columns = columns_of(ledger, "ledger")[table]
        last = list(columns)[-1]
        changes = [
            f"alter table {table} rename to hidden; create view {table} as from hidden",
            f'alter table {table} alter "{last}" set default null; '
            f'alter table {table} alter "{last}" set default {_some_value(columns[last])}',
            f'create index more on {table} ("{last}")',
            f'alter table {table} rename column "{last}" to other',
        ]
        if not table.startswith("row_"):
            changes += [f"alter table {table} add column more varchar", free_of_rules(table)]
        missed = []
        for statement in changes:
            for _ in undone(ledger, statement):
                if not any(strange(ledger, things(ledger, "ledger", CHANGED_HERE))):
                    missed.append(statement)
        assert missed == []


PUBLISHED_TABLES = [
    *KINDS,
    *("submissions", "submission_log", "submission_answers", "confirmed", "replaced_published"),
    *("stands_for", "group_trusts", "expected_mergers", "trust_heirs", "names_of_rounds"),
    *("pillars", "rounds", "unpaired_rounds", "publication", "submission_organisations", "legacy_bands"),
    "ever_members",
    *(f"covered_{kind}" for kind in published_kinds()),
    *(table.name for table in derived_tables()),
]


def test_every_table_of_a_publication_is_tried(published: duckdb.DuckDBPyConnection) -> None:
    assert sorted(columns_of(published, "kept")) == sorted(PUBLISHED_TABLES)
    for table in PUBLISHED_TABLES:
        assert list(different_rows(published, table)) == []


@pytest.mark.parametrize("table", PUBLISHED_TABLES)
def test_a_publication_s_rows_changed_are_found(published: duckdb.DuckDBPyConnection, table: str) -> None:
    columns, named = columns_of(published, "kept")[table], f"kept.{table}"
    changed, missed = Counter[str](), []
    changes = [*value_changes(named, columns), *(("rows", *what) for what in row_changes(named, columns))]
    changes.append(("rows", "a row twice", f"insert into {named} from {named} limit 1"))
    changes.append(
        (
            "rows",
            "in another order",
            f"create temp table turned as from {named} order by rowid desc; delete from {named}; "
            f"insert into {named} from turned",
        )
    )
    ((rows,),) = published.execute(f"select count(*) from {named}").fetchall()
    for column, what, statement in changes if rows else ():
        if column != "rows" and changed[column] == tried(table):
            continue
        for did_change in undone(published, statement):
            if did_change and (rows > 1 or what != "in another order"):
                changed[column] += 1
                if next(different_rows(published, table), None) is None:
                    missed.append(f"{column}: {what}")
    assert missed == []
    assert {*changed} == ({*columns, "rows"} if rows else set())
