"""Publishes what was just submitted. If that fails, the submission is kept."""

from dataclasses import dataclass

from benchmark.core.errors import BenchmarkError, PublicationRefused, StoreError
from benchmark.core.settings import Settings
from benchmark.store.ledger.snapshot import last_entry
from benchmark.store.publication import Publication
from benchmark.store.publication.publish import publish
from benchmark.store.storage.database import reason

HEALS = "The next start of the dashboard, the next submission, or `python -m benchmark publish` shows it."


@dataclass(frozen=True)
class Shown:
    """The version of the publication that shows the change; or '', and why not.

    It does not hold the publication, as that is complete and the submitter may not see all of it. refused:
    the submitted content failed the publication's checks.
    """

    version: str
    why_not: str = ""
    refused: bool = False


def show(settings: Settings, *, submission: int = 0) -> Shown:
    """Publish, unless the current publication has the submission already. Errors are returned, not raised:
    what was submitted is kept, even if it cannot be shown.
    """
    try:
        return Shown(publish(settings, submission=submission).version)
    except BenchmarkError as error:
        return Shown("", error.message, refused=isinstance(error, PublicationRefused))
    except (OSError, MemoryError) as error:
        return Shown("", reason(error))


def not_shown_words(what: str, why_not: str) -> str:
    """A sentence about a change that was taken and is not shown yet. `what` begins it."""
    return f"{what}, not yet shown: {why_not} It is kept. {HEALS}"


def lag_words(settings: Settings, publication: Publication) -> str:
    """What the ledger has and the current publication does not show yet; empty if it shows all."""
    try:
        last = last_entry(settings)
    except StoreError as error:
        return str(error)
    if last is None or last == publication.ledger_entry or publication.as_at is not None:
        return ""
    if last < publication.ledger_entry:
        return (
            f"The ledger ends with entry {last}, and what is shown goes up to entry "
            f"{publication.ledger_entry}: it was made from another ledger. "
            "Put the newest ledger back, or restore a backup with --replace."
        )
    first = publication.ledger_entry + 1
    entries = f"Entry {last} of the ledger is" if last == first else f"Entries {first} to {last} are"
    return f"{entries} taken, not yet shown. {HEALS}"
