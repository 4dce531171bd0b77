"""Checked returns into the ledger: all of it or nothing, with their answers, and a receipt of each."""

import csv
import io
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from benchmark.core.errors import NotCopied, ReturnRefused, StaleCheck, StoreError
from benchmark.core.people import acting, answer, person
from benchmark.core.people import note as people_note
from benchmark.core.settings import Settings
from benchmark.core.wording import LETTERS, in_words
from benchmark.returns.findings import Finding, findings_json
from benchmark.returns.recognise.organisations import normalised
from benchmark.returns.submit.act import act, codes_written, expect_own
from benchmark.returns.submit.intake import CheckedReturn, check_return
from benchmark.returns.submit.publishing import Shown, show
from benchmark.returns.submit.receipt import Receipt, receipt_of
from benchmark.store.ledger import Answer, Ledger, NewFile, NewSubmission, Submission, table_of_rows, writing
from benchmark.store.ledger.receipts import changed_since
from benchmark.store.ledger.snapshot import reading
from benchmark.store.publication import Publication
from schemas.aliases import ColumnAlias, NameAlias
from schemas.base import Row

SAME_FILE = "already_submitted"
SMALL_AMOUNT = "amount_small"
NO_ANSWER = f"What was answered to it has fewer than {LETTERS} letters, which says nothing."


def submit_return(
    settings: Settings,
    checked: CheckedReturn,
    *,
    by: str,
    note: str,
    answers: Mapping[str, str] | None = None,
    publish_now: bool = True,
) -> Receipt:
    """Submit every row of a checked file and publish; otherwise like `submit_returns`."""
    return submit_returns(settings, [checked], by=by, note=note, answers=answers, publish_now=publish_now)[0]


def submit_returns(
    settings: Settings,
    files: Sequence[CheckedReturn],
    *,
    by: str,
    note: str,
    answers: Mapping[str, str] | None = None,
    publish_now: bool = True,
    at_this_time: bool = False,
) -> list[Receipt]:
    """Submit every row of checked files and publish once: all of them or nothing. A receipt for each.

    A file takes the place of the submissions that it was checked as replacing. publish_now: False leaves the
    publication to the caller, who publishes once; the receipts then name no publication. at_this_time: a
    person says that the computer's clock is right. Returned means kept: where it cannot be shown yet, for
    whatever reason, the receipts say why.

    Raises ReturnRefused for errors, open questions, an empty name, a name, note or answer that cannot be
    kept, and when the publication's own checks fail: the submissions are then withdrawn again, with the
    reason. Raises StaleCheck when what stands for the same figures has changed since the check. In each of
    these cases nothing is submitted.
    """
    actor = act(settings, _organisations(settings, files))
    # Before the ledger is locked: a refusal is an entry too.
    _expect_own_replaced(settings, files)
    by, note = person(actor.name(by)), people_note(note)
    given = {name: answer(text, to=name) for name, text in (answers or {}).items()}
    for checked in files:
        _refuse(checked, by, given)
    with writing(
        settings, at_this_time=at_this_time, subject=actor.subject, grants=actor.person.grant_ids
    ) as ledger:
        ledger.on_behalf = actor.on_behalf
        _refuse_same_files(ledger, files, given)
        for checked in files:
            _refuse_stale(ledger, checked, named=actor.person.local)
        written = ledger.submit_files([_new_file(checked, by, note, given) for checked in files])
        receipts = [receipt_of(ledger, parts[0].submission_id) for parts in written]
    if not publish_now:
        return receipts
    shown = _shown(settings, written, files, by)
    return [replace(receipt, publication=shown.version, not_shown=shown.why_not) for receipt in receipts]


def _organisations(settings: Settings, files: Sequence[CheckedReturn]) -> dict[str, set[str]]:
    """Kind -> the organisations that rows of files are about, with those of the names confirmed with them."""
    found: dict[str, set[str]] = {}
    for checked in files:
        for ready in checked.tables:
            found.setdefault(ready.kind, set()).update(codes_written(settings, ready.kind, ready.table))
        if checked.confirmed_names:
            found.setdefault(NameAlias.kind, set()).update(checked.confirmed_names.values())
    return found


def _expect_own_replaced(settings: Settings, files: Sequence[CheckedReturn]) -> None:
    """NotAllowed where a file would take the place of what is not for whoever acts to withdraw."""
    numbers = [n for checked in files if checked.replacing is not None for n in checked.replacing.numbers]
    if not numbers:
        return
    with reading(settings) as ledger:
        for number in numbers:
            expect_own(settings, ledger, number)


