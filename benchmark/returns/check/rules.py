"""Checks valid rows against the reference, the last round and each other.

The rules are in `rule_book`. Planning a query takes some milliseconds even if nothing is found, so a rule
runs only on rows in which it could find something: usually none.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmark.common.scope import sql
from benchmark.returns.arrays import Groups, Mask, groups_of, rows_with, texts_of
from benchmark.returns.check.domains import domain_findings
from benchmark.returns.check.identity import stated_systems
from benchmark.returns.check.lookup import Lookup
from benchmark.returns.check.reference import Reference, Unit, trusts_of_domains
from benchmark.returns.check.rows import CheckedRows
from benchmark.returns.check.rule_book import CLOSED, Rule, rules
from benchmark.returns.findings import LISTED, Finding, finding
from benchmark.returns.queries import Queries
from benchmark.returns.recognise.arrange import Arranged
from benchmark.returns.templates.csv_template import template_figures
from benchmark.returns.vocabulary import file_layouts, heading_key, pillar_names, pillar_spellings
from benchmark.store.publication import Publication
from schemas.returns import MaturityScore

_MOVES = ("scores/score_jump", "scores/pillars_exchanged")
"""Queries about how far trusts' pillars move."""
_ROUNDED = 1e-6
"""A tolerance below a query's limit, so that rounding drops no move of that size."""


def check_against(
    checked: CheckedRows, arranged: Arranged, lookup: Lookup, going_on: Publication | None
) -> CheckedRows:
    """The rows compared with the publication: closed trusts refused, questions about all that is unlikely.

    going_on: the publication that would remain beside the file; None for the current one.
    """
    reference = lookup.reference
    returned = any(layout.kind == checked.kind for layout in file_layouts())
    if reference is None or not returned or not checked.table.num_rows:
        return checked
    with Queries(reference.publication, checked.by_pillar) as queries:
        for rule in CLOSED:
            if places := _places(rule, checked, queries, reference):
                checked = _without_closed(checked, arranged, rule, places, reference)
        moved = checked.by_pillar
        if checked.kind == MaturityScore.kind:
            moved = with_standing(queries, moved, checked.table, reference.publication)
        findings = [
            entry
            for rule in rules()
            for entry in _findings(
                rule, _places(rule, checked, queries, reference, moved), arranged, reference
            )
        ]
    heading = shown_heading("domain", {}, arranged)
    findings += domain_findings(
        checked, reference, column=heading, going_on=going_on or reference.publication
    )
    findings += template_figures(checked.table, checked.kind, checked.sheet)
    findings += stated_systems(arranged, lookup)
    return checked.with_findings(findings)


def _places(
    rule: Rule,
    checked: CheckedRows,
    queries: Queries,
    reference: Reference,
    moved: pa.Table | None = None,
) -> list[dict[str, Any]]:
    """The places where a rule finds something; none if the rule is not for this kind.

    moved: the pillars with the scores that they would have, for rules about moves.
    """
    if not rule.applies_to(checked.kind):
        return []
    rows = checked.table if rule.domain_by_domain else checked.by_pillar
    if moved is not None and rule.query in _MOVES:
        rows = moved
    asked = worth_asking(rule.query, rows, reference, rule.limit)
    if not asked.num_rows:
        return []
    queries.replace_rows(asked)
    query = sql(__package__, rule.query).replace("{moves}", sql(__package__, "scores/moves"))
    return queries.records(query, **rule.parameters)


def with_standing(queries: Queries, pillars: pa.Table, table: pa.Table, publication: Publication) -> pa.Table:
    """Pillars from `pillar_rows`, with the scores that they would have in the publication.

    Those include current domains, as a file can give one domain of four. table: the file's rows.
    """
    trusts = pillars["ods_code"].combine_chunks()
    if rows_with(trusts, trusts_of_domains(publication).__contains__) is None:
        return pillars
    queries.replace_rows(pillars)
    # Look for current domains first: a return can have a million.
    if not queries.records(sql(__package__, "standing/domains_standing"))[0]["domains"]:
        return pillars
    queries.replace_rows(table)
    scored = queries.table(sql(__package__, "standing/pillars_with_standing"))
    for place, column in enumerate(scored.schema):
        if pa.types.is_string(column.type):
            texts = scored[column.name].combine_chunks().dictionary_encode()
            scored = scored.set_column(place, column.name, texts)
    return scored


def _findings(
    rule: Rule, places: Iterable[Mapping[str, Any]], arranged: Arranged, reference: Reference
) -> list[Finding]:
    findings = []
    for place in places:
        words = {name: word for name, word in place.items() if name not in ("line", "cells")}
        column = str(words.pop("column", rule.column))
        heading = shown_heading(column, words, arranged)
        for name in ("pillar", "other_pillar"):
            if name in words:
                words[name] = pillar_names().get(str(words[name]), words[name])
        if rule.code in ("trust_closed", "trust_closed_since"):
            heirs = reference.successors.get(str(place["value"]))
            words["successor"] = f", and {heirs} took over" if heirs else ""
        findings.append(
            finding(
                rule.code,
                sheet=arranged.sheet,
                line=int(place["line"]),
                column=heading,
                count=int(place["cells"]),
                **words,
            )
        )
        if len(findings) == LISTED:
            break
    return findings


