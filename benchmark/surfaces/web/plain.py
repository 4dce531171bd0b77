"""Text of others where Streamlit reads Markdown: labels, messages, captions. It must show as it was typed."""

import re

_SEEN_WHOLE = re.compile(
    # Read as arrows, dashes and comparisons, as icons and as the start of an address, whatever is escaped.
    r"(?<=[-<>~=:])(?=[-<>~=/])"
    r"|(?<=:)(?=\w)"
    r"|(?<=www)(?=\.)"
    r"|(?=@)",
    re.IGNORECASE,
)
_WORD_JOINER = "\N{WORD JOINER}"
"""It has no width, and two letters with it between them are no longer one sign."""
_ESCAPED = re.compile(
    # Signs that mean something wherever they stand, and those that do at the start or before a word. Others
    # stay as they are: a label is read aloud with all that is in it.
    r"[\\`*_\[\]|~$<>&]|^[#+-]|^\d+(?=[.)])"
)


def as_typed(text: str) -> str:
    """A text as Markdown that shows it as it was typed, on one line: no bold, colour, formula, icon or link.

    For labels, `st.error` and the like, and the options of a radio button; those of a select box are no
    Markdown.
    """
    plain = _SEEN_WHOLE.sub(_WORD_JOINER, " ".join(text.split()))
    return _ESCAPED.sub(_escaped, plain)


def _escaped(sign: re.Match[str]) -> str:
    """A number that would begin a list keeps its figures: a sign without width after it is enough."""
    return f"{sign[0]}{_WORD_JOINER}" if sign[0].isdigit() else f"\\{sign[0]}"
