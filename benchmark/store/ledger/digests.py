"""The digests that the chain is made of: one canonical form for small tables, one for rows of returns.

A row of a small table becomes a JSON list of [column, value] pairs, sorted by column, without empty values.
Rows of a return are hashed column by column, 1,000 rows at a time: a million rows take a fraction of a
second, and a digest shows in which column and which thousand rows something changed. A column that is empty
in every row is left out, so a column that is added later changes no digest. docs/reliability.md describes the
form byte by byte.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmark.store.storage.tables import arrow_types, ledger_table

ROWS_TOGETHER = 1000
"""Rows of a column that share one digest."""
_DIGEST_BYTES = 32


@dataclass(frozen=True)
class Incoming:
    """The digests of a file before it is stored, and of its rows by column, as `column_digests` gives them.

    columns: None if they can only be computed after storing, because values are converted or lines repeat.
    """

    file: str
    columns: dict[str, bytes] | None


def digest_of_text(text: str) -> str:
    """The SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def canonical(row: Mapping[str, Any]) -> str:
    """A row as text, the same text for the same values only. None counts as a missing value."""
    pairs = [[name, row[name]] for name in sorted(row) if row[name] is not None]
    return _JSON.encode(pairs)


def digest_of_rows(rows: Iterable[Mapping[str, Any]]) -> str:
    """One digest of the rows of a small table, in any order."""
    return digest_of_text("\n".join(sorted(map(canonical, rows))))


def column_digests(connection: duckdb.DuckDBPyConnection, kind: str, submission_id: int) -> dict[str, bytes]:
    """The digests of a submission's stored rows: column -> one digest for each thousand rows, joined."""
    # The number is part of the text: with a parameter, making the Arrow table takes ten times as long.
    query = (
        f"select * exclude (submission_id) from {ledger_table(kind)} where submission_id = {submission_id:d}"
    )
    rows = connection.sql(query).to_arrow_table()
    if not _by_line(rows):
        names = sorted(name for name in rows.column_names if name != "line")
        order = ", ".join(f"{name} nulls first" for name in ("line", *names))
        rows = connection.sql(f"{query} order by {order}").to_arrow_table()
    return digests_of_table(rows)


def incoming_digests(kind: str, file: bytes, rows: pa.Table) -> Incoming:
    """The digests of a file and of its rows before they are stored."""
    types = arrow_types(kind)
    as_they_are = all(_decoded(field.type) == types.get(field.name) for field in rows.schema)
    columns = digests_of_table(rows) if as_they_are and _by_line(rows) else None
    return Incoming(hashlib.sha256(file).hexdigest(), columns)


def _by_line(rows: pa.Table) -> bool:
    """Whether each row has a later line than the row before. If not, several rows share a line."""
    lines = rows["line"].to_numpy()
    return bool(np.all(lines[1:] > lines[:-1]))


def digests_of_table(rows: pa.Table) -> dict[str, bytes]:
    """The digests of sorted rows, by column; columns without any value are left out."""
    columns = {name: rows[name].cast(_decoded(rows[name].type)) for name in sorted(rows.column_names)}
    return {
        name: b"".join(_of_thousands(column.combine_chunks()))
        for name, column in columns.items()
        if column.null_count < len(rows)
    }


def digest_of_columns(digests: Mapping[str, bytes]) -> str:
    """One digest of all rows of a submission, made from the digests of its columns."""
    return digest_of_rows({"column": name, "digests": digests[name]} for name in digests)


def first_difference(kept: Mapping[str, bytes], found: Mapping[str, bytes]) -> tuple[int, str] | None:
    """The first block of rows, counted from 0, and the column where two sets of digests differ."""
    differing = [
        (_first_block(kept.get(name, b""), found.get(name, b"")), name)
        for name in sorted({*kept, *found})
        if kept.get(name) != found.get(name)
    ]
    return min(differing, default=None)


def _first_block(kept: bytes, found: bytes) -> int:
    """The number of the first digest that differs."""
    for i in range(0, max(len(kept), len(found)), _DIGEST_BYTES):
        if kept[i : i + _DIGEST_BYTES] != found[i : i + _DIGEST_BYTES]:
            return i // _DIGEST_BYTES
    return 0


def _decoded(kind: pa.DataType) -> pa.DataType:
    """The type of a column's values, also if the column is dictionary-encoded."""
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def _of_thousands(column: pa.Array) -> Iterator[bytes]:
    present = np.asarray(column.is_valid()).astype(np.uint8)
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        # A new array, so that its buffers begin with the first value.
        text = pa.concat_arrays([pc.fill_null(column.cast(pa.large_string()), "")])
        _, places, letters = text.buffers()
        start = np.frombuffer(places, np.int64)[text.offset : text.offset + len(text) + 1]
        content = memoryview(letters) if letters is not None else memoryview(b"")
        lengths = np.diff(start).astype("<u4")
        for i in range(0, len(text), ROWS_TOGETHER):
            end = min(i + ROWS_TOGETHER, len(text))
            yield _sha256(present[i:end], lengths[i:end], content[start[i] : start[end]])
        return
    values = _numbers(column)
    for i in range(0, len(values), ROWS_TOGETHER):
        yield _sha256(present[i : i + ROWS_TOGETHER], values[i : i + ROWS_TOGETHER])


def _numbers(column: pa.Array) -> np.ndarray[Any, Any]:
    """A column of numbers, dates or booleans as 8 little-endian bytes per value; 0 for a missing value."""
    if pa.types.is_floating(column.type):
        return np.asarray(pc.fill_null(column, 0.0)).astype("<f8")
    if pa.types.is_date32(column.type):
        column = column.cast(pa.int32())
    elif pa.types.is_boolean(column.type):
        column = column.cast(pa.uint8())
    elif not pa.types.is_integer(column.type):
        raise TypeError(f"no canonical form of {column.type}")
    return np.asarray(pc.fill_null(column, 0)).astype("<i8")


def _sha256(*parts: Any) -> bytes:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(memoryview(part))
    return digest.digest()


def _as_text(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(f"no canonical form of {type(value).__name__}")


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_as_text)
