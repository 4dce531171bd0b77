"""Who rose more than expected: against a twin that draws each line anew, and by what any line must hold."""

from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.common.scope import Scope
from benchmark.core.errors import UnknownCode
from benchmark.questions.learning.expected import (
    BANDS,
    FEWEST_FOR_EXPECTATION,
    band_of,
    expectation,
    expected_of_each,
)
from benchmark.questions.learning.improvers import improvers
from benchmark.store.publication import Publication
from schemas.base import Row
from tests.unit.questions import naive
from tests.unit.questions.country import overall, publish_country, system, trust
from tests.unit.questions.frames import SCORE, SETTINGS
from tests.unit.questions.learning.learning_country import improvers_in

pytestmark = pytest.mark.slow

Pair = tuple[Fraction, Fraction]
"""A unit's earlier score and its change."""


# --- the twin ---------------------------------------------------------------------------------------


def naive_expected(start: Fraction, others: list[Pair]) -> Fraction:
    """What the others' line gives at a starting point; their mean change where they all started alike."""
    slope = naive.slope([pair[0] for pair in others], [pair[1] for pair in others])
    mean_start, mean_change = (naive.mean([pair[place] for pair in others]) for place in (0, 1))
    return mean_change + (slope or Fraction(0)) * (start - mean_start)


@cache
def of_england(setting: str) -> dict[str, Pair]:
    before, after = naive.comparable(2024), naive.comparable(2025)
    places = naive.system_of_trust(2025, "assessed")
    return {
        code: (before[code, setting], after[code, setting] - before[code, setting])
        for code, of in after
        if of == setting and (code, setting) in before and code in places
    }


@pytest.mark.parametrize("ics", ["QYG", "QF7", "QMJ", "QNQ", "QRV"])
def test_the_published_expectations_are_those_of_the_twin(publication, ics):
    found = improvers_in(publication, ics)
    assert found.year_from == 2024
    own = {(row.ods_code, row.care_setting): row for row in found.units.itertuples()}
    assert set(own) == set(naive.matched(ics, 2024, 2025, "assessed"))
    for (code, setting), row in own.items():
        everybody = of_england(setting)
        start, change = everybody[code]
        expected = naive_expected(start, [pair for other, pair in everybody.items() if other != code])
        assert row.change == pytest.approx(float(change))
        assert row.expected == pytest.approx(float(expected))
        assert row.difference == pytest.approx(float(change - expected))
        lowest, highest = naive_usual(setting)
        away = change - expected
        assert row.against_expected == (
            "more" if away > highest else "less" if away < lowest else "as expected"
        )


@cache
def naive_usual(setting: str) -> tuple[Fraction, Fraction]:
    """Between which two the middle 80% of the returns lie, from what the others led to expect of each."""
    pairs = list(of_england(setting).values())
    away = [
        change - naive_expected(start, pairs[:place] + pairs[place + 1 :])
        for place, (start, change) in enumerate(pairs)
    ]
    return naive.quantile(away, "1/10"), naive.quantile(away, "9/10")


def test_the_published_lines_are_those_of_the_twin(publication):
    seen = set()
    for ics in ("QYG", "QRV", "QUE"):
        for line in improvers_in(publication, ics).expectations:
            pairs = list(of_england(line.care_setting).values())
            slope = naive.slope([pair[0] for pair in pairs], [pair[1] for pair in pairs])
            assert line.n == len(pairs)
            assert slope is not None and line.slope == pytest.approx(float(slope))
            assert line.usual == pytest.approx([*map(float, naive_usual(line.care_setting))])
            seen.add(line.care_setting)
    assert seen == set(SETTINGS)


# --- what must hold of any line ---------------------------------------------------------------------

PAIRS = st.lists(st.tuples(SCORE, SCORE), min_size=3, max_size=12)


