"""A process that submits and publishes until somebody kills it, and says what is done as soon as it is done.

Started once, with everything imported and worked out. Each line on its standard input, a JSON list that
begins with the store's folder, forks one worker:

    [store, "submit", 12]       submits without end, publishing now and then; files are numbered from 12
    [store, "publish", 12]      submits and publishes in turn without end
    [store, "lines", 12]        does so once, telling each line that it comes to in making a publication and
                                before which something else lies on the disk
    [store, "at", 12, "publish.py:60 2"]    does so once, and kills itself when it comes to that line again

The answer is a line with the worker's process id, the worker's own lines, and how it ended.
"""

import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Any

import benchmark.store
from benchmark.core.settings import Settings
from benchmark.store.ledger import writing
from benchmark.store.publication import forget
from benchmark.store.publication.publish import publish
from benchmark.store.storage import database
from tests.unit.store.invented import make, reference, scores, submission, submit, target

STORE_CODE = Path(benchmark.store.__file__).parent
TRACED = ("publish", "build", "_point_at", "_prune", "_clear", "_remove", "swap_in", "sync")
"""The functions that make a publication's file and put it in its place."""


def say(line: str) -> None:
    """One write, so that a killed process never says half a line."""
    os.write(1, f"{line}\n".encode())


def submit_one(settings: Settings, serial: int) -> None:
    """A file of scores that no other file has; every third time also a target, and the scores withdrawn."""
    with writing(settings) as ledger:
        rows = scores(2.0, 2.5, 3.0, domain=f"d{serial}")
        kept = ledger.submit(submission(rows, file_name=f"scores-{serial}"))
        say(f"submitted scores-{serial}")
        if serial % 3 == 0:
            ledger.submit(submission([target(3.0)], file_name=f"target-{serial}"))
            say(f"submitted target-{serial}")
            ledger.withdraw(kept.submission_id, by="A tester", reason="Invented")
            say(f"withdrew scores-{serial}")


def publish_one(settings: Settings) -> None:
    """Publish, and say up to which entry."""
    say(f"published {publish(settings).ledger_entry}")


def work(settings: Settings, first: int, publish_every: int) -> None:
    """Submit without end, and publish after every so many."""
    for serial in count(first):
        submit_one(settings, serial)
        if serial % publish_every == 0:
            publish_one(settings)


def at_every_line(act: Callable[[str], object]) -> Callable[[FrameType, str, Any], Any]:
    """A trace function that acts at each line of the traced functions, named publish.py:60 2 when again."""
    times = Counter[str]()

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if frame.f_code.co_name not in TRACED:  # asked first: every function that is called comes here
            return None
        file = Path(frame.f_code.co_filename)
        if not file.is_relative_to(STORE_CODE):
            return None
        if event == "line":
            line = f"{file.name}:{frame.f_lineno}"
            times[line] += 1
            act(f"{line} {times[line]}")
        return trace

    return trace


def on_disk(settings: Settings) -> dict[Path, bytes]:
    """All that a process leaves when it is killed now: each file of the store, with what it holds."""
    return {file: file.read_bytes() for file in settings.store.rglob("*") if file.is_file()}


def tell_lines(settings: Settings, serial: int) -> None:
    """Say the lines in the order in which they are come to. Of several before which the same lies on the disk
    only the first: a kill at the others would leave the same.
    """
    listed: list[str] = []
    left: list[dict[Path, bytes]] = [{}]

    def look(line: str) -> None:
        found = on_disk(settings)
        if found != left[-1]:
            left[-1] = found
            listed.append(line)

    sys.settrace(at_every_line(look))
    submit_one(settings, serial)
    publish(settings)
    sys.settrace(None)
    for line in listed:
        say(f"line {line}")


def die_at(settings: Settings, serial: int, line: str) -> None:
    """Submit and publish, and be killed before the line is run."""

    def die(reached: str) -> None:
        if reached == line:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.settrace(at_every_line(die))
    submit_one(settings, serial)
    publish_one(settings)


def obey(store: str, command: str, serial: int, *line: str) -> None:
    """What a worker does."""
    settings = Settings(store=Path(store))
    make(settings)
    if command == "submit":
        work(settings, serial, publish_every=8)
    elif command == "publish":
        work(settings, serial, publish_every=1)
    elif command == "lines":
        tell_lines(settings, serial)
    elif command == "at":
        die_at(settings, serial, *line)


def warm_up() -> None:
    """Have all that the product works out once per process worked out, so that no worker need."""
    with TemporaryDirectory() as folder:
        settings = Settings(store=Path(folder) / "store")
        submit(settings, *reference())
        publish(settings)
    forget()
    database._free.clear()  # a worker has databases of its own


def main() -> None:
    """Fork a worker per line of standard input."""
    warm_up()
    for line in sys.stdin:
        worker = os.fork()
        if worker == 0:
            say(f"worker {os.getpid()}")
            obey(*json.loads(line))
            os._exit(0)
        _, status = os.waitpid(worker, 0)
        say(f"ended {os.waitstatus_to_exitcode(status)}")


if __name__ == "__main__":
    main()
