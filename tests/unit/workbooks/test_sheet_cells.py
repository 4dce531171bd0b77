"""What a sheet says, in the shapes in which Excel and other programs write it."""

import pytest

from benchmark.workbooks.limits import column_letters, place_of
from benchmark.workbooks.styles import unescaped
from tests.bad_returns.making import MAIN, STRICT, STRICT_OFFICE, archive, drawn, parts, rows_xml
from tests.unit.workbooks.made import Reading, reading_of, reading_of_rows, reading_of_sheet

TEXTS = (
    "<si><t>plain</t></si>"
    '<si><r><rPr><b/></rPr><t xml:space="preserve">rich </t></r><r><t>text</t></r></si>'
    "<si><t>東京</t><rPh sb='0' eb='2'><t>とうきょう</t></rPh><phoneticPr/></si>"
    "<si/>"
)


def row(cells: str, number: int = 1, said: str = "") -> str:
    return f'<row r="{number}"{said}>{cells}</row>'


class TestCells:
    @pytest.mark.parametrize(
        ("cell", "text"),
        [
            ("<c><v>2025</v></c>", "2025"),
            ('<c t="n"><v>4.2999999999999998</v></c>', "4.3"),
            ("<c><v>1.0E-3</v></c>", "0.001"),
            ("<c><v> 7 </v></c>", "7"),
            ('<c t="b"><v>1</v></c>', "TRUE"),
            ('<c t="b"><v>0</v></c>', "FALSE"),
            ('<c t="e"><v>#REF!</v></c>', "#REF!"),
            ('<c t="s"><v>0</v></c>', "plain"),
            ('<c t="s"><v>1</v></c>', "rich text"),
            ('<c t="s"><v>2</v></c>', "東京"),
            ('<c t="d"><v>2024-03-31T00:00:00</v></c>', "2024-03-31"),
            ('<c t="d"><v>2024-03-31T12:30:00</v></c>', "2024-03-31 12:30:00"),
            ('<c t="str"><f>A2</f><v>text</v></c>', "text"),
            ('<c t="inlineStr"><is><t>in line</t></is></c>', "in line"),
            (
                '<c t="inlineStr"><is><r><t>in </t></r><r><t>line</t></r><rPh><t>x</t></rPh></is></c>',
                "in line",
            ),
            ('<c t="inlineStr"><is><t>a_x000A_b</t></is></c>', "a\nb"),
            ('<c t="inlineStr"><is><t>&lt;&amp;&#233;</t></is></c>', "<&é"),
            ("<c><f>1+1</f><v>2</v></c>", "2"),
            ("<c><f>SUM(A1:B1)</f></c>", "=SUM(A1:B1)"),
            ("<c><f>SUM(A1:B1)</f><v></v></c>", "=SUM(A1:B1)"),
            ('<c><f t="shared" si="0"/></c>', "=formula"),
            ('<c t="str"><f>A1</f></c>', "=A1"),
        ],
    )
    def test_each_kind_of_cell(self, cell, text):
        assert reading_of_rows(row(cell), texts=TEXTS).rows == {1: [text]}

    def test_a_formula_of_nothing_is_empty_where_a_spreadsheet_saved_it(self):
        cells = row('<c t="str"><f>IF(B1="","",B1)</f><v></v></c><c><v>1</v></c>')
        assert reading_of_rows(cells).rows == {1: ["", "1"]}
        around = '<calcPr fullCalcOnLoad="1"/>'
        assert reading_of_rows(cells, around=around).rows == {1: ['=IF(B1="","",B1)', "1"]}

    def test_a_formula_with_zero_is_asked_about_where_no_spreadsheet_saved_it(self):
        cells = row("<c><f>B1</f><v>0</v></c><c><v>0</v></c><c><f>B1</f><v>3</v></c>")
        assert reading_of_rows(cells).marks == []
        marks = reading_of_rows(cells, around='<calcPr fullCalcOnLoad="1"/>').marks
        assert [mark[:3] for mark in marks] == [(1, "stale", 1)]

    @pytest.mark.parametrize(
        ("cell", "reason"),
        [
            ("<c><v>nan</v></c>", "holds no number"),
            ("<c><v>1_0</v></c>", "holds no number"),
            ('<c t="s"><v>99</v></c>', "names a text that is not there"),
            ('<c t="s"><v>-1</v></c>', "where a number belongs"),
            ('<c t="s"><v/></c>', "names a text that is not there"),
            ('<c t="q"><v>1</v></c>', "of no known kind"),
            ("<c><v>1</v><v>2</v></c>", "two values"),
            ('<c t="inlineStr"><is><t>1</t></is><v>2</v></c>', "two values"),
            ('<c r="B1"><v>1</v></c><c r="B1"><v>2</v></c>', "twice"),
            ('<c r="A2"><v>1</v></c>', "is in row 1"),
            ('<c r="XFE1"><v>1</v></c>', "names no cell"),
            ('<c r="1"><v>1</v></c>', "names no cell"),
            ('<c s="9"><v>1</v></c>', "a style that is not there"),
            ('<c t="e"><c t="e"><v>1</v></c></c>', "is where none can be"),
            ("<v>1</v>", "is where none can be"),
            (row("<c/>", 2), "is where none can be"),
        ],
    )
    def test_a_cell_that_contradicts_itself_is_refused(self, cell, reason):
        styles = "<cellXfs><xf numFmtId='0'/></cellXfs>"
        read = reading_of_rows(row(cell), texts=TEXTS, styles=styles)
        assert read.refused == "workbook_damaged"
        assert reason in read.reason

    def test_a_cell_longer_than_a_spreadsheet_allows_is_refused(self):
        long = '<c t="inlineStr"><is><t>' + "x" * 32_768 + "</t></is></c>"
        assert reading_of_rows(row(long)).refused == "cell_too_long"
        assert reading_of_rows(
            row('<c t="s"><v>0</v></c>'), texts=f"<si><t>{'x' * 40_000}</t></si>"
        ).refused == ("cell_too_long")

    def test_dates_by_both_systems(self):
        styles = "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs>"
        cells = row('<c s="1"><v>43920</v></c>')
        assert reading_of_rows(cells, styles=styles).rows == {1: ["2020-03-30"]}
        assert reading_of_rows(cells, styles=styles, around='<workbookPr date1904="1"/>').rows == {
            1: ["2024-03-31"]
        }


