"""Text that a spreadsheet would run, made into text that it shows."""

import re
from typing import Any

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""The last four are the wide forms of the signs: Excel takes them for the same in East Asian settings."""
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def without_formula(value: Any) -> Any:
    """A cell with an apostrophe before what would start a formula; a plain number stays a number."""
    if isinstance(value, str) and value.startswith(_STARTS_A_FORMULA) and not _NUMBER.fullmatch(value):
        return f"'{value}"
    return value


def as_before_guard(text: str) -> str | None:
    """What a text was before `without_formula` put its apostrophe there; None where it did not.

    >>> as_before_guard("'+44 20 7946 0000"), as_before_guard("'tis")
    ('+44 20 7946 0000', None)
    """
    before = text[1:] if text.startswith("'") else ""
    return before if before and without_formula(before) == text else None
