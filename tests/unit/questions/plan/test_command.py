"""plan and plans: no cost is invented, figures are the measures', plans are saved, found and compared."""

import json
from typing import Any, get_args

import pytest

from benchmark.common.scope import Scope, Standard
from benchmark.questions.plan.ground import ground_of
from benchmark.questions.plan.inputs import Plan, costs_from
from benchmark.questions.plan.measure import planned
from schemas.plans import AllocationRule
from tests.unit.questions.answers import csv_rows

PLAN = ("plan", "--ics", "QYG", "--fund", "10m", "--cost-per-point", "250,000", "--years", "3")


def test_without_a_cost_there_is_no_plan_and_the_reason_is_given(ask):
    finished = ask("plan", "--ics", "QYG", "--fund", "10000000")
    assert (finished.exit_code, finished.out) == (2, "")
    assert "there is no default. Nobody has published what raising a score by one point costs" in finished.err


def test_the_pillars_without_a_cost_are_named(ask):
    finished = ask("plan", "--ics", "QYG", "--fund", "1m", "--cost", "well_led=5k", "safe_practice=5k")
    assert finished.exit_code == 2
    assert "on Smart Foundations, Support Workforce, Empower People," in finished.err


def test_json_has_the_figures_of_the_measure(ask, publication):
    found = json.loads(ask(*PLAN, "--pioneers", "0.1", "--format", "json").out)
    assert json.loads(ask(*PLAN, "--pioneers", "10%", "--format", "json").out) == found
    scope, standard = Scope("QYG", 2025), Standard()
    made = Plan(scope, standard, 10**9, 3, costs_from(250_000_00, {}), pioneers_share=0.1)
    came = planned(ground_of(publication, scope, standard), made)
    assert found["inputs"]["fund"] == 10_000_000.0
    assert found["inputs"]["cost_per_point"] == dict.fromkeys(made.costs_by_pillar, 250_000.0)
    assert found["outcome"]["allocated"] == 9_000_000.0
    assert found["outcome"]["closed_share"] == round(36 / 76.2, 5)
    assert found["outcome"]["to_close_all"] == 19_050_000.0
    levelling = [row for row in found["allocations"] if row["purpose"] == "levelling_up"]
    assert [row["amount"] for row in levelling] == (came.rows["allocated"] / 100).tolist()
    assert list(found["rules"]) == [*get_args(AllocationRule)]
    assert [entry["cost_times"] for entry in found["sensitivity"]] == [0.5, 1.0, 2.0]
    assert found["answer"].startswith("£10.0m over three years at your costs would close 47.2% of the gap")


def test_the_table_says_the_answer_the_rules_and_what_is_taken_for_granted(ask):
    out = ask(*PLAN).out
    assert "2025, the footprint as assessed, a plan to reach level 3, self-assessed" in out
    for words in ("All the rules:", "Equal per trust: closes", "2 times as much", "Taken for granted:"):
        assert words in out


def test_a_cost_of_one_pillar_goes_before_the_one_for_all(ask):
    found = json.loads(ask(*PLAN, "--cost", "well_led=100k", "--format", "json").out)
    assert found["inputs"]["cost_per_point"]["well_led"] == 100_000.0
    assert found["inputs"]["cost_per_point"]["safe_practice"] == 250_000.0


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--fund", "-5"), "The fund cannot be negative."),
        (("--fund", "lots"), "The fund cannot be read: lots."),
        (("--pioneers", "1.5"), "The pioneers' share of the fund cannot be 150%."),
        (("--pioneers", "150%"), "The pioneers' share of the fund cannot be 150%."),
        (("--pioneers", "a tenth"), "a tenth is no share: write 0.1 or 10%"),
        (("--years", "0"), "A plan over 0 years cannot be made."),
        (("--cost-per-point", "0"), "The cost per point of Well Led must be more than nothing."),
        (("--cost", "well_fed=5"), "There is no pillar well_fed."),
        (("--cost", "well_led"), "has no = in it"),
        (
            ("--saved", "One"),
            "--saved uses the inputs of the saved plan, and --fund, --years, --cost-per-point",
        ),
        (("--save", "One"), "Nobody is named who saves the plan."),
        (("--save", "One", "--by", "Me", "--as-at", "2026-01-01"), "cannot be saved on a past day"),
        (("--compare", "One"), "No plan of QYG is called One."),
    ],
)
def test_inputs_that_are_not_understood_are_reported(ask, options, message):
    finished = ask(*PLAN, *options)
    assert (finished.exit_code, finished.out) == (2, "")
    assert message in finished.err


def test_a_plan_is_saved_listed_opened_and_compared(run, own_store):
    def ask(command: str, *options: str) -> Any:
        finished = run(command, "--store", own_store.store, *options, "--format", "json")
        assert finished.exit_code == 0, finished.err
        return json.loads(finished.out)

    assert ask("plans") == []
    first = ask(*PLAN, "--save", "Level up", "--by", "A planner", "--note", "For the board")
    (listed,) = ask("plans", "--ics", "QYG")
    assert (listed["plan"], listed["saved_by"], listed["note"]) == ("Level up", "A planner", "For the board")
    assert listed["fund"] == 10_000_000.0
    again = ask("plan", "--ics", "QYG", "--saved", "level up")
    assert again["outcome"] == first["outcome"] and again["inputs"] == first["inputs"]
    beside = ask(*PLAN, "--rule", "equal_per_trust", "--compare", "Level up")
    assert beside["compared_with"]["name"] == "Level up"
    assert beside["compared_with"]["outcome"] == first["outcome"]
    assert beside["outcome"]["below_after"] < first["outcome"]["below_after"]
    output = run("plan", "--store", own_store.store, *PLAN[1:], "--compare", "Level up", "--level", "3.5").out
    assert "They differ in standard, so their gaps are not the same gap." in output
    refused = run(*PLAN, "--store", own_store.store, "--save", "Level up", "--by", "A planner")
    assert (refused.exit_code, refused.out) == (2, "")
    assert "Level up is saved already with these inputs" in refused.err
    table = run("plans", "--store", own_store.store)
    assert "saved plans: 1" in table.out and "Neediest first" in table.out
    (row,) = csv_rows(run("plans", "--store", own_store.store, "--format", "csv").out)
    assert row["fictional"] == "False"
    assert (row["plan"], row["cost_well_led"]) == ("Level up", "250000.0")


def test_no_plan_saved_gives_an_empty_csv_with_headings(ask):
    assert ask("plans", "--format", "csv").out.startswith("plan,number,saved_by,")


@pytest.mark.parametrize("ics", ["QNQ", "QSL", "QUY"])
@pytest.mark.parametrize("baseline", ["ics_best", "setting_median", "setting_upper_quartile", "own_target"])
def test_every_standard_gives_a_plan_for_systems_of_every_shape(ask, ics, baseline):
    options = ("--ics", ics, "--fund", "1m", "--cost-per-point", "100k", "--baseline", baseline)
    found = json.loads(ask("plan", *options, "--format", "json").out)
    came = found["outcome"]
    assert came["allocated"] + came["reserved"] + came["unspent"] == pytest.approx(1_000_000.0)
    figures = [came[f"gap_{what}"] for what in ("before", "after", "mean_before", "mean_after")]
    if baseline == "own_target":  # nobody has set one, and nothing is not 0.0
        assert came["scores"] == 0 and figures == [None] * 4
    else:
        assert came["gap_after"] <= came["gap_before"]
