"""Workbooks of analysts and of hostile people: what formats, merged cells and formulas hide or change."""

from collections.abc import Callable
from typing import Any

from making import (
    CONDITIONS,
    LONG,
    MAIN,
    PILLARS,
    SPEND,
    archive,
    book,
    case,
    drawn,
    lines,
    parts,
    raw,
    rows_xml,
)

SPENT = ["2025/26", "DEMO6", 377812000, 9900000, 3640000, 1010000]
OTHER = ["2025/26", "DEMO8", 312004000, 20110000, 5120000, 1840000]
SCORED = [2025, "DEMO6", "Acute", "well_led", None, 3]
AMOUNTS, SCORES = SPEND.split(","), LONG.split(",")
MIX = [*AMOUNTS, "spend_on_staff", "spend_on_software"]
WIDE = ["Assessment year", "ODS code", "Care setting", *PILLARS.split(",")]
GROUPS = ["group_code", "group_name", "group_kind", "member_code", "valid_from", "valid_to", "source"]
SHEET = f"<sheetData>{rows_xml(AMOUNTS, SPENT)}</sheetData>"
PART, BOOK, ROOT = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


def make() -> None:
    """Every case of this file."""
    _formats()
    _merged()
    _formulas()
    _unseen()
    _zeros_unseen()
    _beside()
    _left_out()
    _places()
    _cells()
    _parts()
    _packages()
    _honest()


def _formats() -> None:
    """Number formats that round, hide zeros or signs, or put signs between digits."""
    accounts = '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-'
    for name, form, held, *said in (
        ("accounts_rounded", accounts, 3.6, "format_scaled:2"),
        ("dash_for_nought_rounded", '0;-0;"-"', 3.6, "format_scaled:2"),
        ("words_for_nought_rounded", '0;-0;"nil"', 3.55, "format_scaled:2"),
        ("nothing_below_zero_rounded", "0.0;;", 3.64, "format_read:2"),
        ("accounts_whole", accounts, 3),
        ("red_below_zero", "0;[Red]0", 3),
        ("point_between", '0"."0', 3, "format_unclear:2"),
        ("dash_between", "0-0", 3, "format_unclear:2"),
        ("two_points", "0.0.0", 3, "format_unclear:2"),
    ):
        _formatted(f"score_{name}", SCORES, SCORED, (1, 5, held, form), *said)
    for name, form, held, *said in (
        ("no_nought", "#,###", 0, "spend_jump:2", "value_unseen:2"),
        ("no_nought_at_all", "#", 0, "spend_jump:2", "value_unseen:2"),
        ("no_nought_scaled", '#,###,"k"', 0, "spend_jump:2", "value_unseen:2"),
        ("apostrophes", "#'##0", 3640000),
        ("spaces", "# ##0", 3640000),
        ("whole_pounds", "#,##0", 3640000.4),
        ("colours", "[Blue]#,##0;[Red]-#,##0", 3640000),
        ("unit_for_large_ones", '[>=1000000]£0.0,,"m";£#,##0', 3640000, "format_read:2"),
        ("as_text", "@", 3640000),
        ("scientific", "0.00E+00", 3640000, "format_read:2"),
        ("filled_with_dashes", "*-#,##0", 3640000),
    ):
        _formatted(f"spend_{name}", AMOUNTS, SPENT, (1, 4, held, form), *said)
    for name, form, held, *said in (
        ("sign_lost", "#,##0;#,##0", -3640000, "format_unclear:2", "negative_amount:2"),
        ("sign_red", "#,##0;[Red]#,##0", -3640000, "negative_amount:2"),
        ("month", "mmm yy", 46082, "date_in_number:2"),
        ("percent", "0.0%", 0.0364, "percent_sign:2"),
        ("star", '0"*"', 3640000, "number_with_mark:2"),
        ("pence", '0"p"', 364000000, "not_a_number:2"),
        ("nil", '0;0;"nil"', 0, "words_for_nothing:2"),
        ("unit", '0.0" million"', 3.6, "unit_in_number:2"),
    ):
        _formatted(f"spend_{name}", AMOUNTS, SPENT, (1, 4, held, form), *said, valid=0)
    for name, form, held, *said in (
        ("day", "dd/mm/yyyy", 45748, "financial_year_day:2"),
        ("only_year", "yyyy", 45748, "financial_year_day:2"),
        ("number_as_day", "yyyy", 2025, "financial_year_day:2"),
        ("half_of_it", '0"/26"', 2025, "financial_year_alone:2", "format_unclear:2"),
    ):
        _formatted(f"year_{name}", AMOUNTS, SPENT, (1, 0, held, form), *said, valid=0)
    _formatted("year_fy", AMOUNTS, SPENT, (1, 0, 2526, '"FY"0'), "year_respelt:2")
    _formatted(
        "year_slash", AMOUNTS, SPENT, (1, 0, 202526, '0000"/"00'), "format_unclear:2", "year_respelt:2"
    )