class TestPlaces:
    def test_cells_and_rows_without_a_place_follow_one_another(self):
        read = reading_of_rows(
            '<row><c><v>1</v></c><c r="D1"><v>2</v></c><c><v>3</v></c></row>'
            "<row><c/><c><v>4</v></c></row>"
            '<row r="9"><c><v>5</v></c></row><row><c><v>6</v></c></row>'
        )
        assert read.rows == {1: ["1", "", "", "2", "3"], 2: ["", "4"], 9: ["5"], 10: ["6"]}

    @pytest.mark.parametrize("numbers", [(2, 1), (3, 3)])
    def test_rows_out_of_order_are_refused(self, numbers):
        read = reading_of_rows("".join(row("<c><v>1</v></c>", number) for number in numbers))
        assert read.refused == "workbook_damaged"
        assert "comes after" in read.reason

    @pytest.mark.parametrize("number", [0, 1_048_577, 99_999_999])
    def test_a_row_with_a_number_that_no_row_has_is_refused_for_that(self, number):
        read = reading_of_rows(row("<c><v>1</v></c>") + row("<c><v>1</v></c>", number))
        assert read.refused == "workbook_damaged"
        assert f"has the number {number:,}" in read.reason

    @pytest.mark.parametrize(
        ("part", "words"),
        [("worksheets/sheet1", "sheet"), ("styles", "list of styles"), ("sharedStrings", "list of texts")],
    )
    @pytest.mark.parametrize("root", ["<html/>", '<worksheet xmlns="urn:other"/>'])
    def test_a_part_that_is_something_else_is_refused(self, part, words, root):
        made = parts({"Return": "<sheetData/>"}, styles="<cellXfs/>", texts="<si/>")
        read = reading_of(archive(made | {f"xl/{part}.xml": root.encode()}))
        assert read.refused == "workbook_damaged"
        assert read.reason == f"its part xl/{part}.xml is no {words}"

    def test_formats_by_themselves_are_no_values(self):
        wide = "".join(f'<c r="{column_letters(n)}1"/>' for n in range(1, 16_385))
        read = reading_of_rows(row(wide) + row("<c><v>1</v></c>", 2) + row('<c r="XFD1048576"/>', 1_048_576))
        assert read.rows == {2: ["1"]}

    @pytest.mark.parametrize("place", ["SG1", "XFD1"])
    def test_a_value_far_to_the_right_is_refused_by_its_place(self, place):
        read = reading_of_rows(row(f'<c r="{place}"><v>1</v></c>'))
        assert read.refused == "cell_far_out"
        assert place in read.reason
        assert reading_of_rows(row('<c r="SF1"><v>1</v></c>')).rows[1][499] == "1"

    def test_a_value_far_down_is_read_where_it_is(self):
        assert reading_of_rows(row("<c><v>1</v></c>", 1_048_576)).rows == {1_048_576: ["1"]}

    def test_letters_and_numbers_of_columns(self):
        for number in (1, 26, 27, 702, 703, 16_384):
            assert place_of(f"{column_letters(number)}7") == (7, number)
        assert place_of("$b$3") == (3, 2)


