"""What databases, R, mail and hurried people put around and among the rows of an honest return."""

from making import OTHER_SPENT, SPEND, SPENT, TARGETS, case, lines, long


def make() -> None:
    """Every case of this file."""
    _drawn()
    _numbered()
    _signed()
    _escaped()
    _headed()
    _dittos()
    _empty()
    _summed()
    _laid_out()
    _honest()


def _drawn() -> None:
    """Tables as psql and MySQL draw them: a rule has one cell, wherever it stands."""
    spaced = [" | ".join(row.split(",")) for row in (SPEND, SPENT, OTHER_SPENT)]
    rule = "-+-".join("-" * len(name) for name in SPEND.split(","))
    removed = [*["spaces_removed:3"] * 6, *["spaces_removed:4"] * 5]  # the year stands in both rows
    case(
        "table_of_psql.txt",
        lines(spaced[0], rule, *spaced[1:], "(2 rows)"),
        *("delimiter", "rule_left_out:2", "footnote:5", *removed),
        read=2,
    )
    border, boxed = f"+-{rule}-+", [f"| {row} |" for row in spaced]
    removed = [found.replace("4", "5").replace("3", "4") for found in removed]
    case(
        "table_of_mysql.txt",
        lines(border, boxed[0], border, *boxed[1:], border, "2 rows in set (0.00 sec)"),
        *("delimiter", "lines_above_header", "rule_left_out:3", "footnote:6", *removed),
        read=2,
    )


def _numbered() -> None:
    """The rows' numbers, with a heading of their own, and as R writes them: without any."""
    numbered = [f"{n},{row}" for n, row in enumerate((SPENT, OTHER_SPENT), start=1)]
    third = "3,2025/26,DEMO5,241700000,6100000,3300000,900000"
    found = ["row_numbers_left_out:1"]
    case("numbered_by_r.csv", lines(SPEND, *numbered, third), *found, read=3)
    for name, heading in (("by_pandas", "Unnamed: 0"), ("by_hand", "No.")):
        case(f"numbered_{name}.csv", lines(f"{heading},{SPEND}", *numbered, third), *found, read=3)


def _signed() -> None:
    """A disclaimer that a mail gateway adds, and how people end a letter."""
    disclaimer = "This e-mail is confidential. If it is not for you, do not copy it, and tell the sender."
    case("disclaimer_of_mail.csv", lines(SPEND, SPENT, "", "*" * 12, disclaimer), "footnote:4")
    title = "Confidential: do not use"
    case("confidential_title.csv", lines(title, SPEND, SPENT), "lines_above_header", "figures_doubted:2")


def _escaped() -> None:
    """Reasons as addresses, web pages, mail and word processors write them; and honest ones."""
    for number, reason in enumerate(
        (
            "Board%20training%20and%20a%20new%20record%2C%20funded",
            "Board+training+and+a+new+record+in+2027",
            "<p>Board <b>training</b></p><br/>New record",
            "Board training and a new=",
            "The board?s training",
            r"\rtf1 Board training",
        )
    ):
        row = f"DEMO6,Acute,well_led,3.5,{reason}"
        case(f"reason_escaped_{number}.csv", lines(TARGETS, row), "text_garbled:2")
    for number, reason in enumerate(
        (
            "100% of wards; 20% fewer forms + faster notes",
            "See https://vexwold.example/a%20plan%20for%202026.pdf",
            "Less than <5% on paper",
            "Why not? some ask",
            "The record+imaging+laboratory in one",
        )
    ):
        row = f"DEMO6,Acute,well_led,3.5,{reason}"
        case(f"reason_honest_{number}.csv", lines(TARGETS, row))


def _headed() -> None:
    """Lines that head the rows of a group: asked about once, and no rows that lack cells."""
    rows = [
        f"2025,DEMO{n},{setting},well_led,,4" for n, setting in ((1, "Acute"), (6, "Acute"), (7, "Community"))
    ]
    asked = ["line_among_rows:2"]
    case("groups_by_setting.csv", long("Acute,,,,,", *rows[:2], "Community,,,,,", rows[2]), *asked, read=3)
    case(
        "groups_by_system.csv",
        lines(SPEND, "Demonstration ICS (fictional),,,,,", SPENT, "Ambulance,,,,,", OTHER_SPENT),
        *asked,
        read=2,
    )
    missing = ["value_missing:3"] * 4
    case("code_alone_in_a_row.csv", long(rows[0], ",DEMO6,,,,", rows[1]), *missing, read=3, valid=2)
    last = ["value_missing:3"] * 4
    case("word_alone_in_the_last_row.csv", long(rows[0], ",,Acute,,,"), *last, read=2, valid=1)


