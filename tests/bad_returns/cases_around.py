"""What stands around a table and says something else than its rows: who, when, and whether they are final."""

from collections.abc import Callable
from typing import Any

from making import DEMO_ROW, DEMO_SPEND, LONG, SEVEN, SPEND, WIDE, book, case, drawn, lines

OTHER = DEMO_ROW.replace("DEMO1", "DEMO2")
ANOTHER, DOUBTED, YEAR = "title_of_another_organisation", "figures_doubted", "title_of_another_year"
ABOVE = "lines_above_header"


def make() -> None:
    """Every case of this file."""
    _of_another_organisation()
    _of_another_year()
    _doubted()
    _doubted_columns()
    _named_beside()
    _systems_of_trusts()
    _codes()
    _said_by_workbooks()
    _lines_among_rows()
    _points_for_thousands()
    _in_one_cell()


def _of_another_organisation() -> None:
    """A title, a sheet or a file that names somebody without a row."""
    for name, title, found in (
        ("name", "Zantlemere Hospitals NHS Trust: digital maturity", [f"{ANOTHER}:2"]),
        ("short_name", "Results for Zantlemere Hospitals", [f"{ANOTHER}:2"]),
        ("code", "Trust:,DEMO2", [f"{ANOTHER}:2"]),
        ("system", "NHS Cheshire and Merseyside ICB", [f"{ANOTHER}:2"]),
        ("own_name", "Quorrelby University Hospitals NHS FT", []),
        ("own_system", "Demonstration ICS (fictional)", []),
        ("both", "Quorrelby University Hospitals and Zantlemere Hospitals", []),
        ("nobody", "Digital maturity assessment REF 12", []),
    ):
        case(f"named_by_{name}.csv", lines(title, LONG, DEMO_ROW), ABOVE, *found)
    case("named_by_its_file_DEMO2.csv", lines(LONG, DEMO_ROW), f"{ANOTHER}:1")
    case("named_by_its_file_DEMO1.csv", lines(LONG, DEMO_ROW))
    rows = [LONG.split(","), DEMO_ROW.split(",")]
    case("book_sheet_of_another.xlsx", book({"DEMO2": rows}), f"{ANOTHER}:1")


def _of_another_year() -> None:
    """A file's name of another year, and a title of a year that none of several rows has."""
    case("scores_of_2024.csv", lines(LONG, DEMO_ROW), f"{YEAR}:1")
    case("spend_2024-25.csv", lines(SPEND, DEMO_SPEND), f"{YEAR}:1")
    case("spend_2023-24.csv", lines(SPEND, DEMO_SPEND))
    earlier = DEMO_ROW.replace("2025", "2024")
    case(
        "title_of_neither_round.csv",
        lines("Results of 2023", LONG, DEMO_ROW, earlier),
        *(ABOVE, f"{YEAR}:2"),
        read=2,
    )


def _doubted() -> None:
    """Words that say that the figures are not those to submit, wherever they stand."""
    for number, title in enumerate(
        (
            "DRAFT - do not use",
            "Scores not yet signed off by the board",
            "Test data",
            "Superseded, see version 3",
            "Target scores",
            "Scores on a scale of 0 to 4",
            "Scores in % of the highest",
        )
    ):
        case(f"doubted_{number}.csv", lines(title, LONG, DEMO_ROW), ABOVE, f"{DOUBTED}:2")
    for number, title in enumerate(
        ("Budget 2023/24", "Quarter 1 position", "Plan", "All figures in EUR", "18 months to March 2024")
    ):
        case(f"doubted_spend_{number}.csv", lines(title, SPEND, DEMO_SPEND), *(ABOVE, f"{DOUBTED}:2"))
    for number, title in enumerate(
        ("Final, approved by the board", "Drafted by the finance team", "Scores, 1 to 5")
    ):
        case(f"not_doubted_{number}.csv", lines(title, LONG, DEMO_ROW), ABOVE)
    case(
        "doubted_below.csv",
        lines(LONG, DEMO_ROW, OTHER, "", "Figures are provisional"),
        *(f"{DOUBTED}:1", "footnote:5"),
        read=2,
    )
    case("scores_DRAFT_v3.csv", lines(LONG, DEMO_ROW), f"{DOUBTED}:1")


