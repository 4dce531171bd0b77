"""Each question that rows raise by themselves, beside each other or against what is known: asked, or not."""

from datetime import date
from typing import Any

import pytest

from benchmark.core.definitions import definitions
from benchmark.returns import check_return
from benchmark.returns.check import rule_book
from benchmark.returns.findings import Finding
from benchmark.store.publication import Publication
from tests.unit.returns.made import TARGETS, csv_of

TODAY = date(2026, 11, 26)
SCORES = ("assessment_year", "ods_code", "care_setting", "pillar", "domain", "score")
SPEND = (
    "financial_year",
    "ods_code",
    "operating_expenditure",
    "capital_expenditure",
    "it_revenue",
    "it_capital",
    "spend_on_staff",
)
CONTEXT = ("financial_year", "ods_code", "operating_expenditure", "capital_expenditure", "average_wte")
POSTS = ("assessment_year", "ods_code", "section", "item", "funded", "in_post", "vacant")
COUNTS = ("assessment_year", "ods_code", "section", "item", "systems", "unsupported")
PROGRAMMES = ("assessment_year", "ods_code", "section", "item", "pillar", "priority", "stage", "funding")
EXCHANGE = ("ods_code", "pillar", "offers_or_asks", "contact", "note")
LONG_AGO = "financial_year_long_ago"
WELL_LED = ("board_ownership", "digital_strategy", "funding_and_benefits", "work_with_partners")


@pytest.fixture(autouse=True)
def on_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule_book, "utc_today", lambda: TODAY)


def questions(publication: Publication, header: tuple[str, ...], *rows: tuple[Any, ...]) -> list[Finding]:
    checked = check_return(csv_of(header, *rows), "return.csv", publication=publication)
    assert checked.errors == ()
    assert all("{" not in entry.message for entry in checked.questions)
    return [entry for entry in checked.questions if entry.code in CODES]


def well_led(*scores: float, trust: str = "DEMO2", year: int = 2026) -> list[tuple[Any, ...]]:
    return [
        (year, trust, "Acute", "well_led", domain, score)
        for domain, score in zip(WELL_LED, scores, strict=False)
    ]