def _dittos() -> None:
    """Marks that say that a cell holds what stands above it."""
    row = "2025,DEMO6,Acute,well_led,,3"
    asked = ["ditto_read:3"] * 3
    for number, mark in enumerate(('""""', "\u3003", "ditto", "-do-")):
        case(f"ditto_{number}.csv", long(row, f"{mark},{mark},{mark},smart_foundations,,3"), *asked, read=2)
    amounts = f"{SPENT[:7]},DEMO8,312004000,20110000,ditto,1840000"
    case("ditto_amount.csv", lines(SPEND, SPENT, amounts), "ditto_read:3", read=2)
    none_above = ["words_for_nothing:2", "not_in_list:2", "trust_unknown:2", "code_capitals:2"]
    case("ditto_in_the_first_row.csv", long("ditto,ditto,ditto,well_led,,3"), *none_above, valid=0)


def _empty() -> None:
    """An empty amount as databases and statistics programs write it; one that is needed stays an error."""
    for name, empty in (
        ("database", "NULL"),
        ("r", "NA"),
        ("sas", "."),
        ("pandas", "<NA>"),
        ("mysql", "\\N"),
    ):
        row = f"{SPENT},2100000,{empty}"
        parts = f"{SPEND},spend_on_staff,spend_on_other"
        case(f"empty_of_{name}.csv", lines(parts, row), "empty_of_program:2")
    needed = SPENT.replace("3640000", "NULL")
    case("empty_of_database_needed.csv", lines(SPEND, needed), "words_for_nothing:2", valid=0)
    for number, word in enumerate(("none", "tbc", "-", "n/a")):
        row = f"{SPENT},2100000,{word}"
        parts = f"{SPEND},spend_on_staff,spend_on_other"
        case(f"empty_in_words_{number}.csv", lines(parts, row), "words_for_nothing:2", valid=0)


def _summed() -> None:
    """Subtotals as Excel writes them: what stands above, and Total."""
    row, other = "2025,DEMO6,Acute,{},,3", "2025,DEMO7,Community,well_led,,3"
    both = [row.format("well_led"), row.format("safe_practice")]
    left_out = "summary_row:4"
    case("subtotals_by_trust.csv", long(*both, ",DEMO6 Total,,,,6", other), left_out, read=3)
    case("subtotals_by_setting.csv", long(*both, ",,Acute Total,,,6", other), left_out, read=3)
    unknown = ["name_unknown:4", *["value_missing:4"] * 3]
    case("subtotal_of_nobody.csv", long(*both, ",DEMO1 Total,,,,3", other), *unknown, read=4, valid=3)


def _laid_out() -> None:
    """Tables that are no return: the check says what they look like."""
    for name, rows in (
        ("pivot", ("Sum of score,Column Labels", "Row Labels,Acute,Community", "DEMO1,3.1,2.9")),
        ("years_across", ("Trust code,2023/24,2024/25", "DEMO6,3100000,3300000")),
        ("trusts_across", ("Pillar,DEMO1,DEMO3,DEMO6", "Well led,3.1,2.9,3")),
        ("apart_by_spaces", (SPEND.replace(",", " "), SPENT.replace(",", "  "))),
        (
            "measures_below",
            (
                "Financial year,Trust code,Measure,Value",
                "2025/26,DEMO6,IT revenue,3640000",
                "2025/26,DEMO6,IT capital,1010000",
                "2025/26,DEMO6,Operating expenditure,377812000",
            ),
        ),
    ):
        found = ["kind_unknown:2", "lines_above_header"] if name == "pivot" else ["kind_unknown:1"]
        case(f"laid_out_{name}.csv", lines(*rows), *found, read=0)
    case("sheet.slk", 'ID;PSCALC3\r\nC;X1;Y1;K"ods_code"\r\nE\r\n', "format_refused", read=0)
    case("sheet.dif", 'TABLE\r\n0,1\r\n"EXCEL"\r\n', "format_refused", read=0)


def _honest() -> None:
    """Headings as a digital or finance team writes them."""
    parts = f"{SPEND},Of which staff (£),Of which software (£)"
    case("honest_parts.csv", lines(parts, f"{SPENT},2100000,1300000"), *["heading_alias:1"] * 2)
    posts = "assessment_year,ods_code,section,Post,Funded WTE,In post WTE,Vacant WTE"
    row = "2025,DEMO5,digital_posts,leadership,3,3,0"
    case("honest_posts.csv", lines(posts, row), *["heading_alias:1"] * 4)
    groups = "group_code,group_name,group_kind,Member,From,To,source"
    members = [f"DEMO-NW,Pellindrake and Vexwold Partnership,own,DEMO{n},2025-04-01,,A paper" for n in (6, 7)]
    case("honest_groups.csv", lines(groups, *members), *["heading_alias:1"] * 3, read=2)
