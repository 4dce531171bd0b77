"""The stamp of a template: what it says, and what it is worth once people have changed the file."""

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.returns.read.template_stamp import (
    PRODUCT,
    STAMP_HEADINGS,
    STAMP_SHEET,
    StampedSheet,
    TemplateRows,
    read_stamp,
    stamp_rows,
)
from benchmark.returns.templates.request import Subject, trust_subject
from benchmark.returns.templates.workbook import template_book
from benchmark.store.publication import Publication
from tests.unit.returns.filling import (
    A_TARGET,
    ASKED,
    FIRST,
    HEADER,
    SPEND,
    Filled,
    Sheet,
    checked,
    codes_in,
    edited,
    filled,
    rows_in,
    with_sheet_renamed,
)


@pytest.fixture(scope="module")
def trust(publication: Publication) -> Subject:
    return trust_subject(publication, "DEMO3")


@pytest.fixture
def made(trust: Subject, publication: Publication) -> Callable[..., bytes]:
    """Makes the template of some kinds, with cells typed into one of its sheets."""

    def made(*kinds: str, sheet: str = "Own targets", cells: Filled = A_TARGET) -> bytes:
        return filled(template_book(kinds, trust, ASKED, publication)[0], sheet, cells)

    return made


SPENT_CELLS = {(FIRST, name): value for name, value in SPEND.items()}
SEVEN = {(n, name): value for n in range(4, 11) for name, value in (("Target", 4), ("Reason", "A plan"))}
SPENT = StampedSheet("IT spend", "it_spend", "it_spend", 3, ("ODS code", "IT revenue"), ("ODS code",))
TARGETS = StampedSheet("Own targets", "own_targets", "own_targets", 5, ("ODS code", "Target"), ("ODS code",))


def test_of_two_headings_alike_neither_hides_what_is_filled_in():
    records = [
        (3, ("ODS code", "IT revenue", "IT revenue")),
        (4, ("DEMO1", "9", "")),
        (5, ("DEMO1", "", "9")),
    ]
    rows = TemplateRows(records, SPENT)
    assert [line for line, _ in rows] == [3, 4, 5]
    assert rows.filled == 2


class TestReading:
    def test_what_was_written_is_read(self):
        front = StampedSheet("Read me", "", "")
        stamp = read_stamp(stamp_rows([front, SPENT, TARGETS]))
        assert stamp is not None
        assert (stamp.sheets, stamp.unreadable) == ((front, SPENT, TARGETS), ())

    def test_spaces_and_empty_rows_around_it_do_not_matter(self):
        rows = [[f" {cell} " for cell in (*row, "")] for row in stamp_rows([SPENT])]
        stamp = read_stamp([[], *rows, ["", ""], []])
        assert stamp is not None and stamp.sheets == (SPENT,)

    @pytest.mark.parametrize("rows", [[], [[""]], [["sheet", "kind"]], [[f"{PRODUCT} x"], STAMP_HEADINGS]])
    def test_other_rows_are_no_stamp(self, rows):
        assert read_stamp(rows) is None

    @pytest.mark.parametrize("place", range(1, len(STAMP_HEADINGS)), ids=STAMP_HEADINGS[1:])
    def test_a_row_that_contradicts_itself_is_not_believed(self, place):
        row = list(SPENT.row())
        row[place] = "something else"
        stamp = read_stamp([(PRODUCT,), STAMP_HEADINGS, row, TARGETS.row()])
        assert stamp is not None and TARGETS in stamp.sheets
        if STAMP_HEADINGS[place] != "version":  # a later version that fits itself is as good
            assert (stamp.sheets, stamp.unreadable) == ((TARGETS,), ("IT spend",))

    @pytest.mark.parametrize("width", range(1, len(STAMP_HEADINGS) - 1))
    def test_a_row_that_was_cut_off_is_not_believed(self, width):
        stamp = read_stamp([(PRODUCT,), STAMP_HEADINGS, SPENT.row()[:width]])
        assert stamp is not None and (width == 1 or stamp.unreadable == ("IT spend",))

    @given(st.lists(st.lists(st.text(max_size=8), max_size=12), max_size=8))
    def test_no_rows_make_it_fail(self, rows):
        assert read_stamp(rows) is None or rows[0]
        assert read_stamp([(PRODUCT,), *rows]) is not None

    def test_rows_pass_one_by_one(self):
        """A million rows are never held at once: what is read ahead ends with the head of the sheet."""
        taken = 0

        def records():
            nonlocal taken
            yield 3, SPENT.headings
            for line in range(4, 10_000):
                taken += 1
                yield line, ("DEMO1", "1")

        rows = iter(TemplateRows(records(), SPENT))
        for _ in range(100):
            next(rows)
        assert taken < 200