ASKED: list[tuple[str, tuple[str, ...], list[tuple[Any, ...]], list[tuple[str, int]]]] = [
    (
        "two pillars in each other's place",
        SCORES,
        [
            (2025, "DEMO6", "Acute", pillar, "", score)
            for pillar, score in (("well_led", 3.0), ("smart_foundations", 1.25))
        ]
        + [
            (2026, "DEMO6", "Acute", pillar, "", score)
            for pillar, score in (("well_led", 1.5), ("smart_foundations", 3.0))
        ],
        [("pillars_exchanged", 5)],
    ),
    (
        "ten times as many systems",
        COUNTS,
        [(2026, "DEMO2", "legacy_estate", "servers", 2160, 26)],
        [("counts_jump", 2)],
    ),
    (
        "a tenth of the funded posts",
        POSTS,
        [(2026, "DEMO2", "digital_posts", "infrastructure", 3.2, 3, 0.2)],
        [("counts_jump", 2)],
    ),
    (
        "posts in post and vacant in each other's place",
        POSTS,
        [(2025, "DEMO2", "digital_posts", "infrastructure", 32.5, 4, 28.5)],
        [("posts_exchanged", 2)],
    ),
    (
        "a small team of which nearly all is vacant",
        POSTS,
        [(2025, "DEMO2", "digital_posts", "leadership", 4, 0, 4)],
        [("posts_exchanged", 2)],
    ),
    (
        "an invented domain of a trust whose own sort has none",
        SCORES,
        [(2025, "RFF", "Acute", "well_led", "board", 2)],
        [("domain_unknown", 2)],
    ),
    (
        "a domain misspelt, beside those that are known",
        SCORES,
        [*well_led(3, 3, 3), (2026, "DEMO2", "Acute", "well_led", "work_with_partner", 3)],
        [("domain_unknown", 5), ("domains_missing", 2)],
    ),
    (
        "a domain of another pillar",
        SCORES,
        [*well_led(3, 3, 3, 3), (2026, "DEMO2", "Acute", "well_led", "cyber_security", 3)],
        [("domain_unknown", 6)],
    ),
    ("one domain of four", SCORES, well_led(3), [("domains_missing", 2)]),
    (
        "fewer domains than the file's other trusts",
        SCORES,
        [
            *((2026, "RFF", "Acute", "well_led", domain, 3) for domain in ("one", "two")),
            (2026, "RBS", "Acute", "well_led", "one", 3),
        ],
        [("domain_unknown", 2), ("domain_unknown", 3), ("domains_missing", 4)],
    ),
    (
        "a pillar that its domains contradict",
        SCORES,
        [*well_led(3, 3, 3, 3), (2026, "DEMO2", "Acute", "well_led", "", 4)],
        [("domains_contradict", 6)],
    ),
    (
        "more vacant than funded",
        POSTS,
        [(2025, "DEMO2", "digital_posts", "cyber_security", 6, 9, 8)],
        [("posts_do_not_add_up", 2)],
    ),
    (
        "posts that do not add up",
        POSTS,
        [(2025, "DEMO2", "digital_posts", "cyber_security", 20, 12, 5)],
        [("posts_do_not_add_up", 2)],
    ),
    (
        "two first priorities in the file",
        PROGRAMMES,
        [
            (2026, "DEMO2", "programme", "New record", "smart_foundations", 1, "idea", ""),
            (2026, "DEMO2", "programme", "New portal", "empower_people", 1, "idea", ""),
        ],
        [("programmes_same_priority", 3)],
    ),
    (
        "a first priority beside the one that stands",
        PROGRAMMES,
        [(2025, "DEMO2", "programme", "Another thing", "empower_people", 1, "idea", "")],
        [("programmes_same_priority", 2)],
    ),
    (
        "a programme that costs more than the trust",
        PROGRAMMES,
        [
            (
                2026,
                "DEMO2",
                "programme",
                "New record",
                "smart_foundations",
                9,
                "idea",
                4.2e9,
            )
        ],
        [("funding_unlike_accounts", 2)],
    ),
    (
        "a year to come",
        SPEND,
        [("2042/43", "DEMO2", 410e6, 14e6, 7e6, 3e6, "")],
        [("financial_year_open", 2)],
    ),
    (
        "the year that runs",
        SPEND,
        [("2026/27", "DEMO2", 410e6, 14e6, 7e6, 3e6, "")],
        [("financial_year_open", 2)],
    ),
    (
        "a year long ago",
        SPEND,
        [("2012/13", "RFF", 230e6, 14e6, 5e6, 3e6, "")],
        [("financial_year_long_ago", 2)],
    ),
    (
        "a trust that had not opened",
        SCORES,
        [(2023, "G6V2S", "Mental Health", "well_led", "", 3)],
        [("trust_not_open", 2)],
    ),
    (
        "a trust that had not opened, with its spend",
        SPEND,
        [("2022/23", "G6V2S", 300e6, 14e6, 5e6, 3e6, "")],
        [("trust_not_open", 2)],
    ),
    (
        "capital alone in thousands",
        SPEND,
        [("2025/26", "DEMO2", 410e6, 14e6, 7e6, 3_200, "")],
        [("amount_out_of_line", 2)],
    ),
    (
        "revenue alone in thousands",
        SPEND,
        [("2025/26", "DEMO2", 410e6, 14e6, 7_000, 3e6, "")],
        [("amount_out_of_line", 2)],
    ),
    (
        "capital expenditure alone in thousands",
        SPEND,
        [("2025/26", "DEMO2", 410e6, 14_000, 7e6, 1_000, "")],
        [("amount_out_of_line", 2), ("amount_out_of_line", 2)],
    ),
    (
        "a part in thousands",
        SPEND,
        [("2025/26", "DEMO2", 410e6, 14e6, 7e6, 3e6, 4_000)],
        [("amount_out_of_line", 2)],
    ),
    (
        "capital above operating expenditure",
        CONTEXT,
        [("2025/26", "DEMO2", 410e6, 510e6, 4700)],
        [("capital_above_operating", 2)],
    ),
    (
        "capital that is the operating expenditure",
        CONTEXT,
        [("2025/26", "DEMO2", 410e6, 410e6, 4700)],
        [("capital_above_operating", 2)],
    ),
    (
        "funding in millions",
        PROGRAMMES,
        [(2026, "DEMO2", "programme", "Portal", "empower_people", 9, "idea", 4.5)],
        [("funding_small", 2)],
    ),
    (
        "last year's amounts",
        SPEND,
        [("2025/26", "DEMO6", 370404000, 9732000, 3561000, 947000, 1708000)],
        [("amounts_repeated", 2)],
    ),
    (
        "a context in thousands",
        CONTEXT,
        [("2025/26", "DEMO2", 410_000, 14_000, 4700)],
        [("spend_in_thousands", 2)],
    ),
    (
        "a context of another trust",
        CONTEXT,
        [("2025/26", "DEMO2", 41e6, 1e6, 470)],
        [("spend_unlike_accounts", 2), ("staff_unlike_accounts", 2)],
    ),
    (
        "a role with a tenth of all staff",
        POSTS,
        [(2025, "DEMO2", "digital_posts", "cyber_security", 470, 400, 70)],
        [("posts_unlike_staff", 2)],
    ),
    (
        "more in post than the trust has staff",
        POSTS,
        [(2025, "DEMO2", "digital_posts", "cyber_security", 47000, 47000, 0)],
        [("posts_unlike_staff", 2)],
    ),
    (
        "staff in hundreds",
        CONTEXT,
        [("2025/26", "DEMO2", 410e6, 14e6, 47)],
        [("staff_unlike_accounts", 2)],
    ),
    (
        "expenditure and staff that nearly double and halve",
        CONTEXT,
        [("2025/26", "DEMO2", 850e6, 14e6, 2450)],
        [("cost_per_head", 2)],
    ),
    (
        "an offer and a request",
        EXCHANGE,
        [
            ("DEMO7", "well_led", "offer", "a@example.org", "What we know"),
            ("DEMO7", "well_led", "request", "a@example.org", "What we do not"),
        ],
        [("offers_and_asks", 3)],
    ),
    (
        "revenue and capital exchanged against the year before",
        SPEND,
        [("2025/26", "DEMO2", 470e6, 30e6, 4_600_000, 6_500_000, 3_100_000)],
        [("amounts_exchanged", 2)],
    ),
    (
        "two parts exchanged that differed much",
        (*SPEND, "spend_on_communications"),
        [("2025/26", "DEMO1", 960e6, 36e6, 20e6, 5_700_000, 1_500_000, 9_600_000)],
        [("amounts_exchanged", 2)],
    ),
    (
        "a first return with more capital than any other trust's",
        SPEND,
        [("2025/26", "RFF", 400e6, 40e6, 2_000_000, 9_000_000, None)],
        [("amounts_exchanged", 2)],
    ),
    (
        "a target below the score",
        TARGETS,
        [("DEMO1", "Acute", "well_led", 1.5, "A plan")],
        [("target_below_score", 2)],
    ),
    (
        "a target below the scores of all settings",
        TARGETS,
        [("DEMO1", None, "well_led", 1.5, "A plan")],
        [("target_below_score", 2)],
    ),
    (
        "the template's spend",
        SPEND,
        [("2024/25", "RFF", 512000000, 24000000, 11500000, 6200000, 6000000)],
        [("template_figures", 2)],
    ),
    (
        "the template's target",
        TARGETS,
        [("RFF", "Acute", "smart_foundations", 3.5, "New electronic patient record in 2027")],
        [("template_figures", 2)],
    ),
]
CODES = {code for *_, expected in ASKED for code, _ in expected}
NOT_ASKED: list[tuple[str, tuple[str, ...], list[tuple[Any, ...]]]] = [
    ("all domains", SCORES, well_led(3, 3, 4, 3)),
    (
        "all domains, and the pillar rounded",
        SCORES,
        [*well_led(3, 3, 4, 3), (2026, "DEMO2", "Acute", "well_led", "", 3.3)],
    ),
    ("pillars without domains", SCORES, [(2025, "RFF", "Acute", "well_led", "", 3.8)]),
    ("posts that add up", POSTS, [(2025, "DEMO2", "digital_posts", "cyber_security", 8, 6, 2)]),
    ("twice as many systems", COUNTS, [(2026, "DEMO2", "legacy_estate", "servers", 432, 26)]),
    ("few systems that become some", COUNTS, [(2026, "DEMO2", "legacy_estate", "corporate_systems", 4, 1)]),
    ("half of a role vacant", POSTS, [(2025, "DEMO2", "digital_posts", "infrastructure", 10.5, 5, 5.5)]),
    ("one new post", POSTS, [(2025, "DEMO2", "digital_posts", "leadership", 1, 0, 1)]),
    ("two of three vacant", POSTS, [(2025, "DEMO2", "digital_posts", "cyber_security", 3, 1, 2)]),
    (
        "two pillars near each other that change places",
        SCORES,
        [
            (2026, "DEMO2", "Acute", pillar, "", score)
            for pillar, score in (("well_led", 2.25), ("improve_care", 2.75))
        ],
    ),
    (
        "two pillars that cross, and not to each other's score",
        SCORES,
        [
            (2026, "DEMO6", "Acute", pillar, "", score)
            for pillar, score in (("well_led", 2.0), ("smart_foundations", 2.5))
        ],
    ),
    ("a large role", POSTS, [(2025, "DEMO2", "digital_posts", "analysts", 150, 140, 10)]),
    ("posts that nearly add up", POSTS, [(2025, "DEMO2", "digital_posts", "cyber_security", 20, 16, 5)]),
    (
        "the programme that stands, returned again",
        PROGRAMMES,
        [(2026, "DEMO2", "programme", "New record", "smart_foundations", 1, "idea", 4_000_000)],
    ),
    (
        "revenue and capital as the year before",
        SPEND,
        [("2025/26", "DEMO3", 820e6, 57e6, 9_400_000, 14_600_000, 5_000_000)],
    ),
    (
        "capital that grew above revenue, and revenue near what it was",
        SPEND,
        [("2025/26", "DEMO2", 470e6, 30e6, 5_900_000, 7_200_000, 3_100_000)],
    ),
    (
        "two parts that change places, and were near each other",
        (*SPEND, "spend_on_software"),
        [("2025/26", "DEMO2", 470e6, 30e6, 6_500_000, 4_600_000, 3_600_000, 2_800_000)],
    ),
    ("a target a little below the score", TARGETS, [("DEMO1", "Acute", "well_led", 3.5, "A plan")]),
    (
        "a target between the scores of two settings",
        TARGETS,
        [("DEMO1", None, "safe_practice", 3.9, "A plan")],
    ),
    ("the year that has ended", SPEND, [("2025/26", "DEMO2", 410e6, 14e6, 7e6, 3e6, 4e6)]),
    ("capital of zero", SPEND, [("2025/26", "DEMO2", 410e6, 14e6, 7e6, 0, 4e6)]),
    ("a context like the accounts", CONTEXT, [("2025/26", "DEMO2", 410e6, 14e6, 4700)]),
    ("an offer", EXCHANGE, [("DEMO7", "well_led", "offer", "a@example.org", "What we know")]),
    ("a score like the template's", SCORES, [(2025, "RFF", "Acute", "well_led", "", 2.5)]),
]


