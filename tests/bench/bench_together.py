"""Many read and many submit at the same time at three servers behind nginx, over one PostgreSQL.

python tests/bench/bench_together.py says what readers met while others submitted, in three stretches: all is
well; each part of what goes between server and database is late; the database is killed and comes back. It
takes some four minutes. It ends with an error where anything that was acknowledged is lost or there twice,
where a page erred, or where the servers end with different figures. With the number of seconds of one stretch
(python tests/bench/bench_together.py 1200) it has that stretch alone, and tells the servers' memory by the
minute.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmark.core.errors import StoreError
from benchmark.core.settings import LEDGER_VARIABLE, Settings
from benchmark.returns.submit.bundled import init_store
from benchmark.returns.submit.publishing import show
from benchmark.store.ledger import writing
from benchmark.store.proof.verify import verify
from benchmark.store.publication import open_store
from benchmark.surfaces.server.workers import LOOPBACK, free_ports, nginx, nginx_configuration
from benchmark.surfaces.web.choices.filters import default_round_of
from benchmark.surfaces.web.choices.offered import offered_systems
from tests.bench import bench_readers
from tests.bench.bench_readers import FOOTPRINTS, SEED, THINK, Look
from tests.postgresql import Postgresql, Way
from tests.unit.store.invented import submission, target
from tests.unit.surfaces.server.test_several_servers import SERVERS, Server

READERS, SUBMITTERS = 30, 10
LONG_READERS, LONG_SUBMITTERS = 10, 4
"""Of the long stretch."""
SECONDS = 30
"""Of each stretch."""
PAUSE = 5.0
"""Seconds in which a submitter is busy with the next file."""
LATE_SECONDS = 0.01
"""On each way, of each part: 20 milliseconds there and back."""
SOON = 120.0


def submit_without_end(settings: Settings, name: str, ended: threading.Event) -> None:
    """Submit file after file and publish each, as Upload does; a line for each."""
    for number in range(10_000):
        if ended.wait(PAUSE):
            return
        file, began = f"{name}-{number}", time.monotonic()
        new = submission([target(3.0, trust="DEMO1")], file_name=file, content=file.encode())
        try:
            with writing(settings) as ledger:
                kept = ledger.submit(new).submission_id
        except StoreError as error:
            print(json.dumps({"refused": error.message}), flush=True)
            continue
        acknowledged = time.monotonic()
        shown = show(settings, submission=kept)
        outcome = {"kept": kept, "file": file, "seconds": acknowledged - began}
        if shown.version:
            outcome["shown"] = time.monotonic() - began
        print(json.dumps(outcome), flush=True)


def submit_at(store: str, database: str, name: str, number: str) -> None:
    """So many submitters at a server, in a process of their own, until its input says that it ends."""
    ended, settings = threading.Event(), Settings(store=Path(store), database=database)
    threads = [
        threading.Thread(target=submit_without_end, args=(settings, f"{name}.{one}", ended))
        for one in range(int(number))
    ]
    for thread in threads:
        thread.start()
    print(flush=True)  # that they are at work
    sys.stdin.read()
    ended.set()
    for thread in threads:
        thread.join()


@contextmanager
def submitters(servers: list[Server], name: str, count: int) -> Iterator[list[dict[str, object]]]:
    """Submitters at every server; their answers are there when they have ended."""
    outcomes: list[dict[str, object]] = []
    processes = []
    for place, server in enumerate(servers):
        number = (count + place) // len(servers)
        given = (server.settings.store, server.settings.database, f"{name}: {place}", number)
        command = [sys.executable, __file__, "submit", *map(str, given)]
        processes.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
    try:
        for process in processes:
            assert process.stdout is not None
            process.stdout.readline()
        yield outcomes
    finally:
        lines = [process.communicate("") for process in processes]
        outcomes += [json.loads(line) for out, _ in lines for line in out.splitlines()]


@contextmanager
def served(folder: Path, database: str) -> Iterator[tuple[list[Server], bench_readers.Server]]:
    """Servers over the database, each with a store of its own, behind nginx."""
    with ExitStack() as stack:
        port, *ports = free_ports(1 + SERVERS)
        servers = []
        for number, own in enumerate(ports):
            (folder / str(number)).mkdir()
            servers.append(Server(folder / str(number), own, database))
        init_store(servers[0].settings)
        for server in servers:
            server.start()
            stack.callback(server.kill)
        (folder / "nginx.conf").write_text(nginx_configuration(folder, port, ports))
        balancer = subprocess.Popen(
            [nginx(), "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
        )
        stack.callback(lambda: (balancer.send_signal(signal.SIGQUIT), balancer.wait(30)))
        soon("the servers start", lambda: all(one.health().get("status") == "ok" for one in servers))
        pids = tuple(server.process.pid for server in servers)
        yield servers, bench_readers.Server(f"http://{LOOPBACK}:{port}", pids)


def soon(what: str, holds: Callable[[], bool]) -> None:
    """SystemExit where it does not hold in time."""
    until = time.monotonic() + SOON
    while not holds():
        if time.monotonic() > until:
            raise SystemExit(f"Not in time: {what}.")
        time.sleep(0.5)


@contextmanager
def away_for_a_while(server: Postgresql, seconds: float) -> Iterator[None]:
    """The database is away for the second third of the time. It ends with the thread that starts it."""
    ended = threading.Event()

    def kill_and_start() -> None:
        time.sleep(seconds / 3)
        server.kill()
        time.sleep(seconds / 3)
        server.start()
        ended.wait()

    thread = threading.Thread(target=kill_and_start)
    thread.start()
    try:
        yield
        time.sleep(seconds / 3)
    finally:
        ended.set()
        thread.join()


@contextmanager
def memory_told(found: bench_readers.Server) -> Iterator[None]:
    """The servers' memory, each minute, in megabytes."""
    ended = threading.Event()

    def tell() -> None:
        minute = 0
        while not ended.wait(60):
            minute += 1
            each = ", ".join(f"{one:.0f}" for one in found.memory_of_each())
            print(f"minute {minute}: {each} MB", flush=True)

    thread = threading.Thread(target=tell)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def stretch(
    name: str, found: bench_readers.Server, servers: list[Server], plans: list[list[Look]], seconds: float
) -> list[dict[str, object]]:
    """Read and submit for a while, and say what both met."""
    bench_readers.SECONDS = int(seconds)
    with submitters(servers, name, SUBMITTERS if len(plans) == READERS else LONG_SUBMITTERS) as outcomes:
        had = asyncio.run(bench_readers._together(found, plans))
    times = sorted(answer.run.milliseconds for answer in had.answers)
    errors = [answer.run.error for answer in had.answers if answer.run.error]
    waits, shown = (
        sorted(1000 * float(str(one[key])) for one in outcomes if key in one) for key in ("seconds", "shown")
    )
    cells = (
        *(name, len(times), len(errors)),
        *(f"{bench_readers._share(times, share):.0f}" for share in (0.5, 0.95)),
        *(len(waits), sum("refused" in one for one in outcomes)),
        *(f"{bench_readers._share(of, share):.0f}" for of in (waits, shown) for share in (0.5, 0.95)),
        f"{max(found.memory_of_each()):.0f}",
    )
    print(f"| {' | '.join(map(str, cells))} |", flush=True)
    for error in dict.fromkeys(errors):
        raise SystemExit(f"A page erred: {error}")
    return outcomes


