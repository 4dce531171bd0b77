"""What must hold for gaps whatever the scores are, on small invented systems."""

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
from tests.unit.questions.same import as_twin

SCOPE, STANDARD = Scope("QZ1", 2025), Standard()
LEVEL = st.integers(2, 10).map(lambda halves: halves / 2)
TABLES = ("rows", "by_unit", "by_pillar", "without_standard")


def held_to_floor(scores: pd.DataFrame, level: float) -> Gaps:
    held = scores.assign(standard=level, lone_setting=False)
    return gaps_of(held, scope=SCOPE, standard=STANDARD)


def held_to_best(scores: pd.DataFrame) -> Gaps:
    return gaps_of(hold_to_best(scores), scope=SCOPE, standard=STANDARD)


@FEW
@given(one_system(), LEVEL, st.randoms(use_true_random=False), st.permutations(["T1A", "T2A", "T3A", "T4A"]))
def test_neither_the_order_of_rows_nor_the_trusts_names_matter(scores, level, random, names):
    shuffled = scores.iloc[sorted(scores.index, key=lambda _: random.random())]
    other_name = dict(zip(["T1A", "T2A", "T3A", "T4A"], names, strict=True))
    renamed = scores.assign(ods_code=scores["ods_code"].map(other_name), trust=scores["trust"].str.lower())
    for one, again, other in (
        [held_to_floor(frame, level) for frame in (scores, shuffled, renamed)],
        [held_to_best(frame) for frame in (scores, shuffled, renamed)],
    ):
        for table in TABLES:
            assert_frame_equal(getattr(one, table), getattr(again, table))
        assert_frame_equal(one.by_pillar, other.by_pillar, atol=1e-9)
        for same in (again, other):
            assert same.summary.unit_pillars == one.summary.unit_pillars
            assert same.summary.below == one.summary.below
            assert as_twin(same.summary.sum, one.summary.sum)


@FEW
@given(one_system(), LEVEL)
def test_parts_add_up_to_the_whole_and_a_gap_and_a_surplus_are_never_both(scores, level):
    for found in (held_to_floor(scores, level), held_to_best(scores)):
        for parts in (found.by_unit, found.by_pillar):
            assert as_twin(parts["gap_sum"].sum(), found.summary.sum)
            if found.summary.sum:
                assert as_twin(parts["share"].sum(), 1.0)
            else:
                assert parts["share"].isna().all()
        assert (
            found.by_unit["pillars_below"].sum()
            == found.by_pillar["units_below"].sum()
            == found.summary.below
        )
        assert found.by_unit["pillars"].sum() == found.by_pillar["units"].sum() == found.summary.unit_pillars
        assert as_twin(found.summary.mean * found.summary.unit_pillars, found.summary.sum)
        rows = found.rows
        assert (rows["gap"] >= 0).all() and (rows["surplus"] >= 0).all()
        assert ((rows["gap"] == 0) | (rows["surplus"] == 0)).all()
        rebuilt = rows["score"] + rows["gap"] - rows["surplus"]
        assert all(as_twin(one, other) for one, other in zip(rebuilt, rows["standard"], strict=True))
        apart = [
            abs(Fraction(str(score)) - Fraction(str(standard))) >= naive.more_than_one_answer(setting, pillar)
            for score, standard, setting, pillar in zip(
                *(rows[name] for name in ("score", "standard", "care_setting", "pillar")), strict=True
            )
        ]
        assert rows["material"].tolist() == apart
        assert rows["is_below"].tolist() == (rows["material"] & (rows["gap"] > 0)).tolist()
    # The last is held to the best of each setting: that has no gap, and no unit has a surplus.
    assert (rows["surplus"] == 0).all()
    assert rows.groupby("pillar")["gap"].min().eq(0).all()
    with_company = rows[~rows["lone_setting"]]
    assert with_company.groupby(["care_setting", "pillar"])["gap"].min().eq(0).all()


@FEW
@given(one_system(), LEVEL, st.integers(-15, 20))
def test_scores_and_standard_raised_alike_leave_every_gap_and_scores_alone_close_it(scores, level, tenths):
    raised = scores.assign(score=scores["score"] + tenths / 10)
    one, other = held_to_floor(scores, level), held_to_floor(raised, level + tenths / 10)
    assert_frame_equal(one.rows[["gap", "surplus"]], other.rows[["gap", "surplus"]], atol=1e-9)
    assert one.summary.below == other.summary.below
    best, still = held_to_best(scores), held_to_best(raised)
    assert_frame_equal(best.rows[["gap"]], still.rows[["gap"]], atol=1e-9)
    closed = one.summary.mean - held_to_floor(raised, level).summary.mean
    least, most = sorted((0.0, tenths / 10))
    assert least - 1e-9 <= closed <= most + 1e-9


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
