"""Heads of the chain in a file outside the store, one line each time that something is entered.

Somebody who can write the store could rewrite all of it. This file should lie where they cannot write,
best on append-only storage. Its lines have the form of a receipt's, so `verify --receipt` reads them too.
"""

import logging
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb

from benchmark.core.moments import utc_now
from benchmark.core.settings import HEADS_VARIABLE, Settings
from benchmark.store.ledger.chain import Head, entry_of

_LOG = logging.getLogger(__name__)
_WORDS = "head of the chain at entry"


def head_line(head: Head, at: datetime) -> str:
    """One line of the file."""
    return f"{at:%Y-%m-%d %H:%M:%S} UTC, {_WORDS} {head.entry}: {head.hash}\n"


def keep_head(settings: Settings, head: Head) -> None:
    """Add a head to the file, if one is set. If that fails, the entry stays and the log says so: the next
    head vouches for all entries before it.
    """
    if settings.heads is None or head.entry == 0:
        return
    try:
        # One write at the end of the file, as several servers may share it.
        file = os.open(settings.heads, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(file, head_line(head, utc_now()).encode())
            os.fsync(file)
        finally:
            os.close(file)
    except OSError as error:
        _LOG.error("The head of entry %s was not kept in %s: %s", head.entry, HEADS_VARIABLE, error)


def heads_file_faults(connection: duckdb.DuckDBPyConnection, file: Path) -> Iterator[str]:
    """Yields each line of the file that names a head that is not in the chain, or why it cannot be read."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        yield f"{file} cannot be read: {error}"
        return
    for number, line in enumerate(lines, start=1):
        said, _, rest = line.partition(_WORDS)
        entry, _, sealed = rest.strip().partition(": ")
        if not said or not entry.isdigit() or entry_of(connection, sealed) != int(entry):
            yield f"line {number:,} of {file} names what is not in the chain: {line[:120]}"
