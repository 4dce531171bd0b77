"""How the dashboard answers readers who look around, and what the first view of each page costs.

python tests/bench/bench_readers.py prints two tables. First many readers at once: sessions over the
dashboard's own socket, each of which opens systems and pages at random, the same ones in every run, with some
seconds of thought between. Cold: a server that has just started. Warm: the same server, when the same readers
open again what they opened before. Then one reader alone: each page for systems that no page has shown yet,
and the same view once more, beside pages that draw only a title.
"""

import asyncio
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlencode
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmark.common.scope import Footprint
from benchmark.core.definitions import definitions
from benchmark.core.settings import Settings
from benchmark.returns.submit.bundled import prepare_store
from benchmark.store.publication import Publication
from benchmark.surfaces.server.workers import LOOPBACK, free_ports
from benchmark.surfaces.web.choices.filters import default_round_of
from benchmark.surfaces.web.choices.offered import offered_systems, systems_of
from benchmark.surfaces.web.site.sitemap import PAGES
from tests.bench import wire
from tests.bench.bench_reruns import BARE, FRAMED, page_of, write_title_apps
from tests.serving import server_process, streamlit_of

READERS = (1, 10, 50)
"""The last of them also on two processes."""
SECONDS = 18
"""Of each number of readers, cold and warm: with starts the whole stays within five minutes."""
THINK = (2.0, 6.0)
SEED = 20261126
OF_A_SYSTEM = ("The system", "A trust")
OTHER_PAGE, OTHER_SYSTEM, OTHER_FOOTPRINT = 0.4, 0.3, 0.1
"""How often a reader's next look is elsewhere; each time the standard or its level is another too."""
A_PLAN = {"fund": "10000000", "years": "3", "cost": "250000", "pioneers": "10"}
_OF_READERS = (
    *("Reruns", "Errors", "Reruns a second", "Median, ms", "95th percentile, ms", "Maximum, ms"),
    *("First views: median, ms", "their 95th percentile, ms"),
    *("On the processors, ms a rerun", "Memory, MB"),
)
_OF_VIEWS = ("First view, ms", "on the processors, ms", "Rerun, ms", "on the processors, ms")
FOOTPRINTS: tuple[Footprint, ...] = ("assessed", "current")


@dataclass(frozen=True)
class Server:
    """A server on this computer, and what Linux says of its processes."""

    address: str
    pids: tuple[int, ...]

    def memory_of_each(self) -> list[float]:
        """What of its memory each process has in use now, in megabytes."""
        pages = (Path(f"/proc/{pid}/statm").read_text().split()[1] for pid in self.pids)
        return [int(number) * os.sysconf("SC_PAGE_SIZE") / 1e6 for number in pages]

    def processor_seconds(self) -> float:
        """What they have spent on all processors since their start."""
        fields = (Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in self.pids)
        return sum(int(each[11]) + int(each[12]) for each in fields) / os.sysconf("SC_CLK_TCK")


@contextmanager
def server(store: Path, name: str, *, app: Path | str = "app.py") -> Iterator[Server]:
    """A server until the block ends; its log stands beside the store, under a name."""
    log = store.parent / f"log_{name}.txt"
    with server_process(store, log, command=streamlit_of(app)) as found:
        address, pid = found
        yield Server(address, (pid,))


@contextmanager
def workers(store: Path, number: int) -> Iterator[Server]:
    """Several processes behind nginx until the block ends, as `make serve` starts them."""
    (port,) = free_ports(1)
    command = [sys.executable, "-m", "benchmark", "serve", "--workers", str(number), "--port", str(port)]
    process = subprocess.Popen([*command, "--store", str(store)], stdout=subprocess.DEVNULL)
    try:
        address, until = f"http://{LOOPBACK}:{port}", time.monotonic() + 120
        pids: list[int] = []
        while len(pids) < number or not all(map(_answers, pids)):
            if process.poll() is not None or time.monotonic() > until:
                raise SystemExit("The workers did not start.")
            time.sleep(0.2)
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
            pids = [pid for pid in map(int, children) if b"streamlit" in _command(pid)]
        yield Server(address, tuple(pids))
    finally:
        process.terminate()
        process.wait()


