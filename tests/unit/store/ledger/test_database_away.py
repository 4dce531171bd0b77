"""A database that is away, slow, full or far: it is said, and nothing is lost, doubled or shown wrongly."""

import time
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from benchmark.core.errors import NotCopied, SettingWrong, StoreError, StoreUnreachable
from benchmark.core.moments import utc_now
from benchmark.core.settings import LEDGER_VARIABLE, Settings
from benchmark.store.backup import backup, restore
from benchmark.store.ledger import writing
from benchmark.store.ledger.database import LedgerDatabase
from benchmark.store.move import move_to_database
from benchmark.store.publication.publish import publish
from benchmark.store.storage import postgresql as pg
from benchmark.store.storage.clock import Running
from tests.postgresql import asked
from tests.unit.store.invented import SCORES, fault, make, scores, submission, submit

pytestmark = pytest.mark.slow

TRIPS = 12
"""Ways there and back of a submission, which takes 8: connect, settings, lock, tables, what is new, look, add
and goodbye. It was 44. An answer that comes while this process waits for its turn makes two of one.
"""


@pytest.fixture
def engine() -> str:
    """All here is asked of a database."""
    return "postgresql"


def test_a_server_whose_clock_is_wrong_adds_nothing(settings, monkeypatch):
    later = utc_now() + timedelta(30)
    for module in ("ledger", "exchange"):
        monkeypatch.setattr(f"benchmark.store.ledger.{module}.utc_now", lambda: later)
    monkeypatch.setattr(Running, "now", lambda: None)  # another computer, of which this ledger knows nothing
    with pytest.raises(StoreError, match=r"This server's clock says .* and the database's"):
        submit(settings, submission(scores(2.0)))
    monkeypatch.undo()
    assert submit(settings, submission(scores(2.0)))[0].submission_id == 4


def test_a_full_database_is_reported(settings):
    asked(
        settings.database,
        """
        create function no_room() returns trigger language plpgsql as
        $$ begin raise exception 'no space left on device' using errcode = '53100'; end $$
        """,
        "create trigger no_room before insert on entry execute function no_room()",
    )
    with pytest.raises(StoreError, match="The database has no room: no space left on device"):
        submit(settings, submission(scores(2.0)))
    asked(settings.database, "drop trigger no_room on entry")
    assert submit(settings, submission(scores(2.0)))[0].submission_id == 4


def test_a_database_that_only_reads_is_said_with_what_to_do(settings):
    """As after another one took its place, and the address still leads to the old one."""
    name = settings.database.partition("?")[0].rpartition("/")[2]
    asked(settings.database, f"alter database {name} set default_transaction_read_only to on")
    with pytest.raises(StoreError, match="lets nobody write") as refused:
        submit(settings, submission(scores(2.0)))
    assert "It may be a standby" in str(refused.value)
    asked(settings.database, "set default_transaction_read_only to off", f"alter database {name} reset all")
    assert submit(settings, submission(scores(2.0)))[0].submission_id == 4


def test_a_submission_that_a_full_server_cannot_show_is_reported_as_kept(settings):
    resource = pytest.importorskip("resource")  # does not exist on Windows
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    with writing(settings) as ledger:
        add = ledger._add
        assert add is not None

        def add_and_fill(*given: Any) -> None:
            add(*given)
            resource.setrlimit(resource.RLIMIT_FSIZE, (0, most))

        ledger._add = add_and_fill
        try:
            with pytest.raises(NotCopied, match="Taken as number 4 and kept by the database"):
                ledger.submit(submission(scores(2.0)))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    with writing(settings, adding=False) as ledger:
        assert ledger.submission(4).state == "standing"


def test_it_is_reported_and_the_shown_publication_stays(settings, postgresql):
    submit(settings, submission(scores(2.0)))
    shown = publish(settings)
    postgresql.kill()
    try:
        with pytest.raises(StoreUnreachable, match="The database of the ledger cannot be reached") as caught:
            submit(settings, submission(scores(3.0)))
        assert "postgresql://" not in str(caught.value) and str(postgresql.folder) not in str(caught.value)
        assert publish(settings).version == shown.version
    finally:
        postgresql.start()
    (kept,) = submit(settings, submission(scores(3.0)))
    assert kept.submission_id == 5
    assert publish(settings).rows(SCORES) == [("ZZ1", 3.0)]


def test_a_database_that_was_set_back_gets_what_a_server_still_has(settings, postgresql, tmp_path):
    name = settings.database.partition("?")[0].rpartition("/")[2]
    back = replace(settings, database=postgresql.fresh(name))
    assert backup(settings, tmp_path / "before.zip").alone == ""
    submit(settings, submission(scores(2.0)))
    with pytest.raises(StoreError, match="not the one that this server was last seen with"):
        submit(back, submission(scores(3.0)))
    report = backup(back, tmp_path / "whole.zip")
    assert "not the one that this server was last seen with" in report.alone
    alone = Settings(store=tmp_path / "alone")
    restore(alone, report.file)
    move_to_database(replace(alone, database=back.database))
    assert submit(back, submission(scores(3.0)))[0].submission_id == 5
    assert fault(back, "the database holds every entry as it was sealed") == ""


def test_a_database_that_is_slow_is_waited_for_a_few_times(settings, second, way):
    way.seconds = 0.05  # on each way, of each part: longer than to any other country
    through = replace(settings, database=way.through(settings.database))
    assert submit(through, submission(scores(2.0)))[0].submission_id == 4
    assert way.trips <= TRIPS
    make(second)
    assert submit(second, submission(scores(2.0)))[0].submission_id == 5
    way.trips = 0
    assert submit(through, submission(scores(2.0)))[0].submission_id == 6  # it lacks one, and takes it
    assert way.trips <= 2 * TRIPS


