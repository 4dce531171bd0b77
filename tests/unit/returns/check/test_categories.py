"""Publications of later editions: what they have that nobody here knows is refused with what to add where."""

from collections.abc import Sequence

import pytest

from benchmark.core.definitions import categories, evidence
from benchmark.questions.evidence.columns import BEHIND, IN_SHORT, MEETS, STATUS_WORDS
from benchmark.returns.submit.intake import CheckedReturn, check_return
from benchmark.store.publication import Publication
from schemas.kinds import KINDS
from tests.unit.returns.made import codes, csv_of

DSPT = ("edition", "ods_code", "status", "published_on", "snapshot_on")
ROW = ("2023/24", "DEMO1", "standards_met", "2024-06-28", "2024-08-05")


def checked(publication: Publication, header: Sequence[str], *rows: Sequence[object]) -> CheckedReturn:
    return check_return(csv_of(header, *rows), "later.csv", publication=publication)


def test_a_later_edition_in_known_words_is_taken(publication):
    found = checked(publication, DSPT, ROW, ("2023/24", "DEMO2", "Standards exceeded", "", "2024-08-05"))
    assert found.kinds == ("dspt_status",) and not found.errors
    assert found.tables[0].table["status"].to_pylist() == ["standards_met", "standards_exceeded"]


@pytest.mark.parametrize(
    ("header", "row", "shown"),
    [
        (
            DSPT,
            ("2023/24", "DEMO1", "Achieved with minor issues", "", "2024-08-05"),
            "Achieved with minor issues",
        ),
        (DSPT, ("2024/25", "DEMO1", "standards_met", "", "2025-08-05"), "2024/25"),
        (DSPT, ("2016/17", "DEMO1", "standards_met", "", "2018-08-05"), "2016/17"),
        (
            ("financial_year", "ods_code", "on_site", "off_site", "record_type", "basis"),
            ("2024/25", "DEMO1", 5, 5, "mostly digital", "as published"),
            "mostly digital",
        ),
        (("financial_year", "ods_code", "eric_type"), ("2025/26", "DEMO1", "Integrated"), "Integrated"),
    ],
)
def test_a_new_category_is_refused_with_what_to_add_where(publication, header, row, shown):
    found = checked(publication, header, row)
    (refused,) = (entry for entry in found.errors if entry.code == "category_unknown")
    assert shown in refused.message and "data/definitions/evidence.toml" in refused.fix
    assert found.rows_valid == 0


def test_the_break_of_the_series_is_mentioned(publication):
    (refused,) = checked(publication, DSPT, ("2024/25", *ROW[1:])).errors
    assert "Cyber Assessment Framework" in refused.message


def test_a_renamed_heading_is_asked_for_and_never_passed_over(publication):
    renamed = ("edition", "ods_code", "Outcome", "published_on", "snapshot_on")
    found = checked(publication, renamed, ROW)
    assert not found.tables and "column_missing" in codes(found.errors)
    mapped = check_return(
        csv_of(renamed, ROW), "later.csv", publication=publication, mapping={"Outcome": "status"}
    )
    assert not mapped.errors and mapped.rows_valid == 1


def test_an_extra_column_of_figures_is_asked_about_and_one_of_words_is_noted(publication):
    more = checked(publication, (*DSPT, "Assertions met"), (*ROW, 34))
    assert "figures_left_out" in codes(more.questions)
    words = checked(publication, (*DSPT, "Sector remark"), (*ROW, "acute"))
    assert "heading_ignored" in codes(words.findings) and not words.errors


def test_every_category_is_of_a_column_and_every_status_has_its_words():
    for one in evidence().categories:
        assert one.column in KINDS[one.kind].model_fields
        assert len({category.value for category in one.values}) == len(one.values)
    statuses = categories("dspt_status", "status")
    assert all(status.words and status.short for status in statuses)
    assert {*STATUS_WORDS} == {*IN_SHORT} == {status.value for status in statuses}
    assert MEETS.isdisjoint(BEHIND)
