"""A disk that is full: a sentence, nothing half written taken for whole, and it goes on with room."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmark.core.errors import BenchmarkError, StoreError
from benchmark.core.settings import Settings
from benchmark.store.backup import backup, restore
from benchmark.store.ledger.snapshot import reading
from benchmark.store.proof.verify import verify
from benchmark.store.publication import open_current
from benchmark.store.publication.publish import publish
from benchmark.surfaces.cli.output import write_file
from tests.apart import Apart
from tests.unit.store.conftest import Prepared
from tests.unit.store.invented import SCORES, reference, scores, submission, submit

pytestmark = pytest.mark.skipif(os.name == "nt", reason="limits the size of files as only Unix can")


def printed(act: Callable[..., object], arguments: tuple[object, ...], options: dict[str, object]) -> None:
    """Run it in its own process, and print the product's sentence if it fails."""
    try:
        act(*arguments, **options)
    except StoreError as error:
        print(error)


def limited(limit: int, act: Callable[..., object], *arguments: object, **options: object) -> str:
    """What is said when no file can grow beyond so many bytes."""
    ended = Apart(printed, act, arguments, options, largest_file=limit).ended()
    assert (ended.exit_code, ended.err) == (0, "")
    return ended.out


def submit_much(settings: Settings) -> None:
    submit(settings, submission(scores(4.0), content=bytes(range(256)) * 65536))


def test_while_the_ledger_is_made(empty):
    for limit in (0, 9000):
        assert "cannot be opened" in limited(limit, submit_much, empty), limit
        assert not empty.ledger_file.exists(), limit
    submit(empty, *reference())
    publish(empty)
    assert verify(empty).ok


def write(file: Path) -> None:
    try:
        write_file(b"new" * 5000, str(file))
    except BenchmarkError as error:
        raise StoreError(str(error)) from error


@pytest.mark.parametrize("before", [None, "kept"])
def test_while_an_answer_is_written(tmp_path, before):
    file = tmp_path / "answer.txt"
    if before is not None:
        file.write_text(before)
        file.chmod(0o640)
        (tmp_path / "link").symlink_to(file)
    there = [*tmp_path.iterdir()]
    named = file if before is None else tmp_path / "link"
    assert "cannot be written: File too large" in limited(9000, write, named)
    assert sorted(tmp_path.iterdir()) == sorted(there)
    assert before is None or file.read_text() == before
    write(named)
    assert file.read_text() == "new" * 5000
    assert before is None or (file.stat().st_mode & 0o777 == 0o640 and named.is_symlink())


def look(settings: Settings) -> None:
    with reading(settings):
        pass


def _published(settings: Settings) -> None:
    submit(settings, submission(scores(2.0)))
    publish(settings)


class TestWithAStore:
    @pytest.fixture
    def published(self, settings: Settings, prepared: Prepared) -> Settings:
        return prepared(settings, _published)

    @pytest.mark.parametrize("part", [0, 2])
    def test_while_the_ledger_is_looked_at(self, published, part):
        """Nothing is damaged: who restored a backup then would lose what came since."""
        before = published.ledger_file.read_bytes()
        room = len(before) * part // 3
        said = limited(room, look, published)
        assert said.startswith("There is no room to read from a copy of the ledger: ")
        assert "Make room on the disk" in said
        assert published.ledger_file.read_bytes() == before

    def test_while_a_file_is_submitted(self, published):
        room = published.ledger_file.stat().st_size + 100_000
        said = limited(room, submit_much, published)
        # The sender of the file is shown no folder of the server.
        assert (
            said
            == "The ledger took nothing of this: there is no room. Make room on the disk, then try again.\n"
        )
        assert verify(published).ok
        submit(published, submission(scores(3.0)))
        assert publish(published).rows(SCORES) == [("ZZ1", 3.0)]

    def test_while_a_publication_is_built(self, published):
        submit(published, submission(scores(3.0)))
        said = limited(100_000, publish, published)
        assert said == (
            "The publication could not be built: there is no room. Make room on the disk, then try again. "
            "The publication in use stays as it was.\n"
        )
        assert open_current(published).rows(SCORES) == [("ZZ1", 2.0)]
        assert [*published.publications.glob("*.tmp*")] == []
        assert publish(published).rows(SCORES) == [("ZZ1", 3.0)]

    def test_while_a_backup_is_written(self, published, tmp_path):
        file, before = tmp_path / "b.zip", published.ledger_file.read_bytes()
        assert "cannot be written: File too large" in limited(2000, backup, published, file)
        assert not file.exists()
        assert [*tmp_path.glob(".*")] == []
        assert published.ledger_file.read_bytes() == before

    def test_while_a_backup_is_restored(self, published, tmp_path):
        file = backup(published, tmp_path / "b.zip").file
        submit(published, submission(scores(3.0)))
        publish(published)
        before = published.ledger_file.read_bytes()
        assert "cannot be written: File too large" in limited(100_000, restore, published, file, replace=True)
        assert published.ledger_file.read_bytes() == before
        restore(published, file, replace=True)
        assert open_current(published).rows(SCORES) == [("ZZ1", 2.0)]
