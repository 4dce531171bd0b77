"""position, peers and search: the same figures in every format, and a sentence for what is not there."""

import json
import math

import pytest

from benchmark.common.completeness import round_received
from benchmark.questions.trusts.columns import AMONG_PEERS, FOUND, MOVEMENT
from benchmark.questions.trusts.measure import position, positions
from benchmark.questions.trusts.movement import trust_movement
from benchmark.questions.trusts.peers import PeerChoice
from benchmark.questions.trusts.search import search
from benchmark.questions.trusts.similarity import FEATURES
from benchmark.questions.trusts.words import peers_in_words
from tests.unit.questions.answers import csv_rows as rows


class TestPosition:
    def test_json_is_the_result(self, ask, publication):
        finished = ask("position", "--trust", "RH5", "--peers", "england", "--format", "json")
        found = positions(
            publication, year=2025, footprint="assessed", ods_code="RH5", choice=PeerChoice("england")
        )
        moved = trust_movement(publication, year=2025, footprint="assessed", ods_code="RH5")
        assert (finished.exit_code, finished.err) == (0, "")
        came = round_received(publication, year=2025).of(found[0].ics_code)
        assert json.loads(finished.out) == {
            "ods_code": "RH5",
            "trust": "Somerset NHS Foundation Trust",
            "fictional": False,
            "year": 2025,
            "footprint": "assessed",
            "ics": "QSL",
            "baseline": "floor",
            "level": 3.0,
            "settings": [
                {
                    "care_setting": one.care_setting,
                    "peer_group": "england",
                    "all_settings": False,
                    "peers": peers_in_words(one),
                    "without_return": [],
                    "pillars": AMONG_PEERS.of(one.pillars).records(),
                    "strengths": [*one.strengths["pillar"]],
                    "gaps": [*one.gaps["pillar"]],
                    "below_standard": [*one.below_standard["pillar"]],
                }
                for one in found
            ],
            "moved_from": 2024,
            "movement": MOVEMENT.of(moved.overall).records(),
            "returned": came.returned,
            "expected": came.expected,
        }

    def test_without_a_choice_peers_are_those_of_the_page(self, ask):
        """One other mental health return in its system tells nothing, so it stands among England's."""
        found = json.loads(ask("position", "--trust", "RW4", "--format", "json").out)
        groups = {one["care_setting"]: one["peer_group"] for one in found["settings"]}
        assert groups == {"Mental Health": "england", "Community": "ics"}
        assert "The same scores for Acute and Community." in ask("position", "--trust", "RJN").out

    def test_every_peer_is_counted_once(self, ask):
        found = json.loads(ask("position", "--trust", "RBS", "--peers", "region", "--format", "json").out)
        assert [unit["care_setting"] for unit in found["settings"]] == ["Acute", "Community"]
        for unit in found["settings"]:
            for pillar in unit["pillars"]:
                assert pillar["higher"] + pillar["within"] + pillar["lower"] == pillar["n"]
        assert [unit["care_setting"] for unit in found["movement"]] == ["Acute", "Community"]

    def test_csv_has_a_row_for_each_pillar_and_setting(self, ask):
        found = rows(ask("position", "--trust", "RH5", "--format", "csv").out)
        assert len(found) == 21
        assert len(rows(ask("position", "--trust", "RH5", "--setting", "mh", "--format", "csv").out)) == 7

    def test_the_table_names_the_peers_and_says_that_it_is_self_assessed(self, ask):
        finished = ask("position", "--trust", "RBS", "--setting", "Acute")
        heading, *_ = finished.out.splitlines()
        assert heading.startswith("Alder Hey Children's NHS Foundation Trust (RBS), 2025, ")
        assert "self-assessed" in heading
        assert "the 11 other acute returns of Cheshire and Merseyside" in finished.out
        assert "No rank" in finished.out

    def test_too_few_peers_leave_only_the_scores(self, ask):
        finished = ask("position", "--trust", "RRU", "--peers", "ics")
        assert "no other ambulance return of North West London: nothing to compare with" in finished.out
        (unit,) = json.loads(ask("position", "--trust", "RRU", "--peers", "ics", "--format", "json").out)[
            "settings"
        ]
        assert {pillar["median"] for pillar in unit["pillars"]} == {None}
        assert {pillar["higher"] for pillar in unit["pillars"]} == {None}

    def test_comparison_across_settings_is_named(self, ask):
        finished = ask("position", "--trust", "RBS", "--setting", "Acute", "--all-settings")
        assert "not like with like" in finished.out
        assert "across all care settings" in finished.out

    def test_an_own_list_is_the_peers(self, ask):
        asked = ("--trust", "RBS", "--setting", "Acute", "--peers", "own", "--with", "rem", "REN", "RRU")
        (unit,) = json.loads(ask("position", *asked, "--format", "json").out)["settings"]
        assert {pillar["n"] for pillar in unit["pillars"]} == {2}
        assert unit["without_return"] == ["RRU (London Ambulance Service NHS Trust)"]

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("--trust", "Aldr Hey"), "RBS (Alder Hey Children's NHS Foundation Trust)"),
            (("--trust", "RVN"), "RVN (Avon and Wiltshire"),
            (("--trust", "RBS", "--setting", "Dental"), "There is no care setting Dental."),
            (("--trust", "RBS", "--setting", "Ambulance"), "It has them for Acute and Community."),
            (("--trust", "RBS", "--year", "2019"), "There are no pillar scores for 2019."),
            (("--trust", "RBS", "--with", "RQX9"), "There is no trust RQX9."),
            (("--trust", "RBS", "--with", "RBS"), "cannot be compared with itself"),
            (("--trust", "RBS", "--peers", "own"), "Name one to five trusts."),
        ],
    )
    def test_what_is_not_there_is_a_sentence_and_code_two(self, ask, arguments, said):
        finished = ask("position", *arguments)
        assert finished.exit_code == 2
        assert said in finished.err
        assert finished.out == ""


