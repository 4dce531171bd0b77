"""What the charts of IT spend share."""

from typing import Final

import pandas as pd

from benchmark.charts.figure import FICTIONAL_SOURCE
from benchmark.charts.labels import fitted
from benchmark.charts.marks import Axis, expr
from benchmark.charts.rows import NAME_LENGTH
from benchmark.wording import short_name

SOURCE: Final = "Returns of IT spend submitted by trusts. Not audited."
PART_OF_SPEND: Final = Axis(
    (0, 1), "Part of IT spend", format=".0%", ticks=5, zero=True, range=(1, expr("width - 1"))
)


def spend_source(*, fictional: bool) -> str:
    """Where figures of spend come from."""
    return FICTIONAL_SOURCE if fictional else SOURCE


def trust_name(name: str) -> str:
    """A trust's name as a row shows it where there is room."""
    return fitted(short_name(name), NAME_LENGTH)


def table_of(frame: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    """Some columns under people's names: those in (£) to whole pounds, those in (%) as per cent."""
    table = frame[[*columns]].copy()
    for name, words in columns.items():
        if words.endswith("(%)"):
            table[name] = 100 * table[name]
        elif words.endswith("(£)"):
            table[name] = table[name].round()
    return table.rename(columns=columns).reset_index(drop=True)
