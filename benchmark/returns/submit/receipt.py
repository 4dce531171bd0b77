"""Receipts: what was submitted, by which person, with what answers. The ledger can make one again."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmark.core.errors import BenchmarkError
from benchmark.returns.findings import Finding, findings_from_json
from benchmark.returns.submit.publishing import not_shown_words
from benchmark.store.kept_heads import in_json
from benchmark.store.ledger import Answer, Ledger, Submission
from benchmark.store.ledger.chain import Head
from benchmark.store.ledger.receipts import kept_file
from benchmark.store.proof.verify import Check
from benchmark.store.storage.tables import ledger_table
from schemas.aliases import ColumnAlias, NameAlias

CONFIRMED = {
    NameAlias.kind: ("name", "alias", "ods_code"),
    ColumnAlias.kind: ("heading", "heading", "stands_for"),
}
"""Kind of confirmation -> what is confirmed, and the columns of what was written and what it means."""
_NOT_KEPT = ("publication", "not_shown")
_SHOWN = 80


@dataclass(frozen=True)
class ReceiptLine:
    """The rows of one kind in a file, with their number in the ledger."""

    number: int
    kind: str
    rows: int


@dataclass(frozen=True)
class Confirmed:
    """A name or heading that a person confirmed: it has a number, and is used for later files."""

    number: int
    what: str
    written: str
    stands_for: str


@dataclass(frozen=True)
class Replaced:
    """A submission that the file replaced."""

    number: int
    file_name: str
    submitted_by: str
    submitted_at: datetime


@dataclass(frozen=True)
class FindingCounts:
    """The number of questions and notes about the file, each counted as often as it occurs."""

    questions: int
    notes: int


@dataclass(frozen=True)
class Receipt:
    """A receipt of a file: its numbers in the ledger, its hash and counts, the submitter and the time (UTC).

    rows_read is None for submissions from before it was kept. publication is the first one that showed the
    file; empty if the receipt is made again, as the ledger does not keep it. head: the file's last entry and
    the chain's hash there, with which the ledger can be checked later. not_shown: why the file was not shown
    when it was submitted; it is kept, and shown later.
    """

    file_name: str
    sha256: str
    submitted_by: str
    submitted_at: datetime
    note: str
    rows_read: int | None
    rows_submitted: int
    lines: tuple[ReceiptLine, ...]
    answers: tuple[Answer, ...]
    confirmed: tuple[Confirmed, ...]
    replaced: tuple[Replaced, ...]
    findings: FindingCounts
    head: Head
    publication: str = ""
    not_shown: str = ""

    @property
    def not_shown_yet(self) -> str:
        """A sentence about a return that was taken and not shown; empty for one that was shown."""
        return not_shown_words(f"Taken as number {self.number}", self.not_shown) if self.not_shown else ""

    @property
    def number(self) -> int:
        """The first of its numbers, which people quote."""
        return self.lines[0].number

    def as_json(self) -> str:
        """The receipt as JSON."""
        return json.dumps(asdict(self) | {"number": self.number}, default=str, ensure_ascii=False, indent=2)


def receipt_of(ledger: Ledger, submission_id: int) -> Receipt:
    """The receipt of the file that has this submission, made again from the ledger.

    Raises UnknownCode if there is no such submission.
    """
    kept = kept_file(ledger, submission_id)
    rows = [part for part in kept.parts if part.kind not in CONFIRMED] or list(kept.parts)
    first = rows[0]
    return Receipt(
        file_name=first.file_name,
        sha256=first.sha256,
        submitted_by=first.submitted_by,
        submitted_at=first.submitted_at,
        note=first.note,
        rows_read=kept.rows_read,
        rows_submitted=sum(part.row_count for part in rows),
        lines=tuple(ReceiptLine(part.submission_id, part.kind, part.row_count) for part in rows),
        answers=kept.answers,
        confirmed=_confirmed(ledger, [part for part in kept.parts if part not in rows]),
        replaced=tuple(
            Replaced(
                submission.submission_id,
                submission.file_name,
                submission.submitted_by,
                submission.submitted_at,
            )
            for submission in kept.replaced
        ),
        findings=_counts(findings_from_json(ledger.findings(first.submission_id))),
        head=ledger.seal_of(kept.parts[-1].submission_id),
    )


def receipt_checks(ledger: Ledger, file: Path) -> list[Check]:
    """Check that receipts kept as JSON agree with the ledger; none for any other file.

    Whether and in which publication a return was shown is not kept. Keys that only one version has are not
    compared: the check names them.
    """
    try:
        document = in_json(file.read_bytes().decode("utf-8-sig"), file.name)
    except (OSError, ValueError):
        return []
    receipts = [
        receipt
        for receipt in (document if isinstance(document, list) else [document])
        if _is_receipt(receipt)
    ]
    return [_held_against(ledger, receipt, file.name) for receipt in receipts]


def _is_receipt(document: object) -> bool:
    """Whether a document has a receipt's keys. The number does not matter: it may have been changed."""
    return isinstance(document, dict) and {"sha256", "lines"} <= {*document}


def _held_against(ledger: Ledger, document: dict[str, Any], file_name: str) -> Check:
    name = f"the receipt {file_name} says what the ledger says"
    number = document.get("number")
    if type(number) is not int:
        return Check(name, False, f"number is {_short(number)}, which is no submission's number")
    try:
        kept = json.loads(receipt_of(ledger, number).as_json())
    except BenchmarkError as error:
        return Check(name, False, str(error))
    compared = [key for key in kept if key in document and key not in _NOT_KEPT]
    faults = [
        f"{key} is {_short(document[key])}, and in the ledger {_short(kept[key])}"
        for key in compared
        if _canonical(document[key]) != _canonical(kept[key])
    ]
    passed_over = [key for key in document if key not in compared and document[key] != ""]
    lacking = [key for key in kept if key not in document and key not in _NOT_KEPT]
    words = (not_compared(passed_over), f"it does not say: {', '.join(lacking)}" if lacking else "")
    return Check(name, not faults, "; ".join(faults or filter(None, words)))


def not_compared(names: Sequence[str]) -> str:
    """The keys of a kept document that the ledger does not have, in words; empty if there are none."""
    return f"not compared: {', '.join(ascii(name)[:_SHOWN] for name in names)}" if names else ""


def _short(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)[:_SHOWN]


def _canonical(value: object) -> str:
    """As text, since True == 1 in Python."""
    return json.dumps(value, sort_keys=True)


def _confirmed(ledger: Ledger, parts: Sequence[Submission]) -> tuple[Confirmed, ...]:
    confirmed = []
    for part in parts:
        what, written, stands_for = CONFIRMED[part.kind]
        query = (
            f"select {written}, {stands_for} from {ledger_table(part.kind)} "
            "where submission_id = ? order by line"
        )
        for row in ledger.connection.execute(query, [part.submission_id]).fetchall():
            confirmed.append(Confirmed(part.submission_id, what, *row))
    return tuple(confirmed)


def _counts(findings: Sequence[Finding]) -> FindingCounts:
    counts = Counter[str]()
    for entry in findings:
        counts[entry.severity] += entry.count
    return FindingCounts(questions=counts["question"], notes=counts["note"])
