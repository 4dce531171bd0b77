"""How much of a round has come, which round is the default, who is missing, what to ask about returns."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from benchmark.common.scope import (
    UNIT,
    Footprint,
    Scope,
    Successions,
    base_of,
    comparable_rounds,
    in_page_order,
    placements,
    rounds,
    rounds_with_pillars,
    sql,
    successions,
    system_of,
    system_of_trust,
    systems,
    unit_pillars,
)
from benchmark.core.compare import at_least, at_most
from benchmark.core.definitions import definitions
from benchmark.core.wording import decimal, in_list
from benchmark.store.publication import Publication, per_publication

_STATES = [*UNIT, "state", "reason"]
_FLAGS = [*UNIT, "flag", "explanation"]
_BOTH, _PILLARS, _COMPARABLE = (
    "pillar scores and comparable overall score",
    "pillar scores only",
    "comparable overall score only",
)
HAS_PILLARS = frozenset({_BOTH, _PILLARS})
HAS_COMPARABLE = frozenset({_BOTH, _COMPARABLE})
"""What a unit is said to have returned, where that has such scores."""

Unit = tuple[str, str, str]
"""A trust's code and name, and a care setting."""
Profile = dict[str, float]
"""A unit's scores by pillar."""
Flag = tuple[str, str, str | None, str, str]
"""A row of `quality_flags`."""


def completeness(publication: Publication, scope: Scope) -> pd.DataFrame:
    """Every unit of a system that returned, and everyone who was expected to and did not.

    Expected are the units with a comparable overall score in the round before, unless another trust took over
    and returned for them, and every member that was open on the footprint's day. Returns ods_code, trust,
    care_setting (None: a trust with no return in any setting), state ('returned' or 'missing'), reason (what
    was returned, or why it is missed); by care setting and trust. UnknownCode for an unknown system.
    """
    system = system_of(publication, scope)
    found = states_of(publication, scope.assessment_year, scope.footprint, fictional=system.fictional)
    return _with_none(in_page_order(found[found["ics_code"] == scope.ics_code])[_STATES])


def completeness_of_all_systems(publication: Publication, *, year: int, footprint: Footprint) -> pd.DataFrame:
    """The states of every system's units, fictional ones left out, by region and system.

    Returns ics_code, name, region, then the columns of `completeness`.
    """
    base = base_of(footprint)
    found = _with_none(in_page_order(states_of(publication, year, base, fictional=False)))
    places = systems(publication, year=year, footprint=base)
    real = places.loc[~places["fictional"], ["ics_code", "name", "region"]]
    return real.merge(found, on="ics_code")


def states_of(publication: Publication, year: int, footprint: Footprint, *, fictional: bool) -> pd.DataFrame:
    """The state of every unit in a round, as `states` gives them. Nobody may change it.

    fictional: the rounds before count that only fictional trusts returned in.
    """
    before = _round_before(publication, year, fictional=fictional)
    return _states_since(publication, year, footprint, before=before)


@per_publication
def _states_since(
    publication: Publication, year: int, footprint: Footprint, *, before: int | None
) -> pd.DataFrame:
    """Remembered by the round before: real and fictional trusts mostly have the same one."""
    return states(
        publication.frame(
            sql(__package__, "returned_units"),
            assessment_year=year,
            year_before=before,
            footprint=footprint,
        ),
        placements(publication, year=year, footprint=footprint),
        successions(publication, assessment_year=year),
        year=year,
        year_before=before,
    )


@per_publication
def _round_before(publication: Publication, year: int, *, fictional: bool) -> int | None:
    """The newest earlier round that says which units to expect: the oldest, or one of which enough came.

    A round that has hardly begun names few units: held to it alone, the next one would look complete.
    """
    earlier = [known for known in comparable_rounds(publication, fictional=fictional) if known < year]
    for candidate in reversed(earlier[1:]):
        found = such_states(publication, candidate, "assessed", fictional=fictional)
        came = found["reason"].isin(HAS_COMPARABLE)
        if at_least(float(came.mean()), definitions().threshold("round_open")):
            return candidate
    return earlier[0] if earlier else None


def such_states(
    publication: Publication, year: int, footprint: Footprint, *, fictional: bool
) -> pd.DataFrame:
    """The states of either the real trusts' units or the fictional ones'."""
    found = states_of(publication, year, footprint, fictional=fictional)
    own: pd.DataFrame = found[found["ods_code"].isin(_such_trusts(publication, fictional=fictional))]
    return own


@per_publication
def _such_trusts(publication: Publication, *, fictional: bool) -> frozenset[str]:
    known = publication.rows(sql(__package__, "known_trusts"))
    return frozenset(code for code, _, made_up in known if made_up == fictional)


