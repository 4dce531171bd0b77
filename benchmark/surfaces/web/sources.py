"""What the figures of a page rest on, as the line below them, with links to the returns."""

import re
from typing import Final

from benchmark.charts.figure import line_of
from benchmark.common.provenance import Sources, sources
from benchmark.common.scope import NATIONAL
from benchmark.store.publication import Publication, per_publication
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import Html
from benchmark.surfaces.web.filters import Filters, rounds_of

SCORES: Final = "maturity_scores"
COMPARABLE: Final = "overall_comparable"
LEDGER_SOURCE: Final = "the ledger of this store: published data and the returns that were submitted to it."
_NUMBER: Final = re.compile(r"\0(\d+)\0")
"""A return's number in the line, where its link goes."""


@per_publication
def source_of(
    publication: Publication,
    filters: Filters,
    *kinds: str,
    england: bool = False,
    before: bool = False,
    around: tuple[str, str] = ("", ""),
) -> Html:
    """The line below figures of some kinds of scores in the round of the filters.

    england: they are of all systems, or held against all; else of the system's own trusts. before: they are
    also of the rounds before. around: what is said before and after the line.
    """
    year, fictional = filters.scope.assessment_year, filters.fictional
    kinds = kinds or (SCORES,)
    held_to_england = filters.standard.baseline in NATIONAL and SCORES in kinds
    earlier = [known for known in rounds_of(publication, COMPARABLE, fictional=True) if known < year]
    # A fictional system's own figures are fictional, whatever they are held against.
    everywhere = (england or held_to_england) and not fictional
    found = sources(
        publication,
        *kinds,
        years=(year, *(earlier if before else ())),
        scope=None if everywhere else filters.scope,
        fictional=fictional,
    )
    return line_html(found, fictional=fictional, around=around)


@per_publication
def source_of_round(publication: Publication, *kinds: str, year: int) -> Html:
    """The line below figures of all real systems in a round, whatever system is chosen."""
    found = sources(publication, *(kinds or (SCORES,)), years=(year,), scope=None)
    return line_html(found, fictional=False)


def line_html(found: Sources, *, fictional: bool, around: tuple[str, str] = ("", "")) -> Html:
    """The line, each return that it names a link to it."""
    line = line_of(found, fictional=fictional, number=lambda number: f"\0{number}\0")
    pieces = _NUMBER.split(f"{around[0]}{line}{around[1]}")
    return parts.made("source_line", said=zip(pieces[::2], [*pieces[1::2], ""], strict=True))