def _formatted(
    name: str,
    headings: list[str],
    row: list[Any],
    cell: tuple[int, int, float, str],
    *said: str,
    valid: int = 1,
) -> None:
    line, column, held, form = cell

    def draw(workbook: Any, sheet: Any) -> None:
        sheet.write_number(line, column, held, workbook.add_format({"num_format": form}))

    case(f"excel_format_{name}.xlsx", drawn(draw, rows=[headings, row]), *said, valid=valid)


def _merged() -> None:
    """Cells merged over several columns: one figure for all, or a form with two cells for each field."""
    mix = [MIX, SPENT]
    _merge("two_amounts", "G2:H2", 2700000, mix, "merged_across:2")
    _merge(
        "block_of_amounts",
        "G2:H3",
        2700000,
        [MIX, SPENT, OTHER],
        "merged_across:2",
        "merged_figure:3",
        read=2,
    )
    below = [*[[f"Guidance {n}"] for n in range(70)], *mix]
    _merge("two_amounts_below_guidance", "G72:H72", 2700000, below, "lines_above_header", "merged_across:72")
    wide = [WIDE, [2025, "DEMO6", "Acute", None, None, 2, 3, 3, 2, 2]]
    _merge("two_pillars", "D2:E2", 2, wide, "merged_across:2", "blank_cells:2", read=6)
    _merge("beyond_the_table", "H2:I2", 1640000, [MIX, [*SPENT, 2000000]])
    _merge(
        "year_over_code", "A2:B2", "2025/26", [AMOUNTS, [None, None, *SPENT[2:]]], "value_missing:2", valid=0
    )
    _merge("words_over_amounts", "G2:H2", "not split", mix, "not_a_number:2", valid=0)
    _merge(
        "line_of_a_group",
        "A3:F3",
        "Ambulance trusts",
        [AMOUNTS, SPENT, [], OTHER],
        "line_among_rows:3",
        read=2,
    )
    same = rows_xml(AMOUNTS, SPENT, [*SPENT[:1], "DEMO8", *OTHER[2:]])
    covered = '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'
    case("excel_merged_over_its_own_value.xlsx", raw(f"<sheetData>{same}</sheetData>{covered}"), read=2)


def _merge(
    name: str, place: str, value: Any, rows: list[Any], *said: str, read: int = 1, valid: int | None = None
) -> None:
    content = drawn(lambda _, sheet: sheet.merge_range(place, value), rows=rows)
    case(f"excel_merged_{name}.xlsx", content, *said, read=read, valid=read if valid is None else valid)


