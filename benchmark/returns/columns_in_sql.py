"""A kind's columns, told as SQL: what queries that are asked of many kinds are filled with. No value is."""

from collections.abc import Iterable

from benchmark.store.tables import columns
from schemas.kinds import KINDS

SAME = 1e-12
"""Numbers whose difference is a smaller share of them are one: programs write them with 15 digits or 17."""
ORGANISATIONS = ("ods_code", "ics_code")
TIMES = ("assessment_year", "financial_year")
_NUMBERS = ("bigint", "double")


def organisation_of(kind: str) -> str | None:
    """The column that says whose row it is; None for a kind that has none."""
    return next((name for name in ORGANISATIONS if name in KINDS[kind].model_fields), None)


def scope_of(kind: str) -> tuple[str, ...]:
    """The columns that say what a return is about: whose it is, of which time, and of which section."""
    return tuple(name for name in KINDS[kind].key if name in (*ORGANISATIONS, *TIMES, "section"))


def others_of(kind: str) -> list[str]:
    """The columns that are no part of the key."""
    return [name for name in KINDS[kind].model_fields if name not in KINDS[kind].key]


def numbers_of(kind: str) -> list[str]:
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
    """That any of these holds; nothing that is not known does."""
    return " or ".join(f"coalesce({condition}, false)" for condition in conditions) or "false"


def words_of(kind: str, table: str) -> str:
    """A row's key for the eye: whose it is first."""
    organisation = organisation_of(kind)
    ordered = sorted(KINDS[kind].key, key=lambda name: name != organisation)
    return ", ".join(f"{table}.{name}" for name in ordered)
