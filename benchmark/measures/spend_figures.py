"""The figures of each trust's return of IT spend, and what is known of a trust without one."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from benchmark.definitions import definitions
from benchmark.measures.spend_accounts import Accounts
from benchmark.measures.spend_columns import CATEGORIES, NOT_BROKEN_DOWN, RETURNS, SPENT_ON, WITHOUT_RETURN
from schemas.definitions import SpendReference

REPORTED, RECOMMENDED, HISTORIC, CAPITAL_MIX = (
    "nao_actual",
    "nao_recommended",
    "hansard_2005",
    "health_foundation_capital",
)
Record = dict[str, Any]


def reference(key: str) -> SpendReference:
    """A dated reference for spend. KeyError when there is none of that key."""
    for found in definitions().spend_references:
        if found.key == key:
            return found
    raise KeyError(key)


def with_figures(returns: pd.DataFrame, accounts: Accounts) -> pd.DataFrame:
    """Each return with what follows from it, as the table RETURNS, in the order given.

    returns: ods_code, trust, financial_year and the amounts of the kind it_spend, by year and trust.
    """
    records: list[Record] = []
    before: dict[str, Record] = {}
    for row in plain_rows(returns):
        record = _figures(row, accounts)
        record |= _since(before.get(record["ods_code"]), record)
        before[record["ods_code"]] = record
        records.append(record)
    return RETURNS.typed(records)


def plain_rows(frame: pd.DataFrame) -> list[Record]:
    """Rows as plain values, missing ones as None."""
    names = [str(name) for name in frame.columns]
    # Column by column into Python's own values: a frame's own ways take milliseconds for a few dozen rows.
    values = [[None if pd.isna(value) else value for value in frame[name].tolist()] for name in names]
    return [dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)]


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
    """What the IT spend of each return goes to, as the table SPENT_ON, in the categories' order.

    A category that was not returned has no row. The shares are of the total, or of the parts where those add
    up to more, which is asked about.
    """
    found: list[Record] = []
    for row in plain_rows(rows):
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
    return SPENT_ON.typed(found)


def without_return(
    names: Mapping[str, str], history: pd.DataFrame, accounts: Accounts, *, financial_year: str | None
) -> pd.DataFrame:
    """The trusts without a return for a financial year, by name, as the table WITHOUT_RETURN.

    names: ODS code -> name of every trust that could have returned.
    """
    returns = [*zip(history["financial_year"], history["ods_code"], strict=True)]
    returned = {code for year, code in returns if year == financial_year}
    last = {code: year for year, code in sorted(returns)}
    found = []
    for code, name in sorted(names.items(), key=lambda item: (item[1], item[0])):
        if code in returned:
            continue
        record: Record = {"ods_code": code, "trust": name, "last_return": last.get(code)}
        if (account := accounts.expenditure(code, financial_year)) is not None:
            record |= {
                "accounts_year": account.financial_year,
                "accounts_operating_expenditure": account.value,
                "reported_of_accounts": reference(REPORTED).value * account.value,
                "recommended_of_accounts": reference(RECOMMENDED).value * account.value,
            }
        found.append(record)
    return WITHOUT_RETURN.typed(found)
