"""Files that are no table, whatever their name says."""

import gzip

from making import GOOD, LONG, TARGETS, archive, book, case, lines, long, older_container


def make() -> None:
    """Every case of this file."""
    case("empty.csv", b"", "file_empty", read=0)
    case("only_blank_lines.csv", b"\n\n  \n\t\n", "file_empty", read=0)
    case("only_byte_order_mark.csv", b"\xef\xbb\xbf", "file_empty", read=0)
    case("only_commas.csv", ",,,\n,,,\n", "file_empty", read=0)
    case("pdf_named_csv.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "format_refused", read=0)
    case("old_excel.xls", older_container("Workbook"), "format_refused", read=0)
    case("old_word.xlsx", older_container("WordDocument"), "format_refused", read=0)
    case("password.xlsx", older_container("EncryptionInfo", "EncryptedPackage"), "workbook_encrypted", read=0)
    case("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(64)), "format_refused", read=0)
    case("photograph.csv", b"\xff\xd8\xff\xe0" + bytes(range(64)), "format_refused", read=0)
    case("web_page.xls", "<html><table><tr><td>score</td></tr></table></html>", "format_refused", read=0)
    case("spreadsheet_xml.xls", '<?xml version="1.0"?><Workbook/>', "format_refused", read=0)
    case("parquet.csv", b"PAR1" + bytes(32) + b"PAR1", "format_refused", read=0)
    case("rich_text.csv", rb"{\rtf1 score}", "format_refused", read=0)
    case("gzipped.csv", gzip.compress(long(GOOD).encode(), mtime=0), "format_refused", read=0)
    _patients()
    case("csv_in_zip.zip", archive({"return.csv": long(GOOD).encode()}), "zip_refused", read=0)
    case("two_in_zip.csv", archive({"a.csv": b"a", "b.csv": b"b"}), "zip_refused", read=0)
    case(
        "word.docx", archive({"[Content_Types].xml": b"", "word/document.xml": b""}), "format_refused", read=0
    )
    case(
        "slides.pptx",
        archive({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}),
        "format_refused",
        read=0,
    )
    ods = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b""}
    case("open_document.ods", archive(ods), "format_refused", read=0)
    case("binary_workbook.xlsb", archive({"xl/workbook.bin": b""}), "format_refused", read=0)
    numbered = lines(
        f"ID;Pillar;{LONG.replace('pillar,', '').replace(',', ';')}", "1;well_led;2025;DEMO1;Acute;;3.9"
    )
    case("headings_like_a_sylk_sheet.csv", numbered, "delimiter", "heading_ignored:1")
    case("cut_off.xlsx", book({"A": [["score"]]})[:600], "workbook_damaged", read=0)
    case("hollow.xlsx", archive({"xl/workbook.xml": b"<workbook/>"}), "workbook_damaged", read=0)
    case(
        "not_xml.xlsx",
        archive({"xl/workbook.xml": b"&", "xl/_rels/workbook.xml.rels": b"&"}),
        "workbook_damaged",
        read=0,
    )


def _patients() -> None:
    """Files that look like patients; the numbers are of the range that is kept for tests."""
    numbers = [f"999 {n} 000{check}" for n, check in ((104, 5), (105, 0), (106, 6), (107, 1), (108, 7))]
    noted = long(GOOD).rstrip("\n").split("\n")
    rows = [noted[0] + ",note", *(f"{noted[1]},{number}" for number in numbers)]
    case("nhs_numbers.csv", "\n".join(rows), "patient_numbers", read=0)
    births = [noted[0] + ",surname,dob", f"{noted[1]},Nobody,12/03/1948"]
    case("births.csv", "\n".join(births), "patient_births", read=0)
    row = "DEMO1,Acute,well_led,5,Nobody (D.O.B. 12/03/1948) complained"
    case("births_in_a_text.csv", lines(TARGETS, row), "patient_births", read=0)
    case(
        "births_in_a_text.xlsx",
        book({"Return": [TARGETS.split(","), row.split(",")]}),
        "patient_births",
        read=0,
    )
    field = "DEMO1,Acute,well_led,5,The date of birth became a field on 2 May 2024; DOB 2 was an error"
    case("births_without_a_day.csv", lines(TARGETS, field))
    sheets = {"Scores": [line.split(",") for line in noted], "Lookup": [[number] for number in numbers]}
    case("nhs_numbers_hidden.xlsx", book(sheets, hidden=["Lookup"]), "patient_numbers", read=0)
