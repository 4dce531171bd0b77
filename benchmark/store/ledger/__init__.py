"""The ledger, which only grows: its entries, the chain over them, its migrations, and copies for readers."""

from benchmark.store.ledger.entries import Answer, NewFile, NewSubmission, Origin, Submission
from benchmark.store.ledger.ledger import (
    Ledger,
    as_store_errors,
    connected_ledger,
    create_ledger,
    opened,
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
    "as_store_errors",
    "connected_ledger",
    "create_ledger",
    "opened",
    "table_of_rows",
    "writing",
]
