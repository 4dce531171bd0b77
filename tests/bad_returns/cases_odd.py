"""What people and programs also do to a file: honest files that are read without a question, and odd ones."""

from making import LONG, SPEND, case, drawn

SCORED = [2025, "DEMO1", "Acute", "well_led", None, 4.3]
SPENT = ["2024/25", "DEMO1", 880000000, 42000000, 19500000, 8300000]


def make() -> None:
    """Every case of this file."""
    _shown_otherwise()


def _shown_otherwise() -> None:
    """Number formats that show a sign or a mark that the figure has not, and a row too low to see."""
    for name, form, row, column, expected, valid in (
        ("minus", "-#,##0;#,##0", SPENT, 4, "format_unclear:2", 1),
        ("brackets", "(#,##0)", SPENT, 4, "format_unclear:2", 1),
        ("star", '0.0"*"', SCORED, 5, "number_with_mark:2", 0),
    ):
        header = SPEND if row is SPENT else LONG
        case(
            f"book_format_{name}.xlsx",
            drawn(
                lambda workbook, sheet, form=form, row=row, column=column: sheet.write_number(
                    1, column, row[column], workbook.add_format({"num_format": form})
                ),
                rows=[header.split(","), row],
            ),
            expected,
            read=1,
            valid=valid,
        )
    other = [*SCORED[:3], "safe_practice", *SCORED[4:]]
    case(
        "book_low_row.xlsx",
        drawn(lambda _, sheet: sheet.set_row(2, 1), rows=[LONG.split(","), SCORED, other]),
        "rows_hidden:3",
        read=2,
        valid=2,
    )
