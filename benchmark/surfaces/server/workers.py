"""Several processes of the dashboard on one computer, behind nginx, which brings visitors back to the same.

A page's session lives in one process. nginx draws a process for each new visitor and keeps it in a cookie;
where that process is away, another one answers. All listen on this computer alone: what the network reaches
stands before them.
"""

import ctypes
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from types import FrameType

from jinja2 import Environment, StrictUndefined

from benchmark.core.errors import BenchmarkError
from benchmark.core.settings import PROJECT_ROOT, STORE_VARIABLE, Settings

LOOPBACK = "127.0.0.1"
SECRET_VARIABLE = "STREAMLIT_SERVER_COOKIE_SECRET"
"""What signs the cookies of Streamlit: one for all processes, or one refuses what another drew."""
MOST_WORKERS = 64
_PATHS = (Path("/usr/sbin"), Path("/usr/local/sbin"))
_WHEN_PARENT_DIES = 1
_STOP_SECONDS, _LOOK_SECONDS, _AGAIN_SECONDS = 15.0, 0.2, 1.0


def nginx() -> str:
    """The program nginx. BenchmarkError where there is none."""
    places = os.pathsep.join([os.environ.get("PATH", ""), *map(str, _PATHS)])
    found = shutil.which("nginx", path=places)
    if found is None:
        raise BenchmarkError(
            "Several workers need nginx before them, and it is not on this computer.",
            fix="On Debian and Ubuntu: apt-get install nginx-light. Or start one worker: make run.",
        )
    return found


def nginx_configuration(folder: Path, port: int, workers: Sequence[int]) -> str:
    """What nginx is told: to listen on a port of this computer, and which workers' ports there are."""
    template = files(__package__).joinpath("nginx.conf").read_text(encoding="utf-8")
    words = Environment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)
    return words.from_string(template).render(folder=folder, loopback=LOOPBACK, port=port, workers=workers)


def free_ports(number: int) -> list[int]:
    """So many ports of this computer on which nobody listens."""
    probes = [socket.socket() for _ in range(number)]
    try:
        for probe in probes:
            probe.bind((LOOPBACK, 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


class Workers:
    """nginx and its workers, each started again when it ends, until all are stopped."""

    def __init__(self, settings: Settings, *, number: int, port: int, folder: Path) -> None:
        self._program = nginx()
        self._port, self._folder, self._ports = port, folder, free_ports(number)
        self._environment = {
            SECRET_VARIABLE: secrets.token_hex(32),
            **os.environ,
            STORE_VARIABLE: str(settings.store),
        }
        self._configuration = folder / "nginx.conf"
        self._configuration.write_text(nginx_configuration(folder, port, self._ports), encoding="utf-8")
        self._running: dict[int, subprocess.Popen[bytes]] = {}
        self._stopped = False

    def run(self, *, say: Callable[[str], None]) -> None:
        """Run until the process is asked to end (SIGTERM, Ctrl-C); then let what was begun be finished."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        try:
            self._keep_running(say)
        finally:
            self._end()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopped = True

    def _keep_running(self, say: Callable[[str], None]) -> None:
        began: dict[int, float] = {}
        while not self._stopped:
            for place, command in enumerate(self._commands()):
                running = self._running.get(place)
                ended = None if running is None else running.poll()
                if running is not None and ended is None:
                    continue
                if running is not None:
                    if time.monotonic() - began[place] < _AGAIN_SECONDS and place == 0:
                        raise BenchmarkError(
                            f"nginx does not start on port {self._port}; its log says why: "
                            f"{self._folder / 'error.log'}.",
                            fix="Choose another port with --port.",
                        )
                    say(f"{command[0]} of place {place} ended with {ended} and is started again.")
                    time.sleep(_AGAIN_SECONDS)
                began[place] = time.monotonic()
                self._running[place] = subprocess.Popen(
                    command,
                    cwd=PROJECT_ROOT,
                    env=self._environment,
                    stdout=subprocess.DEVNULL,  # a worker's own address is nobody's way in
                    process_group=0,  # Ctrl-C is for this process alone, which ends the others in their order
                    preexec_fn=_end_with_parent,  # noqa: PLW1509 - this process has one thread
                )
            time.sleep(_LOOK_SECONDS)

    def _commands(self) -> list[list[str]]:
        """The one of nginx, then that of each worker."""
        streamlit = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
        return [
            [self._program, "-p", str(self._folder), "-c", str(self._configuration), "-g", "daemon off;"],
            *([*streamlit, "--server.address", LOOPBACK, "--server.port", str(port)] for port in self._ports),
        ]

    def _end(self) -> None:
        """End nginx first, which lets nobody new in and finishes what it has; then the workers."""
        for place, process in sorted(self._running.items()):
            process.send_signal(signal.SIGQUIT if place == 0 else signal.SIGTERM)
        until = time.monotonic() + _STOP_SECONDS
        for process in self._running.values():
            try:
                process.wait(timeout=max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:  # a page that somebody has open holds its connection
                process.kill()
                process.wait()


def _end_with_parent() -> None:
    """Let Linux end this process when the one that started it is killed; elsewhere a person has to."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_WHEN_PARENT_DIES, signal.SIGTERM)
