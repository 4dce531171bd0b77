"""The rows of a return that a rule's query is worth asking about: most often none, and then it is not asked.

A query takes some milliseconds to plan, however little there is to find. What is left out here is what the
query would find nothing in: all rows of a trust, a round, a unit or a unit's pillar go together.
"""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmark.returns.numbers import Numbers, numbers_of
from benchmark.returns.read.text_columns import Mask, rows_with, texts_of
from benchmark.returns.reference import Reference, Unit

_ROUNDED = 1e-6
"""By how much less than its limit a query takes a move for one of that size."""


def worth_asking(query: str, rows: pa.Table, reference: Reference, limit: float | None) -> pa.Table:
    """Those of these rows, as `grouped` gives them, in which a rule's query could find something; all of them
    where only the query itself can tell.
    """
    if query.startswith("trust_closed"):
        mask = _of_closed_trusts(rows, reference)
    elif query == "round_unknown":
        mask = ~np.isin(rows["assessment_year"].to_numpy(), list(reference.rounds))
    elif query == "domains_contradict":
        return rows if 0 < rows["domain"].null_count < len(rows) else rows[:0]
    elif query.startswith("trust_not_open"):
        mask = _of_late_trusts(rows, reference)
    elif query == "setting_new":
        units, numbers = _units(rows, ["ods_code", "care_setting"])
        mask = _mask([unit not in reference.returned_settings for unit in units])[numbers.of_row]
    elif query == "score_jump" and limit is not None:
        mask = _of_moved_units(rows, reference.unit_scores, limit)
    else:
        return rows
    return rows.filter(pa.array(mask))


def _of_closed_trusts(rows: pa.Table, reference: Reference) -> Mask:
    """The rows of trusts that closed before the return's last year; of closed ones, where it has no years."""
    years = _years(rows)
    before = date.max if years is None else date(years[1], 4, 1)  # a financial year begins in April
    trusts = reference.trust_names.organisations
    column = rows["ods_code"].combine_chunks()
    found = rows_with(column, lambda code: code in trusts and (trusts[code].closed_on or date.max) < before)
    return np.zeros(len(rows), dtype=bool) if found is None else found


def _years(rows: pa.Table) -> tuple[int, int] | None:
    """The first and the last year of a return; None where it is about no year."""
    for name in ("assessment_year", "financial_year"):
        if name in rows.column_names and len(rows):
            found = pc.min_max(rows[name].combine_chunks().cast(pa.string())).as_py()
            return int(found["min"][:4]), int(found["max"][:4])
    return None


def _of_late_trusts(rows: pa.Table, reference: Reference) -> Mask:
    """The rows of trusts that opened in the earliest year of the return or after it."""
    years = _years(rows)
    if years is None:
        return np.zeros(len(rows), dtype=bool)
    earliest = years[0]
    trusts = reference.trust_names.organisations
    column = rows["ods_code"].combine_chunks()
    found = rows_with(column, lambda code: code in trusts and trusts[code].opened_on.year >= earliest)
    return np.zeros(len(rows), dtype=bool) if found is None else found


def _of_moved_units(rows: pa.Table, published: Mapping[int, Mapping[Unit, float]], limit: float) -> Mask:
    """The rows of units whose scores, in the return and published, lie as far apart as the limit."""
    units, numbers = _units(rows, ["ods_code", "care_setting", "pillar"])
    scores, years = rows["score"].to_numpy(), rows["assessment_year"].to_numpy()
    low, high = np.full(len(units), np.inf), np.full(len(units), -np.inf)
    np.minimum.at(low, numbers.of_row, scores)
    np.maximum.at(high, numbers.of_row, scores)
    for year, known in published.items():
        replaced = np.zeros(len(units), dtype=bool)
        replaced[numbers.of_row[years == year]] = True
        for number in np.flatnonzero(~replaced).tolist():
            if (score := known.get(units[number])) is not None:
                low[number], high[number] = min(low[number], score), max(high[number], score)
    moved: Mask = (high - low >= limit - _ROUNDED)[numbers.of_row]
    return moved


def _mask(values: list[bool]) -> Mask:
    return np.array(values, dtype=bool)


def _units(rows: pa.Table, unit: list[str]) -> tuple[list[Unit], Numbers]:
    """The distinct values of these columns together, and which of them each row holds."""
    columns = [rows[name].combine_chunks() for name in unit]
    numbers, first = Numbers.together([numbers_of(column) for column in columns]).dense()
    return list(zip(*(texts_of(column, first) for column in columns), strict=True)), numbers
