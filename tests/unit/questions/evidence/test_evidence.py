"""What else is published: the check figures, a twin on the files, questions on both sides, every format."""

import csv
import json
from collections import Counter
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from benchmark.common.scope import Footprint, Scope
from benchmark.core.definitions import disagreements
from benchmark.questions.evidence.columns import LATEST, QUESTIONS, STATUS_WORDS
from benchmark.questions.evidence.measure import evidence, evidence_of_system
from benchmark.questions.evidence.words import CAUTION, evidence_sentences
from tests.unit.questions import naive
from tests.unit.questions.answers import csv_rows

FOOTPRINTS: tuple[Footprint, ...] = ("assessed", "current")


@cache
def file(name: str) -> list[dict[str, str]]:
    with (naive.DATA / "reference" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_check_figures_of_the_publications_hold(publication):
    real = "ods_code not in (select ods_code from publication.trusts where fictional)"
    statuses = publication.rows(
        f"select status from publication.dspt_status where edition = '2022/23' and {real}"
    )
    assert Counter(status for (status,) in statuses) == {
        "standards_exceeded": 15,
        "standards_met": 138,
        "approaching_standards": 57,
        "not_published": 1,
    }
    records = publication.rows(
        "select on_site + off_site, record_type from publication.medical_records "
        f"where financial_year = '2024/25' and {real}"
    )
    assert len(records) == 197
    assert sum(cost for cost, _ in records) == pytest.approx(239.5e6, abs=5e4)
    assert Counter(kind for _, kind in records) == {"mixed": 187, "paper": 5, "electronic": 5}
    ((types,),) = publication.rows(f"select count(*) from publication.eric_types where {real}")
    assert types == 207


def test_days_are_days_without_a_time(publication):
    """They were written as 2019-04-17T00:00:00, on the page of a trust and in JSON."""
    found = evidence(publication, ["RBS"], year=2025, footprint="assessed")
    days = found.dspt.set_index("edition")[["published_on", "snapshot_on"]]
    assert days.loc["2018/19"].to_list() == ["2019-04-17", "2019-06-17"]
    assert days.loc["2021/22"].to_list() == [None, "2022-09-09"]


@pytest.mark.parametrize("footprint", FOOTPRINTS)
def test_every_trust_has_what_the_files_say(publication, footprint):
    status = {row["ods_code"]: row for row in sorted(file("dspt_status.csv"), key=lambda row: row["edition"])}
    records = {
        row["ods_code"]: row
        for row in sorted(file("medical_records.csv"), key=lambda row: row["financial_year"])
    }
    types = {row["ods_code"]: row["eric_type"] for row in file("eric_types.csv")}
    scores: dict[tuple[str, str], list[Fraction]] = {}
    for (code, _, pillar), score in naive.pillar_scores(2025).items():
        scores.setdefault((code, pillar), []).append(score)
    seen = set()
    for ics in naive.systems(2025, footprint):
        for row in evidence_of_system(publication, Scope(ics, 2025, footprint)).latest.to_dict("records"):
            code = row["ods_code"]
            seen.add(code)
            own: Any = status.get(code, {"edition": None, "status": None})
            assert (row["edition"], row["status"]) == (own["edition"], own["status"]), code
            kept: Any = records.get(code, {"financial_year": None, "record_type": None})
            assert (row["financial_year"], row["record_type"]) == (
                kept["financial_year"],
                kept["record_type"],
            )
            if "on_site" in kept:
                assert row["cost"] == int(kept["on_site"]) + int(kept["off_site"])
                assert 0 <= row["share"] < 0.02 or row["share"] != row["share"]
            assert row["eric_type"] == types.get(code)
            for pillar in ("safe_practice", "smart_foundations"):
                if (code, pillar) in scores:
                    assert row[pillar] == pytest.approx(float(naive.mean(scores[code, pillar])))
                else:
                    assert row[pillar] != row[pillar]
    assert {code for code, _ in scores} <= seen


def test_questions_are_only_where_a_score_and_a_publication_differ(publication):
    """Worked out a second time from the rows themselves, whatever the thresholds are."""
    asked: Counter[str] = Counter()
    for ics in naive.systems(2025, "assessed"):
        found = evidence_of_system(publication, Scope(ics, 2025))
        for row in found.latest.to_dict("records"):
            expected = set()
            for rule in disagreements():
                score = row[rule.pillar]
                value = row["status" if rule.publication == "dspt_status" else "record_type"]
                far = score >= rule.at_least if rule.at_least is not None else score <= (rule.at_most or 0)
                if value in rule.values and far:
                    expected.add(rule.key)
            assert len(row["questions"]) == len(expected), row["ods_code"]
            asked.update(expected)
        assert sorted(found.questions["question"]) == sorted(
            question for questions in found.latest["questions"] for question in questions
        )
    assert asked["secure_score_standards_missed"] > 0


def test_every_disagreement_has_a_reason_and_a_question_that_can_be_asked():
    for rule in disagreements():
        assert len(rule.reason.split()) >= 10, rule.key
        said = rule.question.format(score="3.5", when="2022/23", value="x")
        assert said.endswith("?") and "3.5" in said and "2022/23" in said


def test_a_trust_in_no_publication_says_so_and_has_no_zero(publication):
    ((closed,),) = publication.rows(
        "select min(ods_code) from publication.trusts where ods_code not in (select ods_code from "
        "publication.dspt_status union select ods_code from publication.medical_records union "
        "select ods_code from publication.eric_types)"
    )
    found = evidence(publication, [closed], year=2025, footprint="assessed")
    assert evidence_sentences(found) == []
    (row,) = LATEST.of(found.latest).records()
    missing = ("edition", "status", "financial_year", "cost", "share", "record_type", "eric_type", "it_age")
    assert {row[name] for name in missing} == {None}
    assert row["questions"] == []


def test_the_meaning_of_an_own_score_is_above_it(publication):
    """It is the mean of care settings that scored themselves differently, so it is the score of neither."""
    security, *_ = evidence_sentences(evidence(publication, ["DEMO3"], year=2025, footprint="assessed"))
    assert "(own score 2.7)" in security
    assert "own score here is the mean of its care settings" in CAUTION


def test_one_trust_in_sentences(publication):
    found = evidence(publication, ["RBS"], year=2025, footprint="assessed")
    security, records, kind = evidence_sentences(found)
    assert "edition 2022/23" in security and "“standards met”" in security
    assert "mixed" in records and "£977,000" in records and "2023/24" in records
    assert "Acute - specialist" in kind
    assert len(found.dspt) == 4 and len(found.records) == 8


class TestCommand:
    def test_every_format_says_the_same(self, ask, publication):
        found = evidence_of_system(publication, Scope("QYG", 2025))
        printed = json.loads(ask("evidence", "--ics", "QYG", "--format", "json").out)
        assert printed["trusts"] == LATEST.of(found.latest).records()
        assert printed["questions"] == QUESTIONS.of(found.questions).records()
        assert (printed["ics"], printed["trust"], printed["year"]) == ("QYG", None, 2025)
        rows = csv_rows(ask("evidence", "--ics", "QYG", "--format", "csv").out)
        assert [row["ods_code"] for row in rows] == found.latest["ods_code"].tolist()
        text = ask("evidence", "--ics", "QYG").out
        assert CAUTION in text
        assert all(STATUS_WORDS[status] in text for status in found.latest["status"])

    def test_one_trust_by_name(self, ask):
        printed = json.loads(ask("evidence", "--trust", "rbs", "--format", "json").out)
        assert [row["ods_code"] for row in printed["trusts"]] == ["RBS"]
