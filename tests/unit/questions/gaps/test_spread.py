"""Spread: against the standard library and a naive twin, and by what must not matter."""

import math
import statistics
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.common.scope import Scope
from benchmark.core.errors import UnknownCode
from benchmark.questions.gaps.measure import Spread, pillar_spread, spread
from tests.unit.questions import naive
from tests.unit.questions.frames import SCORE
from tests.unit.questions.same import alike

SCORES = st.lists(SCORE, max_size=12)


@given(SCORES)
def test_the_figures_are_those_of_the_standard_library(scores):
    found = spread(scores)
    assert found.n == len(scores)
    if scores:
        assert (found.minimum, found.maximum) == (min(scores), max(scores))
    if len(scores) >= 3:
        assert alike(found.range, max(scores) - min(scores))
        assert alike(found.standard_deviation, statistics.pstdev(scores))
    if len(scores) >= 5:
        lower, _, upper = statistics.quantiles(scores, n=4, method="inclusive")
        assert alike(found.interquartile_range, upper - lower)


@given(SCORES, st.integers(-20, 20))
def test_order_and_a_constant_do_not_change_a_spread(scores, tenths):
    one, other = spread(scores), spread([score + tenths / 10 for score in reversed(scores)])
    for name in ("range", "standard_deviation", "interquartile_range"):
        assert alike(getattr(one, name), getattr(other, name))


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([], Spread(0, None, None, None, None, None)),
        ([2.0], Spread(1, 2.0, 2.0, None, None, None)),
        ([2.0, 3.0], Spread(2, 2.0, 3.0, None, None, None)),
        ([2.0, 2.0, 2.0], Spread(3, 2.0, 2.0, 0.0, 0.0, None)),
        ([1.0, 1.0, 3.0, 3.0], Spread(4, 1.0, 3.0, 2.0, 1.0, None)),
        ([1.0, 2.0, 3.0, 4.0, 5.0], Spread(5, 1.0, 5.0, 4.0, 2.0**0.5, 2.0)),
    ],
)
def test_few_scores_are_shown_as_scores(scores, expected):
    assert spread(scores) == expected


@pytest.mark.parametrize("ics", ["QYG", "QHL", "QT6", "QUY", "QNQ", "QSL"])
def test_a_system_s_pillars_agree_with_the_naive_twin(publication, ics):
    found = pillar_spread(publication, Scope(ics, 2025)).set_index("pillar")
    assert list(found.index) == naive.PILLARS
    for pillar, row in found.iterrows():
        scores = [s for key, s in naive.own_scores(ics, 2025, "assessed").items() if key[2] == pillar]
        assert row["n"] == len(scores)
        assert alike(row["minimum"], float(min(scores)))
        assert alike(row["maximum"], float(max(scores)))
        own = {key[0] for key in naive.own_scores(ics, 2025, "assessed")}
        if len(own) < 3:  # returns of one or two trusts are no spread between trusts
            assert row[["range", "standard_deviation", "interquartile_range"]].isna().all()
            continue
        if len(scores) < 3:
            assert row[["range", "standard_deviation"]].isna().all()
        else:
            assert alike(row["standard_deviation"], float(naive.variance(scores)) ** 0.5)
        if len(scores) < 5:
            assert math.isnan(row["interquartile_range"])
        else:
            quartiles = naive.quantile(scores, "3/4") - naive.quantile(scores, "1/4")
            assert alike(row["interquartile_range"], float(Fraction(quartiles)))


def test_a_round_without_pillars_has_no_scores_on_any_pillar(publication):
    found = pillar_spread(publication, Scope("QYG", 2024))
    assert found["n"].tolist() == [0] * 7
    assert found["minimum"].isna().all()


def test_a_system_that_is_not_on_the_footprint_is_refused(publication):
    with pytest.raises(UnknownCode, match="QQQ"):
        pillar_spread(publication, Scope("QQQ", 2025))
