"""The parent's side: it starts a child for each workbook, reads its messages, and always ends it."""

import logging
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from benchmark.workbooks.limits import Refusal, too_large
from benchmark.workbooks.messages import MAX_SENT, Message
from benchmark.workbooks.messages import read as read_message
from benchmark.workbooks.sift import Wanted

_ROOT = str(Path(__file__).resolve().parents[2])
_SCRIPT = (
    "import sys; sys.path.insert(0, sys.argv[1]); from benchmark.workbooks.child import main; "
    "main(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], sys.argv[5:])"
)
AT_ONCE = 3
"""The most children that run at the same time. Further workbooks wait."""
_turns = threading.BoundedSemaphore(AT_ONCE)
_log = logging.getLogger(__name__)


def messages(
    content: bytes | Path,
    *,
    memory_mb: int,
    seconds: int,
    also: Sequence[str] = (),
    wanted: Wanted | None = None,
) -> Generator[Message, None, None]:
    """Yields the messages that a child sends about a workbook. Closing the generator ends the child.

    also, wanted: as in `book.read_book`. Raises Refusal if the workbook cannot be read, or not within the
    limits.
    """
    asked = [str(memory_mb), str(seconds), "" if wanted is None else wanted.as_json(), *also]
    with _turns, _opened(content) as file:
        yield from _sent(file, asked, memory_mb, seconds)


@contextmanager
def _opened(content: bytes | Path) -> Generator[IO[bytes], None, None]:
    if isinstance(content, Path):
        with content.open("rb") as file:
            yield file
        return
    with tempfile.TemporaryFile() as file:
        # A file, not a pipe: the child reads the archive's end first, and no thread is needed to write.
        file.write(content)
        file.seek(0)
        yield file


def _sent(
    file: IO[bytes], asked: Sequence[str], memory_mb: int, seconds: int
) -> Generator[Message, None, None]:
    child = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", _SCRIPT, _ROOT, *asked],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    late = threading.Event()

    def stop() -> None:
        late.set()
        child.kill()

    clock = threading.Timer(seconds, stop)
    clock.daemon = True
    clock.start()
    assert child.stdout is not None
    try:
        last = yield from _until_the_end(child.stdout)
        if last is None:
            raise _ended(child.wait(), late.is_set(), memory_mb, seconds)
        if last[0] == "refused":
            raise _refusal(last, memory_mb)
        if last[0] == "failed":
            _log.error("The reader of workbooks failed:\n%s", last[-1])
            raise _failed("its reader of workbooks")
    finally:
        clock.cancel()
        child.kill()
        child.stdout.close()
        child.wait()


def _until_the_end(source: IO[bytes]) -> Generator[Message, None, Message | None]:
    """Yields all messages but the last, which it returns; None if the child ended without a last message."""
    sent = 0
    while True:
        try:
            read = read_message(source)
        except ValueError as error:
            raise _failed("what its reader of workbooks sent made no sense") from error
        if read is None:
            return None
        message, length = read
        if message[0] in ("done", "refused", "failed"):
            return message
        sent += length
        if sent > MAX_SENT:
            raise too_large("its rows have no end")
        yield message


def _ended(code: int, late: bool, memory_mb: int, seconds: int) -> Refusal:
    """The refusal for a child that ended without its last message."""
    if late or code == -getattr(signal, "SIGXCPU", 0):
        return Refusal("workbook_too_slow", seconds=seconds)
    if code == -getattr(signal, "SIGKILL", 0):
        return _memory(memory_mb)
    _log.error("The reader of workbooks ended with code %s.", code)
    return _failed(f"its reader of workbooks ended with code {code}")


def _refusal(message: Message, memory_mb: int) -> Refusal:
    _, code, words = message
    return _memory(memory_mb) if code == "memory" else Refusal(str(code), **words)


def _failed(what: str) -> Refusal:
    """The refusal of a workbook when the fault is probably in this product."""
    return Refusal("file_defeats_check", reason=what)


def _memory(memory_mb: int) -> Refusal:
    return Refusal("workbook_too_large", reason=f"it takes more than {memory_mb:,} MB of memory")
