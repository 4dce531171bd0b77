"""A backup holds everything, comes back as it was, and nothing else is taken for one."""

import hashlib
import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest

import benchmark.store.backup
from benchmark.core.errors import StoreError
from benchmark.core.settings import Settings
from benchmark.returns.submit.receipt import receipt_checks, receipt_of
from benchmark.store.backup import (
    LEDGER,
    MANIFEST,
    Manifest,
    _contents,
    _copy_checked,
    backup,
    manifest_digest,
    read_manifest,
    restore,
)
from benchmark.store.ledger import Ledger, writing
from benchmark.store.ledger.snapshot import reading
from benchmark.store.proof.verify import verify
from benchmark.store.publication import current_version, open_current
from benchmark.store.publication.publish import publish
from benchmark.store.storage.files import wal_of
from tests.shell import connect_ledger
from tests.unit.store.conftest import Prepared
from tests.unit.store.invented import (
    SCORES,
    fault,
    faults,
    row_left_in_the_log,
    scores,
    submission,
    submit,
)

pytestmark = pytest.mark.slow


@pytest.fixture
def other(tmp_path: Path) -> Settings:
    """Another store, empty."""
    return Settings(store=tmp_path / "other store's")


@pytest.fixture
def kept(settings: Settings, prepared: Prepared) -> Path:
    """A backup of a store with one return."""
    return prepared(settings, _kept).store.with_name("it's a backup.zip")


def _kept(settings: Settings) -> None:
    submit(settings, submission(scores(2.0, 2.5)))
    publish(settings)
    backup(settings, settings.store.with_name("it's a backup.zip"))


