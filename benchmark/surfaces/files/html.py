"""Tables as HTML: read by eye, by keyboard and by screen reader, where a canvas grid is not."""

from markupsafe import Markup

from benchmark.charts.markup import render
from benchmark.core.columns import Filled


def html_table(rows: Filled, *, caption: str, stacked: bool = False) -> Markup:
    """A table with its caption, header cells, numbers aligned right; the first column heads each row.

    stacked: on a narrow screen each row becomes a block in which every cell is named. The roles say what is
    what there, where a browser may no longer take the blocks for a table.
    """
    headed = [(column.title, column.unit.is_number and not column.words) for column in rows.columns]
    named = [(first, rest) for first, *rest in rows.texts()]
    return render("surfaces/files/table.html", caption=caption, columns=headed, rows=named, stacked=stacked)
