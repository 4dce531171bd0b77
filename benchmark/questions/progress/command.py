"""The command `progress`: whether the trusts came closer together."""

from dataclasses import replace

from benchmark.common.completeness import round_received, round_words
from benchmark.common.resolve import resolve_scope
from benchmark.common.scope import Footprint, round_before, unconfirmed_members
from benchmark.common.subject import Subject, sources
from benchmark.core.wording import plural
from benchmark.questions.progress.columns import PROGRESS, SYSTEMS, TRUSTS, UNITS, UNMATCHED
from benchmark.questions.progress.measure import MEASURE, nation, progress_of_all_systems
from benchmark.questions.progress.measure import progress as progress_of
from benchmark.questions.progress.words import nation_sentence, notes_on_progress
from benchmark.store.publication import Publication
from benchmark.surfaces.cli import options
from benchmark.surfaces.cli.measured import SELF_ASSESSED, newest_comparable, received_of
from benchmark.surfaces.cli.options import Asked
from benchmark.surfaces.cli.output import Reply, show

COMPARABLE = "overall score on comparable domains"


@options.command("progress --ics QF7", "progress")
@options.system(required=False)
@options.measured
def progress(*, ics: str | None, asked: Asked) -> None:
    """Whether the trusts came closer together since the round before.

    One row per trust, the mean of its care settings; or one per system, if no system is named.
    """
    publication = asked.publication
    year = newest_comparable(asked, ics) if asked.year is None else asked.year
    if ics is None:
        show(_every_system(publication, year, asked.footprint), asked.written)
        return
    scope = resolve_scope(publication, ics=ics, year=year, footprint=asked.footprint)
    moved = progress_of(publication, scope)
    table = TRUSTS.of(moved.trusts)
    show(
        Reply(
            subject=replace(moved.subject, when=f"{moved.year_from} to {moved.year_to}"),
            heading=f"{COMPARABLE}, {SELF_ASSESSED}",
            shown=TRUSTS.headed(score_from=str(moved.year_from), score_to=str(moved.year_to)).of(
                moved.trusts
            ),
            exported=table,
            document=PROGRESS.record(moved.row)
            | {
                "trusts": table.records(),
                "units": UNITS.of(moved.units).records(),
                "unmatched": UNMATCHED.of(moved.unmatched).records(),
            },
            notes=[*notes_on_progress(moved), *filter(None, [unconfirmed_members(publication, scope)])],
            received=received_of(publication, scope, kind=MEASURE),
        ),
        asked.written,
    )


def _every_system(publication: Publication, year: int, footprint: Footprint) -> Reply:
    earlier = round_before(publication, year, fictional=False)
    frame = progress_of_all_systems(publication, year=year, footprint=footprint, year_from=earlier)
    received = round_received(publication, year=year, footprint=footprint, kind=MEASURE)
    by_chance = (earlier and nation(publication, year=year, footprint=footprint, year_from=earlier)) or None
    frame["returned"] = [received.of(code).returned for code in frame["ics"]]
    frame["expected"] = [received.of(code).expected for code in frame["ics"]]
    table = SYSTEMS.without("verdict_key").of(frame)
    return Reply(
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
            *("ics", "name", "n_trusts", "rose", "fell", "floor_change", "ceiling_change"),
            *("sd_change", "sd_reading", "verdict", "chance_of_verdict", "rests_on"),
        )
        .worded(rests_on=", ".join)
        .of(frame),
        exported=table,
        document=table.records(),
        notes=[
            "Trusts: those with a score in both rounds. A dash: too few of them, or nothing to say.",
            nation_sentence(frame, by_chance),
            *filter(None, [round_words(received, ics_code=None)]),
        ],
    )
