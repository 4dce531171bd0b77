"""Charts as pictures: all that a reader needs stands in them, and no name in them is read as markup."""

import gc
import re
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest
from starlette.requests import Request
from starlette.responses import Response

from benchmark.charts.figure import Figure
from benchmark.common.subject import Sources, Subject, Submitted
from benchmark.core.wording import in_full
from benchmark.documents.labelled import labelled_svg
from benchmark.questions.gaps.bars import gap_by_unit
from benchmark.surfaces.web import parts, pictures
from benchmark.surfaces.web.blocks import Html
from tests.awaiting import finished
from tests.unit.questions.figures_made import made_gaps

DAY = date(2026, 11, 26)
NASTY = '</text><script>alert(1)</script> & "Sons" <image href="http://nowhere.invalid/x.png"/>'
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def figure() -> Figure:
    return gap_by_unit(made_gaps({("DEMO1", "Acute"): [2] * 7, ("DEMO2", "Acute"): [1] * 7}))


def subject(name: str, *, as_at: datetime | None = None) -> Subject:
    came = Submitted(7, NASTY, NASTY, datetime(2026, 11, 1, tzinfo=UTC))
    return Subject("DEMO", name, True, "2025", "assessed", as_at, Sources(returns=(came,)))


def texts(svg: str) -> str:
    return " ".join("".join(found.itertext()) for found in ElementTree.fromstring(svg).iter(f"{SVG}text"))


def test_the_picture_names_its_subject_its_day_and_its_source(figure):
    svg = labelled_svg(figure, subject("Demonstration ICS", as_at=datetime(2026, 11, 2)), made_on=DAY)
    said = texts(svg)
    for part in (f"Fictional: {figure.title}", "Demonstration ICS", "2025", "the footprint as assessed"):
        assert part in said
    assert "Figures as at 2 November 2026." in said
    assert "Made on 26 November 2026." in said and "Source: " in said
    whole = ElementTree.fromstring(svg)
    assert whole.findtext(f"{SVG}desc") == figure.alt and whole.get("role") == "img"


def test_names_are_text_and_nothing_else(figure):
    names = {"DEMO1": NASTY}
    drawn = gap_by_unit(made_gaps({("DEMO1", "Acute"): [2] * 7, ("DEMO2", "Acute"): [1] * 7}, names=names))
    whole = ElementTree.fromstring(labelled_svg(drawn, subject(NASTY), made_on=DAY))
    kinds = {element.tag.removeprefix(SVG) for element in whole.iter()}
    assert not kinds & {"script", "image", "foreignObject", "a", "use"}
    assert "alert(1)" in "".join(whole.itertext())


VIEW = "https://dashboard.example/overview?ics=DEMO&level=3"


def asked(token: str, name: str, *, on: str = VIEW) -> Response:
    headers = [(b"host", b"dashboard.example"), (b"referer", on.encode())]
    scope = {"type": "http", "path_params": {"token": token, "name": name}, "headers": headers}
    return finished(pictures.picture(Request(scope)))


def test_a_chart_on_a_page_has_links_to_both_that_live_as_long_as_the_page(figure):
    *_, below = parts.figure(figure, key="k", subject=subject("Demonstration ICS"), file_name="gap")
    assert isinstance(below, Html)
    links = re.findall(r'href="picture/([^/"]+)/([^"]+)"', below.text)
    assert [name for _, name in links] == [f"fictional-gap-DEMO-2025.{form}" for form in ("svg", "png")]
    svg, png = (asked(token, name) for token, name in links)
    assert (svg.media_type, png.media_type) == ("image/svg+xml", "image/png")
    assert bytes(png.body).startswith(b"\x89PNG")
    assert in_full(datetime.now(UTC).date()) in texts(bytes(svg.body).decode())
    assert "level=3" in texts(bytes(svg.body).decode())
    elsewhere = asked(*links[0], on="https://elsewhere.example/?ics=DEMO")
    assert "elsewhere" not in bytes(elsewhere.body).decode()
    assert asked(links[0][0], "gap.exe").status_code == 404
    del below, _
    gc.collect()  # what a test before this one left in a circle holds nothing of it
    assert asked(*links[0]).status_code == 404