def _command(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def _answers(pid: int) -> bool:
    """Whether a worker can show pages, asked by its own port."""
    port = _command(pid).split(b"\0--server.port\0")[1].split(b"\0")[0].decode()
    with suppress(OSError), urlopen(f"http://{LOOPBACK}:{port}/health", timeout=60):
        return True
    return False


@dataclass(frozen=True)
class Look:
    """A page with its filters, as a link holds them."""

    page: str
    query: str


def looks(seed: int, systems: dict[Footprint, list[str]]) -> Iterator[Look]:
    """What one reader looks at, without end."""
    chance = random.Random(seed)
    pages = [place.address for place in PAGES if place.group in OF_A_SYSTEM]
    levels = [f"{level:g}" for level in definitions().framework.scale.levels]
    page, footprint = chance.choice(pages), FOOTPRINTS[0]
    system = chance.choice(systems[footprint])
    while True:
        standard = chance.choice(definitions().baselines)
        filters = {"ics": system, "footprint": footprint, "standard": standard.id}
        if standard.takes_level:
            filters["level"] = chance.choice(levels)
        yield Look(page, urlencode(filters | (A_PLAN if page == "planner" else {})))
        if chance.random() < OTHER_PAGE:
            page = chance.choice(pages)
        if chance.random() < OTHER_FOOTPRINT:
            footprint = next(other for other in FOOTPRINTS if other != footprint)
        if system not in systems[footprint] or chance.random() < OTHER_SYSTEM:
            system = chance.choice(systems[footprint])


@dataclass(frozen=True)
class Answer:
    """What a reader waited for; first: when the reader had just come."""

    run: wire.Run
    first: bool


async def _reader(address: str, plan: Sequence[Look], seed: int, until: float) -> tuple[int, list[Answer]]:
    """One reader, until the time is over. Returns how much of the plan was looked at, and each answer."""
    chance = random.Random(seed)
    answers: list[Answer] = []
    await asyncio.sleep(chance.uniform(0, THINK[1]))
    async with wire.visit(address) as tab:
        while time.monotonic() < until and not tab.lost:
            look = plan[len(answers) % len(plan)]
            tab.page, tab.query = look.page, look.query
            answers.append(Answer(await tab.run(), first=not answers))
            thought = chance.uniform(*THINK)
            await asyncio.sleep(min(thought, max(0.0, until - time.monotonic())))
    return min(len(answers), len(plan)), answers


@dataclass(frozen=True)
class Together:
    """What readers had at once.

    seen: how much of its plan each looked at. seconds: until all were done. processor: the server's seconds.
    """

    seen: list[int]
    answers: list[Answer]
    seconds: float
    processor: float


async def _together(found: Server, plans: list[list[Look]]) -> Together:
    started, before = time.monotonic(), found.processor_seconds()
    each = await asyncio.gather(
        *(_reader(found.address, plan, seed, started + SECONDS) for seed, plan in enumerate(plans, SEED))
    )
    answers = [answer for _, answers in each for answer in answers]
    return Together(
        seen=[seen for seen, _ in each],
        answers=answers,
        seconds=time.monotonic() - started,
        processor=found.processor_seconds() - before,
    )


def readers(
    store: Path, systems: dict[Footprint, list[str]], count: int, *, processes: int = 1
) -> Iterator[str]:
    """So many readers on a server of their own, cold and then warm, each as a row of the table."""
    plans = []
    for seed in range(SEED, SEED + count):
        ahead = looks(seed, systems)
        plans.append([next(ahead) for _ in range(int(SECONDS / THINK[0]) + 1)])
    name = f"{count}" if processes == 1 else f"{count} on {processes} processes"
    with server(store, name) if processes == 1 else workers(store, processes) as found:
        cold = asyncio.run(_together(found, plans))
        yield _row(f"{name}, cold", cold, found)
        again = [plan[: max(number, 1)] for plan, number in zip(plans, cold.seen, strict=True)]
        yield _row(f"{name}, warm", asyncio.run(_together(found, again)), found)


def start(store: Path) -> float:
    """The seconds from starting a server until its first page has been sent."""

    async def first_page(address: str) -> None:
        async with wire.visit(address) as tab:
            await tab.run()

    began = time.perf_counter()
    with server(store, "start") as found:
        asyncio.run(first_page(found.address))
        return time.perf_counter() - began


def _row(name: str, had: Together, found: Server) -> str:
    answers = had.answers
    times = sorted(answer.run.milliseconds for answer in answers)
    first = sorted(answer.run.milliseconds for answer in answers if answer.first)
    errors = [answer.run.error for answer in answers if answer.run.error]
    for error in dict.fromkeys(errors):
        print(f"error: {error}", file=sys.stderr)
    cells = [
        name,
        f"{len(answers)}",
        f"{len(errors)}",
        f"{len(answers) / had.seconds:.1f}",
        *(f"{_share(times, share):.0f}" for share in (0.5, 0.95, 1.0)),
        *(f"{_share(first, share):.0f}" for share in (0.5, 0.95)),
        f"{1000 * had.processor / max(len(answers), 1):.0f}",
        f"{sum(found.memory_of_each()):.0f}",
    ]
    return f"| {' | '.join(cells)} |"


def _share(ordered: list[float], share: float) -> float:
    """The value that so many of the ordered ones do not exceed."""
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)] if ordered else float("nan")