class TestProducers:
    @pytest.mark.parametrize("workbook", ["xl/workbook.xml", "xl/workbook22.xml", "book.xml", "a/b c/W.xml"])
    def test_the_workbook_may_have_any_name(self, workbook):
        assert reading_of_rows(row("<c><v>1</v></c>"), workbook=workbook).rows == {1: ["1"]}

    def test_strict_workbooks_and_prefixes(self):
        cells = row('<c t="e"><v>#N/A</v></c>')
        assert reading_of_rows(cells, main=STRICT, office=STRICT_OFFICE).rows == {1: ["#N/A"]}
        prefixed = f"<worksheet><sheetData>{cells}</sheetData></worksheet>".replace("</", "</any:")
        prefixed = prefixed.replace("<", "<any:").replace("<any:/any:", "</any:")
        part = prefixed.replace("worksheet>", f"worksheet xmlns:any='{MAIN}'>", 1)
        assert reading_of_sheet(part.encode()).rows == {1: ["#N/A"]}

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
    def test_encodings_that_the_format_allows(self, encoding):
        part = f"<worksheet xmlns='{MAIN}'><sheetData>{rows_xml(['é€'])}</sheetData></worksheet>"
        assert reading_of_sheet(part.encode(encoding)).rows == {1: ["é€"]}

    def test_targets_may_be_absolute_and_capitals_differ(self):
        content = parts({"Return": f"<sheetData>{row('<c><v>1</v></c>')}</sheetData>"})
        relations = "xl/_rels/workbook.xml.rels"
        absolute = content[relations].replace(b'"worksheets/', b'"/XL/Worksheets/')
        assert reading_of(archive(content | {relations: absolute})).rows == {1: ["1"]}

    def test_backslashes_and_no_root_relations(self):
        content = parts({"Return": f"<sheetData>{row('<c><v>1</v></c>')}</sheetData>"})
        del content["_rels/.rels"]
        assert reading_of(archive({k.replace("/", "\\"): v for k, v in content.items()})).rows == {1: ["1"]}

    def test_no_styles_part_means_no_formats(self):
        assert reading_of_rows(row('<c s="3"><v>0.5</v></c>')).rows == {1: ["0.5"]}

    def test_sheets_in_the_order_of_the_workbook_and_hidden_ones_apart(self):
        content = parts(dict.fromkeys(("B", "A", "Stamp", "C"), "<sheetData/>"))
        listed = content["xl/workbook.xml"].replace(b'name="A"', b'name="A" state="hidden"')
        listed = listed.replace(b'name="Stamp"', b'name="Stamp" state="veryHidden"')
        book = archive(content | {"xl/workbook.xml": listed})
        read = reading_of(book)
        assert (read.sheets, read.hidden) == (["B", "C"], ["A", "Stamp"])
        read = reading_of(book, also=("Stamp",))
        assert (read.sheets, read.hidden) == (["Stamp", "B", "C"], ["A"])

    def test_escapes_of_characters(self):
        assert unescaped("_x0041__x00e9_") == "Aé"
        assert unescaped("_xD83D_ _x0000_ _x00_ x_x") == "_xD83D_ _x0000_ _x00_ x_x"


