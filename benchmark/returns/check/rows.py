"""Checks rows of a kind: each cell, a row's columns against each other, and rows against other rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pydantic import ValidationError

from benchmark.returns.arrays import Groups, Mask, Rows, groups_of, text_column
from benchmark.returns.check.checked_column import (
    CheckedColumn,
    Place,
    check_column,
    column_findings,
    lines_place,
)
from benchmark.returns.check.identity import identity_findings
from benchmark.returns.check.lookup import Lookup, read_item
from benchmark.returns.columns import ARROW, Column, columns_of, has_row_rules
from benchmark.returns.findings import LISTED, Finding, capped, finding
from benchmark.returns.recognise.arrange import Arranged
from schemas.base import Row
from schemas.kinds import KINDS

OVERALL = "The overall score"
"""Used in place of a pillar, also in messages."""
_WITHIN = "domain"
_REGISTERED = (
    "section_needs",
    "section_refuses",
    "more_unsupported_than_systems",
    "expenditure_nought",
    "it_above_expenditure",
    "one_round",
    "ends_before_start",
)


def pillar_rows(table: pa.Table, kind: str) -> pa.Table:
    """One row for each key of the kind without its domain: the key columns and `line` of the first row;
    `cells`, the number of rows it covers; `score`, the mean of its domains, or its own if it has none.

    A kind without domains keeps its rows; overall scores get OVERALL as their pillar.
    """
    fields = KINDS[kind].model_fields
    if "score" in fields and "pillar" not in fields:
        table = table.append_column("pillar", text_column([OVERALL] * len(table)))
    key = [name for name in KINDS[kind].key if name != _WITHIN]
    if _WITHIN not in KINDS[kind].key:
        return table.append_column("cells", pa.array(np.ones(len(table), dtype=np.int64)))
    numbers, first = Groups.combined([groups_of(table[name].combine_chunks()) for name in key]).dense()
    rows = table.select([*key, "line"]).take(pa.array(first))
    counts = np.bincount(numbers.of_row, minlength=numbers.size)
    return rows.append_column("score", pa.array(_mean_scores(table, numbers))).append_column(
        "cells", pa.array(counts)
    )


def _mean_scores(table: pa.Table, numbers: Groups) -> npt.NDArray[np.float64]:
    scores, of_row, size = table["score"].to_numpy(), numbers.of_row, numbers.size
    of_domain = table[_WITHIN].is_valid().to_numpy()
    if of_domain.any() and not of_domain.all():
        counted = of_domain | (np.bincount(of_row[of_domain], minlength=size) == 0)[of_row]
        scores, of_row = scores[counted], of_row[counted]
    means: npt.NDArray[np.float64] = np.bincount(of_row, scores, size) / np.bincount(of_row, minlength=size)
    return means


@dataclass(frozen=True)
class CheckedRows:
    """The valid rows: `table` has the kind's typed columns (texts dictionary-encoded) and `line`.

    Every row that was read is in the table or counted as refused.
    """

    kind: str
    sheet: str
    table: pa.Table
    rows_read: int
    rows_refused: int
    findings: tuple[Finding, ...]

    @cached_property
    def by_pillar(self) -> pa.Table:
        """One row for each pillar, from `pillar_rows`."""
        return pillar_rows(self.table, self.kind)

    def with_findings(self, added: Iterable[Finding]) -> "CheckedRows":
        """The same rows with findings added. A computed `by_pillar` is kept."""
        more = replace(self, findings=(*self.findings, *added))
        if "by_pillar" in self.__dict__:
            more.__dict__["by_pillar"] = self.by_pillar
        return more

    def without(self, refused: Mask, added: list[Finding]) -> "CheckedRows":
        """The same with some rows refused, and findings added."""
        return replace(
            self,
            table=self.table.filter(pa.array(~refused)) if refused.any() else self.table,
            rows_refused=self.rows_refused + int(refused.sum()),
            findings=(*self.findings, *added),
        )


def check_rows(arranged: Arranged, lookup: Lookup, *, delimiter: str = ",", refused: int = 0) -> CheckedRows:
    """Check every row. `refused`: the rows that the reader could not lay out under the header."""
    model = arranged.model
    findings: list[Finding] = []
    columns: dict[str, CheckedColumn] = {}
    right = np.full(len(arranged.lines), not arranged.absent, dtype=bool)
    for name, column in columns_of(model).items():
        if name in arranged.cells:
            checked = check_column(
                arranged.cells[name],
                column,
                delimiter=delimiter,
                resolve=lookup.resolve,
                unit=arranged.units.get(name),
            )
            columns[name] = checked
    if any(column.column.written == "condition_item" for column in columns.values()):
        columns["item"] = _items(columns)
    for name, checked in columns.items():
        shown = arranged.once if arranged.values_to and name != arranged.values_to else None
        findings += column_findings(checked, _place(arranged, name), shown=shown)
        wrong = checked.wrong_rows()
        if wrong is not None:
            right &= ~wrong
    if has_row_rules(model):
        findings += _row_rules(arranged, columns, right)
    findings += _repeated(arranged, columns, right)
    findings += identity_findings(arranged, lookup)
    table = _typed(model, columns, _rows_of(right), arranged)
    return CheckedRows(
        kind=model.kind,
        sheet=arranged.sheet,
        table=table,
        rows_read=len(arranged.lines) + refused,
        rows_refused=len(arranged.lines) - table.num_rows + refused,
        findings=tuple(findings),
    )


def _place(arranged: Arranged, name: str) -> Place:
    if name != arranged.values_to:
        return lines_place(arranged.lines, arranged.sheet, arranged.shown_as.get(name, name))

    def place(row: int) -> dict[str, Any]:
        heading = arranged.value_headings[int(arranged.value_positions[row])]
        return {"line": int(arranged.lines[row]), "sheet": arranged.sheet, "column": heading}

    return place


def _items(columns: Mapping[str, CheckedColumn]) -> CheckedColumn:
    """The items read again with their sections, as the items depend on the section."""
    items, sections = columns["item"], columns.get("section")
    if sections is None or not len(items.of_row):
        return items
    both = sections.of_row.astype(np.int64) * len(items.raw) + items.of_row
    pairs, of_row = np.unique(both, return_inverse=True)
    cells, values, raw = [], [], []
    for pair in pairs.tolist():
        section, item = divmod(pair, len(items.raw))
        cell = items.cells[item]
        if sections.values[section] is not None:
            cell = read_item(sections.values[section], cell)
        cells.append(cell)
        raw.append(items.raw[item])
        values.append(None if cell.error else cell.text)
    right = np.array([not cell.error for cell in cells], dtype=bool)
    return CheckedColumn(items.column, raw, cells, values, right, of_row.astype(np.int32))


def _row_rules(arranged: Arranged, columns: Mapping[str, CheckedColumn], right: Mask) -> list[Finding]:
    """The model's findings between columns, for rows whose cells are all valid; updates `right`."""
    findings = []
    for row in np.flatnonzero(right).tolist():
        values = {name: checked.values[int(checked.of_row[row])] for name, checked in columns.items()}
        try:
            arranged.model.model_validate(values)
        except ValidationError as error:
            right[row] = False
            fault = error.errors(include_url=False)[0]
            kind = str(fault["type"])
            code = kind if kind in _REGISTERED else "row_wrong"
            words: dict[str, Any] = {"reason": fault["msg"]} | dict(fault.get("ctx", {}))
            if column := words.get("column"):
                words["column"] = arranged.shown_as.get(column, column)
                words["value"] = columns[column].raw[int(columns[column].of_row[row])]
            findings.append(finding(code, line=int(arranged.lines[row]), sheet=arranged.sheet, **words))
    return capped(findings)


