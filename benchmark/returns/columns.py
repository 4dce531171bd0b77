"""Describes the columns of models in the form that reading cells needs."""

import types
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pyarrow as pa
from pydantic import ConfigDict, TypeAdapter

from benchmark.core.definitions import evidence
from schemas.base import KEY_PATTERN, Refers, Row, Written

Shape = Literal["text", "number", "whole", "date", "flag"]
_SHAPES: dict[type, Shape] = {str: "text", float: "number", int: "whole", date: "date", bool: "flag"}
ARROW: dict[Shape, pa.DataType] = {
    "text": pa.string(),
    "number": pa.float64(),
    "whole": pa.int64(),
    "date": pa.date32(),
    "flag": pa.bool_(),
}


@dataclass(frozen=True)
class Column:
    """A field of a kind. `optional`: cells may be empty; `default`: for files without the column; `category`:
    what the options are in a publication, whose later editions may have others; `adapter` checks a list of
    texts as the model checks each.
    """

    name: str
    description: str
    shape: Shape
    optional: bool
    default: Any
    options: tuple[str, ...]
    category: str
    category_note: str
    refers_to: str
    written: str
    is_key: bool
    lowest: float | None
    highest: float | None
    longest: int | None
    adapter: TypeAdapter[list[Any]]

    @property
    def listed(self) -> bool:
        """Whether its texts come from a list or have a set spelling, rather than being free."""
        return bool(self.options or self.refers_to or self.is_key or self.written == "financial_year")

    @property
    def range_in_words(self) -> str:
        """The values that it accepts, as part of a sentence."""
        if self.longest is not None:
            return f"at most {self.longest} characters"
        if self.lowest is not None and self.highest is not None:
            return f"{self.lowest:g} to {limit_in_words(self.highest)}"
        return f"{self.lowest:g} or more" if self.lowest is not None else "a value in range"


def limit_in_words(limit: float) -> str:
    """A limit in figures, with thousands separators from 10,000, so that years have none."""
    return f"{limit:,.0f}" if limit >= 10_000 else f"{limit:g}"


@cache
def columns_of(model: type[Row]) -> dict[str, Column]:
    """Field name -> column, in the model's order."""
    return {name: _column(name, model) for name in model.model_fields}


def has_row_rules(model: type[Row]) -> bool:
    """Whether the model checks columns against each other, in addition to the checks of every row."""
    return bool(
        model.__pydantic_decorators__.model_validators.keys() - Row.__pydantic_decorators__.model_validators
    )


def _column(name: str, model: type[Row]) -> Column:
    field = model.model_fields[name]
    base, marks, optional = _unwrapped(field.annotation)
    marks += _flattened(field.metadata)
    options = tuple(map(str, get_args(base))) if get_origin(base) is Literal else ()
    categories = evidence().categories_of(model.kind, name)
    if categories is not None:
        options = tuple(category.value for category in categories.values)
    annotation: Any = Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation
    return Column(
        name=name,
        description=field.description or name,
        shape="text" if options else _SHAPES[base],
        optional=optional and not field.is_required(),
        default=None if field.is_required() else field.default,
        options=options,
        category="" if categories is None else categories.what,
        category_note="" if categories is None else categories.note,
        refers_to=next((mark.to for mark in marks if isinstance(mark, Refers)), ""),
        written=next((mark.form for mark in marks if isinstance(mark, Written)), ""),
        is_key=any(getattr(mark, "pattern", None) == KEY_PATTERN for mark in marks),
        lowest=_limit(marks, "ge", max),
        highest=_limit(marks, "le", min),
        longest=_limit(marks, "max_length", min),
        adapter=TypeAdapter(list[annotation], config=ConfigDict(str_strip_whitespace=True)),
    )


def _unwrapped(annotation: Any) -> tuple[Any, list[Any], bool]:
    """The plain type, its annotations, and whether None is allowed."""
    optional, marks = False, []
    while True:
        if get_origin(annotation) in (Union, types.UnionType):
            optional = True
            annotation = next(part for part in get_args(annotation) if part is not type(None))
        elif hasattr(annotation, "__metadata__"):
            marks += _flattened(annotation.__metadata__)
            annotation = annotation.__origin__
        else:
            return annotation, marks, optional


def _flattened(marks: Any) -> list[Any]:
    return [inner for mark in marks for inner in (mark, *getattr(mark, "metadata", ()))]


def _limit(marks: list[Any], name: str, strictest: Callable[[list[Any]], Any]) -> Any:
    limits = [limit for mark in marks if (limit := getattr(mark, name, None)) is not None]
    return strictest(limits) if limits else None
