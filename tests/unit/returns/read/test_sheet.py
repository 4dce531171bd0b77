"""A table found among lines: its header, its width, what is left out around it."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.returns.findings import LISTED
from benchmark.returns.read import sheet as sheets
from benchmark.returns.read.sheet import Refused, Sheet, lay_out

HEADER = ["ods_code", "care_setting", "pillar", "target", "reason"]
ROW = ["DEMO1", "Acute", "well_led", "4", "Because"]


def laid_out(*rows: Sequence[str], grid: bool = False) -> Sheet:
    found = lay_out("", enumerate(rows, start=1), grid=grid)
    assert found is not None
    return found


def codes_and_lines(sheet: Sheet) -> list[tuple[str, int | None]]:
    return [(entry.code, entry.line) for entry in sheet.findings]


@given(cells=st.lists(st.integers(1, 9), min_size=1, max_size=6))
def test_every_row_is_kept_refused_or_asked_about(cells):
    rows = [[*ROW[:n], *[""] * (n - 5)] for n in cells]
    found = laid_out(HEADER, *rows)
    assert len(found.lines) + found.refused == len(rows)
    alike = len(cells) > 1 and len(set(cells)) == 1 and cells[0] > 5
    if alike:
        assert codes_and_lines(found) == [("rows_wider", 2)]
        assert found.refused == 0
    else:
        assert len(found.lines) == cells.count(5)
        wrong = [
            ("row_short" if n < 5 else "row_too_long", i) for i, n in enumerate(cells, start=2) if n != 5
        ]
        assert codes_and_lines(found) == wrong


def test_a_workbooks_rows_may_end_anywhere_but_not_beyond_the_last_heading():
    found = laid_out(HEADER, ROW[:4], [*ROW, "", ""], grid=True)
    assert (codes_and_lines(found), len(found.lines)) == ([], 2)
    assert codes_and_lines(laid_out(HEADER, [*ROW, "", "x"], grid=True)) == [("value_beyond", 2)]


def test_many_rows_of_another_width_are_counted_in_the_last_that_is_told():
    found = laid_out(HEADER, *[ROW[:4]] * (LISTED + 10))
    assert (len(found.findings), found.refused) == (LISTED, LISTED + 10)
    assert sum(entry.count for entry in found.findings) == LISTED + 10


def test_the_headers_own_empty_cells_count_in_its_width():
    assert codes_and_lines(laid_out([*HEADER, "", ""], [*ROW, "", ""])) == []
    assert codes_and_lines(laid_out([*HEADER, "", ""], [*ROW, "", "x"])) == [("heading_blank", 2)]
    assert codes_and_lines(laid_out([*HEADER, ""], ROW)) == [("row_short", 2)]


@pytest.mark.parametrize("gap", [[], [[""]], [["Another table"]]])
def test_a_second_table_ends_the_first(gap):
    for header in (HEADER, [*HEADER, "ics_code"], HEADER[:3]):
        found = laid_out(HEADER, ROW, ROW, *gap, header, ROW)
        assert ("second_table", 4 + len(gap)) in codes_and_lines(found)
        assert found.lines.tolist() == [2, 3]


def test_an_earlier_table_is_no_title_even_if_a_later_header_names_more():
    found = laid_out(HEADER[:4], ROW[:4], HEADER, ROW)
    assert (found.header_line, codes_and_lines(found)) == (1, [("second_table", 3)])


def test_a_line_that_groups_columns_stands_right_above_the_header():
    groups = ["Trust", "Setting", "", "", ""]
    assert codes_and_lines(laid_out(["A title"], groups, HEADER, ROW)) == [("lines_above_header", None)]
    assert ("second_table", 3) in codes_and_lines(laid_out(groups, ["A title"], HEADER, ROW))


def test_a_table_of_too_many_cells_is_refused(monkeypatch):
    monkeypatch.setattr(sheets, "MAX_CELLS", 9)
    with pytest.raises(Refused) as refused:
        laid_out(HEADER, ROW, ROW)
    assert refused.value.code == "too_many_cells"
