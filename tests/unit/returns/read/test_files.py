from pathlib import Path

import pytest

from benchmark.returns import check_return
from benchmark.returns.read.csv_text import find_delimiter
from benchmark.returns.read.files import MAX_BYTES, read_return
from benchmark.returns.read.sheet import MAX_CELL, MAX_ROWS
from tests.unit.returns.made import SCORES, TARGETS, codes, csv_of, workbook_of


def test_a_file_of_200_megabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(200_000_000)  # sparse: nothing is written, so reading it would show
    read = read_return(large, "large.csv")
    assert codes(read.findings) == ["file_too_large"]
    assert read.content == b""
    assert MAX_BYTES < 200_000_000


def test_a_file_that_is_gone_is_a_finding(tmp_path: Path) -> None:
    assert codes(read_return(tmp_path / "gone.csv", "gone.csv").findings) == ["file_missing"]
    assert codes(read_return(tmp_path, "folder").findings) == ["file_missing"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("quoted", [False, True])
def test_a_row_has_the_line_that_a_spreadsheet_shows(end: str, quoted: bool) -> None:
    reason = '"over' + end + 'two lines"' if quoted else "one line"
    rows = [",".join(TARGETS), f"RBS,Acute,well_led,3,{reason}", "", "RBS,Acute,safe_practice,4,x"]
    sheet = read_return(end.join(rows).encode(), "x.csv").sheets[0]
    assert sheet.lines.tolist() == [2, 4]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_the_same_text_in_every_encoding(encoding: str) -> None:
    content = csv_of(TARGETS, ("RBS", "Acute", "well_led", 3, "Café – £5"), encoding=encoding)
    sheet = read_return(content, "x.csv").sheets[0]
    assert sheet.headings == TARGETS
    assert sheet.columns[4].to_pylist() == ["Café – £5"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told_from_the_header(delimiter: str) -> None:
    rows = [("RBS", "Acute", "well_led", 3, "a, b; c | d"), ("RBS", "Acute", "safe_practice", 3, ",,,;;;|||")]
    content = csv_of(TARGETS, *rows, delimiter=delimiter)
    assert find_delimiter(content.decode()) == delimiter
    assert read_return(content, "x.csv").sheets[0].columns[4].to_pylist() == [row[4] for row in rows]


def test_a_cell_may_be_as_long_as_a_spreadsheet_allows() -> None:
    for length, expected in ((MAX_CELL, []), (MAX_CELL + 1, ["cell_too_long"])):
        content = csv_of(TARGETS, ("RBS", "Acute", "well_led", 3, "x" * length))
        assert codes(read_return(content, "x.csv").findings) == expected


def test_a_cell_of_a_megabyte_and_ten_thousand_columns_are_refused() -> None:
    quoted = csv_of(TARGETS, ("RBS", "Acute", "well_led", 3, '"' + "x" * 1_000_000))
    assert codes(read_return(quoted, "x.csv").findings)[0] == "cell_too_long"
    wide = csv_of([f"c{n}" for n in range(10_000)], range(10_000))
    assert codes(read_return(wide, "x.csv").findings) == ["too_many_columns"]


def test_more_rows_than_the_limit_are_refused() -> None:
    content = b"ods_code,score\n" + b"RBS,1\n" * (MAX_ROWS + 1)
    assert codes(read_return(content, "x.csv").findings) == ["too_many_rows"]


def test_a_workbooks_rows_keep_the_lines_that_excel_shows() -> None:
    rows = [
        [],
        ["A title"],
        [],
        list(SCORES),
        [2025, "RBS", "Acute", "well_led", 3],
        [],
        [2025, "RBS", "Acute", "x", 3],
    ]
    checked = check_return(workbook_of(Return=rows), "x.xlsx", publication=None)
    assert checked.encoding == "Excel workbook"
    assert [(entry.code, entry.line) for entry in checked.errors] == [("pillar_unknown", 7)]
