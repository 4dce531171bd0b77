"""Real servers on loopback, each ended by the handle that was kept."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from benchmark.core.settings import PROJECT_ROOT, STORE_VARIABLE
from benchmark.surfaces.server.workers import LOOPBACK, Command, free_ports, streamlit

WAIT_SECONDS = 150
"""How long a test waits at most for what a machine does in a second or two: one can be slow, or busy."""


def streamlit_of(app: Path | str) -> Command:
    """The command that starts another app as the dashboard is started."""
    return lambda port: [str(app) if word == "app.py" else word for word in streamlit(port)]


def stream_of(address: str) -> str:
    """Where a page opens its line."""
    return f"{address.replace('http', 'ws')}/_stcore/stream"


@contextmanager
def served(store: Path, log: Path, *, app: Path | str = "app.py") -> Iterator[str]:
    """The dashboard, or another app, on a free port until the block ends. Yields its address."""
    with server_process(store, log, command=streamlit_of(app)) as (address, _):
        yield address


@contextmanager
def server_process(
    store: Path,
    log: Path,
    *,
    command: Command = streamlit,
    health: str = "/health",
    environment: Callable[[str], dict[str, str]] = lambda _: {},
) -> Iterator[tuple[str, int]]:
    """As `served`, for who wants to know what it uses: yields its address and its process's number.

    health: what answers once it has started. environment: its further variables, from its address.
    """
    (port,) = free_ports(1)
    address = f"http://{LOOPBACK}:{port}"
    with log.open("wb") as output:
        server = subprocess.Popen(
            command(port),
            cwd=PROJECT_ROOT,
            env=os.environ | {STORE_VARIABLE: str(store)} | environment(address),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(f"{address}{health}", server, log)
            yield address, server.pid
        finally:
            server.terminate()
            try:
                server.wait(timeout=30)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait(timeout=30)


def _wait_for(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(address, timeout=WAIT_SECONDS):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"The dashboard did not start:\n{log.read_text(errors='replace')}", pytrace=False)
