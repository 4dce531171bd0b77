"""Rows that hold, against the reference and the last round. Each rule is a query in the folder sql, in which
`rows` are the return's rows as `grouped` gives them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa

from benchmark.definitions import definitions
from benchmark.returns.arrange import Arranged
from benchmark.returns.findings import LISTED, Finding, finding
from benchmark.returns.grouped import grouped
from benchmark.returns.lookup import Lookup
from benchmark.returns.queries import Queries, query_text
from benchmark.returns.quick import may_find
from benchmark.returns.reference import Reference
from benchmark.returns.rows import CheckedRows
from benchmark.returns.text_columns import rows_with, texts_of
from benchmark.returns.vocabulary import heading_key, pillar_spellings, return_layouts
from schemas.kinds import KINDS


@dataclass(frozen=True)
class Rule:
    """A query that gives the places where something is found. It applies to kinds with the columns `needs`
    and without those in `without`, or to the kinds named.
    """

    code: str
    query: str
    column: str = ""
    needs: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    limit: float | None = None
    beside: tuple[tuple[str, float], ...] = ()
    """Further parameters of the query, by name."""

    def applies_to(self, kind: str) -> bool:
        names = KINDS[kind].model_fields.keys()
        return (not self.kinds or kind in self.kinds) and self.needs <= names and not self.without & names

    def is_asked(self, kind: str, rows: pa.Table, reference: Reference) -> bool:
        """Whether its query has to be run."""
        return self.applies_to(kind) and may_find(self.query, rows, reference, self.limit)


def _rules() -> tuple[Rule, ...]:
    years = frozenset({"assessment_year", "financial_year"})
    spend, scored = frozenset({"it_spend"}), frozenset({"maturity_scores", "overall_comparable"})
    threshold = definitions().threshold
    jump = threshold("year_jump")
    return (
        Rule("trust_closed_since", "trust_closed_since", "ods_code", frozenset({"ods_code"}), years),
        Rule("round_unknown", "round_unknown", "assessment_year", frozenset({"assessment_year", "ods_code"})),
        Rule(
            "round_unknown",
            "round_unknown_to_board",
            "assessment_year",
            frozenset({"assessment_year", "ics_code"}),
        ),
        Rule("setting_new", "setting_new", "care_setting", frozenset({"ods_code", "care_setting"})),
        Rule("score_jump", "score_jump", "score", kinds=scored, limit=jump),
        *(
            Rule(code, query, column, kinds=spend, limit=threshold(key), beside=beside)
            for code, query, column, key, beside in (
                ("spend_share_high", "spend_share", "it_revenue", "spend_share_high", (("side", 1),)),
                ("spend_share_low", "spend_share", "it_revenue", "spend_share_low", (("side", -1),)),
                ("spend_jump", "spend_jump", "it_revenue", "spend_jump", ()),
                ("spend_in_thousands", "spend_in_thousands", "", "spend_in_thousands", ()),
                ("breakdown_differs", "breakdown_differs", "", "spend_parts", ()),
                (
                    "spend_unlike_accounts",
                    "spend_unlike_accounts",
                    "operating_expenditure",
                    "spend_unlike_accounts",
                    (("thousands", threshold("spend_in_thousands")),),
                ),
            )
        ),
    )


_CLOSED = (
    Rule("trust_closed", "trust_closed_in_round", "ods_code", frozenset({"ods_code", "assessment_year"})),
    Rule(
        "trust_closed",
        "trust_closed_in_financial_year",
        "ods_code",
        frozenset({"ods_code", "financial_year"}),
    ),
)


def check_against(checked: CheckedRows, arranged: Arranged, lookup: Lookup) -> CheckedRows:
    """The rows held against the publication: closed trusts refused, everything unlikely asked about."""
    reference = lookup.reference
    returned = any(layout.kind == checked.kind for layout in return_layouts())
    if reference is None or not returned or not checked.table.num_rows:
        return checked
    rows = grouped(checked.table, checked.kind)
    closed, rules = (
        [rule for rule in some if rule.is_asked(checked.kind, rows, reference)]
        for some in (_CLOSED, _rules())
    )
    if not closed and not rules:
        return replace(checked, findings=(*checked.findings, *_stated_ics(arranged, lookup)))
    with Queries(reference.publication, rows, copied=len(closed) + len(rules) > 1) as queries:
        for rule in closed:
            standing = checked.table.num_rows
            checked = _refuse_closed(checked, arranged, rule, queries, reference)
            if not checked.table.num_rows:
                return checked
            if checked.table.num_rows < standing:
                queries.replace_rows(grouped(checked.table, checked.kind))
        found = [
            entry for rule in rules for entry in _found(rule, _places(rule, queries), arranged, reference)
        ]
    found += _stated_ics(arranged, lookup)
    return replace(checked, findings=(*checked.findings, *found))


def _places(rule: Rule, queries: Queries) -> list[dict[str, Any]]:
    limits = {} if rule.limit is None else {"limit": rule.limit}
    return queries.records(rule.query, **limits, **dict(rule.beside))


def _found(
    rule: Rule, places: Iterable[Mapping[str, Any]], arranged: Arranged, reference: Reference
) -> list[Finding]:
    found = []
    for place in places:
        words = {name: word for name, word in place.items() if name not in ("line", "cells")}
        column = str(words.pop("column", rule.column))
        if rule.code in ("trust_closed", "trust_closed_since"):
            heirs = reference.successors.get(str(place["value"]))
            words["successor"] = f", and {heirs} took over" if heirs else ""
        found.append(
            finding(
                rule.code,
                sheet=arranged.sheet,
                line=int(place["line"]),
                column=_shown(column, words, arranged),
                count=int(place["cells"]),
                **words,
            )
        )
        if len(found) == LISTED:
            break
    return found


def _shown(column: str, words: Mapping[str, Any], arranged: Arranged) -> str:
    """The file's own heading for a column: of the pillar, where pillars are columns."""
    if column == arranged.values_to and "pillar" in words:
        for heading in arranged.value_headings:
            if pillar_spellings().get(heading_key(heading)) == words["pillar"]:
                return heading
    return arranged.shown_as.get(column, column)


def _refuse_closed(
    checked: CheckedRows,
    arranged: Arranged,
    rule: Rule,
    queries: Queries,
    reference: Reference,
) -> CheckedRows:
    places = _places(rule, queries)
    if not places:
        return checked
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
