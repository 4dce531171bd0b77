"""Databases in memory that are used again, and how many threads work on what."""

import os

import duckdb
import pyarrow as pa
import pytest

from benchmark.store.storage import database
from benchmark.store.storage.database import attach, connect, connected, put, reason, use_all_processors
from benchmark.store.storage.files import wal_of

MANY = pa.table({"number": pa.array(range(database._ROW_GROUP + 1), pa.int64())})
FEW = MANY.slice(0, database._ROW_GROUP)


@pytest.fixture(autouse=True)
def free(monkeypatch: pytest.MonkeyPatch) -> list[duckdb.DuckDBPyConnection]:
    """The databases that nobody has, none at first."""
    found: list[duckdb.DuckDBPyConnection] = []
    monkeypatch.setattr(database, "_free", found)
    return found


@pytest.fixture(autouse=True)
def three_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine with one processor there would be nothing to see."""
    monkeypatch.setattr(
        database, "use_all_processors", lambda connection: connection.execute("set threads = 3")
    )


def threads(connection: duckdb.DuckDBPyConnection) -> int:
    return int(connection.execute("select current_setting('threads')").fetchall()[0][0])


class TestConnected:
    def test_what_was_written_is_in_the_file_and_the_file_is_let_go_of(self, tmp_path):
        file = tmp_path / "one's.duckdb"
        with connected() as connection:
            attach(connection, file, "ledger")
            connection.execute("use ledger")
            connection.execute("create table kept as select 7 as number")
            assert wal_of(file).exists()
        assert not wal_of(file).exists()
        moved = file.rename(tmp_path / "two.duckdb")
        with connected() as connection:
            attach(connection, moved, "ledger", read_only=True)
            assert connection.execute("select number from ledger.kept").fetchall() == [(7,)]

    def test_the_next_one_finds_nothing_of_the_last(self, tmp_path, free):
        with connected() as connection:
            attach(connection, tmp_path / "one.duckdb", "ledger")
            connection.execute("attach ':memory:' as pub")
            connection.execute("use ledger")
            connection.execute("create temp table standing as select 1 as number")
            connection.execute("create temp macro avg(x) as 0")
            connection.register("incoming", FEW)
            connection.execute("set schema = 'pub.main'")
        (used,) = free
        with connected() as connection:
            assert not free
            assert connection.execute("select current_database(), avg(3)").fetchall() == [("memory", 3.0)]
            for table in ("standing", "incoming"):
                with pytest.raises(duckdb.CatalogException):
                    connection.execute(f"select * from {table}")
            named = "select database_name from duckdb_databases() where not internal"
            assert connection.execute(named).fetchall() == [("memory",)]
        assert free == [used]

    def test_what_was_not_committed_is_undone(self, tmp_path, free):
        file = tmp_path / "one.duckdb"
        with pytest.raises(ZeroDivisionError), connected() as connection:
            attach(connection, file, "ledger")
            connection.execute("use ledger")
            connection.execute("create table kept (number integer)")
            connection.execute("begin")
            connection.execute("insert into kept values (1)")
            raise ZeroDivisionError
        assert len(free) == 1
        with connected() as connection:
            attach(connection, file, "ledger")
            assert connection.execute("select * from ledger.kept").fetchall() == []

    @pytest.mark.parametrize(
        "statement", ["create table memory.main.left_over (a integer)", "create view memory.v as select 1"]
    )
    def test_one_that_holds_something_is_not_used_again(self, statement, free):
        with connected() as connection:
            connection.execute(statement)
        assert free == []

    def test_one_that_cannot_let_go_is_not_used_again(self, tmp_path, free, monkeypatch):
        monkeypatch.setattr(database, "_ATTACHED", "select 'nowhere'")
        with connected() as connection:
            attach(connection, tmp_path / "one.duckdb", "ledger")
        assert free == []
        with connected() as connection:  # and the file is free all the same
            attach(connection, tmp_path / "one.duckdb", "ledger")

    def test_one_that_is_stopped_while_it_lets_go_is_closed(self, tmp_path, free, monkeypatch):
        def stopped(asked: object) -> bool:
            raise KeyboardInterrupt

        monkeypatch.setattr(database, "_is_empty_again", stopped)
        file = tmp_path / "one.duckdb"
        with pytest.raises(KeyboardInterrupt) as caught, connected() as connection:
            attach(connection, file, "ledger")
            connection.execute("create table ledger.kept as select 7 as number")
        assert caught.tb is not None  # it holds all that there was when it came
        assert not wal_of(file).exists()
        assert free == []

    def test_two_at_once_are_two(self, tmp_path, free):
        with connected() as one, connected() as other, connected() as third:
            for number, connection in enumerate((one, other, third)):
                attach(connection, tmp_path / f"{number}.duckdb", "ledger")
                connection.execute("create table ledger.own as select ? as number", [number])
            assert one.execute("select number from ledger.own").fetchall() == [(0,)]
            assert third.execute("select number from ledger.own").fetchall() == [(2,)]
        assert len(free) == database._KEPT_FREE


class TestThreads:
    def test_a_few_rows_have_one(self, tmp_path):
        with connected() as connection:
            attach(connection, tmp_path / "one.duckdb", "ledger")
            connection.execute("create table ledger.kept (number bigint)")
            put(connection, "ledger.kept", FEW)
            assert threads(connection) == 1

    def test_many_rows_have_all_for_as_long_as_they_are_worked_on(self, tmp_path):
        with connected() as connection:
            attach(connection, tmp_path / "one.duckdb", "ledger")
            connection.execute("create table ledger.kept (number bigint)")
            put(connection, "ledger.kept", MANY)
            assert threads(connection) == 3
            assert connection.execute("select count(*) from ledger.kept").fetchall() == [(MANY.num_rows,)]
        with connected() as connection:
            assert threads(connection) == 1

    def test_a_large_file_has_all(self, tmp_path, monkeypatch):
        file = tmp_path / "one.duckdb"
        with connected() as connection:
            attach(connection, file, "ledger")
            put_all = "create table ledger.kept as select hash(range) as a from range(40000)"
            connection.execute(put_all)
        monkeypatch.setattr(database, "MANY_BYTES", file.stat().st_size)
        with connected() as connection:
            attach(connection, file, "ledger", read_only=True)
            assert threads(connection) == 3

    def test_a_file_that_is_gone_as_soon_as_it_is_open_is_open(self, tmp_path):
        """A publication can be removed by who publishes, a copy of the ledger by who makes the next one."""

        class Gone(type(tmp_path)):
            def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
                self.unlink(missing_ok=True)
                return super().stat(follow_symlinks=follow_symlinks)

        file = tmp_path / "one.duckdb"
        with connected() as connection:
            attach(connection, file, "ledger")
            connection.execute("create table ledger.kept as select 7 as number")
        with connected() as connection:
            attach(connection, Gone(file), "ledger", read_only=True)
            assert not file.exists()
            assert connection.execute("select number from ledger.kept").fetchall() == [(7,)]

    def test_where_settings_are_locked_one_goes_on(self):
        connection = connect()
        connection.execute("set lock_configuration = true")
        use_all_processors(connection)
        assert threads(connection) == 1
        connection.close()


def test_the_publication_that_tests_ask_has_all(publication):
    """An order of rows that hangs on threads is then seen by whatever asks it."""
    every = connect()
    use_all_processors(every)
    assert publication.rows("select current_setting('threads')") == [(threads(every),)]
    every.close()


class TestReason:
    """What a page says of an error names a file, and not the folders of the server above it."""

    def test_of_duckdb_and_of_the_system(self, tmp_path):
        folder = tmp_path / "who's folder"
        folder.mkdir()
        spoilt = folder / "one's.duckdb"
        spoilt.write_bytes(b"no database" * 2000)
        with connected() as connection, pytest.raises(duckdb.Error) as by_duckdb:
            attach(connection, spoilt, "ledger", read_only=True)
        with pytest.raises(OSError) as by_the_system:
            (folder / "gone.csv").read_bytes()
        for error, name in (by_duckdb, "one's.duckdb"), (by_the_system, "gone.csv"):
            assert folder.name in str(error.value)
            assert name in reason(error.value)
            assert folder.name not in reason(error.value)

    @pytest.mark.parametrize(
        ("said", "shown"),
        [
            (
                'IO Error: Cannot open file "/srv/own/x.duckdb": gone',
                'IO Error: Cannot open file "x.duckdb": gone.',
            ),
            (r"[Errno 2] No such file: 'C:\\srv\\own\\x.csv'", "[Errno 2] No such file: 'x.csv'."),
            (r"[Errno 2] No such file: '\\\\server\\own\\x.csv'", "[Errno 2] No such file: 'x.csv'."),
            ("a value '3/4' and \"a/b\" are no paths", "a value '3/4' and \"a/b\" are no paths."),
            ("from '/a/b' to '/c/d'", "from 'b' to 'd'."),
        ],
    )
    def test_of_any_system(self, said, shown):
        assert reason(OSError(said)) == shown