class TestUnseen:
    @pytest.mark.parametrize(
        "said", [' hidden="1"', ' hidden="true"', ' ht="0"', ' ht="0.0" customHeight="1"', ' ht="1"']
    )
    def test_hidden_rows_are_marked(self, said):
        read = reading_of_rows(row("<c><v>1</v></c>", 2, said) + row("<c><v>1</v></c>", 3, ' collapsed="1"'))
        assert [mark[:2] for mark in read.marks] == [(2, "hidden row")]

    @pytest.mark.parametrize(
        "before",
        [
            '<cols><col min="2" max="16384" hidden="1"/></cols>',
            '<cols><col min="2" max="2" width="0"/></cols>',
            '<cols><col min="2" max="2" width="0.4"/></cols>',
            '<sheetFormatPr defaultColWidth="0"/><cols><col min="1" max="1" width="9"/></cols>',
        ],
    )
    def test_hidden_columns_that_hold_values_are_marked(self, before):
        read = reading_of_rows(row("<c><v>1</v></c><c><v>2</v></c>"), before=before)
        assert [mark[:3] for mark in read.marks] == [(1, "hidden column", 2)]
        assert reading_of_rows(row("<c><v>1</v></c>"), before=before).marks == []

    def test_text_that_its_format_hides_is_marked(self):
        styles = (
            '<numFmts><numFmt numFmtId="170" formatCode=";;;"/></numFmts>'
            '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>'
        )
        cells = row('<c s="1" t="inlineStr"><is><t>DEMO1</t></is></c><c s="1"><v>5</v></c>')
        read = reading_of_rows(cells, styles=styles)
        assert read.rows == {1: ["DEMO1", "5"]}
        assert [mark[1:3] for mark in read.marks] == [("unseen", 1), ("unseen", 2)]


def looks(font: str, fill: str) -> str:
    """Styles whose second one has this colour of the font, and this fill."""
    return (
        f"<fonts><font/><font>{font}</font></fonts>"
        f"<fills><fill><patternFill/></fill><fill>{fill}</fill></fills>"
        '<cellXfs><xf/><xf fontId="1" fillId="1"/></cellXfs>'
    )


def solid(colour: str) -> str:
    return f'<patternFill patternType="solid"><fgColor {colour}/><bgColor indexed="64"/></patternFill>'


