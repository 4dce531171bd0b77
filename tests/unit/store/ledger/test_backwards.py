"""A store never goes backwards unsaid: only a restored backup does, and an entry says so."""

import json
from pathlib import Path

import pytest

from benchmark.core.errors import StoreError
from benchmark.core.settings import Settings
from benchmark.store.backup import backup, read_manifest, restore
from benchmark.store.kept_heads import heads_in
from benchmark.store.ledger import writing
from benchmark.store.proof.verify import verify
from benchmark.store.publication import current_version, forget, open_current
from benchmark.store.publication.publish import publish
from benchmark.store.storage.database import records
from tests.shell import connect_ledger
from tests.unit.store.conftest import Prepared
from tests.unit.store.invented import SCORES, fault, scores, submission, submit
from tests.unit.store.test_backup import rewrite, with_manifest

pytestmark = pytest.mark.slow


SEEN = "the ledger is the one that this store was last seen with"


@pytest.fixture
def kept(settings: Settings, prepared: Prepared) -> Path:
    """A backup at entry 4; the store has gone on to entry 6 and published that."""
    return prepared(settings, _kept).store.with_name("kept.zip")


def _gone_on(settings: Settings) -> None:
    """A backup at entry 3; the store has gone on to entry 4, of submission 4, and published that."""
    backup(settings, settings.store.with_name("b.zip"))
    submit(settings, submission(scores(2.0)))
    publish(settings)


def _kept(settings: Settings) -> None:
    submit(settings, submission(scores(2.0)))
    publish(settings)
    backup(settings, settings.store.with_name("kept.zip"))
    submit(settings, submission(scores(3.0)), submission(scores(4.0)))
    publish(settings)


def test_a_restored_backup_is_an_entry_and_numbers_go_on_above_those_given(settings, kept):
    with writing(settings) as ledger:
        before = ledger.head()
    restore(settings, kept, replace=True, by="Ann")
    with writing(settings) as ledger:
        number, by, action, note = ledger.connection.execute(
            "select entry_id, made_by, action, note from entry order by entry_id desc limit 1"
        ).fetchall()[0]
        assert (number, by, action) == (7, "Ann", "restore_backup")
        made = read_manifest(kept)
        assert note == (
            f"Restored from kept.zip, made {made.made_at:%Y-%m-%d %H:%M} UTC, up to entry 4 ({made.head}). "
            f"Before, entries up to 6 had been given, with the head {before.hash}."
        )
        assert ledger.submit(submission(scores(5.0))).submission_id == 7
        assert ledger.last_entry() == 8
    publish(settings)
    report = verify(settings, heads=[made.head, before.hash])
    assert [check.name for check in report.checks if not check.ok] == [
        f"the head {before.hash} is in the chain"
    ]
    assert open_current(settings).rows(SCORES) == [("ZZ1", 5.0)]
    assert str(current_version(settings)).startswith("000008-")


def test_a_restored_store_goes_into_a_backup_and_comes_back(settings, kept, tmp_path):
    restore(settings, kept, replace=True)
    other = Settings(store=tmp_path / "elsewhere")
    again = backup(settings, tmp_path / "again.zip").file
    assert read_manifest(again).last_submission == 6
    restore(other, again)
    (new,) = submit(other, submission(scores(1.5)))
    assert new.submission_id == 7
    publish(other)
    assert verify(other).ok


def test_a_lost_ledger_is_brought_back_and_numbers_go_on_above(settings, kept):
    settings.ledger_file.unlink()
    assert restore(settings, kept).kept_aside is None
    assert verify(settings).ok
    (new,) = submit(settings, submission(scores(1.5)))
    assert new.submission_id == 7


def test_what_the_store_remembers_is_restored_with_its_ledger_where_it_is_spoilt(settings, kept):
    settings.store_file.write_text("{")
    with pytest.raises(StoreError, match=r"store\.json cannot be read"):
        publish(settings)
    restore(settings, kept, replace=True)
    assert fault(settings, SEEN) == ""
    with writing(settings) as ledger:
        assert json.loads(settings.store_file.read_text())["head"] == {
            "entry": 7,
            "hash": ledger.head().hash,
            "submission": 6,
        }


