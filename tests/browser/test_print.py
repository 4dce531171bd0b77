"""Pages on paper: the filters in words, nothing to click, and nothing cut off, in both directions of A4."""

import re
import subprocess
from pathlib import Path

import pytest

from benchmark.core.definitions import definitions
from tests.browser.everybody import violations

ON_SCREEN_ALONE = "target-size"
"""The rule that asks how large a link is to a finger."""
A4 = {False: (595, 842), True: (842, 595)}
"""Points, upright and across."""


@pytest.mark.office
@pytest.mark.parametrize("place", ["overview", "levelling-up", "peer-learning"])
def test_a_page_prints_as_a_reader_wants_it(place, visit, address, tmp_path):
    page = visit({"width": 1440, "height": 900}).open(f"{address}/{place}?ics=QYG")
    page.locator("footer.page-footer").wait_for()
    assert not page.locator("p.printed").is_visible()
    for across in A4:
        paper = tmp_path / f"across {across}.pdf"
        page.pdf(path=paper, format="A4", landscape=across)
        expect_good_paper(place, across, paper)
    page.emulate_media(media="print")
    found = violations(page)
    page.emulate_media(media="null")  # the next test has the same tab
    assert [broken for broken in found if broken[0] != ON_SCREEN_ALONE] == []


def expect_good_paper(place: str, across: bool, paper: Path) -> None:
    sheets = [words_with_places(sheet) for sheet in sheets_of(paper)]
    first = " ".join(word for word, *_ in sheets[0])
    assert "Round 2025; the footprint as assessed; held to level 3" in first
    assert "Cheshire and Merseyside" in first and len(first) > 300
    said = " ".join(word for sheet in sheets for word, *_ in sheet)
    for unwanted in ("As at: now", "Download as CSV", "Name or code", "More filters", "behind this chart"):
        assert unwanted not in said
    if place == "overview":
        assert all(name.split()[0] in said for name in (one.name for one in definitions().framework.pillars))
        assert "All 154 scores with their standard and gap (on the page)" in said
    if place == "peer-learning":
        (with_heading,) = [sheet for sheet in sheets if "higher than expected" in words_of(sheet)]
        assert words_of(with_heading).count(", expected ") > 5, "A heading is parted from its chart."
    if place == "levelling-up":
        (with_heading,) = [sheet for sheet in sheets if "Each mark is a system" in words_of(sheet)]
        assert "Change of the ceiling" in words_of(with_heading), "A heading is parted from its chart."
    wide, high = A4[across]
    for sheet in sheets:
        assert len(sheet) > 10, "A sheet holds a line alone."
        assert all(left >= 0 and right <= wide and low <= high for _, left, right, low in sheet)


def words_of(sheet: list[tuple[str, float, float, float]]) -> str:
    return " ".join(word for word, *_ in sheet)


def sheets_of(paper: Path) -> list[str]:
    """The paper's pages as pdftotext writes them, each word with its place."""
    printed = subprocess.run(
        ["pdftotext", "-bbox", str(paper), "-"], capture_output=True, text=True, check=True
    ).stdout
    return re.findall(r"<page .*?</page>", printed, re.DOTALL)


def words_with_places(sheet: str) -> list[tuple[str, float, float, float]]:
    """Each word, with its left and right end and how far down it reaches, in points."""
    found = re.findall(r'<word xMin="([\d.-]+)" yMin="[\d.-]+" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)<', sheet)
    return [(word, float(left), float(right), float(low)) for left, right, low, word in found]
