"""Words that say nothing, things that are named twice, and places of one file that contradict each other."""

import io
import tarfile
from typing import Any

from making import (
    CONDITIONS,
    DEMO_ROW,
    EXCHANGE,
    GROUPS,
    LONG,
    SPEND,
    TARGETS,
    book,
    case,
    drawn,
    lines,
    long,
)

OPERATING = ",,Operating,Capital"


def make() -> None:
    """Every case of this file."""
    _says_nothing()
    _named_twice()
    _formats()
    _headings()
    _two_lines()
    _programs()
    _dates()
    _sums()
    _sheets()
    _years()
    _groups()
    _for_the_eye()
    _contradictions()
    _units()
    _ended()


def _says_nothing() -> None:
    """A reason, a contact or a note that is no more than a sign."""
    for name, reason in (("stop", "."), ("dash", "-"), ("na", "n/a"), ("figure", "3.5"), ("none", "None")):
        case(f"reason_{name}.csv", lines(TARGETS, f"DEMO1,,well_led,4.6,{reason}"), "says_nothing:2", valid=0)
    case(
        "offer_says_nothing.csv",
        lines(EXCHANGE, "DEMO5,well_led,offer,?,.", "DEMO5,safe_practice,offer,020 7946 0000,Hazard logs"),
        *["says_nothing:2"] * 2,
        read=2,
        valid=1,
    )


def _named_twice() -> None:
    """Programmes whose names differ by capitals, spaces, signs or a plural alone."""
    programme = "2025,DEMO2,programme,{},,,,,,,improve_care,{},idea,"
    case(
        "programmes_alike.csv",
        lines(
            CONDITIONS,
            programme.format("EPR roll-out", 11),
            programme.format("epr rollouts", 12),
            programme.format("EPR optimisation", 13),
        ),
        "items_alike:3",
        read=3,
    )
    standing = "2025,DEMO2,programme,First Electronic Patient Records,,,,,,,improve_care,11,idea,"
    case("programme_like_one_that_stands.csv", lines(CONDITIONS, standing), "items_alike:2")


def _formats() -> None:
    """What is no table, named as what it is."""
    table = long(DEMO_ROW)
    tar = io.BytesIO()
    with tarfile.open(fileobj=tar, mode="w") as pack:
        about = tarfile.TarInfo("return.csv")
        about.size = len(table)
        pack.addfile(about, io.BytesIO(table.encode()))
    bitmap = b"BM" + (154).to_bytes(4, "little") + bytes(4) + (54).to_bytes(4, "little") + bytes(100)
    photograph = b"\x00\x00\x00\x18ftypheic" + bytes(50)
    for name, content in (("pack.tar", tar.getvalue()), ("scan.bmp", bitmap), ("photo.heic", photograph)):
        case(name, content, "format_refused", read=0)
    case("appointment.csv", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "format_refused", read=0)
    for name in ("utf-32-le", "utf-32-be"):
        case(f"{name}_without_mark.csv", table.encode(name), "not_text", read=0)


def _headings() -> None:
    """Pillars by their first letters, and the headings of a form."""
    scores = "DEMO2,Acute,2025,2.75,2.25,2.5"
    case(
        "pillars_by_first_letters.csv",
        lines("Trust,Care setting,Year,WL,sf,SP score", scores),
        "heading_initials:1",
        read=3,
    )
    case(
        "headings_of_a_form.csv",
        lines("1. Trust,Q2: Care setting,3) Year,4. Well Led,5. Safe Practice", "DEMO2,Acute,2025,2.75,2.5"),
        *["heading_alias:1"] * 5,
        read=2,
    )


