"""The ledger in a database, of which each server has a copy: nothing is lost, doubled or changed unseen."""

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import replace
from datetime import date
from multiprocessing.connection import Connection
from random import Random

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.core.errors import StoreError
from benchmark.core.settings import Settings
from benchmark.store.ledger import Ledger, database, ledger, writing
from benchmark.store.ledger.database import LedgerDatabase
from benchmark.store.ledger.migrate import scripts
from benchmark.store.ledger.remembered import is_copy
from benchmark.store.ledger.snapshot import reading
from benchmark.store.publication.publish import publish
from benchmark.store.storage import postgresql as pg
from benchmark.store.storage.identity import is_free
from tests.apart import context
from tests.postgresql import Postgresql, asked, tampered
from tests.unit.store.filled import fill_ledger
from tests.unit.store.invented import SCORES, fault, faults, make, scores, submission, submit

pytestmark = pytest.mark.slow

KEPT = "the database holds every entry as it was sealed"


@pytest.fixture
def engine() -> str:
    """All here is asked of a database."""
    return "postgresql"


def eventually(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.05)


def heads(settings: Settings) -> tuple[int, str]:
    with reading(settings) as ledger:
        return ledger.head().entry, ledger.head().hash


class TestSeveralServers:
    def test_a_new_server_has_all_that_the_database_has(self, postgresql, tmp_path):
        first = Settings(store=tmp_path / "first", database=postgresql.fresh())
        fill_ledger(first)
        second = replace(first, store=tmp_path / "second")
        make(second)
        with writing(second, adding=False) as ledger, reading(first) as other:
            assert ledger.head() == other.head()
            assert ledger.submissions() == other.submissions()
            tables = [name for (name,) in ledger.connection.execute("show tables").fetchall()]
            assert len(tables) > 20
            for table in tables:
                query = f"select * from {table} order by all"
                if table != "migration":
                    assert same_rows(ledger, query) == same_rows(other, query), table
        assert not {name for name in faults(second) if "publication" not in name}

    def test_what_one_takes_in_the_other_shows_under_the_same_name(self, settings, second):
        make(second)
        submit(settings, submission(scores(2.0, 2.5)))
        shown = publish(second)
        assert publish(settings).version == shown.version
        assert shown.rows(SCORES) == [("ZZ1", 2.0), ("ZZ2", 2.5)]
        with writing(second) as ledger:
            ledger.withdraw(4, by="A tester", reason="by the other server")
        assert publish(settings).rows(SCORES) == []
        assert fault(settings, KEPT) == ""

    def test_all_that_several_take_in_at_once_stays_once(self, settings, tmp_path):
        servers = [replace(settings, store=tmp_path / f"{i}") for i in range(3)]
        for server in servers:
            make(server)

        def work(i: int) -> list[int]:
            new = [submission(scores(2.0), file_name=f"{i}-{j}") for j in range(2)]
            return [submit(servers[i], one)[0].submission_id for one in new]

        with ThreadPoolExecutor(3) as pool:
            numbers = sorted(number for found in pool.map(work, range(3)) for number in found)
        assert numbers == list(range(4, 10))
        with writing(settings, adding=False) as ledger:
            assert [kept.submission_id for kept in ledger.submissions()] == list(range(1, 10))
            assert sorted(kept.file_name for kept in ledger.submissions()[3:]) == sorted(
                f"{i}-{j}" for i in range(3) for j in range(2)
            )

    def test_a_store_of_another_ledger_is_not_taken_for_a_copy(self, settings, template, second):
        second.store.mkdir()
        second.ledger_file.write_bytes(template.read_bytes())
        with pytest.raises(StoreError, match="not a copy of the one in the database"), writing(second):
            pass

    def test_a_copy_does_not_go_on_by_itself(self, settings):
        alone = replace(settings, database="")
        with pytest.raises(StoreError, match="is a copy: a database keeps it"), writing(alone):
            pass

    def test_a_copy_that_a_killed_start_left_does_not_go_on_by_itself(self, settings, second, monkeypatch):
        def killed(*_: object) -> None:
            raise KeyboardInterrupt

        alone = replace(second, database="")
        with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
            patched.setattr(ledger, "swap_in", killed)
            make(second)
        assert is_free(second)  # it is still as good as empty
        with pytest.raises(StoreError, match="There is no store"), writing(second):
            pass
        make(second)
        with pytest.raises(StoreError, match="is a copy: a database keeps it"), writing(alone):
            pass
        assert submit(second, submission(scores(2.0)))[0].submission_id == 4
        assert is_copy(second)

    def test_a_ledger_of_its_own_stays_one_while_the_database_is_away(self, template, second):
        second.store.mkdir()
        second.ledger_file.write_bytes(template.read_bytes())
        nowhere = replace(second, database="postgresql:///ledger?host=/nowhere")
        publish(nowhere)
        assert not is_copy(second)
        submit(replace(second, database=""), submission(scores(2.0)))

    def test_what_a_newer_product_wrote_is_left_alone(self, settings):
        asked(settings.database, "insert into migration values (9999, now())")
        with pytest.raises(StoreError, match="newer version of this product"), writing(settings):
            pass

    def test_a_newer_server_follows_a_database_that_an_older_one_wrote(self, settings, second):
        of_people = 8
        tables = re.findall(r"^create table (\w+)", scripts()[of_people], re.MULTILINE)
        tampered(
            settings.database,
            [
                "alter table entry drop column subject, drop column on_behalf",
                "alter table row_trusts drop column closed_on",
                *(f"drop table if exists {table}" for table in tables),
                f"delete from migration where number >= {of_people}",
            ],
        )
        make(second)
        assert publish(second).ledger_entry == 3
        assert submit(second, submission(scores(2.0)))[0].submission_id == 4  # which brings it up to date
        assert publish(settings).ledger_entry == 4

    def test_tables_are_not_changed_under_who_reads_them(self, settings):
        tampered(settings.database, ["alter table row_trusts drop column closed_on"])
        with ThreadPoolExecutor(1) as pool, closing(LedgerDatabase(settings.database)) as reader:
            with reader.read():
                reader.ask_tables()()
                adding = pool.submit(submit, settings, submission(scores(2.0)))
                waiting = "select count(*) from pg_locks where not granted"
                eventually(lambda: asked(settings.database, waiting) == [(1,)])
                assert pg.rows(reader.connection, "select count(*) from row_trusts") == [(3,)]
                assert pg.rows(reader.connection, "show statement_timeout") == [("15min",)]
            assert adding.result()[0].submission_id == 4

    def test_a_database_that_lacks_letters_is_refused(self, postgresql, tmp_path):
        url = postgresql.fresh("template0 encoding 'SQL_ASCII'")
        with pytest.raises(StoreError, match="keeps texts as SQL_ASCII, which lacks letters"):
            make(Settings(store=tmp_path / "store", database=url))

    def test_a_pool_that_adds_by_another_connection_than_it_locked_is_refused(self, settings, monkeypatch):
        with closing(LedgerDatabase(settings.database)) as other:
            monkeypatch.setattr(LedgerDatabase, "lock", lambda *_: None)
            other.connection.execute(f"select pg_advisory_lock{database._KEY}".encode())
            with pytest.raises(StoreError, match="is held by another connection to the database"):
                submit(settings, submission(scores(2.0)))

    def test_a_database_of_something_else_is_left_alone(self, postgresql, tmp_path):
        url = postgresql.fresh()
        asked(url, "create table theirs (a integer)")
        with pytest.raises(StoreError, match="holds other tables, and no ledger"):
            make(Settings(store=tmp_path / "store", database=url))
        asked(url, "drop table theirs", 'create table "row_x; drop table y" (a integer)')
        with pytest.raises(StoreError, match="holds a table or a column that this product did not make"):
            make(Settings(store=tmp_path / "store", database=url))


