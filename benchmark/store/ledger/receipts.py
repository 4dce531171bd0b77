"""What the ledger keeps about a file for its receipt, and what was changed since a person saw it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from benchmark.store.ledger import Answer, Ledger, Submission
from benchmark.store.storage.database import first_row, whole_number
from benchmark.store.storage.tables import ledger_table
from schemas.kinds import KINDS

WITHIN = "domain"
"""A key column that is ignored here: a pillar's score rests on all of its domains."""


@dataclass(frozen=True)
class KeptFile:
    """A file as the ledger keeps it: its submissions, the submissions that it replaced, its answers.

    parts: include the names and headings that people confirmed. rows_read: None if it was not yet recorded.
    """

    parts: tuple[Submission, ...]
    replaced: tuple[Submission, ...]
    answers: tuple[Answer, ...]
    rows_read: int | None


def kept_file(ledger: Ledger, submission_id: int) -> KeptFile:
    """The file that a submission belongs to. UnknownCode if there is no such submission."""
    submission = ledger.submission(submission_id)
    found = first_row(
        ledger.connection,
        "select receipt, rows_read from submission_receipt where submission_id = ?",
        [submission_id],
    )
    if found is None:
        return KeptFile((submission,), (), (), None)
    receipt, rows_read = found
    return KeptFile(
        parts=_listed(ledger, "select submission_id from submission_receipt where receipt = ?", receipt),
        replaced=_listed(ledger, "select submission_id from submission_replaced where receipt = ?", receipt),
        answers=tuple(
            Answer(*row)
            for row in ledger.connection.execute(
                "select question, message, answer from submission_answer where receipt = ? order by place",
                [receipt],
            ).fetchall()
        ),
        rows_read=rows_read,
    )


def changed_since(
    ledger: Ledger, entry_id: int, rows: Mapping[str, pa.Table], *, replaces: Sequence[int] = ()
) -> list[Submission]:
    """The submissions with entries after `entry_id` that share a figure with these rows, or are in
    `replaces`.

    rows: kind -> rows.
    """
    newer = [
        ledger.submission(number)
        for (number,) in ledger.connection.execute(
            # After a restored backup, anything may have changed.
            "select distinct submission_id from entry where submission_id is not null and (entry_id > $entry "
            "or exists (select 1 from restored_backup as restored where restored.entry_id > $entry)) "
            "order by submission_id",
            {"entry": entry_id},
        ).fetchall()
    ]
    return [
        submission
        for submission in newer
        if submission.submission_id in replaces or _shares(ledger, submission, rows.get(submission.kind))
    ]


def _shares(ledger: Ledger, submission: Submission, rows: pa.Table | None) -> bool:
    """Whether a submission holds a figure with the same key as one of these rows."""
    if rows is None:
        return False
    kind = submission.kind
    same_key = " and ".join(
        f"kept.{name} is not distinct from incoming.{name}" for name in KINDS[kind].key if name != WITHIN
    )
    ledger.connection.register("incoming", rows)
    try:
        shared = whole_number(
            ledger.connection,
            f"select count(*) from {ledger_table(kind)} as kept "
            f"where submission_id = ? and exists (select 1 from incoming where {same_key})",
            [submission.submission_id],
        )
    finally:
        ledger.connection.unregister("incoming")
    return shared > 0


def _listed(ledger: Ledger, query: str, receipt: int) -> tuple[Submission, ...]:
    numbers = ledger.connection.execute(f"{query} order by submission_id", [receipt]).fetchall()
    return tuple(ledger.submission(number) for (number,) in numbers)
