"""Finds a trust, a system, a group or a pillar from a few letters: by name, by code, also misspelt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, TypeAlias

from rapidfuzz import fuzz

from benchmark.common.completeness import default_round
from benchmark.common.groups import known_groups
from benchmark.common.resolve import BEGINS, EXACT, LIKE, letters, words_likeness
from benchmark.common.scope import Footprint, Successions, rounds_with_pillars, sql
from benchmark.core.definitions import definitions
from benchmark.core.wording import in_full, in_list
from benchmark.store.publication import Publication

Kind = Literal["trust", "ics", "group", "pillar"]
FEWEST_LETTERS = 2
"""The fewest letters to search for: half of all names begin with the same few."""
MOST_MATCHES = 8
_KIND_ORDER: dict[Kind, int] = {"ics": 0, "group": 1, "trust": 2, "pillar": 3}


@dataclass(frozen=True)
class Match:
    """A search result.

    leads_to: the code to open: for a closed trust that of the trust that took over, else its own. note: words
    beside the name, such as that the trust is closed; may be empty. footprint: the only footprint that has
    the system; None if both have it, and for other kinds. ics_code: the system in which a trust is opened;
    None for other kinds. likeness: 0 to 100.
    """

    kind: Kind
    code: str
    name: str
    note: str
    leads_to: str
    footprint: Footprint | None = None
    ics_code: str | None = None
    fictional: bool = False
    likeness: float = 0.0


@dataclass(frozen=True)
class Entry:
    """A possible search result, with the spellings under which it is found."""

    match: Match
    spellings: tuple[str, ...]
    is_open: bool = True
    former: tuple[str, ...] = ()
    """Those of the spellings that are a trust's names before its newest one."""

    @cached_property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """The words of each spelling, as written by `letters`."""
        return tuple(tuple(letters(spelling).split()) for spelling in self.spellings)

    @cached_property
    def code(self) -> str:
        """The code, as written by `letters`."""
        return letters(self.match.code)


SearchIndex: TypeAlias = tuple[Entry, ...]
"""Everything that can be found in a publication."""


def search(publication: Publication, text: str, *, limit: int = MOST_MATCHES) -> list[Match]:
    """The possible meanings of a text, likeliest first; everything real before anything fictional."""
    return find(search_index(publication), text, limit=limit)


def find(index: SearchIndex, text: str, *, limit: int = MOST_MATCHES) -> list[Match]:
    """The possible meanings of a text, likeliest first; everything real before anything fictional.

    A code written in full gives its own matches alone.
    """
    wanted = letters(text)
    if len(wanted) < FEWEST_LETTERS:
        return []
    scored = [(likeness(wanted, entry), entry) for entry in index]
    near = [(score, entry) for score, entry in scored if score >= LIKE]
    by_code = [(score, entry) for score, entry in near if entry.code == wanted]
    ordered = sorted(by_code or near, key=lambda pair: _order(wanted, *pair))
    return [replace(entry.match, likeness=score) for score, entry in ordered[:limit]]


def likeness(wanted: str, entry: Entry) -> float:
    """The likeness of a text to the nearest of an entry's spellings, or to its code: 0 to 100."""
    by_code = EXACT if wanted == entry.code else BEGINS if entry.code.startswith(wanted) else 0.0
    typed = tuple(wanted.split())
    return max(by_code, *(words_likeness(typed, words) for words in entry.words))


def search_index(publication: Publication) -> SearchIndex:
    """Everything that can be found in a publication: its trusts, systems and groups, and the pillars."""
    rounds = rounds_with_pillars(publication) or rounds_with_pillars(publication, fictional=True)
    year = default_round(publication, ics_code=None) if rounds else None
    return (*_systems(publication, year), *_groups(publication), *_trusts(publication, year), *_pillars())


def _order(wanted: str, similarity: float, entry: Entry) -> tuple[object, ...]:
    match = entry.match
    return (
        match.fictional,
        -round(similarity, 6),
        not entry.is_open,
        _KIND_ORDER[match.kind],
        # Of names with the same words, the one with the fewest others comes first.
        -fuzz.ratio(wanted, letters(match.name)),
        match.name,
        match.code,
    )


def _systems(publication: Publication, year: int | None) -> Iterable[Entry]:
    for code, name, fictional, assessed, current in publication.rows(
        sql(__package__, "search_systems"), assessment_year=year
    ):
        footprint: Footprint | None = None if assessed == current else "assessed" if assessed else "current"
        note = "" if footprint is None else _ON_ONE_FOOTPRINT[footprint]
        yield Entry(
            Match("ics", code, name, note, code, footprint, fictional=fictional),
            (name, f"{name} ICS", f"{name} ICB"),
        )


def _groups(publication: Publication) -> Iterable[Entry]:
    for code, group in known_groups(publication).items():
        match = Match("group", code, group.name, group.kind_in_words, code, fictional=group.fictional)
        yield Entry(match, (group.name, code.replace("-", " ")))


_ON_ONE_FOOTPRINT: dict[Footprint, str] = {
    "assessed": "as assessed only",
    "current": "one of today's only",
}


_CALLED = {"current": "now called", "former": "once called"}


def _trusts(publication: Publication, year: int | None) -> Iterable[Entry]:
    rows = publication.rows(sql(__package__, "search_trusts"), assessment_year=year)
    place_of = {code: assessed or current or "" for code, _, _, _, assessed, current, _ in rows}
    passed = Successions.of(publication.rows(sql(__package__, "all_successions")))
    for code, name, fictional, closed_on, _, _, other_names in rows:
        heirs = passed.heirs(code, [heir for heir, place in place_of.items() if place and heir != code])
        # A trust with a place of its own is opened there, even if it has passed to another since.
        leads_to = code if place_of[code] or not heirs else heirs[0]
        became = in_list([f"{heir} ({passed.names[heir]})" for heir in heirs]) if heirs else ""
        others = [(other["name"], other["state"]) for other in other_names or ()]
        facts = [
            *(f"{_CALLED[state]} {other}" for other, state in others),
            "" if closed_on is None else f"closed on {in_full(closed_on)}",
            f"now part of {became}" if became else "",
        ]
        note = ", ".join(filter(None, facts))
        yield Entry(
            Match("trust", code, name, note, leads_to, None, place_of[leads_to] or None, fictional),
            (name, *(other for other, _ in others)),
            is_open=closed_on is None,
            former=_former(name, others),
        )


def _former(name: str, others: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """A trust's former names; its name at the time of the assessment is one if there is a newer name."""
    own = (name,) if any(state == "current" for _, state in others) else ()
    return (*own, *(other for other, state in others if state == "former"))


def _pillars() -> Iterable[Entry]:
    for pillar in definitions().framework.pillars:
        key_in_words = pillar.key.replace("_", " ")
        yield Entry(
            Match("pillar", pillar.key, pillar.name, "", pillar.key),
            (pillar.name, key_in_words, *pillar.aliases),
        )
