"""Marks: columns that a file of figures gets beside its own, with one value in every row.

Rows are copied out of files, so each row says by itself what is unusual about it.
"""

from collections.abc import Mapping
from typing import Any, Final

from benchmark.core.columns import COUNT, FLAG, TEXT, Column, Filled, Table

MARKS: Final = Table(
    "marks",
    "Marks beside the figures of a file",
    "one row per row of a file of figures; it has only the marks that say something of it",
    (
        Column("held_to", "Held to", TEXT, "The standard, where no other column names it."),
        Column("returned", "Returned", COUNT, "How many of the round's expected returns were received."),
        Column("expected", "Expected", COUNT, "How many returns of the round are expected."),
        Column("fictional", "Fictional", FLAG, "Whether the organisations and their figures are made up."),
        Column("group", "Group", TEXT, "The code of the group that the figures are of."),
        Column("group_kind", "Kind of group", TEXT, "What kind of group that is."),
        Column("footprint_is", "Footprint", TEXT, "Says so where nobody has decided on the footprint."),
        Column(
            "overall_is",
            "Overall scores within a round are",
            TEXT,
            "Which mean of the pillars, if weights are unequal. Comparable scores have no weights.",
        ),
        Column("as_at", "As at", TEXT, "The past day at whose end the figures were known."),
    ),
)


def marked(rows: Filled, marks: Mapping[str, Any]) -> Filled:
    """The rows with their marks as further columns. marks: key -> value.

    A table keeps a column of its own that has a mark's key. KeyError for a key that is no mark.
    """
    more = {key: value for key, value in marks.items() if key not in rows.table.keys}
    values = tuple(more.values())
    return Filled(rows.table.and_(*MARKS.only(*more).columns), tuple((*row, *values) for row in rows.rows))
