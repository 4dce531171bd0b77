"""Each page's first sentence about a system, to be compared with another day's."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from benchmark.common.scope import Scope, Standard, system_of
from benchmark.core.errors import UnknownCode
from benchmark.questions.conditions.coverage import coverage
from benchmark.questions.conditions.measure import conditions
from benchmark.questions.conditions.words import conditions_answer
from benchmark.questions.gaps.measure import Gaps, gaps
from benchmark.questions.gaps.words import overview_answer
from benchmark.questions.learning.measure import learning
from benchmark.questions.learning.words import learning_answer
from benchmark.questions.progress.measure import progress
from benchmark.questions.progress.words import progress_answer
from benchmark.questions.spend.measure import spend_of_system
from benchmark.questions.spend.words import spend_answer
from benchmark.store.publication import Publication, per_publication

_gaps = per_publication(gaps)
progress_once = per_publication(progress)
"""A system's progress; its verdict and its sentence share one computation."""


def _overview(publication: Publication, scope: Scope, standard: Standard) -> str:
    found: Gaps = _gaps(publication, scope, standard)
    return overview_answer(found, ics_name=system_of(publication, scope).name).whole


def _levelling_up(publication: Publication, scope: Scope, _: Standard) -> str:
    return progress_answer(progress_once(publication, scope)).whole


def _spend(publication: Publication, scope: Scope, _: Standard) -> str:
    return spend_answer(spend_of_system(publication, scope)).whole


def _conditions(publication: Publication, scope: Scope, standard: Standard) -> str:
    found = conditions(publication, scope)
    covered = coverage(_gaps(publication, scope, standard), found)
    return conditions_answer(found, covered, name=system_of(publication, scope).name).whole


def _learning(publication: Publication, scope: Scope, standard: Standard) -> str:
    return learning_answer(learning(publication, scope, standard)).whole


LEARNING: Final = "Peer learning"
LEADS: Final[Mapping[str, Callable[[Publication, Scope, Standard], str]]] = {
    "ICS overview": _overview,
    "Levelling up": _levelling_up,
    LEARNING: _learning,
    "IT spend": _spend,
    "Conditions": _conditions,
}
"""Page -> its first sentence about a system."""


def leads(
    publication: Publication, scope: Scope, standard: Standard, pages: tuple[str, ...]
) -> Iterator[tuple[str, str | None]]:
    """Pairs (page, first sentence); None for a sentence if the publication lacks the system or the round."""
    for page in pages:
        try:
            yield page, LEADS[page](publication, scope, standard)
        except UnknownCode:
            yield page, None
