"""The names of columns: in one layout, and in any kind of return."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from benchmark.returns.columns import columns_of
from benchmark.returns.recognise.heading_units import LONGEST_HEADING, split_heading
from benchmark.returns.vocabulary import (
    file_layouts,
    heading_aliases,
    heading_key,
    layouts,
    pillar_spellings,
    spaced_or_not,
)
from schemas.kinds import KINDS

_NEAR = 75.0
_REMARK = re.compile(
    r"^(?:sum|average|avg|mean|max|min|first|last|total|count) of |\([^()]*\)"
    r"|\b(?:FY ?)?20[0-9]{2}(?:[/-][0-9]{2,4})?\b",
    re.I,
)
"""Additions to a heading's name: the column may be the same, but only a person can decide."""

_OF_A_TABLE = re.compile(
    r"(?:'?[^'\[\]]+'|[\w. \[\]]*)\[([^\[\]]+)\]"
    r"|(?:[\w.]+\.)?(?:[a-z][0-9]?\.(\w+)|([a-z]+_\w+))",
)
"""A column with its table's name before it, as in Power BI and databases."""
_OTHER_FIGURES = re.compile(r"budget|forecast|prev|prior|last|old|draft|20[0-9]{2}", re.I)
"""Words in a table's name that mean other figures than a return's."""
_UNSURE = re.compile(r"predict|estimat|provisional|indicative|illustrative|placeholder", re.I)
_AIMS = re.compile(
    r"plan|target|project(?:ed|ion)|expect|propos|ambition|aspiration|(?<![a-z])(?:aims?|goals?)(?![a-z])",
    re.I,
)
"""These and the unsure mean other figures too, but a code or a year is the same, and a target is an aim."""
_IN_A_FORM = re.compile(
    r"^\(?(?:q(?:uestion )?)?(?:[0-9]{1,2}[a-z]?|[a-z])[.:)]+ *"
    r"|^(?:(?:what|which) (?:is|was|are|were)|which|(?:how (?:would|do) you|please) (?:rate|score)"
    r"|(?:rate|score)(?= (?:your|the) )|(?:please )?(?:enter|select|choose|give|provide)) (?:(?:your|the) )?"
    r"|(?: (?:is|of) (?:this(?: return| form)?(?: about| for)?|your (?:trust|organisation)))\b(?=[ ?*:]*$)"
    r"|[ *:,-]*[(\[]?\b(?:mandatory|optional|please (?:enter|select|choose|complete)\b.*)[)\]]?$"
    r"|[ *:,-]*[*:,([-] *required[)\]]?$"  # after a space alone it may say what is needed: Score required
    r"|[ *?]+$",
    re.I,
)
"""What a form adds to a heading: 1. Financial year, Q2: Care setting, What is your ODS code?"""
_REQUIRED = re.compile(r" +required[ *]*$", re.I)
"""What a form adds to a heading. Not to that of a figure: it may be the figure that is needed."""
_UNIT_OF_R = re.compile(r"\.{2,}(\w+)\.+$")
_CAPITAL_INSIDE = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_MARKS_AROUND = "\"`'# \u2018\u2019\u201c\u201d\u201e\u00ab\u00bb"


@lru_cache(maxsize=2_000)
def undressed(heading: str) -> tuple[str, ...]:
    """The names that a heading may mean if a program wrote it in its own way.

    >>> undressed("IT_Spend[it_revenue]"), undressed("IT.revenue...m."), undressed("OdsCode")
    (('it_revenue',), ('IT revenue (m)',), ('Ods Code',))
    """
    if len(heading) > LONGEST_HEADING:
        return ()
    text = heading.strip(_MARKS_AROUND)
    in_table = _OF_A_TABLE.fullmatch(text)
    names = [name for name in in_table.groups() if name] if in_table else []
    if names and _has_other_figures(text[: text.rindex(names[0])], column_meant(names[0])):
        return ()
    if "." in text and " " not in text:
        names.append(_UNIT_OF_R.sub(r" (\1)", text).replace(".", " ").strip())
    names += [_CAPITAL_INSIDE.sub(" ", text), text, _IN_A_FORM.sub("", text)]
    without = _IN_A_FORM.sub("", _REQUIRED.sub("", text))
    if column_meant(without) in _without_figures():
        names.append(without)
    return tuple(name for name in dict.fromkeys(names) if name != heading)


def _has_other_figures(table: str, column: str) -> bool:
    """Whether a column of a table with this name holds other figures than a return's."""
    if _OTHER_FIGURES.search(table):
        return True
    aims = column != "target" and _AIMS.search(table)
    return column not in _without_figures() and bool(aims or _UNSURE.search(table))


@cache
def own_names(layout_key: str) -> dict[str, str]:
    """The layout's own headings, and its fields' names -> field."""
    return {
        heading_key(name): column.field
        for column in layouts()[layout_key].columns
        for name in (*column.headings, column.field)
    }


@cache
def common_names(layout_key: str) -> dict[str, str]:
    """Headings of the layout's fields in any kind of return -> field."""
    aliases = {
        heading_key(heading): column.field
        for column in layouts()[layout_key].columns
        for heading in heading_aliases().get(column.field, ())
    }
    return spaced_or_not(own_names(layout_key)) | spaced_or_not(aliases)


def column_meant(heading: str) -> str:
    """The column that a heading means in any kind of return; else the heading as a column name."""
    key = heading_key(heading)
    return _all_names().get(key, key.replace(" ", "_"))


@cache
def _all_names() -> dict[str, str]:
    return {heading_key(heading): name for name, known in heading_aliases().items() for heading in known}


@cache
def _without_figures() -> frozenset[str]:
    """The columns that hold no figure in any kind of return: keys, words and days."""
    columns = [column for layout in file_layouts() for column in columns_of(KINDS[layout.kind]).values()]
    figures = {column.name for column in columns if column.shape in ("number", "whole")}
    return frozenset(column.name for column in columns) - (figures - {*key_columns()})


@cache
def number_columns() -> dict[str, str]:
    """Every heading of a number column in a kind's own table -> the title of the first such kind."""
    return {
        heading_key(heading): layout.title
        for layout in reversed(file_layouts())
        if layout.key == layout.kind
        for column in columns_of(KINDS[layout.kind]).values()
        if column.shape in ("number", "whole") and column.name != "assessment_year"
        for heading in (column.name, *heading_aliases().get(column.name, ()))
    }


@cache
def key_columns() -> tuple[str, ...]:
    """The key columns of all kinds: without one, rows would mean something else."""
    return tuple(dict.fromkeys(name for layout in file_layouts() for name in KINDS[layout.kind].key))


def near(heading: str, free: Sequence[str]) -> tuple[str, ...]:
    """The free columns whose names are most like a heading, nearest first."""
    wanted = heading_key(_REMARK.sub(" ", split_heading(heading)[0]))
    ranked = process.extract(wanted, _keys_of(tuple(free)), scorer=fuzz.ratio, limit=5, score_cutoff=_NEAR)
    return tuple(dict.fromkeys(name for _, _, (name, _) in ranked))


@lru_cache(maxsize=1_000)
def _keys_of(columns: tuple[str, ...]) -> dict[tuple[str, str], str]:
    """(column, a spelling of it) -> that spelling as heading_key gives it."""
    return {(name, spelling): heading_key(spelling) for name in columns for spelling in _spellings(name)}


@cache
def _spellings(name: str) -> tuple[str, ...]:
    pillars = tuple(spelling for spelling, key in pillar_spellings().items() if key == name)
    return (name, *heading_aliases().get(name, ()), *pillars)
