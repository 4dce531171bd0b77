"""Unlikely returns of IT spend are asked about on either side of each threshold, and never changed."""

from collections.abc import Callable

import pytest

from benchmark.measures.spend import Spend, spend_of_trust
from tests.unit.measures.country import publish_country, system, trust
from tests.unit.measures.naive_spend import Row
from tests.unit.measures.spends import context, spend_return, spend_row

QUESTIONS: list[tuple[str, Row, Row | None]] = [
    ("share_high", spend_row("T1A", "2024/25", 100_000_000, None, 15_000_100, 0), None),
    ("share_low", spend_row("T1A", "2024/25", 100_000_000, None, 199_999, 0), None),
    ("in_thousands", spend_row("T1A", "2024/25", 4_999_999, None, 90_000, 0), None),
    (
        "parts_exceed",
        spend_row("T1A", "2024/25", 100_000_000, None, 2_000_000, 0, staff=2_000_101),
        None,
    ),
    (
        "jump",
        spend_row("T1A", "2024/25", 100_000_000, None, 3_000_100, 0),
        spend_row("T1A", "2023/24", 100_000_000, None, 2_000_000, 0),
    ),
    ("unlike_accounts", spend_row("T1A", "2024/25", 200_000_000, None, 4_000_000, 0), None),
    ("unlike_accounts", spend_row("T1A", "2024/25", 50_000_000, None, 1_000_000, 0), None),
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


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Row, Row | None], Spend]:
    def ask(row: Row, earlier: Row | None) -> Spend:
        rows = [row] if earlier is None else [earlier, row]
        folder = tmp_path_factory.mktemp("asked")
        accounts = context("T1A", "2023/24", 100_000_000, 1_000)
        country = publish_country(
            folder, system("QZ1"), *trust("T1A", "QZ1"), accounts, *map(spend_return, rows)
        )
        return spend_of_trust(country, "T1A")

    return ask


@pytest.mark.parametrize(("question", "row", "earlier"), QUESTIONS)
def test_a_suspicious_value_is_a_question_and_the_value_stays(
    asked: Callable[[Row, Row | None], Spend], question: str, row: Row, earlier: Row | None
) -> None:
    found = asked(row, earlier)
    assert question in found.questions["question"].tolist()
    assert all(text.endswith((".", "?")) for text in found.questions["explanation"])
    assert found.rows["it_revenue"].tolist() == [row["it_revenue"]]


@pytest.mark.parametrize(("row", "earlier"), ASKS_NOTHING)
def test_a_value_on_the_threshold_is_not_asked_about(
    asked: Callable[[Row, Row | None], Spend], row: Row, earlier: Row | None
) -> None:
    assert asked(row, earlier).questions.empty
