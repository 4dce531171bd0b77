"""Matches names of organisations to codes: by spelling, then as people confirmed, then by suggestion.

A trust is known by all its present and former names. A name of two organisations matches neither.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Literal

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from benchmark.core.wording import in_full

SUGGESTED = 3
SUGGESTED_CODES = 5
"""More than for names, as a code has more neighbours: RFE has some twenty, one letter off."""
_NEAR_NAME = 65.0
_SAME_SYSTEM = 10.0
"""Points of likeness, of 100, added for an organisation whose system has all the file's other trusts."""
LONGEST_NAME = 500
"""The most letters of a name that can be known, remembered or split, as in the models' texts."""
_APOSTROPHES = re.compile("['`\u00b4\u2018\u2019\u02bc]")
_PUNCTUATION = re.compile(r"[\W_]+")
LOOK_ALIKE = str.maketrans("OIL", "011")
"""Letters that are mistaken for digits in codes."""
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
"""Words that many names share. The others, mostly places, tell organisations apart."""
_EXPANDED = (
    ("national", re.compile(r"\bnational health service\b"), "nhs"),
    ("nhsft", re.compile(r"\bnhsft\b"), "nhs foundation trust"),
    ("ft", re.compile(r"(?<!\bnhs )\b(?:nhs )*ft\b"), "nhs foundation trust"),
    ("univ", re.compile(r"\buniv\b"), "university"),
    ("hosps", re.compile(r"\bhosps\b"), "hospitals"),
    ("hosp", re.compile(r"\bhosp\b"), "hospital"),
    ("saint", re.compile(r"\bsaint\b"), "st"),
)
"""Words that people shorten: letters for a fast search, the pattern, and the full words."""
_ENDINGS = re.compile(
    r"\b(nhs foundation trust|foundation trust|nhs trust|care trust|trust|nhs integrated care board"
    r"|integrated care board|integrated care system|icb|ics)$"
)

State = Literal["current", "former", "variant"]
Suggestions = tuple[tuple[str, str], ...]
"""(code, name), the nearest first."""
_MARKS = r"\s(){}<>\[\]\uff08\uff09\u3010\u3011,;:|/=_\u2010-\u2015-"
_CODE = r"[A-Za-z0-9]{3,6}"
_FIRST = re.compile(rf"(?P<edge>[{_MARKS}]*)(?P<code>{_CODE})(?P<gap>[{_MARKS}]+)(?P<name>.+)")
_LAST = re.compile(rf"(?P<name>.+?)(?P<gap>[{_MARKS}]+)(?P<code>{_CODE})(?P<edge>[{_MARKS}]*)")
_AROUND = re.compile(rf"^[{_MARKS}]+|[{_MARKS}]+$")
_BESIDE = re.compile(
    r"(?P<name>[^()]+)\((?:(?P<part>now part of )[^()]+|(?P<initials>[A-Z]{2,6})"
    r"|(?:now|formerly|previously|was) (?P<other>[^()]+))\)"
)
_WORD = re.compile(r"[A-Za-z0-9]+")
_CODE_IN_TEXT = re.compile(r"(?<![A-Za-z0-9])(?!REF|RTF)[A-Z][A-Z0-9]{2,5}(?![A-Za-z0-9])")
"""A code in a title. REF and RTF are also words, so they do not count."""
_LOOKED_AT = 200
_LONGEST_IN_WORDS = 14
"""The most words of a name to match."""


@dataclass(frozen=True)
class KnownName:
    """A name of an organisation, with its first and last day; None if unknown, or if it is still in use."""

    name: str
    state: State
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def in_words(self) -> str:
        """'was called Ash until 31 March 2026', 'has been called Elm since 1 April 2026'."""
        if self.state == "former":
            since = f" from {in_full(self.valid_from)}" if self.valid_from else ""
            until = f" until {in_full(self.valid_to)}" if self.valid_to else ""
            return f"was called {self.name}{since}{until}"
        if self.valid_from:
            return f"has been called {self.name} since {in_full(self.valid_from)}"
        return f"is now called {self.name}"


