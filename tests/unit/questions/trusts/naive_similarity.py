"""The distance on context a second time: plain Python on the data files, nothing of ours and no arrays."""

import math
from statistics import fmean, pstdev

from tests.unit.questions import naive

Context = tuple[str, float | None, float | None, int]
"""A trust's code, expenditure, staff and number of settings."""


def naive_contexts(year: int, setting: str) -> list[Context]:
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
    found: list[Context] = []
    for code, of_trust in sorted(settings.items()):
        if setting in of_trust:
            size = latest.get(code)
            spent = float(size["operating_expenditure"]) if size else None
            found.append((code, spent, float(size["average_wte"]) if size else None, len(of_trust)))
    return found


def naive_distances(trusts: list[Context]) -> dict[tuple[str, str], tuple[float | None, list[float | None]]]:
    """(trust, other) -> the distance and its parts, None where there is nothing to compare."""
    values = {
        code: [math.log(spent) if spent else None, math.log(staff) if staff else None, settings]
        for code, spent, staff, settings in trusts
    }
    deviations = []
    for place in range(3):
        present = [row[place] for row in values.values() if row[place] is not None]
        deviations.append(pstdev(present) if present else 0.0)
    found = {}
    for code, own in values.items():
        for other, theirs in values.items():
            if other == code:
                continue
            parts: list[float | None] = []
            for one, another, deviation in zip(own, theirs, deviations, strict=True):
                if one is None or another is None:
                    parts.append(None)
                elif deviation < 1e-9:
                    parts.append(0.0)
                else:
                    parts.append(((one - another) / deviation) ** 2)
            shared = [part for part in parts if part is not None]
            found[code, other] = (math.sqrt(fmean(shared)) if shared else None, parts)
    return found


def naive_nearest(trusts: list[Context], code: str, count: int) -> set[str]:
    distances = naive_distances(trusts)
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
