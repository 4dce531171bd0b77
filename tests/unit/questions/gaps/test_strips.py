"""The strips show every unit on every pillar, none hidden behind another."""

from itertools import combinations, pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.charts.theme import GREY
from benchmark.common.scope import Scope, Standard
from benchmark.common.standards import national_pillars
from benchmark.core.columns import Filled, pillar_name
from benchmark.questions.gaps.measure import Gaps, gaps
from benchmark.questions.gaps.strips import LANE_PX, in_lanes, lane_middle, pillar_strips, strips_of
from benchmark.store.publication import Publication
from tests.unit.questions.figures_made import PILLARS, made_gaps, marks, texts
from tests.unit.questions.frames import FEW, SCORE

NARROWEST_PX = 340 - 8 - 20
"""The plot on the narrowest chart: less the padding of the chart and of its axis."""
MARK_PX = 9.5

UNIT = st.tuples(
    st.sampled_from(["T1A", "T2A", "T3A", "T4A", "T5A"]), st.sampled_from(["Acute", "Community", "Ambulance"])
)
SYSTEM = st.dictionaries(UNIT, st.lists(SCORE, min_size=7, max_size=7), min_size=1, max_size=12)


@pytest.fixture(scope="module")
def national(publication: Publication) -> pd.DataFrame:
    return national_pillars(publication, year=2025)


@pytest.mark.parametrize("ics", ["QYG", "QF7", "QNQ"])
def test_every_unit_is_a_mark_on_every_pillar(publication, national, ics):
    found = gaps(publication, Scope(ics, 2025), Standard())
    (dots,) = marks(pillar_strips(found, national).spec, "point")
    assert sorted((dot["ods_code"], dot["care_setting"], dot["pillar"], dot["at"]) for dot in dots) == sorted(
        (row.ods_code, row.care_setting, pillar_name(row.pillar), row.score)
        for row in found.rows.itertuples()
    )


@FEW
@given(SYSTEM)
def test_no_mark_hides_another_on_a_telephone_and_bands_hold_their_lanes(scores):
    units = [*made_gaps(scores).rows.itertuples()]
    taken = in_lanes(units)
    strips = strips_of(units, taken)
    centres = [
        (
            unit.pillar,
            (unit.score - 1) / 4 * NARROWEST_PX,
            lane_middle(strips[unit.pillar].bands[unit.care_setting], lane),
        )
        for unit, lane in zip(units, taken, strict=True)
    ]
    assert all(
        one[0] != other[0] or abs(one[1] - other[1]) >= MARK_PX or abs(one[2] - other[2]) >= MARK_PX
        for one, other in combinations(centres, 2)
    )
    assert list(strips) == list(PILLARS)
    for pillar, strip in strips.items():
        ends = 0.0
        for setting, (top, bottom) in strip.bands.items():
            assert top >= ends
            own = [
                lane_middle((top, bottom), lane)
                for unit, lane in zip(units, taken, strict=True)
                if (unit.pillar, unit.care_setting) == (pillar, setting)
            ]
            assert top + LANE_PX / 2 <= min(own) and max(own) <= bottom - LANE_PX / 2
            ends = bottom
        assert strip.height >= ends


@FEW
@given(SYSTEM)
def test_each_mark_is_in_its_pillars_strip(national, scores):
    spec = pillar_strips(made_gaps(scores), national).spec
    (grounds,) = marks(spec, "rect")
    assert [one["y2"] < other["y"] for one, other in pairwise(grounds)] == [True] * 6
    (dots,) = marks(spec, "point")
    for dot in dots:
        ground = grounds[[pillar_name(pillar) for pillar in PILLARS].index(dot["pillar"])]
        assert ground["y"] < dot["y"] < ground["y2"]


def test_a_single_level_is_one_line_with_its_name_on_it(national):
    found = made_gaps({("T01", "Acute"): [2.0] * 7}, standard=Standard(level=2.5), held_to=2.5)
    figure = pillar_strips(found, national)
    line = next(records for records in marks(figure.spec, "rule") if {"at", "text"} <= set(records[0]))
    assert [(record["at"], record["text"]) for record in line] == [(2.5, "level 2.5")]
    assert "level 2.5" in texts(figure.spec)


