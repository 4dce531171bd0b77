"""The publication's views: each a file that states its grain, its key and its SQL."""

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache

from benchmark.core.definitions import definitions_digest
from benchmark.store.storage.database import sql_files
from benchmark.store.storage.tables import columns
from schemas.kinds import KINDS

_GRAIN = re.compile(r"-- grain: (.+)")
_KEY = re.compile(r"-- key: (\w+(?:, \w+)*)")
_NAME = re.compile(r"create view (\w+) as")


@cache
def product_digest() -> str:
    """Changes with the kinds' columns, the views, what else is published, or the definitions.

    A publication of another digest was made by another version of the product: its tables may lack what a
    page of this one asks for, so it is built again from the ledger.
    """
    parts = (
        {kind: columns(model) for kind, model in KINDS.items()},
        [view.text for view in views()],
        [text for _, text in sql_files(__package__, "sql")],
        definitions_digest(),
    )
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@dataclass(frozen=True)
class View:
    """A view: `key` is the columns that name a row, `text` the statement that makes it."""

    name: str
    grain: str
    key: tuple[str, ...]
    text: str


@cache
def views() -> tuple[View, ...]:
    """Every view, in the order in which they can be made."""
    return tuple(read_view(name, text) for name, text in sql_files(__package__, "sql", "views"))


def read_view(file_name: str, text: str) -> View:
    """One view's file. ValueError when its first line is not the grain or its second not the key."""
    lines = text.splitlines()
    grain = _GRAIN.fullmatch(lines[0]) if lines else None
    key = _KEY.fullmatch(lines[1]) if len(lines) > 1 else None
    name = _NAME.search(text)
    if grain is None or key is None or name is None:
        raise ValueError(f"{file_name} must begin with '-- grain: ...', '-- key: ...' and create a view")
    return View(name[1], grain[1], tuple(key[1].split(", ")), text)
