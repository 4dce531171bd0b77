"""Clean returns of several kinds, each with one thing changed that a program or a hurried person changes."""

import csv
import io
from collections.abc import Callable, Sequence

from making import GROUPS, PILLARS, SEVEN, SPEND, TARGETS, book, case, drawn, lines, long

Row = Sequence[str]
Change = Callable[[Row, Sequence[Row]], str | bytes]

SPENT = ("2025/26", "DEMO6", "377812000", "9900000", "3640000", "1010000")
OTHER = ("2025/26", "DEMO8", "312004000", "20110000", "5120000", "1840000")
CLEAN: dict[str, tuple[Row, Sequence[Row]]] = {
    "spend": (SPEND.split(","), (SPENT, OTHER)),
    "targets": (
        TARGETS.split(","),
        (
            ("DEMO6", "Acute", "well_led", "3.5", "Board training in 2027"),
            ("DEMO6", "Acute", "safe_practice", "4", "New record"),
        ),
    ),
    "boards": (
        ("assessment_year", "ics_code", "pillar", "score"),
        (("2025", "DEMO", "well_led", "2.5"), ("2025", "DEMO", "safe_practice", "2.4")),
    ),
    "comparable": (
        ("assessment_year", "compared_with", "ods_code", "care_setting", "score"),
        (("2025", "2024", "DEMO6", "Acute", "2.5714"), ("2025", "2024", "DEMO8", "Ambulance", "3.125")),
    ),
    "context": (
        ("financial_year", "ods_code", "operating_expenditure", "capital_expenditure", "average_wte"),
        (
            ("2025/26", "DEMO6", "377812000", "9900000", "4520.5"),
            ("2025/26", "DEMO8", "312004000", "20110000", "3801"),
        ),
    ),
    "peers": (
        ("ods_code", "pillar", "offers_or_asks", "contact", "note"),
        (
            ("DEMO6", "improve_care", "offer", "Digital team", "Two days a month"),
            ("DEMO8", "well_led", "request", "Digital team", "A seat at a board"),
        ),
    ),
}
SCORES = ("target", "score")


def make() -> None:
    """Every case of this file."""
    _headings()
    _cells()
    _commas()
    _entries()
    _numbered_pillars()
    _sheets()
    _wrapped()
    _years()
    _small_amounts()
    _unseen()
    _sentences()
    _units()


def _written(headings: Row, rows: Sequence[Row], *, delimiter: str = ",", every: bool = False) -> str:
    out = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if every else csv.QUOTE_MINIMAL
    csv.writer(out, delimiter=delimiter, quoting=quoting).writerows([headings, *rows])
    return out.getvalue()


def _varied(name: str, change: Change, expected: dict[str, Sequence[str]], *, valid: int = 2) -> None:
    """A file of each kind that is expected, changed in this way; two rows are read of each."""
    for kind, found in expected.items():
        case(f"varied_{name}_{kind}.csv", change(*CLEAN[kind]), *found, read=2, valid=valid)


def _renamed(rename: Callable[[str], str]) -> Change:
    return lambda headings, rows: _written([*map(rename, headings)], rows)


def _aliases(count: int, line: int = 1) -> list[str]:
    return [f"heading_alias:{line}"] * count


COUNTS = {"spend": 6, "targets": 5, "boards": 4, "comparable": 5, "context": 5, "peers": 5}


def _headings() -> None:
    """Headings as programs, lists and forms write them."""
    said = {kind: _aliases(count) for kind, count in COUNTS.items()}
    silent: dict[str, Sequence[str]] = dict.fromkeys(COUNTS, ())
    for name, rename in (
        ("power_bi", lambda text: f"'Digital return'[{text}]"),
        ("backticks", lambda text: f"`{text}`"),
        ("form_required", lambda text: f"{text.replace('_', ' ').capitalize()} (required)"),
        ("form_question", lambda text: f"What is your {text.replace('_', ' ')}?"),
        ("form_lettered", lambda text: f"{'abcdef'[len(text) % 6]}) {text}"),
        ("form_please", lambda text: f"{text.replace('_', ' ')} - please complete"),
    ):
        _varied(name, _renamed(rename), said)
    _varied("square_brackets", _renamed(lambda text: f"[{text}]"), said)
    squeezed = {kind: _aliases(sum("_" in text for text in CLEAN[kind][0])) for kind in COUNTS}
    _varied("stata", _renamed(lambda text: text.replace("_", "")), squeezed)
    _varied("sharepoint_names", _renamed(lambda text: text.replace("_", "_x0020_")), silent)
    _varied("excel_texts", _renamed(lambda text: f'="{text}"'), silent)
    hashed = {kind: _aliases(1) for kind in COUNTS}
    _varied("hash", lambda headings, rows: _written([f"# {headings[0]}", *headings[1:]], rows), hashed)


