"""The commands `gaps` and `spread`: how far trusts are below a standard, and how far apart."""

from collections.abc import Sequence

from benchmark.common.scope import Scope, Standard, unconfirmed_members
from benchmark.common.subject import MATURITY_SCORES, subject_of
from benchmark.core.columns import Filled
from benchmark.questions.gaps.columns import ASKED, BY_UNIT, HELD, IDENTICAL, SPREAD, SUMMARY
from benchmark.questions.gaps.measure import gaps as gaps_of
from benchmark.questions.gaps.measure import pillar_spread
from benchmark.questions.gaps.words import notes_on_gaps
from benchmark.surfaces.cli import options
from benchmark.surfaces.cli.measured import (
    SELF_ASSESSED,
    national_notes,
    received_of,
    scope_with_pillars,
)
from benchmark.surfaces.cli.options import Asked
from benchmark.surfaces.cli.output import Reply, show


@options.command(
    "gaps --ics QYG", 'gaps --ics "Cheshire and Merseyside" --baseline setting_median --format csv'
)
@options.system()
@options.standard
@options.once
@options.measured
def gaps(
    *,
    ics: str,
    standard: Standard,
    once: bool,
    asked: Asked,
) -> None:
    """How far each trust is below a standard, pillar by pillar.

    One row per trust, care setting and pillar.
    """
    publication = asked.publication
    scope = scope_with_pillars(asked, ics)
    result = gaps_of(publication, scope, standard, once=once)
    table = HELD.of(result.rows)
    head = ASKED.record(
        {
            "ics": scope.ics_code,
            "year": scope.assessment_year,
            **standard.record,
        }
    )
    show(
        Reply(
            subject=result.subject,
            heading=f"held to {standard.in_words}, {SELF_ASSESSED}",
            shown=HELD.without("material", "lone_setting").of(result.rows),
            exported=table,
            document=head
            | {
                "summary": SUMMARY.record(vars(result.summary)),
                "counted_once": once,
                "identical_returns": IDENTICAL.of(
                    dict(zip(IDENTICAL.keys, row, strict=True)) for row in result.identical
                ).records(),
                "returns": BY_UNIT.of(result.by_unit).records(),
                "rows": table.records(),
            },
            notes=[
                *notes_on_gaps(result),
                *national_notes(publication, scope, standard, result),
                *filter(None, [unconfirmed_members(publication, scope)]),
            ],
            received=received_of(publication, scope),
        ),
        asked.written,
    )


@options.command("spread --ics QYG")
@options.system()
@options.measured
def spread(*, ics: str, asked: Asked) -> None:
    """How far apart the trusts are on each pillar."""
    scope = scope_with_pillars(asked, ics)
    pillars = SPREAD.of(pillar_spread(asked.publication, scope))
    notes = ["A dash: too few trusts to speak of a spread."]
    _show_pillars(asked, scope, pillars, heading="spread of pillar scores", notes=notes)


def _show_pillars(
    asked: Asked, scope: Scope, pillars: Filled, *, heading: str, notes: Sequence[str] = ()
) -> None:
    """Show figures of a system's scores, one row per pillar."""
    head = ASKED.only("ics", "year").record({"ics": scope.ics_code, "year": scope.assessment_year})
    show(
        Reply(
            subject=subject_of(asked.publication, scope, MATURITY_SCORES),
            heading=f"{heading}, {SELF_ASSESSED}",
            shown=pillars,
            exported=pillars,
            document=head | {"pillars": pillars.records()},
            notes=notes,
            received=received_of(asked.publication, scope),
        ),
        asked.written,
    )
