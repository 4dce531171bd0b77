"""Files that are whole or missing: each is written under another name, synced, then moved into place."""

import os
import shutil
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from benchmark.core.errors import StoreError

T = TypeVar("T")
State = tuple[int, ...]
"""The device, inode, size and times of a database's file and of its WAL. Equal means unchanged."""
_WAL_START = b"\x64\x00\x62"
"""The beginning of every DuckDB WAL: its first record, which holds the version."""
_TRIES, _WAIT_SECONDS = 20, 0.05
WINDOWS = os.name == "nt"
"""Windows lets nobody read a file that DuckDB writes, nor replace or remove one that is open."""
_HANDLES = 8
_handles: dict[tuple[Path, int], int] = {}


def sync(path: Path) -> None:
    """Make a file, or a folder's list of files, survive a power cut. Windows cannot sync folders."""
    if path.is_dir() and WINDOWS:
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def give_to_folders_owner(path: Path, folder: Path) -> None:
    """Give a path that root made to the owner of its folder. It is private, so the server, which runs as that
    owner, could not read it otherwise. Where root may not do so, as in a container or on a shared drive, the
    path stays root's.
    """
    if not WINDOWS and os.geteuid() == 0:
        with suppress(OSError):
            owner = folder.stat()
            os.chown(path, owner.st_uid, owner.st_gid)


def swap_in(aside: Path, target: Path) -> None:
    """Replace a file by a finished one in one step. If root does so, the file gets the folder's owner.

    Raises OSError if that fails; the old file then stays.
    """
    give_to_folders_owner(aside, target.parent)
    sync(aside)
    patiently(lambda: os.replace(aside, target))
    sync(target.parent)


def write_whole(file: Path, content: bytes) -> None:
    """Write a file that somebody named. If that fails, what was there before stays as it was.

    Links are followed. A device or a pipe is written to directly, and so is a file in a folder that takes no
    other. Raises OSError if the file cannot be written.
    """
    target = file.resolve()
    if file.exists() and not (file.is_file() and os.access(target.parent, os.W_OK)):
        file.write_bytes(content)
        return
    if target.exists():
        target.open("ab").close()  # a file that is protected is not replaced either
    aside = target.with_name(f".{uuid.uuid4().hex}.tmp")
    try:
        aside.write_bytes(content)
        if target.exists():
            shutil.copymode(target, aside)
        sync(aside)
        patiently(lambda: os.replace(aside, target))
    finally:
        aside.unlink(missing_ok=True)


def read_small(file: Path) -> str:
    """The text of a small file that others replace with `swap_in`. Raises OSError if it cannot be read."""
    return patiently(lambda: file.read_text(encoding="utf-8", errors="replace"))


def read_part(file: Path, position: int, size: int) -> bytes:
    """Bytes of a file that DuckDB may have open in this process. Raises OSError if it cannot be read.

    On Unix, closing any handle of a file drops all locks of this process on it, also DuckDB's in another
    thread that is writing. So the handles of the files read last stay open.
    """
    if WINDOWS:
        with file.open("rb") as whole:
            whole.seek(position)
            return whole.read(size)
    key = (file, file.stat().st_ino)
    if key not in _handles:
        while len(_handles) >= _HANDLES:
            os.close(_handles.pop(next(iter(_handles))))
        _handles[key] = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    return os.pread(_handles[key], size, position)


def is_being_written(file: Path, error: OSError) -> bool:
    """Whether a file cannot be read because DuckDB has it open for writing, which only Windows refuses."""
    return WINDOWS and isinstance(error, PermissionError) and file.is_file()


def clear_leftovers(folder: Path) -> None:
    """Remove half-made files of a killed process from a store. The caller must hold the lock."""
    # Only these endings: somebody may keep a backup here with .tmp elsewhere in its name.
    for leftover in (*folder.glob("*.tmp"), *folder.glob("*.tmp.wal")):
        with suppress(OSError):  # a file that cannot be removed does no harm yet
            leftover.unlink(missing_ok=True)


def move_in(aside: Path, target: Path) -> None:
    """Move a finished file to a name that must be free. Raises FileExistsError if it is not.

    Uses a hard link, because os.replace would overwrite, and a check beforehand could be too early.
    """
    sync(aside)
    try:
        os.link(aside, target)
    except FileExistsError:
        raise
    except OSError:  # a drive without hard links, such as a memory stick or some network shares
        if target.exists():
            raise FileExistsError(target) from None
        os.replace(aside, target)
    else:
        aside.unlink()
    sync(target.parent)


def patiently(act: Callable[[], T]) -> T:
    """Run `act`; on Windows, retry for a second, as a file cannot be read and replaced at the same time."""
    for _ in range(_TRIES if WINDOWS else 0):
        try:
            return act()
        except PermissionError:
            time.sleep(_WAIT_SECONDS)
    return act()


def wal_of(file: Path) -> Path:
    """The file where DuckDB keeps what was committed but is not in the database's file yet."""
    return file.with_name(f"{file.name}.wal")


def file_state(file: Path) -> State:
    """The state of a database's file and its WAL; zeros for a missing file."""
    state: list[int] = []
    for part in (file, wal_of(file)):
        try:
            found = part.stat()
        except FileNotFoundError:
            state += (0, 0, 0, 0, 0)
        else:
            # Both times: whoever changes a file can set back mtime, but not ctime.
            state += (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
    return tuple(state)


def expect_own_wal(file: Path, named: Path | None = None) -> None:
    """Raise StoreError if the WAL's file is not one of DuckDB, which would ignore it silently."""
    wal = wal_of(file)
    try:
        with wal.open("rb") as opened_wal:
            start = opened_wal.read(len(_WAL_START))
    except FileNotFoundError:
        return
    except OSError as error:
        if is_being_written(wal, error):  # by DuckDB, so it is its own
            return
        start = b"unreadable"
    if not _WAL_START.startswith(start):
        raise StoreError(
            f"Beside the ledger lies {wal_of(named or file).name}, which is not its own.",
            fix="Move it out of the store. If the ledger's own was overwritten, restore from a backup.",
        )