def _formulas() -> None:
    """Formulas that nobody worked out before the workbook was saved, and those that have nothing to show."""
    cell = '<c r="E2"><v>3640000</v></c>'
    worked = SHEET.replace(cell, cell.replace("<v>", "<f>H2*1000</f><v>"))
    for name, settings, *said in (
        ("by_hand", 'calcMode="manual" calcOnSave="0"', "formula_old:2", "formulas"),
        ("not_completed", 'calcCompleted="0"', "formula_old:2", "formulas"),
        ("by_hand_and_on_save", 'calcMode="manual"', "formulas"),
        ("without_tables", 'calcMode="autoNoTable"', "formulas"),
        ("with_iteration", 'iterate="1"', "formulas"),
    ):
        case(f"excel_formula_{name}.xlsx", raw(worked, around=f"<calcPr {settings}/>"), *said)
    zeros = "".join(f"<c><f>X{n}</f><v>0</v></c>" for n in range(6))
    dragged = f"<row>{zeros}</row>" * 57
    rows = rows_xml(AMOUNTS, SPENT)
    case(
        "excel_formulas_dragged_down.xlsx", raw(f"<sheetData>{rows}{dragged}</sheetData>"), "rows_of_zeros:3"
    )
    blank = dragged.replace("<c>", '<c t="str">').replace("<v>0</v>", "<v></v>")
    case("excel_formulas_of_blanks.xlsx", raw(f"<sheetData>{rows}{blank}</sheetData>"), "formulas")
    noughts = rows_xml(AMOUNTS, SPENT, [0] * 6)
    found = ["bad_financial_year:3", "name_unknown:3", "expenditure_nought:3"]
    case("excel_typed_noughts.xlsx", raw(f"<sheetData>{noughts}</sheetData>"), *found[:2], read=2, valid=1)
    for name, formula in (
        ("reference", "=#REF!|#REF!"),
        ("lookup", "=VLOOKUP(1,A:B,2)|#N/A"),
        ("link", "=1/0|#DIV/0!"),
    ):
        content = book({"Return": [AMOUNTS, [*SPENT[:5], formula]]})
        case(f"excel_formula_error_{name}.xlsx", content, "excel_error:2", "formulas", valid=0)
    linked = book({"Return": [AMOUNTS, [*SPENT[:5], "='[budget.xlsx]Sums'!A1|1010000"]]})
    case("excel_formula_of_another_file.xlsx", linked, "formulas")


def _unseen() -> None:
    """Text in the colour of its background, and sheets that nobody sees."""
    for name, look, *said in (
        ("nearly_white", {"font_color": "#FDFDFD"}, "text_white:3"),
        ("yellow_on_yellow", {"font_color": "#FFFF00", "bg_color": "#FFFF00"}, "text_white:3"),
        ("black_on_black", {"bg_color": "#000000"}, "text_white:3"),
        ("white_on_blue", {"font_color": "#FFFFFF", "bg_color": "#005EB8"}),
        ("grey", {"font_color": "#808080"}),
        ("white_on_hatched", {"font_color": "#FFFFFF", "bg_color": "#000000", "pattern": 14}),
    ):
        _looks(name, look, *said)
    hidden = 'name="Return" state="hidden"'
    only = _changed(BOOK, 'name="Return"', hidden)
    case("excel_all_sheets_hidden.xlsx", only, "sheet_hidden", "sheets_unseen", read=0)
    deep = _changed(BOOK, 'name="Return"', 'name="Return" state="veryHidden"')
    case("excel_all_sheets_very_hidden.xlsx", deep, "sheet_hidden", "sheets_unseen", read=0)
    chart = _changed(ROOT, "/worksheet", "/chartsheet")
    case("excel_only_a_chart.xlsx", chart, "sheets_unseen", read=0)
    many = parts({"Return": SHEET, **{f"Old {n}": SHEET for n in range(30)}})
    many[BOOK] = many[BOOK].replace(b'name="Old', b'state="hidden" name="Old')
    case("excel_thirty_hidden_sheets.xlsx", archive(many), *["sheet_hidden"] * 20)
    for name, options in (("low", {"height": 1}), ("closed", {"options": {"level": 1, "hidden": True}})):
        content = drawn(lambda _, sheet, said=options: sheet.set_row(2, **said), rows=[AMOUNTS, SPENT, OTHER])
        case(f"excel_row_{name}.xlsx", content, "rows_hidden:3", read=2)


