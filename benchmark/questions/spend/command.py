"""The command spend. Returns its exit code."""

from argparse import Namespace
from math import isnan
from typing import Any

from benchmark.common.resolve import resolve_scope
from benchmark.core.columns import rows_of
from benchmark.core.definitions import definitions
from benchmark.questions.spend.columns import (
    DENOMINATORS,
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
from benchmark.questions.spend.measure import (
    Spend,
    SpendAndMaturity,
    spend_and_maturity,
    spend_of_system,
    spend_of_trust,
)
from benchmark.questions.spend.words import association_words, reached_words, returned_words, source_words
from benchmark.store.publication import Publication
from benchmark.surfaces.cli.output import Reply, show
from benchmark.surfaces.cli.store_commands import ready

REFERENCES_ONLY = (
    "A dash: not returned. 2% (reported) and 5% (recommended) are references of May 2020, not standards; "
    "the pounds to them are of total expenditure, or of operating expenditure where no capital was returned."
)


def spend(arguments: Namespace) -> int:
    """What the trusts of a system, or one trust, spend on IT: one row per trust."""
    _, publication = ready(arguments)
    found, beside, whose = _asked(publication, arguments)
    trusts = _trusts(found)
    show(
        Reply(
            found.subject,
            f"IT spend as {whose} returned it, not audited",
            shown=IN_SHORT.of(trusts),
            exported=TRUSTS.of(trusts),
            document=spend_document(found, beside),
            notes=[*_notes(found, beside), REFERENCES_ONLY],
        ),
        arguments.format,
        arguments.output,
    )
    return 0


def spend_document(found: Spend, beside: SpendAndMaturity | None) -> dict[str, Any]:
    """IT spend as JSON; beside: spend and maturity, where there is any."""
    return {
        "of": found.of,
        "code": found.subject.code,
        "name": found.subject.name,
        "financial_year": found.financial_year,
        "years": [*found.years],
        "references": REFERENCES.of(
            vars(known) | {"source": source_words(known)} for known in definitions().spend_references
        ).records(),
        "totals": found.totals and found.totals.record,
        "by_year": YEARS.of(found.by_year).records(),
        "rows": RETURNS.of(found.rows).records(),
        "without_return": WITHOUT_RETURN.of(found.without_return).records(),
        "categories": SPENT_ON.of(found.categories).records(),
        "questions": QUESTIONS.of(found.questions).records(),
        "association": beside and beside.record,
    }


def _asked(publication: Publication, arguments: Namespace) -> tuple[Spend, SpendAndMaturity | None, str]:
    """The spend, what stands beside it, and who returned it, in words."""
    if arguments.trust is not None:
        found = spend_of_trust(publication, arguments.trust, financial_year=arguments.financial_year)
        return found, None, "the trust"
    scope = resolve_scope(publication, ics=arguments.ics, year=arguments.year, footprint=arguments.footprint)
    found = spend_of_system(publication, scope, financial_year=arguments.financial_year)
    beside = spend_and_maturity(
        publication,
        found,
        assessment_year=scope.assessment_year,
        denominator="operating" if found.totals is None else found.totals.denominator,
    )
    return found, beside, f"its trusts of {scope.assessment_year}"


def _trusts(found: Spend) -> list[dict[str, Any]]:
    """Every trust's row, with the keys of both tables: those that returned, then those that did not."""
    keys: dict[str, Any] = {column.key: None for column in (*TRUSTS.columns, *IN_SHORT.columns)}
    rows = []
    for row in rows_of(found.rows):
        of = "operating" if isnan(row.share_of_total) else "total"
        ways = {f"to_{name}": getattr(row, f"to_{name}_of_{of}") for name in ("reported", "recommended")}
        rows.append(keys | {"state": RETURNED} | row._asdict() | ways)
    return rows + [keys | {"state": NO_RETURN} | row._asdict() for row in rows_of(found.without_return)]


def _notes(found: Spend, beside: SpendAndMaturity | None) -> list[str]:
    notes = [returned_words(found)]
    if found.totals is not None:
        notes += reached_words(found.totals)
        notes.append(f"One figure for all is of {DENOMINATORS[found.totals.denominator]}.")
    notes += [f"Question: {row.trust}: {row.explanation}" for row in found.questions.itertuples()]
    if beside is not None:
        notes.append(association_words(beside))
    return notes
