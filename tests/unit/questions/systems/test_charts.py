"""The map and the dots: every system and return drawn where it is, words that the figures bear out."""

import json
import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from benchmark.charts import theme
from benchmark.charts.figure import IS_CHOSEN, Figure, with_chosen
from benchmark.charts.theme import contrast
from benchmark.common.scope import Footprint, Standard
from benchmark.core.columns import Filled
from benchmark.questions.systems.comparison import MEASURES, Step, against_middle, measure_of
from benchmark.questions.systems.dots import BOARD, LANE_OFFSETS, ROW_PX, system_dots
from benchmark.questions.systems.measure import SideBySide, side_by_side
from benchmark.questions.systems.tile_map import shade, tile_figure
from benchmark.store.publication import Publication
from tests.unit.questions.country import pillars, publish_country, system, trust
from tests.unit.questions.figures_made import layers, marks, texts
from tests.unit.questions.test_every_figure import expect_a_chart, expect_words

STEPS: tuple[Step, ...] = (-2, -1, 0, 1, 2)
FOOTPRINTS: tuple[Footprint, ...] = ("assessed", "current")
LEVEL_3, TARGETS = Standard(), Standard("own_target")


@cache
def compared(
    publication: Publication,
    *,
    footprint: Footprint = "assessed",
    standard: Standard = LEVEL_3,
    pillar: str | None = None,
    year: int = 2025,
) -> SideBySide:
    return side_by_side(publication, year=year, footprint=footprint, standard=standard, pillar=pillar)


@pytest.fixture(scope="module")
def assessed(publication: Publication) -> SideBySide:
    return compared(publication)


@pytest.fixture(scope="module")
def without_targets(publication: Publication) -> SideBySide:
    return compared(publication, standard=TARGETS)


Draw = Callable[..., Figure]


def kept(draw: Draw) -> Draw:
    """Draws each figure once, for a chosen system: tests only look at it."""
    known: dict[object, tuple[SideBySide, Figure]] = {}

    def drawn(found: SideBySide, key: str = "gap", **how: object) -> Figure:
        how = {"chosen": "QYG"} | how
        asked = (id(found), key, *how.items())
        if asked not in known:
            known[asked] = (found, draw(found, measure_of(key), **how))
        return known[asked][1]

    return drawn


drawn_tiles, drawn_dots = kept(tile_figure), kept(system_dots)
EITHER = pytest.mark.parametrize("draw", [drawn_tiles, drawn_dots], ids=["tiles", "dots"])


def tiles_of(figure: Figure) -> list[dict[str, Any]]:
    """The records of the tiles: the rectangles after the key's; the outline of the chosen one comes last."""
    return marks(figure.spec, "rect")[1]


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.key)
@EITHER
def test_each_measure_gives_a_chart_with_words_and_a_table(assessed, measure, draw):
    figure = draw(assessed, measure.key)
    expect_words(figure)
    expect_a_chart(figure)
    assert figure.table.rows
    assert "Fictional" not in figure.title


