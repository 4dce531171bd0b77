"""The digests of rows are what their description says: a naive twin of it in plain Python gives the same."""

import hashlib
import struct
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from benchmark.store.ledger import writing
from benchmark.store.ledger.chain import part_faults
from benchmark.store.ledger.digests import (
    ROWS_TOGETHER,
    canonical,
    column_digests,
    digest_of_rows,
    digests_of_table,
    first_difference,
    incoming_digests,
)
from tests.unit.store.invented import scores, submission, submit


def naive(values: Sequence[Any]) -> bytes:
    """A column's digests, value by value as docs/reliability.md tells them."""
    digests = b""
    for start in range(0, len(values), ROWS_TOGETHER):
        some = values[start : start + ROWS_TOGETHER]
        written = b"".join(b"\0" if value is None else b"\1" for value in some)
        if any(isinstance(value, str) for value in values):
            texts = [(value or "").encode() for value in some]
            written += b"".join(struct.pack("<I", len(text)) for text in texts) + b"".join(texts)
        else:
            written += b"".join(map(_number, some))
        digests += hashlib.sha256(written).digest()
    return digests


def _number(value: Any) -> bytes:
    if isinstance(value, float):
        return struct.pack("<d", value)
    if isinstance(value, date):
        value = (value - date(1970, 1, 1)).days
    return struct.pack("<q", int(value or 0))


COLUMNS = {
    pa.string(): st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=5),
    pa.float64(): st.floats(allow_nan=False),
    pa.int64(): st.integers(-(2**63), 2**63 - 1),
    pa.bool_(): st.booleans(),
    pa.date32(): st.dates(),
}


@pytest.mark.parametrize("kind", COLUMNS, ids=str)
@given(data=st.data())
@examples(max_examples=60)
def test_a_naive_twin_gives_the_same(kind, data):
    values = data.draw(st.lists(st.none() | COLUMNS[kind], min_size=1, max_size=20))
    found = digests_of_table(pa.table({"x": pa.array(values, kind)}))
    assert found == ({} if all(value is None for value in values) else {"x": naive(values)})


def test_more_than_a_thousand_rows_and_parts_of_arrays_are_the_same():
    values = [None if i % 7 == 0 else f"wört {i}" for i in range(2500)]
    whole = pa.table({"x": pa.array(["before", *values])}).slice(1)
    pieces = pa.table({"x": pa.chunked_array([values[:1], values[1:1999], values[1999:]], pa.string())})
    assert digests_of_table(whole) == digests_of_table(pieces) == {"x": naive(values)}


def test_nothing_is_not_an_empty_text():
    assert naive([None, "a"]) != naive(["", "a"])
    for one, other in ((["", "a"], [None, "a"]), (["ab", "c"], ["a", "bc"])):
        assert digests_of_table(pa.table({"x": one})) != digests_of_table(pa.table({"x": other}))
    assert canonical({"a": None}) != canonical({"a": ""})
    assert digest_of_rows([{"a": "1"}]) != digest_of_rows([{"a": 1}])


def test_a_column_that_comes_later_changes_no_digest_and_one_that_is_filled_does():
    before = pa.table({"x": [1.0, 2.0]})
    later = before.append_column("y", pa.array([None, None], pa.string()))
    filled = before.append_column("y", pa.array([None, "a"], pa.string()))
    assert digests_of_table(later) == digests_of_table(before) != digests_of_table(filled)


def test_the_first_difference_is_the_first_thousand_and_the_column():
    a, b, c = (hashlib.sha256(letter).digest() for letter in (b"a", b"b", b"c"))
    assert first_difference({"x": a + b, "y": a + b}, {"x": a + c, "y": c + b}) == (0, "y")
    assert first_difference({"x": a + b}, {"x": a}) == (1, "x")
    assert first_difference({"x": a}, {"x": a}) is None


