"""Queries over a publication and a return's rows, and a kind's columns as SQL.

Queries for many kinds are filled with column names, never with values.
"""

from collections.abc import Iterable
from functools import cache
from types import TracebackType
from typing import Any

import pandas as pd
import pyarrow as pa

from benchmark.store.publication import Publication
from benchmark.store.storage.database import share_out
from benchmark.store.storage.tables import columns
from schemas.kinds import KINDS

SAME = 1e-12
"""Numbers are equal if they differ by a smaller share: programs write 15 or 17 digits."""
ORGANISATIONS = ("ods_code", "ics_code")
"""Columns for which a file may give both a code and a name, which are then compared."""
TIMES = ("assessment_year", "financial_year")
_NUMBERS = ("bigint", "double")


@cache
def organisation_of(kind: str) -> str | None:
    """The column with the organisation that a row is about; None if the kind has none."""
    return next((name for name in ORGANISATIONS if name in KINDS[kind].model_fields), None)


def scope_of(kind: str) -> tuple[str, ...]:
    """The key columns that say what a return is about: organisation, year or pair of rounds, section or
    group.
    """
    about = (*ORGANISATIONS, *TIMES, "compared_with", "section", "group_code")
    return tuple(name for name in KINDS[kind].key if name in about)


def others_of(kind: str) -> list[str]:
    """The columns outside the key."""
    return [name for name in KINDS[kind].model_fields if name not in KINDS[kind].key]


def measured_columns(kind: str) -> list[str]:
    """The number columns outside the key."""
    return [name for name in others_of(kind) if columns(KINDS[kind])[name] in _NUMBERS]


def same(names: Iterable[str], left: str, right: str) -> str:
    """A condition: these columns of two tables are equal, or both empty."""
    return " and ".join(f"{left}.{name} is not distinct from {right}.{name}" for name in names)


def differ(kind: str, name: str, left: str, right: str) -> str:
    """A condition: two values of a column differ. It is unknown if one is missing."""
    if columns(KINDS[kind])[name] == "double":
        size = f"greatest(abs({left}.{name}), abs({right}.{name}))"
        return f"abs({left}.{name} - {right}.{name}) > {SAME} * {size}"
    return f"{left}.{name} <> {right}.{name}"


def differs(kind: str, left: str, right: str) -> str:
    """A condition: two rows differ in any column outside the key."""
    differences = [
        f"coalesce({differ(kind, name, left, right)}, {left}.{name} is distinct from {right}.{name})"
        for name in others_of(kind)
    ]
    return either(differences)


def either(conditions: Iterable[str]) -> str:
    """A condition that holds if any of these does. An unknown one counts as false."""
    return " or ".join(f"coalesce({condition}, false)" for condition in conditions) or "false"


def words_of(kind: str, table: str) -> str:
    """A row's key columns for people to read, the organisation first."""
    organisation = organisation_of(kind)
    ordered = sorted(KINDS[kind].key, key=lambda name: name != organisation)
    return ", ".join(f"{table}.{name}" for name in ordered)


class Queries:
    """An open connection: the publication's tables as publication.<table>, a return's rows as `rows`."""

    def __init__(self, publication: Publication, rows: pa.Table) -> None:
        self._connection = publication.cursor()
        self._rows = rows
        self._are_registered = False

    def __enter__(self) -> "Queries":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def replace_rows(self, rows: pa.Table) -> None:
        """Make `rows` another table from now on. The same table again costs nothing."""
        self._are_registered = self._are_registered and rows is self._rows
        self._rows = rows

    def put_beside(self, name: str, rows: pa.Table) -> None:
        """Register another table under a name."""
        self._connection.register(name, rows)

    def records(self, query: str, **parameters: Any) -> list[dict[str, Any]]:
        """A query's rows, each as column -> value."""
        result = self._asked(query, parameters)
        names = [described[0] for described in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def table(self, query: str, **parameters: Any) -> pa.Table:
        """A query's rows as a table."""
        return self._asked(query, parameters).to_arrow_table()

    def frame(self, query: str, **parameters: Any) -> pd.DataFrame:
        """A query's rows as a frame: texts are objects, gaps are None."""
        frame: pd.DataFrame = self.table(query, **parameters).to_pandas()
        return frame

    def _asked(self, query: str, parameters: dict[str, Any]) -> Any:
        """Ask a query. The rows are registered only now, as often nothing need be asked about them."""
        if not self._are_registered:
            share_out(self._connection, self._rows)
            self._connection.register("rows", self._rows)
            self._are_registered = True
        return self._connection.execute(query, parameters or None)
