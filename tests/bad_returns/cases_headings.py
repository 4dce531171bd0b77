"""Headings: missing, doubled, misspelt, by other names; the published layouts."""

from making import GOOD, LONG, PILLARS, RBS_WIDE, SECOND, SEVEN, SPEND, SPEND_ROW, WIDE, case, lines, long


def make() -> None:
    """Every case of this file."""
    case("nothing_known.csv", lines("apples,pears,plums", "1,2,3"), "kind_unknown:1", read=0)
    case("no_header.csv", lines(GOOD, SECOND), "kind_unknown:1", read=0)
    case("title_above.csv", lines("Return of Alder Hey", "", LONG, GOOD), "lines_above_header")
    case("blank_lines_first.csv", "\n\n" + long(GOOD))
    case("blank_lines_between.csv", lines(LONG, "", GOOD, "", ",,,,,", SECOND), read=2)
    case("trailing_empty_columns.csv", lines(LONG + ",,,", GOOD + ",,,", SECOND + ",,,"), read=2)
    case("leading_empty_column.csv", lines("," + LONG, "," + GOOD))
    case("column_without_heading.csv", lines(LONG + ",", GOOD + ",seen"), "heading_blank:2")
    case("heading_twice.csv", lines(LONG + ",score", GOOD + ",4.3"), "heading_duplicate:1")
    case("heading_twice_in_capitals.csv", lines(LONG + ",SCORE", GOOD + ",4.3"), "heading_duplicate:1")
    case(
        "pillar_twice.csv",
        lines(WIDE + ",Well Led", f"{RBS_WIDE},{SEVEN},1"),
        "heading_duplicate:1",
        "year_missing:1",
        "name_matched:2",
        read=7,
        valid=0,
    )
    case(
        "column_missing.csv",
        lines("assessment_year,ods_code,pillar,domain,score", "2025,RBS,well_led,,4.3"),
        "column_missing:1",
        valid=0,
    )
    case(
        "heading_misspelt.csv",
        lines(LONG.replace("care_setting", "care_seting"), GOOD),
        "column_missing:1",
        "heading_unknown:1",
        valid=0,
    )
    case(
        "spend_heading_misspelt.csv",
        lines(SPEND.replace("it_capital", "it_capitol"), SPEND_ROW),
        "column_missing:1",
        "heading_unknown:1",
        valid=0,
    )
    case(
        "headings_in_words.csv",
        lines("Assessment year,ODS code,Care setting,Pillar,Score", "2025,RBS,Acute,well_led,4.3"),
    )
    case(
        "headings_by_other_names.csv",
        lines("Year,Trust code,Setting,Dimension,Rating", "2025,RBS,Acute,well_led,4.3"),
        *["heading_alias:1"] * 5,
    )
    case("column_of_comments.csv", lines(LONG + ",colour", GOOD + ",blue"), "heading_ignored:1")
    case(
        "code_and_name.csv",
        lines(LONG + ",Trust name", GOOD + ",Alder Hey Children's NHS Foundation Trust"),
        "heading_compared:1",
    )
    case("setting_by_two_names.csv", lines(LONG + ",Sector", GOOD + ",Acute"), "heading_second:1")
    case(
        "headings_with_spaces.csv",
        lines(" assessment_year , ods_code,care_setting ,pillar,domain,score", GOOD),
    )
    case(
        "heading_with_hard_space.csv",
        lines(LONG.replace("care_setting", "care\u00a0setting"), GOOD),
        "heading_cleaned:1",
    )
    case(
        "heading_with_invisible_characters.csv",
        lines(LONG.replace("score", "\ufeffsc\u200bore\u200e"), GOOD),
        "heading_cleaned:1",
    )
    case(
        "wide_without_year.csv",
        lines(WIDE, f"{RBS_WIDE},{SEVEN}"),
        "year_missing:1",
        "name_matched:2",
        read=7,
        valid=0,
    )
    case(
        "wide_year_in_title.csv",
        lines("Results of 2025", WIDE, f"{RBS_WIDE},{SEVEN}"),
        "lines_above_header",
        "year_from_title",
        "name_matched:3",
        read=7,
    )
    case("wide_2025.csv", lines(WIDE, f"{RBS_WIDE},{SEVEN}"), "year_from_name:1", "name_matched:2", read=7)
    case(
        "wide_two_years_in_title.csv",
        lines("2024 and 2025", WIDE, f"{RBS_WIDE},{SEVEN}"),
        "lines_above_header",
        "year_unclear:2",
        "name_matched:3",
        read=7,
        valid=0,
    )
    case("wide_year_column.csv", lines(WIDE + ",Year", f"{RBS_WIDE},{SEVEN},2025"), "name_matched:2", read=7)
    case(
        "wide_old_pillar_names_2025.csv",
        lines(WIDE.replace("Support Workforce", "Support people"), f"{RBS_WIDE},{SEVEN}"),
        "year_from_name:1",
        "name_matched:2",
        read=7,
    )
    averages = "Region,ICS,Provider,Care Setting,2024 Average,2025 Average"
    case(
        "overall_by_year.csv",
        lines(averages, f"{RBS_WIDE},3.142857,3.416667"),
        "pair_from_headings:1",
        "name_matched:2",
        read=2,
    )
    case(
        "overall_with_change.csv",
        lines(averages + ",Difference", f"{RBS_WIDE},3.142857,3.416667,0.27"),
        "pair_from_headings:1",
        "heading_ignored:1",
        "name_matched:2",
        read=2,
    )
    case(
        "overall_one_year_blank.csv",
        lines(averages, f"{RBS_WIDE},,3.416667"),
        "pair_from_headings:1",
        "name_matched:2",
        "blank_cells:2",
    )
    case(
        "overall_one_year.csv",
        lines("Provider,Care Setting,2025 Average", "RBS,Acute,3.4", "RBS,Community,3.1"),
        "pair_missing:1",
        read=2,
        valid=0,
    )
    case(
        "overall_three_years.csv",
        lines("Provider,Care Setting,2023 Average,2024 Average,2025 Average", "DEMO1,Acute,3.75,4.14,4"),
        "pair_missing:1",
        read=3,
        valid=0,
    )
    case(
        "overall_year_twice.csv",
        lines("Provider,Care Setting,2025 Average,Average 2025", "RBS,Acute,3.4,3.1"),
        "heading_duplicate:1",
        "pair_missing:1",
        valid=0,
    )
    case(
        "overall_one_year_and_its_pair.csv",
        lines("Provider,Care Setting,2025 Average,Compared with", "RBS,Acute,3.4,2024"),
    )
    overall = "assessment_year,ods_code,care_setting,score"
    case("overall_without_its_pair.csv", lines(overall, "2025,RBS,Acute,3.4"), "pair_missing:1", valid=0)
    case("overall_with_its_pair.csv", lines(overall + ",compared_with", "2025,RBS,Acute,3.4,2024"))
    case(
        "overall_pair_blank.csv",
        lines(overall + ",compared_with", "2025,RBS,Acute,3.4,"),
        "value_missing:2",
        valid=0,
    )
    case(
        "overall_beside_itself.csv",
        lines(overall + ",compared_with", "2025,RBS,Acute,3.4,2025"),
        "one_round:2",
        valid=0,
    )
    case(
        "overall_beside_no_round.csv",
        lines(overall + ",compared_with", "2025,RBS,Acute,3.4,2042"),
        "round_unknown:2",
    )
    case(
        "overall_key_twice.csv",
        lines(overall + ",compared_with", "2025,RBS,Acute,3.4,2024", "2025,RBS,Acute,3.1,2024"),
        "rows_conflict:3",
        read=2,
        valid=1,
    )
    case(
        "overall_jumps_within_its_pair.csv",
        lines(overall + ",compared_with", "2025,DEMO1,Acute,2,2026", "2026,DEMO1,Acute,3.6,2025"),
        "round_unknown:3",
        "score_jump:3",
        read=2,
    )
    case(
        "overall_of_two_pairs.csv",
        lines(overall + ",compared_with", "2024,DEMO1,Acute,4.14,2023", "2024,DEMO1,Acute,4.2,2025"),
        read=2,
    )
    case(
        "icb_overall_one_year.csv",
        lines("ICB,2025 Average", "NHS DEVON ICB,2.6"),
        "name_matched:2",
        "pair_missing:1",
        valid=0,
    )
    case(
        "icb_wide_2025.csv",
        lines(f"Region,ICB,{PILLARS}", f"North West,CHESHIRE AND MERSEYSIDE,{SEVEN}"),
        "year_from_name:1",
        "name_matched:2",
        read=7,
    )
    case(
        "icb_overall.csv",
        lines("Region,ICB,2024 Average,2025 Average", "South West,NHS DEVON ICB,2.5,2.6"),
        "pair_from_headings:1",
        "name_matched:2",
        read=2,
    )
