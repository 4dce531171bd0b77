"""What the ledger keeps of a file beside its rows, for its receipt; and who changed what stands since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from benchmark.store.ledger import Answer, Ledger, Submission
from benchmark.store.storage.database import first_row, whole_number
from benchmark.store.storage.tables import ledger_table
from schemas.kinds import KINDS

WITHIN = "domain"
"""A column of a key that figures leave out: a pillar's score rests on all of its domains."""


@dataclass(frozen=True)
class KeptFile:
    """A file as the ledger keeps it: its submissions, what it took the place of, its answers.

    `parts` hold what people confirmed with it too. `rows_read` is None for a file from before this was kept.
    """

    parts: tuple[Submission, ...]
    replaced: tuple[Submission, ...]
    answers: tuple[Answer, ...]
    rows_read: int | None


def kept_file(ledger: Ledger, submission_id: int) -> KeptFile:
    """The file that a submission came with. UnknownCode when there is no such submission."""
    asked = ledger.submission(submission_id)
    found = first_row(
        ledger.connection,
        "select receipt, rows_read from submission_receipt where submission_id = ?",
        [submission_id],
    )
    if found is None:
        return KeptFile((asked,), (), (), None)
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
    """The submissions about which something was entered after an entry, and which share a figure with these
    rows, by kind, or are among those to be replaced.
    """
    newer = [
        ledger.submission(number)
        for (number,) in ledger.connection.execute(
            # A restored backup may have changed anything.
            "select distinct submission_id from entry where submission_id is not null and (entry_id > $entry "
            "or exists (select 1 from restored_backup as restored where restored.entry_id > $entry)) "
            "order by submission_id",
            {"entry": entry_id},
        ).fetchall()
    ]
    return [one for one in newer if one.submission_id in replaces or _shares(ledger, one, rows.get(one.kind))]


def _shares(ledger: Ledger, submission: Submission, rows: pa.Table | None) -> bool:
    """Whether a submission holds any figure that these rows of its kind hold too."""
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
