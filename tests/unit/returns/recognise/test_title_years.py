"""A year is taken from a name or a title only where it stands alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.returns import check_return
from benchmark.returns.recognise.years import year_in
from tests.unit.returns.made import PILLARS, codes, csv_of, workbook_of

HEADER = ("Provider", "Care Setting", *PILLARS)
ROW = ("DEMO1", "Acute", 4.3, 3.2, 3.5, 4.8, 2.3, 2.8, 3.4)


@pytest.mark.parametrize(
    "text",
    [
        *("2025", "DMA 2025 results", "results-2025-final", "dma2025", "2025 (3)", "Scores of 2025, wave 2"),
        *("2025, exported 2026-01-15", "Published 15 March 2026: round 2025", "12345 2025"),
    ],
)
def test_a_year_by_itself_is_the_year(text):
    assert year_in(text).year == "2025"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        *(
            (text, text)
            for text in ("2024-25", "2024/25", "2024/2025", "24/25", "FY24", "FY 24/25", "2024 to 2025")
        ),
        ("dma_2024_25", "2024_25"),
        ("2024\u20132025", "2024-2025"),
        ("2024\u201925", "2024-25"),
        *(
            (text, text)
            for text in ("2026-01-15", "15.01.2026", "15/01/26", "20260115", "15012026", "March 2026")
        ),
        *((text, text) for text in ("Jan-26", "2026 March", "2025-1", "01/2026", "202601", "2025_10_01")),
        *((f"dma_2025_{part}_2026", "2025 and 2026") for part in ("v2", "rev10", "wave3")),
        *((text, text) for text in ("2024 and 2025", "financial year 2025", "2025 Q1", "year ending 2025")),
        ("", ""),
        ("dma results", ""),
    ],
)
def test_a_span_a_date_and_two_years_say_nothing(text, seen):
    assert (year_in(text).year, year_in(text).seen) == ("", seen)


@given(st.integers(2010, 2098), st.sampled_from("-/\u2013_. "), st.booleans())  # 2100 is no year of ours
def test_no_span_is_ever_read_as_a_year(first, between, short):
    second = f"{(first + 1) % 100:02d}" if short and between != " " else f"{first + 1}"
    assert year_in(f"dma {first}{between}{second} final").year == ""


def said(file_name: str, *above: str, **chosen: int) -> list[str]:
    content = "".join(f"{line}\n" for line in above).encode() + csv_of(HEADER, ROW)
    checked = check_return(content, file_name, publication=None, **chosen)
    years = {row["assessment_year"] for ready in checked.tables for row in ready.table.to_pylist()}
    found = [code for code in codes(checked.findings) if code.startswith("year")]
    return [*found, *(str(year) for year in years)]


def test_the_places_of_a_year_are_held_together():
    assert said("x.csv") == ["year_missing"]
    assert said("2025.csv") == ["year_from_name", "2025"]
    assert said("dma_2024-25.csv") == ["year_unclear"]
    assert said("x.csv", "Results of 2025") == ["year_from_title", "2025"]
    assert said("dma_2024-25.csv", "Results of 2025") == ["year_from_title", "2025"]
    assert said("2024.csv", "Results of 2025") == ["year_differs", "2025"]
    assert said("x.csv", "Results of 2025", "Round 2024/25") == ["year_unclear"]
    assert said("x.csv", "Results of 2025", "Results of 2024") == ["year_unclear"]
    assert said("2024.csv", assessment_year=2025) == ["2025"]
    assert said("x.csv", "Round 2024/25", assessment_year=2025) == ["2025"]
    assert said("x.csv", "Results of 2024", assessment_year=2025) == ["year_differs", "2025"]


def test_what_was_seen_is_reported():
    checked = check_return(csv_of(HEADER, ROW), "dma_2024-25.csv", publication=None)
    (asked,) = checked.errors
    assert asked.message == "The file's name says 2024-25: which year of the assessment is it?"


def test_each_sheet_has_its_own_year():
    content = workbook_of(**{"2024": [HEADER, ROW], "2025": [HEADER, ROW]})
    checked = check_return(content, "results.xlsx", publication=None)
    assert checked.errors == checked.questions == ()
    (ready,) = checked.tables
    assert sorted(set(ready.table["assessment_year"].to_pylist())) == [2024, 2025]
    again = check_return(content, "results.xlsx", publication=None, assessment_year=2025)
    assert "year_differs" in codes(again.questions)
