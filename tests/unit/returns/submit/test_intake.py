"""What is found of a file as a whole: when its check fails, how it is called, what its sheets repeat."""

from pathlib import Path

import pytest

from benchmark.core.errors import SettingWrong
from benchmark.returns import CheckedReturn, as_json, check_return, findings_csv
from benchmark.returns.read.files import printable_name
from benchmark.returns.submit import intake
from tests.bad_returns.making import archive, parts, rows_xml
from tests.unit.returns.made import SCORES, TARGETS, codes, csv_of, workbook_of

GOOD = csv_of(TARGETS, ("DEMO1", "Acute", "well_led", 3, ""))


def check(content: bytes | Path, name: str = "x.csv") -> CheckedReturn:
    return check_return(content, name, publication=None)


@pytest.mark.parametrize("failure", [RuntimeError("x"), KeyError("x"), MemoryError(), RecursionError()])
def test_whatever_fails_on_a_file_is_a_finding_about_that_file(failure, monkeypatch, caplog):
    def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(intake, "arrange", fail)
    checked = check(GOOD, "return.csv")
    assert codes(checked.findings) == ["file_defeats_check"]
    assert "return.csv" in checked.findings[0].message
    assert (checked.rows_read, checked.tables, checked.unreadable) == (0, (), True)
    assert checked.content == GOOD
    assert type(failure).__name__ in caplog.text


def test_a_wrong_setting_is_no_fault_of_the_file(monkeypatch):
    monkeypatch.setenv("MATURITY_WORKBOOK_SECONDS", "never")
    with pytest.raises(SettingWrong):
        check(workbook_of(A=[TARGETS]))


@pytest.mark.parametrize(
    ("name", "printable"),
    [
        ("return.csv", "return.csv"),
        ("Rückgabe £.csv", "Rückgabe £.csv"),
        ("bad \udcff name.csv", "bad \ufffd name.csv"),
        ("two\nlines\t.csv", "two lines\t.csv"),
        ("bell\x07\x1b[31m.csv", "bell\ufffd\ufffd[31m.csv"),
        ("turned \u202efsc.exe", "turned \ufffdfsc.exe"),
        ("", "file without a name"),
        ("\n", "file without a name"),
    ],
)
def test_a_files_name_is_made_printable_on_entry(name, printable):
    checked = check(b"", name)
    assert checked.file_name == printable
    assert all(entry.file == printable and printable in entry.message for entry in checked.findings)
    as_json(checked).encode()
    findings_csv(checked.findings)


def test_a_very_long_name_is_cut_in_its_middle():
    shown = printable_name("x" * 100_000 + ".csv")
    assert len(shown) < 256
    assert shown.endswith("xx.csv")


def test_a_name_that_is_no_text_is_read_from_the_disk(tmp_path):
    file = tmp_path / "bad \udcff name.csv"
    try:
        file.write_bytes(GOOD)
    except (OSError, UnicodeError):
        pytest.skip("this system has no such names")
    assert check(file, file.name).rows_read == 1


def test_two_sheets_with_one_key_say_where_the_other_row_is_and_whether_it_is_the_same():
    first = [
        list(SCORES),
        [2025, "DEMO1", "Acute", "well_led", 4.1],
        [2025, "DEMO1", "Acute", "improve_care", 3],
    ]
    second = [
        list(SCORES),
        [2025, "DEMO1", "Acute", "improve_care", 3],
        [2025, "DEMO1", "Acute", "well_led", 4.2],
    ]
    checked = check(workbook_of(Return=first, Copy=second))
    (conflict,) = checked.errors
    (repeated,) = checked.questions
    assert (conflict.code, conflict.sheet, conflict.line) == ("rows_conflict", "Copy", 3)
    assert "Line 2 of the sheet 'Return' already gives another value" in conflict.message
    assert (repeated.code, repeated.sheet, repeated.line) == ("row_repeated", "Copy", 2)
    assert "the same as line 3 of the sheet 'Return'" in repeated.message
    assert (checked.rows_read, checked.rows_valid) == (4, 2)


def test_what_cells_say_of_a_sheet_that_is_left_out_stops_nothing():
    hidden = '<row hidden="1"><c t="inlineStr"><is><t>notes</t></is></c></row>'
    book = {
        "Return": f"<sheetData>{rows_xml(TARGETS, ['DEMO1', 'Acute', 'well_led', 3, 'A plan'])}</sheetData>",
        "Notes": f"<sheetData>{hidden}</sheetData>",
    }
    assert codes(check(archive(parts(book)), "x.xlsx").findings) == ["sheet_ignored"]
    del book["Return"]
    assert "rows_hidden" in codes(check(archive(parts(book)), "x.xlsx").findings)


def test_what_is_above_the_header_is_no_question():
    top = '<row r="1" hidden="1"><c r="A1" t="inlineStr"><is><t>made by</t></is></c></row>'
    rows = rows_xml(TARGETS, ["DEMO1", "Acute", "well_led", 3, "x"], first=2)
    found = check(archive(parts({"Return": f"<sheetData>{top}{rows}</sheetData>"})), "x.xlsx").findings
    assert "rows_hidden" not in codes(found)
