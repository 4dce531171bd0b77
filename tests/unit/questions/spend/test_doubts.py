"""Unlikely returns of IT spend are asked about on either side of each threshold, and never changed.

The upload and the page ask the same questions in the same words.
"""

from collections.abc import Sequence
from itertools import product
from pathlib import Path
from random import Random

import pandas as pd
import pytest

from benchmark.common.unlikely_spend import spend_questions
from benchmark.questions.spend.measure import Spend, spend_of_trust, spend_returns
from benchmark.returns import check_return
from benchmark.store.publication import Publication
from schemas.base import Row as CountryRow
from tests.unit.questions.country import publish_country, system, trust
from tests.unit.questions.spend.naive_spend import Row
from tests.unit.questions.spend.spends import context, spend_return, spend_row
from tests.unit.returns.made import csv_of

pytestmark = pytest.mark.slow

QUESTIONS: list[tuple[str, Row, Row | None]] = [
    ("spend_share_high", spend_row("T1A", "2024/25", 100_000_000, None, 15_000_100, 0), None),
    ("spend_share_low", spend_row("T1A", "2024/25", 100_000_000, None, 199_999, 0), None),
    ("spend_in_thousands", spend_row("T1A", "2024/25", 4_999_999, None, 90_000, 0), None),
    (
        "breakdown_differs",
        spend_row("T1A", "2024/25", 100_000_000, None, 2_000_000, 0, staff=2_000_101),
        None,
    ),
    (
        "spend_jump",
        spend_row("T1A", "2024/25", 100_000_000, None, 3_000_100, 0),
        spend_row("T1A", "2023/24", 100_000_000, None, 2_000_000, 0),
    ),
    ("spend_unlike_accounts", spend_row("T1A", "2024/25", 200_000_000, None, 4_000_000, 0), None),
    ("spend_unlike_accounts", spend_row("T1A", "2024/25", 50_000_000, None, 1_000_000, 0), None),
]
ASKS_NOTHING: list[tuple[Row, Row | None]] = [
    (spend_row("T1A", "2024/25", 100_000_000, None, 15_000_000, 0), None),
    (spend_row("T1A", "2024/25", 100_000_000, None, 200_000, 0), None),
    (spend_row("T1A", "2024/25", 100_000_000, None, 2_000_000, 0, staff=2_000_100), None),
    (
        spend_row("T1A", "2024/25", 100_000_000, None, 3_000_000, 0),
        spend_row("T1A", "2023/24", 100_000_000, None, 2_000_000, 0),
    ),
    (spend_row("T1A", "2024/25", 199_000_000, None, 4_000_000, 0), None),
]


def code_of(place: int) -> str:
    return f"T{place}X"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> list[Spend]:
    """What is asked of each of these returns: each is of a trust of its own, in one country."""
    rows: list[CountryRow] = [system("QZ1")]
    cases = [*((row, earlier) for _, row, earlier in QUESTIONS), *ASKS_NOTHING]
    for place, case in enumerate(cases):
        code = code_of(place)
        rows += [*trust(code, "QZ1"), context(code, "2023/24", 100_000_000, 1_000)]
        rows += [spend_return({**row, "ods_code": code}) for row in case if row is not None]
    country = publish_country(tmp_path_factory.mktemp("asked"), *rows)
    return [spend_of_trust(country, code_of(place)) for place in range(len(cases))]


@pytest.mark.parametrize("place", range(len(QUESTIONS)))
def test_a_suspicious_value_is_a_question_and_the_value_stays(asked, place):
    (question, row, _), found = QUESTIONS[place], asked[place]
    assert question in found.questions["question"].tolist()
    assert all(text.endswith((".", "?")) for text in found.questions["explanation"])
    assert found.rows["it_revenue"].tolist() == [row["it_revenue"]]


@pytest.mark.parametrize("place", range(len(ASKS_NOTHING)))
def test_a_value_on_the_threshold_is_not_asked_about(asked, place):
    assert asked[len(QUESTIONS) + place].questions.empty


CODES = {question.code for question in spend_questions()}
Asked = set[tuple[str, str, str, str]]
"""Trust, financial year, code and sentence."""


ACCOUNTS = (
    context("T1A", "2021/22", 100_000_000, 1_000),
    context("T1A", "2023/24", 300_000_000, 1_000),
    context("T1A", "2025/26", None, 1_000),
    context("T2A", "2022/23", 50_000_000, 500),
)