def test_a_database_that_stops_answering_is_reported_in_bounded_time(settings, way, monkeypatch):
    through = replace(settings, database=way.through(settings.database))
    way.seconds = 3600.0
    began = time.monotonic()
    with pytest.raises(StoreUnreachable, match="did not answer in time"):
        submit(through, submission(scores(2.0)))
    assert time.monotonic() - began < pg.CONNECT_SECONDS + 10


@pytest.mark.parametrize("statement", ["at once", "in a transaction", "the lock"])
def test_a_database_that_hangs_while_it_is_asked_is_given_up(statement, settings, way, monkeypatch):
    """Its processes are there, as is the connection, but its disk answers nothing more."""
    for name in ("ANSWER_SECONDS", "COPY_SECONDS", "ITS_LIMIT_SECONDS"):
        monkeypatch.setattr(pg, name, 1)
    with closing(LedgerDatabase(way.through(settings.database))) as database:
        database.connection.longest = pg.ANSWER_SECONDS
        database.listen()
        assert not database.wait_for_entry(1.5), "To wait for news is no fault of the database."
        way.seconds, began = 3600.0, time.monotonic()
        with pytest.raises(StoreUnreachable, match="did not answer in time"):
            if statement == "at once":
                database.head()
            elif statement == "the lock":
                database.lock(1)
            else:
                with database.read():
                    pass
        assert time.monotonic() - began < 10


@pytest.mark.parametrize(("cut_at", "kept"), [("before", 3), ("after", 4)])
def test_a_way_that_is_cut_while_something_is_added_loses_and_doubles_nothing(
    settings, second, way, cut_at, kept
):
    through = replace(settings, database=way.through(settings.database))
    with writing(through) as ledger:
        way.cut_at = cut_at
        if cut_at == "before":
            with pytest.raises(StoreUnreachable, match="cannot be reached"):
                ledger.submit(submission(scores(2.0)))
        else:  # it was kept, and that is said
            assert ledger.submit(submission(scores(2.0))).submission_id == 4
        assert way.cuts == 1
        assert ledger.submit(submission(scores(3.0))).submission_id == kept + 1  # it goes on by itself
    make(second)
    with writing(second) as ledger:
        assert len(ledger.submissions()) == kept + 1


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://somebody:secret%zz@127.0.0.1/ledger",
        "postgresql://somebody:a@secret@127.0.0.1:1/ledger",
        "postgresql://somebody:secret/b@127.0.0.1/ledger",
        "postgresql://somebody:secret@127.0.0.1:1/ledger",
        "postgresql://somebody:secret@127.0.0.1:99999999/ledger",
        "postgresql://127.0.0.1:1/ledger?secret=1",
        "postgresql://somebody:secret@[::1/ledger",
    ],
)
def test_an_address_that_leads_nowhere_is_reported_without_a_password(second, address):
    with pytest.raises(StoreError) as caught:
        make(replace(second, database=address))
    assert "MATURITY_LEDGER" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_password_that_is_missing_or_wrong_is_reported(postgresql, tmp_path, monkeypatch):
    """Not that the connection was lost, which sends people to look at the network."""
    postgresql.ask("create role locked login password 'right'")
    with postgresql.asking_for_a_password("locked"):
        address = postgresql.url("postgres").replace("user=maturity", "user=locked")
        monkeypatch.setenv("PGPASSFILE", str(tmp_path / "none"))
        with pytest.raises(
            StoreUnreachable, match=r"asks for a password, and none is known here \(PGPASSFILE"
        ):
            pg.connect(address)
        monkeypatch.setenv("PGPASSWORD", "wrong")
        with pytest.raises(StoreUnreachable, match="password authentication failed"):
            pg.connect(address)


@pytest.mark.parametrize(
    ("address", "mode"),
    [
        ("postgresql:///ledger", None),
        ("postgresql:///ledger?host=/run/postgresql", None),
        ("postgresql://u@localhost,127.0.0.1,[::1]/ledger", None),
        ("postgresql://u@db.example/ledger", "verify-full"),
        ("postgresql://u@localhost,db.example/ledger", "verify-full"),
        ("postgresql:///ledger?hostaddr=192.0.2.1&host=localhost", "verify-full"),
        ("postgresql://u@db.example/ledger?sslmode=require", "require"),
    ],
)
def test_another_computer_is_reached_securely_unless_something_else_is_written(address, mode, monkeypatch):
    for name in ("PGHOST", "PGHOSTADDR", "PGSSLMODE", "PGSSLROOTCERT"):
        monkeypatch.delenv(name, raising=False)
    assert pg._address(address).get("sslmode") == mode
    for name, far in (("PGHOST", "db.example"), ("PGHOSTADDR", "192.0.2.1")):
        monkeypatch.setenv(name, far)
        assert pg._address("postgresql:///ledger")["sslmode"] == "verify-full"
        monkeypatch.delenv(name)


def test_an_invalid_address_is_reported_without_showing_it(monkeypatch):
    monkeypatch.setenv(LEDGER_VARIABLE, "mysql://somebody:secret@host/ledger")
    with pytest.raises(SettingWrong, match="no address of a PostgreSQL") as caught:
        Settings.from_environment()
    assert "secret" not in str(caught.value)
    assert "secret" not in repr(Settings(database="postgresql://somebody:secret@host/ledger"))
