"""Submissions that a file will replace, and the publication without them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pyarrow as pa

from benchmark.core.errors import UnknownCode
from benchmark.core.settings import Settings
from benchmark.returns.findings import Finding, finding
from benchmark.returns.queries import organisation_of
from benchmark.store.ledger import Submission
from benchmark.store.ledger.snapshot import reading
from benchmark.store.publication import Publication
from benchmark.store.publication.preview import preview_submitted, rows_without
from benchmark.store.storage.tables import ledger_table


@dataclass(frozen=True)
class Replacing:
    """Submissions to replace, the organisations of each by number, and the remaining rows by kind.

    standing: the publication as it would be without the submissions.
    """

    submissions: tuple[Submission, ...]
    organisations: Mapping[int, frozenset[str]]
    rows: Mapping[str, pa.Table]
    standing: Publication

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(submission.submission_id for submission in self.submissions)

    def unfit(self, tables: Mapping[str, pa.Table]) -> list[Finding]:
        """Errors for submissions that a file with these rows, by kind, cannot replace, with the reason."""
        reasons = (
            (submission, self._reason(submission, tables.get(submission.kind)))
            for submission in self.submissions
        )
        return [
            finding(
                "replaced_unfit",
                value=str(submission.submission_id),
                number=str(submission.submission_id),
                reason=reason,
            )
            for submission, reason in reasons
            if reason
        ]

    def _reason(self, submission: Submission, rows: pa.Table | None) -> str:
        if submission.state != "standing":
            return "it does not stand"
        if submission.origin != "return":
            return "it came with the product and nobody returned it"
        column = organisation_of(submission.kind)
        if rows is None or column is None:
            return f"it holds {submission.kind.replace('_', ' ')}, of which this file has no row"
        if self.organisations[submission.submission_id].isdisjoint(rows[column].unique().to_pylist()):
            return "it is about none of the organisations in this file"
        return ""


def replacing(settings: Settings, publication: Publication, numbers: Collection[int]) -> Replacing | None:
    """The result of replacing these submissions; None if there are none.

    Reads a copy of the ledger. Raises UnknownCode if a number has no submission that the reader may open.
    """
    if not numbers:
        return None
    for number in numbers:
        if not publication.may_open(number):
            raise UnknownCode(f"There is no submission {number} of yours.")
    with reading(settings, entry=publication.ledger_entry) as ledger:
        submissions = tuple(ledger.submission(number) for number in dict.fromkeys(numbers))
        organisations = {
            replaced.submission_id: frozenset(
                code
                for (code,) in ledger.connection.execute(
                    f"select distinct {organisation_of(replaced.kind) or 'null'} "
                    f"from {ledger_table(replaced.kind)} where submission_id = ?",
                    [replaced.submission_id],
                ).fetchall()
            )
            for replaced in submissions
        }
    rows = rows_without(settings, publication, numbers)
    return Replacing(submissions, organisations, rows, preview_submitted(publication, {}, instead=rows))
