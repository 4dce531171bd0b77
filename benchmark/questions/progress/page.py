"""The page "Levelling up": how wide is the gap, and is it closing because the floor rises?"""

from dataclasses import replace

from benchmark.common.scope import Footprint, Standard
from benchmark.common.subject import COMPARABLE, MATURITY_SCORES, Subject, sources
from benchmark.core.wording import Answer, count_of_returns, is_or_are, signed
from benchmark.questions.gaps.bars import gap_by_pillar, gap_by_unit
from benchmark.questions.gaps.words import gap_total
from benchmark.questions.progress.columns import UNMATCHED
from benchmark.questions.progress.measure import Progress, nation, progress_of_all_systems
from benchmark.questions.progress.plane import Plane, plane_of, progress_plane
from benchmark.questions.progress.slope import progress_slope
from benchmark.questions.progress.words import (
    caution,
    nation_sentence,
    progress_answer,
    statements,
)
from benchmark.store.publication import Publication, per_publication
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import Block, Columns, Html
from benchmark.surfaces.web.choices.filters import Filters
from benchmark.surfaces.web.page import Page
from benchmark.surfaces.web.shared import (
    gaps_of,
    no_standard,
    partly_no_standard,
    progress_if_any,
    progress_of,
    round_before_of,
    source_of,
)

ALL_SYSTEMS = "all-systems"
all_progress_of = per_publication(progress_of_all_systems)
NOT_AMONG_THEM = "These are the real systems. The {what} that you look at is not among them."


def page(publication: Publication, filters: Filters) -> Page:
    """The verdict, who moved, where the gap lies, and all systems side by side."""
    scope = filters.scope
    moved = progress_if_any(publication, scope)
    where = _where_the_gap_lies(publication, filters)
    if moved is None:
        answer, blocks = Answer("There is no earlier round to compare this one with"), where
    else:
        answer = progress_answer(moved)
        since = _since(publication, replace(filters, standard=Standard()))
        everywhere = _all_systems(
            publication,
            year=scope.assessment_year,
            footprint=scope.footprint,
            chosen=scope.ics_code,
            beside=_beside(moved, filters),
        )
        blocks = (*since, *where, *everywhere)
    return Page(
        answer=answer,
        blocks=blocks,
        source=source_of(publication, filters, MATURITY_SCORES, COMPARABLE, england=True, before=True),
        rule="progress",
    )


@per_publication
def _since(publication: Publication, filters: Filters) -> tuple[Block, ...]:
    """The movement since the round before. The filters' standard does not matter here."""
    moved = progress_of(publication, filters.scope)
    return (
        parts.statements(statements(moved)) + parts.text(caution(moved), kind="caution"),
        parts.section(f"From {moved.year_from} to {moved.year_to}"),
        *parts.figure(
            progress_slope(moved),
            key="slope",
            subject=moved.subject,
            file_name="progress",
        ),
        _unmatched(moved, subject=moved.subject),
    )


def _beside(moved: Progress, filters: Filters) -> str:
    """A note that a fictional system or a group is not counted among the real systems; empty for others."""
    if filters.fictional:
        return NOT_AMONG_THEM.format(what="fictional one")
    if not filters.kind:
        return ""
    sentence = NOT_AMONG_THEM.format(what=filters.kind)
    if moved.floor_change is None or moved.ceiling_change is None:
        return sentence
    floor, ceiling = (signed(change, decimals=2) for change in (moved.floor_change, moved.ceiling_change))
    return f"{sentence} Its floor changed by {floor} and its ceiling by {ceiling} points."


@per_publication
def _where_the_gap_lies(publication: Publication, filters: Filters) -> tuple[Block, ...]:
    system_gaps = gaps_of(publication, filters.scope, filters.standard)
    heading = parts.section("Where the gap lies")
    if system_gaps.by_unit.empty:
        return heading, no_standard(publication, system_gaps)
    sides = [
        parts.figure(
            draw(system_gaps),
            key=f"by-{what}",
            subject=system_gaps.subject,
            file_name=f"gap-by-{what}",
        )
        for what, draw in (("trust", gap_by_unit), ("pillar", gap_by_pillar))
    ]
    partly = partly_no_standard(publication, system_gaps)
    return heading, partly + parts.text(gap_total(system_gaps)), Columns(tuple(sides))


@per_publication
def _plane(
    publication: Publication, *, year: int, year_from: int, footprint: Footprint
) -> tuple[Plane, Subject, Html, Html]:
    """The plane of all systems, its subject, its table, and the sentence on chance, for any chosen system."""
    moved = all_progress_of(publication, year=year, footprint=footprint)
    plane, years = plane_of(moved), (year_from, year)
    by_chance = nation(publication, year=year, year_from=year_from, footprint=footprint)
    subject = Subject(
        "",
        "All systems",
        when=str(year),
        footprint=footprint,
        as_at=publication.as_at,
        rests_on=sources(publication, COMPARABLE, years=years),
        version=publication.version,
    )
    table = progress_plane(plane, chosen="").table
    behind = parts.table_behind(table, subject=subject, file_name=ALL_SYSTEMS)
    return plane, subject, behind, parts.text(nation_sentence(moved, by_chance))


@per_publication
def _all_systems(
    publication: Publication, *, year: int, footprint: Footprint, chosen: str, beside: str
) -> tuple[Block, ...]:
    """All systems side by side; empty if only fictional systems have rounds to compare.

    beside: a note on the chosen system if it is not among them.
    """
    year_from = round_before_of(publication, year, fictional=False)
    if year_from is None:
        return ()
    plane, subject, behind, of_england = _plane(
        publication, year=year, year_from=year_from, footprint=footprint
    )
    return (
        parts.section("All systems side by side"),
        *((parts.text(beside, kind="caution"),) if beside else ()),
        *parts.figure(
            progress_plane(plane, chosen=chosen),
            key="plane",
            subject=subject,
            file_name=ALL_SYSTEMS,
            behind=behind,
        ),
        of_england,
    )


def _unmatched(moved: Progress, *, subject: Subject) -> Html:
    """The returns that could not be followed from one round to the other."""
    if moved.unmatched.empty:
        count = count_of_returns(moved.n_returns, moved.n_returns)
        return parts.text(f"{count} {is_or_are(moved.n_returns)} in both rounds.")
    return parts.table(
        UNMATCHED.beginning("trust").of(moved.unmatched),
        caption="Returns that are not in both rounds, and so not in the verdict",
        subject=subject,
        file_name="unmatched",
    )