def _cells() -> None:
    """Scores and empty cells as forms and databases write them."""
    for name, wrote in (("out_of_5", "{}/5"), ("level", "Level {}")):
        row = long(f"2025,DEMO6,Acute,well_led,,{wrote.format('3.5')}")
        case(f"varied_{name}.csv", row, "whole_respelt:2")
    case("varied_of_ten.csv", long("2025,DEMO6,Acute,well_led,,6/10"), "not_a_number:2", valid=0)
    for number, empty in enumerate(("NA", "[NULL]", "\\N", "(null)")):
        rows = [f"DEMO-NW,Pellindrake and Vexwold,own,DEMO{n},2025-04-01,{empty},A paper" for n in (6, 7)]
        case(f"varied_no_end_{number}.csv", lines(GROUPS, *rows), "empty_of_program:2", read=2)
    quoted = lines(SPEND, ",".join(f"'{text}'" for text in SPENT))
    marks = [*["text_mark:2"] * 6, *["other_quotes:2"] * 6]
    case("varied_single_quotes.csv", quoted, *marks)
    bare = ",".join((*SPENT[:3], '"9,900,000.-"', *SPENT[4:]))
    case("varied_no_cents.csv", lines(SPEND, bare), "not_a_number:2", valid=0)


def _commas() -> None:
    """A decimal comma in a score is one, whatever keeps cells apart: there are no thousands there."""
    found = {
        "boards": ["decimal_comma:2", "decimal_comma:3"],
        "comparable": ["decimal_comma:2", "decimal_comma:3"],
        "targets": ["decimal_comma:2"],
    }

    def with_commas(headings: Row, rows: Sequence[Row]) -> Sequence[Row]:
        return [
            [
                text.replace(".", ",") if name in SCORES else text
                for name, text in zip(headings, row, strict=True)
            ]
            for row in rows
        ]

    for name, delimiter in (("comma", ","), ("semicolon", ";"), ("tab", "\t")):
        said = {
            kind: [*result, *([] if delimiter == "," else ["delimiter"])] for kind, result in found.items()
        }
        _varied(
            f"decimal_comma_{name}",
            lambda h, r, at=delimiter: _written(h, with_commas(h, r), delimiter=at),
            said,
        )
    text = book(
        {
            "Return": [
                ["Year", "Trust", "Setting", "Pillar", "Score"],
                [2025, "DEMO6", "Acute", "Well Led", "2,5"],
            ]
        }
    )
    said_of_text = [*_aliases(3), "decimal_comma:2", "pillar_alias:2"]
    case("varied_decimal_comma.xlsx", text, *said_of_text)
    bare = "2025,DEMO6,Acute,well_led,,2,5"
    case("varied_decimal_comma_bare.csv", long(bare), "row_too_long:2", valid=0)
    wide = lines(f"Year,Provider,Care Setting,{PILLARS}", f"2025,DEMO6,Acute,{SEVEN.replace('.', ',')}")
    case("varied_decimal_comma_wide.csv", wide, "row_too_long:2", valid=0)
    headings, (row, _) = CLEAN["context"]
    for number, (staff, asked) in enumerate((("4520,5", ()), ("45,5", ("staff_unlike_accounts:2",)))):
        staffed = _written(headings, [(*row[:4], staff)])
        case(f"varied_staff_{number}.csv", staffed, "decimal_comma:2", *asked)


def _entries() -> None:
    """Values of SharePoint: an entry of another list with its number, a choice, what was worked out."""
    entry = {"ods_code", "ics_code", "pillar", "care_setting", "contact"}

    def numbered(headings: Row, rows: Sequence[Row]) -> str:
        return _written(
            headings,
            [
                [f"7;#{t}" if name in entry else t for name, t in zip(headings, row, strict=True)]
                for row in rows
            ],
        )

    read = {
        "spend": ["entry_read:2", "entry_read:3"],
        "targets": [*["entry_read:2"] * 3, "entry_read:3"],
        "boards": [*["entry_read:2"] * 2, "entry_read:3"],
        "peers": [*["entry_read:2"] * 3, *["entry_read:3"] * 2],
    }
    _varied("entries", numbered, read)
    typed = ",".join(("string;#2025/26", "string;#DEMO6", *(f"float;#{text}" for text in SPENT[2:])))
    case("varied_entries_typed.csv", lines(SPEND, typed), *["entry_read:2"] * 6)
    choice = "DEMO6,;#Acute;#,;#Well Led;#,3.5,Board training"
    said = [*["entry_read:2"] * 2, "pillar_alias:2"]
    case("varied_entries_choice.csv", lines(TARGETS, choice), *said)
    several = 'DEMO6,Acute,"1;#Well Led;#2;#Safe Practice",3.5,Board training'
    case("varied_entries_several.csv", lines(TARGETS, several), "pillar_unknown:2", valid=0)


