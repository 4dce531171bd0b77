"""A table found among lines: its header, its width, what is left out around it."""

import time
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


def test_the_last_reported_row_counts_the_other_rows_of_another_width():
    found = laid_out(HEADER, *[ROW[:4]] * (LISTED + 10))
    assert (len(found.findings), found.refused) == (LISTED, LISTED + 10)
    assert sum(entry.count for entry in found.findings) == LISTED + 10


def test_the_headers_own_empty_cells_count_in_its_width():
    assert codes_and_lines(laid_out([*HEADER, "", ""], [*ROW, "", ""])) == []
    assert codes_and_lines(laid_out([*HEADER, "", ""], [*ROW, "", "x"])) == [("heading_blank", 2)]
    assert codes_and_lines(laid_out([*HEADER, ""], ROW)) == [("row_short", 2)]
    assert codes_and_lines(laid_out([*HEADER, ""], ROW, ROW)) == [("rows_wider", 2)]
    assert codes_and_lines(laid_out([*HEADER, ""], ROW, [*ROW, ""])) == [("row_short", 2)]


@pytest.mark.parametrize("gap", [[], [[""]], [["Another table"]]])
def test_a_second_table_ends_the_first(gap):
    for header in (HEADER[::-1], [*HEADER, "ics_code"], HEADER[:3]):
        found = laid_out(HEADER, ROW, ROW, *gap, header, ROW)
        assert ("second_table", 4 + len(gap)) in codes_and_lines(found)
        assert found.lines.tolist() == [2, 3]


@pytest.mark.parametrize("between", [[], [[""]], [["Page 1 of 2"]], [["A title"]], [["7"], ["A title"]]])
def test_the_headings_of_the_next_page_do_not_end_the_table(between):
    found = laid_out(["A title"], HEADER, ROW, ROW, *between, HEADER, ROW)
    count = 1 + sum(bool(cells[0]) for cells in between)
    assert codes_and_lines(found)[1:] == [("page_break", 5 + (between == [[""]]))]
    assert found.findings[1].count == count
    assert found.lines.tolist() == [3, 4, 6 + len(between)]


@pytest.mark.parametrize(
    "between", [["Another title"], ["2024"], ["Scores 2024"], ["Year:", "2024"], ["", "Trust", "DEMO2"]]
)
def test_the_same_headings_below_a_text_of_their_own_are_another_table(between):
    found = laid_out(["A title"], HEADER, ROW, ROW, between, HEADER, ROW, grid=True)
    assert ("second_table", 6) in codes_and_lines(found)
    assert 7 not in found.lines.tolist()


def test_a_text_that_ends_each_page_is_left_out_with_the_headings():
    mark = ["OFFICIAL"]
    found = laid_out(HEADER, ROW, mark, ["1"], HEADER, ROW, mark, ["2"], HEADER, ROW, mark)
    assert codes_and_lines(found) == [("page_break", 3)]
    assert found.lines.tolist() == [2, 6, 10]
    assert (found.refused, found.below) == (0, ("OFFICIAL",))


def test_a_text_above_several_tables_is_no_mark_of_pages():
    found = laid_out(["Actual"], HEADER, ROW, ["Plan"], HEADER, ROW, ["Plan"], HEADER, ROW, grid=True)
    assert ("second_table", 5) in codes_and_lines(found)
    assert max(found.lines) < 5


@pytest.mark.parametrize("repeated", [HEADER, [*ROW[:4], "see page 1 of 4"]])
def test_lines_that_could_be_of_pages_are_read_once_however_many_there_are(repeated):
    started = time.process_time()
    laid_out(HEADER, ROW, *[repeated] * 9_000, ROW)
    assert time.process_time() - started < 10


def test_a_header_is_found_below_many_lines_and_one_below_more_is_named():
    guide = [[f"How to fill in part {n}"] for n in range(200)]
    found = laid_out(*guide, HEADER, ROW)
    assert (found.header_line, codes_and_lines(found)) == (201, [("lines_above_header", None)])
    found = laid_out(*guide * 6, HEADER, ROW)
    assert (found.header_line, codes_and_lines(found)) == (1, [("header_too_low", 1201)])


def test_a_line_of_units_becomes_part_of_the_headings():
    header = ["ods_code", "it_revenue", "it_capital"]
    found = laid_out(header, ["", "£000", "£m"], ["DEMO1", "3640", "1"])
    assert found.headings == ("ods_code", "it_revenue (£000)", "it_capital (£m)")
    assert codes_and_lines(found) == [("headings_wrapped", 2)]
    found = laid_out(header, ["Code", "£", "£"], ["DEMO1", "3640", "1"])
    assert (found.headings, codes_and_lines(found)) == (tuple(header), [("units_left_out", 2)])
    of_its_own = ["ods_code", "it_revenue (£m)", "it_capital"]
    for unit, found in (("£m", ("headings_wrapped", 2)), ("£000", ("unit_in_title", 2))):
        both = laid_out(of_its_own, ["", unit, "£m"], ["DEMO1", "3.6", "1"])
        assert codes_and_lines(both) == [found]
    assert codes_and_lines(laid_out(of_its_own, ["", "£", ""], ["DEMO1", "3.6", "1"])) == [
        ("unit_in_title", 2)
    ]
    same = laid_out(of_its_own, ["", "(£M)", ""], ["DEMO1", "3.6", "1"])
    assert (same.headings, codes_and_lines(same)) == (tuple(of_its_own), [("units_left_out", 2)])
    numbered = laid_out(["a", *header], ["1", "2", "3", "4"], ["x", "DEMO1", "3640", "1"])
    assert (numbered.lines.tolist(), codes_and_lines(numbered)) == ([3], [("units_left_out", 2)])
    wider = ["a", "b", *header]
    assert laid_out(wider, ["", "1", "2", "3", "4"], ["x", "", "DEMO1", "3640", "1"]).lines.tolist() == [2, 3]
    assert laid_out(header, ["DEMO2", "£", "5"], ["DEMO1", "3640", "1"]).lines.tolist() == [2, 3]


def test_an_earlier_table_is_no_title_even_if_a_later_header_names_more():
    found = laid_out(HEADER[:4], ROW[:4], HEADER, ROW)
    assert (found.header_line, codes_and_lines(found)) == (1, [("second_table", 3)])


def test_a_line_that_groups_columns_is_right_above_the_header():
    groups = ["Trust", "Setting", "", "", ""]
    assert codes_and_lines(laid_out(["A title"], groups, HEADER, ROW)) == [("lines_above_header", None)]
    assert ("second_table", 3) in codes_and_lines(laid_out(groups, ["A title"], HEADER, ROW))


def test_a_table_of_too_many_cells_is_refused(monkeypatch):
    monkeypatch.setattr(sheets, "MAX_CELLS", 9)
    with pytest.raises(Refused) as refused:
        laid_out(HEADER, ROW, ROW)
    assert refused.value.code == "too_many_cells"
