"""Invented returns of IT spend, and ways to make many of them."""

from typing import Any

import duckdb
import pandas as pd
from hypothesis import strategies as st

from benchmark.questions.spend.amounts import Account, Accounts
from benchmark.store.publication.derived import derived_tables
from schemas.returns import ItSpend, TrustContext
from tests.unit.questions.spend.naive_spend import PARTS, Row

YEARS = ("2021/22", "2022/23", "2023/24", "2024/25")
FIGURES = ("operating_expenditure", "average_wte")
CODES = ("T1A", "T2A", "T3A", "T4A", "T5A")
NO_ACCOUNTS = Accounts({})
_COLUMNS: dict[str, Any] = (
    dict.fromkeys(("ods_code", "trust", "financial_year"), "str")
    | dict.fromkeys(("operating_expenditure", "capital_expenditure", "it_revenue", "it_capital"), float)
    | {f"spend_on_{part}": float for part in PARTS}
    | {"submission_id": int}
)


def known_accounts(**figures: dict[str, dict[str, float]]) -> Accounts:
    """The accounts of trusts as they stand in for years, as the publication's own table says it.

    figures: operating_expenditure and average_wte, each by trust and financial year.
    """
    rows = [
        (code, year, *(amount if name == figure else None for name in FIGURES))
        for figure, of_trusts in figures.items()
        for code, of_years in of_trusts.items()
        for year, amount in of_years.items()
    ]
    derived = next(table for table in derived_tables() if table.name == "standing_accounts")
    with duckdb.connect() as connection:
        connection.execute(
            "create table trust_context (ods_code text, financial_year text, "
            "operating_expenditure double, average_wte double)"
        )
        if rows:
            connection.executemany("insert into trust_context values (?, ?, ?, ?)", rows)
        connection.execute(derived.text)
        found: dict[tuple[str, str], tuple[Account, ...]] = {}
        for code, figure, *own in connection.execute(
            "select ods_code, figure, financial_year, amount, stands_from, stands_until "
            "from standing_accounts order by financial_year"
        ).fetchall():
            found[code, figure] = (*found.get((code, figure), ()), Account(*own))
    return Accounts(found)


def spend_row(code: str, year: str, operating: int, capital: int | None, *it: int, **parts: int) -> Row:
    """A return: expenditure, then IT revenue and IT capital, all in pounds; parts by category."""
    revenue, of_capital = it
    return {
        "ods_code": code,
        "trust": f"Trust {code}",
        "financial_year": year,
        "operating_expenditure": operating,
        "capital_expenditure": capital,
        "it_revenue": revenue,
        "it_capital": of_capital,
        **{f"spend_on_{part}": parts.get(part) for part in PARTS},
    }


def returns_frame(rows: list[Row]) -> pd.DataFrame:
    """Rows as the publication gives them: by year and trust."""
    ordered = sorted(rows, key=lambda row: (row["financial_year"], row["trust"]))
    numbered = [row | {"submission_id": number} for number, row in enumerate(ordered, start=1)]
    return pd.DataFrame(numbered, columns=[*_COLUMNS]).astype(_COLUMNS)


def spend_return(row: Row) -> ItSpend:
    """The same as a row that can be submitted."""
    return ItSpend(**{name: value for name, value in row.items() if name != "trust"})


def context(code: str, year: str, operating: int | None, wte: int | None) -> TrustContext:
    return TrustContext(ods_code=code, financial_year=year, operating_expenditure=operating, average_wte=wte)


@st.composite
def spend_rows(draw: st.DrawFn) -> list[Row]:
    """Some returns of some trusts, in any order, in whole pounds."""
    keys = draw(
        st.lists(
            st.tuples(st.sampled_from(CODES), st.sampled_from(YEARS)), min_size=1, max_size=9, unique=True
        )
    )
    pounds = st.integers(0, 40_000_000)
    part = st.none() | st.integers(0, 5_000_000)
    return [
        spend_row(
            code,
            year,
            draw(st.integers(20_000_000, 2_000_000_000)),
            draw(st.none() | st.integers(0, 90_000_000)),
            draw(pounds),
            draw(pounds),
            **{name: value for name in PARTS if (value := draw(part)) is not None},
        )
        for code, year in keys
    ]
