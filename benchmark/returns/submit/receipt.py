"""A receipt: what was submitted, by whom, with what answers. The ledger can make it again at any time."""

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
"""The kinds of what people confirm: what it is, the column of what was written, and of what it stands for."""
_NOT_KEPT = ("publication", "not_shown")
_SHOWN = 80


@dataclass(frozen=True)
class ReceiptLine:
    """One kind of a file's rows, as it stands in the ledger under its number."""

    number: int
    kind: str
    rows: int


@dataclass(frozen=True)
class Confirmed:
    """A name or heading of the file that a person confirmed: kept under a number, used for later files."""

    number: int
    what: str
    written: str
    stands_for: str


@dataclass(frozen=True)
class Replaced:
    """A submission that the file took the place of."""

    number: int
    file_name: str
    submitted_by: str
    submitted_at: datetime


@dataclass(frozen=True)
class FindingCounts:
    """How much was found in the file, each thing as often as it occurs."""

    questions: int
    notes: int


@dataclass(frozen=True)
class Receipt:
    """What was submitted: the numbers under which it stands, the file's hash, the counts, who, when (UTC).

    rows_read is None for a submission from before it was kept. publication is that in which it was first
    shown; empty where the receipt is made again, for the ledger does not keep it. head is the file's last
    entry and the chain's hash there: the ledger can be held against it at any later time. not_shown is why it
    was not shown when it was taken: what is taken is kept, and shown later.
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
        """What is said of a return that was taken and not shown; empty for one that was shown."""
        return not_shown_words(f"Taken as number {self.number}", self.not_shown) if self.not_shown else ""

    @property
    def number(self) -> int:
        """The first of its numbers: what people quote."""
        return self.lines[0].number

    def as_json(self) -> str:
        """The receipt to keep."""
        return json.dumps(asdict(self) | {"number": self.number}, default=str, ensure_ascii=False, indent=2)


def receipt_of(ledger: Ledger, submission_id: int) -> Receipt:
    """The receipt of the file that a submission came with, made again from the ledger.

    UnknownCode when there is no such submission.
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
            Replaced(one.submission_id, one.file_name, one.submitted_by, one.submitted_at)
            for one in kept.replaced
        ),
        findings=_counts(findings_from_json(ledger.findings(first.submission_id))),
        head=ledger.seal_of(kept.parts[-1].submission_id),
    )


def receipt_checks(ledger: Ledger, file: Path) -> list[Check]:
    """Whether the receipts that somebody kept as JSON say what the ledger says; none for any other file.

    Where and whether a return was shown is not kept, and what only one of the two versions tells is not
    compared: the check names it.
    """
    try:
        told = in_json(file.read_bytes().decode("utf-8-sig"), file.name)
    except (OSError, ValueError):
        return []
    receipts = [one for one in (told if isinstance(told, list) else [told]) if _is_receipt(one)]
    return [_held_against(ledger, one, file.name) for one in receipts]


def _is_receipt(told: object) -> bool:
    """By what it says beside its number: a receipt whose number was changed is still one."""
    return isinstance(told, dict) and {"sha256", "lines"} <= {*told}


def _held_against(ledger: Ledger, told: dict[str, Any], file_name: str) -> Check:
    name = f"the receipt {file_name} says what the ledger says"
    number = told.get("number")
    if type(number) is not int:
        return Check(name, False, f"number is {_short(number)}, which is no submission's number")
    try:
        kept = json.loads(receipt_of(ledger, number).as_json())
    except BenchmarkError as error:
        return Check(name, False, str(error))
    compared = [key for key in kept if key in told and key not in _NOT_KEPT]
    faults = [
        f"{key} is {_short(told[key])}, and in the ledger {_short(kept[key])}"
        for key in compared
        if _canonical(told[key]) != _canonical(kept[key])
    ]
    passed_over = [key for key in told if key not in compared and told[key] != ""]
    lacking = [key for key in kept if key not in told and key not in _NOT_KEPT]
    words = (not_compared(passed_over), f"it does not say: {', '.join(lacking)}" if lacking else "")
    return Check(name, not faults, "; ".join(faults or filter(None, words)))


def not_compared(names: Sequence[str]) -> str:
    """What a kept document says beside what the ledger keeps; empty where that is nothing."""
    return f"not compared: {', '.join(ascii(name)[:_SHOWN] for name in names)}" if names else ""


def _short(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)[:_SHOWN]


def _canonical(value: object) -> str:
    """As text: to Python, true is 1."""
    return json.dumps(value, sort_keys=True)


def _confirmed(ledger: Ledger, parts: Sequence[Submission]) -> tuple[Confirmed, ...]:
    found = []
    for part in parts:
        what, written, stands_for = CONFIRMED[part.kind]
        query = (
            f"select {written}, {stands_for} from {ledger_table(part.kind)} "
            "where submission_id = ? order by line"
        )
        for row in ledger.connection.execute(query, [part.submission_id]).fetchall():
            found.append(Confirmed(part.submission_id, what, *row))
    return tuple(found)


def _counts(findings: Sequence[Finding]) -> FindingCounts:
    told = Counter[str]()
    for entry in findings:
        told[entry.severity] += entry.count
    return FindingCounts(questions=told["question"], notes=told["note"])
