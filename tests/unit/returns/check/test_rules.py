"""Rules that are not asked because they can find nothing, against asking every one of them."""

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmark.returns import CheckedReturn, check_return
from benchmark.returns.check.rules import worth_asking
from benchmark.store.publication import Publication
from tests.unit.returns.made import SCORES, TARGETS, csv_of

pytestmark = pytest.mark.slow

YEARS = st.sampled_from([2023, 2024, 2025])
# Alder Hey; a trust of three settings; two that have closed, one of them within the years.
TRUSTS = st.sampled_from(["RBS", "RYG", "RAP", "RBA"])
SETTINGS = st.sampled_from(["Acute", "Mental Health", "Ambulance"])
PILLARS = st.sampled_from(["well_led", "safe_practice"])
LEVELS = st.sampled_from([1.0, 2.4, 2.5, 3.0, 4.0, 5.0])
DOMAINS = st.sampled_from(["", "strategy"])
# A check takes long however few rows it is of, so that rather few files of many rows are tried.
FEW = settings(max_examples=10)
PILLAR_ROWS = st.lists(st.tuples(YEARS, TRUSTS, SETTINGS, PILLARS, LEVELS, DOMAINS), min_size=1, max_size=18)
OVERALL_ROWS = st.lists(st.tuples(YEARS, YEARS, TRUSTS, SETTINGS, LEVELS), min_size=1, max_size=18)
TARGET_ROWS = st.lists(
    st.tuples(TRUSTS, SETTINGS | st.just(""), PILLARS, LEVELS, st.just("A plan")), min_size=1, max_size=12
)
OVERALL = ("assessment_year", "compared_with", "ods_code", "care_setting", "score")


def asked_or_not(kind: str, content: bytes, publication: Publication) -> list[CheckedReturn]:
    """The check as it is, and with every rule asked."""
    as_it_is = check_return(content, "x.csv", publication=publication, kind=kind)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("benchmark.returns.check.rules.worth_asking", lambda _, rows, *__: rows)
        return [as_it_is, check_return(content, "x.csv", publication=publication, kind=kind)]


def hold(kind: str, header: tuple[str, ...], rows: list[tuple[Any, ...]], publication: Publication) -> None:
    as_it_is, all_asked = asked_or_not(kind, csv_of(header, *rows), publication)
    assert as_it_is.findings == all_asked.findings
    assert as_it_is.rows_valid == all_asked.rows_valid


@FEW
@given(rows=PILLAR_ROWS)
def test_of_pillars(rows, publication):
    hold("maturity_scores", (*SCORES, "domain"), rows, publication)


@FEW
@given(rows=OVERALL_ROWS)
def test_of_overall_scores(rows, publication):
    hold("overall_comparable", OVERALL, rows, publication)


@FEW
@given(rows=TARGET_ROWS)
def test_of_targets(rows, publication):
    hold("own_targets", TARGETS, rows, publication)


def test_a_move_of_the_limit_from_what_was_published_is_asked_about(publication):
    ((trust, setting, score),) = publication.rows(
        "select ods_code, care_setting, score from publication.overall_comparable"
        " where assessment_year = 2024 and score < 3 and not starts_with(ods_code, 'DEMO')"
        " and score = round(score, 2) order by all limit 1"
    )
    for moved, asked in ((1.5, True), (1.49, False)):
        row = (2025, 2024, trust, setting, f"{score + moved:.2f}")
        found = asked_or_not("overall_comparable", csv_of(OVERALL, row), publication)
        assert found[0].findings == found[1].findings
        assert any(entry.code == "score_jump" for entry in found[0].findings) == asked


def test_the_question_about_a_move_names_the_score_that_the_pillar_would_have(publication):
    """Of a pillar at 2, 2, 1 and 2 one domain comes as 5: "from 1.50 to 5.00" was asked, where 2.50 shows."""
    row = (2025, "DEMO2", "Acute", "empower_people", 5, "booking_and_messages")
    found = check_return(csv_of((*SCORES, "domain"), row), "x.csv", publication=publication)
    assert not {"score_jump", "domains_missing"} & {entry.code for entry in found.findings}


def test_what_was_returned_once_more_is_asked_nothing(publication, monkeypatch):
    found = {}

    def spy(query: str, *rest: Any) -> pa.Table:
        asked = worth_asking(query, *rest)
        found[query] = asked.num_rows
        return asked

    monkeypatch.setattr("benchmark.returns.check.rules.worth_asking", spy)
    rows = publication.rows(
        "select assessment_year, ods_code, care_setting, pillar, score from publication.unit_pillar_scores"
        " where assessment_year = 2025 and not fictional"
    )
    checked = check_return(csv_of(SCORES, *rows), "x.csv", publication=publication)
    assert checked.rows_valid == len(rows)
    rules = (
        *("organisations/trust_closed_in_round", "organisations/trust_not_open_in_round"),
        *("rounds/round_unknown", "organisations/setting_new", "scores/score_jump"),
        *("scores/domains_contradict", "scores/pillars_exchanged"),
    )
    assert found == dict.fromkeys(rules, 0)
