"""England's figures and a board's own return: worked out before, and a naive twin for each."""

import math

from benchmark.common.scope import Scope
from benchmark.common.standards import icb_own, national_pillars
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


def test_a_round_without_pillars_has_no_rows(publication):
    assert national_pillars(publication, year=2024).empty


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