def _repeated(arranged: Arranged, columns: Mapping[str, CheckedColumn], right: Mask) -> list[Finding]:
    """Findings for rows whose key is on an earlier line too; updates `right`."""
    key = [name for name in arranged.model.key if name in columns]
    rows = _rows_of(right)
    numbers = Groups.combined([columns[name].groups(rows) for name in key])
    if not key or not len(numbers) or not numbers.repeat():
        return []
    repeated = numbers.repeated()
    rows = np.arange(len(right)) if rows is None else rows
    first: dict[tuple[Any, ...], int] = {}
    findings: list[Finding] = []
    counts = {"row_repeated": 0, "rows_conflict": 0}
    others = [name for name in columns if name not in key]
    for row in rows[repeated].tolist():
        named = tuple(_value(columns[name], row) for name in key)
        earlier = first.setdefault(named, row)
        if earlier == row:
            continue
        right[row] = False
        same = all(_value(columns[name], row) == _value(columns[name], earlier) for name in others)
        code = "row_repeated" if same else "rows_conflict"
        counts[code] += 1
        if counts[code] <= LISTED:
            place: dict[str, Any] = {"sheet": arranged.sheet, "line": int(arranged.lines[row])}
            if arranged.values_to:
                place |= _place(arranged, arranged.values_to)(row)
            findings.append(
                finding(
                    code,
                    **place,
                    value=", ".join("" if part is None else str(part) for part in named),
                    key=", ".join(key),
                    other=str(arranged.lines[earlier]),
                )
            )
    return findings


def _value(checked: CheckedColumn, row: int) -> Any:
    return checked.values[int(checked.of_row[row])]


def _rows_of(right: Mask) -> Rows | None:
    """The places of valid rows; None if all are valid, as is usual."""
    return None if right.all() else np.flatnonzero(right)


def _typed(
    model: type[Row],
    columns: Mapping[str, CheckedColumn],
    rows: Rows | None,
    arranged: Arranged,
) -> pa.Table:
    lines = arranged.lines if rows is None else arranged.lines[rows]

    def typed(column: Column) -> pa.Array:
        if column.name in columns:
            return columns[column.name].typed(rows)
        default = pa.array([column.default], ARROW[column.shape])
        default = default.dictionary_encode() if column.shape == "text" else default
        return default.take(pa.array(np.zeros(len(lines), np.int64)))

    return pa.table(
        {
            "line": pa.array(lines, pa.int32()),
            **{name: typed(column) for name, column in columns_of(model).items()},
        }
    )
