"""Figures that stand, and how far a return moves them: in words, in SQL, and as Python has them."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from benchmark.core.definitions import definitions
from benchmark.returns.columns_in_sql import SAME, TIMES, organisation_of
from benchmark.returns.reference import Reference
from benchmark.returns.vocabulary import pillar_names
from schemas.kinds import KINDS


def subject(kind: str, place: Mapping[str, Any], facts: Reference) -> str:
    """What a row is about, in words: Well Led of Alder Hey (RBS), Acute, 2025."""
    column, told = organisation_of(kind), []
    for name in _told_of(kind):
        value = place[name]
        if value is None:
            continue
        shown = _organisation(str(value), facts) if name == column else str(value)
        told.append(f"compared with {shown}" if name == "compared_with" else shown)
    pillar = place["pillar"] if "pillar" in KINDS[kind].key else None
    of = "" if pillar is None else f"{pillar_names().get(str(pillar), pillar)} of "
    return of + ", ".join(told)


@cache
def _told_of(kind: str) -> list[str]:
    """The columns of a kind's key that say what a row is about, whose it is first and the time last."""
    column = organisation_of(kind)
    named = [name for name in KINDS[kind].key if name not in ("domain", "pillar")]
    return sorted(named, key=lambda name: (name != column, name in TIMES))


def _organisation(code: str, facts: Reference) -> str:
    for index in (facts.trust_names, facts.system_names):
        if code in index.organisations:
            return f"{index.organisations[code].name} ({code})"
    return code


def origin(place: Mapping[str, Any]) -> dict[str, Any]:
    """Where a standing figure came from, as a finding's words."""
    moment: datetime = place["submitted_at"]
    return {
        "number": str(place["number"]),
        "from_file": place["file_name"],
        "by": place["by"],
        "day": f"{moment.day} {moment:%B %Y}",
        "source": str(place.get("note") or place["file_name"]).partition("\n")[0],
    }


def limits() -> dict[str, float]:
    """How far a standing figure may be moved unasked, by the thresholds' names."""
    keys = ("standing_score", "standing_share", "standing_least")
    return {key: definitions().threshold(key) for key in keys}


def is_large_in_sql(name: str) -> str:
    """That a column changes by as much as is asked about, from `standing` to `rows`."""
    told, change = limits(), f"abs(rows.{name} - standing.{name})"
    if name == "score":
        return f"{change} >= {told['standing_score'] - SAME}"
    share = f"{change} > {told['standing_share']} * abs(standing.{name})"
    return f"({share} and {change} >= {told['standing_least']})"


def is_large(name: str, before: float, after: float) -> bool:
    """The same of two values."""
    told, change = limits(), abs(after - before)
    if name == "score":
        return change >= told["standing_score"] - SAME
    return change > told["standing_share"] * abs(before) and change >= told["standing_least"]


def limit_in_words(name: str) -> str:
    """What would not be asked about."""
    told = limits()
    if name == "score":
        return f"a change of less than {told['standing_score']:g}"
    return f"a change of at most {told['standing_share']:.0%}"


def alike(before: Any, after: Any) -> bool:
    """Whether two values of a column are one, None with None."""
    if isinstance(before, float) and isinstance(after, float):
        return abs(before - after) <= SAME * max(abs(before), abs(after))
    return bool(before == after)


def figure(value: object) -> str:
    """A value for the eye."""
    if value is None:
        return "nothing"
    return f"{value:,.10g}" if isinstance(value, int | float) else str(value)
