"""A template's columns: the meaning and unit of each, whether it is needed, and the values to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from benchmark.core.definitions import condition_sections, definitions
from benchmark.returns.columns import Column, Shape, columns_of
from benchmark.returns.vocabulary import heading_of, layouts
from schemas.conditions import OPTIONAL, REQUIRED, Section
from schemas.framework import Pillar
from schemas.kinds import KINDS

_NEEDED = {"yes": "Needed.", "no": "May stay empty.", "in its section": "Needed in its section."}
Part = Literal["given", "entered"]
"""Who fills in a column: the template, if it knows the values, or the person."""

NAMES = {"ods_code": "Trust name", "ics_code": "ICS name"}
"""A code's field -> the heading of the column with the name beside it."""
_ENTERED_KEYS = frozenset(("offers_or_asks",))
"""Columns of a key that the person fills in, as they cannot be known beforehand."""
_UNITS = {
    "score": "score, 1 to 5",
    "target": "score, 1 to 5",
    "average_wte": "whole-time equivalents",
    "funded": "whole-time equivalents",
    "in_post": "whole-time equivalents",
    "vacant": "whole-time equivalents",
    "systems": "number of systems",
    "unsupported": "number of systems",
    "priority": "whole number, 1 first",
    "assessment_year": "year",
    "compared_with": "year",
    "financial_year": "April to March, such as 2024/25",
    "ods_code": "ODS code",
    "ics_code": "ODS code",
}
_MEANINGS = {
    "offer": "The trust offers help.",
    "request": "The trust asks for help.",
    "yes": "In place, or in use.",
    "partly": "In part of the trust, or not yet complete.",
    "no": "Not in place, or not in use.",
    "idea": "Not yet written down as a case.",
    "business case": "A case is being written or awaits its agreement.",
    "procurement": "It is being bought.",
    "delivery": "It is being brought in.",
    "live": "It is in use.",
    "paused": "Work on it rests.",
}
"""The meaning of listed words that do not explain themselves."""


@dataclass(frozen=True)
class Choice:
    """A value of a list: as a cell shows it, its meaning, and as it is kept."""

    shown: str
    meaning: str
    kept: str


@dataclass(frozen=True)
class TemplateColumn:
    """A column. field: its key in a row, '' for a name that is only shown and not kept.

    open_list: the choices are suggestions; other values may be written. sections: the sections of conditions
    that use the column; empty if all do, and for other kinds.
    """

    field: str
    heading: str
    meaning: str
    unit: str
    needed: bool
    part: Part
    shape: Shape
    choices: tuple[Choice, ...] = ()
    open_list: bool = False
    lowest: float | None = None
    highest: float | None = None
    longest: int | None = None
    sections: tuple[Section, ...] = ()

    @property
    def explanation(self) -> str:
        """The column's meaning and unit, and whether it is needed, for people who fill in the template."""
        unit = "" if not self.unit or self.unit.casefold() in self.meaning.casefold() else f" ({self.unit})"
        return f"{self.meaning.removesuffix('.')}{unit}. {_NEEDED[self.needed_in_words]}"

    @property
    def needed_in_words(self) -> str:
        """'yes', 'no', or 'in its section' if only rows of some section of conditions need the column."""
        if any(self.field in REQUIRED[section] for section in self.sections):
            return "in its section"
        return "yes" if self.needed else "no"


@cache
def template_columns(layout: str) -> tuple[TemplateColumn, ...]:
    """The columns of a layout's template: first those that are given, who and when; then those to enter."""
    kind = layouts()[layout].kind
    fields = columns_of(KINDS[kind])
    unpivot = layouts()[layout].unpivot
    code = "ods_code" if "ods_code" in fields else "ics_code"
    columns = [_column(kind, fields[code]), _name(code)]
    in_layout = {column.field for column in layouts()[layout].columns}
    columns += [_column(kind, column) for name, column in fields.items() if name in in_layout - {code}]
    if unpivot:
        value = fields[unpivot.values_to]
        columns += [_pillar(pillar.key, pillar.name, pillar.description, value) for pillar in _pillars()]
    given = [column for column in columns if column.part == "given"]
    return (*given, *(column for column in columns if column.part == "entered"))


@cache
def item_words() -> dict[tuple[str, str], str]:
    """(section, key of an item) -> the item's name."""
    return {
        (name, item.key): item.name
        for name, section in condition_sections().items()
        for item in section.items
    }


def shown(column: TemplateColumn, row: Mapping[str, object]) -> object:
    """The value that a cell of the template shows for the kept value in `row`."""
    value = row[column.field]
    if column.field == "item":
        return item_words().get((str(row["section"]), str(value)), value)
    return next((choice.shown for choice in column.choices if choice.kept == value), value)


def _column(kind: str, column: Column) -> TemplateColumn:
    name = column.name
    given = (name in KINDS[kind].key) and name not in _ENTERED_KEYS
    return TemplateColumn(
        field=name,
        heading=heading_of(name),
        meaning=_meaning(column.description),
        unit="pounds, not thousands" if column.written == "pounds" else _UNITS.get(name, ""),
        needed=KINDS[kind].model_fields[name].is_required(),
        part="given" if given else "entered",
        shape=column.shape,
        choices=_choices(column),
        open_list=name == "item",
        lowest=column.lowest,
        highest=column.highest,
        longest=column.longest,
        sections=_sections(name) if kind == "conditions" else (),
    )


def _meaning(description: str) -> str:
    """A description with the headings of sections instead of their keys."""
    for section in condition_sections():
        description = description.replace(f"{section}:", f"{heading_of(section)}:")
    return description


def _name(code: str) -> TemplateColumn:
    return TemplateColumn(
        "", NAMES[code], "Its name, to read; the code tells who it is", "", False, "given", "text"
    )


def _pillar(key: str, name: str, description: str, value: Column) -> TemplateColumn:
    return TemplateColumn(
        key,
        name,
        description,
        _UNITS["score"],
        False,
        "entered",
        value.shape,
        lowest=value.lowest,
        highest=value.highest,
    )


def _pillars() -> tuple[Pillar, ...]:
    return definitions().framework.pillars


def _sections(name: str) -> tuple[Section, ...]:
    return tuple(
        section
        for section in condition_sections()
        if name in (*REQUIRED[section], *OPTIONAL.get(section, ()))
    )


def _choices(column: Column) -> tuple[Choice, ...]:
    if column.refers_to == "pillars":
        return tuple(Choice(pillar.name, pillar.description, pillar.key) for pillar in _pillars())
    if column.name == "section":
        return tuple(
            Choice(heading_of(name), f"{section.title}. {section.purpose}", name)
            for name, section in condition_sections().items()
        )
    if column.name == "item":
        return tuple(
            Choice(item.name, f"{section.title}. {item.description}".strip(), item.key)
            for section in condition_sections().values()
            for item in section.items
        )
    return tuple(Choice(option, _MEANINGS.get(option, ""), option) for option in column.options)
