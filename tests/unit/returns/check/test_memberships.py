"""Rows of memberships: what would end, move or overlap one that stands is asked about."""

import pytest

from benchmark.returns import check_return
from benchmark.store.publication import Publication
from tests.unit.returns.made import csv_of

MEMBERS = ("ods_code", "ics_code", "valid_from", "valid_to", "basis")


@pytest.mark.parametrize(
    ("row", "asked"),
    [
        (("DEMO8", "DEMO", "2022-07-01", "", "fictional"), []),
        (("DEMO8", "DEMO", "2022-07-01", "2026-03-31", "words"), ["until 31 March 2026 and no longer"]),
        (("DEMO8", "QYG", "2026-04-01", "", "words"), ["from 1 April 2026 and at the same time in Demon"]),
        (("DEMO8", "QYG", "2021-04-01", "2022-06-30", "words"), []),
    ],
)
def test_a_membership_that_would_change_is_asked_about(
    row: tuple[str, ...], asked: list[str], publication: Publication
) -> None:
    checked = check_return(csv_of(MEMBERS, row), "x.csv", publication=publication, kind="memberships")
    assert [entry.code for entry in checked.findings if entry.severity != "note"] == (
        ["membership_changed"] * len(asked)
    )
    assert all(part in entry.message for part, entry in zip(asked, checked.questions, strict=True))
    assert checked.rows_valid == 1


def test_a_trust_that_moves_to_another_system_is_asked_about_once(publication: Publication) -> None:
    """Its end in the one, and no overlap with the other."""
    rows = [
        ("DEMO8", "DEMO", "2022-07-01", "2026-03-31", "words"),
        ("DEMO8", "QYG", "2026-04-01", "", "words"),
    ]
    checked = check_return(csv_of(MEMBERS, *rows), "x.csv", publication=publication, kind="memberships")
    assert [(entry.code, entry.line) for entry in checked.questions] == [("membership_changed", 2)]
