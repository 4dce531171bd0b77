"""Three servers behind nginx over one PostgreSQL: what is done to them loses nothing, and doubles nothing."""

import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest

from benchmark.core.errors import StoreError
from benchmark.core.settings import LEDGER_VARIABLE, PROJECT_ROOT, STORE_VARIABLE, Settings
from benchmark.returns.submit.bundled import init_store
from benchmark.store.ledger import writing
from benchmark.store.proof.verify import verify
from benchmark.surfaces.server.workers import LOOPBACK, free_ports, nginx_configuration, streamlit
from tests.postgresql import Postgresql
from tests.unit.store.invented import submission, target
from tests.unit.surfaces.server.test_edge import expect_edge

SERVERS = 3
SOON = 120.0
"""Seconds that anything may take on a machine that is busy with other tests."""

PAUSE = 0.5
"""Seconds between two files of one submitter: every server copies and publishes each of them."""


class Server:
    """A server of the dashboard with a store of its own, as on a machine of its own."""

    def __init__(self, folder: Path, port: int, database: str) -> None:
        self.port, self.settings = port, Settings(store=folder / "store", database=database)
        self._log = folder / "log.txt"

    def start(self) -> None:
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                streamlit(self.port),
                cwd=PROJECT_ROOT,
                env=os.environ
                | {STORE_VARIABLE: str(self.settings.store), LEDGER_VARIABLE: self.settings.database},
                stdout=log,
                stderr=log,
            )

    def health(self) -> dict[str, object]:
        """What it says of itself; nothing where it does not answer."""
        try:
            with urlopen(f"http://{LOOPBACK}:{self.port}/health", timeout=SOON) as answer:
                return dict(json.load(answer))
        except HTTPError as error:
            return dict(json.load(error))
        except (URLError, OSError):
            return {}

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


class Submitter(threading.Thread):
    """Somebody who submits at one server, again and again, and keeps what was acknowledged."""

    def __init__(self, server: Server, name: str) -> None:
        super().__init__(name=name)
        self._server = server
        self._stopped = threading.Event()
        self.acknowledged: dict[int, str] = {}
        self.refused: list[str] = []

    def run(self) -> None:
        for number in range(10_000):
            file = f"{self.name}-{number}.csv"
            if self._stopped.wait(PAUSE):
                return
            try:
                with writing(self._server.settings) as ledger:
                    new = submission([target(3.0, trust="DEMO1")], file_name=file, content=file.encode())
                    self.acknowledged[ledger.submit(new).submission_id] = file
            except StoreError as error:
                self.refused.append(str(error))

    def stop(self) -> None:
        self._stopped.set()
        self.join()


def eventually(what: str, holds: Callable[[], bool]) -> None:
    """Wait until it holds."""
    until = time.monotonic() + SOON
    while not holds():
        assert time.monotonic() < until, what
        time.sleep(0.1)


@pytest.fixture
def servers(
    tmp_path: Path, postgresql: Postgresql, nginx_program: str
) -> Iterator[tuple[list[Server], Postgresql, str]]:
    """The servers, their database, and the address at which nginx stands before them."""
    with ExitStack() as stack:
        database = postgresql.fresh()
        port, *ports = free_ports(1 + SERVERS)
        servers = []
        for number, own in enumerate(ports):
            folder = tmp_path / str(number)
            folder.mkdir()
            servers.append(Server(folder, own, database))
        init_store(servers[0].settings)
        for server in servers:
            server.start()
            stack.callback(lambda server=server: (server.process.kill(), server.process.wait()))
        (tmp_path / "nginx.conf").write_text(nginx_configuration(tmp_path, port, ports))
        balancer = subprocess.Popen(
            [nginx_program, "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf"), "-g", "daemon off;"]
        )
        stack.callback(lambda: (balancer.send_signal(signal.SIGQUIT), balancer.wait(30)))
        yield servers, postgresql, f"http://{LOOPBACK}:{port}"


def test_what_is_done_to_them_loses_and_doubles_nothing(servers):
    several, postgresql, address = servers
    eventually("all start", lambda: all(server.health().get("status") == "ok" for server in several))

    expect_edge(f"http://{LOOPBACK}:{several[0].port}")

    # Who comes back finds the same server, and another one where that is away.
    with urlopen(address, timeout=SOON) as answer:
        cookie = answer.headers["Set-Cookie"].partition(";")[0]
    assert cookie.partition("=")[0] == "maturity_worker"
    mine = int(cookie.partition("=")[2]) - 1
    back = Request(f"{address}/health", headers={"Cookie": cookie})

    submitters = [Submitter(server, f"s{i}") for i, server in enumerate(several)]
    for submitter in submitters:
        submitter.start()
    try:
        eventually("some are kept", lambda: all(len(each.acknowledged) > 1 for each in submitters))
        several[mine].kill()
        with urlopen(back, timeout=SOON) as answer:  # another answers at once
            assert json.load(answer)["status"] in ("ok", "behind")
        several[mine].start()
        postgresql.kill()
        eventually("it is refused", lambda: all(each.refused for each in submitters))
        others = [server for server in several if server is not several[mine]]
        eventually("it is said", lambda: all(s.health().get("status") == "behind" for s in others))
        eventually("its reason is", lambda: "cannot be reached" in str(others[0].health().get("reason")))
        with urlopen(back, timeout=SOON) as answer:  # and pages are still shown
            assert answer.status == 200
        postgresql.start()
        before = [len(each.acknowledged) for each in submitters]
        eventually(
            "it goes on by itself",
            lambda: all(len(e.acknowledged) > n for e, n in zip(submitters, before, strict=True)),
        )
    finally:
        for submitter in submitters:
            submitter.stop()

    acknowledged = {number: file for each in submitters for number, file in each.acknowledged.items()}
    assert len(acknowledged) == sum(len(each.acknowledged) for each in submitters)
    with writing(several[0].settings, adding=False) as ledger:
        kept = {s.submission_id: s.file_name for s in ledger.submissions() if s.kind == "own_targets"}
        last = ledger.last_entry()
    doubtful = [why for each in submitters for why in each.refused if "nobody can tell" in why]
    kept = {number: file for number, file in kept.items() if file.startswith("s") and "-" in file}
    assert acknowledged.items() <= kept.items()
    assert len(set(kept.values())) == len(kept)
    assert len(kept) - len(acknowledged) <= len(doubtful)
    eventually(
        "all show the same",
        lambda: (
            {(s.health().get("status"), s.health().get("entry_shown")) for s in several} == {("ok", last)}
        ),
    )
    assert len({server.health()["publication"] for server in several}) == 1
    report = verify(several[1].settings)
    assert [f"{check.name}: {check.detail}" for check in report.checks if not check.ok] == []
