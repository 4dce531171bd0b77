"""Groups on the command line: every command that takes a system takes a group, and names it with its kind."""

import json

import pytest

from tests.unit.questions.answers import csv_rows

NAMED = {
    "DLN": "Derby, Lincoln and Nottingham (DLN, cluster of systems)",
    "LIVERPOOL": "University Hospitals of Liverpool Group (LIVERPOOL, provider group)",
}
COMMANDS = (
    ("gaps",),
    ("spread",),
    ("progress",),
    ("learning",),
    ("spend",),
    ("conditions",),
    ("evidence",),
    ("plan", "--fund", "10m", "--cost-per-point", "250k"),
    ("returned", "it_spend"),
)


@pytest.mark.parametrize("group", NAMED)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_command_of_a_system_takes_a_group(ask, command, group):
    said = ask(*command, "--group", group)
    assert said.exit_code == 0 and said.out.startswith(NAMED[group]), said.err


def test_files_and_json_carry_the_group_and_its_kind(ask):
    rows = csv_rows(ask("gaps", "--group", "rem,rbq", "--format", "csv").out)
    assert {(row["group"], row["group_kind"]) for row in rows} == {("RBQ,REM", "own group")}
    answer = json.loads(ask("progress", "--ics", "DLN", "--footprint", "expected", "--format", "json").out)
    assert answer["footprint_is"] == "expected, not decided" and "group" not in answer


def test_the_groups_are_listed_and_one_with_its_members(ask):
    every = csv_rows(ask("groups", "--format", "csv").out)
    assert len(every) == 15 and {row["group_kind"] for row in every} == {"cluster", "provider_group"}
    of_one = csv_rows(ask("groups", "--group", "dln", "--format", "csv").out)
    assert [row["member_code"] for row in of_one] == ["QJ2", "QJM", "QT1"]
    assert {row["valid_from"] for row in of_one} == {"2026-08-22"}
    assert "There is no group DNL." in ask("groups", "--group", "DNL").err


def test_one_of_system_group_and_trust_is_asked_for(ask):
    assert ask("gaps").err.startswith("Give --ics or --group. ")
    assert ask("gaps", "--ics", "QYG", "--group", "DLN").err.startswith(
        "Give --ics or --group, and only one of them. "
    )
    assert "No group, trust or system is called DNL." in ask("gaps", "--group", "DNL").err


def test_the_template_of_a_group_is_one_for_nobody(ask):
    assert "group_code,group_name,group_kind,member_code" in ask("template", "groups").out
    assert "is a CSV file, and for no organisation alone." in ask("template", "groups", "--trust", "RBS").err


def test_a_template_is_filled_in_for_a_group(ask):
    rows = ask("template", "it_spend", "--group", "LIVERPOOL").out.splitlines()
    assert {row.split(",")[0] for row in rows[1:]} == {"RBQ", "REM", "REP"}
    assert "a system's board does" in ask("template", "icb_maturity_scores", "--group", "DLN").err


def test_what_chance_says_of_a_group_is_said_of_groups(ask):
    said = ask("progress", "--group", "LIVERPOOL").out
    assert "of 100 groups that started like this one" in said and "100 systems" not in said
    assert "of 100 systems that started like this one" in ask("progress", "--ics", "QYG").out
