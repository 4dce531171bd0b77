"""The command `spend`."""

from math import isnan
from typing import Any

import click

from benchmark.common.resolve import resolve_scope
from benchmark.core.columns import rows_of
from benchmark.core.definitions import definitions
from benchmark.questions.evidence.assets import Assets, assets
from benchmark.questions.evidence.columns import ASSETS, ASSETS_BY_YEAR
from benchmark.questions.evidence.words import ASSETS_CAUTION, assets_lead
from benchmark.questions.spend.columns import (
    DENOMINATORS,
    DISCLOSED,
    IN_SHORT,
    NO_RETURN,
    QUESTIONS,
    REFERENCES,
    RETURNED,
    RETURNS,
    SPENT_ON,
    TRUSTS,
    WITHOUT_RETURN,
    YEARS,
)
from benchmark.questions.spend.disclosed import Disclosed, disclosed_spend
from benchmark.questions.spend.measure import (
    Spend,
    SpendAndMaturity,
    spend_and_maturity,
    spend_of_system,
    spend_of_trust,
)
from benchmark.questions.spend.words import (
    DISCLOSED_CAUTION,
    association_words,
    disclosed_list,
    reached_words,
    returned_words,
    source_words,
    staff_note,
)
from benchmark.surfaces.cli import options
from benchmark.surfaces.cli.options import Asked
from benchmark.surfaces.cli.output import Reply, show

REFERENCES_ONLY = (
    "A dash: not returned. 2% (reported) and 5% (recommended) are references of May 2020, not standards; "
    "the pounds to them are of total expenditure, or of operating expenditure where no capital was returned."
)


@options.command("spend --ics QYG", "spend --trust RBS --financial-year 2024/25")
@options.system_or_trust
@click.option(
    "--financial-year", metavar="YYYY/YY", help="such as 2024/25; the newest with a return when left out"
)
@options.measured
def spend(
    *,
    ics: str,
    trust: str | None,
    financial_year: str | None,
    asked: Asked,
) -> None:
    """What trusts spend on IT: share of expenditure, pounds to the references, mix.

    One row per trust.
    """
    publication = asked.publication
    if trust is None:
        scope = resolve_scope(publication, ics=ics, year=asked.year, footprint=asked.footprint)
        spending = spend_of_system(publication, scope, financial_year=financial_year)
        beside = spend_and_maturity(publication, spending, assessment_year=scope.assessment_year)
        whose = f"its trusts of {scope.assessment_year}"
    else:
        spending = spend_of_trust(publication, trust, financial_year=financial_year)
        beside, whose = None, "the trust"
    trusts = _trusts(spending)
    names = {row["ods_code"]: row["trust"] for row in trusts}
    in_accounts = assets(publication, names, fictional=spending.subject.fictional)
    disclosed = disclosed_spend(publication, [*names], fictional=spending.subject.fictional)
    show(
        Reply(
            spending.subject,
            f"IT spend as {whose} returned it, not audited",
            shown=IN_SHORT.of(trusts),
            exported=TRUSTS.of(trusts),
            document=spend_document(spending, beside) | beside_document(in_accounts, disclosed),
            notes=[*_notes(spending, beside), REFERENCES_ONLY, *_beside_returns(in_accounts, disclosed)],
        ),
        asked.written,
    )


def spend_document(spend: Spend, beside: SpendAndMaturity | None) -> dict[str, Any]:
    """IT spend for JSON. beside: spend and maturity, if there is any."""
    return {
        "of": spend.of,
        "code": spend.subject.code,
        "name": spend.subject.name,
        "financial_year": spend.financial_year,
        "years": [*spend.years],
        "references": REFERENCES.of(
            vars(entry) | {"source": source_words(entry)} for entry in definitions().spend_references
        ).records(),
        "totals": spend.totals and spend.totals.record,
        "by_year": YEARS.of(spend.by_year).records(),
        "rows": RETURNS.of(spend.rows).records(),
        "without_return": WITHOUT_RETURN.of(spend.without_return).records(),
        "categories": SPENT_ON.of(spend.categories).records(),
        "questions": QUESTIONS.of(spend.questions).records(),
        "association": beside and beside.record,
    }


def beside_document(in_accounts: Assets, disclosed: Disclosed) -> dict[str, Any]:
    """The figures beside returns for JSON: the accounts, and what trusts disclosed."""
    return {
        "accounts": ASSETS.of(in_accounts.history).records(),
        "accounts_by_year": ASSETS_BY_YEAR.of(in_accounts.by_year).records(),
        "disclosed": DISCLOSED.of(disclosed.rows).records(),
    }


def _trusts(spend: Spend) -> list[dict[str, Any]]:
    """A row with the keys of both tables for every trust: first those with a return, then those without."""
    keys: dict[str, Any] = {column.key: None for column in (*TRUSTS.columns, *IN_SHORT.columns)}
    rows = []
    for row in rows_of(spend.rows):
        of = "operating" if isnan(row.share_of_total) else "total"
        ways = {f"to_{name}": getattr(row, f"to_{name}_of_{of}") for name in ("reported", "recommended")}
        rows.append(keys | {"state": RETURNED} | row._asdict() | ways)
    return rows + [keys | {"state": NO_RETURN} | row._asdict() for row in rows_of(spend.without_return)]


def _beside_returns(in_accounts: Assets, disclosed: Disclosed) -> list[str]:
    """The sentences on accounts and disclosures, apart from returns."""
    lines = [] if in_accounts.year is None else [f"{assets_lead(in_accounts)} {ASSETS_CAUTION}"]
    if len(disclosed.rows):
        lines.append(DISCLOSED_CAUTION)
    return lines + [f"{words} “{quote}” {address}" for words, quote, address in disclosed_list(disclosed)]


def _notes(spend: Spend, beside: SpendAndMaturity | None) -> list[str]:
    notes = [returned_words(spend)]
    if spend.totals is not None:
        notes += reached_words(spend.totals)
        notes.append(f"One figure for all is of {DENOMINATORS[spend.totals.denominator]}.")
        notes += filter(None, [staff_note(spend)])
    notes += [f"Question: {row.trust}: {row.explanation}" for row in spend.questions.itertuples()]
    if beside is not None:
        notes.append(association_words(beside))
    return notes
