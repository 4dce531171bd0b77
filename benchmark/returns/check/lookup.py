"""Looks codes, names and items up in the reference, cell by distinct cell."""

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
"""How like a listed item another one is, of 100, that may be meant for it."""
_OF_SITE = 2
"""Letters or figures by which the code of a site is longer than that of its trust."""
_BETWEEN = re.compile(r"\s+|^[(\[{]|[)\]}.,;:]+$")
_UNKNOWN = {"trusts": "trust_unknown", "ics": "ics_unknown", "organisations": "member_unknown"}
_NOTES = {
    "matched": "name_matched",
    "renamed": "name_renamed",
    "remembered": "name_remembered",
    "confirmed": "name_confirmed",
}
SUGGESTED_FOR = 100
"""Names and codes of a file for which the nearest are looked for: nobody picks from more, one by one."""
_SYSTEM_COUNTS_FROM = 0.2
"""Share of a file's trusts from which their system makes a suggestion likelier."""
_NO_MORE = (
    f"a name or code of the Organisation Data Service (suggestions are made for the first {SUGGESTED_FOR} "
    "that are not known; correct those first)"
)

_PICK, _GIVE = "Confirm one of those that are nearest, or give its code.", "Give the organisation's code."


@dataclass
class Lookup:
    """The lists that a return's codes are looked up in; gathers the names that a person must confirm.

    confirmed: names -> codes, as a person said with this file. accepted: those of them that the file holds
    and that no earlier confirmation says already. met: codes of the trusts that the file's cells stand for.
    """

    reference: Reference | None
    confirmed: Mapping[str, str] = field(default_factory=dict)
    to_confirm: dict[str, NameToConfirm] = field(default_factory=dict)
    accepted: dict[str, str] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)
    _suggested: int = 0
    _indexes: dict[str, NameIndex] = field(default_factory=dict)

    def resolve(self, cells: Sequence[Cell], column: Column) -> list[Cell]:
        """The distinct cells of a column with their codes, where they hold names; with an error, where
        nothing is called so. First all that are known: what is suggested for the others depends on those.
        """
        if self.reference is None or column.refers_to not in _UNKNOWN:
            return list(cells)
        index = self._index(column.refers_to)
        result: list[Cell] = []
        unknown = []
        for i, cell in enumerate(cells):
            known = cell if cell.error or cell.text is None else self._known(cell, cell.text, index)
            if known is None:
                unknown.append(i)
            elif column.refers_to == "trusts" and known.text is not None:
                self.met.add(known.text)
            result.append(known or cell)
        nearest = self._nearest([cells[i].text or "" for i in unknown], column.refers_to)
        for i, near in zip(unknown, nearest, strict=True):
            result[i] = self._not_known(cells[i], near, column.refers_to)
        return result

    def _known(self, cell: Cell, text: str, index: NameIndex) -> Cell | None:
        if text in index.organisations:
            return cell
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
        told = tuple(note for note in cell.notes if note.code != "code_capitals")
        return replace(cell, text=match.code, notes=(*told, Note(_NOTES[match.how], words)))

    def _without_mark(self, cell: Cell, text: str, index: NameIndex) -> Cell | None:
        """The cell without the marks of footnotes after it, where that is known."""
        bare = without_footnotes(text)
        known = self._known(replace(cell, text=bare), bare, index) if bare != text else None
        if known is None or known.text is None:
            return known
        return replace(known, notes=(*known.notes, Note("mark_left_out", {"read": known.text})))

    def _not_known(self, cell: Cell, nearest: Suggestions | None, refers_to: str) -> Cell:
        """nearest: None where no suggestions were looked for."""
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
        """The organisations that each text may mean; None for those beyond the file's first SUGGESTED_FOR."""
        asked = texts[: SUGGESTED_FOR - self._suggested]
        self._suggested += len(asked)
        index, beside = self._index(refers_to), self._beside() if refers_to == "trusts" else {}
        trusts = self._index("trusts").organisations
        # A real return never goes to a fictional trust by a slip; one of fictional trusts alone is not real.
        fictional = bool(self.met) and all(trusts[code].fictional for code in self.met)
        by_code = [
            index.nearest_codes(text, beside=beside, fictional=fictional) if _CODE.fullmatch(text) else ()
            for text in asked
        ]
        by_name = index.nearest_to_each(asked, beside=beside, fictional=fictional)
        found = [codes or names for codes, names in zip(by_code, by_name, strict=True)]
        return [*found, *[None] * (len(texts) - len(asked))]

    def _beside(self) -> dict[str, float]:
        """Trust -> share of the file's trusts that are in a system of its own, where it is a large one."""
        assert self.reference is not None
        systems_of = self.reference.systems_of
        counts = Counter(system for code in self.met for system in systems_of.get(code, ()))
        fewest = max(_SYSTEM_COUNTS_FROM * len(self.met), 1)
        shares = {s: number / len(self.met) for s, number in counts.items() if number >= fewest}
        found = {code: max(shares.get(s, 0.0) for s in own) for code, own in systems_of.items()}
        return {code: share for code, share in found.items() if share}

    def code_of(self, name: str, refers_to: str) -> str | None:
        """The code that a code or a name stands for; None when it is of none."""
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
        """The name of the organisation of a code."""
        return self._index(refers_to).organisations[code].name

    def _index(self, refers_to: str) -> NameIndex:
        assert self.reference is not None
        if refers_to not in self._indexes:
            self._indexes[refers_to] = self.reference.names(refers_to, self.confirmed)
        return self._indexes[refers_to]


def joined_code(text: str, index: NameIndex) -> str | None:
    """The code that a text is but for spaces, within it too, brackets around it and a full stop after it."""
    code = _BETWEEN.sub("", text).upper()
    return code if code != text and code in index.organisations else None


def _joined(cell: Cell, text: str, index: NameIndex) -> Cell | None:
    code = joined_code(text, index)
    if code is None:
        return None
    told = tuple(note for note in cell.notes if note.code != "code_capitals")
    return replace(cell, text=code, notes=(*told, Note("code_joined", {"read": code})))


def _of_site(text: str, index: NameIndex) -> tuple[str, str] | None:
    """The code and the name of the trust whose site's code a text may be: two letters or figures longer."""
    code = _BETWEEN.sub("", text).upper()
    trust = index.organisations.get(code[:-_OF_SITE])
    return (trust.code, trust.name) if _SITE.fullmatch(code) and trust is not None else None


def _with_both(cell: Cell, text: str, index: NameIndex) -> Cell | None:
    """The cell of a name with its code, read as the code; None where it does not hold both."""
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
    """An item of the conditions return: its key where the section lists it; an error where it must."""
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
    """What is asked of an item that an open section does not list: whether it is a total, or one that it
    lists, misspelt.
    """
    if listed.items and is_of_totals(key):
        return (Note("item_total"),)
    spelt = {text: item for item in listed.items for text in (heading_key(item.key), heading_key(item.name))}
    near = process.extractOne(key, spelt.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR_ITEM)
    return () if near is None else (Note("item_near", {"read": spelt[near[0]].key}),)
