"""What a store remembers beside its ledger: its name, the chain's head, the highest number that it ever gave.

A ledger that is put in the place of the store's own, an older copy or an empty one, does not hold that head.
"""

from dataclasses import dataclass

from benchmark.core.errors import StoreError
from benchmark.core.settings import Settings
from benchmark.store.ledger.chain import Head
from benchmark.store.storage.identity import read_note, unreadable, write_note


@dataclass(frozen=True)
class Highest:
    """The head that a store was last seen with, the highest submission's number ever given, and its name."""

    head: Head
    submission: int
    store: str = ""


def remembered(settings: Settings) -> Highest | None:
    """What the store remembers; None for one that remembers nothing yet. StoreError when it is unreadable."""
    note = read_note(settings)
    head = note.get("head")
    if head is None:
        return None
    try:
        last = Head(int(head["entry"]), str(head["hash"]))
        return Highest(last, int(head["submission"]), str(note.get("store", "")))
    except (KeyError, TypeError, ValueError) as error:
        raise unreadable(settings) from error


def remember(settings: Settings, highest: Highest) -> None:
    """Keep this beside the ledger."""
    head = {
        "entry": highest.head.entry,
        "hash": highest.head.hash,
        "submission": highest.submission,
    }
    write_note(settings, store=highest.store, head=head)


def clear_unreadable(settings: Settings) -> None:
    """Remove what the store remembers where that cannot be read: a restored backup begins it anew."""
    try:
        remembered(settings)
    except StoreError:
        settings.store_file.unlink(missing_ok=True)