def changed_meanwhile(
    settings: Settings, checked: CheckedReturn, publication: Publication
) -> list[Submission]:
    """The submissions that were entered, withdrawn or restored since the check, about figures that the file
    gives too: those that the reader of a publication may know of.
    """
    with reading(settings) as ledger:
        changed = _changed_since_check(ledger, checked)
    return [one for one in changed if publication.may_open(one.submission_id)]


def _new_file(checked: CheckedReturn, by: str, note: str, answers: Mapping[str, str]) -> NewFile:
    return NewFile(
        parts=[
            NewSubmission(
                kind=ready.kind,
                file_name=checked.file_name,
                content=checked.content,
                table=ready.table,
                submitted_by=by,
                note=note,
                findings=findings_json(checked.findings),
                how=checked.how,
            )
            for ready in checked.tables
        ]
        + _confirmed(checked, by),
        replaces=checked.replacing.numbers if checked.replacing is not None else (),
        rows_read=checked.rows_read,
        answers=kept_answers(checked, answers),
    )


def _refuse(checked: CheckedReturn, by: str, answers: Mapping[str, str]) -> None:
    if not by.strip():
        raise ReturnRefused("Nobody is named as the one who submits.", fix="Give a name.")
    if checked.errors:
        first, count = checked.errors[0], len(checked.errors)
        raise ReturnRefused(
            f"{checked.file_name} has {count:,} error{'' if count == 1 else 's'}, the first: {first.message}",
            fix="Correct them all, then check the file again.",
        )
    if not checked.tables:
        raise ReturnRefused(f"{checked.file_name} holds no rows to submit.", fix="Choose another file.")
    open_questions = unanswered(checked, answers)
    if open_questions:
        short = too_short(checked, answers)
        first, said = (short[0], f" {NO_ANSWER}") if short else (open_questions[0], "")
        count, are = len(open_questions), "question is" if len(open_questions) == 1 else "questions are"
        raise ReturnRefused(
            f"{count:,} {are} open, the first: {first.message}{said}",
            fix="Answer each of them, or correct the file.",
        )


def _refuse_same_files(ledger: Ledger, files: Sequence[CheckedReturn], answers: Mapping[str, str]) -> None:
    """Asked under the ledger's lock once more: the same file may have been submitted since it was checked."""
    seen: dict[str, str] = {}
    standing = {one.sha256: one.submission_id for one in ledger.submissions() if one.state == "standing"}
    expected = any(code.split(":")[0] == SAME_FILE and in_words(answer) for code, answer in answers.items())
    for checked in files:
        if checked.sha256 in seen:
            raise ReturnRefused(
                f"{checked.file_name} is the same file as {seen[checked.sha256]}.", fix="Submit it once."
            )
        seen[checked.sha256] = checked.file_name
        if checked.sha256 in standing and not expected:
            raise ReturnRefused(
                f"{checked.file_name} was submitted already, as number {standing[checked.sha256]}.",
                fix="Leave it, or answer the question whether it is to be submitted again.",
            )


def _refuse_stale(ledger: Ledger, checked: CheckedReturn, *, named: bool) -> None:
    """named: whose it is and what it is called may be told to whoever submits."""
    changed = _changed_since_check(ledger, checked)
    if changed:
        numbers = ", ".join(str(one.submission_id) for one in changed)
        what = changes_in_words(changed) if named else f"by what was entered of submission {numbers}"
        raise StaleCheck(
            f"What {checked.file_name} was compared with has changed since: {what}.",
            fix="Check the file again, look at what it would change now, and submit it then.",
        )


def changes_in_words(changed: Sequence[Submission]) -> str:
    """Who submitted or withdrew what, in words."""
    return "; ".join(
        f"submission {one.submission_id} ({one.file_name}, by {one.submitted_by})"
        f"{' was withdrawn' if one.state == 'withdrawn' else ' stands now'}"
        for one in changed
    )


def _changed_since_check(ledger: Ledger, checked: CheckedReturn) -> list[Submission]:
    if checked.ledger_entry is None:
        return []
    return changed_since(
        ledger,
        checked.ledger_entry,
        {ready.kind: ready.table for ready in checked.tables},
        replaces=checked.replacing.numbers if checked.replacing is not None else (),
    )


