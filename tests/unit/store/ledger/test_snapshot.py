"""Who looks at the ledger keeps no writer waiting, waits for none, and sees all that was taken."""

import errno
import shutil
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from benchmark.core.errors import StoreBusy, StoreError
from benchmark.core.moments import utc_now
from benchmark.core.settings import Settings
from benchmark.store.ledger import snapshot, writing
from benchmark.store.ledger.snapshot import KEEP, TRIES, last_entry, reading
from benchmark.store.publication import open_store
from benchmark.store.publication.past import publication_as_at
from benchmark.store.publication.preview import preview_standing
from benchmark.store.publication.publish import publish
from benchmark.store.storage import files
from benchmark.store.storage.files import wal_of
from tests.unit.store.conftest import Prepared
from tests.unit.store.engines import ON_BOTH
from tests.unit.store.invented import SCORES, row_left_in_the_log, scores, submission, submit

DAYS = (1, 7, 8, 10)
"""Days ago: of the last and the first entries, between them, and before all."""


@pytest.fixture
def dated(settings: Settings, prepared: Prepared) -> Settings:
    """A store with four entries of ten days ago to seven days ago, and one of now."""
    return prepared(settings, _dated)


def _dated(settings: Settings) -> None:
    submit(settings, submission(scores(2.0)), submission(scores(3.0)))
    with writing(settings) as ledger:
        ledger.connection.execute(
            "update entry set made_at = made_at - to_days(11 - entry_id) where entry_id <= 4"
        )
    publish(settings)


def test_what_was_taken_is_read(settings):
    (taken,) = submit(settings, submission(scores(2.0), content=b"as it came"))
    with reading(settings) as ledger:
        assert ledger.content(taken.submission_id) == b"as it came"
        assert ledger.last_entry() == last_entry(settings) == 4


def test_what_a_killed_writer_left_in_the_wal_is_read(settings):
    wal = row_left_in_the_log(settings)
    with reading(settings) as ledger:
        assert ledger.connection.execute("select line from row_own_targets").fetchall() == [(9,)]
    assert wal_of(settings.ledger_file).read_bytes() == wal


def test_no_reader_waits_while_a_writer_writes(dated):
    """All of this while the writer's lock is held, and nothing of it would end if it asked for the lock."""
    current = open_store(dated)
    with writing(dated):
        for days in DAYS[::2]:
            publication_as_at(dated, (utc_now() - timedelta(days=days)).date())
        assert preview_standing(dated, current, 4, standing=False).rows(SCORES) == [("ZZ1", 3.0)]
        with reading(dated, entry=current.ledger_entry) as ledger:
            assert ledger.content(4)


def test_no_writer_waits_while_somebody_reads(dated):
    with reading(dated):
        submit(dated, submission(scores(4.0)))
        assert publish(dated, as_at=utc_now()).rows(SCORES) == [("ZZ1", 4.0)]


def test_readers_who_step_through_days_while_others_submit(dated):
    """Six readers: each day is built once, and each reader sees what stood then."""
    days = [(utc_now() - timedelta(days=days)).date() for days in DAYS]

    def step(_: int) -> list[object]:
        return [publication_as_at(dated, day).rows(SCORES) for day in days]

    with ThreadPoolExecutor(6) as pool:
        readers = [pool.submit(step, place) for place in range(6)]
        submit(dated, submission(scores(3.7)))
        publish(dated)
        seen = [reader.result() for reader in readers]
    expected = [[("ZZ1", 2.0)] if days <= 7 else [] for days in DAYS]
    assert seen == [expected] * 6
    assert open_store(dated).rows(SCORES) == [("ZZ1", 3.7)]
    built = {file.name: file.stat().st_mtime_ns for file in dated.publications.glob("asat-*")}
    step(0)
    assert {file.name: file.stat().st_mtime_ns for file in dated.publications.glob("asat-*")} == built
    assert not [*dated.publications.glob("*.past*")]


def test_one_copy_serves_until_more_was_taken(settings):
    for value in (2.0, 3.0, 4.0, 5.0):
        submit(settings, submission(scores(value)))
        with reading(settings) as ledger:
            last = ledger.last_entry()
    copies = {file.name for file in (settings.store / "reading").iterdir()}
    assert 0 < len(copies) <= KEEP
    with reading(settings), reading(settings, entry=last):
        assert {file.name for file in (settings.store / "reading").iterdir()} == copies
    assert {stat.S_IMODE(file.stat().st_mode) for file in (settings.store / "reading").iterdir()} == {0o600}


@ON_BOTH
def test_an_older_copy_is_enough_for_what_it_holds(settings):
    with reading(settings) as ledger:
        assert ledger.last_entry() == 3
    submit(settings, submission(scores(2.0)))
    with reading(settings, entry=3) as ledger:
        assert ledger.last_entry() == 3
    with reading(settings, entry=4) as ledger:
        assert ledger.last_entry() == 4


def test_a_ledger_in_the_place_of_another_is_read_again(settings, tmp_path):
    before = shutil.copy(settings.ledger_file, tmp_path / "before.duckdb")
    submit(settings, submission(scores(2.0)))
    assert last_entry(settings) == 4
    Path(before).replace(settings.ledger_file)
    with reading(settings, entry=3) as ledger:
        assert ledger.last_entry() == 3


