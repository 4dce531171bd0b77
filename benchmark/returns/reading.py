"""What a cell was read as: the text for its type, the notes on what was changed, or why it is refused."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Note:
    """A conversion: a note's code, and the words of its sentence."""

    code: str
    words: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as read: the text for its type, None where it is empty; or the code of what is wrong."""

    text: str | None
    notes: tuple[Note, ...] = ()
    error: str = ""
    words: dict[str, Any] = field(default_factory=dict)
