"""What is unlikely in returns of IT spend: questions to whoever returned it, never corrections."""

from typing import Any, Final

import pandas as pd

from benchmark.definitions import definitions
from benchmark.measures.compare import at_least, at_most
from benchmark.measures.spend_accounts import Account, Accounts
from benchmark.measures.spend_columns import CATEGORIES

Question = tuple[str, str]
"""A question's key and its sentence."""

COLUMNS: Final = ("ods_code", "trust", "question", "explanation")


def spend_questions(rows: pd.DataFrame, accounts: Accounts) -> pd.DataFrame:
    """The questions that returns raise, trust by trust in the order of `rows`.

    rows: as `spend_figures.with_figures` gives them. Returns ods_code, trust, question ('share_high',
    'share_low', 'jump', 'in_thousands', 'unlike_accounts', 'parts_exceed'), explanation (a sentence).
    """
    found = [
        (row.ods_code, row.trust, *question)
        for row in rows.itertuples(index=False)
        for question in questions_of(row, accounts)
    ]
    return pd.DataFrame(found, columns=[*COLUMNS]).astype("str")


def questions_of(row: Any, accounts: Accounts) -> list[Question]:
    """The questions that one return raises; row: as attributes, the columns of `with_figures`."""
    account = accounts.expenditure(row.ods_code, row.financial_year)
    asked = (
        _share(row),
        _jump(row),
        _size(row.operating_expenditure, account),
        _parts(row),
    )
    return [question for question in asked if question is not None]


def _share(row: Any) -> Question | None:
    """Of total expenditure where the capital expenditure was returned, of operating expenditure else."""
    share = row.share_of_total if pd.notna(row.share_of_total) else row.share_of_operating
    high, low = (definitions().threshold(f"spend_share_{end}") for end in ("high", "low"))
    if pd.isna(share):
        return None
    if share > high:
        return "share_high", f"IT spend is {100 * share:.1f}% of expenditure, above {100 * high:g}%."
    if share < low:
        return "share_low", f"IT spend is {100 * share:.2f}% of expenditure, below {100 * low:g}%."
    return None


def _jump(row: Any) -> Question | None:
    limit = definitions().threshold("spend_jump")
    ratio = row.change_ratio
    if pd.isna(ratio) or abs(ratio) <= limit:
        return None
    direction = "rose" if ratio > 0 else "fell"
    before = row.year_before
    return (
        "jump",
        f"IT spend {direction} by {100 * abs(ratio):.0f}% since {before}, more than {100 * limit:g}%.",
    )


def _size(expenditure: float, account: Account | None) -> Question | None:
    """Expenditure too small for pounds, or unlike the accounts."""
    if expenditure < definitions().threshold("spend_in_thousands"):
        return "in_thousands", f"Operating expenditure is £{expenditure:,.0f}: pounds, or thousands?"
    limit = definitions().threshold("spend_unlike_accounts")
    if account is None:
        return None
    factor = expenditure / account.value
    if not at_least(factor, limit) and not at_most(factor, 1 / limit):
        return None
    return (
        "unlike_accounts",
        f"Operating expenditure is £{expenditure:,.0f}; the accounts of {account.financial_year} show "
        f"£{account.value:,.0f}.",
    )


def _parts(row: Any) -> Question | None:
    parts = [getattr(row, f"spend_on_{category}") for category in CATEGORIES]
    excess = sum(part for part in parts if pd.notna(part)) - row.it_total
    if excess <= definitions().threshold("spend_parts"):
        return None
    return "parts_exceed", f"The parts of the IT spend add up to £{excess:,.0f} more than the total."
