"""What is said of who could help which trust agrees with the measure, also where there is nobody to help."""

import re
from dataclasses import replace

import pytest

from benchmark.common.scope import Scope, Standard
from benchmark.core import wording
from benchmark.questions.learning.improvers import improvers_caution
from benchmark.questions.learning.measure import Learning, concerning, learning
from benchmark.questions.learning.words import (
    exchange_lines,
    exchange_table,
    helper_table,
    learning_answer,
    learning_statements,
    look_elsewhere_table,
    match_sentence,
    need_title,
    trust_learning,
    unmatched_sentence,
)
from benchmark.store.publication import Publication
from tests.unit.questions.country import overall, pillars
from tests.unit.questions.learning.learning_country import country, exchange, improvers_in


def found_in(publication: Publication, ics: str = "QYG", standard: Standard | None = None) -> Learning:
    return learning(publication, Scope(ics, 2025), standard or Standard())


class TestLead:
    def test_it_tells_how_many_could_be_helped_and_where_else_to_ask(self, publication):
        assert learning_answer(found_in(publication)).whole == (
            "37 of 80 material gaps to level 3 find a helper inside Cheshire and Merseyside. For 31 of the "
            "other 43 there is a trust elsewhere to ask."
        )

    @pytest.mark.parametrize(
        ("ics", "standard", "said"),
        [
            (
                "QYG",
                Standard("floor", 1.0),
                "No return of Cheshire and Merseyside is materially below level 1.",
            ),
            (
                "QYG",
                Standard("own_target"),
                "No trust of Cheshire and Merseyside has set targets of its own. So there are no gaps to "
                "match.",
            ),
            (
                "QNQ",
                Standard(),
                "Frimley has a single trust with a return, and 2 material gaps to level 3. For each of them "
                "there is a trust elsewhere to ask.",
            ),
            (
                "QNQ",
                Standard("floor", 2.5),
                "Frimley has a single trust with a return, and 1 material gap to level 2.5. For it there is "
                "a trust elsewhere to ask.",
            ),
            (
                "QKS",
                Standard("floor", 1.5),
                "1 of 2 material gaps to level 1.5 finds a helper inside Kent and Medway. For the other "
                "there is a trust elsewhere to ask.",
            ),
            (
                "QHG",
                Standard("floor", 5.0),
                "Nobody inside Bedfordshire, Luton and Milton Keynes could help, with 14 material gaps to "
                "level 5. For none of them is there a trust elsewhere to ask.",
            ),
        ],
    )
    def test_without_a_trust_to_match_the_sentence_says_so(self, publication, ics, standard, said):
        assert learning_answer(found_in(publication, ics, standard)).whole == said

    def test_a_round_without_returns(self, publication):
        found = learning(publication, Scope("QYG", 2024), Standard())
        assert (
            learning_answer(found).whole == "No trust of Cheshire and Merseyside has a return for this round."
        )

    @pytest.mark.parametrize(
        ("ics", "level", "code", "said"),
        [
            (
                *("QYG", 3.0, "RBT"),
                "3 of 6 material gaps of A trust find a helper inside Cheshire and Merseyside. For 1 more, "
                "all that could help are already matched 3 times. It is itself matched with 3 gaps of "
                "others.",
            ),
            (
                # Its one gap that somebody could help with is left out because nobody is asked four times.
                *("QYG", 3.0, "RBL"),
                "None of 3 material gaps of A trust finds a helper inside Cheshire and Merseyside. For 1 of "
                "them, all that could help are already matched 3 times. It is itself matched with 3 gaps of "
                "others.",
            ),
            (
                *("QYG", 3.0, "REN"),
                "The one material gap of A trust finds no helper inside Cheshire and Merseyside. It is "
                "itself matched with 3 gaps of others.",
            ),
            (
                *("QYG", 2.0, "RBS"),
                "A trust is nowhere materially below level 2. It is itself matched with 1 gap of others.",
            ),
            (
                *("QUY", 3.0, "RVN"),
                "A trust has no score that can be held to level 3 in this round.",
            ),
        ],
    )
    def test_one_trust_gives_and_receives(self, publication, ics, level, code, said):
        found = concerning(found_in(publication, ics, Standard(level=level)), code, "A trust")
        assert trust_learning(found, "A trust").whole == said

    @pytest.mark.parametrize("ics", ["QYG", "QF7", "QHM", "DEMO"])
    def test_matched_and_full_gaps_are_all_that_somebody_inside_could_help_with(self, publication, ics):
        found = found_in(publication, ics)
        able = sum(bool(need.inside) for need in found.needs)
        more = re.search(r"; for (\d+) more, all that could help", learning_statements(found)[0].words)
        assert len(found.matched) + (int(more[1]) if more else 0) == able


