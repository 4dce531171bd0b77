"""SQL for a kind's model: its table in the ledger, and its current rows for the publication."""

import types
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any, Final, Literal, Union, get_args, get_origin

import pyarrow as pa
from pydantic.fields import FieldInfo

from schemas.base import Row
from schemas.kinds import KINDS

_SQL_TYPES: dict[type, str] = {
    str: "varchar",
    int: "bigint",
    float: "double",
    date: "date",
    bool: "boolean",
}
ARROW_TYPES: Final = {
    "integer": pa.int32(),
    "varchar": pa.string(),
    "bigint": pa.int64(),
    "double": pa.float64(),
    "date": pa.date32(),
    "boolean": pa.bool_(),
}


def ledger_table(kind: str) -> str:
    """The name of the ledger's table for a kind's rows."""
    return f"row_{kind}"


def sql_type(field: FieldInfo) -> str:
    """The SQL type of a model's field. Raises TypeError for a type without one."""
    return _sql_type(field.annotation)


def _sql_type(annotation: Any) -> str:
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        inner = [part for part in get_args(annotation) if part is not type(None)]
        return _sql_type(inner[0])
    if origin is Literal:
        return _sql_type(type(get_args(annotation)[0]))
    if hasattr(annotation, "__metadata__"):  # Annotated inside a union
        return _sql_type(annotation.__origin__)
    try:
        return _SQL_TYPES[annotation]
    except KeyError:
        raise TypeError(f"no SQL type for {annotation!r}") from None


@cache
def columns(model: type[Row]) -> dict[str, str]:
    """Column name -> SQL type, in the model's order."""
    return {name: sql_type(field) for name, field in model.model_fields.items()}


def arrow_types(kind: str) -> dict[str, pa.DataType]:
    """Column -> Arrow type of a kind's rows as they are submitted, `line` first."""
    types = {name: ARROW_TYPES[wanted] for name, wanted in columns(KINDS[kind]).items()}
    return {"line": pa.int32(), **types}


def table_of_rows(rows: Sequence[Row], lines: Sequence[int]) -> pa.Table:
    """Rows of one kind, at least one, as the Arrow table of a submission."""
    return pa.table(
        {
            name: pa.array(lines if name == "line" else [getattr(row, name) for row in rows], kind)
            for name, kind in arrow_types(rows[0].kind).items()
        }
    )


def may_be_empty(field: FieldInfo) -> bool:
    """Whether the field may be null: by its type, or in rows from before the column existed."""
    return not field.is_required() or type(None) in get_args(field.annotation)


def marks(field: FieldInfo) -> Iterator[object]:
    """The marks on a field's type, such as bounds and references, also within a union with None."""
    yield from field.metadata
    yield from _marks_within(field.annotation)


def _marks_within(annotation: Any) -> Iterator[object]:
    for mark in getattr(annotation, "__metadata__", ()):
        yield from mark.metadata if isinstance(mark, FieldInfo) else (mark,)
    if get_origin(annotation) in (Union, types.UnionType):
        for part in get_args(annotation):
            yield from _marks_within(part)


@cache
def current_rows(model: type[Row]) -> str:
    """A query for a kind's current rows: for each key the row of the latest standing submission.

    Expects the ledger attached as `ledger` and a table `standing(submission_id)`. A row from before a column
    existed gets the column's default. (`distinct on` is used because a window takes twice as long on the few
    rows of most kinds, and is no faster on a million.)
    """
    names = ", ".join(_with_default(name, field) for name, field in model.model_fields.items())
    key = ", ".join(model.key)
    return f"""
        select distinct on ({key}) submission_id, line, {names}
        from ledger.{ledger_table(model.kind)}
        semi join standing using (submission_id)
        order by {key}, submission_id desc, line desc
    """


def no_rows(table: str, model: type[Row]) -> str:
    """A statement that makes a publication's table of a kind without rows."""
    listed = ", ".join(f"{name} {kind}" for name, kind in columns(model).items())
    return f"create table pub.{table} (submission_id integer, line integer, {listed})"


def covered_rows(model: type[Row], template: str) -> str:
    """A statement that keeps a kind's rows that came with the product. Expects what `current_rows` does."""
    return template.format(
        kind=model.kind,
        row_table=ledger_table(model.kind),
        names=", ".join(_with_default(name, field) for name, field in model.model_fields.items()),
        key=", ".join(model.key),
    )


ABOUT: Final = ("ods_code", "ics_code", "member_code", "subject")
"""Columns with the codes of the organisations that a row is about."""
_PLANS = f"ledger.{ledger_table('plans')}"
_NONE = "kind as code from ledger.submission where false"
"""The end of a query without rows, for kinds without codes."""


def codes_of_submissions(kinds: Collection[str]) -> str:
    """A query for submission_id and code: each organisation that a row of these kinds is about."""
    of_kind = [
        f"select submission_id, {column} as code from ledger.{ledger_table(kind)}"
        for kind in kinds
        for column in ABOUT
        if column in KINDS[kind].model_fields and kind != "plans"
    ]
    if "plans" in kinds:
        of_kind.append(f"select submission_id, unnest(string_split(ics_code, ',')) as code from {_PLANS}")
    return " union all ".join(of_kind or [f"select submission_id, {_NONE}"])


def fictional_submissions(kinds: Collection[str]) -> str:
    """A query for the submissions of these kinds with any row of a fictional trust or system.

    Expects the ledger attached as `ledger`. It reads the ledger and not the publication, so that a submission
    stays fictional after the reference data that says so was withdrawn.
    """
    codes = {"trusts": "ods_code", "ics": "ics_code"}
    about = [
        f"select submission_id, '{reference}' as sort, {column} as code from ledger.{ledger_table(kind)}"
        for kind in kinds
        for reference, code in codes.items()
        for column in (code, "member_code")
        if column in KINDS[kind].model_fields
    ]
    fictional = [
        f"select '{reference}' as sort, {code} as code from ledger.{ledger_table(reference)} where fictional"
        for reference, code in codes.items()
    ]
    if "plans" in kinds:
        # A plan may be for a group: a known one, or a list of its members' codes.
        about.append(f"select submission_id, 'plans', unnest(string_split(ics_code, ',')) from {_PLANS}")
        made_up = " union ".join(fictional)
        fictional.append(f"select 'plans', code from ({made_up})")
        fictional.append(
            f"select 'plans', group_code from ledger.{ledger_table('groups')} "
            f"where member_code in (select code from ({made_up}))"
        )
    rows = " union all ".join(about or [f"select submission_id, kind as sort, {_NONE}"])
    return (
        f"select distinct submission_id from ({rows}) "
        f"semi join ({' union all '.join(fictional)}) using (sort, code)"
    )


def _with_default(name: str, field: FieldInfo) -> str:
    if field.is_required() or field.default is None:
        return name
    value = str(field.default).replace("'", "''")
    return f"coalesce({name}, '{value}'::{sql_type(field)}) as {name}"
