"""The boxes for the questions about a file. Many of one code share a box, or are answered in a CSV."""

import csv
import io
from collections.abc import Mapping, Sequence

import streamlit as st

from benchmark.core.definitions import finding_codes
from benchmark.core.wording import LETTERS, csv_cell, plural
from benchmark.returns import CheckedReturn, Finding
from benchmark.surfaces.web import parts
from benchmark.surfaces.web.blocks import draw
from benchmark.surfaces.web.parts import as_typed

BOXES = 20
"""The most boxes for single answers: more would make every run of the page slow."""
_QUESTION, _ASKED, _ANSWER = "question", "what is asked", "answer"


def answer_boxes(checked: CheckedReturn, *, key: str) -> dict[str, str]:
    """Draw the questions inside a form. Returns question -> the answer typed."""
    groups: dict[str, list[Finding]] = {}
    for entry in checked.questions:
        groups.setdefault(entry.code, []).append(entry)
    given: dict[str, str] = {}
    left = BOXES
    for code, questions in groups.items():
        drawn = questions[:left]
        left -= len(drawn)
        given |= _group(code, questions, drawn, key=key)
    return given


def _group(code: str, questions: Sequence[Finding], drawn: Sequence[Finding], *, key: str) -> dict[str, str]:
    """Draw the questions of one code: a box each, and if there are several, one box for all of them."""
    shared = ""
    title = finding_codes()[code].title
    count = f" ({len(questions):,})" if len(questions) > 1 else ""
    draw(parts.heading(f"{title}{count}", kind="questions", level=4))
    if len(questions) > 1:
        shared = st.text_input(
            f"One answer for all {len(questions):,} of these; a box below that you fill in counts instead",
            key=f"answer-{key}-all-{code}",
        )
    own = {
        entry.question: st.text_input(_label(entry), key=f"answer-{key}-{entry.question}") for entry in drawn
    }
    hidden = len(questions) - len(drawn)
    if hidden:
        first = questions[len(drawn)]
        draw(
            parts.text(
                f"{plural(hidden, 'more question')} of this sort without a box. "
                f"The first: {first.message} Answer all of them together, or in a CSV above this form."
            )
        )
    return {entry.question: own.get(entry.question, "").strip() or shared for entry in questions}


def _label(entry: Finding) -> str:
    where = f"Line {entry.line:,}: " if entry.line is not None else ""
    return as_typed(where + entry.message)


def answers_in_csv(checked: CheckedReturn, *, key: str) -> dict[str, str]:
    """If there are many questions: offer them as a CSV, and read the answers from it."""
    if len(checked.questions) <= BOXES:
        return {}
    with st.expander(f"Answer the {len(checked.questions):,} questions in a CSV"):
        st.download_button(
            "Download the questions as CSV",
            data=lambda: questions_csv(checked.questions),
            file_name=f"questions-{checked.file_name}.csv",
            mime="text/csv",
            key=f"questions-{key}",
            on_click="ignore",
            icon=":material/download:",
        )
        answered = st.file_uploader("The same file with its last column filled in", key=f"answered-{key}")
        if answered is None:
            return {}
        given, unknown = answers_of_csv(answered.getvalue(), checked.questions)
        words = f"{plural(sum(bool(text) for text in given.values()), 'answer')} read."
        if unknown:
            words += f" Left out: {plural(unknown, 'row')} that named no question of this file."
        draw(parts.text(words))
        return given


def questions_csv(questions: Sequence[Finding]) -> bytes:
    """The questions with an empty column for answers, as CSV with the byte-order mark that Excel needs."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow((_QUESTION, _ASKED, _ANSWER))
    for entry in questions:
        writer.writerow((csv_cell(entry.question), csv_cell(entry.message), ""))
    return out.getvalue().encode("utf-8-sig")


def answers_of_csv(content: bytes, questions: Sequence[Finding]) -> tuple[dict[str, str], int]:
    """The answers in such a file, and the number of its rows that name none of these questions."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    known = {csv_cell(entry.question): entry.question for entry in questions}
    given: dict[str, str] = {}
    unknown = 0
    for row in csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter):
        cells = [cell.strip() for cell in row]
        if not any(cells) or cells[0] == _QUESTION:
            continue
        if cells[0] in known:
            given[known[cells[0]]] = cells[2] if len(cells) > 2 else ""
        else:
            unknown += 1
    return given, unknown


def together(*sources: Mapping[str, str]) -> dict[str, str]:
    """Answers merged from several sources: for each question the first that is not empty."""
    names = dict.fromkeys(name for source in sources for name in source)
    return {name: next((text for source in sources if (text := source.get(name, ""))), "") for name in names}


def short_words(count: int) -> str:
    """The words about answers that are too short."""
    return (
        f"{plural(count, 'answer')} {'has' if count == 1 else 'have'} fewer than {LETTERS} letters: "
        "say in a few words why."
    )


def step_note(checked: CheckedReturn) -> str:
    """The words above the form."""
    count = len(checked.questions)
    if not count:
        return "Nothing is asked about this file. Say who submits it, and press Submit."
    return (
        f"{plural(count, 'question')} {'waits' if count == 1 else 'wait'} for an answer in words. "
        "Each answer is kept beside its question, on the receipt and in the log."
    )
