"""A plan in sentences: right in number, never rounded up to all, and clear on what is taken for granted."""

from datetime import datetime

import pytest

from benchmark.common.scope import Scope, Standard
from benchmark.questions.plan.charts import plan_rules, plan_sensitivity
from benchmark.questions.plan.ground import Ground, sizes_of
from benchmark.questions.plan.measure import Planned, every_rule, outcome_of, planned, sensitivity
from benchmark.questions.plan.saved import SavedPlan
from benchmark.questions.plan.tables import by_trust, compared, not_funded, pioneers, spreads
from benchmark.questions.plan.words import (
    assumptions,
    compared_sentence,
    plan_answer,
    plan_statements,
    what_is_left_over,
    what_is_to_be_closed,
)
from tests.unit.questions.figures_made import made_gaps
from tests.unit.questions.plan.plans import MILLION, plan, small


@pytest.mark.parametrize(
    ("found", "answer"),
    [
        (
            small(2.0, 3.5, years=3),
            "£1.0m over three years at your costs would close 57.1% of the gap to level 3. All seven scores "
            "below it would still be below.",
        ),
        (
            small(2.9, fund=100_000_00),
            "£100,000 in one year at your costs would close 57.1% of the gap to level 3. No score "
            "is below it by more than one answer.",
        ),
        (
            small(2.0, fund=1_749_999_99),
            "£1.75m in one year at your costs would close nearly all of the gap to level 3. No score "
            "would still be below it by more than one answer.",
        ),
        (
            small(2.0, fund=100_00),
            "£100 in one year at your costs would close under 0.1% of the gap to level 3. All seven scores "
            "below it would still be below.",
        ),
        (
            small(2.0, fund=9 * MILLION),
            "£9.0m in one year at your costs would close the whole gap to level 3. That needs £1.75m.",
        ),
        (small(2.0, fund=0), "Without a fund nothing changes, and all seven scores stay below level 3."),
        (
            small(2.0, pioneers_share=1.0),
            "With the whole fund reserved for pioneers nothing changes, and all seven scores stay below "
            "level 3.",
        ),
        (small(3.0, 4.0), "Of 14 scores none is below level 3. So there is no gap to close."),
        (
            small(),
            "No score of this system can be held to level 3 in this round. So there is nothing to plan.",
        ),
    ],
)
def test_the_answer(found, answer):
    assert plan_answer(found).whole == answer


def test_what_is_left_is_never_written_as_nothing():
    lines = what_is_left_over(small(2.0, fund=1_749_999_00))
    assert lines[-1] == "Less than 0.1 points are left."


def test_what_is_left_over_adds_up_and_is_named():
    lines = what_is_left_over(small(1.0, 2.5, 4.0, fund=2 * MILLION, pioneers_share=0.25))
    assert (
        lines[0] == "Of £2.0m: £1.5m to scores short of level 3, £500,000 reserved for pioneers, £0 unspent."
    )
    assert "Closing the whole gap would cost £4.38m, £2.88m more than is allocated." in lines[1]
    assert (
        "Of 14 scores short of the standard, seven are raised in part and seven are not raised." in lines[1]
    )
    assert "would close another 4.0 points, of 11.5 that are left." in lines[2]
    alike = what_is_left_over(small(2.0, 2.0, fund=MILLION))
    assert alike[1].endswith("All 14 scores short of the standard are raised in part.")


def test_an_unspent_rest_is_explained():
    closed = what_is_left_over(small(2.0, fund=9 * MILLION))
    assert closed[-1] == "The rest is unspent because every gap is closed."
    # A score within one answer of the standard is at it, in every grid, and yet no pioneer's.
    nobody = what_is_left_over(small(2.0, 2.9, pioneers_share=0.5))
    assert nobody[-1].startswith(
        "No score is as high as level 3, so there is no pioneer to reserve £500,000 for. "
    )
    assert "It stays unspent" in nobody[-1]