class TestStatements:
    @pytest.mark.parametrize("ics", ["QYG", "QF7", "QNQ", "DEMO"])
    def test_the_gaps_of_the_statements_add_up(self, publication, ics):
        found = found_in(publication, ics)
        said = [statement.figure for statement in learning_statements(found)]
        assert said[0] == f"{len(found.matched)} of {len(found.needs)}"
        left = sum(int(figure.split()[0]) for figure in said if "gap" in figure)
        assert left == len(found.unmatched)
        words = learning_statements(found)[0].words
        assert words.startswith(f"material gaps {'finds' if len(found.matched) == 1 else 'find'} a helper")

    def test_one_gap_and_one_trust_are_spoken_of_as_one(self, publication):
        found = found_in(publication, "QRL", Standard("floor", 2.0))
        assert learning_answer(found).title.startswith(
            "The one material gap to level 2 finds a helper inside"
        )
        gap, trust = learning_statements(found)
        assert gap.words.startswith("material gap finds a helper inside the system: ")
        assert (trust.figure, trust.words) == ("1 trust", "would be asked, no more than 3 times")

    def test_nothing_below_leaves_nothing_to_state(self, publication):
        assert learning_statements(found_in(publication, standard=Standard("floor", 1.0))) == []


class TestSentences:
    def test_a_need_says_what_it_is(self, publication):
        need = found_in(publication, "QF7").needs[0]
        assert need_title(need) == "Smart Foundations, Acute: 2.5, 0.5 below"

    def test_a_match_names_the_helper_first_and_others_after(self, publication):
        found = found_in(publication)
        for need in found.matched:
            assert need.helper is not None
            said = match_sentence(found, need)
            assert said.startswith(f"{need.helper.trust}: scores ")
            others = [other.trust for other in need.inside if other != need.helper]
            assert "has offered help)" not in said
            assert all(name in said for name in others[:3])
            assert ("could be asked too" in said) == bool(others)

    def test_what_is_not_matched_says_where_to_look(self, publication):
        found = found_in(publication)
        for need in found.unmatched:
            said = unmatched_sentence(found, need)
            assert all(other.trust in said for other in need.elsewhere[:3])
            assert ("more." in said) == (len(need.elsewhere) > 3)

    def test_a_fictional_system_does_not_speak_of_england(self, publication):
        found = found_in(publication, "DEMO")
        said = " ".join(unmatched_sentence(found, need) for need in found.unmatched)
        assert "Nobody among the fictional trusts" in said
        assert "England" not in said


class TestTables:
    def test_every_match_is_listed_once_by_helper(self, publication):
        found = found_in(publication)
        table = helper_table(found).frame()
        assert table["Times asked"].sum() == len(found.matched)
        assert table["Could help"].tolist() == sorted(table["Could help"])
        assert table["Times asked"].max() <= found.most

    def test_every_unmatched_need_is_listed_once(self, publication):
        found = found_in(publication)
        table = look_elsewhere_table(found).frame()
        assert len(table) == len(found.unmatched)
        assert (table["Where to look"] == "nobody").sum() == sum(
            not need.elsewhere for need in found.unmatched
        )


@pytest.fixture(scope="module")
def exchanging(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    return country(
        tmp_path_factory.mktemp("exchanging"),
        *(row for code in ("T3A", "T4A") for row in pillars(code, "Acute", 4.0)),
        *(overall(year, code, "Acute", year - 2022.0) for year in (2024, 2025) for code in ("T2A", "T3A")),
        *pillars("T1A", "Acute", 2.0),
        *pillars("T2A", "Acute", 4.0),
        exchange("T2A", "well_led", "offer", "Papers."),
        exchange("T4A", "well_led", "offer", "Papers."),
        exchange("T2A", "safe_practice", "request", "Who has done it?"),
        exchange("T1A", "well_led", "request", "Papers."),
    )


class TestExchange:
    def test_offers_and_requests_in_the_pillars_order(self, exchanging):
        found = found_in(exchanging, "QZ1")
        contact = "Papers. Contact: digital@example.org."
        assert exchange_lines(found.exchanges, "offer") == [
            ("Well Led: Trust T2A", contact),
            ("Well Led: Trust T4A", contact),
        ]
        assert exchange_lines(found.exchanges, "request") == [
            ("Well Led: Trust T1A", contact),
            ("Safe Practice: Trust T2A", "Who has done it? Contact: digital@example.org."),
        ]
        assert len(exchange_table(found.exchanges).rows) == 4

    def test_a_match_gives_the_offer_and_the_request(self, exchanging):
        found = found_in(exchanging, "QZ1")
        said = match_sentence(found, found.needs[0])
        assert "Its offer: Papers. Contact: digital@example.org." in said
        # T3A stands before T4A in the order, since it rose; an offer is named first all the same.
        assert "Trust T4A (has offered help) and Trust T3A could be asked too." in said
        assert said.endswith("Trust T1A has asked for help here: Papers.")
        asked = replace(found.needs[0], request=replace(found.needs[0].request, note="Who has done it?"))
        assert match_sentence(found, asked).endswith("has asked for help here: Who has done it?")


def test_the_caution_gives_how_far_returns_usually_are_from_expected(publication):
    found = improvers_in(publication, "QRV")
    said = improvers_caution(found)
    for line in found.expectations:
        assert line.usual is not None
        lowest, highest = map(wording.signed, line.usual)
        assert f"{line.care_setting.lower()} {lowest} to {highest}" in said
    assert "By chance alone" in said