def _two_lines() -> None:
    """Headings that stand on two lines, with what groups them above."""
    groups = "Trust,Care setting,Year,Pillar scores,,"
    below = ",,,Well Led,Safe Practice,Improve Care"
    findings = ("lines_above_header", "headings_two_lines:2")
    case("headings_on_two_lines.csv", lines(groups, below, "DEMO1,Acute,2025,3.9,3.5,4.1"), *findings, read=3)
    case(
        "headings_on_two_lines_by_year.csv",
        lines(
            "Trust,Care setting,2024,,2025,",
            ",,Well Led,Safe Practice,Well Led,Safe Practice",
            "DEMO1,Acute,3,3,4,4",
        ),
        *("headings_two_lines:2", "years_side_by_side:2"),
        read=4,
    )
    case(
        "headings_on_two_lines_doubted.csv",
        lines("Trust,Care setting,Year,Our targets,,", below, "DEMO1,Acute,2025,3.9,3.5,4.1"),
        *(*findings, "figures_doubted:2"),
        read=3,
    )
    case("book_headings_merged.xlsx", drawn(_merge_headings), "lines_above_header", *["merged_read:2"] * 3)


def _programs() -> None:
    """Headings as programs write them, and an empty domain as R does."""
    row = "2024/25,DEMO4,236700000,6051000,2992000,613000"
    summed = ("Operating expenditure", "Capital expenditure", "IT revenue", "IT capital")
    for name, header in (
        ("access", "FinancialYear,ODSCode,OperatingExpenditure,CapitalExpenditure,ITRevenue,ITCapital"),
        ("a_measure", f"D[Year],T[ODS code],{','.join(f'[Sum of {column}]' for column in summed)}"),
        ("other_quotes", ",".join(f"\u201c{column}\u201d" for column in SPEND.split(","))),
    ):
        case(f"headings_of_{name}.csv", lines(header, row), *["heading_alias:1"] * 6)
    case(
        "domain_of_r.csv",
        long(DEMO_ROW.replace(",,", ",NA,"), DEMO_ROW.replace("well_led,,", "improve_care,NULL,")),
        *("empty_of_program:2", "empty_of_program:3"),
        read=2,
    )
    case(
        "two_tables_side_by_side.csv",
        lines(f"{SPEND},,{SPEND}", f"{row},,{row.replace('DEMO4', 'DEMO1')}"),
        *("heading_duplicate:1", "name_of_another:2"),
    )


def _dates() -> None:
    """Days in words, which have one reading, and as spreadsheets count them."""
    member = "DEMO-NW,Pellindrake and Vexwold Partnership,own,DEMO{},{},,A paper"
    for name, days, found in (
        ("in_words", ("1 April 2024", "1st April 2024"), ["date_respelt:2", "date_respelt:3"]),
        ("in_short", ("1-Apr-24", "01 Sep 2024"), ["date_respelt:2", "date_respelt:3"]),
        ("as_numbers", ("45383", "45383"), ["date_as_number:2", "date_as_number:3"]),
        ("of_no_month", ("1 Aprils 2024", "31 April 2024"), ["bad_date:2", "bad_date:3"]),
    ):
        rows = [member.format(number, day) for number, day in zip((6, 7), days, strict=True)]
        valid = 2 if "date_respelt:2" in found else 0
        case(f"group_days_{name}.csv", lines(GROUPS, *rows), *found, read=2, valid=valid)


def _sums() -> None:
    """Rows that add up, average or compare others, by what stands for an organisation or beside it."""
    row = "2024/25,DEMO4,236700000,6051000,2992000,613000"
    case(
        "rows_of_change.csv",
        lines(SPEND, row, "Change,,3700000,151000,-8000,-7000", "% change,,1.6%,2.6%,-0.3%,-1.1%"),
        "summary_row:3",
    )
    peers = (f"2025,{name},Acute,well_led,,3" for name in ("Peer average", "National upper quartile"))
    case("rows_of_peers.csv", long(DEMO_ROW, *peers), "summary_row:3")
    case(
        "row_of_a_total_beside_no_code.csv",
        lines(f"Trust name,{SPEND}", f"Xandover Partnership,{row}", f"Our total,{row.replace('DEMO4', '')}"),
        *("heading_compared:1", "summary_row:3"),
    )
    case(
        "row_of_a_total_with_a_code.csv",
        lines(f"Trust name,{SPEND}", f"Our total,{row}"),
        *("heading_compared:1", "name_of_nobody:2"),
    )


