"""Finds NHS numbers in text: ten digits, the last of which checks the others, in any grouping."""

import re
from collections.abc import Iterator

_SIGNS = r"(?:[^\w,;|\t\r\n\"\x1f]|_)"
"""A sign that can be between the groups of three, three and four digits."""
ONE = "[ \u00a0\u2009\u202f\u2010\u2011-]?"
"""A sign that can be between any two digits, or none."""
GROUPED = rf"\d{{3}}{_SIGNS}{{0,3}}\d{{3}}{_SIGNS}{{0,3}}\d{{4}}"
_START = r"(?<!\d)(?<!\d\.)(?<![£$€])"
"""Before the ten digits there is no digit, no decimal point after a digit, and no sign of a currency."""
_END = r"(?!\d)(?![.,](?!0+(?!\d))\d{1,8}(?!\d))"
"""After the ten digits there is no digit, and no decimals such as pence, unless these are zeros."""
_WRITTEN = re.compile(rf"{_START}(?:\d{{10}}|{GROUPED}){_END}")
_ALONE = re.compile(rf"\W*(\d(?:{ONE}\d){{9}})\W*")
"""A cell with ten digits and nothing else, in any grouping."""
_MONEY = frozenset("£$€")
_SCIENTIFIC = re.compile(r"\s*(\d)\.(\d{9})[eE]\+?0*9\s*")
_SAID = re.compile(r"\bNHS\b[^,;]{0,20}\Z", re.IGNORECASE)


def says_nhs_number(text: str) -> bool:
    """Whether a text that a person typed has an NHS number: with the right check digit, and in three groups
    or after the letters NHS. Another number of ten digits may be anything.

    >>> says_nhs_number("asked about 943 476 5919"), says_nhs_number("order 9434765919")
    (True, False)
    """
    return any(
        has_check_digit(digits) and (digits not in text or _SAID.search(before) is not None)
        for digits, before in numbers_in(text)
    )


def numbers_in(cell: str) -> Iterator[tuple[str, str]]:
    """Yields each number of ten digits in a cell, with the text before it."""
    alone = _ALONE.fullmatch(cell)
    if alone is not None and not _MONEY & set(cell):
        yield _digits(alone[1]), ""
        return
    scientific = _SCIENTIFIC.fullmatch(cell)
    if scientific is not None:
        yield scientific[1] + scientific[2], ""
        return
    for found in _WRITTEN.finditer(cell):
        yield _digits(found[0]), cell[: found.start()].strip()


def _digits(text: str) -> str:
    return "".join(str(int(letter)) for letter in text if letter.isdigit())


def has_check_digit(digits: str) -> bool:
    """Whether ten digits end in an NHS number's check digit. Ten equal digits are never an NHS number.

    >>> has_check_digit("9434765919"), has_check_digit("9434765918")
    (True, False)
    """
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 0, -1), strict=True))
    return total % 11 == 0 and len(set(digits)) > 1
