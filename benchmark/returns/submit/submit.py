"""Submits checked returns to the ledger: all or none, with their answers, and a receipt for each."""

import csv
import io
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from benchmark.core.errors import NotCopied, ReturnRefused, StaleCheck, StoreError
from benchmark.core.people import acting, answer, person
from benchmark.core.people import note as people_note
from benchmark.core.settings import Settings
from benchmark.core.wording import LETTERS, in_words, plural
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
    """Submit all rows of one checked file and publish; otherwise like `submit_returns`."""
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
    """Submit all rows of checked files, all files or none, and publish once. Returns a receipt for each.

    A file replaces the submissions that it was checked to replace. publish_now: False leaves publishing to
    the caller; the receipts then name no publication. at_this_time: a person says that the computer's clock
    is right. Once this returns, the rows are kept: if they cannot be shown yet, the receipts say why.

    Raises ReturnRefused for errors, open questions, an empty name, a name, note or answer that cannot be
    kept, and if the publication's own checks fail: the submissions are then withdrawn again, with the reason.
    Raises StaleCheck if current rows for the same figures have changed since the check. In the other cases
    nothing is submitted.
    """
    actor = act(settings, _organisations(settings, files))
    # Before the ledger is locked, as a refusal is an entry too.
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
    shown = _show_or_withdraw(settings, written, files, by)
    return [replace(receipt, publication=shown.version, not_shown=shown.why_not) for receipt in receipts]


def _organisations(settings: Settings, files: Sequence[CheckedReturn]) -> dict[str, set[str]]:
    """Kind -> codes of the organisations that the files' rows and confirmed names are about."""
    codes: dict[str, set[str]] = {}
    for checked in files:
        for ready in checked.tables:
            codes.setdefault(ready.kind, set()).update(codes_written(settings, ready.kind, ready.table))
        if checked.confirmed_names:
            codes.setdefault(NameAlias.kind, set()).update(checked.confirmed_names.values())
    return codes


def _expect_own_replaced(settings: Settings, files: Sequence[CheckedReturn]) -> None:
    """Raise NotAllowed if a file would replace a submission that the person may not withdraw."""
    numbers = [n for checked in files if checked.replacing is not None for n in checked.replacing.numbers]
    if not numbers:
        return
    with reading(settings) as ledger:
        for number in numbers:
            expect_own(settings, ledger, number)


def changed_meanwhile(
    settings: Settings, checked: CheckedReturn, publication: Publication
) -> list[Submission]:
    """The submissions entered, withdrawn or restored since the check that share figures with the file; only
    those that the publication's reader may see.
    """
    with reading(settings) as ledger:
        changed = _changed_since_check(ledger, checked)
    return [submission for submission in changed if publication.may_open(submission.submission_id)]


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
            f"{checked.file_name} has {plural(count, 'error')}, the first: {first.message}",
            fix="Correct them all, then check the file again.",
        )
    if not checked.tables:
        raise ReturnRefused(f"{checked.file_name} holds no rows to submit.", fix="Choose another file.")
    open_questions = unanswered(checked, answers)
    if open_questions:
        short = too_short(checked, answers)
        first, remark = (short[0], f" {NO_ANSWER}") if short else (open_questions[0], "")
        count, are = len(open_questions), "question is" if len(open_questions) == 1 else "questions are"
        raise ReturnRefused(
            f"{count:,} {are} open, the first: {first.message}{remark}",
            fix="Answer each of them, or correct the file.",
        )


def _refuse_same_files(ledger: Ledger, files: Sequence[CheckedReturn], answers: Mapping[str, str]) -> None:
    """Check again under the ledger's lock: the same file may have been submitted since the check."""
    seen: dict[str, str] = {}
    standing = {
        submission.sha256: submission.submission_id
        for submission in ledger.submissions()
        if submission.state == "standing"
    }
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
    """named: whether the submitter may know whose the other return is, and its file's name."""
    changed = _changed_since_check(ledger, checked)
    if changed:
        numbers = ", ".join(str(submission.submission_id) for submission in changed)
        what = changes_in_words(changed) if named else f"by what was entered of submission {numbers}"
        raise StaleCheck(
            f"What {checked.file_name} was compared with has changed since: {what}.",
            fix="Check the file again, look at what it would change now, and submit it then.",
        )


