"""Tables of pages as pictures: every word that a reader of the page sees, inside its cell."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import lxml.html
import pytest

from benchmark.charts.figure import HtmlFigure
from benchmark.common.scope import Scope, Standard
from benchmark.documents.drawn_table import drawn_table
from benchmark.documents.fitting import width_of
from benchmark.documents.labelled import TABLE_WIDTH
from tests.unit.questions.every_figure import FIGURES, Asked

UNSEEN = ["spoken", "cg-narrow", "mg-under", "cg-bar", "pt-line", "gg-form"]
TABLES = [name for name in FIGURES if re.search(r"grid|helpers_table|table\b|conditions\.profile", name)]


def words_of(html: str) -> list[str]:
    """The words of cells, legends and notes, in order, without what a wide page hides."""
    tree = lxml.html.fromstring(str(html))
    for name in UNSEEN:
        for gone in tree.xpath(f"//*[contains(concat(' ', @class, ' '), ' {name} ')]"):
            gone.drop_tree()
    # Where one piece ends and another begins is the drawing's to say; commas set them apart there.
    text = " ".join(tree.itertext()).replace("\u00ad", "")
    return sorted(re.sub(r"[\s,]+", "", text))  # letters: lines are broken elsewhere


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_drawn_whole_and_no_word_is_outside_its_cell(publication, name):
    drawn = FIGURES[name].draw(Asked(publication, Scope("DEMO", 2025), Standard()))
    assert isinstance(drawn, HtmlFigure)
    svg, wide, high = drawn_table(drawn.html, width=TABLE_WIDTH)
    whole = ElementTree.fromstring(f"<svg>{svg}</svg>")
    texts = [*whole.iter("text")]
    said = "".join(found.text or "" for found in texts)
    assert sorted(re.sub(r"[\s,]+", "", said)) == words_of(drawn.html)
    places = []
    for found in texts:
        size, bold = 13, found.get("font-weight") == "bold"
        long = width_of(found.text or "", size=size, bold=bold)
        left = float(found.get("x", 0)) - (long if found.get("text-anchor") == "end" else 0)
        y = float(found.get("y", 0))
        assert left >= -1 and left + long <= wide + 1 and y <= high + 1
        places.append((y, left, left + long, found.text))
    places.sort()
    for (y, _, end, one), (y_next, left, _, other) in pairwise(places):
        assert y != y_next or end <= left + 1, f"{one} runs into {other}"


def test_what_is_registered_are_all_tables_of_pages(publication):
    asked = Asked(publication, Scope("DEMO", 2025), Standard())
    assert {*TABLES} == {name for name in FIGURES if isinstance(FIGURES[name].draw(asked), HtmlFigure)}