def _numbered_pillars() -> None:
    """Pillars that only numbers name: in the framework's order, which is asked."""
    for name, written in (("bare", "{}"), ("pillar", "Pillar {}"), ("p", "P{}"), ("wgll", "WGLL {}")):
        numbers = ",".join(written.format(n) for n in range(1, 8))
        text = lines(f"Year,Trust,Care setting,{numbers}", f"2025,DEMO6,Acute,{SEVEN}")
        case(f"varied_pillars_{name}.csv", text, "heading_numbers:1", read=7)
    six = lines("Year,Trust,Care setting,1,2,3,4,5,6", f"2025,DEMO6,Acute,{SEVEN[:-4]}")
    left = ["figures_left_out:1"] * 6
    case("varied_pillars_six.csv", six, *left, "column_missing:1", valid=0)
    below = [f"2025,DEMO6,Acute,{n},,3" for n in range(1, 8)]
    unknown = [f"pillar_unknown:{line}" for line in range(2, 9)]
    case("varied_pillars_below.csv", long(*below), *unknown, read=7, valid=0)


def _sheets() -> None:
    """A sheet for each pillar."""
    head = ["Year", "Trust", "Care setting", "Score"]
    rows = [[2025, "DEMO6", "Acute", 2.5], [2025, "DEMO8", "Ambulance", 3]]
    names = PILLARS.split(",")
    said = ["column_from_sheet:1", *_aliases(2)] * 7
    case("varied_sheet_each.xlsx", book({name: [head, *rows] for name in names}), *said, read=14)
    numbered = {f"{n}. {name}": [head, *rows] for n, name in enumerate(names, start=1)}
    case("varied_sheet_each_numbered.xlsx", book(numbered), *said, read=14)
    by_number = {f"Pillar {n}": [head, *rows] for n in range(1, 8)}
    refused = ["pair_missing:1", *_aliases(2)] * 7
    case("varied_sheet_each_number.xlsx", book(by_number), *refused, read=14, valid=0)
    targets = {name: [["Trust", "Target", "Reason"], ["DEMO6", 3.5, "Board training"]] for name in names}
    said_of_targets = ["column_from_sheet:1", *_aliases(1)] * 7
    case("varied_sheet_each_targets.xlsx", book(targets), *said_of_targets, read=7)


def _wrapped() -> None:
    """Headings that go on over several lines, as narrow columns have them."""
    rows = [",".join(row) for row in (SPENT, OTHER)]
    two = ("Financial,ODS,Operating,Capital,IT,IT", "year,code,expenditure,expenditure,revenue,capital")
    case("varied_two_lines.csv", lines(*two, *rows), "headings_wrapped:2", read=2)
    units = "(text),(text),(£),(£),(£),(£)"
    said = ["headings_wrapped:2", "units_left_out:3"]
    case("varied_two_lines_units.csv", lines(*two, units, *rows), *said, read=2)
    three = (
        "Financial,ODS,Total,Total,IT,IT",
        "year,code,operating,capital,revenue,capital",
        ",,expenditure,expenditure,spend,spend",
    )
    said = ["headings_wrapped:3", *_aliases(4, 3)]
    case("varied_three_lines.csv", lines(*three, *rows), *said, read=2)
    grouped = [
        ["Financial year", "ODS code", "Expenditure", None, "IT", None],
        [None, None, "Operating", "Capital", "Revenue", "Capital"],
        [None, None, "expenditure", "expenditure", "spend", "spend"],
        [*SPENT[:2], *map(int, SPENT[2:])],
    ]
    said = ["headings_wrapped:3", "lines_above_header", *_aliases(2, 3)]
    case("varied_three_lines_grouped.xlsx", book({"Return": grouped}), *said)
    scores = [
        ["Trust", "Care setting", "Digital maturity assessment", None, None],
        [None, None, "2025", None, None],
        [None, None, "Well Led", "Safe Practice", "Improve Care"],
        ["DEMO6", "Acute", 2.5, 3, 3.5],
    ]
    said = ["headings_wrapped:3", "lines_above_header", "year_from_title"]
    case("varied_three_lines_scores.xlsx", book({"Return": scores}), *said, read=3)
    twice = [",".join(SPENT), SPEND, ",".join(OTHER)]
    case("varied_headings_again.csv", lines(SPEND, *twice), "page_break:3", read=2)


