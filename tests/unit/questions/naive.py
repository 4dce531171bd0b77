"""The measures a second time: plain Python on the data files, exact fractions, nothing of ours and no pandas.

Written from the formulas alone. Slow and obvious on purpose; the tests hold the product against it.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[3] / "data"
PILLARS = [
    "well_led",
    "smart_foundations",
    "safe_practice",
    "support_workforce",
    "empower_people",
    "improve_care",
    "healthy_populations",
]
DAY = {
    (2024, "assessed"): "2024-12-31",
    (2025, "assessed"): "2025-12-31",
    (2024, "current"): "2026-04-01",
    (2025, "current"): "2026-04-01",
}
Unit = tuple[str, str]
UnitPillar = tuple[str, str, str]
Figures = dict[str, Any]

THREE = Fraction(3)
M_OVERALL = Fraction("0.1")
DOMAINS = {
    "well_led": 4,
    "safe_practice": 4,
    "support_workforce": 4,
    "empower_people": 7,
    "improve_care": 5,
    "healthy_populations": 5,
}
FEWER_DOMAINS = {
    ("Mental Health", "improve_care"): 4,
    ("Ambulance", "empower_people"): 2,
    ("Ambulance", "improve_care"): 3,
    ("Ambulance", "healthy_populations"): 4,
}


@cache
def more_than_one_answer(setting: str, pillar: str) -> Fraction:
    """The smallest published difference that no single answer makes: one tenth more than any that it does.

    Every mean of whole levels is written to one decimal, before the answer and after it.
    """
    domains = FEWER_DOMAINS.get((setting, pillar), DOMAINS.get(pillar))
    if domains is None:
        return Fraction("0.3")  # Smart Foundations: how many domains it has is not published.
    published = [
        (20 * total + domains) // (2 * domains)  # tenths of the mean, a half upwards
        for total in range(domains, 5 * domains + 1)
    ]
    return Fraction(max(b - a for a, b in pairwise(published)) + 1, 10)


@cache
def table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def on(day: str, first: str, last: str) -> bool:
    return first <= day and (not last or day <= last)


@cache
def systems(year: int, footprint: str) -> dict[str, tuple[str, str, str]]:
    """System -> its name and region, of those that exist on the day."""
    day = DAY[year, footprint]
    return {
        row["ics_code"]: (row["name"], row["region_code"], row["region"])
        for row in table("reference/ics.csv")
        if on(day, row["valid_from"], row["valid_to"])
    }


@cache
def system_of_trust(year: int, footprint: str) -> dict[str, str]:
    day = DAY[year, footprint]
    own = {
        row["ods_code"]: row["ics_code"]
        for row in table("reference/memberships.csv")
        if on(day, row["valid_from"], row["valid_to"])
    }
    if footprint == "assessed":
        return own
    return {code: own.get(min(heirs(code), default=""), place) for code, place in own.items()}


def heirs(code: str) -> set[str]:
    """Those that a trust is part of today; none where it has not passed on."""
    after = {
        row["successor_ods_code"]
        for row in table("reference/trust_successions.csv")
        if row["ods_code"] == code
    }
    is_open = {row["ods_code"] for row in table("reference/trusts.csv") if not row["closed_on"]}
    return {last for heir in after for last in heirs(heir) or {heir} & is_open}


@cache
def trust_name(year: int = 2025, footprint: str = "assessed") -> dict[str, str]:
    """Each trust as it is called on the footprint, with what it is called or part of now."""
    names: dict[str, list[dict[str, str]]] = {}
    for row in table("reference/trust_names.csv"):
        names.setdefault(row["ods_code"], []).append(row)
    own = {row["ods_code"]: row["name"] for row in table("reference/trusts.csv")}
    newest, found = {}, {}
    for code, name in own.items():
        newest[code] = next((row["name"] for row in names.get(code, ()) if row["state"] == "current"), name)
    for code, name in own.items():
        on_the_day = [
            row["name"]
            for row in names.get(code, ())
            if row["state"] != "variant" and on(DAY[year, "assessed"], row["valid_from"], row["valid_to"])
        ]
        then = name if name in on_the_day or not on_the_day else on_the_day[0]
        shown = then if footprint == "assessed" else newest[code]
        part_of = " and ".join(_short(newest[heir]) for heir in sorted(heirs(code)))
        now = f" (now {_short(newest[code])})" if shown != newest[code] else ""
        found[code] = shown + (f" (now part of {part_of})" if part_of else now)
    return found


def _short(name: str) -> str:
    short = name.replace(" NHS Foundation Trust", "").replace(" NHS Trust", "").removesuffix(",")
    return short if len(short.split()) > 2 else name


@cache
def pillar_scores(year: int) -> dict[UnitPillar, Fraction]:
    """(trust, setting, pillar) -> score, exactly as it is written in the file."""
    return {
        (row["ods_code"], row["care_setting"], row["pillar"]): Fraction(row["score"])
        for row in table("published/maturity_scores.csv")
        if int(row["assessment_year"]) == year
    }


@cache
def comparable(year: int) -> dict[Unit, Fraction]:
    """(trust, setting) -> score: a mean of whole levels, so the nearest simple fraction is the exact one."""
    return {
        (row["ods_code"], row["care_setting"]): Fraction(row["score"]).limit_denominator(10_000)
        for row in table("published/overall_comparable.csv")
        if int(row["assessment_year"]) == year
    }


# --- figures of a list ------------------------------------------------------------------------------


def mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def quantile(values: Iterable[Fraction], share: str) -> Fraction:
    """Linear interpolation between the two neighbours of position (n - 1) x share."""
    ordered = sorted(values)
    position = (len(ordered) - 1) * Fraction(share)
    before = int(position)
    after = min(before + 1, len(ordered) - 1)
    return ordered[before] + (position - before) * (ordered[after] - ordered[before])


def variance(values: Sequence[Fraction]) -> Fraction:
    middle = mean(values)
    return mean([(value - middle) ** 2 for value in values])


def figures(values: list[Fraction]) -> Figures:
    return {
        "n": len(values),
        "mean": mean(values),
        "median": quantile(values, "1/2"),
        "lower_quartile": quantile(values, "1/4"),
        "upper_quartile": quantile(values, "3/4"),
        "minimum": min(values),
        "maximum": max(values),
    }


# --- gaps -------------------------------------------------------------------------------------------


@cache
def own_scores(ics: str, year: int, footprint: str) -> dict[UnitPillar, Fraction]:
    places = system_of_trust(year, footprint)
    return {key: score for key, score in pillar_scores(year).items() if places.get(key[0]) == ics}


@cache
def national(year: int) -> dict[tuple[str, str], Figures]:
    """(setting, pillar) -> figures."""
    values = defaultdict(list)
    for (_, setting, pillar), score in pillar_scores(year).items():
        values[setting, pillar].append(score)
    return {key: figures(found) for key, found in values.items()}


def standard_for(
    key: UnitPillar, own: dict[UnitPillar, Fraction], year: int, baseline: str, level: Fraction
) -> tuple[Fraction, bool]:
    """The level that one score is held to, and whether its unit is alone in its setting."""
    trust, setting, pillar = key
    if baseline == "floor":
        return level, False
    if baseline == "setting_median":
        return national(year)[setting, pillar]["median"], False
    if baseline == "setting_upper_quartile":
        return national(year)[setting, pillar]["upper_quartile"], False
    assert baseline == "ics_best"
    alone = {other for other, other_setting, _ in own if other_setting == setting} == {trust}
    rivals = [
        score
        for (_, other_setting, other_pillar), score in own.items()
        if other_pillar == pillar and (alone or other_setting == setting)
    ]
    return max(rivals), alone


@cache
def gaps(
    ics: str, year: int, footprint: str, baseline: str, level: Fraction = THREE
) -> dict[UnitPillar, Figures]:
    """Unit-pillar -> score, standard, gap, surplus, material, alone."""
    own = own_scores(ics, year, footprint)
    found = {}
    for key, score in own.items():
        standard, alone = standard_for(key, own, year, baseline, level)
        found[key] = {
            "score": score,
            "standard": standard,
            "gap": max(Fraction(0), standard - score),
            "surplus": max(Fraction(0), score - standard),
            "material": abs(score - standard) >= more_than_one_answer(key[1], key[2]),
            "lone_setting": alone,
        }
    return found


def is_below(row: Figures) -> bool:
    return bool(row["score"] < row["standard"] and row["material"])


def gap_summary(found: dict[UnitPillar, Figures]) -> Figures:
    total = sum((row["gap"] for row in found.values()), Fraction(0))
    below = sum(is_below(row) for row in found.values())
    count = len(found)
    return {
        "unit_pillars": count,
        "below": below,
        "share_below": Fraction(below, count) if count else None,
        "sum": total if count else None,
        "mean": total / count if count else None,
    }


def parts(found: dict[UnitPillar, Figures], place: str) -> dict[Any, Figures]:
    """The gaps' parts by unit (place 0 and 1 of the key) or by pillar (place 2)."""
    groups: dict[Any, list[tuple[UnitPillar, Figures]]] = defaultdict(list)
    for key, row in found.items():
        groups[key[:2] if place == "unit" else key[2]].append((key, row))
    total = sum(row["gap"] for row in found.values())
    result = {}
    for name, members in groups.items():
        scores = [row["score"] for _, row in members]
        gap_sum = sum(row["gap"] for _, row in members)
        result[name] = {
            "gap_sum": gap_sum,
            "gap_mean": gap_sum / len(members),
            "share": gap_sum / total if total else None,
            "below": sum(is_below(row) for _, row in members),
            "count": len(members),
            "mean": mean(scores),
            "minimum": min(scores),
            "maximum": max(scores),
            "weakest_pillar": min((row["score"], PILLARS.index(key[2])) for key, row in members)[1],
        }
    return result


