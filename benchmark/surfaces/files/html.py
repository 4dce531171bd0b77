"""Tables as HTML: read by eye, by keyboard and by screen reader, where a canvas grid is not."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from markupsafe import Markup

from benchmark.charts.markup import render
from benchmark.core.columns import Filled

NAME_FROM: Final = 20
"""Letters in a row's head from which on it is a name that needs room beside figures, and not a code."""


class Linked(NamedTuple):
    """A cell that leads to an address."""

    text: str
    address: str


def html_table(
    rows: Filled, *, caption: str, stacked: bool = False, linked: str = "", addresses: Sequence[str] = ()
) -> Markup:
    """A table with its caption, header cells, numbers aligned right; the first column heads each row.

    stacked: on a narrow screen each row becomes a block in which every cell is named. The roles say what is
    what there, where a browser may no longer take the blocks for a table. linked: the column, not the first,
    whose cells lead to the addresses, one for each row.
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
