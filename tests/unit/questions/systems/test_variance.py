"""The split of variance: a naive twin, chance by trying every deal, and what must not matter."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.common.variance import VarianceSplit, variance_split
from tests.unit.questions.frames import SCORE

DEALT = st.lists(st.tuples(SCORE, st.sampled_from("ABCD")), max_size=14)


def split(dealt: list[tuple[float, str]], trusts: Sequence[str] = ()) -> VarianceSplit:
    """The split of scores and groups; each is a trust's only return where no trusts are given."""
    scores = pd.Series([score for score, _ in dealt], dtype=float)
    named = pd.Series(list(trusts) or [str(place) for place in range(len(dealt))], dtype="str")
    return variance_split(scores, pd.Series([group for _, group in dealt], dtype="str"), named)


def naive_between(dealt: list[tuple[float, str]]) -> Fraction | None:
    """Of the squared distances from the grand mean, those of the groups' means."""
    scores = [(Fraction(round(score * 10), 10), group) for score, group in dealt]
    grand = sum((score for score, _ in scores), Fraction(0)) / len(scores)
    total = sum((score - grand) ** 2 for score, _ in scores)
    if not total:
        return None
    between = Fraction(0)
    for group in {group for _, group in scores}:
        own = [score for score, other in scores if other == group]
        between += len(own) * (sum(own) / len(own) - grand) ** 2
    return between / total


@given(DEALT)
def test_the_shares_are_those_of_the_naive_twin_and_add_up_to_one(dealt):
    found = split(dealt)
    assert (found.n, found.groups) == (len(dealt), len({group for _, group in dealt}))
    expected = naive_between(dealt) if len(dealt) > 1 else None
    if expected is None:
        assert found.between is None and found.inside is None
    else:
        assert found.between == pytest.approx(float(expected), abs=1e-9)
        assert found.inside is not None
        assert found.between + found.inside == pytest.approx(1.0)


@given(DEALT, st.integers(-20, 20), st.randoms(use_true_random=False))
def test_order_names_and_a_constant_do_not_matter(dealt, tenths, random):
    other = [(score + tenths / 10, {"A": "D", "B": "C", "C": "B", "D": "A"}[group]) for score, group in dealt]
    random.shuffle(other)
    one, same = split(dealt), split(other)
    assert (one.n, one.groups) == (same.n, same.groups)
    if one.between is not None and same.between is not None:
        assert one.between == pytest.approx(same.between, abs=1e-6)


def test_chance_is_the_mean_over_every_way_to_deal_the_scores():
    groups, scores = "AABBBC", [1.0, 1.5, 2.0, 3.5, 3.5, 5.0]
    deals = [split(list(zip(order, groups, strict=True))) for order in set(permutations(scores))]
    shares = [deal.between for deal in deals if deal.between is not None]
    assert sum(shares) / len(shares) == pytest.approx(2 / 5)
    own = split(list(zip(scores, groups, strict=True)))
    assert own.by_chance == pytest.approx(2 / 5, abs=0.03)
    as_much = sum(share >= own.between - 1e-9 for share in shares) / len(shares)
    assert own.p == pytest.approx(as_much, abs=0.05)


def test_a_trusts_returns_are_dealt_together():
    """Four trusts of two equal returns each: dealt, they are as four scores are."""
    scores, groups = [1.0, 2.0, 3.0, 5.0], "AABB"
    doubled = [(score, group) for score, group in zip(scores, groups, strict=True) for _ in range(2)]
    one = split(doubled, trusts=[str(place // 2) for place in range(8)])
    every = [split(list(zip(order, groups, strict=True))).between for order in permutations(scores)]
    assert one.by_chance == pytest.approx(sum(share for share in every if share) / len(every), abs=0.03)
    apart = split(doubled)
    assert apart.by_chance is not None and one.by_chance is not None
    assert apart.between == one.between
    assert apart.by_chance < one.by_chance - 0.1


@pytest.mark.parametrize(
    ("dealt", "expected"),
    [
        ([], (0, 0, None, None)),
        ([(2.0, "A")], (1, 1, None, None)),
        ([(2.1, "A"), (2.1, "B"), (2.1, "B")], (3, 2, None, None)),
        ([(2.0, "A"), (2.0, "A"), (4.0, "B")], (3, 2, 1.0, 0.0)),
        ([(2.0, "A"), (4.0, "A")], (2, 1, 0.0, 1.0)),
    ],
)
def test_small_cases(dealt, expected):
    found = split(dealt)
    assert (found.n, found.groups, found.between, found.inside) == expected
    assert (found.by_chance is None) is (found.p is None) is (found.between is None)
