"""Which unit of one round is which of another: followed through successions, never guessed."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmark.common.scope import system_of_trust
from benchmark.questions.progress.matching import Matching, match_units
from tests.unit.questions.country import lineage

CODES = ("T1A", "T2A", "T3A", "T4A", "T5A")
UNIT = st.tuples(st.sampled_from(CODES), st.sampled_from(["Acute", "Community"]))
ROUND = st.lists(UNIT, max_size=8, unique=True)
SUCCESSION = st.tuples(st.sampled_from(CODES), st.sampled_from(CODES)).filter(lambda pair: pair[0] != pair[1])


def matching(
    earlier: list[tuple[str, str]], later: list[tuple[str, str]], *pairs: tuple[str, str]
) -> Matching:
    rows = [(2024, *unit) for unit in earlier] + [(2025, *unit) for unit in later]
    units = pd.DataFrame(rows, columns=["assessment_year", "ods_code", "care_setting"])
    units = units.assign(trust="Trust " + units["ods_code"].astype("str"))
    return match_units(units, lineage(*pairs), year_from=2024, year_to=2025)


class TestTheSameTrust:
    def test_the_same_trust_and_setting_match(self):
        found = matching([("T1A", "Acute")], [("T1A", "Acute")])
        assert found == Matching({("T1A", "Acute"): ("T1A", "Acute")}, {}, {})

    def test_a_return_in_only_one_round_is_listed_with_the_round_that_lacks_it(self):
        found = matching([("T1A", "Acute")], [("T2A", "Acute")])
        assert found.matched == {}
        assert found.unmatched_earlier == {("T1A", "Acute"): "no return in 2025"}
        assert found.unmatched_later == {("T2A", "Acute"): "no return in 2024"}

    def test_another_care_setting_of_the_same_trust_is_another_unit(self):
        found = matching([("T1A", "Acute")], [("T1A", "Community")])
        assert found.unmatched_earlier == {("T1A", "Acute"): "no return in 2025 for this care setting"}
        assert found.unmatched_later == {("T1A", "Community"): "no return in 2024 for this care setting"}


class TestSuccessions:
    def test_a_trust_that_did_not_return_is_followed_to_the_one_that_took_over(self):
        found = matching([("T1A", "Acute")], [("T2A", "Acute")], ("T1A", "T2A"))
        assert found == Matching({("T2A", "Acute"): ("T1A", "Acute")}, {}, {})

    def test_through_several_successions(self):
        found = matching([("T1A", "Acute")], [("T3A", "Acute")], ("T1A", "T2A"), ("T2A", "T3A"))
        assert found.matched == {("T3A", "Acute"): ("T1A", "Acute")}

    def test_no_further_than_to_the_first_that_returned(self):
        found = matching(
            [("T1A", "Acute")], [("T2A", "Acute"), ("T3A", "Acute")], ("T1A", "T2A"), ("T2A", "T3A")
        )
        assert found.matched == {("T2A", "Acute"): ("T1A", "Acute")}
        assert found.unmatched_later == {("T3A", "Acute"): "no return in 2024"}

    def test_a_trust_that_still_returned_is_not_followed(self):
        found = matching(
            [("T1A", "Acute"), ("T1A", "Community")],
            [("T1A", "Acute"), ("T2A", "Community")],
            ("T1A", "T2A"),
        )
        assert found.matched == {("T1A", "Acute"): ("T1A", "Acute")}
        assert found.unmatched_earlier == {("T1A", "Community"): "no return in 2025 for this care setting"}

    def test_only_the_same_setting_of_the_successor_will_do(self):
        found = matching([("T1A", "Acute")], [("T2A", "Community")], ("T1A", "T2A"))
        assert found.matched == {}
        assert found.unmatched_earlier == {("T1A", "Acute"): "no return in 2025; passed to T2A (Trust T2A)"}

    def test_a_successor_with_its_own_earlier_return_keeps_it(self):
        found = matching([("T1A", "Acute"), ("T2A", "Acute")], [("T2A", "Acute")], ("T1A", "T2A"))
        assert found.matched == {("T2A", "Acute"): ("T2A", "Acute")}
        assert found.unmatched_earlier == {
            ("T1A", "Acute"): "now part of T2A (Trust T2A), which has its own earlier return"
        }

    def test_where_several_claim_one_none_is_matched(self):
        found = matching(
            [("T1A", "Acute"), ("T2A", "Acute"), ("T2A", "Community")],
            [("T3A", "Acute"), ("T3A", "Community")],
            ("T1A", "T3A"),
            ("T2A", "T3A"),
        )
        assert found.matched == {("T3A", "Community"): ("T2A", "Community")}
        assert found.unmatched_earlier == {
            ("T1A", "Acute"): "now part of T3A (Trust T3A), as is T2A (Trust T2A)",
            ("T2A", "Acute"): "now part of T3A (Trust T3A), as is T1A (Trust T1A)",
        }
        assert found.unmatched_later == {
            ("T3A", "Acute"): "joins T1A (Trust T1A) and T2A (Trust T2A), which returned separately in 2024"
        }

    def test_three_returns_that_claim_one_are_named_to_each_other(self):
        found = matching(
            [("T1A", "Acute"), ("T2A", "Acute"), ("T3A", "Acute")],
            [("T4A", "Acute")],
            ("T1A", "T4A"),
            ("T2A", "T4A"),
            ("T3A", "T4A"),
        )
        assert found.unmatched_earlier[("T2A", "Acute")] == (
            "now part of T4A (Trust T4A), as are T1A (Trust T1A) and T3A (Trust T3A)"
        )

    def test_a_trust_that_was_split_between_two_is_matched_with_neither(self):
        found = matching(
            [("T1A", "Acute")], [("T2A", "Acute"), ("T3A", "Acute")], ("T1A", "T2A"), ("T1A", "T3A")
        )
        assert found.matched == {}
        assert found.unmatched_earlier == {
            ("T1A", "Acute"): "passed to T2A (Trust T2A) and T3A (Trust T3A), so no single return follows it"
        }
        assert found.unmatched_later[("T3A", "Acute")] == "no return in 2024"

    def test_a_split_of_which_one_part_has_the_setting_is_followed_there(self):
        found = matching(
            [("T1A", "Acute")], [("T2A", "Acute"), ("T3A", "Community")], ("T1A", "T2A"), ("T1A", "T3A")
        )
        assert found.matched == {("T2A", "Acute"): ("T1A", "Acute")}

    def test_a_circle_of_successions_ends(self):
        found = matching([("T1A", "Acute")], [], ("T1A", "T2A"), ("T2A", "T1A"))
        assert found.unmatched_earlier == {("T1A", "Acute"): "no return in 2025; passed to T2A (Trust T2A)"}


class TestWhateverTheRoundsAre:
    @settings(max_examples=60)
    @given(ROUND, ROUND, st.lists(SUCCESSION, max_size=6, unique=True))
    def test_every_unit_is_matched_once_or_listed_once(self, earlier, later, pairs):
        found = matching(earlier, later, *pairs)
        assert sorted([*found.matched, *found.unmatched_later]) == sorted(later)
        assert sorted([*found.matched.values(), *found.unmatched_earlier]) == sorted(earlier)
        assert all(after[1] == before[1] for after, before in found.matched.items())
        for unit in set(earlier) & set(later):
            assert found.matched[unit] == unit

    @settings(max_examples=60)
    @given(ROUND, ROUND, st.lists(SUCCESSION, max_size=6, unique=True))
    def test_the_order_of_rows_does_not_matter(self, earlier, later, pairs):
        assert matching(earlier, later, *pairs) == matching(earlier[::-1], later[::-1], *pairs)

    @settings(max_examples=60)
    @given(ROUND, ROUND, st.lists(SUCCESSION, max_size=6, unique=True), st.permutations(CODES))
    def test_other_codes_for_the_trusts_match_the_same_pairs(self, earlier, later, pairs, other):
        new = dict(zip(CODES, other, strict=True))

        def renamed(units: list[tuple[str, str]]) -> list[tuple[str, str]]:
            return [(new[code], setting) for code, setting in units]

        one = matching(earlier, later, *pairs)
        two = matching(renamed(earlier), renamed(later), *((new[a], new[b]) for a, b in pairs))
        assert two.matched == dict(
            zip(renamed([*one.matched]), renamed([*one.matched.values()]), strict=True)
        )


@pytest.mark.parametrize(
    ("code", "expected"), [("T1A", "QZ1"), ("T2A", "QZ1"), ("T3A", "QZ2"), ("T9A", None)]
)
def test_a_trust_without_a_system_is_placed_with_its_successor(code, expected):
    places = {"T1A": "QZ1", "T4A": "QZ2"}
    assert (
        system_of_trust(code, places, lineage(("T1A", "T4A"), ("T2A", "T1A"), ("T3A", "T5A"), ("T5A", "T4A")))
        == expected
    )