def _zeros_unseen() -> None:
    """A sheet that is set not to show zeros, with two of them, and codes of groups that begin with zeros."""
    rows = [AMOUNTS, [*SPENT[:5], 0], [*OTHER[:5], 0]]
    content = drawn(lambda _, sheet: sheet.hide_zero(), rows=rows)
    case("excel_zeros_unseen.xlsx", content, "zeros_unseen:2", read=2)

    def draw(workbook: Any, sheet: Any) -> None:
        for row in (1, 2):
            sheet.write_number(row, 0, 7, workbook.add_format({"num_format": "000"}))

    group = [None, "Vexwold group", "own", "DEMO6", "2025-04-01", None, "A paper"]
    other = [*group[:3], "DEMO7", *group[4:]]
    case("excel_group_with_zeros.xlsx", drawn(draw, rows=[GROUPS, group, other]), read=2)


def _looks(name: str, look: dict[str, Any], *said: str) -> None:
    def draw(workbook: Any, sheet: Any) -> None:
        sheet.write_row(2, 0, OTHER, workbook.add_format(look))

    case(f"excel_colour_{name}.xlsx", drawn(draw, rows=[AMOUNTS, SPENT]), *said, read=2)


def _beside() -> None:
    """What is said on sheets of their own: a text box on a sheet without cells is about the return too."""
    for name, words, *said in (
        ("thousands", "All figures are in £000", "unit_beside:1"),
        ("a_doubt", "DRAFT - not for submission", "figures_doubted:1"),
        ("no_doubt", "Finance and digital filled this in together"),
    ):
        _with_notes(name, lambda sheet, said=words: sheet.insert_textbox(1, 1, said), *said)
    _with_notes("comment", lambda sheet: sheet.write_comment("B2", "Provisional"), "figures_doubted:1")
    _with_notes("footer", lambda sheet: sheet.set_footer("&LDraft&R&P of &N"), "figures_doubted:1")


def _with_notes(name: str, write: Callable[[Any], Any], *said: str) -> None:
    def draw(workbook: Any, _: Any) -> None:
        write(workbook.add_worksheet("Notes"))

    case(f"excel_notes_{name}.xlsx", drawn(draw, rows=[AMOUNTS, SPENT]), *said)


def _left_out() -> None:
    """Lists beside a table: their lines are no rows of it."""
    listed = [
        [*SCORES, None, "Pillars"],
        [*SCORED, None, "well_led"],
        *[[None] * 7 + [n] for n in ("a", "b", "c")],
    ]
    left_out = ["heading_ignored:1", "rows_beside:3"]
    case("excel_list_to_the_right.xlsx", book({"Return": listed}), *left_out)
    before = [["Comments", *SCORES], [None, *SCORED], ["Checked", *[None] * 6]]
    case("excel_remark_without_a_row.xlsx", book({"Return": before}), *left_out)
    text = lines(
        f"{LONG},Comments",
        "2025,DEMO6,Acute,well_led,,3,",
        ",,,,,,Agreed",
        "2025,DEMO7,Community,well_led,,3,",
    )
    case("excel_remark_without_a_row.csv", text, *left_out, read=2)
    apart = [[*AMOUNTS], SPENT, [None] * 6, [None] * 8 + ["Note: provisional"]]
    case("excel_words_beyond_the_table.xlsx", book({"Return": apart}), "value_beyond:4", read=2, valid=1)


