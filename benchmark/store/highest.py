"""What a store remembers beside its ledger: the chain's head, and the highest number that it ever gave.

A ledger that is put in the place of the store's own, an older copy or an empty one, does not hold that head.
"""

import json
from dataclasses import dataclass
from typing import Any

from benchmark.errors import StoreError
from benchmark.settings import Settings
from benchmark.store.chain import Head
from benchmark.store.files import read_small, swap_in


@dataclass(frozen=True)
class Highest:
    """The head that a store was last seen with, and the highest submission's number that it ever gave."""

    head: Head
    submission: int


def remembered(settings: Settings) -> Highest | None:
    """What the store remembers; None for one that remembers nothing yet. StoreError when it is unreadable."""
    head = _read(settings).get("head")
    if head is None:
        return None
    try:
        return Highest(Head(int(head["entry"]), str(head["hash"])), int(head["submission"]))
    except (KeyError, TypeError, ValueError) as error:
        raise _unreadable(settings) from error


def remember(settings: Settings, highest: Highest) -> None:
    """Keep this beside the ledger, with whatever else the store's own file says."""
    head = {
        "entry": highest.head.entry,
        "hash": highest.head.hash,
        "submission": highest.submission,
    }
    _write(settings, _read(settings) | {"head": head})


def clear_unreadable(settings: Settings) -> None:
    """Remove what the store remembers where that cannot be read: a restored backup begins it anew."""
    try:
        remembered(settings)
    except StoreError:
        settings.store_file.unlink(missing_ok=True)


def _write(settings: Settings, told: dict[str, Any]) -> None:
    aside = settings.store / "store.json.tmp"
    aside.write_text(json.dumps(told) + "\n", encoding="utf-8")
    swap_in(aside, settings.store_file)


def _read(settings: Settings) -> dict[str, Any]:
    try:
        content = json.loads(read_small(settings.store_file))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise _unreadable(settings) from error
    if not isinstance(content, dict):
        raise _unreadable(settings)
    return content


def _unreadable(settings: Settings) -> StoreError:
    return StoreError(
        f"{settings.store_file} cannot be read, so nothing says how far the ledger went.",
        fix="Restore it with the ledger from a backup; or hold the ledger against a receipt with "
        "verify --head, then remove the file.",
    )
