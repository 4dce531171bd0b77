"""Text as pages, mails, surveys and programs hand it on: headings again, quoted lines, lines of units."""

from making import CONDITIONS, OTHER_SPENT, PILLARS, SPEND, SPENT, TARGETS, case, lines, long

THIRD = "2025/26,DEMO2,466489000,31094000,6642000,4607000"
TITLE = "IT spend of the trusts"
SCORES = "Trust,Care setting,Year,Well Led,Safe Practice"
SCORED = "DEMO6,Acute,2025,3,1.5"
POST = "2025,DEMO6,digital_posts,developers,,,{},,,,,"
IN_THOUSANDS = "2025/26,DEMO6,377812,9900,3640,1010"


def make() -> None:
    """Every case of this file."""
    _pages()
    _second_tables()
    _mails()
    _surveys()
    _units()
    _far_down()
    _edges()
    _figures()
    _no_tables()
    _headings()
    _sums()
    _quotation()


def _pages() -> None:
    """What a table copied from a document of several pages repeats."""
    for name, rows, at in (
        ("headings", (TITLE, SPEND, SPENT, SPEND, OTHER_SPENT), 4),
        ("numbers", (TITLE, SPEND, SPENT, "Page 1 of 2", TITLE, SPEND, OTHER_SPENT, "Page 2 of 2"), 4),
        ("bare_numbers", (TITLE, SPEND, SPENT, "1", TITLE, SPEND, OTHER_SPENT, "2"), 4),
        ("markings", (TITLE, SPEND, SPENT, "OFFICIAL", "1", SPEND, OTHER_SPENT, "OFFICIAL", "2"), 4),
        ("dates", (TITLE, SPEND, SPENT, "Page 1 of 2 - 3 November 2025", SPEND, OTHER_SPENT), 4),
        ("continued", (TITLE, SPEND, SPENT, f"{TITLE} (continued)", SPEND, OTHER_SPENT), 4),
        ("in_words", (TITLE, SPEND, SPENT, SPEND.replace("_", " ").title(), OTHER_SPENT), 4),
        ("capitals", (TITLE.upper(), SPEND, SPENT, TITLE, SPEND.upper(), OTHER_SPENT), 4),
    ):
        case(f"handed_pages_{name}.csv", lines(*rows), *("lines_above_header", f"page_break:{at}"), read=2)
    case(
        "handed_pages_without_headings.csv",
        lines(SPEND, SPENT, ",,,,,Page 1 of 2", OTHER_SPENT, "Page 2 of 2,,,,,"),
        "page_break:3",
        read=2,
    )
    units = ",,£000,£000,£000,£000"
    applied = [f"unit_applied:{line}" for line in (3, 6)] * 4
    case(
        "handed_pages_with_units.csv",
        lines(SPEND, units, IN_THOUSANDS, SPEND, units, "2025/26,DEMO8,312004,20110,5120,1840"),
        *("headings_wrapped:2", *["heading_alias:1"] * 4, "page_break:4", *applied),
        read=2,
    )
    case(
        "handed_pages_corrected.csv",
        lines(SPEND, SPENT, SPEND, SPENT.replace("3640000", "3740000")),
        *("page_break:3", "rows_conflict:4"),
        read=2,
        valid=1,
    )


