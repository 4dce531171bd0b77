"""What people and programs also do to a file: honest files that are read without a question, and odd ones."""

from typing import Any

from making import DEMO_ROW, DEMO_SPEND, LONG, RBS_WIDE, SEVEN, SPEND, TARGETS, WIDE, book, case, drawn, lines

ABOVE, DOUBTED = "lines_above_header", "figures_doubted"
SCORED = [2025, "DEMO1", "Acute", "well_led", None, 4.3]
SPENT = ["2024/25", "DEMO1", 880000000, 42000000, 19500000, 8300000]


def make() -> None:
    """Every case of this file."""
    _shown_otherwise()
    _honest()
    _drafts()
    _blocks_below()
    _marks_of_notes()
    _numbered_rows()
    _regions()
    _settings_in_titles()
    _garbled()
    _figures_of_all()
    _covers()
    _dressed_headings()
    _one_cell_above()


def _shown_otherwise() -> None:
    """Number formats that show what the cell does not hold, and a row too low to see."""
    for name, form, row, column, expected, valid in (
        ("minus", "-#,##0;#,##0", SPENT, 4, "format_unclear:2", 1),
        ("brackets", "(#,##0)", SPENT, 4, "format_unclear:2", 1),
        ("star", '0.0"*"', SCORED, 5, "number_with_mark:2", 0),
        ("no_decimals", "0", SCORED, 5, "format_scaled:2", 1),
        ("one_decimal", "0.0", [*SCORED[:5], 4.26], 5, "format_read:2", 1),
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
            valid=valid,
        )
    other = [*SCORED[:3], "safe_practice", *SCORED[4:]]

    def show_whole(workbook: Any, sheet: Any) -> None:
        for row, score in ((1, 4.1), (2, 3.6)):
            sheet.write_number(row, 5, score, workbook.add_format({"num_format": "0"}))

    rows = [LONG.split(","), SCORED, other]
    case("book_format_of_a_column.xlsx", drawn(show_whole, rows=rows), "format_scaled:3", read=2)
    case(
        "book_low_row.xlsx",
        drawn(lambda _, sheet: sheet.set_row(2, 1), rows=[LONG.split(","), SCORED, other]),
        "rows_hidden:3",
        read=2,
    )


def _honest() -> None:
    """What honest files say around their tables: none of it casts doubt on the figures."""
    for number, title in enumerate(
        (
            "Status: final - no longer draft",
            "Version 1.2 - replaces the draft of 3 October",
            "Official: do not share outside the NHS",
            "Not estimated",
            "100% complete",
            "Part of the target operating model",
        )
    ):
        case(f"honest_title_{number}.csv", lines(title, LONG, DEMO_ROW), ABOVE)
    for number, title in enumerate(
        ("IT spend: actuals against plan", "Month 12", "Months 1 to 12", "Capital budget was underspent")
    ):
        case(f"honest_spend_{number}.csv", lines(title, SPEND, DEMO_SPEND), ABOVE)
    for number, remark in enumerate(
        ("Budget was underspent by 3%", "Hardware was refreshed in Q3", "New EPR planned for 2027")
    ):
        case(
            f"honest_remark_{number}.csv",
            lines(f"{SPEND},Remarks", f"{DEMO_SPEND},{remark}"),
            "heading_ignored:1",
        )
    for number, remark in enumerate(("In Q3", "Spend in Q3 only", "Planned")):
        case(
            f"doubted_remark_{number}.csv",
            lines(f"{SPEND},Remarks", f"{DEMO_SPEND},{remark}"),
            *("heading_ignored:1", f"{DOUBTED}:2"),
        )


def _drafts() -> None:
    """A draft that became final is noted; one that is to become final is asked about."""
    for number, (title, code) in enumerate(
        (
            ("Maturity return draft v3 FINAL", "figures_settled"),
            ("Final draft agreed by board", "figures_settled"),
            ("Final draft", DOUBTED),
            ("Draft - to be agreed by board", DOUBTED),
            ("Draft until approved", DOUBTED),
            ("Draft; final version to follow", DOUBTED),
            ("Do not use draft v3 FINAL", DOUBTED),
            ("Draft agreed in principle", DOUBTED),
            ("Not a final version", DOUBTED),
        )
    ):
        case(f"early_{number}.csv", lines(title, LONG, DEMO_ROW), ABOVE, f"{code}:2")


