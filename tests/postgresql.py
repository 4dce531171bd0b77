"""A real PostgreSQL of the tests' own: in a temporary folder, reached by a socket in it, ended with them."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

_FOLDERS = "/usr/lib/postgresql"
"""Where Debian keeps the programs of each version, which are not on the PATH."""
_USER = "maturity"
_SOCKET = ".s.PGSQL.5432"
NO_POSTGRESQL = "Tests of the ledger in PostgreSQL need its programs: on Debian, apt-get install postgresql."


def programs() -> Path | None:
    """The folder of the newest PostgreSQL's programs."""
    found = sorted(Path(_FOLDERS).glob("*/bin/postgres"), key=lambda file: int(file.parts[-3]))
    on_path = shutil.which("postgres")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


class Postgresql:
    """A server. It refuses to run as root, so there it runs as the user that came with the package."""

    def __init__(self, *, fsync: bool = False) -> None:
        found = programs()
        assert found is not None, NO_POSTGRESQL
        self._programs, self._fsync = found, fsync
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self._as_user: list[str] = ["setpriv", "--pdeathsig", "INT"]
        if os.getuid() == 0:
            import pwd

            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self._as_user += [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
        options = ("--auth=trust", "--no-sync", f"--username={_USER}", "--encoding=UTF8", "--locale=C")
        self._run("initdb", *options, "--no-instructions", "-D", str(self._data))
        self._numbers = count(1)
        self.start()

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    def _run(self, program: str, *options: str) -> None:
        command = [*self._as_user, str(self._programs / program), *options]
        subprocess.run(command, check=True, cwd="/", capture_output=True)

    def start(self) -> None:
        """Start it, also again, and wait until it answers."""
        own = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "fsync": "on" if self._fsync else "off",
            "full_page_writes": "on" if self._fsync else "off",
            "shared_buffers": "16MB",
            "max_connections": "60",
            "restart_after_crash": "off",
            "log_min_messages": "panic",
        }
        options = [part for name, value in own.items() for part in ("-c", f"{name}={value}")]
        until = time.monotonic() + 60
        while time.monotonic() < until:
            # Again where it ended: a process of the one that was killed may not have died yet.
            self._process = subprocess.Popen(
                [*self._as_user, str(self._programs / "postgres"), "-D", str(self._data), *options],
                cwd="/",
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            while self._process.poll() is None and time.monotonic() < until:
                with suppress(psycopg.OperationalError):
                    self.ask("select 1")
                    return
                time.sleep(0.05)
        raise AssertionError("PostgreSQL did not start")

    @contextmanager
    def asking_for_a_password(self, role: str) -> Iterator[None]:
        """Let one role in with its password alone, until the block ends."""
        rules = self._data / "pg_hba.conf"
        before = rules.read_text()
        try:
            rules.write_text(f"local all {role} scram-sha-256\n{before}")
            self.ask("select pg_reload_conf()")
            time.sleep(0.5)  # the server gets the signal, and acts on it later
            yield
        finally:
            rules.write_text(before)
            self.ask("select pg_reload_conf()")

    def kill(self) -> None:
        """End it as a loss of power would: no goodbye to anybody, nothing written out."""
        self._process.send_signal(signal.SIGSTOP)  # or it might start one more that is not in the list
        children = f"/proc/{self._process.pid}/task/{self._process.pid}/children"
        for child in (self._process.pid, *map(int, Path(children).read_text().split())):
            with_no_word(child)
        self._process.wait()
        (self._data / "postmaster.pid").unlink(missing_ok=True)

    def stop(self) -> None:
        """End it in good order."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        self._process.wait(timeout=60)

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder)

    def url(self, name: str) -> str:
        """The address of one of its databases."""
        return f"postgresql:///{name}?host={self.folder}&user={_USER}"

    def fresh(self, template: str = "template1") -> str:
        """The address of a new database, made from another."""
        name = f"ledger_{next(self._numbers)}"
        self.ask(f"create database {name} template {template}")
        return self.url(name)

    def ask(self, *statements: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Run statements as its owner; the rows of the last."""
        return asked(self.url(database), *statements)


def asked(url: str, *statements: str) -> list[tuple[Any, ...]]:
    """Run statements in a database; the rows of the last."""
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def with_no_word(process: int) -> None:
    """Kill a process, if it still is one."""
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return


def tampered(url: str, statements: Sequence[str]) -> None:
    """Do what only the owner of the database can: change what is kept, with its guards off."""
    asked(url, "set session_replication_role to replica", *statements)


@contextmanager
def running() -> Iterator[Postgresql]:
    """A server, while it is needed."""
    server = Postgresql()
    try:
        yield server
    finally:
        server.remove()


class Way:
    """The way to a server, which can be cut: a socket of its own, from which all goes to the server's.

    cut_at: "before" or "after" it passes on the word that commits a transaction; None lets all through.
    seconds: how long each part is on its way. trips: how often something was sent there that an answer, or
    nothing, had come before.
    """

    def __init__(self, server: Postgresql) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="way-"))
        self.cut_at: str | None = None
        self.cuts, self.seconds, self.trips = 0, 0.0, 0
        self._closed = threading.Event()
        self._to = str(server.folder / _SOCKET)
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(self.folder / _SOCKET))
        self._listening.listen()
        threading.Thread(target=self._accept, daemon=True).start()

    def through(self, url: str) -> str:
        """The address of a database, this way."""
        return f"{url.partition('?')[0]}?host={self.folder}&user={_USER}"

    def close(self) -> None:
        self._closed.set()
        self._listening.close()
        shutil.rmtree(self.folder)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                far = socket.socket(socket.AF_UNIX)
                try:
                    far.connect(self._to)
                except OSError:  # the server is away: so is whoever is asked for this way
                    near.close()
                    continue
                cut, answered = threading.Event(), threading.Event()
                answered.set()
                for source, target in ((near, far), (far, near)):
                    threading.Thread(
                        target=self._pass_on,
                        args=(source, target, cut, answered, source is near),
                        daemon=True,
                    ).start()

    def _pass_on(
        self,
        source: socket.socket,
        target: socket.socket,
        cut: threading.Event,
        answered: threading.Event,
        out: bool,
    ) -> None:
        with suppress(OSError), source, target:
            while (part := source.recv(65536)) and (out or not cut.is_set()):
                if out and self.cut_at is not None and b"commit\0" in part:
                    before, self.cut_at, self.cuts = self.cut_at == "before", None, self.cuts + 1
                    cut.set()  # the answer goes nowhere
                    if before:
                        break
                if out:
                    self.trips += answered.is_set()
                    answered.clear()
                else:
                    answered.set()
                self._closed.wait(self.seconds)
                target.sendall(part)
            for end in (source, target):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
