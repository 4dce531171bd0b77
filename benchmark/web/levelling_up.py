"""The blocks of the page "Levelling up", made once per publication."""

from dataclasses import dataclass, replace

from benchmark.charts.bars import gap_by_pillar, gap_by_unit
from benchmark.charts.figure import titled
from benchmark.charts.plane import Plane, plane_of, progress_plane
from benchmark.charts.slope import progress_slope
from benchmark.measures.progress import Progress
from benchmark.measures.progress_words import caution, verdict_sentence
from benchmark.measures.scope import Footprint
from benchmark.reports.statements import movement_message
from benchmark.store.publication import Publication
from benchmark.web import parts, sections
from benchmark.web.blocks import Block, Columns
from benchmark.web.cache import per_publication
from benchmark.web.downloads import file_stem
from benchmark.web.filters import Filters
from benchmark.web.sources import COMPARABLE, source_of, source_of_round
from benchmark.web.views import all_progress_of, gaps_of, progress_if_any, round_before_of

NOT_AMONG_THEM = "These are the real systems. The fictional one that you look at is not among them."


@dataclass(frozen=True)
class LevellingUp:
    """The page's first sentence and all below it."""

    lead: str
    blocks: tuple[Block, ...]


@per_publication
def levelling_up(publication: Publication, filters: Filters) -> LevellingUp:
    """The verdict, who moved, where the gap lies, and all systems side by side."""
    scope = filters.scope
    moved = progress_if_any(publication, scope)
    where = _where_the_gap_lies(publication, filters)
    if moved is None:
        return LevellingUp("There is no earlier round to compare this one with.", where)
    blocks = (
        *_since(publication, moved, filters),
        *where,
        *_all_systems(publication, filters),
    )
    return LevellingUp(verdict_sentence(moved), blocks)


def _since(publication: Publication, moved: Progress, filters: Filters) -> tuple[Block, ...]:
    scope, fictional = filters.scope, filters.fictional
    drawn = progress_slope(moved, fictional=fictional)
    # The page's first sentence is the verdict already.
    drawn = replace(drawn, title=titled(movement_message(moved), fictional=fictional))
    name = f"{scope.ics_code}-{scope.assessment_year}"
    return (
        parts.text(caution(moved), kind="caution"),
        parts.section(f"From {moved.year_from} to {moved.year_to}"),
        *parts.figure(
            drawn,
            key="slope",
            file_name=file_stem(publication, f"progress-{name}", fictional=fictional),
            rests_on=source_of(publication, filters, COMPARABLE, before=True),
        ),
        sections.unmatched(moved, file_name=file_stem(publication, f"unmatched-{name}", fictional=fictional)),
    )


def _where_the_gap_lies(publication: Publication, filters: Filters) -> tuple[Block, ...]:
    scope, standard, fictional = filters.scope, filters.standard, filters.fictional
    found = gaps_of(publication, scope, standard)
    heading = parts.section("Where the gap lies")
    if found.by_unit.empty:
        return heading, sections.no_standard(publication, found)
    name = f"{scope.ics_code}-{scope.assessment_year}"
    sides = [
        parts.figure(
            draw(found, fictional=fictional),
            key=f"by-{what}",
            file_name=file_stem(publication, f"gap-by-{what}-{name}", fictional=fictional),
            rests_on=source_of(publication, filters),
        )
        for what, draw in (("trust", gap_by_unit), ("pillar", gap_by_pillar))
    ]
    partly = sections.partly_no_standard(publication, found)
    return heading, partly + parts.text(sections.gap_total(found)), Columns(tuple(sides))


@per_publication
def _plane(publication: Publication, *, year: int, footprint: Footprint) -> Plane:
    """The plane of all systems, the same whoever is chosen."""
    return plane_of(all_progress_of(publication, year=year, footprint=footprint))


def _all_systems(publication: Publication, filters: Filters) -> tuple[Block, ...]:
    scope, fictional = filters.scope, filters.fictional
    year = scope.assessment_year
    if round_before_of(publication, year, fictional=False) is None:
        # Rounds of fictional systems: the real ones have none to be compared with, or none at all.
        return ()
    systems = all_progress_of(publication, year=year, footprint=scope.footprint)
    name = file_stem(publication, f"all-systems-{year}")
    return (
        parts.section("All systems side by side"),
        *((parts.text(NOT_AMONG_THEM, kind="caution"),) if fictional else ()),
        *parts.figure(
            progress_plane(_plane(publication, year=year, footprint=scope.footprint), chosen=scope.ics_code),
            key="plane",
            file_name=name,
            rests_on=source_of_round(publication, COMPARABLE, year=year),
        ),
        parts.folded("All systems as a table", sections.systems_table(systems, file_name=name)),
    )