def test_assumptions_are_listed_as_far_as_they_apply():
    plain = " ".join(assumptions(small(2.0, 3.5)))
    assert "The cost of a point is yours." in plain and "self-assessed" in plain
    assert "A pioneer" not in plain and "Size is" not in plain and "equal parts each year" not in plain
    text = " ".join(
        assumptions(
            small(
                2.0, 3.5, pioneers_share=0.1, years=2, scale_with_size=True, sizes={"T00": 3e8, "T01": None}
            )
        )
    )
    assert "No points are added for it" in text and "equal parts each year" in text
    assert "Size is operating expenditure of 2023/24; the median here is £300m." in text
    assert "Without a published size, so taken as the median: Trust T01." in text
    none = " ".join(assumptions(small(2.0, rule="by_size", sizes={"T00": None})))
    assert "none is published for the trusts here" in none


def test_the_statements_give_before_and_after():
    figures = [statement.figure for statement in plan_statements(small(2.0, 2.0, fund=1_750_000_00))]
    assert figures == ["1.00 → 0.50", "14 → 14 of 14", "2.0 → 2.5", "£1.75m"]
    assert plan_statements(small(3.0)) == []


def test_a_single_score_is_spoken_of_as_one():
    one_low = {("T00", "Acute"): [2.0, *[3.0] * 6]}
    seven, alone = made_gaps(one_low), made_gaps(one_low, held_to={"well_led": 3.0})
    assert "; 1 of 7 scores is below it by more than one answer." in what_is_to_be_closed(seven).rest
    found = planned(Ground(alone, sizes_of({"T00": None})), plan(100_00))
    assert plan_statements(found)[0].words.endswith("over 1 score, before and after")
    assert "1 score still below" in plan_rules(every_rule(found.ground, found.plan), found.plan).alt
    figure = plan_sensitivity(sensitivity(found.ground, found.plan), found.plan)
    assert "1 score still below" in figure.alt and "1 scores" not in figure.alt


def saved(found: Planned, **changes: object) -> SavedPlan:
    other = plan(**({"fund": 2 * MILLION} | changes))
    return SavedPlan("Other", other, 7, "A planner", datetime(2026, 1, 1), "", False)


def test_two_plans_beside_each_other_say_what_they_do_not_share():
    found = small(2.0, 2.5, 3.5)
    other = saved(found)
    came = outcome_of(found.ground, other.plan)
    sentence = compared_sentence(found, other, came)
    assert sentence.startswith("This plan closes 38.1% of the gap") and "differ" not in sentence
    elsewhere = saved(found, standard=Standard("floor", 4.0), scope=Scope("QZ1", 2024))
    sentence = compared_sentence(found, elsewhere, came)
    assert sentence.endswith(
        "They differ in round or footprint and standard, so their gaps are not the same gap."
    )
    frame = compared([("This plan", found.plan, found.outcome), ("This plan", other.plan, came)]).frame()
    assert frame.columns.tolist() == ["What", "This plan", "This plan"]
    assert frame.iloc[2].tolist() == ["Fund", "£1.0m in one year", "£2.0m in one year"]


def test_the_tables_hold_what_the_plan_holds():
    found = small(1.0, 2.5, 4.0, fund=2 * MILLION, pioneers_share=0.25, years=2)
    trusts = by_trust(found).frame()
    assert trusts["In all (£)"].sum() == pytest.approx(2_000_000)
    assert (trusts["Year 1 (£)"] + trusts["Year 2 (£)"]).tolist() == pytest.approx(
        trusts["In all (£)"].tolist()
    )
    assert not_funded(found).frame()["To close it (£)"].sum() == pytest.approx(found.outcome.not_funded / 100)
    assert not_funded(found).frame()["Gap left (points)"].is_monotonic_decreasing
    assert pioneers(found).frame()["Reserved (£)"].sum() == pytest.approx(500_000)
    assert len(spreads(found).rows) == 7
