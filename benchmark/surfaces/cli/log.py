"""The commands about submissions: submissions, names, withdraw, restore, export."""

import sys
from datetime import date
from pathlib import Path

import click

from benchmark.common.scope import Standard
from benchmark.core.errors import BenchmarkError, StoreError, expect_known
from benchmark.core.people import person
from benchmark.core.settings import Settings
from benchmark.core.wording import plural
from benchmark.questions.returned.columns import CONFIRMED, EFFECT, SUBMISSIONS
from benchmark.questions.returned.measure import (
    answers_of_submissions,
    confirmed_names,
    effect_on_gaps,
    submission_log,
)
from benchmark.returns.submit.act import act_on, tell_audit
from benchmark.returns.submit.publishing import lag_words, not_shown_words
from benchmark.returns.submit.undo import change_standing
from benchmark.store import backup as backups
from benchmark.store.publication import Publication
from benchmark.store.publication.essentials import is_enough
from benchmark.store.storage.identity import expect_store
from benchmark.surfaces.cli import options
from benchmark.surfaces.cli.output import Reply, Written, everybody, show, write_file
from benchmark.surfaces.cli.terminal import say
from benchmark.surfaces.files.exports import ExportFormat, export_of, exported
from schemas.kinds import KINDS

_SHOWN_OF_LOG = (
    *("submission_id", "state", "kind", "fictional", "row_count"),
    *("submitted_at", "submitted_by", "file_name", "note"),
)
_SHOWN_OF_NAMES = (
    *("submission_id", "state", "sort", "written", "stands_for", "organisation"),
    *("fictional", "layout", "submitted_by", "submitted_at"),
)
_BY = click.option("--by", metavar="NAME", help="the name for the log (default: the user of this computer)")


@options.command("submissions", "submissions --kind own_targets --state standing")
@click.option("--kind", metavar="KIND", help="of this kind only")
@click.option("--state", type=options.OneOf(("standing", "withdrawn")), help="in this state only")
@click.option("--by", metavar="NAME", help="submitted by this person only")
@options.written
@options.past
def submissions(
    *,
    kind: str | None,
    state: str | None,
    by: str | None,
    written: Written,
    settings: Settings,
    as_at: date | None,
) -> None:
    """The log of everything that was submitted, the newest first."""
    if kind is not None:
        expect_known(kind, KINDS, what="kind")
    publication = options.opened(settings, as_at, enough=False)
    log = submission_log(publication)
    for column, wanted in (("kind", kind), ("state", state), ("submitted_by", by)):
        if wanted is not None:
            log = log[log[column].str.casefold() == wanted.casefold()]
    answers = answers_of_submissions(publication)
    table = SUBMISSIONS.of(log)
    show(
        Reply(
            subject=everybody(publication),
            heading=f"{plural(len(table.rows), 'submission')}, the newest first; times in UTC",
            shown=SUBMISSIONS.only(*_SHOWN_OF_LOG).of(log),
            exported=table,
            document=[row | {"answers": answers.get(row["submission_id"], [])} for row in table.records()],
            notes=[*filter(None, [lag_words(settings, publication)])],
            source=f"Publication: {publication.version}",
        ),
        written,
    )


@options.command("names")
@options.written
@options.past
def names(*, written: Written, settings: Settings, as_at: date | None) -> None:
    """The names and headings that people confirmed.

    Each name and heading that a person confirmed with a return, and that is read so in the next file: what it
    means, who said so, when. To take one back, withdraw its number.
    """
    publication = options.opened(settings, as_at, enough=False)
    found = confirmed_names(publication)
    table = CONFIRMED.of(found)
    show(
        Reply(
            subject=everybody(publication),
            heading=f"names and headings that people confirmed: {len(table.rows)}, the newest first",
            shown=CONFIRMED.only(*_SHOWN_OF_NAMES).of(found),
            exported=table,
            document=table.records(),
            notes=["To take one back: python -m benchmark withdraw NUMBER --reason TEXT", ""]
            if table.rows
            else [],
            source=f"Publication: {publication.version}",
        ),
        written,
    )


@options.command('withdraw 12 --reason "The wrong file"', 'withdraw 3 --reason "Corrected" --replaced-by 15')
@click.argument(
    "number",
    type=options.whole_number,
    metavar="N",
    help="the submission's number; a name or heading that was confirmed has one too, see names",
)
@click.option("--reason", required=True, metavar="TEXT", help="why; kept in the log")
@click.option(
    "--replaced-by",
    type=options.whole_number,
    metavar="N",
    help="the version that replaces it from then on; required for published data",
)
@_BY
@options.clock
@options.store
def withdraw(
    *,
    number: int,
    reason: str,
    replaced_by: int | None,
    by: str | None,
    settings: Settings,
    at_this_time: bool,
) -> None:
    """Take a submission back, and publish.

    What that changes is printed.
    """
    _change(
        settings,
        number,
        standing=False,
        reason=reason,
        by=by,
        replaced_by=replaced_by,
        at_this_time=at_this_time,
    )


