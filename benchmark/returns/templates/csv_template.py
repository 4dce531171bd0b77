"""Templates as CSV: filled in for a trust or a system, or with a worked example for nobody in particular."""

import csv
import io
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmark.core.errors import UnknownCode
from benchmark.core.wording import csv_cell
from benchmark.returns.arrays import Mask
from benchmark.returns.findings import Finding, finding
from benchmark.returns.recognise.arrange import EXAMPLE
from benchmark.returns.templates.columns import template_columns
from benchmark.returns.templates.request import (
    FICTIONAL,
    Asked,
    Subject,
    expect_kind_of,
    kinds_for,
    rows_asked,
    settled,
)
from benchmark.returns.vocabulary import template_layouts
from benchmark.store.publication import Publication
from schemas.kinds import KINDS

_ENOUGH_FIGURES, _ENOUGH_TEXT = 2, 20
"""A row is like the example if so many figures agree, or a text with so many characters. One figure is not
enough: a score of 2.5 can be anybody's.
"""


def template(kind: str) -> bytes:
    """A CSV of the kind's columns with a worked example, which is ignored when the file is read.

    The example has EXAMPLE as the organisation's code. A kind with several sections has a row for each.
    Raises UnknownCode if there is no such kind of return.
    """
    returned = sorted({layout.kind for layout in template_layouts()})
    if kind not in returned:
        raise UnknownCode(
            f"There is no return of the kind {kind}.", fix=f"Choose one of: {', '.join(returned)}."
        )
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, fieldnames=list(KINDS[kind].model_fields))
    writer.writeheader()
    writer.writerows(example_rows(kind))
    return out.getvalue().encode("utf-8-sig")  # Excel reads a CSV as UTF-8 only with the mark


def json_schema(kind: str) -> bytes:
    """A kind's row as JSON Schema, in UTF-8. The check of a file does more: codes, rows, rounds."""
    return (json.dumps(KINDS[kind].model_json_schema(), indent=2, ensure_ascii=False) + "\n").encode()


def example_rows(kind: str) -> list[dict[str, Any]]:
    """The rows of the worked example: the model's own, or else one row of each column's example."""
    model = KINDS[kind]
    fields = model.model_fields.items()
    each = {name: field.examples[0] if field.examples else "" for name, field in fields}
    identity = {name: EXAMPLE for name in ("ods_code", "ics_code", "member_code") if name in each}
    return [dict(row) | identity for row in model.worked_examples or (each,)]


def template_figures(table: pa.Table, kind: str, sheet: str) -> list[Finding]:
    """A question if the figures and texts of some rows are those of an example row."""
    same = np.zeros(table.num_rows, dtype=bool)
    for example in example_rows(kind):
        same |= _rows_like(table, {name: v for name, v in example.items() if name not in KINDS[kind].key})
    if not same.any():
        return []
    line = int(table["line"].to_numpy()[int(np.argmax(same))])
    return [finding("template_figures", sheet=sheet, line=line, count=int(same.sum()))]


def _rows_like(table: pa.Table, example: Mapping[str, Any]) -> Mask:
    """Which rows have only values of the example, and enough of them to be no chance, as a mask."""
    other = np.zeros(table.num_rows, dtype=bool)
    weight = np.zeros(table.num_rows, dtype=np.int64)
    for name, wanted in example.items():
        column = table[name]
        filled = column.is_valid().to_numpy()
        equal = (
            pc.fill_null(pc.equal(column, _as_kept(column, wanted)), False).to_numpy()
            if wanted != ""
            else np.zeros(len(filled), dtype=bool)
        )
        other |= filled & ~equal
        is_text = isinstance(wanted, str)
        weight += equal * (_ENOUGH_FIGURES * (len(wanted) >= _ENOUGH_TEXT) if is_text else 1)
    like: Mask = ~other & (weight >= _ENOUGH_FIGURES)
    return like


def _as_kept(column: pa.ChunkedArray, wanted: Any) -> pa.Scalar:
    """A value of an example as the column keeps it. Examples have dates as text."""
    return pa.scalar(date.fromisoformat(wanted) if pa.types.is_date(column.type) else wanted)


def template_table(
    kind: str, subject: Subject, asked: Asked, publication: Publication | None
) -> tuple[bytes, int]:
    """The CSV of a kind, and the number of current figures in it; for nobody, the CSV with a worked example.

    Raises UnknownCode if there is no such kind of return, BenchmarkError if the subject does not return it.
    """
    expect_kind_of(kind, subject)
    if not subject.codes or kind not in kinds_for(subject):
        return template(kind), 0
    asked = settled(asked, subject, publication)
    rows, standing = rows_asked(kind, subject, asked, publication)
    columns = template_columns(asked.layout(kind))
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    if subject.fictional:
        writer.writerow([f"# {FICTIONAL}"])  # above the headings, as a title
    writer.writerow([column.heading for column in columns])
    for row in rows:
        writer.writerow([_cell_text(row[column.field]) for column in columns])
    return out.getvalue().encode("utf-8-sig"), standing  # Excel reads a CSV as UTF-8 only with the mark


def _cell_text(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return "" if value is None else csv_cell(value)
