"""Headings: missing, doubled, misspelt, by other names; the published layouts."""

from making import GOOD, LONG, PILLARS, RBS_WIDE, SECOND, SEVEN, SPEND, SPEND_ROW, WIDE, case, lines, long


def make() -> None:
    """Every case of this file."""
    case("nothing_known.csv", lines("apples,pears,plums", "1,2,3"), "kind_unknown:1", read=0, valid=0)
    case("no_header.csv", lines(GOOD, SECOND), "kind_unknown:1", read=0, valid=0)
    case(
        "title_above.csv", lines("Return of Alder Hey", "", LONG, GOOD), "lines_above_header", read=1, valid=1
    )
    case("blank_lines_first.csv", "\n\n" + long(GOOD), read=1, valid=1)
    case("blank_lines_between.csv", lines(LONG, "", GOOD, "", ",,,,,", SECOND), read=2, valid=2)
    case("trailing_empty_columns.csv", lines(LONG + ",,,", GOOD + ",,,", SECOND + ",,,"), read=2, valid=2)
    case("leading_empty_column.csv", lines("," + LONG, "," + GOOD), read=1, valid=1)
    case("column_without_heading.csv", lines(LONG + ",", GOOD + ",seen"), "heading_blank:1", read=1, valid=1)
    case("heading_twice.csv", lines(LONG + ",score", GOOD + ",4.3"), "heading_duplicate:1", read=1, valid=1)
    case(
        "heading_twice_in_capitals.csv",
        lines(LONG + ",SCORE", GOOD + ",4.3"),
        "heading_duplicate:1",
        read=1,
        valid=1,
    )
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
        read=1,
        valid=0,
    )
    case(
        "heading_misspelt.csv",
        lines(LONG.replace("care_setting", "care_seting"), GOOD),
        "column_missing:1",
        "heading_unknown:1",
        read=1,
        valid=0,
    )
    case(
        "spend_heading_misspelt.csv",
        lines(SPEND.replace("it_capital", "it_capitol"), SPEND_ROW),
        "column_missing:1",
        "heading_unknown:1",
        read=1,
        valid=0,
    )
    case(
        "headings_in_words.csv",
        lines("Assessment year,ODS code,Care setting,Pillar,Score", "2025,RBS,Acute,well_led,4.3"),
        read=1,
        valid=1,
    )
    case(
        "headings_by_other_names.csv",
        lines("Year,Trust code,Setting,Dimension,Rating", "2025,RBS,Acute,well_led,4.3"),
        *["heading_alias:1"] * 5,
        read=1,
        valid=1,
    )
    case(
        "column_of_comments.csv",
        lines(LONG + ",colour", GOOD + ",blue"),
        "heading_ignored:1",
        read=1,
        valid=1,
    )
    case(
        "code_and_name.csv",
        lines(LONG + ",Trust name", GOOD + ",Alder Hey Children's NHS Foundation Trust"),
        "heading_compared:1",
        read=1,
        valid=1,
    )
    case(
        "setting_by_two_names.csv",
        lines(LONG + ",Sector", GOOD + ",Acute"),
        "heading_second:1",
        read=1,
        valid=1,
    )
    case(
        "headings_with_spaces.csv",
        lines(" assessment_year , ods_code,care_setting ,pillar,domain,score", GOOD),
        read=1,
        valid=1,
    )
    case(
        "heading_with_hard_space.csv",
        lines(LONG.replace("care_setting", "care\u00a0setting"), GOOD),
        read=1,
        valid=1,
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
        valid=7,
    )
    case(
        "wide_2025.csv",
        lines(WIDE, f"{RBS_WIDE},{SEVEN}"),
        "year_from_name:1",
        "name_matched:2",
        read=7,
        valid=7,
    )
    case(
        "wide_two_years_in_title.csv",
        lines("2024 and 2025", WIDE, f"{RBS_WIDE},{SEVEN}"),
        "lines_above_header",
        "year_unclear:2",
        "name_matched:3",
        read=7,
        valid=0,
    )
    case(
        "wide_year_column.csv",
        lines(WIDE + ",Year", f"{RBS_WIDE},{SEVEN},2025"),
        "name_matched:2",
        read=7,
        valid=7,
    )
    case(
        "wide_old_pillar_names_2025.csv",
        lines(WIDE.replace("Support Workforce", "Support people"), f"{RBS_WIDE},{SEVEN}"),
        "year_from_name:1",
        "name_matched:2",
        read=7,
        valid=7,
    )
    averages = "Region,ICS,Provider,Care Setting,2024 Average,2025 Average"
    case(
        "overall_by_year.csv",
        lines(averages, f"{RBS_WIDE},3.142857,3.416667"),
        "pair_from_headings:1",
        "name_matched:2",
        read=2,
        valid=2,
    )
    case(
        "overall_with_change.csv",
        lines(averages + ",Difference", f"{RBS_WIDE},3.142857,3.416667,0.27"),
        "pair_from_headings:1",
        "heading_ignored:1",
        "name_matched:2",
        read=2,
        valid=2,
    )
    case(
        "overall_one_year_blank.csv",
        lines(averages, f"{RBS_WIDE},,3.416667"),
        "pair_from_headings:1",
        "name_matched:2",
        "blank_cells:2",
        read=1,
        valid=1,
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
        read=1,
        valid=0,
    )
    case(
        "overall_one_year_and_its_pair.csv",
        lines("Provider,Care Setting,2025 Average,Compared with", "RBS,Acute,3.4,2024"),
        read=1,
        valid=1,
    )
    overall = "assessment_year,ods_code,care_setting,score"
    case(
        "overall_without_its_pair.csv",
        lines(overall, "2025,RBS,Acute,3.4"),
        "pair_missing:1",
        read=1,
        valid=0,
    )
    case(
        "overall_with_its_pair.csv",
        lines(overall + ",compared_with", "2025,RBS,Acute,3.4,2024"),
        read=1,
        valid=1,
    )
    case(
        "overall_pair_blank.csv",
        lines(overall + ",compared_with", "2025,RBS,Acute,3.4,"),
        "value_missing:2",
        read=1,
        valid=0,
    )
    case(
        "overall_beside_itself.csv",
        lines(overall + ",compared_with", "2025,RBS,Acute,3.4,2025"),
        "one_round:2",
        read=1,
        valid=0,
    )
    case(
        "overall_beside_no_round.csv",
        lines(overall + ",compared_with", "2025,RBS,Acute,3.4,2042"),
        "round_unknown:2",
        read=1,
        valid=1,
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
        valid=2,
    )
    case(
        "overall_of_two_pairs.csv",
        lines(overall + ",compared_with", "2024,DEMO1,Acute,4.14,2023", "2024,DEMO1,Acute,4.2,2025"),
        read=2,
        valid=2,
    )
    case(
        "icb_overall_one_year.csv",
        lines("ICB,2025 Average", "NHS DEVON ICB,2.6"),
        "name_matched:2",
        "pair_missing:1",
        read=1,
        valid=0,
    )
    case(
        "icb_wide_2025.csv",
        lines(f"Region,ICB,{PILLARS}", f"North West,CHESHIRE AND MERSEYSIDE,{SEVEN}"),
        "year_from_name:1",
        "name_matched:2",
        read=7,
        valid=7,
    )
    case(
        "icb_overall.csv",
        lines("Region,ICB,2024 Average,2025 Average", "North West,NHS DEVON ICB,2.5,2.6"),
        "pair_from_headings:1",
        "name_matched:2",
        read=2,
        valid=2,
    )
    _years()
    _left_over()
    _units()
    _identity()


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
        valid=7,
    )
    case(
        "wide_title_against_name_2024.csv",
        lines("Results of 2025", WIDE, row),
        "lines_above_header",
        "year_differs:2",
        "name_matched:3",
        read=7,
        valid=7,
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
    """Columns that no heading of the return stands for: figures are asked about, words are told."""
    case(
        "wide_with_average.csv",
        lines(WIDE + ",Year,Average,2025 Average", f"{RBS_WIDE},{SEVEN},2025,3.5,3.5"),
        *["heading_ignored:1"] * 2,
        "name_matched:2",
        read=7,
        valid=7,
    )
    case(
        "wide_pillar_misspelt.csv",
        lines(WIDE.replace("Well Led", "Wel Led") + ",Year", f"{RBS_WIDE},{SEVEN},2025"),
        "heading_unknown:1",
        "name_matched:2",
        read=6,
        valid=6,
    )
    case(
        "figures_of_no_return.csv",
        lines(SPEND + ",Beds", SPEND_ROW + ",412"),
        "figures_left_out:1",
        read=1,
        valid=1,
    )
    case(
        "spend_without_total.csv",
        lines("financial_year,ods_code,WTE,IT revenue", "2024/25,RBS,4100,9000000"),
        "figures_left_out:1",
        "heading_alias:1",
        read=1,
        valid=1,
    )
    case(
        "two_scores.csv",
        lines(LONG + ",Overall score", GOOD + ",4.1"),
        "figures_second:1",
        read=1,
        valid=1,
    )


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
            read=1,
            valid=1,
        )
    case(
        "spend_headed_in_pounds.csv",
        lines(pounds.format(" (£)"), SPEND_ROW),
        *["heading_alias:1"] * 4,
        read=1,
        valid=1,
    )
    case(
        "spend_in_full_under_millions.csv",
        lines(pounds.format(" (£m)"), SPEND_ROW),
        *["heading_alias:1", "out_of_range:2"] * 4,
        *["unit_applied:2"] * 4,
        read=1,
        valid=0,
    )
    case(
        "spend_headed_in_percent.csv",
        lines(SPEND.replace("it_revenue", "IT revenue (%)"), SPEND_ROW),
        "heading_alias:1",
        "unit_refused:1",
        read=1,
        valid=1,
    )
    case(
        "spend_title_in_thousands.csv",
        lines("IT spend, all figures in £000", SPEND, SPEND_ROW),
        "lines_above_header",
        "unit_in_title:2",
        read=1,
        valid=1,
    )
    case(
        "scores_out_of_five.csv",
        lines(LONG.replace("score", "Score (1-5) [1]"), GOOD),
        "heading_alias:1",
        read=1,
        valid=1,
    )
    case(
        "scores_out_of_ten.csv",
        lines(LONG.replace("score", "Score (out of 10)"), GOOD),
        "heading_alias:1",
        "unit_refused:1",
        read=1,
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
        case(
            f"name_before_code_{name}.csv",
            lines(header, f"{first},DEMO1,{figures}"),
            "heading_alias:1",
            "heading_compared:1",
            *found,
            read=1,
            valid=1,
        )
