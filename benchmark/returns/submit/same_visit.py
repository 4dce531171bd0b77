"""Compares files that are uploaded together: the later file of two gets the findings."""

from collections.abc import Collection, Sequence
from dataclasses import replace

import pyarrow as pa

from benchmark.common.scope import sql
from benchmark.returns.check.across_sheets import contradictions
from benchmark.returns.check.standing import differing
from benchmark.returns.findings import LISTED, Finding, finding, for_the_rest, in_order, placed, with_own_keys
from benchmark.returns.queries import Queries, differs, others_of, same, words_of
from benchmark.returns.submit.intake import CheckedReturn
from benchmark.store.publication import Publication
from schemas.kinds import KINDS


def against_each_other(
    files: Sequence[CheckedReturn], publication: Publication, *, submitted: Collection[int] = ()
) -> list[CheckedReturn]:
    """The checked files in the same order, with the findings between them.

    submitted: positions of files that were submitted already in this visit: another figure than theirs is a
    question, not an error. The same figure twice is a note.
    """
    compared = []
    for position, checked in enumerate(files):
        between: list[Finding] = []
        for before, earlier in enumerate(files):
            if before == position or (before > position and before not in submitted):
                continue
            if earlier.sha256 == checked.sha256:
                if before not in submitted:  # otherwise the ledger has it, and the check asks
                    between.append(finding("file_twice", file=checked.file_name, other=earlier.file_name))
                continue
            code = "submitted_file_differs" if before in submitted else "other_file_differs"
            between += _between(earlier, checked, publication, code)
        findings = (*checked.findings, *placed(between, file=checked.file_name))
        compared.append(replace(checked, findings=with_own_keys(in_order(findings))) if between else checked)
    return compared


def _between(
    earlier: CheckedReturn, later: CheckedReturn, publication: Publication, code: str
) -> list[Finding]:
    """The findings where the later of two files gives the same figures as the earlier one."""
    tables = {ready.kind: ready.table for ready in earlier.tables}
    place = f"of {earlier.file_name}"
    apart = [
        entry
        for ready in later.tables
        for before in earlier.tables
        for entry in contradictions(before.kind, before.table, ready.kind, ready.table, place=place)
    ]
    return apart + [
        entry
        for ready in later.tables
        if ready.kind in tables
        for entry in _shared(
            ready.kind, ready.table, tables[ready.kind], earlier.file_name, publication, code
        )
    ]


def _shared(  # noqa: PLR0917 - two tables and their descriptions
    kind: str, rows: pa.Table, earlier: pa.Table, other: str, publication: Publication, code: str
) -> list[Finding]:
    key, others = KINDS[kind].key, others_of(kind)
    query = sql(__package__, "shared_rows").format(
        key=f"concat_ws(', ', {words_of(kind, 'rows')}) as words",
        pairs=", ".join(f"rows.{name}, earlier.{name} as other_{name}" for name in others),
        differs=differs(kind, "rows", "earlier"),
        same_key=same(key, "rows", "earlier"),
        listed=LISTED,
    )
    with Queries(publication, rows) as queries:
        queries.put_beside("earlier", earlier)
        places = queries.records(query)
    findings = []
    for place in places:
        names, figures = differing({name: (place[f"other_{name}"], place[name]) for name in others})
        words = {"other": other, "other_line": str(place["other_line"]), "key": place["words"]}
        if place["alike"]:
            findings.append(finding("other_file_same", line=int(place["line"]), figures="", **words))
        else:
            findings.append(finding(code, line=int(place["line"]), column=names[0], figures=figures, **words))
    return for_the_rest(findings, places[0]["found"] if places else 0)
