"""What stands around a table and says something else than its rows: who, when, and whether they are final."""

from making import DEMO_ROW, DEMO_SPEND, LONG, SPEND, book, case, lines

OTHER = DEMO_ROW.replace("DEMO1", "DEMO2")
ANOTHER, DOUBTED, YEAR = "title_of_another_organisation", "figures_doubted", "title_of_another_year"
ABOVE = "lines_above_header"


def make() -> None:
    """Every case of this file."""
    _of_another_organisation()
    _of_another_year()
    _doubted()
    _doubted_columns()


def _of_another_organisation() -> None:
    """A title, a sheet or a file that names somebody of whom no row is."""
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
        case(f"named_by_{name}.csv", lines(title, LONG, DEMO_ROW), ABOVE, *found, read=1, valid=1)
    case("named_by_its_file_DEMO2.csv", lines(LONG, DEMO_ROW), f"{ANOTHER}:1", read=1, valid=1)
    case("named_by_its_file_DEMO1.csv", lines(LONG, DEMO_ROW), read=1, valid=1)
    rows = [LONG.split(","), DEMO_ROW.split(",")]
    case("book_sheet_of_another.xlsx", book({"DEMO2": rows}), f"{ANOTHER}:1", read=1, valid=1)


def _of_another_year() -> None:
    """A file's name of another year, and a title of a year that none of several rows has."""
    case("scores_of_2024.csv", lines(LONG, DEMO_ROW), f"{YEAR}:1", read=1, valid=1)
    case("spend_2024-25.csv", lines(SPEND, DEMO_SPEND), f"{YEAR}:1", read=1, valid=1)
    case("spend_2023-24.csv", lines(SPEND, DEMO_SPEND), read=1, valid=1)
    earlier = DEMO_ROW.replace("2025", "2024")
    case(
        "title_of_neither_round.csv",
        lines("Results of 2023", LONG, DEMO_ROW, earlier),
        *(ABOVE, f"{YEAR}:2"),
        read=2,
        valid=2,
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
        )
    ):
        case(f"doubted_{number}.csv", lines(title, LONG, DEMO_ROW), ABOVE, f"{DOUBTED}:2", read=1, valid=1)
    for number, title in enumerate(("Budget 2023/24", "Quarter 1 position", "Plan", "IT spend YTD")):
        case(
            f"doubted_spend_{number}.csv",
            lines(title, SPEND, DEMO_SPEND),
            *(ABOVE, f"{DOUBTED}:2"),
            read=1,
            valid=1,
        )
    for number, title in enumerate(
        ("Final, approved by the board", "Drafted by the finance team", "Results")
    ):
        case(f"not_doubted_{number}.csv", lines(title, LONG, DEMO_ROW), ABOVE, read=1, valid=1)
    case(
        "doubted_below.csv",
        lines(LONG, DEMO_ROW, OTHER, "", "Figures are provisional"),
        *(f"{DOUBTED}:1", "footnote:5"),
        read=2,
        valid=2,
    )
    case("scores_DRAFT_v3.csv", lines(LONG, DEMO_ROW), f"{DOUBTED}:1", read=1, valid=1)


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
            valid=2,
        )
    for name, heading, text in (("kind", "Figure", "Budget"), ("quarter", "Quarter", "Q1")):
        case(
            f"doubted_by_{name}.csv",
            lines(f"{SPEND},{heading}", f"{DEMO_SPEND},{text}"),
            *("heading_ignored:1", f"{DOUBTED}:2"),
            read=1,
            valid=1,
        )
    case(
        "not_doubted_by_status.csv",
        lines(f"{LONG},Status", f"{DEMO_ROW},Final"),
        "heading_ignored:1",
        read=1,
        valid=1,
    )
