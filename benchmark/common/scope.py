"""What every measure is asked with: a system, a round, a footprint, and a standard."""

from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from benchmark.common.queries import sql
from benchmark.core.definitions import definitions
from benchmark.core.errors import BenchmarkError, UnknownCode
from benchmark.store.publication import Publication, per_publication
from schemas.definitions import BaselineId


def counterparts(publication: Publication, ics_code: str) -> list[str]:
    """Codes of the systems that took over from a system, and of those that it took over from.

    Those that hold most of its trusts come first. Empty for a system that did not change, or is unknown.
    """
    return [code for (code,) in publication.rows(sql(__package__, "counterparts"), ics_code=ics_code)]


Footprint = Literal["assessed", "current"]
FOOTPRINT_IN_WORDS: dict[Footprint, str] = {
    "assessed": "the footprint as assessed",
    "current": "the current footprint",
}
NATIONAL: Final = ("setting_median", "setting_upper_quartile")
"""The baselines that real trusts' scores give, to fictional trusts too."""


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


def systems(publication: Publication, *, year: int, footprint: Footprint) -> pd.DataFrame:
    """Every system on the footprint, real ones by region and name, then the fictional ones.

    Returns ics_code, name, region_code, region, fictional, trusts (its members), units (those of its members
    with a return in the round: pillar scores or a comparable overall score).
    """
    return publication.frame(sql(__package__, "systems"), assessment_year=year, footprint=footprint)


def system_of(publication: Publication, scope: Scope) -> System:
    """The scope's system. UnknownCode when the footprint has none of that code."""
    known = _systems_by_code(publication, year=scope.assessment_year, footprint=scope.footprint)
    if scope.ics_code not in known:
        words = FOOTPRINT_IN_WORDS[scope.footprint]
        raise UnknownCode(f"There is no ICS {scope.ics_code} on {words} of {scope.assessment_year}.")
    return known[scope.ics_code]


@per_publication
def _systems_by_code(publication: Publication, *, year: int, footprint: Footprint) -> dict[str, System]:
    rows = publication.rows(sql(__package__, "footprint_systems"), assessment_year=year, footprint=footprint)
    return {str(row[0]): System(*row) for row in rows}


@per_publication
def _rounds(publication: Publication, *, fictional: bool) -> tuple[tuple[int, bool, bool], ...]:
    """Each round, whether it has pillar scores, and whether it has comparable overall scores."""
    found = publication.rows(sql(__package__, "rounds"), fictional=fictional)
    return tuple((int(year), bool(pillars), bool(comparable)) for year, pillars, comparable in found)


def rounds(publication: Publication, *, fictional: bool = False) -> list[int]:
    """Every round that the publication knows of, oldest first, with returns or without.

    fictional: also those that only fictional organisations returned in, which exist for them alone.
    """
    return [year for year, _, _ in _rounds(publication, fictional=fictional)]


def rounds_with_pillars(publication: Publication, *, fictional: bool = False) -> list[int]:
    """The rounds with pillar scores, oldest first; `fictional` counts fictional trusts' too."""
    found = _rounds(publication, fictional=fictional)
    return [year for year, has_pillars, _ in found if has_pillars]


def comparable_rounds(publication: Publication, *, fictional: bool = False) -> list[int]:
    """The rounds with comparable overall scores, oldest first; `fictional` counts fictional trusts' too."""
    found = _rounds(publication, fictional=fictional)
    return [year for year, _, has_comparable in found if has_comparable]


def comparable_pairs(publication: Publication, *, fictional: bool = False) -> list[tuple[int, int]]:
    """The pairs of rounds, oldest first, that both have scores on the domains that they share."""
    return [*_comparable_pairs(publication, fictional=fictional)]


@per_publication
def _comparable_pairs(publication: Publication, *, fictional: bool) -> tuple[tuple[int, int], ...]:
    return tuple(
        (int(a), int(b))
        for a, b in publication.rows(sql(__package__, "comparable_pairs"), fictional=fictional)
    )


def round_before(publication: Publication, year: int, *, fictional: bool) -> int | None:
    """The newest earlier round that a round can be compared with; None where there is no such pair."""
    pairs = comparable_pairs(publication, fictional=fictional)
    return max((earlier for earlier, later in pairs if later == year), default=None)