@pytest.mark.parametrize(
    ("header", "rows", "expected"), [entry[1:] for entry in ASKED], ids=[entry[0] for entry in ASKED]
)
def test_what_is_unlikely_is_asked_about(header, rows, expected, publication):
    found = questions(publication, header, *rows)
    assert sorted((entry.code, entry.line) for entry in found) == sorted(expected)


@pytest.mark.parametrize(
    ("header", "rows"), [entry[1:] for entry in NOT_ASKED], ids=[entry[0] for entry in NOT_ASKED]
)
def test_what_is_likely_is_not_asked_about(header, rows, publication):
    assert questions(publication, header, *rows) == []


def test_figures_below_a_pound_are_shown_as_they_are(publication):
    content = csv_of(SPEND[:6], ("2025/26", "DEMO6", "0.4", "0.02", "0.009", "0.0005"))
    asked = check_return(content, "return.csv", publication=publication).questions
    said = {entry.code: entry.message for entry in asked}
    assert "Operating expenditure is 0.4," in said["spend_in_thousands"]
    assert "IT spend moves from 4,508,000 to 0.0095 since 2024/25" in said["spend_jump"]


def test_a_year_is_asked_about_on_the_very_day_that_it_is_open_or_long_ago(publication, monkeypatch):
    monkeypatch.setattr(rule_book, "utc_today", lambda: date(2026, 3, 31))
    long_ago = 2025 - int(definitions().threshold("years_back"))
    for year, code in (
        ("2025/26", "financial_year_open"),
        (f"{long_ago}/{(long_ago + 1) % 100:02}", LONG_AGO),
    ):
        found = questions(publication, CONTEXT, (year, "DEMO2", 410e6, 14e6, 4700))
        assert code in {entry.code for entry in found}
    found = questions(publication, CONTEXT, ("2024/25", "DEMO2", 410e6, 14e6, 4700))
    assert not {"financial_year_open", LONG_AGO} & {entry.code for entry in found}


