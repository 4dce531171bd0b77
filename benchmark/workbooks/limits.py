"""The limits of a workbook, and the error that says which one it exceeds."""

MAX_UNPACKED = 1_000_000_000
"""The most bytes that all parts may unpack to. We count them as they unpack, as an archive may lie."""
MAX_PASSED_OVER = 10_000_000_000
"""The same for sheets whose rows are mostly skipped: their bytes are never kept."""
MAX_TEXT = 100_000_000
"""The most bytes of text in all cells, as many as a CSV file may have. Each use of a shared text counts."""
MAX_ROW_TEXT = 2_000_000
"""The most bytes of text in one row, which keeps messages small."""
MAX_CELLS = 20_000_000
"""The most cells of all sheets. Each row counts as wide as the widest so far: empty cells cost memory too."""
MAX_COLUMNS = 500
"""The number of the last column that may hold a value."""
MAX_CELL = 32_767
"""The most characters of a cell, as in Excel."""
MAX_SHEETS = 100
"""The most sheets that a workbook may have, without hidden ones."""
MAX_MERGED = 100_000
"""The most merged ranges of one sheet."""
MAX_LISTED = 100_000
"""The most entries in the list of parts, and the most references of a part to others."""
MAX_STRINGS = 2_000_000
"""The most shared texts, which a workbook stores once for all cells that show them."""
MAX_STYLES = 65_536
"""The most styles of cells. Excel's own limit is 65,490."""
LAST_ROW = 1_048_576
LAST_COLUMN = 16_384


class Refusal(Exception):
    """Raised when a workbook cannot be read: a finding's code, and the words for its sentence."""

    def __init__(self, code: str, **words: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.words = words


def damaged(reason: str) -> Refusal:
    """The refusal of a workbook that contradicts itself or its format."""
    return Refusal("workbook_damaged", reason=reason)


def too_large(reason: str) -> Refusal:
    """The refusal of a workbook that exceeds a limit."""
    return Refusal("workbook_too_large", reason=reason)


def column_letters(number: int) -> str:
    """The letters of the column with this number, from 1.

    >>> column_letters(1), column_letters(28), column_letters(16384)
    ('A', 'AB', 'XFD')
    """
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def place_of(reference: str) -> tuple[int, int]:
    """The row and the column of a reference such as 'B7' or '$B$7', from 1. Raises Refusal if it is no cell.

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
