"""nginx brings visitors back to the process that has their session, and to another where that is away."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from benchmark.core.errors import BenchmarkError
from benchmark.surfaces.server import workers
from benchmark.surfaces.server.workers import LOOPBACK, free_ports, nginx, nginx_configuration
from tests.unit.conftest import Run

WORKERS = 3


class Named(BaseHTTPRequestHandler):
    """A worker that tells its port."""

    def do_GET(self) -> None:
        told = str(self.server.server_address[1]).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *told: object) -> None:
        """Nothing is logged."""


@pytest.fixture
def before(tmp_path: Path, nginx_program: str) -> Iterator[tuple[str, dict[str, ThreadingHTTPServer]]]:
    """The address of nginx, and the workers behind it by their ports."""
    with ExitStack() as stack:
        behind = {}
        for _ in range(WORKERS):
            worker = stack.enter_context(ThreadingHTTPServer((LOOPBACK, 0), Named))
            threading.Thread(target=worker.serve_forever, daemon=True).start()
            stack.callback(worker.shutdown)
            behind[str(worker.server_address[1])] = worker
        (port,) = free_ports(1)
        file = tmp_path / "nginx.conf"
        file.write_text(nginx_configuration(tmp_path, port, [*map(int, behind)]))
        command = [nginx_program, "-p", str(tmp_path), "-c", str(file), "-g", "daemon off;"]
        process = subprocess.Popen(command)
        stack.callback(process.wait, 30)
        stack.callback(process.terminate)
        address = f"http://{LOOPBACK}:{port}"
        for _ in range(200):
            try:
                asked(address)
            except URLError:
                threading.Event().wait(0.05)
            else:
                break
        yield address, behind


def asked(address: str, cookie: str = "") -> tuple[str, str]:
    """Which worker answers, and the cookie that it gives."""
    with urlopen(Request(address, headers={"Cookie": cookie}), timeout=30) as answer:
        return answer.read().decode(), answer.headers["Set-Cookie"].partition(";")[0]


def test_a_visitor_comes_back_to_the_same_and_to_another_where_that_is_away(
    before: tuple[str, dict[str, ThreadingHTTPServer]],
) -> None:
    address, behind = before
    drawn = {asked(address) for _ in range(60)}
    assert {worker for worker, _ in drawn} == {*behind}
    assert len(drawn) == WORKERS
    for worker, cookie in drawn:
        assert {asked(address, cookie) for _ in range(5)} == {(worker, cookie)}
    assert asked(address, "maturity_worker=99; other=1")[0] in behind
    worker, cookie = drawn.pop()
    behind[worker].shutdown()
    behind[worker].server_close()
    found, kept = asked(address, cookie)
    assert found in {*behind} - {worker}
    assert kept == cookie  # and back to the same when it is there again


def test_what_is_not_possible_is_said(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert "0 workers are not possible. Name 1 to 64." in run("serve", "--workers", "0").err
    assert "70000 is no port." in run("serve", "--port", "70000").err
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(workers, "_PATHS", ())
    with pytest.raises(BenchmarkError, match="apt-get install nginx-light"):
        nginx()
