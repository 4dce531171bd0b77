"""The fast way of reading, column by column, against the careful one, row by row: they read the same.

Every file of tests/bad_returns is read both ways in test_bad_returns.py.
"""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from benchmark.returns import check_return
from benchmark.returns.read import csv_text
from benchmark.returns.read.csv_text import read_records
from benchmark.returns.read.encoding import decode
from benchmark.returns.read.plain_csv import read_plain
from benchmark.returns.read.sheet import MAX_CELL, Refused
from tests.unit.returns.made import TARGETS, csv_of, in_lists

pytestmark = pytest.mark.slow

PLAIN = st.text(
    st.characters(exclude_categories=["Cc", "Cs"], exclude_characters='",\u2028\u2029'), max_size=8
)
ANY = st.one_of(PLAIN, st.text(st.sampled_from('ab ,";\r\n\t\x0c\u00a0é'), max_size=6))
ENDS = st.sampled_from(["\n", "\r\n"])
RAW = st.text(st.sampled_from('ab,,""\n\n \ré'), max_size=40)


def both_ways(content: str) -> bool:
    """Whether the fast way takes the text; then both have read the same."""
    decoded = decode(content.encode())
    plain = read_plain(decoded, ",")
    if plain is None:
        return False
    sheet, broken = read_records(decoded.utf8, ",")
    assert broken == []
    assert sheet is not None and in_lists(plain) == in_lists(sheet)
    return True


@given(
    rows=st.lists(st.lists(PLAIN, min_size=5, max_size=5), max_size=8),
    above=st.lists(st.lists(PLAIN, min_size=5, max_size=5), max_size=2),
    end=ENDS,
    closed=st.booleans(),
)
def test_without_quotation_marks(rows, above, end, closed):
    lines = [",".join(cells) for cells in (*above, TARGETS, *rows)]
    taken = both_ways(end.join(lines) + (end if closed else ""))
    if rows and all(any(cell.strip() for cell in cells) for cells in (*above, *rows)):
        assert taken, "a plain file was left to the slower way"


@given(rows=st.lists(st.lists(ANY, min_size=5, max_size=5), max_size=8), end=ENDS, everywhere=st.booleans())
@example(rows=[["a,", "b", "", "", ","]], end="\r\n", everywhere=True)
def test_with_quotation_marks(rows, end, everywhere):
    out = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if everywhere else csv.QUOTE_MINIMAL
    csv.writer(out, quoting=quoting, lineterminator=end).writerows([TARGETS, *rows])
    taken = both_ways(out.getvalue())
    # What is left to the careful way: marks and line ends within cells, and rows that are blank.
    hard = [cell for cells in rows for cell in cells if set(cell) & set('"\r\n')]
    if rows and not hard and all(any(cell.strip() for cell in cells) for cells in rows):
        assert taken, "a plain file was left to the slower way"


@given(raw=RAW)
@example(raw='"a,",b"c\n')
@example(raw='a,"",\n"\n",b\n')
def test_marks_anywhere(raw):
    try:
        both_ways("ods_code,score\n" + raw)
    except Refused:  # the same is refused the other way
        with pytest.raises(Refused):
            read_records(("ods_code,score\n" + raw).encode(), ",")


def test_a_quoted_cell_may_cross_the_place_where_one_piece_is_read_after_another(monkeypatch):
    content = 'ods_code,score\n"RBS, at","3"\n"R","1,2"\n'
    for size in range(1, 12):
        monkeypatch.setattr("benchmark.returns.read.plain_csv._CHUNK", size)
        assert both_ways(content)
        assert not both_ways(content.replace("1,2", "1\n2"))
        assert not both_ways(content.replace('"3"', 'a"3"'))
        assert not both_ways(content[:-2])


def test_a_wide_file_has_its_header_found_though_its_first_rows_are_long():
    title = [["word " * 400] * 5 for _ in range(40)]
    assert both_ways("\n".join(",".join(cells) for cells in (*title, TARGETS, ["RBS", "", "a", "1", "b"])))


@pytest.mark.parametrize("length", [MAX_CELL, MAX_CELL + 1, 200_000])
def test_a_long_cell_is_reported_by_the_careful_way(length):
    assert both_ways(f"ods_code,score\nRBS,{'x' * length}\n") == (length <= MAX_CELL)


def test_a_large_file_is_read_alike_plain_and_quoted():
    rows = [[f"R{n:03d}", "Acute", "well_led", str(1 + n % 40 / 10), "because " * 90] for n in range(300)]
    plain = csv_of(TARGETS, *rows)
    assert len(plain) > csv_text._PLAIN_FROM
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([TARGETS, *rows])
    first = check_return(plain, "plain.csv", publication=None, kind="own_targets")
    second = check_return(out.getvalue().encode(), "quoted.csv", publication=None, kind="own_targets")
    assert first.rows_read == second.rows_read == len(rows)
    assert [(f.code, f.line) for f in first.findings] == [(f.code, f.line) for f in second.findings]
    assert [t.table.to_pylist() for t in first.tables] == [t.table.to_pylist() for t in second.tables]
