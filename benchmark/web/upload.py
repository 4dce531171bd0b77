"""The page "Upload returns": files come in, are checked, and are submitted when a person says so."""

import hashlib
from collections.abc import Sequence
from html import escape
from typing import Any

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from benchmark.errors import BenchmarkError
from benchmark.returns import CheckedReturn, Receipt, check_return, submit_return
from benchmark.returns.files import MAX_BYTES
from benchmark.returns.vocabulary import finding_codes
from benchmark.settings import Settings
from benchmark.store.publication import Publication
from benchmark.web import parts, upload_steps
from benchmark.web.access import Viewer
from benchmark.web.blocks import draw
from benchmark.web.upload_steps import NAME, Choices

RECEIPTS = "receipts"
CHECKS = "checked returns"
REMEMBERED_CHECKS = 8


def choose_files() -> Sequence[UploadedFile]:
    """The files that were chosen, in the order in which they came."""
    chosen: list[UploadedFile] = st.file_uploader(
        "CSV or Excel workbook (.xlsx), one or several", accept_multiple_files=True, key="files"
    )
    st.html(f'<p class="caution not-taken" role="alert">{escape(_not_taken())}</p>')
    return chosen


def _not_taken() -> str:
    """What the style sheet shows once a file bears the mark of an error: such a file never reaches us."""
    return (
        f"A file that is marked with an error was not taken, and nothing of it was read: it is larger than "
        f"{MAX_BYTES // 1_000_000} MB, or its transfer was interrupted. "
        f"{finding_codes()['file_too_large'].fix} Then choose it again."
    )


def one_file(file: UploadedFile, publication: Publication, viewer: Viewer) -> None:
    """One file's way from step to step; all steps stay in view."""
    content = file.getvalue()
    sha256 = hashlib.sha256(content).hexdigest()
    key = f"{file.file_id}"
    with st.container(border=True, key=f"file-{key}"):
        st.html(f'<h2 class="file-name">{escape(file.name)}</h2>')
        receipt: Receipt | None = st.session_state.get(RECEIPTS, {}).get(key)
        if receipt is not None:
            show_receipt(receipt)
            return
        choices: Choices = st.session_state.setdefault(f"choices-{key}", Choices())
        checked = _checked(content, sha256, file.name, publication, choices)
        upload_steps.file_step(checked)
        before = _asked(choices)
        upload_steps.kind_step(checked, choices, key=key)
        if _asked(choices) != before:
            st.rerun()
        upload_steps.findings_step(checked, choices, key=key)
        upload_steps.changes_step(checked, publication, key=key)
        _submit_step(checked, choices, viewer, key=key)


def _asked(choices: Choices) -> tuple[object, ...]:
    """What of a person's choices changes how the file is read."""
    return (
        choices.kind,
        choices.assessment_year,
        tuple(sorted(choices.mapping.items())),
        tuple(sorted(choices.names.items())),
    )


def _checked(
    content: bytes, sha256: str, file_name: str, publication: Publication, choices: Choices
) -> CheckedReturn:
    remembered: dict[Any, CheckedReturn] = st.session_state.setdefault(CHECKS, {})
    question = (sha256, file_name, publication.version, _asked(choices))
    if question not in remembered:
        with st.spinner(f"Checking {file_name}", show_time=True):
            found = check_return(
                content,
                file_name,
                publication=publication,
                kind=choices.kind,
                mapping=choices.mapping,
                confirmed_names=choices.names,
                assessment_year=choices.assessment_year,
            )
        while len(remembered) >= REMEMBERED_CHECKS:
            remembered.pop(next(iter(remembered)))
        remembered[question] = found
    return remembered[question]


def _submit_step(checked: CheckedReturn, choices: Choices, viewer: Viewer, *, key: str) -> None:
    known = st.session_state.get(NAME, "")
    blocked = upload_steps.reasons_to_wait(checked, choices.answers, by=known or "somebody")
    upload_steps.step(5, "Who submits, and why", "waiting" if blocked else "open")
    left, right = st.columns([1, 2])
    by = left.text_input("Your name", value=known, key=f"by-{key}", help=f"Signed in as: {viewer.name}")
    note = right.text_input("Note for the log (what this is, where it comes from)", key=f"note-{key}")
    st.session_state[NAME] = by
    blocked = upload_steps.reasons_to_wait(checked, choices.answers, by=by)
    upload_steps.step(6, "Submit", "waiting" if blocked else "open")
    for reason in blocked:
        draw(parts.text(reason))
    pressed = st.button(
        f"Submit {checked.rows_valid:,} rows",
        type="primary",
        disabled=bool(blocked),
        key=f"submit-{key}",
    )
    if not pressed:
        return
    try:
        with st.spinner("Submitting", show_time=True):
            receipt = submit_return(
                Settings.from_environment(), checked, by=by, note=note, answers=choices.answers
            )
    except BenchmarkError as error:
        parts.show_error(error)
        return
    st.session_state.setdefault(RECEIPTS, {})[key] = receipt
    st.rerun()


def show_receipt(receipt: Receipt) -> None:
    """What was submitted, to keep."""
    upload_steps.step(6, f"Submitted as number {receipt.number}", "done")
    numbers = ", ".join(
        f"{line.number} ({line.confirmed or f'{_in_words(line.kind)}, {line.rows:,} rows'})"
        for line in receipt.lines
    )
    draw(
        parts.facts(
            [
                ("Number", numbers),
                ("Rows", f"{receipt.rows_submitted:,} submitted of {receipt.rows_read:,} read"),
                ("Submitted by", f"{receipt.submitted_by}, {receipt.submitted_at:%d %B %Y %H:%M} UTC"),
                ("File", f"{receipt.file_name}, SHA-256 {receipt.sha256}"),
                ("Note", receipt.note or "none"),
                ("Publication", receipt.publication),
            ]
        )
    )
    st.download_button(
        "Download the receipt",
        data=receipt.as_json(),
        file_name=f"receipt-{receipt.number}.json",
        mime="application/json",
        key=f"receipt-{receipt.number}",
        on_click="ignore",
        icon=":material/download:",
    )


def _in_words(kind: str) -> str:
    return kind.replace("_", " ")


def receipts_of_this_visit() -> None:
    """Receipts of files that were submitted earlier in this visit."""
    receipts: dict[str, Receipt] = st.session_state.get(RECEIPTS, {})
    if not receipts:
        draw(parts.text("No file is chosen yet. Nothing is kept before you submit."))
        return
    draw(parts.section("Submitted in this visit"))
    for receipt in receipts.values():
        show_receipt(receipt)
