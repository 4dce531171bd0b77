"""Each server shows what any of them took in, says so when it cannot, and goes on by itself."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from benchmark.core.people import Person
from benchmark.core.settings import Settings
from benchmark.returns.submit import following
from benchmark.returns.submit.following import Follower, trouble_words
from benchmark.store import people
from benchmark.store.ledger.snapshot import newest_entry
from benchmark.store.move import move_to_database, move_to_file
from benchmark.store.publication import open_store
from benchmark.store.publication.publish import publish
from tests.postgresql import Postgresql, asked, tampered
from tests.unit.returns.few import few_data
from tests.unit.store.invented import SCORES, make, reference, scores, submission, submit

pytestmark = pytest.mark.slow

SOON = 30.0


def eventually(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + SOON
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.fixture(scope="module")
def both(postgresql: Postgresql, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Two servers that show the same, the second in a folder beside; to be copied."""
    first = Settings(store=tmp_path_factory.mktemp("both") / "first", database=postgresql.fresh())
    submit(first, *reference())
    publish(first)
    second = replace(first, store=first.store.with_name("second"))
    make(second)
    publish(second)
    return first


@pytest.fixture
def servers(both: Settings, postgresql: Postgresql, tmp_path: Path) -> Iterator[list[Settings]]:
    """A copy of them; the second follows."""
    shutil.copytree(both.store.parent, tmp_path, dirs_exist_ok=True)
    database = postgresql.fresh(both.database.partition("?")[0].rpartition("/")[2])
    first, second = (Settings(store=tmp_path / name, database=database) for name in ("first", "second"))
    with ExitStack() as stack:
        stack.callback(Follower(second).stop)
        yield [first, second]


def test_a_server_shows_what_another_took_in(servers, monkeypatch):
    first, second = servers
    submit(first, submission(scores(2.0)))
    monkeypatch.setattr(following, "ASK_SECONDS", 3600.0)  # the notification comes long before it asks
    shown = publish(first)
    eventually(lambda: open_store(second).version == shown.version)
    assert open_store(second).rows(SCORES) == [("ZZ1", 2.0)]
    assert trouble_words(second) == ""
    people.sign_out(first, Person("ana", "Ana"), "one")  # so that a copied cookie is of no use there either
    eventually(lambda: people.signed_out(second, "one"))


def test_a_server_that_cannot_take_what_is_new_says_so(servers, monkeypatch):
    """The one connection that it may have hears of a new entry; the one that would take it is refused."""
    monkeypatch.setattr(following, "AGAIN_SECONDS", 0.1)
    first, second = servers
    asked(
        first.database,
        "create role follower login connection limit 1",
        "grant select, insert on all tables in schema public to follower",
    )
    third = replace(second, database=second.database.replace("user=maturity", "user=follower"))
    third = replace(third, store=second.store.with_name("third"))
    make(third)
    publish(third)
    with ExitStack() as stack:
        stack.callback(Follower(third).stop)
        eventually(lambda: trouble_words(third) == "")
        submit(first, submission(scores(2.0)))
        eventually(lambda: "newest entries could not be taken" in trouble_words(third))
        asked(first.database, "alter role follower connection limit -1")
        eventually(lambda: trouble_words(third) == "" and newest_entry(third) == 4)


def test_another_ledger_with_as_many_entries_is_reported(servers):
    first, second = servers
    tampered(first.database, [f"update seal set hash = '{'0' * 64}' where entry_id = 3"])
    asked(first.database, "select pg_notify('maturity_ledger_public', '3')")
    eventually(lambda: "not the one that this server was last seen with: entry 3" in trouble_words(second))


def test_every_failure_is_reported_and_tried_again(servers, monkeypatch):
    monkeypatch.setattr(following, "AGAIN_SECONDS", 0.1)
    first, second = servers
    with monkeypatch.context() as patched:
        patched.setattr(following, "publish", lambda _: {}["nothing"])
        submit(first, submission(scores(2.0)))
        eventually(lambda: "nobody foresaw: KeyError" in trouble_words(second))
    eventually(lambda: trouble_words(second) == "" and newest_entry(second) == 4)


def test_the_first_server_of_an_empty_database_is_in_no_trouble(postgresql, tmp_path, caplog):
    first = Settings(store=tmp_path / "first", data=few_data(tmp_path), database=postgresql.fresh())
    follower = Follower(first)
    try:
        eventually(first.current_pointer.exists)
    finally:
        follower.stop()
    assert [one.getMessage() for one in caplog.records if one.name == following.__name__] == []


def test_a_database_that_goes_away_is_reported_and_followed_again(servers, postgresql, monkeypatch, caplog):
    monkeypatch.setattr(following, "AGAIN_SECONDS", 0.1)
    first, second = servers
    shown = open_store(second).version
    postgresql.kill()
    try:
        eventually(lambda: trouble_words(second) != "")
        assert "what is shown may not be the newest. The database of the ledger cannot be reached" in (
            trouble_words(second)
        )
        assert "Nothing can be submitted until it can" in trouble_words(second, reason=False)
        assert "MATURITY_LEDGER" not in trouble_words(second, reason=False)
        assert open_store(second).version == shown
    finally:
        postgresql.start()
    submit(first, submission(scores(2.5)))
    eventually(lambda: newest_entry(second) == 4 and open_store(second).rows(SCORES) == [("ZZ1", 2.5)])
    eventually(lambda: trouble_words(second) == "")
    said = [one for one in caplog.records if one.name == following.__name__]
    assert "cannot be reached" in said[0].getMessage() and "cannot be reached" in said[0].facts["why"]
    assert len(said) < 10  # once for each reason, not for each try
    eventually(lambda: "The ledger is followed again." in caplog.messages)


def test_a_ledger_that_is_moved_away_is_reported_by_the_servers_that_stay(servers):
    """They show what they had, and would call that the newest for as long as they run."""
    first, second = servers
    move_to_file(first)
    eventually(lambda: "The ledger was moved out of this database on" in trouble_words(second))
    submit(replace(first, database=""), submission(scores(2.0)))
    move_to_database(first)
    eventually(lambda: trouble_words(second) == "" and newest_entry(second) == 4)
    eventually(lambda: open_store(second).rows(SCORES) == [("ZZ1", 2.0)])
