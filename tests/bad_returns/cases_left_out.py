"""What a file does not say, and what would be left out of it: years, units, columns, who a row is about."""

from making import (
    DEMO_ROW,
    DEMO_SPEND,
    GOOD,
    LONG,
    OTHER_SPENT,
    RBS_WIDE,
    SEVEN,
    SPEND,
    SPEND_ROW,
    SPENT,
    WIDE,
    book,
    case,
    lines,
)


def make() -> None:
    """Every case of this file."""
    _titles_of_years()
    _years()
    _left_over()
    _units()
    _totals()
    _rows_after_a_word()
    _units_beside()
    _identity()
    _pages()


def _years() -> None:
    """Years in names and titles: one that stands alone is taken, and only that."""
    row, named = f"{RBS_WIDE},{SEVEN}", "name_matched:2"
    for name in ("wide_2024-25", "wide_24_25", "wide_FY25", "wide_20260115", "wide_March_2026"):
        case(f"{name}.csv", lines(WIDE, row), "year_unclear:1", named, read=7, valid=0)
    for number, title in enumerate(
        (
            "Round 2024/25",
            "Results of 2024\u20132025",
            "Scores FY24",
            "Exported 15.01.2026",
            "As of 2026-01-15",
        )
    ):
        case(
            f"wide_title_without_a_year_{number}.csv",
            lines(title, WIDE, row),
            "lines_above_header",
            "year_unclear:2",
            "name_matched:3",
            read=7,
            valid=0,
        )
    case(
        "wide_title_with_a_date_too.csv",
        lines("Results of 2025", "Exported 2026-01-15", WIDE, row),
        "lines_above_header",
        "year_from_title",
        "name_matched:4",
        read=7,
    )
    case(
        "wide_title_against_name_2024.csv",
        lines("Results of 2025", WIDE, row),
        "lines_above_header",
        "year_differs:2",
        "name_matched:3",
        read=7,
    )
    case(
        "wide_year_column_of_spans.csv",
        lines(WIDE + ",Year", f"{row},2024/25"),
        "round_is_one_year:2",
        named,
        read=7,
        valid=0,
    )


def _left_over() -> None:
    """Columns with headings that the return does not have: figures are asked about, words are noted."""
    case(
        "wide_with_average.csv",
        lines(WIDE + ",Year,Average,2025 Average", f"{RBS_WIDE},{SEVEN},2025,3.5,3.5"),
        *["heading_ignored:1"] * 2,
        "name_matched:2",
        read=7,
    )
    case(
        "wide_pillar_misspelt.csv",
        lines(WIDE.replace("Well Led", "Wel Led") + ",Year", f"{RBS_WIDE},{SEVEN},2025"),
        "heading_unknown:1",
        "name_matched:2",
        read=6,
    )
    case(
        "sheet_of_a_return_that_lacks_columns.xlsx",
        book(
            {
                "Scores": [LONG.split(","), GOOD.split(",")],
                "More": [["financial_year", "IT revenue", "Staff"], ["2024/25", 9000000, 4000000]],
            }
        ),
        "sheet_left_out",
    )
    case("figures_of_no_return.csv", lines(SPEND + ",Beds", SPEND_ROW + ",412"), "figures_left_out:1")
    case(
        "spend_without_total.csv",
        lines("financial_year,ods_code,WTE,IT revenue", "2024/25,RBS,4100,9000000"),
        "figures_left_out:1",
        "heading_alias:1",
    )
    case("two_scores.csv", lines(LONG + ",Overall score", GOOD + ",4.1"), "figures_second:1")


