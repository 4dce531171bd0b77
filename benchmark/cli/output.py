"""An answer as a table for a terminal, as CSV or as JSON."""

import json
import sys
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import isnan
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from benchmark.cli.terminal import one_plain_line, say
from benchmark.columns import Filled
from benchmark.errors import BenchmarkError
from benchmark.measures.subject import Subject
from benchmark.reports.tables import csv_bytes
from benchmark.wording import in_full

Format = Literal["table", "csv", "json"]
GAP_BETWEEN_COLUMNS = "  "


@dataclass(frozen=True)
class Column:
    """A column of the table: the key of its values, its heading, how a value is written, on which side."""

    key: str
    heading: str
    write: Callable[[Any], str] = str
    right: bool = False


@dataclass(frozen=True)
class RoundCame:
    """How much of an answer's round came. words: a sentence; empty where all came."""

    words: str
    returned: int
    expected: int


@dataclass(frozen=True)
class Answer:
    """What a command has to say, for every format.

    The table: `rows` by the keys of `columns`, the heading above, the notes and the source below. Its figures
    come unrounded: rounded once more, 0.4949 would become 0.495 and then 0.50. The CSV: `exported` by `keys`.
    The JSON: `document`. `as_at`: the past day, in each of them; None for now. `fictional`: it is about a
    fictional system, which CSV and JSON say in a column and a key of that name; the heading says it itself.
    `came`: how much of its round came, which they say as returned and expected; the notes say it in words.
    """

    heading: str
    columns: Sequence[Column]
    rows: Sequence[Mapping[Hashable, Any]]
    notes: Sequence[str]
    source: str
    exported: Sequence[Mapping[str, Any]]
    keys: Sequence[str]
    document: Any
    as_at: datetime | None = None
    fictional: bool = False
    came: RoundCame | None = None

    @property
    def marks(self) -> dict[str, Any]:
        """What every row of the CSV and every document of the JSON says beside its figures."""
        came = {} if self.came is None else {"returned": self.came.returned, "expected": self.came.expected}
        fictional = {"fictional": True} if self.fictional else {}
        return came | fictional | ({} if self.as_at is None else {"as_at": _day(self.as_at)})


@dataclass(frozen=True)
class Reply:
    """What a command has to say, for every format, written from tables whose columns are declared.

    subject: whom it is about; the heading, the CSV and the JSON say it. heading: what is computed, as it
    stands after the subject. shown: the table for a terminal. exported: the CSV; document: the JSON, a list's
    entries each with the subject's marks. came: how much of its round came, which all of them say.
    """

    subject: Subject
    heading: str
    shown: Filled
    exported: Filled
    document: dict[str, Any] | list[dict[str, Any]]
    notes: Sequence[str] = ()
    source: str = ""
    came: RoundCame | None = None

    @property
    def marks(self) -> dict[str, Any]:
        """What every row of the CSV and every document of the JSON says beside its figures."""
        came = {} if self.came is None else {"returned": self.came.returned, "expected": self.came.expected}
        return came | self.subject.marks


def show(answer: Answer | Reply, form: Format) -> None:
    """Write an answer to standard output."""
    if isinstance(answer, Reply):
        _show(answer, form)
    elif form == "csv":
        frame = pd.DataFrame([*answer.exported], columns=[*answer.keys])
        write_file(csv_bytes(frame.assign(**answer.marks)), None)
    elif form == "json":
        print(json.dumps(_marked(answer), indent=2))
    else:
        say(*as_text(answer))


def _show(reply: Reply, form: Format) -> None:
    if form == "csv":
        keys = [column.key for column in reply.exported.columns]
        records = [
            {key: "; ".join(value) if isinstance(value, list) else value for key, value in record.items()}
            for record in reply.exported.records()
        ]
        frame = pd.DataFrame(records, columns=keys, dtype=object)
        write_file(csv_bytes(frame.assign(**reply.marks)), None)
    elif form == "json":
        print(json.dumps(_marked(reply), indent=2))
    else:
        say(*_as_text(reply))