def rewrite(file: Path, **parts: bytes | None) -> Path:
    """The same backup with other content: ledger or manifest, None to leave it out."""
    with zipfile.ZipFile(file) as old:
        content = {"ledger": old.read(LEDGER), "manifest": old.read(MANIFEST)} | parts
    target = file.with_name("rewritten.zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name, part in content.items():
            if part is not None:
                new.writestr({"ledger": LEDGER, "manifest": MANIFEST}.get(name, name), part)
    return target


def with_manifest(file: Path, **changes: object) -> Path:
    """The same backup with other words about itself, and the digest that goes with them."""
    with zipfile.ZipFile(file) as old:
        answer = json.loads(old.read(MANIFEST)) | changes
    return rewrite(file, manifest=json.dumps(answer | {"digest": manifest_digest(answer)}).encode())


class TestBackup:
    def test_holds_the_ledger_and_a_note_on_it(self, kept, settings):
        with zipfile.ZipFile(kept) as file:
            assert sorted(file.namelist()) == ["ledger.duckdb", "manifest.json"]
            ledger, manifest = file.read(LEDGER), json.loads(file.read(MANIFEST))
        assert ledger == settings.ledger_file.read_bytes()
        assert manifest["sha256"] == hashlib.sha256(ledger).hexdigest()
        assert manifest["size_bytes"] == len(ledger)
        assert (manifest["last_entry"], manifest["submissions"]) == (4, 4)
        assert manifest["version"] == current_version(settings)
        assert read_manifest(kept).model_dump(mode="json") == manifest

    def test_holds_what_a_killed_writer_left_in_the_log(self, settings, tmp_path):
        row_left_in_the_log(settings)
        backup(settings, tmp_path / "b.zip")
        with zipfile.ZipFile(tmp_path / "b.zip") as file:
            file.extract(LEDGER, tmp_path / "unpacked")
        copied = connect_ledger(tmp_path / "unpacked" / LEDGER, read_only=True)
        assert copied.execute("select submission_id, line from row_own_targets").fetchall() == [(3, 9)]
        copied.close()

    def test_does_not_overwrite(self, kept, settings):
        before = kept.read_bytes()
        with pytest.raises(StoreError, match="exists already"):
            backup(settings, kept)
        assert kept.read_bytes() == before

    def test_does_not_overwrite_what_appears_meanwhile(self, settings, tmp_path, monkeypatch):
        destination = tmp_path / "b.zip"
        publication_version = benchmark.store.backup.publication_version

        def late(ledger: Ledger) -> str:
            destination.write_text("somebody else's")
            return publication_version(ledger)

        monkeypatch.setattr(benchmark.store.backup, "publication_version", late)
        with pytest.raises(StoreError, match="exists already"):
            backup(settings, destination)
        assert destination.read_text() == "somebody else's"
        assert [file.name for file in tmp_path.glob(".*")] == []

    @pytest.mark.parametrize("place", ["no/such/folder/b.zip", ""])
    def test_a_place_that_cannot_be_written_is_a_sentence(self, settings, tmp_path, place):
        with pytest.raises(StoreError, match=r"cannot be written: No such file|exists already"):
            backup(settings, tmp_path / place)

    def test_a_store_without_a_ledger_has_nothing_to_back_up(self, empty, tmp_path):
        with pytest.raises(StoreError, match="There is no ledger"):
            backup(empty, tmp_path / "b.zip")
        assert not empty.store.exists()
        assert not (tmp_path / "b.zip").exists()


class TestRestore:
    def test_brings_everything_back(self, kept, settings, other):
        report = restore(other, kept)
        assert report.kept_aside is None
        assert report.version == current_version(other) == current_version(settings)
        assert open_current(other).rows(SCORES) == [("ZZ1", 2.0), ("ZZ2", 2.5)]
        assert verify(other).ok
        with writing(settings) as old, writing(other) as new:
            assert old.submissions() == new.submissions()
            assert old.content(4) == new.content(4)
        assert sorted(file.name for file in other.store.iterdir()) == [
            "current",
            "ledger.duckdb",
            "publications",
            "publish.lock",
            "store.json",
            "writer.lock",
        ]

    @pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
    def test_backup_receipt_and_past_day_say_the_same_wherever_the_ledger_is_kept(
        self, settings, other, tmp_path
    ):
        (kept,) = submit(settings, submission(scores(2.0)))
        receipt = tmp_path / "receipt.json"
        with writing(settings) as ledger:
            receipt.write_text(receipt_of(ledger, kept.submission_id).as_json(), encoding="utf-8")
            ledger.withdraw(kept.submission_id, by="A tester", reason="Invented")
            end = ledger.head()
        assert publish(settings).rows(SCORES) == []
        then = publish(settings, as_at=kept.submitted_at)
        assert then.rows(SCORES) == [("ZZ1", 2.0)]
        backup(settings, tmp_path / "again.zip")
        restore(other, tmp_path / "again.zip")
        assert publish(other, as_at=kept.submitted_at).version == then.version
        for store in (settings, other):
            with reading(store) as ledger:
                assert ledger.head() == end
                assert [check.ok for check in receipt_checks(ledger, receipt)] == [True]
        assert faults(other) == {}

    def test_a_store_with_a_ledger_is_refused(self, kept, settings):
        submit(settings, submission(scores(4.0)))
        before = settings.ledger_file.read_bytes()
        with pytest.raises(StoreError, match=r"has a ledger already.*--replace"):
            restore(settings, kept)
        assert settings.ledger_file.read_bytes() == before

    def test_replacing_keeps_the_old_ledger_aside(self, kept, settings, other):
        submit(settings, submission(scores(4.0)))
        before = settings.ledger_file.read_bytes()
        report = restore(settings, kept, replace=True)
        assert open_current(settings).rows(SCORES) == [("ZZ1", 2.0), ("ZZ2", 2.5)]
        assert report.kept_aside is not None
        assert report.kept_aside.name.startswith("ledger.before-restore-2")
        assert report.kept_aside.read_bytes() == before
        other.store.mkdir()
        shutil.copy(report.kept_aside, other.ledger_file)
        restore(settings, backup(other, kept.with_name("old.zip")).file, replace=True)
        assert open_current(settings).rows(SCORES) == [("ZZ1", 4.0), ("ZZ2", 2.5)]

    def test_what_readers_had_of_the_old_ledger_goes_with_it(self, kept, settings):
        (added,) = submit(settings, submission(scores(4.0)))
        with reading(settings) as ledger:
            assert ledger.submissions()[-1] == added
        restore(settings, kept, replace=True)
        assert fault(settings, "copies of the ledger for readers hold what it holds") == ""
        with reading(settings) as ledger:
            assert added not in ledger.submissions()

    def test_the_old_ledger_is_kept_with_what_a_killed_writer_left(self, kept, settings):
        row_left_in_the_log(settings)
        report = restore(settings, kept, replace=True)
        assert not wal_of(settings.ledger_file).exists()
        assert report.kept_aside is not None
        old = connect_ledger(report.kept_aside, read_only=True)
        assert old.execute("select count(*) from row_own_targets").fetchall() == [(1,)]
        old.close()

    def test_a_ledger_that_no_longer_opens_can_be_replaced(self, kept, settings):
        settings.ledger_file.write_bytes(b"spoilt")
        log = wal_of(settings.ledger_file)
        log.write_bytes(b"spoilt too")
        report = restore(settings, kept, replace=True)
        assert report.version == current_version(settings)
        assert not log.exists()
        assert report.kept_aside is not None
        assert report.kept_aside.read_bytes() == b"spoilt"
        assert report.kept_aside.with_name(report.kept_aside.name + ".wal").read_bytes() == b"spoilt too"

    def test_a_backup_of_an_older_version_is_brought_up_to_date(self, settings, other, tmp_path):
        submit(settings, submission(scores(2.0, 2.5)))
        kept = backup(settings, tmp_path / "older.zip").file
        connection = connect_ledger(settings.ledger_file)
        connection.execute("alter table row_maturity_scores drop column domain")
        connection.close()
        ledger = settings.ledger_file.read_bytes()
        older = with_manifest(
            rewrite(kept, ledger=ledger), sha256=hashlib.sha256(ledger).hexdigest(), size_bytes=len(ledger)
        )
        restore(other, older)
        assert open_current(other).rows(SCORES) == [("ZZ1", 2.0), ("ZZ2", 2.5)]

    def test_what_fails_its_checks_is_restored_but_not_published(self, settings, other, tmp_path):
        stranger = scores(3.0)[0].model_copy(update={"ods_code": "ZZ9"})
        submit(settings, submission([stranger]))
        kept = backup(settings, tmp_path / "b.zip").file
        report = restore(other, kept)
        assert report.version == "" and "fails 1 of its checks" in report.not_shown
        with writing(other) as ledger:
            assert len(ledger.submissions()) == 4

    def test_where_the_note_cannot_be_cleared_nothing_is_replaced(self, settings, other, tmp_path):
        kept = backup(settings, tmp_path / "b.zip").file
        submit(other, submission(scores(2.0)))
        other.store_file.unlink()
        other.store_file.mkdir()
        before = other.ledger_file.read_bytes()
        with pytest.raises(StoreError, match="cannot be written"):
            restore(other, kept, replace=True)
        assert other.ledger_file.read_bytes() == before
        assert not list(other.store.glob("ledger.before*"))


def same_contents(file: Path, expected: Manifest) -> bool:
    """Whether all that is read of a backup is what it says, and that is this. Its digests are in it."""
    try:
        manifest = read_manifest(file)
        with _contents(file) as ledger:
            _copy_checked(ledger, None, manifest, file)
    except StoreError:
        return False
    assert manifest == expected
    return True


DAMAGED = "is damaged"
NOT_OURS = "is not a backup of this product"


def _as_text(kept: Path) -> Path:
    target = kept.with_name("text.zip")
    target.write_text("not a zip")
    return target


def _cut_short(kept: Path) -> Path:
    target = kept.with_name("cut.zip")
    target.write_bytes(kept.read_bytes()[:-100])
    return target


def _led_out(kept: Path) -> Path:
    return rewrite(kept, ledger=None, **{"../ledger.duckdb": b"no database"})


def _with_a_changed_byte(kept: Path) -> Path:
    with zipfile.ZipFile(kept) as file:
        ledger = file.read(LEDGER)
    return rewrite(kept, ledger=ledger[:5000] + bytes([ledger[5000] ^ 1]) + ledger[5001:])


def _with_another_size(kept: Path, more: int) -> Path:
    return with_manifest(kept, size_bytes=read_manifest(kept).size_bytes + more)


def _of_another_file(kept: Path) -> Path:
    digest = hashlib.sha256(b"no database").hexdigest()
    return with_manifest(rewrite(kept, ledger=b"no database"), sha256=digest, size_bytes=11)


WRONG = [
    pytest.param(_as_text, DAMAGED, id="not a zip"),
    pytest.param(_cut_short, DAMAGED, id="cut short"),
    pytest.param(lambda kept: rewrite(kept, manifest=None), NOT_OURS, id="no manifest"),
    pytest.param(lambda kept: rewrite(kept, ledger=None), NOT_OURS, id="no ledger"),
    pytest.param(lambda kept: rewrite(kept, **{"notes.txt": b"hello"}), NOT_OURS, id="a third file"),
    pytest.param(_led_out, NOT_OURS, id="a name that leads out of the folder"),
    pytest.param(lambda kept: rewrite(kept, manifest=b"{}"), DAMAGED, id="a manifest of nothing"),
    pytest.param(lambda kept: rewrite(kept, manifest=b"\xff"), DAMAGED, id="a manifest that is no JSON"),
    pytest.param(lambda kept: with_manifest(kept, format=3), DAMAGED, id="an unknown format"),
    pytest.param(lambda kept: with_manifest(kept, migration=99), "made by a newer version", id="newer"),
    pytest.param(lambda kept: with_manifest(kept, sha256="0" * 64), DAMAGED, id="another hash"),
    pytest.param(lambda kept: _with_another_size(kept, -1), DAMAGED, id="a smaller size"),
    pytest.param(lambda kept: _with_another_size(kept, 1), DAMAGED, id="a larger size"),
    pytest.param(_with_a_changed_byte, DAMAGED, id="a changed byte"),
    pytest.param(_of_another_file, "cannot be opened", id="another file with its own hash"),
]


class TestWhatIsNoBackup:
    @pytest.mark.parametrize(("wrong", "sentence"), WRONG)
    def test_is_refused_before_anything_is_touched(self, kept, settings, wrong, sentence):
        before = {file: file.read_bytes() for file in settings.store.rglob("*") if file.is_file()}
        with pytest.raises(StoreError, match=sentence):
            restore(settings, wrong(kept), replace=True)
        assert {file: file.read_bytes() for file in settings.store.rglob("*") if file.is_file()} == before

    def test_a_damaged_zip_is_always_a_sentence(self, kept, other):
        """One byte changed, all over the file: it is refused, or does not matter and all comes back.

        Where it does not matter, all that is read of the file is the same: one of these is restored.
        """
        whole, found = kept.read_bytes(), read_manifest(kept)
        target = kept.with_name("changed.zip")
        places = [
            *range(0, 120, 11),
            *range(120, len(whole) - 400, 2503),
            *range(len(whole) - 400, len(whole), 11),
        ]
        refused, passed = 0, 0
        for place in places:
            target.write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
            if same_contents(target, found):
                passed += 1
                if passed > 1:
                    continue
                restore(other, target)
                assert verify(other).ok
                other = Settings(store=other.store.with_name("not restored"))
            else:
                refused += 1
                with pytest.raises(StoreError):
                    restore(other, target)
                assert not other.ledger_file.exists()
        assert refused > len(places) / 3 and passed

    def test_a_file_that_unpacks_without_end_is_read_no_further_than_it_says(self, kept):
        class Endless(io.RawIOBase):
            def read(self, size: int = -1) -> bytes:
                return b"\0" * size

        with pytest.raises(StoreError, match="is damaged"):
            _copy_checked(Endless(), None, read_manifest(kept), kept)

    def test_a_name_that_is_no_file_is_a_sentence(self, other, tmp_path):
        with pytest.raises(StoreError, match=r"There is no file .*nothing\.zip"):
            restore(other, tmp_path / "nothing.zip")
        assert not other.store.exists()
