"""What a page's files say beside their figures."""

import re

import pytest

from benchmark.core.columns import Filled
from benchmark.surfaces.web import downloads

HELD = "the national median of its setting"
PAGES = {
    "overview": {},
    "levelling-up": {},
    "compare-systems": {},
    "peer-learning": {},
    "planner": {"fund": "10m", "years": "3", "cost": "250k"},
    "conditions": {},
    "trust-position": {"trust": "RJN"},
}


def tables(app, address):
    """The page's tables that can be downloaded, each with its declaration, held to the national median."""
    opened = app.open(address, ics="QYG", standard="setting_median", **PAGES[address])
    assert not opened.error
    tokens = dict.fromkeys(re.findall(r'href="download/([^/"]+)/', app.words(opened)))
    made = [downloads._known[token] for token in tokens]
    return [(one, one._content.table) for one in made if isinstance(one._content, Filled)]


@pytest.mark.parametrize("address", PAGES)
def test_every_row_that_another_standard_would_change_names_its_standard(app, address):
    """A file of mean gaps said nowhere what they are gaps to, and two standards gave files of one name."""
    found = [
        (one, table)
        for one, table in tables(app, address)
        if any(column.against_standard for column in table.columns)
    ]
    assert found
    for one, table in found:
        named = {"standard", "held_to"} & {*table.keys}
        assert named or one.frame["Held to"].eq(HELD).all(), one.file_name


def test_a_table_that_no_standard_changes_names_none(app):
    (own,) = [one for one, _ in tables(app, "overview") if one.file_name == "icb-own-QYG-2025.csv"]
    assert "Held to" not in own.frame


@pytest.mark.parametrize(
    ("asked", "marks"),
    [
        ({"group": "DLN"}, {"Group": "DLN", "Kind of group": "cluster of systems"}),
        ({"ics": "DLN", "footprint": "expected"}, {"Footprint": "expected, not decided"}),
    ],
)
def test_each_row_says_what_is_unusual_about_it(app, asked, marks):
    """Only the file's name said so: a row that was copied out of it stood for a system that exists."""
    (token,) = re.findall(r'href="download/([^/"]+)/maturity-DLN-', app.words(app.open("overview", **asked)))
    frame = downloads._known[token].frame
    assert {heading: {*frame[heading]} for heading in marks} == {key: {value} for key, value in marks.items()}
