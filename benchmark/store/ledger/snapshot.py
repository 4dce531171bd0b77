"""The ledger for readers: a copy of its file, so that no writer ever waits for a reader.

While DuckDB has the ledger open for writing nobody else can open it, and while it is open for reading nobody
can write. So code that only reads, a submission or a past day, opens a copy.
"""

import hashlib
import os
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from benchmark.core.errors import StoreBusy, StoreError
from benchmark.core.settings import Settings
from benchmark.store.ledger import Ledger, as_store_errors, connected_ledger
from benchmark.store.ledger.chain import Head
from benchmark.store.ledger.migrate import migrate_file, scripts
from benchmark.store.storage.database import MAKE_ROOM, is_full
from benchmark.store.storage.files import (
    State,
    expect_own_wal,
    file_state,
    give_to_folders_owner,
    is_being_written,
    patiently,
    read_part,
    wal_of,
)
from benchmark.store.storage.identity import expect_store
from benchmark.store.storage.lock import LOCK_SECONDS
from benchmark.store.storage.tables import columns
from schemas.kinds import KINDS

SETTLED_SECONDS = 0.03
"""Longer than the resolution of file times: a change after this pause has another time."""
MAKING_SECONDS = 0.2
"""More than the time that making a copy takes."""
KEEP = 2
"""Copies kept: the newest, and an older one that a reader may just be opening."""
TRIES = 3
"""How often opening a copy is tried: other processes may have made newer ones and removed it."""
INSIDE = "reading"
"""The folder for copies, in the store."""
_CHUNK = 4 * 1024 * 1024

_copying = threading.Lock()


@dataclass(frozen=True)
class _Copy:
    state: State
    file: Path
    last_entry: int
    last_of_data: int
    head: Head


_copies: dict[Path, _Copy] = {}


@contextmanager
def reading(settings: Settings, *, entry: int = 0, seconds: float = LOCK_SECONDS) -> Iterator[Ledger]:
    """Open the ledger for reading, with at least its entries up to `entry`, or with all if `entry` is 0.

    Takes no lock. Raises StoreError if there is no store or its ledger is damaged, and StoreBusy if a writer
    changes it for longer than `seconds`.
    """
    with ExitStack() as opened:
        for left in reversed(range(TRIES)):
            copy = _copy(settings, entry, seconds)
            try:
                connection = opened.enter_context(
                    connected_ledger(copy.file, read_only=True, copy_of=settings.ledger_file)
                )
                break
            except StoreError:
                if copy.file.exists() or not left:
                    raise
        opened.enter_context(as_store_errors(settings.ledger_file.name))
        ledger = Ledger(connection)
        if ledger.last_entry() != copy.last_entry:
            raise StoreError(
                f"{copy.file} is not the copy of the ledger that was made there.", fix="Remove it."
            )
        yield ledger


def last_entry(settings: Settings) -> int | None:
    """The number of the newest entry that a publication is built from; None while a writer is at work.

    Raises StoreError like `reading`.
    """
    try:
        return _copy(settings, 0, 0).last_of_data
    except StoreBusy:
        return None


def newest_entry(settings: Settings) -> int:
    """The number of the newest entry of any sort. StoreError and StoreBusy like `reading`."""
    return _copy(settings, 0, LOCK_SECONDS).last_entry


def newest_head(settings: Settings) -> Head:
    """The end of the chain. StoreError and StoreBusy like `reading`."""
    return _copy(settings, 0, LOCK_SECONDS).head


def _copy(settings: Settings, entry: int, seconds: float) -> _Copy:
    expect_store(settings)
    expect_own_wal(settings.ledger_file)
    until = time.monotonic() + seconds
    # The thread that makes a copy may wait a minute for a writer. A caller without time waits for a copy
    # only.
    if not _copying.acquire(timeout=max(seconds, MAKING_SECONDS)):
        raise _busy(settings, seconds)
    try:  # many readers make one copy
        known = _copies.get(settings.ledger_file)
        while True:
            state = file_state(settings.ledger_file)
            if known is not None and known.file.exists():
                same_file = known.state[:2] == state[:2]
                if known.state == state or (same_file and 0 < entry <= known.last_entry):
                    return known
            time.sleep(SETTLED_SECONDS)
            if file_state(settings.ledger_file) == state:
                made = _make_if_nobody_writes(settings, state)
                if made is not None:
                    _copies[settings.ledger_file] = made
                    return made
            if time.monotonic() > until:
                raise _busy(settings, seconds)
    except OSError as error:
        if is_full(error):
            raise StoreError(
                f"There is no room to read from a copy of the ledger: {error.strerror}.",
                fix=MAKE_ROOM,
            ) from error
        raise StoreError(
            f"The ledger {settings.ledger_file.name} cannot be read: {error.strerror or error}.",
            fix="If it is there and is yours to read, restore it from a backup.",
        ) from error
    finally:
        _copying.release()


def _busy(settings: Settings, seconds: float) -> StoreBusy:
    return StoreBusy(
        f"Another process has been writing to {settings.store.name} for {seconds:g} seconds.",
        fix="Try again when it has finished.",
    )


def copies(settings: Settings) -> list[Path]:
    """The copies in the store, which readers may open. Copies outside it belong to one process each."""
    return sorted((settings.store / INSIDE).glob(f"{_version_prefix()}-*.duckdb"))


