"""Work in processes of their own that begin with the product imported, so that each starts in milliseconds.

They are forked from one server that has opened nothing. Where a system cannot fork, they are started anew.
"""

import gc
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from threading import Thread

STARTED_WITH = [
    *("altair", "pandas", "scipy.optimize", "tests.app.visits"),
    "benchmark.surfaces.cli.log",
    "benchmark.surfaces.cli.main",
    "benchmark.surfaces.cli.returns",
    "benchmark.returns.submit.bundled",
    "benchmark.store.backup",
    *("benchmark.surfaces.web.page", "benchmark.surfaces.web.site.search_box"),
    "tests.unit.store.invented",
]
context = get_context("forkserver" if "forkserver" in get_all_start_methods() else "spawn")
context.set_forkserver_preload(STARTED_WITH)


@dataclass(frozen=True)
class Ended:
    """How a process ended, and what it wrote. A signal that ended it is a negative exit code."""

    exit_code: int | None
    out: str
    err: str


class Apart:
    """A process that runs a function of a module. What the function returns is its exit code."""

    def __init__(self, work: Callable[..., object], *arguments: object, largest_file: int | None = None):
        pipes = [context.Pipe(duplex=False) for _ in range(2)]
        sinks = [sink for _, sink in pipes]
        self._process = context.Process(target=_run, args=(sinks, largest_file, work, arguments))
        self._process.start()
        self._written = [b"", b""]
        self._readers = [Thread(target=self._read, args=(n, pipes[n][0])) for n in range(2)]
        for sink, reader in zip(sinks, self._readers, strict=True):
            sink.close()
            reader.start()

    def _read(self, number: int, source: Connection) -> None:
        with source:
            while part := os.read(source.fileno(), 65_536):
                self._written[number] += part

    def ended(self) -> Ended:
        """Wait until it has ended."""
        for waited in (*self._readers, self._process):
            waited.join()
        out, err = (part.decode() for part in self._written)
        ended = Ended(self._process.exitcode, out, err)
        self._process.close()
        return ended


def _run(
    sinks: list[Connection],
    largest_file: int | None,
    work: Callable[..., object],
    arguments: tuple[object, ...],
) -> None:
    gc.freeze()  # what came with the start is no garbage: to look through it takes longer than most work here
    for number, sink in enumerate(sinks, start=1):
        os.dup2(sink.fileno(), number)
        sink.close()
    # Opened anew: those of the server stand for what was there before, perhaps a file that can be sought in.
    sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))
    if largest_file is not None:  # no file can grow beyond so many bytes, as on a full disk
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    sys.exit(work(*arguments))
