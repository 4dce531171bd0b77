"""The page "Upload returns": checks a return, shows what it would change, and submits it."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from benchmark.common.scope import Standard
from benchmark.core.definitions import finding_codes
from benchmark.core.errors import BenchmarkError
from benchmark.core.settings import Settings
from benchmark.core.wording import Answer, plural
from benchmark.questions.returned.measure import effect_on_gaps
from benchmark.returns import (
    Changes,
    CheckedReturn,
    Receipt,
    against_each_other,
    changes,
    check_return,
    replacing,
    submit_return,
    unanswered,
)
from benchmark.returns.read.files import MAX_BYTES
from benchmark.returns.submit.submit import changed_meanwhile, changes_in_words, too_short
from benchmark.store.publication import Publication
from benchmark.store.publication.preview import preview_submitted
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import Live, draw
from benchmark.surfaces.web.page import Page
from benchmark.surfaces.web.parts import as_typed
from benchmark.surfaces.web.returns import answers as upload_answers
from benchmark.surfaces.web.returns import steps as upload_steps
from benchmark.surfaces.web.returns.forget import forget, refused_before
from benchmark.surfaces.web.returns.person import name_box, remember_name
from benchmark.surfaces.web.returns.receipts import show_receipt
from benchmark.surfaces.web.returns.steps import Choices
from benchmark.surfaces.web.returns.templates import templates
from benchmark.surfaces.web.shared import LEDGER_SOURCE
from benchmark.surfaces.web.turns import own_turn
from benchmark.surfaces.web.visitor import person

ANSWER = Answer(
    "Choose a file and see what it would change",
    "It is checked line by line. Nothing counts until you submit it, and it can be taken back.",
)
RECEIPTS = "receipts"
SUBMITTED = "submitted files"
CHECKS = "checked returns"
REMEMBERED_CHECKS = 16
T = TypeVar("T")


def page(publication: Publication) -> Page:
    """The page: templates, and the steps of each chosen file."""
    return Page(
        answer=ANSWER,
        blocks=(
            Live(lambda: templates(publication)),
            parts.section("Your files"),
            Live(lambda: _your_files(publication)),
        ),
        source=LEDGER_SOURCE,
        rule="completeness",
    )


def _your_files(publication: Publication) -> None:
    files = choose_files()
    all_files(files, publication)
    if not files:
        receipts_of_this_visit()


def choose_files() -> Sequence[UploadedFile]:
    """Draw the uploader. Returns the chosen files, in the order they came."""
    chosen: list[UploadedFile] = st.file_uploader(
        "CSV or Excel workbook (.xlsx), one or several", accept_multiple_files=True, key="files"
    )
    draw(parts.text(_not_taken(), kind="caution not-taken", role="alert"))
    return chosen


def _not_taken() -> str:
    """The words that the style sheet shows if the browser marks a file with an error. It never reaches us."""
    return (
        f"A file with an error mark was not accepted, and nothing of it was read. It is larger than "
        f"{MAX_BYTES // 1_000_000} MB, or too many files wait to be submitted, or its transfer was "
        f"interrupted. "
        f"{finding_codes()['file_too_large'].fix} Submit those that wait, or take them away. "
        "Then choose it again."
    )


def all_files(files: Sequence[UploadedFile], publication: Publication) -> None:
    """Draw the steps of each file. Files are also checked against each other."""
    visits = [_visit(file, publication) for file in files]
    submitted = {number for number, visit in enumerate(visits) if visit.receipt is not None}
    together = against_each_other([visit.checked for visit in visits], publication, submitted=submitted)
    for visit, checked in zip(visits, together, strict=True):
        with st.container(border=True, key=f"file-{visit.key}"):
            draw(parts.heading(visit.file.name, kind="file-name", level=2))
            if visit.receipt is not None:
                _submitted(visit.receipt)
            else:
                _one_file(visit, checked, publication)


@dataclass(frozen=True)
class _Visit:
    """A file of this visit: the choices about it, its check, and its receipt once it is submitted."""

    file: UploadedFile
    key: str
    choices: Choices
    checked: CheckedReturn
    receipt: Receipt | None


@dataclass(frozen=True)
class _Shown:
    """What a person last saw of a file's changes: their digest, the choices, and the ledger entry."""

    digest: str
    asked: tuple[object, ...]
    ledger_entry: int | None
    notice: str = ""


