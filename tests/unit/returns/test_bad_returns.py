"""Every file of tests/bad_returns against what was written down, by hand, to be found in it."""

import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmark.core.definitions import finding_codes
from benchmark.returns import CheckedReturn, check_return
from benchmark.returns.read import csv_text
from benchmark.returns.read.files import ReadReturn, read_return
from benchmark.returns.submit import intake
from tests.unit.returns.check.test_rule_book import CODES as ASKED_OF_ROWS
from tests.unit.returns.made import in_lists

pytestmark = pytest.mark.slow

HERE = Path(__file__).parents[2] / "bad_returns"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((HERE / "expected.toml").read_text(encoding="utf-8"))
NOT_FROM_A_SMALL_FILE = {
    "file_missing",  # a file that is not there
    "file_too_large",  # a hundred megabytes
    "too_many_rows",  # two million rows
    "too_many_lines",  # ten million lines
    "too_many_cells",  # forty million cells
    "row_endless",  # two million characters
    "workbook_too_slow",  # a minute of reading
    "file_defeats_check",  # a fault of this product that nobody knows of yet
    "already_submitted",  # a file that was submitted before
    "heading_mapped",  # a person's mapping
    "heading_remembered",  # a mapping of an earlier file
    "name_taken",  # a person's confirmation
    "name_confirmed",  # a person's confirmation
    "name_remembered",  # a confirmation of an earlier file
    "kind_recognised",  # every file that is read
    "rows_left_standing",  # a return before this one
    "replaced_elsewhere",  # a person's choice of what the file replaces
    "replaced_unfit",
    "file_twice",  # two files of one visit
    "other_file_same",
    "other_file_differs",
    "submitted_file_differs",
    "kind_ambiguous",  # two kinds whose required columns are the same: none yet
    "bad_code",  # without a publication to look the code up in
    "row_wrong",  # a rule of a model that has no code of its own yet
    "category_unknown",  # kinds of publications
    "bad_address",  # disclosures
}
OF_THEIR_OWN_TESTS = {
    "test_accounts.py": ("accounts_", "assets_", "rows_passed_over"),
    "test_disclosed.py": ("disclosed_", "figure_not_quoted"),
}
"""Files that are too long, or of kinds that are not returns: how their codes begin, by the tests of them."""
ABOUT_FIGURES = {"published_replaced", "standing_moved", "standing_emptied"}
"""Left out where a case expects none of them: it is then about how a file is written."""


def in_short(checked_findings: Any, expected: list[str]) -> list[str]:
    by_name = {"kind_recognised"} | (ABOUT_FIGURES - {entry.partition(":")[0] for entry in expected})
    return sorted(
        entry.code if entry.line is None else f"{entry.code}:{entry.line}"
        for entry in checked_findings
        if entry.code not in by_name
    )


def rows_of(checked: CheckedReturn) -> list[tuple[str, list[dict[str, Any]]]]:
    return [(ready.kind, ready.table.to_pylist()) for ready in checked.tables]


def all_of(found: ReadReturn) -> tuple[Any, ...]:
    """All that was read of a file, which is all that is checked of it."""
    return replace(found, sheets=()), [*map(in_lists, found.sheets)]


CHECKED_BOTH_WAYS = {*[*EXPECTED][::40]}
"""Of the others what is read both ways is compared, and not what is made of it."""


@pytest.mark.parametrize("name", EXPECTED)
def test_a_bad_file_gets_its_findings_whichever_way_it_is_read(name, publication, monkeypatch):
    file = HERE / "files" / name
    read = []
    monkeypatch.setattr(intake, "read_return", lambda *asked: read.append(read_return(*asked)) or read[-1])
    checked = check_return(file, name, publication=publication)
    assert in_short(checked.findings, EXPECTED[name]["findings"]) == EXPECTED[name]["findings"]
    assert (checked.rows_read, checked.rows_valid) == (
        EXPECTED[name]["rows_read"],
        EXPECTED[name]["rows_valid"],
    )
    assert sum(ready.table.num_rows for ready in checked.tables) == checked.rows_valid
    assert all(entry.message and "{" not in entry.message for entry in checked.findings)
    if not file.read_bytes().startswith(b"PK"):  # a workbook is read neither way
        monkeypatch.setattr(csv_text, "_PLAIN_FROM", -1)  # as a large file is read
        assert all_of(read_return(file, name)) == all_of(read[0])
        if name in CHECKED_BOTH_WAYS:
            plainly = check_return(file, name, publication=publication)
            assert replace(plainly, tables=()) == replace(checked, tables=())
            assert rows_of(plainly) == rows_of(checked)


def test_every_file_has_its_expectation():
    assert {file.name for file in (HERE / "files").iterdir()} == EXPECTED.keys()
    assert len(EXPECTED) >= 120


def test_every_code_is_provoked_by_a_file_or_known_not_to_be():
    provoked = Counter(found.split(":")[0] for case in EXPECTED.values() for found in case["findings"])
    begins = tuple(begin for begun in OF_THEIR_OWN_TESTS.values() for begin in begun)
    elsewhere = {code for code in finding_codes() if code.startswith(begins)}
    assert finding_codes().keys() - provoked.keys() - ASKED_OF_ROWS - elsewhere == NOT_FROM_A_SMALL_FILE


@pytest.mark.parametrize("tests", OF_THEIR_OWN_TESTS)
def test_codes_of_long_files_and_other_kinds_are_provoked_by_tests_of_their_own(tests):
    (file,) = Path(__file__).parent.rglob(tests)
    said = file.read_text(encoding="utf-8")
    own = [code for code in finding_codes() if code.startswith(OF_THEIR_OWN_TESTS[tests])]
    assert own and [code for code in own if f'"{code}"' not in said] == []
