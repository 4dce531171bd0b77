"""What the charts of IT spend share."""

from typing import Final

from benchmark.charts.figure import Figure
from benchmark.charts.labels import fitted
from benchmark.charts.marks import Axis, expr, notice
from benchmark.charts.rows import NAME_LENGTH
from benchmark.columns import Filled
from benchmark.wording import short_name

PART_OF_SPEND: Final = Axis(
    (0, 1), "Part of IT spend", format=".0%", ticks=5, zero=True, range=(1, expr("width - 1"))
)


def trust_name(name: str) -> str:
    """A trust's name as a row shows it where there is room."""
    return fitted(short_name(name), NAME_LENGTH)


def nothing(message: str, table: Filled) -> Figure:
    """A figure that says why there is nothing to draw."""
    return Figure(message, "", f"{message}.", notice(message), table)
