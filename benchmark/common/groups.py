"""Groups of trusts or systems: the known groups, their members, and the scope of a group."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Final

from benchmark.common.scope import (
    Footprint,
    Scope,
    base_of,
    footprint_in_words,
    placements,
    sql,
    with_group,
)
from benchmark.core.errors import UnknownCode, nearest
from benchmark.core.wording import in_list, plural
from benchmark.store.publication import Publication, per_publication

KINDS_IN_WORDS: Final[Mapping[str, str]] = {
    "cluster": "cluster of systems",
    "provider_group": "provider group",
    "collaborative": "provider collaborative",
    "own": "own group",
}
"""Kind of group -> its words in a sentence."""
_SEVERAL: Final[Mapping[str, str]] = {"cluster": "clusters of systems"}
"""The plurals that do not end in s."""
OF_THE_LINK: Final = "own"
"""The kind of a group that has no name, as it is made by a link."""
_MOST_NAMED: Final = 5
_ALMOST: Final = 0.75
"""How similar a code must be (0 to 1) to be suggested. High, as short codes are half alike to many others."""
_APART = re.compile(r"[\s,;]+")


def counted_groups(count: int, kind: str) -> str:
    """A count of groups of a kind: '9 clusters of systems', '1 provider group'."""
    words = KINDS_IN_WORDS[kind]
    return f"{count} {_SEVERAL[kind]}" if kind in _SEVERAL and count != 1 else plural(count, words)


@dataclass(frozen=True)
class Member:
    """A member of a group: a trust or a system, its first and last day, and the source."""

    code: str
    name: str
    is_trust: bool
    valid_from: date
    valid_to: date | None
    source: str


@dataclass(frozen=True)
class Group:
    """A known group with its members of all times, by name."""

    code: str
    name: str
    kind: str
    fictional: bool
    members: tuple[Member, ...]

    @property
    def kind_in_words(self) -> str:
        """The kind in words, such as 'provider group'."""
        return KINDS_IN_WORDS[self.kind]

    @property
    def named(self) -> str:
        """Name, code and kind: 'Derby, Lincoln and Nottingham (DLN, cluster of systems)'."""
        return f"{self.name} ({self.code}, {self.kind_in_words})"

    def codes_on(self, day: date) -> frozenset[str]:
        """The codes of the members on a day."""
        return frozenset(
            member.code
            for member in self.members
            if member.valid_from <= day and (member.valid_to is None or day <= member.valid_to)
        )


@per_publication
def known_groups(publication: Publication) -> Mapping[str, Group]:
    """Group code -> every known group: clusters first, then by kind and name, fictional ones last."""
    members: dict[str, list[Member]] = {}
    for code, *member in publication.rows(sql(__package__, "group_members")):
        members.setdefault(code, []).append(Member(*member))
    kinds = [*KINDS_IN_WORDS]
    found = [
        Group(code, name, kind, fictional, tuple(members[code]))
        for code, name, kind, fictional in publication.rows(sql(__package__, "group_names"))
    ]
    found.sort(key=lambda group: (group.fictional, kinds.index(group.kind), group.name, group.code))
    return {group.code: group for group in found}


@per_publication
def trusts_of_groups(
    publication: Publication, *, year: int, footprint: Footprint
) -> Mapping[str, frozenset[str]]:
    """Group -> its trusts' ODS codes on a round's footprint; groups without trusts are left out."""
    found: dict[str, set[str]] = {}
    for code, trust in publication.rows(
        sql(__package__, "group_trusts"), assessment_year=year, base=base_of(footprint)
    ):
        found.setdefault(code, set()).add(trust)
    return {code: frozenset(trusts) for code, trusts in found.items()}


def group_scope(publication: Publication, group: str, *, year: int, footprint: Footprint) -> Scope:
    """The scope of a group, named by its code or name, or by codes of trusts and systems ('DEMO1,DEMO2').

    Raises UnknownCode for an unknown code, for a group without a trust on the footprint, and if real and
    fictional members are mixed.
    """
    base = base_of(footprint)
    code = group_code(publication, group)
    scope = Scope(code, year, with_group(base, code))
    held = trusts_held(publication, scope)
    if not held:
        named = known_groups(publication)[code].named if code in known_groups(publication) else code
        raise UnknownCode(f"{named} holds no trust on {footprint_in_words(base)} of {year}.")
    return scope


def trusts_held(publication: Publication, scope: Scope) -> dict[str, str]:
    """ODS code -> name of the trusts in a scope, by name."""
    placed = placements(publication, year=scope.assessment_year, footprint=scope.footprint)
    own = placed[placed["ics_code"] == scope.ics_code].sort_values("trust")
    return dict(zip(own["ods_code"], own["trust"], strict=True))


def group_code(publication: Publication, group: str) -> str:
    """The code of a group: its own, or its members' codes, sorted, each once.

    Raises UnknownCode for an unknown code, for a group among the members, and if real and fictional members
    are mixed.
    """
    known = known_groups(publication)
    wanted = group.strip()
    codes = sorted({code.upper() for code in _APART.split(wanted) if code})
    if not codes:
        raise UnknownCode("No group is named.", fix=nearest_groups(publication, ""))
    if wanted.upper() in known:
        return wanted.upper()
    fictional = _fictional(publication)
    unknown = [code for code in codes if code not in fictional]
    # Codes come first: a group whose name reads like codes never stands for other members.
    if unknown:
        named = [code for code, group in known.items() if group.name.casefold() == wanted.casefold()]
        if named:
            return named[0]
        groups = [code for code in unknown if code in known]
        if groups:
            raise UnknownCode(
                f"A group is put together of trusts and systems, not of groups: {in_list(groups)}.",
                fix="Give their members in their place.",
            )
        raise UnknownCode(
            f"No group, trust or system is called {_first_of(unknown)}.",
            fix=_nearest_members(publication, unknown[0]) or nearest_groups(publication, wanted),
        )
    if len({fictional[code] for code in codes}) > 1:
        raise UnknownCode(
            f"Real and fictional members are never put together: {in_list(codes)}.",
            fix="Leave out the ones or the others.",
        )
    return ",".join(codes)


def nearest_groups(publication: Publication, name: str) -> str:
    """A sentence for an unknown group: the nearest by code and name, or all."""
    known = known_groups(publication)
    return nearest(name, known, called={code: group.name for code, group in known.items()})


def _nearest_members(publication: Publication, code: str) -> str:
    """The trusts and systems with similar codes, as a sentence; empty if there are none."""
    trusts = {trust: name for trust, name, _ in publication.rows(sql(__package__, "known_trusts"))}
    names = {**trusts, **names_of_systems(publication)}
    near = get_close_matches(code, names, n=3, cutoff=_ALMOST)
    return f"Nearest: {'; '.join(f'{code} ({names[code]})' for code in near)}." if near else ""


def _first_of(codes: list[str]) -> str:
    """Codes in words: 'XX1 or XX2'. After the first few, the number of others."""
    shown, more = codes[:_MOST_NAMED], len(codes) - _MOST_NAMED
    return " or ".join(shown) if more <= 0 else f"{', '.join(shown)} or {more} more"


@per_publication
def names_of_systems(publication: Publication) -> Mapping[str, str]:
    """Code -> name of every system of all times."""
    return dict(publication.rows(sql(__package__, "names_of_systems")))


@per_publication
def expected_mergers(publication: Publication) -> Mapping[str, str]:
    """System -> the system that it is expected to merge into; only systems with such a merger."""
    return dict(publication.rows(sql(__package__, "expected_mergers")))


def is_fictional_group(publication: Publication, code: str) -> bool:
    """Whether a group's members are fictional. code: from `group_code`."""
    known = known_groups(publication).get(code)
    return known.fictional if known else _fictional(publication)[code.split(",", maxsplit=1)[0]]


