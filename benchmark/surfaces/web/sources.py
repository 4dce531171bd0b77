"""What a page as a whole rests on, as the line at its foot."""

from typing import Final

from benchmark.common.completeness import rounds_to_choose
from benchmark.common.subject import COMPARABLE, SCORES, Subject, sources
from benchmark.store.publication import Publication, per_publication
from benchmark.surfaces.web.blocks import Html
from benchmark.surfaces.web.filters import Filters
from benchmark.surfaces.web.parts import source_line

LEDGER_SOURCE: Final = "the ledger of this store: published data and the returns that were submitted to it."


@per_publication
def source_of(
    publication: Publication,
    filters: Filters,
    *kinds: str,
    england: bool = False,
    before: bool = False,
    line: str = "{}",
) -> Html:
    """The line below figures of some kinds of scores in the round of the filters.

    england: they are held against all systems. before: they are also of the rounds before. line: how it is
    said, as `Sources` takes it.
    """
    year = filters.scope.assessment_year
    earlier = [known for known in rounds_to_choose(publication, COMPARABLE, fictional=True) if known < year]
    found = sources(
        publication,
        *(kinds or (SCORES,)),
        years=(*(earlier if before else ()), year),
        scope=filters.scope,
        standard=filters.standard,
        england=england,
    )
    return source_line(Subject("", "", filters.fictional).on(found, line=line))


@per_publication
def source_of_round(publication: Publication, *kinds: str, year: int) -> Html:
    """The line below figures of all real systems in a round, whatever system is chosen."""
    return source_line(Subject("", "").on(sources(publication, *(kinds or (SCORES,)), years=(year,))))
