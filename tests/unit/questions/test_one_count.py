"""Every question counts the same gaps of a system, and as many as the files hold by themselves."""

from collections import Counter

import pytest

from benchmark.common.scope import Scope, Standard, systems
from benchmark.questions.conditions.coverage import coverage
from benchmark.questions.conditions.measure import conditions
from benchmark.questions.conditions.words import other_count
from benchmark.questions.gaps.measure import Gaps, gaps, gaps_of_all_systems
from benchmark.questions.gaps.words import overview_answer
from benchmark.questions.learning.measure import learning
from benchmark.questions.plan.ground import ground_of
from benchmark.questions.plan.inputs import Plan, costs_from
from benchmark.questions.plan.measure import outcome_of
from benchmark.questions.systems.measure import background, side_by_side
from benchmark.questions.trusts.measure import positions
from benchmark.store.publication import Publication
from schemas.definitions import BaselineId
from tests.unit.questions import naive

pytestmark = pytest.mark.slow

BASELINES: tuple[BaselineId, ...] = ("floor", "ics_best", "setting_median", "setting_upper_quartile")


def assert_all_agree(publication: Publication, found: Gaps) -> None:
    """What Conditions, Planner and Overview say of a system's gaps."""
    scope, below = found.scope, found.summary.below
    covered_whole = coverage(found, conditions(publication, scope))
    covered = covered_whole.summary
    rows = found.rows[found.rows["is_below"] & ~found.rows["trust"].isin([*covered.left_out])]
    assert covered.scores_below + sum(covered.left_out.values()) == below
    # Conditions counts a trust once on a pillar, and says so where that is another number.
    assert covered.material_gaps == len(rows[["ods_code", "pillar"]].drop_duplicates())
    words = other_count(covered_whole)
    assert (str(below) in words or bool(covered.left_out)) if covered.material_gaps != below else words == ""
    made = Plan(scope, found.standard, 0, 1, costs_from(100_000_00, {}), pioneers_share=0.0)
    came = outcome_of(ground_of(publication, scope, found.standard), made)
    assert (came.below_before, came.below_after, came.scores) == (below, below, found.summary.unit_pillars)
    lead = overview_answer(found, ics_name="X").whole
    if below:
        assert f"{below} of {found.summary.unit_pillars} scores" in lead


@pytest.mark.parametrize(("baseline", "footprint"), [("setting_median", "assessed"), ("floor", "current")])
def test_all_questions_count_the_gaps_of_every_system_alike(publication, baseline, footprint):
    standard = Standard(baseline)
    known = background(publication, year=2025, footprint=footprint)
    beside = side_by_side(publication, year=2025, footprint=footprint, standard=standard, known=known)
    compared = beside.systems.set_index("ics_code")["below"]
    listed = gaps_of_all_systems(publication, year=2025, footprint=footprint, standard=standard)
    in_list = dict(zip(listed["ics_code"], listed["below"], strict=True))
    codes = naive.systems(2025, footprint)
    assert len(codes) == len(in_list) == {"assessed": 42, "current": 36}[footprint]
    # Most systems stand on both footprints with the same trusts: of the second only what is new is asked.
    for ics in codes if footprint == "assessed" else sorted({*codes} - {*naive.systems(2025, "assessed")}):
        scope = Scope(ics, 2025, footprint)
        below = naive.gap_summary(naive.gaps(ics, 2025, footprint, baseline))["below"]
        found = gaps(publication, scope, standard)
        assert found.summary.below == below == in_list[ics], ics
        assert compared[ics] == below or not found.summary.unit_pillars, ics
        assert len(learning(publication, scope, standard).needs) == below, ics
        assert_all_agree(publication, found)


@pytest.mark.parametrize("standard", [*map(Standard, BASELINES), Standard("own_target")], ids=str)
def test_the_demonstration_is_counted_alike_too(publication, standard):
    scope = Scope("DEMO", 2025)
    found = gaps(publication, scope, standard)
    assert len(learning(publication, scope, standard).needs) == found.summary.below
    assert_all_agree(publication, found)


@pytest.mark.parametrize("baseline", ["floor", "ics_best"])
def test_the_page_of_each_trust_counts_what_its_system_counts(publication, baseline):
    standard = Standard(baseline)
    places = systems(publication, year=2025, footprint="current")
    few = places[places["trusts"] <= 3]["ics_code"]
    for ics in [*few, "DEMO"]:
        found = gaps(publication, Scope(ics, 2025, "current"), standard)
        expected = Counter(found.rows.loc[found.rows["is_below"], "ods_code"])
        for code in found.by_unit["ods_code"].unique():
            own = positions(publication, year=2025, footprint="current", ods_code=code, standard=standard)
            assert sum(len(one.below_standard) for one in own) == expected[code], (ics, code)
