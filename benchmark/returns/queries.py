"""Queries over a publication with a return's rows beside it, and a kind's columns as SQL.

Queries that are asked of many kinds are filled with columns, never with a value.
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
"""Numbers whose difference is a smaller share of them are one: programs write them with 15 digits or 17."""
ORGANISATIONS = ("ods_code", "ics_code")
"""Of the two a file may give both a code and a name, which are then compared."""
TIMES = ("assessment_year", "financial_year")
_NUMBERS = ("bigint", "double")


@cache
def organisation_of(kind: str) -> str | None:
    """The column that says whose row it is; None for a kind that has none."""
    return next((name for name in ORGANISATIONS if name in KINDS[kind].model_fields), None)


def scope_of(kind: str) -> tuple[str, ...]:
    """The columns that say what a return is about: whose it is, of which time or pair of rounds, section or
    group.
    """
    about = (*ORGANISATIONS, *TIMES, "compared_with", "section", "group_code")
    return tuple(name for name in KINDS[kind].key if name in about)


def others_of(kind: str) -> list[str]:
    """The columns that are no part of the key."""
    return [name for name in KINDS[kind].model_fields if name not in KINDS[kind].key]


def measured_columns(kind: str) -> list[str]:
    """Those of them that hold numbers."""
    return [name for name in others_of(kind) if columns(KINDS[kind])[name] in _NUMBERS]


def same(names: Iterable[str], one: str, other: str) -> str:
    """That two tables' columns hold the same, empty ones too."""
    return " and ".join(f"{one}.{name} is not distinct from {other}.{name}" for name in names)


def differ(kind: str, name: str, one: str, other: str) -> str:
    """That two values of a column differ, both of them there."""
    if columns(KINDS[kind])[name] == "double":
        size = f"greatest(abs({one}.{name}), abs({other}.{name}))"
        return f"abs({one}.{name} - {other}.{name}) > {SAME} * {size}"
    return f"{one}.{name} <> {other}.{name}"


def differs(kind: str, one: str, other: str) -> str:
    """That two rows differ in any column beside the key."""
    told = [
        f"coalesce({differ(kind, name, one, other)}, {one}.{name} is distinct from {other}.{name})"
        for name in others_of(kind)
    ]
    return either(told)


def either(conditions: Iterable[str]) -> str:
    """A condition that holds where any of these does. One that is not known does not hold."""
    return " or ".join(f"coalesce({condition}, false)" for condition in conditions) or "false"


def words_of(kind: str, table: str) -> str:
    """A row's key for the eye: whose it is first."""
    organisation = organisation_of(kind)
    ordered = sorted(KINDS[kind].key, key=lambda name: name != organisation)
    return ", ".join(f"{table}.{name}" for name in ordered)


class Queries:
    """An open connection: tables of the publication as publication.<table>, the return's rows as `rows`."""

    def __init__(self, publication: Publication, rows: pa.Table) -> None:
        self._connection = publication.cursor()
        self._rows: pa.Table | None = None
        self.replace_rows(rows)

    def __enter__(self) -> "Queries":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def replace_rows(self, rows: pa.Table) -> None:
        """Let `rows` be another table from now on. One that is the same costs nothing."""
        if rows is self._rows:
            return
        self._rows = rows
        share_out(self._connection, rows)
        self._connection.register("rows", rows)

    def records(self, query: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of a query, as column -> value."""
        result = self._connection.execute(query, parameters or None)
        names = [described[0] for described in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def put_beside(self, name: str, rows: pa.Table) -> None:
        """Let a further table have this name."""
        self._connection.register(name, rows)

    def table(self, query: str, **parameters: Any) -> pa.Table:
        """The rows of a query, as a table."""
        return self._connection.execute(query, parameters or None).to_arrow_table()

    def frame(self, query: str, **parameters: Any) -> pd.DataFrame:
        """The rows of a query, as a frame whose texts are objects and whose gaps are None."""
        frame: pd.DataFrame = self.table(query, **parameters).to_pandas()
        return frame
