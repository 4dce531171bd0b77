"""Measures and figures as pages ask for them, each computed once per publication."""

from dataclasses import replace

from benchmark.charts.bars import gap_by_pillar, gap_by_unit
from benchmark.charts.figure import Figure, titled
from benchmark.charts.plane import progress_plane
from benchmark.charts.slope import progress_slope
from benchmark.charts.strips import pillar_strips
from benchmark.measures.completeness import completeness, quality_flags
from benchmark.measures.gaps import gaps
from benchmark.measures.gaps import gaps_of as summarised
from benchmark.measures.progress import Progress, progress, progress_of_all_systems
from benchmark.measures.rollup import icb_own, national_pillars
from benchmark.measures.scope import Footprint, Scope, Standard, comparable_rounds
from benchmark.measures.trust import trust_facts
from benchmark.reports.statements import movement_message
from benchmark.reports.trust_words import profile_subtitle, profile_title
from benchmark.store.publication import Publication
from benchmark.web.cache import per_publication

gaps_of = per_publication(gaps)
progress_of = per_publication(progress)
all_progress_of = per_publication(progress_of_all_systems)
national_of = per_publication(national_pillars)
completeness_of = per_publication(completeness)
flags_of = per_publication(quality_flags)
trust_facts_of = per_publication(trust_facts)
icb_own_of = per_publication(icb_own)
comparable_rounds_of = per_publication(comparable_rounds)


def progress_if_any(publication: Publication, scope: Scope) -> Progress | None:
    """Progress since the round before, or None where there is no comparable round before this one."""
    rounds = comparable_rounds_of(publication)
    earlier = [year for year in rounds if year < scope.assessment_year]
    if scope.assessment_year not in rounds or not earlier:
        return None
    return progress_of(publication, scope)


@per_publication
def strips_figure(
    publication: Publication, scope: Scope, standard: Standard, *, fictional: bool = False
) -> Figure:
    """Seven strips of an ICS's units."""
    national = national_of(publication, year=scope.assessment_year)
    return pillar_strips(gaps_of(publication, scope, standard), national, fictional=fictional)


@per_publication
def slope_figure(publication: Publication, scope: Scope, *, fictional: bool = False) -> Figure:
    """Every matched unit of an ICS from the round before to this."""
    moved = progress_of(publication, scope)
    drawn = progress_slope(moved, fictional=fictional)
    # The page's first sentence is the verdict already.
    return replace(drawn, title=titled(movement_message(moved), fictional=fictional))


@per_publication
def unit_bars_figure(
    publication: Publication, scope: Scope, standard: Standard, *, fictional: bool = False
) -> Figure:
    """The ICS's gap by unit."""
    return gap_by_unit(gaps_of(publication, scope, standard), fictional=fictional)


@per_publication
def pillar_bars_figure(
    publication: Publication, scope: Scope, standard: Standard, *, fictional: bool = False
) -> Figure:
    """The ICS's gap by pillar."""
    return gap_by_pillar(gaps_of(publication, scope, standard), fictional=fictional)


@per_publication
def plane_figure(publication: Publication, *, year: int, footprint: Footprint, chosen: str) -> Figure:
    """All systems: change of the floor against change of the ceiling."""
    systems = all_progress_of(publication, year=year, footprint=footprint)
    return progress_plane(systems, chosen=chosen)


@per_publication
def trust_strips_figure(
    publication: Publication,
    scope: Scope,
    standard: Standard,
    *,
    ods_code: str,
    care_setting: str,
    fictional: bool = False,
) -> Figure:
    """Seven strips of an ICS's units of one care setting, one trust standing out."""
    rows = gaps_of(publication, scope, standard).rows
    of_setting = summarised(rows[rows["care_setting"] == care_setting], scope=scope, standard=standard)
    national = national_of(publication, year=scope.assessment_year)
    drawn = pillar_strips(of_setting, national, chosen_trust=ods_code, fictional=fictional)
    return replace(
        drawn,
        title=titled(profile_title(of_setting, ods_code=ods_code), fictional=fictional),
        subtitle=profile_subtitle(of_setting),
    )
