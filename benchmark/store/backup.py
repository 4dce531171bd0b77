"""Backs up a store to one file, and restores it. The file holds the ledger, but no publications."""

import hashlib
import os
import shutil
import uuid
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Annotated, Any, Literal

import duckdb
from pydantic import BaseModel, ConfigDict, Field

from benchmark.core.errors import StoreBusy, StoreError
from benchmark.core.moments import utc_now
from benchmark.core.settings import Settings
from benchmark.store.ledger import Ledger, connected_ledger, opened
from benchmark.store.ledger.chain import Head
from benchmark.store.ledger.digests import canonical, digest_of_text
from benchmark.store.ledger.migrate import CHAINED, applied, leave, migrate, scripts
from benchmark.store.ledger.remembered import Highest, clear_unreadable, remembered
from benchmark.store.ledger.snapshot import clear_copies
from benchmark.store.proof.readback import hidden_values
from benchmark.store.proof.verify import ledger_checks
from benchmark.store.publication.publish import publication_version, publish, shown_up_to
from benchmark.store.storage.database import STORAGE_VERSION, reason
from benchmark.store.storage.files import move_in, swap_in, sync, wal_of
from benchmark.store.storage.lock import held

LEDGER, MANIFEST = "ledger.duckdb", "manifest.json"
_MANIFEST_LIMIT = 64 * 1024
_CHUNK = 1024 * 1024
_OTHER_BACKUP = "Restore from another backup."
_UNREADABLE = (
    OSError,
    EOFError,
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""The errors of reading a damaged, encrypted or oddly packed zip. pydantic's error is a ValueError too."""


class Manifest(BaseModel):
    """A backup's description of itself. version: the publication that its ledger gives. Times are UTC.

    From format 2 on it has the chain's head, the highest submission number ever given, and the digest of the
    rest of the manifest.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1, 2] = 2
    made_at: datetime
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    size_bytes: Annotated[int, Field(gt=0)]
    storage_version: str
    migration: int
    last_entry: int
    submissions: int
    version: str
    head: str = ""
    last_submission: int = 0
    digest: str = ""

    def own_digest(self) -> str:
        """The digest of everything in it but `digest`."""
        return manifest_digest(self.model_dump(mode="json"))


def manifest_digest(manifest: Mapping[str, Any]) -> str:
    """The digest of a manifest's JSON without its `digest`."""
    return digest_of_text(canonical({name: value for name, value in manifest.items() if name != "digest"}))


@dataclass(frozen=True)
class BackupReport:
    """A backup that was written. alone: why the database of the ledger could not be asked for entries that
    this server lacks; empty if it was asked, or if there is none.
    """

    file: Path
    manifest: Manifest
    alone: str = ""


@dataclass(frozen=True)
class RestoreReport:
    """A backup that was restored: its manifest, the path of the older ledger, the version in use now. If it
    could not be published yet, `version` is empty and `not_shown` says why.
    """

    manifest: Manifest
    kept_aside: Path | None
    version: str
    not_shown: str = ""


def backup(settings: Settings, destination: Path) -> BackupReport:
    """Write the ledger into a new .zip file. If a database keeps it and cannot be reached, write this
    server's copy, as that may be all that is left; the report says so.

    Raises StoreError if there is no ledger, or the destination exists or cannot be written, and StoreBusy
    like `writing`.
    """
    if not settings.ledger_file.exists():
        raise StoreError(f"There is no ledger in {settings.store}.", fix="Publish first.")
    aside = destination.parent / f".{destination.name}.{uuid.uuid4().hex}.tmp"
    try:
        if destination.exists():  # checked before the work; `move_in` checks again as it moves
            raise FileExistsError(destination)
        with held(settings):
            manifest, alone = _described(settings)
            with zipfile.ZipFile(aside, "x", zipfile.ZIP_DEFLATED) as file:
                file.write(settings.ledger_file, LEDGER)
                file.writestr(MANIFEST, manifest.model_dump_json(indent=2))
        move_in(aside, destination)
    except FileExistsError as error:
        raise StoreError(f"{destination} exists already.", fix="Choose a name that is free.") from error
    except OSError as error:
        raise StoreError(
            f"The backup {destination} cannot be written: {error.strerror or error}.",
            fix="Choose a folder that exists and that you can write to.",
        ) from error
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)
    return BackupReport(destination, manifest, alone)