def _second_tables() -> None:
    """The same headings below a text that is on one page only: another table, of another year or group."""
    case(
        "handed_blocks_of_groups.csv",
        lines("Acute trusts", SPEND, SPENT, "Ambulance trusts", SPEND, OTHER_SPENT),
        *("lines_above_header", "footnote:4", "second_table:5"),
        read=3,
        valid=1,
    )
    wide = f"Trust,Care setting,{PILLARS}"
    scored = "DEMO6,Acute,3,1.25,1.5,2.75,3,2.6,2.5"
    case(
        "handed_blocks_of_years.csv",
        lines("Scores 2024", wide, scored, "Scores 2025", wide, scored),
        *("lines_above_header", "year_from_title", "footnote:4", "second_table:5"),
        read=9,
        valid=7,
    )
    turned = SPEND.replace("it_revenue,it_capital", "it_capital,it_revenue")
    case(
        "handed_headings_in_another_order.csv",
        lines(SPEND, SPENT, turned, OTHER_SPENT),
        "second_table:3",
        read=3,
        valid=1,
    )
    carried = "{} forward,,377812000,9900000,3640000,1010000"
    case(
        "handed_pages_carried_forward.csv",
        lines(SPEND, SPENT, carried.format("Carried"), SPEND, carried.format("Brought"), OTHER_SPENT),
        *("summary_row:3", "page_break:4"),
        read=2,
    )
    case(
        "handed_headings_by_other_names_below.csv",
        lines(SPEND, "FY,Trust,Opex,Capex,IT opex,IT capex", SPENT),
        "headings_broken:2",
        read=2,
        valid=0,
    )
    broken = ("financial_year,ods_code,operating_expenditure,capital_expenditure,", "it_revenue,it_capital")
    case(
        "handed_lines_broken_by_a_mail.csv",
        lines(*broken, "2025/26,DEMO6,377812000,9900000,", "3640000,1010000"),
        "headings_broken:2",
        read=3,
        valid=0,
    )


def _mails() -> None:
    """A table in the quoted text of a mail."""
    quoted = [f"> {row}" for row in (SPEND, SPENT, OTHER_SPENT)]
    case("handed_quoted.txt", lines(*quoted), "mail_marks_left_out", read=2)
    case(
        "handed_quoted_twice.txt",
        lines(
            "On 3 November Ann wrote:", ">", *(f"> > {row.replace(',', chr(9))}" for row in (SPEND, SPENT))
        ),
        *("mail_marks_left_out", "delimiter", "lines_above_header"),
    )
    case(
        "handed_quoted_by_greater_scores.csv",
        lines(SCORES, SCORED.replace("1.5", ">1.5")),
        "number_with_mark:2",
        read=2,
        valid=1,
    )
    case("handed_fenced.md", lines("```csv", SPEND, SPENT, "```"), *("lines_above_header", "footnote:4"))
    case(
        "handed_rules_of_equals_signs.txt",
        lines("=====", SPEND, SPENT, OTHER_SPENT, "====="),
        *("lines_above_header", "footnote:5"),
        read=2,
    )


def _surveys() -> None:
    """The second line of headings that survey tools write."""
    asked = "Respondent,What is your ODS code?,Which care setting?,Year,Well Led,Safe Practice"
    row = "R-1,DEMO6,Acute,2025,3,1.5"
    said = [*["heading_alias:1"] * 2, "heading_ignored:1"]
    for name, second in (
        ("monkey", ",Open-Ended Response,Response,Open-Ended Response,Response,Response"),
        ("monkey_in_part", ",Open-Ended Response,,,,"),
        ("qualtrics", ",".join(f'"{{""ImportId"":""QID{n}""}}"' for n in range(1, 7))),
    ):
        case(f"handed_survey_{name}.csv", lines(asked, second, row), *("units_left_out:2", *said), read=2)
    case(
        "handed_survey_groups.csv",
        lines(
            "ODS code,Care setting,Year,Rate your trust,",
            "Open-Ended Response,Response,Open-Ended Response,Well Led,Safe Practice",
            SCORED,
        ),
        *("headings_two_lines:2", "lines_above_header"),
        read=2,
    )
    case(
        "handed_heading_response.csv",
        lines(f"{SCORES},Response", f"{SCORED},Late"),
        "heading_ignored:1",
        read=2,
    )
    case(
        "handed_survey_times.csv",
        lines(f"ID,Start time,Completion time,{SCORES}", f"1,11/5/25 10:02:11,11/5/25 10:09:33,{SCORED}"),
        *["heading_ignored:1"] * 3,
        read=2,
    )


