"""publish, verify, backup and restore, on a store of their own."""

import shutil
import zipfile

import pytest

from benchmark.core.settings import PROJECT_ROOT, Settings
from benchmark.store.ledger import writing
from benchmark.store.publication import current_version, open_current
from benchmark.store.publication.publish import publish
from tests.unit.returns.few import FEW


class TestPublish:
    def test_prints_the_version_and_nothing_else(self, run, own_store):
        finished = run("publish", "--store", own_store.store)
        assert (finished.exit_code, finished.err) == (0, "")
        assert finished.out == f"{current_version(own_store)}\n"

    def test_publishes_what_was_submitted_since(self, run, own_store):
        before = current_version(own_store)
        with writing(own_store) as ledger:
            ledger.withdraw(1, by="A tester", reason="")
            ledger.restore(1, by="A tester", reason="")
        finished = run("publish", "--store", own_store.store)
        assert finished.out == f"{current_version(own_store)}\n"
        assert current_version(own_store) != before

    def test_a_submission_that_fails_its_checks_gives_a_sentence(self, run, own_store):
        version = current_version(own_store)
        with writing(own_store) as ledger:
            number = next(s.submission_id for s in ledger.submissions() if s.kind == "trusts")
            ledger.withdraw(number, by="A tester", reason="")
        finished = run("publish", "--store", own_store.store)
        assert (finished.exit_code, finished.out) == (2, "")
        assert "ods_code not found in trusts" in finished.err
        assert "The publication in use stays as it was." in finished.err
        assert current_version(own_store) == version


class TestVerify:
    def test_prints_each_check_ends_with_1_when_one_fails_and_repairs_nothing(self, run, few_store):
        finished = run("verify", "--store", few_store.store)
        assert finished.exit_code == 0
        *checks, total = finished.out.splitlines()
        assert len(checks) == 23
        assert [line for line in checks if not line.startswith("ok      ")] == []
        assert total == "23 checks, none failed."
        few_store.current_pointer.unlink()
        finished = run("verify", "--store", few_store.store)
        assert finished.exit_code == 1
        assert "\nFAILED  the publication in use opens: " in finished.out
        assert finished.out.endswith("19 checks, 1 failed.\n")
        assert not few_store.current_pointer.exists()


class TestBackupAndRestore:
    def test_a_store_goes_into_a_file_and_comes_back(self, run, few_store, tmp_path):
        file, other = tmp_path / "it's.zip", tmp_path / "other"
        saved = run("backup", file, "--store", few_store.store)
        assert (saved.exit_code, saved.err) == (0, "")
        assert saved.out.startswith(
            f"{file}: {len(FEW)} submissions, {len(FEW)} entries.\nsha256 of the ledger: "
        )
        assert zipfile.is_zipfile(file)
        restored = run("restore", file, "--store", other)
        assert (restored.exit_code, restored.err) == (0, "")
        assert (
            restored.out.splitlines()[-1]
            == current_version(few_store)
            == current_version(Settings(store=other))
        )

    def test_neither_overwrites_unasked(self, run, few_store, tmp_path):
        file = tmp_path / "b.zip"
        assert run("backup", file, "--store", few_store.store).exit_code == 0
        again = run("backup", file, "--store", few_store.store)
        assert (again.exit_code, again.err) == (2, f"{file} exists already. Choose a name that is free.\n")
        refused = run("restore", file, "--store", few_store.store)
        assert refused.exit_code == 2
        assert "say --replace" in refused.err
        replaced = run("restore", file, "--store", few_store.store, "--replace")
        assert replaced.exit_code == 0
        assert "is kept as" in replaced.err
        assert len([*few_store.store.glob("ledger.before-restore-*.duckdb")]) == 1

    def test_restoring_what_is_no_backup_prepares_no_store(self, run, tmp_path):
        finished = run("restore", PROJECT_ROOT / "pyproject.toml", "--store", tmp_path / "other")
        assert finished.exit_code == 2
        assert "is damaged, or not a backup" in finished.err
        assert not (tmp_path / "other").exists()

    def test_a_store_that_cannot_be_written_is_a_sentence(self, run, tmp_path):
        (tmp_path / "file").write_text("not a folder")
        finished = run("publish", "--store", tmp_path / "file")
        assert finished.exit_code == 2
        assert "is a file, and a store is a folder" in finished.err

    def test_a_spoilt_ledger_is_a_sentence(self, run, few_store):
        shutil.rmtree(few_store.publications)
        few_store.ledger_file.write_bytes(b"spoilt")
        finished = run("gaps", "--ics", "QYG", "--store", few_store.store)
        assert finished.exit_code == 2
        assert "Restore it from a backup." in finished.err


@pytest.mark.parametrize(
    ("place", "command"),
    [
        ("ledger.duckdb", ("export", "rounds")),
        ("current", ("submissions",)),
        ("publications/units", ("template", "own_targets")),
        ("a link to it", ("export", "rounds")),
        ("ledger.duckdb", ("template", "own_targets")),
    ],
)
def test_an_answer_is_not_written_into_a_store(few_store, tmp_path, run, place, command):
    """A slip in --output replaced the ledger by a table, and said nothing."""
    before = few_store.ledger_file.read_bytes()
    file = few_store.store / place
    if place == "a link to it":
        file = tmp_path / "units"
        file.symlink_to(few_store.ledger_file)
    finished = run(*command, "--output", file, "--store", few_store.store)
    assert finished.exit_code == 2
    assert "is inside a store, whose files it could replace. Name a file elsewhere." in finished.err
    assert few_store.ledger_file.read_bytes() == before


def test_a_restored_backup_that_cannot_be_shown_is_reported_as_restored(few_store, tmp_path, run):
    file = tmp_path / "b.zip"
    assert run("backup", file, "--store", few_store.store).exit_code == 0
    publications = few_store.publications.rename(few_store.store / "before")
    few_store.publications.touch()  # nothing can be built
    finished = run("restore", file, "--replace", "--store", few_store.store)
    assert finished.exit_code == 0
    assert f"{len(FEW)} submissions, not yet shown: The publication could not be built" in finished.out
    assert "is kept as" in finished.err
    few_store.publications.unlink()
    publications.rename(few_store.publications)
    publish(few_store)
    assert open_current(few_store).ledger_entry == len(FEW) + 1
