"""What a store remembers beside its ledger: its name, the chain's head, the highest number that it ever gave.

A ledger that is put in the place of the store's own, an older copy or an empty one, does not hold that head.
"""

import re
from dataclasses import dataclass
from typing import Any

from benchmark.core.errors import StoreError
from benchmark.core.settings import Settings
from benchmark.store.ledger.chain import Head
from benchmark.store.storage.identity import read_note, unreadable, write_note

_HASH = re.compile(r"[0-9a-f]{64}")
_NUMBERS = range(2**31)


@dataclass(frozen=True)
class Highest:
    """The head that a store was last seen with, the highest submission's number ever given, and its name.

    since: how far the ledger went when the store began to remember: 0 for a new store.
    """

    head: Head
    submission: int
    store: str = ""
    since: int = 0


def remembered(settings: Settings) -> Highest | None:
    """What the store remembers; None for one that remembers nothing yet. StoreError when it is unreadable."""
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
        Head(head["entry"], sealed), head["submission"], name if isinstance(name, str) else "", since
    )


def _is_number(value: Any) -> bool:
    """Whether it is a number of an entry or a submission: to Python, true is 1."""
    return type(value) is int and value in _NUMBERS


def remember(settings: Settings, highest: Highest) -> None:
    """Keep this beside the ledger."""
    head = {
        "entry": highest.head.entry,
        "hash": highest.head.hash,
        "submission": highest.submission,
    }
    write_note(settings, store=highest.store, head=head, since=highest.since)


def clear_unreadable(settings: Settings) -> None:
    """Remove what the store remembers where that cannot be read: a restored backup begins it anew."""
    try:
        remembered(settings)
    except StoreError:
        settings.store_file.unlink(missing_ok=True)
