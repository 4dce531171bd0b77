"""The child's messages: JSON with its length before it. JSON holds no code that could run in the parent.

A message is a list whose first item is its name:
["sheet", name, state], ["hidden", name], ["rows", [[line, texts, marks], ...]],
["said", place, text], ["sifted", number of all rows], ["unread", name, [texts, ...]],
["end", formulas, first cell, lines of totals, zeros],
["refused", code, words], ["failed", traceback], ["done"].
Zeros are the first line, the last line and the number of the rows whose formulas all give 0, if any do.
A mark is [what, column, format or range, shown text, stored text].
"""

import json
from collections.abc import Callable, Sequence
from typing import IO, Any

from benchmark.workbooks.limits import column_letters

Message = list[Any]
Mark = tuple[str, int, str, str, str]
MAX_MESSAGE = 32_000_000
"""The most bytes of one message. A row of the longest text with its marks is smaller."""
MAX_SENT = 1_000_000_000
"""The most bytes of all messages: the text of all cells, empty cells and marks."""
_BATCH_TEXT = 200_000
_BATCH_ROWS = 2_000
_TOTALS = 100
_LENGTH = 4


class Sink:
    """Collects a sheet's rows in messages of moderate size, and sends them."""

    def __init__(self, send: Callable[[Message], None]) -> None:
        self.send = send
        self._rows: list[Any] = []
        self._size = 0
        self._formulas = 0
        self._first_formula = ""
        self._totals: list[int] = []
        self._zeros: list[int] = []

    def row(self, line: int, cells: Sequence[str], marks: Sequence[Mark]) -> None:
        self._rows.append((line, cells, marks))
        self._size += sum(map(len, cells)) + 4 * len(cells) + 200 * len(marks)
        if self._size > _BATCH_TEXT or len(self._rows) >= _BATCH_ROWS:
            self._flush()

    def formulas(self, line: int, columns: Sequence[int]) -> None:
        self._first_formula = self._first_formula or f"{column_letters(columns[0])}{line}"
        self._formulas += len(columns)

    def total_left_out(self, line: int) -> None:
        if len(self._totals) < _TOTALS:
            self._totals.append(line)

    def zeros_left_out(self, line: int) -> None:
        """Count a row that was left out because it has nothing but formulas that give 0."""
        first, _, count = self._zeros or (line, line, 0)
        self._zeros = [first, line, count + 1]

    def said(self, message: Message) -> None:
        """Send a text that a sheet has outside its cells."""
        self.send(message)

    def end_sheet(self) -> None:
        self._flush()
        self.send(["end", self._formulas, self._first_formula, self._totals, self._zeros])
        self._formulas, self._first_formula, self._totals, self._zeros = 0, "", [], []

    def _flush(self) -> None:
        if self._rows:
            self.send(["rows", self._rows])
            self._rows, self._size = [], 0


def write(message: Message, out: IO[bytes]) -> None:
    """Write one message to `out`."""
    data = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    out.write(len(data).to_bytes(_LENGTH, "big") + data)


def read(source: IO[bytes]) -> tuple[Message, int] | None:
    """The next message and its length in bytes; None at the end. Raises ValueError if it is no message."""
    prefix = source.read(_LENGTH)
    if not prefix:
        return None
    length = int.from_bytes(prefix, "big")
    if len(prefix) < _LENGTH or length > MAX_MESSAGE:
        raise ValueError("no message")
    data = source.read(length)
    try:
        message = json.loads(data)
    except RecursionError as error:
        raise ValueError("no message") from error
    if len(data) < length or not isinstance(message, list) or not message:
        raise ValueError("no message")
    return message, length
