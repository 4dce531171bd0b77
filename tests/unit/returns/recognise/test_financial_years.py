"""Spellings of a financial year: one that names a single year is read, one that could be two is refused."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.returns.recognise.years import read_financial_year

DAYS = st.dates(date(2000, 1, 1), date(2098, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        *("2024/25", "2024-25", "2024–25", "2024/2025", "2024-2025", "24/25", "24-25", "2024 / 25"),
        *("FY25", "FY 25", "fy25", "FY2025", "FY 2025", "FY24/25", "FY 2024-25", "FY2024/2025"),
        *("1 April 2024 to 31 March 2025", "01/04/2024 - 31/03/2025", "1.4.2024-31.3.2025"),
        *("202425", "FY2425", "FY 2425", "FYE 2025", "F.Y. 2024/25", "2024-25 FY"),
        *("April 2024 to March 2025", "Apr 2024 – Mar 2025", "2024-04-01 to 2025-03-31"),
        *("Year ending 31 March 2025", "year to March 2025", "YE 31/03/2025", "Year ended 31st March 2025"),
    ],
)
def test_a_spelling_of_one_year_is_read(text):
    assert read_financial_year(text).text == "2024/25"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FY25", "2024/25, which ends in March 2025"),
        ("2024-25", "2024/25"),
        ("FY00", "1999/00, which"),
        ("1998/99", "1998/99"),
        ("1998-1999", "1998/99"),
        ("1999/00", "1999/00"),
        ("2124/25", "2124/25"),
    ],
)
def test_a_conversion_is_noted(text, expected):
    assert read_financial_year(text).shown.startswith(expected)


REFUSED = {
    "financial_year_alone": {
        "2025/6": "2025/26 or June 2025",
        "2024-5": "2024/25 or May 2024",
        "2025": "2024/25 or 2025/26",
        "2025.0": "2024/25 or 2025/26",
        "2000": "1999/00 or 2000/01",
    },
    "financial_year_overlap": {
        "January 2024 to December 2024": "parts of 2023/24 and 2024/25",
        "Year ending 31 December 2024": "parts of 2023/24 and 2024/25",
        "April 2024 to September 2024": "only a part of 2024/25",
        "April 2023 to March 2025": "parts of 2023/24 and 2024/25",
        "2 April 2024 to 31 March 2025": "only a part of 2024/25",
    },
    "financial_year_day": dict.fromkeys(("2025-03", "2025/03", "March 2025", "31/03/2025"), "2024/25"),
}
"""The error of a single year, of a period that is no financial year, and of a month or a day -> what is read
so, and the years that it can mean or is in.
"""


@pytest.mark.parametrize(
    ("text", "error", "options"),
    [(text, error, options) for error, texts in REFUSED.items() for text, options in texts.items()],
)
def test_what_is_no_single_financial_year_is_refused_with_what_it_can_mean(text, error, options):
    read = read_financial_year(text)
    assert (read.text, read.error, read.words) == (None, error, {"options": options})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2024-26",
        "24/27",
        "2025-13",
        "2024/25 Q1",
        "2024//25",
        "31/02/2024 - 31/03/2025",
        "March 2025 to April 2024",
        "Year 1",
    ],
)
def test_anything_else_is_no_financial_year(text):
    assert read_financial_year(text).error == "bad_financial_year"


@given(st.dates(date(2000, 1, 1), date(2097, 10, 1)), st.integers(1, 800))  # years of this century alone
def test_a_period_is_read_only_where_its_days_are_those_of_one_financial_year(first, days):
    last = first + timedelta(days=days)
    text = f"{first:%d/%m/%Y} to {last:%d/%m/%Y}"
    began = sorted({day.year - (day.month < 4) for day in (first + timedelta(n) for n in range(days + 1))})
    whole = len(began) == 1 and days + 1 == (date(began[0] + 1, 4, 1) - date(began[0], 4, 1)).days
    read = read_financial_year(text)
    if whole:
        assert read.text == f"{began[0]}/{str(began[0] + 1)[2:]}"
    else:
        assert read.error == "financial_year_overlap"
        assert all(f"{year}/{str(year + 1)[2:]}" in read.words["options"] for year in began)


@given(st.integers(2000, 2098))
def test_every_whole_year_is_read_however_it_is_written(year):
    named = f"{year}/{str(year + 1)[2:]}"
    assert read_financial_year(f"FY{year + 1}").text == named
    assert read_financial_year(f"April {year} to March {year + 1}").text == named
    assert read_financial_year(f"Year ending 31 March {year + 1}").text == named
    assert read_financial_year(named).text == named