def states(
    returned: pd.DataFrame, members: pd.DataFrame, passed: Successions, *, year: int, year_before: int | None
) -> pd.DataFrame:
    """The state of every unit of every system: ics_code, then the columns of `completeness`, in no order.

    returned: assessment_year, ods_code, trust, care_setting, has_pillars, has_comparable.
    members: ods_code, trust, ics_code, is_open.
    """
    place_of = dict(zip(members["ods_code"], members["ics_code"], strict=True))
    name_of = dict(zip(members["ods_code"], members["trust"], strict=True))
    name_of |= dict(zip(returned["ods_code"], returned["trust"], strict=True))
    now = _units(returned[returned["assessment_year"] == year])
    earlier = _units(returned[returned["has_comparable"] & (returned["assessment_year"] == year_before)])
    returned_now = {code for code, _ in now}
    closed = set(members.loc[~members["is_open"], "ods_code"])

    rows: list[tuple[str, str | None, str, str]] = [
        (code, setting, "returned", what) for (code, setting), what in now.items()
    ]
    for code, setting in earlier.keys() - now.keys():
        heirs = [] if code in returned_now else passed.heirs(code, returned_now)
        passed_to = "" if code in returned_now else passed.passed_to(code)
        if any((heir, setting) in now for heir in heirs) or (code in closed and not passed_to):
            continue
        reason = f"returned in {year_before}, not in {year}"
        rows.append((code, setting, "missing", f"{reason}; passed to {passed_to}" if passed_to else reason))
    listed = {code for code, *_ in rows}
    rows += [
        (code, None, "missing", f"no return in {year} for any care setting")
        for code in members["ods_code"]
        if code not in listed and code not in closed
    ]
    return pd.DataFrame(
        [(system_of_trust(code, place_of, passed), code, name_of[code], *row) for code, *row in rows],
        columns=["ics_code", *_STATES],
    )


def quality_flags(publication: Publication, scope: Scope) -> pd.DataFrame:
    """Questions that a system's returns raise; never corrections.

    identical_settings: the trust's pillar scores are the same in all of its settings. all_pillars_same: the
    unit has one score on every pillar. year_jump: a pillar moved by the threshold or more since the round
    before. Returns ods_code, trust, care_setting (None: about all of the trust's settings), flag,
    explanation; by care setting and trust. UnknownCode for an unknown system.
    """
    fictional = system_of(publication, scope).fictional
    year = scope.assessment_year
    scores = unit_pillars(
        publication, assessment_year=year, footprint=scope.footprint, ics_code=scope.ics_code
    )
    # The first round has none before it: compared with itself, nothing has moved.
    known = rounds(publication, fictional=fictional)
    year_before = max((candidate for candidate in known if candidate < year), default=year)
    return _flags(_profiles(scores), _profiles_of(publication, year_before, scope.footprint))


@per_publication
def _profiles_of(publication: Publication, year: int, footprint: Footprint) -> dict[Unit, Profile]:
    """The profiles of every system's units: a trust may have belonged to another system in another round."""
    return _profiles(unit_pillars(publication, assessment_year=year, footprint=footprint))


