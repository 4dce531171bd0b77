"""What the check says that a table looks like if it is no return."""

import pytest

from benchmark.returns import check_return

SPEND = "financial_year ods_code operating_expenditure it_revenue it_capital"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Row Labels,Sum of it_revenue\nDEMO6,3640000\n", "a pivot table"),
        ("Average of score,Column Labels\nRow Labels,Well Led,Safe Practice\nDEMO1,4,3\n", "a pivot table"),
        ("Trust,Setting,Pillar,2024,2025\nDEMO2,Acute,Well led,3,4\n", "'2024' and '2025' are headings"),
        ("Trust code,2023/24,2024/25\nDEMO6,3100000,3300000\n", "'2023/24' and '2024/25' are headings"),
        ("Trust,Well Led 2024,Well Led 2025,Staff\nDEMO6,3,4,9\n", "and 'Well Led 2025' have a year in them"),
        ("Pillar,DEMO1,DEMO6\nWell led,3,2\n", "'DEMO1' and 'DEMO6' are headings"),
        (f"{SPEND}\n2025/26 DEMO6 377812000 3640000 1010000\n", "stand in one cell"),
        (
            "Trust code,Measure,Value\nDEMO6,IT revenue,1\nDEMO6,IT capital,1\nDEMO6,Capital expenditure,1\n",
            "below each other in the column 'Measure'",
        ),
        ("IT revenue,1\nIT capital,1\nOperating expenditure,1\n", "below each other in the first column"),
    ],
)
def test_a_table_that_is_no_return_is_reported_with_what_it_looks_like(content, expected, publication):
    found = check_return(content.encode(), "a.csv", publication=publication).findings
    (unknown,) = [entry for entry in found if entry.severity == "error"]
    assert unknown.code == "kind_unknown"
    assert expected in unknown.message
