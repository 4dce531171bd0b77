"""What a workbook may cost, and the error that says what was too much."""

MAX_UNPACKED = 1_000_000_000
"""Bytes that all parts together may unpack to, counted as they unpack: an archive can lie about sizes."""
MAX_PASSED_OVER = 10_000_000_000
"""Bytes that sheets whose rows are passed over may unpack to: they are never held."""
MAX_TEXT = 100_000_000
"""Bytes of text in all cells together, each use of a shared text counted: as much as a CSV file may have."""
MAX_ROW_TEXT = 2_000_000
"""Bytes of text in one row, so that no message grows large."""
MAX_CELLS = 20_000_000
"""Cells between the first and the last of each row, in all sheets: those that are empty cost memory too."""
MAX_COLUMNS = 500
"""The last column that may hold a value."""
MAX_CELL = 32_767
"""Characters of a cell: what a spreadsheet's own cell holds."""
MAX_SHEETS = 100
"""Sheets that are read."""
MAX_MERGED = 100_000
"""Merged ranges of one sheet."""
MAX_STRINGS = 2_000_000
"""Shared texts, each of which is there once however many cells show it."""
MAX_STYLES = 65_536
"""Styles of cells: Excel's own limit is 65,490."""
LAST_ROW = 1_048_576
LAST_COLUMN = 16_384


class Refusal(Exception):
    """A workbook that is not read on: a finding's code and the words of its sentence."""

    def __init__(self, code: str, **words: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.words = words


def damaged(reason: str) -> Refusal:
    """The refusal of a workbook that contradicts itself or its format."""
    return Refusal("workbook_damaged", reason=reason)


def too_large(reason: str) -> Refusal:
    """The refusal of a workbook that holds more than is read."""
    return Refusal("workbook_too_large", reason=reason)


def column_letters(number: int) -> str:
    """A column's letters from its number.

    >>> column_letters(1), column_letters(28), column_letters(16384)
    ('A', 'AB', 'XFD')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def place_of(reference: str) -> tuple[int, int]:
    """Row and column of a reference such as 'B7' or '$B$7'. Raises Refusal for what names no cell.

    >>> place_of("XFD1048576")
    (1048576, 16384)
    """
    text = reference.replace("$", "")[:12].upper()
    letters = text.rstrip("0123456789")
    digits = text[len(letters) :]
    if not (0 < len(letters) <= 3 and letters.isascii() and letters.isalpha() and 0 < len(digits) <= 7):
        raise damaged(f"'{reference[:20]}' names no cell")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    row = int(digits)
    if not (0 < row <= LAST_ROW and column <= LAST_COLUMN):
        raise damaged(f"'{reference[:20]}' names no cell")
    return row, column
