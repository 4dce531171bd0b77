"""Four submit at once while readers look on: all that was acknowledged is there, once, and nobody errs."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmark.core.errors import ReturnRefused
from benchmark.core.settings import Settings
from benchmark.returns import check_return, submit_return
from benchmark.store.ledger import Submission, writing
from benchmark.store.proof.verify import verify
from benchmark.store.publication import open_current
from tests.apart import Apart, Ended, context
from tests.unit.returns.made import TARGETS, csv_of
from tests.unit.returns.submitting import submit_when_told

pytestmark = pytest.mark.slow

AT_ONCE, READERS = 4, 2
COUNT = "select count(*), count(distinct (ods_code, care_setting, pillar)) from publication.own_targets"


@pytest.fixture
def settings(few_store: Settings) -> Settings:
    return few_store


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Four files of three rows, each of a trust of its own; only the last two are the same, byte by byte."""
    made = []
    for number, code in enumerate(("DEMO1", "DEMO2", "DEMO3", "DEMO3")):
        rows = [(code, "", pillar, 4, "Plan") for pillar in ("well_led", "safe_practice", "improve_care")]
        made.append(tmp_path / f"targets_{number}.csv")
        made[-1].write_bytes(csv_of(TARGETS, *rows))
    return made


@contextmanager
def readers(settings: Settings) -> Iterator[list[int]]:
    """Readers who open the publication in use again and again: the counts of rows that they saw.

    Fails when one met an error, saw half a file, a row twice, or fewer rows than before.
    """
    done, seen, errors = threading.Event(), list[int](), list[BaseException]()

    def look() -> None:
        before = 0
        try:
            while not done.wait(0.2):  # or the readers leave the writers no processor
                ((rows, keys),) = open_current(settings).rows(COUNT)
                assert rows == keys >= before
                assert rows % 3 == 0
                before = rows
                seen.append(rows)
        except BaseException as error:
            errors.append(error)

    looking = [threading.Thread(target=look) for _ in range(READERS)]
    for thread in looking:
        thread.start()
    try:
        yield seen
    finally:
        done.set()
        for thread in looking:
            thread.join()
    assert errors == []
    assert len(seen) > READERS


def kept(settings: Settings) -> list[Submission]:
    with writing(settings) as ledger:
        return [entry for entry in ledger.submissions() if entry.origin == "return"]


def expect_all_once(settings: Settings, files: list[Path], outcomes: list[str]) -> None:
    """Three were acknowledged, each with a number of its own; one of the two same ones was asked about."""
    refused = [outcome for outcome in outcomes if not outcome.isdecimal()]
    numbers = {int(outcome) for outcome in outcomes if outcome.isdecimal()}
    assert len(numbers) == AT_ONCE - 1
    assert len(refused) == 1
    assert "was submitted already" in refused[0]
    assert outcomes.index(refused[0]) in (AT_ONCE - 2, AT_ONCE - 1)
    submissions = kept(settings)
    assert {entry.submission_id for entry in submissions} == numbers
    by_number = {entry.submission_id: entry.file_name for entry in submissions}
    for file, outcome in zip(files, outcomes, strict=True):
        assert outcome == refused[0] or by_number[int(outcome)] == file.name
    assert len({entry.sha256 for entry in submissions}) == AT_ONCE - 1
    assert open_current(settings).rows(COUNT) == [(3 * (AT_ONCE - 1),) * 2]
    report = verify(settings)
    assert [check for check in report.checks if not check.ok] == []


def test_several_threads(settings, files):
    together = threading.Barrier(AT_ONCE)

    def submit(file: Path) -> str:
        checked = check_return(file, file.name, publication=open_current(settings))
        together.wait()
        try:
            return str(submit_return(settings, checked, by="A thread", note="").number)
        except ReturnRefused as error:
            return str(error)

    with readers(settings) as seen, ThreadPoolExecutor(AT_ONCE) as pool:
        outcomes = [*pool.map(submit, files)]
    expect_all_once(settings, files, outcomes)
    assert seen[0] == 0


def test_several_processes(settings, files):
    with readers(settings):
        workers = [Submitting(settings, file) for file in files]
        for worker in workers:
            assert worker.hear() == "checked"
        for worker in workers:
            worker.submit()
        outcomes = [worker.hear() for worker in workers]
        ended = [worker.process.ended() for worker in workers]
    assert ended == [Ended(0, "", "")] * AT_ONCE
    expect_all_once(settings, files, outcomes)


def test_of_two_processes_on_one_figure_the_later_has_to_check_again(settings, tmp_path):
    made = []
    for trust, level in (("DEMO1", 4), ("DEMO1", 4.2), ("DEMO2", 3)):
        made.append(tmp_path / f"{trust}_{level}.csv")
        made[-1].write_bytes(csv_of(TARGETS, (trust, "", "empower_people", level, "Plan")))
    workers = [Submitting(settings, file) for file in made]
    outcomes = []
    for worker in workers:
        assert worker.hear() == "checked"
    for worker in workers:
        worker.submit()
        outcomes.append(worker.hear())
        assert worker.process.ended() == Ended(0, "", "")
    assert [outcome.isdecimal() for outcome in outcomes] == [True, False, True]
    assert "What DEMO1_4.2.csv was compared with has changed since" in outcomes[1]
    assert f"submission {outcomes[0]} (DEMO1_4.csv, by A process) is current now" in outcomes[1]


class Submitting:
    """A process that has one file to submit."""

    def __init__(self, settings: Settings, file: Path) -> None:
        self._told, theirs = context.Pipe()
        self.process = Apart(submit_when_told, settings, file, theirs)
        theirs.close()

    def hear(self) -> str:
        return str(self._told.recv())

    def submit(self) -> None:
        self._told.send("submit")
