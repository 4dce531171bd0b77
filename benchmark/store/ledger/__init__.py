"""The ledger, which only grows: its entries, the chain over them, its migrations, and copies for readers."""

from benchmark.store.ledger.entries import Answer, NewFile, NewSubmission, Origin, Submission
from benchmark.store.ledger.ledger import (
    Ledger,
    connected_ledger,
    create_ledger,
    opened,
    said_in_words,
    writing,
)
from benchmark.store.storage.tables import table_of_rows

__all__ = [
    "Answer",
    "Ledger",
    "NewFile",
    "NewSubmission",
    "Origin",
    "Submission",
    "connected_ledger",
    "create_ledger",
    "opened",
    "said_in_words",
    "table_of_rows",
    "writing",
]
