"""The publication: how it is built from the ledger, what it must satisfy, and how it is read."""

from benchmark.store.publication.kept import forget
from benchmark.store.publication.names import Names
from benchmark.store.publication.placed import GROUP_AFTER
from benchmark.store.publication.reader import (
    PREVIEW,
    Publication,
    answers_of,
    current_version,
    open_current,
    open_file,
    open_store,
    per_publication,
    publication_file,
)

__all__ = [
    "GROUP_AFTER",
    "PREVIEW",
    "Names",
    "Publication",
    "answers_of",
    "current_version",
    "forget",
    "open_current",
    "open_file",
    "open_store",
    "per_publication",
    "publication_file",
]
