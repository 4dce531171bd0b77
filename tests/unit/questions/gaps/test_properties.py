"""What must hold for gaps whatever the scores are, on small invented systems."""

import math
from fractions import Fraction

import pandas as pd
from hypothesis import assume, given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from benchmark.common.scope import Scope, Standard
from benchmark.common.standards import hold_to_best, hold_to_levels, hold_to_targets
from benchmark.questions.gaps.measure import Gaps, gaps_of
from tests.unit.questions import naive
from tests.unit.questions.frames import FEW, one_system, score_frame

SCOPE, STANDARD = Scope("QZ1", 2025), Standard()
LEVEL = st.integers(2, 10).map(lambda halves: halves / 2)
TABLES = ("rows", "by_unit", "by_pillar", "without_standard")


def held_to_floor(scores: pd.DataFrame, level: float) -> Gaps:
    held = scores.assign(standard=level, lone_setting=False)
    return gaps_of(held, scope=SCOPE, standard=STANDARD)


def held_to_best(scores: pd.DataFrame) -> Gaps:
    return gaps_of(hold_to_best(scores), scope=SCOPE, standard=STANDARD)


def close(one: float, other: float) -> bool:
    return math.isclose(one, other, abs_tol=1e-9)


@FEW
@given(one_system(), LEVEL, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(scores, level, random):
    shuffled = scores.iloc[sorted(scores.index, key=lambda _: random.random())]
    for one, other in (
        (held_to_floor(scores, level), held_to_floor(shuffled, level)),
        (held_to_best(scores), held_to_best(shuffled)),
    ):
        assert close(one.summary.sum, other.summary.sum)
        for table in TABLES:
            assert_frame_equal(getattr(one, table), getattr(other, table))


@FEW
@given(one_system(), LEVEL)
def test_parts_add_up_to_the_whole(scores, level):
    for found in (held_to_floor(scores, level), held_to_best(scores)):
        for parts in (found.by_unit, found.by_pillar):
            assert close(parts["gap_sum"].sum(), found.summary.sum)
            if found.summary.sum:
                assert close(parts["share"].sum(), 1.0)
            else:
                assert parts["share"].isna().all()
        assert (
            found.by_unit["pillars_below"].sum()
            == found.by_pillar["units_below"].sum()
            == found.summary.below
        )
        assert found.by_unit["pillars"].sum() == found.by_pillar["units"].sum() == found.summary.unit_pillars
        assert close(found.summary.mean * found.summary.unit_pillars, found.summary.sum)


@FEW
@given(one_system(), LEVEL, st.integers(-15, 15))
def test_scores_and_level_raised_alike_leave_every_gap(scores, level, tenths):
    raised = scores.assign(score=scores["score"] + tenths / 10)
    one, other = held_to_floor(scores, level), held_to_floor(raised, level + tenths / 10)
    assert_frame_equal(one.rows[["gap", "surplus"]], other.rows[["gap", "surplus"]], atol=1e-9)
    assert one.summary.below == other.summary.below


@FEW
@given(one_system(), LEVEL, st.integers(0, 20))
def test_raising_every_score_closes_the_floor_s_gap_by_no_more_than_that(scores, level, tenths):
    raised = scores.assign(score=scores["score"] + tenths / 10)
    before, after = held_to_floor(scores, level).summary, held_to_floor(raised, level).summary
    assert after.mean <= before.mean + 1e-9
    assert after.mean >= before.mean - tenths / 10 - 1e-9


@FEW
@given(one_system(), st.integers(-5, 5))
def test_the_gap_to_the_best_does_not_hang_on_the_level_of_all(scores, tenths):
    raised = scores.assign(score=scores["score"] + tenths / 10)
    assert_frame_equal(held_to_best(scores).rows[["gap"]], held_to_best(raised).rows[["gap"]], atol=1e-9)


@FEW
@given(one_system(), LEVEL, st.integers(0, 30), st.data())
def test_a_leader_s_surplus_closes_no_other_gap(scores, level, tenths, data):
    leaders = scores.index[scores["score"] >= level]
    assume(len(leaders))
    leader = data.draw(st.sampled_from(list(leaders)))
    raised = scores.copy()
    raised.loc[leader, "score"] += tenths / 10
    one, other = held_to_floor(scores, level), held_to_floor(raised, level)
    assert_frame_equal(one.rows[["gap"]], other.rows[["gap"]])
    assert one.summary == other.summary


@FEW
@given(one_system(), LEVEL)
def test_a_gap_and_a_surplus_are_never_negative_and_never_both(scores, level):
    rows = held_to_floor(scores, level).rows
    assert (rows["gap"] >= 0).all() and (rows["surplus"] >= 0).all()
    assert ((rows["gap"] == 0) | (rows["surplus"] == 0)).all()
    rebuilt = rows["score"] + rows["gap"] - rows["surplus"]
    assert all(close(one, other) for one, other in zip(rebuilt, rows["standard"], strict=True))


@FEW
@given(one_system(), LEVEL, st.permutations(["T1A", "T2A", "T3A", "T4A"]))
def test_other_names_for_the_trusts_change_no_figure(scores, level, names):
    other_name = dict(zip(["T1A", "T2A", "T3A", "T4A"], names, strict=True))
    renamed = scores.assign(ods_code=scores["ods_code"].map(other_name), trust=scores["trust"].str.lower())
    for one, other in (
        (held_to_floor(scores, level), held_to_floor(renamed, level)),
        (held_to_best(scores), held_to_best(renamed)),
    ):
        assert (one.summary.unit_pillars, one.summary.below) == (
            other.summary.unit_pillars,
            other.summary.below,
        )
        assert close(one.summary.sum, other.summary.sum)
        assert_frame_equal(one.by_pillar, other.by_pillar, atol=1e-9)


@FEW
@given(one_system())
def test_the_best_of_each_setting_has_no_gap_and_no_unit_has_a_surplus(scores):
    rows = held_to_best(scores).rows
    assert (rows["surplus"] == 0).all()
    assert rows.groupby("pillar")["gap"].min().eq(0).all()
    with_company = rows[~rows["lone_setting"]]
    assert with_company.groupby(["care_setting", "pillar"])["gap"].min().eq(0).all()


@FEW
@given(one_system(), LEVEL)
def test_material_means_by_the_threshold_or_more(scores, level):
    rows = held_to_floor(scores, level).rows
    apart = [
        abs(Fraction(str(score)) - Fraction(str(level))) >= naive.more_than_one_answer(setting, pillar)
        for score, setting, pillar in zip(rows["score"], rows["care_setting"], rows["pillar"], strict=True)
    ]
    assert rows["material"].tolist() == apart
    assert rows["is_below"].tolist() == (rows["material"] & (rows["gap"] > 0)).tolist()


def test_a_unit_alone_in_its_setting_is_held_to_the_best_of_all_and_flagged():
    scores = score_frame(
        [
            ("QZ1", "T1A", "Acute", "well_led", 2.0),
            ("QZ1", "T2A", "Acute", "well_led", 3.0),
            ("QZ1", "T2A", "Ambulance", "well_led", 1.0),
            ("QZ2", "T3A", "Ambulance", "well_led", 5.0),
            ("QZ2", "T4A", "Acute", "well_led", 4.0),
        ]
    )
    held = hold_to_best(scores)
    assert held["standard"].tolist() == [3.0, 3.0, 3.0, 5.0, 5.0]
    assert held["lone_setting"].tolist() == [False, False, True, True, True]


def test_the_first_pillar_of_the_framework_is_named_where_several_are_weakest():
    scores = score_frame(
        [
            ("QZ1", "T1A", "Acute", "improve_care", 2.0),
            ("QZ1", "T1A", "Acute", "smart_foundations", 2.0),
            ("QZ1", "T1A", "Acute", "well_led", 2.5),
        ]
    )
    assert held_to_floor(scores, 3.0).by_unit["weakest_pillar"].tolist() == ["smart_foundations"]


def test_a_score_without_a_level_for_its_setting_is_held_to_nothing():
    scores = score_frame(
        [("QZ1", "T1A", "Acute", "well_led", 2.0), ("QZ1", "T1A", "Ambulance", "well_led", 1.0)]
    )
    levels = {("Acute", "well_led"): 3.0}
    found = gaps_of(hold_to_levels(scores, levels), scope=SCOPE, standard=STANDARD)
    assert found.rows["care_setting"].tolist() == ["Acute"]
    assert found.without_standard["care_setting"].tolist() == ["Ambulance"]
    assert found.by_unit["share"].tolist() == [1.0]


def test_no_target_at_all_leaves_every_score_without_a_standard():
    scores = score_frame([("QZ1", "T1A", "Acute", "well_led", 2.0)])
    found = gaps_of(hold_to_targets(scores, {}), scope=SCOPE, standard=STANDARD)
    assert (len(found.rows), len(found.without_standard)) == (0, 1)
    assert (found.summary.share_below, found.summary.sum, found.summary.mean) == (None, None, None)
