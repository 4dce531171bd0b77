"""The plane of systems: every system a mark, every verdict where its rule says, names that cover nothing."""

import re
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from benchmark.charts.labels import Label, Plot, Side
from benchmark.charts.theme import TEXT, VERDICT_MARKS, WHITE
from benchmark.core.columns import Filled
from benchmark.core.definitions import definitions
from benchmark.questions.progress.measure import progress_of_all_systems
from benchmark.questions.progress.plane import (
    HEIGHT,
    NARROW,
    WIDTHS,
    Plane,
    plane_of,
    progress_plane,
    regions,
)
from benchmark.questions.progress.verdict import verdict
from benchmark.store.publication import Publication
from tests.unit.questions.figures_made import marks, texts

M = definitions().threshold("overall")
LOWEST, HIGHEST = -0.8, 1.0
EDGE = 1e-5
WITHIN = st.floats(LOWEST, HIGHEST, exclude_min=True, exclude_max=True)


@pytest.fixture(scope="module")
def systems(publication: Publication) -> pd.DataFrame:
    return progress_of_all_systems(publication, year=2025, footprint="assessed")


@pytest.fixture(scope="module")
def plane(systems: pd.DataFrame) -> Plane:
    return plane_of(systems)


@pytest.fixture(scope="module")
def spec(plane: Plane) -> dict[str, Any]:
    """Of the plane with one chosen system."""
    return progress_plane(plane, chosen="QF7").spec


def edges_at(edge: list[tuple[float, float, float]], at: float) -> tuple[float, float] | None:
    """The lower and the upper edge of a region at a change of the floor; None where it does not reach."""
    for (left, low, high), (right, next_low, next_high) in pairwise(edge):
        if left <= at <= right and right > left:
            part = (at - left) / (right - left)
            return low + part * (next_low - low), high + part * (next_high - high)
    return None


@given(WITHIN, WITHIN)
def test_a_region_holds_what_the_rules_say_and_nothing_else(floor, ceiling):
    """Points on a border aside: there the rules decide, and a border has no width."""
    moves = (floor, ceiling, ceiling - floor)
    borders = [move + border for move in moves for border in (-M, M)]
    assume(all(abs(border) > EDGE for border in borders))
    holding = []
    for key, edge in regions(LOWEST, HIGHEST).items():
        found = edges_at(edge, floor)
        if found is not None and found[0] < ceiling < found[1]:
            holding.append(key)
    assert holding == [verdict(floor_change=floor, ceiling_change=ceiling).key]


def test_every_system_with_a_verdict_is_a_mark(systems, spec):
    (drawn,) = marks(spec, "point")
    judged = systems[systems["n_trusts"] >= 3]
    assert {mark["ics_code"] for mark in drawn} == set(judged["ics"])
    assert len(drawn) == 33
    by_code = judged.set_index("ics")
    for mark in drawn:
        own = by_code.loc[mark["ics_code"]]
        assert mark["floor_change"] == pytest.approx(own["floor_change"], abs=1e-4)
        assert mark["ceiling_change"] == pytest.approx(own["ceiling_change"], abs=1e-4)
        assert mark["verdict"] == own["verdict_key"]


def test_verdicts_differ_by_colour_and_shape(spec):
    (layer,) = (layer for layer in spec["layer"] if layer["mark"]["type"] == "point")
    scale = layer["encoding"]["shape"]["scale"]
    assert dict(zip(scale["domain"], scale["range"], strict=True)) == {
        key: mark.shape for key, mark in VERDICT_MARKS.items() if key != "too_few"
    }
    assert len(set(scale["range"])) == len(scale["range"])


@pytest.mark.parametrize(
    ("chosen", "title"),
    [
        ("QYG", "; Cheshire and Merseyside pulled apart"),
        ("QF7", "; South Yorkshire levelled up"),
        ("QWO", "; West Yorkshire levelled up, and its leaders slipped"),
        ("QNQ", "; too few trusts in Frimley for a verdict"),
        ("QZ9", ""),
    ],
)
def test_the_title_counts_and_says_what_the_chosen_system_did(systems, plane, chosen, title):
    firm = int(((systems["n_trusts"] >= 4) & (systems["rests_on"] == {})).sum())
    tried = int((systems["n_trusts"] >= 4).sum())
    count = (
        f"11 of 33 systems levelled up; {firm} of the {tried} verdicts that could be tested "
        "hold whichever trust is left out"
    )
    assert progress_plane(plane, chosen=chosen).title == f"{count}{title}"


def test_a_mark_is_filled_where_no_single_trust_decides(systems, spec):
    (drawn,) = marks(spec, "point")
    by_code = systems.set_index("ics")
    for mark in drawn:
        own = by_code.loc[mark["ics_code"]]
        assert (mark["fill"] != WHITE) is bool(own["n_trusts"] >= 4 and not own["rests_on"]), mark["ics_code"]
        assert mark["stroke"] != WHITE
    assert {mark["fill"] != WHITE for mark in drawn} == {True, False}


