"""A ledger that moves from a file to a database and back is the same by every hash, also after a kill."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmark.core.errors import StoreError
from benchmark.core.settings import Settings
from benchmark.store import move
from benchmark.store.ledger import exchange, writing
from benchmark.store.ledger.database import LedgerDatabase
from benchmark.store.ledger.snapshot import reading
from tests.postgresql import Postgresql, asked
from tests.unit.store.invented import faults, make, scores, submission, submit

pytestmark = pytest.mark.slow


@pytest.fixture
def store(filled: Settings, postgresql: Postgresql, tmp_path: Path) -> Settings:
    """A copy of it, and an empty database beside."""
    store = tmp_path / "store"
    store.mkdir()
    for file in (filled.ledger_file, filled.store_file):
        (store / file.name).write_bytes(file.read_bytes())
    return Settings(store=store, database=postgresql.fresh())


def test_there_and_back_it_is_the_same(store, tmp_path):
    alone = replace(store, database="")
    with reading(alone) as ledger:
        before = ledger.head()
    assert move.move_to_database(store) == before
    with pytest.raises(StoreError, match="is a copy: a database keeps it"), writing(alone):
        pass
    other = replace(store, store=tmp_path / "other")
    make(other)
    (kept,) = submit(other, submission(scores(2.0)))
    after = move.move_to_file(store)
    with writing(alone) as ledger:
        assert ledger.head() == after
        assert ledger.submissions()[-1] == kept
    assert not {name for name in faults(alone) if "publication" not in name}
    with pytest.raises(StoreError, match="was moved out of this database"), writing(other):
        pass
    (newer,) = submit(alone, submission(scores(3.0)))
    move.move_to_database(store)  # a database that had the ledger before goes on from there
    with writing(other) as ledger:
        assert ledger.submissions()[-1] == newer


def test_a_move_that_was_stopped_goes_on(store, monkeypatch):
    monkeypatch.setattr(exchange, "_TOGETHER", 4)
    add_all, moved = exchange.add_all, list[int]()

    def stopped(*both: object) -> object:
        for entry in add_all(*both):
            moved.append(entry)
            if len(moved) == 3:
                raise KeyboardInterrupt
            yield entry

    monkeypatch.setattr(move, "add_all", stopped)
    with pytest.raises(KeyboardInterrupt):
        move.move_to_database(store)
    assert asked(store.database, "select max(entry_id) from seal") == [(moved[-1],)]
    with writing(replace(store, database="")) as ledger:  # until then the file keeps it
        head = ledger.head()
    assert move.move_to_database(store) == head
    assert moved[2] < moved[3] and len(moved) == len(set(moved))


@pytest.fixture
def small(template: Path, postgresql: Postgresql, tmp_path: Path) -> Settings:
    """A store with little in its ledger, and an empty database beside."""
    store = tmp_path / "store"
    store.mkdir()
    (store / "ledger.duckdb").write_bytes(template.read_bytes())
    return Settings(store=store, database=postgresql.fresh())


def takers(*servers: Settings) -> list[Settings]:
    """Which of these take something now."""
    found = []
    for server in servers:
        try:
            with writing(server) as ledger:
                ledger.enter("event", by="A tester", tables={})
        except StoreError:
            continue
        found.append(server)
    return found


def test_of_two_equal_copies_only_one_becomes_the_ledger(small, tmp_path):
    move.move_to_database(small)
    other, third = replace(small, store=tmp_path / "other"), replace(small, store=tmp_path / "third")
    make(other)
    with writing(other, adding=False):
        pass
    move.move_to_file(small)
    with pytest.raises(StoreError, match="was moved out of this database"):
        move.move_to_file(other)
    third.store.mkdir()  # as a backup of the same ledger would be restored
    (third.store / small.ledger_file.name).write_bytes(small.ledger_file.read_bytes())
    with pytest.raises(StoreError, match="was moved out of this database"):
        move.move_to_database(third)
    alone = replace(small, database="")
    assert takers(small, other, replace(other, database=""), alone) == [alone]


@pytest.mark.parametrize(("step", "time"), [("begin", 1), ("_remember", 2), ("take_back", 1)])
def test_a_move_there_that_is_killed_leaves_one_ledger(small, tmp_path, monkeypatch, step, time):
    alone, other = replace(small, database=""), replace(small, store=tmp_path / "other")
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        kill_after(step, time, patched)
        move.move_to_database(small)
    assert takers(alone, small) == {"begin": [alone], "_remember": [], "take_back": [small]}[step]
    if step != "take_back":
        with pytest.raises(StoreError, match="is being brought into this database"):
            make(other)
        move.move_to_database(small)
    make(other)
    assert takers(alone, small, other) == [small, other]


@pytest.mark.parametrize(("step", "time"), [("_remember", 1), ("give_away", 1)])
def test_a_move_back_that_is_killed_leaves_one_ledger(small, monkeypatch, step, time):
    move.move_to_database(small)
    alone = replace(small, database="")
    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        kill_after(step, time, patched)
        move.move_to_file(small)
    assert takers(alone, small) == ([small] if step == "_remember" else [])
    move.move_to_file(small)
    assert takers(alone, small) == [alone]


def kill_after(step: str, time: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a move end as by a kill once it has done a step for so many times."""
    owner: object = move if hasattr(move, step) else LedgerDatabase
    do, times = getattr(owner, step), iter(range(1, 10))

    def killed(*given: object, **named: object) -> object:
        done = do(*given, **named)
        if next(times) == time:
            raise KeyboardInterrupt
        return done

    monkeypatch.setattr(owner, step, killed)


def test_a_database_with_another_ledger_is_refused(small, tmp_path):
    other = replace(small, store=tmp_path / "other")
    make(other)
    submit(other, submission(scores(2.0)))
    with pytest.raises(StoreError, match="holds another ledger"):
        move.move_to_database(small)
    with writing(replace(small, database="")):  # and the file goes on keeping its own
        pass


def test_a_target_that_exists_already_is_reported(small):
    with pytest.raises(StoreError, match="own file keeps its ledger already"):
        move.move_to_file(small)
    move.move_to_database(small)
    with pytest.raises(StoreError, match="A database keeps the ledger of this store already"):
        move.move_to_database(small)
    with pytest.raises(StoreError, match="No database is named in MATURITY_LEDGER"):
        move.move_to_file(replace(small, database=""))