def flags(scores: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """The flags on one round's returns, given those of the round before, both as `unit_pillars` gives."""
    return _flags(_profiles(scores), _profiles(before))


def _flags(units: dict[Unit, Profile], before: dict[Unit, Profile]) -> pd.DataFrame:
    found = [*_identical_settings(units), *_all_pillars_same(units), *_year_jumps(units, before)]
    return _with_none(in_page_order(pd.DataFrame(found, columns=_FLAGS), "flag"))


def _profiles(scores: pd.DataFrame) -> dict[Unit, Profile]:
    """Each unit's scores by pillar, in the framework's order."""
    units: dict[Unit, Profile] = {}
    ordered = scores.sort_values("pillar_position")
    columns = (ordered[name] for name in (*UNIT, "pillar", "score"))
    for code, trust, setting, pillar, score in zip(*columns, strict=True):
        units.setdefault((code, trust, setting), {})[pillar] = score
    return units


def identical_returns(scores: pd.DataFrame) -> list[tuple[str, str, tuple[str, ...]]]:
    """The trusts that gave the same pillar scores in every one of their care settings.

    scores: as `unit_pillars` gives them. Returns ODS code, name and settings, in the settings' order.
    """
    return [*_identical(_profiles(scores))]


def _identical(units: dict[Unit, Profile]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    trusts: dict[tuple[str, str], dict[str, Profile]] = {}
    for (code, trust, setting), profile in units.items():
        trusts.setdefault((code, trust), {})[setting] = profile
    for (code, trust), profiles in trusts.items():
        first, *others = profiles.values()
        if others and all(_same(first, other) for other in others):
            known = tuple(setting.name for setting in definitions().care_settings if setting.name in profiles)
            yield code, trust, known


def _identical_settings(units: dict[Unit, Profile]) -> Iterator[Flag]:
    for code, trust, settings in _identical(units):
        yield code, trust, None, "identical_settings", f"The same scores for {in_list(settings)}."


def _all_pillars_same(units: dict[Unit, Profile]) -> Iterator[Flag]:
    for unit, profile in units.items():
        lowest, highest = min(profile.values()), max(profile.values())
        if len(profile) > 1 and at_most(highest - lowest, 0.0):
            yield *unit, "all_pillars_same", f"{decimal(lowest, 1)} on every one of {len(profile)} pillars."


def _year_jumps(units: dict[Unit, Profile], before: dict[Unit, Profile]) -> Iterator[Flag]:
    threshold = definitions().threshold("year_jump")
    for unit, profile in units.items():
        earlier = before.get(unit, {})
        moves = [
            f"{definitions().framework.pillar(pillar).name} from {decimal(earlier[pillar], 1)} "
            f"to {decimal(score, 1)}"
            for pillar, score in profile.items()
            if pillar in earlier and at_least(abs(score - earlier[pillar]), threshold)
        ]
        if moves:
            yield *unit, "year_jump", f"{in_list(moves)} since the round before."


def _same(one: Profile, other: Profile) -> bool:
    return one.keys() == other.keys() and all(at_most(abs(one[key] - other[key]), 0.0) for key in one)


def _with_none(frame: pd.DataFrame) -> pd.DataFrame:
    """The care setting as None where a row is about the whole trust: pandas would make it NaN, or not."""
    settings = frame["care_setting"].astype(object)
    return frame.assign(care_setting=settings.where(settings.notna(), None))


def _units(returned: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Unit -> what it returned."""
    said = {(True, True): _BOTH, (True, False): _PILLARS}
    columns = (returned[name] for name in ("ods_code", "care_setting", "has_pillars", "has_comparable"))
    return {
        (code, setting): said.get((has_pillars, has_comparable), _COMPARABLE)
        for code, setting, has_pillars, has_comparable in zip(*columns, strict=True)
    }


ScoreKind = Literal["maturity_scores", "overall_comparable"]
_WITH: Mapping[ScoreKind, frozenset[str]] = {
    "maturity_scores": HAS_PILLARS,
    "overall_comparable": HAS_COMPARABLE,
}


@dataclass(frozen=True)
class Came:
    """How many of the expected returns came."""

    returned: int = 0
    expected: int = 0

    @property
    def share(self) -> float:
        """The share that came; nothing of nothing is none."""
        return self.returned / self.expected if self.expected else 0.0

    @property
    def complete(self) -> bool:
        """Whether all came; where none is expected, none is missing."""
        return self.returned >= self.expected

    @property
    def enough(self) -> bool:
        """Whether a page opens with the round."""
        return self._reaches("round_open")

    @property
    def enough_for_england(self) -> bool:
        """Whether these, as England's returns, carry a national figure."""
        return self._reaches("national")

    @property
    def words(self) -> str:
        """As it stands on a page: '12 of 286 returned'."""
        return f"{self.returned} of {self.expected} returned"

    def _reaches(self, threshold: str) -> bool:
        return at_least(self.share, definitions().threshold(threshold))


@dataclass(frozen=True)
class Coming:
    """How much of a round came with one kind of score.

    england: of all real trusts, those without a system on the footprint among them. settings: the same by
    care setting, in which alone a national figure is computed; a trust that returned in no setting and was
    in none before is missing in England, and in no setting. systems: by code, fictional ones too.
    """

    assessment_year: int
    england: Came
    settings: Mapping[str, Came]
    systems: Mapping[str, Came]

    def of(self, ics_code: str | None) -> Came:
        """Of one system, or of England where none is named."""
        return self.england if ics_code is None else self.systems.get(ics_code, Came())

    def carries(self, care_setting: str) -> bool:
        """Whether enough of England came for a national figure of the care setting."""
        return self.settings.get(care_setting, Came()).enough_for_england

    @property
    def too_few(self) -> Mapping[str, Came]:
        """The care settings that are too few for a national figure; without a return at all there is none."""
        return {
            setting: came
            for setting, came in self.settings.items()
            if came.returned and not came.enough_for_england
        }


@per_publication
def coming(
    publication: Publication,
    *,
    year: int,
    footprint: Footprint = "assessed",
    kind: ScoreKind | None = "maturity_scores",
) -> Coming:
    """How much of a round came. Expected are the units of `completeness`.

    kind: None for pillar scores, or for comparable overall scores in a round that has no pillars: of real and
    of fictional trusts each by themselves.
    """
    real, fictional = (
        such_states(publication, year, footprint, fictional=fictional) for fictional in (False, True)
    )
    here = real["reason"].isin(_WITH[kind or _kind_of(publication, year, fictional=False)])
    fictional_here = fictional["reason"].isin(_WITH[kind or _kind_of(publication, year, fictional=True)])
    return Coming(
        assessment_year=year,
        england=Came(int(here.sum()), len(real)),
        settings=_by(real["care_setting"], here),
        systems=_by(real["ics_code"], here) | _by(fictional["ics_code"], fictional_here),
    )


def _kind_of(publication: Publication, year: int, *, fictional: bool) -> ScoreKind:
    has_pillars = year in rounds_with_pillars(publication, fictional=fictional)
    return "maturity_scores" if has_pillars else "overall_comparable"


def carried_settings(
    publication: Publication, *years: int, kind: ScoreKind = "maturity_scores"
) -> frozenset[str]:
    """The care settings of which enough came in England for a national figure, in each of the rounds."""
    rounds_asked = [coming(publication, year=year, kind=kind) for year in years]
    settings = {setting for found in rounds_asked for setting in found.settings}
    return frozenset(setting for setting in settings if all(found.carries(setting) for found in rounds_asked))


def default_round(
    publication: Publication,
    *,
    ics_code: str | None,
    fictional: bool = False,
    footprint: Footprint = "assessed",
    kind: ScoreKind = "maturity_scores",
) -> int:
    """The round that a reader starts with: the newest of which enough came.

    ics_code: of the system that it is about; None: of England. Where of no round enough came, the one of
    which most came, then the one of which most came in England, then the newest.
    """
    known = rounds_to_choose(publication, kind, fictional=fictional)
    came = {year: coming(publication, year=year, footprint=footprint, kind=kind) for year in known}
    enough = [year for year in known if came[year].of(ics_code).enough]
    if enough:
        return enough[-1]
    return max(known, key=lambda year: (came[year].of(ics_code).share, came[year].england.share, year))


def rounds_to_choose(
    publication: Publication, kind: ScoreKind = "maturity_scores", *, fictional: bool = False
) -> list[int]:
    """The rounds with such scores, oldest first; where there are none, all that are known."""
    of_kind = rounds_with_pillars if kind == "maturity_scores" else comparable_rounds
    return (
        of_kind(publication, fictional=fictional)
        or of_kind(publication, fictional=True)
        or rounds(publication, fictional=fictional)
    )


def rounds_with_anything(publication: Publication, *, fictional: bool = False) -> list[int]:
    """The rounds with pillar scores, and those with comparable overall scores alone; oldest first."""
    kinds: tuple[ScoreKind, ...] = ("maturity_scores", "overall_comparable")
    return sorted(
        {year for kind in kinds for year in rounds_to_choose(publication, kind, fictional=fictional)}
    )


def _by(groups: Iterable[str | None], came: Iterable[bool]) -> dict[str, Came]:
    counted: dict[str, tuple[int, int]] = {}
    for group, here in zip(groups, came, strict=True):
        if isinstance(group, str):
            returned, expected = counted.get(group, (0, 0))
            counted[group] = (returned + bool(here), expected + 1)
    return {group: Came(*counts) for group, counts in counted.items()}


ANOTHER_STANDARD = "Choose a fixed level as the standard."


def round_words(found: Coming, *, ics_code: str | None, name: str = "", fictional: bool = False) -> str:
    """How many returns of scores came of a round that is not complete, in a system and in England.

    Empty where all came. ics_code: None for England alone. A fictional system has nothing to do with how
    much of England came.
    """
    counts = [] if ics_code is None else [(name, found.of(ics_code))]
    if not fictional:
        counts.append(("England", found.england))
    if all(came.complete for _, came in counts):
        return ""
    said = "; ".join(f"{place} {came.words}" for place, came in counts)
    return " ".join(filter(None, [f"Scores of {found.assessment_year}: {said}.", too_few_words(found)]))


def begun(found: Coming, *, ics_code: str | None, fictional: bool = False) -> bool:
    """Whether so little of the round came that a reader should see it before anything else."""
    return not (found.of(ics_code).enough and (fictional or found.england.enough))


def too_few_words(found: Coming) -> str:
    """Which care settings have no national figure yet, and why; empty where none lacks one."""
    few = found.too_few
    if not few:
        return ""
    settings = "" if few.keys() == _returned(found) else f" of {in_list([*few])}"
    return f"Too few for a national median or quartile{settings}: England's figures are left out."


def no_national_standard(found: Coming, care_settings: list[str], *, standard: str) -> str:
    """Why a standard that England gives does not exist for some care settings, and what to do instead."""
    few = [
        f"{setting} {found.settings.get(setting, Came()).words}"
        for setting in care_settings
        if not found.carries(setting)
    ]
    return (
        f"In England {in_list(few)} in {found.assessment_year}: too few for {standard}. {ANOTHER_STANDARD}"
        if few
        else ""
    )


def _returned(found: Coming) -> set[str]:
    return {setting for setting, came in found.settings.items() if came.returned}
