"""Looks codes, names and items up in the reference, cell by distinct cell."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from benchmark.definitions import condition_sections
from benchmark.returns.cells import Cell, Note
from benchmark.returns.columns import Column
from benchmark.returns.match import NameIndex, NameToConfirm, in_words
from benchmark.returns.reference import Reference
from benchmark.returns.vocabulary import heading_key
from schemas.conditions import Section

_CODE = re.compile(r"[A-Z0-9]{3,6}")
_UNKNOWN = {"trusts": "trust_unknown", "ics": "ics_unknown"}
_NOTES = {"matched": "name_matched", "remembered": "name_remembered", "confirmed": "name_confirmed"}


@dataclass
class Lookup:
    """The lists that a return's codes are looked up in; gathers the names that a person must confirm."""

    reference: Reference | None
    confirmed: Mapping[str, str] = field(default_factory=dict)
    to_confirm: dict[str, NameToConfirm] = field(default_factory=dict)
    _indexes: dict[str, NameIndex] = field(default_factory=dict)

    def resolve(self, cell: Cell, column: Column) -> Cell:
        """The cell with its code, when it holds a name; with an error, when nothing bears it."""
        if self.reference is None or cell.error or cell.text is None or column.refers_to not in _UNKNOWN:
            return cell
        index = self._index(column.refers_to)
        if cell.text in index.organisations:
            return cell
        match = index.match(cell.text)
        if match is not None:
            name = index.organisations[match.code].name
            told = tuple(note for note in cell.notes if note.code != "code_capitals")
            note = Note(_NOTES[match.how], {"read": match.code, "name": name})
            return replace(cell, text=match.code, notes=(*told, note))
        if _CODE.fullmatch(cell.text):
            nearest = index.nearest_names(cell.text) or index.nearest_codes(cell.text)
            return Cell(None, cell.notes, _UNKNOWN[column.refers_to], {"nearest": in_words(nearest)})
        nearest = index.nearest_names(cell.text)
        self.to_confirm.setdefault(cell.text, NameToConfirm(cell.text, nearest))
        return Cell(None, cell.notes, "name_unknown", {"nearest": in_words(nearest)})

    def code_of(self, name: str, refers_to: str) -> str | None:
        """The code that a code or a name stands for; None when nothing bears it."""
        index = self._index(refers_to)
        if name.strip().upper() in index.organisations:
            return name.strip().upper()
        match = index.match(name)
        return match.code if match else None

    def knows(self, code: str) -> bool:
        """Whether a code is a trust's or a system's."""
        return self.reference is not None and any(
            code in self._index(refers_to).organisations for refers_to in _UNKNOWN
        )

    def _index(self, refers_to: str) -> NameIndex:
        assert self.reference is not None
        if refers_to not in self._indexes:
            self._indexes[refers_to] = self.reference.names(refers_to, self.confirmed)
        return self._indexes[refers_to]


def read_item(section: Section, cell: Cell) -> Cell:
    """An item of the conditions return: its key where the section lists it; an error where it must."""
    if cell.error or cell.text is None:
        return cell
    listed = condition_sections()[section]
    key = heading_key(cell.text)
    for item in listed.items:
        if key in (heading_key(item.key), heading_key(item.name)):
            if cell.text == item.key:
                return cell
            return replace(cell, text=item.key, notes=(*cell.notes, Note("item_respelt", {"read": item.key})))
    if not listed.closed:
        return cell
    options = ", ".join(item.key for item in listed.items)
    return Cell(None, cell.notes, "item_unknown", {"section": section, "options": options})
