"""kill -9 at any moment: what was acknowledged is there, nothing is there twice, and no reader notices."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from benchmark.core.settings import PROJECT_ROOT, Settings
from benchmark.store.ledger import writing
from benchmark.store.proof.verify import verify
from benchmark.store.publication import Publication, open_current
from benchmark.store.publication.publish import KEEP, publish
from benchmark.store.storage.files import wal_of
from tests.unit.store.conftest import Prepared
from tests.unit.store.invented import make, reference, scores, submission, submit

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="forks its workers, which Windows cannot"),
]

PLAN = ["submit", "submit", "publish"] * 3
"""What is done at each kill. In publishing every line is tried besides; in submitting chance alone tries."""

PAUSE = 0.1
"""Seconds between two looks of a reader, who otherwise takes half of the time."""

FEWEST_HALFWAY, MOST_KILLS = 4, 100
"""Kills that must fall within the making of a ledger, and after how many tries that is given up."""


class Workshop:
    """The process that forks workers; see killed_worker.py."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.unit.store.killed_worker"],
            cwd=PROJECT_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(
        self, settings: Settings, *command: str | int, kill_after: tuple[int, float] | None = None
    ) -> tuple[list[str], int]:
        """What a worker said, and how it ended: its exit code, or minus the signal that killed it.

        `kill_after` is how many of its lines to wait for, and how many seconds after that to kill it.
        """
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([str(settings.store), *command]) + "\n")
        self._process.stdin.flush()
        worker = int(self._line().removeprefix("worker "))
        said = []
        if kill_after is not None:
            lines, seconds = kill_after
            said = [self._line() for _ in range(lines)]
            time.sleep(seconds)
            os.kill(worker, signal.SIGKILL)
        while not (line := self._line()).startswith("ended "):
            said.append(line)
        return said, int(line.removeprefix("ended "))

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        assert self._process.wait(timeout=60) == 0
        self._process.stdout.close()

    def _line(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the workshop has ended"
        return line.strip()


class Reader(threading.Thread):
    """Opens and reads the publication in use, again and again, until the test stops it."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings, self._stop_asked = settings, threading.Event()
        self.reads, self.newest, self.faults = 0, 0, list[str]()

    def run(self) -> None:
        while not self._stop_asked.wait(PAUSE):
            try:
                publication = open_current(self._settings)
                self.faults += faults_of(publication)
                if publication.ledger_entry < self.newest:
                    self.faults.append(f"{publication.version} came after entry {self.newest}")
                self.newest = publication.ledger_entry
            except Exception as error:
                self.faults.append(repr(error))
            self.reads += 1

    def stop(self) -> None:
        self._stop_asked.set()
        self.join()


def faults_of(publication: Publication) -> list[str]:
    """What does not fit together in a publication, by its own list of submissions and its position."""
    counted = publication.rows(
        "select (select count(*) from publication.maturity_scores), "
        "coalesce(sum(row_count) filter (where kind = 'maturity_scores'), 0), count(*), max(submission_id) "
        "from publication.submissions"
    )
    rows, expected_rows, standing, newest = counted[0]
    faults = []
    if rows != expected_rows:
        faults.append(f"{publication.version} has {rows} scores of {expected_rows}")
    # Each entry submits or withdraws once: those that do not stand have two entries each.
    withdrawn, odd = divmod(publication.ledger_entry - standing, 2)
    if odd or newest > standing + withdrawn:
        faults.append(f"{publication.version}: {standing} stand, {withdrawn} do not, {newest} is the newest")
    return faults


def traces(settings: Settings) -> bool:
    """Whether the killed process left something half done."""
    leftovers = [*settings.publications.glob("*.tmp*"), *settings.store.glob("*.tmp")]
    return bool(leftovers) or wal_of(settings.ledger_file).exists()


def check_after_kill(
    settings: Settings,
    acknowledged: set[str],
    published: int,
    *,
    publishing: bool = True,
    thoroughly: bool = True,
) -> set[str]:
    """The store is sound and holds what was acknowledged; returns every file in it.

    publishing: whether that was killed, and must go on; of a writer's kill the ledger alone is asked.
    """
    assert open_current(settings).ledger_entry >= published
    if publishing:
        assert faults_of(publish(settings)) == []
    if thoroughly:
        assert [check for check in verify(settings).checks if not check.ok] == []
    with writing(settings) as ledger:
        names = [submission.file_name for submission in ledger.submissions()]
        state = {submission.file_name: submission.state for submission in ledger.submissions()}
    assert not (traces(settings) if publishing else wal_of(settings.ledger_file).exists())
    kept = [name for name in names if name != "return.csv"]
    assert len(kept) == len(set(kept))
    assert {line.split()[1] for line in acknowledged if line.startswith("submitted")} <= set(kept)
    assert {state[line.split()[1]] for line in acknowledged if line.startswith("withdrew")} <= {"withdrawn"}
    return set(kept)


def seconds_of(work: Callable[[], object]) -> float:
    """How long something takes here and now: a kill within so many seconds falls within it."""
    begun = time.monotonic()
    work()
    return time.monotonic() - begun


@pytest.fixture
def published(settings: Settings, prepared: Prepared) -> Settings:
    """A store with something published, as readers need."""
    return prepared(settings, publish)


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    workshop = Workshop()
    yield workshop
    workshop.close()


def test_killed_at_random_moments(published, workshop):
    chance = random.Random(20250401)
    submitting = seconds_of(lambda: submit(published, submission(scores(2.0, 2.5))))
    longest = {"submit": submitting, "publish": submitting + seconds_of(lambda: publish(published))}
    reader = Reader(published)
    reader.start()
    acknowledged: set[str] = set()
    entry, halfway, kept = 0, 0, set[str]()
    try:
        for run, command in enumerate(PLAN, start=1):
            moment = chance.randrange(4), chance.uniform(0, longest[command])
            said, ended = workshop.run(published, command, run * 1000, kill_after=moment)
            assert ended == -signal.SIGKILL
            halfway += traces(published)
            acknowledged |= {line for line in said if not line.startswith("published")}
            entry = max([entry, *(int(line.split()[1]) for line in said if line.startswith("published"))])
            publishing = command == "publish"
            # What a kill spoils in a ledger stays so, and is found at the end too.
            thoroughly = run == len(PLAN)
            kept = check_after_kill(
                published, acknowledged, entry, publishing=publishing, thoroughly=thoroughly
            )
    finally:
        reader.stop()
    assert reader.faults == []
    assert reader.reads > len(PLAN)
    # At most one file per kill was taken and not yet acknowledged.
    submitted = {line for line in acknowledged if line.startswith("submitted")}
    assert len(submitted) <= len(kept) <= len(submitted) + len(PLAN)
    # Or else the kills all fell between two things, and prove nothing.
    assert halfway >= len(PLAN) / 10


def test_killed_at_every_line_of_publishing(published, workshop):
    """At every line before which something else lies on the disk: all that a kill leaves lies there."""
    in_use = open_current(published).file
    for number in range(1, KEEP):  # so that the next one takes the place of the oldest
        shutil.copy(in_use, older := in_use.with_stem(f"00000{number}-older"))
        os.utime(older, (number, number))
    said, ended = workshop.run(published, "lines", 1)
    assert ended == 0
    lines = [line.removeprefix("line ") for line in said if line.startswith("line ")]
    assert len(lines) > 8
    reader = Reader(published)
    reader.start()
    acknowledged: set[str] = set()
    try:
        for run, line in enumerate(lines, start=1):
            # Each the same way as the first: a number that three divides does more.
            said, ended = workshop.run(published, "at", run * 3000 + 1, line)
            assert ended == -signal.SIGKILL, line
            acknowledged |= set(said)
            open_current(published)
            assert faults_of(publish(published)) == []
            assert not traces(published)
        check_after_kill(published, acknowledged, 0)
    finally:
        reader.stop()
    assert reader.faults == []


def test_killed_while_the_very_first_ledger_is_made(tmp_path, workshop):
    """Each time on an empty folder, so that the kills fall on the making of the file and its first tables."""
    chance = random.Random(20250402)
    longest = seconds_of(lambda: make(Settings(store=tmp_path / "not killed")))
    begun = run = 0
    while begun < FEWEST_HALFWAY:
        run += 1
        assert run <= MOST_KILLS, "the kills all fall before or after the making, and prove nothing"
        settings = Settings(store=tmp_path / f"store {run}")
        said, ended = workshop.run(settings, "submit", 1, kill_after=(0, chance.uniform(0, longest)))
        assert ended == -signal.SIGKILL
        begun += traces(settings)
        acknowledged = {line.split()[1] for line in said if line.startswith("submitted")}
        make(settings)
        with writing(settings) as ledger:
            assert acknowledged <= {submission.file_name for submission in ledger.submissions()}
        assert not traces(settings)
    submit(settings, *reference())
    publish(settings)
    assert [check for check in verify(settings).checks if not check.ok] == []
