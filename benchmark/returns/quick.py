"""Whether a rule can find anything in a return at all: asked before its query, which takes far longer.

Each says no only where the query finds nothing. A yes says nothing: the query tells.
"""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from benchmark.returns.numbers import Numbers
from benchmark.returns.reference import Reference, Unit
from benchmark.returns.text_columns import texts_of

_ROUNDED = 1e-6
"""By how much less than its limit a query takes a move for one of that size."""


def may_find(query: str, rows: pa.Table, reference: Reference, limit: float | None) -> bool:
    """Whether a rule's query could find anything in these rows, as `grouped` gives them; yes where only the
    query itself can tell.
    """
    if query.startswith("trust_closed"):
        return _any_trust_closed(rows, reference)
    if query == "round_unknown":
        return not reference.rounds.issuperset(np.unique(rows["assessment_year"].to_numpy()).tolist())
    if query == "setting_new":
        return not reference.returned_settings.issuperset(_units(rows, ["ods_code", "care_setting"])[0])
    if query == "score_jump" and limit is not None:
        return _any_moved(rows, reference.unit_scores, limit)
    return True


def _any_trust_closed(rows: pa.Table, reference: Reference) -> bool:
    trusts = reference.trust_names.organisations
    texts = rows["ods_code"].combine_chunks().dictionary.to_pylist()
    return any(code in trusts and trusts[code].closed_on for code in texts)


def _any_moved(rows: pa.Table, published: Mapping[int, Mapping[Unit, float]], limit: float) -> bool:
    """Whether the scores of a unit, in the return and published, lie as far apart as the limit."""
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
    return bool((high - low >= limit - _ROUNDED).any())


def _units(rows: pa.Table, unit: list[str]) -> tuple[list[Unit], Numbers]:
    """The distinct values of these columns together, and which of them each row holds."""
    columns = [rows[name].combine_chunks() for name in unit]
    numbers, first = Numbers.together([_numbers(column) for column in columns]).dense()
    return list(zip(*(texts_of(column, first) for column in columns), strict=True)), numbers


def _numbers(column: pa.DictionaryArray) -> Numbers:
    places = column.indices.fill_null(len(column.dictionary)).to_numpy()
    return Numbers(places.astype(np.int64), len(column.dictionary) + 1)
