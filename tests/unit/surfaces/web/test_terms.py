"""Terms are explained where they first stand, and nothing in a text becomes markup."""

import csv

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from benchmark.core.definitions import glossary
from benchmark.core.settings import PROJECT_ROOT
from benchmark.core.wording import number
from benchmark.surfaces.web.terms import explained
from tests.terms import BUTTON, JOINED, without_explanations

PIECES = st.lists(
    st.sampled_from(
        [term.term for term in glossary()]
        + ["<b>", "&", " ", "Standard", "x", "-", "Returns,", "(ceiling).", "standard."]
    )
)


@given(PIECES)
def test_the_words_stay_as_they_were(pieces):
    words = " ".join(pieces)
    assert without_explanations(str(explained(words))) == str(escape(words)).strip()


@given(PIECES)
def test_each_term_is_explained_once(pieces):
    marked = explained(" ".join(pieces))
    for term in glossary():
        assert marked.count(f'<span class="term-said">{escape(term.words)}</span>') <= 1


def test_a_term_is_a_whole_word_and_the_longest_one_in_that_place():
    assert BUTTON.findall(str(explained("Substandard returns"))) == ["returns"]
    assert BUTTON.findall(str(explained("The standard deviation"))) == ["standard deviation"]
    assert BUTTON.findall(str(explained("22 returns, 3 returns: a Return"))) == ["returns"]


def test_the_signs_ahead_of_a_term_and_behind_it_stay_with_it():
    marked = str(explained("Rounds, returns: the lowest (floor) and the (highest) ceiling), of peers"))
    assert [BUTTON.sub(r"\1", joined) for joined in JOINED.findall(marked)] == [
        *("Rounds,", "returns:", "(floor)", "ceiling),")
    ]


def test_no_spelling_is_of_two_terms():
    spellings = [spelling for term in glossary() for spelling in (term.term, *term.also)]
    assert len(spellings) == len({spelling.casefold() for spelling in spellings})


def test_what_a_footprint_is_counts_the_systems_of_the_reference():
    """It said that six systems changed: twelve ended, and six began."""
    with (PROJECT_ROOT / "data" / "reference" / "ics.csv").open(encoding="utf-8", newline="") as file:
        systems = list(csv.DictReader(file))
    began = [row for row in systems if row["valid_from"] == "2026-04-01"]
    ended = [row for row in systems if row["valid_to"] == "2026-03-31"]
    before = len(systems) - len(began)
    (said,) = (term.words for term in glossary() if term.term == "footprint")
    assert (
        f"{number(len(ended)).lower()} of the {before} systems gave way to {number(len(began)).lower()} new"
        in said
    )


def test_both_ends_of_a_range_are_described_for_one_round_and_for_two():
    """Compare systems shows those of a round's returns, and explained them as those of trusts alone."""
    ends = {term.term: term.words for term in glossary() if term.term in ("floor", "ceiling")}
    assert all(
        "in one round of its returns; from round to round of its trusts" in said for said in ends.values()
    )
    assert len(ends) == 2