def shown_heading(column: str, words: Mapping[str, Any], arranged: Arranged) -> str:
    """The heading in the file for a column; if pillars are columns, that of the pillar."""
    if column == arranged.values_to and "pillar" in words:
        for heading in arranged.value_headings:
            if pillar_spellings().get(heading_key(heading)) == words["pillar"]:
                return heading
    return arranged.shown_as.get(column, column)


def _without_closed(
    checked: CheckedRows,
    arranged: Arranged,
    rule: Rule,
    places: Sequence[Mapping[str, Any]],
    reference: Reference,
) -> CheckedRows:
    year = "assessment_year" if "assessment_year" in rule.needs else "financial_year"
    closed = {(place["value"], place["year"]) for place in places}
    trusts = checked.table["ods_code"].combine_chunks()
    of_closed = rows_with(trusts, {trust for trust, _ in closed}.__contains__)
    rows = np.flatnonzero(of_closed) if of_closed is not None else np.zeros(0, dtype=np.int64)
    pairs = zip(texts_of(trusts, rows), map(str, checked.table[year].take(rows).to_pylist()), strict=True)
    refused = np.zeros(checked.table.num_rows, dtype=bool)
    refused[rows[[pair in closed for pair in pairs]]] = True
    return checked.without(refused, _findings(rule, places, arranged, reference))


def worth_asking(query: str, rows: pa.Table, reference: Reference, limit: float | None) -> pa.Table:
    """The rows, as from `pillar_rows`, in which a rule's query could find something; all if only the query
    can decide.
    """
    if query.startswith("organisations/trust_closed"):
        mask = _of_closed_trusts(rows, reference)
    elif query == "rounds/round_unknown":
        mask = ~np.isin(rows["assessment_year"].to_numpy(), list(reference.rounds))
    elif query == "scores/domains_contradict":
        return rows if 0 < rows["domain"].null_count < len(rows) else rows[:0]
    elif query.startswith("organisations/trust_not_open"):
        mask = _of_late_trusts(rows, reference)
    elif query == "organisations/setting_new":
        units, numbers = _units(rows, ["ods_code", "care_setting"])
        mask = _mask([unit not in reference.returned_settings for unit in units])[numbers.of_row]
    elif query in _MOVES and limit is not None:
        mask = _of_moved_units(rows, reference.unit_scores, limit)
    else:
        return rows
    return rows.filter(pa.array(mask))


def _of_closed_trusts(rows: pa.Table, reference: Reference) -> Mask:
    """A mask of rows of trusts closed before the return's last year; of all closed ones if it has none."""
    years = _years(rows)
    before = date.max if years is None else date(years[1], 4, 1)  # financial years begin in April
    trusts = reference.trust_names.organisations
    column = rows["ods_code"].combine_chunks()
    closed = rows_with(column, lambda code: code in trusts and (trusts[code].closed_on or date.max) < before)
    return np.zeros(len(rows), dtype=bool) if closed is None else closed


def _years(rows: pa.Table) -> tuple[int, int] | None:
    """The first and last year of a return; None if it has no years."""
    for name in ("assessment_year", "financial_year"):
        if name in rows.column_names and len(rows):
            years = pc.min_max(rows[name].combine_chunks().cast(pa.string())).as_py()
            return int(years["min"][:4]), int(years["max"][:4])
    return None


def _of_late_trusts(rows: pa.Table, reference: Reference) -> Mask:
    """A mask of rows of trusts that opened in the return's first year or later."""
    years = _years(rows)
    if years is None:
        return np.zeros(len(rows), dtype=bool)
    earliest = years[0]
    trusts = reference.trust_names.organisations
    column = rows["ods_code"].combine_chunks()
    late = rows_with(column, lambda code: code in trusts and trusts[code].opened_on.year >= earliest)
    return np.zeros(len(rows), dtype=bool) if late is None else late


def _of_moved_units(rows: pa.Table, published: Mapping[int, Mapping[Unit, float]], limit: float) -> Mask:
    """A mask of rows of units whose scores, in the return and published, differ by the limit or more."""
    units, numbers = _units(rows, ["ods_code", "care_setting", "pillar"])
    scores, years = rows["score"].to_numpy(), rows["assessment_year"].to_numpy()
    low, high = np.full(len(units), np.inf), np.full(len(units), -np.inf)
    np.minimum.at(low, numbers.of_row, scores)
    np.maximum.at(high, numbers.of_row, scores)
    for year, score_of in published.items():
        replaced = np.zeros(len(units), dtype=bool)
        replaced[numbers.of_row[years == year]] = True
        for number in np.flatnonzero(~replaced).tolist():
            if (score := score_of.get(units[number])) is not None:
                low[number], high[number] = min(low[number], score), max(high[number], score)
    moved: Mask = (high - low >= limit - _ROUNDED)[numbers.of_row]
    return moved


def _mask(values: list[bool]) -> Mask:
    return np.array(values, dtype=bool)


def _units(rows: pa.Table, unit: list[str]) -> tuple[list[Unit], Groups]:
    """The distinct values of these columns together, and for each row the number of its values."""
    columns = [rows[name].combine_chunks() for name in unit]
    numbers, first = Groups.combined([groups_of(column) for column in columns]).dense()
    return list(zip(*(texts_of(column, first) for column in columns), strict=True)), numbers