@dataclass(frozen=True)
class Organisation:
    """A trust or a system that names can match. `names`: its present and former names other than `name`."""

    code: str
    name: str
    opened_on: date
    closed_on: date | None
    fictional: bool = False
    names: tuple[KnownName, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it still exists. Closed ones are matched only by their own names and codes."""
        return self.closed_on is None

    @property
    def spellings(self) -> tuple[str, ...]:
        """All its names."""
        return tuple(dict.fromkeys((self.name, *(other.name for other in self.names))))

    @property
    def history(self) -> str:
        """Its former and present names, as the end of a sentence; empty if its name never changed."""
        dated = [name for name in self.names if name.state != "variant"]
        if len(dated) < 2:
            return ""
        in_time = sorted(dated, key=lambda name: (name.state == "current", name.valid_to or date.max))
        unknown = any(name.state == "former" and name.valid_to is None for name in in_time)
        return " and ".join(name.in_words for name in in_time) + (
            "; the day of the change is not known" if unknown else ""
        )


@dataclass(frozen=True)
class Remembered:
    """What a person confirmed with an earlier file: what a name or heading means; the number, person and day
    of the submission; and what was confirmed before that (code or column, submission).
    """

    stands_for: str
    number: int = 0
    by: str = ""
    day: str = ""
    replaced: tuple[str, int] | None = None

    @property
    def words(self) -> dict[str, str]:
        """The words for the sentence about it."""
        before = f" It replaced {self.replaced[0]} (submission {self.replaced[1]})." if self.replaced else ""
        return {"number": str(self.number), "by": self.by, "day": self.day, "replaced": before}


@dataclass(frozen=True)
class Match:
    """The organisation that a name means, and how we know. remembered: the earlier confirmation.

    'taken': the name is this organisation's own, but a person confirmed another organisation for it.
    """

    code: str
    how: Literal["matched", "renamed", "remembered", "confirmed", "taken"]
    remembered: Remembered | None = None


@dataclass(frozen=True)
class NameToConfirm:
    """A name of no known organisation, with the nearest ones as (code, name), nearest first."""

    name: str
    suggestions: tuple[tuple[str, str], ...]


def normalised(name: str) -> str:
    """A name without what people vary: capitals, accents, apostrophes, ampersands, 'NHS FT', punctuation.

    Letters of other scripts stay, so that different names stay different. Applying it twice changes nothing.

    >>> normalised("Alder Hey Children's NHS FT")
    'alder hey childrens nhs foundation trust'
    """
    text = _plain(_APOSTROPHES.sub("", name).replace("&", " and "))
    for letters, pattern, full in _EXPANDED:
        if letters in text:
            text = pattern.sub(full, text)
    while text.startswith("the "):
        text = text.removeprefix("the ")
    return text


def _plain(text: str) -> str:
    """Lower-case letters without accents, and digits; one space between words."""
    if not text.isascii():
        # Twice: lower-case letters can be longer than capitals, with marks of their own.
        for _ in range(2):
            text = unicodedata.normalize("NFKD", text).casefold()
        text = "".join(sign for sign in text if unicodedata.category(sign) not in ("Mn", "Me", "Cf"))
        text = _APOSTROPHES.sub("", text)
    return _PUNCTUATION.sub(" ", text.casefold()).strip()


def can_be_remembered(name: str) -> bool:
    """Whether a name has letters or digits, and is not too long."""
    return 0 < len(normalised(name)) <= LONGEST_NAME


def core(name: str) -> str:
    """A name without the kind of organisation: 'alder hey childrens'."""
    return _core(normalised(name))


def _core(key: str) -> str:
    stripped = _ENDINGS.sub("", key).strip()
    return stripped.removeprefix("nhs ").strip() or key


@lru_cache(maxsize=4096)
def _core_and_telling(name: str) -> tuple[str, str]:
    """The core of an organisation's own name, and its telling words. Cached: every file makes an index."""
    return core(name), _telling(core(name))


def _telling(text: str) -> str:
    """The words that tell organisations apart, mostly places."""
    return " ".join(word for word in text.split() if word not in _COMMON) or text


@dataclass(frozen=True)
class NameIndex:
    """The names of trusts, or of systems. by_name, by_core: normalised name or its core -> organisations.

    confirmed: normalised name -> code, as a person confirmed with this file.
    """

    organisations: Mapping[str, Organisation]
    by_name: Mapping[str, tuple[Organisation, ...]]
    by_core: Mapping[str, tuple[Organisation, ...]]
    aliases: Mapping[str, Remembered]
    confirmed: Mapping[str, str] = field(default_factory=dict)

    def with_confirmed(self, confirmed: Mapping[str, str]) -> "NameIndex":
        """The same index with names (name -> code) that a person confirmed."""
        codes = {normalised(name): code for name, code in confirmed.items() if code in self.organisations}
        return replace(
            self, confirmed={key: code for key, code in codes.items() if 0 < len(key) <= LONGEST_NAME}
        )

    def match(self, name: str) -> Match | None:
        """The organisation with this name; None if there is none, or more than one."""
        key = normalised(name)
        owners = self.by_name.get(key) or self.by_core.get(_core(key), ())
        earlier = self.aliases.get(key)
        if key in self.confirmed:
            code = self.confirmed[key]
            if owners and code not in {owner.code for owner in owners}:
                return Match(owners[0].code, "taken")
            return Match(code, "confirmed", earlier)
        if len(owners) == 1:
            return Match(owners[0].code, "renamed" if owners[0].history else "matched")
        if earlier is not None and (not owners or earlier.stands_for in {o.code for o in owners}):
            return Match(earlier.stands_for, "remembered", earlier)
        return None if owners else self._with_words_beside(name)

    def _with_words_beside(self, name: str) -> Match | None:
        """The organisation of a name with words in brackets after it: its other name, as in 'Ash (now Elm)';
        the organisation that it is now part of, if it is closed; or its initials.
        """
        parts = _BESIDE.fullmatch(name.strip()) if len(name) <= LONGEST_NAME else None
        match = self.match(parts["name"]) if parts else None
        if parts is None or match is None or match.how not in ("matched", "renamed"):
            return None
        if parts["part"]:
            return None if self.organisations[match.code].is_open else match
        if parts["initials"]:
            letters = (word[0] for word in normalised(parts["name"]).split())
            is_code = parts["initials"] in self.organisations
            return (
                match
                if not is_code and all(sign in letters for sign in parts["initials"].casefold())
                else None
            )
        other = self.match(parts["other"])
        return match if other is not None and other.code == match.code else None

    def nearest_names(self, name: str) -> Suggestions:
        """The open and real organisations whose names are most like it: (code, name)."""
        return self.nearest_to_each([name])[0]

    def nearest_to_each(
        self, names: Sequence[str], *, beside: Mapping[str, float] | None = None, fictional: bool = False
    ) -> list[Suggestions]:
        """For each name, the organisations whose names are most like it, nearest first.

        beside: code -> share of the file's other trusts in its system, 0 to 1; a higher share ranks higher.
        fictional: whether to suggest fictional ones too.
        """
        offered = [o for o in self._offered if fictional or not o[0].fictional]
        if not offered or not names:
            return [()] * len(names)
        wanted, cores = [core(name) for name in names], [name_core for _, name_core, _ in offered]
        asked, own = [_telling(text) for text in wanted], [telling for _, _, telling in offered]
        # The mean of the likeness of whole names and of their telling words: 0 to 100.
        likeness = (
            process.cdist(wanted, cores, scorer=fuzz.token_sort_ratio)
            + process.cdist(asked, own, scorer=fuzz.token_set_ratio)
        ) / 2
        closeness = np.array([(beside or {}).get(o.code, 0.0) for o, _, _ in offered]) * _SAME_SYSTEM
        suggestions = []
        for row in likeness:
            near = np.flatnonzero(row >= _NEAR_NAME)
            ranked = sorted(near.tolist(), key=lambda i: (-row[i] - closeness[i], offered[i][0].code))
            nearest = dict.fromkeys(offered[i][0].code for i in ranked)
            suggestions.append(self._with_names([*nearest][:SUGGESTED]))
        return suggestions

    def nearest_codes(
        self, code: str, *, beside: Mapping[str, float] | None = None, fictional: bool = False
    ) -> Suggestions:
        """The organisations whose codes are one slip away: a letter wrong, missing, added or swapped.

        Letters mistaken for digits come first, then codes in the system of the file's other trusts (`beside`,
        as in nearest_to_each), then those that begin alike. Only open and real ones, unless `fictional`.
        """
        seen, near = code.translate(LOOK_ALIKE), []
        for other in dict.fromkeys(o.code for o, _, _ in self._offered if fictional or not o.fictional):
            look = other.translate(LOOK_ALIKE)
            distance = OSA.distance(seen, look, score_cutoff=1)
            if distance <= 1:
                alike = next((i for i, (a, b) in enumerate(zip(code, other, strict=False)) if a != b), 99)
                swapped = distance == 1 and sorted(seen) == sorted(look)
                near.append((distance, -(beside or {}).get(other, 0.0), not swapped, -alike, other))
        return self._with_names([other for *_, other in sorted(near)[:SUGGESTED_CODES]])

    def named_in(self, text: str) -> list[frozenset[str]]:
        """The organisations in a line of text: for each name of at least two words, and each code in
        capitals, the codes of the organisations that have it.
        """
        codes = [frozenset({word}) for word in _CODE_IN_TEXT.findall(text) if word in self.organisations]
        words = normalised(text).split()[:_LOOKED_AT]
        start = 0
        while start < len(words):
            for end in range(min(len(words), start + _LONGEST_IN_WORDS), start + 1, -1):
                key = " ".join(words[start:end])
                if owners := self.by_name.get(key) or self.by_core.get(key):
                    codes.append(frozenset(owner.code for owner in owners))
                    start = end - 1
                    break
            start += 1
        return codes

    @cached_property
    def _offered(self) -> list[tuple[Organisation, str, str]]:
        """Each name of each open organisation: its core, and its telling words."""
        return [
            (o, *_core_and_telling(name))
            for o in self.organisations.values()
            if o.is_open
            for name in o.spellings
        ]

    def _with_names(self, codes: Iterable[str]) -> Suggestions:
        return tuple((code, self.organisations[code].name) for code in codes)


def name_index(organisations: Iterable[Organisation], *, aliases: Mapping[str, Remembered]) -> NameIndex:
    """The index of these organisations. Aliases for other codes are ignored."""
    by_code = {organisation.code: organisation for organisation in organisations}
    named = [(normalised(name), o) for o in by_code.values() for name in o.spellings]
    return NameIndex(
        organisations=by_code,
        by_name=_owners(named),
        by_core=_owners((_core(key), o) for key, o in named),
        aliases={normalised(name): alias for name, alias in aliases.items() if alias.stands_for in by_code},
    )


def _owners(named: Iterable[tuple[str, Organisation]]) -> dict[str, tuple[Organisation, ...]]:
    """Name -> the organisations that have it: only the open ones, if there are any."""
    owners: dict[str, dict[str, Organisation]] = {}
    for name, organisation in named:
        if name:
            owners.setdefault(name, {})[organisation.code] = organisation
    return {
        name: tuple(o for o in sharing.values() if o.is_open) or tuple(sharing.values())
        for name, sharing in owners.items()
    }


def in_words(suggestions: Iterable[tuple[str, str]]) -> str:
    """'nearest: RBS (Alder Hey ...), ...', or what to use if nothing is near."""
    listed = ", ".join(f"{code} ({name})" for code, name in suggestions)
    return f"nearest: {listed}" if listed else "a name or code of the Organisation Data Service"


@dataclass(frozen=True)
class NameAndCode:
    """A code and a name from one cell; `named`: the code of the organisation with this name, or None."""

    code: str
    name: str
    named: str | None


def name_and_code(text: str, index: NameIndex) -> NameAndCode | None:
    """The code and the name in a cell; None if it does not have both, or is too long for a name.

    A code without a mark beside it may be a word of a name: it counts only if the name is its own.
    """
    readings = list(_readings(text, index)) if len(text) <= LONGEST_NAME else []
    own = [both for both, _ in readings if both.named == both.code]
    marked = [both for both, is_marked in readings if is_marked]
    sure = own or marked
    return sure[0] if len({both.code for both in sure}) == 1 else None


def _readings(text: str, index: NameIndex) -> Iterator[tuple[NameAndCode, bool]]:
    """Each way to read the cell, and whether a mark separates the code from the name."""
    for pattern in (_FIRST, _LAST):
        parts = pattern.fullmatch(text)
        if parts is None or (code := parts["code"].upper()) not in index.organisations:
            continue
        name = _AROUND.sub("", parts["name"])
        match = index.match(name)
        named = None if match is None or match.how == "taken" else match.code
        if named != code and any(word in index.organisations for word in _WORD.findall(name)):
            continue  # two codes: nobody can say which one counts
        yield NameAndCode(code, name, named), bool((parts["edge"] + parts["gap"]).strip())
