"""Rows told apart by numbers, against what loops over rows find."""

from collections import Counter

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from benchmark.returns.arrays import Groups, blank_rows, column_of, joined, taken, text_column

SIZES = st.sampled_from([1, 2, 3, 40, 2**20, 2**31])


@st.composite
def columns(draw: st.DrawFn) -> list[Groups]:
    """Up to four columns of the same length, some with far more numbers than rows."""
    length = draw(st.integers(0, 12))
    made = []
    for _ in range(draw(st.integers(1, 4))):
        size = draw(SIZES)
        drawn = draw(st.lists(st.integers(0, size - 1) | st.just(0), min_size=length, max_size=length))
        made.append(Groups(np.array(drawn, dtype=np.int64), size))
    return made


@given(made=columns())
def test_numbers_together_tell_the_same_rows_apart_as_the_rows_values(made):
    rows = list(zip(*(column.of_row.tolist() for column in made), strict=True))
    counts = Counter(rows)
    together = Groups.combined(made)
    assert all(0 <= number < together.size for number in together.of_row.tolist())
    assert together.repeat() == (max(counts.values(), default=0) > 1)
    assert together.repeated().tolist() == [counts[row] > 1 for row in rows]
    dense, first = together.dense()
    order = list(dict.fromkeys(rows))
    assert dense.of_row.tolist() == [order.index(row) for row in rows]
    assert first.tolist() == [rows.index(row) for row in order]
    assert dense.size == len(order)


@given(texts=st.lists(st.sampled_from(["a", "b", "", " ", "\u00a0"]), max_size=9), data=st.data())
def test_a_column_keeps_no_text_that_no_row_holds(texts, data):
    rows = data.draw(st.lists(st.sampled_from(range(len(texts))), max_size=9)) if texts else []
    part = taken(text_column(texts), np.array(rows, dtype=np.int64))
    assert part.to_pylist() == [texts[row] for row in rows]
    assert part.dictionary.to_pylist() == list(dict.fromkeys(texts[row] for row in rows))
    below = joined([part, text_column(texts)])
    assert below.to_pylist() == [*part.to_pylist(), *texts]
    assert below.dictionary.to_pylist() == list(dict.fromkeys(below.to_pylist()))
    blank = blank_rows(below)
    assert (blank.tolist() if blank is not None else [False] * len(below)) == [
        not cell.strip() for cell in below.to_pylist()
    ]


def test_no_columns_below_one_another_are_an_empty_one():
    assert joined([]).to_pylist() == []
    assert column_of(np.array([], dtype=np.int32), pa.array(["a"])).dictionary.to_pylist() == []