@per_publication
def _fictional(publication: Publication) -> Mapping[str, bool]:
    """Code of a trust or system -> whether it is fictional."""
    return dict(publication.rows(sql(__package__, "organisation_codes")))


def kind_of(publication: Publication, scope: Scope) -> str:
    """The kind of the scope's group in words; empty for a system."""
    if not scope.is_group:
        return ""
    known = known_groups(publication).get(scope.ics_code)
    return KINDS_IN_WORDS[known.kind if known else OF_THE_LINK]


def groups_of_trusts(
    publication: Publication, codes: Iterable[str], *, year: int, footprint: Footprint
) -> list[Group]:
    """The known groups with any of these trusts on a footprint, in the order of `known_groups`."""
    wanted = frozenset(codes)
    held = trusts_of_groups(publication, year=year, footprint=footprint)
    return [
        group for code, group in known_groups(publication).items() if wanted & held.get(code, frozenset())
    ]


def overlap_words(publication: Publication, scope: Scope) -> str:
    """The overlap of a group with systems and other groups, as sentences; empty for a system.

    A group's trusts count in their own systems too, so groups and systems never add up.
    """
    if not scope.is_group:
        return ""
    year = scope.assessment_year
    held = trusts_held(publication, scope)
    placed = placements(publication, year=year, footprint=scope.base)
    systems = placed.loc[placed["ods_code"].isin(held), "ics_code"].nunique()
    sentences = [
        f"A group overlaps systems: its {plural(len(held), 'trust')} "
        f"{'counts' if len(held) == 1 else 'count'} in {plural(systems, 'system')} as well."
    ]
    others = [
        group
        for group in groups_of_trusts(publication, held, year=year, footprint=scope.footprint)
        if group.code != scope.ics_code
    ]
    if others:
        shared = in_list([f"{group.name} ({group.code})" for group in others])
        sentences.append(f"It shares trusts with {shared}.")
    return " ".join(sentences)