def _places() -> None:
    """Rows and cells where none can be."""
    for name, before, after in (
        ("row_nought", '<row r="1">', '<row r="0">'),
        ("row_below_nought", '<row r="1">', '<row r="-1">'),
        ("row_beyond_the_last", '<row r="2">', '<row r="1048577">'),
        ("row_twice", '<row r="2">', '<row r="1">'),
        ("cell_in_another_row", 'r="C2"', 'r="C3"'),
        ("cell_beyond_the_last_column", 'r="C2"', 'r="XFE2"'),
        ("cell_without_a_row", 'r="C2"', 'r="C0"'),
        ("cell_as_r1c1", 'r="C2"', 'r="R2C3"'),
        ("cell_twice", 'r="D2"', 'r="C2"'),
    ):
        _refused(name, SHEET.replace(before, after))
    second, first = rows_xml(SPENT, first=2), rows_xml(AMOUNTS)
    _refused("rows_turned_round", f"<sheetData>{second}{first}</sheetData>")
    _refused("row_outside_its_table", SHEET + rows_xml(OTHER, first=3))
    _refused("range_of_nothing", f'{SHEET}<mergeCells><mergeCell ref="zz"/></mergeCells>')
    _refused(
        "ranges_across_each_other",
        f"{SHEET}<mergeCells>{'<mergeCell ref={0}A2:B3{0}/>'.format(chr(34)) * 2}</mergeCells>",
    )
    start, cells = SHEET.index('<row r="2">') + 11, SHEET.index("</sheetData>") - 6
    turned = "".join(f"{cell}</c>" for cell in reversed(SHEET[start:cells].split("</c>")[:-1]))
    case("excel_cells_turned_round.xlsx", raw(SHEET[:start] + turned + SHEET[cells:]))
    for name, before, after in (
        ("small_letters", 'r="C2"', 'r="c2"'),
        ("dollars", 'r="C2"', 'r="$C$2"'),
        ("dimension_of_everything", "<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>'),
    ):
        case(f"excel_place_{name}.xlsx", raw(SHEET.replace(before, after)))


def _refused(name: str, inner: str | bytes, *, said: str = "workbook_damaged", **beside: Any) -> None:
    case(f"excel_{name}.xlsx", raw(inner, **beside), said, read=0)


def _cells() -> None:
    """Values as no spreadsheet writes them."""
    number = "<v>377812000</v>"
    for name, value in (
        ("nan", "<v>NaN</v>"),
        ("infinite", "<v>INF</v>"),
        ("hexadecimal", "<v>0x10</v>"),
        ("with_commas", "<v>377,812,000</v>"),
        ("other_digits", "<v>\u0663\u0667</v>"),
        ("twice", "<v>1</v><v>377812000</v>"),
        ("and_text", "<v>377812000</v><is><t>1</t></is>"),
    ):
        _refused(f"value_{name}", SHEET.replace(number, value))
    for name, value in (
        ("in_a_section", "<v><![CDATA[377812000]]></v>"),
        ("with_a_comment", "<v>377<!-- x -->812000</v>"),
        ("with_spaces", "<v>\n 377812000 </v>"),
        ("of_many_digits", f"<v>377812000.{'0' * 300}</v>"),
    ):
        case(f"excel_value_{name}.xlsx", raw(SHEET.replace(number, value)))
    huge = raw(SHEET.replace(number, "<v>1e400</v>"))
    case("excel_value_beyond_all_numbers.xlsx", huge, "scientific_number:2", valid=0)
    for name, kind in (("unknown", "zz"), ("shared_without_texts", "s")):
        _refused(f"kind_{name}", SHEET.replace('<c r="C2">', f'<c r="C2" t="{kind}">'))
    for name, error in (("spill", "#SPILL!"), ("loading", "#GETTING_DATA"), ("field", "#FIELD!")):
        content = raw(SHEET.replace(f'<c r="C2">{number}', f'<c r="C2" t="e"><v>{error}</v>'))
        case(f"excel_error_{name}.xlsx", content, "excel_error:2", valid=0)
    spoken = "<t>DEMO6</t><rPh sb={0}0{0} eb={0}1{0}><t>DEMO8</t></rPh>".format('"')
    case("excel_code_with_its_sound.xlsx", raw(SHEET.replace("<t>DEMO6</t>", spoken)))
    cut = raw(SHEET.replace("<t>DEMO6</t>", "<r><t>DE</t></r><r><rPr><b/></rPr><t>MO6</t></r>"))
    case("excel_code_in_two_runs.xlsx", cut)

    _as_days()


def _as_days() -> None:
    """Codes and names that a spreadsheet took for a day when they were typed."""
    group = ["DEMO-X", "Vexwold group", "own", "DEMO6", "2025-04-01", None, "A paper"]
    more = [*group[:3], "DEMO7", *group[4:]]
    for name, code, valid in (
        ("mar1", "2026-03-01", 0),
        ("mar25", "Mar-25", 0),
        ("in_capitals", "MAR-25", 2),
    ):
        rows = [GROUPS, *([code, *row[1:]] for row in (group, more))]
        found = [] if valid else ["date_in_code:2", "date_in_code:3"]
        case(f"excel_group_as_day_{name}.xlsx", book({"Return": rows}), *found, read=2, valid=valid)
    programme = [
        2025,
        "DEMO6",
        "programme",
        "2026-03-01",
        *[None] * 6,
        "empower_people",
        5,
        "delivery",
        100000,
    ]
    content = book({"Return": [CONDITIONS.split(","), programme]})
    case("excel_programme_as_day.xlsx", content, "date_in_code:2", valid=0)


def _parts() -> None:
    """Parts that are something else, end early, or say what no workbook says."""
    for name, root in (
        ("of_another_kind", b"<html/>"),
        ("of_no_namespace", f"<worksheet>{SHEET}</worksheet>".encode()),
        ("of_another_namespace", f'<worksheet xmlns="urn:other">{SHEET}</worksheet>'.encode()),
        ("cut_off", f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">'.encode()),
        ("with_a_document_type", f'<!DOCTYPE a><worksheet xmlns="{MAIN}"/>'.encode()),
        ("with_an_entity", f'<worksheet xmlns="{MAIN}">&nbsp;</worksheet>'.encode()),
        ("with_something_after", f'<worksheet xmlns="{MAIN}"/>more'.encode()),
        ("with_zeros_after", f'<worksheet xmlns="{MAIN}"/>\0\0'.encode()),
        ("with_a_control_character", f'<worksheet xmlns="{MAIN}">\x01</worksheet>'.encode()),
        ("in_latin", f'<worksheet xmlns="{MAIN}">\xe9</worksheet>'.encode("latin-1")),
    ):
        _refused(f"sheet_{name}", root)
    for name, what in (("styles", "xl/styles.xml"), ("texts", "xl/sharedStrings.xml")):
        made = parts({"Return": SHEET}, styles="<cellXfs/>", texts="<si/>") | {what: b"<html/>"}
        case(f"excel_{name}_of_another_kind.xlsx", archive(made), "workbook_damaged", read=0)
    for name, change in (
        ("without_a_reference", ('r:id="rId1"', "")),
        ("to_nowhere", ('r:id="rId1"', 'r:id="rId9"')),
    ):
        content = _changed(BOOK, *change)
        case(f"excel_listed_{name}.xlsx", content, "workbook_damaged", read=0)
    for name, target, *said in (
        ("itself", "workbook.xml", "workbook_damaged"),
        ("far_above", "../../../../etc/passwd", "workbook_damaged"),
        ("a_file", "file:///etc/passwd", "workbook_damaged"),
        ("absolute", "/xl/worksheets/sheet1.xml"),
        ("up_and_down", "../xl/worksheets/sheet1.xml"),
        ("escaped", "worksheets/sheet%31.xml"),
    ):
        content = _changed(ROOT, "worksheets/sheet1.xml", target)
        read = 0 if said else 1
        case(f"excel_target_{name}.xlsx", content, *said, read=read)
    for name, letters in (("utf_16", "utf-16"), ("utf_8_with_mark", "utf-8-sig")):
        made = parts({"Return": SHEET})
        made[PART] = made[PART].decode().replace("UTF-8", letters[:6].rstrip("-").upper()).encode(letters)
        case(f"excel_sheet_in_{name}.xlsx", archive(made))


def _packages() -> None:
    """Archives that lie, and documents that are not what their names say."""
    made = parts({"Return": SHEET})
    twice = made | {PART.upper(): made[PART]}
    case("excel_part_twice.xlsx", archive(twice), "workbook_damaged", read=0)
    case("excel_end_missing.xlsx", archive(made)[:-60], "workbook_damaged", read=0)
    case("excel_first_bytes_alone.xlsx", b"PK\x03\x04", "workbook_damaged", read=0)
    spoilt = archive(made).replace(b"<v>377812000", b"<v>977812000")
    case("excel_part_spoilt.xlsx", spoilt, "workbook_damaged", read=0)
    binary = {
        "[Content_Types].xml": b"<Types/>",
        "xl/workbook.bin": b"\x83\x01",
        "xl/worksheets/sheet1.bin": b"x",
    }
    for ending in ("xlsb", "xlsx"):
        case(f"excel_binary.{ending}", archive(binary), "format_refused", read=0)
    case("excel_named_as_text.csv", archive(made))
    case("excel_named_as_macros.xlsm", archive(made | {"xl/vbaProject.bin": b"\xd0\xcf"}))
    case("excel_named_as_template.xltx", archive(made))
    case("excel_text_after_the_end.xlsx", archive(made) + b"more" * 9)
    strange = made | {"../../etc/passwd": b"x", "/abs": b"x", "C:\\x.txt": b"x"}
    case("excel_strange_names_beside.xlsx", archive(strange))
    listed = f"{AMOUNTS[0]},x\n2025/26,1\n"
    case("excel_text_named_workbook.xlsx", listed, "kind_unknown:1", read=0)


def _changed(part: str, before: str, after: str) -> bytes:
    """A good workbook with one change in one of its parts."""
    made = parts({"Return": SHEET})
    assert before.encode() in made[part]
    return archive(made | {part: made[part].replace(before.encode(), after.encode(), 1)})


def _honest() -> None:
    """Good workbooks of other habits, which nothing is asked about."""
    lookups = drawn(
        lambda workbook, sheet: (
            sheet.data_validation("D2:D100", {"validate": "list", "source": PILLARS.split(",")}),
            sheet.conditional_format("F2:F10", {"type": "data_bar"}),
            sheet.autofilter("A1:F2"),
            sheet.freeze_panes(1, 2),
            sheet.protect("secret"),
        ),
        rows=[SCORES, SCORED],
    )
    case("excel_lists_bars_filter_lock.xlsx", lookups)
    case(
        "excel_numbered_headings.xlsx",
        _headed([f"{n}. {name}" for n, name in enumerate(AMOUNTS, 1)]),
        *["heading_alias:1"] * 6,
    )
    case("excel_starred_headings.xlsx", _headed([f"{name} *" for name in AMOUNTS]))
    case("excel_headings_in_capitals.xlsx", _headed([name.upper().replace("_", "\n") for name in AMOUNTS]))
    units = [*AMOUNTS[:2], *(f"{name.replace('_', ' ')}\n(£)" for name in AMOUNTS[2:])]
    case("excel_units_on_a_second_line.xlsx", _headed(units), *["heading_alias:1"] * 4)
    linked = drawn(
        lambda _, sheet: sheet.write_url(1, 1, "https://x.example", string="DEMO6"), rows=[AMOUNTS, SPENT]
    )
    case("excel_code_with_a_link.xlsx", linked)
    gaps = [SCORES, SCORED, [], [], [2025, "DEMO6", "Acute", "safe_practice", None, 2], [" "] * 6]
    case("excel_gaps_between_rows.xlsx", book({"Return": gaps}), read=2)


def _headed(headings: list[str]) -> bytes:
    return book({"Return": [headings, SPENT]})
