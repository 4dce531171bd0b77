"""What programs make of an honest return when they export, draw, abridge or link it."""

from making import GROUPS, LONG, OTHER_SPENT, SPEND, SPENT, TARGETS, book, case, lines, long

SCORED = "2025,DEMO6,Acute,{},,3"
ALIASES = ["heading_alias:1"]


def make() -> None:
    """Every case of this file."""
    _drawn()
    _numbered()
    _abridged()
    _headed()
    _measured()
    _of_units()
    _cells()
    _sheets()
    _no_returns()


def _drawn() -> None:
    """Tables drawn with lines, as psql, rich, DuckDB and polars show them."""
    rows = [row.split(",") for row in (SPEND, SPENT, OTHER_SPENT)]
    types = [["varchar"] * 2 + ["int64"] * 4]
    removed = [*["spaces_removed:{}"] * 6, *["spaces_removed:{}"] * 5]  # the year stands in both rows
    for name, drawn, found, first in (
        ("psql", _box(rows, "│", "┌─┬┐", "├─┼┤", "└─┴┘"), [], 4),
        ("rich", _box(rows, "│", "┏━┳┓", "┡━╇┩", "└─┴┘", head="┃"), [], 4),
        ("tabulate", _box(rows, "║", "╔═╦╗", "╠═╬╣", "╚═╩╝"), [], 4),
        ("duckdb", _box([rows[0], *types, *rows[1:]], "│", "┌─┬┐", "├─┼┤", "└─┴┘"), ["units_left_out:4"], 5),
    ):
        spaces = [text.format(first if place < 6 else first + 1) for place, text in enumerate(removed)]
        rules = ["lines_above_header", "rule_left_out:3", f"footnote:{first + 2}"]
        findings = ["delimiter", *rules, *found, *spaces]
        case(f"drawn_by_{name}.txt", lines(*drawn), *findings, read=2)
    reason = "DEMO6,Acute,well_led,3.5,Score │ target │ reason"
    case("bars_in_a_reason.csv", lines(TARGETS, reason))


def _box(rows: list[list[str]], bar: str, *rules: str, head: str = "") -> list[str]:
    """Rows in a box: each rule as its left end, line, crossing and right end."""
    widths = [max(map(len, column)) + 2 for column in zip(*rows, strict=True)]
    top, under, end = (f"{r[0]}{r[2].join(r[1] * width for width in widths)}{r[3]}" for r in rules)
    drawn = [
        mark + mark.join(f" {cell}".ljust(width) for cell, width in zip(row, widths, strict=True)) + mark
        for row, mark in zip(rows, [head or bar, *[bar] * len(rows)], strict=False)
    ]
    return [top, drawn[0], under, *drawn[1:], end]


def _numbered() -> None:
    """The rows' numbers that R writes, of one or two rows."""
    found = ["row_numbers_left_out:1"]
    case("numbered_by_r_once.csv", lines(SPEND, f"1,{SPENT}"), *found)
    case("numbered_by_r_twice.csv", lines(SPEND, f"1,{SPENT}", f"2,{OTHER_SPENT}"), *found, read=2)
    case("numbered_by_r_blank.csv", lines(f",{SPEND}", f"1,{SPENT}"), *found)


def _abridged() -> None:
    """Values that stand once, above their rows: marks with spaces, words, and empty cells."""
    header, first = LONG.split(","), [2025, "DEMO6", "Acute", "well_led", None, 3]
    for name, mark in (("spaces", ' " '), ("words", "as above")):
        rows = [header, first, [mark, mark, f"{mark} ", "smart_foundations", None, 3]]
        case(f"book_ditto_in_{name}.xlsx", book({"Return": rows}), *["ditto_read:3"] * 3, read=2)
    remark = f"{SCORED.format('well_led')},Checked", f"{SCORED.format('safe_practice')},as above"
    case("ditto_in_a_remark.csv", lines(f"{LONG},Remarks", *remark), "heading_ignored:1", read=2)
    below = ",,,{},,3"
    case(
        "blank_below_its_value.csv",
        long(
            *(SCORED.format("well_led"), below.format("safe_practice"), below.format("improve_care")),
            *("2025,DEMO7,Community,well_led,,3", below.format("safe_practice")),
        ),
        *["blank_read:3"] * 3,
        read=5,
    )
    unsaid = f",{OTHER_SPENT.partition(',')[2]}"
    case("blank_year_below_another.csv", lines(SPEND, SPENT, unsaid), "blank_read:3", read=2)
    rows = (SCORED.format("well_led"), below.format("safe_practice"), "2025,DEMO7,Community,well_led,,3")
    case("blank_code_forgotten_once.csv", long(*rows), *["value_missing:3"] * 3, read=3, valid=2)
    missing = OTHER_SPENT.replace("DEMO8", "")
    case("blank_code_that_is_missing.csv", lines(SPEND, SPENT, missing), "value_missing:3", read=2, valid=1)
    found = ["bad_financial_year:4", "value_missing:4"]
    case(
        "blank_code_of_a_check.csv",
        lines(SPEND, SPENT, OTHER_SPENT, "Check,,689816000,30010000,8760000,2850000"),
        *found,
        read=3,
        valid=2,
    )
    among = [SCORED.format("well_led"), SCORED.format("smart_foundations"), "2025,,Acute,safe_practice,,3"]
    case("blank_code_among_others.csv", long(*among), "value_missing:4", read=3, valid=2)