def test_a_standard_by_care_setting_has_a_tick_in_every_band(publication, national):
    found = gaps(publication, Scope("QYG", 2025), Standard("setting_upper_quartile"))
    ticks = [
        records
        for records in marks(pillar_strips(found, national).spec, "rule")
        if {"at", "high"} <= set(records[0]) and "of" not in records[0]
    ]
    expected = found.rows.groupby(["pillar", "care_setting"])["standard"].first()
    assert sorted(record["at"] for record in ticks[-1]) == sorted(expected.round(4))
    assert "the national upper quartile of its setting" in texts(pillar_strips(found, national).spec)


def test_targets_that_differ_are_ticks_at_each_dot(national):
    found = made_gaps({("T01", "Acute"): [2.0] * 7, ("T02", "Acute"): [2.0] * 7})
    rows = found.rows.assign(standard=[3.0] * 7 + [4.0] * 7)
    figure = pillar_strips(
        Gaps(**(vars(found) | {"rows": rows, "standard": Standard("own_target")})), national
    )
    (dots,) = marks(figure.spec, "point")
    ticks = next(
        records
        for records in marks(figure.spec, "rule")
        if len(records) == 14 and {record["at"] for record in records} == {3.0, 4.0}
    )
    for dot, tick in zip(
        sorted(dots, key=lambda d: d["y"]), sorted(ticks, key=lambda t: t["y"]), strict=True
    ):
        assert tick["top"] <= dot["y"] <= tick["bottom"]


def test_medians_are_those_of_the_care_settings_shown(national):
    figure = pillar_strips(made_gaps({("T01", "Acute"): [2.0] * 7}), national)
    ticks = next(records for records in marks(figure.spec, "rule") if "of" in records[0])
    own = national[national["care_setting"] == "Acute"].set_index("pillar")["median"]
    assert {tick["of"] for tick in ticks} == {"Acute"}
    assert [tick["at"] for tick in ticks] == [round(own[pillar], 4) for pillar in PILLARS]
    assert GREY in str(figure.spec)


def test_a_median_that_is_the_standard_is_drawn_once(national):
    found = made_gaps({("T01", "Acute"): [2.0] * 7}, standard=Standard("setting_median"))
    figure = pillar_strips(found, national)
    assert not any("of" in records[0] for records in marks(figure.spec, "rule"))
    assert "national median of the setting" not in texts(figure.spec)


def test_a_click_selects_a_trust(national):
    spec = pillar_strips(made_gaps({("T01", "Acute"): [2.0] * 7}), national).spec
    (parameter,) = spec["params"]
    assert parameter["name"] == "unit"
    assert parameter["select"] == {"type": "point", "fields": ["ods_code"]}
    (named,) = [layer for layer in spec["layer"] if layer.get("name") in parameter["views"]]
    assert named["mark"]["type"] == "point"


def test_the_number_below_is_at_each_strip(publication, national):
    found = gaps(publication, Scope("QYG", 2025), Standard())
    written = texts(pillar_strips(found, national).spec)
    for row in found.by_pillar.itertuples():
        assert pillar_name(row.pillar) in written
        assert f"{row.units_below} of 22 below" in written


def test_for_a_system_without_returns_a_sentence_replaces_the_chart(national):
    figure = pillar_strips(made_gaps({}), national)
    assert texts(figure.spec) == ["No pillar scores for this round"]
    assert isinstance(figure.table, Filled) and not figure.table.rows


def test_the_table_holds_what_is_drawn(publication, national):
    found = gaps(publication, Scope("QF7", 2025), Standard())
    filled = pillar_strips(found, national).table
    assert isinstance(filled, Filled)
    table = filled.frame()
    assert len(table) == found.summary.unit_pillars
    below = table["Distance from the standard (points)"] < -1e-9
    assert int(below.sum()) == int((found.rows["gap"] > 0).sum()) > found.summary.below