def test_two_questions_about_one_amount_come_in_the_same_order_each_time(publication):
    """An answer is kept under a question's name, and the second has a number in it."""
    header = (*SPEND, "spend_on_software", "spend_on_services")
    before = ("2019/20", "RBS", 410e6, 9e6, 14e6, 2e6, 2_500_000, 6_500_000, 4_000)
    now = ("2020/21", "RBS", 410e6, 9e6, 14e6, 2e6, 123_456, 4_000, 4_700_000)
    asked = check_return(csv_of(header, before, now), "return.csv", publication=publication).questions
    mixed_up = [entry.message for entry in asked if entry.code == "amounts_exchanged"]
    assert [message.partition(" and ")[2].partition(",")[0] for message in mixed_up] == [
        "spend on software 4",
        "spend on staff 123",
    ]


def test_the_demonstration_raises_no_question_about_itself(publication):
    """Its returns are an example of what nobody would have to ask about."""
    for kind in (
        "maturity_scores",
        "it_spend",
        "conditions",
        "own_targets",
        "peer_exchange",
        "trust_context",
    ):
        rows = publication.frame(
            f"select * exclude (submission_id, line) from publication.{kind} "
            "where ods_code in (select ods_code from publication.trusts where fictional)"
        )
        checked = check_return(
            rows.to_csv(index=False).encode(), "return.csv", publication=publication, kind=kind
        )
        assert checked.errors == ()
        assert [entry.message for entry in checked.questions if entry.code in CODES] == []