def clear_copies(settings: Settings) -> None:
    """Remove the copies of a ledger that was replaced. The caller must hold the lock."""
    for file in (settings.store / INSIDE).glob("*.duckdb"):
        _remove(file)


def is_newest(settings: Settings, copy: Path) -> bool:
    """Whether a copy has the name under which readers look for the ledger in its present state."""
    return copy.stem == _name(file_state(settings.ledger_file))


def _name(state: State) -> str:
    return f"{_version_prefix()}-{_digest(state)[:16]}"


def _version_prefix() -> str:
    """The beginning of the names of copies with the tables of this version of the product.

    Copies of another version, made before an upgrade or by another process, are not read.
    """
    return _digest((scripts(), {kind: columns(model) for kind, model in KINDS.items()}))[:8]


def _digest(parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _make_if_nobody_writes(settings: Settings, state: State) -> _Copy | None:
    """Like `_make`; also None where Windows refuses to read the ledger, as it does while somebody writes."""
    try:
        return _make(settings, state)
    except PermissionError as error:
        if not is_being_written(settings.ledger_file, error):
            raise
    return None


def _make(settings: Settings, state: State) -> _Copy | None:
    """A copy of the ledger in this state; None if it changed meanwhile. If the store is full, the copy is
    made in the folder for temporary files, so that reading goes on.
    """
    try:
        return _make_in(_folder(settings), settings, state)
    except OSError as error:
        if not is_full(error):
            raise
    return _make_in(_own_folder(settings), settings, state)


def _make_in(folder: Path, settings: Settings, state: State) -> _Copy | None:
    name = _name(state)
    target, aside = folder / f"{name}.duckdb", folder / f"{uuid.uuid4().hex}.tmp"
    if target.exists():  # another process made it
        return _Copy(state, target, *_last_entries(target, settings))
    try:
        _copy_bytes(settings.ledger_file, aside)
        with suppress(FileNotFoundError):
            _copy_bytes(wal_of(settings.ledger_file), wal_of(aside))
        if file_state(settings.ledger_file) != state:
            return None
        # Nobody else has this copy yet, so it is written to: it takes in the WAL, and needed migrations.
        with (
            as_store_errors(settings.ledger_file.name),
            connected_ledger(aside, copy_of=settings.ledger_file) as connection,
        ):
            migrate_file(connection, settings.ledger_file)
            connection.execute("checkpoint ledger")
            ends = _ends(connection)
        give_to_folders_owner(aside, folder)
        try:
            patiently(lambda: os.replace(aside, target))
        except PermissionError:  # on Windows another process has made it meanwhile, and reads it
            if not target.exists():
                raise
    finally:
        aside.unlink(missing_ok=True)
        wal_of(aside).unlink(missing_ok=True)
    made = _Copy(state, target, *ends)
    _prune(folder)
    return made


def _last_entries(file: Path, settings: Settings) -> tuple[int, int, Head]:
    with (
        as_store_errors(settings.ledger_file.name),
        connected_ledger(file, read_only=True, copy_of=settings.ledger_file) as connection,
    ):
        return _ends(connection)


def _ends(connection: duckdb.DuckDBPyConnection) -> tuple[int, int, Head]:
    ledger = Ledger(connection)
    return ledger.last_entry(), ledger.last_of_data(), ledger.head()


def _copy_bytes(source: Path, target: Path) -> None:
    target.touch(mode=0o600, exist_ok=False)
    position = 0
    with target.open("wb") as out:
        while chunk := read_part(source, position, _CHUNK):
            out.write(chunk)
            position += len(chunk)


def _folder(settings: Settings) -> Path:
    """The folder for copies: in the store, or this process's own if the store is not writable."""
    inside = settings.store / INSIDE
    with suppress(OSError):
        inside.mkdir(mode=0o700, exist_ok=True)
        give_to_folders_owner(inside, settings.store)
        if os.access(inside, os.W_OK):
            return inside
    return _own_folder(settings)


def _own_folder(settings: Settings) -> Path:
    """A folder of this process's own, outside the store."""
    outside = Path(_outside(settings.store).name)
    outside.mkdir(mode=0o700, exist_ok=True)  # in case somebody cleared the temporary files
    return outside


@cache
def _outside(store: Path) -> tempfile.TemporaryDirectory[str]:
    """A folder that is removed when this process ends. `verify` does not check copies that other processes
    left among the temporary files, so none of them is read.
    """
    return tempfile.TemporaryDirectory(prefix="maturity-", ignore_cleanup_errors=True)


def _prune(folder: Path) -> None:
    """Remove older copies, and files that a killed process or another version of the product left."""
    known = [*folder.glob(f"{_version_prefix()}-*.duckdb")]
    long_ago = time.time() - LOCK_SECONDS  # no process still works on a file older than this
    others = [file for file in folder.glob("*") if file not in known and _changed(file) < long_ago]
    for file in [*sorted(known, key=_changed, reverse=True)[KEEP:], *others]:
        _remove(file)


def _changed(file: Path) -> float:
    """When a file was last changed; 0 if another process has just removed it."""
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _remove(file: Path) -> None:
    with suppress(OSError):  # Windows keeps a file that is open; a later call removes it
        file.unlink(missing_ok=True)
