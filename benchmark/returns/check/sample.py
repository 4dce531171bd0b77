"""Rows that still have the figures of the template's example under an organisation of their own."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmark.returns.check.rows import CheckedRows
from benchmark.returns.findings import Finding, finding
from benchmark.returns.read.text_columns import Mask
from benchmark.returns.template import example_rows
from schemas.kinds import KINDS

_TELLING_FIGURES, _TELLING_TEXT = 2, 20
"""So many figures that agree, or a text of so many characters: one score of 2.5 can be anybody's."""


def template_figures(checked: CheckedRows) -> list[Finding]:
    """A question for rows whose every figure and text is that of one of the template's example rows."""
    same = np.zeros(checked.table.num_rows, dtype=bool)
    for example in example_rows(checked.kind):
        same |= _rows_like(
            checked.table, {n: v for n, v in example.items() if n not in KINDS[checked.kind].key}
        )
    if not same.any():
        return []
    line = int(checked.table["line"].to_numpy()[int(np.argmax(same))])
    return [finding("template_figures", sheet=checked.sheet, line=line, count=int(same.sum()))]


def _rows_like(table: pa.Table, example: Mapping[str, Any]) -> Mask:
    """The rows that hold nothing but what the example holds, and enough of it to tell."""
    other = np.zeros(table.num_rows, dtype=bool)
    telling = np.zeros(table.num_rows, dtype=np.int64)
    for name, wanted in example.items():
        column = table[name]
        filled = column.is_valid().to_numpy()
        equal = (
            pc.fill_null(pc.equal(column, pa.scalar(wanted)), False).to_numpy()
            if wanted != ""
            else np.zeros(len(filled), dtype=bool)
        )
        other |= filled & ~equal
        is_text = isinstance(wanted, str)
        telling += equal * (_TELLING_FIGURES * (len(wanted) >= _TELLING_TEXT) if is_text else 1)
    like: Mask = ~other & (telling >= _TELLING_FIGURES)
    return like
