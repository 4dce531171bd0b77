"""When two systems differ, how systems stand against the middle, and what an order is worth."""

import itertools
import statistics

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.core.definitions import definitions
from benchmark.core.errors import UnknownCode
from benchmark.questions.systems.comparison import (
    MEASURES,
    SystemMeasure,
    against_middle,
    differ,
    in_order,
    measure_of,
    neighbours,
    step,
)

HUNDREDTHS = st.integers(0, 500)
FIGURES = st.lists(st.none() | HUNDREDTHS, max_size=12)
MEASURE = st.sampled_from(MEASURES)
PILLAR = st.sampled_from([None, "well_led", "improve_care"])


def frame(figures: list[int | None], measure: SystemMeasure) -> pd.DataFrame:
    """Systems S00, S01 and so on with a figure each, given in hundredths."""
    return pd.DataFrame(
        {
            "ics_code": [f"S{place:02}" for place in range(len(figures))],
            measure.key: pd.Series([None if f is None else f / 100 for f in figures], dtype=float),
            "returned": 1,
            "expected": 1,
        }
    )


def naive_threshold(measure: SystemMeasure, pillar: str | None) -> int:
    """In hundredths."""
    if measure.key == "completeness":
        return 1
    if not pillar or "change" in measure.key:
        return 10
    if measure.key == "share_below":
        return 30
    # An ambulance service answers three domains of Improve Care, most others five.
    lone = measure.key in ("floor", "ceiling", "range")
    return 40 if pillar == "well_led" else 50 if lone else 30


@given(HUNDREDTHS, HUNDREDTHS, MEASURE, PILLAR)
def test_two_systems_differ_from_the_threshold_on(one, other, measure, pillar):
    expected = abs(one - other) >= naive_threshold(measure, pillar)
    assert differ(one / 100, other / 100, measure, pillar=pillar) is expected
    assert differ(other / 100, one / 100, measure, pillar=pillar) is expected


def test_a_system_without_a_figure_differs_from_no_other():
    assert not differ(float("nan"), 1.0, measure_of("gap"), pillar=None)


@given(FIGURES, MEASURE, PILLAR)
def test_the_order_runs_from_high_to_low_and_ties_keep_their_place(figures, measure, pillar):
    systems = frame(figures, measure)
    expected = sorted(
        range(len(figures)), key=lambda place: (figures[place] is None, -(figures[place] or 0), place)
    )
    assert in_order(systems, measure)["ics_code"].tolist() == [f"S{place:02}" for place in expected]
    ranked = sorted((figure for figure in figures if figure is not None), reverse=True)
    pairs = list(itertools.pairwise(ranked))
    found = neighbours(systems, measure, pillar=pillar)
    assert found.pairs == len(pairs)
    assert found.alike == sum(a - b < naive_threshold(measure, pillar) for a, b in pairs)


@given(FIGURES, MEASURE, PILLAR, st.randoms(use_true_random=False))
def test_the_steps_follow_the_naive_twin_in_any_order(figures, measure, pillar, random):
    systems = frame(figures, measure)
    found = against_middle(systems, measure, pillar=pillar)
    known = {f"S{place:02}": figure for place, figure in enumerate(figures) if figure is not None}
    assert found.steps.keys() == known.keys()
    if not known:
        assert found.middle is None
        return
    middle = {"median": statistics.median(known.values()), "mix": 0, "no change": 0, "all": 100}[
        measure.middle
    ]
    assert found.middle == pytest.approx(middle / 100)
    least = naive_threshold(measure, pillar)
    far = 25 if measure.key == "completeness" else 3 * least
    for code, figure in known.items():
        away = figure - middle
        size = (abs(away) >= least) + (abs(away) >= far)
        assert found.steps[code] == (size if away > 0 else -size), (code, figure, middle)
    shuffled = systems.sample(frac=1, random_state=random.randrange(1000)).reset_index(drop=True)
    assert against_middle(shuffled, measure, pillar=pillar).steps == found.steps
    assert sum(found.count(size) for size in (-2, -1, 0, 1, 2)) == len(known)


@pytest.mark.parametrize(
    ("difference", "expected"),
    [(-0.3, -2), (-0.29, -1), (-0.1, -1), (-0.09, 0), (0.0, 0), (0.09, 0), (0.1, 1), (0.29, 1), (0.3, 2)],
)
def test_a_step_begins_exactly_at_its_threshold(difference, expected):
    assert step(difference, threshold=0.1, far=0.3) == expected
    # 2.4 - 2.1 falls short of 0.3 in floating point.
    assert step(2.1 + difference - 2.1, threshold=0.1, far=0.3) == expected


def test_every_measure_has_a_name_of_its_own_and_a_defined_threshold():
    assert len({measure.key for measure in MEASURES}) == len({measure.name for measure in MEASURES}) == 11
    for measure in MEASURES:
        assert measure.threshold(None) > 0 and measure.threshold("well_led") > 0
    assert measure_of("gap").threshold("well_led") == definitions().material("well_led") == 0.4
    assert measure_of("floor_change").threshold("well_led") == definitions().threshold("overall")
    assert measure_of("share_below").threshold(None) == definitions().threshold("share")


def test_an_unknown_measure_lists_those_that_there_are():
    with pytest.raises(UnknownCode, match="no measure mean"):
        measure_of("mean")
