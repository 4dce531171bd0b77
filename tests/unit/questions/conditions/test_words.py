"""What the page of conditions says first: with returns, without, for a system and for one trust."""

from dataclasses import replace

import pytest

from benchmark.core.wording import Statement, in_list
from benchmark.questions.conditions.measure import Conditions, of_trust
from benchmark.questions.conditions.themes import Indicator
from benchmark.questions.conditions.words import (
    condition_notes,
    condition_statements,
    conditions_answer,
    indicator_words,
)
from schemas.conditions import Condition
from tests.unit.questions.conditions.condition_made import covered, found
from tests.unit.questions.conditions.condition_rows import answer, estate, post, programme


def lead(rows: list[Condition], *, level: float = 3.0, **asked: bool) -> str:
    of = found(rows)
    return conditions_answer(of, covered(of, level=level), name="Marshland", **asked).whole


def test_without_a_return_it_says_what_is_not_known():
    assert lead([]) == (
        "No trust of Marshland has returned its conditions. So it is not known which of 3 material gaps to "
        "level 3 a programme addresses."
    )
    assert lead([], level=1.0) == "No trust of Marshland has returned its conditions."
    assert lead([], is_trust=True).startswith("Marshland has not returned its conditions")


def test_trusts_of_one_name_are_each_listed_with_their_code():
    of = found([answer("T1A", "joined_teams", "no")])
    alike = replace(of, returned=of.returned.assign(trust="Marsh Trust"))
    (note,) = condition_notes(alike, covered(of), part="board_readiness")
    codes = sorted({*of.members["ods_code"]} - {"T1A"})
    assert note.endswith(f"'no': {in_list([f'Marsh Trust ({code})' for code in codes])}.")


def test_gaps_that_nothing_addresses_come_first_then_those_that_wait_then_who_is_missing():
    rows = [
        programme("T1A", "Records", "well_led", "live"),
        programme("T1A", "Ward safety", "safe_practice", "paused"),
    ]
    assert lead(rows) == (
        "1 of 2 material gaps to level 3 has no programme that addresses it. "
        "There is a programme, but it is an idea, a business case or paused. "
        "2 trusts have not returned programmes."
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([programme("T1A", "A", "improve_care", "live")], "No programme addresses any of 2 material gaps to"),
        (
            [programme("T1A", "A", "well_led", "live"), programme("T1A", "B", "safe_practice", "delivery")],
            "A programme addresses each of 2 material gaps to level 3.",
        ),
        ([programme("T2A", "A", "improve_care", "idea")], "No programme addresses the one material gap to"),
        (
            [programme("T3A", "A", "well_led", "live")],
            "The trusts that returned their programmes have no mat",
        ),
        ([answer("T1A", "joined_teams", "no")], "What is done about 3 material gaps to level 3 is not known"),
    ],
)
def test_all_none_one_and_nobody_have_sentences_of_their_own(rows, said):
    assert lead(rows).startswith(said)


def test_no_material_gap_is_said_whoever_returned():
    sentence = lead([programme("T1A", "A", "well_led", "live")], level=1.0)
    assert sentence.startswith("No return is below level 1 on any pillar.")


def statements_of(of: Conditions) -> list[Statement]:
    return condition_statements(of, covered(of))


