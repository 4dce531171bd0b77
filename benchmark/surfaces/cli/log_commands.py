"""The commands of what was submitted: submissions, withdraw, restore, export. Each returns its exit code."""

from argparse import Namespace
from datetime import UTC, datetime

from benchmark.common.completeness import default_round
from benchmark.common.resolve import resolve_scope
from benchmark.common.scope import Standard
from benchmark.common.subject import Subject, subject_of
from benchmark.core.errors import BenchmarkError, StoreError, expect_known
from benchmark.core.settings import Settings
from benchmark.questions.returned.columns import CONFIRMED, EFFECT, SUBMISSIONS, WHO_RETURNED
from benchmark.questions.returned.measure import (
    answers_of_submissions,
    asked_kinds,
    confirmed_names,
    effect_on_gaps,
    periods,
    submission_log,
    who_has_returned,
)
from benchmark.returns.submit.publishing import lag_words, not_shown_words
from benchmark.returns.submit.undo import change_standing
from benchmark.store.enough import is_enough
from benchmark.store.identity import expect_store
from benchmark.store.publication import Publication, open_store
from benchmark.surfaces.cli import store_commands
from benchmark.surfaces.cli.measured import is_fictional
from benchmark.surfaces.cli.output import Reply, show, write_file
from benchmark.surfaces.cli.terminal import say
from benchmark.surfaces.files.exports import export_of, exported
from schemas.kinds import KINDS

_SHOWN_OF_LOG = (
    *("submission_id", "state", "kind", "fictional", "row_count"),
    *("submitted_at", "submitted_by", "file_name", "note"),
)
_SHOWN_OF_RETURNED = ("ics_code", "ods_code", "organisation", "state", "what", "submission_id")
_SHOWN_OF_NAMES = (
    *("submission_id", "state", "sort", "written", "stands_for", "organisation"),
    *("fictional", "layout", "submitted_by", "submitted_at"),
)


def submissions(arguments: Namespace) -> int:
    """The log, the newest first, as far as the filters leave it."""
    if arguments.kind is not None:
        expect_known(arguments.kind, KINDS, what="kind")
    settings, publication = store_commands.ready(arguments, enough=False)
    log = submission_log(publication)
    for column, wanted in (
        ("kind", arguments.kind),
        ("state", arguments.state),
        ("submitted_by", arguments.by),
    ):
        if wanted is not None:
            log = log[log[column].str.casefold() == wanted.casefold()]
    answers = answers_of_submissions(publication)
    table = SUBMISSIONS.of(log)
    show(
        Reply(
            subject=_everybody(publication),
            heading=f"{len(table.rows)} submissions, the newest first; times in UTC",
            shown=SUBMISSIONS.only(*_SHOWN_OF_LOG).of(log),
            exported=table,
            document=[row | {"answers": answers.get(row["submission_id"], [])} for row in table.records()],
            notes=[*filter(None, [lag_words(settings, publication)])],
            source=f"Publication: {publication.version}",
        ),
        arguments.format,
        arguments.output,
    )
    return 0


def returned(arguments: Namespace) -> int:
    """Who has returned a kind, in a period, and who has not."""
    _, publication = store_commands.ready(arguments)
    expect_known(arguments.kind, asked_kinds(), what="return of the kind")
    asked = asked_kinds()[arguments.kind]
    ics = arguments.ics
    scope = None if ics is None else resolve_scope(publication, ics=ics, footprint=arguments.footprint)
    fictional = scope is not None and is_fictional(publication, scope)
    today = datetime.now(UTC).date()
    known = periods(publication, arguments.kind, today=today, fictional=fictional)
    period = arguments.period or (known[-1] if known else None)
    if period is not None:
        expect_known(period, known, what=f"period of {asked.title}")
    year = default_round(
        publication,
        ics_code=None if scope is None else scope.ics_code,
        fictional=fictional,
        footprint=arguments.footprint,
    )
    found = who_has_returned(
        publication, arguments.kind, period=period, year=year, footprint=arguments.footprint
    )
    found = found[~found["fictional"]] if scope is None else found[found["ics_code"] == scope.ics_code]
    table = WHO_RETURNED.of(found)
    here = int((found["state"] == "returned").sum())
    of = "" if period is None else f" of {period}"
    show(
        Reply(
            subject=_everybody(publication) if scope is None else subject_of(publication, scope, when=""),
            heading=f"{asked.title}{of}: {here} of {len(found)} have returned; times in UTC",
            shown=WHO_RETURNED.only(*_SHOWN_OF_RETURNED).of(found),
            exported=table,
            document=table.records(),
            source=f"Publication: {publication.version}",
        ),
        arguments.format,
        arguments.output,
    )
    return 0


