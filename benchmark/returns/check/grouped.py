"""A return's rows as the rules against the reference see them: one for each pillar, not for each domain.

No rule looks at a domain by itself, and a return at domain level has a hundred times the rows.
"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from benchmark.returns.numbers import Numbers, numbers_of
from benchmark.returns.read.text_columns import text_column
from schemas.kinds import KINDS

OVERALL = "The overall score"
"""Stands where a pillar does, in the words of a finding too."""
_WITHIN = "domain"


def grouped(table: pa.Table, kind: str) -> pa.Table:
    """One row for each key of the kind without its domain: the first one's columns and `line`; `cells`, how
    many rows it stands for; and as `score` the mean of its domains, or its own where the return has none.

    A kind without domains keeps its rows; one of overall scores gives them OVERALL as their pillar.
    """
    fields = KINDS[kind].model_fields
    if "score" in fields and "pillar" not in fields:
        table = table.append_column("pillar", text_column([OVERALL] * len(table)))
    key = [name for name in KINDS[kind].key if name != _WITHIN]
    if _WITHIN not in KINDS[kind].key:
        return table.append_column("cells", pa.array(np.ones(len(table), dtype=np.int64)))
    numbers, first = Numbers.together([numbers_of(table[name].combine_chunks()) for name in key]).dense()
    rows = table.select([*key, "line"]).take(pa.array(first))
    counts = np.bincount(numbers.of_row, minlength=numbers.size)
    return rows.append_column("score", pa.array(_scores(table, numbers))).append_column(
        "cells", pa.array(counts)
    )


def _scores(table: pa.Table, numbers: Numbers) -> npt.NDArray[np.float64]:
    scores, of_row, size = table["score"].to_numpy(), numbers.of_row, numbers.size
    of_domain = table[_WITHIN].is_valid().to_numpy()
    if of_domain.any() and not of_domain.all():
        counted = of_domain | (np.bincount(of_row[of_domain], minlength=size) == 0)[of_row]
        scores, of_row = scores[counted], of_row[counted]
    means: npt.NDArray[np.float64] = np.bincount(of_row, scores, size) / np.bincount(of_row, minlength=size)
    return means