def _sheets() -> None:
    """A sheet for each year, trust or care setting, whose name is the only place that says which it is."""
    amounts = {"Operating expenditure": 236700000, "IT revenue": 2992000, "IT capital": 613000}
    scores = {"Year": 2025, "Trust": "DEMO1", "Well Led": 3.9, "Safe Practice": 3.5, "Improve Care": 3.7}
    whose, when, finding = {"ODS code": "DEMO4"}, {"Financial year": "2024/25"}, "column_from_sheet:1"
    missing = "column_missing:1"
    for name, sheets, row, found, valid in (
        ("year", ("2024-25",), whose | amounts, [finding], 1),
        ("code", ("DEMO4",), when | amounts, [finding], 1),
        ("trust", ("Xandover Partnership",), when | amounts, [finding], 1),
        ("setting", ("Acute", "Community"), scores, [finding] * 2, 6),
        ("nobody", ("Ours", "Theirs"), when | amounts, [missing] * 2, 0),
        ("trust_beside_codes", ("DEMO4",), when | {"Provided by": "DEMO2"} | amounts, [missing], 0),
        ("setting_beside_settings", ("Acute",), scores | {"What": "Community"}, [missing], 0),
    ):
        also = ["heading_ignored:1"] if "_beside_" in name else []
        content = book({sheet: [[*row], [*row.values()]] for sheet in sheets})
        read = len(sheets) * (3 if "setting" in name else 1)
        case(f"book_of_sheets_by_{name}.xlsx", content, *found, *also, read=read, valid=valid)


def _years() -> None:
    """Columns of several years side by side."""
    names = ("Operating expenditure", "IT revenue", "IT capital")
    both = ("2023/24", "2024/25")
    figures = ("233000000,236700000,3000000,2992000,620000,613000", ",308900000,,3800000,,1700000")
    rows = [f"DEMO{number},{row}" for number, row in zip((4, 5), figures, strict=True)]
    year, note = "heading_alias:1", "years_side_by_side:1"
    for name, form, found in (
        ("", "{} {}", [year]),
        ("_before", "FY{1} {0}", [year]),
        ("_in_brackets", "{} ({})", [year]),
        ("_with_units", "{} {} (\u00a3)", [year] * 4),
    ):
        header = ",".join(form.format(one, year) for one in names for year in both)
        case(f"years_side_by_side{name}.csv", lines(f"ODS code,{header}", *rows), note, *found, read=3)
    thousands = ",".join(f"{one} {year} \u00a3000" for one in names for year in both)
    case(
        "years_side_by_side_in_thousands.csv",
        lines(f"ODS code,{thousands}", "DEMO4,233000,236700,3000,2992,620,613"),
        note,
        *[*[year] * 4, *["unit_applied:2"] * 6],
        read=2,
    )
    header = ",".join(f"{name} {year}" for name in names for year in both)
    case(
        "years_side_by_side_of_nothing.csv",
        lines(f"ODS code,{header}", *rows, "DEMO6,,,,,,"),
        *(note, year, *["value_missing:4"] * 3),
        read=4,
        valid=3,
    )
    case("years_side_by_side_alone.csv", lines(f"ODS code,{header}"), note, year, "no_rows:1", read=0)
    overall = lines("Provider,Care setting,Score 2024,Score 2025", "DEMO1,Acute,4.14,4")
    case("years_of_overall_scores.csv", overall, "pair_from_headings:1", read=2)
    of_pillars = lines("Trust,Setting,Pillar,Score 2024,Score 2025", "DEMO2,Acute,well_led,2.5,2.75")
    case("years_of_scores_of_pillars.csv", of_pillars, note, *[year] * 3, read=2)
    bare = of_pillars.replace("Score ", "")
    case("years_that_are_headings.csv", bare, "kind_unknown:1", read=0)
    other = bare.replace("2024,2025", "Baseline,Current")
    case("pillars_without_a_score.csv", other, "kind_unknown:1", read=0)
    header = (
        "Operating expenditure,IT revenue 2023/24,IT revenue 2024/25,IT capital 2023/24,IT capital 2024/25"
    )
    row = "DEMO4,236700000,3000000,2992000,620000,613000"
    case("years_of_some_columns.csv", lines(f"ODS code,{header}", row), "kind_unknown:1", read=0)
    header, row = ",".join(f"{name} 2025" for name in names), "DEMO4,236700000,2992000,613000"
    alone = "financial_year_alone:2"
    case("one_year_in_headings.csv", lines(f"ODS code,{header}", row), note, year, alone, valid=0)
    beside = lines(f"Financial year,ODS code,{header.replace('2025', '2024/25')}", f"2023/24,{row}")
    case(
        "one_year_in_headings_beside_another.csv",
        beside,
        *["column_missing:1"] * 3,
        *["heading_unknown:1"] * 3,
        valid=0,
    )