class TestTiles:
    @pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.key)
    @pytest.mark.parametrize("footprint", FOOTPRINTS)
    def test_every_system_has_its_figure_printed_and_its_step_coloured(self, publication, footprint, measure):
        found = compared(publication, footprint=footprint)
        figure = drawn_tiles(found, measure.key)
        steps = against_middle(found.systems, measure, pillar=None).steps
        drawn = {tile["ics_code"]: tile for tile in tiles_of(figure)}
        assert drawn.keys() == set(found.systems["ics_code"])
        key, *_ = marks(figure.spec, "rect")
        colours = {entry["text"]: entry["fill"] for entry in key}
        assert len(set(colours.values())) == len(key) == len(colours), "two steps share a colour"
        assert colours.keys() == {tile["stands"] for tile in drawn.values()}
        for code, value in zip(found.systems["ics_code"], found.systems[measure.key], strict=True):
            tile = drawn[code]
            if code not in steps:
                assert (tile["figure"], tile["stands"]) == ("–", "no figure")
                continue
            printed = float(tile["figure"].replace("−", "-").rstrip("%"))
            # To two decimals, or to three where two would say that a change counts which does not.
            as_printed = (
                [round(100 * value)] if tile["figure"].endswith("%") else [round(value, 2), round(value, 3)]
            )
            assert min(abs(printed - one) for one in as_printed) < 1e-9, code
            assert colours[tile["stands"]] == tile["fill"] == shade(measure, steps[code]).background
        written = texts(figure.spec)
        assert all(tile["label"] in written and tile["figure"] in written for tile in drawn.values())

    def test_orange_is_behind_and_blue_is_ahead(self):
        wider, higher = measure_of("gap"), measure_of("floor")
        assert shade(wider, 2) == shade(higher, -2) and shade(wider, -2) == shade(higher, 2)
        assert shade(wider, 2).background == theme.ORANGE
        assert shade(wider, 0) == shade(higher, 0)
        for step in STEPS:
            found = shade(wider, step)
            assert contrast(found.text, found.background) >= 4.5

    @EITHER
    def test_the_chosen_system_alone_is_marked(self, assessed, draw):
        spec = draw(assessed, chosen="QF7").spec
        assert {"name": "chosen", "value": "QF7"} in spec["params"]
        marked = [
            (layer, records)
            for layer, records in layers(spec, "rect")
            if layer.get("transform") == [{"filter": IS_CHOSEN}]
        ]
        ((_, records),) = marked
        assert [record["ics_code"] for record in records].count("QF7") == 1
        assert len(records) == 42

    @EITHER
    def test_choosing_another_changes_nothing_but_the_choice(self, assessed, draw):
        drawn = draw(assessed, chosen="")
        other = with_chosen(drawn, "QKS")
        assert other.spec == draw(assessed, chosen="QKS").spec
        assert drawn.spec["params"][0] == {"name": "chosen", "value": ""}
        assert {key: value for key, value in other.spec.items() if key != "params"} == {
            key: value for key, value in drawn.spec.items() if key != "params"
        }
        assert with_chosen(other, "QYG").spec["params"] == [
            {"name": "chosen", "value": "QYG"},
            *drawn.spec["params"][1:],
        ]

    def test_a_click_anywhere_on_a_tile_carries_its_code(self, assessed):
        spec = drawn_tiles(assessed, chosen="QF7").spec
        _, parameter = spec["params"]
        assert (parameter["name"], parameter["select"]["fields"]) == ("system", ["ics_code"])
        labels = [records for layer, records in layers(spec, "text") if "ink" in records[0]]
        assert len(labels) == 2
        assert all("ics_code" in record for records in labels for record in records)

    def test_the_title_counts_what_the_tiles_show(self, assessed):
        figure = drawn_tiles(assessed)
        shown = [tile["stands"] for tile in tiles_of(figure)]
        wider, narrower = (
            sum(word in (end, f"far {end}") for word in shown) for end in ("wider", "narrower")
        )
        assert figure.title == (
            f"{wider + narrower} of 42 systems differ materially from the middle one (0.64): "
            f"{wider} wider, {narrower} narrower"
        )
        assert "Lowest 0.27 in Frimley, highest 0.99 in Bedfordshire, Luton and Milton Keynes" in figure.alt

    @pytest.mark.parametrize(
        ("key", "title"),
        [
            ("floor_change", "The floor rose in 21 and fell in 7 of 33 systems"),
            ("range_change", "The range widened in 10 and narrowed in 11 of 33 systems"),
            ("completeness", "41 of 42 systems sent every return that was expected"),
        ],
    )
    def test_titles_of_other_kinds_of_measure(self, assessed, key, title):
        assert drawn_tiles(assessed, key).title == title

    def test_without_targets_every_tile_says_that_there_is_no_figure(self, without_targets):
        figure = drawn_tiles(without_targets)
        assert (
            figure.title
            == "No trust of a real system has set a target of its own, so none can be held to one"
        )
        assert {tile["figure"] for tile in tiles_of(figure)} == {"–"}
        assert "0.00" not in json.dumps(figure.spec)
        assert "42 systems" in figure.alt

    def test_a_change_is_not_coloured_by_where_the_others_are(self, publication):
        """A change has a middle of its own: none. In a country where all rose, all are blue."""
        found = compared(publication)
        raised = found.systems.assign(floor_change=found.systems["floor_change"].abs() + 0.1)
        steps = against_middle(raised, measure_of("floor_change"), pillar=None).steps
        assert set(steps.values()) <= {1, 2}

    def test_ties_are_named_as_ties(self, assessed):
        figure = drawn_tiles(assessed, "completeness")
        assert "highest 100% in 41 systems" in figure.alt


