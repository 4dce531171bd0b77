"""Units in headings and titles: amounts are multiplied exactly, and what cannot be is refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.returns import check_return
from benchmark.returns.recognise.heading_units import HeadingUnit, split_heading, unit_in_name, unit_in_titles
from tests.unit.returns.made import codes, csv_of

NAMES = ("Operating expenditure", "IT revenue", "IT capital")


@pytest.mark.parametrize(
    ("unit", "factor"),
    [
        *(
            (unit, 10**6)
            for unit in (" (£m)", " (£ million)", " £m", ", £m", " - £m", " [£m]", " (m)", "_£m", " (£m)*")
        ),
        *(
            (unit, 10**6)
            for unit in (" £ millions", " (millions of pounds)", " (in £ million)", "¹ (£mn)", " (GBP m)")
        ),
        *(
            (unit, 10**3)
            for unit in (
                " (£000)",
                " (£000s)",
                " (£'000)",
                " (£\u2019000)",
                " in thousands",
                " (£k)",
                "_000s",
            )
        ),
        *((unit, 10**9) for unit in (" (£bn)", ", £ billion")),
        *((unit, 1) for unit in (" (£)", " £", " in £", " (GBP)", " (in pounds)")),
    ],
)
def test_a_unit_is_read_wherever_a_heading_has_it(unit, factor):
    header = ["financial_year", "ods_code", *(f"{name}{unit}" for name in NAMES)]
    row = ["2024/25", "DEMO1", *(Decimal(pounds) / factor for pounds in (334600000, 7500000, 3200000))]
    checked = check_return(csv_of(header, row), "x.csv", publication=None)
    assert checked.errors == checked.questions == ()
    assert checked.kinds == ("it_spend",)
    (read,) = checked.tables[0].table.to_pylist()
    assert (read["operating_expenditure"], read["it_revenue"], read["it_capital"]) == (
        334600000,
        7500000,
        3200000,
    )
    notes = [entry for entry in checked.findings if entry.code == "unit_applied"]
    assert len(notes) == (3 if factor > 1 else 0)
    assert all(entry.value in entry.message and "00,000 pounds" in entry.message for entry in notes)


@given(st.decimals(0, 10**5, places=6), st.sampled_from([10**3, 10**6]))
def test_an_amount_is_multiplied_exactly(amount, factor):
    assert Decimal(HeadingUnit("£", "pounds", factor).in_pounds(f"{amount:f}")) == amount * factor


@pytest.mark.parametrize(
    "unit", ["%", "(%)", "(WTE)", "(1-5)", "(€m)", "($000)", "(headcount)", "(out of 10)"]
)
def test_a_unit_that_amounts_of_pounds_cannot_have_is_refused(unit):
    header = ["financial_year", "ods_code", f"Operating expenditure {unit}", *NAMES[1:]]
    checked = check_return(csv_of(header, ("2024/25", "DEMO1", 400, 9, 4)), "x.csv", publication=None)
    (refused,) = checked.errors
    assert (refused.code, refused.value) == ("unit_refused", header[2])


@pytest.mark.parametrize(
    ("unit", "right"), [("(1-5)", True), ("out of 5", True), ("(0-100)", False), ("(%)", False)]
)
def test_scores_are_on_their_own_scale_alone(unit, right):
    header = ("Provider", "Care setting", "Year", f"Well Led {unit}", "Safe practice")
    checked = check_return(csv_of(header, ("DEMO1", "Acute", 2025, 3, 4)), "x.csv", publication=None)
    assert codes(checked.errors) == ([] if right else ["unit_refused"])


def test_a_full_amount_under_a_unit_is_out_of_range():
    header = ["financial_year", "ods_code", *(f"{name} (£m)" for name in NAMES)]
    checked = check_return(
        csv_of(header, ("2024/25", "DEMO1", 334600000, 7500000, 3200000)), "x.csv", publication=None
    )
    assert codes(checked.errors) == ["out_of_range"] * 3


def test_a_mapped_heading_keeps_its_unit():
    header = ["financial_year", "ods_code", "Zzz (£m)", *NAMES[1:]]
    content = csv_of(header, ("2024/25", "DEMO1", 334.6, 7500000, 3200000))
    checked = check_return(content, "x.csv", publication=None, mapping={"Zzz (£m)": "operating_expenditure"})
    assert checked.errors == ()
    assert checked.tables[0].table["operating_expenditure"].to_pylist() == [334600000]


@pytest.mark.parametrize(
    "title",
    [
        "Context, all figures in £000",
        "IT spend (£m)",
        "amounts in thousands",
        "£'000",
        "figures in 000s",
        "in £ millions",
        "not in £m but £000",
    ],
)
def test_a_unit_in_a_title_is_refused_unless_each_heading_has_its_own(title):
    row = ("2024/25", "DEMO1", 400, 9, 4)
    bare = f"{title}\n".encode() + csv_of(["financial_year", "ods_code", *NAMES], row)
    assert codes(check_return(bare, "x.csv", publication=None).errors) == ["unit_in_title"]
    headed = f"{title}\n".encode() + csv_of(
        ["financial_year", "ods_code", *(f"{n} (£m)" for n in NAMES)], row
    )
    assert check_return(headed, "x.csv", publication=None).errors == ()


@pytest.mark.parametrize(
    "title",
    [
        "Trusts above £500 million",
        "IT spend 2024/25",
        "2,000 posts",
        "All figures in £",
        "In pounds, not £000",
    ],
)
def test_other_titles_say_nothing_of_a_unit(title):
    assert unit_in_titles([title]) == ""


@pytest.mark.parametrize(
    "heading", ["WTE", "Average WTE", "2025 Average", "Care setting", "Programme m", "Offer/request"]
)
def test_a_name_is_no_unit(heading):
    assert split_heading(heading) == (heading, None)


@pytest.mark.parametrize(
    "heading", ["*" * 190 + "x", "(" * 200, " " * 50_000 + "x", "a " * 90 + "[", "-" * 199]
)
def test_no_heading_takes_long_to_read(heading):
    assert split_heading(heading)[1] is None


NAMES_WITH_UNITS = [
    *(
        "it_spend_thousands",
        "IT spend in £000",
        "IT-spend (£m)",
        "spend_£'000",
        "gbp_k_it_spend",
        "it_spend_000s",
    ),
    *(
        "ITSpendMillions",
        "it spend, in 000",
        "it.spend.£bn",
        "Millions it spend",
        "it_spend_GBPm",
        "spend £k 2025",
    ),
]
NAMES_WITHOUT = [
    *("it_spend", "it_spend_2024-25", "it_spend_000", "part-000_of_100", "demo_m_k", "it_spend_in_pounds"),
    *("thousandfold", "spend_100000", "q1m_it_spend", "RK5 it spend", "£ it spend"),
]


@pytest.mark.parametrize("name", NAMES_WITH_UNITS)
def test_a_unit_in_a_files_name_is_asked_about(name):
    """A name speaks of all that is in the file, or of how it once was: a person says which."""
    headings = ("financial_year", "ods_code", *NAMES)
    content = csv_of(headings, ("2024/25", "DEMO1", 334600, 7500, 3200))
    (asked,) = check_return(content, f"{name}.csv", publication=None).questions
    assert (asked.code, asked.severity) == ("unit_beside", "question")
    unit = unit_in_name(f"{name}.csv")
    assert asked.message.startswith(f"The file's name says '{unit}'.")
    assert unit_in_name(f"{name}.CSV") == unit_in_name(name) == unit


@pytest.mark.parametrize("name", NAMES_WITHOUT)
def test_a_files_name_without_a_unit_is_silent(name):
    assert unit_in_name(f"{name}.csv") == ""


def test_a_unit_in_a_files_name_is_silent_where_headings_have_units_or_nothing_is_an_amount():
    headings = ("financial_year", "ods_code", *(f"{name} (£000)" for name in NAMES))
    spend = csv_of(headings, ("2024/25", "DEMO1", 334600, 7500, 3200))
    targets = csv_of(("ods_code", "pillar", "target", "reason"), ("DEMO1", "well_led", 4, "as agreed"))
    for content in (spend, targets):
        assert check_return(content, "it_spend_thousands.csv", publication=None).questions == ()