class TestPeers:
    def test_json_is_the_result(self, ask, publication):
        asked = ("--trust", "RBS", "--setting", "Acute", "--peers", "similar", "--format", "json")
        unit = position(
            publication,
            year=2025,
            footprint="assessed",
            ods_code="RBS",
            care_setting="Acute",
            choice=PeerChoice("similar"),
        )
        answer = json.loads(ask("peers", *asked).out)
        listed = answer.pop("peers")
        assert answer == {
            "ods_code": "RBS",
            "trust": "Alder Hey Children's NHS Foundation Trust",
            "care_setting": "Acute",
            "year": 2025,
            "footprint": "assessed",
            "peer_group": "similar",
            "all_settings": False,
            "missing": [],
            "without_return": [],
            "returned": 22,
            "expected": 22,
        }
        assert len(listed) == 10
        similar = unit.peers.similar
        assert similar is not None
        squares = similar.rows.to_dict("records")
        units = unit.peers.units.to_dict("records")
        for peer, square, row in zip(listed, squares, units, strict=True):
            assert {
                name: peer[name] for name in ("ods_code", "trust", "care_setting", "ics_code", "distance")
            } == {
                "ods_code": row["ods_code"],
                "trust": row["trust"],
                "care_setting": "Acute",
                "ics_code": row["ics_code"],
                "distance": round(square["distance"], 3),
            }
            for part, feature in zip(peer["parts"], FEATURES, strict=True):
                apart_by = square[feature.key]
                assert (part["part"], part["weight"]) == (feature.words, feature.weight)
                assert part["squared_difference"] == (
                    None if math.isnan(apart_by) else pytest.approx(apart_by, abs=0.0006)
                )

    def test_the_parts_make_the_distance(self, ask):
        asked = ("--trust", "RBS", "--setting", "Acute", "--peers", "similar", "--format", "json")
        for peer in json.loads(ask("peers", *asked).out)["peers"]:
            shared = [part for part in peer["parts"] if part["squared_difference"] is not None]
            weighted = sum(part["weight"] * part["squared_difference"] for part in shared)
            mean = weighted / sum(part["weight"] for part in shared)
            assert peer["distance"] == pytest.approx(mean**0.5, abs=0.02)

    def test_a_trust_like_no_other_has_no_peers_in_every_format(self, ask):
        """The demonstration has one ambulance service."""
        asked = ("peers", "--trust", "DEMO8", "--setting", "Ambulance", "--peers", "similar")
        assert json.loads(ask(*asked, "--format", "json").out)["peers"] == []
        assert rows(ask(*asked, "--format", "csv").out) == []
        shown = ask(*asked)
        assert (shown.exit_code, "Nothing to show." in shown.out) == (0, True)

    def test_what_the_trust_lacks_is_listed(self, ask):
        asked = ("--trust", "G6V2S", "--setting", "Mental Health", "--peers", "similar")
        assert "Not known of the trust: operating expenditure and staff" in ask("peers", *asked).out


class TestSearch:
    def test_json_is_the_result(self, ask, publication):
        finished = ask("search", "aldr", "hey", "--format", "json")
        found = [vars(match) for match in search(publication, "aldr hey")]
        assert json.loads(finished.out) == {"text": "aldr hey", "found": FOUND.of(found).records()}
        assert {"kind": "trust", "code": "RBS", "ics_code": "QYG"}.items() <= FOUND.record(found[0]).items()

    def test_a_closed_trust_names_the_trust_to_ask_for(self, ask):
        (found,) = rows(ask("search", "RRP", "--format", "csv").out)
        assert (found["code"], found["leads_to"]) == ("RRP", "G6V2S")
        assert found["note"].startswith("closed on 31 October 2024")

    def test_a_search_without_results_says_so(self, ask):
        finished = ask("search", "xqzw")
        assert finished.exit_code == 0
        assert "xqzw, nothing found" in finished.out


def test_a_return_that_there_is_not_is_named_before_what_it_could_not_be_compared_with(ask):
    finished = ask("peers", "--trust", "DEMO2", "--setting", "Community", "--peers", "own", "--with", "RBS")
    assert finished.exit_code == 2
    assert "has no pillar scores for Community in 2025. It has them for Acute." in finished.err