def _groups() -> None:
    """Headings that only say what they are together with a name above them, which groups several."""
    findings = ("lines_above_header", "headings_two_lines:2")
    below = f"{OPERATING},Revenue,Capital"
    alias = "heading_alias:2"
    of_it, units = [alias] * 2, [alias] * 4 + ["unit_applied:3"] * 4
    plain, small = "236700000,6051000,2992000,613000", "236.7,6.051,2992,613"
    thousands = [alias, "amount_out_of_line:3", "spend_jump:3", "unit_applied:3", "unit_in_title:2"]
    for name, above, under, figures, found in (
        ("", "Expenditure,,IT spend,", below, plain, of_it),
        ("_in_words", "Expenditure,,IT,", f"{OPERATING},Revenue spend,Capital expenditure", plain, of_it),
        ("_with_units", "Expenditure (\u00a3m),,IT spend (\u00a3000),", below, small, units),
        ("_with_bare_units", "Expenditure \u00a3m,,IT spend \u00a3000,", below, small, units),
        (
            "_with_a_unit_of_one",
            "Expenditure,,IT spend (\u00a3000),",
            ",,Operating,Capital,IT revenue,Capital",
            "236700000,6051000,2992,613",
            thousands,
        ),
        (
            "_that_name_more",
            "IT spend,,,",
            ",,Operating expenditure,Capital expenditure,IT revenue,IT capital",
            plain,
            [],
        ),
    ):
        case(
            f"headings_of_groups{name}.csv",
            lines(f"Financial year,ODS code,{above}", under, f"2024/25,DEMO4,{figures}"),
            *(*findings, *found),
        )
    two = ("Trust,,Financial,IT,", "Code,Name,Year,Revenue,Capital")
    case(
        "headings_of_groups_of_names.csv",
        lines(*two, "DEMO4,Xandover Partnership NHS Foundation Trust,2024/25,2992000,613000"),
        *(*findings, alias, "heading_compared:2", "column_missing:2"),
        valid=0,
    )
    case(
        "headings_of_a_group_that_is_one_itself.csv",
        lines(
            "Year,Trust,,Section,Item,Systems,",
            ",Code,Name,,,Total,Unsupported",
            "2025,DEMO4,Xandover Partnership NHS Foundation Trust,legacy_estate,servers,90,12",
        ),
        *(*findings, *[alias] * 3, "heading_compared:2"),
    )
    case(
        "headings_of_a_group_that_say_too_little.csv",
        lines(
            "Financial year,ODS code,IT spend,,",
            ",,Operating,Capital,Revenue",
            "2024/25,DEMO4,236700000,613000,2992000",
        ),
        *(*findings, *of_it, "column_missing:2", "heading_unknown:2"),
        valid=0,
    )
    case(
        "book_headings_of_groups.xlsx",
        drawn(_merge_groups),
        *("lines_above_header", "headings_two_lines:3", *["heading_alias:3"] * 2, *["merged_read:3"] * 2),
    )


def _merge_groups(_: Any, sheet: Any) -> None:
    sheet.write(0, 0, "Spend of the trust")
    for column, name in enumerate(("Financial year", "ODS code")):
        sheet.merge_range(1, column, 2, column, name)
    sheet.merge_range(1, 2, 1, 3, "Expenditure")
    sheet.merge_range(1, 4, 1, 5, "IT spend")
    sheet.write_row(2, 2, ["Operating", "Capital", "Revenue", "Capital"])
    sheet.write_row(3, 0, ["2024/25", "DEMO4", 236700000, 6051000, 2992000, 613000])


