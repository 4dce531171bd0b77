"""Peers and position a second time: loops on the data files, exact fractions, nothing of ours."""

from collections.abc import Sequence
from fractions import Fraction

from tests.unit.questions import naive
from tests.unit.questions.naive import Figures, Unit

FIGURES = ("median", "lower_quartile", "upper_quartile", "minimum", "maximum", "difference", "material")
COUNTS = ("higher", "within", "lower")


def units(year: int) -> dict[Unit, dict[str, Fraction]]:
    """(trust, setting) -> pillar -> score."""
    found: dict[Unit, dict[str, Fraction]] = {}
    for (trust, setting, pillar), score in naive.pillar_scores(year).items():
        found.setdefault((trust, setting), {})[pillar] = score
    return found


def peers(
    year: int, footprint: str, unit: Unit, group: str, *, named: Sequence[str] = (), everywhere: bool = False
) -> set[Unit]:
    places, known = naive.system_of_trust(year, footprint), naive.systems(year, footprint)
    trust, setting = unit
    home = places.get(trust)
    result = set()
    for other, its_setting in units(year):
        if other == trust or (its_setting != setting and not everywhere):
            continue
        there = places.get(other)
        belongs = {
            "ics": home is not None and there == home,
            "region": home is not None and there is not None and known[there][1] == known[home][1],
            "england": True,
            "own": other in named,
        }[group]
        if belongs:
            result.add((other, its_setting))
    return result


def standing(score: Fraction, peers: Sequence[tuple[Fraction, Fraction]]) -> Figures:
    """peers: the score of each, and from which difference it counts."""
    n = len(peers)
    if n < 3:
        return {"n": n}
    theirs, largest = [other for other, _ in peers], max(least for _, least in peers)
    middle = naive.quantile(theirs, "1/2")
    found: Figures = {
        "n": n,
        "median": middle,
        "minimum": min(theirs),
        "maximum": max(theirs),
        "difference": score - middle,
        "material": abs(score - middle) >= largest,
        "higher": 0,
        "within": 0,
        "lower": 0,
    }
    for other, least in peers:
        if other - score >= least:
            found["higher"] += 1
        elif score - other >= least:
            found["lower"] += 1
        else:
            found["within"] += 1
    if n >= 8:
        found["lower_quartile"] = naive.quantile(theirs, "1/4")
        found["upper_quartile"] = naive.quantile(theirs, "3/4")
    return found


def least_between(one: Unit, other: Unit, pillar: str) -> Fraction:
    """Between two care settings the larger of both."""
    return max(naive.more_than_one_answer(setting, pillar) for _, setting in (one, other))


def position(year: int, unit: Unit, group: set[Unit]) -> dict[str, Figures]:
    """Pillar -> the unit's score and where it stands among a group of units."""
    known = units(year)
    return {
        pillar: {"score": score}
        | standing(
            score,
            [
                (known[peer][pillar], least_between(unit, peer, pillar))
                for peer in group
                if pillar in known[peer]
            ],
        )
        for pillar, score in known[unit].items()
    }
