"""What goes into the ledger and comes out of it: submissions, files, answers, sorts of entries."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

import pyarrow as pa

Origin = Literal["published", "return", "demonstration"]
"""Where a submission comes from: published data, a return, or the fictional Demonstration ICS."""
Action = Literal[
    "submit", "withdraw", "restore", "restore_backup",
    "grant", "end_grant", "revoke_sign_ins", "decide", "event",
]  # fmt: skip
OF_DATA = "('submit', 'withdraw', 'restore', 'restore_backup')"
"""The actions that change what a publication is built from, as an SQL list."""


@dataclass(frozen=True)
class Submission:
    """A submission in the ledger. `state` is 'standing' or 'withdrawn'; times are UTC."""

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
    """A checked file, or its rows of one kind, to be added.

    table: the kind's columns, typed, and `line`, each row's line in the file as a spreadsheet counts.
    findings: the findings of its check, as JSON. how: how the person asked it to be read, as JSON.
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
    """A question that was asked about a file, by its name and in words, and the person's answer."""

    question: str
    message: str
    answer: str


@dataclass(frozen=True)
class NewFile:
    """A file to be added under one receipt: its rows by kind, and the names that people confirmed with it.

    replaces: the submissions that it replaces.
    """

    parts: Sequence[NewSubmission]
    replaces: Sequence[int] = ()
    rows_read: int = 0
    answers: Sequence[Answer] = ()
