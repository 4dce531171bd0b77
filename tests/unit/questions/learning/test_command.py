"""learning: the same needs and helpers in every format, for one trust, and a sentence for what is not."""

import json
from typing import Any

import pytest

from benchmark.common.scope import Scope, Standard
from benchmark.questions.learning.candidates import Candidate
from benchmark.questions.learning.improvers import Improvers, improvers_of_trust
from benchmark.questions.learning.measure import Learning, concerning, learning
from tests.unit.conftest import Run
from tests.unit.questions.answers import csv_rows
from tests.unit.questions.learning.learning_country import improvers_in

QF7 = Scope("QF7", 2025)


ALL_CAME = {"returned": 12, "expected": 12}
"""Of South Yorkshire, in 2025."""


def asked_json(ask: Run, *options: object) -> dict[str, object]:
    finished = ask("learning", *options, "--format", "json")
    assert (finished.exit_code, finished.err) == (0, "")
    found: dict[str, object] = json.loads(finished.out)
    return found


def as_said(found: Candidate | None) -> tuple[object, ...] | None:
    return found and (found.ods_code, found.trust, found.ics_code, pytest.approx(found.score, abs=5e-4))


def read(said: dict[str, object] | None) -> tuple[object, ...] | None:
    return said and (said["ods_code"], said["trust"], said["ics_code"], said["score"])


def expect_the_result(document: Any, found: Learning, risen: Improvers) -> None:
    assert (document["year"], document["most"]) == (2025, found.most)
    for said, need in zip(document["needs"], found.needs, strict=True):
        assert (said["ods_code"], said["care_setting"], said["pillar"]) == (
            need.ods_code,
            need.care_setting,
            need.pillar,
        )
        for figure in ("score", "standard", "gap"):
            assert said[figure] == pytest.approx(getattr(need, figure), abs=5e-4)
        assert (said["inside"], said["elsewhere"]) == (len(need.inside), len(need.elsewhere))
        assert read(said["helper"]) == as_said(need.helper)
        assert [*map(read, said["elsewhere_first"])] == [*map(as_said, need.elsewhere[:3])]
        assert (said["why_unmatched"] is None) == (need.helper is not None)
    units = document["improvers"]["units"]
    assert [(unit["ods_code"], unit["against_expected"]) for unit in units] == [
        (unit.ods_code, unit.against_expected) for unit in risen.units.itertuples()
    ]
    for figure in ("score_from", "score_to", "change", "expected", "difference"):
        known = [pytest.approx(value, abs=5e-4) for value in risen.units[figure]]
        assert [unit[figure] for unit in units] == known
    assert [line["care_setting"] for line in document["improvers"]["expectations"]] == [
        line.care_setting for line in risen.expectations
    ]


def test_json_is_the_result(ask, publication):
    found = learning(publication, QF7, Standard("setting_median"), most=2)
    document = asked_json(ask, "--ics", "qf7", "--baseline", "setting_median", "--most", 2)
    expect_the_result(document, found, improvers_in(publication, "QF7"))
    assert ALL_CAME.items() <= document.items()


def test_json_has_the_figures_that_were_checked(ask):
    found = asked_json(ask, "--ics", "QF7")
    assert list(found) == [
        "ics",
        "year",
        "baseline",
        "level",
        "most",
        "trust",
        "summary",
        "needs",
        "exchanges",
        "lacking",
        "improvers",
        *ALL_CAME,
    ]
    assert found["summary"] == {"needs": 54, "matched": 8, "gap": 40.8, "matched_gap": 5.3}
    assert found["improvers"]["from"] == 2024


def test_a_trust_s_own_needs_and_those_it_is_asked_about(ask, publication):
    found = concerning(learning(publication, QF7, Standard()), "RP5", "A trust")
    document: Any = asked_json(ask, "--ics", "QF7", "--trust", "rp5")
    expect_the_result(document, found, improvers_of_trust(improvers_in(publication, "QF7"), "RP5"))
    assert (document["ics"], document["trust"]) == ("QF7", "RP5")
    for need in document["needs"]:
        assert need["ods_code"] == "RP5" or need["helper"]["ods_code"] == "RP5"
    assert {need["ods_code"] == "RP5" for need in document["needs"]} == {True, False}
    assert {unit["ods_code"] for unit in document["improvers"]["units"]} == {"RP5"}
    said = ask("learning", "--ics", "QF7", "--trust", "RP5").out
    assert said.startswith("Doncaster and Bassetlaw Teaching Hospitals NHS Foundation Trust (RP5), 2025")
    own = [need for need in document["needs"] if need["ods_code"] == "RP5"]
    matched = [need for need in own if need["helper"]]
    assert (document["summary"]["needs"], document["summary"]["matched"]) == (len(own), len(matched))
    assert f" of {len(own)} material gaps of Doncaster" in said and "It is itself matched with" in said


