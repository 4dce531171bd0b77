"""The commands that ask the measures: gaps, spread, progress. Each returns its exit code."""

from argparse import Namespace
from dataclasses import replace

from benchmark.common.completeness import coming, round_words
from benchmark.common.resolve import resolve_scope
from benchmark.common.scope import Standard, round_before
from benchmark.common.subject import SCORES, Subject, sources, subject_of
from benchmark.core.wording import plural
from benchmark.questions.gaps.columns import ASKED, HELD, SPREAD, SUMMARY
from benchmark.questions.gaps.measure import gaps as gaps_of
from benchmark.questions.gaps.measure import pillar_spread
from benchmark.questions.gaps.words import notes_on_gaps
from benchmark.questions.progress.columns import PROGRESS, SYSTEMS, UNITS, UNMATCHED
from benchmark.questions.progress.measure import MEASURE, progress_of_all_systems
from benchmark.questions.progress.measure import progress as progress_of
from benchmark.questions.progress.words import BY_CHANCE, notes_on_progress
from benchmark.store.publication import Publication
from benchmark.surfaces.cli.measured import (
    SELF_ASSESSED,
    came_of,
    national_notes,
    newest_comparable,
    scope_with_pillars,
)
from benchmark.surfaces.cli.output import Reply, show
from benchmark.surfaces.cli.store_commands import ready

COMPARABLE = "overall score on comparable domains"


def gaps(arguments: Namespace) -> int:
    """One system's gaps to a standard, one row per unit and pillar."""
    # The level is looked at whatever the baseline: one that is not on the scale was meant as something else.
    Standard("floor", arguments.level)
    standard = Standard(arguments.baseline, arguments.level)
    _, publication = ready(arguments)
    scope = scope_with_pillars(publication, arguments)
    found = gaps_of(publication, scope, standard)
    table = HELD.of(found.rows)
    asked = ASKED.record(
        {
            "ics": scope.ics_code,
            "year": scope.assessment_year,
            **standard.record,
        }
    )
    show(
        Reply(
            subject=found.subject,
            heading=f"held to {standard.in_words}, {SELF_ASSESSED}",
            shown=table,
            exported=table,
            document=asked | {"summary": SUMMARY.record(vars(found.summary)), "rows": table.records()},
            notes=[*notes_on_gaps(found), *national_notes(publication, scope, standard, found)],
            came=came_of(publication, scope),
        ),
        arguments.format,
        arguments.output,
    )
    return 0


def spread(arguments: Namespace) -> int:
    """One system's spread, one row per pillar."""
    _, publication = ready(arguments)
    scope = scope_with_pillars(publication, arguments)
    table = SPREAD.of(pillar_spread(publication, scope))
    asked = ASKED.only("ics", "year").record({"ics": scope.ics_code, "year": scope.assessment_year})
    show(
        Reply(
            subject=subject_of(publication, scope, SCORES),
            heading=f"spread of pillar scores, {SELF_ASSESSED}",
            shown=table,
            exported=table,
            document=asked | {"pillars": table.records()},
            notes=["A dash: too few returns to speak of a spread."],
            came=came_of(publication, scope),
        ),
        arguments.format,
        arguments.output,
    )
    return 0


def progress(arguments: Namespace) -> int:
    """One system's progress, one row per matched unit; or every system's, one row each."""
    _, publication = ready(arguments)
    year = newest_comparable(publication, arguments) if arguments.year is None else arguments.year
    if arguments.ics is None:
        _show_every_system(publication, arguments, year)
        return 0
    scope = resolve_scope(publication, ics=arguments.ics, year=year, footprint=arguments.footprint)
    found = progress_of(publication, scope)
    table = UNITS.of(found.units)
    show(
        Reply(
            subject=replace(found.subject, when=f"{found.year_from} to {found.year_to}"),
            heading=f"{COMPARABLE}, {SELF_ASSESSED}",
            shown=UNITS.headed(score_from=str(found.year_from), score_to=str(found.year_to)).of(found.units),
            exported=table,
            document=PROGRESS.record(found.row)
            | {"units": table.records(), "unmatched": UNMATCHED.of(found.unmatched).records()},
            notes=notes_on_progress(found),
            came=came_of(publication, scope, kind=MEASURE),
        ),
        arguments.format,
        arguments.output,
    )
    return 0


def _show_every_system(publication: Publication, arguments: Namespace, year: int) -> None:
    footprint, earlier = arguments.footprint, round_before(publication, year, fictional=False)
    frame = progress_of_all_systems(publication, year=year, footprint=footprint, year_from=earlier)
    came = coming(publication, year=year, footprint=footprint, kind=MEASURE)
    frame["returned"] = [came.of(code).returned for code in frame["ics"]]
    frame["expected"] = [came.of(code).expected for code in frame["ics"]]
    table = SYSTEMS.without("verdict_key").of(frame)
    show(
        Reply(
            subject=Subject(
                "",
                plural(len(frame), "system"),
                when=f"{earlier} to {year}",
                footprint=footprint,
                as_at=publication.as_at,
                rests_on=sources(publication, MEASURE, years=(*((earlier,) if earlier else ()), year)),
            ),
            heading=f"{COMPARABLE}, {SELF_ASSESSED}",
            shown=SYSTEMS.only(
                *("ics", "name", "n", "floor_from", "floor_to", "floor_change"),
                *("ceiling_from", "ceiling_to", "ceiling_change", "verdict"),
            )
            .headed(
                floor_from=f"Floor {earlier}",
                floor_to=f"Floor {year}",
                ceiling_from=f"Ceiling {earlier}",
                ceiling_to=f"Ceiling {year}",
            )
            .of(frame),
            exported=table,
            document=table.records(),
            notes=[
                "Returns: those with a score in both rounds. A dash: fewer than three of them.",
                BY_CHANCE,
                *filter(None, [round_words(came, ics_code=None)]),
            ],
        ),
        arguments.format,
        arguments.output,
    )
