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