# --- progress ---------------------------------------------------------------------------------------


def matched(ics: str, year_from: int, year_to: int, footprint: str) -> dict[Unit, tuple[Fraction, Fraction]]:
    """The units of a system that returned in both rounds, under the same trust: (from, to) scores."""
    places = system_of_trust(year_to, footprint)
    before, after = comparable(year_from), comparable(year_to)
    return {
        unit: (before[unit], after[unit]) for unit in after if unit in before and places.get(unit[0]) == ics
    }


def trust_pairs(
    ics: str, year_from: int, year_to: int, footprint: str
) -> dict[str, tuple[Fraction, Fraction]]:
    """One score per trust: the mean of its matched settings, ambulance services left out."""
    of_trust: dict[str, list[tuple[Fraction, Fraction]]] = defaultdict(list)
    for (code, setting), pair in matched(ics, year_from, year_to, footprint).items():
        if setting != "Ambulance":
            of_trust[code].append(pair)
    return {
        code: (mean([pair[0] for pair in pairs]), mean([pair[1] for pair in pairs]))
        for code, pairs in of_trust.items()
    }


def verdict(floor_change: Fraction, ceiling_change: Fraction, m: Fraction = M_OVERALL) -> str:
    f, c = floor_change, ceiling_change
    r = c - f
    narrowed, widened = r <= -m, r >= m
    held = not narrowed and not widened
    said = {
        "levelled_up": narrowed and f >= m and c > -m,
        "levelled_up_leaders_slipped": narrowed and f >= m and c <= -m,
        "levelled_down": narrowed and f < m and c <= -m,
        "fell_behind": widened and f <= -m and c < m,
        "pulled_apart": widened and f <= -m and c >= m,
        "leaders_ahead": widened and -m < f < m and c >= m,
        "rose_leaders_faster": widened and f >= m and c >= m,
        "rose_together": held and f >= m and c >= m,
        "fell_together": held and f <= -m and c <= -m,
    }
    holding = [key for key, holds in said.items() if holds]
    assert len(holding) <= 1
    return holding[0] if holding else "little_change"


