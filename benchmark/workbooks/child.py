"""The child process that reads one workbook. It limits itself, and sends messages to standard output."""

import io
import sys
import traceback
from collections.abc import Collection
from typing import IO

from benchmark.workbooks.book import read_book
from benchmark.workbooks.limits import Refusal
from benchmark.workbooks.messages import Message, write
from benchmark.workbooks.sift import Wanted

_LONGEST_TRACEBACK = 4_000
"""The most characters of a traceback that are sent."""


def main(memory_mb: int, seconds: int, wanted: str, also: Collection[str]) -> None:
    """Read the workbook on standard input. wanted: a Wanted as JSON, or an empty text."""
    limit(memory_mb, seconds)
    out = sys.stdout.buffer
    try:
        send_all(sys.stdin.buffer, out, also, Wanted.of_json(wanted))
        out.flush()
    except BrokenPipeError:
        # The parent has stopped reading. Python must not fail when it flushes its output at exit.
        sys.stdout = io.TextIOWrapper(io.BytesIO())


def send_all(
    file: IO[bytes], out: IO[bytes], also: Collection[str] = (), wanted: Wanted | None = None
) -> None:
    """Write a workbook's messages to `out`. The last one is "done", "refused" or "failed"."""

    def send(message: Message) -> None:
        write(message, out)

    try:
        read_book(file, send, also=also, wanted=wanted)
        end: Message = ["done"]
    except Refusal as refusal:
        end = ["refused", refusal.code, refusal.words]
    except BrokenPipeError:
        raise
    except MemoryError:
        end = ["refused", "memory", {}]
    except Exception:  # a bug in this reader: the parent says so to the user, and logs it
        end = ["failed", traceback.format_exc()[-_LONGEST_TRACEBACK:]]
    write(end, out)


def limit(memory_mb: int, seconds: int) -> None:
    """Have the operating system enforce limits of memory and processor time on this process.

    Windows has no such limits. There only the parent's clock and the limits that we count ourselves apply.
    """
    try:
        import resource  # noqa: PLC0415 - does not exist on Windows
    except ImportError:
        return
    wanted = {
        resource.RLIMIT_AS: memory_mb * 1024 * 1024,
        resource.RLIMIT_CPU: seconds + 1,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for what, most in wanted.items():
        _, hard = resource.getrlimit(what)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(what, (allowed, allowed))
        except (ValueError, OSError):  # macOS cannot limit memory
            continue
