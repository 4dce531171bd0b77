"""The inputs of every measure, scope and standard; and which trust is in which system when."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Self

import pandas as pd

from benchmark.core.definitions import definitions
from benchmark.core.errors import BenchmarkError, UnknownCode
from benchmark.core.wording import in_list, with_code
from benchmark.store.publication import GROUP_AFTER, Publication, per_publication
from schemas.definitions import BaselineId

UNIT = ["ods_code", "trust", "care_setting"]
"""The columns that identify a unit, in every frame."""


@cache
def sql(package: str, name: str) -> str:
    """A query by file name, from the question's own folder sql, or from the one of benchmark/common."""
    own = files(package).joinpath("sql", f"{name}.sql")
    found = own if own.is_file() else files(__package__).joinpath("sql", f"{name}.sql")
    return found.read_text(encoding="utf-8")


@per_publication
def placements(publication: Publication, *, year: int, footprint: str) -> pd.DataFrame:
    """Each trust with its system on a round's footprint.

    Returns ods_code, trust, ics_code, fictional, is_open (on the footprint's day).
    """
    return publication.frame(sql(__package__, "placements"), assessment_year=year, footprint=footprint)


@per_publication
def trust_names(publication: Publication, *, year: int, footprint: str) -> Mapping[str, str]:
    """ODS code -> the trust's name in a round on a footprint, with its present name if that differs."""
    rows = publication.rows(sql(__package__, "trust_names"), assessment_year=year, footprint=footprint)
    return {str(code): str(name) for code, name in rows}


def unit_pillars(
    publication: Publication, *, assessment_year: int, footprint: str, ics_code: str | None = None
) -> pd.DataFrame:
    """The pillar scores of a round, each unit in its system. ics_code: of this system only.

    Returns ics_code, ods_code, trust, care_setting, pillar, pillar_position, score. The frame is shared: do
    not change it.
    """
    found = _unit_pillars(publication, assessment_year=assessment_year, footprint=footprint)
    return found[""] if ics_code is None else found.get(ics_code, found[""].head(0))


@per_publication
def _unit_pillars(
    publication: Publication, *, assessment_year: int, footprint: str
) -> dict[str, pd.DataFrame]:
    """System -> its scores, and all scores at "". Reading all takes no longer than reading one system's."""
    every = publication.frame(
        sql(__package__, "unit_pillars"), assessment_year=assessment_year, footprint=footprint
    )
    of_systems = every.groupby("ics_code")
    return {"": every} | {str(code): own.reset_index(drop=True) for code, own in of_systems}


def setting_position(settings: Iterable[str | None]) -> list[int]:
    """The position of each care setting in the definitions; a missing one comes last."""
    order: dict[str | None, int] = {
        setting.name: position for position, setting in enumerate(definitions().care_settings)
    }
    return [order.get(setting, len(order)) for setting in settings]


def in_page_order(frame: pd.DataFrame, *then: str) -> pd.DataFrame:
    """The rows sorted by care setting as defined, trust, then the columns given; with a new index."""
    columns = (
        setting_position(frame["care_setting"]),
        *(frame[name] for name in ("trust", "ods_code", *then)),
    )
    keys = list(zip(*columns, strict=True))
    # Not sort_values: on a few hundred rows and five keys it takes ten times as long.
    return frame.iloc[sorted(range(len(keys)), key=keys.__getitem__)].reset_index(drop=True)


def counterparts(publication: Publication, ics_code: str) -> list[str]:
    """The codes of a system's successors and predecessors, those with most of its trusts first.

    Empty for a system that did not change, or is unknown.
    """
    return [code for (code,) in publication.rows(sql(__package__, "counterparts"), ics_code=ics_code)]


Footprint = str
"""'assessed', 'current' or 'expected'. With a group as one of its systems: 'current/DLN', or with the
members' codes if the group has no name: 'assessed/DEMO1,DEMO2'.
"""
_IN_WORDS: Final[Mapping[Footprint, str]] = {
    "assessed": "the footprint as assessed",
    "current": "the current footprint",
    "expected": "the footprint that is expected, not decided",
}
BASES: Final = tuple(_IN_WORDS)
"""The footprints without a group."""
EXPECTED: Final = "expected"


