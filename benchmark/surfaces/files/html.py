"""Tables as HTML: read by eye, by keyboard and by screen reader, where a canvas grid is not."""

from collections.abc import Iterable, Sequence

import pandas as pd
from markupsafe import Markup

from benchmark.charts.markup import render
from benchmark.core.columns import NO_VALUE, Filled
from benchmark.core.wording import decimal


def html_table(rows: Filled | pd.DataFrame, *, caption: str, stacked: bool = False) -> Markup:
    """A table with its caption, header cells, numbers aligned right; the first column heads each row.

    stacked: on a narrow screen each row becomes a block in which every cell is named. The roles say what is
    what there, where a browser may no longer take the blocks for a table.
    """
    columns, lines = _cells(rows)
    named = [(first, rest) for first, *rest in lines]
    return render("surfaces/files/table.html", caption=caption, columns=columns, rows=named, stacked=stacked)


def _cells(rows: Filled | pd.DataFrame) -> tuple[list[tuple[str, bool]], Iterable[Sequence[str]]]:
    """Of each column its heading and whether it holds numbers; and the cells row by row."""
    if isinstance(rows, Filled):
        declared = [(column.title, column.unit.is_number and not column.words) for column in rows.columns]
        return declared, rows.texts()
    columns = [rows.iloc[:, place] for place in range(rows.shape[1])]
    headed = [(str(name), _is_number(values)) for name, values in zip(rows.columns, columns, strict=True)]
    return headed, zip(*map(formatted, columns), strict=True)


def formatted(values: pd.Series) -> list[str]:
    """A column's values as a reader wants them: one decimal where that is all there is, else two."""
    if pd.api.types.is_bool_dtype(values):
        return ["yes" if value else "no" for value in values]
    if pd.api.types.is_float_dtype(values):
        known = values.dropna()
        whole = bool((known == known.round()).all()) and bool((known.abs() >= 1000).any())
        decimals = 0 if whole else 1 if bool((known.round(1) - known).abs().lt(1e-9).all()) else 2
        return [NO_VALUE if pd.isna(value) else decimal(value, decimals) for value in values]
    if pd.api.types.is_integer_dtype(values):
        grouped = not str(values.name).lower().endswith(("year", "round"))
        return [f"{value:,}" if grouped else str(value) for value in values]
    return [NO_VALUE if pd.isna(value) else str(value) for value in values]


def _is_number(values: pd.Series) -> bool:
    return bool(pd.api.types.is_numeric_dtype(values)) and not pd.api.types.is_bool_dtype(values)