@options.command('restore 12 --reason "Right after all"', "restore ledger.zip --replace")
@click.argument(
    "file",
    metavar="N|FILE",
    help="a submission's number; anything else is a backup (./7 for one called 7)",
)
@click.option("--reason", metavar="TEXT", help="why the submission is restored; kept in the log")
@click.option("--replace", is_flag=True, help="replace the store's ledger; the old one is kept aside")
@_BY
@options.clock
@options.store
def restore(
    *, file: str, reason: str | None, by: str | None, settings: Settings, replace: bool, at_this_time: bool
) -> None:
    """Undo the withdrawal of submission N; or make a backup the store's ledger.

    A backup makes the store where the folder holds none.
    """
    # ASCII only: isdecimal is true for digits of every script.
    if not (file.isascii() and file.isdecimal()):
        if reason is not None:
            raise BenchmarkError(
                f"{file} is no submission's number, and a backup takes no --reason.",
                fix="To undo a withdrawal, give the submission's number.",
            )
        _restore_backup(settings, Path(file), replace=replace, by=by)
        return
    if replace:
        raise BenchmarkError("--replace is for a backup.", fix=f"For a file called {file} say ./{file}")
    _change(settings, int(file), standing=True, reason=reason, by=by, at_this_time=at_this_time)


@options.command("export units --format xlsx --output units.xlsx", "export rounds")
@click.argument("table", metavar="TABLE", help="such as units; one that is unknown lists them all")
@options.form("csv", "xlsx", "parquet")
@click.option("--output", metavar="FILE", help="where to; standard output when left out")
@options.past
def export(
    *, table: str, form: ExportFormat, output: str | None, settings: Settings, as_at: date | None
) -> None:
    """A table of the publication as a file."""
    publication = options.opened(settings, as_at, enough=False)
    content = exported(export_of(publication, table), form)
    tell_audit(settings, publication, "export", table)
    write_file(content, output, form)


def _user() -> str:
    name = options.user_name()
    if name is None:
        raise BenchmarkError("This computer does not say who you are.", fix="Add --by NAME.")
    return name


def _restore_backup(settings: Settings, file: Path, *, replace: bool, by: str | None) -> None:
    if settings.ledger_file.exists():
        act_on(settings, "people", "restoring a backup")
    report = backups.restore(settings, file, replace=replace, by=person(by or _user()))
    if report.kept_aside is not None:
        say(f"The ledger that was there is kept as {report.kept_aside}.", file=sys.stderr)
    made = f"{report.manifest.made_at:%Y-%m-%d %H:%M} UTC"
    what = f"Restored the backup of {made}: {plural(report.manifest.submissions, 'submission')}"
    if report.not_shown:
        say(not_shown_words(what, report.not_shown))
        return
    say(f"{what}.")
    say(report.version)


def _change(
    settings: Settings,
    number: int,
    *,
    standing: bool,
    reason: str | None,
    by: str | None,
    at_this_time: bool,
    replaced_by: int | None = None,
) -> None:
    why = (reason or "").strip()
    if not why:
        raise BenchmarkError("No reason is given.", fix='Say why, for later readers: --reason "TEXT"')
    try:
        before = options.opened(settings, enough=False)
    except StoreError:  # the publication may lack just what is being restored
        expect_store(settings)
        before = None
    change = change_standing(
        settings,
        number,
        standing=standing,
        by=by or _user(),
        reason=why,
        replaced_by=replaced_by,
        at_this_time=at_this_time,
    )
    changed = change.submission
    done = "is restored" if standing else "is withdrawn"
    what = f"Submission {number} {done}"
    say(f"{what}: {changed.file_name}, {changed.kind}, {changed.row_count:,} rows.")
    if not change.version:
        say(not_shown_words(what, change.not_shown))
        return
    after = options.opened(settings, enough=False)
    if before is not None and is_enough(before) and is_enough(after):
        earlier, later = _rows(before, changed.kind), _rows(after, changed.kind)
        say(f"Rows of {changed.kind} in the publication: {earlier:,} before, {later:,} now.")
        say(*_effect(before, after))
    say(f"Publication: {change.version}")


def _effect(before: Publication, after: Publication) -> list[str]:
    """The effect on systems' gaps, in lines."""
    standard = Standard()
    moved = EFFECT.of(effect_on_gaps(before, after, standard))
    if not moved.rows:
        return [f"No system's gap to {standard.in_words} changes."]
    lines = [f"Gaps to {standard.in_words} that change:"]
    for name, code, year, *figures in moved.texts():
        changes = [
            f"{what} {earlier} to {later}"
            for what, earlier, later in zip(
                ("returns", "scores below", "mean gap, points,"), figures[::2], figures[1::2], strict=True
            )
        ]
        lines.append(f"  {name} ({code}), {year}: {'; '.join(changes)}")
    return lines


def _rows(publication: Publication, kind: str) -> int:
    return len(export_of(publication, kind).table)