def submit_without_end(settings: Settings, name: str, numbers: Connection) -> None:
    """Submit files, and say the number and the name of each once it is acknowledged."""
    for number in range(10_000):
        new = submission(scores(2.0), file_name=f"{name}-{number}")
        numbers.send((submit(settings, new)[0].submission_id, new.file_name))


def test_a_server_that_is_killed_at_any_moment_loses_and_doubles_nothing(settings):
    kills, chance, acknowledged = 5, Random(19), dict[int, str]()
    for time_ in range(kills):
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=submit_without_end, args=(settings, f"f{time_}", theirs))
        process.start()
        theirs.close()
        acknowledged.update([ours.recv(), ours.recv()])
        time.sleep(chance.uniform(0, 0.2))
        process.kill()
        process.join()
        with suppress(EOFError, OSError):
            while True:
                acknowledged.update([ours.recv()])
    with writing(settings) as ledger:
        kept = {one.submission_id: one.file_name for one in ledger.submissions()[3:]}
    assert acknowledged.items() <= kept.items()
    assert len(kept) == len(set(kept.values())) <= len(acknowledged) + kills
    assert faults(settings).keys() <= {"the publication in use opens"}


class TestOnlyGrows:
    @pytest.mark.parametrize(
        "statement",
        [
            "update entry set note = 'other'",
            "delete from submission where submission_id = 1",
            "truncate row_trusts",
            "delete from seal",
        ],
    )
    def test_the_database_refuses_to_change_what_is_kept(self, settings, statement):
        with pytest.raises(Exception, match="The ledger only grows"):
            asked(settings.database, statement)

    @pytest.mark.parametrize(
        "statement",
        [
            "update entry set note = 'other' where entry_id = 2",
            "update row_trusts set name = 'Other' where ods_code = 'ZZ2'",
            "update submission set content = 'other' where submission_id = 1",
            "update submission set kind = 'trusts where false; --' where submission_id = 1",
            "delete from seal where entry_id = 3",
            "delete from entry where entry_id = 3",
            "insert into submission_how values (2, '{}')",
        ],
    )
    def test_what_was_changed_is_not_taken_and_is_found(self, settings, second, statement):
        tampered(settings.database, [statement])
        make(second)
        with pytest.raises(StoreError, match="not as it was sealed"), writing(second):
            pass
        assert fault(settings, KEPT)

    def test_a_server_needs_no_right_but_to_read_and_to_add(self, settings):
        asked(
            settings.database,
            "create role server login",
            "grant select, insert on all tables in schema public to server",
        )
        less = replace(settings, database=settings.database.replace("user=maturity", "user=server"))
        assert submit(less, submission(scores(2.0)))[0].submission_id == 4
        with pytest.raises(Exception, match="permission denied"):
            asked(less.database, "delete from entry")
        asked(  # also of a kind that comes later, as the page on PostgreSQL says it
            settings.database,
            "alter default privileges in schema public grant select, insert on tables to server",
            "create table row_later (submission_id integer)",
        )
        assert asked(less.database, "select count(*) from row_later") == [(0,)]

    def test_what_lies_there_for_the_next_number_is_not_taken_with_it(self, settings):
        tampered(settings.database, ["insert into submission_how values (4, '{}')"])
        with pytest.raises(StoreError, match="submission_how has rows of an entry"):
            submit(settings, submission(scores(2.0)))

    def test_a_database_that_was_set_back_is_reported(self, settings):
        submit(settings, submission(scores(2.0)))
        tampered(
            settings.database,
            [f"delete from {table} where entry_id = 4" for table in ("entry", "seal", "seal_part")],
        )
        with (
            pytest.raises(StoreError, match="not the one that this server was last seen with: entry 4"),
            writing(settings),
        ):
            pass