def names(arguments: Namespace) -> int:
    """Every name and heading that a person confirmed, the newest first."""
    _, publication = store_commands.ready(arguments, enough=False)
    found = confirmed_names(publication)
    table = CONFIRMED.of(found)
    show(
        Reply(
            subject=_everybody(publication),
            heading=f"{len(table.rows)} names and headings that people confirmed, the newest first",
            shown=CONFIRMED.only(*_SHOWN_OF_NAMES).of(found),
            exported=table,
            document=table.records(),
            notes=["To take one back: python -m benchmark withdraw NUMBER --reason TEXT", ""]
            if table.rows
            else [],
            source=f"Publication: {publication.version}",
        ),
        arguments.format,
        arguments.output,
    )
    return 0


def withdraw(arguments: Namespace) -> int:
    """Take a submission back, publish, and say what changed."""
    return _change(arguments, arguments.number, standing=False)


def restore(arguments: Namespace) -> int:
    """Let a submission stand again; or, where it is no number that is given, restore a backup."""
    # isdecimal alone takes the digits of every script.
    if not (arguments.file.isascii() and arguments.file.isdecimal()):
        if arguments.reason is not None:
            raise BenchmarkError(
                f"{arguments.file} is no submission's number, and a backup takes no --reason.",
                fix="To let a submission stand again, give its number.",
            )
        return store_commands.restore(arguments)
    if arguments.replace:
        raise BenchmarkError(
            "--replace is for a backup.", fix=f"For a file called {arguments.file} say ./{arguments.file}"
        )
    return _change(arguments, int(arguments.file), standing=True)


def export(arguments: Namespace) -> int:
    """Write a table or view of the publication."""
    _, publication = store_commands.ready(arguments, enough=False)
    found = export_of(publication, arguments.view)
    write_file(exported(found, arguments.format), arguments.output, binary=arguments.format != "csv")
    return 0


def _change(arguments: Namespace, number: int, *, standing: bool) -> int:
    reason = (arguments.reason or "").strip()
    if not reason:
        raise BenchmarkError("No reason is given.", fix='Say why, for those who come later: --reason "TEXT"')
    settings = Settings.from_environment(arguments.store)
    try:
        before = open_store(settings)
    except StoreError:  # what is restored may be just what the publication lacks
        expect_store(settings)
        before = None
    change = change_standing(
        settings,
        number,
        standing=standing,
        by=arguments.by or store_commands.user(),
        reason=reason,
        replaced_by=None if standing else arguments.replaced_by,
        at_this_time=arguments.at_this_time,
    )
    changed, after = change.submission, change.publication
    done = "stands again" if standing else "is withdrawn"
    what = f"Submission {number} {done}"
    say(f"{what}: {changed.file_name}, {changed.kind}, {changed.row_count:,} rows.")
    if after is None:
        say(not_shown_words(what, change.not_shown))
        return 0
    if before is not None and is_enough(before) and is_enough(after):
        earlier, later = _rows(before, changed.kind), _rows(after, changed.kind)
        say(f"Rows of {changed.kind} in the publication: {earlier:,} before, {later:,} now.")
        say(*_effect(before, after))
    say(f"Publication: {after.version}")
    return 0


def _everybody(publication: Publication) -> Subject:
    """What is about no one organisation."""
    return Subject("", "All organisations", as_at=publication.as_at)


def _effect(before: Publication, after: Publication) -> list[str]:
    """What the change does to the systems' gaps, in lines."""
    standard = Standard()
    moved = EFFECT.of(effect_on_gaps(before, after, standard))
    if not moved.rows:
        return [f"No system's gap to {standard.in_words} changes."]
    lines = [f"Gaps to {standard.in_words} that change:"]
    for name, code, year, *figures in moved.texts():
        told = [
            f"{what} {earlier} to {later}"
            for what, earlier, later in zip(
                ("returns", "scores below", "mean gap, points,"), figures[::2], figures[1::2], strict=True
            )
        ]
        lines.append(f"  {name} ({code}), {year}: {'; '.join(told)}")
    return lines


def _rows(publication: Publication, kind: str) -> int:
    return len(export_of(publication, kind).table)