def test_rows_of_one_line_count_in_an_order_of_their_own(settings):
    """A wide layout gives several rows of a line: however the table holds them, the digest is the same."""
    rows = [*scores(2.0, pillar="well_led"), *scores(3.0, pillar="safe_practice")]
    digests = []
    for order in (rows, rows[::-1]):
        new = submission(order)
        lines = new.table.schema.get_field_index("line")
        table = new.table.set_column(lines, "line", pa.array([2, 2], pa.int32()))
        (kept,) = submit(settings, replace(new, table=table))
        with writing(settings) as ledger:
            digests.append(column_digests(ledger.connection, kept.kind, kept.submission_id))
    assert digests[0] == digests[1]


def _given(**changed: pa.Array) -> pa.Table:
    """Rows of scores as a check gives them, with some of their columns otherwise."""
    count = len(next(iter(changed.values()), [0] * 3))
    columns: dict[str, Any] = {
        "line": pa.array(range(2, 2 + count), pa.int32()),
        "assessment_year": pa.array([2025] * count, pa.int64()),
        "ods_code": pa.array([f"ZZ{i % 9}" for i in range(count)]).dictionary_encode(),
        "care_setting": pa.array(["Acute"] * count).dictionary_encode(),
        "pillar": pa.array(["well_led"] * count),
        "domain": pa.array([None] * count, pa.string()).dictionary_encode(),
        "score": pa.array([1.0 + i % 41 / 10 for i in range(count)], pa.float64()),
    }
    return pa.table(columns | changed)


EXTREME = [5e-324, -0.0, 0.1 + 0.2, 1.7976931348623157e308, 3.0]
COMING: dict[str, pa.Table] = {
    "text that is none, empty, or of several bytes": _given(domain=pa.array([None, "", "ö𝄞"])),
    "the same, each distinct text once": _given(domain=pa.array([None, "", "ö𝄞", ""]).dictionary_encode()),
    "an empty column in which the empty text stands once": _given(
        domain=pa.DictionaryArray.from_arrays(pa.array([0, 0], pa.int32()), pa.array([None], pa.string()))
    ),
    "numbers at the ends of their range": _given(score=pa.array(EXTREME)),
    "more rows than DuckDB keeps together": _given(
        domain=pa.array([None if i % 7 else f"d{i}" for i in range(130_000)])
    ),
}


@pytest.mark.parametrize("rows", COMING.values(), ids=list(COMING))
def test_the_digests_of_what_comes_in_are_those_of_what_is_kept(settings, rows):
    new = replace(submission(scores(2.0)), table=rows)
    coming = incoming_digests(new.kind, new.content, rows)
    (kept,) = submit(settings, new)
    with writing(settings) as ledger:
        assert coming.columns == column_digests(ledger.connection, kept.kind, kept.submission_id)
        assert coming.file == hashlib.sha256(ledger.content(kept.submission_id)).hexdigest() == kept.sha256


READ_BACK: dict[str, pa.Table] = {
    "numbers that become others": _given(score=pa.array([1, 2, 3], pa.int64())),
    "numbers of half the size": _given(score=pa.array([1.5, 2.5, 3.1], pa.float32())),
    "text that becomes numbers": _given(score=pa.array(["1.5", "2", "3"])),
    "several rows of a line": _given(line=pa.array([2, 3, 3], pa.int32())),
    "lines that go back": _given(line=pa.array([4, 3, 2], pa.int32())),
}


@pytest.mark.parametrize("rows", READ_BACK.values(), ids=list(READ_BACK))
def test_where_only_what_is_kept_can_tell_it_is_read_back(settings, rows):
    new = replace(submission(scores(2.0)), table=rows)
    assert incoming_digests(new.kind, new.content, rows).columns is None
    (kept,) = submit(settings, new)
    with writing(settings) as ledger:
        assert list(part_faults(ledger.connection)) == []
        sealed = ledger.connection.execute(
            f"select column_name, digests from seal_rows where submission_id = {kept.submission_id}"
        ).fetchall()
        assert dict(sealed) == column_digests(ledger.connection, kept.kind, kept.submission_id)