def _units() -> None:
    """A line of units right below the headings."""
    applied = ["headings_wrapped:2", *["heading_alias:1"] * 4, *["unit_applied:3"] * 4]
    for name, units in (
        ("thousands", ",,£000,£000,£000,£000"),
        ("thousands_beside_sorts", "YYYY/YY,ODS code,(£'000),(£'000),(£'000),(£'000)"),
    ):
        case(f"handed_units_{name}.csv", lines(SPEND, units, IN_THOUSANDS), *applied)
    case(
        "handed_units_mixed.csv",
        lines(SPEND, ",,£m,£,£000,£", "2025/26,DEMO6,377.812,9900000,3640,1010000"),
        *("headings_wrapped:2", *["heading_alias:1"] * 4, *["unit_applied:3"] * 2),
    )
    for name, line in (
        ("label", "Units:,,£,£,£,£"),
        ("formats", "YYYY/YY,Code,Number,Number,Number,Number"),
        ("duties", "Mandatory,Mandatory,Optional,Optional,Mandatory,Mandatory"),
        ("types_with_lengths", 'nvarchar(10),nvarchar(6),bigint,bigint,"decimal(18,2)",bigint'),
        ("whole_pounds", ",,£ (whole pounds),£ (whole pounds),£,£"),
        ("column_numbers", "1,2,3,4,5,6"),
        ("column_letters", "A,B,C,D,E,F"),
    ):
        case(f"handed_units_{name}.csv", lines(SPEND, line, SPENT), "units_left_out:2")
    numbered = lines("(1),(2),(3),(4),(5),(6)", SPEND, SPENT)
    case("handed_column_numbers_above.csv", numbered, "lines_above_header")
    staff = "financial_year,ods_code,operating_expenditure,capital_expenditure,average_wte"
    case(
        "handed_units_of_staff.csv",
        lines(staff, "Year,Code,£,£,WTE", "2025/26,DEMO6,377812000,9900000,4520.5"),
        "units_left_out:2",
    )
    for name, scale in (("five", "1-5"), ("five_in_words", "1 to 5")):
        case(
            f"handed_units_of_{name}.csv",
            lines(SCORES, f"Code,List,YYYY,{scale},{scale}", SCORED),
            "units_left_out:2",
            read=2,
        )
    for name, scale in (("ten", "1-10"), ("hundred", "%")):
        case(
            f"handed_units_of_{name}.csv",
            lines(SCORES, f",,,{scale},{scale}", SCORED),
            *("headings_wrapped:2", *["unit_refused:1"] * 2),
            read=2,
        )


def _far_down() -> None:
    """Headings below much guidance."""
    guide = [f"Guidance {n}: how to fill in this return" for n in range(70)]
    case("handed_below_guidance.csv", lines(*guide, SPEND, SPENT), "lines_above_header")
    semicolons = [row.replace(",", ";") for row in (SPEND, SPENT)]
    case(
        "handed_below_guidance_in_semicolons.csv",
        lines(*(f"{text}, in pounds" for text in guide), *semicolons),
        *("delimiter", "lines_above_header"),
    )
    case(
        "handed_below_a_book.csv",
        lines(*guide * 15, SPEND, SPENT),
        *("kind_unknown:1", "header_too_low:1051"),
        read=2,
        valid=0,
    )
    born = "2025/26,DEMO6,377812000,9900000,3640000,1010000,Pat Example,{}/{}/19{}"
    rows = [born.format(n + 1, n % 12 + 1, 30 + 3 * n) for n in range(15)]
    case(
        "handed_below_guidance_births.csv",
        lines(*guide, f"{SPEND},Patient name,Date of birth", *rows),
        "patient_births",
        read=0,
    )


