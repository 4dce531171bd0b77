"""Figures that trusts disclosed: an address that opens, words that hold the figure, a day that has been."""

import pytest

from benchmark.returns.submit.intake import CheckedReturn, check_return
from benchmark.returns.templates.csv_template import template
from benchmark.store.publication import Publication
from schemas.returns import DisclosedSpend
from tests.unit.returns.made import codes, csv_of

HEADER = tuple(DisclosedSpend.model_fields)
GOOD = {
    "financial_year": "2023/24",
    "ods_code": "DEMO1",
    "covers": "total",
    "amount": 28_100_000,
    "address": "https://demonstration.example/report?page=4",
    "disclosed_on": "2024-10-21",
    "quote": "The total was £28.1 million.",
}


def checked(publication: Publication, **other: object) -> CheckedReturn:
    row = GOOD | other
    content = csv_of(HEADER, [row[name] for name in HEADER])
    return check_return(content, "disclosed.csv", publication=publication)


def test_a_figure_with_its_source_is_taken(publication):
    found = checked(publication)
    assert found.kinds == ("disclosed_spend",) and not found.errors and not found.questions
    assert found.tables[0].table["amount"].to_pylist() == [28_100_000.0]


@pytest.mark.parametrize(
    "address",
    [
        "http://a.example/x",
        "javascript:alert(1)",
        "https://nowhere",
        "https://a.example/x y",
        'https://a.example/"onclick="',
        "see the report",
        "//a.example",
        "https://a.example/<b>",
    ],
)
def test_an_address_is_one_that_anybody_can_open(publication, address):
    assert codes(checked(publication, address=address).errors) == ["bad_address"]


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"quote": ""}, "value_missing"),
        ({"address": ""}, "value_missing"),
        ({"disclosed_on": "2999-01-01"}, "disclosed_in_future"),
        ({"covers": "staff"}, "not_in_list"),
        ({"amount": -5}, "negative_amount"),
    ],
)
def test_what_is_wrong_is_refused(publication, other, code):
    assert code in codes(checked(publication, **other).errors)


@pytest.mark.parametrize(
    ("amount", "quote"),
    [
        (28_100_000, "In all £28,100,000."),
        (28_100_000, "It was 28100 (£000)."),
        (28_123_456, "Some £28.1m of 300 staff."),
        (5_000, "We spent £5k."),
        (3_000_000, "£ 3 million in 2023/24"),
        (1_200_000_000, "£1.2bn"),
        (0, "Nothing: £0."),
    ],
)
def test_words_hold_the_figure_however_they_write_it(publication, amount, quote):
    assert "figure_not_quoted" not in codes(checked(publication, amount=amount, quote=quote).findings)


@pytest.mark.parametrize(
    ("amount", "quote"),
    [
        (28_100_000, "£28.2 million"),
        (5_000, "£5m"),
        (5_000_000, "£5k"),
        (2_023, "£28.1m, in the year"),
        (28_100_000, "a lot"),
        (24_000_000, "Digital spend 2023/24 (£m): 31"),
        (24_000_000, "Digital spend 2023-24 (£m): 31"),
        (2_024_000_000, "Digital spend FY2024 (£m): 31"),
        (31_000_000, "At 31 March 2024 (£m): 28.1"),
        (31_000_000, "To 31/03/2024 (£m): 28.1"),
    ],
)
def test_a_figure_that_the_words_do_not_hold_is_asked_about(publication, amount, quote):
    assert "figure_not_quoted" in codes(checked(publication, amount=amount, quote=quote).questions)


def test_a_figure_of_a_year_that_was_not_over_is_asked_about(publication):
    assert "disclosed_early" in codes(checked(publication, disclosed_on="2024-03-31").questions)
    assert "disclosed_early" not in codes(checked(publication, disclosed_on="2024-04-01").findings)


def both(publication: Publication, **second: object) -> CheckedReturn:
    rows = [[row[name] for name in HEADER] for row in (GOOD, GOOD | second)]
    return check_return(csv_of(HEADER, *rows), "disclosed.csv", publication=publication)


ELSEWHERE = "https://demonstration.example/answer"


def test_two_figures_of_one_year_that_differ_are_asked_about(publication):
    other = {"amount": 27_000_000, "quote": "It was £27 million.", "address": ELSEWHERE}
    asked = [entry for entry in both(publication, **other).questions if entry.code == "disclosed_differs"]
    assert [(entry.line, entry.value) for entry in asked] == [(2, "28,100,000"), (3, "27,000,000")]
    assert "27,000,000" in asked[0].message and ELSEWHERE in asked[0].message


@pytest.mark.parametrize(
    "second",
    [
        {"address": ELSEWHERE},
        {"address": ELSEWHERE, "amount": 9_000_000, "quote": "£9m", "covers": "capital"},
        {"address": ELSEWHERE, "amount": 9_000_000, "quote": "£9m", "financial_year": "2022/23"},
        {"address": ELSEWHERE, "amount": 9_000_000, "quote": "£9m", "ods_code": "DEMO2"},
    ],
)
def test_figures_that_agree_or_are_of_something_else_are_not(publication, second):
    assert "disclosed_differs" not in codes(both(publication, **second).findings)


def test_the_template_holds_an_example_that_is_left_out(publication):
    found = check_return(template("disclosed_spend"), "template.csv", publication=publication)
    assert found.rows_valid == 0 and "example_row" in codes(found.findings)


@pytest.mark.parametrize(("amount", "quote"), [(28_100, "£000: 28,100"), (281_000_000, "£281,000,000")])
def test_a_figure_unlike_the_accounts_is_asked_about(publication, amount, quote):
    found = checked(publication, ods_code="DEMO2", amount=amount, quote=quote)
    assert codes(found.questions) == ["disclosed_unlike_accounts"]
    (asked,) = found.questions
    assert "Zantlemere Hospitals NHS Trust disclosed" in asked.message
