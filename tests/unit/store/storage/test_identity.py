"""Which folder holds a store: made once, remembered by name, and looked at without making anything."""

import json
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import pytest

from benchmark.core.errors import StoreError
from benchmark.core.settings import Settings
from benchmark.returns.submit import bundled
from benchmark.returns.submit.bundled import init_store, prepare_store, submit_published
from benchmark.store.backup import backup
from benchmark.store.ledger import writing
from benchmark.store.ledger.chain import chain_name
from benchmark.store.ledger.snapshot import last_entry, reading
from benchmark.store.publication import open_store
from benchmark.store.publication.past import first_day, publication_as_at
from benchmark.store.publication.publish import publish
from benchmark.store.storage.files import wal_of
from benchmark.store.storage.identity import identity, read_note, write_note
from tests.unit.store.conftest import Prepared
from tests.unit.store.invented import fault, reference, scores, submission, submit

SEEN = "the ledger is the one that this store was last seen with"


def enter_writing(settings: Settings) -> None:
    with writing(settings):
        pass


def enter_reading(settings: Settings) -> None:
    with reading(settings):
        pass


ACTS: dict[str, Callable[[Settings], object]] = {
    "open": open_store,
    "write": enter_writing,
    "read": enter_reading,
    "count": last_entry,
    "publish": publish,
    "take up data": submit_published,
    "first day": first_day,
    "past day": lambda settings: publication_as_at(settings, first_day(settings)),
    "backup": lambda settings: backup(settings, settings.store.parent / "b.zip"),
}


def listing(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize("act", ACTS)
def test_nothing_makes_a_store_where_there_is_none(empty, act):
    with pytest.raises(StoreError, match="There is no "):
        ACTS[act](empty)
    assert not empty.store.exists()
    empty.store.mkdir()
    (empty.store / "minutes.txt").write_text("of somebody else")
    with pytest.raises(StoreError, match="There is no "):
        ACTS[act](empty)
    assert [file.name for file in empty.store.iterdir()] == ["minutes.txt"]


LEFT = cycle(["current", "publications", "store.json", "ledger.duckdb.wal"])


@pytest.mark.parametrize(("act", "left"), [*zip(ACTS, LEFT, strict=False)])
def test_a_store_that_lost_its_ledger_is_reported_and_left_alone(empty, act, left):
    empty.store.mkdir()
    (empty.store / left).write_text("000003-0123456789ab\n")
    before = listing(empty.store)
    with pytest.raises(StoreError, match=r"its ledger .* is gone|There is no ledger"):
        ACTS[act](empty)
    assert listing(empty.store) == before


@pytest.fixture
def published(settings: Settings, prepared: Prepared) -> Settings:
    """A store that shows something."""
    return prepared(settings, publish)


@pytest.fixture
def few_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that is made holds one system: what comes with the product is in the store of other tests."""
    monkeypatch.setattr(bundled, "submit_published", lambda settings: submit(settings, *reference()))


class TestStart:
    @pytest.mark.usefixtures("few_rows")
    def test_makes_a_store_in_an_empty_folder_or_a_missing_one_beside_others(self, tmp_path):
        there = Settings(store=tmp_path / "there")
        there.store.mkdir()
        for settings in (there, Settings(store=tmp_path / "missing")):
            version = prepare_store(settings).version
            name = identity(settings)
            assert name is not None
            assert (prepare_store(settings).version, identity(settings)) == (version, name)

    def test_makes_none_below_a_folder_that_is_missing(self, tmp_path):
        with pytest.raises(StoreError, match="There is no store in"):
            prepare_store(Settings(store=tmp_path / "slip" / "store"))
        assert [*tmp_path.iterdir()] == []

    def test_makes_none_among_other_things(self, empty):
        empty.store.mkdir()
        (empty.store / "minutes.txt").write_text("of somebody else")
        for make_one in (prepare_store, init_store):
            with pytest.raises(StoreError, match="There is no store in"):
                make_one(empty)
        assert [file.name for file in empty.store.iterdir()] == ["minutes.txt"]

    def test_shows_what_was_submitted_but_not_shown_yet(self, published):
        submit(published, submission(scores(2.0)))
        assert open_store(published).ledger_entry == 3
        assert prepare_store(published).ledger_entry == open_store(published).ledger_entry == 4

    def test_goes_on_showing_where_that_cannot_be_published(self, published):
        shown = open_store(published)
        submit(published, submission([scores(3.0)[0].model_copy(update={"ods_code": "ZZ9"})]))
        assert prepare_store(published).version == shown.version


@pytest.mark.usefixtures("few_rows")
def test_init_makes_one_once(tmp_path):
    settings = Settings(store=tmp_path / "deep" / "store")
    init_store(settings)
    name = identity(settings)
    with pytest.raises(StoreError, match=r"There is a store in .* already"):
        init_store(settings)
    assert identity(settings) == name


def test_a_store_has_the_name_of_its_chain_from_its_first_writing(settings):
    assert identity(settings) is None
    publish(settings)
    name = identity(settings)
    with reading(settings) as ledger:
        assert name == chain_name(ledger.connection) != ""


@pytest.mark.parametrize("name", ["x", ""])
def test_a_changed_name_is_reported_until_it_is_corrected(published, name):
    own, note = identity(published), read_note(published)
    write_note(published, **note | {"store": name})
    detail = fault(published, SEEN)
    assert (
        f"calls the store {name or 'nothing'}, and its chain calls it {own}; publish puts that right"
        in detail
    )
    publish(published)
    assert (identity(published), fault(published, SEEN)) == (own, "")


@pytest.mark.parametrize("text", ["", "{", "[]", '"a"'])
def test_a_note_that_is_spoilt_is_a_sentence(published, text):
    published.store_file.write_text(text)
    with pytest.raises(StoreError, match=r"store\.json"):
        identity(published)


def test_a_note_is_plain_json(published):
    assert json.loads(published.store_file.read_text())["store"] == identity(published)


class TestBesideTheLedger:
    @pytest.mark.parametrize("content", [b"hello world", b"\0" * 5000, None])
    def test_a_file_that_is_no_wal_is_reported_and_left_alone(self, settings, content):
        wal = wal_of(settings.ledger_file)
        if content is None:
            wal.mkdir()
        else:
            wal.write_bytes(content)
        for act in (enter_writing, enter_reading, publish):
            with pytest.raises(StoreError, match=r"ledger\.duckdb\.wal"):
                act(settings)
        assert wal.exists()

    def test_a_wal_of_another_ledger_is_reported(self, settings, tmp_path):
        other = Settings(store=tmp_path / "other")
        submit(other, submission(scores(2.0)))
        with writing(other) as ledger:
            ledger.connection.execute(
                "insert into row_own_targets by name select 3 as submission_id, 9 as line"
            )
            wal_of(settings.ledger_file).write_bytes(wal_of(other.ledger_file).read_bytes())
        for act in (enter_writing, enter_reading, publish):
            with pytest.raises(StoreError, match="WAL does not match"):
                act(settings)

    @pytest.mark.parametrize("kept", [0, 1, 2, 10])
    def test_the_beginning_of_a_wal_is_what_a_kill_leaves(self, settings, kept):
        with writing(settings) as ledger:
            ledger.connection.execute(
                "insert into row_own_targets by name select 3 as submission_id, 9 as line"
            )
            start = wal_of(settings.ledger_file).read_bytes()[:kept]
        wal_of(settings.ledger_file).write_bytes(start)
        assert last_entry(settings) == 3
        submit(settings, submission(scores(2.0)))
        assert last_entry(settings) == 4
