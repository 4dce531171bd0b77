"""Files that are there whole or not at all: written aside, made to last, moved into place at once."""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from benchmark.core.errors import StoreError

T = TypeVar("T")
State = tuple[int, ...]
"""A database's file and its WAL: which file, size, times of the last change. The same means unchanged."""
_WAL_START = b"\x64\x00\x62"
"""How every WAL of DuckDB begins: its first record, of the sort that tells the version."""
_TRIES, _WAIT_SECONDS = 20, 0.05
_HANDLES = 8
_handles: dict[tuple[Path, int], int] = {}


def sync(path: Path) -> None:
    """Make a file, or a folder's list of files, survive a power cut. Windows has no handle on folders."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def as_the_folders(path: Path, folder: Path) -> None:
    """Let what root has made for a folder be its owner's: it is for its owner alone, and the server, which
    runs as that one, could not read it. Where root may give nothing away, as in a container or on a shared
    drive, it stays root's.
    """
    if os.name != "nt" and os.geteuid() == 0:
        with suppress(OSError):
            owner = folder.stat()
            os.chown(path, owner.st_uid, owner.st_gid)


def swap_in(aside: Path, target: Path) -> None:
    """Put a finished file in the place of another, at once. What root puts there is the folder's owner's.

    OSError when that cannot be done; the other one then stays.
    """
    as_the_folders(aside, target.parent)
    sync(aside)
    _patiently(lambda: os.replace(aside, target))
    sync(target.parent)


def read_small(file: Path) -> str:
    """A small text file that others replace by `swap_in`. OSError when it cannot be read."""
    return _patiently(lambda: file.read_text(encoding="utf-8", errors="replace"))


def read_part(file: Path, position: int, size: int) -> bytes:
    """Bytes of a file that DuckDB may have open in this process. OSError when it cannot be read.

    On Unix, closing any handle of a file drops this process's locks on it, so that a submit in another thread
    would lose the one that DuckDB holds for it: the handle stays open, of the few files read last.
    """
    if os.name == "nt":
        with file.open("rb") as whole:
            whole.seek(position)
            return whole.read(size)
    key = (file, file.stat().st_ino)
    if key not in _handles:
        while len(_handles) >= _HANDLES:
            os.close(_handles.pop(next(iter(_handles))))
        _handles[key] = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    return os.pread(_handles[key], size, position)


def clear_leftovers(folder: Path) -> None:
    """Remove what a killed process left half made in a store. Only for who holds the lock."""
    # No other name with .tmp in it: somebody may keep a backup here.
    for leftover in (*folder.glob("*.tmp"), *folder.glob("*.tmp.wal")):
        with suppress(OSError):  # what cannot be cleared away stands in nobody's way yet
            leftover.unlink(missing_ok=True)


def move_in(aside: Path, target: Path) -> None:
    """Put a finished file where there is none, at once. FileExistsError when there is one after all.

    A hard link, because os.replace would overwrite and looking first leaves a moment in between.
    """
    sync(aside)
    try:
        os.link(aside, target)
    except FileExistsError:
        raise
    except OSError:  # a drive without hard links: a memory stick, some network shares
        if target.exists():
            raise FileExistsError(target) from None
        os.replace(aside, target)
    else:
        aside.unlink()
    sync(target.parent)


def _patiently(act: Callable[[], T]) -> T:
    """Do it, on Windows again for a second: there a file is not read and replaced at the same moment."""
    for _ in range(_TRIES if os.name == "nt" else 0):
        try:
            return act()
        except PermissionError:
            time.sleep(_WAIT_SECONDS)
    return act()


def wal_of(file: Path) -> Path:
    """Where DuckDB keeps what it has committed to a file but not yet written into it."""
    return file.with_name(f"{file.name}.wal")


def file_state(file: Path) -> State:
    """The state of a database's file and its WAL; zeros for one that is not there."""
    state: list[int] = []
    for part in (file, wal_of(file)):
        try:
            found = part.stat()
        except FileNotFoundError:
            state += (0, 0, 0, 0, 0)
        else:
            # Two times: whoever changes a file can set back the one, and not the other.
            state += (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
    return tuple(state)


def expect_own_wal(file: Path, named: Path | None = None) -> None:
    """StoreError where something else lies in the place of the WAL: DuckDB would pass over it unsaid."""
    wal = wal_of(file)
    try:
        with wal.open("rb") as opened_wal:
            start = opened_wal.read(len(_WAL_START))
    except FileNotFoundError:
        return
    except OSError:
        start = b"unreadable"
    if not _WAL_START.startswith(start):
        raise StoreError(
            f"Beside the ledger lies {wal_of(named or file).name}, which is not its own.",
            fix="Move it out of the store. If the ledger's own was overwritten, restore from a backup.",
        )
