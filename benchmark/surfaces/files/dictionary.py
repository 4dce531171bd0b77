"""The data dictionary: every kind of row from the models, and every declared table of figures.

`python -m benchmark.surfaces.files.dictionary` writes docs/data-dictionary.md.
"""

from collections.abc import Iterable
from datetime import date
from importlib import import_module
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from benchmark.core.columns import Column, Table
from benchmark.core.definitions import categories, definitions
from benchmark.core.settings import PROJECT_ROOT
from benchmark.core.wording import decimal, large_start
from schemas.base import ADDRESS_PATTERN, KEY_PATTERN
from schemas.definitions import KindText
from schemas.groups import GROUP_CODE
from schemas.kinds import KINDS
from schemas.plans import FOOTPRINT_PATTERN, PLACE_PATTERN

FILE = PROJECT_ROOT / "docs" / "data-dictionary.md"

_OPENING = """\
# Data dictionary

Every kind of row that the ledger takes, and every table of figures that is made of them. Written by
`make fix` from the models in `schemas/` and the columns in `benchmark/questions/*/columns.py`: change those,
not this file. Files are UTF-8 CSV with these column names; a column that may be empty may also be
left out. Dates are written YYYY-MM-DD, numbers plainly: 2.5, not 2,5 or 2.5e0.
"""
_FIGURES = """\
## Figures

What pages, files and commands show. The key is the name in JSON and in the CSV of a command; a page and its
files show the heading. Decimals are those that a reader sees: a number is rounded once, when it is written.
"""
_OWN = "Only the organisation itself and its system see it."
_PARTS = {
    "return": "Returns",
    "disclosure": "Disclosed figures",
    "grouping": "Groups",
    "publication": "Publications",
    "reference": "Reference",
}
_TYPES = {str: "text", float: "number", int: "whole number", bool: "true or false", date: "date"}
_PATTERNS = {
    r"^[A-Z0-9]{3,6}$": "3 to 6 capital letters and digits",
    r"^[0-9]{4}/[0-9]{2}$": "two years in a row, such as 2024/25",
    r"^[A-Z][0-9]{2}$": "a capital letter and two digits",
    r"^E\d{8}$": "E and eight digits",
    KEY_PATTERN: "small letters, digits and _",
    ADDRESS_PATTERN: "an address that begins with https://",
    GROUP_CODE: "2 to 20 capital letters, digits and hyphens",
    PLACE_PATTERN: "a code, or several with a comma between two",
    FOOTPRINT_PATTERN: "assessed, current or expected, and perhaps a stroke and a group's code",
}
"""Pattern of a column -> its words, for people who fill in returns."""
_LIMITS = ("ge", "le", "min_length", "max_length", "pattern", "to")


def data_dictionary() -> str:
    """The dictionary as Markdown: each kind with its purpose, key and columns; then the tables of figures."""
    parts = [_OPENING]
    for audience, heading in _PARTS.items():
        parts.append(f"## {heading}\n")
        parts += [_kind(text) for text in definitions().kinds if text.audience == audience]
    return "\n".join((*parts, _FIGURES, *map(_table, declared_tables())))


def declared_tables() -> tuple[Table, ...]:
    """Every declared table of figures, by module, in the order declared. Parts of a table are left out."""
    found: dict[str, Table] = {}
    for folder in ("core", "questions"):
        for file in sorted((PROJECT_ROOT / "benchmark" / folder).rglob("*columns.py")):
            module = ".".join(file.relative_to(PROJECT_ROOT).with_suffix("").parts)
            for declared in vars(import_module(module)).values():
                if isinstance(declared, Table):
                    found.setdefault(declared.key, declared)
    return tuple(found.values())


def _table(table: Table) -> str:
    return "\n".join(
        (
            f"### {table.title} (`{table.key}`)\n",
            f"{large_start(table.grain)}.\n",
            "| key | heading | unit | decimals | meaning |",
            "|---|---|---|---|---|",
            *map(_figure, table.columns),
            "",
        )
    )


def _figure(column: Column) -> str:
    decimals = str(column.places) if column.unit.type == "number" else ""
    meaning = f"{column.meaning} {_OWN}" if column.seen_by == "own" else column.meaning
    return _row(f"`{column.key}`", column.title, column.unit.name, decimals, meaning)


def _kind(text: KindText) -> str:
    model = KINDS[text.kind]
    return "\n".join(
        (
            f"### {text.title} (`{text.kind}`)\n",
            f"{text.purpose}\n",
            f"One row per {', '.join(f'`{name}`' for name in model.key)}.\n",
            "| column | type | required | meaning | example |",
            "|---|---|---|---|---|",
            *(_column(text.kind, name, field) for name, field in model.model_fields.items()),
            "",
        )
    )


def _column(kind: str, name: str, field: FieldInfo) -> str:
    required = "yes" if field.is_required() else "no"
    example = ", ".join(f"`{value}`" for value in field.examples or ())
    known = ", ".join(category.value for category in categories(kind, name))
    of_type = f"one of: {known}" if known else _type_in_words(kind, field)
    return _row(f"`{name}`", of_type, required, field.description or "", example)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def _type_in_words(kind: str, field: FieldInfo) -> str:
    """A column's type and limits: 'number, 1 to 5'; 'one of: Acute, Community'; 'text, found in `trusts`'."""
    base, limits = _type_and_limits(field.annotation)
    limits |= _limits(field.metadata)
    if get_origin(base) is Literal:
        return f"one of: {', '.join(get_args(base))}"
    words = [
        _TYPES[base],
        *_range(limits, "ge", "le", ""),
        *_range(limits, "min_length", "max_length", " characters"),
    ]
    if "pattern" in limits:
        words.append(_PATTERNS[limits["pattern"]])
    if limits.get("to", kind) != kind:  # a reference to the table itself is not listed
        words.append(f"found in `{limits['to']}`")
    return ", ".join(words)


def _type_and_limits(annotation: Any) -> tuple[Any, dict[str, Any]]:
    """The type without unions and annotations, and the limits found: `Score | None` -> float, ge, le."""
    if get_origin(annotation) in (Union, UnionType):
        return _type_and_limits(next(part for part in get_args(annotation) if part is not type(None)))
    if hasattr(annotation, "__metadata__"):
        base, limits = _type_and_limits(annotation.__origin__)
        return base, _narrowed(limits, _limits(annotation.__metadata__))
    return annotation, {}


def _limits(metadata: Iterable[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in metadata:
        if isinstance(item, FieldInfo):
            found = _narrowed(found, _limits(item.metadata))
        own = {name: getattr(item, name) for name in _LIMITS if getattr(item, name, None) is not None}
        found = _narrowed(found, own)
    return found


def _narrowed(limits: dict[str, Any], others: dict[str, Any]) -> dict[str, Any]:
    """Both sets of limits; of two upper limits the lower one."""
    both = limits | others
    if "le" in limits and "le" in others:
        both["le"] = min(limits["le"], others["le"])
    return both


def _range(limits: dict[str, Any], lowest: str, highest: str, unit: str) -> list[str]:
    low, high = limits.get(lowest), limits.get(highest)
    if low is not None and high is not None:
        return [f"{low:g} to {_plain(high)}{unit}"]
    if low is not None:
        return [f"{low:g}{unit} or more"]
    return [] if high is None else [f"at most {_plain(high)}{unit}"]


def _plain(limit: float) -> str:
    """A limit in digits, with thousands separators from 10,000."""
    return decimal(limit, 0) if limit >= 10_000 else f"{limit:g}"


if __name__ == "__main__":
    FILE.write_text(data_dictionary(), encoding="utf-8")