def _edges() -> None:
    """Commas after the last heading, a year above its rows, subtotals by a label."""
    case("handed_commas_after_headings.csv", lines(f"{SPEND},,", SPENT, OTHER_SPENT), "rows_wider:2", read=2)
    case(
        "handed_commas_after_headings_and_a_value.csv",
        lines(f"{SPEND},", SPENT, f"{OTHER_SPENT},7"),
        *("row_short:2", "heading_blank:3"),
        read=2,
        valid=1,
    )
    case(
        "handed_subtotals_by_label.csv",
        lines(SPEND, SPENT, "Sub total - acute,,377812000,9900000,3640000,1010000", OTHER_SPENT),
        "summary_row:3",
        read=2,
    )
    missing = [f"value_missing:{line}" for line in (2, 2, 2, 2, 3)]
    case(
        "handed_year_above_its_rows.csv",
        lines(SPEND, "2025/26,,,,,", SPENT.removeprefix("2025/26")),
        *missing,
        read=2,
        valid=0,
    )
    for name, heading, answer in (("replaced", "Replaced?", "Y"), ("withdrawn", "withdrawn", "yes")):
        case(
            f"handed_doubted_by_{name}.csv",
            lines(f"{SPEND},{heading}", f"{SPENT},{answer}", f"{OTHER_SPENT},N"),
            *("figures_doubted:2", "heading_ignored:1"),
            read=2,
        )


def _figures() -> None:
    """Figures as programs and people write them."""
    for name, figure, found in (
        ("decimal_comma", '"3,5"', ["decimal_comma:2"] * 2),
        ("groups_of_three", '"1,234"', [*["thousands_removed:2"] * 2, "posts_unlike_staff:2"]),
    ):
        row = "2025,DEMO6,digital_posts,developers,,,{0},{0},0,,,,,"
        case(f"handed_posts_{name}.csv", lines(CONDITIONS, row.format(figure)), *found)
    case(
        "handed_posts_point_before_three.csv",
        lines(*(text.replace(",", ";") for text in (CONDITIONS, row.format("1.234")))),
        *("delimiter", *["decimal_comma_unclear:2"] * 2),
        valid=0,
    )
    for sign in (".", "NULL", "NA"):
        case(
            f"handed_wide_{'point' if sign == '.' else sign}.csv",
            lines(SCORES, SCORED.replace("1.5", sign)),
            *("empty_of_program:2", "blank_cells:2"),
        )
    for number, sign in enumerate(("n/a", "..", "[x]", "*", "not scored")):
        case(
            f"handed_wide_nothing_{number}.csv",
            lines(SCORES, SCORED.replace("1.5", sign)),
            "words_for_nothing:2",
            read=2,
            valid=1,
        )
    points = "2025/26,DEMO6,377812000.,9900000.,3640000.,1010000."
    case("handed_points_last.csv", lines(SPEND, points), *["whole_respelt:2"] * 4)
    none = SPENT.replace("1010000", "-0")
    case("handed_minus_nothing.csv", lines(SPEND, none), "whole_respelt:2")
    marks = SPENT.replace("3640000", "''")
    case("handed_marks_alone.csv", lines(SPEND, marks), "not_a_number:2", valid=0)
    for name, year in (("month", "2026-03"), ("month_with_a_slash", "2026/03")):
        case(
            f"handed_year_a_{name}.csv",
            lines(SPEND, SPENT.replace("2025/26", year)),
            "financial_year_day:2",
            valid=0,
        )
    case(
        "handed_years_not_in_a_row.csv",
        lines(SPEND, SPENT.replace("2025/26", "2025-27")),
        "bad_financial_year:2",
        valid=0,
    )
    case(
        "handed_below_a_pound.csv",
        lines(SPEND, "2025/26,DEMO6,0.4,0.02,0.009,0.001"),
        *("spend_in_thousands:2", "spend_jump:2"),
    )


