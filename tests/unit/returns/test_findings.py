import csv
import io
import re

import pytest

from benchmark.core.definitions import finding_codes
from benchmark.core.settings import PROJECT_ROOT
from benchmark.returns.findings import (
    LISTED,
    asked_once,
    capped,
    finding,
    findings_csv,
    group_findings,
    in_order,
)

SOURCES = [
    file.read_text(encoding="utf-8")
    for package in ("returns", "common", "workbooks")
    for file in (PROJECT_ROOT / "benchmark" / package).rglob("*.py")
]


def test_every_code_is_used_and_every_code_used_is_defined():
    quoted = {word for source in SOURCES for word in re.findall(r'"([a-z0-9_]+)"', source)}
    assert finding_codes().keys() <= quoted
    called = {
        code
        for source in SOURCES
        for code in re.findall(r'(?:finding|Refused|Refusal|Note|_refused)\(\s*"(\w+)"', source)
    }
    assert called <= finding_codes().keys()


def test_errors_and_questions_say_what_to_do():
    silent = [code for code, entry in finding_codes().items() if entry.severity != "note" and not entry.fix]
    assert silent == []


@pytest.mark.parametrize("entry", finding_codes().values(), ids=lambda entry: entry.code)
def test_a_note_asks_nothing_and_a_question_asks(entry):
    assert entry.message.endswith("?") or "?" in entry.message if entry.severity == "question" else True
    assert entry.message.rstrip("}")[-1] in ".?}" or entry.message.endswith("{reason}")


def test_a_figure_is_asked_about_once():
    words = dict.fromkeys(("subject", "figures", "number", "given", "limit"), "x")
    jump = dict.fromkeys(("pillar", "name", "setting", "before", "after", "year", "limit"), "x")
    moved = finding("standing_moved", line=2, column="Well Led", **words)
    same, other = (
        finding("score_jump", line=2, column=name, **jump) for name in ("Well Led", "Safe Practice")
    )
    below = finding("score_jump", line=3, column="Well Led", **jump)
    for_many = finding("score_jump", line=2, column="Well Led", count=7, **jump)
    assert asked_once([moved, same, other, below, for_many]) == [moved, other, below, for_many]


def test_what_happens_often_is_one_group():
    found = [finding("not_a_number", line=line, column="score", value="x") for line in range(2, 502)]
    (group,) = group_findings([*found, finding("not_a_number", line=9, column="score", value="y")])
    assert (group.count, group.first_lines) == (501, (2, 3, 4, 5, 6))


def test_groups_are_separate_by_column_sheet_and_code():
    places = [("a", "one"), ("a", "two"), ("b", "one")]
    found = [
        finding("excel_error", sheet=sheet, column=column, line=1, value="#N/A") for sheet, column in places
    ]
    assert len(group_findings([*found, finding("file_empty", file="x")])) == 4


def test_errors_come_first_then_questions_then_notes():
    note = finding("encoding_utf16", file="x")
    question = finding("round_unknown", line=1, value="2031", options="2025")
    error = finding("value_missing", line=9, column="score", description="the score")
    assert in_order([note, question, error]) == (error, question, note)


def test_beyond_the_limit_the_last_finding_counts_the_rest():
    found = [finding("excel_error", line=line, column="score", value="#N/A") for line in range(LISTED + 7)]
    kept = capped(found)
    assert len(kept) == LISTED
    assert sum(entry.count for entry in kept) == LISTED + 7


def test_a_long_value_is_shown_shortened_and_braces_stay_as_they_are():
    found = finding("not_a_number", line=1, column="score", value="{file}" + "x" * 500)
    assert len(found.value) == 80
    assert "{file}" in found.message


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_no_cell_of_the_csv_can_run_as_a_formula(value):
    content = findings_csv([finding("not_a_number", file=value, line=1, column=value, value=value)])
    text = content.decode("utf-8-sig")
    assert f"'{value}" in text.replace('"', "")
    assert content.startswith(b"\xef\xbb\xbf")


def test_the_findings_as_a_file_are_guarded_like_every_other_export():
    """A full-width sign starts a formula in East Asian settings of Excel; a negative number starts none."""
    found = [
        finding("out_of_range", value=value, range="1 to 5") for value in ("\uff1dcmd()", "=cmd()", "-0.5")
    ]
    rows = list(csv.DictReader(io.StringIO(findings_csv(found).decode("utf-8-sig"))))
    assert [row["value"] for row in rows] == ["'\uff1dcmd()", "'=cmd()", "-0.5"]


def test_the_words_of_a_cell_name_no_place_so_that_they_can_cover_many():
    for entry in finding_codes().values():
        if entry.level in ("cell", "against the reference"):  # the latter are of codes that nobody has
            found = entry.message + entry.expected + entry.fix
            assert not any(name in found for name in ("{line}", "{count}", "{sheet}", "{file}")), entry.code
