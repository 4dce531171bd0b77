import time

import pytest

from benchmark.returns import check_return
from benchmark.returns.read import csv_text, plain_csv, sheet
from benchmark.returns.read.csv_text import find_delimiter
from benchmark.returns.read.files import MAX_BYTES, read_return, take
from benchmark.returns.read.sheet import MAX_CELL
from tests.bad_returns.making import archive, older_container
from tests.unit.returns.made import SCORES, TARGETS, codes, csv_of, workbook_of


def test_a_file_of_200_megabytes_is_refused_before_it_is_read(tmp_path):
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(200_000_000)  # sparse: nothing is written, so reading it would show
    started = time.process_time()
    read = read_return(large, "large.csv")
    assert time.process_time() - started < 0.2
    assert codes(read.findings) == ["file_too_large"]
    assert read.content == b""
    assert MAX_BYTES < 200_000_000


@pytest.mark.parametrize(("mark", "end"), [(">", "\n"), ("> ", "\r\n"), ("> > ", "\n"), (">", "\r")])
@pytest.mark.parametrize("delimiter", [",", "\t", "  "])
def test_the_marks_of_a_quoting_mail_are_left_out_where_they_stand_before_the_headings(mark, end, delimiter):
    row = ("2025", "DEMO1", "Acute", "well_led", "3.9")
    text = [delimiter.join(SCORES), delimiter.join(row)]
    quoted = end.join(["Ann wrote:", *(f"{mark}{line}" for line in text)]).encode()
    (sheet,) = read_return(quoted, "x.txt").sheets
    assert (sheet.headings, [column[0].as_py() for column in sheet.columns]) == (SCORES, list(row))
    (sheet,) = read_return(csv_of((">5", *SCORES), ("", *row)), "x.csv").sheets
    assert sheet.headings == (">5", *SCORES)


def test_a_file_that_is_gone_is_a_finding(tmp_path):
    assert codes(read_return(tmp_path / "gone.csv", "gone.csv").findings) == ["file_missing"]
    assert codes(read_return(tmp_path, "folder").findings) == ["file_missing"]


LETTERS = (
    *("RIFF", "PK", "%PDF", "WORDftyp", "GIF89a", "Rar!", "PAR1", "BZh9", "MSCF", "$FL2", "FEA1", "ARROW1"),
    *("INSERT INTO the cells", "CREATE TABLE", "COPY", "-- Draft", "<5", "<new>"),
    *("{\\rtf", "MZ", "BM", "MM", "II", "TABLE", "WEB", "BEGIN:VCARD", "%!PS", "BEGIN:VCALENDAR", "ID;P"),
)
"""With which pictures, archives and documents begin, and so can a heading or a title."""


@pytest.mark.parametrize("letters", LETTERS)
def test_text_that_begins_like_a_picture_or_an_archive_is_read(letters):
    delimiter = ";" if ";" in letters else ","
    row = (2025, "DEMO1", "Acute", "well_led", 3.9)
    with_title = f"{letters} of our return\n".encode() + csv_of(SCORES, row)
    for content in (csv_of((letters, *SCORES), ("", *row), delimiter=delimiter), with_title):
        read = read_return(content, "x.csv")
        assert [sheet.headings[-5:] for sheet in read.sheets] == [SCORES]


HOW = {
    b"\xef\xbb\xbf%PDF-1.7\n": ("a PDF document", "copy the table into a new workbook"),
    b"\x09\x08\x10\x00\x00\x06\x05\x00": (
        "an older Excel workbook (.xls)",
        "Save As, Excel workbook (.xlsx)",
    ),
    older_container("Workbook"): ("an older Excel workbook (.xls)", "Save As, Excel workbook (.xlsx)"),
    older_container("__properties_version1.0"): ("a message of Outlook (.msg)", "attached to it"),
    archive({"xl/workbook.bin": b""}): ("a binary Excel workbook (.xlsb)", "Save As, Excel workbook (.xlsx)"),
    archive({"Index.zip": b""}): ("an Apple Numbers or Pages document", "Export To, Excel"),
    archive({"Report/Layout": b""}): ("a report of Power BI (.pbix)", "Export its table as CSV UTF-8"),
    archive({"word/document.xml": b""}): ("a Word document (.docx)", "copy the table into a new workbook"),
    archive({"content.xml": b"", "META-INF/manifest.xml": b""}): (
        "an OpenDocument sheet or text (.ods, .odt)",
        "Save As, Excel workbook (.xlsx)",
    ),
    archive({"a/": b"", "a/return.csv": b"", "__MACOSX/a/._return.csv": b""}): (
        "a ZIP archive that holds a/return.csv",
        "choose the file inside it",
    ),
    b"\x89PNG\r\n\x1a\n": ("a picture", "copy the table into a new workbook"),
    b"GIF89a\x10\x00\x10\x00": ("a picture", "copy the table into a new workbook"),
    b"RIFF\x24\x00\x00\x00WEBPVP8 ": ("a picture or a recording", "copy the table into a new workbook"),
    b"PAR1\x15\x04": ("a Parquet file", "Export its table as CSV UTF-8"),
    b"BZh91AY&SY": ("a bzip2 archive", "choose the CSV or .xlsx file inside it"),
    b"WEB\r\n1\r\nhttps://x": ("a link to a list of SharePoint (.iqy)", "Open what it leads to"),
    b"<meta charset=utf-8>\n<table><tr>": ("a web page or XML document", "Save As, Excel workbook (.xlsx)"),
    b"\xef\xbb\xbf<!-- saved --> <div>": ("a web page or XML document", "Save As, Excel workbook (.xlsx)"),
    b"-- of 2025\nINSERT INTO spend (year, code)": (
        "a script of SQL commands for a database",
        "Export its table as CSV UTF-8",
    ),
    b"************ 1. row ************\nyear: 2025": (
        "a list of a database's values",
        "Export its table as CSV",
    ),
    b"BEGIN:VCARD\r\nVERSION:3.0\r\n": ("a contact (.vcf)", "Choose the file that holds the return"),
}
"""How a file begins -> what it is called, and what is said of how to have a return of it."""