def base_of(footprint: Footprint) -> Footprint:
    """The footprint without its group. Figures of all England are on this one."""
    return footprint.partition(GROUP_AFTER)[0]


def group_on(footprint: Footprint) -> str:
    """The code of the footprint's group; empty if it has none."""
    return footprint.partition(GROUP_AFTER)[2]


def with_group(footprint: Footprint, group: str) -> Footprint:
    """The footprint with a group as one of its systems."""
    return f"{base_of(footprint)}{GROUP_AFTER}{group}"


def footprint_in_words(footprint: Footprint) -> str:
    """The footprint in words, such as 'the current footprint'."""
    return _IN_WORDS[base_of(footprint)]


NATIONAL: Final = ("setting_median", "setting_upper_quartile")
"""The baselines computed from real trusts' scores, also for fictional trusts."""


@dataclass(frozen=True)
class Scope:
    """One system in one round, with its trusts on a footprint; or a group in place of a system.

    ics_code: the code of the system or the group.
    """

    ics_code: str
    assessment_year: int
    footprint: Footprint = "assessed"

    @property
    def is_group(self) -> bool:
        """Whether the scope is a group."""
        return bool(self.ics_code) and self.ics_code == group_on(self.footprint)

    @property
    def called(self) -> str:
        """The word for a sentence: 'group' or 'system'."""
        return "group" if self.is_group else "system"

    @property
    def base(self) -> Footprint:
        """The footprint without its group."""
        return base_of(self.footprint)


@dataclass(frozen=True)
class Standard:
    """The standard that units are compared with. level: used by the baseline 'floor' only.

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
    def record(self) -> dict[str, Any]:
        """The values of the columns HELD_TO, for JSON."""
        return {"baseline": self.baseline, "level": self.level if self.baseline == "floor" else None}

    @property
    def in_words(self) -> str:
        """The words after 'below': "level 3", "the national median of its setting"."""
        return definitions().baseline(self.baseline).short.format(level=f"{self.level:g}")


@dataclass(frozen=True)
class System:
    """A system on a footprint's day, or a group in place of one."""

    ics_code: str
    name: str
    region_code: str
    region: str
    fictional: bool


@per_publication
def systems(publication: Publication, *, year: int, footprint: Footprint) -> pd.DataFrame:
    """Every system on the footprint: real ones by region and name, then fictional ones.

    Returns ics_code, name, region_code, region, fictional, trusts (the number of members), units (the number
    of units with a return in the round: pillar scores or a comparable overall score).
    """
    return publication.frame(sql(__package__, "systems"), assessment_year=year, footprint=footprint)


def system_of(publication: Publication, scope: Scope) -> System:
    """The scope's system. UnknownCode if the footprint has no system of that code."""
    known = _systems_by_code(publication, year=scope.assessment_year, footprint=scope.footprint)
    if scope.ics_code not in known:
        what = "group" if scope.is_group else "ICS"
        words = footprint_in_words(scope.footprint)
        raise UnknownCode(f"There is no {what} {scope.ics_code} on {words} of {scope.assessment_year}.")
    return known[scope.ics_code]


@per_publication
def _systems_by_code(publication: Publication, *, year: int, footprint: Footprint) -> dict[str, System]:
    rows = publication.rows(sql(__package__, "footprint_systems"), assessment_year=year, footprint=footprint)
    return {str(row[0]): System(*row) for row in rows}


@per_publication
def _rounds(publication: Publication, *, fictional: bool) -> tuple[tuple[int, bool, bool], ...]:
    """Each round, whether it has pillar scores, whether it has comparable overall scores."""
    found = publication.rows(sql(__package__, "rounds"), fictional=fictional)
    return tuple((int(year), bool(pillars), bool(comparable)) for year, pillars, comparable in found)


def rounds(publication: Publication, *, fictional: bool = False) -> list[int]:
    """Every known round, oldest first, with or without returns.

    fictional: include rounds in which only fictional organisations returned.
    """
    return [year for year, _, _ in _rounds(publication, fictional=fictional)]


def rounds_with_pillars(publication: Publication, *, fictional: bool = False) -> list[int]:
    """The rounds with pillar scores, oldest first. fictional: count fictional trusts' scores too."""
    found = _rounds(publication, fictional=fictional)
    return [year for year, has_pillars, _ in found if has_pillars]


