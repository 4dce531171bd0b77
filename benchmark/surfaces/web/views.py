"""Measures as several pages ask for them, each computed once per publication."""

from benchmark.common.completeness import completeness, quality_flags
from benchmark.common.scope import Scope, round_before, system_of
from benchmark.common.standards import icb_own, national_pillars
from benchmark.common.subject import subject_of
from benchmark.questions.gaps.measure import gaps
from benchmark.questions.progress.measure import Progress, progress, progress_of_all_systems
from benchmark.questions.trusts.facts import trust_facts
from benchmark.store.publication import Publication, per_publication
from benchmark.surfaces.web import sections
from benchmark.surfaces.web.filters import Filters

gaps_of = per_publication(gaps)
progress_of = per_publication(progress)
all_progress_of = per_publication(progress_of_all_systems)
national_of = per_publication(national_pillars)
completeness_of = per_publication(completeness)
flags_of = per_publication(quality_flags)
trust_facts_of = per_publication(trust_facts)
icb_own_of = per_publication(icb_own)
round_before_of = per_publication(round_before)
subject_of_scope = per_publication(subject_of)


def progress_if_any(publication: Publication, scope: Scope) -> Progress | None:
    """Progress since the round before, or None where there is no round before to compare this one with."""
    fictional = system_of(publication, scope).fictional
    if round_before_of(publication, scope.assessment_year, fictional=fictional) is None:
        return None
    return progress_of(publication, scope)


@per_publication
def trusts_of(publication: Publication, filters: Filters) -> dict[str, str]:
    """ODS code -> name of a system's trusts, by name, those whose return is missing among them."""
    found = gaps_of(publication, filters.scope, filters.standard)
    return sections.trust_names(found, completeness_of(publication, filters.scope))
