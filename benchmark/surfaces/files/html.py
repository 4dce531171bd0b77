"""Tables as HTML, which keyboards and screen readers can use, unlike a grid on a canvas."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from markupsafe import Markup

from benchmark.charts.markup import render
from benchmark.core.columns import Filled

NAME_FROM: Final = 20
"""Letters of a row's first cell from which it is a name that needs room, and not a code."""


class Linked(NamedTuple):
    """A cell with a link."""

    text: str
    address: str


def html_table(
    rows: Filled, *, caption: str, stacked: bool = False, linked: str = "", addresses: Sequence[str] = ()
) -> Markup:
    """A table with caption and headings; numbers are aligned right, and the first column heads each row.

    stacked: on a narrow screen each row becomes a block with named cells; ARIA roles keep it a table for
    screen readers. linked: the column, not the first, whose cells are links. addresses: one per row.
    """
    headed = [(column.title, column.unit.is_number and not column.words) for column in rows.columns]
    named: list[tuple[str, list[str | Linked]]] = [(first, [*rest]) for first, *rest in rows.texts()]
    if linked:
        place = [column.key for column in rows.columns[1:]].index(linked)
        for (_, cells), address in zip(named, addresses, strict=True):
            cells[place] = Linked(str(cells[place]), address)
    return render(
        "surfaces/files/table.html",
        caption=caption,
        columns=headed,
        rows=named,
        stacked=stacked,
        names=any(len(first) >= NAME_FROM for first, _ in named),
    )
