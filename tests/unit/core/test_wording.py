"""Figures beside each other agree as they are shown, and none contradicts what it was classed as."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.core.wording import MINUS, beside, in_full, per_cent, telling

SCORES = st.integers(1000, 5000).map(lambda thousandths: thousandths / 1000)


def shown(text: str) -> Decimal:
    return Decimal(text.replace(MINUS, "-").replace("+", ""))


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (2.7, 2.4, ("2.7", "2.4", "+0.3")),
        (2.7, 2.65, ("2.70", "2.65", "+0.05")),
        (2.3, 3.0, ("2.3", "3.0", f"{MINUS}0.7")),
        (2.0, 2.0, ("2.0", "2.0", "0.0")),
        # 2.33 and 2.17 are 0.16 apart, and so they say: what is shown adds up, whatever the exact difference.
        (7 / 3, 13 / 6, ("2.33", "2.17", "+0.16")),
    ],
)
def test_a_difference_is_that_of_the_two_figures_beside_it(one, other, said):
    assert beside(one, other, decimals=1) == said


def test_a_difference_does_not_contradict_its_class():
    # 0.36 does not reach 0.4, and 2.4 beside 2.0 would say that it does.
    assert beside(2.36, 2.0, decimals=1, threshold=0.4) == ("2.36", "2.00", "+0.36")
    assert beside(2.4, 2.0, decimals=1, threshold=0.4) == ("2.4", "2.0", "+0.4")


@given(SCORES, SCORES, st.sampled_from([None, 0.1, 0.3, 0.4]))
def test_whatever_the_figures_what_is_shown_adds_up(one, other, threshold):
    first, second, apart = beside(one, other, decimals=1, threshold=threshold)
    assert shown(first) - shown(second) == shown(apart)
    assert abs(shown(first) - Decimal(str(one))) <= Decimal("0.05")


@pytest.mark.parametrize(
    ("value", "said"), [(0.098, "0.098"), (0.1, "0.10"), (0.094, "0.09"), (0.104, "0.10"), (-0.098, "-0.098")]
)
def test_a_figure_does_not_round_over_the_threshold_that_classed_it(value, said):
    assert telling(value, 0.1, 2) == said


def test_a_sign_is_no_part_of_a_size():
    assert telling(-0.098, 0.1, 2, sign=True) == f"{MINUS}0.098"
    assert telling(0.1, 0.1, 2, sign=True) == "+0.10"


@pytest.mark.parametrize(
    ("share", "one_decimal", "none"),
    [
        (0.0, "0.0%", "0%"),
        (1e-12, "0.0%", "0%"),
        (0.0004, "under 0.1%", "under 1%"),
        (0.0005, "0.1%", "under 1%"),
        (0.031, "3.1%", "3%"),
        (0.9949, "99.5%", "99%"),
        (0.9996, "over 99.9%", "over 99%"),
        (1.0, "100.0%", "100%"),
        (1.25, "125.0%", "125%"),
    ],
)
def test_a_part_is_never_written_as_nothing_or_as_the_whole(share, one_decimal, none):
    assert (per_cent(share), per_cent(share, decimals=0)) == (one_decimal, none)


def test_a_moment_is_on_the_day_of_its_own_place():
    in_summer = datetime(2026, 7, 31, 23, 30, tzinfo=UTC)
    same_in_london = in_summer.astimezone(timezone(timedelta(hours=1)))
    assert in_summer == same_in_london
    assert [in_full(day) for day in (in_summer, same_in_london)] == ["31 July 2026", "1 August 2026"]
    assert in_full(date(2026, 4, 1)) == "1 April 2026"
