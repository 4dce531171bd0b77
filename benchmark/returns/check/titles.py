"""Compares organisations and care settings in titles and names with those of the rows."""

import re
from collections.abc import Iterable
from typing import Any

from benchmark.core.definitions import definitions
from benchmark.returns.check.identity import SORTS
from benchmark.returns.check.lookup import Lookup
from benchmark.returns.check.reference import Reference
from benchmark.returns.findings import Finding, finding
from benchmark.returns.read.sheet import Sheet
from benchmark.returns.recognise.around import ABOVE, texts_around
from benchmark.returns.recognise.arrange import Arranged
from benchmark.returns.recognise.organisations import normalised
from benchmark.returns.vocabulary import heading_key, value_spellings

_GROUPS = "member_code"
"""Groups have their own names, and other organisations as members."""
_SHOWN = 3
_WORDS_OF_A_TITLE = 10


def title_findings(sheet: Sheet, arranged: Arranged, lookup: Lookup, file_name: str) -> list[Finding]:
    """A question if a title, a workbook's page or a name is about organisations that no row is about."""
    if lookup.reference is None or _GROUPS in arranged.cells:
        return []
    titles = [title for title in texts_around(sheet, file_name) if title.is_title]
    index = lookup.reference.member_names
    named = [(title.place, codes) for title in titles for codes in index.named_in(title.text)]
    if not named:
        return []
    rows = _of_rows(arranged, lookup)
    known_codes = set(rows) | _related(rows, lookup.reference)
    if not rows or any(codes & known_codes for place, codes in named if place == ABOVE):
        return []
    strange = [(place, codes) for place, codes in named if not codes & known_codes]
    if not strange or any(codes & known_codes for place, codes in named if place == strange[0][0]):
        return []
    place, codes = strange[0]
    code = min(codes)
    shown = ", ".join(f"{index.organisations[row_code].name} ({row_code})" for row_code in rows[:_SHOWN])
    words: dict[str, Any] = {
        "place": place,
        "value": code,
        "name": index.organisations[code].name,
        "other": shown + (f" and {len(rows) - _SHOWN} more" if len(rows) > _SHOWN else ""),
    }
    return [finding("title_of_another_organisation", sheet=sheet.name, line=sheet.header_line, **words)]


def setting_findings(sheet: Sheet, arranged: Arranged, lookup: Lookup, file_name: str) -> list[Finding]:
    """A question if a title, a workbook's page or a name is about a care setting that no row has.

    A setting that is a word of an organisation's name does not count.
    """
    if "care_setting" not in arranged.cells or lookup.reference is None:
        return []
    texts = [heading_key(text) for text in arranged.cells["care_setting"].unique().to_pylist()]
    settings: dict[str, str] = {heading_key(entry.name): entry.name for entry in definitions().care_settings}
    of_rows = sorted({settings.get(heading_key(value_spellings().get(text, text)), "") for text in texts})
    index = lookup.reference.member_names
    names = [normalised(index.organisations[code].name) for code in _of_rows(arranged, lookup)]
    by_place: list[tuple[str, list[str]]] = []
    for title in texts_around(sheet, file_name):
        words = normalised(title.text)
        if not title.is_title or len(words.split()) > _WORDS_OF_A_TITLE:
            continue
        named = [index.organisations[code].name for codes in index.named_in(title.text) for code in codes]
        in_title = [
            name
            for key, name in settings.items()
            if re.search(rf"\b{key}\b(?! (?:of|diagnostic|interest))", words)
            and not any(key in other for other in (*names, *map(normalised, named)))
        ]
        if in_title:
            by_place.append((title.place, in_title))
    if not by_place or "" in of_rows or any(set(in_title) & set(of_rows) for _, in_title in by_place):
        return []
    place, in_title = by_place[0]
    filled: dict[str, Any] = {
        "place": place,
        "value": " and ".join(in_title),
        "other": " and ".join(of_rows),
        "column": arranged.shown_as.get("care_setting", "care_setting"),
    }
    return [finding("title_of_another_setting", sheet=sheet.name, line=sheet.header_line, **filled)]


def _of_rows(arranged: Arranged, lookup: Lookup) -> list[str]:
    """The codes of the organisations that the rows are about, in order of occurrence."""
    codes = [
        lookup.code_of(text, sort)
        for name, sort in SORTS.items()
        if name in arranged.cells
        for text in arranged.cells[name].unique().to_pylist()
        if text and text.strip()
    ]
    return list(dict.fromkeys(code for code in codes if code is not None))


def _related(rows: Iterable[str], reference: Reference) -> set[str]:
    """The systems of the rows' trusts, the trusts of the rows' systems, and predecessors and successors."""
    about, related = set(rows), set[str]()
    for trust, systems in reference.systems_of.items():
        if trust in about:
            related |= systems
        elif systems & about:
            related.add(trust)
    for closed, heirs in reference.successors.items():
        taken_over = set(heirs.split(", "))
        if closed in about:
            related |= taken_over
        elif taken_over & about:
            related.add(closed)
    return related
