"""What every measure is asked with: a system, a round, a footprint, and a standard."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Literal

import pandas as pd

from benchmark.definitions import definitions
from benchmark.errors import BenchmarkError, UnknownCode
from benchmark.measures.footprint import counterparts
from benchmark.measures.frames import sql
from benchmark.measures.words import in_list
from benchmark.store.publication import Publication
from schemas.definitions import BaselineId

Footprint = Literal["assessed", "current"]
FOOTPRINT_IN_WORDS: dict[Footprint, str] = {
    "assessed": "the footprint as assessed",
    "current": "the current footprint",
}


@dataclass(frozen=True)
class Scope:
    """One system in one round, its trusts taken as the footprint has them."""

    ics_code: str
    assessment_year: int
    footprint: Footprint = "assessed"


@dataclass(frozen=True)
class Standard:
    """What units are held to. `level` is used by the baseline 'floor' alone.

    Raises BenchmarkError for a baseline that is not defined, or a level that is not on the scale.
    """

    baseline: BaselineId = "floor"
    level: float = 3.0

    def __post_init__(self) -> None:
        known = [baseline.id for baseline in definitions().baselines]
        if self.baseline not in known:
            raise BenchmarkError(
                f"There is no standard {self.baseline}.", fix=f"Choose one of: {', '.join(known)}."
            )
        scale = definitions().framework.scale
        if self.baseline == "floor" and self.level not in scale.levels:
            raise BenchmarkError(
                f"Level {self.level:g} is not on the scale.",
                fix=f"Choose one from {scale.lowest:g} to {scale.highest:g} in steps of {scale.step:g}.",
            )

    @property
    def in_words(self) -> str:
        """As it stands after 'below': "level 3", "the national median of its setting"."""
        return definitions().baseline(self.baseline).short.format(level=f"{self.level:g}")


@dataclass(frozen=True)
class System:
    """A system as it was on a footprint's day."""

    ics_code: str
    name: str
    region_code: str
    region: str
    fictional: bool


def resolve_scope(
    publication: Publication, *, ics: str, year: int | None = None, footprint: Footprint = "assessed"
) -> Scope:
    """The scope that a person names: a system by code or exact name in any case, and perhaps a round.

    Without a year it is the newest round with pillar scores. A real system knows nothing of a round that only
    fictional ones returned in. UnknownCode names what comes nearest.
    """
    if footprint not in FOOTPRINT_IN_WORDS:
        raise UnknownCode(
            f"There is no footprint {footprint}.", fix=f"Choose one of: {', '.join(FOOTPRINT_IN_WORDS)}."
        )
    wanted = ics.strip().casefold()
    found = publication.rows(sql("is_fictional"), ics=wanted)
    assessment_year = _resolve_year(publication, year, fictional=bool(found and found[0][0]))
    known = systems(publication, year=assessment_year, footprint=footprint)
    for column in ("ics_code", "name"):
        of_name = known.loc[known[column].str.casefold() == wanted, "ics_code"]
        if len(of_name):
            return Scope(str(of_name.iloc[0]), assessment_year, footprint)
    raise _unknown_system(publication, ics.strip(), known, assessment_year, footprint)


def systems(publication: Publication, *, year: int, footprint: Footprint) -> pd.DataFrame:
    """Every system on the footprint, real ones by region and name, then the fictional ones.

    Returns ics_code, name, region_code, region, fictional, trusts (its members), units (those of its members
    with a return in the round: pillar scores or a comparable overall score).
    """
    return publication.frame(sql("systems"), assessment_year=year, footprint=footprint)


def system_of(publication: Publication, scope: Scope) -> System:
    """The scope's system. UnknownCode when the footprint has none of that code."""
    rows = publication.rows(
        sql("system"),
        ics_code=scope.ics_code,
        assessment_year=scope.assessment_year,
        footprint=scope.footprint,
    )
    if not rows:
        words = FOOTPRINT_IN_WORDS[scope.footprint]
        raise UnknownCode(f"There is no ICS {scope.ics_code} on {words} of {scope.assessment_year}.")
    return System(*rows[0])


