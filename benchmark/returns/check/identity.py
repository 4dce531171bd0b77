"""Two columns that say who a row is about, the code of an organisation and its name, held together."""

import pyarrow as pa

from benchmark.returns.check.lookup import Lookup
from benchmark.returns.findings import LISTED, Finding, finding
from benchmark.returns.recognise.arrange import Arranged, Beside

_SORTS = {"ods_code": "trusts", "ics_code": "ics"}


def identity_findings(arranged: Arranged, lookup: Lookup) -> list[Finding]:
    """A question for each pair of texts that do not mean one organisation; a pair that does is silent."""
    if lookup.reference is None:
        return []
    found: list[Finding] = []
    for beside in arranged.beside:
        found += _differing(arranged, beside, lookup)
    return found[:LISTED]


def _differing(arranged: Arranged, beside: Beside, lookup: Lookup) -> list[Finding]:
    texts = arranged.cells.get(beside.field)
    if texts is None and beside.field == "ics_code":
        texts = arranged.stated_ics
    if texts is None:
        return []
    refers_to = _SORTS[beside.field]
    table = pa.table({"read": texts, "beside": beside.texts, "line": pa.array(arranged.lines)})
    pairs = (
        table.group_by(["read", "beside"])
        .aggregate([("line", "min"), ("line", "count_distinct")])
        .sort_by("line_min")
        .to_pylist()
    )
    found = []
    for pair in pairs:
        read, other = pair["read"], pair["beside"]
        code = lookup.code_of(read, refers_to) if read.strip() else None
        if code is None or not other.strip():
            continue  # what cannot be read is an error of its own
        meant = lookup.code_of(other, refers_to)
        if meant == code:
            continue
        found.append(
            finding(
                "name_of_nobody" if meant is None else "name_of_another",
                sheet=arranged.sheet,
                line=pair["line_min"],
                column=beside.heading,
                value=other.strip(),
                count=pair["line_count_distinct"],
                read=code,
                name=lookup.name_of(code, refers_to),
                other=meant or "",
                other_name=lookup.name_of(meant, refers_to) if meant else "",
                other_heading=arranged.shown_as[beside.field],
            )
        )
    return found
