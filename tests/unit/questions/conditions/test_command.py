"""The command `conditions`: for a system without any return, and for one with returns of every sort."""

import json
from typing import Any

import pytest

from benchmark.core.settings import Settings
from benchmark.questions.conditions.command import _PARTS as PARTS
from benchmark.questions.conditions.measure import SECTIONS
from benchmark.returns import check_return, submit_return
from benchmark.store.publication import open_current
from tests.unit.conftest import Finished, Run
from tests.unit.questions.answers import csv_rows

HEAD = ("ics", "trust", "year", "baseline", "level", "evidence", "summary", "themes", "returned")
HEADER = "assessment_year,ods_code,section,item,answer,pillar,priority,stage,systems,unsupported\n"
RETURN = (
    HEADER + "2025,RVN,board_readiness,joined_teams,no,,,,,\n"
    "2024,RBS,board_readiness,joined_teams,yes,,,,,\n"
    "2025,RBS,legacy_estate,servers,,,,,10,2\n"
    "2025,RBS,programme,A portal for families,,empower_people,1,delivery,,\n"
)
"""A test's file: no trust said any of this, and the store that it goes into is thrown away."""
ASKED: list[Any] = []


def document(finished: Finished) -> Any:
    assert finished.exit_code == 0, finished.err
    return json.loads(finished.out)


@pytest.fixture
def with_return(own_store: Settings) -> Settings:
    checked = check_return(RETURN.encode(), "test.csv", publication=open_current(own_store))
    submit_return(own_store, checked, by="A tester", note="")
    return own_store


@pytest.fixture
def demonstration(ask: Run) -> Any:
    """The JSON of the Demonstration ICS, asked for once."""
    if not ASKED:
        ASKED.append(document(ask("conditions", "--ics", "DEMO", "--format", "json")))
    return ASKED[0]


def test_the_parts_are_the_sections_and_the_coverage():
    assert sorted(PARTS) == sorted(["coverage", *SECTIONS])


def test_a_system_without_a_return_says_so_and_gives_its_gaps(ask):
    answer = document(ask("conditions", "--ics", "QYG", "--format", "json"))
    assert answer["summary"]["trusts_returned"] == 0
    assert answer["summary"]["no_return"] == answer["summary"]["material_gaps"] == len(answer["coverage"]) > 0
    assert {row["status"] for row in answer["coverage"]} == {"no_return"}
    assert {row["year"] for row in answer["returned"]} == {None}
    assert [len(answer[section]) for section in SECTIONS] == [0] * 5
    assert len(answer["themes"]) == 10
    table = ask("conditions", "--ics", "QYG").out
    assert "It is not known which of " in table
    assert "not known" in table and "self-assessed" in table
    one = ask("conditions", "--ics", "QRL", "--level", "2").out
    assert "It is not known whether a programme addresses the one material gap; programmes returned" in one


@pytest.mark.parametrize(
    "asked", [("--ics", "QYG", "--year", "2024"), ("--trust", "DEMO5", "--year", "2025")]
)
def test_without_a_pillar_score_no_gap_is_known_which_is_not_none(ask, asked):
    """2024 has overall scores alone, and of this trust of the demonstration no score of 2025 came."""
    answer = document(ask("conditions", *asked, "--format", "json"))
    assert answer["coverage"] == []
    assert answer["summary"]["material_gaps"] is answer["summary"]["not_addressed"] is None
    assert answer["summary"]["trusts_returned"] is not None
    table = ask("conditions", *asked).out
    assert f"No pillar score of {asked[-1]} can be held to level 3, so no gap is known" in table
    assert "There is no material gap" not in table


def test_the_json_has_every_part_and_its_parts_add_up(demonstration):
    answer = demonstration
    assert answer["fictional"] is True
    assert [*answer] == [*HEAD, *PARTS, "fictional"]
    summary = answer["summary"]
    parts = ("addressed", "not_running", "no_programme", "no_return")
    assert sum(summary[part] for part in parts) == summary["material_gaps"] == len(answer["coverage"])
    assert summary["not_addressed"] == summary["not_running"] + summary["no_programme"] > 0
    assert {row["ods_code"] for row in answer["returned"]} == {f"DEMO{number}" for number in range(1, 9)}
    for part, (table, _) in PARTS.items():
        assert all([*row] == table.keys for row in answer[part]), part


def test_one_trust_is_the_same_as_among_its_system(ask, demonstration):
    own = document(ask("conditions", "--trust", "demo6", "--format", "json"))
    assert (own["ics"], own["trust"]) == ("DEMO", "DEMO6")
    for part in PARTS:
        assert own[part] == [row for row in demonstration[part] if row["ods_code"] == "DEMO6"] != []


@pytest.mark.parametrize("part", PARTS)
def test_each_part_is_a_table_and_a_csv(ask, demonstration, part):
    rows = csv_rows(ask("conditions", "--ics", "DEMO", "--part", part, "--format", "csv").out)
    assert [row["ods_code"] for row in rows] == [row["ods_code"] for row in demonstration[part]]
    assert [*rows[0]] == [*demonstration[part][0], "fictional"]
    table = ask("conditions", "--ics", "DEMO", "--part", part)
    assert table.exit_code == 0 and "Vexwold" in table.out


def test_another_standard_gives_other_gaps(ask):
    def gaps(*options: object) -> int:
        answer = document(ask("conditions", "--ics", "DEMO", "--format", "json", *options))
        return int(answer["summary"]["material_gaps"])

    assert gaps("--level", "1") == 0 < gaps("--level", "3") < gaps("--level", "5")
    answer = document(ask("conditions", "--ics", "DEMO", "--baseline", "own_target", "--format", "json"))
    assert (answer["baseline"], answer["level"]) == ("own_target", None)


def test_a_submitted_return_shows_at_once_each_section_from_its_newest_round(run, with_return):
    store = ("--store", with_return.store)
    answer = document(run("conditions", *store, "--trust", "RBS", "--format", "json"))
    years = {row["section"]: row["year"] for row in answer["returned"]}
    assert years == {
        "board_readiness": 2024,
        "capability": None,
        "digital_posts": None,
        "legacy_estate": 2025,
        "programme": 2025,
    }
    assert [row["status"] for row in answer["coverage"] if row["pillar"] == "empower_people"] == ["addressed"]
    board = run("conditions", *store, "--trust", "RBS", "--part", "board_readiness").out
    assert "Their newest return is of an earlier round: Alder Hey" in board
    posts = run("conditions", *store, "--trust", "RBS", "--part", "digital_posts").out
    assert "No return, which is not a 'no': Alder Hey" in posts