def rounds(publication: Publication, *, fictional: bool = False) -> list[int]:
    """Every round that the publication knows of, oldest first, with returns or without.

    fictional: also those that only fictional organisations returned in, which exist for them alone.
    """
    return [int(row[0]) for row in publication.rows(sql("rounds"), fictional=fictional)]


def rounds_with_pillars(publication: Publication, *, fictional: bool = False) -> list[int]:
    """The rounds with pillar scores, oldest first; `fictional` counts fictional trusts' too."""
    found = publication.rows(sql("rounds"), fictional=fictional)
    return [int(year) for year, has_pillars, _ in found if has_pillars]


def comparable_rounds(publication: Publication, *, fictional: bool = False) -> list[int]:
    """The rounds with comparable overall scores, oldest first; `fictional` counts fictional trusts' too."""
    found = publication.rows(sql("rounds"), fictional=fictional)
    return [int(year) for year, _, has_comparable in found if has_comparable]


def comparable_pairs(publication: Publication, *, fictional: bool = False) -> list[tuple[int, int]]:
    """The pairs of rounds, oldest first, that both have scores on the domains that they share."""
    return [(int(a), int(b)) for a, b in publication.rows(sql("comparable_pairs"), fictional=fictional)]


def round_before(publication: Publication, year: int, *, fictional: bool) -> int | None:
    """The newest earlier round that a round can be compared with; None where there is no such pair."""
    pairs = comparable_pairs(publication, fictional=fictional)
    return max((earlier for earlier, later in pairs if later == year), default=None)


def _resolve_year(publication: Publication, year: int | None, *, fictional: bool) -> int:
    known = rounds(publication, fictional=fictional)
    if year is None:
        return (rounds_with_pillars(publication, fictional=fictional) or known)[-1]
    if year not in known:
        nearest = sorted(known, key=lambda candidate: (abs(candidate - year), candidate))[:3]
        listed = in_list([str(candidate) for candidate in sorted(nearest)])
        raise UnknownCode(f"There is no round of {year}. Nearest: {listed}.")
    return year


def _unknown_system(
    publication: Publication, ics: str, known: pd.DataFrame, assessment_year: int, footprint: Footprint
) -> UnknownCode:
    words = FOOTPRINT_IN_WORDS[footprint]
    names = dict(zip(known["ics_code"], known["name"], strict=True))
    other: Footprint = "current" if footprint == "assessed" else "assessed"
    elsewhere = systems(publication, year=assessment_year, footprint=other)
    for code, name in zip(elsewhere["ics_code"], elsewhere["name"], strict=True):
        if ics.casefold() in (code.casefold(), name.casefold()):
            near = [f"{near} ({names[near]})" for near in counterparts(publication, code) if near in names]
            relation = "predecessor" if other == "current" else "successor"
            there = f" Its {relation}{'s' if near[1:] else ''} there: {in_list(near)}." if near else ""
            return UnknownCode(f"{code} ({name}) is not on {words}.{there}")
    nearest = sorted(sorted(names), key=lambda code: _likeness(ics, code, names[code]), reverse=True)[:3]
    listed = ", ".join(f"{code} ({names[code]})" for code in nearest)
    return UnknownCode(f"There is no ICS {ics} on {words}. Nearest: {listed}.")


def _likeness(given: str, code: str, name: str) -> tuple[float, int]:
    """How near a spelling comes to a system's code, name or a word of its name; then how well it begins."""
    given, code, name = given.casefold(), code.casefold(), name.casefold()
    spellings = [code, name, *name.split()]
    best = max(SequenceMatcher(None, given, spelling).ratio() for spelling in spellings)
    return best, max(_same_start(given, spelling) for spelling in spellings)


def _same_start(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda letters: letters[0] == letters[1], zip(one, other, strict=False)))
