"""Rows: too long, too short, totals, footnotes, examples, columns that do not go together."""

from making import (
    CONDITIONS,
    DEMO_ROW,
    DEMO_SPEND,
    GOOD,
    LONG,
    RBS_WIDE,
    SECOND,
    SEVEN,
    SPEND,
    TARGETS,
    WIDE,
    book,
    case,
    lines,
    long,
)


def make() -> None:
    """Every case of this file."""
    _widths()
    _left_out()
    case("row_too_long.csv", long(GOOD, SECOND + ",7"), "row_too_long:3", read=2, valid=1)
    case(
        "comma_in_a_name.csv", lines(TARGETS, "RBS,Acute,well_led,4,first, second"), "row_too_long:2", valid=0
    )
    case("row_short.csv", long("2025,RBS,Acute,well_led"), "row_short:2", valid=0)
    case(
        "row_short_but_whole.csv",
        lines("ods_code,financial_year,operating_expenditure", "RBS,2023/24"),
        "row_short:2",
        valid=0,
    )
    case("cut_off_row.csv", f"{LONG}\n{GOOD}\n2025", "row_short:3", read=2, valid=1)
    case(
        "footnotes.csv",
        lines(LONG, GOOD, "", "* Scores are self-assessed", "Source: the trust, 2025"),
        "footnote:4",
    )
    case("footnote_without_blank_line.csv", lines(LONG, GOOD, "* Scores are self-assessed"), "footnote:3")
    case("totals.csv", lines(LONG, GOOD, "2025,England,Acute,well_led,,2.4"), "summary_row:3")
    case(
        "wide_totals_2025.csv",
        lines(WIDE, f"England,,,,{SEVEN}", f"{RBS_WIDE},{SEVEN}"),
        "summary_row:2",
        "year_from_name:1",
        "name_matched:3",
        read=7,
    )
    case("example_left_in.csv", long("2025,EXAMPLE,Acute,well_led,,2.5", GOOD), "example_row:2")
    case("example_alone.csv", long("2025,EXAMPLE,Acute,well_led,,2.5"), "example_row:2", "no_rows:1", read=0)
    case(
        "line_break_in_a_cell.csv",
        lines(TARGETS, 'RBS,Acute,well_led,4,"first', 'second"', "RBS,Acute,safe_practice,9,A plan"),
        "out_of_range:3",
        read=2,
        valid=1,
    )
    conditions = {
        "legacy_without_counts": ("2025,RBS,legacy_estate,servers,,,,,,,,,,", "section_needs:2"),
        "legacy_with_answer": ("2025,RBS,legacy_estate,servers,10,2,,,,yes,,,,", "section_refuses:2"),
        "more_unsupported": (
            "2025,RBS,legacy_estate,servers,10,12,,,,,,,,",
            "more_unsupported_than_systems:2",
        ),
        "posts_without_vacancies": ("2025,RBS,digital_posts,leadership,,,4,3,,,,,,", "section_needs:2"),
        "board_item_unknown": ("2025,RBS,board_readiness,biscuits,,,,,,yes,,,,", "item_unknown:2"),
        "board_answer_unknown": (
            "2025,RBS,board_readiness,costed_strategy,,,,,,perhaps,,,,",
            "not_in_list:2",
        ),
        "capability_unknown": ("2025,RBS,capability,teleporting,,,,,,yes,,,,", "item_unknown:2"),
        "programme_without_stage": ("2025,RBS,programme,New record,,,,,,,well_led,1,,", "section_needs:2"),
        "programme_pillar_unknown": ("2025,RBS,programme,New record,,,,,,,magic,1,live,", "pillar_unknown:2"),
        "programme_priority_nought": (
            "2025,RBS,programme,New record,,,,,,,well_led,0,live,",
            "out_of_range:2",
        ),
        "section_unknown": ("2025,RBS,canteen,soup,,,,,,yes,,,,", "not_in_list:2"),
        "negative_systems": ("2025,RBS,legacy_estate,servers,-1,0,,,,,,,,", "negative_amount:2"),
        "half_a_system": ("2025,RBS,legacy_estate,servers,1.5,0,,,,,,,,", "not_whole:2"),
    }
    for name, (row, found) in conditions.items():
        case(f"conditions_{name}.csv", lines(CONDITIONS, row), found, valid=0)
    case(
        "conditions_item_by_name.csv",
        lines(CONDITIONS, "2025,RBS,capability,Patient portal,,,,,,Y,,,,"),
        "item_respelt:2",
        "word_respelt:2",
    )


