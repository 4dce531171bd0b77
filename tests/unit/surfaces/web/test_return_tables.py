"""What was found in a return and what it would change, as tables."""

import pandas as pd
import pytest

from benchmark.questions.returned.columns import CHANGES, COUNTS, FINDINGS
from benchmark.returns import KindChanges
from benchmark.returns.findings import finding
from benchmark.returns.vocabulary import return_layouts
from benchmark.surfaces.files.return_tables import changes_table, completeness_counts, findings_table
from schemas.kinds import KINDS


@pytest.mark.parametrize("kind", sorted({layout.kind for layout in return_layouts()}))
def test_a_change_can_say_where_it_is_in_every_kind_of_return(kind):
    assert {*KINDS[kind].key} <= {*CHANGES.keys}


def changed(*rows: dict[str, object]) -> KindChanges:
    return KindChanges("it_spend", 0, len(rows), 0, 0, pd.DataFrame(rows, dtype=object))


def test_changes_show_the_key_of_their_kind_and_what_is_gone():
    row = {"financial_year": "2024/25", "ods_code": "DEMO1", "state": "changed", "column": "it_revenue"}
    found = changes_table(
        changed(
            row | {"line": 2, "before": 1234567.5, "after": None},
            row | {"line": None, "before": None, "after": "x"},
            row | {"line": 3, "state": "new", "before": None, "after": None},
        ),
        limit=5,
    )
    assert [column.title for column in found.columns] == [
        *("Line", "Financial year", "ODS code", "What", "From", "To")
    ]
    assert found.texts() == [
        ["2", "2024/25", "DEMO1", "IT revenue", "1,234,567.5", "nothing"],
        ["not in the file", "2024/25", "DEMO1", "IT revenue", "nothing", "x"],
    ]


def test_a_column_in_which_nothing_has_a_line_says_so():
    gone = {"line": None, "ods_code": "DEMO1", "state": "removed", "column": "", "before": 1.0, "after": None}
    assert changes_table(changed(gone), limit=5).texts()[0][0] == "not in the file"


def test_a_finding_has_its_place_and_its_cure():
    one = finding("out_of_range", line=7, column="Score", value="9", range="1 to 5")
    row = dict(zip(FINDINGS.keys, findings_table([one]).texts()[0], strict=True))
    assert (row["line"], row["column"], row["cell"], row["code"]) == ("7", "Score", "9", "out_of_range")
    assert row["severity"] == "Error" and row["message"] == one.message and one.fix in row["cure"]


def test_counts_name_each_setting_that_is_expected_anywhere():
    rows = pd.DataFrame(
        [
            ("North", "A", "Acute", "returned"),
            ("North", "A", "Acute", "missing"),
            ("North", "B", None, "missing"),
        ],
        columns=["region", "name", "care_setting", "state"],
    )
    found = completeness_counts(rows)
    assert [column.heading for column in found.columns] == [
        *("System", "Region", "Acute", "Setting not known")
    ]
    assert found.texts() == [["A", "North", "1 / 2", ""], ["B", "North", "", "0 / 1"]]
    assert {*found.table.keys} < {*COUNTS.keys}
