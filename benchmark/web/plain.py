"""Text of others where Streamlit reads Markdown: labels, messages, captions. It must show as it was typed."""

import re
import string

_SEEN_WHOLE = re.compile(
    # Read as arrows, dashes and comparisons, and as the start of an address, whatever is escaped in them.
    r"(?<=[-<>~=:])(?=[-<>~=/])"
    r"|(?<=:)(?=streamlit)"
    r"|(?<=www)(?=\.)"
    r"|(?=@)",
    re.IGNORECASE,
)
_WORD_JOINER = "\N{WORD JOINER}"
"""It has no width, and two letters with it between them are no longer one sign."""
_ESCAPED = str.maketrans({letter: f"\\{letter}" for letter in string.punctuation})


def as_typed(text: str) -> str:
    """A text as Markdown that shows it as it was typed, on one line: no bold, colour, formula, icon or link.

    For labels, `st.error` and the like, and the options of a radio button; those of a select box are no
    Markdown.
    """
    return _SEEN_WHOLE.sub(_WORD_JOINER, " ".join(text.split())).translate(_ESCAPED)
