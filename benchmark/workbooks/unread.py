"""What a workbook keeps beside its visible sheets: hidden ones, and copies that pivot tables and links hold.

Nothing of it is part of a return, but a file is kept whole: so its texts are told, for whoever asks whether
there is something in them that must not be kept.
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
"""How the names of parts begin, in small letters, that hold cells or words of people -> what to call them."""
_BATCH = 500
_BATCH_TEXT = 2_000_000
"""Characters that are sent together, most of them."""
_OVERLAP = 200
"""Characters that two parts of a longer text share, so that a number at the cut is whole in one of them."""


class UnreadRows(Sink):
    """Sends a hidden sheet's rows as texts alone."""

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
    """A hidden sheet's cells, passing over those that nobody could read: they are not part of the return."""

    def _end_cell(self) -> None:
        try:
            super()._end_cell()
        except Refusal:
            return


class Texts(Handler):
    """Every text of a part, and every value that an element has as `v`, each as a row of its own."""

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
