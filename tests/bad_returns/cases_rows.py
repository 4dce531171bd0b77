"""Rows: too long, too short, totals, footnotes, examples, columns that do not go together."""

from making import CONDITIONS, GOOD, LONG, RBS_WIDE, SECOND, SEVEN, TARGETS, WIDE, case, lines, long


def make() -> None:
    """Every case of this file."""
    case("row_too_long.csv", long(GOOD, SECOND + ",7"), "row_too_long:3", read=2, valid=1)
    case(
        "comma_in_a_name.csv",
        lines(TARGETS, "RBS,Acute,well_led,4,first, second"),
        "row_too_long:2",
        read=1,
        valid=0,
    )
    case("row_short.csv", long("2025,RBS,Acute,well_led"), "row_short:2", "value_missing:2", read=1, valid=0)
    case(
        "row_short_but_whole.csv",
        lines("ods_code,financial_year,operating_expenditure", "RBS,2023/24"),
        "row_short:2",
        read=1,
        valid=1,
    )
    case("cut_off_row.csv", f"{LONG}\n{GOOD}\n2025", "row_short:3", *["value_missing:3"] * 4, read=2, valid=1)
    case(
        "footnotes.csv",
        lines(LONG, GOOD, "", "* Scores are self-assessed", "Source: the trust, 2025"),
        "footnote:4",
        read=1,
        valid=1,
    )
    case(
        "footnote_without_blank_line.csv",
        lines(LONG, GOOD, "* Scores are self-assessed"),
        "footnote:3",
        read=1,
        valid=1,
    )
    case(
        "totals.csv", lines(LONG, GOOD, "2025,England,Acute,well_led,,2.4"), "summary_row:3", read=1, valid=1
    )
    case(
        "wide_totals_2025.csv",
        lines(WIDE, f"England,,,,{SEVEN}", f"{RBS_WIDE},{SEVEN}"),
        "summary_row:2",
        "year_from_name:1",
        "name_matched:3",
        read=7,
        valid=7,
    )
    case(
        "example_left_in.csv",
        long("2025,EXAMPLE,Acute,well_led,,2.5", GOOD),
        "example_row:2",
        read=1,
        valid=1,
    )
    case(
        "example_alone.csv",
        long("2025,EXAMPLE,Acute,well_led,,2.5"),
        "example_row:2",
        "no_rows:1",
        read=0,
        valid=0,
    )
    case(
        "line_break_in_a_cell.csv",
        lines(TARGETS, 'RBS,Acute,well_led,4,"first', 'second"', "RBS,Acute,safe_practice,9,x"),
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
        case(f"conditions_{name}.csv", lines(CONDITIONS, row), found, read=1, valid=0)
    case(
        "conditions_item_by_name.csv",
        lines(CONDITIONS, "2025,RBS,capability,Patient portal,,,,,,Y,,,,"),
        "item_respelt:2",
        "word_respelt:2",
        read=1,
        valid=1,
    )
