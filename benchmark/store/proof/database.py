"""Compares the database that keeps a ledger with a server's copy: takes all of it and seals it again."""

import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import duckdb

from benchmark.core.errors import StoreError
from benchmark.core.settings import Settings
from benchmark.store.ledger import connected_ledger
from benchmark.store.ledger.chain import entry_of, head
from benchmark.store.ledger.database import LedgerDatabase
from benchmark.store.ledger.exchange import bring, take_chain
from benchmark.store.ledger.migrate import migrate


def database_faults(
    settings: Settings, copy: duckdb.DuckDBPyConnection, *, also_moved: bool = False
) -> Iterator[str]:
    """Yields why the database does not hold every entry of the copy, each as it was sealed."""
    own = head(copy)
    with (
        tempfile.TemporaryDirectory() as folder,
        connected_ledger(Path(folder) / settings.ledger_file.name) as anew,
    ):
        try:
            migrate(anew)
            with closing(LedgerDatabase(settings.database, also_moved=also_moved)) as database:
                take_chain(database, anew)
                bring(database, anew)
            if entry_of(anew, own.hash) != own.entry:
                yield f"entry {own.entry} with the hash {own.hash}, which this server has, is not in it"
        except StoreError as error:
            yield error.message
