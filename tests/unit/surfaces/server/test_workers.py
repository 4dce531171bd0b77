"""nginx brings visitors back to the process that has their session, and to another where that is away."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TypeVar
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from benchmark.core.errors import BenchmarkError
from benchmark.core.settings import PROJECT_ROOT
from benchmark.surfaces.server import workers
from benchmark.surfaces.server.workers import (
    LOOPBACK,
    SECRET_VARIABLE,
    free_ports,
    nginx,
    nginx_configuration,
)

WORKERS = 3
T = TypeVar("T")


class Named(BaseHTTPRequestHandler):
    """A worker that tells its port, or opens a WebSocket, or says how much it was sent."""

    def do_GET(self) -> None:
        if self.headers.get("Upgrade"):
            self.send_response(101)
            self.send_header("Upgrade", "websocket")
            self.send_header("Connection", "Upgrade")
            self.end_headers()
            self.close_connection = True
            return
        self.tell(self.server.server_address[1])

    def do_PUT(self) -> None:
        self.tell(len(self.rfile.read(int(self.headers["Content-Length"]))))

    def tell(self, number: int) -> None:
        body = str(number).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
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


def test_a_visitor_comes_back_to_the_same_and_to_another_where_that_is_away(before):
    address, behind = before
    drawn = {asked(address) for _ in range(60)}
    assert {worker for worker, _ in drawn} == {*behind}
    assert len(drawn) == WORKERS
    for worker, cookie in drawn:
        assert {asked(address, cookie) for _ in range(5)} == {(worker, cookie)}
    assert asked(address, "maturity_worker=99; other=1")[0] in behind
    with urlopen(Request(address, data=bytes(3_000_000), method="PUT"), timeout=30) as answer:
        assert answer.read() == b"3000000"  # also where nginx may write nowhere
    through_tls = {"X-Forwarded-Proto": "https", "Cookie": f"of-others={'x' * 20_000}"}
    with urlopen(Request(address, headers=through_tls), timeout=30) as answer:
        assert answer.headers["Set-Cookie"].endswith("; HttpOnly; SameSite=Lax; Secure")
    worker, cookie = drawn.pop()
    behind[worker].shutdown()
    behind[worker].server_close()
    assert f"{cookie};" not in opened_socket(address, cookie)  # a page's connection has its session
    found, kept = asked(address, cookie)
    assert (found, kept) in drawn  # the one that has the visitor's session now, and keeps it
    assert {asked(address, kept) for _ in range(5)} == {(found, kept)}


def opened_socket(address: str, cookie: str) -> str:
    """The head of the answer with which a WebSocket begins."""
    host, _, port = address.removeprefix("http://").partition(":")
    with closing(socket.create_connection((host, int(port)), timeout=30)) as way:
        upgrade = "Connection: Upgrade\r\nUpgrade: websocket"
        way.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\n{upgrade}\r\nCookie: {cookie}\r\n\r\n".encode())
        head = b""
        while b"\r\n\r\n" not in head:
            head += way.recv(4096)
    assert b" 101 " in head and b"Set-Cookie: maturity_worker=" in head
    return head.decode()


SERVE = """
import sys
from pathlib import Path
from benchmark.core.errors import BenchmarkError
from benchmark.core.settings import Settings
from benchmark.surfaces.server.workers import Workers
program, port, folder = sys.argv[1:]
try:
    Workers(
        Settings(store=Path(folder)), number=2, port=int(port), folder=Path(folder),
        worker=lambda own: [sys.executable, "-c", program, str(own)],
    ).run(say=print)
except BenchmarkError as error:
    sys.exit(str(error))
"""
"""What `serve` does, with workers that start in a moment."""
WORKER = """
import os, sys, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
class Worker(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/slow":
            open(os.environ["MATURITY_STORE"] + "/begun", "w").close()
            time.sleep(1.5)
        body = f"{os.getpid()} {os.environ['STREAMLIT_SERVER_COOKIE_SECRET']}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *arguments): pass
ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Worker).serve_forever()
"""


def serving(program: str, port: int, folder: Path) -> subprocess.Popen[str]:
    """Several workers of a program behind nginx."""
    return subprocess.Popen(
        [sys.executable, "-c", SERVE, program, str(port), str(folder)],
        cwd=PROJECT_ROOT,
        env=os.environ | {SECRET_VARIABLE: " "},
        stderr=subprocess.PIPE,
        text=True,
    )


def eventually(holds: Callable[[], T]) -> T:
    """What is found, once something is. A worker that has just been started does not answer yet."""
    until = time.monotonic() + 60
    while True:
        with suppress(OSError):
            if found := holds():
                return found
        assert time.monotonic() < until
        time.sleep(0.05)


def test_workers_are_kept_running_until_they_are_ended_in_good_order(tmp_path, nginx_program):
    (port,) = free_ports(1)
    address = f"http://{LOOPBACK}:{port}"
    several = serving(WORKER, port, tmp_path)
    try:
        body, cookie = eventually(lambda: asked(address))
        first, secret = body.split()
        assert len(secret) == 64  # a secret that is set and empty is none
        os.kill(int(first), signal.SIGKILL)
        eventually(lambda: asked(address, cookie)[0].split()[0] != first)
        _, cookie = eventually(lambda: asked(address))
        with ThreadPoolExecutor(1) as pool:
            slow = pool.submit(eventually, lambda: asked(f"{address}/slow", cookie))
            eventually((tmp_path / "begun").exists)
            several.send_signal(signal.SIGTERM)
            last, _ = slow.result()  # what was begun is finished
        assert several.wait(60) == 0
        with pytest.raises(ProcessLookupError):
            os.kill(int(last.split()[0]), 0)
    finally:
        several.kill()
        several.communicate()


def test_a_worker_that_does_not_start_is_reported(tmp_path, nginx_program):
    (port,) = free_ports(1)
    several = serving("raise SystemExit(3)", port, tmp_path)
    _, output = several.communicate(timeout=60)
    assert "ends as soon as it is started" in output
    assert several.returncode == 1


def test_a_port_that_is_in_use_is_reported(run, nginx_program):
    with closing(socket.socket()) as taken:
        taken.bind((LOOPBACK, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert (
            f"Nothing can listen on port {port}: Address already in use." in run("serve", "--port", port).err
        )


def test_impossible_settings_are_reported(run, monkeypatch, tmp_path):
    assert "0 workers are not possible. Name 1 to 64." in run("serve", "--workers", "0").err
    assert "70000 is no port." in run("serve", "--port", "70000").err
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(workers, "_PATHS", ())
    with pytest.raises(BenchmarkError, match="apt-get install nginx-light"):
        nginx()
