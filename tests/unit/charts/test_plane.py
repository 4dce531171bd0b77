"""The plane of systems: every system a mark, every verdict where its rule says, names that cover nothing."""

import re
from collections import Counter
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from benchmark.charts.places import NARROW, WIDTHS, Plane, name_places, points_of
from benchmark.charts.plane import HEIGHT, progress_plane
from benchmark.charts.regions import region_names, regions
from benchmark.charts.theme import VERDICT_MARKS
from benchmark.definitions import definitions
from benchmark.measures.progress import progress_of_all_systems
from benchmark.measures.verdict import verdict
from benchmark.store.publication import Publication
from tests.unit.charts.made import marks, texts

M = definitions().threshold("overall")
LOWEST, HIGHEST = -0.8, 1.0
EDGE = 1e-6
WITHIN = st.floats(LOWEST, HIGHEST, exclude_min=True, exclude_max=True)


@pytest.fixture(scope="module")
def systems(publication: Publication) -> pd.DataFrame:
    return progress_of_all_systems(publication, year=2025, footprint="assessed")


def edges_at(edge: list[tuple[float, float, float]], at: float) -> tuple[float, float] | None:
    """The lower and the upper edge of a region at a change of the floor; None where it does not reach."""
    for (left, low, high), (right, next_low, next_high) in pairwise(edge):
        if left <= at <= right and right > left:
            part = (at - left) / (right - left)
            return low + part * (next_low - low), high + part * (next_high - high)
    return None


@given(WITHIN, WITHIN)
def test_a_region_holds_what_the_rules_say_and_nothing_else(floor: float, ceiling: float) -> None:
    """Points on a border aside: there the rules decide, and a border has no width."""
    borders = (floor - M, ceiling + M, ceiling - floor, ceiling - floor - M)
    assume(all(abs(border) > EDGE for border in borders))
    holding = []
    for key, edge in regions(LOWEST, HIGHEST).items():
        found = edges_at(edge, floor)
        if found is not None and found[0] < ceiling < found[1]:
            holding.append(key)
    assert holding == [verdict(floor_change=floor, ceiling_change=ceiling, threshold=M).key]


def test_every_system_with_a_verdict_is_a_mark(systems: pd.DataFrame) -> None:
    (drawn,) = marks(progress_plane(systems, chosen="QF7").spec, "point")
    judged = systems[systems["n"] >= 3]
    assert {mark["ics_code"] for mark in drawn} == set(judged["ics_code"])
    assert len(drawn) == 39
    by_code = judged.set_index("ics_code")
    for mark in drawn:
        own = by_code.loc[mark["ics_code"]]
        assert mark["floor_change"] == pytest.approx(own["floor_change"], abs=1e-4)
        assert mark["ceiling_change"] == pytest.approx(own["ceiling_change"], abs=1e-4)
        assert mark["verdict"] == own["verdict"]


def test_verdicts_are_told_apart_by_colour_and_shape(systems: pd.DataFrame) -> None:
    spec = progress_plane(systems, chosen="QF7").spec
    (layer,) = (layer for layer in spec["layer"] if layer["mark"]["type"] == "point")
    scale = layer["encoding"]["shape"]["scale"]
    assert dict(zip(scale["domain"], scale["range"], strict=True)) == {
        key: mark.shape for key, mark in VERDICT_MARKS.items() if key != "too_few"
    }
    assert len(set(scale["range"])) == len(scale["range"])


@pytest.mark.parametrize(
    ("chosen", "title"),
    [
        ("QYG", "17 of 39 systems narrowed their range; Cheshire and Merseyside pulled apart"),
        ("QF7", "17 of 39 systems narrowed their range; South Yorkshire levelled up"),
        ("QWO", "17 of 39 systems narrowed their range; West Yorkshire levelled up, and its leaders slipped"),
        ("QNQ", "17 of 39 systems narrowed their range; too few returns in Frimley for a verdict"),
        ("QZ9", "17 of 39 systems narrowed their range"),
    ],
)
def test_the_title_counts_and_says_what_the_chosen_system_did(
    systems: pd.DataFrame, chosen: str, title: str
) -> None:
    figure = progress_plane(systems, chosen=chosen)
    assert figure.title == title
    assert int((systems["range_change"] < 0).sum()) == 17


def test_the_regions_are_named_with_their_numbers(systems: pd.DataFrame) -> None:
    written = " ".join(texts(progress_plane(systems, chosen="QF7").spec)).replace("|", " ")
    counts = systems[systems["n"] >= 3]["verdict"].value_counts()
    for words, key in (
        ("Pulled apart", "pulled_apart"),
        ("Levelled up, leaders slipped", "levelled_up_leaders_slipped"),
        ("Levelled down", "levelled_down"),
        ("Little change", "little_change"),
    ):
        assert f"{words}: {int(counts.get(key, 0))}" in written
    numbers = [int(number) for number in re.findall(r": (\d+)", written)]
    assert sum(numbers) == 39


@pytest.mark.parametrize("chosen", ["QF7", "QWO", "QHL", "QYG", "QOP"])
def test_names_cover_no_mark_and_no_other_name(systems: pd.DataFrame, chosen: str) -> None:
    placed = systems[systems["n"] >= 3].reset_index(drop=True)
    plane = Plane((-0.5, 0.8), HEIGHT, points_of(placed))
    kept = region_names(Counter(placed["verdict"].tolist()), plane)
    names = name_places(placed, chosen, plane, kept=kept)
    assert [name.text for name in names if name.chosen] == [placed.set_index("ics_code").at[chosen, "name"]]
    assert len(names) >= 5
    for k, name in enumerate(names):
        if not name.chosen:
            assert plane.covered(name, [*kept, *names[:k]], WIDTHS) == 0
    for width in WIDTHS:
        boxes = [plane.box(name, width) for name in names if not name.chosen]
        assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_the_names_of_regions_do_not_cover_one_another_on_a_telephone(systems: pd.DataFrame) -> None:
    placed = systems[systems["n"] >= 3].reset_index(drop=True)
    plane = Plane((-0.5, 0.8), HEIGHT, points_of(placed))
    boxes = [plane.box(name, NARROW) for name in region_names(Counter(placed["verdict"].tolist()), plane)]
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_both_axes_have_one_scale(systems: pd.DataFrame) -> None:
    spec = progress_plane(systems, chosen="QF7").spec
    domains = {
        str(layer["encoding"][channel]["scale"]["domain"])
        for layer in spec["layer"]
        for channel in ("x", "y")
        if "scale" in layer["encoding"][channel]
    }
    assert domains == {"[-0.5, 0.8]"}


def test_the_order_of_the_systems_does_not_matter(systems: pd.DataFrame) -> None:
    one = progress_plane(systems, chosen="QF7")
    other = progress_plane(systems.iloc[::-1], chosen="QF7")
    assert sorted(texts(one.spec)) == sorted(texts(other.spec))
    assert one.title == other.title and one.alt == other.alt


def test_no_system_with_enough_returns_is_told_not_drawn_blank(systems: pd.DataFrame) -> None:
    figure = progress_plane(systems[systems["n"] < 3], chosen="QNQ")
    assert texts(figure.spec) == ["No system has three returns in both rounds"]
    assert len(figure.table) == 3
