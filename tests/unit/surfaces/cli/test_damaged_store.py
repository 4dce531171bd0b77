"""A damaged ledger, a spoilt publication, a store that is not ours to write to: always a sentence."""

import os
import random
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmark.core.settings import PROJECT_ROOT
from benchmark.store.proof.verify import verify
from benchmark.store.publication import open_current
from benchmark.store.storage.files import wal_of
from tests.unit.returns.made import TARGETS, csv_of

IS_ROOT = hasattr(os, "getuid") and os.getuid() == 0
WITHOUT_RIGHTS = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"] if IS_ROOT else []


ONE_AFTER_ANOTHER = """
import sys
from benchmark.surfaces.cli.main import main

store, few = sys.argv[1:]
for command in (
    ["gaps", "--ics", "QYG", "--store", store],
    ["submissions", "--store", store],
    ["export", "rounds", "--store", store],
    ["receipt", "20", "--store", store],
    ["verify", "--store", few],
    ["withdraw", "20", "--reason", "x", "--by", "A tester", "--store", store],
):
    print(command[0], "ended with", main(command), file=sys.stderr)
"""
"""Commands of one process: to start each would take most of the time."""


def cut(file: Path, part: float) -> None:
    os.truncate(file, int(file.stat().st_size * part))


def flip(file: Path, seed: int) -> None:
    """Two hundred bytes changed anywhere."""
    chance, content = random.Random(seed), bytearray(file.read_bytes())
    for _ in range(200):
        content[chance.randrange(len(content))] ^= 0xFF
    file.write_bytes(content)


def in_its_place(file: Path) -> None:
    file.unlink()
    file.mkdir()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "empty": lambda file: file.write_bytes(b""),
    "text": lambda file: file.write_text("submission,by\n1,Ada\n" * 2000),
    "a folder": in_its_place,
    "cut to a hundredth": lambda file: cut(file, 0.01),
    "cut to a half": lambda file: cut(file, 0.5),
    "cut at the end": lambda file: cut(file, 0.8),
    "flipped once": lambda file: flip(file, 1),
    "flipped twice": lambda file: flip(file, 2),
    "text in place of the WAL": lambda file: wal_of(file).write_text("hello"),
}
NO_LEDGER = ("empty", "text", "a folder")


@pytest.mark.parametrize("damage", [damage for damage in DAMAGES if damage not in NO_LEDGER])
def test_a_damaged_ledger_is_a_sentence_in_every_command(run, own_store, tmp_path, damage):
    DAMAGES[damage](own_store.ledger_file)
    file = tmp_path / "targets.csv"
    file.write_bytes(csv_of(TARGETS, ("DEMO1", "Acute", "well_led", 4.5, "The new board paper")))
    said = ("--by", "A tester")
    for command in (
        ("publish",),
        ("backup", tmp_path / "b.zip"),
        ("submissions",),
        ("gaps", "--ics", "QYG"),
        ("export", "rounds"),
        ("check", file),
        ("submit", file, *said, "--note", "x"),
        ("withdraw", 20, *said, "--reason", "x"),
        ("restore", 20, *said, "--reason", "x"),
        ("receipt", 20),
        ("verify",),
    ):
        # Any exception but the product's own would come out of `run`.
        finished = run(*command, "--store", own_store.store)
        assert finished.exit_code in (0, 1, 2)
        assert "Traceback" not in finished.err
        if finished.exit_code == 2:
            assert finished.err.strip().endswith((".", "TEXT", '"'))
    assert finished.exit_code != 0  # what was found stays so, whatever was asked before


@pytest.mark.parametrize("damage", NO_LEDGER)
def test_a_file_that_is_no_ledger_is_reported_before_any_figure(run, few_store, tmp_path, damage):
    DAMAGES[damage](few_store.ledger_file)
    for command in (
        *(("gaps", "--ics", "DEMO"), ("submissions",), ("export", "rounds"), ("publish",)),
        *(("backup", tmp_path / "b.zip"), ("withdraw", 3, "--by", "A tester", "--reason", "x")),
    ):
        finished = run(*command, "--store", few_store.store)
        assert (finished.exit_code, finished.out) == (2, "")
        assert "The ledger ledger.duckdb cannot be opened" in finished.err
        assert "Restore it from a backup." in finished.err
    finished = run("verify", "--store", few_store.store)
    assert finished.exit_code in (1, 2) and "Traceback" not in finished.err


@pytest.mark.parametrize("damage", ["empty", "text", "cut to a half", "flipped once"])
def test_a_spoilt_publication_is_a_sentence(run, own_store, damage):
    DAMAGES[damage](open_current(own_store).file)
    for command in (("gaps", "--ics", "QYG"), ("submissions",), ("export", "unit_pillar_scores")):
        finished = run(*command, "--store", own_store.store)
        assert finished.exit_code in (0, 2)
        assert "Traceback" not in finished.err
    assert [check for check in verify(own_store).checks if not check.ok]


@pytest.mark.skipif(
    os.name == "nt" or (IS_ROOT and shutil.which("setpriv") is None),
    reason="needs permissions as Unix knows them, and as root setpriv",
)
def test_a_store_that_is_not_ours_to_write_to_is_read(own_store, few_store):
    """No file may be made in it. To root nothing is forbidden, so that commands run without root's rights.

    A whole store of few files is verified: of all files that takes as long as everything else here.
    """
    stores = (own_store, few_store)
    for one in stores:
        shutil.rmtree(one.store / "reading", ignore_errors=True)
    folders = [folder for one in stores for folder in (one.store, one.publications)]
    before = [sorted(folder.rglob("*")) for folder in folders]
    for folder in folders:
        folder.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        finished = subprocess.run(
            [
                *WITHOUT_RIGHTS,
                sys.executable,
                "-c",
                ONE_AFTER_ANOTHER,
                str(own_store.store),
                str(few_store.store),
            ],
            cwd=PROJECT_ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert finished.stderr.splitlines() == [
            *(
                f"{command} ended with 0"
                for command in ("gaps", "submissions", "export", "receipt", "verify")
            ),
            *(line for line in finished.stderr.splitlines() if "Permission denied" in line),
            "withdraw ended with 2",
        ]
        assert "Permission denied" in finished.stderr
    finally:
        for folder in folders:
            folder.chmod(stat.S_IRWXU)
    assert [sorted(folder.rglob("*")) for folder in folders] == before