def test_a_backup_with_a_doctored_manifest_is_refused(settings, kept):
    before = settings.ledger_file.read_bytes()
    doctored = with_manifest(kept, head="0" * 64, last_entry=5, submissions=3, last_submission=9, format=1)
    with pytest.raises(StoreError) as refusal:
        restore(settings, doctored, replace=True)
    for words in (
        f"head {'0' * 64}, its ledger ",
        "last_entry 5, its ledger 4",
        "submissions 3, its ledger 4",
        "last_submission 9, its ledger 4",
        "format 1, its ledger 2",
    ):
        assert f"its manifest says {words}" in str(refusal.value)
    assert settings.ledger_file.read_bytes() == before


def test_a_manifest_that_is_changed_and_keeps_its_digest_is_refused(settings, kept):
    answer = json.loads(read_manifest(kept).model_dump_json()) | {"made_at": "2026-01-01T00:00:00"}
    doctored = rewrite(kept, manifest=json.dumps(answer).encode())
    with pytest.raises(StoreError, match="was changed after it was made"):
        restore(settings, doctored, replace=True)


def test_a_backup_with_a_doctored_ledger_is_refused_though_its_manifest_fits(settings, kept, tmp_path):
    connection = connect_ledger(settings.ledger_file)
    connection.execute("update row_maturity_scores set score = 4.5 where submission_id = 4")
    connection.close()
    doctored = backup(settings, tmp_path / "doctored.zip").file
    with pytest.raises(StoreError, match="submission 4 has other rows than was sealed with entry 4"):
        restore(Settings(store=tmp_path / "fresh"), doctored)


def test_heads_are_read_from_what_people_keep(kept, tmp_path):
    head = read_manifest(kept).head
    assert heads_in(kept) == [head]
    for name, text in (
        ("receipt.json", json.dumps({"number": 4, "head": {"entry": 4, "hash": head}})),
        ("receipt.txt", f"Receipt 4: t.csv\n\nhead of the chain at entry 4: {head}\nPublication: x\n"),
        ("mail.txt", f"sha256 of the ledger: {'0' * 64}\nhead of the chain: {head}\n"),
        ("log.json", json.dumps([{"head_entry": 4, "head": head}, {"head_entry": 4, "head": head}])),
        ("log.csv", f"\ufeffNumber,Entry,Head\n4,4,{head}\n3,4,{head}\n"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert heads_in(tmp_path / name) == [head]
    (tmp_path / "none.json").write_text("{}")
    with pytest.raises(StoreError, match="names no head"):
        heads_in(tmp_path / "none.json")
    with pytest.raises(StoreError, match="cannot be read"):
        heads_in(tmp_path / "missing.json")


LOST = [(None, "sound", b"no database"), ("{", "spoilt", None), ("{}", "gone", b"no database")]
"""Ways in which a store is lost: its note, what it shows, its ledger."""


@pytest.mark.parametrize(("note", "shown", "ledger"), LOST)
def test_a_backup_is_restored_where_ledger_and_note_are_lost(settings, prepared, note, shown, ledger):
    """What is shown then tells how far the store went; else nothing could be published after."""
    file = prepared(settings, _gone_on).store.with_name("b.zip")
    in_use, before = open_current(settings).file, open_current(settings).head
    for place, content in ((settings.ledger_file, ledger), (settings.store_file, note and note.encode())):
        place.unlink()
        if content is not None:
            place.write_bytes(content)
    if shown != "sound":
        in_use.unlink()
        if shown == "spoilt":
            in_use.write_bytes(b"no database")
    forget()
    restored = restore(settings, file, replace=True, by="A tester")
    assert restored.version.startswith("000005-")
    in_use.unlink(missing_ok=shown == "gone")  # a spoilt one is named until it is removed
    with writing(settings) as open_ledger:
        (found,) = records(open_ledger.connection, "select * from restored_backup")
    assert (found["entry_before"], found["hash_before"]) == (4, before if shown == "sound" else "")
    (next_one,) = submit(settings, submission(scores(3.0)))
    assert shown != "sound" or next_one.submission_id == 5
    publish(settings)
    assert fault(settings, SEEN) == ""
