"""The grid map's layout: every system of both footprints once, regions whole, England recognisable."""

from itertools import product

import pytest
from pydantic import ValidationError

from benchmark.common.scope import Footprint, systems
from benchmark.questions.systems.tile_map import Edge, borders, placed, short_label, tile_map
from benchmark.store.publication import Publication
from schemas.tiles import Cell, TileMap

FOOTPRINTS: tuple[Footprint, ...] = ("assessed", "current")
TOUCHING = ((1, 0), (-1, 0), (0, 1), (0, -1))


def regions_of(publication: Publication, footprint: Footprint) -> dict[str, str]:
    found = systems(publication, year=2025, footprint=footprint)
    found = found[~found["fictional"]]
    return dict(zip(found["ics_code"], found["region"], strict=True))


@pytest.mark.parametrize(("footprint", "count"), [("assessed", 42), ("current", 36)])
def test_each_system_of_the_footprint_has_one_tile_and_no_other_has_one(publication, footprint, count):
    cells = tile_map().cells(footprint)
    assert len(cells) == count
    assert cells.keys() == regions_of(publication, footprint).keys()
    assert len(set(cells.values())) == count


@pytest.mark.parametrize("footprint", FOOTPRINTS)
def test_the_tiles_of_a_region_hold_together(publication, footprint):
    region_of, cells = regions_of(publication, footprint), tile_map().cells(footprint)
    for region in set(region_of.values()):
        left = {cells[code] for code in cells if region_of[code] == region}
        reached = [left.pop()]
        for column, row in reached:
            for across, down in TOUCHING:
                if (column + across, row + down) in left:
                    left.remove((column + across, row + down))
                    reached.append((column + across, row + down))
        assert not left, f"{region} is torn: {left}"


@pytest.mark.parametrize("footprint", FOOTPRINTS)
def test_england_is_recognised_by_its_corners(footprint):
    cells = tile_map().cells(footprint)
    columns, rows = zip(*cells.values(), strict=True)
    assert cells["QHM"][1] == 0, "North East and North Cumbria is the northernmost"
    assert cells["QT6"] == (min(columns), max(rows)), "Cornwall is at the bottom left"
    assert all(column <= cells["QKS"][0] for column, row in cells.values() if row == cells["QKS"][1]), (
        "nothing is east of Kent in its row"
    )
    north, south = ("QE1", "QYG", "QF7", "QWO"), ("QRL", "QVV", "QJK", "QKS")
    assert max(cells[code][1] for code in north) < min(cells[code][1] for code in south)
    assert cells["QYG"][0] < cells["QF7"][0] < cells["QJM"][0], "Mersey, South Yorkshire, Lincolnshire"


@pytest.mark.parametrize("footprint", FOOTPRINTS)
def test_a_region_s_name_is_in_a_free_cell_beside_its_tiles(publication, footprint):
    region_of, cells = regions_of(publication, footprint), tile_map().cells(footprint)
    names = {entry.region: getattr(entry, footprint) for entry in tile_map().regions}
    assert names.keys() == set(region_of.values())
    for region, (column, row) in names.items():
        assert (column, row) not in cells.values()
        around = {(column + across, row + down) for across, down in product((-1, 0, 1), repeat=2)}
        assert any(cells[code] in around for code in cells if region_of[code] == region), region


def test_a_system_that_the_map_does_not_know_is_below_it():
    cells = placed(["QYG", "X1", "QT6", "X2"], "assessed")
    assert (cells["QYG"], cells["QT6"]) == ((1, 2), (0, 8))
    assert (cells["X1"], cells["X2"]) == ((0, 10), (1, 10))
    unknown = [f"X{place}" for place in range(9)]
    assert len(set(placed(unknown, "assessed").values())) == 9
    assert max(column for column, _ in placed(unknown, "assessed").values()) == 6
    assert short_label("X1") == "X1" and short_label("QKS") == "Kent"


def edges_by_hand(cells: dict[str, Cell], region_of: dict[str, str]) -> set[Edge]:
    """Every side of every tile that no tile of the same region shares."""
    sides: dict[Edge, set[str]] = {}
    for code, (column, row) in cells.items():
        for edge in (
            Edge(column, row, column + 1, row),
            Edge(column, row + 1, column + 1, row + 1),
            Edge(column, row, column, row + 1),
            Edge(column + 1, row, column + 1, row + 1),
        ):
            sides.setdefault(edge, set()).add(code)
    return {
        edge
        for edge, codes in sides.items()
        if len(codes) == 1 or len({region_of[code] for code in codes}) > 1
    }


@pytest.mark.parametrize("footprint", FOOTPRINTS)
def test_borders_run_where_a_region_ends(publication, footprint):
    region_of, cells = regions_of(publication, footprint), tile_map().cells(footprint)
    found = borders(cells, region_of)
    assert len(set(found)) == len(found)
    assert set(found) == edges_by_hand(cells, region_of)


def test_the_border_of_one_tile_has_four_sides_and_of_two_regions_a_common_one():
    assert len(borders({"A": (0, 0)}, {"A": "North"})) == 4
    assert len(borders({"A": (0, 0), "B": (1, 0)}, {"A": "North", "B": "North"})) == 6
    assert len(borders({"A": (0, 0), "B": (1, 0)}, {"A": "North", "B": "South"})) == 7


REGIONS = ({"region": "North", "lines": ["North"], "assessed": [5, 5], "current": [5, 5]},)


@pytest.mark.parametrize(
    ("tiles", "expected"),
    [
        pytest.param([("QA1", "One", [0, 0]), ("QA2", "Two", [0, 0])], "taken twice", id="one cell"),
        pytest.param([("QA1", "One", [5, 5])], "taken twice", id="on a region's name"),
        pytest.param([("QA1", "One", [0, 0]), ("QA2", "one", [1, 0])], "share", id="one label"),
        pytest.param([("QA1", "One", [0, 0]), ("QA1", "Two", [1, 0])], "share", id="one system"),
        pytest.param([("QA1", "One", None)], "no footprint", id="nowhere"),
        pytest.param([("QA1", "Much too long", [0, 0])], "at most 7", id="a long label"),
        pytest.param([("QA1", "One", [-1, 0])], "greater than or equal to 0", id="off the map"),
    ],
)
def test_a_wrong_layout_is_refused(tiles, expected):
    with pytest.raises(ValidationError, match=expected):
        TileMap.model_validate(
            {
                "tiles": [
                    {"ics_code": code, "label": label, "assessed": cell} for code, label, cell in tiles
                ],
                "regions": REGIONS,
            }
        )