@pytest.mark.parametrize("letters", ["--", "/**/", "<!---->", "set a;", "=", "*", "a: b\n"])
def test_what_a_file_is_shows_at_once_however_often_it_begins_in_the_same_way(letters):
    started = time.process_time()
    assert take(letters.encode() * 1_000, "x.csv").refused is None
    assert time.process_time() - started < 1


def test_what_is_no_table_is_called_by_its_name_with_a_way_to_make_one_of_it():
    otherwise = []
    for content, (called, way) in HOW.items():
        (found,) = read_return(content, "return.csv").findings
        if not found.message.startswith(f"return.csv is {called}") or way not in found.fix:
            otherwise.append((found.message, found.fix))
    assert otherwise == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("quoted", [False, True])
def test_a_row_has_the_line_that_a_spreadsheet_shows(end, quoted):
    reason = '"over' + end + 'two lines"' if quoted else "one line"
    rows = [",".join(TARGETS), f"RBS,Acute,well_led,3,{reason}", "", "RBS,Acute,safe_practice,4,x"]
    sheet = read_return(end.join(rows).encode(), "x.csv").sheets[0]
    assert sheet.lines.tolist() == [2, 4]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_the_same_text_in_every_encoding(encoding):
    content = csv_of(TARGETS, ("RBS", "Acute", "well_led", 3, "Café – £5"), encoding=encoding)
    sheet = read_return(content, "x.csv").sheets[0]
    assert sheet.headings == TARGETS
    assert sheet.columns[4].to_pylist() == ["Café – £5"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_from_the_header(delimiter):
    rows = [("RBS", "Acute", "well_led", 3, "a, b; c | d"), ("RBS", "Acute", "safe_practice", 3, ",,,;;;|||")]
    content = csv_of(TARGETS, *rows, delimiter=delimiter)
    assert find_delimiter(content.decode()) == delimiter
    assert read_return(content, "x.csv").sheets[0].columns[4].to_pylist() == [row[4] for row in rows]


def test_a_cell_may_be_as_long_as_a_spreadsheet_allows():
    for length, expected in ((MAX_CELL, []), (MAX_CELL + 1, ["cell_too_long"])):
        content = csv_of(TARGETS, ("RBS", "Acute", "well_led", 3, "x" * length))
        assert codes(read_return(content, "x.csv").findings) == expected


def test_a_cell_of_a_megabyte_and_ten_thousand_columns_are_refused():
    quoted = csv_of(TARGETS, ("RBS", "Acute", "well_led", 3, '"' + "x" * 1_000_000))
    assert codes(read_return(quoted, "x.csv").findings)[0] == "cell_too_long"
    wide = csv_of([f"c{n}" for n in range(10_000)], range(10_000))
    assert codes(read_return(wide, "x.csv").findings) == ["too_many_columns"]


@pytest.mark.parametrize("plain_from", [-1, 1_000])
def test_more_rows_than_the_limit_are_refused_whichever_way_a_file_is_read(plain_from, monkeypatch):
    monkeypatch.setattr(csv_text, "_PLAIN_FROM", plain_from)
    for module in (plain_csv, sheet):
        monkeypatch.setattr(module, "MAX_ROWS", 9)
    for rows, expected in ((9, []), (10, ["too_many_rows"])):
        content = b"ods_code,score\n" + b"RBS,1\n" * rows
        assert codes(read_return(content, "x.csv").findings) == expected


def test_a_workbooks_rows_keep_the_lines_that_excel_shows():
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
