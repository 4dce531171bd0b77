"""Files are moved into place whole, and never over what must not be lost."""

import errno
import os
from pathlib import Path

import pytest

from benchmark.core.moments import utc_today
from benchmark.core.settings import Settings
from benchmark.store.backup import backup
from benchmark.store.ledger import writing
from benchmark.store.ledger.snapshot import INSIDE, _copies, newest_entry
from benchmark.store.publication.past import publication_as_at
from benchmark.store.publication.publish import publish
from benchmark.store.storage.files import clear_leftovers, move_in, swap_in
from tests.unit.store.invented import make, reference, scores, submission, submit


@pytest.fixture
def aside(tmp_path: Path) -> Path:
    """A finished file."""
    file = tmp_path / "finished.tmp"
    file.write_text("new")
    return file


def test_a_swap_replaces_what_was_there(aside, tmp_path):
    target = tmp_path / "target"
    target.write_text("old")
    swap_in(aside, target)
    assert (target.read_text(), aside.exists()) == ("new", False)


def test_a_swap_that_is_refused_leaves_both(aside, tmp_path):
    target = tmp_path / "folder"
    target.mkdir()
    with pytest.raises(OSError, match="Is a directory"):
        swap_in(aside, target)
    assert aside.read_text() == "new"


def test_a_move_takes_a_free_name(aside, tmp_path):
    move_in(aside, tmp_path / "target")
    assert ((tmp_path / "target").read_text(), aside.exists()) == ("new", False)


def _without_hard_links(*_: object) -> None:
    raise OSError(errno.EPERM, "Operation not permitted")


@pytest.mark.parametrize("hard_links", [True, False])
def test_a_move_never_overwrites(aside, tmp_path, monkeypatch, hard_links):
    if not hard_links:
        monkeypatch.setattr(os, "link", _without_hard_links)
    target = tmp_path / "target"
    target.write_text("old")
    with pytest.raises(FileExistsError):
        move_in(aside, target)
    assert (target.read_text(), aside.read_text()) == ("old", "new")


def test_a_move_works_on_a_drive_without_hard_links(aside, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "link", _without_hard_links)
    move_in(aside, tmp_path / "target")
    assert ((tmp_path / "target").read_text(), aside.exists()) == ("new", False)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes: there the folder's owner decides")
def test_a_store_s_files_are_for_their_owner_alone(tmp_path):
    settings = Settings(store=tmp_path / "own" / "store")
    before = os.umask(0o022)
    try:
        make(settings)
        with writing(settings) as ledger:
            for new in (*reference(), submission(scores(2.0, 2.5))):
                ledger.submit(new)
            assert (settings.store / "ledger.duckdb.wal").exists()
            assert modes(settings.store) == {0o600}
        publish(settings)
        backup(settings, tmp_path / "backup.zip")
        assert modes(settings.store) == {0o600}
        assert settings.store.stat().st_mode & 0o777 == 0o700
        assert (tmp_path / "backup.zip").stat().st_mode & 0o777 == 0o600
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)


def modes(folder: Path) -> set[int]:
    return {file.stat().st_mode & 0o777 for file in folder.rglob("*") if file.is_file()}


def test_only_what_is_half_made_is_cleared_away(tmp_path):
    ours = ["store.json.1.tmp", "ledger.new.tmp", "restored.tmp.wal"]
    kept = ["a.tmp.zip", "notes.tmp.txt", "ledger.duckdb"]
    for name in (*ours, *kept):
        (tmp_path / name).touch()
    (tmp_path / "folder.tmp").mkdir()
    clear_leftovers(tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted([*kept, "folder.tmp"])


@pytest.mark.skipif(os.name == "nt", reason="there is no root on Windows")
def test_what_root_makes_in_a_store_is_given_to_who_owns_it(settings, tmp_path, monkeypatch):
    """Files are for their owner alone: a server could read none of what one hasty command left there."""
    given: dict[int, tuple[int, int]] = {}
    before = {file.stat().st_ino for file in settings.store.rglob("*")}
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(os, "chown", lambda path, *owner: given.update({path.stat().st_ino: owner}))
    submit(settings, *reference(), submission(scores(2.0)))
    publish(settings)
    submit(settings, submission(scores(3.0)))
    publish(settings)
    _copies.clear()  # as in a process that has not read it yet
    newest_entry(settings)
    publication_as_at(settings, utc_today())
    backup(settings, tmp_path / "nightly.zip")
    files = [*settings.store.rglob("*")]
    assert {file.parent.name for file in files} >= {settings.publications.name, INSIDE}
    assert [file.name for file in files if file.stat().st_ino not in before | given.keys()] == []
    above = settings.store.stat()
    assert {*given.values()} == {(above.st_uid, above.st_gid)}


@pytest.mark.skipif(os.name == "nt", reason="there is no root on Windows")
def test_where_root_may_give_nothing_away_it_stays_roots(settings, monkeypatch):
    """As in a container without that right: nothing else may go wrong for it."""

    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(os, "chown", refuse)
    submit(settings, *reference(), submission(scores(2.0)))
    publish(settings)
    _copies.clear()
    assert newest_entry(settings) > 4
