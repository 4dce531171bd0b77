"""What a store remembers beside its ledger: the chain's head, and the highest number that it ever gave.

A ledger that is put in the place of the store's own, an older copy or an empty one, does not hold that head.
"""

from dataclasses import dataclass
from typing import Any

from benchmark.core.errors import StoreError
from benchmark.core.settings import Settings
from benchmark.store.chain import Head
from benchmark.store.identity import read_note, unreadable, write_note


@dataclass(frozen=True)
class Highest:
    """The head that a store was last seen with, and the highest submission's number that it ever gave."""

    head: Head
    submission: int


def remembered(settings: Settings) -> Highest | None:
    """What the store remembers; None for one that remembers nothing yet. StoreError when it is unreadable."""
    head = read_note(settings).get("head")
    if head is None:
        return None
    try:
        return Highest(Head(int(head["entry"]), str(head["hash"])), int(head["submission"]))
    except (KeyError, TypeError, ValueError) as error:
        raise unreadable(settings) from error


def remember(settings: Settings, highest: Highest, **also: Any) -> None:
    """Keep this beside the ledger, and what else is given, with whatever else the store's own file says."""
    head = {
        "entry": highest.head.entry,
        "hash": highest.head.hash,
        "submission": highest.submission,
    }
    write_note(settings, head=head, **also)


def clear_unreadable(settings: Settings) -> None:
    """Remove what the store remembers where that cannot be read: a restored backup begins it anew."""
    try:
        remembered(settings)
    except StoreError:
        settings.store_file.unlink(missing_ok=True)
