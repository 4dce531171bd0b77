"""The content of a document, independent of how it is drawn.

All classes are frozen: a pack is made once, and every writer writes the same one. A text that may differ in a
later issue has a key, by which `issues.py` finds it again; `was` holds the earlier issue's text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from benchmark.charts.distance import Step
from benchmark.charts.figure import Figure
from benchmark.common.subject import NOBODY, Subject
from benchmark.core.columns import Filled


def short_mark(was: str | None) -> str:
    """The words beside a cell with this text in the earlier issue; empty if it is unchanged (None)."""
    if was is None:
        return ""
    return f"was {was}" if was else "new"


@dataclass(frozen=True)
class Words:
    """A sentence; with `figure`, a figure in large type and the words that complete it."""

    text: str
    key: str = ""
    figure: str = ""
    was: str | None = None

    @property
    def whole(self) -> str:
        """Figure and words as one text."""
        return f"{self.figure} {self.text}".strip()

    @property
    def mark(self) -> str:
        """The words beside a text that differs from the earlier issue; empty if it does not."""
        if self.was is None:
            return ""
        return f"changed; it was: {self.was}" if self.was else "new since the last issue"


@dataclass(frozen=True)
class Paragraph:
    """One or more sentences. caution: set apart, as a reader must keep it in mind."""

    words: Words
    caution: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list. heading: what it lists; empty if that is clear. numbered: its order matters."""

    items: tuple[Words, ...]
    heading: str = ""
    numbered: bool = False


@dataclass(frozen=True)
class Statements:
    """Figures in large type with their words: up to five, side by side if they fit."""

    items: tuple[Words, ...]


@dataclass(frozen=True)
class DataTable:
    """A table of declared columns. caption: what it shows. alt: its alternative text.

    row_key: the columns that identify a row, also in a later issue; the first one is the row's heading.
    was: (row, column's key) -> the earlier issue's text. behind: the fuller table for the workbook.
    compared: whether changes are marked; False for a table in which every issue differs, such as its sources.
    """

    key: str
    caption: str
    filled: Filled
    row_key: tuple[str, ...]
    alt: str = ""
    was: Mapping[tuple[str, str], str] = field(default_factory=dict, hash=False)
    behind: Filled | None = None
    compared: bool = True


MarkShape: TypeAlias = Literal["circle", "square", "none"]


@dataclass(frozen=True)
class Series:
    """Values of one colour. values: one per label of the chart, None for a missing one; for points the y
    values, with `across` the x values.

    mark: the shape at each value. line: whether values are joined. dashed: by dashes, to be seen without
    colour. label: the text at the last value; empty for none. beside: for points, each one's name and its
    side: right, left, above or below.
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
    """The ends of an axis, its title, and its number format as in a spreadsheet."""

    lowest: float | None = None
    highest: float | None = None
    title: str = ""
    number: str = "0.0"
    step: float | None = None


@dataclass(frozen=True)
class Drawn:
    """A chart as figures, which PowerPoint draws itself, so that it can be edited.

    kind: 'bars' are horizontal, with the first label at the top; 'lines' are over labels such as rounds;
    'points' have two numeric axes. across: the x axis of points. reading: explains the lines, instead of a
    legend; empty if nothing needs explaining.
    """

    kind: Literal["bars", "lines", "points"]
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    axis: Axis = Axis()
    across: Axis = Axis()
    reading: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart, as the product's own picture (figure) and as a chart that PowerPoint draws (drawn)."""

    key: str
    figure: Figure
    drawn: Drawn


@dataclass(frozen=True)
class Cell:
    """A cell of a grid. step: its distance from the standard, shown as colour and sign; None for neither."""

    text: str
    step: Step | None = None
    key: str = ""
    was: str | None = None
    strong: bool = False

    @property
    def mark(self) -> str:
        """The words beside a text that differs from the earlier issue; empty if it does not."""
        return short_mark(self.was)


@dataclass(frozen=True)
class GridRow:
    """A row of a grid with its heading."""

    head: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class GridGroup:
    """Rows of a grid under one heading, such as a care setting."""

    head: str
    rows: tuple[GridRow, ...]


@dataclass(frozen=True)
class Grid:
    """Cells in five colours, each with its figure and a sign, so that nothing depends on colour alone."""

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

    behind: tables too long for readers' pages, which are in the workbook only.
    """

    key: str
    name: str
    title: Words
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()
    behind: tuple[DataTable, ...] = ()


@dataclass(frozen=True)
class Cover:
    """A paper's cover. asks: what the board is asked to do."""

    title: str
    subtitle: str
    agenda_item: str
    purpose: str
    date: str
    asks: tuple[Words, ...]
    asked: str = "The board is asked to"


@dataclass(frozen=True)
class Pack:
    """A document. running: its name at the head of each page. fictional: the line that marks every page if
    its figures are made up; else empty. source: a line below every page. provenance: name -> what it was made
    from. issued_before: the day of the issue that it is compared with; else empty.
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
    """The line by which others can cite the paper."""
    compact: bool = False
    """Whether it should fit on one page, without a cover."""

    @property
    def about(self) -> list[tuple[str, str]]:
        """The cover's facts about the paper: name and text of those that were given."""
        cover, before = self.cover, self.issued_before
        named = [("Agenda item", cover.agenda_item), ("Purpose", cover.purpose), ("Date", cover.date)]
        named.append(("Marked", f"what changed since the issue of {before}" if before else ""))
        return [(name, text) for name, text in named if text]

    @property
    def cited_at_end(self) -> str:
        """The line to cite the paper by; empty if one of its tables has it."""
        tables = [
            block for section in self.sections for block in section.blocks if isinstance(block, DataTable)
        ]
        cited = any(self.citation in row for table in tables for row in table.filled.rows)
        return "" if cited else self.citation