def _no_tables() -> None:
    """Text that is no table, named as what it is; and titles that begin as such text does."""
    columns = SPEND.replace(",", ", ")
    for name, text in (
        ("page_without_its_head.csv", f"<meta charset=utf-8>\n<table><tr><td>{SPEND}</td></tr></table>"),
        ("page_after_a_remark.csv", f"<!-- saved -->\n<div><table><tr><td>{SPEND}</td></tr></table></div>"),
        ("workbook_as_xml.csv", '<?mso-application progid="Excel.Sheet"?>\n<Workbook/>'),
        ("inserts.sql", f"-- IT spend\nINSERT INTO it_spend ({columns}) VALUES\n('2025/26', 'DEMO6', 1);"),
        ("dump.sql", f"SET NAMES utf8;\nCREATE TABLE it_spend (\n  {columns}\n);"),
        ("copy.csv", f"COPY public.it_spend ({columns}) FROM stdin;\n{SPENT.replace(',', chr(9))}\n\\."),
        ("rows_of_mysql.csv", "*************************** 1. row ***************************\nods: DEMO6"),
    ):
        case(f"handed_{name}", text, "format_refused", read=0)
    for name, title in (
        ("insert", "Insert into the yellow cells"),
        ("create", "Create table of trusts"),
        ("sign", "<5 is not shown"),
    ):
        case(f"handed_title_{name}.csv", lines(title, SPEND, SPENT), "lines_above_header")


def _headings() -> None:
    """Headings with a lost sign, with a word in brackets, and of no return."""
    lost = ",".join(f"{name} (Â£)" if n > 1 else name for n, name in enumerate(SPEND.split(",")))
    case("handed_pound_garbled.csv", lines(lost, SPENT), *("text_garbled:1", *["heading_alias:1"] * 4))
    case(
        "handed_scores_in_brackets.csv",
        lines(SCORES.replace("Led", "Led (score)").replace("Practice", "Practice (score)"), SCORED),
        *["heading_alias:1"] * 2,
        read=2,
    )
    case(
        "handed_domains_across.csv",
        lines("Trust,Care setting,Year,Board ownership,Digital strategy", "DEMO6,Acute,2025,2,4"),
        *("column_missing:1", *["figures_left_out:1"] * 2),
        valid=0,
    )


def _sums() -> None:
    """Averages and counts by labels of their own, and what is near them."""
    wide = f"Region,ICS,Provider,Care Setting,{PILLARS}"
    own = "Demonstration region (fictional),Demonstration ICS (fictional),DEMO6,Acute"
    seven = "3,1.25,1.5,2.75,3,2.6,2.5"
    for name, label in (
        ("of_a_system", ",Demonstration ICS (fictional) average,,"),
        ("of_a_setting", "Acute average,,,Acute"),
        ("of_deviation", ",,StDev,"),
        ("of_count", ",,Count,"),
    ):
        case(
            f"handed_sums_{name}.csv",
            lines("DMA 2025", wide, f"{own},{seven}", f"{label},{seven}"),
            *("lines_above_header", "year_from_title", "summary_row:4"),
            read=7,
        )
    case(
        "handed_title_of_letters_and_years.csv",
        lines("DMA 2025 (2024 for some)", SCORES, SCORED),
        "lines_above_header",
        read=2,
    )
    case(
        "handed_column_of_days.csv",
        lines(f"{SCORES},Submitted on", f"{SCORED},2025-05-01"),
        "heading_ignored:1",
        read=2,
    )
    case(
        "handed_survey_questions.csv",
        lines("Trust,Care setting,Year,How would you rate Well Led?,Score your Safe Practice", SCORED),
        *["heading_alias:1"] * 2,
        read=2,
    )


def _quotation() -> None:
    """Quotation marks of another shape around codes and years, and around words."""
    marked = "\u20182025/26\u2019,\u201cDEMO6\u201d,377812000,9900000,3640000,1010000"
    case("handed_curly_marks.csv", lines(SPEND, marked), *["other_quotes:2", "text_mark:2"] * 2)
    reason = "DEMO6,Acute,well_led,4,\u201cBoard training\u201d"
    case("handed_curly_marks_of_words.csv", lines(TARGETS, reason), "other_quotes:2")
    case("handed_byte_order_mark_inside.csv", long("\ufeff2025,DEMO6,Acute,well_led,,3"), "odd_spaces:2")