def _headed() -> None:
    """Headings as Power BI, databases, R and programs for the web write them."""
    words = (
        "Financial year,ODS code,Operating expenditure{0},Capital expenditure{0},IT revenue{0},IT capital{0}"
    )
    of_r = [name.replace(" ", ".") for name in words.format("").split(",")]
    for name, headings in (
        ("a_table", [f"IT_Spend[{name}]" for name in SPEND.split(",")]),
        ("an_alias", [f"t.{name}" for name in SPEND.split(",")]),
        ("brackets", [f"[{name}]" for name in SPEND.split(",")]),
        ("marks", [f'"""{name}"""' for name in SPEND.split(",")]),
        ("r", of_r),
        ("capitals", ["".join(map(str.capitalize, name.split("_"))) for name in SPEND.split(",")]),
    ):
        case(f"headed_by_{name}.csv", lines(",".join(headings), SPENT), *ALIASES * 6)
    for table in ("Targets", "Plan"):
        target = ",".join(f"{table}[{name}]" for name in TARGETS.split(","))
        row = "DEMO2,Acute,well_led,4,Board paper 12"
        case(f"headed_by_a_table_of_{table.lower()}.csv", lines(target, row), *ALIASES * 5)
    found = ["column_missing:1", "figures_left_out:1"]
    for name, table in (("a_table_of_others", "Budget"), ("spend_of_targets", "Targets")):
        planned = SPEND.replace("it_revenue", f"{table}[it_revenue]")
        case(f"headed_by_{name}.csv", lines(planned, SPENT), *found, valid=0)
    millions = "2025/26,DEMO6,377.812,9.9,3.64,1.01"
    applied = ["unit_applied:2"] * 4
    header = ",".join([*of_r[:2], *(f"{name}...m." for name in of_r[2:])])
    case("headed_by_r_with_a_unit.csv", lines(header, millions), *ALIASES * 6, *applied)
    for name, sign in (("question_mark", "?"), ("hash", "#"), ("dos", "œ"), ("latin_2", "Ł")):
        header = words.format(f" ({sign}m)")
        findings = [*ALIASES * 4, *applied]
        case(f"unit_with_a_{name}.csv", lines(header, millions), *findings)


def _measured() -> None:
    """Measures of a pivot table: a sum of amounts is one, a sum of scores or an average of amounts none."""
    summed = SPEND.replace("operating", "Sum of operating").replace("capital_ex", "Sum of capital_ex")
    summed = summed.replace("it_", "Sum of it_")
    case("measured_amounts.csv", lines(summed, SPENT), *ALIASES * 4)
    averaged = summed.replace("Sum", "Average")
    found = [*["column_missing:1"] * 3, *["heading_unknown:1"] * 4]
    case("measured_amounts_averaged.csv", lines(averaged, SPENT), *found, valid=0)
    row = SCORED.format("well_led")
    for name, found, valid in (
        ("Average", ALIASES, 1),
        ("Sum", ["column_missing:1", "heading_unknown:1"], 0),
    ):
        header = LONG.replace("score", f"{name} of score")
        case(f"measured_scores_{name.lower()}.csv", lines(header, row), *found, valid=valid)
    wide = "assessment_year,ods_code,care_setting,Average of Well Led,Average of Improve Care"
    case("measured_pillars.csv", lines(wide, "2025,DEMO6,Acute,3,2"), *ALIASES * 2, read=2)


def _of_units() -> None:
    """A line below the headings that says a unit, and a name that is too short."""
    found = ("headings_wrapped:2", *["heading_alias:1"] * 4, *["unit_applied:3", "out_of_range:3"] * 4)
    case("row_of_larger_units.csv", lines(SPEND, ",,£m,£m,£m,£m", SPENT), *found, valid=0)
    members = [f"DEMO-X,Xy,own,DEMO{n},2025-04-01,,A paper" for n in (6, 7)]
    case("name_too_short.csv", lines(GROUPS, *members), *["value_wrong:2", "value_wrong:3"], read=2, valid=0)


def _cells() -> None:
    """Text that Excel is to leave alone, and a financial year as file systems allow it."""
    guarded = SPENT.replace("DEMO6", '"=""DEMO6"""').replace("3640000", '"=""3640000"""')
    case("text_for_excel.csv", lines(SPEND, guarded), *["text_mark:2"] * 2)
    for name, year in (("underscore", "2025_26"), ("backslash", "2025\\26")):
        row = SPENT.replace("2025/26", year)
        case(f"year_with_{name}.csv", lines(SPEND, row), "year_respelt:2")


def _sheets() -> None:
    """A second sheet that goes on without headings."""
    first, second = ([row.split(",") for row in rows] for rows in ((SPEND, SPENT), (OTHER_SPENT,)))
    case("book_goes_on.xlsx", book({"One": first, "Two": second}), "sheet_left_out")
    beside = [["DEMO6", "Ada Example"], ["DEMO8", "Ben Example"]]
    case("book_with_names.xlsx", book({"One": first, "Two": beside}), "sheet_ignored")


def _no_returns() -> None:
    """What is chosen in place of the file: links, marks of an open workbook, data of other programs."""
    for name, content in (
        ("link.url", b"[InternetShortcut]\r\nURL=https://vexwold.example/return.xlsx\r\n"),
        ("shortcut.lnk", b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(60)),
        ("list.iqy", b"WEB\r\n1\r\nhttps://vexwold.example/list\r\n"),
        ("pointer.csv", b"version https://git-lfs.github.com/spec/v1\nsize 12\n"),
        ("page.mht", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<html>"),
        ("~$return.xlsx", b"\x03Ada" + bytes(160)),
        ("data.sav", b"$FL2@(#) SPSS" + bytes(60)),
        ("data.sas7bdat", bytes(12) + b"\xc2\xea\x81\x60" + bytes(60)),
        ("data.db", b"SQLite format 3\x00" + bytes(60)),
        ("data.bz2", b"BZh91AY&SY" + bytes(9)),
    ):
        case(name, content, "format_refused", read=0)
