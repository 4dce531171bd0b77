"""The publication's derived tables: each is a file that states its grain, its key and its query.

They are tables and not views: planning a view that rests on other views takes DuckDB five to ten times as
long as reading the rows, and every figure needs some.
"""

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
_NAME = re.compile(r"\d\d_(\w+)\.sql")


@cache
def product_digest() -> str:
    """A digest of the kinds' columns, the derived tables, the other SQL of publications and the definitions.

    A publication with another digest was made by another version of the product. Its tables may lack columns
    that pages need, so it is built again from the ledger.
    """
    parts = (
        {kind: columns(model) for kind, model in KINDS.items()},
        [table.text for table in derived_tables()],
        [text for _, text in sql_files(__package__, "sql")],
        definitions_digest(),
    )
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Derived:
    """A derived table. key: the columns that identify a row. query: returns its rows."""

    name: str
    grain: str
    key: tuple[str, ...]
    query: str

    @property
    def ordered(self) -> str:
        """The query with its rows sorted by key, the order in which they are stored."""
        return f"{self.query}\norder by {', '.join(self.key)}"

    @property
    def text(self) -> str:
        """The statement that makes the table."""
        return f"create table {self.name} as\n{self.ordered}"


@cache
def derived_tables() -> tuple[Derived, ...]:
    """Every derived table, in an order in which they can be made."""
    return tuple(read_derived(name, text) for name, text in sql_files(__package__, "sql", "derived"))


def read_derived(file_name: str, text: str) -> Derived:
    """Parse a derived table's file. ValueError if its first line is no grain or its second no key."""
    name = _NAME.fullmatch(file_name)
    lines = text.splitlines()
    grain = _GRAIN.fullmatch(lines[0]) if lines else None
    key = _KEY.fullmatch(lines[1]) if len(lines) > 1 else None
    if name is None or grain is None or key is None:
        raise ValueError(f"{file_name} must be numbered, and begin with '-- grain: ...' and '-- key: ...'")
    return Derived(name[1], grain[1], tuple(key[1].split(", ")), text.rstrip())