def _widths() -> None:
    """Rows that are not as wide as their header, and values under no heading."""
    spend = f"{SPEND},spend_on_staff"
    shifted = "2023/24,DEMO1,373000000,,12000000,6100000,2300000,"
    case("shifted_by_a_comma.csv", lines(spend, shifted), "row_too_long:2", valid=0)
    missing = "2023/24,DEMO1,373000000,6100000,2300000,1900000"
    case("shifted_by_a_missing_comma.csv", lines(spend, missing), "row_short:2", valid=0)
    second = DEMO_ROW.replace("well_led", "safe_practice")
    case("rows_wider_alike.csv", long(DEMO_ROW + ",,", second + ",,"), "rows_wider:2", read=2)
    case(
        "rows_wider_not_alike.csv",
        long(DEMO_ROW + ",,", second + ","),
        "row_too_long:2",
        "row_too_long:3",
        read=2,
        valid=0,
    )
    case("row_wider_alone.csv", long(DEMO_ROW + ","), "row_too_long:2", valid=0)
    case("header_wider.csv", lines(LONG + ",", DEMO_ROW), "row_short:2", valid=0)
    case("values_before_the_first_heading.csv", lines("," + LONG, "4.2," + DEMO_ROW), "heading_blank:2")
    case(
        "last_row_cut_off.csv",
        f"{WIDE}\n{RBS_WIDE},{SEVEN}\nNORTH W",
        "row_short:3",
        "year_missing:1",
        "name_matched:2",
        read=8,
        valid=0,
    )


def _left_out() -> None:
    """Rows and tables that stand around the table, where titles and footnotes are left out."""
    other = "assessment_year,ods_code,care_setting,pillar,score"
    case(
        "two_tables.csv",
        lines(other, "2025,DEMO1,Acute,well_led,4.2", LONG, "2025,DEMO3,Acute,well_led,,3.2"),
        "second_table:3",
        read=3,
        valid=1,
    )
    case("two_kinds.csv", lines(LONG, DEMO_ROW, "", SPEND, DEMO_SPEND), "second_table:4", read=3, valid=1)
    case(
        "two_kinds_turned.csv",
        lines(SPEND, DEMO_SPEND, "", LONG, DEMO_ROW),
        "second_table:4",
        read=3,
        valid=1,
    )
    again = lines(LONG, DEMO_ROW, LONG, DEMO_ROW)
    case("header_repeated.csv", again, "page_break:3", "row_repeated:4", read=2, valid=1)
    case("header_doubled.csv", lines(LONG, LONG, DEMO_ROW), "page_break:2")
    case("header_below.csv", lines(DEMO_ROW, LONG, DEMO_ROW), "row_left_out:1")
    for name, delimiter in (("semicolons", ";"), ("tabs", "\t"), ("spaces", " ")):
        row = DEMO_ROW.replace("well_led", "safe_practice").replace(",", delimiter)
        case(f"last_row_in_{name}.csv", long(DEMO_ROW, row), "row_other_delimiter:3", read=2, valid=1)
        case(f"row_above_in_{name}.csv", lines(row, LONG, DEMO_ROW), "row_other_delimiter:1")
    case("row_in_one_cell.csv", long(DEMO_ROW, f'"{DEMO_ROW}"'), "row_other_delimiter:3", read=2, valid=1)
    case(
        "footnotes_with_figures.csv",
        lines(LONG, DEMO_ROW, "", "Levels are 3, 4 and 5", "Made at 10:30:15", "Code of a trust: DEMO1"),
        "footnote:4",
    )
    header = LONG.split(",")
    row: list[object] = [2025, "DEMO1", "Acute", "well_led", None, 4.3]
    case(
        "book_two_tables.xlsx",
        book({"Return": [header, row, [], ["ods_code", "care_setting", "score"], ["DEMO2", "Acute", 3]]}),
        "second_table:4",
        read=3,
        valid=1,
    )