class TestStatements:
    def test_each_part_that_was_returned_gives_one(self):
        by_name = {(said.figure, said.words.split(":")[0]) for said in statements_of(found())}
        assert by_name == {
            ("1.5 points", "is the widest gap that no programme addresses"),
            ("25.0%", "of funded digital posts are vacant"),
            ("19.6%", "of systems and devices have no supplier's support"),
            (
                "0 of 8",
                "board conditions are in place at more than half of the boards that answered; for 1 trust "
                "of an earlier round",
            ),
        }

    def test_the_widest_gap_names_its_trust_and_ties_are_a_number(self):
        (said,) = statements_of(found([programme("T1A", "A", "improve_care", "live")]))
        assert said.words.endswith(": Trust T1A, Safe Practice")
        both = [programme("T1A", "A", "safe_practice", "live"), programme("T2A", "A", "improve_care", "live")]
        (said,) = condition_statements(of := found(both), covered(of, level=4.5))
        assert said.words.endswith(": Trust T1A, Well Led")

    def test_what_was_not_returned_gives_none(self):
        assert statements_of(found([])) == []

    def test_restricted_figures_are_in_none(self):
        assert statements_of(found([estate("T1A", "servers", 10, 2)], banded=("T1A",))) == []

    def test_one_trust_is_described_in_the_singular(self):
        listed = [said.figure for said in statements_of(of_trust(found(), "T1A"))]
        assert listed == ["1.5 points", "0.0%", "10.0%", "1 of 8"]

    def test_figures_of_an_earlier_round_say_so(self):
        rows = [
            *(post("T1A", "leadership", 4, 3, 1, year=2024), post("T2A", "leadership", 4, 4, 0)),
            *(estate("T1A", "servers", 10, 2, year=2024), answer("T1A", "joined_teams", "yes", year=2024)),
        ]
        by_name = {said.figure: said.words for said in statements_of(found(rows))}
        assert by_name["12.5%"].endswith("whole-time equivalents; for 1 trust of an earlier round")
        own = [said.words for said in statements_of(of_trust(found(rows), "T1A"))]
        assert len(own) == 3 and all(words.endswith(", in its return of 2024") for words in own)
        (now,) = statements_of(found([post("T1A", "leadership", 4, 3, 1)]))
        assert now.words.endswith("whole-time equivalents")

    @pytest.mark.parametrize(("in_place", "verb"), [(0, "are"), (1, "is"), (2, "are")])
    def test_the_board_conditions_agree_with_their_count(self, in_place, verb):
        asked = ("accountable_member", "joined_teams")
        rows = [
            answer(code, item, "yes" if place < in_place else "no")
            for code in ("T1A", "T2A")
            for place, item in enumerate(asked)
        ]
        (both,) = (said for said in statements_of(found(rows)) if "board conditions" in said.words)
        assert (both.figure, both.words) == (
            f"{in_place} of 8",
            f"board conditions {verb} in place at more than half of the boards that answered",
        )
        (one,) = (said for said in statements_of(of_trust(found(rows), "T1A")) if "board" in said.words)
        assert (one.figure, one.words) == (f"{in_place} of 8", f"board conditions {verb} in place")


def of(source: str, **figures: object) -> Indicator:
    known: dict[str, object] = {"item": None, "name": "Name", "trusts": 3, "members": 4}
    return Indicator(source=source, **(known | figures))


@pytest.mark.parametrize(
    ("indicator", "words"),
    [
        (of("board_readiness", yes=2, partly=1, no=0), "2 yes, 1 partly, 1 not answered"),
        (of("capability", trusts=0, yes=0, partly=0, no=0), "no answer yet"),
        (of("capability", members=1, trusts=1, yes=0, partly=0, no=1), "no"),
        (of("capability", members=1, trusts=0, yes=0, partly=0, no=0), "not answered"),
        (of("digital_posts", part=2.5, whole=10.0), "25.0%: 2.5 of 10.0 WTE vacant, 3 trusts"),
        (of("digital_posts", part=2.5, whole=0.0), "2.5 of 0.0 WTE vacant, 3 trusts"),
        (of("digital_posts", trusts=0), "no return"),
        (of("legacy_estate", part=30.0, whole=1500.0), "2.0%: 30 of 1,500, 3 trusts"),
        (of("legacy_estate", restricted=True), "restricted: shown in bands below"),
        (of("legacy_estate", members=1, trusts=1, part=1.0, whole=4.0), "25.0%: 1 of 4"),
        (of("programme", part=1.0, whole=2.0), "50.0%: 1 of 2, 3 trusts"),
        (of("programme", part=0.0, whole=0.0), "no material gap"),
        (of("programme", trusts=0, part=0.0, whole=0.0), "no score that can be held to the standard"),
        (of("programme", trusts=0), "no return"),
        (of("it_spend", page="it-spend"), "by 3 of 4 trusts"),
        (of("it_spend", page="it-spend", members=1, trusts=1), "yes"),
        (of("it_spend", page="it-spend", members=1, trusts=0), "not yet"),
    ],
)
def test_an_indicator_in_words(indicator, words):
    assert indicator_words(indicator).words == words


def test_marks_are_one_for_each_trust_and_add_up():
    words = indicator_words(of("board_readiness", yes=2, partly=0, no=1))
    assert words.marks == (2, 0, 1, 1)
    assert sum(words.marks) == 4


def test_a_role_s_name_says_that_posts_are_meant():
    words = indicator_words(
        of("digital_posts", item="cyber_security", name="Cyber security", part=1.0, whole=2.0)
    )
    assert words.name == "Posts in cyber security"


def test_the_whole_of_a_system_and_of_its_trusts_agree():
    whole: Conditions = found([post("T1A", "leadership", 4, 3, 1), post("T2A", "leadership", 4, 2, 2)])
    parts = [of_trust(whole, code) for code in ("T1A", "T2A")]
    assert sum(part.posts["vacant"].sum() for part in parts) == whole.posts["vacant"].sum()
