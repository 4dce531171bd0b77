"""Rules that are not asked because they can find nothing, against asking every one of them."""

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmark.returns import CheckedReturn, check_return
from benchmark.returns.check.rule_book import CLOSED, Rule, rules
from benchmark.returns.check.rules import worth_asking
from benchmark.returns.vocabulary import file_layouts
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
# Those with returns of spend, conditions and offers are of the demonstration; the rest have none.
MORE_TRUSTS = TRUSTS | st.sampled_from(["DEMO1", "DEMO2", "DEMO6", "DEMO7"])
SPEND = (
    *("financial_year", "ods_code", "operating_expenditure", "capital_expenditure"),
    *("it_revenue", "it_capital", "spend_on_staff"),
)
FINANCIAL_YEARS = st.sampled_from(["2012/13", "2023/24", "2024/25", "2025/26", "2026/27"])
EXPENDITURE = st.sampled_from([4_900_000, 5_000_000, 410e6, 470e6])
AMOUNTS = st.sampled_from([0, 4_000, 370_000, 4_700_000, 6_500_000, 20_500_000])
SPEND_ROWS = st.lists(
    st.tuples(FINANCIAL_YEARS, MORE_TRUSTS, EXPENDITURE, AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS | st.none()),
    min_size=1,
    max_size=6,
)
CONTEXT = (*SPEND[:4], "average_wte")
CONTEXT_ROWS = st.lists(
    st.tuples(FINANCIAL_YEARS, MORE_TRUSTS, EXPENDITURE, AMOUNTS | EXPENDITURE, st.sampled_from([47, 4700])),
    min_size=1,
    max_size=6,
)
GROUP = ("group_code", "group_name", "group_kind", "member_code", "valid_from", "valid_to", "source")
GROUP_ROWS = st.lists(
    st.tuples(
        st.sampled_from(["NEW-1", "NEW-2", "RBS", "DEMO-ACUTE"]),
        st.sampled_from(["A new group", "Quorrelby and Zantlemere Hospitals Group"]),
        st.sampled_from(["cluster", "provider_group"]),
        MORE_TRUSTS | st.sampled_from(["QYG", "QF7", "DEMO"]),
        st.sampled_from(["2024-04-01", "2025-04-01", "2030-04-01"]),
        st.sampled_from(["", "2031-03-31"]),
        st.just("A board paper"),
    ),
    min_size=1,
    max_size=6,
)
CONDITIONS = (
    *("assessment_year", "ods_code", "section", "item", "systems", "unsupported", "funded", "in_post"),
    *("vacant", "pillar", "priority", "stage", "funding"),
)
ROUNDS = st.sampled_from([2024, 2025, 2026])
NOTHING = st.none()
POSTS = st.sampled_from([0, 1, 4, 32.5, 470])
SYSTEMS = st.sampled_from([0, 4, 26, 2160])
CONDITION_ROWS = st.lists(
    st.tuples(
        *(ROUNDS, MORE_TRUSTS, st.just("digital_posts"), st.sampled_from(["infrastructure", "leadership"])),
        *(NOTHING, NOTHING, POSTS, POSTS, POSTS, *[NOTHING] * 4),
    )
    | st.tuples(
        *(ROUNDS, MORE_TRUSTS, st.just("legacy_estate"), st.sampled_from(["servers", "corporate_systems"])),
        *(SYSTEMS, SYSTEMS, *[NOTHING] * 7),
    )
    | st.tuples(
        *(ROUNDS, MORE_TRUSTS, st.just("programme"), st.sampled_from(["A new record", "New records"])),
        *([NOTHING] * 5),
        *(PILLARS, st.sampled_from([1, 2]), st.just("live"), st.sampled_from([None, 0, 400, 3e6, 9e9])),
    ),
    min_size=1,
    max_size=6,
)
EXCHANGE = ("ods_code", "pillar", "offers_or_asks", "contact", "note")
EXCHANGE_ROWS = st.lists(
    st.tuples(
        MORE_TRUSTS,
        PILLARS,
        st.sampled_from(["offer", "request"]),
        st.just("a@example.org"),
        st.just("A note"),
    ),
    min_size=1,
    max_size=6,
)
OF_BOARDS = ("assessment_year", "ics_code", "pillar", "score")
BOARD_ROWS = st.lists(
    st.tuples(YEARS, st.sampled_from(["QYG", "QF7", "DEMO"]), PILLARS, LEVELS), min_size=1, max_size=6
)
BOARDS_OVERALL = ("assessment_year", "compared_with", "ics_code", "score")
BOARDS_OVERALL_ROWS = st.lists(
    st.tuples(YEARS, YEARS, st.sampled_from(["QYG", "QF7", "DEMO"]), LEVELS), min_size=1, max_size=6
)
DISCLOSED = ("financial_year", "ods_code", "covers", "amount", "address", "disclosed_on", "quote")
DISCLOSED_ROWS = st.lists(
    st.tuples(
        *(FINANCIAL_YEARS, MORE_TRUSTS, st.sampled_from(["revenue", "total"]), AMOUNTS),
        st.sampled_from(["https://example.org/a", "https://example.org/b"]),
        st.sampled_from(["2019-01-01", "2026-10-21", "2099-01-01"]),
        st.sampled_from(["IT spend was £4.7m", "The cost"]),
    ),
    min_size=1,
    max_size=6,
)
ASSETS = (
    *("financial_year", "ods_code", "it_gross", "it_accumulated", "it_additions", "software_gross"),
    *("software_accumulated", "software_additions", "all_additions"),
)
ASSETS_ROWS = st.lists(
    st.tuples(FINANCIAL_YEARS, MORE_TRUSTS, *[AMOUNTS | st.none()] * 7), min_size=1, max_size=6
)
TYPES = ("financial_year", "ods_code", "eric_type")
TYPES_ROWS = st.lists(
    st.tuples(FINANCIAL_YEARS, MORE_TRUSTS, st.just("Acute - teaching")), min_size=1, max_size=6
)
RECORDS = ("financial_year", "ods_code", "on_site", "record_type", "basis")
RECORDS_ROWS = st.lists(
    st.tuples(FINANCIAL_YEARS, MORE_TRUSTS, AMOUNTS, st.just("paper"), st.just("as published")),
    min_size=1,
    max_size=6,
)