def country(folder: Path, standing: Sequence[Row]) -> Publication:
    return publish_country(
        folder,
        system("QZ1"),
        *(row for code in ("T1A", "T2A", "T3A") for row in trust(code, "QZ1")),
        *ACCOUNTS,
        *map(spend_return, standing),
    )


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """The country in which nothing was returned."""
    return country(tmp_path_factory.mktemp("before"), [])


class TestUploadAndPage:
    """The same returns, checked as a file and shown as what stands: the same questions in the same words."""

    def of_the_upload(self, before: Publication, rows: Sequence[Row]) -> Asked:
        """What the check asks, beside what stood before."""
        header = [name for name in rows[0] if name != "trust"]
        cells = [["" if row[name] is None else row[name] for name in header] for row in rows]
        checked = check_return(csv_of(header, *cells), "spend.csv", publication=before)
        assert checked.errors == ()
        keys = [(str(row["ods_code"]), str(row["financial_year"])) for row in rows]
        return {
            (*keys[(entry.line or 0) - 2], entry.code, entry.message)
            for entry in checked.questions
            if entry.code in CODES
        }

    def of_the_page(self, after: Publication, rows: Sequence[Row]) -> Asked:
        return {
            (code, year, row.question, row.explanation)
            for code, year in {(row["ods_code"], row["financial_year"]) for row in rows}
            for row in spend_of_trust(after, code, financial_year=year).questions.itertuples()
        }

    def test_many_unlikely_returns_in_one_file_or_a_year_after_the_other(self, before, tmp_path):
        rows = [
            # T1A doubled its accounts: each year is held against its own, or the one that stands in for it.
            spend_row("T1A", "2020/21", 220_000_000, None, 4_000_000, 0),
            spend_row("T1A", "2021/22", 210_000_000, None, 4_000_000, 0),
            spend_row("T1A", "2022/23", 105_000_000, 5_000_000, 2_000_000, 900_000),
            spend_row("T1A", "2023/24", 310_000_000, 5_000_000, 6_000_000, 900_000),
            spend_row("T1A", "2024/25", 100_000_000, 5_000_000, 18_000_000, 900_000),
            spend_row("T2A", "2023/24", 48_000, None, 900, 0, staff=1_500),
            spend_row("T2A", "2024/25", 48_000_000, 1_000_000, 50_000, 0, staff=1_000_000, other=5_000),
            spend_row("T3A", "2024/25", 4_999_999, None, 80_000, 0),
        ]
        first = [row for row in rows if row["financial_year"] < "2024/25"]
        later = [row for row in rows if row not in first]
        asked = self.of_the_upload(before, first)
        asked |= self.of_the_upload(country(tmp_path / "some", first), later)
        shown = self.of_the_page(country(tmp_path / "all", rows), rows)
        assert self.of_the_upload(before, rows) == asked == shown
        assert {code for *_, code, _ in shown} == CODES
        unlike = {(trust, year): said for trust, year, code, said in shown if code == "spend_unlike_accounts"}
        assert unlike.keys() == {("T1A", "2020/21"), ("T1A", "2021/22"), ("T1A", "2024/25")}
        assert "accounts of 2021/22 show 100,000,000" in unlike["T1A", "2020/21"]
        assert "accounts of 2023/24 show 300,000,000" in unlike["T1A", "2024/25"]

    def test_every_return_of_the_demonstration(self, publication):
        """Sent again, word for word, what stands raises what the page asks of it."""
        codes = [f"DEMO{number}" for number in range(1, 9)]
        rows = [
            {str(name): None if pd.isna(value) else value for name, value in row.items()}
            for row in spend_returns(publication, codes).drop(columns="submission_id").to_dict("records")
        ]
        assert self.of_the_upload(publication, rows) == self.of_the_page(publication, rows)

    def test_whatever_is_returned(self, before, tmp_path):
        """Sixty returns of all sizes, near the thresholds and far from them."""
        chance = Random(0)
        rows = []
        for code, year in product(("T1A", "T2A", "T3A"), range(2005, 2025)):
            operating = round(10 ** chance.uniform(6, 9))
            spent = round(operating * 10 ** chance.uniform(-3.5, -0.5))
            revenue = chance.randint(0, spent)
            parts = {part: chance.randint(0, spent // 2) for part in ("staff", "software", "other")}
            capital = chance.choice([None, max(spent, operating // 20)])
            name = f"{year}/{(year + 1) % 100:02}"
            rows.append(spend_row(code, name, operating, capital, revenue, spent - revenue, **parts))
        asked = self.of_the_upload(before, rows)
        assert asked == self.of_the_page(country(tmp_path / "after", rows), rows)
        assert {code for *_, code, _ in asked} == CODES
