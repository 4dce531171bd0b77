"""A return made on a page from a form: checked and submitted like an upload."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from benchmark.core.errors import BenchmarkError
from benchmark.core.settings import Settings
from benchmark.core.wording import in_utc
from benchmark.returns import CheckedReturn, Receipt, check_return, submit_return, unanswered
from benchmark.store.publication import Publication
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import draw
from benchmark.surfaces.web.parts import as_typed
from benchmark.surfaces.web.returns.receipts import download_receipt


@dataclass(frozen=True)
class MadeHere:
    """The file, its kind and its note. answers: finding's code -> an answer that the form itself gives."""

    content: bytes
    file_name: str
    kind: str
    note: str
    answers: Mapping[str, str] = field(default_factory=dict)


def submit_made(
    publication: Publication, made: MadeHere, *, by: str, answer: str, asked: str
) -> Receipt | None:
    """Submit the return. Returns the receipt, or None if an error was shown.

    answer: the reader's one answer to all questions. If a question has none, the questions are put into the
    session's state under the key `asked`, and the page is drawn again.
    """
    checked = check_return(made.content, made.file_name, publication=publication, kind=made.kind)
    for finding in checked.errors:
        st.error(as_typed(f"{finding.message} {finding.fix}"), icon=":material/error:")
    if checked.errors:
        return None
    answers = {**_answers(checked, answer), **made.answers}
    if open_questions := unanswered(checked, answers):
        st.session_state[asked] = " ".join(finding.message for finding in open_questions)
        st.rerun()
    try:
        with st.spinner("Submitting", show_time=True):
            receipt = submit_return(
                Settings.from_environment(), checked, by=by, note=made.note, answers=answers
            )
    except BenchmarkError as error:
        parts.show_error(error)
        return None
    st.session_state.pop(asked, None)
    return receipt


def show_receipt(what: str, receipt: Receipt) -> None:
    """Draw what was submitted under which number, how to withdraw it, and the receipt as a file."""
    if receipt.not_shown:
        parts.show_warning(receipt.not_shown_yet)
    draw(
        parts.subsection(f"{what} is submitted as number {receipt.number}"),
        parts.facts(
            [
                ("Submitted by", f"{receipt.submitted_by}, {in_utc(receipt.submitted_at)}"),
                ("Take it back", f"on the page Returns, under number {receipt.number}"),
            ]
        ),
        download_receipt(receipt),
    )


def _answers(checked: CheckedReturn, answer: str) -> dict[str, str]:
    return {finding.code: answer for finding in checked.questions} if answer.strip() else {}
