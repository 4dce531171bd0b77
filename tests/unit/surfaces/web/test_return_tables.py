"""What was found in a return and what it would change, as tables."""

import pandas as pd
import pytest

from benchmark.questions.returned.columns import CHANGES, COUNTS, FINDING_GROUPS, FINDINGS
from benchmark.returns import KindChanges
from benchmark.returns.findings import finding, group_findings
from benchmark.returns.vocabulary import return_layouts
from benchmark.surfaces.files.return_tables import (
    changes_table,
    completeness_counts,
    findings_table,
    groups_table,
    rows_in_words,
)
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


@pytest.mark.parametrize(
    ("found", "where"),
    [
        ([finding("out_of_range", range="1 to 5", line=7, column="Score")], "line 7, column Score"),
        ([finding("out_of_range", range="1 to 5", line=7, sheet="B")], "sheet B, line 7"),
        (
            [finding("out_of_range", range="1 to 5", line=line, column="Score") for line in (2, 3)],
            "lines 2, 3, column Score",
        ),
        ([finding("out_of_range", range="1 to 5", line=2, count=13)], "line 2 and 12 more"),
        (
            [finding("out_of_range", range="1 to 5", line=line) for line in range(2, 39)],
            "lines 2, 3, 4, 5, 6 and 32 more",
        ),
        ([finding("file_empty", file="x")], "the whole file"),
    ],
)
def test_where_something_is_found_names_the_sheet_and_counts_the_lines_that_it_leaves_out(found, where):
    (row,) = groups_table(group_findings(found)).texts()
    assert dict(zip(FINDING_GROUPS.keys, row, strict=True))["where"] == where


@pytest.mark.parametrize(
    ("read", "valid", "words"),
    [
        (1, 1, "1 row read, valid"),
        (1, 0, "1 row read, not valid"),
        (1200, 3, "1,200 rows read, 3 of them valid"),
    ],
)
def test_rows_are_counted_as_people_say_it(read, valid, words):
    assert rows_in_words(read, valid=valid) == words


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
    assert found.texts() == [["A", "North", "1 of 2", ""], ["B", "North", "", "0 of 1"]]
    assert {*found.table.keys} < {*COUNTS.keys}