def _visit(file: UploadedFile, publication: Publication) -> _Visit:
    key = str(file.file_id)
    choices: Choices = st.session_state.setdefault(f"choices-{key}", Choices())
    receipt: Receipt | None = st.session_state.get(RECEIPTS, {}).get(key)
    kept: dict[str, CheckedReturn] = st.session_state.setdefault(SUBMITTED, {})
    if receipt is not None:
        return _Visit(file, key, choices, kept[key], receipt)
    checked = refused_before(key) or _checked(file.getvalue(), file.name, publication, choices)
    if checked.of_patients:
        forget(file, key, checked)
    return _Visit(file, key, choices, checked, receipt)


def _one_file(visit: _Visit, checked: CheckedReturn, publication: Publication) -> None:
    key, choices = visit.key, visit.choices
    upload_steps.file_step(checked)
    before = _asked(choices)
    upload_steps.kind_step(checked, choices, key=key)
    upload_steps.findings_step(checked, choices, key=key)
    if _asked(choices) != before:
        st.rerun()
    ready = bool(checked.tables) and not checked.errors
    found, effect = _changed(visit.checked, publication, before) if ready else (None, pd.DataFrame())
    seen: _Shown | None = st.session_state.get(f"shown-{key}")
    shown = _Shown(found.digest if found else "", before, checked.ledger_entry)
    moved = seen is not None and seen.asked == shown.asked and seen.digest != shown.digest
    if seen is not None and (moved or seen.digest == shown.digest):
        shown = replace(shown, notice=_notice(visit.checked, seen, publication) if moved else seen.notice)
    st.session_state[f"shown-{key}"] = shown
    upload_steps.changes_step(checked, found, effect, notice=shown.notice)
    _submit_step(checked, key=key, moved=moved)


def _notice(checked: CheckedReturn, seen: _Shown, publication: Publication) -> str:
    """The words for a change of the store since the person saw the changes, and who made it."""
    before = replace(checked, ledger_entry=seen.ledger_entry)
    changed = changed_meanwhile(Settings.from_environment(), before, publication)
    who = f": {changes_in_words(changed)}" if changed else ""
    return f"The store has changed since you last saw this{who}. What follows is what would change now."


def _asked(choices: Choices) -> tuple[object, ...]:
    """Those of a person's choices that change how the file is read."""
    return (
        choices.kind,
        choices.assessment_year,
        tuple(sorted(choices.mapping.items())),
        tuple(sorted(choices.names.items())),
        tuple(sorted(choices.replaces)),
    )


def _checked(content: bytes, file_name: str, publication: Publication, choices: Choices) -> CheckedReturn:
    beside = tuple(
        line.number for receipt in st.session_state.get(RECEIPTS, {}).values() for line in receipt.lines
    )
    question = (
        "check",
        hashlib.sha256(content).hexdigest(),
        file_name,
        publication.key,
        _asked(choices),
        beside,
    )

    def check() -> CheckedReturn:
        with (
            st.spinner(as_typed(f"Checking {file_name}"), show_time=True),
            own_turn(person()),
        ):
            return check_return(
                content,
                file_name,
                publication=publication,
                kind=choices.kind,
                mapping=choices.mapping,
                confirmed_names=choices.names,
                assessment_year=choices.assessment_year,
                replacing=replacing(Settings.from_environment(), publication, choices.replaces),
                beside=beside,
            )

    return _remembered(question, check)