def test_a_copy_that_others_have_removed_meanwhile_is_made_again(settings, monkeypatch):
    """Several processes use one store: each removes older copies when it has made a newer one."""
    found, made = snapshot._copy, []

    def removed_at_first(*asked: object) -> object:
        made.append(found(*asked))
        if len(made) <= until:
            made[-1].file.unlink()
        return made[-1]

    monkeypatch.setattr(snapshot, "_copy", removed_at_first)
    until = TRIES - 1
    with reading(settings) as ledger:
        assert ledger.last_entry() == 4 - 1
    assert len(made) == TRIES
    until = len(made) + TRIES
    with pytest.raises(StoreError, match="cannot be opened"), reading(settings):
        pass


def test_where_nobody_may_read_what_is_being_written_it_is_no_damage(settings, monkeypatch):
    """On Windows a person was asked to move the ledger's own log out of the store, which loses it."""
    opened = Path.open

    def as_windows(path: Path, *how: Any, **more: Any) -> Any:
        if path.name.startswith(settings.ledger_file.name):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return opened(path, *how, **more)

    monkeypatch.setattr(files, "WINDOWS", True)
    with writing(settings) as ledger:
        ledger.submit(submission(scores(2.0)))
        assert wal_of(settings.ledger_file).exists()
        with monkeypatch.context() as held:
            held.setattr(Path, "open", as_windows)
            assert last_entry(settings) is None
            with pytest.raises(StoreBusy), reading(settings, seconds=0.1):
                pass
    with reading(settings) as ledger:
        assert ledger.last_entry() == 4


@pytest.mark.parametrize("is_there", [True, False])
def test_a_copy_that_another_process_has_made_and_reads_is_taken(is_there, settings, monkeypatch):
    """Windows replaces no file that is open."""

    def open_elsewhere(aside: Path, target: Path) -> None:
        if is_there:
            shutil.copyfile(aside, target)
        raise PermissionError(errno.EACCES, "Permission denied", str(target))

    submit(settings, submission(scores(2.0)))
    monkeypatch.setattr(snapshot.os, "replace", open_elsewhere)
    if is_there:
        with reading(settings) as ledger:
            assert ledger.last_entry() == 4
    else:
        with pytest.raises(StoreError, match="Permission denied"), reading(settings):
            pass


def test_where_the_store_has_no_room_readers_have_a_copy_elsewhere(settings, monkeypatch):
    """Else nobody would be let in to a shared server from the first entry on that found no room."""
    with reading(settings):
        kept = snapshot.copies(settings)
    copy_bytes = snapshot._copy_bytes

    def full(source: Path, target: Path) -> None:
        if target.is_relative_to(settings.store):
            raise OSError(errno.ENOSPC, "No space left on device")
        copy_bytes(source, target)

    submit(settings, submission(scores(2.0)))
    with monkeypatch.context() as disk:
        disk.setattr(snapshot, "_copy_bytes", full)
        with reading(settings) as ledger:
            assert ledger.last_entry() == 4
        assert snapshot.copies(settings) == kept
    submit(settings, submission(scores(2.5)))
    with reading(settings) as ledger:  # and in the store again
        assert ledger.last_entry() == 5
        assert len(snapshot.copies(settings)) == KEEP


def test_a_copy_that_goes_while_older_ones_are_removed_is_no_fault(settings):
    with reading(settings):
        (copy,) = snapshot.copies(settings)
    for name in (f"{copy.stem}0.duckdb", "0.tmp"):
        copy.with_name(name).symlink_to("gone")  # listed, and not there any more
    submit(settings, submission(scores(2.0)))
    with reading(settings):
        assert len(snapshot.copies(settings)) == KEEP
        assert not copy.with_name("0.tmp").is_symlink()


def test_no_process_writes_through_a_copy(settings):
    with pytest.raises(StoreError), reading(settings) as ledger:
        ledger.withdraw(1, by="A tester", reason="x")
    with writing(settings) as ledger:
        assert ledger.submission(1).state == "standing"


def last_entry_after(settings: Settings, seconds: float) -> int:
    with reading(settings, seconds=seconds) as ledger:
        return ledger.last_entry()


def test_a_ledger_that_is_always_busy_is_reported(settings):
    from threading import Event, Thread

    done = Event()

    def restless() -> None:
        while not done.wait(0.002):
            settings.ledger_file.touch()

    worker = Thread(target=restless)
    worker.start()
    try:
        assert last_entry(settings) is None
        with pytest.raises(StoreBusy, match="has been writing"), reading(settings, seconds=0.2):
            pass
        # Who has time to wait does not keep pages waiting, which have none.
        with ThreadPoolExecutor(1) as pool:
            patient = pool.submit(last_entry_after, settings, 60.0)
            while not snapshot._copying.locked():
                time.sleep(0.001)
            assert last_entry(settings) is None and not patient.done()
            done.set()
            assert patient.result() == 3
    finally:
        done.set()
        worker.join()
    assert last_entry(settings) == 3
