"""Groups as people write them: read exactly, or refused with the true reason; never an exception."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.core.definitions import finding_codes
from benchmark.returns import check_return
from benchmark.returns.check.cells import read_cell
from benchmark.returns.columns import columns_of
from schemas.kinds import KINDS
from tests.unit.returns.made import csv_of

SPEND = columns_of(KINDS["it_spend"])["it_revenue"]
POSTS = columns_of(KINDS["conditions"])["funded"]
SCORE = columns_of(KINDS["maturity_scores"])["score"]
NUMBERS = [
    (kind, name)
    for kind in ("it_spend", "trust_context", "conditions", "maturity_scores", "own_targets", "plans")
    for name, column in columns_of(KINDS[kind]).items()
    if column.shape in ("number", "whole")
]


@pytest.mark.parametrize(
    ("text", "read", "notes"),
    [
        ("£ -", "0", ["accounting_zero"]),
        (" £ -   ", "0", ["spaces_removed", "accounting_zero"]),
        ("-£", "0", ["accounting_zero"]),
        (" £ 1,234.00 ", "1234.00", ["spaces_removed", "pound_sign"]),
        ("1,234.00 ", "1234.00", ["spaces_removed", "thousands_removed"]),
        ("'373000000", "373000000", ["text_mark"]),
        ("\u2019373000000", "373000000", ["text_mark"]),
        ("1 234,5", "1234.5", ["decimal_comma"]),
        ("£1.234,5", "1234.5", ["pound_sign"]),
        ("1'234", "1234", ["thousands_removed"]),
        ("1\u202f234", "1234", ["odd_spaces", "thousands_removed"]),
    ],
)
def test_an_amount_is_read_with_a_note_on_each_change(text, read, notes):
    cell = read_cell(text, SPEND)
    assert (cell.text, cell.error, [note.code for note in cell.notes]) == (read, "", notes)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        *(
            (text, "negative_amount")
            for text in ("£(1,234)", "(£1,234)", "(1,234)", "5-", "£-5", "-£5", "\u22125")
        ),
        *((text, "words_for_nothing") for text in ("-", "\u2013", "n/a", "..", "[x]", "*")),
        *((text, "unit_in_number") for text in ("£1.2m", "1.2 million", "5k", "£000", "£'000s")),
        *(
            (text, "number_with_mark")
            for text in ("~5", "5*", "<5", "3.5 (est.)", ">5", "c. 5", "5+", "5†", "5 [1]")
        ),
        *((text, "other_figures") for text in ("\uff15", "\u0663\u0665", "\u09ea")),
        *(
            (text, "not_a_number")
            for text in ("0x10", "∞", "½", "1_000", "five", "1,23,456", "5..2", "12/13")
        ),
        *((text, "scientific_number") for text in ("1e6", "1E+400")),
        *((text, "decimal_comma_unclear") for text in ("2,5", "2,50")),
        *((text, "percent_sign") for text in ("5%", "5.5 %")),
    ],
)
def test_what_is_no_plain_amount_is_refused_for_its_true_reason(text, error):
    assert (read_cell(text, SPEND).text, read_cell(text, SPEND).error) == (None, error)


@pytest.mark.parametrize(
    ("text", "delimiter", "read", "code"),
    [
        ("3,5", ",", "3.5", "decimal_comma"),
        ("12,25", ",", "12.25", "decimal_comma"),
        ("3,5", ";", "3.5", "decimal_comma"),
        ("1,234", ",", "1234", "thousands_removed"),
        ("1,234", ";", None, "decimal_comma_unclear"),
    ],
)
def test_a_comma_makes_parts_of_a_post_unless_it_may_make_thousands(text, delimiter, read, code):
    cell = read_cell(text, POSTS, delimiter=delimiter)
    assert (cell.text, cell.error or cell.notes[0].code) == (read, code)


@pytest.mark.parametrize(
    ("text", "read"), [("-0", "0"), ("-0.00", "0.00"), ("5.", "5"), ("\u201c5\u201d", "5"), ("`5`", "5")]
)
def test_signs_that_change_nothing_are_left_out_with_a_note(text, read):
    cell = read_cell(text, SPEND)
    assert (cell.text, len(cell.notes)) == (read, 1)


@pytest.mark.parametrize("text", ["''", "\u201c\u201d", "'"])
def test_marks_around_nothing_are_no_value_and_no_note_says_what_they_were_read_as(text):
    cell = read_cell(text, SPEND)
    assert (cell.text, cell.notes, cell.error) == (None, (), "not_a_number")


def test_an_accounting_zero_is_no_score():
    assert read_cell("£ -", SCORE).error == "not_a_number"


@pytest.mark.parametrize(
    "text", ["2024/25", "2024-25", "2024\u201325", "FY25", "2025-01-01", "March 2025", "2024/2025"]
)
def test_a_round_is_one_year(text):
    year = columns_of(KINDS["maturity_scores"])["assessment_year"]
    assert read_cell(text, year).error == "round_is_one_year"
    assert read_cell("2025", year).text == "2025"


def test_every_number_has_limits():
    for kind, model in KINDS.items():
        for column in columns_of(model).values():
            if column.shape in ("number", "whole"):
                assert None not in (column.lowest, column.highest), f"{kind}.{column.name}"


@given(
    st.sampled_from(NUMBERS),
    st.text("0123456789", min_size=1, max_size=6000),
    st.sampled_from(["", ".", "-", "+"]),
)
def test_figures_of_any_length_are_a_value_or_a_finding(place, digits, mark):
    kind, name = place
    text = f"{mark}{digits}" if mark in ("", "-", "+") else f"{digits}.{digits}"
    checked = check_return(csv_of([name, "ods_code"], (text, "DEMO1")), "x.csv", publication=None, kind=kind)
    found = [entry for entry in checked.errors if entry.line == 2 and entry.column == name]
    limit = columns_of(KINDS[kind])[name].highest
    assert limit is not None
    if len(text) > 40 or float(text) > limit:
        assert [entry.code for entry in found] in (
            ["out_of_range"],
            ["number_too_long"],
            ["not_whole"],
            ["negative_amount"],
        )


@given(st.sampled_from([SPEND, SCORE]), st.text(max_size=50), st.sampled_from([",", ";"]))
def test_any_text_is_read_or_refused_by_a_known_code(column, text, delimiter):
    cell = read_cell(text, column, delimiter=delimiter)
    assert not cell.error or cell.error in finding_codes()
    assert all(note.code in finding_codes() for note in cell.notes)
    if cell.text is not None:
        assert len(cell.text) > 100 or float(cell.text) == float(cell.text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-03-01", True),
        ("Mar-25", True),
        ("01-Mar", True),
        ("MAR-25", False),
        ("MAR25", False),
        ("EAST-1", False),
    ],
)
@pytest.mark.parametrize(("kind", "name"), [("groups", "group_code"), ("conditions", "item")])
def test_a_code_or_name_that_a_spreadsheet_took_for_a_day_is_refused(kind, name, text, code):
    cell = read_cell(text, columns_of(KINDS[kind])[name])
    assert (cell.error == "date_in_code") == code
