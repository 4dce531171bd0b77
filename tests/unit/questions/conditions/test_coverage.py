"""Which material gaps a programme addresses: against the naive twin, and what must always hold."""

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from benchmark.common.scope import Scope, Standard
from benchmark.core.definitions import evidence
from benchmark.core.errors import UnknownCode
from benchmark.questions.conditions.coverage import Coverage, coverage
from benchmark.questions.conditions.measure import conditions, conditions_of
from benchmark.questions.gaps.measure import Gaps, gaps, gaps_of
from schemas.conditions import Condition
from tests.unit.questions.conditions import naive_conditions as naive
from tests.unit.questions.conditions.condition_rows import (
    RUNNING,
    SCOPE,
    STAGES,
    TRUSTS,
    answer,
    frame_of,
    members_of,
    programme,
)
from tests.unit.questions.frames import FEW, one_system, score_frame
from tests.unit.questions.naive import PILLARS, more_than_one_answer


def held(scores: pd.DataFrame, level: float = 3.0) -> Gaps:
    return gaps_of(scores.assign(standard=level, lone_setting=False), scope=SCOPE, standard=Standard())


def covered(scores: pd.DataFrame, rows: list[Condition], *codes: str) -> Coverage:
    found = conditions_of(frame_of(rows), members_of(*(codes or TRUSTS)), scope=SCOPE)
    return coverage(held(scores), found)


@st.composite
def programmes(draw: st.DrawFn) -> list[Condition]:
    codes, pillars, stages = map(st.sampled_from, (TRUSTS, PILLARS[:4], STAGES))
    drawn = draw(st.lists(st.tuples(codes, pillars, stages), max_size=12))
    return [
        programme(code, f"Programme {number}", pillar, stage)
        for number, (code, pillar, stage) in enumerate(drawn)
    ]


def score(code: str, pillar: str, value: float, setting: str = "Acute") -> tuple[str, str, str, str, float]:
    return ("QZ1", code, setting, pillar, value)


@FEW
@given(one_system(), programmes())
def test_every_trust_and_pillar_agrees_with_the_naive_twin_and_parts_add_up(scores, rows):
    found = covered(scores, rows)
    plain = [row.model_dump() for row in rows]
    expected = {}
    for code, pillar in set(zip(scores["ods_code"], scores["pillar"], strict=True)):
        own = scores[(scores["ods_code"] == code) & (scores["pillar"] == pillar)]
        gaps_to_3 = [
            (3 - naive.exact(value), more_than_one_answer(setting, pillar))
            for value, setting in zip(own["score"], own["care_setting"], strict=True)
        ]
        short = [gap for gap, least in gaps_to_3 if gap >= least]
        status = naive.status(plain, code, pillar, has_gap=bool(short))
        expected[code, pillar] = (status, round(float(max(short)), 9) if short else None)
    assert {
        (row.ods_code, row.pillar): (row.status, None if pd.isna(row.gap) else round(row.gap, 9))
        for row in found.cells.itertuples()
    } == expected
    summary = found.summary
    assert summary.material_gaps == (
        summary.addressed + summary.not_running + summary.no_programme + summary.no_return
    )
    assert summary.material_gaps == (found.cells["gap"] > 0).sum() == found.trusts["material_gaps"].sum()
    assert summary.not_addressed == found.trusts["not_addressed"].sum()
    assert summary.addressed == found.trusts["addressed"].sum()
    assert summary.known + summary.no_return == summary.material_gaps
    assert summary.trusts == len(found.trusts) == len(TRUSTS)


@FEW
@given(one_system(), programmes(), st.randoms(use_true_random=False))
def test_the_order_of_programmes_and_scores_does_not_matter(scores, rows, random):
    shuffled = sorted(rows, key=lambda _: random.random())
    mixed = scores.iloc[sorted(scores.index, key=lambda _: random.random())]
    one, other = covered(scores, rows), covered(mixed, shuffled)
    assert_frame_equal(one.cells, other.cells)
    assert one.summary == other.summary


