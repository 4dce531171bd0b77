"""Tables and sentences of IT spend, for pages and reports: facts, years, changes, references."""

import pandas as pd

from benchmark.charts.spend_rows import table_of
from benchmark.charts.spend_words import level, returned_words, share_words, to_references, way_to
from benchmark.definitions import definitions
from benchmark.measures.spend import Spend
from benchmark.measures.spend_figures import CAPITAL_MIX, DENOMINATORS, RECOMMENDED, REPORTED, reference
from benchmark.wording import in_list, per_cent, plural, pounds, short_name, signed


def spend_lead(spend: Spend) -> str:
    """The page's first sentences: who returned, what share that is, how far to the references."""
    returned = returned_words(spend)
    if spend.totals is None:
        return f"{returned} {_accounts_lead(spend)}"
    against = spend.totals.against(spend.totals.denominator)
    if against is None:
        return f"{returned} {share_words(spend.totals)}"
    return f"{returned} {share_words(spend.totals)} {to_references(against, trusts=against.trusts)}"


def _accounts_lead(spend: Spend) -> str:
    """What can be said without a return."""
    known = spend.without_return[spend.without_return["operating_expenditure"].notna()]
    if known.empty:
        return "There are no published accounts to take a reference from either."
    years = in_list(sorted(set(known["accounts_year"])))
    return (
        f"{level(REPORTED)} of operating expenditure in the accounts of {years} would be "
        f"{pounds(known['reported'].sum())} a year, {level(RECOMMENDED)} would be "
        f"{pounds(known['recommended'].sum())}: references, not spend."
    )


def spend_facts(spend: Spend) -> list[tuple[str, str]]:
    """The figures of a year in short, each with what it is of; empty where nobody returned."""
    totals = spend.totals
    if totals is None:
        return []
    lines = [("IT spend", f"{pounds(totals.it_total)}, {spend.financial_year}")]
    for denominator, words in DENOMINATORS.items():
        against = totals.against(denominator)
        if against is None:
            lines.append((f"Share of {words}", "no capital expenditure returned"))
            continue
        of_how_many = "" if spend.of == "trust" else f" ({plural(against.trusts, 'trust')})"
        lines.append(
            (
                f"Share of {words}",
                f"{per_cent(against.share)} of {pounds(against.expenditure)}{of_how_many}; "
                f"{way_to(REPORTED, against.to_reported)}, {way_to(RECOMMENDED, against.to_recommended)}",
            )
        )
    if totals.capital_share is not None:
        lines.append(
            (
                "Capital and revenue",
                f"{per_cent(totals.capital_share)} capital to {per_cent(1 - totals.capital_share)} revenue; "
                f"estimate of need {level(CAPITAL_MIX)} to {100 - 100 * reference(CAPITAL_MIX).value:g}%",
            )
        )
    if totals.per_wte is not None:
        lines.append(("IT spend per whole-time equivalent", f"{pounds(totals.per_wte)}{_staff_of(spend)}"))
    if totals.change is not None:
        change = totals.change
        ratio = "" if change.ratio is None else f" ({signed(100 * change.ratio, decimals=1)}%)"
        who = "" if spend.of == "trust" else f", {plural(change.trusts, 'trust')} that returned in both years"
        lines.append(
            (f"Since {change.year_before}", f"{_signed_pounds(change.change)}{ratio} in cash of the day{who}")
        )
    return lines


def _staff_of(spend: Spend) -> str:
    """Which trusts' staff, and of which year where it is another than that of the spend."""
    assert spend.totals is not None
    known = spend.rows[spend.rows["average_wte"].notna()]
    others = sorted(set(known["wte_year"]) - {spend.financial_year})
    parts = [] if spend.of == "trust" else [plural(spend.totals.trusts_with_wte, "trust")]
    parts += [f"staff of {in_list(others)}"] if others else []
    return f" ({', '.join(parts)})" if parts else ""


def _signed_pounds(amount: float) -> str:
    sign = signed(amount, decimals=0)[0]
    return f"{sign}{pounds(abs(amount))}" if sign in "+−" else pounds(0)


def years_table(spend: Spend) -> pd.DataFrame:
    """Year by year: who returned, what was spent, the shares and the mix."""
    return table_of(
        spend.by_year,
        {
            "financial_year": "Financial year",
            "returned": "Trusts that returned",
            "it_revenue": "IT revenue (£)",
            "it_capital": "IT capital (£)",
            "it_total": "IT spend (£)",
            "share_of_total": "Share of operating and capital expenditure (%)",
            "trusts_of_total": "Trusts in that share",
            "share_of_operating": "Share of operating expenditure alone (%)",
            "capital_share": "Capital's share of IT spend (%)",
        },
    )


def changes_table(spend: Spend) -> pd.DataFrame:
    """Each trust's change since its return before: in cash, and in percentage points of both shares.

    Trusts without an earlier return are left out.
    """
    changed = spend.rows[spend.rows["year_before"].notna()]
    table = table_of(
        changed,
        {
            "trust": "Trust",
            "year_before": "Since",
            "it_total_before": "Then (£)",
            "it_total": "Now (£)",
            "change": "Change (£)",
            "change_ratio": "Change (%)",
            "change_share_of_total": "Of total (points)",
            "change_share_of_operating": "Of operating (points)",
        },
    )
    table["Trust"] = table["Trust"].map(short_name)
    for name in ("Of total (points)", "Of operating (points)"):
        table[name] = (100 * table[name]).round(2)
    table["Change (%)"] = table["Change (%)"].round(1)
    return table


def returns_table(spend: Spend) -> pd.DataFrame:
    """Every return of every year as it was returned, with what follows from it."""
    return table_of(
        spend.history,
        {
            "trust": "Trust",
            "ods_code": "ODS code",
            "financial_year": "Financial year",
            "operating_expenditure": "Operating expenditure (£)",
            "capital_expenditure": "Capital expenditure (£)",
            "it_revenue": "IT revenue (£)",
            "it_capital": "IT capital (£)",
            "it_total": "IT spend (£)",
            "share_of_total": "Share of operating and capital expenditure (%)",
            "share_of_operating": "Share of operating expenditure alone (%)",
            "capital_share": "Capital's share of IT spend (%)",
            "per_wte": "IT spend per WTE (£)",
            "wte_year": "Staff of",
            "submission_id": "Submission",
        },
    )


def questions_list(spend: Spend) -> list[str]:
    """What is unlikely in the returns, a sentence each."""
    if spend.of == "trust":
        return spend.questions["explanation"].tolist()
    pairs = zip(spend.questions["trust"], spend.questions["explanation"], strict=True)
    return [f"{trust}: {words}" for trust, words in pairs]


def references_list() -> list[str]:
    """Every reference with its date and source, a sentence each."""
    return [
        f"{found.name} ({found.as_of}): {found.note} {found.source.publisher}, {found.source.title}, "
        f"{found.source.published}."
        for found in definitions().spend_references
    ]
