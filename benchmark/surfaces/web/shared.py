"""Measures that several pages need, each computed once per publication; and words that they share."""

from typing import Final
from urllib.parse import urlencode

import pandas as pd

from benchmark.common.completeness import completeness, no_national_standard, round_received, rounds_to_choose
from benchmark.common.groups import groups_of_trusts
from benchmark.common.scope import NATIONAL, Scope, Standard, round_before, system_of, with_group
from benchmark.common.subject import COMPARABLE, MATURITY_SCORES, Subject, sources, subject_of
from benchmark.questions.gaps.measure import Gaps, gaps
from benchmark.questions.progress.measure import Progress, progress
from benchmark.store.publication import Publication, per_publication
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import Html, joined
from benchmark.surfaces.web.choices.filters import Filters
from benchmark.surfaces.web.choices.link import day_query
from benchmark.surfaces.web.choices.offered import offered_systems
from benchmark.surfaces.web.parts import source_line
from benchmark.surfaces.web.site.sitemap import OVERVIEW, page_query, template_address

LEDGER_SOURCE: Final = "the ledger of this store: published data and the returns that were submitted to it."

gaps_of = per_publication(gaps)
progress_of = per_publication(progress)
completeness_of = per_publication(completeness)
round_before_of = per_publication(round_before)
subject_of_scope = per_publication(subject_of)


def progress_if_any(publication: Publication, scope: Scope) -> Progress | None:
    """Progress since the round before; None if no earlier round can be compared."""
    fictional = system_of(publication, scope).fictional
    if round_before_of(publication, scope.assessment_year, fictional=fictional) is None:
        return None
    return progress_of(publication, scope)


@per_publication
def trusts_of(publication: Publication, filters: Filters) -> dict[str, str]:
    """ODS code -> name of a system's trusts, by name, including those without a return."""
    found = gaps_of(publication, filters.scope, filters.standard)
    returned = completeness_of(publication, filters.scope)
    units = pd.concat([found.by_unit, found.without_standard, returned])
    units = units.drop_duplicates("ods_code").sort_values("trust")
    return dict(zip(units["ods_code"], units["trust"], strict=True))


def no_standard(publication: Publication, found: Gaps) -> Html:
    """Why no score has the chosen standard."""
    standard = found.standard
    if found.without_standard.empty:
        return parts.text(
            f"There is no return to show for this {found.scope.called} in this round. With one, this page "
            "shows each score beside the standard. Each trust's digital lead can say whether a return is on "
            "its way.",
            kind="caution",
        ) + _template(found, "maturity_scores", "The template for a return, and where to upload it")
    if standard.baseline == "own_target":
        return parts.text(
            f"No trust of this {found.scope.called} has set targets of its own, "
            "so there is nothing to compare with. "
            "Once a trust returns its targets, this page shows its distance from them: its digital lead can "
            "say what it aims at. Choose another standard to see the scores.",
            kind="caution",
        ) + _template(found, "own_targets", "The template for targets, and where to upload it")
    year, settings = found.scope.assessment_year, [*found.without_standard["care_setting"].unique()]
    came = round_received(publication, year=year)
    if came.england.returned:
        return parts.text(no_national_standard(came, settings, standard=standard.in_words), kind="caution")
    return parts.text(
        f"No pillar scores of real trusts are known for {year}, so "
        f"{standard.in_words} does not exist in this round. Choose another standard to see the scores.",
        kind="caution",
    )


def _template(found: Gaps, kind: str, words: str) -> Html:
    return parts.link(words, template_address(kind, page_query(found.scope, found.standard)))


def partly_no_standard(publication: Publication, found: Gaps) -> Html:
    """Why some care settings have no national standard; empty if all have one."""
    settings = [*found.without_standard["care_setting"].unique()]
    if not settings or found.rows.empty or found.standard.baseline not in NATIONAL:
        return Html()
    return no_standard(publication, found)


def shown_full(publication: Publication, scope: Scope, *, address: str) -> Html:
    """A link to the page for a fictional system with every return; empty if the store has none."""
    known = offered_systems(publication, year=scope.assessment_year, footprint=scope.footprint)
    fictional = [system for system in known.systems.values() if system.fictional]
    if not fictional:
        return Html()
    query = {"ics": fictional[0].ics_code, "footprint": scope.base} | day_query()
    return parts.link(f"See this page full: {fictional[0].name}", f"{address}?{urlencode(query)}")


@per_publication
def source_of(
    publication: Publication,
    filters: Filters,
    *kinds: str,
    england: bool = False,
    before: bool = False,
) -> Html:
    """The source line below figures of some kinds of scores in the filters' round.

    england: the figures are compared with all systems. before: they are also of earlier rounds.
    """
    year = filters.scope.assessment_year
    earlier = [known for known in rounds_to_choose(publication, COMPARABLE, fictional=True) if known < year]
    found = sources(
        publication,
        *(kinds or (MATURITY_SCORES,)),
        years=(*(earlier if before else ()), year),
        scope=filters.scope,
        standard=filters.standard,
        england=england,
    )
    return source_line(Subject("", "", filters.fictional).on(found))


@per_publication
def links_to_groups(publication: Publication, scope: Scope, standard: Standard, ods_code: str) -> Html:
    """Links to the overviews of the groups that hold a trust on the footprint; empty if none does."""
    year, base = scope.assessment_year, scope.base
    found = groups_of_trusts(publication, [ods_code], year=year, footprint=base)
    scopes = {group.named: Scope(group.code, year, with_group(base, group.code)) for group in found}
    return joined(
        parts.link(f"Belongs to {named}", f"{OVERVIEW}?{urlencode(page_query(own, standard))}")
        for named, own in scopes.items()
    )
