"""A kind's model, told as SQL: its ledger table, and its rows as the publication shows them."""

import types
from datetime import date
from typing import Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from schemas.base import Row

_SQL_TYPES: dict[type, str] = {
    str: "varchar",
    int: "bigint",
    float: "double",
    date: "date",
    bool: "boolean",
}


def ledger_table(kind: str) -> str:
    """The ledger's table of a kind's rows."""
    return f"row_{kind}"


def sql_type(field: FieldInfo) -> str:
    """The SQL type of a model's field. TypeError for a type that no table has needed yet."""
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


def columns(model: type[Row]) -> dict[str, str]:
    """Column name -> SQL type, in the model's order."""
    return {name: sql_type(field) for name, field in model.model_fields.items()}


def create_ledger_table(model: type[Row]) -> list[str]:
    """Statements that make the ledger's table of a kind, or add the columns that it has gained since."""
    table = ledger_table(model.kind)
    statements = [
        f"create table if not exists {table} (submission_id integer not null, line integer not null)"
    ]
    statements += [
        f"alter table {table} add column if not exists {name} {kind}" for name, kind in columns(model).items()
    ]
    return statements


def current_rows(model: type[Row]) -> str:
    """A query for a kind's current rows: for each key the latest submission that stands.

    Expects the ledger attached as `ledger` and a table `standing(submission_id)`.
    """
    names = ", ".join(columns(model))
    key = ", ".join(model.key)
    return f"""
        select submission_id, line, {names}
        from ledger.{ledger_table(model.kind)}
        semi join standing using (submission_id)
        qualify row_number() over (partition by {key} order by submission_id desc, line desc) = 1
        order by {key}
    """
