"""Rows of text: where quotation marks end, and rows, lines and cells without end."""

import csv
import io
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.returns import check_return
from benchmark.returns.read import csv_text
from benchmark.returns.read.csv_text import find_delimiter, read_text
from tests.unit.returns.made import TARGETS, csv_of

CELLS = st.lists(st.text(st.sampled_from('ab ,"\n'), max_size=5), min_size=2, max_size=4)
TABLE = csv_of(TARGETS, ("DEMO1", "Acute", "well_led", 4, "A plan"))


def codes(content: bytes) -> list[str]:
    checked = check_return(content, "return.csv", publication=None)
    return [entry.code for entry in checked.findings if entry.code != "kind_recognised"]


@given(rows=st.lists(CELLS, min_size=1, max_size=4), spaces=st.integers(0, 2))
def test_spaces_before_marks_are_no_part_of_cells(rows, spaces):
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([["ods_code", "score"], *rows])
    plain = list(csv.reader(io.StringIO(out.getvalue(), newline="")))
    content = "\n".join(
        ("," + " " * spaces).join('"' + cell.replace('"', '""') + '"' for cell in cells)
        for cells in [["ods_code", "score"], *rows]
    ).encode()
    found: list[list[str]] = []
    faults: list[object] = []
    spaced = csv_text.has_spaced_marks(content, ",")
    found = [list(cells) for _, cells in csv_text._records(content, ",", faults, skip_spaces=spaced)]
    assert (found, faults) == (plain, [])
    assert spaced == (spaces > 0)


def test_a_quotation_mark_inside_a_cell_is_text():
    checked = check_return(TABLE.replace(b",A plan", b',5" screens'), "return.csv", publication=None)
    assert checked.tables[0].table["reason"].to_pylist() == ['5" screens']


def test_one_odd_line_does_not_choose_the_delimiter():
    line = TABLE.decode()
    for odd in ("a;b;c;d;e;f;g;h", "a\tb\tc\td\te\tf", "a|b|c|d|e|f"):
        assert find_delimiter(odd + "\n" + line) == ","
        assert find_delimiter(line + odd + "\n") == ","
        assert find_delimiter("\n" * 100 + line + odd) == ","


ENDLESS = {
    "delimiters": (lambda: b"," * 10_000_000, "row_endless"),
    "delimiters after a table": (lambda: TABLE + b"," * 10_000_000, "row_endless"),
    "quotation marks": (lambda: b'"' * 10_000_000, "row_endless"),
    "marks around line ends": (lambda: TABLE + b'"\n",' * 2_000_000, "row_endless"),
    "one line": (lambda: TABLE + b"a" * 50_000_000, "row_endless"),
    "short lines": (lambda: b"a\n" * 5_000_000, "too_many_rows"),
    "line ends": (lambda: TABLE + b"\n" * 99_000_000, "too_many_lines"),
}
"""What makes a file without end, and its error. Made for its own test, not for all that are collected."""


@pytest.mark.parametrize("name", ENDLESS)
def test_what_has_no_end_is_refused_soon(name):
    make, code = ENDLESS[name]
    content = make()
    before = time.process_time()
    assert code in codes(content)
    assert time.process_time() - before < 10


def test_the_sentence_about_a_row_without_end_names_its_line(monkeypatch):
    monkeypatch.setattr("benchmark.returns.read.quotation.MAX_ROW", 100)
    (found,) = check_return(TABLE + b"a," * 60, "return.csv", publication=None).findings
    assert (found.code, "line 3" in found.message) == ("row_endless", True)


def test_line_ends_inside_marks_are_no_other_way_to_end_a_row():
    row = 'DEMO1,Acute,well_led,4,"two\nlines"\r\n'
    content = (",".join(TARGETS) + "\r\n" + row).encode()
    assert [entry.code for entry in read_text(content).findings] == []
    mixed = content + b"DEMO2,Acute,well_led,4,x\n"
    assert [entry.code for entry in read_text(mixed).findings] == ["mixed_line_ends"]