def changes_in_words(changed: Sequence[Submission]) -> str:
    """Who submitted or withdrew which submission, in words."""
    return "; ".join(
        f"submission {submission.submission_id} ({submission.file_name}, by {submission.submitted_by})"
        f"{' was withdrawn' if submission.state == 'withdrawn' else ' is current now'}"
        for submission in changed
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
    """The names and headings that people confirmed with the file, for later files: each a submission of its
    own, so that it can be withdrawn alone.
    """
    names = {normalised(name): (name, code) for name, code in checked.confirmed_names.items()}
    remembered: list[tuple[Row, str]] = [
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
    return [
        _submission_of([row], by, f"Confirmed with {checked.file_name}: {words}") for row, words in remembered
    ]


def _submission_of(rows: Sequence[Row], by: str, note: str) -> NewSubmission:
    """Rows without a file of their own; a CSV of them becomes their file."""
    return NewSubmission(
        kind=rows[0].kind,
        file_name=f"{rows[0].kind}.csv",
        content=csv_of(rows),
        table=table_of_rows(rows, range(2, len(rows) + 2)),
        submitted_by=by,
        note=note,
    )


def _show_or_withdraw(
    settings: Settings, written: Sequence[Sequence[Submission]], files: Sequence[CheckedReturn], by: str
) -> Shown:
    """Publish the submissions. If their content fails the checks, withdraw them and raise ReturnRefused."""
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
    except (StoreError, OSError):  # then it stays, and the receipt says that it is not shown
        return shown
    show(settings)
    taken = ", ".join(map(str, numbers))
    raise ReturnRefused(
        f"Taken as number {taken} and taken back at once, because it cannot be published: {shown.why_not} "
        "Both are entries in the log.",
        fix="Correct the file and submit it again.",
    )


def one_line(text: str) -> str:
    """A text without line breaks: a new line could look like another person's note or answer."""
    return " ".join(text.split())


def answer_of(entry: Finding, answers: Mapping[str, str]) -> str:
    """The answer to a question: its own, or the one for all questions of its code; empty if there is none."""
    given = (answers[name] for name in (entry.question, entry.code) if name in answers)
    return next((one_line(text) for text in given if in_words(text)), "")


def unanswered(checked: CheckedReturn, answers: Mapping[str, str]) -> tuple[Finding, ...]:
    """The questions without an answer. Answers are given by a finding's `question`, or by its code for all
    questions of that code. A text of fewer than LETTERS letters is not an answer.
    """
    return tuple(entry for entry in checked.questions if not answer_of(entry, answers))


def too_short(checked: CheckedReturn, answers: Mapping[str, str]) -> tuple[Finding, ...]:
    """The unanswered questions for which a text was given that is not an answer."""
    return tuple(
        entry
        for entry in unanswered(checked, answers)
        if any(answers.get(name, "").strip() for name in (entry.question, entry.code))
    )


def kept_answers(checked: CheckedReturn, answers: Mapping[str, str]) -> tuple[Answer, ...]:
    """Every question of a file with its answer, for the ledger."""
    return tuple(
        Answer(entry.question, entry.message, answer_of(entry, answers)) for entry in checked.questions
    )


def csv_of(rows: Sequence[Row]) -> bytes:
    """Rows of one kind, at least one, as a CSV that could be uploaded."""
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
    """Check rows of one kind as a file, submit them and publish. Raises ReturnRefused as for any file."""
    checked = check_return(csv_of(rows), file_name, publication=publication, kind=rows[0].kind)
    return submit_return(settings, checked, by=by, note=note, answers=answers)


def _plain(value: object) -> object:
    """Whole amounts without the .0 that Python writes."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
