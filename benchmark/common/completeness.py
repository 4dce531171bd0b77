"""How much of a round was returned, who is missing, and the default round."""

from collections.abc import Iterable, Mapping
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
)
from benchmark.core.compare import at_least
from benchmark.core.definitions import definitions
from benchmark.core.wording import in_list
from benchmark.store.publication import Publication, per_publication

_STATES = [*UNIT, "state", "reason"]
_BOTH, _PILLARS, _COMPARABLE = (
    "pillar scores and comparable overall score",
    "pillar scores only",
    "comparable overall score only",
)
HAS_PILLARS = frozenset({_BOTH, _PILLARS})
HAS_COMPARABLE = frozenset({_BOTH, _COMPARABLE})
"""The states of a unit that returned such scores, as the column `reason` says them."""


def completeness(publication: Publication, scope: Scope) -> pd.DataFrame:
    """Every unit of a system that returned, and every expected one that did not.

    Expected are the units with a comparable overall score in the round before, unless a successor returned
    for them, and every member that was open on the footprint's day. Returns ods_code, trust, care_setting
    (None: a trust without any return), state ('returned' or 'missing') and reason (what was returned, or why
    it is expected), sorted by care setting and trust. Raises UnknownCode for an unknown system.
    """
    system = system_of(publication, scope)
    found = states_of(publication, scope.assessment_year, scope.footprint, fictional=system.fictional)
    return with_none(in_page_order(found[found["ics_code"] == scope.ics_code])[_STATES])


def completeness_of_all_systems(publication: Publication, *, year: int, footprint: Footprint) -> pd.DataFrame:
    """The states of the units of every real system, by region and system.

    Returns ics_code, name, region, then the columns of `completeness`.
    """
    base = base_of(footprint)
    found = with_none(in_page_order(states_of(publication, year, base, fictional=False)))
    places = systems(publication, year=year, footprint=base)
    real = places.loc[~places["fictional"], ["ics_code", "name", "region"]]
    return real.merge(found, on="ics_code")


def states_of(publication: Publication, year: int, footprint: Footprint, *, fictional: bool) -> pd.DataFrame:
    """The state of every unit in a round, like `states`. The frame is shared: do not change it.

    fictional: rounds in which only fictional trusts returned also count as the round before.
    """
    before = _round_before(publication, year, fictional=fictional)
    return _states_since(publication, year, footprint, before=before)


@per_publication
def _states_since(
    publication: Publication, year: int, footprint: Footprint, *, before: int | None
) -> pd.DataFrame:
    """Remembered by the round before, which is mostly the same for real and fictional trusts."""
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
    """The newest earlier round with enough returns to say which units to expect, else the oldest.

    A round that has only begun names few units, so that the next round would look complete beside it.
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
    """The states of the units of real trusts, or of fictional trusts."""
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
    """The state of every unit of every system: ics_code, then the columns of `completeness`; unsorted.

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
        (code, None, "missing", f"no score for {year} in any care setting")
        for code in members["ods_code"]
        if code not in listed and code not in closed
    ]
    return pd.DataFrame(
        [(system_of_trust(code, place_of, passed), code, name_of[code], *row) for code, *row in rows],
        columns=["ics_code", *_STATES],
    )


def with_none(frame: pd.DataFrame) -> pd.DataFrame:
    """Set the care setting to None, not NaN, if a row is about the whole trust."""
    settings = frame["care_setting"].astype(object)
    return frame.assign(care_setting=settings.where(settings.notna(), None))