def arrays(pairs: list[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    before = np.array([pair[0] for pair in pairs])
    return before, np.array([pair[1] for pair in pairs]) - before


@given(PAIRS)
def test_each_expectation_is_that_of_a_line_drawn_without_the_unit(pairs):
    earlier, change = arrays(pairs)
    found = expected_of_each(earlier, change)
    exact = [
        (Fraction(round(10 * start), 10), Fraction(round(10 * end) - round(10 * start), 10))
        for start, end in pairs
    ]
    for place, (start, _) in enumerate(exact):
        expected = naive_expected(start, exact[:place] + exact[place + 1 :])
        assert found[place] == pytest.approx(float(expected), abs=1e-6)


@given(PAIRS, st.floats(-2, 2))
def test_where_all_rise_by_as_much_more_as_much_more_is_expected(pairs, more):
    earlier, change = arrays(pairs)
    found = expected_of_each(earlier, change + more)
    assert found == pytest.approx(expected_of_each(earlier, change) + more, abs=1e-6)


@given(PAIRS, st.randoms())
def test_the_order_of_units_does_not_matter(pairs, random):
    order = list(range(len(pairs)))
    random.shuffle(order)
    earlier, change = arrays(pairs)
    found = expected_of_each(earlier[order], change[order])
    assert found == pytest.approx(expected_of_each(earlier, change)[order], abs=1e-6)


@given(PAIRS, st.integers(0, 11), st.floats(-3, 3))
def test_a_unit_does_not_set_its_own_expectation(pairs, place, jump):
    place %= len(pairs)
    earlier, change = arrays(pairs)
    moved = change.copy()
    moved[place] += jump
    assert expected_of_each(earlier, moved)[place] == pytest.approx(
        expected_of_each(earlier, change)[place], abs=1e-6
    )


@pytest.mark.parametrize(
    ("difference", "band"),
    [
        (0.31, "more"),
        (0.3, "as expected"),
        (0.1 + 0.2, "as expected"),
        (0.0, "as expected"),
        (-0.2, "as expected"),
        (-0.21, "less"),
        (float("nan"), "not known"),
    ],
)
def test_a_band_begins_outside_the_middle(difference, band):
    assert band_of(difference, (-0.2, 0.3)) == band
    assert band_of(difference, None) == "not known"


def test_one_return_of_ten_is_above_the_middle_and_one_below():
    earlier = np.tile([1.0, 2.0, 3.0], 20)
    change = np.linspace(-1, 1, 60)
    line = expectation("Acute", earlier, change)
    away = change - expected_of_each(earlier, change)
    bands = [band_of(float(value), line.usual) for value in away]
    assert (bands.count("more"), bands.count("less")) == (6, 6)


def test_few_returns_make_no_line():
    few = np.linspace(1, 3, FEWEST_FOR_EXPECTATION - 1)
    assert expectation("Acute", few, few * 0).slope is None
    enough = np.linspace(1, 3, FEWEST_FOR_EXPECTATION)
    assert expectation("Acute", enough, enough * 0).slope == pytest.approx(0)


# --- systems ----------------------------------------------------------------------------------------


def scores(code: str, before: float, after: float) -> list[Row]:
    return [overall(2024, code, "Acute", before), overall(2025, code, "Acute", after)]


def country(folder: Path, number: int, *rows: Row) -> Publication:
    """One system of trusts that all rose by 0.2, from 2.0, 2.1 and so on."""
    codes = [f"T{i}A" for i in range(number)]
    placed = [row for code in codes for row in trust(code, "QZ1")]
    risen = [row for i, code in enumerate(codes) for row in scores(code, 2.0 + i / 10, 2.2 + i / 10)]
    return publish_country(folder, system("QZ1"), *placed, *risen, *rows)


def test_below_eight_returns_in_england_the_change_is_shown_without_expectation(tmp_path):
    found = improvers_in(country(tmp_path, 7))
    assert found.units["change"].tolist() == pytest.approx([0.2] * 7)
    assert found.units["expected"].isna().all()
    assert set(found.units["against_expected"]) == {"not known"}
    assert [(line.n, line.slope) for line in found.expectations] == [(7, None)]


def test_units_are_ordered_by_band_and_name_and_never_by_size(publication):
    units = improvers_in(publication, "QYG").units
    places = [BANDS.index(band) for band in units["against_expected"]]
    assert places == sorted(places)
    for _, of_band in units.groupby("against_expected"):
        keys = [(SETTINGS.index(row.care_setting), row.trust, row.ods_code) for row in of_band.itertuples()]
        assert keys == sorted(keys)


@pytest.fixture(scope="module")
def nine(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """A system of nine trusts, and one of none."""
    return country(tmp_path_factory.mktemp("nine"), 9, system("QZ2"))


def test_fictional_units_are_compared_with_real_ones_and_never_count_among_them(nine, tmp_path):
    invented = [
        system("QZ9", fictional=True),
        *(row for code in ("T8Z", "T9Z") for row in trust(code, "QZ9", fictional=True)),
        *scores("T8Z", 2.0, 4.0),
        *scores("T9Z", 3.0, 3.2),
    ]
    mixed = country(tmp_path, 9, *invented)
    assert improvers_in(mixed).units.equals(improvers_in(nine).units)
    assert improvers_in(mixed).expectations == improvers_in(nine).expectations
    own = improvers_in(mixed, "QZ9").units.set_index("ods_code")
    assert own["expected"].tolist() == pytest.approx([0.2, 0.2])
    assert own["against_expected"].to_dict() == {"T8Z": "more", "T9Z": "as expected"}


def test_without_an_earlier_round_there_is_nothing_to_say(publication):
    assert improvers(publication, Scope("QYG", 2024)) is None


def test_a_system_without_matched_units_has_an_empty_frame_of_the_same_columns(nine):
    empty, full = improvers_in(nine, "QZ2").units, improvers_in(nine).units
    assert empty.empty
    assert empty.columns.tolist() == full.columns.tolist()


def test_an_unknown_system_is_an_error(publication):
    with pytest.raises(UnknownCode, match="QQQ"):
        improvers(publication, Scope("QQQ", 2025))
