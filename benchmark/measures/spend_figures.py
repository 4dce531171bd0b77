"""The figures of each trust's return of IT spend, and what is known of a trust without one."""

from collections.abc import Mapping
from typing import Any, Final, Literal

import pandas as pd

from benchmark.definitions import definitions
from benchmark.measures.spend_accounts import Accounts
from schemas.definitions import SpendReference

Denominator = Literal["total", "operating"]
DENOMINATORS: Final[dict[Denominator, str]] = {
    "total": "operating and capital expenditure",
    "operating": "operating expenditure alone",
}
"""What a share is a share of, as it stands after 'of'."""
REPORTED, RECOMMENDED, HISTORIC, CAPITAL_MIX = (
    "nao_actual",
    "nao_recommended",
    "hansard_2005",
    "health_foundation_capital",
)
CATEGORIES: Final = ("staff", "software", "services", "hardware", "communications", "other")
NOT_BROKEN_DOWN: Final = "not_broken_down"

_PARTS: Final = tuple(f"spend_on_{category}" for category in CATEGORIES)
_COLUMNS: Final[dict[str, Any]] = (
    dict.fromkeys(("ods_code", "trust", "financial_year"), "str")
    | dict.fromkeys(
        (
            *("operating_expenditure", "capital_expenditure", "total_expenditure"),
            *("it_revenue", "it_capital", "it_total", "share_of_total", "share_of_operating"),
            *("to_reported_of_total", "to_recommended_of_total"),
            *("to_reported_of_operating", "to_recommended_of_operating"),
            *("capital_share", "average_wte"),
        ),
        float,
    )
    | {"wte_year": "str", "per_wte": float, "year_before": "str"}
    | dict.fromkeys(
        ("it_total_before", "change", "change_ratio", "change_share_of_total", "change_share_of_operating"),
        float,
    )
    | dict.fromkeys(_PARTS, float)
    | {"submission_id": int}
)
"""What `with_figures` gives, by type."""
_CATEGORY_COLUMNS: Final[dict[str, Any]] = {
    "ods_code": "str",
    "trust": "str",
    "category": "str",
    "spend": float,
    "share": float,
}
_WITHOUT_COLUMNS: Final[dict[str, Any]] = {
    "ods_code": "str",
    "trust": "str",
    "accounts_year": "str",
    "operating_expenditure": float,
    "reported": float,
    "recommended": float,
    "last_return": "str",
}

Record = dict[str, Any]


def reference(key: str) -> SpendReference:
    """A dated reference for spend. KeyError when there is none of that key."""
    for found in definitions().spend_references:
        if found.key == key:
            return found
    raise KeyError(key)


def with_figures(returns: pd.DataFrame, accounts: Accounts) -> pd.DataFrame:
    """Each return with what follows from it.

    returns: ods_code, trust, financial_year and the amounts of the kind it_spend, by year and trust. Keeps
    the order. Returns ods_code, trust, financial_year, then in pounds operating_expenditure,
    capital_expenditure, total_expenditure (both; missing without capital expenditure), it_revenue,
    it_capital, it_total, share_of_total and share_of_operating (of each denominator), to_reported_of_total,
    to_recommended_of_total and the same of_operating (0 at or above the reference), capital_share (of
    it_total), average_wte with wte_year and per_wte, year_before (the trust's return before this one) with
    it_total_before, change (cash of the day, prices not taken out), change_ratio, change_share_of_total,
    change_share_of_operating (differences of shares), the parts spend_on_*, and submission_id.
    """
    records: list[Record] = []
    before: dict[str, Record] = {}
    for row in _plain(returns):
        record = _figures(row, accounts)
        record |= _since(before.get(record["ods_code"]), record)
        before[record["ods_code"]] = record
        records.append(record)
    return pd.DataFrame(records, columns=[*_COLUMNS]).astype(_COLUMNS)


def _plain(frame: pd.DataFrame) -> list[Record]:
    """Rows as plain values, missing ones as None."""
    plain = frame.astype(object)
    records: list[Record] = plain.where(plain.notna(), None).to_dict("records")  # type: ignore[assignment]
    return records


