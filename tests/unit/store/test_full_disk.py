"""A disk that is full: a sentence, nothing half written taken for whole, and it goes on with room."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmark.settings import PROJECT_ROOT, Settings
from benchmark.store.backup import backup, restore
from benchmark.store.publication import open_current
from benchmark.store.publish import publish
from benchmark.store.verify import verify
from tests.unit.store.invented import SCORES, reference, scores, submission, submit

pytestmark = pytest.mark.skipif(os.name == "nt", reason="limits the size of files as only Unix can")

LIMITED = """
import resource, sys
from pathlib import Path
from benchmark.errors import StoreError
from benchmark.settings import Settings
from benchmark.store.backup import backup, restore
from benchmark.store.publish import publish
from tests.unit.store.invented import scores, submission, submit

settings, act, limit = Settings(store=Path(sys.argv[1])), sys.argv[2], int(sys.argv[3])
large = submission(scores(4.0), content=bytes(range(256)) * 65536)
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    match act:
        case "submit": submit(settings, large)
        case "publish": publish(settings)
        case "backup": backup(settings, Path(sys.argv[4]))
        case "restore": restore(settings, Path(sys.argv[4]), replace=True)
except StoreError as error:
    print(error)
"""


def limited(settings: Settings, act: str, limit: int, *arguments: Path) -> str:
    """What is said when no file can grow beyond so many bytes."""
    command = [sys.executable, "-c", LIMITED, settings.store, act, str(limit), *arguments]
    finished = subprocess.run(command, cwd=PROJECT_ROOT, capture_output=True, text=True, check=False)
    assert (finished.returncode, finished.stderr) == (0, "")
    return finished.stdout


@pytest.mark.parametrize("limit", [0, 100, 4096, 9000])
def test_while_the_ledger_is_made(empty: Settings, limit: int) -> None:
    assert "cannot be opened" in limited(empty, "submit", limit)
    assert not empty.ledger_file.exists()
    submit(empty, *reference())
    publish(empty)
    assert verify(empty).ok


class TestWithAStore:
    @pytest.fixture
    def published(self, settings: Settings) -> Settings:
        submit(settings, submission(scores(2.0)))
        publish(settings)
        return settings

    def test_while_a_file_is_submitted(self, published: Settings) -> None:
        room = published.ledger_file.stat().st_size + 100_000
        assert limited(published, "submit", room).startswith("The ledger took nothing of this: ")
        assert verify(published).ok
        submit(published, submission(scores(3.0)))
        assert publish(published).rows(SCORES) == [("ZZ1", 3.0)]

    def test_while_a_publication_is_built(self, published: Settings) -> None:
        submit(published, submission(scores(3.0)))
        said = limited(published, "publish", 100_000)
        assert said.startswith("The publication could not be built: ")
        assert "The publication in use stays as it was." in said
        assert open_current(published).rows(SCORES) == [("ZZ1", 2.0)]
        assert [*published.publications.glob("*.tmp*")] == []
        publish(published)
        assert verify(published).ok

    def test_while_a_backup_is_written(self, published: Settings, tmp_path: Path) -> None:
        file = tmp_path / "b.zip"
        assert "cannot be written: File too large" in limited(published, "backup", 2000, file)
        assert not file.exists()
        assert [*tmp_path.glob(".*")] == []
        assert verify(published).ok

    def test_while_a_backup_is_restored(self, published: Settings, tmp_path: Path) -> None:
        file = backup(published, tmp_path / "b.zip").file
        submit(published, submission(scores(3.0)))
        publish(published)
        before = published.ledger_file.read_bytes()
        assert "cannot be written: File too large" in limited(published, "restore", 100_000, file)
        assert published.ledger_file.read_bytes() == before
        assert verify(published).ok
        restore(published, file, replace=True)
        assert open_current(published).rows(SCORES) == [("ZZ1", 2.0)]
