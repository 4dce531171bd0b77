"""Finding a trust, a system or a pillar from what people type."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.common.resolve import LIKE, letters
from benchmark.questions.trusts.search import MOST_MATCHES, SearchIndex, find, search, search_index
from benchmark.store.publication import Publication
from tests.unit.questions import naive
from tests.unit.questions.country import passes, pillars, publish_country, system, trust
from tests.unit.questions.frames import FEW


@pytest.fixture(scope="module")
def index(publication: Publication) -> SearchIndex:
    return search_index(publication)


@pytest.fixture(scope="module")
def small(index: SearchIndex) -> SearchIndex:
    """Enough to find out whether a text breaks the search."""
    return index[::9]


@pytest.mark.parametrize(
    ("typed", "kind", "code"),
    [
        ("aldr hey", "trust", "RBS"),
        ("Alder Hey", "trust", "RBS"),
        ("hey alder", "trust", "RBS"),
        ("alderhey", "trust", "RBS"),
        ("rbs", "trust", "RBS"),
        (" RBS ", "trust", "RBS"),
        ("st georges uni", "trust", "RJ7"),
        ("ST GEORGE'S", "trust", "RJ7"),
        ("guys", "trust", "RJ1"),
        ("london ambulanc", "trust", "RRU"),
        ("tavistok and portmn", "trust", "RNK"),
        ("cheshire and mersyside", "ics", "QYG"),
        ("QYG", "ics", "QYG"),
        ("south yorkshire ICB", "ics", "QF7"),
        ("safe practice", "pillar", "safe_practice"),
        ("well-led", "pillar", "well_led"),
        ("well_led", "pillar", "well_led"),
        ("support people", "pillar", "support_workforce"),
        ("empower citizens", "pillar", "empower_people"),
    ],
)
def test_what_people_type_finds_what_they_mean(index, typed, kind, code):
    first = find(index, typed)[0]
    assert (first.kind, first.code) == (kind, code)


@pytest.mark.parametrize("typed", ["", " ", "a", "!?", "xqzw", "zzzz zzzz", "trust of nowhere at all"])
def test_what_means_nothing_finds_nothing(index, typed):
    assert find(index, typed) == []


def test_every_trust_system_and_pillar_is_found_by_its_name_and_by_its_code(index):
    for entry in index:
        assert entry.match.code in [found.code for found in find(index, entry.match.name)]
    # A code is looked up as it stands: where no two share what is looked up, some stand for all.
    assert len({entry.code for entry in index}) == len({entry.match.code for entry in index})
    for entry in index[::10]:
        assert {found.code for found in find(index, entry.match.code)} == {entry.match.code}


@pytest.mark.parametrize(("typed", "footprint"), [("QYG", None), ("QMJ", "assessed"), ("Z9B2Z", "current")])
def test_a_system_leads_to_the_footprint_that_has_it(index, typed, footprint):
    (found,) = find(index, typed)
    assert found.footprint == footprint
    assert bool(found.note) == (footprint is not None)


def test_a_closed_trust_leads_to_the_one_that_took_over(index):
    (found,) = find(index, "RRP")
    assert (found.leads_to, found.ics_code) == ("G6V2S", "QMJ")
    assert found.note == ("closed on 31 October 2024, now part of G6V2S (North London NHS Foundation Trust)")


def test_a_closed_trust_leads_on_through_every_merger(index):
    after = {
        row["ods_code"]: row["successor_ods_code"] for row in naive.table("reference/trust_successions.csv")
    }
    placed = naive.system_of_trust(2025, "assessed").keys() | naive.system_of_trust(2025, "current").keys()
    twice = [
        row for row in after if after[row] in after and after[after[row]] in placed and row not in placed
    ]
    assert twice
    for code in twice:
        (found,) = find(index, code)
        assert found.leads_to in placed


def test_an_open_trust_comes_before_a_closed_one_of_the_same_likeness(index):
    found = [match.note.startswith("closed") for match in find(index, "manchester univ")]
    assert found == sorted(found)


@FEW
@given(st.text(max_size=40))
def test_whatever_is_typed_is_answered(small, typed):
    found = find(small, typed)
    assert len(found) <= MOST_MATCHES
    assert all(match.likeness >= LIKE for match in found)


@FEW
@given(st.text(max_size=40))
def test_capitals_accents_and_signs_do_not_matter(small, typed):
    assert find(small, letters(typed)) == find(small, typed)


def test_everything_real_comes_before_anything_fictional(tmp_path_factory):
    country = publish_country(
        tmp_path_factory.mktemp("search"),
        system("QZ1", name="Marshland"),
        system("QZ9", name="Trust Land", fictional=True),
        *trust("T1A", "QZ1"),
        *trust("T2A", None, closed_on=date(2024, 1, 1)),
        *trust("T7A", "QZ9", fictional=True),
        passes("T2A", "T1A", date(2024, 1, 2)),
        *pillars("T1A", "Acute", 2.0),
    )
    found = search(country, "trust")
    assert [(match.code, match.fictional) for match in found] == [
        ("T1A", False),
        ("T2A", False),
        ("QZ9", True),
        ("T7A", True),
    ]
    assert found[1].leads_to == "T1A"


def test_a_limit_is_kept(publication):
    assert len(search(publication, "nhs", limit=3)) == 3


@pytest.mark.parametrize(
    ("typed", "code", "note"),
    [
        ("umberquay hospitals nhs", "DEMO3", "once called Umberquay Hospitals NHS Trust"),
        ("vexwold general", "DEMO6", "once called Vexwold General Hospital NHS Trust"),
        ("bristol nhs foundation trust", "RA7", "now called Bristol NHS Foundation Trust"),
        ("north cheshire and mersey", "RWW", "now called North Cheshire and Mersey NHS Foundation Trust"),
    ],
)
def test_a_trust_is_found_by_every_name_that_it_bore(index, typed, code, note):
    found = next(match for match in find(index, typed) if match.code == code)
    assert found.note.startswith(note)


def test_a_trust_that_merged_after_its_return_leads_to_itself_where_its_return_is(index):
    (found,) = find(index, "RVJ")
    assert (found.leads_to, found.ics_code) == ("RVJ", "QUY")
    assert found.note.startswith("closed on 30 June 2026, now part of RA7")
