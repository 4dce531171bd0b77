"""What a line around a table looks like: text is left out with a note, rows and headers never."""

import pytest

from benchmark.returns.read.line_kinds import clean, is_cleaned, look, look_apart

HEADER = "financial_year,ods_code,operating_expenditure"
ROWS = [
    "2025,DEMO1,Acute,well_led,,4.2",
    "DEMO1,,well_led,3.5,Because",
    "DEMO1,improve_care,offer,a contact,two days a month",
    "2025,DEMO1,capability,patient_portal,,,,,,yes,,,,",
    "2025,DEMO1,programme,New record,,,,,,,well_led,1,live,",
    "2023/24,DEMO1,£512000000,,4100",
    "NORTH WEST,A SYSTEM,A TRUST,Acute,3.5,4.0",
    "DEMO1,(4100)",
]
TEXTS = [
    "Results of 2025",
    "DMA,2025",
    "Results of 2024,and 2025",
    "* Scores are self-assessed",
    "Source: the trust, 2025",
    "Levels are 1, 2 and 3",
    "Scores are for Acute, Community, Mental Health and Ambulance",
    "Scores: Acute; Community; Mental Health",
    "Exported 2026-01-02 at 10:30:15",
    "Call 020 7946 0000",
    ",England,,,,2.5,2.4",
    "England average,2.5,2.4",
    ",,,Pillar",
    "Data for DEMO1 were 2.4 in 2025",
    "",
    ",,,",
]


@pytest.mark.parametrize("line", ROWS)
def test_a_row_looks_like_one(line):
    assert look(line.split(",")) == "row"


@pytest.mark.parametrize("line", ROWS)
@pytest.mark.parametrize("delimiter", [";", "\t", "|", ":"])
def test_a_row_looks_like_one_when_its_cells_are_separated_in_another_way(line, delimiter):
    assert look([line.replace(",", delimiter)]) == "text"
    assert look_apart([line.replace(",", delimiter)]) == "row"
    assert look_apart([line]) == "row"


@pytest.mark.parametrize("line", [ROWS[0], ROWS[1], ROWS[2], ROWS[4], ROWS[6]])
def test_a_row_looks_like_one_when_spaces_separate_its_cells(line):
    assert look_apart([line.replace(",", " ")]) == "row"


@pytest.mark.parametrize("line", TEXTS)
def test_titles_footnotes_and_totals_are_text(line):
    assert (look(line.split(",")), look_apart(line.split(","))) == ("text", "text")
    assert look([line]) == "text"


@pytest.mark.parametrize(
    "line", [HEADER, HEADER.replace(",", ",,"), "Trust,ICS", "Region,ICB,2024 Average,2025 Average"]
)
def test_a_header_looks_like_one(line):
    assert look(line.split(",")) == "header"
    assert look(["\ufeff" + cell for cell in line.split(",")]) == "header"


def test_a_row_that_holds_headings_as_values_is_a_row():
    assert look(["DEMO1", "", "well_led", "3", "Other"]) == "row"
    assert look(["2025", "DEMO1", "Acute", "Note", "Other", "3"]) == "row"


def test_a_heading_is_cleaned_of_what_does_not_show():
    assert clean("\ufeff care\u00a0\u200bsetting \u200e") == "care setting"
    assert clean(" care \n setting") == "care setting"
    assert is_cleaned("care\u00a0setting")
    assert not is_cleaned(" care setting ")
    assert not is_cleaned("Zoë")