class TestDots:
    @pytest.mark.parametrize("footprint", FOOTPRINTS)
    def test_every_return_is_a_dot_in_its_system_s_row(self, publication, footprint):
        found = compared(publication, footprint=footprint)
        _, dots, boards = marks(drawn_dots(found).spec, "point")
        assert len(dots) == len(found.units) == 285
        row_of = {dot["system"]: dot["y"] for dot in dots}
        for dot in dots:
            assert abs(dot["y"] - row_of[dot["system"]]) < ROW_PX
        scores = {(dot["ods_code"], dot["care_setting"]): dot["at"] for dot in dots}
        for unit in found.units.itertuples():
            assert scores[unit.ods_code, unit.care_setting] == pytest.approx(unit.score, abs=1e-4)
        own = dict(zip(found.systems["ics_code"], found.systems["icb_own"], strict=True))
        assert all(mark["at"] == pytest.approx(own[mark["ods_code"]], abs=1e-4) for mark in boards)
        assert len(boards) == (42 if footprint == "assessed" else 30)

    def test_rows_do_not_run_into_one_another(self, assessed):
        _, dots, _ = marks(drawn_dots(assessed).spec, "point")
        bands: dict[str, list[float]] = {}
        for dot in dots:
            bands.setdefault(dot["system"], []).append(dot["y"])
        ordered = sorted(bands.values(), key=min)
        assert all(max(upper) < min(lower) for upper, lower in pairwise(ordered))
        assert max(abs(offset) for offset in LANE_OFFSETS) < ROW_PX / 2

    def test_the_board_s_mark_has_a_shape_fill_and_outline_of_its_own(self, assessed):
        (_, key), (dots, units), (boards, _) = layers(drawn_dots(assessed).spec, "point")
        *settings, board = key
        assert board["text"] == BOARD and len(settings) == 4
        for channel in ("mark", "fill", "stroke"):
            assert board[channel] not in [entry[channel] for entry in settings]
        look = boards["mark"]
        assert (look["shape"], look["fill"], look["stroke"]) == (
            board["mark"],
            board["fill"],
            board["stroke"],
        )
        shapes = {entry["text"]: entry["mark"] for entry in settings}
        assert all(unit["shape"] == shapes[unit["care_setting"]] for unit in units)
        assert settings[0]["fill"] in dots["mark"]["fill"]["expr"]

    def test_a_fixed_level_is_a_line_with_its_name_and_others_are_not(self, publication):
        level = drawn_dots(compared(publication, standard=Standard("floor", 2.5)))
        assert "level 2.5" in texts(level.spec)
        median = compared(publication, standard=Standard("setting_median"))
        written = texts(drawn_dots(median).spec)
        assert not [text for text in written if "median" in text]

    def test_by_region_the_regions_are_named_and_by_measure_the_figures_fall(self, assessed):
        by_region = drawn_dots(assessed, "range")
        assert "Midlands" in texts(by_region.spec)
        by_measure = drawn_dots(assessed, "range", by_measure=True)
        assert "Midlands" not in texts(by_measure.spec)
        named = next(
            records for _, records in layers(by_measure.spec, "text") if records and "cut" in records[0]
        )
        figures = [row["text"] for row in sorted(named, key=lambda row: row["y"])]
        known = [float(figure) for figure in figures if figure != "–"]
        assert known == sorted(known, reverse=True) and figures[39:] == ["–"] * 3
        assert not re.search(
            r"\brank|\b1st\b|league", by_measure.title + by_measure.subtitle + by_measure.alt
        )

    def test_the_line_from_floor_to_ceiling_is_for_two_returns_or_more(self, assessed):
        spans = next(
            records for _, records in layers(drawn_dots(assessed).spec, "rule") if "from" in records[0]
        )
        assert len(spans) == int((assessed.systems["units"] > 1).sum()) == 41

    def test_names_are_short_on_a_telephone_and_the_dots_begin_sooner(self, assessed):
        spec = drawn_dots(assessed).spec
        names = {
            record["name"]: record["cut"]
            for _, records in layers(spec, "text")
            for record in records
            if "cut" in record
        }
        assert names["Cheshire and Merseyside"] == "C&M"
        _, (layer, _), _ = layers(spec, "point")
        assert "width <" in layer["encoding"]["x"]["scale"]["range"][0]["expr"]

    def test_the_table_has_every_return_with_its_board_apart(self, assessed):
        table = drawn_dots(assessed).table
        assert isinstance(table, Filled) and len(table.rows) == len(set(table.rows)) == 285
        assert table.frame().groupby("ICS code")["ICB's own return (1 to 5)"].nunique().max() == 1


def test_a_country_without_tiles_or_returns_is_drawn_all_the_same(tmp_path):
    country = publish_country(
        tmp_path,
        system("QZ1", name="Alpha"),
        system("QZ2", name="Beta"),
        *trust("T1A", "QZ1"),
        *trust("T2A", "QZ2"),
        *pillars("T1A", "Acute", 2.0, 2.0),
    )
    found = compared(country)
    figure = drawn_tiles(found, chosen="QZ1")
    assert {tile["label"]: tile["figure"] for tile in tiles_of(figure)} == {"QZ1": "1.00", "QZ2": "–"}
    dots = drawn_dots(found, chosen="QZ1")
    assert dots.title.startswith("Too few different scores")
    nothing = drawn_dots(compared(country, pillar="improve_care"), chosen="QZ1")
    assert texts(nothing.spec) == ["No return in this round"]


def test_on_one_pillar_the_figures_say_which(publication):
    found = compared(publication, pillar="safe_practice")
    figure = drawn_tiles(found, "share_below")
    assert "Share of returns below level 3, Safe Practice" in figure.subtitle
    assert "30 percentage points or more" in figure.subtitle
    assert drawn_dots(found).subtitle.startswith("Safe Practice, 1 to 5")


def test_a_round_without_pillars_names_the_comparable_score(publication):
    found = compared(publication, year=2024)
    assert drawn_dots(found, "floor").subtitle.startswith("Comparable overall score")
    assert drawn_tiles(found, "floor_change").title == ("There is no earlier round to compare 2024 with")
