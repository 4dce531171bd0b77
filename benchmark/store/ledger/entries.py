"""What goes into the ledger, and what comes out of it: submissions, files, answers, sorts of entries."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import pyarrow as pa

Origin = Literal["published", "return", "demonstration"]
"""Where a submission comes from: a publication, somebody's return, or the fictional Demonstration ICS."""
Action = Literal[
    "submit", "withdraw", "restore", "restore_backup",
    "grant", "end_grant", "revoke_sign_ins", "decide", "event",
]  # fmt: skip
OF_DATA = "('submit', 'withdraw', 'restore', 'restore_backup')"
"""The actions that a publication rests on."""


@dataclass(frozen=True)
class Submission:
    """A file as it entered the ledger. `state` is 'standing' or 'withdrawn'; times are UTC."""

    submission_id: int
    kind: str
    origin: Origin
    file_name: str
    sha256: str
    size_bytes: int
    row_count: int
    submitted_by: str
    submitted_at: datetime
    note: str
    state: Literal["standing", "withdrawn"]


@dataclass(frozen=True)
class NewSubmission:
    """A checked file on its way in. `table` has the kind's columns, typed, and `line`: each row's line in the
    file, as a spreadsheet counts. `findings` is what was found in it, and `how` how it was asked to be read,
    both as JSON.
    """

    kind: str
    file_name: str
    content: bytes
    table: pa.Table
    submitted_by: str
    note: str
    origin: Origin = "return"
    findings: str = ""
    how: str = ""

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Answer:
    """One question that was asked about a file, under which it is filed, and what a person answered."""

    question: str
    message: str
    answer: str


@dataclass(frozen=True)
class NewFile:
    """What goes into the ledger as one file, under one receipt: its rows kind by kind, and what people
    confirmed with it. `replaces` are the submissions that it takes the place of.
    """

    parts: Sequence[NewSubmission]
    replaces: Sequence[int] = ()
    rows_read: int = 0
    answers: Sequence[Answer] = ()