class TestColours:
    @pytest.mark.parametrize(
        ("font", "fill", "is_seen"),
        [
            ('<color rgb="FFFFFFFF"/>', "<patternFill/>", False),
            ('<color theme="0"/>', '<patternFill patternType="none"/>', False),
            ('<color rgb="FFFDFDFD"/>', "<patternFill/>", False),
            ('<color rgb="FFFFFF00"/>', solid('rgb="FFFFFF00"'), False),
            ('<color theme="4"/>', solid('theme="4"'), False),
            ('<color theme="4" tint="-0.25"/>', solid('theme="4" tint="-0.25"'), False),
            ("", solid('rgb="FF000000"'), False),
            ('<color theme="1"/>', solid('indexed="8"'), False),
            ('<color rgb="FFFFFFFF"/>', solid('rgb="FF005EB8"'), True),
            ('<color theme="0"/>', solid('theme="4"'), True),
            ('<color theme="0" tint="-0.5"/>', "<patternFill/>", True),
            ('<color theme="4"/>', solid('theme="4" tint="0.8"'), True),
            ('<color rgb="FF808080"/>', "<patternFill/>", True),
            ('<color rgb="FFFFFFFF"/>', '<patternFill patternType="darkGray"/>', True),
            ('<color rgb="FFFFFFFF"/>', "<gradientFill/>", True),
            ("", "<patternFill/>", True),
        ],
    )
    def test_text_in_the_colour_of_its_background_is_marked(self, font, fill, is_seen):
        read = reading_of_rows(row('<c s="1"><v>5</v></c><c><v>6</v></c>'), styles=looks(font, fill))
        assert [mark[1:] for mark in read.marks] == ([] if is_seen else [("no contrast", 0, "", "", "5")])


class TestFormulas:
    @pytest.mark.parametrize(
        ("settings", "is_old"),
        [
            ('calcMode="manual" calcOnSave="0"', True),
            ('calcCompleted="0"', True),
            ('calcMode="manual"', False),
            ('calcOnSave="0"', False),
            ('calcCompleted="1"', False),
        ],
    )
    def test_values_that_may_be_old_are_marked(self, settings, is_old):
        cells = row("<c><f>B1</f><v>7</v></c><c><v>7</v></c>")
        read = reading_of_rows(cells, around=f"<calcPr {settings}/>")
        assert [mark[1:] for mark in read.marks] == ([("old", 1, "", "", "7")] if is_old else [])

    def test_a_row_of_nothing_but_formulas_that_give_zero_is_left_out(self):
        zero, seven = "<c><f>X1</f><v>0</v></c>", "<c><f>X1</f><v>7</v></c>"
        rows = [zero * 2, zero + seven, zero + "<c><v>0</v></c>", "<c><v>0</v></c>" * 2, zero]
        read = reading_of_rows("".join(map(row, rows, range(1, 6))))
        assert read.rows == {2: ["0", "7"], 3: ["0", "0"], 4: ["0", "0"]}
        assert read.zeros == [1, 5, 2]

    def test_a_row_of_such_formulas_in_a_merged_range_is_a_row(self):
        zero = '<c r="B{0}"><f>X1</f><v>0</v></c>'
        rows = row(f'<c r="A1"><v>7</v></c>{zero.format(1)}') + row(zero.format(2), 2)
        read = reading_of_rows(rows, after=merged("A1:A2"))
        assert (read.rows, read.zeros) == ({1: ["7", "0"], 2: ["7", "0"]}, [])


def merged(*ranges: str) -> str:
    return f"<mergeCells>{''.join(f'<mergeCell ref={chr(34)}{r}{chr(34)}/>' for r in ranges)}</mergeCells>"


