"""England's figures and a board's own return: worked out before, and a naive twin for each."""

import math

import pandas as pd
import pytest

from benchmark.common.scope import Scope
from benchmark.common.standards import icb_own, national_pillars, overall_by_setting
from tests.unit.questions import naive
from tests.unit.questions.frames import SETTINGS

FIGURES = ("n", "mean", "median", "lower_quartile", "upper_quartile", "minimum", "maximum")


def test_england_agrees_with_the_naive_twin(publication):
    found = national_pillars(publication, year=2025)
    expected = naive.national(2025)
    assert len(found) == len(expected)
    order = [(SETTINGS.index(r.care_setting), r.pillar_position) for r in found.itertuples(index=False)]
    assert order == sorted(order)
    for row in found.itertuples():
        twin = expected[row.care_setting, row.pillar]
        assert naive.PILLARS[row.pillar_position - 1] == row.pillar
        for figure in FIGURES:
            assert math.isclose(getattr(row, figure), twin[figure], abs_tol=1e-9), (row, figure)


def test_acute_trusts_on_the_seven_pillars(publication):
    found = national_pillars(publication, year=2025)
    acute = found[found["care_setting"] == "Acute"]
    assert acute["pillar"].tolist() == naive.PILLARS
    assert acute["mean"].round(2).tolist() == [2.83, 2.65, 2.37, 2.61, 2.15, 2.42, 2.17]
    assert acute["n"].tolist() == [134] * 7


def test_the_comparable_score_by_setting_and_over_all(publication):
    found = overall_by_setting(publication, year=2025, measure="overall_comparable")
    assert found["care_setting"].tolist() == list(SETTINGS)
    assert found["n"].tolist() == [134, 50, 90, 11]
    assert dict(zip(found["care_setting"], found["mean"].round(3), strict=True)) == {
        "Acute": 2.530,
        "Ambulance": 2.225,
        "Community": 2.548,
        "Mental Health": 2.500,
    }
    assert round((found["mean"] * found["n"]).sum() / found["n"].sum(), 3) == 2.519
    before = overall_by_setting(publication, year=2024, measure="overall_comparable")
    assert round((before["mean"] * before["n"]).sum() / before["n"].sum(), 3) == 2.366


@pytest.mark.parametrize("measure", ["overall", "overall_comparable"])
def test_both_overall_measures_agree_with_the_naive_twin(publication, measure):
    found = overall_by_setting(publication, year=2025, measure=measure)
    scores = naive.comparable(2025)
    if measure == "overall":
        pillars = naive.pillar_scores(2025)
        scores = {unit: naive.mean([pillars[*unit, pillar] for pillar in naive.PILLARS]) for unit in scores}
    for row in found.itertuples():
        own = [score for (_, setting), score in scores.items() if setting == row.care_setting]
        assert row.n == len(own)
        assert math.isclose(row.mean, naive.mean(own)) and math.isclose(
            row.median, naive.quantile(own, "1/2")
        )


def test_a_round_without_pillars_has_no_rows(publication):
    for found in (
        national_pillars(publication, year=2024),
        overall_by_setting(publication, year=2024, measure="overall"),
    ):
        assert isinstance(found, pd.DataFrame)
        assert found.empty


def test_a_board_s_own_return_is_as_published(publication):
    found = icb_own(publication, Scope("QYG", 2025))
    published = {
        row["pillar"]: float(row["score"])
        for row in naive.table("published/icb_maturity_scores.csv")
        if (row["ics_code"], row["assessment_year"]) == ("QYG", "2025")
    }
    assert found["pillar"].tolist() == naive.PILLARS
    assert dict(zip(found["pillar"], found["score"], strict=True)) == published


def test_a_system_of_the_newest_footprint_alone_has_no_board_s_return(publication):
    assert icb_own(publication, Scope("D7T5G", 2025, "current")).empty
    assert not icb_own(publication, Scope("QYG", 2025, "current")).empty
