"""Looks up codes, names and items in the reference, once per distinct cell."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz, process

from benchmark.core.definitions import condition_sections
from benchmark.returns.check.cells import Cell, Note
from benchmark.returns.check.reference import Reference
from benchmark.returns.columns import Column
from benchmark.returns.recognise.heading_units import without_footnotes
from benchmark.returns.recognise.organisations import (
    LONGEST_NAME,
    NameIndex,
    NameToConfirm,
    Suggestions,
    can_be_remembered,
    in_words,
    name_and_code,
)
from benchmark.returns.vocabulary import heading_key, is_of_totals
from schemas.conditions import Section
from schemas.intake import ConditionSection

_CODE = re.compile(r"[A-Z0-9]{3,6}")
_SITE = re.compile(r"[A-Z0-9]{5,8}")
_NEAR_ITEM = 80.0
"""The likeness, of 100, from which a listed item may be the one that was meant."""
_OF_SITE = 2
"""How many more characters a site's code has than its trust's."""
_UNKNOWN = {"trusts": "trust_unknown", "ics": "ics_unknown", "organisations": "member_unknown"}
_NOTES = {
    "matched": "name_matched",
    "renamed": "name_renamed",
    "remembered": "name_remembered",
    "confirmed": "name_confirmed",
}
SUGGESTED_FOR = 100
"""The most names and codes of a file that get suggestions: nobody corrects more one by one."""
_SYSTEM_COUNTS_FROM = 0.2
"""The share of a file's trusts from which their system makes a suggestion likelier."""
_NO_MORE = (
    f"a name or code of the Organisation Data Service (suggestions are made for the first {SUGGESTED_FOR} "
    "that are not known; correct those first)"
)

_PICK, _GIVE = "Confirm one of those that are nearest, or give its code.", "Give the organisation's code."


@dataclass
class Lookup:
    """Looks up a return's codes, and collects the names that a person must confirm.

    confirmed: names -> codes, as a person confirmed with this file. accepted: those that occur in the file
    and are not confirmed already. met: the codes of trusts in the file's cells.
    """

    reference: Reference | None
    confirmed: Mapping[str, str] = field(default_factory=dict)
    to_confirm: dict[str, NameToConfirm] = field(default_factory=dict)
    accepted: dict[str, str] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)
    _suggested: int = 0
    _indexes: dict[str, NameIndex] = field(default_factory=dict)

    def resolve(self, cells: Sequence[Cell], column: Column) -> list[Cell]:
        """A column's distinct cells with codes for names; with an error for unknown ones. Known cells come
        first, as suggestions for the others depend on them.
        """
        if self.reference is None or column.refers_to not in _UNKNOWN:
            return list(cells)
        index = self._index(column.refers_to)
        result: list[Cell] = []
        unknown = []
        for i, cell in enumerate(cells):
            resolved = cell if cell.error or cell.text is None else self._with_code(cell, cell.text, index)
            if resolved is None:
                unknown.append(i)
            elif column.refers_to == "trusts" and resolved.text is not None:
                self.met.add(resolved.text)
            result.append(resolved or cell)
        nearest = self._nearest([cells[i].text or "" for i in unknown], column.refers_to)
        for i, near in zip(unknown, nearest, strict=True):
            result[i] = self._not_known(cells[i], near, column.refers_to)
        return result

    def _with_code(self, cell: Cell, text: str, index: NameIndex) -> Cell | None:
        if text in index.organisations:
            return cell
        if len(text) > LONGEST_NAME:
            return None
        match = index.match(text)
        if match is None:
            return (
                _joined(cell, text, index)
                or self._without_mark(cell, text, index)
                or _with_both(cell, text, index)
            )
        organisation = index.organisations[match.code]
        words = {"read": match.code, "name": organisation.name, "history": organisation.history}
        if match.how == "taken":
            return Cell(None, cell.notes, "name_taken", words)
        earlier = match.remembered
        if match.how == "remembered" and earlier is not None:
            words |= earlier.words
        if match.how == "confirmed":
            anew = earlier is not None and earlier.stands_for != match.code
            words["replaces"] = (
                f"; it replaces {earlier.stands_for}, which {earlier.by} confirmed on {earlier.day} "
                f"(submission {earlier.number})"
                if earlier is not None and anew
                else ""
            )
            if earlier is None or anew:
                self.accepted[text] = match.code
        others = tuple(note for note in cell.notes if note.code != "code_capitals")
        return replace(cell, text=match.code, notes=(*others, Note(_NOTES[match.how], words)))

    def _without_mark(self, cell: Cell, text: str, index: NameIndex) -> Cell | None:
        """The cell without footnote marks at its end, if it is then known."""
        bare = without_footnotes(text)
        resolved = self._with_code(replace(cell, text=bare), bare, index) if bare != text else None
        if resolved is None or resolved.text is None:
            return resolved
        return replace(resolved, notes=(*resolved.notes, Note("mark_left_out", {"read": resolved.text})))

    def _not_known(self, cell: Cell, nearest: Suggestions | None, refers_to: str) -> Cell:
        """The cell with the error for an unknown code or name. nearest: None if no suggestions were made."""
        words = {
            "nearest": _NO_MORE if nearest is None else in_words(nearest),
            "cure": _PICK if nearest else _GIVE,
        }
        text = cell.text or ""
        if refers_to == "trusts" and (trust := _of_site(text, self._index(refers_to))):
            return Cell(None, cell.notes, "site_code", {"read": trust[0], "name": trust[1]})
        if refers_to == "trusts" and (system := self.code_of(text, "ics")):
            named = {"read": system, "name": self.name_of(system, "ics")}
            return Cell(None, cell.notes, "code_of_a_system", named)
        if _CODE.fullmatch(text):
            return Cell(None, cell.notes, _UNKNOWN[refers_to], words)
        if nearest is not None and can_be_remembered(text):
            self.to_confirm.setdefault(text, NameToConfirm(text, nearest))
        return Cell(None, cell.notes, "name_unknown", words)

    def _nearest(self, texts: Sequence[str], refers_to: str) -> list[Suggestions | None]:
        """The organisations that each text may mean; None for texts beyond the file's first SUGGESTED_FOR."""
        asked = texts[: SUGGESTED_FOR - self._suggested]
        self._suggested += len(asked)
        index, beside = self._index(refers_to), self._beside() if refers_to == "trusts" else {}
        trusts = self._index("trusts").organisations
        # Real returns never get fictional suggestions; a file of only fictional trusts is not real.
        fictional = bool(self.met) and all(trusts[code].fictional for code in self.met)
        by_code = [
            index.nearest_codes(text, beside=beside, fictional=fictional) if _CODE.fullmatch(text) else ()
            for text in asked
        ]
        by_name = index.nearest_to_each(asked, beside=beside, fictional=fictional)
        suggestions = [codes or names for codes, names in zip(by_code, by_name, strict=True)]
        return [*suggestions, *[None] * (len(texts) - len(asked))]

    def _beside(self) -> dict[str, float]:
        """Trust -> the share of the file's trusts in one of its systems; only for shares that count."""
        assert self.reference is not None
        systems_of = self.reference.systems_of
        counts = Counter(system for code in self.met for system in systems_of.get(code, ()))
        fewest = max(_SYSTEM_COUNTS_FROM * len(self.met), 1)
        shares = {s: number / len(self.met) for s, number in counts.items() if number >= fewest}
        largest = {code: max(shares.get(s, 0.0) for s in own) for code, own in systems_of.items()}
        return {code: share for code, share in largest.items() if share}

    def code_of(self, name: str, refers_to: str) -> str | None:
        """The code that a code or name means; None if there is none."""
        index = self._index(refers_to)
        match = index.match(name)
        if match is None:
            name = without_footnotes(name)
            match = index.match(name)
        code = name.strip().upper()
        if code in index.organisations:
            return code
        if match is not None:
            return match.code
        if joined := joined_code(name, index):
            return joined
        both = name_and_code(name, index)
        return both.code if both is not None and both.named == both.code else None

    def name_of(self, code: str, refers_to: str) -> str:
        """The name of the organisation with a code."""
        return self._index(refers_to).organisations[code].name

    def _index(self, refers_to: str) -> NameIndex:
        assert self.reference is not None
        if refers_to not in self._indexes:
            self._indexes[refers_to] = self.reference.names(refers_to, self.confirmed)
        return self._indexes[refers_to]


