"""The page for a round with overall scores only, without scores by pillar."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

from benchmark.common.scope import comparable_pairs
from benchmark.common.subject import COMPARABLE
from benchmark.core.wording import Answer
from benchmark.questions.progress.columns import UNITS
from benchmark.store.publication import Publication, per_publication
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.choices.filters import Filters, pillars_of
from benchmark.surfaces.web.choices.link import wanted_value
from benchmark.surfaces.web.page import Page
from benchmark.surfaces.web.shared import progress_of, source_of
from benchmark.surfaces.web.site.sitemap import scope_query

Make = Callable[[Publication, Filters], Page]


def with_pillars(make: Make, *, of_a_trust: bool = False) -> Make:
    """The page if the round has pillar scores, else the page for overall scores only.

    of_a_trust: the page is about the link's trust.
    """

    def either(publication: Publication, filters: Filters) -> Page:
        if filters.scope.assessment_year in pillars_of(publication, fictional=filters.fictional):
            return make(publication, filters)
        return overall_only(publication, filters, trust=wanted_value("trust") if of_a_trust else None)

    return either


@per_publication
def overall_only(publication: Publication, filters: Filters, *, trust: str | None = None) -> Page:
    """The overall scores of a round that can be compared with a later one, and a link to that comparison.

    trust: an ODS code; if it has such scores, only its own are shown, and the link leads to its position.
    """
    scope, year = filters.scope, filters.scope.assessment_year
    pairs = comparable_pairs(publication, fictional=filters.fictional)
    later = max((later for earlier, later in pairs if earlier == year), default=None)
    answer = Answer(
        f"Of {year} only overall scores are published",
        "None is by pillar, so this page cannot be made of it.",
    )
    nothing = Page(answer, (), source_of(publication, filters, COMPARABLE), rule="rounds")
    if later is None:
        return nothing
    both = replace(scope, assessment_year=later)
    moved = progress_of(publication, both)
    units, address, query, name = moved.units, "levelling-up", scope_query(both), None
    own = units[units["ods_code"] == trust]
    if not own.empty:
        units, address, query = own, "trust-position", query | {"trust": str(trust)}
        name = str(own["trust"].iloc[0])
    scores = UNITS.only("ods_code", "trust", "care_setting", "score_from")
    return replace(
        nothing,
        blocks=(
            parts.link(f"See how these scores moved to {later}", f"{address}?{urlencode(query)}")
            + parts.section(f"Overall scores of {year}")
            + parts.table(
                scores.headed(score_from=f"Overall score {year}").of(units),
                caption=f"On the questions shared with {later}, 1 to 5; returns of both rounds alone",
                subject=moved.subject,
                file_name=f"overall-{year}",
            ),
        ),
        trust=name,
    )
