"""Workbooks that hold more than they show, or show something else, and those that other programs write."""

from typing import Any

from making import (
    CONDITIONS,
    LONG,
    MAIN,
    SPEND,
    STRICT,
    STRICT_OFFICE,
    archive,
    book,
    case,
    drawn,
    parts,
    raw,
    rows_xml,
)

SCORED = [2025, "DEMO1", "Acute", "well_led", None, 4.3]
STRUCK = {"font_strikeout": True}
SPENT = ["2024/25", "DEMO1", 880000000, 42000000, 19500000, 8300000]


def make() -> None:
    """Every case of this file."""
    header = LONG.split(",")
    _unseen(header)
    _formats()
    _looks_of_text(header)
    _other_producers(header)


def _unseen(header: list[str]) -> None:
    """What a sheet holds and does not show, or shows in one place for several."""
    two = [header, SCORED, _other(SCORED)]
    case(
        "book_hidden_row.xlsx",
        drawn(lambda _, sheet: sheet.set_row(2, None, None, {"hidden": True}), rows=two),
        "rows_hidden:3",
        read=2,
    )
    case(
        "book_hidden_column.xlsx",
        drawn(lambda _, sheet: sheet.set_column("F:F", None, None, {"hidden": True}), rows=two),
        "columns_hidden:1",
        read=2,
    )
    case("book_title_row_hidden.xlsx", drawn(_hide_title), "lines_above_header")
    case("book_merged_down.xlsx", drawn(_merge_down), *["merged_read:3"] * 3, read=3)
    case(
        "book_merged_figure.xlsx",
        drawn(
            lambda _, sheet: sheet.merge_range("E2:E3", 19500000),
            rows=[SPEND.split(","), SPENT, _without_revenue(_other(SPENT))],
        ),
        "merged_figure:3",
        read=2,
    )
    case(
        "book_merged_over_a_value.xlsx",
        raw(
            f"<sheetData>{rows_xml(header, SCORED, _other(SCORED))}</sheetData>"
            '<mergeCells><mergeCell ref="F2:F3"/></mergeCells>'
        ),
        "value_covered:3",
        read=2,
    )
    case("book_table_totals.xlsx", drawn(_table_with_totals), "summary_row:4", read=2)
    case(
        "book_formula_nought.xlsx",
        book({"Return": [SPEND.split(","), [*SPENT[:5], "=4-4|0"]]}),
        "formulas",
        "formula_nought:2",
    )
    case(
        "book_formula_never_saved.xlsx",
        raw(f"<sheetData>{rows_xml(header)}{_never_saved()}</sheetData>"),
        "formula_text:2",
        valid=0,
    )
    case("book_stray_format.xlsx", drawn(_stray_formats, rows=two), read=2)
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    case(
        "book_stray_value.xlsx",
        raw(f"<sheetData>{rows_xml(header, SCORED)}{far}</sheetData>", main=STRICT, office=STRICT_OFFICE),
        "cell_far_out",
        read=0,
    )
    case(
        "book_left_out_sheet_with_formulas.xlsx",
        archive(
            parts(
                {
                    "Return": f"<sheetData>{rows_xml(header, SCORED)}</sheetData>",
                    "Sums": "<sheetData><row><c><f>1+1</f></c></row></sheetData>",
                }
            )
        ),
        "sheet_ignored",
    )


def _formats() -> None:
    """Number formats under which a cell shows something else than it holds."""
    for name, form, held, expected, valid in (
        ("percent", "0.0%", 0.023, ["percent_sign:2"], 0),
        ("m_told", '£0.0,,"m"', 19500000, ["format_read:2"], 1),
        ("scale_untold", "#,##0,", 19500000, ["format_scaled:2"], 1),
        ("unit", '0.0"m"', 19.5, ["unit_in_number:2"], 0),
        ("hidden", ";;;", 19500000, ["value_unseen:2"], 1),
        ("accounts", '_-£* #,##0.00_-;-£* #,##0.00_-;_-£* "-"??_-;_-@_-', 19500000, [], 1),
        ("dollars", '"$"#,##0', 19500000, ["currency_other:2"], 0),
        ("hours", "[h]:mm", 812500, ["not_a_number:2"], 0),
    ):
        case(
            f"book_format_{name}.xlsx",
            drawn(
                lambda workbook, sheet, form=form, held=held: sheet.write_number(
                    "E2", held, workbook.add_format({"num_format": form})
                ),
                rows=[SPEND.split(","), SPENT],
            ),
            *expected,
            valid=valid,
        )
    case(
        "book_format_nought_added.xlsx",
        drawn(
            lambda workbook, sheet: sheet.write_number(
                "F2", 4.3, workbook.add_format({"num_format": '0.0"0"'})
            ),
            rows=[LONG.split(","), SCORED],
        ),
        "format_unclear:2",
    )
    endless = f'<numFmts><numFmt numFmtId="170" formatCode="{"0" * 2000}"/></numFmts>'
    case("book_format_endless.xlsx", raw("<sheetData/>", styles=endless), "workbook_too_large", read=0)


