"""Heads in a file outside the store: each entry adds one, and a store that was set back is found."""

import shutil
from dataclasses import replace

from benchmark.core.settings import HEADS_VARIABLE, Settings
from benchmark.store.kept_heads import heads_in
from benchmark.store.ledger.snapshot import reading
from benchmark.store.proof.verify import HEADS, verify
from tests.unit.store.invented import scores, submission, submit, target


def kept(settings: Settings) -> tuple[bool, str]:
    (found,) = [check for check in verify(settings).checks if check.name == HEADS]
    return found.ok, found.detail


def test_a_store_that_was_set_back_does_not_have_the_heads_that_were_kept_elsewhere(settings, tmp_path):
    file = tmp_path / "elsewhere.txt"
    settings = replace(settings, heads=file)
    submit(settings, submission(scores(2.0, 2.5)))
    older = shutil.copytree(settings.store, tmp_path / "older")
    submit(settings, submission([target(3.5)]))
    with reading(settings) as ledger:
        assert heads_in(file)[-1] == ledger.head().hash
    lines = file.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2 and kept(settings)[0]

    ok, detail = kept(replace(settings, store=older))
    assert not ok and detail.startswith(f"line 2 of {file} names what is not in the chain")

    file.write_text(lines[0].replace("entry ", "entry 1", 1) + "\nand a word\n", encoding="utf-8")
    ok, detail = kept(settings)
    assert not ok and "line 1" in detail and "line 2" in detail


def test_if_the_file_cannot_be_written_the_entry_is_kept_and_both_logs_say_it(settings, tmp_path, caplog):
    settings = replace(settings, heads=tmp_path / "no such folder" / "heads.txt")
    submit(settings, submission([target(3.5)]))
    with reading(settings) as ledger:
        assert ledger.submissions()
    assert "was not kept in MATURITY_HEADS" in caplog.text
    ok, detail = kept(settings)
    assert not ok and "cannot be read" in detail


def test_the_environment_names_the_file(monkeypatch, tmp_path):
    assert Settings.from_environment().heads is None
    monkeypatch.setenv(HEADS_VARIABLE, str(tmp_path / "heads.txt"))
    assert Settings.from_environment().heads == tmp_path / "heads.txt"
