"""The distance on context a second time: plain Python on the data files, nothing of ours and no arrays."""

import math
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from statistics import pstdev

from tests.unit.questions import naive

Context = tuple[str, float | None, float | None, int, str | None]
"""A trust's code, expenditure, staff, number of settings and type."""

with (naive.DATA / "definitions" / "likeness.toml").open("rb") as file:
    LIKENESS = tomllib.load(file)
WEIGHTS = {part["key"]: part["weight"] for part in LIKENESS["parts"]}
KEYS = ("eric_type", "focus", "operating_expenditure", "average_wte", "care_settings")
FAMILY = {one: family["name"] for family in LIKENESS["families"] for one in family["types"]}
FOCUS = {code: focus["name"] for focus in LIKENESS["focuses"] for code in focus["members"]}


@cache
def naive_contexts(year: int, setting: str) -> tuple[Context, ...]:
    settings: dict[str, set[str]] = {}
    for name in ("maturity_scores", "overall_comparable"):
        for row in naive.table(f"published/{name}.csv"):
            if int(row["assessment_year"]) == year:
                settings.setdefault(row["ods_code"], set()).add(row["care_setting"])
    latest: dict[str, dict[str, str]] = {}
    for row in naive.table("reference/trust_context.csv"):
        known = latest.get(row["ods_code"])
        if known is None or row["financial_year"] > known["financial_year"]:
            latest[row["ods_code"]] = row
    types = {row["ods_code"]: row["eric_type"] for row in naive.table("reference/eric_types.csv")}
    found: list[Context] = []
    for code, of_trust in sorted(settings.items()):
        if setting in of_trust:
            size = latest.get(code)
            spent = float(size["operating_expenditure"]) if size else None
            staff = float(size["average_wte"]) if size else None
            found.append((code, spent, staff, len(of_trust), types.get(code)))
    return tuple(found)


def naive_focus(code: str, eric_type: str | None) -> str | None:
    if code in FOCUS:
        return FOCUS[code]
    return None if eric_type is None or eric_type == "Acute - specialist" else "none"


@lru_cache(12)
def naive_distances(
    trusts: tuple[Context, ...],
) -> dict[tuple[str, str], tuple[float | None, list[float | None]]]:
    """(trust, other) -> the distance and its parts, None where there is nothing to compare."""
    figures = {
        code: [math.log(spent) if spent else None, math.log(staff) if staff else None, settings]
        for code, spent, staff, settings, _ in trusts
    }
    kinds = {code: (eric_type, naive_focus(code, eric_type)) for code, *_, eric_type in trusts}
    deviations = []
    for place in range(3):
        present = [row[place] for row in figures.values() if row[place] is not None]
        deviations.append(pstdev(present) if present and place < 2 else 1.0 if place == 2 else 0.0)
    found = {}
    for code, own in figures.items():
        for other, theirs in figures.items():
            if other == code:
                continue
            (own_type, own_focus), (their_type, their_focus) = kinds[code], kinds[other]
            parts: list[float | None] = []
            if own_type is None or their_type is None:
                parts.append(None)
            else:
                alike = FAMILY[own_type] == FAMILY[their_type]
                parts.append(0.0 if own_type == their_type else 1.0 if alike else 4.0)
            if own_focus is None or their_focus is None:
                parts.append(None)
            else:
                parts.append(0.0 if own_focus == their_focus else 4.0)
            for one, another, deviation in zip(own, theirs, deviations, strict=True):
                if one is None or another is None:
                    parts.append(None)
                elif deviation < 1e-9:
                    parts.append(0.0)
                else:
                    parts.append(((one - another) / deviation) ** 2)
            shared = [(WEIGHTS[key], part) for key, part in zip(KEYS, parts, strict=True) if part is not None]
            whole = math.fsum(weight for weight, _ in shared)
            squared = math.fsum(weight * part for weight, part in shared)
            found[code, other] = (math.sqrt(squared / whole) if shared else None, parts)
    return found


def naive_nearest(trusts: Iterable[Context], code: str, count: int) -> set[str]:
    distances = naive_distances(tuple(trusts))
    own = {
        other: (parts.count(None), distance)
        for (one, other), (distance, parts) in distances.items()
        if one == code and distance is not None
    }
    return {
        other
        for other, (lacking, distance) in own.items()
        if sum(less < lacking or (less == lacking and d < distance - 1e-9) for less, d in own.values())
        < count
    }