def _as_text(reply: Reply) -> list[str]:
    """The lines of a reply as a table, aligned in columns of equal width."""
    columns = reply.shown.columns
    cells = [[column.short or column.heading for column in columns]]
    cells += [[one_plain_line(cell) for cell in row] for row in reply.shown.in_terminal()]
    widths = [max(map(len, line)) for line in zip(*cells, strict=True)]
    right = [column.unit.is_number and column.words is None for column in columns]
    table = [_in_columns(line, widths, right) for line in cells]
    table.insert(1, GAP_BETWEEN_COLUMNS.join("-" * width for width in widths))
    subject = reply.subject
    past = "" if subject.as_at is None else f", as at {in_full(subject.as_at)}"
    came = [reply.came.words] if reply.came is not None and reply.came.words else []
    shown = table if reply.shown.rows else ["Nothing to show."]
    return [f"{subject.in_words}, {reply.heading}{past}", "", *shown, "", *reply.notes, *came, reply.source]


def write_file(content: bytes, file: str | None, *, binary: bool = False) -> None:
    """Write bytes into a file, or to standard output; `binary` is for no terminal. BenchmarkError if not."""
    if file is not None:
        try:
            Path(file).write_bytes(content)
        except OSError as error:
            raise BenchmarkError(f"{file} cannot be written: {error.strerror or error}.") from error
        return
    if binary and sys.stdout.isatty():
        raise BenchmarkError("That is no text to look at.", fix="Name a file: --output FILE")
    # As bytes: a text stream would translate the line ends, and on Windows the letters too.
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _marked(answer: Answer | Reply) -> Any:
    """The document with its marks: those of a list stand in each of its entries."""
    if isinstance(answer.document, list):
        return [entry | answer.marks for entry in answer.document]
    return answer.document | answer.marks


def _day(moment: datetime) -> str:
    return moment.date().isoformat()


def as_text(answer: Answer) -> list[str]:
    """The lines of an answer as a table, aligned in columns of equal width."""
    cells = [[column.heading for column in answer.columns]]
    cells += [
        [one_plain_line(column.write(row[column.key])) for column in answer.columns] for row in answer.rows
    ]
    widths = [max(len(line[i]) for line in cells) for i in range(len(answer.columns))]
    table = [_aligned(line, widths, answer.columns) for line in cells]
    table.insert(1, GAP_BETWEEN_COLUMNS.join("-" * width for width in widths))
    shown = table if answer.rows else ["Nothing to show."]
    past = "" if answer.as_at is None else f", as at {answer.as_at.day} {answer.as_at:%B %Y}"
    came = [answer.came.words] if answer.came is not None and answer.came.words else []
    return [f"{answer.heading}{past}", "", *shown, "", *answer.notes, *came, answer.source]


def number(decimals: int) -> Callable[[float | None], str]:
    """Writes a number with so many decimals, and a dash where there is none."""

    def write(value: float | None) -> str:
        if value is None or isnan(value):
            return "-"
        # Adding nothing turns the -0.0 that rounding leaves into 0.0.
        return f"{round(value, decimals) + 0.0:.{decimals}f}"

    return write


def signed(decimals: int) -> Callable[[float | None], str]:
    """Writes a change with its sign, and none when it rounds to nothing."""

    def write(value: float | None) -> str:
        text = number(decimals)(value)
        return text if text.startswith("-") or not text.strip("0.") else f"+{text}"

    return write


def yes_or_no(value: bool) -> str:
    """Writes a flag."""
    return "yes" if value else "no"


def _aligned(cells: Sequence[str], widths: Sequence[int], columns: Sequence[Column]) -> str:
    return _in_columns(cells, widths, [column.right for column in columns])


def _in_columns(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    placed = [
        cell.rjust(width) if at_right else cell.ljust(width)
        for cell, width, at_right in zip(cells, widths, right, strict=True)
    ]
    return GAP_BETWEEN_COLUMNS.join(placed).rstrip()