def asked_or_not(kind: str, content: bytes, publication: Publication) -> list[CheckedReturn]:
    """The check as it is, and with every rule asked."""
    as_it_is = check_return(content, "x.csv", publication=publication, kind=kind)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("benchmark.returns.check.rules.worth_asking", lambda _, rows, *__: rows)
        return [as_it_is, check_return(content, "x.csv", publication=publication, kind=kind)]


OF_KINDS: dict[str, tuple[tuple[str, ...], st.SearchStrategy[list[tuple[Any, ...]]]]] = {
    "maturity_scores": ((*SCORES, "domain"), PILLAR_ROWS),
    "overall_comparable": (OVERALL, OVERALL_ROWS),
    "own_targets": (TARGETS, TARGET_ROWS),
    "it_spend": (SPEND, SPEND_ROWS),
    "trust_context": (CONTEXT, CONTEXT_ROWS),
    "groups": (GROUP, GROUP_ROWS),
    "conditions": (CONDITIONS, CONDITION_ROWS),
    "peer_exchange": (EXCHANGE, EXCHANGE_ROWS),
    "icb_maturity_scores": (OF_BOARDS, BOARD_ROWS),
    "icb_overall_comparable": (BOARDS_OVERALL, BOARDS_OVERALL_ROWS),
    "disclosed_spend": (DISCLOSED, DISCLOSED_ROWS),
    "trust_accounts_assets": (ASSETS, ASSETS_ROWS),
    "eric_types": (TYPES, TYPES_ROWS),
    "medical_records": (RECORDS, RECORDS_ROWS),
}


def test_every_kind_with_a_rule_that_is_not_always_asked_is_tried():
    narrowed = [rule for rule in (*CLOSED, *rules()) if rule.worth is not None]
    returned = {layout.kind for layout in file_layouts()}
    assert {kind for kind in returned if any(rule.applies_to(kind) for rule in narrowed)} == OF_KINDS.keys()


@pytest.mark.parametrize("kind", OF_KINDS)
@FEW
@given(data=st.data())
def test_a_rule_that_is_not_asked_would_find_nothing(kind, data, publication):
    header, rows = OF_KINDS[kind]
    as_it_is, all_asked = asked_or_not(kind, csv_of(header, *data.draw(rows)), publication)
    assert as_it_is.findings == all_asked.findings
    assert as_it_is.rows_valid == all_asked.rows_valid


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

    def spy(rule: Rule, *rest: Any) -> pa.Table:
        asked = worth_asking(rule, *rest)
        found[rule.query] = asked.num_rows
        return asked

    monkeypatch.setattr("benchmark.returns.check.rules.worth_asking", spy)
    rows = publication.rows(
        "select assessment_year, ods_code, care_setting, pillar, score from publication.unit_pillar_scores"
        " where assessment_year = 2025 and not fictional"
    )
    checked = check_return(csv_of(SCORES, *rows), "x.csv", publication=publication)
    assert checked.rows_valid == len(rows)
    rules = (
        *("organisations/trust_closed", "organisations/trust_not_open"),
        *("rounds/round_unknown", "organisations/setting_new", "scores/score_jump"),
        *("scores/domains_contradict", "scores/pillars_exchanged"),
    )
    assert found == dict.fromkeys(rules, 0)