def _doubted_columns() -> None:
    """A column that is left out, and says of rows that they are not to be used."""
    for name, heading, text in (
        ("status", "Status", "Provisional"),
        ("remark", "Remarks", "Do not use - see below"),
        ("include", "Include?", "N"),
        ("exclude", "Excluded", "yes"),
    ):
        case(
            f"doubted_by_{name}.csv",
            lines(f"{LONG},{heading}", f"{DEMO_ROW},", f"{OTHER},{text}"),
            *("heading_ignored:1", f"{DOUBTED}:3"),
            read=2,
        )
    doubted = [f"{DOUBTED}:2"]
    for name, heading, text, found in (
        ("kind", "Figure", "Budget", doubted),
        ("quarter", "Quarter", "Q1", doubted),
        ("months", "Period", "Apr-Dec", doubted),
        ("months_and_years", "Period", "April 2023 to December 2023", doubted),
        ("currency", "Currency", "EUR", doubted),
        ("prices", "Price base", "2022/23 prices", doubted),
        ("sign_off", "Sign-off", "No", doubted),
        ("all_months", "Period", "April 2023 to March 2024", []),
        ("own_currency", "Currency", "GBP", []),
    ):
        case(
            f"doubted_by_{name}.csv",
            lines(f"{SPEND},{heading}", f"{DEMO_SPEND},{text}"),
            *("heading_ignored:1", *found),
        )
    case("not_doubted_by_status.csv", lines(f"{LONG},Status", f"{DEMO_ROW},Final"), "heading_ignored:1")


def _named_beside() -> None:
    """A column that no layout knows, whose cells name another trust than the row's code."""
    for name, heading, text, found in (
        ("name", "Name", "Zantlemere Hospitals NHS Trust", ["name_of_another:2"]),
        ("short_name", "Trust name (short)", "Zantlemere Hospitals", ["name_of_another:2"]),
        ("hospital", "Hospital", "DEMO2", ["name_of_another:2"]),
        ("own_name", "Org name", "Quorrelby University Hospitals", []),
        ("person", "Contact name", "Ada Example", []),
        ("partner", "Partner trust name", "Zantlemere Hospitals NHS Trust", []),
    ):
        case(
            f"named_beside_{name}.csv",
            lines(f"{LONG},{heading}", f"{DEMO_ROW},{text}"),
            *("heading_ignored:1", *found),
        )


def _systems_of_trusts() -> None:
    """A column of systems in a return about trusts: held against where each trust belongs."""
    for name, heading, text, found in (
        ("own_code", "ics_code", "DEMO", []),
        ("own_name", "ICB name", "Demonstration ICS (fictional)", []),
        ("code", "ics_code", "QYG", ["ics_not_own:2"]),
        ("name", "System", "NHS Cheshire and Merseyside ICB", ["ics_not_own:2"]),
        ("nobody", "ICS code", "QQQ", ["ics_not_own:2"]),
    ):
        case(
            f"system_beside_{name}.csv",
            lines(f"{LONG},{heading}", f"{DEMO_ROW},{text}"),
            *("heading_compared:1", *found),
        )
        case(
            f"spend_system_beside_{name}.csv",
            lines(f"{heading},{SPEND}", f"{text},{DEMO_SPEND}"),
            *("heading_compared:1", *found),
        )


def _codes() -> None:
    """Codes as people write them: with spaces inside, in brackets, of a site."""
    for name, code, found in (
        ("with_a_space", "DEMO 1", ["code_joined:2"]),
        ("with_a_hard_space", "DEMO\u00a01", ["code_joined:2", "odd_spaces:2"]),
        ("small_with_spaces", "d emo1", ["code_joined:2"]),
        ("in_brackets", "(DEMO1)", ["code_joined:2"]),
        ("with_a_full_stop", "DEMO1.", ["code_joined:2"]),
        ("of_two", "DEMO1 DEMO2", ["name_unknown:2"]),
        ("of_a_site", "DEMO101", ["site_code:2"]),
        ("of_a_real_site", "RBS25", ["site_code:2"]),
        ("of_a_small_site", "rbs 25", ["site_code:2"]),
        ("of_a_system", "DEMO", ["code_of_a_system:2"]),
        ("of_a_real_system", "NHS Cheshire and Merseyside ICB", ["code_of_a_system:2"]),
    ):
        read = [entry for entry in found if entry.startswith(("code_joined", "odd_spaces"))]
        row = DEMO_ROW.replace("DEMO1", code)
        case(f"code_{name}.csv", lines(LONG, row), *found, valid=1 if read else 0)


def _said_by_workbooks() -> None:
    """Comments, text boxes and the pages of a workbook, which stand in no cell."""
    scores, spend = [LONG.split(","), DEMO_ROW.split(",")], [SPEND.split(","), DEMO_SPEND.split(",")]
    unit = ["unit_beside:1"]
    for name, draw, rows, found in (
        ("comment_in_doubt", _comment("F2", "Provisional, awaiting the board"), scores, [f"{DOUBTED}:1"]),
        ("comment_unit", _comment("C1", "\u00a3000"), spend, unit),
        ("comment_of_others", _comment("F2", "As in Zantlemere Hospitals in 2024"), scores, []),
        ("box_unit", _box("All figures in \u00a3m"), spend, unit),
        ("box_in_doubt", _box("Please\ndo not use"), scores, [f"{DOUBTED}:1"]),
        ("page_in_doubt", _page('&L&"Arial,Bold"DRAFT&CPage &P of &N'), scores, [f"{DOUBTED}:1"]),
        ("page_of_another", _page("&C&14Zantlemere Hospitals NHS Trust"), scores, [f"{ANOTHER}:1"]),
        ("page_of_another_year", _page("&RDMA 2024"), scores, [f"{YEAR}:1"]),
    ):
        case(f"book_{name}.xlsx", drawn(draw, rows=rows), "words_left_out", *found)
    case("book_page_number.xlsx", drawn(_page("&CPage &P of &N"), rows=scores))