def _units() -> None:
    """Units in headings and titles."""
    pounds = (
        "Financial year,ODS code,Operating expenditure{0},Capital expenditure{0},IT revenue{0},IT capital{0}"
    )
    for name, unit, row in (
        ("millions", " (£m)", "2024/25,RBS,400.5,20,9.1,4"),
        ("millions_in_words", ", £ million", "2024/25,RBS,400.5,20,9.1,4"),
        ("thousands", " (£'000)", "2024/25,RBS,400500,20000,9100,4000"),
        ("thousands_after_a_dash", " - £000s", "2024/25,RBS,400500,20000,9100,4000"),
        ("billions", " £bn", "2024/25,RBS,0.4005,0.02,0.0091,0.004"),
    ):
        case(
            f"spend_headed_in_{name}.csv",
            lines(pounds.format(unit).replace(", £", " £") if unit[0] == "," else pounds.format(unit), row),
            *["heading_alias:1", "unit_applied:2"] * 4,
        )
    case("spend_headed_in_pounds.csv", lines(pounds.format(" (£)"), SPEND_ROW), *["heading_alias:1"] * 4)
    case(
        "spend_in_full_under_millions.csv",
        lines(pounds.format(" (£m)"), SPEND_ROW),
        *["heading_alias:1", "out_of_range:2"] * 4,
        *["unit_applied:2"] * 4,
        valid=0,
    )
    case(
        "spend_headed_in_percent.csv",
        lines(SPEND.replace("it_revenue", "IT revenue (%)"), SPEND_ROW),
        "heading_alias:1",
        "unit_refused:1",
    )
    case(
        "spend_title_in_thousands.csv",
        lines("IT spend, all figures in £000", SPEND, SPEND_ROW),
        "lines_above_header",
        "unit_in_title:2",
    )
    case("scores_out_of_five.csv", lines(LONG.replace("score", "Score (1-5) [1]"), GOOD), "heading_alias:1")
    case(
        "scores_out_of_ten.csv",
        lines(LONG.replace("score", "Score (out of 10)"), GOOD),
        "heading_alias:1",
        "unit_refused:1",
    )


def _rows_after_a_word() -> None:
    """A row behind a remark, below the table: it is not left out as a footnote."""
    figures = "2024/25 880000000 42000000 19500000 8300000"
    for name, text in (
        ("nota_bene", f"NB: DEMO2 {figures}"),
        ("correction", f"Correction: for DEMO2 {figures}"),
        ("late", f"Received late; DEMO2 {figures}"),
    ):
        content = lines(SPEND, DEMO_SPEND, "", text)
        case(f"row_after_{name}.csv", content, "row_other_delimiter:4", read=2, valid=1)
    for name, text in (
        ("acronyms", "Source: NHS ODS DMA WGLL CQC"),
        ("years", "Years: 2021/22 2022/23 2023/24 2024/25 2025/26"),
    ):
        case(f"footnote_of_{name}.csv", lines(SPEND, DEMO_SPEND, "", text), "footnote:4")


def _units_beside() -> None:
    """A unit in what is left out, below the amounts or beside them, is asked about."""
    for name, text in (
        ("below", "All figures in £000"),
        ("below_in_words", "Amounts are in thousands unless stated otherwise"),
    ):
        content = lines(SPEND, DEMO_SPEND, "", text)
        case(f"unit_{name}.csv", content, "footnote:4", "unit_beside:1")
    case(
        "unit_in_a_remark.csv",
        lines(f"{SPEND},Comment", f"{DEMO_SPEND},Taken from the ledger in £000s"),
        "heading_ignored:1",
        "unit_beside:1",
    )
    for name in ("it_spend_thousands", "IT spend in gbp 000", "ITSpendMillions"):
        case(f"{name}.csv", lines(SPEND, DEMO_SPEND), "unit_beside:1")
    case(
        "unit_of_one_amount_below.csv",
        lines(SPEND, DEMO_SPEND, "", "Capital rose by £3 million in the year"),
        "footnote:4",
    )


def _totals() -> None:
    """Rows of totals as spreadsheets label them: where the row begins, or where the organisation belongs."""
    for name, row in (
        ("at_the_start", "Total,,880000000,42000000,19500000,8300000"),
        ("below", "Sub-total,,880000000,42000000,19500000,8300000"),
        ("of_the_system", "2024/25,ICS total,880000000,42000000,19500000,8300000"),
        ("of_means", "2024/25,Median,880000000,42000000,19500000,8300000"),
    ):
        case(f"totals_{name}.csv", lines(SPEND, DEMO_SPEND, row), "summary_row:3")
    case(
        "totals_beside_a_code.csv",
        lines(SPEND, DEMO_SPEND, "Total,DEMO2,880000000,42000000,19500000,8300000"),
        "bad_financial_year:3",
        read=2,
        valid=1,
    )


