"""Writes an answer as a table for a terminal, as CSV, as JSON or as a workbook."""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from benchmark.common.citation import citation
from benchmark.common.subject import Subject
from benchmark.core.columns import Filled
from benchmark.core.definitions import definitions
from benchmark.core.errors import BenchmarkError
from benchmark.core.mark_columns import marked
from benchmark.core.wording import in_full
from benchmark.store.publication import Publication
from benchmark.store.storage.files import write_whole
from benchmark.store.storage.identity import is_in_a_store
from benchmark.surfaces.cli.terminal import one_plain_line, say
from benchmark.surfaces.files.sources import attributed
from benchmark.surfaces.files.tables import csv_bytes, workbook_bytes

Format = Literal["table", "csv", "json", "xlsx"]
FORMATS = get_args(Format)
GAP_BETWEEN_COLUMNS = "  "
_TEXTS = {"table", "csv", "json"}
_ENDINGS = {"csv", "json", "xlsx", "parquet", "pptx", "pdf", "html"}
"""The ends of files' names that say what is in them."""


@dataclass(frozen=True)
class ReceivedOfRound:
    """How much of an answer's round was received. words: a sentence; empty if all were received."""

    words: str
    returned: int
    expected: int


@dataclass(frozen=True)
class Reply:
    """A command's answer in every format, written from declared tables.

    subject: who it is about; all formats name it. heading: what is computed, after the subject. shown: the
    table for a terminal. exported: the CSV. document: the JSON; in a list each entry gets the marks. source:
    the last line, if it is not the subject's sources. received: the returns of its round, in all formats.
    """

    subject: Subject
    heading: str
    shown: Filled
    exported: Filled
    document: dict[str, Any] | list[dict[str, Any]]
    notes: Sequence[str] = ()
    source: str = ""
    received: ReceivedOfRound | None = None

    @property
    def last_line(self) -> str:
        """The line with the source of the figures."""
        weights = definitions().framework.weights_note
        return self.source or f"Source: {attributed(self.subject.rests_on)}{weights}"

    @property
    def marks(self) -> dict[str, Any]:
        """Values added to every row of a file and every JSON document."""
        found = self.received
        counts = {} if found is None else {"returned": found.returned, "expected": found.expected}
        return counts | self.subject.marks

    @property
    def file(self) -> Filled:
        """The table of the CSV and the workbook: what is exported, with its marks."""
        return marked(self.exported, self.subject.held(self.exported.table) | self.marks)


@dataclass(frozen=True)
class Written:
    """An answer's format and output file. Without a file it goes to standard output."""

    form: Format
    output: str | None = None


def everybody(publication: Publication) -> Subject:
    """The subject of answers that are about no single organisation."""
    return Subject("", "All organisations", as_at=publication.as_at)


def show(reply: Reply, written: Written) -> None:
    """Write a reply. Raises BenchmarkError if it cannot be written."""
    form, output = written.form, written.output
    if form == "csv":
        write_file(csv_bytes(reply.file.flat()), output, form)
    elif form == "xlsx":
        notes = [*reply.notes, reply.received.words if reply.received else "", reply.last_line, _cited(reply)]
        workbook = workbook_bytes(reply.file, heading=_heading(reply), notes=notes)
        write_file(workbook, output, form)
    elif output is not None:
        text = json.dumps(_marked(reply), indent=2) if form == "json" else "\n".join(as_text(reply))
        write_file(f"{text}\n".encode(), output, form)
    elif form == "json":
        print(json.dumps(_marked(reply), indent=2))
    else:
        say(*as_text(reply))


def _heading(reply: Reply) -> str:
    subject = reply.subject
    past = "" if subject.as_at is None else f", as at {in_full(subject.as_at)}"
    return f"{subject.in_words}, {reply.heading}{past}"


def _cited(reply: Reply) -> str:
    """The line that tells readers how to cite the file; empty if its publication is not known."""
    subject = reply.subject
    day = None if subject.as_at is None else subject.as_at.date()
    return f"To cite it: {citation(reply.heading, subject, day=day)}" if subject.version else ""


def _marked(reply: Reply) -> Any:
    """The document with its marks; in a list each entry has them."""
    if isinstance(reply.document, list):
        return [entry | reply.marks for entry in reply.document]
    return reply.document | reply.marks


def as_text(reply: Reply) -> list[str]:
    """The lines of a reply, with the table in aligned columns."""
    columns = reply.shown.columns
    cells = [[column.short or column.heading for column in columns]]
    cells += [[one_plain_line(cell) for cell in row] for row in reply.shown.in_terminal()]
    widths = [max(map(len, line)) for line in zip(*cells, strict=True)]
    right = [column.unit.is_number and column.words is None for column in columns]
    table = [_in_columns(line, widths, right) for line in cells]
    table.insert(1, GAP_BETWEEN_COLUMNS.join("-" * width for width in widths))
    received = [reply.received.words] if reply.received is not None and reply.received.words else []
    shown = table if reply.shown.rows else ["Nothing to show."]
    lines = [_heading(reply), "", *shown, "", *reply.notes, *received, reply.last_line]
    return [one_plain_line(line) for line in lines]


def expect_ending(file: str | None, form: str) -> None:
    """Raise BenchmarkError if a file's name ends as another format's would.

    Excel refuses a workbook named .csv, and calls a text named .xlsx damaged.
    """
    ending = Path(file or "").suffix.lower().removeprefix(".")
    if ending != form and ending in _ENDINGS:
        raise BenchmarkError(
            f"{file} is named as {ending}, and would hold the format {form}.",
            fix=f"Ask for --format {ending}, or name the file otherwise.",
        )


def write_file(content: bytes, file: str | None, form: str = "table") -> None:
    """Write bytes of a format to a file; without one, or to "-", to standard output. Raises BenchmarkError if
    that fails, or if no terminal could show the format.
    """
    if file is not None and file != "-":
        expect_ending(file, form)
        try:
            if not file.strip() or file.endswith(("/", os.sep)) or Path(file).is_dir():
                where = f"{file} is a folder" if file.strip() else "No file is named"
                raise BenchmarkError(f"{where}.", fix="Name a file: --output FILE")
            if is_in_a_store(Path(file)):
                raise BenchmarkError(
                    f"{file} is inside a store, whose files it could replace.", fix="Name a file elsewhere."
                )
            write_whole(Path(file), content)
        except OSError as error:
            raise BenchmarkError(
                f"{file} cannot be written: {error.strerror or error}.",
                fix="If it is open in another program, such as Excel, close it there. Or name another file.",
            ) from error
        return
    if form not in _TEXTS and sys.stdout.isatty():
        raise BenchmarkError("That is no text to look at.", fix="Name a file: --output FILE")
    # As bytes: a text stream would change line ends, and on Windows also the encoding.
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _in_columns(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    placed = [
        cell.rjust(width) if at_right else cell.ljust(width)
        for cell, width, at_right in zip(cells, widths, right, strict=True)
    ]
    return GAP_BETWEEN_COLUMNS.join(placed).rstrip()