def _blocks_below() -> None:
    """A key or a sign-off after a blank line is no row; a row is, however little it holds."""
    two = [LONG, DEMO_ROW, DEMO_ROW.replace("well_led", "safe_practice")]
    for name, block in (
        ("key", ["Key", "1,Emerging", "5,Leading"]),
        ("signed", ["Completed by,J Smith", "Version,1.2"]),
    ):
        case(f"block_of_{name}.csv", lines(*two, "", *block), "footnote:5", read=2)
    filled = [f"{row}" for row in ("Key,,,,,", "1,Emerging,,,,", "5,Leading,,,,")]
    case("block_as_wide.csv", lines(*two, "", *filled), "footnote:5", read=2)
    cut = ["2025,DEMO1", "2025,DEMO2"]
    case("block_of_cut_off_rows.csv", lines(*two, "", *cut), "row_short:5", "row_short:6", read=4, valid=2)


def _marks_of_notes() -> None:
    """The mark of a footnote after a code or a name."""
    for name, written in (
        ("star", "DEMO1*"),
        ("sign", "DEMO1 \u2021"),
        ("raised", "DEMO1\u00b9"),
        ("bracket", "DEMO1 [1]"),
    ):
        row = DEMO_ROW.replace("DEMO1", written)
        case(f"code_with_a_{name}.csv", lines(LONG, row), "mark_left_out:2")
    named = DEMO_ROW.replace("DEMO1", "Quorrelby University Hospitals NHS Foundation Trust\u2020 [2]")
    found = ("mark_left_out:2", "name_matched:2")
    case("name_with_a_mark.csv", lines(LONG, named), *found)


def _numbered_rows() -> None:
    """Row numbers without a heading, as pandas and R write them; figures without one are none."""
    two = [DEMO_ROW, DEMO_ROW.replace("well_led", "safe_practice")]
    numbered = [f"{n},{row}" for n, row in enumerate(two)]
    case("numbered_from_nought.csv", lines(f",{LONG}", *numbered), "row_numbers_left_out:1", read=2)
    three = [*two, DEMO_ROW.replace("well_led", "improve_care")]
    numbered = [f"{n},{row}" for n, row in enumerate(three, start=1)]
    case("numbered_from_one.csv", lines(f",{LONG}", *numbered), "row_numbers_left_out:1", read=3)
    numbered = [f"{n},{row}" for n, row in enumerate(two, start=1)]
    case("numbered_twice.csv", lines(f",{LONG}", *numbered), "row_numbers_left_out:1", read=2)
    named = [f"{n},Acute,DEMO1,2025,{row.split(',')[3]},,3.9" for n, row in enumerate(two, start=1)]
    header = ",care_setting,ods_code,assessment_year,pillar,domain,score"
    case("numbered_too_few.csv", lines(header, *named), "heading_blank:2", read=2)
    numbered = [f"{n},{row}" for n, row in zip((0, 1, 3), three, strict=True)]
    case("numbered_with_a_gap.csv", lines(f",{LONG}", *numbered), "row_numbers_left_out:1", read=3)


def _regions() -> None:
    """A column of regions beside the organisation: another than its own is asked about."""
    for name, region, found in (
        ("another", "NORTH WEST", ["region_not_own:2"]),
        ("own", "Demonstration region (fictional)", []),
        ("unknown", "The coast", []),
    ):
        case(
            f"region_{name}.csv",
            lines(f"NHS region,{LONG}", f"{region},{DEMO_ROW}"),
            *("heading_ignored:1", *found),
        )
    wide = lines(f"{WIDE},Year", f"LONDON,{RBS_WIDE.partition(',')[2]},{SEVEN},2025")
    case("region_another_wide.csv", wide, "name_matched:2", "region_not_own:2", read=7)


