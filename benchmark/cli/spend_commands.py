"""The command spend. Returns its exit code."""

from argparse import Namespace
from typing import Any

from benchmark.charts.spend_words import association_words, reached_words, returned_words
from benchmark.cli.measured import figure_column, sources_of
from benchmark.cli.output import Answer, Column, number, show
from benchmark.cli.store_commands import ready
from benchmark.measures.association import SpendAndMaturity, spend_and_maturity
from benchmark.measures.resolve import resolve_scope
from benchmark.measures.scope import FOOTPRINT_IN_WORDS
from benchmark.measures.spend import Spend, spend_of_system, spend_of_trust
from benchmark.measures.spend_figures import DENOMINATORS
from benchmark.measures.spend_results import spend_result
from benchmark.store.publication import Publication
from schemas.spend_results import SpendRow, WithoutReturn

RETURNED, NO_RETURN = "returned", "no return"
REFERENCES_ONLY = (
    "A dash: not returned. 2% (reported) and 5% (recommended) are references of May 2020, not standards; "
    "the pounds to them are of total expenditure, or of operating expenditure where no capital was returned."
)


def spend(arguments: Namespace) -> int:
    """What the trusts of a system, or one trust, spend on IT: one row per trust."""
    _, publication = ready(arguments)
    found, beside, footprint = _asked(publication, arguments)
    result = spend_result(found, beside)
    year = "" if found.financial_year is None else f", {found.financial_year}"
    keys = ["state", *dict.fromkeys((*SpendRow.model_fields, *WithoutReturn.model_fields))]
    exported = [{"state": RETURNED} | row.model_dump() for row in result.rows]
    exported += [{"state": NO_RETURN} | row.model_dump() for row in result.without_return]
    show(
        Answer(
            heading=f"{_named(found)}, IT spend{year}{footprint}, as returned by the trusts, not audited",
            columns=(
                Column("ods_code", "ODS"),
                Column("trust", "Trust"),
                Column("state", "State"),
                figure_column("it_total", "IT spend £m", _millions),
                figure_column("share_of_total", "Of total", _per_cent),
                figure_column("share_of_operating", "Of operating", _per_cent),
                figure_column("to_reported", "To 2% £m", _millions),
                figure_column("to_recommended", "To 5% £m", _millions),
                figure_column("capital_share", "Capital", _per_cent),
                figure_column("per_wte", "£ per WTE", number(0)),
                figure_column("accounts", "Accounts £m", _millions),
                Column("accounts_year", "of", _text),
            ),
            rows=_rows(found),
            notes=[*_notes(found, beside), REFERENCES_ONLY],
            source=sources_of(publication, "it_spend", "trust_context", fictional=found.fictional),
            exported=exported,
            keys=keys,
            document=result.model_dump(mode="json"),
            as_at=publication.as_at,
            fictional=found.fictional,
        ),
        arguments.format,
    )
    return 0


def _asked(publication: Publication, arguments: Namespace) -> tuple[Spend, SpendAndMaturity | None, str]:
    if arguments.trust is not None:
        return spend_of_trust(publication, arguments.trust, financial_year=arguments.financial_year), None, ""
    scope = resolve_scope(publication, ics=arguments.ics, year=arguments.year, footprint=arguments.footprint)
    found = spend_of_system(publication, scope, financial_year=arguments.financial_year)
    beside = spend_and_maturity(
        publication,
        found,
        assessment_year=scope.assessment_year,
        denominator="operating" if found.totals is None else found.totals.denominator,
    )
    return found, beside, f", {FOOTPRINT_IN_WORDS[scope.footprint]} of {scope.assessment_year}"


def _named(found: Spend) -> str:
    marked = found.fictional and "fictional" not in found.name.casefold()
    return f"{found.name} ({found.code}{', fictional' if marked else ''})"


def _rows(found: Spend) -> list[dict[Any, Any]]:
    rows: list[dict[Any, Any]] = []
    for row in found.rows.to_dict("records"):
        of = "operating" if row["share_of_total"] != row["share_of_total"] else "total"
        reached = {f"to_{name}": row[f"to_{name}_of_{of}"] for name in ("reported", "recommended")}
        rows.append(row | reached | {"state": RETURNED, "accounts": None, "accounts_year": None})
    empty = dict.fromkeys(
        (
            *("it_total", "share_of_total", "share_of_operating", "to_reported", "to_recommended"),
            *("capital_share", "per_wte"),
        )
    )
    for row in found.without_return.to_dict("records"):
        rows.append(empty | row | {"state": NO_RETURN, "accounts": row["operating_expenditure"]})
    return rows


def _notes(found: Spend, beside: SpendAndMaturity | None) -> list[str]:
    notes = [returned_words(found)]
    if found.totals is not None:
        notes += reached_words(found.totals)
        notes.append(f"One figure for all is of {DENOMINATORS[found.totals.denominator]}.")
    notes += [f"Question: {row.trust}: {row.explanation}" for row in found.questions.itertuples()]
    if beside is not None:
        notes.append(association_words(beside))
    return notes


def _millions(pounds: float | None) -> str:
    return number(1)(None if pounds is None else pounds / 1e6)


def _per_cent(share: float | None) -> str:
    text = number(1)(None if share is None else 100 * share)
    return text if text == "-" else f"{text}%"


def _text(value: object) -> str:
    return value if isinstance(value, str) else "-"
