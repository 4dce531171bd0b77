"""What a store remembers beside its ledger: its name, the chain's head and the highest submission number.

An older or empty ledger that is put in the ledger's place does not hold this head, so it is noticed.
"""

import re
from dataclasses import dataclass
from typing import Any

from benchmark.core.errors import StoreError
from benchmark.core.settings import Settings
from benchmark.store.ledger.chain import Head
from benchmark.store.storage.identity import BEGUN, COPY, is_begun, read_note, unreadable, write_note

_HASH = re.compile(r"[0-9a-f]{64}")
_NUMBERS = range(2**31)
_MOVED_AS = "moved_as"


@dataclass(frozen=True)
class Highest:
    """What the store remembers: the last head, the highest submission number ever given, the store's name.

    since: the last entry when the store began to remember, 0 for a new store.
    is_copy: a database keeps the ledger, and the store's file is a copy of it.
    moved_as: the token of this store's last move from or to a database. Only its owner may finish the move.
    """

    head: Head
    submission: int
    store: str = ""
    since: int = 0
    is_copy: bool = False
    moved_as: str = ""


def remembered(settings: Settings) -> Highest | None:
    """What the store remembers; None if nothing yet. StoreError if it is unreadable."""
    note = read_note(settings)
    head = note.get("head")
    if head is None:
        return None
    name, since = note.get("store"), note.get("since", 0)
    if not isinstance(head, dict) or not all(
        map(_is_number, (head.get("entry"), head.get("submission"), since))
    ):
        raise unreadable(settings)
    sealed = head.get("hash")
    if not isinstance(sealed, str) or not _HASH.fullmatch(sealed):
        raise unreadable(settings)
    return Highest(
        Head(head["entry"], sealed),
        head["submission"],
        name if isinstance(name, str) else "",
        since,
        is_copy(settings),
        moved_as(settings),
    )


def is_copy(settings: Settings) -> bool:
    """Whether the store says that its ledger is a copy of a database's. StoreError if it is unreadable."""
    return read_note(settings).get(COPY) is True


def moved_as(settings: Settings) -> str:
    """The token of the store's last move from or to a database; empty if there was none."""
    word = read_note(settings).get(_MOVED_AS)
    return word if isinstance(word, str) else ""


def begin_to_remember(settings: Settings) -> None:
    """Mark a folder without a ledger, before it gets one: as a copy if a database keeps the ledger.

    A folder that had a ledger before keeps what it remembers of it.
    """
    if settings.store_file.exists() and not is_begun(settings):
        return
    if settings.database:
        write_note(settings, **BEGUN)
    else:
        settings.store_file.unlink(missing_ok=True)


def _is_number(value: Any) -> bool:
    """Whether this is the number of an entry or a submission. In Python, True is an int too."""
    return type(value) is int and value in _NUMBERS


def remember(settings: Settings, highest: Highest) -> None:
    """Write this beside the ledger."""
    head = {
        "entry": highest.head.entry,
        "hash": highest.head.hash,
        "submission": highest.submission,
    }
    copy = {COPY: True} if highest.is_copy else {}
    moved = {_MOVED_AS: highest.moved_as} if highest.moved_as else {}
    write_note(settings, store=highest.store, head=head, since=highest.since, **copy, **moved)


def clear_unreadable(settings: Settings) -> None:
    """Remove an unreadable note of the store: a restored backup then writes a new one."""
    try:
        remembered(settings)
    except StoreError:
        settings.store_file.unlink(missing_ok=True)
