"""Templates as workbooks: what stands in them, what may be chosen, and what is locked."""

import io
import re
import zipfile

import pytest

from benchmark.core.definitions import condition_sections
from benchmark.core.errors import BenchmarkError, UnknownCode
from benchmark.returns.read.template_stamp import STAMP_SHEET
from benchmark.returns.templates.columns import TemplateColumn, template_columns
from benchmark.returns.templates.request import (
    NOBODY,
    Asked,
    Subject,
    kinds_for,
    system_subject,
    trust_subject,
)
from benchmark.returns.templates.workbook import FRONT, template_book
from benchmark.returns.vocabulary import heading_of, return_layouts
from benchmark.store.publication import Publication
from tests.unit.returns.filling import (
    ASKED,
    FIRST,
    HEADER,
    rows_of,
)

RETURNED = sorted({layout.kind for layout in return_layouts()})


@pytest.fixture(scope="module")
def system(publication: Publication) -> Subject:
    return system_subject(publication, "DEMO", assessment_year=2025)


@pytest.fixture(scope="module")
def trust(publication: Publication) -> Subject:
    return trust_subject(publication, "DEMO3")


class TestWhatStandsInIt:
    def test_a_systems_workbook_has_a_sheet_for_each_kind_between_the_front_and_the_stamp(
        self, system, publication
    ):
        content, _ = template_book((), system, ASKED, publication)
        names = list(rows_of(content))
        assert (names[0], names[-1]) == (FRONT, STAMP_SHEET)
        assert names[1:-1] == [heading_of(kind) for kind in kinds_for(system)]
        assert set(kinds_for(system)) == set(RETURNED)
        stamp = f'name="maturity_template" sheetId="{len(names)}" state="veryHidden"'
        assert stamp.encode() in part(content, "xl/workbook.xml")

    def test_a_trust_is_not_asked_for_what_boards_return(self, trust):
        assert set(RETURNED) - set(kinds_for(trust)) == {"icb_maturity_scores", "icb_overall_comparable"}
        with pytest.raises(BenchmarkError, match="A trust returns no ICBs' own pillar scores"):
            template_book(["icb_maturity_scores"], trust, ASKED, None)

    def test_every_trust_is_there_once_for_each_setting_that_it_returned(self, system, publication):
        content, _ = template_book(["maturity_scores"], system, ASKED, publication)
        lines = [row for line, row in rows_of(content)["Maturity scores"] if line >= FIRST and row["A"]]
        found = {(row["A"], row["D"]) for row in lines}
        known = publication.rows(
            "select distinct ods_code, care_setting from publication.units where fictional"
        )
        assert found == set(known) and len(lines) == len(found)
        assert {row["C"] for row in lines} == {"2025"}
        assert all(not text for row in lines for letter, text in row.items() if letter > "D")

    def test_a_trust_that_never_returned_has_the_settings_of_its_type(self, publication):
        (code,) = publication.rows(
            "select ods_code from publication.trusts where closed_on is null and not fictional "
            "and trust_type like 'Mental Health and%' "
            "and ods_code not in (select ods_code from publication.units) limit 1"
        ) or [("",)]
        if code[0]:
            (only,) = trust_subject(publication, code[0]).trusts
            assert only.settings == ("Mental Health", "Community")

    def test_conditions_ask_for_every_listed_item_in_words(self, trust, publication):
        content, _ = template_book(["conditions"], trust, ASKED, publication)
        lines = [row for line, row in rows_of(content)["Conditions"] if line >= FIRST and row["A"]]
        sections = condition_sections()
        wanted = [(heading_of(name), item.name) for name, s in sections.items() for item in s.items]
        assert [(row["D"], row["E"]) for row in lines if row.get("E")] == wanted
        assert sum(row["D"] == "Programme" for row in lines) == 5

    def test_domains_come_one_row_each(self, trust, publication):
        asked = Asked(2025, "2024/25", domains=True)
        content, _ = template_book(["maturity_scores"], trust, asked, publication)
        lines = [row for line, row in rows_of(content)["Maturity scores"] if line >= FIRST and row["A"]]
        known = publication.rows(
            "select distinct ods_code, care_setting, domain from publication.maturity_scores "
            "where ods_code = 'DEMO3' and domain is not null"
        )
        assert {(row["A"], row["D"], row["F"]) for row in lines} == set(known)

    def test_without_returned_domains_there_is_a_sentence(self, publication):
        with pytest.raises(BenchmarkError, match=r"No domains of .* are known"):
            template_book(
                ["maturity_scores"], trust_subject(publication, "RBS"), Asked(2025, domains=True), publication
            )

    @pytest.mark.parametrize("kind", RETURNED)
    def test_every_column_says_what_it_means_and_takes_no_more_than_the_kind_does(
        self, kind, system, publication
    ):
        content, _ = template_book([kind], system, ASKED, publication)
        sheet = part(content, "xl/worksheets/sheet2.xml").decode()
        columns = template_columns(ASKED.layout(kind))
        lines = dict(rows_of(content)[heading_of(kind)])
        assert [text for text in lines[HEADER].values() if text] == [column.heading for column in columns]
        assert list(lines[HEADER - 1].values()) == [column.explanation for column in columns]
        rules = re.findall(r'<dataValidation (?:type="(\w+)")?[^>]*sqref="([A-Z]+)4:', sheet)
        kinds_of_rule = {letter: rule for rule, letter in rules}
        assert len(rules) == len(columns) - 1  # the name is there to be read
        for number, column in enumerate(columns):
            if column.field:
                assert kinds_of_rule[chr(65 + number)] == wanted_rule(column)

    def test_the_lists_to_choose_from_are_the_whole_lists(self, system, publication):
        content, _ = template_book((), system, ASKED, publication)
        front = dict(rows_of(content)[FRONT])
        columns = {
            column.heading: column
            for kind in kinds_for(system)
            for column in template_columns(ASKED.layout(kind))
            if column.choices
        }
        assert len(columns) >= 7
        ranges: dict[str, set[tuple[int, int]]] = {}
        for number, _ in enumerate(kinds_for(system), start=2):
            sheet = part(content, f"xl/worksheets/sheet{number}.xml").decode()
            for rule in re.findall(
                r"<dataValidation [^>]*/>|<dataValidation .*?</dataValidation>", sheet, re.S
            ):
                title = re.search(r'promptTitle="([^"]+)"', rule)
                listed = re.search(r"'Read me'!\$B\$(\d+):\$B\$(\d+)", rule)
                if title and listed:
                    ranges.setdefault(title[1], set()).add((int(listed[1]), int(listed[2])))
        for heading, column in columns.items():
            ((first, last),) = ranges[heading]
            values = [front[line]["B"] for line in range(first, last + 1)]
            assert values == [choice.shown for choice in column.choices]
        ((first, last),) = ranges["Assessment year"]
        assert [front[line]["B"] for line in range(first, last + 1)] == ["2023", "2024", "2025", "2026"]

    def test_headings_and_what_is_filled_in_are_locked_and_the_rest_is_open(self, trust, publication):
        content, _ = template_book(["it_spend"], trust, ASKED, publication)
        sheet = part(content, "xl/worksheets/sheet2.xml").decode()
        assert "<sheetProtection sheet=" in sheet and "password" not in sheet
        assert 'ySplit="3"' in sheet and 'state="frozen"' in sheet
        open_styles = [
            number
            for number, style in enumerate(
                re.findall(
                    r"<xf [^>]*/>|<xf .*?</xf>", cell_formats(part(content, "xl/styles.xml").decode()), re.S
                )
            )
            if '<protection locked="0"/>' in style
        ]
        styles = dict(re.findall(r'<c r="([A-Z]+\d+)" s="(\d+)"', sheet))
        locked = {cell for cell, style in styles.items() if int(style) not in open_styles}
        assert {"A3", "D3", "A4", "B4", "C4"} <= locked
        assert {"D4", "E4", "L4", "A5", "D5"}.isdisjoint(locked)

    def test_financial_years_and_codes_are_text(self, trust, publication):
        content, _ = template_book(["it_spend"], trust, ASKED, publication)
        sheet = part(content, "xl/worksheets/sheet2.xml").decode()
        formats = re.findall(r"<xf [^>]*", cell_formats(part(content, "xl/styles.xml").decode()))
        for cell in ("A4", "C4", "A5", "C5"):
            style = re.search(rf'<c r="{cell}" s="(\d+)"', sheet)
            assert style is not None and 'numFmtId="49"' in formats[int(style[1])]

    def test_fictional_is_marked_on_every_sheet(self, system, publication):
        content, _ = template_book((), system, ASKED, publication)
        said = {name: " ".join(dict(rows)[1].values()) for name, rows in rows_of(content).items()}
        assert all("fictional" in words for name, words in said.items() if name != STAMP_SHEET)
        real, _ = template_book((), trust_subject(publication, "RBS"), ASKED, publication)
        assert not any("fictional" in text.casefold() for row in every_row(real) for text in row.values())

    def test_text_that_looks_like_a_formula_is_none(self, trust, monkeypatch):
        row = ("DEMO3", "well_led", "offer", "=cmd|' /C calc'!A0", "@SUM(1)")

        class Standing:
            def rows(self, query: str, **_: object) -> list[tuple[object, ...]]:
                return [row] if "peer_exchange" in query else []

        content, figures = template_book(
            ["peer_exchange"],
            trust,
            Asked(2025, with_current=True),
            Standing(),
        )
        assert figures == 3
        assert b"<f>" not in part(content, "xl/worksheets/sheet2.xml")
        assert b'quotePrefix="1"' in part(content, "xl/styles.xml")
        assert row[3] in {text for line in every_row(content) for text in line.values()}

    def test_there_is_no_template_of_reference_data(self):
        with pytest.raises(UnknownCode, match="no return of the kind trusts"):
            template_book(["trusts"], NOBODY, ASKED, None)


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def cell_formats(styles: str) -> str:
    """The formats that cells use, without those that styles use."""
    return styles[styles.index("<cellXfs") : styles.index("</cellXfs>")]


def every_row(content: bytes) -> list[dict[str, str]]:
    return [row for rows in rows_of(content).values() for _, row in rows]


def wanted_rule(column: TemplateColumn) -> str:
    """The kind of rule that a cell has in Excel's words; '' where it only shows what to write."""
    if column.choices or column.field in ("assessment_year", "compared_with", "financial_year"):
        return "list"
    if column.shape == "text":
        return "textLength" if column.longest else ""
    return "whole" if column.shape == "whole" else "decimal"
