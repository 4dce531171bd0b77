"""Which numbers follow from a table: what words may say of a figure that has the table behind it."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import accumulate
from math import isnan
from typing import Any

from benchmark.core.columns import Filled
from benchmark.core.wording import MINUS

FIGURE = re.compile(r"[-−+]?£?\d[\d,]*\.\d+[m%]?")
"""A number with decimals, as words write it: counts stand in words as often as in figures."""
ALL = ("", "")
"""The group of all rows."""


def figures_in(words: str) -> list[str]:
    return FIGURE.findall(words)


def follows(figure: str, table: Filled) -> bool:
    """Whether a number as words write it is a value of a table, or a sum, mean or ratio of its values."""
    digits = figure.strip("m%").replace(",", "").replace("£", "").replace(MINUS, "-")
    half = 0.5 * 10 ** -len(digits.partition(".")[2]) + 1e-9
    scale = 1e-6 if figure.endswith("m") else 100 if figure.endswith("%") else 1
    found = worked_out(table, ratios=figure.endswith("%"))
    return any(abs(abs(value) * scale - abs(float(digits))) <= half for value in found)


def worked_out(table: Filled, *, ratios: bool) -> Iterator[float]:
    """The values of each column of numbers; their sums and means, of all rows and of each group of rows; sums
    from the largest down; from lowest to highest. ratios: sums, also of a row, as parts of one another.
    """
    groups = list(_groups(table))
    sums: dict[tuple[str, str], list[float]] = defaultdict(list)
    columns = [
        (column, [row[place] for row in table.rows])
        for place, column in enumerate(table.columns)
        if column.unit.is_number and column.words is None and not column.unit.plain_digits
    ]
    for column, values in columns:
        parts = column.unit.parts
        found: dict[tuple[str, str], list[float]] = defaultdict(list)
        for value, of_groups in zip(values, groups, strict=True):
            if _is_number(value):
                for group in of_groups:
                    found[group].append(value / parts)
        yield from found[ALL]
        largest_first = [*accumulate(sorted(found[ALL], reverse=True))]
        yield from largest_first
        yield max(found[ALL], default=0.0) - min(found[ALL], default=0.0)
        if ratios and largest_first and largest_first[-1]:
            yield from (one / largest_first[-1] for one in largest_first)
        for group, own in found.items():
            if own:
                sums[group].append(sum(own))
                yield from (sum(own), sum(own) / len(own))
    yield from map(sum, sums.values())
    for own in sums.values() if ratios else ():
        for whole in filter(None, {*own, sum(own), *sums[ALL], sum(sums[ALL])}):
            yield from (part / whole for part in own)


def _groups(table: Filled) -> Iterator[list[tuple[str, str]]]:
    """The groups that each row is in: all rows, those with the same text in a column, a return's, its own."""
    names = [(place, column.key) for place, column in enumerate(table.columns) if not column.unit.is_number]
    for number, row in enumerate(table.rows):
        texts = {key: str(row[place]) for place, key in names}
        unit = f"{texts.get('ods_code')} {texts.get('care_setting')}"
        yield [ALL, *texts.items(), ("unit", unit), ("row", str(number))]


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and not isnan(value)