def _settings_in_titles() -> None:
    """A title of another care setting than the rows'; one that is in an organisation's name says nothing."""
    asked = "title_of_another_setting"
    for name, title, found in (
        ("another", "Community services", [f"{asked}:2"]),
        ("beside_a_name", "Quorrelby University Hospitals: mental health", [f"{asked}:2"]),
        ("own", "Acute services", []),
        ("several", "Acute and community services", []),
        ("no_setting", "Community of practice", []),
    ):
        case(f"setting_of_title_{name}.csv", lines(title, LONG, DEMO_ROW), ABOVE, *found)
    named = DEMO_ROW.replace("DEMO1,Acute", "DEMO5,Community")
    title = "Kelthwyre Mental Health"
    case("setting_of_title_by_name.csv", lines(title, LONG, named), ABOVE)
    rows = [LONG.split(","), DEMO_ROW.split(",")]
    case("book_sheet_of_another_setting.xlsx", book({"Community": rows}), f"{asked}:1")


def _garbled() -> None:
    """Text that an earlier program garbled, also in a workbook; signs as web pages write them."""
    case("garbled_as_on_pages.csv", lines(TARGETS, "DEMO1,,well_led,4.5,R&amp;D"), "text_garbled:2")
    header, aim = TARGETS.split(","), ["DEMO1", None, "well_led", 4.5, "The board\u00e2\u20ac\u2122s plan"]
    other = ["DEMO1", None, "improve_care", 4.5, "R&amp;D"]
    case("book_garbled.xlsx", book({"Return": [header, aim, other]}), "text_garbled:2", read=2)


def _figures_of_all() -> None:
    """Rows below that say something of all the others."""
    rows = [
        f"{name},,,,,{n}" for n, name in enumerate(("Minimum", "Maximum", "Range", "Average of trusts"), 1)
    ]
    header = "ods_code,assessment_year,care_setting,pillar,domain,score"
    row = "DEMO1,2025,Acute,well_led,,3.9"
    case("figures_of_all.csv", lines(header, row, *rows), "summary_row:3")


def _covers() -> None:
    """A sheet beside the return that says something of its figures, as a cover does; guidance does not."""
    scores, spend = [LONG.split(","), SCORED], [SPEND.split(","), SPENT]
    for name, sheet, cover, rows, found in (
        ("status", "Cover", ["Status", "Draft"], scores, [f"{DOUBTED}:1"]),
        ("unit", "Read me", ["All figures in \u00a3000"], spend, ["unit_beside:1"]),
        (
            "trust",
            "Cover",
            ["Trust", "Vexwold District Hospitals NHS Trust"],
            scores,
            ["title_of_another_organisation:1"],
        ),
        ("year", "Cover", ["Year", 2024], scores, ["title_of_another_year:1"]),
        ("setting", "Cover", ["Setting:", "Community"], scores, ["title_of_another_setting:1"]),
        ("final", "Cover", ["Status", "Final, replaces the draft of May"], scores, []),
        ("own_trust", "Cover", ["Trust", "Quorrelby University Hospitals NHS Foundation Trust"], scores, []),
        ("guidance", "Guidance", ["Status", "Draft or final"], scores, []),
        ("prose", "Read me", ["Do not use commas inside figures"], scores, []),
        ("history", "Read me", ["v1", "First draft"], scores, []),
    ):
        content = book({sheet: [["A return"], cover], "Return": rows})
        above = [] if len(cover) == 1 else [ABOVE]
        case(f"book_cover_{name}.xlsx", content, "sheet_ignored", *above, *found)


def _dressed_headings() -> None:
    """Pillars with a number before them, or the word score after them; not beside the pillar's own column."""
    row = "DEMO2,Acute,2025,2.75,2.5,2.5"
    for name, pillars in (
        ("numbers", "1. Well Led,2. Smart Foundations,3) Safe Practice"),
        ("pillars", "Pillar 1: Well Led,Pillar 2 - Smart Foundations,pillar_3_safe_practice"),
        ("scores", "Well Led score,Smart Foundations Score (1-5),Safe Practice scores"),
    ):
        header = f"Provider,Care setting,Year,{pillars}"
        case(f"headings_with_{name}.csv", lines(header, row), *["heading_alias:1"] * 3, read=3)
    header = "Provider,Care setting,Year,Well Led,Well Led score,Safe Practice"
    case("headings_with_one_score.csv", lines(header, row), "figures_left_out:1", read=2)


def _one_cell_above() -> None:
    """A note above the header that names two columns is no header, whichever delimiter is tried."""
    note = '"Given are pillar,domain,score"'
    case("one_cell_of_a_note.csv", lines(note, LONG, DEMO_ROW), ABOVE)
