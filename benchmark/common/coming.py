"""How much of a round has come, in England and in each system; and the round that a reader starts with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from benchmark.common.completeness import HAS_COMPARABLE, HAS_PILLARS, such_states
from benchmark.common.scope import Footprint, comparable_rounds, rounds, rounds_with_pillars
from benchmark.core.compare import at_least
from benchmark.core.definitions import definitions
from benchmark.core.wording import in_list
from benchmark.store.publication import Publication, per_publication

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


def _by(groups: Iterable[str | None], came: Iterable[bool]) -> dict[str, Came]:
    counted: dict[str, tuple[int, int]] = {}
    for group, here in zip(groups, came, strict=True):
        if isinstance(group, str):
            returned, expected = counted.get(group, (0, 0))
            counted[group] = (returned + bool(here), expected + 1)
    return {group: Came(*counts) for group, counts in counted.items()}


ANOTHER_STANDARD = "Choose a fixed level as the standard."


def round_words(found: Coming, *, ics_code: str | None, name: str = "", fictional: bool = False) -> str:
    """What came of a round that is not complete, in a system and in England; empty where all came.

    ics_code: None for England alone. A fictional system has nothing to do with how much of England came.
    """
    counts = [] if ics_code is None else [(name, found.of(ics_code))]
    if not fictional:
        counts.append(("England", found.england))
    if all(came.complete for _, came in counts):
        return ""
    said = "; ".join(f"{place} {came.words}" for place, came in counts)
    return " ".join(filter(None, [f"Round {found.assessment_year}: {said}.", too_few_words(found)]))


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