class TestStamp:
    def test_a_renamed_sheet_is_still_known(self, made, publication):
        content = with_sheet_renamed(made("own_targets", "it_spend"), "Own targets", "Final v2")
        found = checked(content, publication)
        assert (found.errors, found.rows_valid) == ((), 1)
        assert found.sheets[0].reason == "its template says so"

    def test_lines_put_in_above_the_headings_do_not_matter(self, made, publication):
        content = edited(made("own_targets"), lambda sheets: moved_down(sheets["Own targets"], 3))
        found = checked(content, publication)
        assert (found.errors, rows_in(found, "own_targets")) == (
            (),
            {("DEMO3", None, "well_led", 4.0, "A plan")},
        )
        assert "template_changed" not in codes_in(found)

    @pytest.mark.parametrize(
        ("heading", "to", "said"),
        [
            ("Spend on other", "Remarks", "Spend on other missing; Remarks added"),
            ("Spend on other", None, "Spend on other missing"),
            (None, "My column", "My column added"),
        ],
        ids=["renamed", "taken out", "added"],
    )
    def test_other_headings_than_the_templates_are_asked_about(self, heading, to, said, made, publication):
        content = made("it_spend", sheet="IT spend", cells=SPENT_CELLS)

        def change(sheets: Mapping[str, Sheet]) -> None:
            letters = sheets["IT spend"].letters(HEADER)
            sheets["IT spend"].type_in(HEADER, letters[heading] if heading else "P", to)

        found = checked(edited(content, change), publication)
        (asked,) = (entry for entry in found.questions if entry.code == "template_changed")
        assert said in asked.message
        assert found.rows_valid == 1

    def test_columns_in_another_order_are_read_by_their_headings(self, made, publication):
        content = made("trust_context", sheet="Trust context", cells={(FIRST, "Average WTE"): 4100})

        def swap(sheets: Mapping[str, Sheet]) -> None:
            sheet = sheets["Trust context"]
            letters, row = sheet.letters(HEADER), dict(sheet.rows())[FIRST]
            one, other = letters["Capital expenditure"], letters["Average WTE"]
            for line, cells in ((HEADER, dict(sheet.rows())[HEADER]), (FIRST, row)):
                a, b = cells.get(one, ""), cells.get(other, "")
                sheet.type_in(line, one, b if line == HEADER else 4100)
                sheet.type_in(line, other, a if line == HEADER else None)

        found = checked(edited(content, swap), publication)
        assert rows_in(found, "trust_context") == {("2024/25", "DEMO3", None, None, 4100.0)}
        assert "template_changed" not in codes_in(found)

    def test_a_person_who_says_another_kind_is_followed(self, made, publication):
        content = made("it_spend", sheet="IT spend", cells=SPENT_CELLS)
        assert checked(content, publication, kind="trust_context").kinds == ("trust_context",)

    def test_a_broken_stamp_leaves_the_sheet_to_its_headings(self, made, publication):
        content = made("own_targets", cells=SEVEN)
        found = checked(
            edited(content, lambda sheets: sheets[STAMP_SHEET].type_in(4, "E", "another")), publication
        )
        assert (found.errors, found.rows_valid) == ((), 7)
        assert "template_stamp_unreadable" in codes_in(found)

    def test_without_its_stamp_a_filled_sheet_is_read_by_its_headings(self, made, publication):
        content = with_sheet_renamed(made("own_targets", cells=SEVEN), STAMP_SHEET, "something")
        found = checked(content, publication)
        assert (found.errors, found.rows_valid) == ((), 7)


def moved_down(sheet: Sheet, by: int) -> None:
    """As if lines had been put in at the top."""
    for row in sheet.root.iter("{http://schemas.openxmlformats.org/spreadsheetml/2006/main}row"):
        line = int(row.get("r", "0"))
        for cell in row:
            cell.set("r", cell.get("r", "").rstrip("0123456789") + str(line + by))
        row.set("r", str(line + by))
