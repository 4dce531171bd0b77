"""Checks valid rows against the reference, the last round and each other.

The rules are in `rule_book`. Each is asked only about rows in which it could find something: see `narrowing`.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa

from benchmark.common.scope import sql
from benchmark.returns.arrays import rows_with, texts_of
from benchmark.returns.check.domains import domain_findings
from benchmark.returns.check.identity import SORTS, stated_systems
from benchmark.returns.check.lookup import Lookup
from benchmark.returns.check.narrowing import has_current
from benchmark.returns.check.reference import Reference, trusts_of_domains
from benchmark.returns.check.rows import CheckedRows
from benchmark.returns.check.rule_book import CLOSED, Rule, rules
from benchmark.returns.findings import LISTED, Finding, finding
from benchmark.returns.queries import TIMES, Queries, organisation_of
from benchmark.returns.recognise.arrange import Arranged
from benchmark.returns.templates.csv_template import template_figures
from benchmark.returns.vocabulary import file_layouts, heading_key, pillar_names, pillar_spellings
from benchmark.store.publication import Publication
from schemas.kinds import KINDS
from schemas.returns import MaturityScore

_MOVES = ("scores/score_jump", "scores/pillars_exchanged")
"""Queries about how far trusts' pillars move."""
_OF_DOMAINS = "publication.maturity_scores where domain is not null"
_PILLAR = ("assessment_year", "ods_code", "care_setting", "pillar")
_FIRST = "cast(left(rows.financial_year, 4) as bigint)"
_DAYS = {
    "assessment_year": ("make_date(rows.assessment_year, 1, 1)", "make_date(rows.assessment_year, 12, 31)"),
    "financial_year": (f"make_date({_FIRST}, 4, 1)", f"make_date({_FIRST} + 1, 3, 31)"),
}
"""A year's column -> its first and its last day, as SQL."""


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
    asked = worth_asking(rule, rows, reference)
    if not asked.num_rows:
        return []
    queries.replace_rows(asked)
    return queries.records(_query(rule.query, checked.kind), **rule.parameters)


def worth_asking(rule: Rule, rows: pa.Table, reference: Reference) -> pa.Table:
    """The rows, as from `pillar_rows`, that a rule need be asked about."""
    worth = rule.worth is None or rule.worth(rows, reference)
    if isinstance(worth, bool):
        return rows if worth else rows[:0]
    return rows.filter(pa.array(worth)) if worth.any() else rows[:0]


@cache
def _query(name: str, kind: str) -> str:
    """A rule's query, with what it has in braces: the kind's organisations, units and year, and the moves."""
    organisation = organisation_of(kind) or ""
    year = next((time for time in TIMES if time in KINDS[kind].model_fields), "")
    first_day, last_day = _DAYS.get(year, ("", ""))
    of_boards = organisation == "ics_code"
    parts = {
        "moves": sql(__package__, "scores/moves"),  # first, as it has parts itself
        "organisations": SORTS.get(organisation, ""),
        "organisation": organisation,
        "unit": "ics_code, pillar" if of_boards else "ods_code, care_setting, pillar",
        "setting": "'its board''s own return'" if of_boards else "moves.care_setting",
        "scores": "icb_maturity_scores" if of_boards else "unit_pillar_scores",
        "year": year,
        "first_day": first_day,
        "last_day": last_day,
    }
    query = sql(__package__, name)
    for part, text in parts.items():
        query = query.replace(f"{{{part}}}", text)
    return query


def with_standing(queries: Queries, pillars: pa.Table, table: pa.Table, publication: Publication) -> pa.Table:
    """Pillars from `pillar_rows`, with the scores that they would have in the publication.

    Those include current domains, as a file can give one domain of four. table: the file's rows.
    """
    trusts = pillars["ods_code"].combine_chunks()
    with_domains = rows_with(trusts, trusts_of_domains(publication).__contains__)
    if with_domains is None:
        return pillars
    if not has_current(pillars.filter(pa.array(with_domains)), publication, _OF_DOMAINS, _PILLAR):
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
    (year,) = rule.needs.intersection(TIMES)
    closed = {(place["value"], place["year"]) for place in places}
    trusts = checked.table["ods_code"].combine_chunks()
    of_closed = rows_with(trusts, {trust for trust, _ in closed}.__contains__)
    rows = np.flatnonzero(of_closed) if of_closed is not None else np.zeros(0, dtype=np.int64)
    pairs = zip(texts_of(trusts, rows), map(str, checked.table[year].take(rows).to_pylist()), strict=True)
    refused = np.zeros(checked.table.num_rows, dtype=bool)
    refused[rows[[pair in closed for pair in pairs]]] = True
    return checked.without(refused, _findings(rule, places, arranged, reference))
