"""The receipt comes at the commit: whatever happens after it, what was taken is said so, and is kept."""

import json
import os
import re
import shutil
import signal
from pathlib import Path

import pytest

from benchmark.core.settings import Settings
from benchmark.returns.submit.bundled import prepare_store
from benchmark.store.ledger import writing
from benchmark.store.proof.verify import verify
from benchmark.store.publication import open_current
from benchmark.surfaces.cli.main import main
from tests.apart import Apart, Ended
from tests.unit.returns.made import TARGETS, csv_of
from tests.unit.surfaces.cli.killed import killed_before_publishing

pytestmark = pytest.mark.skipif(os.name == "nt", reason="limits the size of files as only Unix can")

BY = ("--by", "A tester", "--note", "Invented")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "targets.csv"
    made.write_bytes(csv_of(TARGETS, ("DEMO1", "Acute", "well_led", 4.5, "The new board paper")))
    return made


def taken(settings: Settings) -> list[int]:
    with writing(settings) as ledger:
        return [entry.submission_id for entry in ledger.submissions() if entry.origin == "return"]


def limited(settings: Settings, limit: int, *arguments: object) -> Ended:
    command = [str(part) for part in (*arguments, "--store", settings.store)]
    return Apart(main, command, largest_file=limit).ended()


def test_a_full_disk_at_any_moment_never_loses_a_confirmed_submission(own_store, file, tmp_path):
    """Limits below, between and above the sizes of the ledger and of a publication."""
    ledger, publication = own_store.ledger_file.stat().st_size, open_current(own_store).file.stat().st_size
    said = set()
    sizes = [0, 3000, publication // 2, ledger - 5000, ledger + 100, ledger * 2]
    for place, limit in enumerate(sorted(sizes)):
        copy = Settings(store=shutil.copytree(own_store.store, tmp_path / f"full {place}"))
        finished = limited(copy, limit, "submit", file, *BY, "--format", "json")
        assert "Traceback" not in finished.err
        known = taken(copy)
        if finished.exit_code == 0:
            receipt = json.loads(finished.out)
            assert [receipt["number"]] == known
            assert bool(receipt["publication"]) != bool(receipt["not_shown"])
            outcome = "shown" if receipt["publication"] else "not shown"
        else:
            assert known == [], (limit, finished.err)
            outcome = "refused"
        shown = prepare_store(copy)
        found = shown.rows("select target from publication.own_targets where reason = 'The new board paper'")
        assert found == ([(4.5,)] if known else [])
        assert outcome in said or verify(copy).ok
        said.add(outcome)
        assert not [*copy.store.rglob("*.tmp*")]
    assert said == {"shown", "not shown", "refused"}


def test_a_submission_that_is_not_shown_is_reported_everywhere_and_repaired(own_store, file, run):
    """A folder lies where the name of the publication in use is written first."""
    store, in_the_way = ("--store", own_store.store), own_store.store / "current.tmp"
    in_the_way.mkdir()
    finished = run("submit", file, *BY, *store)
    (number,) = taken(own_store)
    assert finished.exit_code == 0
    assert f"Taken as number {number}, not yet shown: " in finished.out
    assert "It is kept. The next start of the dashboard, the next submission, or" in finished.out
    finished = run("withdraw", number, "--reason", "x", "--by", "A tester", *store)
    assert (finished.exit_code, f"Submission {number} is withdrawn, not yet shown: " in finished.out) == (
        0,
        True,
    )
    assert re.search(r"Entries \d+ to \d+ are taken, not yet shown\.", run("submissions", *store).out)
    in_the_way.rmdir()
    assert run("publish", *store).exit_code == 0
    assert "not yet shown" not in run("submissions", *store).out


@pytest.mark.parametrize("command", ["submit", "withdraw"])
def test_a_kill_after_the_commit_leaves_what_the_next_start_shows(own_store, file, tmp_path, command, run):
    """Killed at the first line of publishing, which is after the commit."""
    number = ""
    if command == "withdraw":
        run("submit", file, *BY, "--store", own_store.store)
        number = str(taken(own_store)[0])
    what = [command, number, "--reason", "x", "--by", "A tester"] if number else [command, str(file), *BY]
    ended = Apart(killed_before_publishing, [*what, "--store", str(own_store.store)]).ended()
    assert ended.exit_code == -signal.SIGKILL
    output = run("submissions", "--store", own_store.store).out
    assert "taken, not yet shown" in output
    shown = prepare_store(own_store)
    states = dict(
        shown.rows("select submission_id, state from publication.submission_log where origin = 'return'")
    )
    assert [*states.values()] == ["withdrawn" if number else "standing"]


def test_a_submission_that_cannot_be_published_makes_two_entries_and_says_so(own_store, file, run):
    """A store in which something else was broken meanwhile, by the database's own shell."""
    with writing(own_store) as ledger:
        ledger.connection.execute("update row_own_targets set target = 9 where line = 2")
    finished = run("submit", file, *BY, "--store", own_store.store)
    assert finished.exit_code == 1
    (number,) = taken(own_store)
    assert f"Taken as number {number} and taken back at once" in finished.err
    with writing(own_store) as ledger:
        assert ledger.submission(number).state == "withdrawn"