def _comment(cell: str, text: str) -> Callable[[Any, Any], None]:
    return lambda _, sheet: sheet.write_comment(cell, text)


def _box(text: str) -> Callable[[Any, Any], None]:
    return lambda _, sheet: sheet.insert_textbox("H3", text)


def _page(text: str) -> Callable[[Any, Any], None]:
    return lambda _, sheet: sheet.set_header(text)


def _lines_among_rows() -> None:
    """A line of one cell between the rows of a wide table, such as the year of those below it."""
    first, second = (f"Demo,DEMO,DEMO{number},Acute,{SEVEN}" for number in (1, 2))
    for name, line, found in (
        ("of_a_year", "2024", ["line_among_rows:4"]),
        ("of_a_group", ",,Mental health trusts", ["line_among_rows:4"]),
        ("without_scores", ",,DEMO3,Acute", []),
    ):
        empty = "," * (WIDE.count(",") - line.count(","))
        case(
            f"line_{name}.csv",
            lines("Scores 2025", WIDE, first, line + empty, second),
            *("lines_above_header", "year_from_title", *["blank_cells:4"] * 7, *found),
            read=14,
        )


def _points_for_thousands() -> None:
    """Points between thousands, which are figures after the point elsewhere."""
    unclear = "decimal_comma_unclear:2"
    for name, amount, found in (
        ("one", "843.849", [unclear]),
        ("two", "920.971.000", ["thousands_removed:2"]),
        ("three", "1.920.971.000", ["thousands_removed:2", "spend_unlike_accounts:2", "standing_moved:2"]),
        ("too_few_figures", "843.849.00", ["not_a_number:2"]),
        ("pound", "\u00a3843.849", [unclear]),
        ("pounds", "\u00a3920.971.000", ["pound_sign:2"]),
        ("pence", "843850000.50", []),
    ):
        row = DEMO_SPEND.replace("843850000", amount)
        valid = int(not {unclear, "not_a_number:2"} & set(found))
        case(f"spend_point_{name}.csv", lines(SPEND, row), *found, valid=valid)
    staff = lines("financial_year;ods_code;average_wte", "2024/25;DEMO4;2.888")
    case("staff_point_of_thousands.csv", staff, "delimiter", unclear, valid=0)
    small = staff.replace("2.888", "0.888")
    case("staff_point_after_nought.csv", small, "delimiter", "staff_unlike_accounts:2")
    header = SPEND.replace("operating_expenditure", "Operating expenditure (\u00a3m)")
    row = DEMO_SPEND.replace("843850000", "843.850")
    case("spend_point_with_a_unit.csv", lines(header, row), *("heading_alias:1", "unit_applied:2"))


def _in_one_cell() -> None:
    """Rows, or the headings alone, that stand in one cell each."""
    rows = (LONG, DEMO_ROW, OTHER)
    quoted = [f'"{row}"' for row in rows]
    for name, content, found in (
        ("rows", lines(*quoted), ["cells_taken_apart"]),
        ("rows_in_semicolons", lines(*(row.replace(",", ";") for row in quoted)), ["cells_taken_apart"]),
        ("rows_with_empty_ones", lines(*(f"{row},,," for row in quoted)), ["cells_taken_apart"]),
        (
            "rows_quoted_twice",
            lines(*(row.replace("Acute", '""Acute""') for row in quoted)),
            ["cells_taken_apart"],
        ),
        ("headings", lines(quoted[0], *rows[1:]), ["cells_taken_apart:1"]),
        ("headings_with_empty_ones", lines(f"{quoted[0]},,,,,", *rows[1:]), ["cells_taken_apart:1"]),
    ):
        case(f"one_cell_of_{name}.csv", content, *found, read=2)
    book_of = {
        "rows": [[row] for row in rows],
        "rows_in_tabs": [[row.replace(",", "\t")] for row in rows],
        "headings": [[LONG], *(row.split(",") for row in rows[1:])],
    }
    for name, cells in book_of.items():
        found = ["cells_taken_apart:1" if name == "headings" else "cells_taken_apart"]
        case(f"book_one_cell_of_{name}.xlsx", book({"Return": cells}), *found, read=2)
    born = ("03/04/1951", "12/11/1962", "23/07/1948", "30/01/1975", "05/09/1939", "17/12/1980")
    people = [f'"{DEMO_ROW},Ada Example,{day}"' for day in born]
    header = f'"{LONG},name,date of birth"'
    case("one_cell_of_births.csv", lines(header, *people), "patient_births", read=0)
    case(
        "one_cell_of_a_short_row.csv",
        lines(*quoted, '"2025,DEMO3,Acute"'),
        *("cells_taken_apart", "row_short:4"),
        read=3,
        valid=2,
    )