def test_the_regions_are_named_with_their_numbers(systems, spec):
    written = " ".join(texts(spec)).replace("|", " ")
    counts = systems[systems["n_trusts"] >= 3]["verdict_key"].value_counts()
    for words, key in (
        ("Pulled apart", "pulled_apart"),
        ("Levelled up, leaders slipped", "levelled_up_leaders_slipped"),
        ("Levelled down", "levelled_down"),
        ("Little change", "little_change"),
    ):
        assert f"{words}: {int(counts.get(key, 0))}" in written
    numbers = [int(number) for number in re.findall(r": (\d+)", written)]
    assert sum(numbers) == 33


def named(spec: dict[str, Any], *, chosen: bool) -> list[dict[str, Any]]:
    """The systems' names on a wide screen, those of the chosen one or of the others."""
    wide = next(records for records in marks(spec, "text") if "chosen" in records[0])
    return [record for record in wide if record["chosen"] == chosen]


def label(record: dict[str, Any]) -> Label:
    return Label(record["text"], record["across"], record["y"], Side(*(record[k] for k in Side._fields)))


@pytest.mark.parametrize("chosen", ["QF7", "QWO", "QHL", "QYG", "QOP", "QSL", "QNQ"])
def test_names_cover_no_mark_and_no_other_name(systems, plane, chosen):
    spec = progress_plane(plane, chosen=chosen).spec
    judged = systems[systems["n_trusts"] >= 3].set_index("ics")
    own = [record["text"] for record in named(spec, chosen=True)]
    assert own == ([judged.at[chosen, "name"]] if chosen in judged.index else [])
    others = [label(record) for record in named(spec, chosen=False)]
    assert len(others) >= 5
    for k, one in enumerate(others):
        rest = [*plane.labels, *map(label, named(spec, chosen=True)), *others[:k]]
        assert plane.plot(WIDTHS, rest).covered(one) == 0


def test_a_name_gives_way_to_the_chosen_systems(systems):
    """Two systems close together, the farther one named: the name of the nearer takes its place."""
    moved = systems[systems["n_trusts"] >= 3].head(3).copy()
    moved[["floor_change", "ceiling_change"]] = [[0.6, 0.0], [0.598, 0.002], [0.597, -0.002]]
    moved["verdict_key"] = "levelled_up"
    spec = progress_plane(plane_of(moved), chosen=moved["ics"].iloc[2]).spec
    (own,) = (label(record) for record in named(spec, chosen=True))
    for other in named(spec, chosen=False):
        assert Plot([], height=HEIGHT, widths=WIDTHS, labels=[own]).covered(label(other)) == 0


@pytest.mark.parametrize("chosen", ["QYG", "QHL"])
def test_only_the_chosen_system_is_drawn_anew(plane, chosen):
    spec, other = (progress_plane(plane, chosen=code).spec for code in (chosen, "QF7"))
    (drawn,), (before,) = marks(spec, "point"), marks(other, "point")
    assert drawn[-1]["ics_code"] == chosen and drawn[-1]["stroke"] == TEXT
    assert drawn[-1]["size"] > max(mark["size"] for mark in drawn[:-1])
    by_code = {mark["ics_code"]: mark for mark in before}
    assert all(mark == by_code[mark["ics_code"]] for mark in drawn[:-1] if mark["ics_code"] != "QF7")


def test_the_names_of_regions_do_not_cover_one_another_on_a_telephone(plane):
    for k, one in enumerate(plane.labels):
        assert Plot([], height=HEIGHT, widths=[NARROW], labels=plane.labels[:k]).covered(one) == 0
    (ahead,) = (label for label in plane.labels if label.text.startswith("The leaders"))
    assert plane.plot([NARROW], []).covered(ahead) == 0


def test_both_axes_have_one_scale(spec):
    domains = {
        str(layer["encoding"][channel]["scale"]["domain"])
        for layer in spec["layer"]
        for channel in ("x", "y")
        if layer["encoding"][channel].get("scale")
    }
    assert domains == {"[-0.5, 0.7]"}


def test_the_order_of_the_systems_does_not_matter(systems, plane):
    one = progress_plane(plane, chosen="QF7")
    other = progress_plane(plane_of(systems.iloc[::-1]), chosen="QF7")
    assert sorted(texts(one.spec)) == sorted(texts(other.spec))
    assert one.title == other.title and one.alt == other.alt


def test_without_a_system_with_enough_trusts_a_sentence_replaces_the_chart(systems):
    figure = progress_plane(plane_of(systems[systems["n_trusts"] < 3]), chosen="QNQ")
    assert texts(figure.spec) == ["No system has three trusts in both rounds"]
    assert isinstance(figure.table, Filled) and len(figure.table.rows) == 9
