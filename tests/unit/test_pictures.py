"""The comparison of pictures finds what differs, and the pictures are of all that a page draws."""

from pathlib import Path

from PIL import Image

from benchmark.core.settings import STORE_VARIABLE
from benchmark.surfaces.web.site.sitemap import PAGES
from tests.pictures.compare import compared, differences, write_sheet
from tests.pictures.seen import NARROW, WIDE, Chart, Html, seen
from tests.pictures.views import View, views


def draw(folder: Path, name: str, *, black: int = 0, width: int = 100, height: int = 10) -> None:
    """A white picture with so many of its pixels black, in rows from the top."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.new("RGB", (width, height), "white")
    for place in range(black):
        picture.putpixel((place % width, place // width), (0, 0, 0))
    picture.save(path)


def test_differences_come_with_their_share_the_largest_first(tmp_path):
    before, after = tmp_path / "before", tmp_path / "after"
    draw(before, "A/strips.wide.png", black=10)
    draw(after, "A/strips.wide.png", black=20)
    draw(before, "A/grid.wide.png")
    draw(after, "A/grid.wide.png", black=500)
    draw(before, "A/slope.wide.png", black=7)
    draw(after, "A/slope.wide.png", black=7)
    draw(before, "A/gone.wide.png")
    draw(after, "B/come.wide.png")
    found = compared(before, after)
    assert [(one.name, one.share) for one in found.differing] == [
        ("A/grid.wide.png", 0.5),
        ("A/strips.wide.png", 0.01),
    ]
    assert (found.missing, found.new, found.alike) == (["A/gone.wide.png"], ["B/come.wide.png"], 1)
    sheet = write_sheet(found, before, after, tmp_path / "sheet").read_text()
    assert sheet.index("A/grid.wide.png: 50") < sheet.index("A/strips.wide.png: 1")
    assert sheet.count("<img") == 6


def test_a_picture_that_grew_differs_where_it_has_something(tmp_path):
    before, after = tmp_path / "before", tmp_path / "after"
    draw(before, "strips.wide.png", black=1_000)
    draw(after, "strips.wide.png", black=2_000, height=20)
    assert [one.share for one in compared(before, after).differing] == [0.5]


def test_an_edge_that_is_smoothed_otherwise_is_no_difference(tmp_path):
    before, after = tmp_path / "before", tmp_path / "after"
    draw(before, "strips.wide.png")
    draw(after, "strips.wide.png")
    with Image.open(after / "strips.wide.png") as picture:
        picture.putpixel((3, 3), (240, 240, 240))
        picture.save(after / "strips.wide.png")
    assert compared(before, after).differing == []


def test_a_text_that_differs_behind_the_same_picture_is_reported(tmp_path):
    before, after = tmp_path / "before", tmp_path / "after"
    for folder, words in ((before, "33"), (after, "34")):
        draw(folder, "A/table.wide.png")
        (folder / "A/table.html").write_text(f"<td>\n{words}\n</td>")
    found = compared(before, after)
    assert found.differing == [] and found.texts == ["A/table.html"]
    assert "text     A/table" in differences(found)
    assert "-33\n+34" in write_sheet(found, before, after, tmp_path / "sheet").read_text()


def test_every_page_is_pictured_for_every_system_that_it_has():
    known = list(views())
    assert {view.address for view in known} == {place.address for place in PAGES}
    assert len({view.name for view in known}) == len(known)
    assert len({view.query["ics"] for view in known if view.address == "levelling-up"}) == 9


def test_what_a_page_draws_is_seen_with_its_data_and_its_width(monkeypatch, published_settings, publication):
    monkeypatch.setenv(STORE_VARIABLE, str(published_settings.store))
    drawn = seen(View("", "levelling-up", {"ics": "DEMO"}))
    charts = {one.key: one for one in drawn if isinstance(one, Chart)}
    assert {"slope", "by-trust", "by-pillar", "plane"} == set(charts)
    assert charts["slope"].width == WIDE
    assert charts["by-trust"].width == charts["by-pillar"].width == (WIDE - 64) / 2 > NARROW
    rows = [row for rows in charts["by-trust"].spec["datasets"].values() for row in rows]
    assert any({"to", "words"} <= set(row) for row in rows) and len(rows) > 3
    assert any("<h1" in one.text for one in drawn if isinstance(one, Html))
    again = [one for one in seen(View("", "levelling-up", {"ics": "DEMO"})) if isinstance(one, Html)]
    assert again == [one for one in drawn if isinstance(one, Html)]