def restore(settings: Settings, backup: Path, *, replace: bool = False, by: str = "Restore") -> RestoreReport:
    """Make a backup's ledger the store's, then publish it.

    The whole backup is checked before anything is changed. A store with a ledger is refused, unless
    `replace`: its ledger is then kept as ledger.before-restore-<time>.duckdb. If the store had entries, a new
    entry by `by` records what was restored and what was there before, and numbers go on above all that the
    store ever gave. When this returns, the backup is restored; if it cannot be shown yet, the report says
    why. Raises StoreError for a backup that is damaged, not ours or from a newer version; then nothing was
    changed.
    """
    if settings.database:
        raise StoreError(
            "A database keeps the ledger of this store, and a backup takes the place of a file.",
            fix="Restore it into an empty folder without MATURITY_LEDGER, "
            "then bring that into an empty database: python -m benchmark move-ledger database",
        )
    manifest = read_manifest(backup)
    with _contents(backup) as file:
        _copy_checked(file, None, manifest, backup)
    with held(settings):
        occupied = settings.ledger_file.exists() or wal_of(settings.ledger_file).exists()
        if occupied and not replace:
            raise StoreError(
                f"The store {settings.store} has a ledger already.",
                fix="Restore into an empty folder, or say --replace to keep the old ledger aside.",
            )
        aside = settings.store / "restored.tmp"
        try:
            with _contents(backup) as file, aside.open("wb") as target:
                _copy_checked(file, target, manifest, backup)
            _bring_up_to_date(aside, backup, manifest, before=_highest(settings), by=by)
            clear_unreadable(settings)  # before the swap: once the ledger is replaced, nothing may fail
            kept = _keep_aside(settings.ledger_file) if occupied else None
            swap_in(aside, settings.ledger_file)
            leave(settings.ledger_file)
            clear_copies(settings)
        except OSError as error:
            raise StoreError(
                f"The store {settings.store} cannot be written: {error.strerror or error}."
            ) from error
        finally:
            aside.unlink(missing_ok=True)
            wal_of(aside).unlink(missing_ok=True)
    try:
        return RestoreReport(manifest, kept, publish(settings).version)
    except StoreError as error:
        return RestoreReport(manifest, kept, "", error.message)


def read_manifest(backup: Path) -> Manifest:
    """A backup's manifest. StoreError if the file is not a backup, or not one that we can read."""
    try:
        with zipfile.ZipFile(backup) as file:
            names = sorted(file.namelist())
            # Exactly these two names: no folder, no path out of one, nothing twice.
            if names != sorted((LEDGER, MANIFEST)):
                raise StoreError(f"{backup.name} is not a backup of this product.", fix=_OTHER_BACKUP)
            with file.open(MANIFEST) as entry:
                text = entry.read(_MANIFEST_LIMIT)
        manifest = Manifest.model_validate_json(text)
    except FileNotFoundError as error:
        raise StoreError(f"There is no file {backup}.", fix="Check its name.") from error
    except _UNREADABLE as error:
        raise StoreError(
            f"{backup.name} is damaged, or not a backup of this product.", fix=_OTHER_BACKUP
        ) from error
    if manifest.format > 1 and manifest.digest != manifest.own_digest():
        raise StoreError(f"The manifest of {backup.name} was changed after it was made.", fix=_OTHER_BACKUP)
    if manifest.migration > max(scripts()):
        raise StoreError(
            f"{backup.name} was made by a newer version of this product.",
            fix="Update the product and try again.",
        )
    return manifest


def _described(settings: Settings) -> tuple[Manifest, str]:
    """The manifest, and why it describes a copy without its database; empty if it does not."""
    if not settings.database:
        return _describe(settings), ""
    try:
        return _describe(settings, adding=True), ""  # holds the ledger on all servers: no entry is missed
    except StoreError as error:
        return _describe(settings, ask_database=False), error.message


def _describe(settings: Settings, *, adding: bool = False, ask_database: bool = True) -> Manifest:
    """The manifest of the ledger, after all of it was written to its file. The caller must hold the lock."""
    with opened(settings, adding=adding, ask_database=ask_database) as ledger:
        head, submissions, highest = ledger.head(), len(ledger.submissions()), ledger.last_submission()
        last_entry = ledger.last_entry()
        version, migration = publication_version(ledger), max(applied(ledger.connection))
        ledger.connection.execute("checkpoint ledger")
    # Closed before it is read: without its WAL a copy would lack rows, and closing our handle on the file
    # while DuckDB has it open would drop DuckDB's lock.
    if wal_of(settings.ledger_file).exists():
        raise StoreError("The ledger could not be written out in full.", fix="Try again.")
    with settings.ledger_file.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    manifest = Manifest(
        made_at=utc_now(),
        sha256=sha256,
        size_bytes=settings.ledger_file.stat().st_size,
        storage_version=STORAGE_VERSION,
        migration=migration,
        last_entry=last_entry,
        submissions=submissions,
        version=version,
        head=head.hash,
        last_submission=highest,
    )
    return manifest.model_copy(update={"digest": manifest.own_digest()})


def _write(target: IO[bytes], chunk: bytes) -> None:
    try:
        target.write(chunk)
    except OSError as error:  # caught here: a full disk must not look like a damaged backup
        raise StoreError(f"The store cannot be written: {error.strerror or error}.") from error


