"""The commands `gaps` and `spread`: how far below a standard, and how far apart."""

from benchmark.common.scope import Standard
from benchmark.common.subject import SCORES, subject_of
from benchmark.questions.gaps.columns import ASKED, HELD, SPREAD, SUMMARY
from benchmark.questions.gaps.measure import gaps as gaps_of
from benchmark.questions.gaps.measure import pillar_spread
from benchmark.questions.gaps.words import notes_on_gaps
from benchmark.surfaces.cli import options
from benchmark.surfaces.cli.measured import (
    SELF_ASSESSED,
    came_of,
    national_notes,
    scope_with_pillars,
)
from benchmark.surfaces.cli.options import Asked
from benchmark.surfaces.cli.output import Reply, show


@options.command(
    "gaps --ics QYG", 'gaps --ics "Cheshire and Merseyside" --baseline setting_median --format csv'
)
@options.system()
@options.standard
@options.measured
def gaps(
    *,
    ics: str,
    standard: Standard,
    asked: Asked,
) -> None:
    """How far each trust is below a standard, pillar by pillar.

    One row per trust, care setting and pillar.
    """
    publication = asked.publication
    scope = scope_with_pillars(asked, ics)
    found = gaps_of(publication, scope, standard)
    table = HELD.of(found.rows)
    head = ASKED.record(
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
            shown=HELD.without("material").of(found.rows),
            exported=table,
            document=head | {"summary": SUMMARY.record(vars(found.summary)), "rows": table.records()},
            notes=[*notes_on_gaps(found), *national_notes(publication, scope, standard, found)],
            came=came_of(publication, scope),
        ),
        asked.written,
    )


@options.command("spread --ics QYG")
@options.system()
@options.measured
def spread(*, ics: str, asked: Asked) -> None:
    """How far apart the trusts are on each pillar."""
    publication = asked.publication
    scope = scope_with_pillars(asked, ics)
    table = SPREAD.of(pillar_spread(publication, scope))
    head = ASKED.only("ics", "year").record({"ics": scope.ics_code, "year": scope.assessment_year})
    show(
        Reply(
            subject=subject_of(publication, scope, SCORES),
            heading=f"spread of pillar scores, {SELF_ASSESSED}",
            shown=table,
            exported=table,
            document=head | {"pillars": table.records()},
            notes=["A dash: too few returns to speak of a spread."],
            came=came_of(publication, scope),
        ),
        asked.written,
    )