@FEW
@given(one_system(), programmes(), st.sampled_from(TRUSTS), st.sampled_from(PILLARS[:4]))
def test_one_more_running_programme_never_leaves_more_gaps_open(scores, rows, code, pillar):
    before = covered(scores, rows)
    assume(before.trusts.set_index("ods_code")["year"].notna()[code])
    after = covered(scores, [*rows, programme(code, "One more", pillar, "delivery")])
    assert after.summary.not_addressed <= before.summary.not_addressed
    assert after.summary.no_return == before.summary.no_return
    changed = before.cells["status"] != after.cells["status"]
    assert set(before.cells.loc[changed, ["ods_code", "pillar"]].itertuples(index=False, name=None)) <= {
        (code, pillar)
    }


@pytest.mark.parametrize("stage", STAGES)
def test_each_stage_counts_as_the_definition_says(stage):
    rows = [programme("T1A", "Records", "well_led", stage)]
    cell = covered(score_frame([score("T1A", "well_led", 2.0)]), rows, "T1A").cells.iloc[0]
    assert cell["status"] == ("addressed" if stage in RUNNING else "not_running")
    assert cell["programmes"] == (f"Records ({stage})",)
    assert {entry.stage for entry in evidence().stages} == set(STAGES)


def test_a_trust_without_programmes_is_no_return_even_where_it_answered_the_rest():
    scores = score_frame([score(code, "well_led", 2.0) for code in ("T1A", "T2A", "T3A")])
    rows = [answer("T1A", "joined_teams", "no"), programme("T2A", "Portal", "empower_people", "live")]
    found = covered(scores, rows, "T1A", "T2A", "T3A")
    assert found.cells["status"].tolist() == ["no_return", "no_programme", "no_return"]
    assert (found.summary.trusts_returned, found.summary.known, found.summary.not_addressed) == (1, 1, 1)
    assert found.trusts["year"].isna().tolist() == [True, False, True]


def test_the_widest_gap_of_a_trust_s_settings_counts_and_they_are_named():
    scores = score_frame(
        [
            score("T1A", "well_led", 2.0),
            score("T1A", "well_led", 1.5, "Community"),
            score("T1A", "well_led", 2.8, "Mental Health"),
        ]
    )
    cell = covered(scores, [], "T1A").cells.iloc[0]
    assert (cell["gap"], cell["care_settings"]) == (1.5, ("Acute", "Community"))


@pytest.mark.parametrize(("value", "status"), [(2.7, "no_gap"), (2.6, "no_return"), (3.4, "no_gap")])
def test_only_a_material_gap_below_the_standard_counts(value, status):
    assert covered(score_frame([score("T1A", "well_led", value)]), [], "T1A").cells["status"].tolist() == [
        status
    ]


def test_a_real_system_has_gaps_and_no_return(publication):
    scope = Scope("QYG", 2025)
    own = gaps(publication, scope, Standard())
    found = coverage(own, conditions(publication, scope))
    material = own.rows[own.rows["material"] & (own.rows["gap"] > 0)]
    pairs = material.drop_duplicates(["ods_code", "pillar"])
    assert found.summary.material_gaps == found.summary.no_return == len(pairs) > 0
    assert (found.summary.trusts_returned, found.summary.trusts) == (0, 16)


def test_a_round_without_scores_has_no_gaps_and_keeps_its_columns(publication):
    scope = Scope("QYG", 2024)
    found = coverage(gaps(publication, scope, Standard()), conditions(publication, scope))
    assert found.cells.empty and found.summary.material_gaps == 0
    assert "programmes" in found.cells.columns


def test_gaps_and_conditions_of_two_systems_are_not_mixed(publication):
    one = gaps(publication, Scope("QYG", 2025), Standard())
    with pytest.raises(UnknownCode, match="same system"):
        coverage(one, conditions(publication, Scope("QF7", 2025)))
