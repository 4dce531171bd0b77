"""What a plan is made of: what no plan can be made of gets a sentence, and no cost is invented."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.core.definitions import definitions
from benchmark.core.errors import BenchmarkError
from benchmark.core.wording import money, pence_of, pounds_text
from benchmark.questions.plan.inputs import RULES, CostMissing, costs_from
from schemas.plans import AllocationRule
from tests.unit.questions.plan.plans import FLAT, plan

KEYS = definitions().framework.pillar_keys


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"fund": -1}, "The fund cannot be negative."),
        ({"fund": 10**14}, "The fund is more than £100,000,000,000."),
        ({"years": 0}, "A plan over 0 years cannot be made."),
        ({"years": 11}, "A plan over 11 years cannot be made."),
        ({"pioneers_share": 1.2}, "The pioneers' share of the fund cannot be 120%."),
        ({"pioneers_share": -0.1}, "The pioneers' share of the fund cannot be -10%."),
        ({"pioneers_share": float("nan")}, "The pioneers' share of the fund cannot be nan%."),
        ({"rule": "luck"}, "There is no rule luck."),
        ({"pioneers_split": "by_luck"}, "A reserve cannot be split by_luck."),
        ({"costs": (0, *FLAT[1:])}, "The cost per point of Well Led must be more than nothing."),
        ({"costs": (-5, *FLAT[1:])}, "The cost per point of Well Led cannot be negative."),
    ],
)
def test_what_no_plan_can_be_made_of_is_refused_in_words(changes, message):
    with pytest.raises(BenchmarkError) as refused:
        plan(**changes)
    assert refused.value.message == message
    assert refused.value.fix


def test_the_ends_of_every_range_are_taken():
    plan(fund=0, years=1, pioneers_share=0.0)
    plan(fund=10**13, years=10, pioneers_share=1.0, costs=(1,) * len(KEYS))


def test_no_cost_is_assumed_and_the_reason_is_given():
    with pytest.raises(CostMissing) as refused:
        costs_from(None, {})
    assert str(refused.value).startswith("No cost per point is given, and there is no default. Nobody has")


def test_the_pillars_without_a_cost_are_named():
    with pytest.raises(CostMissing, match="on Improve Care and Healthy Populations, and there is no default"):
        costs_from(None, dict.fromkeys(KEYS[:-2], 5))
    with pytest.raises(CostMissing, match="on Healthy Populations"):
        plan(costs=FLAT[:-1])


def test_a_pillar_s_own_cost_goes_before_the_one_for_all():
    assert costs_from(7, {KEYS[2]: 9}) == (7, 7, 9, 7, 7, 7, 7)
    assert costs_from(None, dict(zip(KEYS, range(1, 8), strict=True))) == (1, 2, 3, 4, 5, 6, 7)


def test_a_cost_for_a_pillar_that_there_is_not_is_refused():
    with pytest.raises(BenchmarkError, match="There is no pillar well_fed"):
        costs_from(7, {"well_fed": 9})


@given(st.integers(0, 10**13), st.integers(0, 1000))
def test_the_reserve_is_the_share_in_whole_pence_never_more(fund, thousandths):
    reserve = plan(fund=fund, pioneers_share=thousandths / 1000).reserve
    exact = Fraction(thousandths, 1000) * fund
    assert reserve <= exact < reserve + 1


def test_every_rule_has_a_name_and_a_sentence():
    assert set(RULES) == set(AllocationRule.__args__)
    assert all(text.name and text.words.endswith(".") for text in RULES.values())


@pytest.mark.parametrize(
    ("text", "pence"),
    [
        ("250000", 25_000_000),
        ("£250,000", 25_000_000),
        (" 250 000 ", 25_000_000),
        ("£10m", 1_000_000_000),
        ("1.5M", 150_000_000),
        ("250k", 25_000_000),
        ("0.5bn", 50_000_000_000),
        ("12.50", 1_250),
        ("0", 0),
        ("-5", -500),
    ],
)
def test_amounts_are_read_as_people_write_them(text, pence):
    assert pence_of(text) == pence


@pytest.mark.parametrize(
    "text", ["", "ten", "1,00", "1.2.3", "£", "10 million pounds", "1e6", "nan", "10%", "1,0000", "٣"]
)
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(BenchmarkError, match="The fund cannot be read"):
        pence_of(text, what="The fund")


def test_a_part_of_a_penny_is_refused():
    with pytest.raises(BenchmarkError, match="part of a penny"):
        pence_of("0.005")


@given(st.integers(-(10**14), 10**14))
def test_an_amount_as_text_is_read_as_the_same_amount(pence):
    assert pence_of(pounds_text(pence)) == pence


@pytest.mark.parametrize(
    ("pence", "words"),
    [
        (0, "£0"),
        (1_000_000_000, "£10.0m"),
        (100_499_999, "£1.0m"),
        (1_905_000_000, "£19.05m"),
        (1_900_500_000, "£19.01m"),
        (25_000_000, "£250,000"),
        (1_250, "£12.50"),
        (7, "£0.07"),
        (12_345_678, "£123,457"),
    ],
)
def test_amounts_are_written_as_in_a_sentence(pence, words):
    assert money(pence) == words