def _years() -> None:
    """Targets have no year: two years of them are asked about, and conflict."""
    reason = "Board training"
    wide = lines("Trust,Pillar,Target 2026,Target 2027,Reason", f"DEMO6,well_led,3.5,4,{reason}")
    said = ["years_side_by_side:1", "heading_unknown:1", *_aliases(1), "rows_conflict:2"]
    case("varied_targets_of_years.csv", wide, *said, read=2, valid=1)
    below = [f"{year},DEMO6,well_led,{aim},{reason}" for year, aim in ((2026, 3.5), (2027, 4))]
    said = ["heading_unknown:1", *_aliases(1), "rows_conflict:3"]
    case(
        "varied_targets_by_year.csv", lines("Year,Trust,Pillar,Target,Reason", *below), *said, read=2, valid=1
    )
    across = lines(f"Trust,Care setting,{PILLARS},Reason", f"DEMO6,Acute,{SEVEN},{reason}")
    case("varied_targets_across.csv", across, "kind_unknown:1", read=0)


def _small_amounts() -> None:
    """An amount of pounds with pence and no thousands: it may be millions, and is asked."""
    headings, (row, _) = CLEAN["context"]
    small = _written(headings, [(*row[:3], "0.613", row[4])])
    case("varied_small_capital.csv", small, "amount_small:2")
    asked = ["amount_small:2", "amount_out_of_line:2"]
    parts = lines(f"{SPEND},spend_on_staff", ",".join((*SPENT, "0.613")))
    case("varied_small_part.csv", parts, *asked)
    every = lines(SPEND, "2025/26,DEMO6,0.377812,0.0099,0.00364,0.00101")
    case("varied_small_all.csv", every, "spend_in_thousands:2", "spend_jump:2")


def _unseen() -> None:
    """Number formats that hide what a cell holds."""
    for number, code in enumerate((";;;", "[White]0", "[Color2]General", '0;0;0;""')):

        def draw(workbook: object, sheet: object, code: str = code) -> None:
            hidden = workbook.add_format({"num_format": code})  # type: ignore[attr-defined]
            place, value = ((1, 4), "Board training") if code.startswith("0") else ((1, 3), 3.5)
            sheet.write(*place, value, hidden)  # type: ignore[attr-defined]

        rows = [TARGETS.split(","), ["DEMO6", "Acute", "well_led", 3.5, "Board training"]]
        case(f"varied_unseen_{number}.xlsx", drawn(draw, rows=rows), "value_unseen:2")


def _sentences() -> None:
    """Another trust as the group of a trust; a table on its side."""
    grouped = lines(f"Group,{SPEND}", f"DEMO8,{','.join(SPENT)}")
    case("varied_group_of_another.csv", grouped, "heading_ignored:1", "name_of_another:2")
    named = lines(f"Group,{SPEND}", f"North group,{','.join(SPENT)}")
    case("varied_group.csv", named, "heading_ignored:1")
    for kind in ("spend", "context"):
        headings, rows = CLEAN[kind]
        first, *others = zip(headings, *rows, strict=True)
        case(f"varied_on_its_side_{kind}.csv", _written(first, others), "kind_unknown:1", read=0)


def _units() -> None:
    """Units as people shorten them; one that is not understood leaves no return without figures."""
    spent = "2025/26,DEMO6,377.8,9.9,3.64,1.01"
    names = ("Operating expenditure", "Capital expenditure", "IT revenue", "IT capital")
    applied = [*_aliases(4), *["unit_applied:2"] * 4]
    for number, unit in enumerate(("£mm", "mill", "Mill. £", "£ in millions", "£s m")):
        headings = ",".join(f'"{name} ({unit})"' for name in names)
        text = lines(f"financial_year,ods_code,{headings}", spent)
        case(f"varied_unit_{number}.csv", text, *applied)
    headings = ",".join(f'"{name} (£ million (rounded))"' for name in names)
    left = [*["figures_left_out:1"] * 3, "heading_unknown:1", "column_missing:1"]
    unread = lines(f"financial_year,ods_code,{headings}", spent)
    case("varied_unit_unread.csv", unread, *left)
    costs = "financial_year,ods_code,Operating costs,Capital costs,IT revenue costs,IT capital costs"
    case("varied_costs.csv", lines(costs, ",".join(SPENT)), *_aliases(4))
    spelt = ",".join(("2025 to 2026", *SPENT[1:]))
    case("varied_year_to_year.csv", lines(SPEND, spelt), "year_respelt:2")
    numbered = [f"{n},{','.join(row)}" for n, row in enumerate((SPENT, OTHER), start=1)]
    case("varied_numbered_x.csv", lines(f"X,{SPEND}", *numbered), "row_numbers_left_out:1", read=2)
