"""What is shown of a trust's legacy estate, where the reading holds bands of it alone."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from benchmark.questions.conditions.columns import LEGACY
from benchmark.questions.conditions.measure import (
    Conditions,
    conditions_of,
    legacy_by_trust,
    of_trust,
    unsupported,
)
from benchmark.store.publication.bands import BAND_STARTS, NARROWEST_BAND, band_of
from tests.unit.questions.conditions.condition_rows import SCOPE, estate, frame_of, members_of

ALL = ("T1A", "T2A")
OTHERS = ("T2A",)
NOBODY = ()


def seen(banded: tuple[str, ...]) -> Conditions:
    """The estates of two trusts, of which some are in bands."""
    rows = [
        estate("T1A", "servers", 140, 12),
        estate("T1A", "clinical_systems", 7, 4),
        estate("T2A", "servers", 61, 3),
    ]
    return conditions_of(frame_of(rows, banded=banded), members_of("T1A", "T2A"), scope=SCOPE)


@pytest.mark.parametrize("banded", [NOBODY, OTHERS, ALL])
def test_what_is_in_bands_is_marked_and_nothing_else(banded):
    hidden = seen(banded).legacy.groupby("ods_code")["restricted"].first()
    assert hidden.to_dict() == {code: code in banded for code in ("T1A", "T2A")}


def test_what_is_hidden_is_one_row_of_bands_without_a_count():
    legacy = seen(ALL).legacy
    assert legacy["item"].tolist() == [None, None]
    assert legacy[["systems", "unsupported"]].isna().all(axis=None)
    assert legacy["systems_band"].tolist() == ["100 to 199", "50 to 99"]
    assert legacy["unsupported_band"].tolist() == ["10 to 19", "fewer than 5"]
    assert legacy_by_trust(legacy)["share"].isna().all()


def test_columns_that_are_a_trust_s_own_hold_nothing_for_others_and_their_bands_do():
    own = [column.key for column in LEGACY.columns if column.seen_by == "own"]
    assert own == ["systems", "unsupported", "share"]
    assert seen(ALL).legacy[own].isna().all(axis=None)
    assert seen(NOBODY).legacy[own].notna().all(axis=None)
    bands = ["systems_band", "unsupported_band"]
    assert seen(ALL).legacy[bands].notna().all(axis=None)
    assert seen(NOBODY).legacy[bands].isna().all(axis=None)


def test_a_hidden_count_is_nowhere_in_what_a_reader_gets():
    found = seen(OTHERS)
    frames = (found.legacy, legacy_by_trust(found.legacy))
    shown = " ".join(str(cell) for frame in frames for cell in frame.to_numpy().ravel())
    assert "147" in shown and "140" in shown
    assert "61" not in shown and "0.049" not in shown


def test_a_sum_is_not_given_where_one_of_its_parts_is_hidden():
    assert unsupported(seen(OTHERS).legacy) is None
    total = unsupported(seen(NOBODY).legacy)
    assert total is not None and (total.part, total.whole, total.trusts) == (19, 208, 2)
    own = unsupported(of_trust(seen(OTHERS), "T1A").legacy)
    assert own is not None and (own.part, own.whole) == (16, 147)


def test_a_system_where_nobody_returned_anything_has_no_sum():
    empty = conditions_of(frame_of([]), members_of("T1A"), scope=SCOPE)
    assert empty.legacy.empty and unsupported(empty.legacy) is None


@given(st.integers(0, 5000))
def test_a_count_lies_in_its_band(count):
    words = band_of(count).replace(",", "")
    figures = [int(word) for word in words.split() if word.isdigit()]
    if words.startswith("fewer"):
        assert count < figures[0]
    elif words.endswith("or more"):
        assert count >= figures[0]
    else:
        assert figures[0] <= count <= figures[1]


def test_no_band_is_narrower_than_five():
    assert BAND_STARTS[0] == 0
    assert NARROWEST_BAND == 5
    assert all(after - start >= NARROWEST_BAND for start, after in pairwise(BAND_STARTS))


@given(st.data())
def test_two_estates_in_the_same_bands_look_the_same_to_others(data):
    start, after = data.draw(st.sampled_from([*pairwise(BAND_STARTS)]))
    count = st.integers(start, after - 1)
    one, other = (
        conditions_of(
            frame_of([estate("T1A", "servers", max(pair), min(pair))], banded=["T1A"]),
            members_of("T1A"),
            scope=SCOPE,
        ).legacy
        for pair in data.draw(st.lists(st.tuples(count, count), min_size=2, max_size=2))
    )
    assert_frame_equal(one, other)
