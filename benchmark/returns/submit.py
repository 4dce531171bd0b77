"""A checked return into the ledger: all of it or nothing, with its answers, and a receipt."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from benchmark.errors import PublicationRefused, ReturnRefused
from benchmark.returns.findings import Finding, findings_json
from benchmark.returns.intake import CheckedReturn
from benchmark.returns.match import normalised
from benchmark.settings import Settings
from benchmark.store.ledger import Ledger, NewSubmission, Submission, table_of_rows, writing
from benchmark.store.publish import publish
from schemas.aliases import ColumnAlias, NameAlias
from schemas.base import Row

SAME_FILE = "already_submitted"


@dataclass(frozen=True)
class ReceiptLine:
    """What stands in the ledger under a number: one kind of a file's rows, or one thing that was confirmed.

    confirmed: that thing in words; empty for a file's rows.
    """

    number: int
    kind: str
    rows: int
    confirmed: str = ""


@dataclass(frozen=True)
class Receipt:
    """What was submitted: the numbers under which it stands, the file's hash, the counts, who, when (UTC)."""

    file_name: str
    sha256: str
    submitted_by: str
    submitted_at: datetime
    note: str
    rows_read: int
    rows_submitted: int
    lines: tuple[ReceiptLine, ...]
    publication: str

    @property
    def number(self) -> int:
        """The first of its numbers: what people quote."""
        return self.lines[0].number

    def as_json(self) -> str:
        """The receipt to keep."""
        return json.dumps(asdict(self) | {"number": self.number}, default=str, ensure_ascii=False, indent=2)


def unanswered(checked: CheckedReturn, answers: Mapping[str, str]) -> tuple[Finding, ...]:
    """The questions without an answer. An answer is filed under a finding's `question`, or under its code for
    all questions of that code.
    """
    return tuple(
        entry
        for entry in checked.questions
        if not answers.get(entry.question, "").strip() and not answers.get(entry.code, "").strip()
    )


def submit_return(
    settings: Settings,
    checked: CheckedReturn,
    *,
    by: str,
    note: str,
    answers: Mapping[str, str] | None = None,
    publish_now: bool = True,
) -> Receipt:
    """Submit every row of a checked file and publish. A file with errors or open questions submits nothing.

    publish_now: False leaves the publication to the caller, who submits several files and publishes once; the
    receipt then names no publication.

    Raises ReturnRefused for those, for an empty name, and when the publication's own checks fail: the
    submission is then withdrawn again, with the reason.
    """
    given = dict(answers or {})
    _refuse(checked, by, given)
    confirmed = _confirmed(checked)
    with writing(settings) as ledger:
        _refuse_same_file(ledger, checked, given)
        written = ledger.submit_together(
            [
                NewSubmission(
                    kind=ready.kind,
                    file_name=checked.file_name,
                    content=checked.content,
                    table=ready.table,
                    submitted_by=by,
                    note=note_with_answers(note, checked, given),
                    findings=findings_json(checked.findings),
                )
                for ready in checked.tables
            ]
            + [
                _submission_of([row], by, f"Confirmed with {checked.file_name}: {told}")
                for row, told in confirmed
            ]
        )
    version = _published(settings, written, by) if publish_now else ""
    kept, remembered = written[: len(checked.tables)], written[len(checked.tables) :]
    return Receipt(
        file_name=checked.file_name,
        sha256=checked.sha256,
        submitted_by=by,
        submitted_at=kept[0].submitted_at,
        note=note,
        rows_read=checked.rows_read,
        rows_submitted=sum(submission.row_count for submission in kept),
        lines=(
            *(ReceiptLine(one.submission_id, one.kind, one.row_count) for one in kept),
            *(
                ReceiptLine(one.submission_id, one.kind, one.row_count, told)
                for one, (_, told) in zip(remembered, confirmed, strict=True)
            ),
        ),
        publication=version,
    )


def note_with_answers(note: str, checked: CheckedReturn, answers: Mapping[str, str]) -> str:
    """The note as the ledger keeps it: below it each question that was answered, with its answer."""
    told: dict[str, str] = {}
    for entry in checked.questions:
        own = answers.get(entry.question, "").strip()
        if own:
            told[f"{entry.message} [{entry.question}]"] = own
        else:
            told.setdefault(f"{entry.message} [{entry.code}]", answers[entry.code].strip())
    return "\n".join([note, *(f"Q: {question} A: {answer}" for question, answer in told.items())])


def _refuse(checked: CheckedReturn, by: str, answers: Mapping[str, str]) -> None:
    if not by.strip():
        raise ReturnRefused("Nobody is named as the one who submits.", fix="Give a name.")
    if checked.errors:
        first = checked.errors[0]
        raise ReturnRefused(
            f"{checked.file_name} has {len(checked.errors):,} errors, the first: {first.message}",
            fix="Correct them all, then check the file again.",
        )
    if not checked.tables:
        raise ReturnRefused(f"{checked.file_name} holds no rows to submit.", fix="Choose another file.")
    open_questions = unanswered(checked, answers)
    if open_questions:
        raise ReturnRefused(
            f"{len(open_questions):,} questions are open, the first: {open_questions[0].message}",
            fix="Answer each of them, or correct the file.",
        )


def _refuse_same_file(ledger: Ledger, checked: CheckedReturn, answers: Mapping[str, str]) -> None:
    """Asked under the ledger's lock once more: the same file may have been submitted since it was checked."""
    if any(code.split(":")[0] == SAME_FILE and answer.strip() for code, answer in answers.items()):
        return
    for earlier in ledger.submissions():
        if earlier.sha256 == checked.sha256 and earlier.state == "standing":
            raise ReturnRefused(
                f"{checked.file_name} was submitted already, as number {earlier.submission_id}.",
                fix="Leave it, or answer the question whether it is to be submitted again.",
            )


def _confirmed(checked: CheckedReturn) -> list[tuple[Row, str]]:
    """What people confirmed with the file, each with its words: remembered for the next file, and each a
    submission of its own, so that it can be withdrawn alone.
    """
    names = {normalised(name): (name, code) for name, code in checked.confirmed_names.items()}
    return [
        *(
            (NameAlias(alias=key, ods_code=code), f"the name '{name}' is {code}")
            for key, (name, code) in names.items()
        ),
        *(
            (
                ColumnAlias(layout=layout, heading=heading, stands_for=column),
                f"the heading '{heading}' is {column} ({layout})",
            )
            for layout, heading, column in checked.remembered_columns
        ),
    ]


def _submission_of(rows: Sequence[Row], by: str, note: str) -> NewSubmission:
    """Rows that come from no file of their own, with a CSV of them as their file."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=list(type(rows[0]).model_fields))
    writer.writeheader()
    writer.writerows(row.model_dump() for row in rows)
    return NewSubmission(
        kind=rows[0].kind,
        file_name=f"{rows[0].kind}.csv",
        content=out.getvalue().encode(),
        table=table_of_rows(rows, range(2, len(rows) + 2)),
        submitted_by=by,
        note=note,
    )


def _published(settings: Settings, written: list[Submission], by: str) -> str:
    try:
        return publish(settings).version
    except PublicationRefused as error:
        with writing(settings) as ledger:
            for submission in written:
                ledger.withdraw(
                    submission.submission_id, by=by, reason=f"Could not be published: {error.message}"
                )
        raise ReturnRefused(
            f"The return was taken back, because it cannot be published: {error.message}",
            fix="Correct the file and submit it again.",
        ) from error