LETTERS = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=8)
SCHEMA = pa.schema(
    [
        ("place", pa.int32()),
        ("text", pa.string()),
        ("whole", pa.int64()),
        ("number", pa.float64()),
        ("day", pa.date32()),
        ("so", pa.bool_()),
    ]
)
VALUES = st.tuples(
    st.none() | LETTERS | st.sampled_from(["", "\\N", "\\.", '"', "\r\n", "a,b", " ", "null"]),
    st.none() | st.integers(-(2**63), 2**63 - 1),
    st.none() | st.floats(allow_nan=False, allow_infinity=False),
    st.none() | st.dates(date(1, 1, 1)),
    st.none() | st.booleans(),
)


@pytest.fixture(scope="module")
def table_of_all(postgresql: Postgresql) -> Iterator[pg.Connection]:
    """A connection to a database with a table of every type that rows have."""
    with closing(pg.connect(postgresql.fresh())) as connection:
        types = "place integer, text varchar, whole bigint, number double, day date, so boolean"
        pg.run(connection, f"create table every ({types})")
        yield connection


@given(st.lists(VALUES, max_size=6))
def test_every_value_comes_back_as_it_went(table_of_all, values):
    rows = pa.Table.from_pylist(
        [dict(zip(SCHEMA.names, (i, *row), strict=True)) for i, row in enumerate(values)], SCHEMA
    )
    for put, sent in ((pg.put, rows), (pg.put_each, rows.to_pylist())):
        table_of_all.execute("truncate every")
        if values:
            put(table_of_all, "every", sent)
        back = pg.fetch_table(table_of_all, "select * from every order by place", SCHEMA)
        assert [*map(repr, back.to_pylist())] == [*map(repr, rows.to_pylist())]  # 0.0 and -0.0 are two


def same_rows(ledger: Ledger, query: str) -> str:
    return repr(ledger.connection.execute(query).fetchall())