@contextmanager
def _contents(backup: Path) -> Iterator[IO[bytes]]:
    try:
        with zipfile.ZipFile(backup) as file, file.open(LEDGER) as entry:
            yield entry
    except _UNREADABLE as error:
        raise StoreError(f"{backup.name} is damaged: {reason(error)}", fix=_OTHER_BACKUP) from error


def _copy_checked(source: IO[bytes], target: IO[bytes] | None, manifest: Manifest, backup: Path) -> None:
    """Read a backup's ledger to its end, and copy it to `target` if given. StoreError if it is not as stated.

    Reads no more than the stated size, so that a file that unpacks without end cannot fill the disk.
    """
    digest, left = hashlib.sha256(), manifest.size_bytes
    while left >= 0 and (chunk := source.read(_CHUNK)):
        digest.update(chunk)
        left -= len(chunk)
        if target is not None:
            _write(target, chunk)
    if left != 0 or digest.hexdigest() != manifest.sha256:
        raise StoreError(f"{backup.name} is damaged: its ledger is not the one it names.", fix=_OTHER_BACKUP)


def _highest(settings: Settings) -> Highest | None:
    """How far the replaced store went, by its note, its ledger and its publication. Any of them may be lost,
    and numbers must never be given twice.
    """
    reached = []
    with suppress(StoreError):  # unreadable: that may be why a backup is restored
        reached.append(remembered(settings))
    with suppress(StoreError, duckdb.Error):
        if settings.ledger_file.exists():
            with connected_ledger(settings.ledger_file, read_only=True) as connection:
                ledger = Ledger(connection)
                reached.append(Highest(ledger.head(), ledger.last_submission()))
    with suppress(StoreError):
        reached.append(shown_up_to(settings))
    known = [highest for highest in reached if highest is not None and highest.head.entry > 0]
    if not known:
        return None
    return Highest(
        Head(max(highest.head.entry for highest in known), known[0].head.hash),
        max(highest.submission for highest in known),
    )


def _bring_up_to_date(
    file: Path, backup: Path, manifest: Manifest, *, before: Highest | None, by: str
) -> None:
    """Migrate an unpacked ledger, check it, and record in it what it replaces.

    Raises StoreError if it has faults, differs from its manifest, or is from a newer version.
    """
    with connected_ledger(file) as connection:
        try:
            chained = max(applied(connection), default=0) >= CHAINED
            found = migrate(connection)
            checks = ledger_checks(connection, lambda: found)
            faults = [f"{check.name}: {check.detail}" for check in checks if not check.ok]
            ledger = Ledger(connection)
            if not faults:
                faults = [
                    *_manifest_faults(manifest, ledger, chained=chained),
                    *hidden_values(connection, "ledger"),
                ]
            if not faults and before is not None:
                ledger.restore_backup(
                    made_at=manifest.made_at.replace(tzinfo=None),
                    head=ledger.head(),
                    before=before,
                    name=backup.name,
                    by=by,
                )
            connection.execute("checkpoint ledger")
        except duckdb.Error as error:
            faults = [reason(error)]
    if faults:
        raise StoreError(f"{backup.name} holds a ledger with faults: {'; '.join(faults)}.", fix=_OTHER_BACKUP)


def _manifest_faults(manifest: Manifest, ledger: Ledger, *, chained: bool) -> Iterator[str]:
    """Yields each value of a manifest that differs from the ledger beside it."""
    of_ledger: dict[str, int | str] = {
        "last_entry": ledger.last_entry(),
        "submissions": len(ledger.submissions()),
    }
    if chained:
        of_ledger |= {"format": 2, "head": ledger.head().hash, "last_submission": ledger.last_submission()}
    for name, found in of_ledger.items():
        if getattr(manifest, name) != found:
            yield f"its manifest says {name} {getattr(manifest, name)}, its ledger {found}"


def _keep_aside(ledger: Path) -> Path:
    """Give the ledger a second name, which it keeps when the restored one replaces it.

    It is not renamed: a crash right after that would leave the store without a ledger.
    """
    kept = ledger.with_name(f"ledger.before-restore-{utc_now():%Y%m%dT%H%M%S%f}Z.duckdb")
    try:
        with connected_ledger(ledger) as connection:
            connection.execute("checkpoint ledger")
    except StoreBusy:
        raise
    except (StoreError, duckdb.Error):
        pass  # that may be why a backup is restored: it is kept as it is, with its WAL
    for old, new in ((wal_of(ledger), wal_of(kept)), (ledger, kept)):
        if old.exists():
            _name_again(old, new)
    wal_of(ledger).unlink(missing_ok=True)  # DuckDB must not apply it to the restored ledger
    sync(ledger.parent)
    return kept


def _name_again(old: Path, new: Path) -> None:
    try:
        os.link(old, new)
    except OSError:  # a drive without hard links
        shutil.copyfile(old, new)
        sync(new)
