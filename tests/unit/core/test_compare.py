"""Thresholds hold for the scores as they are published, not for what floating point makes of them."""

import pandas as pd
import pytest

from benchmark.core.compare import at_least, at_most, below


@pytest.mark.parametrize("threshold", [0.1, 0.3, 1.0, 1.5])
def test_every_difference_of_two_published_scores_falls_on_the_side_that_it_is_written_on(threshold):
    for one in range(10, 51):
        for other in range(10, 51):
            difference = one / 10 - other / 10
            assert at_least(difference, threshold) == (one - other >= round(threshold * 10))
            assert below(difference, threshold) == (one - other < round(threshold * 10))
            assert at_most(difference, -threshold) == (one - other <= -round(threshold * 10))


def test_a_difference_that_is_too_small_only_in_its_last_digit_counts():
    assert 2.9 - 2.6 < 0.3
    assert at_least(2.9 - 2.6, 0.3)


def test_columns_are_compared_row_by_row_and_nothing_holds_for_a_missing_value():
    values = pd.Series([2.9 - 2.6, 0.29, None])
    assert at_least(values, 0.3).tolist() == [True, False, False]
    assert below(values, 0.3).tolist() == [False, True, False]
    assert at_most(values, 0.3).tolist() == [True, True, False]
    assert below(values, pd.Series([1.0, 0.1, 1.0])).tolist() == [True, False, False]
