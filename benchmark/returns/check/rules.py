"""Rows that hold, against the reference, the last round and each other, by the rules of `rule_book`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from benchmark.returns.check.domains import domain_findings
from benchmark.returns.check.lookup import Lookup
from benchmark.returns.check.quick import worth_asking
from benchmark.returns.check.rows import CheckedRows
from benchmark.returns.check.rule_book import CLOSED, Rule, rules
from benchmark.returns.check.sample import template_figures
from benchmark.returns.findings import LISTED, Finding, finding
from benchmark.returns.queries import Queries, query_text
from benchmark.returns.read.text_columns import rows_with, texts_of
from benchmark.returns.recognise.arrange import Arranged
from benchmark.returns.reference import Reference
from benchmark.returns.vocabulary import heading_key, pillar_names, pillar_spellings, return_layouts


def check_against(checked: CheckedRows, arranged: Arranged, lookup: Lookup) -> CheckedRows:
    """The rows held against the publication: closed trusts refused, everything unlikely asked about."""
    reference = lookup.reference
    returned = any(layout.kind == checked.kind for layout in return_layouts())
    if reference is None or not returned or not checked.table.num_rows:
        return checked
    with Queries(reference.publication, checked.grouped) as queries:
        for rule in CLOSED:
            if places := _places(rule, checked, queries, reference):
                checked = _without_closed(checked, arranged, rule, places, reference)
        found = [
            entry
            for rule in rules()
            for entry in _found(rule, _places(rule, checked, queries, reference), arranged, reference)
        ]
    found += domain_findings(checked, reference, column=shown_heading("domain", {}, arranged))
    found += template_figures(checked)
    found += _stated_ics(arranged, lookup)
    return checked.told(found)


def _places(rule: Rule, checked: CheckedRows, queries: Queries, reference: Reference) -> list[dict[str, Any]]:
    """Where a rule is broken; nowhere when it is not one of the kind's."""
    if not rule.applies_to(checked.kind):
        return []
    rows = checked.table if rule.domain_by_domain else checked.grouped
    asked = worth_asking(rule.query, rows, reference, rule.limit)
    if not asked.num_rows:
        return []
    queries.replace_rows(asked)
    return queries.records(rule.query, **rule.parameters)


def _found(
    rule: Rule, places: Iterable[Mapping[str, Any]], arranged: Arranged, reference: Reference
) -> list[Finding]:
    found = []
    for place in places:
        words = {name: word for name, word in place.items() if name not in ("line", "cells")}
        column = str(words.pop("column", rule.column))
        heading = shown_heading(column, words, arranged)
        if "pillar" in words:
            words["pillar"] = pillar_names().get(str(words["pillar"]), words["pillar"])
        if rule.code in ("trust_closed", "trust_closed_since"):
            heirs = reference.successors.get(str(place["value"]))
            words["successor"] = f", and {heirs} took over" if heirs else ""
        found.append(
            finding(
                rule.code,
                sheet=arranged.sheet,
                line=int(place["line"]),
                column=heading,
                count=int(place["cells"]),
                **words,
            )
        )
        if len(found) == LISTED:
            break
    return found


def shown_heading(column: str, words: Mapping[str, Any], arranged: Arranged) -> str:
    """The file's own heading for a column: of the pillar, where pillars are columns."""
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
    told = zip(texts_of(trusts, rows), map(str, checked.table[year].take(rows).to_pylist()), strict=True)
    refused = np.zeros(checked.table.num_rows, dtype=bool)
    refused[rows[[pair in closed for pair in told]]] = True
    return checked.without(refused, _found(rule, places, arranged, reference))


def _stated_ics(arranged: Arranged, lookup: Lookup) -> list[Finding]:
    """The system that a file names beside each trust, where the trust never belonged to it."""
    if arranged.stated_ics is None or "ods_code" not in arranged.cells or lookup.reference is None:
        return []
    memberships: dict[str, dict[str, str]] = {}
    for ods_code, ics_code, name in lookup.reference.publication.rows(query_text("memberships")):
        memberships.setdefault(ods_code, {})[ics_code] = name
    table = pa.table(
        {
            "trust": arranged.cells["ods_code"],
            "stated": arranged.stated_ics,
            "line": pa.array(arranged.lines),
        }
    )
    pairs = (
        table.group_by(["trust", "stated"])
        .aggregate([("line", "min"), ("line", "count_distinct")])
        .to_pylist()
    )
    found = []
    for pair in sorted(pairs, key=lambda pair: pair["line_min"]):
        code = lookup.code_of(pair["trust"], "trusts")
        if not pair["stated"].strip() or code is None or not (own := memberships.get(code)):
            continue
        if lookup.code_of(pair["stated"], "ics") not in own:
            found.append(
                finding(
                    "ics_not_own",
                    sheet=arranged.sheet,
                    line=pair["line_min"],
                    column=arranged.stated_ics_heading,
                    value=pair["stated"],
                    count=pair["line_count_distinct"],
                    name=lookup.reference.trust_names.organisations[code].name,
                    ods_code=code,
                    own=" or ".join(dict.fromkeys(own.values())),
                )
            )
    return found[:LISTED]
