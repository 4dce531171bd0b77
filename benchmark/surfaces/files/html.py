"""Tables as HTML: read by eye, by keyboard and by screen reader, where a canvas grid is not."""

from html import escape

import pandas as pd

from benchmark.core.columns import NO_VALUE, Filled
from benchmark.core.wording import decimal

_NAMES = ("table", "rowgroup", "row", "columnheader", "rowheader", "cell")
_ROLES = {name: f' role="{name}"' for name in _NAMES}
_NO_ROLES = dict.fromkeys(_NAMES, "")
_NUMBER = ' class="number"'


def html_table(rows: Filled | pd.DataFrame, *, caption: str, stacked: bool = False) -> str:
    """A table with its caption, header cells, numbers aligned right; the first column heads each row.

    stacked: on a narrow screen each row becomes a block in which every cell is named. The roles say what is
    what there, where a browser may no longer take the blocks for a table.
    """
    headings, aligned, columns = _cells(rows)
    named = zip(headings, aligned, strict=True)
    roles = _ROLES if stacked else _NO_ROLES
    header = "".join(
        f'<th scope="col"{roles["columnheader"]}{align}>{escape(name)}</th>' for name, align in named
    )
    marked = []
    for position, (values, align) in enumerate(zip(columns, aligned, strict=True)):
        label = f' data-label="{escape(headings[position])}"' if stacked else ""
        if position == 0:
            start, end = f'<th scope="row"{roles["rowheader"]}{label}>', "</th>"
        else:
            start, end = f"<td{roles['cell']}{label}{align}>", "</td>"
        # A long name may break where its words end, and elsewhere only where it must.
        ends = "_<wbr>" if stacked else "_"
        marked.append([f"{start}{escape(value).replace('_', ends)}{end}" for value in values])
    row, group = roles["row"], roles["rowgroup"]
    kind = "plain stacked" if stacked else "plain"
    body = [f"<tr{row}>{''.join(cells)}</tr>" for cells in zip(*marked, strict=True)]
    return (
        f'<div class="table-scroll" tabindex="0" role="region" aria-label="{escape(caption)}">'
        f'<table class="{kind}"{roles["table"]}><caption><span>{escape(caption)}</span></caption>'
        f"<thead{group}><tr{row}>{header}</tr></thead><tbody{group}>{''.join(body)}</tbody></table></div>"
    )


def _cells(rows: Filled | pd.DataFrame) -> tuple[list[str], list[str], list[list[str]]]:
    """Headings, how each column is aligned, and the cells column by column."""
    if isinstance(rows, Filled):
        aligned = [_NUMBER if column.unit.is_number and not column.words else "" for column in rows.columns]
        cells = rows.texts()
        return (
            [column.title for column in rows.columns],
            aligned,
            [[row[place] for row in cells] for place in range(len(rows.columns))],
        )
    columns = [rows.iloc[:, place] for place in range(rows.shape[1])]
    return [*map(str, rows.columns)], [*map(_align, columns)], [*map(formatted, columns)]


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


def _align(values: pd.Series) -> str:
    numeric = pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
    return _NUMBER if numeric else ""
