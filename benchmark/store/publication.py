"""A publication as its readers see it: immutable, attached read-only, one cursor per call."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from benchmark.errors import StoreError
from benchmark.settings import Settings
from benchmark.store.ledger import quoted


@dataclass(frozen=True)
class Publication:
    """One immutable publication. Queries name its tables as publication.<table>; times are UTC."""

    version: str
    file: Path
    ledger_entry: int
    as_at: datetime | None
    built_at: datetime
    _connection: duckdb.DuckDBPyConnection

    def frame(self, query: str, **parameters: Any) -> pd.DataFrame:
        """The rows of a query, its $parameters bound by name.

        One cursor per call: a connection shared between threads returns other threads' rows.
        """
        with self._connection.cursor() as cursor:
            return cursor.execute(query, parameters or None).df()

    def rows(self, query: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """The rows of a query as plain tuples."""
        with self._connection.cursor() as cursor:
            return cursor.execute(query, parameters or None).fetchall()


def current_version(settings: Settings) -> str | None:
    """The version in use, or None before the first publication."""
    try:
        return settings.current_pointer.read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def open_current(settings: Settings) -> Publication:
    """The publication in use. StoreError before the first one."""
    for _ in range(3):  # a publication may be replaced and pruned between the two reads
        version = current_version(settings)
        if version is None:
            break
        try:
            return open_file(settings.publications / f"{version}.duckdb")
        except FileNotFoundError:
            continue
    raise StoreError(
        f"Nothing has been published in {settings.store.name}.", fix="Run: python -m benchmark publish"
    )


@lru_cache(maxsize=8)
def open_file(file: Path) -> Publication:
    """A publication by its file; the same object for the same file. FileNotFoundError when it is gone."""
    if not file.exists():
        raise FileNotFoundError(file)
    # Not duckdb.connect(file): that can hand back an older database while a handle on it lives.
    connection = duckdb.connect(":memory:")
    connection.execute(f"attach '{quoted(file)}' as publication (read_only)")
    row = connection.execute(
        "select version, ledger_entry, as_at, built_at from publication.publication"
    ).fetchone()
    assert row is not None
    version, ledger_entry, as_at, built_at = row
    return Publication(version, file, int(ledger_entry), as_at, built_at, connection)