def _without_marks(text: str) -> str:
    """A text in capitals, without spaces, a bracket before it, and brackets and stops after it."""
    joined = "".join(text.split())
    return (joined[1:] if joined.startswith(("(", "[", "{")) else joined).rstrip(")]}.,;:").upper()


def joined_code(text: str, index: NameIndex) -> str | None:
    """A known code in a text with spaces, brackets around it or a full stop after it; else None."""
    code = _without_marks(text)
    return code if code != text and code in index.organisations else None


def _joined(cell: Cell, text: str, index: NameIndex) -> Cell | None:
    code = joined_code(text, index)
    if code is None:
        return None
    others = tuple(note for note in cell.notes if note.code != "code_capitals")
    return replace(cell, text=code, notes=(*others, Note("code_joined", {"read": code})))


def _of_site(text: str, index: NameIndex) -> tuple[str, str] | None:
    """The code and name of the trust of a site, whose code is two characters longer; else None."""
    code = _without_marks(text)
    trust = index.organisations.get(code[:-_OF_SITE])
    return (trust.code, trust.name) if _SITE.fullmatch(code) and trust is not None else None


def _with_both(cell: Cell, text: str, index: NameIndex) -> Cell | None:
    """The cell of a name with its code, read as the code; None if it does not have both."""
    both = name_and_code(text, index)
    if both is None:
        return None
    words = {"read": both.code, "name": index.organisations[both.code].name, "other": both.named or ""}
    if both.named == both.code:
        note = Note("name_and_code", words)
    elif both.named is None:
        note = Note("name_and_code_of_nobody", words | {"other": both.name})
    else:
        other_name = index.organisations[both.named].name
        note = Note("name_and_code_differ", words | {"other_name": other_name})
    return replace(cell, text=both.code, notes=(*cell.notes, note))


def read_item(section: Section, cell: Cell) -> Cell:
    """An item of the conditions return: its key if listed; else an error if the section is closed."""
    if cell.error or cell.text is None:
        return cell
    listed = condition_sections()[section]
    key = heading_key(cell.text.replace("&", " and "))
    for item in listed.items:
        if key in (heading_key(item.key), heading_key(item.name)):
            if cell.text == item.key:
                return cell
            return replace(cell, text=item.key, notes=(*cell.notes, Note("item_respelt", {"read": item.key})))
    if not listed.closed:
        return replace(cell, notes=(*cell.notes, *_asked_of_item(key, listed)))
    options = ", ".join(item.key for item in listed.items)
    return Cell(None, cell.notes, "item_unknown", {"section": section, "options": options})


def _asked_of_item(key: str, listed: ConditionSection) -> tuple[Note, ...]:
    """Questions about an item that an open section does not list: is it a total, or a misspelt item?"""
    if listed.items and is_of_totals(key):
        return (Note("item_total"),)
    spelt = {text: item for item in listed.items for text in (heading_key(item.key), heading_key(item.name))}
    near = process.extractOne(key, spelt.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR_ITEM)
    return () if near is None else (Note("item_near", {"read": spelt[near[0]].key}),)
