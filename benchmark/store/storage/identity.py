"""The store in a folder: its name, its note of itself, and the errors if there is no store."""

import json
import uuid
from pathlib import Path
from typing import Any

from benchmark.core.errors import StoreError
from benchmark.core.settings import Settings
from benchmark.store.storage.files import is_being_written, read_part, read_small, swap_in, wal_of

_MAGIC_AT, _MAGIC = 8, b"DUCK"
"""Bytes that every DuckDB database file has at this position."""
OWN_LEFTOVERS = ("writer.lock", "ledger.new.tmp", "ledger.new.tmp.wal")
"""What a first start that was killed leaves in an empty folder, beside a note that equals BEGUN."""
COPY = "copy_of_database"
BEGUN = {COPY: True}
"""The note in a folder that will get a copy of a database's ledger and does not have it yet."""


def read_note(settings: Settings) -> dict[str, Any]:
    """The store's note of itself; empty if there is none. StoreError if it is unreadable."""
    try:
        note = json.loads(read_small(settings.store_file))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise unreadable(settings) from error
    if not isinstance(note, dict):
        raise unreadable(settings)
    return note


def unreadable(settings: Settings) -> StoreError:
    """The error for a note that is unreadable."""
    return StoreError(
        f"{settings.store_file} cannot be read, so nothing says how far the ledger went.",
        fix="Restore it with the ledger from a backup; or hold the ledger against a receipt with "
        "verify --head, then remove the file.",
    )


def write_note(settings: Settings, **values: Any) -> None:
    """Write a note with these values only. The caller must hold the lock."""
    # A new name each time: a folder under a fixed name would block writing for ever, without an error.
    aside = settings.store / f"store.json.{uuid.uuid4().hex}.tmp"
    aside.write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
    swap_in(aside, settings.store_file)


def identity(settings: Settings) -> str | None:
    """The store's name, which is its chain's; None if the store has not been written to yet."""
    name = read_note(settings).get("store")
    return name if isinstance(name, str) else None


def is_free(settings: Settings) -> bool:
    """Whether the folder is missing, or holds nothing but leftovers of a first start."""
    try:
        found = {file.name for file in settings.store.iterdir()}
        note = {settings.store_file.name} if is_begun(settings) else set()
        return found <= {*OWN_LEFTOVERS, *note}
    except FileNotFoundError:
        return True
    except OSError as error:
        raise StoreError(
            f"The store {settings.store} cannot be read: {error.strerror or error}.",
            fix="Choose a folder on this machine that you can write to, with --store or MATURITY_STORE.",
        ) from error


def is_begun(settings: Settings) -> bool:
    """Whether the note says only that the folder will get a copy of a database's ledger."""
    try:
        return read_note(settings) == BEGUN
    except StoreError:
        return False


def is_in_a_store(file: Path) -> bool:
    """Whether a path lies in a folder with a ledger, or one or two levels below it. Follows links."""
    own_name = Settings().ledger_file.name
    where = file.resolve()
    return any((folder / own_name).exists() for folder in (file.parent, *list(where.parents)[:2]))


def expect_store(settings: Settings) -> None:
    """Raise StoreError if the folder holds no store, or its ledger is not a database. Changes nothing."""
    expect_made(settings)
    try:
        start = read_part(settings.ledger_file, 0, _MAGIC_AT + len(_MAGIC))
    except OSError as error:
        if is_being_written(settings.ledger_file, error):  # by somebody who has looked
            return
        why = error.strerror or str(error)
    else:
        if start[_MAGIC_AT:] == _MAGIC:
            return
        why = "it is no database" if start else "it is empty"
    raise StoreError(
        f"The ledger {settings.ledger_file.name} cannot be opened: {why}.", fix="Restore it from a backup."
    )


def expect_made(settings: Settings) -> None:
    """Raise StoreError if the folder holds no store, or a store without its ledger. Changes nothing."""
    try:
        if settings.ledger_file.exists():
            return
        remains = any(
            file.exists()
            for file in (
                settings.current_pointer,
                settings.publications,
                *([] if is_begun(settings) else [settings.store_file]),
                wal_of(settings.ledger_file),
            )
        )
    except OSError as error:
        raise StoreError(f"The store {settings.store} cannot be read: {error.strerror or error}.") from error
    if remains:
        raise StoreError(
            f"The store {settings.store} was in use before, but its ledger {settings.ledger_file.name} "
            "is gone.",
            fix="Restore it from a backup: python -m benchmark restore FILE. "
            "Or choose an empty folder to start afresh.",
        )
    if settings.store.is_file():
        raise StoreError(f"{settings.store} is a file, and a store is a folder.", fix="Choose a folder.")
    raise StoreError(
        f"There is no store in {settings.store}.",
        fix="Check the name of the folder in --store or MATURITY_STORE, or make a store with: "
        f'python -m benchmark init --store "{settings.store}"',
    )
