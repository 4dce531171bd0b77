"""One score among its peers': against a twin, and by what any standing must hold."""

from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.questions.trusts.measure import (
    FEWEST_FOR_QUARTILES,
    AmongPeers,
    score_among_peers,
    scores_among_peers,
)
from tests.unit.questions.frames import SCORE
from tests.unit.questions.same import as_twin
from tests.unit.questions.trusts import naive_position
from tests.unit.questions.trusts.naive_position import COUNTS, FIGURES

LEAST = [0.3, 0.4, 0.6]
"""What counts between the score and each peer, over and over."""
PEERS = st.lists(SCORE, max_size=20)


def compared(score: float, theirs: list[float], *, least: list[float] | None = None) -> AmongPeers:
    return score_among_peers(score, theirs, material=[0.3] * len(theirs) if least is None else least)


def exact(score: float) -> Fraction:
    return Fraction(str(score))


@given(SCORE, PEERS)
def test_a_standing_is_that_of_the_twin(score, theirs):
    least = [LEAST[place % 3] for place in range(len(theirs))]
    found, wanted = (
        compared(score, theirs, least=least),
        naive_position.standing(exact(score), [*zip(map(exact, theirs), map(exact, least), strict=True)]),
    )
    assert found.n == wanted["n"]
    assert all(as_twin(getattr(found, name), wanted.get(name)) for name in (*FIGURES, *COUNTS))


@given(SCORE, PEERS)
def test_every_peer_is_higher_within_or_lower(score, theirs):
    found = compared(score, theirs)
    if found.n < 3:
        assert found == AmongPeers(len(theirs))
    else:
        assert found.higher is not None and found.within is not None and found.lower is not None
        assert found.higher + found.within + found.lower == found.n == len(theirs)


@given(SCORE, PEERS, st.randoms(use_true_random=False))
def test_the_order_of_peers_does_not_matter(score, theirs, random):
    shuffled = [*theirs]
    random.shuffle(shuffled)
    assert compared(score, shuffled) == compared(score, theirs)


@given(SCORE, PEERS, st.integers(-10, 10))
def test_adding_a_constant_to_all_shifts_levels_and_no_difference(score, theirs, tenths):
    def moved(value: float) -> float:
        return (round(value * 10) + tenths) / 10

    one, other = (
        compared(score, theirs),
        compared(moved(score), [moved(value) for value in theirs]),
    )
    assert [getattr(one, name) for name in COUNTS] == [getattr(other, name) for name in COUNTS]
    assert one.material == other.material
    for name in ("median", "lower_quartile", "upper_quartile", "minimum", "maximum"):
        before, after = getattr(one, name), getattr(other, name)
        assert (before is None) == (after is None)
        assert before is None or after == pytest.approx(before + tenths / 10)


@given(SCORE, st.lists(SCORE, min_size=3, max_size=20))
def test_seen_from_the_other_end_of_the_scale_higher_is_lower(score, theirs):
    def turned(value: float) -> float:
        return (60 - round(value * 10)) / 10

    one, other = (
        compared(score, theirs),
        compared(turned(score), [turned(value) for value in theirs]),
    )
    assert (one.higher, one.within, one.lower) == (other.lower, other.within, other.higher)
    assert one.difference == pytest.approx(-float(other.difference or 0.0))


@given(SCORE, st.integers(3, 12))
def test_ties_are_ties(score, n):
    found = compared(score, [score] * n)
    assert (found.higher, found.within, found.lower) == (0, n, 0)
    assert found.material is False


@pytest.mark.parametrize(
    ("score", "theirs", "higher"), [(2.6, [2.9] * 3, 3), (2.61, [2.9] * 3, 0), (2.5, [2.9] * 3, 3)]
)
def test_a_difference_of_the_threshold_is_material(score, theirs, higher):
    assert compared(score, theirs).higher == higher


@pytest.mark.parametrize("n", range(12))
def test_three_for_a_median_and_eight_for_quartiles(n):
    found = compared(3.0, [float(1 + i % 5) for i in range(n)])
    assert (found.median is None) == (n < 3)
    assert (found.lower_quartile is None) == (n < FEWEST_FOR_QUARTILES == 8)


def test_a_pillar_that_a_peer_lacks_has_one_peer_less():
    pillars = ["well_led", "safe_practice"]
    own = pd.DataFrame({"pillar": pillars, "pillar_position": [1, 2], "score": [2.0, 2.0]})
    theirs = pd.DataFrame({"pillar": [*["well_led"] * 3, "safe_practice"], "score": [2.0, 3.0, 4.0, 1.0]})
    own["care_setting"] = theirs["care_setting"] = "Acute"
    found = scores_among_peers(own, theirs)
    assert found["n"].tolist() == [3, 1]
    assert found["median"].isna().tolist() == [False, True]
