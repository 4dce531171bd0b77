"""What the reader of workbooks tells, gathered in this process, for tests of its parts."""

import io
from dataclasses import dataclass, field
from typing import Any

from benchmark.workbooks.book import read_book
from benchmark.workbooks.limits import Refusal
from benchmark.workbooks.messages import Message
from tests.bad_returns.making import archive, parts


@dataclass
class Reading:
    """What was read of one workbook: of the last sheet its rows and marks; what refused it, if anything."""

    sheets: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    rows: dict[int, list[str]] = field(default_factory=dict)
    marks: list[tuple[Any, ...]] = field(default_factory=list)
    formulas: int = 0
    totals: list[int] = field(default_factory=list)
    zeros: list[int] = field(default_factory=list)
    refused: str = ""
    reason: str = ""

    def take(self, message: Message) -> None:
        match message:
            case ["sheet", name, _]:
                self.sheets.append(name)
                self.rows = {}
            case ["hidden", name]:
                self.hidden.append(name)
            case ["rows", rows]:
                for line, cells, marks in rows:
                    self.rows[line] = list(cells)
                    self.marks += [(line, *mark) for mark in marks]
            case ["end", formulas, _, totals, zeros]:
                self.formulas = formulas
                self.totals, self.zeros = list(totals), list(zeros)


def reading_of(content: bytes, also: tuple[str, ...] = ()) -> Reading:
    """What is read of a workbook."""
    read = Reading()
    try:
        read_book(io.BytesIO(content), read.take, also=also)
    except Refusal as refusal:
        read.refused = refusal.code
        read.reason = " ".join(map(str, refusal.words.values()))
    return read


def reading_of_sheet(inner: str | bytes, **said: Any) -> Reading:
    """What is read of a workbook with one sheet, given as `parts` takes it."""
    return reading_of(archive(parts({"Return": inner}, **said)))


def reading_of_rows(rows: str, after: str = "", before: str = "", **said: Any) -> Reading:
    """What is read of a workbook whose one sheet has this XML for its rows."""
    return reading_of_sheet(f"{before}<sheetData>{rows}</sheetData>{after}", **said)