def _changed(
    checked: CheckedReturn, publication: Publication, asked: tuple[object, ...]
) -> tuple[Changes, pd.DataFrame]:
    """What the file would change, and the effect on systems' gaps."""

    def compare() -> tuple[Changes, pd.DataFrame]:
        after = preview_submitted(
            publication,
            {table.kind: table.table for table in checked.tables},
            instead=checked.replacing.rows if checked.replacing is not None else None,
        )
        return changes(checked, publication), effect_on_gaps(publication, after, Standard())

    return _remembered(("changes", checked.sha256, checked.file_name, publication.key, asked), compare)


def _remembered(question: tuple[object, ...], make: Callable[[], T]) -> T:
    """A visit's recent results, so that typing an answer causes no new check."""
    remembered: dict[tuple[object, ...], Any] = st.session_state.setdefault(CHECKS, {})
    if question not in remembered:
        made = make()
        while len(remembered) >= REMEMBERED_CHECKS:
            remembered.pop(next(iter(remembered)))
        remembered[question] = made
    found: T = remembered[question]
    return found


def _submit_step(checked: CheckedReturn, *, key: str, moved: bool) -> None:
    stopped = upload_steps.reasons_to_stop(checked)
    upload_steps.step(5, "waiting" if stopped else "open")
    if stopped:
        draw(parts.bullets(stopped))
        return
    draw(parts.text(upload_answers.step_note(checked)))
    from_csv = upload_answers.answers_in_csv(checked, key=key)
    # A form: the content of its boxes counts when the button is pressed, even if a box still has the focus.
    with st.form(f"submit-form-{key}", enter_to_submit=False):
        typed = upload_answers.answer_boxes(checked, key=key)
        left, right = st.columns([1, 2])
        by = name_box(left, key=f"by-{key}")
        note = right.text_input("Note for the log (what this is, where it comes from)", key=f"note-{key}")
        pressed = st.form_submit_button(f"Submit {plural(checked.rows_valid, 'row')}", type="primary")
        if not pressed:
            return
        remember_name(by, key=f"by-{key}")
        answers = upload_answers.together(typed, from_csv)
        missing = _missing(checked, answers, by=by)
        if moved:
            missing.append(
                "The store has changed. Look at what would change now, in step 4, and press again."
            )
        if missing:
            draw(parts.made("wanting", items=missing))
            return
        _submit(checked, by=by, note=note, answers=answers, key=key)


def _missing(checked: CheckedReturn, answers: Mapping[str, str], *, by: str) -> list[str]:
    """What must still be filled in before the file can be submitted, in words."""
    missing = []
    short = too_short(checked, answers)
    blank = len(unanswered(checked, answers)) - len(short)
    if blank:
        missing.append(f"{plural(blank, 'question')} {'has' if blank == 1 else 'have'} no answer.")
    if short:
        missing.append(upload_answers.short_words(len(short)))
    if not by.strip():
        missing.append("Your name is missing.")
    return missing


def _submit(checked: CheckedReturn, *, by: str, note: str, answers: Mapping[str, str], key: str) -> None:
    try:
        with st.spinner("Submitting", show_time=True):
            receipt = submit_return(Settings.from_environment(), checked, by=by, note=note, answers=answers)
    except BenchmarkError as error:
        parts.show_error(error)
        return
    st.session_state.setdefault(RECEIPTS, {})[key] = receipt
    st.session_state[SUBMITTED][key] = checked
    st.rerun()


def _submitted(receipt: Receipt) -> None:
    yet = ", not yet shown" if receipt.not_shown else ""
    upload_steps.step(5, "done", f"Submitted as number {receipt.number}{yet}")
    show_receipt(receipt)


def receipts_of_this_visit() -> None:
    """Draw the receipts of files submitted earlier in this visit."""
    receipts: dict[str, Receipt] = st.session_state.get(RECEIPTS, {})
    if not receipts:
        draw(parts.text("No file is chosen yet. Nothing is kept before you submit."))
        upload_steps.steps_to_come()
        return
    draw(parts.section("Submitted in this visit"))
    for receipt in receipts.values():
        _submitted(receipt)
