"""Answers counted, posts and systems added up: against the naive twin, and what must always hold."""

import math

import pytest
from hypothesis import given

from benchmark.core.definitions import condition_sections
from benchmark.questions.conditions.measure import (
    Conditions,
    answers_by_item,
    answers_by_trust,
    conditions_of,
    legacy_by_trust,
    posts_by_role,
    posts_by_trust,
    unsupported,
    vacancies,
)
from schemas.conditions import Condition
from tests.unit.questions.conditions import naive_conditions as naive
from tests.unit.questions.conditions.condition_rows import (
    BOARD,
    SCOPE,
    TRUSTS,
    answer,
    estate,
    frame_of,
    members_of,
    one_return,
    post,
)
from tests.unit.questions.frames import FEW

CAPABILITIES = tuple(item.key for item in condition_sections()["capability"].items)


def made(rows: list[Condition]) -> Conditions:
    return conditions_of(frame_of(rows), members_of(*TRUSTS), scope=SCOPE)


def plain(rows: list[Condition]) -> list[naive.Row]:
    return [row.model_dump() for row in rows]


def close(one: float, other: object) -> bool:
    return math.isclose(one, float(other), abs_tol=1e-9)


@FEW
@given(one_return())
def test_answers_agree_with_the_naive_twin_and_add_up_to_the_same_by_item_and_by_trust(rows):
    found = made(rows)
    for section, answers, items in (
        ("board_readiness", found.board, BOARD),
        ("capability", found.capabilities, CAPABILITIES),
    ):
        counted = answers_by_item(answers)
        twin = naive.counts(plain(rows), section, items)
        if counted.empty:
            assert all(count["answered"] == 0 for count in twin.values())
            continue
        assert counted["item"].tolist() == [*items]
        for row in counted.to_dict("records"):
            assert {name: row[name] for name in twin[row["item"]]} == twin[row["item"]]
    by_item, by_trust = answers_by_item(found.board), answers_by_trust(found.board)
    for name in ("yes", "partly", "no", "answered", "not_answered"):
        assert by_item[name].sum() == by_trust[name].sum()
    for counts in (by_item, by_trust):
        assert (counts["yes"] + counts["partly"] + counts["no"] == counts["answered"]).all()
    assert (by_trust["answered"] + by_trust["not_answered"] == len(BOARD)).all()


@FEW
@given(one_return())
def test_posts_agree_with_the_naive_twin_and_add_up_to_the_whole(rows):
    posts = made(rows).posts
    total = vacancies(posts)
    for by, found in (("item", posts_by_role(posts)), ("ods_code", posts_by_trust(posts))):
        twin = naive.posts(plain(rows), by)
        assert len(found) == len(twin)
        for row in found:
            expected = twin[row[by]]
            assert all(close(row[name], expected[name]) for name in ("funded", "in_post", "vacant"))
            if expected["rate"] is None:
                assert row["vacancy_rate"] is None
            else:
                assert close(row["vacancy_rate"], expected["rate"])
        assert close(sum(row["vacant"] for row in found), total.part)
        assert close(sum(row["funded"] for row in found), total.whole)
    assert total.trusts == posts["ods_code"].nunique()
    assert {(row.ods_code, row.item): row.differs for row in posts.itertuples()} == {
        (row["ods_code"], row["item"]): naive.differs(row)
        for row in plain(rows)
        if row["section"] == "digital_posts"
    }
    # Twice the posts leave every rate.
    figures = ["funded", "in_post", "vacant"]
    doubled = posts.assign(**{name: posts[name] * 2 for name in figures})
    one, other = ([row["vacancy_rate"] for row in posts_by_role(of)] for of in (posts, doubled))
    assert one == pytest.approx(other)


@pytest.mark.parametrize(
    ("funded", "in_post", "vacant", "differs"),
    [(6, 4.5, 1.5, False), (6, 4.5, 1.4, False), (6, 4.5, 1.3, True), (6, 4.5, 1.7, True), (0, 0, 0, False)],
)
def test_a_sum_may_miss_by_rounding_and_by_no_more(funded, in_post, vacant, differs):
    assert made([post("T1A", "leadership", funded, in_post, vacant)]).posts["differs"].tolist() == [differs]


@FEW
@given(one_return())
def test_the_estate_agrees_with_the_naive_twin(rows):
    legacy = made(rows).legacy
    twin = naive.estate(plain(rows))
    found = {row.ods_code: (row.systems, row.unsupported) for row in legacy_by_trust(legacy).itertuples()}
    assert found == twin
    total = unsupported(legacy)
    if total is None:
        assert not twin
    else:
        assert (total.whole, total.part) == tuple(map(sum, zip(*twin.values(), strict=True)))


def test_nothing_funded_and_no_systems_have_no_rate_rather_than_zero():
    found = made([post("T1A", "leadership", 0, 0, 1), estate("T1A", "servers", 0, 0)])
    assert [row["vacancy_rate"] for row in posts_by_role(found.posts)] == [None]
    assert vacancies(found.posts).share is None
    assert legacy_by_trust(found.legacy)["share"].isna().all()


def test_a_question_that_one_trust_answered_is_not_answered_by_the_other():
    found = made([answer("T1A", "joined_teams", "yes"), answer("T2A", "costed_strategy", "no")])
    counts = answers_by_item(found.board).set_index("item")
    names = ["yes", "partly", "no", "answered", "not_answered"]
    assert counts.loc["joined_teams", names].tolist() == [1, 0, 0, 1, 1]
    assert counts.loc["regular_report", names].tolist() == [0, 0, 0, 0, 2]
