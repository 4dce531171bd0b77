"""The picture of who could help which trust: every match once, every gap counted, nothing by colour alone."""

import re
from html import unescape

import pytest

from benchmark.common.scope import Scope, Standard
from benchmark.core.columns import Filled
from benchmark.core.wording import short_name
from benchmark.questions.learning.helpers_table import helpers
from benchmark.questions.learning.measure import Learning, concerning, learning
from benchmark.questions.learning.words import matched_message
from benchmark.store.publication import Publication
from tests.unit.questions.gaps.test_grid import read

CASES = [
    ("QYG", Standard()),
    ("QF7", Standard("setting_median")),
    ("QWO", Standard("ics_best")),
    ("QNQ", Standard()),
    ("DEMO", Standard("floor", 2.5)),
]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0]}-{case[1].baseline}")
def found(request: pytest.FixtureRequest, publication: Publication) -> Learning:
    ics, standard = request.param
    return learning(publication, Scope(ics, 2025), standard)


def test_each_match_and_each_helper_of_a_pillar_is_in_it(found):
    html = helpers(found).html
    assert html.count('<td class="mh-arm') == len(found.matched)
    assert html.count("mh-first") == html.count('scope="rowgroup"')
    groups = {(need.pillar, need.care_setting, need.helper.ods_code) for need in found.matched if need.helper}
    assert html.count('scope="rowgroup"') == len(groups)
    text = unescape(html)
    for need in found.matched:
        assert need.helper is not None
        assert short_name(need.trust) in text and short_name(need.helper.trust) in text


def test_the_counts_on_the_cards_add_up(found):
    counts = re.findall(r">(\d+) of (\d+) gaps? matched<", helpers(found).html)
    assert sum(int(matched) for matched, _ in counts) == len(found.matched)
    assert sum(int(gaps) for _, gaps in counts) == len(found.needs)


def test_it_is_whole_html_with_words_beside_each_colour(found):
    html = helpers(found).html
    read(helpers(found))  # each tag is closed that is open, and no other
    chips = re.findall(r'<span class="mh-chip is-(\w+)">.*?<span class="spoken">, (.*?)</span>', html)
    assert len(chips) >= len(found.matched)
    assert all(key == words.split(" the ")[0].replace(" ", "_") for key, words in chips)
    legend = html.partition("</ul>")[0]
    assert {key for key, _ in chips} <= set(re.findall(r'<li class="is-(\w+)">', legend))


def test_the_table_has_every_need_with_why(found):
    table = helpers(found).table
    assert isinstance(table, Filled)
    frame = table.frame()
    assert len(frame) == len(found.needs)
    assert frame["Could be asked"].notna().sum() == len(found.matched)
    assert (frame["Why"].str.len() > 10).all()
    assert all(name[0].isupper() and "_" not in name for name in frame.columns)


def test_alternative_text_has_the_figures(publication):
    figure = helpers(learning(publication, Scope("QYG", 2025), Standard()))
    assert figure.alt.startswith(
        "37 of 80 material gaps to level 3 are matched with 13 helping trusts inside the system. "
        "Well Led 3 of 4;"
    )


def test_a_single_match_is_spoken_of_as_one(publication):
    figure = helpers(learning(publication, Scope("QKS", 2025), Standard("floor", 1.5)))
    assert figure.alt.startswith(
        "1 of 2 material gaps to level 1.5 is matched with 1 helping trust inside the system. "
    )


class TestMessage:
    def test_it_names_the_pillars_with_the_smallest_and_the_largest_share(self, publication):
        found = learning(publication, Scope("QYG", 2025), Standard())
        assert matched_message(found) == (
            "Empower People finds no helper inside for its 21 gaps; Safe Practice finds helpers for 8 of 10"
        )

    @pytest.mark.parametrize(
        ("ics", "standard", "message"),
        [
            ("QYG", Standard("floor", 1.0), "No return is materially below level 1"),
            ("QNQ", Standard(), "No material gap finds a helper inside the system"),
        ],
    )
    def test_it_is_neutral_where_there_is_little_to_compare(self, publication, ics, standard, message):
        assert matched_message(learning(publication, Scope(ics, 2025), standard)) == message

    @pytest.mark.parametrize(
        ("ics", "trust", "message"),
        [
            ("QYG", "RJN", "11 of 14 material gaps of A trust find a helper inside Cheshire and Merseyside"),
            (
                "QYG",
                "RBS",
                "None of 2 material gaps of A trust finds a helper inside Cheshire and Merseyside; it could "
                "help with 3 gaps of others",
            ),
            (
                "DEMO",
                "DEMO1",
                "A trust is nowhere materially below level 3; it could help with 3 gaps of others",
            ),
        ],
    )
    def test_of_one_trust_it_counts_its_own_gaps_and_those_of_others_apart(
        self, publication, ics, trust, message
    ):
        """Added up, a page said that none of its gaps finds a helper, and that three of five do."""
        found = concerning(learning(publication, Scope(ics, 2025), Standard()), trust, "A trust")
        assert matched_message(found) == message
        assert helpers(found).alt.startswith(message)

    def test_of_one_trust_each_pillar_counts_them_apart(self, publication):
        found = concerning(learning(publication, Scope("QYG", 2025), Standard()), "RBS", "A trust")
        html = helpers(found).html
        for said in ("0 of 2 gaps matched", "could help with 2 gaps", "could help with 1 gap"):
            assert f'"mh-count">{said}<' in html


def test_without_needs_there_is_no_picture(publication):
    figure = helpers(learning(publication, Scope("QYG", 2025), Standard("floor", 1.0)))
    assert figure.html == "" and isinstance(figure.table, Filled) and not figure.table.rows
    assert figure.alt
