"""What people answer to the questions of a file: each question has its own answer, in words."""

from collections.abc import Mapping
from itertools import islice

from benchmark.returns.findings import Finding
from benchmark.returns.submit.intake import CheckedReturn
from benchmark.store.ledger import Answer

LETTERS = 3
"""Letters that an answer has at least, in whatever script: "Yes" is one, a full stop or "ok" says nothing."""


def in_words(text: str) -> bool:
    """Whether this is an answer: a few letters at least."""
    return len(list(islice(filter(str.isalpha, text), LETTERS))) == LETTERS


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