def _figures(row: Record, accounts: Accounts) -> Record:
    operating, capital = row["operating_expenditure"], row["capital_expenditure"]
    total = None if capital is None else operating + capital
    spent = row["it_revenue"] + row["it_capital"]
    staff = accounts.wte(row["ods_code"], row["financial_year"])
    record = row | {
        "total_expenditure": total,
        "it_total": spent,
        "share_of_total": share_of(spent, total),
        "share_of_operating": share_of(spent, operating),
        "capital_share": share_of(row["it_capital"], spent),
        "average_wte": None if staff is None else staff.value,
        "wte_year": None if staff is None else staff.financial_year,
        "per_wte": None if staff is None else spent / staff.value,
    }
    for name, key in (("reported", REPORTED), ("recommended", RECOMMENDED)):
        for denominator, whole in (("total", total), ("operating", operating)):
            record[f"to_{name}_of_{denominator}"] = pounds_to(key, spent=spent, expenditure=whole)
    return record


def _since(earlier: Record | None, now: Record) -> Record:
    """What changed since the trust's return before; nothing where there is none."""
    if earlier is None:
        return {"year_before": None}
    start = earlier["it_total"]
    return {
        "year_before": earlier["financial_year"],
        "it_total_before": start,
        "change": now["it_total"] - start,
        "change_ratio": None if start <= 0 else (now["it_total"] - start) / start,
    } | {
        f"change_{share}": None if None in (now[share], earlier[share]) else now[share] - earlier[share]
        for share in ("share_of_total", "share_of_operating")
    }


def share_of(part: float, whole: float | None) -> float | None:
    """A part of a whole; None without a whole."""
    return None if whole is None or whole <= 0 else part / whole


def pounds_to(key: str, *, spent: float, expenditure: float | None) -> float | None:
    """Pounds that are missing to a reference's share of expenditure as it is; 0 at or above it."""
    return None if expenditure is None else max(0.0, reference(key).value * expenditure - spent)


def categories_of(rows: pd.DataFrame) -> pd.DataFrame:
    """What the IT spend of each return goes to, in the categories' order.

    Returns ods_code, trust, category, spend, share; a category that was not returned has no row, what the
    categories leave of the total is `not_broken_down`. The shares are of the total, or of the parts where
    those add up to more, which is asked about.
    """
    found: list[Record] = []
    for row in _plain(rows):
        parts = {name: row[f"spend_on_{name}"] for name in CATEGORIES}
        known = {name: spent for name, spent in parts.items() if spent is not None}
        rest = row["it_total"] - sum(known.values())
        if rest > 0:
            known[NOT_BROKEN_DOWN] = rest
        whole = max(row["it_total"], row["it_total"] - rest)
        found += [
            {
                "ods_code": row["ods_code"],
                "trust": row["trust"],
                "category": name,
                "spend": spent,
                "share": share_of(spent, whole),
            }
            for name, spent in known.items()
        ]
    return pd.DataFrame(found, columns=[*_CATEGORY_COLUMNS]).astype(_CATEGORY_COLUMNS)


def without_return(
    names: Mapping[str, str], history: pd.DataFrame, accounts: Accounts, *, financial_year: str | None
) -> pd.DataFrame:
    """The trusts without a return for a financial year, by name: what their accounts say, never a spend.

    names: ODS code -> name of every trust that could have returned. Returns ods_code, trust, accounts_year
    (the year itself where there are accounts, else the latest before it, else the first after it),
    operating_expenditure, reported and recommended (what the references' shares of it would be; all missing
    without accounts), last_return (the last financial year that the trust returned).
    """
    returned = set(history.loc[history["financial_year"] == financial_year, "ods_code"])
    last = history.groupby("ods_code")["financial_year"].max().to_dict()
    found = []
    for code, name in sorted(names.items(), key=lambda item: (item[1], item[0])):
        if code in returned:
            continue
        account = accounts.expenditure(code, financial_year)
        found.append(
            {
                "ods_code": code,
                "trust": name,
                "accounts_year": None if account is None else account.financial_year,
                "operating_expenditure": None if account is None else account.value,
                "reported": None if account is None else reference(REPORTED).value * account.value,
                "recommended": None if account is None else reference(RECOMMENDED).value * account.value,
                "last_return": last.get(code),
            }
        )
    return pd.DataFrame(found, columns=[*_WITHOUT_COLUMNS]).astype(_WITHOUT_COLUMNS)