def _other_producers(header: list[str]) -> None:
    """Workbooks as other programs than Excel write them."""
    sheet = f"<sheetData>{rows_xml(header, SCORED)}</sheetData>"
    case("book_other_names.xlsx", raw(sheet, workbook="xl/workbook22.xml"))
    case("book_at_root.xlsx", raw(sheet, workbook="book.xml"))
    case(
        "book_strict_error.xlsx",
        raw(
            f'<sheetData>{rows_xml(header)}<row r="2"><c r="A2"><v>2025</v></c>{_texts("B2", *SCORED[1:4])}'
            '<c r="F2" t="e"><v>#N/A</v></c></row></sheetData>',
            main=STRICT,
            office=STRICT_OFFICE,
        ),
        "excel_error:2",
        valid=0,
    )
    plain = rows_xml(header, SCORED).replace("<", "<x:").replace("<x:/", "</x:")
    case(
        "book_prefixed.xlsx",
        raw(f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{plain}</x:sheetData></x:worksheet>'.encode()),
    )
    bare = "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in header)
    numbers = "<c><v>2025</v></c>" + _texts("", "DEMO1", "Acute", "well_led") + "<c/><c><v>4.3</v></c>"
    case("book_without_places.xlsx", raw(f"<sheetData><row>{bare}</row><row>{numbers}</row></sheetData>"))


def _looks_of_text(header: list[str]) -> None:
    """Text that is struck out, or raised: the characters alone show neither."""
    two = [header, SCORED, _other(SCORED)]
    case(
        "book_struck_row.xlsx",
        drawn(lambda book, sheet: sheet.write_row(2, 0, _other(SCORED), book.add_format(STRUCK)), rows=two),
        "text_struck_out:3",
        read=2,
    )
    counted = [2025, "DEMO1", "legacy_estate", "servers", "@", 21]
    case(
        "book_struck_in_part.xlsx",
        drawn(
            lambda book, sheet: sheet.write_rich_string(1, 4, book.add_format(STRUCK), "43", "436"),
            rows=[CONDITIONS.split(","), counted],
        ),
        *("counts_jump:2", "text_struck_out:2"),
    )
    case(
        "book_raised_figure.xlsx",
        drawn(
            lambda book, sheet: sheet.write_rich_string(
                1, 5, "3.5", book.add_format({"font_script": 1}), "1"
            ),
            rows=two,
        ),
        "number_with_mark:2",
        read=2,
        valid=1,
    )
    for name, run, found, valid in (
        ("struck", "<rPr><strike/></rPr><t>3</t></r><r><t>.5</t>", ["text_struck_out:2"], 1),
        ("not_struck", '<rPr><strike val="0"/></rPr><t>3</t></r><r><t>.5</t>', [], 1),
        (
            "raised",
            '<t>3.5</t></r><r><rPr><vertAlign val="superscript"/></rPr><t>1</t>',
            ["number_with_mark:2"],
            0,
        ),
        (
            "lowered",
            '<t>3.5</t></r><r><rPr><vertAlign val="subscript"/></rPr><t>1</t>',
            ["number_with_mark:2"],
            0,
        ),
    ):
        rows = rows_xml(header, [*SCORED[:5], "@"]).replace("<t>@</t>", f"<r>{run}</r>")
        case(f"book_inline_{name}.xlsx", raw(f"<sheetData>{rows}</sheetData>"), *found, valid=valid)


def _other(row: list[Any]) -> list[Any]:
    """The same row for another pillar, or another year."""
    other = {"well_led": "safe_practice", "2024/25": "2023/24"}
    return [other.get(cell, cell) for cell in row]


def _without_revenue(row: list[Any]) -> list[Any]:
    return [*row[:4], None, *row[5:]]


def _hide_title(_: Any, sheet: Any) -> None:
    sheet.write_row(0, 0, ["made by", "a program"])
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.write_row(1, 0, LONG.split(","))
    sheet.write_row(2, 0, SCORED)


def _merge_down(_: Any, sheet: Any) -> None:
    sheet.write_row(0, 0, LONG.split(","))
    for column, value in enumerate(SCORED[:3]):
        sheet.merge_range(1, column, 3, column, value)
    for row, pillar in enumerate(("well_led", "safe_practice", "improve_care"), start=1):
        sheet.write_row(row, 3, [pillar, None, 3.5])


def _table_with_totals(_: Any, sheet: Any) -> None:
    columns = [{"header": name} for name in SPEND.split(",")]
    columns[0]["total_string"] = "Total"
    for column in columns[2:]:
        column["total_function"] = "sum"
    rows = [SPENT, _other(SPENT)]
    sheet.add_table(0, 0, 3, 5, {"columns": columns, "data": rows, "total_row": True})


def _stray_formats(workbook: Any, sheet: Any) -> None:
    bold = workbook.add_format({"bold": True})
    sheet.write_blank("XFD1", None, bold)
    sheet.write_blank("T1048576", None, bold)


def _never_saved() -> str:
    return (
        f'<row r="2"><c r="A2"><v>2025</v></c>{_texts("B2", "DEMO1", "Acute", "well_led")}'
        '<c r="F2"><f>SUM(A1:A2)</f></c></row>'
    )


def _texts(first: str, *texts: object) -> str:
    """Cells of text from a place on; without places where none is given."""
    return "".join(
        f'<c{f" r={chr(34)}{chr(ord(first[0]) + i)}{first[1:]}{chr(34)}" if first else ""} t="inlineStr">'
        f"<is><t>{text}</t></is></c>"
        for i, text in enumerate(texts)
    )