@dataclass(frozen=True)
class Cost:
    """A view's clock time as its reader sees it, and the server's time on the processors, in milliseconds."""

    clock: float
    processor: float


async def _look(tab: wire.Visit, found: Server, page: str, query: str) -> Cost:
    await asyncio.sleep(wire.REST_SECONDS)
    before = found.processor_seconds()
    tab.page, tab.query = page, query
    run = await tab.run()
    system = dict(parse_qsl(query))["ics"]
    if run.error or f"ics={system}" not in tab.query:
        raise RuntimeError(f"{page}?{query} led to {tab.query}: {run.error}")
    return Cost(run.milliseconds, (found.processor_seconds() - before) * 1000)


async def _first_views(found: Server, page: str, systems: list[str], known: str) -> str:
    """A page of a server that knows one system, then of systems that it has not shown."""
    more = A_PLAN if page == "planner" else {}
    first, again = [], []
    async with wire.visit(found.address) as tab:
        for _ in range(wire.WARM_RUNS):
            await _look(tab, found, page, urlencode({"ics": known} | more))
        for system in systems:
            query = urlencode({"ics": system} | more)
            first.append(await _look(tab, found, page, query))
            again.append(await _look(tab, found, page, query))
    return " | ".join(
        f"{statistics.median(cost.clock for cost in costs):.0f} | "
        # The system counts processor time in hundredths of a second: a mean says more than a median.
        f"{statistics.mean(cost.processor for cost in costs):.0f}"
        for costs in (first, again)
    )


def first_views(store: Path, publication: Publication) -> Iterator[str]:
    """Each page as a row: first views of systems dealt out to the pages by size, and reruns."""
    year = default_round_of(publication, ics_code=None)
    *unseen, known = systems_of(publication, year=year, footprint="assessed").sort_values(
        ["units", "ics_code"]
    )["ics_code"]
    pages = [place for place in PAGES if place.group in OF_A_SYSTEM]
    with ExitStack() as stack:
        for name, app in write_title_apps(store.parent).items():
            if name in {FRAMED, BARE}:
                title = stack.enter_context(server(store, app.stem, app=app))
                cells = asyncio.run(_first_views(title, page_of(name), unseen[:: len(pages)], known))
                yield f"| {name} | {cells} |"
        found = stack.enter_context(server(store, "first_views"))
        for number, place in enumerate(pages):
            dealt = unseen[number :: len(pages)]
            cells = asyncio.run(_first_views(found, place.address, dealt, known))
            yield f"| {place.title} | {cells} |"


def _head(*columns: str) -> str:
    return f"| {' | '.join(columns)} |\n{'|---' * len(columns)}|"


def main() -> None:
    """Print both tables."""
    with tempfile.TemporaryDirectory() as name:
        store = Path(name) / "store"
        publication = prepare_store(Settings(store=store))
        year = default_round_of(publication, ics_code=None)
        systems = {
            footprint: list(offered_systems(publication, year=year, footprint=footprint).systems)
            for footprint in FOOTPRINTS
        }
        print(_head("Readers", *_OF_READERS))
        for count in READERS:
            for row in readers(store, systems, count):
                print(row, flush=True)
        for row in readers(store, systems, READERS[-1], processes=2):
            print(row, flush=True)
        print(f"\nFrom the start to the first page: {start(store):.1f} s")
        print(f"\n{_head('Page', *_OF_VIEWS)}")
        for row in first_views(store, publication):
            print(row, flush=True)


if __name__ == "__main__":
    main()
