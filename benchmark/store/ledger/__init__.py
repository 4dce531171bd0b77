"""The ledger, which only grows: its entries, the chain over them, its migrations, and copies for readers."""

from benchmark.store.ledger.ledger import (
    Answer,
    Ledger,
    NewFile,
    NewSubmission,
    Origin,
    Submission,
    connect_ledger,
    create_ledger,
    expect_own_wal,
    opened,
    said_in_words,
    table_of_rows,
    writing,
)

__all__ = [
    "Answer",
    "Ledger",
    "NewFile",
    "NewSubmission",
    "Origin",
    "Submission",
    "connect_ledger",
    "create_ledger",
    "expect_own_wal",
    "opened",
    "said_in_words",
    "table_of_rows",
    "writing",
]