def _merge_headings(_: Any, sheet: Any) -> None:
    for column, name in enumerate(("Trust", "Care setting", "Year")):
        sheet.merge_range(0, column, 1, column, name)
    sheet.write_row(0, 3, ["Pillars"])
    sheet.write_row(1, 3, ["Well Led"])
    sheet.write_row(2, 0, ["DEMO1", "Acute", 2025, 3.9])


def _for_the_eye() -> None:
    """A table as mail and documents show it, its cells apart by spaces; rows that are counted with gaps."""
    spaced = (
        "Financial year  ODS code  Operating expenditure  Capital expenditure  IT revenue  IT capital",
        "2024/25         DEMO4     236,700,000            6,051,000            2,992,000   613,000",
    )
    thousands = ["thousands_removed:2"] * 4
    for name, text in (("", lines(*spaced)), ("_that_do_not_break", lines(*spaced).replace("  ", "\u00a0 "))):
        case(f"cells_apart_by_spaces{name}.txt", text, "delimiter", *thousands)
    gap = "2024/25         DEMO5     308,900,000                                 3,800,000   1,700,000"
    case(
        "cells_apart_by_spaces_one_empty.txt",
        lines(*spaced, gap),
        *("delimiter", "row_short:3", *thousands),
        read=2,
        valid=1,
    )
    rows = [DEMO_ROW, DEMO_ROW.replace("well_led", "improve_care").replace("3.9", "4.1")]
    for name, counted, found in (
        ("", (3, 8), ["row_numbers_left_out:1"]),
        ("_falling", (8, 3), ["heading_blank:2"]),
        ("_like_scores", (3, 4), ["heading_blank:2"]),
        ("_of_years", (2024, 2025), ["heading_blank:2"]),
    ):
        numbered = [f"{number},{row}" for number, row in zip(counted, rows, strict=True)]
        case(f"rows_counted_with_gaps{name}.csv", lines(f",{LONG}", *numbered), *found, read=2)


def _contradictions() -> None:
    """Two sheets of different returns that give one figure twice."""
    spend = ["2024/25", "DEMO4", 236700000, 6051000, 2992000, 613000]
    context = ["Financial year", "ODS code", "Operating expenditure", "Capital expenditure", "WTE"]
    for name, amount, found in (("other", 219500000, ["figures_contradict:2"]), ("same", 236700000, [])):
        case(
            f"book_two_returns_{name}_expenditure.xlsx",
            book(
                {
                    "IT spend": [SPEND.split(","), spend],
                    "Context": [context, ["2024/25", "DEMO4", amount, None, 3490]],
                }
            ),
            *(*found, "heading_alias:1"),
            read=2,
        )


def _ended() -> None:
    """Memberships of a group that stand and would end, two of them on one day."""
    row = "DEMO-ACUTE,Quorrelby and Zantlemere Hospitals Group,provider_group,DEMO{},2024-04-01,{},A paper"
    ends = {1: "2026-03-31", 2: "", 3: "2026-03-31", 6: "2026-06-30"}
    case(
        "group_members_leave.csv",
        lines(GROUPS, *(row.format(member, end) for member, end in ends.items())),
        *("membership_ended:2", "membership_ended:5"),
        read=4,
    )
    case("group_members_stay.csv", lines(GROUPS, *(row.format(member, "") for member in ends)), read=4)


def _units() -> None:
    """A unit in a column of its own."""
    spend = "2024/25,DEMO4,236.7,6.1,3,0.6,{}"
    for name, unit, found in (
        ("large", "Millions", ["unit_beside:1", "heading_ignored:1"]),
        ("plain", "pounds", ["heading_ignored:1"]),
    ):
        case(
            f"unit_beside_{name}.txt",
            lines(f"{SPEND},Units", spend.format(unit)),
            *(*found, "spend_in_thousands:2", "spend_jump:2"),
        )
