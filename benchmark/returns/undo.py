"""Taking a submission back, and letting it stand again."""

from benchmark.errors import PublicationRefused
from benchmark.settings import Settings
from benchmark.store.ledger import Submission, writing
from benchmark.store.publication import Publication
from benchmark.store.publish import publish


def change_standing(
    settings: Settings, submission_id: int, *, standing: bool, by: str, reason: str
) -> tuple[Submission, Publication]:
    """Withdraw a submission, or restore it, and publish. Returns it as it is now, and the publication.

    Where the publication would fail its checks the change is taken back, and PublicationRefused raised.
    UnknownCode when there is no such submission, StoreError when it is so already or nobody is named.
    """
    with writing(settings) as ledger:
        change = ledger.restore if standing else ledger.withdraw
        changed = change(submission_id, by=by, reason=reason)
    try:
        return changed, publish(settings)
    except PublicationRefused as error:
        with writing(settings) as ledger:
            back = ledger.withdraw if standing else ledger.restore
            back(submission_id, by=by, reason=f"Could not be published: {error.message}")
        raise
