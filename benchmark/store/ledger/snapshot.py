"""The ledger for those who only read it: a copy of its file, for which no writer ever waits.

A ledger that is open for writing lets nobody else in, and one that is open for reading keeps writers out. So
who only looks, at a submission or at a past day, opens a copy.
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
from benchmark.store.ledger import Ledger, connected_ledger, said_in_words
from benchmark.store.ledger.chain import Head
from benchmark.store.ledger.migrate import migrate_file, scripts
from benchmark.store.storage.database import MAKE_ROOM, is_full
from benchmark.store.storage.files import State, as_the_folders, expect_own_wal, file_state, read_part, wal_of
from benchmark.store.storage.identity import expect_store
from benchmark.store.storage.lock import LOCK_SECONDS
from benchmark.store.storage.tables import columns
from schemas.kinds import KINDS

SETTLED_SECONDS = 0.03
"""Longer than the steps in which a file system counts time: a change after this pause has another time."""
MAKING_SECONDS = 0.2
"""What a copy takes to make, and more."""
KEEP = 2
"""Copies kept: the newest, and one that somebody may just be opening."""
TRIES = 3
"""How often a copy is opened: other processes may have made so many newer ones meanwhile that it has gone."""
INSIDE = "reading"
"""The folder for copies in a store."""
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
    """The ledger, to be read only, with at least its entries up to `entry`; all of them when that is 0.

    Takes no lock. Raises StoreError where there is no store or its ledger is damaged, StoreBusy when a writer
    changes it for longer than `seconds`.
    """
    expect_store(settings)
    expect_own_wal(settings.ledger_file)
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
        opened.enter_context(said_in_words(settings.ledger_file.name))
        ledger = Ledger(connection)
        if ledger.last_entry() != copy.last_entry:
            raise StoreError(
                f"{copy.file} is not the copy of the ledger that was made there.", fix="Remove it."
            )
        yield ledger


def last_entry(settings: Settings) -> int | None:
    """The number of the newest entry that a publication rests on; None while a writer is at work.

    StoreError as `reading`.
    """
    expect_store(settings)
    expect_own_wal(settings.ledger_file)
    try:
        return _copy(settings, 0, 0).last_of_data
    except StoreBusy:
        return None


def newest_entry(settings: Settings) -> int:
    """The number of the newest entry of whatever sort. StoreError and StoreBusy as `reading`."""
    expect_store(settings)
    expect_own_wal(settings.ledger_file)
    return _copy(settings, 0, LOCK_SECONDS).last_entry


def newest_head(settings: Settings) -> Head:
    """The end of the chain. StoreError and StoreBusy as `reading`."""
    expect_store(settings)
    expect_own_wal(settings.ledger_file)
    return _copy(settings, 0, LOCK_SECONDS).head


def _copy(settings: Settings, entry: int, seconds: float) -> _Copy:
    until = time.monotonic() + seconds
    # Who makes a copy may wait for a writer for a minute; who has no time waits for a copy, but not for that.
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
                made = _made(settings, state)
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
    """The copies that readers may have open, or may open next. One outside the store is its own process's."""
    return sorted((settings.store / INSIDE).glob(f"{_made_by()}-*.duckdb"))


def clear_copies(settings: Settings) -> None:
    """Remove the copies of a ledger of which another took the place. Only for who holds the lock."""
    for file in (settings.store / INSIDE).glob("*.duckdb"):
        _remove(file)


def is_newest(settings: Settings, copy: Path) -> bool:
    """Whether a copy bears the name under which readers look for the ledger as it is now."""
    return copy.stem == _name(file_state(settings.ledger_file))


def _name(state: State) -> str:
    return f"{_made_by()}-{_digest(state)[:16]}"


def _made_by() -> str:
    """How the names begin of copies that have the tables of this version of the product, and no others: what
    another version copied, while both use a store or before an upgrade, is not read.
    """
    return _digest((scripts(), {kind: columns(model) for kind, model in KINDS.items()}))[:8]


def _digest(parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _made(settings: Settings, state: State) -> _Copy | None:
    """A copy of the ledger as it is in this state; None when it changed meanwhile. Where the store has no
    room for it, it is made where temporary files are, so that those who only read go on.
    """
    try:
        return _made_in(_folder(settings), settings, state)
    except OSError as error:
        if not is_full(error):
            raise
    return _made_in(_own_folder(settings), settings, state)


def _made_in(folder: Path, settings: Settings, state: State) -> _Copy | None:
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
        # The copy is ours to write to: it takes up what the WAL holds, and what a newer version needs.
        with (
            said_in_words(settings.ledger_file.name),
            connected_ledger(aside, copy_of=settings.ledger_file) as connection,
        ):
            migrate_file(connection, settings.ledger_file)
            connection.execute("checkpoint ledger")
            ends = _ends(connection)
        as_the_folders(aside, folder)
        os.replace(aside, target)
    finally:
        aside.unlink(missing_ok=True)
        wal_of(aside).unlink(missing_ok=True)
    made = _Copy(state, target, *ends)
    _prune(folder)
    return made


def _last_entries(file: Path, settings: Settings) -> tuple[int, int, Head]:
    with (
        said_in_words(settings.ledger_file.name),
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
    """The folder for copies: in the store, or one of this process's own where the store is not ours to write
    to.
    """
    inside = settings.store / INSIDE
    with suppress(OSError):
        inside.mkdir(mode=0o700, exist_ok=True)
        as_the_folders(inside, settings.store)
        if os.access(inside, os.W_OK):
            return inside
    return _own_folder(settings)


def _own_folder(settings: Settings) -> Path:
    """A folder of this process's own, outside the store."""
    outside = Path(_outside(settings.store).name)
    outside.mkdir(mode=0o700, exist_ok=True)  # where somebody cleared folders for temporary files
    return outside


@cache
def _outside(store: Path) -> tempfile.TemporaryDirectory[str]:
    """A folder that goes with this process. What another process left in a folder for temporary files, no
    `verify` would look for, so none of it is read.
    """
    return tempfile.TemporaryDirectory(prefix="maturity-", ignore_cleanup_errors=True)


def _prune(folder: Path) -> None:
    """Remove older copies, and what a killed process or another version of the product left."""
    known = [*folder.glob(f"{_made_by()}-*.duckdb")]
    long_ago = time.time() - LOCK_SECONDS  # nobody is at work on it any more
    others = [file for file in folder.glob("*") if file not in known and _changed(file) < long_ago]
    for file in [*sorted(known, key=_changed, reverse=True)[KEEP:], *others]:
        _remove(file)


def _changed(file: Path) -> float:
    """When a file was changed last; long ago where another process has just removed it."""
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _remove(file: Path) -> None:
    with suppress(OSError):  # Windows keeps a file that somebody reads; a later copy removes it
        file.unlink(missing_ok=True)
