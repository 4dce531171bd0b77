"""Submissions that a file is to take the place of, and what would stand without them."""

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
    """Submissions to be replaced, the codes that each is about, and by kind the rows that would stand then.

    standing: the publication as it would be without them.
    """

    submissions: tuple[Submission, ...]
    organisations: Mapping[int, frozenset[str]]
    rows: Mapping[str, pa.Table]
    standing: Publication

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(one.submission_id for one in self.submissions)

    def unfit(self, tables: Mapping[str, pa.Table]) -> list[Finding]:
        """Those that a file with these rows, by kind, cannot take the place of, and why."""
        reasons = ((one, self._reason(one, tables.get(one.kind))) for one in self.submissions)
        return [
            finding(
                "replaced_unfit", value=str(one.submission_id), number=str(one.submission_id), reason=reason
            )
            for one, reason in reasons
            if reason
        ]

    def _reason(self, one: Submission, rows: pa.Table | None) -> str:
        if one.state != "standing":
            return "it does not stand"
        if one.origin != "return":
            return "it came with the product and is nobody's return"
        column = organisation_of(one.kind)
        if rows is None or column is None:
            return f"it holds {one.kind.replace('_', ' ')}, of which this file has no row"
        if self.organisations[one.submission_id].isdisjoint(rows[column].unique().to_pylist()):
            return "it is about none of the organisations in this file"
        return ""


def replacing(settings: Settings, publication: Publication, numbers: Collection[int]) -> Replacing | None:
    """What taking the place of these submissions means; None for none.

    Reads a copy of the ledger. UnknownCode when there is no submission of such a number.
    """
    if not numbers:
        return None
    for number in numbers:
        if not publication.may_open(number):
            raise UnknownCode(f"There is no submission {number} of yours.")
    with reading(settings, entry=publication.ledger_entry) as ledger:
        submissions = tuple(ledger.submission(number) for number in dict.fromkeys(numbers))
        organisations = {
            one.submission_id: frozenset(
                code
                for (code,) in ledger.connection.execute(
                    f"select distinct {organisation_of(one.kind) or 'null'} from {ledger_table(one.kind)} "
                    "where submission_id = ?",
                    [one.submission_id],
                ).fetchall()
            )
            for one in submissions
        }
    rows = rows_without(settings, publication, numbers)
    return Replacing(submissions, organisations, rows, preview_submitted(publication, {}, instead=rows))