def _confirmed(checked: CheckedReturn, by: str) -> list[NewSubmission]:
    """What people confirmed with the file, remembered for the next one: each a submission of its own, so that
    it can be withdrawn alone.
    """
    names = {normalised(name): (name, code) for name, code in checked.confirmed_names.items()}
    told: list[tuple[Row, str]] = [
        *(
            (NameAlias(alias=key, ods_code=code), f"the name '{name}' is {code}")
            for key, (name, code) in names.items()
        ),
        *(
            (
                ColumnAlias(layout=layout, heading=heading, stands_for=column),
                f"the heading '{heading}' is {column} ({layout})",
            )
            for layout, heading, column in checked.remembered_columns
        ),
    ]
    return [_submission_of([row], by, f"Confirmed with {checked.file_name}: {words}") for row, words in told]


def _submission_of(rows: Sequence[Row], by: str, note: str) -> NewSubmission:
    """Rows that come from no file of their own, with a CSV of them as their file."""
    return NewSubmission(
        kind=rows[0].kind,
        file_name=f"{rows[0].kind}.csv",
        content=csv_of(rows),
        table=table_of_rows(rows, range(2, len(rows) + 2)),
        submitted_by=by,
        note=note,
    )


def _shown(
    settings: Settings, written: Sequence[Sequence[Submission]], files: Sequence[CheckedReturn], by: str
) -> Shown:
    """Publish what was taken. ReturnRefused where its content fails the checks, and it was taken back."""
    numbers = [part.submission_id for parts in written for part in parts]
    shown = show(settings, submission=max(numbers))
    if not shown.refused:
        return shown
    again = [n for checked in files if checked.replacing is not None for n in checked.replacing.numbers]
    try:
        with suppress(NotCopied), writing(settings, subject=acting(settings).subject) as ledger:
            ledger.change(
                withdraw=numbers,
                restore=again,
                by=by,
                reason=f"Could not be published: {shown.why_not}",
            )
    except (StoreError, OSError):  # then it stands, is not shown, and is said so
        return shown
    show(settings)
    taken = ", ".join(map(str, numbers))
    raise ReturnRefused(
        f"Taken as number {taken} and taken back at once, because it cannot be published: {shown.why_not} "
        "Both are entries in the log.",
        fix="Correct the file and submit it again.",
    )


def one_line(text: str) -> str:
    """A text without line breaks: what follows one could look like another person's note or answer."""
    return " ".join(text.split())


def answer_of(entry: Finding, answers: Mapping[str, str]) -> str:
    """The answer to a question: its own, or the one given for all of its code; empty where it has none."""
    given = (answers[name] for name in (entry.question, entry.code) if name in answers)
    return next((one_line(text) for text in given if in_words(text)), "")


def unanswered(checked: CheckedReturn, answers: Mapping[str, str]) -> tuple[Finding, ...]:
    """The questions without an answer. An answer is filed under a finding's `question`, or under its code for
    all questions of that code; what has fewer than LETTERS letters is none.
    """
    return tuple(entry for entry in checked.questions if not answer_of(entry, answers))


def too_short(checked: CheckedReturn, answers: Mapping[str, str]) -> tuple[Finding, ...]:
    """Those of them for which something was said that is no answer."""
    return tuple(
        entry
        for entry in unanswered(checked, answers)
        if any(answers.get(name, "").strip() for name in (entry.question, entry.code))
    )


def kept_answers(checked: CheckedReturn, answers: Mapping[str, str]) -> tuple[Answer, ...]:
    """Every question of a file with its own answer, as the ledger keeps them."""
    return tuple(
        Answer(entry.question, entry.message, answer_of(entry, answers)) for entry in checked.questions
    )


def csv_of(rows: Sequence[Row]) -> bytes:
    """Rows of one kind, at least one, as the CSV that would be uploaded."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=list(type(rows[0]).model_fields))
    writer.writeheader()
    writer.writerows({name: _plain(value) for name, value in row.model_dump().items()} for row in rows)
    return out.getvalue().encode()


def submit_rows(
    settings: Settings,
    publication: Publication,
    rows: Sequence[Row],
    *,
    file_name: str,
    by: str,
    note: str,
    answers: Mapping[str, str] | None = None,
) -> Receipt:
    """Check rows of one kind as a file, submit it and publish. ReturnRefused as of any file."""
    checked = check_return(csv_of(rows), file_name, publication=publication, kind=rows[0].kind)
    return submit_return(settings, checked, by=by, note=note, answers=answers)


def _plain(value: object) -> object:
    """A whole amount without the .0 that Python writes after it."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