def _identity() -> None:
    """A code and a name in two columns: the code is read, wherever it stands, and the two are compared."""
    header = "Trust name,Trust code,financial_year,operating_expenditure,it_revenue,it_capital"
    figures = "2024/25,956245000,20027000,5649000"
    for name, first, found in (
        ("right", "Quorrelby University Hospitals NHS FT", ()),
        ("another", "Zantlemere Hospitals", ("name_of_another:2",)),
        ("nobody", "Hospital of the Moon", ("name_of_nobody:2",)),
    ):
        one_cell = {"right": "name_and_code:2", "another": "name_and_code_differ:2"}
        case(
            f"name_with_code_{name}.csv",
            lines(header.replace(",Trust code", ""), f"{first} (DEMO1),{figures}"),
            "heading_alias:1",
            one_cell.get(name, "name_and_code_of_nobody:2"),
        )
        case(
            f"name_before_code_{name}.csv",
            lines(header, f"{first},DEMO1,{figures}"),
            "heading_alias:1",
            "heading_compared:1",
            *found,
        )


def _titles_of_years() -> None:
    """A title, or a sheet's name, of another year than the rows: one of the two was copied."""
    header, row = SPEND.split(","), DEMO_SPEND.split(",")
    for name, title, rows, found in (
        ("round", "Assessment year: 2024", (LONG, DEMO_ROW), ["title_of_another_year:2"]),
        ("same_round", "Results of 2025", (LONG, DEMO_ROW), []),
        ("round_of_a_day", "Printed on 3 March 2026", (LONG, DEMO_ROW), []),
        ("one_round_of_two", "Results of 2024", (LONG, DEMO_ROW, DEMO_ROW.replace("2025", "2024")), []),
        ("spend", "IT spend 2024-25", (SPEND, DEMO_SPEND), ["title_of_another_year:2"]),
        ("same_spend", "IT spend FY2023-24", (SPEND, DEMO_SPEND), []),
    ):
        count = len(rows) - 1
        case(f"title_of_{name}.csv", lines(title, *rows), "lines_above_header", *found, read=count)
    for name, found in (("2024-25", ["title_of_another_year:1"]), ("2023-24", [])):
        case(f"book_sheet_of_{name}.xlsx", book({name: [header, row]}), *found)


def _pages() -> None:
    """What the pages of a table have beside its rows, and other tables and rows that are no such thing."""
    spent, other = (
        SPENT,
        OTHER_SPENT,
    )
    for name, mark, *found in (
        ("early", "DRAFT", "figures_doubted:1"),
        ("early_and_numbered", "Draft version - page 2 of 2", "figures_doubted:1"),
        ("of_a_unit", "All figures in thousands", "unit_beside:1"),
    ):
        case(
            f"t37_pages_marked_{name}.csv",
            lines(SPEND, spent, mark, SPEND, other, mark),
            *("page_break:3", *found),
            read=2,
        )
    labelled = ("Financial year,{},,,", SPEND.partition(",")[2], spent.partition(",")[2])
    case(
        "t37_blocks_labelled_by_year.csv",
        lines(*(line.format(year) for year in ("2024/25", "2025/26") for line in labelled)),
        *("lines_above_header", "column_missing:2", "name_unknown:4", "not_a_number:4", "second_table:5"),
        *["value_missing:4"] * 2,
        read=4,
        valid=0,
    )
    planned = spent.replace("2025/26", "2026/27")
    case(
        "t37_blocks_of_two_kinds.csv",
        lines("Actual", SPEND, spent, "Plan", SPEND, planned, "Plan", SPEND, other),
        *("lines_above_header", "row_short:4", "second_table:5"),
        read=7,
        valid=1,
    )
    case(
        "t37_row_moved_beside_the_table.csv",
        lines(f"{SPEND},Notes,Lead", f"{spent},,", ",,,,,,DEMO8,312004000", f"{other},,"),
        *("figures_left_out:1", "heading_ignored:1", *["value_missing:3"] * 5),
        read=3,
        valid=2,
    )
