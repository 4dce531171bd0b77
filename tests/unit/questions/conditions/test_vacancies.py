"""The strips of vacancies: every trust a dot at its rate, ties and outliers described as they are."""

import json
from itertools import pairwise

import pytest

from benchmark.charts.theme import DARK_BLUE
from benchmark.questions.conditions.vacancies import ALL_ROLES, NARROW_PX, vacancy_strips
from tests.unit.questions.conditions.condition_made import found
from tests.unit.questions.conditions.condition_rows import post
from tests.unit.questions.figures_made import expect_vega_lite, layers, marks, texts

SIX = [post(f"T{number}A", "leadership", 10, 10 - number, number) for number in (0, 1, 1, 2, 9)]
SIX = [row.model_copy(update={"ods_code": f"T{place}A"}) for place, row in enumerate(SIX, start=1)]
CODES = tuple(row.ods_code for row in SIX)


def test_every_trust_is_a_dot_at_its_rate_on_every_role_and_on_all():
    figure = vacancy_strips(found())
    (dots,) = marks(figure.spec, "point")
    rates = {(dot["role"], dot["ods_code"]): dot["at"] for dot in dots}
    assert rates[ALL_ROLES, "T1A"] == 0 and rates[ALL_ROLES, "T2A"] == pytest.approx(2 / 6)
    assert rates["Digital leadership", "T2A"] == 0.5
    assert len(rates) == len(dots) == 5
    assert json.loads(json.dumps(figure.spec, allow_nan=False)) == figure.spec
    expect_vega_lite(figure.spec)


def test_the_title_says_the_share_and_how_far_apart_trusts_are():
    figure = vacancy_strips(found(SIX, codes=CODES))
    assert figure.title == "13.0 of 50.0 funded digital posts are vacant (26.0%); by trust from 0.0% to 90.0%"
    assert figure.title in figure.alt and "Digital leadership 13.0 of 50.0 vacant (26.0%)" in figure.alt


def test_below_the_title_are_the_trusts_whose_posts_are_of_an_earlier_round():
    rows = [SIX[0], SIX[1].model_copy(update={"assessment_year": 2024})]
    figure = vacancy_strips(found(rows, codes=CODES), chosen_trust="T2A")
    assert "Of an earlier round: Trust T2A (2024). " in figure.subtitle
    assert "earlier round" not in vacancy_strips(found(SIX, codes=CODES)).subtitle


def test_two_trusts_have_no_spread():
    assert vacancy_strips(found()).title == "2.0 of 8.0 funded digital posts are vacant (25.0%)"


def test_a_chosen_trust_is_larger_and_its_own_figures_are_beside_the_roles():
    figure = vacancy_strips(found(SIX, codes=CODES), chosen_trust="T5A")
    (dots,) = marks(figure.spec, "point")
    assert [dot["ods_code"] for dot in dots if dot["fill"] == DARK_BLUE] == ["T5A", "T5A"]
    assert [dot["ods_code"] for dot in dots[-2:]] == ["T5A", "T5A"]
    assert min(dot["size"] for dot in dots[-2:]) > max(dot["size"] for dot in dots[:-2])
    assert "9.0 of 10.0 vacant (90.0%)" in texts(figure.spec)
    assert figure.title == "9.0 of 10.0 funded digital posts are vacant (90.0%); of all trusts here 26.0%"
    absent = vacancy_strips(found(SIX, codes=(*CODES, "T9A")), chosen_trust="T9A")
    assert "not returned" in texts(absent.spec)


def test_the_highest_is_named_only_where_there_is_room_for_its_name():
    assert "Trust T5A" in texts(vacancy_strips(found(SIX, codes=CODES)).spec)
    close = [*SIX[:4], post("T5A", "leadership", 10, 7.5, 2.5)]
    assert "Trust T5A" not in texts(vacancy_strips(found(close, codes=CODES)).spec)


def test_dots_of_a_lane_never_cover_one_another_on_a_telephone():
    spec = vacancy_strips(found(SIX, codes=CODES)).spec
    (dots,) = marks(spec, "point")
    (layer, _), *_ = layers(spec, "point")
    end = layer["encoding"]["x"]["scale"]["domain"][1]
    lanes: dict[float, list[float]] = {}
    for dot in dots:
        lanes.setdefault(dot["y"], []).append(dot["at"])
    for rates in lanes.values():
        ordered = sorted(rates)
        for one, other in pairwise(ordered):
            assert (other - one) / end * NARROW_PX >= 11


def test_the_axis_starts_at_nothing_and_holds_a_rate_above_one():
    spec = vacancy_strips(found([post("T1A", "leadership", 2, 0, 3)])).spec
    (layer, _), *_ = layers(spec, "point")
    assert layer["encoding"]["x"]["scale"]["domain"] == [0, 1.5]


@pytest.mark.parametrize(
    ("rows", "title"),
    [
        ([], "No trust has returned its digital posts"),
        ([post("T1A", "leadership", 0, 0, 1)], "No funded digital post was returned"),
    ],
)
def test_where_there_is_no_rate_the_chart_says_why(rows, title):
    figure = vacancy_strips(found(rows))
    assert figure.title == title
    assert texts(figure.spec) == [title]
