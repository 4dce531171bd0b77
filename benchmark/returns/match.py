"""Organisations' names to codes: the same but for spelling, then aliases, then suggestions to confirm."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz, process

SUGGESTED = 3
_NEAR_NAME = 65.0
_NEAR_CODE = 60.0
_PUNCTUATION = re.compile(r"[^\w\s]+")
_COMMON = frozenset(
    (
        *("university", "hospital", "hospitals", "healthcare", "health", "care", "community", "mental"),
        *(
            "teaching",
            "partnership",
            "service",
            "services",
            "and",
            "of",
            "the",
            "in",
            "ambulance",
            "integrated",
        ),
    )
)
"""Words that many names share: the others, mostly places, tell organisations apart."""
_EXPANDED = (
    (re.compile(r"\bnational health service\b"), "nhs"),
    (re.compile(r"\bnhsft\b"), "nhs foundation trust"),
    (re.compile(r"\b(nhs )?ft\b"), "nhs foundation trust"),
    (re.compile(r"\buniv\b"), "university"),
    (re.compile(r"\bhosps?\b"), "hospital"),
    (re.compile(r"\bsaint\b"), "st"),
)
_ENDINGS = re.compile(
    r"\b(nhs foundation trust|foundation trust|nhs trust|care trust|trust|nhs integrated care board"
    r"|integrated care board|integrated care system|icb|ics)$"
)


@dataclass(frozen=True)
class Organisation:
    """A trust or a system: what a name is matched to."""

    code: str
    name: str
    opened_on: date
    closed_on: date | None
    fictional: bool = False

    @property
    def suggested(self) -> bool:
        """Whether it is offered for a name or code that nobody bears: a real return never goes to a fictional
        trust by a slip, so those are matched by their own names and codes alone.
        """
        return self.closed_on is None and not self.fictional


@dataclass(frozen=True)
class Match:
    """The organisation that a name stands for, and how it is known."""

    code: str
    how: Literal["matched", "remembered", "confirmed"]


@dataclass(frozen=True)
class NameToConfirm:
    """A name that no organisation bears, with the nearest ones: (code, name), nearest first."""

    name: str
    suggestions: tuple[tuple[str, str], ...]


def _likeness(wanted: str, name: str) -> float:
    """0 to 100: the mean of likeness in full and in the words that tell organisations apart."""
    told, own = (" ".join(w for w in text.split() if w not in _COMMON) or text for text in (wanted, name))
    return (fuzz.token_sort_ratio(wanted, name) + fuzz.token_set_ratio(told, own)) / 2


def normalised(name: str) -> str:
    """A name without what people vary: capitals, accents, apostrophes, ampersands, 'NHS FT', punctuation.

    >>> normalised("Alder Hey Children's NHS FT")
    'alder hey childrens nhs foundation trust'
    """
    text = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    text = text.replace("'", "").replace("`", "").replace("&", " and ")
    text = " ".join(_PUNCTUATION.sub(" ", text).split())
    for pattern, full in _EXPANDED:
        text = pattern.sub(full, text)
    return " ".join(text.split()).removeprefix("the ")


@lru_cache(maxsize=4096)
def core(name: str) -> str:
    """A normalised name without the kind of organisation: 'alder hey childrens'."""
    text = normalised(name)
    stripped = _ENDINGS.sub("", text).strip()
    return stripped.removeprefix("nhs ").strip() or text


@dataclass(frozen=True)
class NameIndex:
    """The names of one sort of organisation."""

    organisations: Mapping[str, Organisation]
    by_name: Mapping[str, str]
    by_core: Mapping[str, str]
    aliases: Mapping[str, str]
    confirmed: Mapping[str, str] = field(default_factory=dict)

    def with_confirmed(self, confirmed: Mapping[str, str]) -> "NameIndex":
        """The same index, in which these names (name -> code) stand for what a person said."""
        known = {normalised(name): code for name, code in confirmed.items() if code in self.organisations}
        return replace(self, confirmed=known)

    def match(self, name: str) -> Match | None:
        """The organisation that bears the name; None when none does, or when two could."""
        key = normalised(name)
        if key in self.confirmed:
            return Match(self.confirmed[key], "confirmed")
        code = self.by_name.get(key)
        if code is None and key in self.aliases:
            return Match(self.aliases[key], "remembered")
        code = code or self.by_core.get(core(name))
        return Match(code, "matched") if code else None

    def nearest_names(self, name: str) -> tuple[tuple[str, str], ...]:
        """The organisations whose names are most like it, open and real ones only: (code, name)."""
        wanted = core(name)
        offered = [o for o in self.organisations.values() if o.suggested]
        likeness = {o.code: _likeness(wanted, core(o.name)) for o in offered}
        near = sorted(likeness, key=lambda code: (-likeness[code], code))[:SUGGESTED]
        return tuple((code, self.organisations[code].name) for code in near if likeness[code] >= _NEAR_NAME)

    def nearest_codes(self, code: str) -> tuple[tuple[str, str], ...]:
        """The organisations whose codes are most like it, open and real ones only: (code, name)."""
        offered = [o.code for o in self.organisations.values() if o.suggested]
        found = process.extract(code, offered, scorer=fuzz.ratio, limit=SUGGESTED, score_cutoff=_NEAR_CODE)
        return tuple((near, self.organisations[near].name) for near, _, _ in found)


def name_index(
    organisations: Iterable[Organisation],
    *,
    aliases: Mapping[str, str],
) -> NameIndex:
    """The index of these organisations; aliases of other sorts' codes are passed over."""
    by_code = {organisation.code: organisation for organisation in organisations}
    return NameIndex(
        organisations=by_code,
        by_name=_unambiguous((normalised(o.name), o) for o in by_code.values()),
        by_core=_unambiguous((core(o.name), o) for o in by_code.values()),
        aliases={normalised(name): code for name, code in aliases.items() if code in by_code},
    )


def _unambiguous(named: Iterable[tuple[str, Organisation]]) -> dict[str, str]:
    """Name -> code, where one organisation bears it, or one of those that are open does."""
    bearers: dict[str, list[Organisation]] = {}
    for name, organisation in named:
        bearers.setdefault(name, []).append(organisation)
    result = {}
    for name, candidates in bearers.items():
        standing = [o for o in candidates if o.closed_on is None] or candidates
        if len(standing) == 1:
            result[name] = standing[0].code
    return result


def in_words(suggestions: Iterable[tuple[str, str]]) -> str:
    """'nearest: RBS (Alder Hey ...), ...', or what to use when nothing is near."""
    listed = ", ".join(f"{code} ({name})" for code, name in suggestions)
    return f"nearest: {listed}" if listed else "a name or code of the Organisation Data Service"
