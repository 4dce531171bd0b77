"""The parts of the tables of conditions: headings, rows and cells, which one template draws."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import pandas as pd
from markupsafe import Markup

from benchmark.charts.markup import render
from benchmark.core.columns import rows_of
from benchmark.core.wording import decimal, per_cent, short_name
from benchmark.questions.conditions.words import counts_in_words

TrustLink = Callable[[str], str]
"""ODS code -> the address that a trust's name leads to."""
MANY_COLUMNS: Final = 10
"""With more columns, headings and cells get smaller type and less space."""
_LONG_WORD: Final = re.compile(r"\b([A-Za-z]{4,})(tional|tions?|ing|ic|able|boards|mes)\b")
SOFT_HYPHEN: Final = "\u00ad"
NO_RETURN: Final = "no return"
STATUS_CLASSES: Final = {
    "addressed": "is-above",
    "not_running": "is-below",
    "no_programme": "is-far_below",
    "no_return": "mg-none",
    "no_gap": "is-at",
}
"""Status of a gap -> class of the style sheet."""
ANSWER_CLASSES: Final = {"yes": "is-above", "partly": "cg-half", "no": "is-below"}


@dataclass(frozen=True)
class Head:
    """A column's heading. folds: the column is hidden on narrow screens."""

    text: str
    folds: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell: its text, a smaller line below, and words that only a screen reader speaks.

    narrow: the line below is shown on narrow screens only. width: of a bar, in per cent of the cell.
    columns: the number of columns that a hatched cell covers, else 0.
    """

    text: str
    classes: str = ""
    strong: bool = False
    below: str = ""
    narrow: bool = False
    spoken: str = ""
    width: float | None = None
    columns: int = 0

    def folds(self) -> "Cell":
        """The cell, hidden on narrow screens."""
        return replace(self, classes=f"{self.classes} mg-fold")


@dataclass(frozen=True)
class Row:
    """A row: its heading, the heading's link, a smaller line below it, and its cells.

    head: empty if a row above heads this one too. spans: the number of rows it heads, 0 for one. first: a
    line is drawn above the row.
    """

    head: str
    cells: Sequence[Cell]
    address: str = ""
    below: str = ""
    spans: int = 0
    first: bool = False


def breakable(text: str) -> str:
    """A heading with soft hyphens before the endings of long words, because few browsers hyphenate."""
    return _LONG_WORD.sub(rf"\1{SOFT_HYPHEN}\2", text)


def no_return(columns: int, words: str = NO_RETURN) -> Cell:
    """A row without a return: one hatched cell over all columns, with words."""
    return Cell(words, "mg-none", columns=columns)


def answer_cell(answer: str | None) -> Cell:
    """A cell with an answer, its word and colour."""
    if answer is None:
        return Cell("–", "cg-c", spoken="not answered")
    return Cell(answer, f"cg-c {ANSWER_CLASSES[answer]}")


def answers_in_words(row: Any) -> str:
    """The counts of a question's answers in words. row: of the table BY_ITEM."""
    return counts_in_words(row.yes, row.partly, row.no, row.not_answered)


def share_cell(part: Any, whole: Any, *, classes: str = "cg-c") -> Cell:
    """A cell with a share, its counts, and a bar as long as the share."""
    if not whole:
        return Cell("none", classes)
    share = float(part) / float(whole)
    return Cell(per_cent(share), classes, strong=True, below=part_of(part, whole), width=bar_width(share))


def part_of(part: Any, whole: Any) -> str:
    """'10 of 100'."""
    return f"{decimal(part, 0)} of {decimal(whole, 0)}"


def bar_width(share: float) -> float:
    """The width of a bar in per cent of its cell, 0 to 100."""
    return round(100 * min(max(share, 0.0), 1.0), 1)


def rows_by(frame: pd.DataFrame, key: str) -> dict[str, list[Any]]:
    """A frame's rows by the values of a column: much faster than filtering the frame for each value."""
    found: dict[str, list[Any]] = {}
    for row in rows_of(frame):
        found.setdefault(getattr(row, key), []).append(row)
    return found


def by_name(trusts: pd.DataFrame) -> list[Any]:
    """Rows of trusts in the order of the names that `trust_row` shows, which have no leading 'The'."""
    return sorted(rows_of(trusts), key=lambda row: (short_name(row.trust), row.ods_code))


def trust_row(row: Any, cells: Sequence[Cell], *, link: TrustLink, round_year: int) -> Row:
    """A trust's row: its name links to its own view; an earlier round of its return is named below.

    row: with ods_code, trust and year (missing without a return).
    """
    older = "" if pd.isna(row.year) or row.year == round_year else f"return of {row.year:.0f}"
    return Row(short_name(row.trust), cells, address=link(row.ods_code), below=older)


def table(
    *,
    caption: str,
    heads: Sequence[Head],
    rows: Sequence[Row],
    legend: Sequence[tuple[str, str]] = (),
    foot: Row | None = None,
    layout: Literal["grid", "list"] = "grid",
) -> Markup:
    """The table as HTML. legend: (class, words) of each key.

    layout: 'grid' has columns of equal width; in 'list' each column takes the width that it needs.
    """
    return render(
        "questions/conditions/table.html",
        caption=caption,
        heads=[replace(head, text=breakable(head.text)) for head in heads],
        parts=[("tbody", rows), *([("tfoot", [foot])] if foot else [])],
        legend=legend,
        many=len(heads) > MANY_COLUMNS,
        layout=layout,
    )