def _units(returned: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Unit -> what it returned, as one of the states."""
    states_by = {(True, True): _BOTH, (True, False): _PILLARS}
    columns = (returned[name] for name in ("ods_code", "care_setting", "has_pillars", "has_comparable"))
    return {
        (code, setting): states_by.get((has_pillars, has_comparable), _COMPARABLE)
        for code, setting, has_pillars, has_comparable in zip(*columns, strict=True)
    }


ScoreKind = Literal["maturity_scores", "overall_comparable"]
_WITH: Mapping[ScoreKind, frozenset[str]] = {
    "maturity_scores": HAS_PILLARS,
    "overall_comparable": HAS_COMPARABLE,
}


@dataclass(frozen=True)
class Received:
    """How many of the expected returns were received."""

    returned: int = 0
    expected: int = 0

    @property
    def share(self) -> float:
        """Returns received as a share of those expected, 0 to 1; 0 if none is expected."""
        return self.returned / self.expected if self.expected else 0.0

    @property
    def complete(self) -> bool:
        """Whether all expected returns were received; True if none is expected."""
        return self.returned >= self.expected

    @property
    def enough(self) -> bool:
        """Whether enough were received for pages to open with this round."""
        return self._reaches("round_open")

    @property
    def enough_for_england(self) -> bool:
        """Whether enough were received for a national figure, if these are England's returns."""
        return self._reaches("national")

    @property
    def words(self) -> str:
        """The counts for a page: '12 of 286 returned'."""
        return f"{self.returned} of {self.expected} returned"

    def _reaches(self, threshold: str) -> bool:
        return at_least(self.share, definitions().threshold(threshold))


@dataclass(frozen=True)
class RoundReceived:
    """The expected returns of a round and those received, for one kind of score.

    england: all real trusts, including those without a system on the footprint. settings: the same by care
    setting, because national figures are computed by setting. A trust that never returned in any setting is
    missing in England but in no setting. systems: by code, including fictional ones. only_overall: of real
    trusts only overall scores are known, so nobody knows who returned without one.
    """

    assessment_year: int
    england: Received
    settings: Mapping[str, Received]
    systems: Mapping[str, Received]
    only_overall: bool = False

    def of(self, ics_code: str | None) -> Received:
        """The count of a system, or of England for None."""
        return self.england if ics_code is None else self.systems.get(ics_code, Received())

    def carries(self, care_setting: str) -> bool:
        """Whether enough were received in England for a national figure of this care setting."""
        return self.settings.get(care_setting, Received()).enough_for_england

    @property
    def too_few(self) -> Mapping[str, Received]:
        """The care settings with returns, but too few for a national figure."""
        return {
            setting: came
            for setting, came in self.settings.items()
            if came.returned and not came.enough_for_england
        }


@per_publication
def round_received(
    publication: Publication,
    *,
    year: int,
    footprint: Footprint = "assessed",
    kind: ScoreKind | None = "maturity_scores",
) -> RoundReceived:
    """The returns received of a round, and those that `completeness` expects.

    kind: None counts pillar scores, or comparable overall scores if the round has no pillar scores. This is
    decided separately for real and for fictional trusts.
    """
    real, fictional = (
        such_states(publication, year, footprint, fictional=fictional) for fictional in (False, True)
    )
    here = real["reason"].isin(_WITH[kind or _kind_of(publication, year, fictional=False)])
    fictional_here = fictional["reason"].isin(_WITH[kind or _kind_of(publication, year, fictional=True)])
    return RoundReceived(
        assessment_year=year,
        england=Received(int(here.sum()), len(real)),
        settings=_by(real["care_setting"], here),
        systems=_by(real["ics_code"], here) | _by(fictional["ics_code"], fictional_here),
        only_overall=year not in rounds_with_pillars(publication),
    )


def _kind_of(publication: Publication, year: int, *, fictional: bool) -> ScoreKind:
    has_pillars = year in rounds_with_pillars(publication, fictional=fictional)
    return "maturity_scores" if has_pillars else "overall_comparable"


def settings_with_enough(
    publication: Publication, *years: int, kind: ScoreKind = "maturity_scores"
) -> frozenset[str]:
    """The care settings with enough returns in England for a national figure, in each of the rounds."""
    counts = [round_received(publication, year=year, kind=kind) for year in years]
    settings = {setting for count in counts for setting in count.settings}
    return frozenset(setting for setting in settings if all(count.carries(setting) for count in counts))


def default_round(
    publication: Publication,
    *,
    ics_code: str | None,
    fictional: bool = False,
    footprint: Footprint = "assessed",
    kind: ScoreKind = "maturity_scores",
) -> int:
    """The round that pages open with: the newest with enough returns.

    ics_code: count the returns of this system; None: of England. If no round has enough, it is the round with
    the largest share returned, then with the largest share in England, then the newest.
    """
    known = rounds_to_choose(publication, kind, fictional=fictional)
    came = {year: round_received(publication, year=year, footprint=footprint, kind=kind) for year in known}
    enough = [year for year in known if came[year].of(ics_code).enough]
    if enough:
        return enough[-1]
    return max(known, key=lambda year: (came[year].of(ics_code).share, came[year].england.share, year))


def rounds_to_choose(
    publication: Publication, kind: ScoreKind = "maturity_scores", *, fictional: bool = False
) -> list[int]:
    """The rounds with scores of this kind, oldest first; all known rounds if none has any."""
    of_kind = rounds_with_pillars if kind == "maturity_scores" else comparable_rounds
    return (
        of_kind(publication, fictional=fictional)
        or of_kind(publication, fictional=True)
        or rounds(publication, fictional=fictional)
    )


def rounds_with_anything(publication: Publication, *, fictional: bool = False) -> list[int]:
    """The rounds with pillar scores or comparable overall scores, oldest first."""
    kinds: tuple[ScoreKind, ...] = ("maturity_scores", "overall_comparable")
    return sorted(
        {year for kind in kinds for year in rounds_to_choose(publication, kind, fictional=fictional)}
    )


def _by(groups: Iterable[str | None], came: Iterable[bool]) -> dict[str, Received]:
    counted: dict[str, tuple[int, int]] = {}
    for group, here in zip(groups, came, strict=True):
        if isinstance(group, str):
            returned, expected = counted.get(group, (0, 0))
            counted[group] = (returned + bool(here), expected + 1)
    return {group: Received(*counts) for group, counts in counted.items()}


UNKNOWN = "Only overall scores are published: whether a trust without one returned is not known."
ANOTHER_STANDARD = "Choose a fixed level as the standard."


def round_words(
    found: RoundReceived, *, ics_code: str | None, name: str = "", fictional: bool = False
) -> str:
    """How many returns of an incomplete round were received, in a system and in England; empty if all were.

    ics_code: None for England alone. For a fictional system England is left out.
    """
    counts = [] if ics_code is None else [(name, found.of(ics_code))]
    if not fictional:
        counts.append(("England", found.england))
    if all(came.complete for _, came in counts):
        return ""
    unknown = found.only_overall and not fictional
    verb = "here" if unknown else "returned"
    counted = "; ".join(f"{place} {came.returned} of {came.expected} {verb}" for place, came in counts)
    sentences = [
        f"Scores of {found.assessment_year}: {counted}.",
        UNKNOWN if unknown else "",
        too_few_words(found),
    ]
    return " ".join(filter(None, sentences))


def has_only_begun(found: RoundReceived, *, ics_code: str | None, fictional: bool = False) -> bool:
    """Whether so few returns were received that a page must say so before anything else."""
    return not (found.of(ics_code).enough and (fictional or found.england.enough))


def too_few_words(found: RoundReceived) -> str:
    """Which care settings have too few returns for a national figure, in words; empty if none has."""
    few = found.too_few
    if not few:
        return ""
    settings = "" if few.keys() == _returned(found) else f" of {in_list([*few])}"
    return f"Too few for a national median or quartile{settings}: England's figures are left out."


def no_national_standard(found: RoundReceived, care_settings: list[str], *, standard: str) -> str:
    """Why some care settings have no national standard, and what to choose instead; empty if all have it."""
    few = [
        f"{setting} {found.settings.get(setting, Received()).words}"
        for setting in care_settings
        if not found.carries(setting)
    ]
    return (
        f"In England {in_list(few)} in {found.assessment_year}: too few for {standard}. {ANOTHER_STANDARD}"
        if few
        else ""
    )


def _returned(found: RoundReceived) -> set[str]:
    return {setting for setting, came in found.settings.items() if came.returned}