def test_csv_has_a_row_for_each_need(ask):
    rows = csv_rows(ask("learning", "--ics", "QF7", "--format", "csv").out)
    needs = asked_json(ask, "--ics", "QF7")["needs"]
    assert isinstance(needs, list) and len(rows) == len(needs)
    for row, need in zip(rows, needs, strict=True):
        assert (row["ods_code"], row["pillar"], float(row["gap"])) == (
            need["ods_code"],
            need["pillar"],
            need["gap"],
        )
        helper = need["helper"]
        assert row["helper"] == (helper["trust"] if helper else "")
        assert row["reasons"] == ("; ".join(helper["reasons"]) if helper else "")
        assert bool(row["why_unmatched"]) == (helper is None)
        assert row["elsewhere_first"].count("(") >= len(need["elsewhere_first"])


def test_the_table_says_what_it_shows(ask):
    text = ask("learning", "--ics", "QF7").out
    assert text.startswith(
        "South Yorkshire (QF7), 2025, the footprint as assessed, who could help which trust to reach "
        "level 3, self-assessed\n"
    )
    assert (
        "8 of 54 material gaps find a helper inside the system, 5.3 of 40.8 points, with no trust "
        "asked more than 3 times. Suggestions for a conversation: nobody has been asked."
    ) in text
    assert "The only trust here that could help is already matched 3 times. Elsewhere: " in text
    assert "As expected: Barnsley Hospital NHS Foundation Trust, Acute (+0.30" in text
    assert text.rstrip().splitlines()[-1].startswith("Source: ")


def test_a_single_gap_is_spoken_of_as_one(ask):
    text = ask("learning", "--ics", "QNQ", "--level", "2.5").out
    assert "\nThe one material gap finds no helper inside the system, 0.0 of " in text


def test_without_targets_it_says_that_there_is_no_standard(ask):
    text = ask("learning", "--ics", "QF7", "--baseline", "own_target").out
    assert "Nothing to show." in text
    assert "84 scores have no standard and are left out." in text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--ics", "QF7", "--trust", "RBS"), "QF7 has no trust RBS. Its trusts: "),
        (("--ics", "QF7", "--most", "0"), "0 is not a whole number from 1 on"),
        (("--ics", "QF7", "--most", "few"), "few is not a whole number from 1 on"),
        (("--ics", "QF7", "--year", "2024"), "There are no pillar scores for 2024."),
    ],
)
def test_what_cannot_be_answered_is_an_error_of_one_sentence(ask, options, said):
    finished = ask("learning", *options)
    assert (finished.exit_code, finished.out) == (2, "")
    assert said in finished.err
    assert "Traceback" not in finished.err


def test_offers_and_requests_are_listed(ask):
    said = ask("learning", "--ics", "DEMO").out
    assert "has offered help on this pillar" in said
    assert (
        "(DEMO1) offers help on Safe Practice: Hazard logs and safety cases from five years of the record. "
        "Contact: Digital team, digital@quorrelby.example."
    ) in said
    assert "(DEMO6) asks for help on Safe Practice: Cyber security cover while old systems" in said
    needs: Any = asked_json(ask, "--ics", "DEMO")["needs"]
    (need,) = (need for need in needs if (need["ods_code"], need["pillar"]) == ("DEMO6", "safe_practice"))
    assert need["helper"]["offer"]["contact"] == "Digital team, digital@quorrelby.example"
    assert need["request"]["note"].startswith("Cyber security cover while old systems")


def test_without_an_earlier_round_it_says_so(ask):
    first = ("--ics", "DEMO", "--year", "2023")
    assert "There is no earlier round to tell who rose more than expected." in ask("learning", *first).out
    assert asked_json(ask, *first)["improvers"] is None


def test_a_trust_without_accounts_is_reported_without_them(ask):
    found = asked_json(ask, "--ics", "QMJ")
    missing = ["operating expenditure", "staff (whole-time equivalents)"]
    assert found["lacking"] == [
        {"ods_code": "G6V2S", "trust": "North London NHS Foundation Trust", "missing": missing}
    ]
    assert (
        "Nothing is published on operating expenditure and staff (whole-time equivalents) for North London "
        "NHS Foundation Trust: its likeness to others rests on type, what it specialises in and number of "
        "care settings alone."
    ) in ask("learning", "--ics", "QMJ").out
