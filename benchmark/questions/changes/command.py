"""The command `changes`: the differences between two days or publications, for England or a system."""

from datetime import date

import click

from benchmark.common.resolve import resolve_scope
from benchmark.common.scope import Footprint, Standard
from benchmark.core.moments import utc_today
from benchmark.core.settings import Settings
from benchmark.questions.changes.columns import ALL
from benchmark.questions.changes.measure import changes as what_changed
from benchmark.questions.changes.words import as_email, between, every_change, none_words, notes
from benchmark.store.publication.view import earlier_of
from benchmark.surfaces.cli import options
from benchmark.surfaces.cli.output import Reply, Written, show, write_file


@options.command(
    "changes --since 2026-10-31",
    "changes --since 2026-10-31 --ics QYG --email --output changes.txt",
    "changes --since 2026-10-31 --until 2026-11-15 --ics QYG",
    "changes --since 000012-0123456789ab --ics QYG",
)
@click.option(
    "--since",
    type=options.day_or_publication,
    required=True,
    metavar="DAY",
    help="since the end of this day (UTC), or since the publication of this name",
)
@click.option(
    "--until",
    type=options.day_or_publication,
    metavar="DAY",
    help="until the end of this day, or this publication; now when left out",
)
@options.system(required=False)
@options.standard
@click.option("--year", type=options.whole_number, metavar="YEAR", help="the round; the newest when left out")
@options.footprint()
@click.option("--email", is_flag=True, help="as a text that is ready for an e-mail")
@options.written
@options.store
def changes(
    *,
    since: date | str,
    until: date | str | None,
    ics: str | None,
    standard: Standard,
    year: int | None,
    footprint: Footprint,
    email: bool,
    written: Written,
    settings: Settings,
) -> None:
    """What changed between two days: returns, scores, verdicts, sentences, places.

    Without --ics or --group it is about all real systems.
    """
    if email and written.form != "table":
        raise click.UsageError("--email is a text: leave --format out.", click.get_current_context())
    later = options.opened(settings, until)
    scope = None
    if ics is not None:
        scope = resolve_scope(later, ics=ics, year=year, footprint=footprint)
    earlier = earlier_of(settings, later, since)
    asked = ((earlier, since), (later, until))
    names = {asked_for.version: when for asked_for, when in asked if isinstance(when, str)}
    compared = what_changed(
        earlier, later, scope, standard=standard, year=year, footprint=footprint, names=names
    )
    source = f"Publications: {earlier.version} and {later.version}"
    if email:
        write_file(f"{as_email(compared, today=utc_today(), source=source)}\n".encode(), written.output)
        return
    shown = ALL.of(every_change(compared))
    show(
        Reply(
            subject=compared.subject,
            heading=f"what changed {between(compared)}; times in UTC",
            shown=shown,
            exported=shown,
            document={
                "since": str(since),
                "until": None if until is None else str(until),
                "smaller_moves": compared.smaller,
                **{table.key: table.of(rows).records() for table, rows in compared.tables},
            },
            notes=[*(none_words(table) for table, rows in compared.tables if rows.empty), *notes(compared)],
            source=source,
        ),
        written,
    )
