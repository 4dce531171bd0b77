"""Parts that commands of measures share: scope, source line, columns."""

from benchmark.common.completeness import ScoreKind, no_national_standard, round_received, round_words
from benchmark.common.resolve import resolve_scope, round_for
from benchmark.common.scope import (
    NATIONAL,
    Scope,
    Standard,
    comparable_rounds,
    rounds_with_pillars,
    system_of,
)
from benchmark.core.errors import UnknownCode
from benchmark.questions.gaps.measure import Gaps
from benchmark.store.publication import Publication
from benchmark.surfaces.cli.options import Asked
from benchmark.surfaces.cli.output import ReceivedOfRound

SELF_ASSESSED = "self-assessed"


def scope_with_pillars(asked: Asked, ics: str) -> Scope:
    """The scope of the options. UnknownCode if its round has no pillar scores."""
    publication = asked.publication
    scope = resolve_scope(publication, ics=ics, year=asked.year, footprint=asked.footprint)
    known = rounds_with_pillars(publication, fictional=is_fictional(publication, scope))
    if scope.assessment_year not in known:
        raise UnknownCode(
            f"There are no pillar scores for {scope.assessment_year}.",
            fix=f"Rounds that have them: {', '.join(map(str, known)) or 'none'}.",
        )
    return scope


def is_fictional(publication: Publication, scope: Scope) -> bool:
    """Whether an answer about the scope must be marked as fictional."""
    return system_of(publication, scope).fictional


def newest_comparable(asked: Asked, ics: str | None) -> int:
    """The default round of comparable overall scores, of a system or of England.

    If only fictional trusts have such scores, it is theirs.
    """
    publication = asked.publication
    if not comparable_rounds(publication, fictional=True):
        raise UnknownCode("There are no comparable overall scores.", fix="Submit some, then publish.")
    return round_for(publication, ics=ics, footprint=asked.footprint, kind="overall_comparable")


def received_of(
    publication: Publication, scope: Scope | None, *, year: int = 0, kind: ScoreKind | None = None
) -> ReceivedOfRound:
    """The returns received of a scope's round; without a scope, of England's returns of a year.

    kind: None counts pillar scores, or comparable overall scores if the round has no pillar scores.
    """
    if scope is None:
        found = round_received(publication, year=year, kind=kind)
        return ReceivedOfRound(
            round_words(found, ics_code=None), found.england.returned, found.england.expected
        )
    found = round_received(publication, year=scope.assessment_year, footprint=scope.footprint, kind=kind)
    system = system_of(publication, scope)
    words = round_words(found, ics_code=scope.ics_code, name=system.name, fictional=system.fictional)
    own = found.of(scope.ics_code)
    return ReceivedOfRound(words, own.returned, own.expected)


def national_notes(publication: Publication, scope: Scope, standard: Standard, found: Gaps) -> list[str]:
    """Why some scores have no national standard; empty if all have one."""
    few = [*found.without_standard["care_setting"].unique()]
    if standard.baseline not in NATIONAL or not few:
        return []
    received = round_received(publication, year=scope.assessment_year)
    return [no_national_standard(received, few, standard=standard.in_words)]
