"""Peer learning a second time: plain Python on the data files, exact fractions, and no solver."""

from fractions import Fraction
from functools import cache
from typing import Any

from tests.unit.questions import naive
from tests.unit.questions.trusts.naive_similarity import naive_contexts, naive_distances, naive_nearest

NO_PRODUCT = ("No EPR", "Generic or In House")
Need = naive.UnitPillar
Candidate = dict[str, Any]


def needs(ics: str, baseline: str, level: Fraction, footprint: str = "assessed") -> dict[Need, naive.Figures]:
    found = naive.gaps(ics, 2025, footprint, baseline, level)
    return {key: row for key, row in found.items() if naive.is_below(row)}


def distances(setting: str) -> dict[tuple[str, str], tuple[float | None, list[float | None]]]:
    return naive_distances(naive_contexts(2025, setting))


@cache
def similar(code: str, setting: str) -> set[str]:
    return naive_nearest(naive_contexts(2025, setting), code, 10)


@cache
def supplier() -> dict[str, str]:
    return {
        row["ods_code"]: row["supplier"]
        for row in naive.table("reference/epr_suppliers.csv")
        if not row["supplier"].startswith(NO_PRODUCT)
    }


def candidates(need: Need, row: naive.Figures, footprint: str = "assessed") -> list[Candidate]:
    """All of England who could help, in order."""
    trust, setting, pillar = need
    places, known, names = (
        naive.system_of_trust(2025, footprint),
        naive.systems(2025, footprint),
        naive.trust_name(2025, footprint),
    )
    before, after = naive.comparable(2024), naive.comparable(2025)
    found = []
    for (other, other_setting, other_pillar), score in naive.pillar_scores(2025).items():
        if other == trust or other_setting != setting or other_pillar != pillar:
            continue
        if score - row["score"] < 1 or score < row["standard"]:
            continue
        region, other_region = known[places[trust]][2], known[places[other]][2]
        if places[other] == places[trust]:
            tier = 0
        elif other in similar(trust, setting):
            tier = 1
        else:
            tier = 2 if region == other_region else 3
        unit = (other, setting)
        rise = after[unit] - before[unit] if unit in before and unit in after else Fraction(0)
        shares = trust in supplier() and supplier()[trust] == supplier().get(other)
        distance, parts = distances(setting)[trust, other]
        lacking = parts.count(None)
        order = (tier, not shares, rise < Fraction("0.1"), lacking, round(distance or 0.0, 9), names[other])
        found.append(
            {
                "code": other,
                "tier": ("ics", "similar", "region", "england")[tier],
                "shares": shares,
                "rise": rise if rise >= Fraction("0.1") else None,
                "score": score,
                "ics": known[places[other]][0],
                "order": order,
            }
        )
    return sorted(found, key=lambda candidate: candidate["order"])


def most_that_can_be_met(gaps: dict[Need, Fraction], able: dict[Need, list[str]], most: int) -> Fraction:
    """The largest sum of gaps that can be met: the largest gap first, making room by moving helpers over.

    What can be met together is a matroid, so taking the largest that still fits is optimal. Whether one
    fits is found by trying: a helper who is asked enough is freed by finding somebody else for one of theirs.
    """
    asked: dict[str, list[Need]] = {}

    def fits(need: Need, tried: set[str]) -> bool:
        for helper in able[need]:
            if helper in tried:
                continue
            tried.add(helper)
            theirs = asked.setdefault(helper, [])
            if len(theirs) < most:
                theirs.append(need)
                return True
            for held in theirs:
                if fits(held, tried):
                    theirs.remove(held)
                    theirs.append(need)
                    return True
        return False

    return sum(
        (gaps[need] for need in sorted(gaps, key=lambda need: -gaps[need]) if fits(need, set())), Fraction(0)
    )
