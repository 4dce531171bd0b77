"""Compares columns that name an organisation beside its code, or a trust's system or region."""

import re
from collections.abc import Iterable

import numpy as np
import pyarrow as pa

from benchmark.common.scope import sql
from benchmark.returns.arrays import taken
from benchmark.returns.check.lookup import Lookup
from benchmark.returns.findings import LISTED, Finding, finding
from benchmark.returns.read.sheet import Lines, Sheet
from benchmark.returns.recognise.arrange import Arranged, Beside
from benchmark.returns.recognise.organisations import normalised
from benchmark.returns.vocabulary import heading_key

_REGION = ("region", "nhs region", "region name", "region code")
SORTS = {"ods_code": "trusts", "ics_code": "ics"}
"""Columns that name an organisation -> where to look up their codes."""
_OF_NAMES = re.compile(
    r"\b(?:names?|trusts?|org(?:ani[sz]ations?)?|hospitals?|providers?|groups?|sites?|ods|code)\b", re.I
)
_OF_OTHERS = re.compile(r"partner|host|lead|peer|buddy|former|previous|successor|parent|supplier|other", re.I)


def identity_findings(arranged: Arranged, lookup: Lookup) -> list[Finding]:
    """A question for each pair of texts that do not mean the same organisation."""
    if lookup.reference is None:
        return []
    findings = [entry for beside in arranged.beside for entry in _differing(arranged, beside, lookup)]
    return findings[:LISTED]


def _differing(arranged: Arranged, beside: Beside, lookup: Lookup) -> list[Finding]:
    texts = arranged.cells.get(beside.field)
    if texts is None and beside.field == "ics_code":
        texts = arranged.stated_ics
    if texts is None:
        return []
    refers_to = SORTS[beside.field]
    findings = []
    for read, other, line, count in _pairs(texts, beside.texts, arranged.lines):
        code = lookup.code_of(read, refers_to) if read.strip() else None
        if code is None or not other.strip():
            continue  # an unknown code has its own error
        meant = lookup.code_of(other, refers_to)
        if meant == code:
            continue
        findings.append(
            finding(
                "name_of_nobody" if meant is None else "name_of_another",
                sheet=arranged.sheet,
                line=line,
                column=beside.heading,
                value=other.strip(),
                count=count,
                read=code,
                name=lookup.name_of(code, refers_to),
                other=meant or "",
                other_name=lookup.name_of(meant, refers_to) if meant else "",
                other_heading=arranged.shown_as[beside.field],
            )
        )
    return findings


def named_beside(sheet: Sheet, positions: Iterable[int], arranged: Arranged, lookup: Lookup) -> list[Finding]:
    """A question for each name in a left-out column that belongs to another organisation than the row's.

    Only columns whose heading says that they have names; columns of partners or hosts rightly name others.
    """
    if lookup.reference is None or "ods_code" not in arranged.cells:
        return []
    rows = np.searchsorted(sheet.lines, arranged.lines)
    findings = []
    for position in positions:
        heading = sheet.headings[position]
        if _OF_NAMES.search(heading.replace("_", " ")) and not _OF_OTHERS.search(heading):
            beside = Beside("ods_code", heading, taken(sheet.columns[position], rows))
            findings += _differing(arranged, beside, lookup)
    # Such columns mostly have names of no trust: of sites, departments or people.
    return [entry for entry in findings if entry.code == "name_of_another"][:LISTED]


def stated_systems(arranged: Arranged, lookup: Lookup) -> list[Finding]:
    """A question for each system that a file gives for a trust that never belonged to it."""
    if arranged.stated_ics is None or "ods_code" not in arranged.cells or lookup.reference is None:
        return []
    memberships: dict[str, dict[str, str]] = {}
    query = sql(__package__, "organisations/memberships")
    for ods_code, ics_code, name in lookup.reference.publication.rows(query):
        memberships.setdefault(ods_code, {})[ics_code] = name
    findings = []
    for trust, stated, line, count in _pairs(arranged.cells["ods_code"], arranged.stated_ics, arranged.lines):
        code = lookup.code_of(trust, "trusts")
        if not stated.strip() or code is None or not (own := memberships.get(code)):
            continue
        if lookup.code_of(stated, "ics") not in own:
            findings.append(
                finding(
                    "ics_not_own",
                    sheet=arranged.sheet,
                    line=line,
                    column=arranged.stated_ics_heading,
                    value=stated,
                    count=count,
                    name=lookup.name_of(code, "trusts"),
                    ods_code=code,
                    own=" or ".join(dict.fromkeys(own.values())),
                )
            )
    return findings[:LISTED]


def stated_regions(sheet: Sheet, arranged: Arranged, lookup: Lookup) -> list[Finding]:
    """A question for each region that a file gives for an organisation in another region."""
    field = next((name for name in SORTS if name in arranged.cells), None)
    position = next((i for i, text in enumerate(sheet.headings) if heading_key(text) in _REGION), None)
    if lookup.reference is None or field is None or position is None:
        return []
    names: dict[str, str] = {}
    own: dict[str, dict[str, str]] = {}
    for code, region_code, region in lookup.reference.publication.rows(
        sql(__package__, "organisations/regions")
    ):
        names |= dict.fromkeys((normalised(region_code), normalised(region)), region_code)
        own.setdefault(code, {})[region_code] = region
    texts = taken(sheet.columns[position], np.searchsorted(sheet.lines, arranged.lines))
    findings = []
    for read, stated, line, count in _pairs(arranged.cells[field], texts, arranged.lines):
        region = names.get(normalised(stated))
        organisation = lookup.code_of(read, SORTS[field]) if region and read.strip() else None
        if organisation is None or not (lies_in := own.get(organisation)) or region in lies_in:
            continue
        findings.append(
            finding(
                "region_not_own",
                sheet=arranged.sheet,
                line=line,
                column=sheet.headings[position],
                value=stated.strip(),
                count=count,
                name=lookup.name_of(organisation, SORTS[field]),
                own_code=organisation,
                own=" or ".join(dict.fromkeys(lies_in.values())),
            )
        )
    return findings[:LISTED]


def _pairs(
    first: pa.DictionaryArray, other: pa.DictionaryArray, lines: Lines
) -> list[tuple[str, str, int, int]]:
    """The distinct pairs of two columns' texts: both, the first line, the number of lines; by first line."""
    table = pa.table({"one": first, "other": other, "line": pa.array(lines)}).group_by(["one", "other"])
    pairs = table.aggregate([("line", "min"), ("line", "count_distinct")]).sort_by("line_min")
    columns = (pairs[name].to_pylist() for name in ("one", "other", "line_min", "line_count_distinct"))
    return list(zip(*columns, strict=True))
