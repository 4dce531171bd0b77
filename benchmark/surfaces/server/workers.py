"""Runs several processes of the dashboard on one computer, behind nginx, which keeps each visitor on one
process.

A page's session lives in one process. nginx chooses a process for each new visitor and keeps it in a cookie;
if that process is away, another answers. All listen on this computer only; a proxy for the network must be in
front of them.
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
from collections import Counter
from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from types import FrameType

from jinja2 import Environment, StrictUndefined

from benchmark.core.errors import BenchmarkError
from benchmark.core.settings import PROJECT_ROOT, STORE_VARIABLE, Settings

LOOPBACK = "127.0.0.1"
SECRET_VARIABLE = "STREAMLIT_SERVER_COOKIE_SECRET"
"""The variable for the secret that signs Streamlit's cookies. All processes need the same one."""
MOST_WORKERS = 64
_LOG = "error.log"
_PATHS = (Path("/usr/sbin"), Path("/usr/local/sbin"))
_WHEN_PARENT_DIES = 1
_STOP_SECONDS, _LOOK_SECONDS, _AGAIN_SECONDS = 15.0, 0.2, 1.0
_SHORT_SECONDS, _SHORT_LIVES = 20.0, 3
"""A process that ends within this time, this many times in a row, cannot start."""

Command = Callable[[int], list[str]]
"""Returns the command that starts a worker on a port."""


def nginx() -> str:
    """The path of the program nginx. BenchmarkError if it is not installed."""
    places = os.pathsep.join([os.environ.get("PATH", ""), *map(str, _PATHS)])
    found = shutil.which("nginx", path=places)
    if found is None:
        raise BenchmarkError(
            "Several workers need nginx before them, and it is not on this computer.",
            fix="On Debian and Ubuntu: apt-get install nginx-light. Or start one worker: make run.",
        )
    return found


def nginx_configuration(
    folder: Path, port: int, workers: Sequence[int], *, address: str = LOOPBACK, log: str = ""
) -> str:
    """Nginx's configuration: listen on a port of an address, and pass requests to the workers' ports.

    log: nginx's error log; by default a file in its folder.
    """
    template = files(__package__).joinpath("nginx.conf").read_text(encoding="utf-8")
    words = Environment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)
    return words.from_string(template).render(
        folder=folder,
        log=log or folder / _LOG,
        loopback=LOOPBACK,
        address=address,
        port=port,
        workers=workers,
    )


def free_ports(number: int) -> list[int]:
    """So many ports of this computer that are free now."""
    probes = [socket.socket() for _ in range(number)]
    try:
        for probe in probes:
            probe.bind((LOOPBACK, 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def expect_free(port: int) -> None:
    """Raise BenchmarkError if a port of this computer cannot be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as nginx does
        try:
            probe.bind((LOOPBACK, port))
            probe.listen()
        except OSError as error:
            raise BenchmarkError(
                f"Nothing can listen on port {port}: {error.strerror or error}.",
                fix="Choose another port with --port.",
            ) from error


def streamlit(port: int) -> list[str]:
    """The command that starts the dashboard on a port of this computer."""
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    return [*command, "--server.address", LOOPBACK, "--server.port", str(port)]


class Workers:
    """nginx and its workers. Each is started again if it ends, until all are stopped.

    Raises BenchmarkError if the port cannot be listened on.
    """

    def __init__(
        self, settings: Settings, *, number: int, port: int, folder: Path, worker: Command = streamlit
    ) -> None:
        self._program = nginx()
        expect_free(port)
        self._folder, self._ports, self._worker = folder, free_ports(number), worker
        self._environment = {
            **os.environ,
            SECRET_VARIABLE: os.environ.get(SECRET_VARIABLE, "").strip() or secrets.token_hex(32),
            STORE_VARIABLE: str(settings.store),
        }
        self._configuration = folder / "nginx.conf"
        self._configuration.write_text(nginx_configuration(folder, port, self._ports), encoding="utf-8")
        self._running: dict[int, subprocess.Popen[bytes]] = {}
        self._began: dict[int, float] = {}
        self._short_lives: Counter[int] = Counter()
        self._stopped = False

    def run(self, *, say: Callable[[str], None]) -> None:
        """Run until SIGTERM or Ctrl-C, then end after finishing requests that have begun."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        try:
            self._keep_running(say)
        finally:
            self._end()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self._stopped = True

    def _keep_running(self, say: Callable[[str], None]) -> None:
        while not self._stopped:
            for place, command in enumerate(self._commands()):
                running = self._running.get(place)
                ended = None if running is None else running.poll()
                if running is not None and ended is None:
                    continue
                if running is not None:
                    self._expect_to_last(place)
                    say(f"{_name(place)} ended with {ended} and is started again.")
                    time.sleep(_AGAIN_SECONDS)
                self._began[place] = time.monotonic()
                self._running[place] = subprocess.Popen(
                    command,
                    cwd=PROJECT_ROOT,
                    env=self._environment,
                    stdout=subprocess.DEVNULL,  # it would print the worker's own address
                    process_group=0,  # Ctrl-C reaches this process only, which ends the others in order
                    preexec_fn=_end_with_parent,  # noqa: PLW1509 - this process has one thread
                )
            time.sleep(_LOOK_SECONDS)

    def _expect_to_last(self, place: int) -> None:
        """Raise BenchmarkError for a process that keeps ending right after its start."""
        if time.monotonic() - self._began[place] > _SHORT_SECONDS:
            self._short_lives[place] = 0
        self._short_lives[place] += 1
        if self._short_lives[place] < _SHORT_LIVES:
            return
        log = self._folder / _LOG
        last_line = log.read_text("utf-8", "replace").strip().rpartition("\n")[2] if log.exists() else ""
        raise BenchmarkError(
            f"{_name(place)} ends as soon as it is started.",
            fix=f"nginx says: {last_line}" if place == 0 and last_line else "Its messages are above.",
        )

    def _commands(self) -> list[list[str]]:
        """The command of nginx, then that of each worker."""
        return [
            [self._program, "-p", str(self._folder), "-c", str(self._configuration), "-g", "daemon off;"],
            *map(self._worker, self._ports),
        ]

    def _end(self) -> None:
        """End nginx first, which accepts nobody new and finishes its requests; then the workers."""
        for of_nginx, word in ((True, signal.SIGQUIT), (False, signal.SIGTERM)):
            ending = [process for place, process in self._running.items() if (place == 0) is of_nginx]
            for process in ending:
                process.send_signal(word)
            _wait(ending)


def _name(place: int) -> str:
    return "nginx" if place == 0 else f"Process {place}"


def _wait(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """Wait until the processes have ended; after a time limit, kill them."""
    until = time.monotonic() + _STOP_SECONDS
    for process in processes:
        try:
            process.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _end_with_parent() -> None:
    """Let Linux end this process if its parent is killed. On other systems a person has to end it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_WHEN_PARENT_DIES, signal.SIGTERM)
