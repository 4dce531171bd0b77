"""Every column of every table is changed, and every table's rows: each is found, also in what comes later.

The tables and columns are asked of the database itself: one that is added later is tried without a word here.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import duckdb
import pytest
from duckdb import DuckDBPyConnection as Connection

from benchmark.core.settings import Settings
from benchmark.store.ledger import Ledger
from benchmark.store.ledger.chain import owned_tables, ownerless, part_faults, seal_faults
from benchmark.store.ledger.digests import column_digests
from benchmark.store.ledger.migrate import foreign_content
from benchmark.store.proof.memory import row_faults
from benchmark.store.proof.publications import changed_tables
from benchmark.store.proof.verify import ledger_checks
from benchmark.store.publication.derived import derived_tables
from benchmark.store.publication.publish import describe, fill, published_kinds
from benchmark.store.storage.catalog import objects_in
from benchmark.store.storage.database import attach
from schemas.kinds import KINDS
from tests.shell import connect_ledger
from tests.unit.store.invented import taken_back

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
RARE = ("TIMESTAMP", "BLOB")
"""Few columns are of these types: each is made every such value, other columns one in turn."""
NOBODY = 9000
"""No entry, submission or receipt has this number, nor one above it."""
FREE_OF_RULES = "create table free as from {table}; drop table {table}; alter table free rename to {table}"
"""Makes a table without its keys and rules, which would refuse most changes of its rows."""


Columns = dict[str, dict[str, str]]
"""Table -> column -> type."""


@pytest.fixture(scope="module")
def ledger(filled: Settings) -> Iterator[Connection]:
    """Its ledger, open for writing; what a test changes it takes back."""
    connection = connect_ledger(filled.ledger_file)
    assert first_fault(connection) is None
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def free(filled: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """A copy of it without keys and rules, which would refuse most changes of rows."""
    connection = connect_ledger(Path(shutil.copy(filled.ledger_file, tmp_path_factory.mktemp("free"))))
    for table in columns_of(connection, "ledger"):
        connection.execute(FREE_OF_RULES.format(table=table))
    assert first_fault(connection, but=MADE) is None
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def published(ledger: Connection, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
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


@pytest.fixture(scope="module")
def of_ledger(ledger: Connection) -> Columns:
    """The ledger's tables."""
    return columns_of(ledger, "ledger")


@pytest.fixture(scope="module")
def of_kept(published: Connection) -> Columns:
    """The publication's tables."""
    return columns_of(published, "kept")


MADE = "the ledger is made as this product makes it"


def first_fault(connection: Connection, *, but: str = "") -> str | None:
    """What `verify` tells of the ledger, but for one check; the quickest that finds most are asked first."""
    found = (check.detail for check in ledger_checks(connection) if not check.ok and check.name != but)
    try:
        return next(chain(seal_faults(connection), part_faults(connection), found), None)
    except Exception:  # a table that was made otherwise: verify then tells of the check that broke
        return next(found)


def row_fault(connection: Connection, table: str) -> str | None:
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


def columns_of(connection: Connection, database: str) -> Columns:
    found: Columns = {}
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
                f"insert into {table} select * replace ({NOBODY} as {column}) from {table} limit 1",
            )