def movement(pairs: Sequence[tuple[Fraction, Fraction]]) -> Figures:
    """The statistics of the (from, to) pairs of trusts; nothing but counts below three."""
    n = len(pairs)
    before, after = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    change = [to - start for start, to in pairs]
    found: Figures = {
        "n_trusts": n,
        "rose": sum(moved >= M_OVERALL for moved in change),
        "fell": sum(moved <= -M_OVERALL for moved in change),
        "verdict": "too_few",
    }
    if n < 3:
        return found
    floor_change, ceiling_change = min(after) - min(before), max(after) - max(before)
    found |= {
        "floor_from": min(before),
        "floor_to": min(after),
        "ceiling_from": max(before),
        "ceiling_to": max(after),
        "floor_change": floor_change,
        "ceiling_change": ceiling_change,
        "range_change": ceiling_change - floor_change,
        "sd_from": float(variance(before)) ** 0.5,
        "sd_to": float(variance(after)) ** 0.5,
        "slope": slope(before, change) if n >= 8 else None,
        "lowest_third_change": None,
        "highest_third_change": None,
        "verdict": verdict(floor_change, ceiling_change),
    }
    found["sd_change"] = found["sd_to"] - found["sd_from"]
    if n >= 6:
        last_low = sorted(before)[n // 3 - 1]
        last_high = sorted(before, reverse=True)[n // 3 - 1]
        found["lowest_third_change"] = mean([to - start for start, to in pairs if start <= last_low])
        found["highest_third_change"] = mean([to - start for start, to in pairs if start >= last_high])
    return found


def rests_on(pairs: dict[str, tuple[Fraction, Fraction]]) -> dict[str, str]:
    """The trusts without which the verdict is another, from four trusts on."""
    if len(pairs) < 4:
        return {}
    whole = movement(list(pairs.values()))["verdict"]
    without = {
        code: movement([pair for other, pair in pairs.items() if other != code])["verdict"] for code in pairs
    }
    return {code: other for code, other in without.items() if other != whole}


def slope(xs: Sequence[Fraction], ys: Sequence[Fraction]) -> Fraction | None:
    x, y = mean(xs), mean(ys)
    below = sum((one - x) ** 2 for one in xs)
    return sum((one - x) * (other - y) for one, other in zip(xs, ys, strict=True)) / below if below else None
