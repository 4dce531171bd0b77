"""Reads what a workbook has besides its visible sheets: hidden sheets, and what pivot tables and links keep.

None of it is part of a return, but we keep the whole file. So these texts are sent too, and the parent checks
them for anything that must not be kept.
"""

from collections.abc import Callable, Sequence

from benchmark.workbooks.limits import MAX_CELL, Refusal
from benchmark.workbooks.messages import Mark, Message, Sink
from benchmark.workbooks.sheet_cells import SheetCells
from benchmark.workbooks.xml_reader import Handler

KEPT_BESIDE = {
    "xl/pivotcache/": "what a pivot table keeps",
    "xl/externallinks/": "what links to other files keep",
    "xl/comments": "comments",
    "xl/threadedcomments/": "comments",
    "xl/queries/": "what queries keep",
}
"""How the names of parts with people's cells or words begin, in small letters -> a name for a sentence."""
_BATCH = 500
_BATCH_TEXT = 2_000_000
"""Rows, or characters, after which a message is sent."""
_OVERLAP = 200
"""Characters that two pieces of a long text share, so that a number at the cut is whole in one of them."""


class UnreadRows(Sink):
    """Sends a hidden sheet's rows as texts only, without lines and marks."""

    def __init__(self, name: str, send: Callable[[Message], None]) -> None:
        super().__init__(send)
        self._name = name
        self._texts: list[Sequence[str]] = []
        self._length = 0

    def row(self, line: int, cells: Sequence[str], marks: Sequence[Mark]) -> None:
        self._texts.append(cells)
        self._length += sum(map(len, cells))
        if len(self._texts) >= _BATCH or self._length >= _BATCH_TEXT:
            self.end_sheet()

    def said(self, message: Message) -> None:
        self.row(0, [message[2]], ())

    def end_sheet(self) -> None:
        if self._texts:
            self.send(["unread", self._name, self._texts])
            self._texts, self._length = [], 0


class UnreadCells(SheetCells):
    """Reads a hidden sheet's cells. It skips cells that are refused: they are not part of the return."""

    def _end_cell(self) -> None:
        try:
            super()._end_cell()
        except Refusal:
            return


class Texts(Handler):
    """Sends each text of a part, and each attribute `v`, as a row of its own."""

    wants_text = True

    def __init__(self, rows: UnreadRows) -> None:
        self._rows = rows
        self._pieces: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.end(name)
        if value := attributes.get("v"):
            self._rows.row(0, [value], ())

    def text(self, data: str) -> None:
        self._pieces.append(data)

    def end(self, name: str) -> None:
        text = "".join(self._pieces).strip()
        for start in range(0, len(text), MAX_CELL - _OVERLAP):
            self._rows.row(0, [text[start : start + MAX_CELL]], ())
        self._pieces = []
