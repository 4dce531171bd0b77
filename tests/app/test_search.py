"""Search from anywhere: the box on every page, and where what was found leads."""

import pytest

from benchmark.questions.trusts.search import Match
from benchmark.surfaces.web.site.search_box import label_of
from benchmark.surfaces.web.site.sitemap import PAGES


def looked_for(opened, text: str):
    opened.text_input(key="search").set_value(text).run()
    assert not opened.exception
    return opened


def found(opened) -> list[tuple[str, str]]:
    """What the results say, and the query of their links."""
    place = next(block for block in opened.sidebar.children.values() if _is_results(block))
    return [(link.proto.label, link.proto.query_string) for link in place.children.values()]


def _is_results(block) -> bool:
    children = getattr(block, "children", {})
    return bool(children) and all(child.type == "page_link" for child in children.values())


@pytest.mark.parametrize("address", [place.address for place in PAGES])
def test_the_box_is_on_every_page_and_finds_there(app, address):
    opened = looked_for(app.open(address), "aldr hey")
    ((label, query),) = found(opened)
    assert label.startswith("Alder Hey Children's NHS Foundation Trust (RBS)")
    assert "trust=RBS" in query and "ics=QYG" in query


def test_results_keep_what_was_chosen(app):
    opened = looked_for(app.open("levelling-up", ics="QF7", standard="setting_median"), "somerset")
    queries = dict(found(opened))
    trust = next(query for label, query in queries.items() if "(RH5)" in label)
    assert "standard=setting_median" in trust and "ics=QSL" in trust
    system = next(query for label, query in queries.items() if "(QSL)" in label)
    assert "ics=QSL" in system and "trust=" not in system


def test_a_pillar_leads_to_the_overview_sorted_by_it(app):
    ((label, query),) = found(looked_for(app.open("overview", ics="QF7"), "safe practice"))
    assert label == "Safe Practice: pillar"
    assert "sort=safe_practice" in query and "ics=QF7" in query


def test_a_system_of_one_footprint_leads_to_it(app):
    ((_, query),) = found(looked_for(app.open(""), "Z9B2Z"))
    assert "ics=Z9B2Z" in query and "footprint=current" in query


def test_a_closed_trust_leads_to_its_successor(app):
    ((label, query),) = found(looked_for(app.open(""), "RRP"))
    assert "closed on 31 October 2024, now part of G6V2S" in label
    assert "trust=G6V2S" in query


def test_fictional_results_are_marked_and_come_last(app):
    labels = [label for label, _ in found(looked_for(app.open(""), "demonstration"))]
    assert labels and all("fictional" in label for label in labels)


@pytest.mark.parametrize(("text", "said"), [("a", "Type two letters or more."), ("xqzw", "Nothing found.")])
def test_a_search_without_results_says_so(app, text, said):
    assert said in app.words(looked_for(app.open(""), text))


def test_without_a_text_nothing_is_drawn(app):
    opened = app.open("")
    assert opened.text_input(key="search").value == ""
    assert 'class="search-note"' not in app.words(opened)


def test_a_result_is_taken_away_once_the_reader_went_to_it(app):
    opened = looked_for(app.open("trust-position", trust="RBS"), "somerset")
    assert "found" in app.words(opened)
    opened.query_params["trust"] = "RH5"
    opened.query_params["ics"] = "QSL"
    opened.run()
    assert opened.text_input(key="search").value == ""
    assert "Somerset NHS Foundation Trust" in app.words(opened)


def test_a_label_holds_no_mark_that_would_be_drawn():
    match = Match(
        "trust", "T1A", "A *bold* [name]: $x$", "", "T1A", None, "QZ1", fictional=True, likeness=90.0
    )
    assert label_of(match) == "A \\*bold\\* \\[name\\]: \\$x\\$ (T1A): trust, fictional"


@pytest.mark.parametrize(
    ("text", "said", "address", "query"),
    [
        ("planner", "Planner: page", "planner", "ics=QF7"),
        ("who can help which trust", "Peer learning: page", "peer-learning", "ics=QF7"),
        ("footprint", "footprint: what it means here", "method", "term=footprint"),
        ("mean gap", "Mean gap to the standard: measure of systems", "compare-systems", "measure=gap"),
    ],
)
def test_pages_words_and_measures_are_found_too(app, text, said, address, query):
    results = found_links(looked_for(app.open("levelling-up", ics="QF7"), text))
    assert any(label == said and page == address and query in asked for label, page, asked in results), (
        results
    )


def test_a_word_that_the_link_asks_about_comes_first_on_the_method(app):
    said = app.said("method", term="footprint")
    assert "The word that you asked about" in said.partition('id="levels"')[0]
    # As every other choice, it is known in any letters.
    assert "The word that you asked about" in app.said("method", term="Footprint")
    assert "The word that you asked about" not in app.said("method", term="luck")


def found_links(opened) -> list[tuple[str, str, str]]:
    place = next(block for block in opened.sidebar.children.values() if _is_results(block))
    return [(one.proto.label, one.proto.page, one.proto.query_string) for one in place.children.values()]
