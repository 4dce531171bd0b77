"""A plan's link: short, readable, and read again as the same plan; all faults are named at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.common.scope import Standard
from benchmark.questions.plan.inputs import Plan
from benchmark.questions.plan.link import Typed, link_faults, not_on_offer, plan_of, plan_query, typed_from
from tests.unit.questions.plan.plans import FLAT, PLANS, SCOPE, plan


@given(PLANS, st.integers(0, 1000))
def test_a_plan_s_link_is_read_as_the_same_plan(made, thousandths):
    wanted = Plan(**(vars(made) | {"pioneers_share": thousandths / 1000}))
    found = plan_of(typed_from(plan_query(wanted)), wanted.scope, wanted.standard)
    if not wanted.pioneers_share:
        wanted = Plan(**(vars(wanted) | {"pioneers_split": "equally"}))  # nothing to split
    assert found == wanted


def test_a_link_is_short_where_there_is_little_to_say():
    assert plan_query(plan(10**9, years=3)) == {
        "fund": "10000000",
        "years": "3",
        "cost": "250000",
        "rule": "neediest_first",
    }


def test_a_link_names_the_pillars_where_costs_differ():
    query = plan_query(plan(100, costs=(100, *FLAT[1:])))
    assert query["cost"].startswith("well_led:1,smart_foundations:250000,safe_practice:250000,")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({}, []),
        ({"years": "5.0", "pioneers": "10%", "fund": "£10m", "cost": ""}, []),
        ({"years": "5.5"}, ["The years cannot be read: 5.5."]),
        ({"years": "0"}, ["A plan over 0 years cannot be made."]),
        (
            {"fund": "-1", "cost": "0"},
            ["The fund cannot be negative.", "The cost per point must be more than"],
        ),
        ({"pioneers": "101"}, ["The pioneers' share of the fund cannot be 101%."]),
        ({"pioneers": "nan"}, ["The pioneers' share of the fund cannot be nan%."]),
        ({"pioneers": "some"}, ["The pioneers' share cannot be read: some."]),
        (
            {"cost": "well_led:x,well_lad:5"},
            ["The cost of Well Led cannot be read: x.", "There is no pillar"],
        ),
    ],
)
def test_wrong_inputs_in_a_link_are_reported_one_by_one(query, said):
    found = link_faults(query)
    assert len(found) == len(said)
    assert all(fault.startswith(words) for fault, words in zip(found, said, strict=True)), found


def test_a_word_of_a_list_is_read_in_any_case_and_an_unknown_one_gets_the_list():
    typed = typed_from({"rule": "By-Size", "split": "BY SIZE", "scale": "Yes", "years": "3.0"})
    assert (typed.rule, typed.split, typed.scale) == ("by_size", "by_size", True)
    assert not_on_offer({"rule": "By-Size", "scale": "No", "split": ""}) == []
    assert not_on_offer({"rule": "luck"}) == [("Rule", "luck", "Neediest first")]


def test_all_wrong_inputs_are_reported_at_once():
    typed = Typed(fund="x", years="many", cost="y", costs={"well_led": "z", "luck": "5"}, pioneers="all")
    found = plan_of(typed, SCOPE, Standard())
    assert isinstance(found, list)
    assert [sentence.split(" ")[0:2] for sentence in found] == [
        ["The", "fund"],
        ["The", "cost"],
        ["The", "cost"],
        ["There", "is"],
        ["The", "pioneers'"],
        ["The", "years"],
    ]
    assert all(sentence.endswith(".") for sentence in found)


def test_without_a_cost_there_is_no_plan():
    (sentence,) = plan_of(Typed(fund="1m", years="3"), SCOPE, Standard())
    assert sentence.startswith("No cost per point is given, and there is no default.")


def test_all_missing_inputs_are_reported_at_once():
    """The missing cost was named only when the fund and the years had been given."""
    found = plan_of(Typed(), SCOPE, Standard())
    assert isinstance(found, list)
    assert [sentence.split(" ")[:3] for sentence in found] == [
        ["The", "fund", "cannot"],
        ["No", "cost", "per"],
        ["The", "years", "are"],
    ]


def test_a_link_that_holds_something_else_is_read_as_a_blank_plan():
    typed = typed_from({"rule": "luck", "split": "luck", "scale": "perhaps"})
    assert typed == Typed() and typed.blank
    assert not typed_from({"cost": "well_led:5"}).blank


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_no_link_breaks_anything(fund, years, cost, pioneers):
    typed = typed_from({"fund": fund, "years": years, "cost": cost, "pioneers": pioneers})
    found = plan_of(typed, SCOPE, Standard())
    assert isinstance(found, Plan) or found


def test_words_of_infinity_are_no_share():
    for text in ("nan", "Infinity", "-inf", "1e999"):
        found = plan_of(Typed(fund="1", cost="1", pioneers=text), SCOPE, Standard())
        assert isinstance(found, list) and found
