"""What names an organisation outside the rows, held against the organisations that the rows are about."""

import re
from collections.abc import Iterable
from typing import Any

from benchmark.core.definitions import definitions
from benchmark.returns.check.identity import SORTS
from benchmark.returns.check.lookup import Lookup
from benchmark.returns.check.reference import Reference
from benchmark.returns.findings import Finding, finding
from benchmark.returns.read.sheet import Sheet
from benchmark.returns.recognise.around import ABOVE, said_around
from benchmark.returns.recognise.arrange import Arranged
from benchmark.returns.recognise.organisations import normalised
from benchmark.returns.vocabulary import heading_key, value_spellings

_GROUPS = "member_code"
"""Groups bear names of their own, and are made of others."""
_SHOWN = 3
_WORDS_OF_A_TITLE = 10


def title_findings(sheet: Sheet, arranged: Arranged, lookup: Lookup, file_name: str) -> list[Finding]:
    """A question where a title, a page of a workbook or a name is of organisations that no row is about."""
    if lookup.reference is None or _GROUPS in arranged.cells:
        return []
    titles = [said for said in said_around(sheet, file_name) if said.is_title]
    index = lookup.reference.member_names
    named = [(said.place, codes) for said in titles for codes in index.named_in(said.text)]
    if not named:
        return []
    rows = _of_rows(arranged, lookup)
    known = set(rows) | _related(rows, lookup.reference)
    if not rows or any(codes & known for place, codes in named if place == ABOVE):
        return []
    strange = [(place, codes) for place, codes in named if not codes & known]
    if not strange or any(codes & known for place, codes in named if place == strange[0][0]):
        return []
    place, codes = strange[0]
    code = min(codes)
    shown = ", ".join(f"{index.organisations[one].name} ({one})" for one in rows[:_SHOWN])
    words: dict[str, Any] = {
        "place": place,
        "value": code,
        "name": index.organisations[code].name,
        "other": shown + (f" and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else ""),
    }
    return [finding("title_of_another_organisation", sheet=sheet.name, line=sheet.header_line, **words)]


def setting_findings(sheet: Sheet, arranged: Arranged, lookup: Lookup, file_name: str) -> list[Finding]:
    """A question where a title, a page of a workbook or a name is of a care setting that no row is of.

    A setting that is a word of an organisation's name tells of that organisation.
    """
    if "care_setting" not in arranged.cells or lookup.reference is None:
        return []
    texts = [heading_key(text) for text in arranged.cells["care_setting"].unique().to_pylist()]
    settings: dict[str, str] = {heading_key(entry.name): entry.name for entry in definitions().care_settings}
    of_rows = sorted({settings.get(heading_key(value_spellings().get(text, text)), "") for text in texts})
    index = lookup.reference.member_names
    names = [normalised(index.organisations[code].name) for code in _of_rows(arranged, lookup)]
    told: list[tuple[str, list[str]]] = []
    for said in said_around(sheet, file_name):
        words = normalised(said.text)
        if not said.is_title or len(words.split()) > _WORDS_OF_A_TITLE:
            continue
        named = [index.organisations[code].name for codes in index.named_in(said.text) for code in codes]
        found = [
            name
            for key, name in settings.items()
            if re.search(rf"\b{key}\b(?! (?:of|diagnostic|interest))", words)
            and not any(key in known for known in (*names, *map(normalised, named)))
        ]
        if found:
            told.append((said.place, found))
    if not told or "" in of_rows or any(set(found) & set(of_rows) for _, found in told):
        return []
    place, found = told[0]
    filled: dict[str, Any] = {
        "place": place,
        "value": " and ".join(found),
        "other": " and ".join(of_rows),
        "column": arranged.shown_as.get("care_setting", "care_setting"),
    }
    return [finding("title_of_another_setting", sheet=sheet.name, line=sheet.header_line, **filled)]


def _of_rows(arranged: Arranged, lookup: Lookup) -> list[str]:
    """The codes of those that the rows are about, as they first occur."""
    codes = [
        lookup.code_of(text, sort)
        for name, sort in SORTS.items()
        if name in arranged.cells
        for text in arranged.cells[name].unique().to_pylist()
        if text and text.strip()
    ]
    return list(dict.fromkeys(code for code in codes if code is not None))


def _related(rows: Iterable[str], reference: Reference) -> set[str]:
    """The systems of the rows' trusts, the trusts of the rows' systems, and who took over from whom."""
    about, found = set(rows), set[str]()
    for trust, systems in reference.systems_of.items():
        if trust in about:
            found |= systems
        elif systems & about:
            found.add(trust)
    for closed, heirs in reference.successors.items():
        taken_over = set(heirs.split(", "))
        if closed in about:
            found |= taken_over
        elif taken_over & about:
            found.add(closed)
    return found
