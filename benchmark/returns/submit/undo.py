"""Withdraws and restores submissions."""

from dataclasses import dataclass

from benchmark.core.errors import StoreError
from benchmark.core.people import note, person
from benchmark.core.settings import Settings
from benchmark.returns.submit.act import expect_own
from benchmark.returns.submit.publishing import show
from benchmark.store.ledger import Ledger, Submission, writing
from benchmark.store.ledger.snapshot import reading
from benchmark.store.publication.publish import faults_if


@dataclass(frozen=True)
class Change:
    """A submission after a change. version: the publication that shows it; or '', and not_shown says why."""

    submission: Submission
    version: str
    not_shown: str = ""


def change_standing(
    settings: Settings,
    submission_id: int,
    *,
    standing: bool,
    by: str,
    reason: str,
    replaced_by: int | None = None,
    at_this_time: bool = False,
) -> Change:
    """Withdraw a submission, or restore it, and publish.

    replaced_by: a submission to restore in the same step, in place of the withdrawn one. at_this_time: a
    person says that the computer's clock is right.

    Raises, before anything is written: ReturnRefused for a name or reason that cannot be kept; UnknownCode if
    there is no such submission; StoreError if it has that state already, if nobody is named, if it is
    published data without a replacement, or if the publication would have more faults than it has now.
    """
    with reading(settings) as ledger:
        actor = expect_own(settings, ledger, submission_id)
        if replaced_by is not None:
            expect_own(settings, ledger, replaced_by)
    by, reason = person(actor.name(by)), note(reason, what="The reason")
    with writing(
        settings, at_this_time=at_this_time, subject=actor.subject, grants=actor.person.grant_ids
    ) as ledger:
        ledger.on_behalf = actor.on_behalf
        expect_state(ledger.submission(submission_id), standing=not standing)
        heirs = [] if replaced_by is None else [replaced_by]
        if not standing:
            _expect_replaced(ledger, submission_id, replaced_by)
        again = [n for n in heirs if ledger.submission(n).state == "withdrawn"]
        _expect_whole(
            ledger,
            without=() if standing else (submission_id,),
            also=(submission_id,) if standing else again,
        )
        changed = ledger.change(
            withdraw=() if standing else (submission_id,),
            restore=(submission_id,) if standing else again,
            by=by,
            reason=reason,
        )
    shown = show(settings)
    return Change(changed, shown.version, shown.why_not)


def _expect_replaced(ledger: Ledger, submission_id: int, replaced_by: int | None) -> None:
    """Raise StoreError for published data without another version in its place."""
    submission = ledger.submission(submission_id)
    versions = [
        other
        for other in ledger.submissions()
        if other.kind == submission.kind
        and other.origin == submission.origin
        and other.submission_id != submission_id
    ]
    if replaced_by is not None and replaced_by not in [other.submission_id for other in versions]:
        ledger.submission(replaced_by)
        raise StoreError(
            f"Submission {replaced_by} cannot stand in place of {submission_id}: "
            f"it is not {submission.kind} of the same origin.",
            fix="Name another.",
        )
    if submission.origin != "published" or replaced_by is not None:
        return
    numbers = ", ".join(str(other.submission_id) for other in versions[::-1])
    raise StoreError(
        f"Submission {submission_id} ({submission.file_name}) is published data, on which the pages rest, so "
        "it is not withdrawn without another version in its place. Nothing was changed.",
        fix=f"Say which version is to stand instead, with --replaced-by N ({numbers})."
        if numbers
        else "Correct the file in data/ and run: python -m benchmark publish. It then takes its place.",
    )


def _expect_whole(ledger: Ledger, *, without: tuple[int, ...], also: list[int] | tuple[int, ...]) -> None:
    """Raise StoreError if the publication would have more faults than it has now."""
    would = faults_if(ledger, without=without, also=also)
    if would and len(would) > len(faults_if(ledger)):
        raise StoreError(
            f"Nothing was changed, because it could not be published: {'; '.join(would)}.",
            fix="Replace what others rest on with a newer version instead.",
        )


def expect_state(submission: Submission, *, standing: bool) -> None:
    """Raise StoreError if a submission does not have this state."""
    if (submission.state == "standing") != standing:
        done = "withdrawn" if standing else "restored"
        raise StoreError(
            f"Submission {submission.submission_id} is {submission.state}, so it cannot be {done}."
        )