class TestMerged:
    def filled(self, rows: str, *ranges: str) -> Reading:
        return reading_of_rows(rows, after=merged(*ranges))

    def test_the_value_of_a_range_that_goes_down_is_in_each_row(self):
        read = self.filled(rows_xml(["h", "i"], ["A", 1], [None, 2], [None, 3], [None, 4]), "A2:A4")
        assert read.rows == {1: ["h", "i"], 2: ["A", "1"], 3: ["A", "2"], 4: ["A", "3"], 5: ["", "4"]}
        assert [mark[:3] for mark in read.marks] == [(3, "merged", 1), (4, "merged", 1)]

    def test_headings_are_repeated_neither_across_nor_into_rows_of_their_own(self):
        read = self.filled(rows_xml(["over", None, None], [None] * 3, ["A", 1, 2]), "A1:C1", "A1:A2")
        assert read.refused == "workbook_damaged"  # ranges that overlap
        read = self.filled(rows_xml(["tall", "tall too"], [None, None], ["A", 1]), "A1:A2", "B1:B2")
        assert read.rows == {1: ["tall", "tall too"], 3: ["A", "1"]}
        read = self.filled(rows_xml(["over", None, None], ["a", "b", "c"]), "A1:C1")
        assert read.rows == {1: ["over"], 2: ["a", "b", "c"]}

    def test_a_block_fills_its_first_column(self):
        read = self.filled(rows_xml(["A", None, 1], [None, None, 2]), "A1:B2")
        assert read.rows == {1: ["A", "", "1"], 2: ["A", "", "2"]}

    def test_a_value_under_a_range_is_read_and_marked(self):
        read = self.filled(rows_xml(["A", "x", 1], ["B", None, 2]), "A1:A2", "B1:C1")
        assert read.rows == {1: ["A", "x", "1"], 2: ["B", "", "2"]}
        assert [(mark[0], mark[1], mark[2], mark[5]) for mark in read.marks] == [
            (1, "covered", 3, "1"),
            (2, "covered", 1, "B"),
        ]

    def test_a_covered_value_is_marked_with_what_the_range_shows(self):
        read = self.filled(rows_xml(["A", 1], ["B", 2]), "A1:A2")
        assert read.marks == [(2, "covered", 1, "A1:A2", "A", "B")]

    def test_a_value_over_empty_columns_is_marked_with_the_last_of_them(self):
        read = self.filled(rows_xml([3, None, 1], [None, None, 2]), "A1:B2")
        assert read.rows == {1: ["3", "", "1"], 2: ["3", "", "2"]}
        across = [mark for mark in read.marks if mark[1] == "across"]
        assert across == [(1, "across", 1, "A1:B2", "2", "3")]

    def test_an_empty_range_fills_nothing(self):
        assert self.filled(rows_xml([None, 1], [None, 2]), "A1:A2").rows == {1: ["", "1"], 2: ["", "2"]}

    @pytest.mark.parametrize("reference", ["", "A", "A3:A1", "A0:A2", "XFE1:XFE2", "A1:A2:A3"])
    def test_what_is_no_range_is_refused(self, reference):
        assert self.filled(rows_xml([1]), reference).refused == "workbook_damaged"

    def test_ranges_in_a_wide_encoding_are_seen(self):
        inner = f"<sheetData>{rows_xml(['A', 1], [None, 2])}</sheetData>{merged('A1:A2')}"
        part = f"<worksheet xmlns='{MAIN}'>{inner}</worksheet>"
        assert reading_of_sheet(part.encode("utf-16")).rows[2] == ["A", "2"]


class TestTotals:
    def table(self, columns: list[dict[str, str]], *rows: list[object], total: bool = True) -> Reading:
        def draw(_: object, sheet: object) -> None:
            said = {"columns": columns, "data": rows, "total_row": total}
            sheet.add_table(1, 1, len(rows) + 1 + total, len(columns), said)

        return reading_of(drawn(draw))

    def test_a_tables_row_of_totals_is_left_out(self):
        columns = [{"header": "a", "total_string": "Total"}, {"header": "b", "total_function": "sum"}]
        read = self.table(columns, ["x", 1], ["y", 2])
        assert read.rows == {2: ["", "a", "b"], 3: ["", "x", "1"], 4: ["", "y", "2"]}
        assert (read.totals, read.formulas) == ([5], 0)

    def test_a_table_without_totals_keeps_its_last_row(self):
        read = self.table([{"header": "a"}, {"header": "b"}], ["x", 1], ["y", 2], total=False)
        assert read.rows[4] == ["", "y", "2"]
        assert read.totals == []

    def test_a_row_with_a_value_where_no_total_belongs_is_kept(self):
        def draw(_: object, sheet: object) -> None:
            columns = [{"header": "a"}, {"header": "b", "total_function": "sum"}]
            sheet.add_table(0, 0, 2, 1, {"columns": columns, "data": [["x", 1]], "total_row": True})
            sheet.write(2, 0, "DEMO1")

        read = reading_of(drawn(draw))
        assert read.rows[3][0] == "DEMO1"
        assert read.totals == []
