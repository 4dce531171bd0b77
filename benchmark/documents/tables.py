"""The cells of a table as all writers show them: text, alignment, and the earlier issue's text."""

from dataclasses import dataclass
from typing import Final

from benchmark.core.columns import Filled
from benchmark.documents.fitting import column_widths
from benchmark.documents.model import DataTable, short_mark

_ACROSS: Final = 480.0
"""The width of an A4 page in points, which columns share."""

NO_BREAK: Final = "\N{NO-BREAK SPACE}"
SHORT_UNIT: Final = 10
"""The longest unit with its bracket, in characters, that is kept on one line."""


@dataclass(frozen=True)
class ShownCell:
    """A cell. right: it is a number, aligned right. mark: the words if it differs from the earlier issue."""

    text: str
    right: bool = False
    mark: str = ""


def shown_cells(
    block: DataTable,
) -> tuple[list[ShownCell], list[list[ShownCell]], list[float]]:
    """The headings, the rows, and each column's share of the width."""
    filled = block.filled
    numbers = [column.unit.is_number and column.words is None for column in filled.columns]
    heads = [
        ShownCell(together(column.title), right)
        for column, right in zip(filled.columns, numbers, strict=True)
    ]
    rows = []
    for name, cells in zip(row_names(filled, block.row_key), filled.texts(), strict=True):
        rows.append(
            [
                ShownCell(text, right, short_mark(block.was.get((name, column.key))))
                for column, text, right in zip(filled.columns, cells, numbers, strict=True)
            ]
        )
    whole = [[head.text for head in heads], *([cell.text for cell in row] for row in rows)]
    widths = column_widths(whole, width=_ACROSS, size=8.5, margin=8)
    return heads, rows, [round(width / _ACROSS, 4) for width in widths]


def together(title: str) -> str:
    """A title whose short unit at the end, such as (1 to 5), is never split over two lines."""
    start, bracket, unit = title.rpartition(" (")
    return f"{start} ({unit.replace(' ', NO_BREAK)}" if bracket and len(unit) <= SHORT_UNIT else title


def row_names(filled: Filled, row_key: tuple[str, ...]) -> list[str]:
    """Each row's name, the same in every issue."""
    places = [filled.table.keys.index(key) for key in row_key]
    return [" / ".join(str(row[place]) for place in places) for row in filled.rows]
