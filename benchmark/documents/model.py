"""What a document says, before anybody decides how it is drawn.

All is frozen: a pack is made once, and each writer draws the same one. Whatever may differ in a later issue
has a key, by which `issues.py` finds it again; `was` holds what the issue before said there.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from benchmark.charts.distance import Step
from benchmark.charts.figure import Figure
from benchmark.common.subject import NOBODY, Subject
from benchmark.core.columns import Filled


@dataclass(frozen=True)
class Words:
    """A sentence, or with `figure` a figure in large type and the words that complete it."""

    text: str
    key: str = ""
    figure: str = ""
    was: str | None = None

    @property
    def whole(self) -> str:
        """Figure and words together, as they are read out."""
        return f"{self.figure} {self.text}".strip()


@dataclass(frozen=True)
class Paragraph:
    """One or more sentences. caution: what a reader must bear in mind, set apart."""

    words: Words
    caution: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list. heading: what it is a list of, empty where that is said already. numbered: its order counts."""

    items: tuple[Words, ...]
    heading: str = ""
    numbered: bool = False


@dataclass(frozen=True)
class Statements:
    """Figures in large type, each with its words: up to five, side by side where there is room."""

    items: tuple[Words, ...]


@dataclass(frozen=True)
class DataTable:
    """A table of declared columns. caption: what it is of. alt: the same for who cannot see it.

    row_key: the columns that name a row, by which a later issue finds it again; the first is its heading.
    was: (row, column's key) -> what the issue before said. behind: the fuller table that a workbook gets.
    compared: whether what differs is marked; not where every issue differs, as in what it was made from.
    """

    key: str
    caption: str
    filled: Filled
    row_key: tuple[str, ...]
    alt: str = ""
    was: Mapping[tuple[str, str], str] = field(default_factory=dict, hash=False)
    behind: Filled | None = None
    compared: bool = True


MarkShape: TypeAlias = Literal["circle", "square", "diamond", "triangle-up", "none"]


@dataclass(frozen=True)
class Series:
    """Figures of one colour. values: one for each label of the chart, None where there is none; of Points the
    second of each pair, with `across` the first.

    mark: what stands at each value. line: whether they are joined. dashed: how, seen without colour.
    label: what stands at its last value, its name or more; empty for nothing. beside: the name of each of
    some Points, and on which side it stands: right, left, above or below.
    """

    name: str
    values: tuple[float | None, ...]
    colour: str
    across: tuple[float, ...] = ()
    mark: MarkShape = "none"
    hollow_first: bool = False
    line: bool = False
    dashed: bool = False
    label: str = ""
    beside: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Axis:
    """Where an axis begins and ends, what it is of, and its numbers' format as a spreadsheet has it."""

    lowest: float | None = None
    highest: float | None = None
    title: str = ""
    number: str = "0.0"
    step: float | None = None


@dataclass(frozen=True)
class Drawn:
    """A chart as figures, which PowerPoint draws itself, so that its owner can edit it.

    kind: 'bars' lie across, the first label at the top; 'lines' stand over labels, such as rounds or pillars;
    'points' have two axes of numbers. across: the axis of points. reading: what its lines mean, in place of a
    legend; empty where there is nothing to explain.
    """

    kind: Literal["bars", "lines", "points"]
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    axis: Axis = Axis()
    across: Axis = Axis()
    stacked: bool = False
    reading: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart: drawn as the product draws it where pictures are (figure), natively where it can be edited."""

    key: str
    figure: Figure
    drawn: Drawn


@dataclass(frozen=True)
class Cell:
    """A cell of a grid. step: how far from the standard, as colour and sign; None where it has no colour."""

    text: str
    step: Step | None = None
    key: str = ""
    was: str | None = None
    strong: bool = False


@dataclass(frozen=True)
class GridRow:
    """A row of a grid, under its heading."""

    head: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class GridGroup:
    """Rows under one heading, such as a care setting."""

    head: str
    rows: tuple[GridRow, ...]


@dataclass(frozen=True)
class Grid:
    """Cells in five colours, each with its figure and a sign: nothing rests on colour alone."""

    key: str
    caption: str
    alt: str
    heads: tuple[str, ...]
    groups: tuple[GridGroup, ...]
    legend: tuple[tuple[Step, str], ...] = ()
    behind: Filled | None = None


Block: TypeAlias = Paragraph | Bullets | Statements | DataTable | Chart | Grid


@dataclass(frozen=True)
class Section:
    """A part with one message. title: the message. notes: how to read it, and what not to conclude.

    behind: tables that would fill a reader's pages, and stand in the workbook alone.
    """

    key: str
    name: str
    title: Words
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()
    behind: tuple[DataTable, ...] = ()


@dataclass(frozen=True)
class Cover:
    """What a paper begins with. asks: what the board is asked to do."""

    title: str
    subtitle: str
    agenda_item: str
    purpose: str
    date: str
    asks: tuple[Words, ...]
    asked: str = "The board is asked to"


@dataclass(frozen=True)
class Pack:
    """A document. running: its name at the head of each page. fictional: the line that marks every page of
    made-up figures, else empty. source: a line below every page. provenance: what it was made from, by name.
    issued_before: the day of the issue that marks speak of, else empty.
    """

    cover: Cover
    sections: tuple[Section, ...]
    provenance: tuple[tuple[str, str], ...]
    running: str
    source: str = ""
    fictional: str = ""
    issued_before: str = ""
    subject: Subject = NOBODY
    citation: str = ""
    """One line by which others can name the paper."""
    compact: bool = False
    """Whether it is to fit on one page: no cover of its own."""

    @property
    def about(self) -> list[tuple[str, str]]:
        """What the cover says of the paper, by name: only what was given."""
        cover, before = self.cover, self.issued_before
        named = [("Agenda item", cover.agenda_item), ("Purpose", cover.purpose), ("Date", cover.date)]
        named.append(("Marked", f"what changed since the issue of {before}" if before else ""))
        return [(name, said) for name, said in named if said]

    @property
    def cited_at_end(self) -> str:
        """The line to cite the paper by, where none of its tables has it."""
        tables = [
            block for section in self.sections for block in section.blocks if isinstance(block, DataTable)
        ]
        cited = any(self.citation in row for table in tables for row in table.filled.rows)
        return "" if cited else self.citation


CHANGED: Final = "changed"


def was_words(was: str) -> str:
    """What stands beside what differs from the issue before."""
    return f"{CHANGED}; it was: {was}" if was else "new since the last issue"