def comparable_rounds(publication: Publication, *, fictional: bool = False) -> list[int]:
    """The rounds with comparable overall scores, oldest first. fictional: count fictional trusts' too."""
    found = _rounds(publication, fictional=fictional)
    return [year for year, _, has_comparable in found if has_comparable]


def comparable_pairs(publication: Publication, *, fictional: bool = False) -> list[tuple[int, int]]:
    """The pairs of rounds, oldest first, with scores of both on the domains that they share."""
    return [*_comparable_pairs(publication, fictional=fictional)]


@per_publication
def _comparable_pairs(publication: Publication, *, fictional: bool) -> tuple[tuple[int, int], ...]:
    return tuple(
        (int(a), int(b))
        for a, b in publication.rows(sql(__package__, "comparable_pairs"), fictional=fictional)
    )


def round_before(publication: Publication, year: int, *, fictional: bool) -> int | None:
    """The newest earlier round that a round can be compared with; None if there is none."""
    pairs = comparable_pairs(publication, fictional=fictional)
    return max((earlier for earlier, later in pairs if later == year), default=None)


@dataclass(frozen=True)
class Successions:
    """Trusts that were merged into others: code -> its successors' codes; and the successors' names."""

    successors: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, str]]) -> Self:
        """From rows of a trust's code, a successor's code and that successor's name."""
        successors: dict[str, tuple[str, ...]] = {}
        names: dict[str, str] = {}
        for code, successor, name in rows:
            successors[code] = (*successors.get(code, ()), successor)
            names[successor] = name
        return cls(successors, names)

    def heirs(self, ods_code: str, among: Collection[str]) -> list[str]:
        """The first trusts of a collection on each line of succession from a trust, nearest first.

        A line ends at the first one found. Empty if none of the successors is in the collection.
        """
        found: list[str] = []
        seen, level = {ods_code}, [ods_code]
        while level:
            after = [code for trust in level for code in self.successors.get(trust, ()) if code not in seen]
            after = list(dict.fromkeys(after))
            seen.update(after)
            found += [code for code in after if code in among]
            level = [code for code in after if code not in among]
        return found

    def passed_to(self, ods_code: str) -> str:
        """A trust's successors, as a list in a sentence; empty if there are none."""
        return self.named(self.successors.get(ods_code, ()))

    def named(self, codes: Collection[str]) -> str:
        """Successors with names, as a list in a sentence."""
        return in_list([f"{code} ({self.names[code]})" for code in codes]) if codes else ""


def successions(
    publication: Publication, *, assessment_year: int, footprint: Footprint = "assessed"
) -> Successions:
    """The successions in effect by a footprint's day."""
    return Successions.of(
        publication.rows(
            sql(__package__, "successions"), assessment_year=assessment_year, footprint=footprint
        )
    )


def system_of_trust(ods_code: str, place_of: Mapping[str, str], passed: Successions) -> str | None:
    """A trust's system; if it has none, its nearest successor's."""
    nearest = [ods_code] if ods_code in place_of else passed.heirs(ods_code, place_of)
    return place_of[nearest[0]] if nearest else None


def unconfirmed_members(publication: Publication, scope: Scope, *, of_england: bool = False) -> str:
    """A sentence that names the trusts whose place in the system nobody has confirmed; empty if none.

    of_england: name those of all systems on the footprint.
    """
    of_all = _unconfirmed(publication, year=scope.assessment_year, footprint=scope.footprint)
    found = [with_code(*trust) for system, *trust in of_all if of_england or system == scope.ics_code]
    if not found:
        return ""
    listed = in_list(found)
    where = "in a system" if of_england else "here"
    return f"Counted {where} by where they are, which nobody has confirmed: {listed}."


@per_publication
def _unconfirmed(
    publication: Publication, *, year: int, footprint: Footprint
) -> Sequence[tuple[str, str, str]]:
    """System, name and code of each trust with scores whose place nobody has confirmed, by name."""
    return publication.rows(
        sql(__package__, "unconfirmed_members"), assessment_year=year, footprint=footprint
    )