def expect_whole(servers: list[Server], outcomes: list[dict[str, object]]) -> None:
    """SystemExit where something acknowledged is lost or double, or the servers show different things."""
    acknowledged = {one["kept"]: one["file"] for one in outcomes if "kept" in one}
    with writing(servers[0].settings, adding=False) as ledger:
        kept = {one.submission_id: one.file_name for one in ledger.submissions() if ": " in one.file_name}
        last = ledger.last_of_data()
    doubtful = sum("nobody can tell" in str(one.get("refused")) for one in outcomes)
    lost = acknowledged.items() - kept.items()
    if lost or len(kept) != len({*kept.values()}) or len(kept) - len(acknowledged) > doubtful:
        raise SystemExit(f"Lost: {lost}. Kept {len(kept)}, acknowledged {len(acknowledged)}.")
    soon(
        "every server shows everything",
        lambda: all(one.health().get("entry_shown") == last for one in servers),
    )
    if len({open_store(server.settings).version for server in servers}) != 1:
        raise SystemExit("The servers show different publications.")
    for server in servers:
        faults = [f"{one.name}: {one.detail}" for one in verify(server.settings).checks if not one.ok]
        if faults:
            raise SystemExit(f"The ledger has faults: {faults}")
    print(f"\n{len(acknowledged)} acknowledged, all kept once; all servers show the same.")


def main(long: float = 0.0) -> None:
    """Print the table. long: seconds of the only stretch."""
    with tempfile.TemporaryDirectory(prefix="together-") as name, ExitStack() as stack:
        server = Postgresql(fsync=True)
        stack.callback(server.remove)
        way = stack.enter_context(closing(Way(server)))
        servers, found = stack.enter_context(served(Path(name), way.through(server.fresh())))
        publication = open_store(servers[0].settings)
        year = default_round_of(publication, ics_code=None)
        systems = {
            footprint: list(offered_systems(publication, year=year, footprint=footprint).systems)
            for footprint in FOOTPRINTS
        }
        plans = []
        for seed in range(SEED, SEED + (LONG_READERS if long else READERS)):
            ahead = bench_readers.looks(seed, systems)
            plans.append([next(ahead) for _ in range(int((long or SECONDS) / THINK[0]) + 1)])
        print("| | Runs | Errors | Median, ms | 95th | Kept | Refused", end=" | ")
        print("Kept after, ms | 95th | Shown after, ms | 95th | MB |")
        print(f"|{'---|' * 12}")
        outcomes = []
        if long:
            with memory_told(found):
                outcomes += stretch("a long time", found, servers, plans, long)
        else:
            outcomes += stretch("all is well", found, servers, plans, SECONDS)
            way.seconds = LATE_SECONDS
            outcomes += stretch("the database is 20 ms away", found, servers, plans, SECONDS)
            way.seconds = 0.0
            stack.enter_context(away_for_a_while(server, SECONDS))
            outcomes += stretch("the database is away for a while", found, servers, plans, SECONDS)
        expect_whole(servers, outcomes)


if __name__ == "__main__":
    os.environ.pop(LEDGER_VARIABLE, None)
    if sys.argv[1:2] == ["submit"]:
        submit_at(*sys.argv[2:])
    else:
        main(*map(float, sys.argv[1:]))