def value_changes(table: str, columns: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """Each column, what it is made, and the statement that does so in the last row where that changes it.

    Another value comes first for each column and in each table, so that columns together have all.
    """
    for place, (column, kind) in enumerate(columns.items()):
        first = (place + len(table)) % len(OTHER[kind])
        for other in (*OTHER[kind][first:], *OTHER[kind][:first]):
            value = other.format(f'"{column}"')
            there = (
                f'"{column}"::varchar is distinct from ({value})::varchar'
                if kind != "BLOB"
                else f'"{column}" is distinct from {value}'
            )
            last = f"select max(rowid) from {table} where {there}"
            yield column, value, f'update {table} set "{column}" = {value} where rowid = ({last})'


def _some_value(kind: str) -> str:
    return {"VARCHAR": "'x'", "DATE": "'2025-01-01'", "TIMESTAMP": "'2025-01-01'", "BLOB": "'x'"}.get(
        kind, "1"
    )


LEDGER_TABLES = [
    *("chain", "entry", "migration", "restored_backup", "seal", "seal_part", "seal_rows", "submission"),
    *("submission_answer", "submission_findings", "submission_how", "submission_receipt"),
    *("submission_replaced", "grant_given", "grant_code", "grant_ended", "sign_ins_revoked"),
    *("peers_decided", "event"),
    *(f"row_{kind}" for kind in KINDS),
]


def test_every_table_of_the_ledger_is_tried_and_has_rows(ledger, of_ledger):
    assert sorted(of_ledger) == sorted(LEDGER_TABLES)
    for table in LEDGER_TABLES:
        ((rows,),) = ledger.execute(f"select count(*) from {table}").fetchall()
        assert rows > (table != "chain"), table


_digests_known = cache(column_digests)


@pytest.fixture
def rows_digested_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is changed in another table leaves the rows of returns, and so their digests, as they are."""
    monkeypatch.setattr("benchmark.store.ledger.chain.column_digests", _digests_known)


def values_missed(
    connection: Connection, table: str, columns: dict[str, str], is_found: Callable[[], bool]
) -> list[str]:
    """The columns of a table in which a value that was changed is not found."""
    changed, missed = set[str](), []
    for column, value, statement in value_changes(table, columns):
        if (table, column) in UNREAD or (column in changed and columns[column] not in RARE):
            continue
        with taken_back(connection, statement) as did_change:
            if did_change:
                changed.add(column)
                if not is_found():
                    missed.append(f"{column} = {value}")
    assert changed == {column for column in columns if (table, column) not in UNREAD}
    return missed


@pytest.mark.parametrize("table", [f"row_{kind}" for kind in KINDS])
def test_a_value_changed_in_a_return_s_rows_changes_their_digests(free, of_ledger, table):
    assert row_fault(free, table) is None
    assert values_missed(free, table, of_ledger[table], lambda: row_fault(free, table) is not None) == []


@pytest.mark.parametrize(
    "statement",
    [
        "update {table} set line = 99 where rowid = (select max(rowid) from {table})",
        "delete from {table} where rowid = (select min(rowid) from {table})",
        "delete from {table} where rowid = (select max(rowid) from {table})",
        "delete from {table}",
        "insert into {table} from {table} limit 1",
        "insert into {table} select * replace ({nobody} as submission_id) from {table} limit 1",
    ],
)
def test_returns_with_changed_rows_are_reported_for_every_kind(free, statement):
    """In the rows of all kinds at once."""
    numbers: dict[str, set[int]] = {kind: {NOBODY + place} for place, kind in enumerate(KINDS)}
    for kind, number in free.execute("select kind, submission_id from submission").fetchall():
        numbers[kind].add(number)
    made = [statement.format(table=f"row_{kind}", nobody=NOBODY + place) for place, kind in enumerate(KINDS)]
    with taken_back(free, *made):
        found = [*part_faults(free), *row_faults(free)]
    named = {int(number) for fault in found for number in re.findall(r"submission (\d+) ", fault)}
    assert [kind for kind, known in numbers.items() if not known & named] == []


@pytest.mark.parametrize("table", [table for table in LEDGER_TABLES if not table.startswith("row_")])
@pytest.mark.usefixtures("rows_digested_once")
class TestTheLedger:
    def test_a_value_changed_is_found(self, free, of_ledger, table):
        assert (
            values_missed(free, table, of_ledger[table], lambda: first_fault(free, but=MADE) is not None)
            == []
        )

    def test_rows_gone_added_and_twice_are_found(self, ledger, free, of_ledger, table):
        missed = []
        for name, statement in row_changes(table, of_ledger[table]):
            if name == "a row of nobody, by chain_id":
                continue
            with taken_back(free, statement):
                if not [*ownerless(free, owned_tables(free))] and first_fault(free, but=MADE) is None:
                    missed.append(name)
        try:
            with taken_back(ledger, f"insert into {table} from {table} limit 1"):
                if first_fault(ledger, but=MADE) is None:
                    missed.append("a row twice")
        except duckdb.ConstraintException:
            pass  # its key forbids it, and a table without its key is found
        assert missed == []


@pytest.mark.parametrize(
    ("statement", "rows_too"),
    [
        ('alter table {table} rename to "no {table}"; create view {table} as from "no {table}"', True),
        (
            'alter table {table} alter "{last}" set default null; '
            'alter table {table} alter "{last}" set default {value}',
            True,
        ),
        ('create index "more {table}" on {table} ("{last}")', True),
        ('alter table {table} rename column "{last}" to other', True),
        ("alter table {table} add column more varchar", False),  # an older version may have had it
        (FREE_OF_RULES, False),
    ],
    ids=["a view", "a value put in unasked", "an index", "a column's name", "a column more", "no rules"],
)
def test_tables_made_otherwise_are_found(ledger, of_ledger, statement, rows_too):
    """All at once, by the database's own list of tables, views and indexes: nothing else is changed."""
    changed = [table for table in LEDGER_TABLES if rows_too or not table.startswith("row_")]
    made = []
    for table in changed:
        last, kind = [*of_ledger[table].items()][-1]
        made.append(statement.format(table=table, last=last, value=_some_value(kind)))
    with taken_back(ledger, *made):
        found = [*foreign_content(ledger, objects_in(ledger, "ledger", ("table", "view", "index")))]
    assert [table for table in changed if not any(re.search(rf"\b{table}\b", fault) for fault in found)] == []


PUBLISHED_TABLES = [
    *KINDS,
    *("submissions", "submission_log", "submission_answers", "confirmed", "replaced_published"),
    *("stands_for", "group_trusts", "expected_mergers", "trust_heirs", "names_of_rounds"),
    *("pillars", "rounds", "unpaired_rounds", "publication", "submission_organisations", "legacy_bands"),
    "ever_members",
    *(f"covered_{kind}" for kind in published_kinds()),
    *(table.name for table in derived_tables()),
]


def test_every_table_of_a_publication_is_tried(published, of_kept):
    assert sorted(of_kept) == sorted(PUBLISHED_TABLES)
    assert changed_tables(published, PUBLISHED_TABLES) == set()


@pytest.mark.parametrize("table", PUBLISHED_TABLES)
def test_a_publication_s_rows_changed_are_found(published, of_kept, table):
    named = f"kept.{table}"
    ((rows,),) = published.execute(f"select count(*) from {named}").fetchall()
    if not rows:
        return

    def is_found() -> bool:
        return changed_tables(published, [table]) == {table}

    changes = [*row_changes(named, of_kept[table])]
    changes.append(("a row twice", f"insert into {named} from {named} limit 1"))
    if rows > 1:
        turned = f"create temp table turned as from {named} order by rowid desc; delete from {named}; "
        changes.append(("in another order", f"{turned}insert into {named} from turned"))
    missed = values_missed(published, named, of_kept[table], is_found)
    for what, statement in changes:
        with taken_back(published, statement):
            missed += [] if is_found() else [what]
    assert missed == []
