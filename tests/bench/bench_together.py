"""Many read and many submit at the same time, over one PostgreSQL that is slow, killed and started again.

python tests/bench/bench_together.py says what readers of one server met while others submitted at another, in
three stretches: all is well; each part of what goes between server and database is late; the database is
killed and comes back. Run by hand: it takes some two minutes. It ends with an error where anything that was
acknowledged is lost or there twice, where a page erred, or where the two servers end with different figures.
"""

import asyncio
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmark.core.errors import StoreError
from benchmark.core.settings import LEDGER_VARIABLE, Settings
from benchmark.returns.submit.bundled import init_store
from benchmark.store.ledger import writing
from benchmark.store.proof.verify import verify
from benchmark.store.publication import open_store
from benchmark.store.publication.publish import publish
from benchmark.surfaces.web.filters import default_round_of
from benchmark.surfaces.web.offered import offered_systems
from tests.bench import bench_readers
from tests.bench.bench_readers import FOOTPRINTS, SECONDS, SEED, THINK, Server, Together, looks
from tests.browser.conftest import server_process
from tests.postgresql import Postgresql, Way
from tests.unit.store.invented import submission, target

READERS, SUBMITTERS = 30, 10
LATE_SECONDS = 0.05
SOON = 120.0


class Submitters:
    """So many who submit at one server, again and again, and keep what was acknowledged."""

    def __init__(self, settings: Settings, name: str) -> None:
        self._settings, self._name, self._ended = settings, name, threading.Event()
        self.acknowledged: dict[int, str] = {}
        self.refused: list[str] = []
        self.seconds: list[float] = []
        self._threads = [threading.Thread(target=self._run, args=(n,)) for n in range(SUBMITTERS)]

    def _run(self, number: int) -> None:
        for time_ in range(10_000):
            if self._ended.wait(1.0):
                return
            name, began = f"{self._name}: {number}-{time_}", time.monotonic()
            new = submission([target(3.0, trust="DEMO1")], file_name=name, content=name.encode())
            try:
                with writing(self._settings) as ledger:
                    kept = ledger.submit(new).submission_id
            except StoreError as error:
                self.refused.append(error.message)
            else:
                self.acknowledged[kept] = name
                self.seconds.append(time.monotonic() - began)

    def __enter__(self) -> "Submitters":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()


@contextmanager
def served(settings: Settings) -> Iterator[Server]:
    """A server of the dashboard that follows the database."""
    log = settings.store.with_suffix(".txt")
    told = {LEDGER_VARIABLE: settings.database}
    with server_process(settings.store, log, environment=lambda _: told) as found:
        yield Server(*found)


def killed_and_started(server: Postgresql, ended: threading.Event) -> None:
    """The database is away for a third of a stretch. It ends with the thread that starts it."""
    time.sleep(SECONDS / 3)
    server.kill()
    time.sleep(SECONDS / 3)
    server.start()
    ended.wait()


def stretch(
    name: str, found: Server, settings: Settings, plans: list[list[bench_readers.Look]]
) -> Submitters:
    """Read and submit for a while, and say what both met."""
    with Submitters(settings, name) as submitters:
        had: Together = asyncio.run(bench_readers._together(found, plans))
    times = sorted(answer.run.milliseconds for answer in had.answers)
    errors = [answer.run.error for answer in had.answers if answer.run.error]
    waits = sorted(1000 * seconds for seconds in submitters.seconds)
    cells = (
        *(name, len(times), len(errors), f"{bench_readers._share(times, 0.5):.0f}"),
        *(f"{bench_readers._share(times, 0.95):.0f}", len(waits), len(submitters.refused)),
        *(f"{bench_readers._share(waits, share):.0f}" for share in (0.5, 0.95)),
        f"{found.memory_mb():.0f}",
    )
    print(f"| {' | '.join(map(str, cells))} |", flush=True)
    for error in dict.fromkeys(errors):
        raise SystemExit(f"A page erred: {error}")
    return submitters


def health(found: Server) -> dict[str, object]:
    with urlopen(f"{found.address}/health", timeout=SOON) as answer:
        return dict(json.load(answer))


def expect_whole(found: Server, settings: Settings, all_of_them: list[Submitters]) -> None:
    """SystemExit where something acknowledged is lost or double, or the servers show different things."""
    acknowledged = {number: name for each in all_of_them for number, name in each.acknowledged.items()}
    with writing(settings, adding=False) as ledger:
        kept = {one.submission_id: one.file_name for one in ledger.submissions() if ": " in one.file_name}
        last = ledger.last_entry()
    publish(settings)
    doubtful = sum("nobody can tell" in why for each in all_of_them for why in each.refused)
    lost = acknowledged.items() - kept.items()
    if lost or len(kept) != len(set(kept.values())) or len(kept) - len(acknowledged) > doubtful + SUBMITTERS:
        raise SystemExit(f"Lost: {lost}. Kept {len(kept)}, acknowledged {len(acknowledged)}.")
    until = time.monotonic() + SOON
    while (told := health(found)) and (told["status"], told.get("entry_shown")) != ("ok", last):
        if time.monotonic() > until:
            raise SystemExit(f"The other server does not follow: {told}")
        time.sleep(0.2)
    if told["publication"] != open_store(settings).version:
        raise SystemExit("The two servers show different publications.")
    if faults := [f"{check.name}: {check.detail}" for check in verify(settings).checks if not check.ok]:
        raise SystemExit(f"The ledger has faults: {faults}")
    print(f"\n{len(acknowledged)} acknowledged, all kept once; both servers show the same.")


def main() -> None:
    """Print the table."""
    folder, server = Path(tempfile.mkdtemp(prefix="together-")), Postgresql(fsync=True)
    with closing(server_way := Way(server)):
        try:
            database = server_way.through(server.fresh())
            first = Settings(store=folder / "first", database=database)
            second = replace(first, store=folder / "second")
            publication = init_store(first)
            year = default_round_of(publication, ics_code=None)
            systems = {
                footprint: list(offered_systems(publication, year=year, footprint=footprint).systems)
                for footprint in FOOTPRINTS
            }
            plans = []
            for seed in range(SEED, SEED + READERS):
                ahead = looks(seed, systems)
                plans.append([next(ahead) for _ in range(int(SECONDS / THINK[0]) + 1)])
            init_store(second)
            with served(first) as found:
                print("| | Runs | Errors | Median, ms | 95th, ms | Kept | Refused | Median | 95th | MB |")
                print(f"|{'---|' * 10}")
                done = [stretch("all is well", found, second, plans)]
                server_way.seconds = LATE_SECONDS
                done.append(stretch("the database is slow", found, second, plans))
                server_way.seconds = 0.0
                ended = threading.Event()
                away = threading.Thread(target=killed_and_started, args=(server, ended))
                away.start()
                try:
                    done.append(stretch("the database is away for a while", found, second, plans))
                    expect_whole(found, second, done)
                finally:
                    ended.set()
                    away.join()
        finally:
            server.remove()


if __name__ == "__main__":
    os.environ.pop(LEDGER_VARIABLE, None)
    main()
