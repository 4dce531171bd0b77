"""Text that people enter: their name, a note or a reason, an answer, the name of a plan."""

from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Invisible characters that change the direction of text: with them a name could be shown as another."""


def _on_one_line(text: str) -> str:
    """Line breaks become spaces: what follows one could look like another person's note or answer."""
    return " ".join(text.split())


def _all_seen(text: str) -> str:
    for letter in text:
        code = ord(letter)
        if code < 32 or 127 <= code < 160 or 0xD800 <= code < 0xE000 or letter in _TURNS:
            raise PydanticCustomError(
                "unseen", "holds a character that cannot be seen (U+{code})", {"code": f"{code:04X}"}
            )
    return text


def _at_most(longest: int) -> AfterValidator:
    def check(text: str) -> str:
        if len(text) > longest:
            raise PydanticCustomError(
                "too_long",
                "has {length} characters, and at most {longest} are kept",
                {"length": f"{len(text):,}", "longest": f"{longest:,}"},
            )
        return text

    return AfterValidator(check)


_Words = Annotated[str, AfterValidator(_on_one_line), AfterValidator(_all_seen)]
"""Trimmed and on one line. It can be empty: code that needs it refuses that with its own message."""
PersonName = Annotated[_Words, _at_most(100)]
Note = Annotated[_Words, _at_most(500)]
PlanName = Annotated[_Words, _at_most(60)]
AnswerText = Annotated[_Words, _at_most(2000)]
