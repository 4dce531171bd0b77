"""Finds the system, round or trust that a person means, in any spelling."""

import re
import unicodedata
from collections.abc import Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import takewhile

import pandas as pd
from rapidfuzz import fuzz, process

from benchmark.common.completeness import ScoreKind, default_round
from benchmark.common.groups import group_code, group_scope, is_fictional_group, known_groups
from benchmark.common.scope import (
    BASES,
    Footprint,
    Scope,
    counterparts,
    footprint_in_words,
    rounds,
    rounds_with_pillars,
    sql,
    systems,
    with_group,
)
from benchmark.core.errors import UnknownCode
from benchmark.core.wording import in_list
from benchmark.store.publication import Publication, per_publication


def resolve_scope(
    publication: Publication, *, ics: str, year: int | None = None, footprint: Footprint = "assessed"
) -> Scope:
    """The scope for a system that a person names by code or exact name, in any case, and perhaps a round.

    ics: or a group, as `as_group` writes it. year: by default the newest round with enough of the system's
    pillar scores. Rounds of fictional trusts only do not exist for a real system. Raises UnknownCode with the
    nearest names.
    """
    if footprint not in BASES:
        raise UnknownCode(f"There is no footprint {footprint}.", fix=f"Choose one of: {', '.join(BASES)}.")
    group = _group_of(publication, ics)
    assessment_year = (
        round_for(publication, ics=ics, footprint=footprint)
        if year is None
        else _expect_round(publication, year, fictional=_named(publication, ics, group)[1])
    )
    if group is not None:
        return group_scope(publication, group, year=assessment_year, footprint=footprint)
    wanted = ics.strip().casefold()
    known = systems(publication, year=assessment_year, footprint=footprint)
    for column in ("ics_code", "name"):
        of_name = known.loc[known[column].str.casefold() == wanted, "ics_code"]
        if len(of_name):
            return Scope(str(of_name.iloc[0]), assessment_year, footprint)
    raise _unknown_system(publication, ics.strip(), known, assessment_year, footprint)


def round_for(
    publication: Publication, *, ics: str | None, footprint: Footprint, kind: ScoreKind = "maturity_scores"
) -> int:
    """The default round for a system that a person names; England's if the name is unknown."""
    group = None if ics is None else _group_of(publication, ics)
    ics_code, fictional = (None, False) if ics is None else _named(publication, ics, group)
    footprint = footprint if group is None else with_group(footprint, group)
    return default_round(publication, ics_code=ics_code, fictional=fictional, footprint=footprint, kind=kind)


_GROUP = "group="
"""Begins the text for a group where a system is expected, as in a link."""


def as_group(group: str) -> str:
    """The text for a group where a system is expected. group: its code or name, or its members' codes."""
    return f"{_GROUP}{group}"


def group_text(ics: str) -> str | None:
    """The group in a text for a system or group; None for a system."""
    return ics.removeprefix(_GROUP) if ics.startswith(_GROUP) else None


def _group_of(publication: Publication, ics: str) -> str | None:
    """The code of the group in a text for a system or group; None for a system."""
    text = group_text(ics)
    return None if text is None else group_code(publication, text)


def _named(publication: Publication, ics: str, group: str | None) -> tuple[str | None, bool]:
    """The code of a system by its code or name in any case, and whether all of that name are fictional.

    If a system and its successor have the same name, the newest is meant. group: returned instead, if given.
    """
    if group is not None:
        return group, is_fictional_group(publication, group)
    named = publication.rows(sql(__package__, "systems_named"), ics=ics.strip().casefold())
    return (str(named[-1][0]), all(made_up for _, made_up in named)) if named else (None, False)


def _expect_round(publication: Publication, year: int, *, fictional: bool) -> int:
    known = rounds(publication, fictional=fictional)
    if year not in known:
        nearest = sorted(known, key=lambda candidate: (abs(candidate - year), candidate))[:3]
        listed = in_list([str(candidate) for candidate in sorted(nearest)])
        raise UnknownCode(f"There is no round of {year}. Nearest: {listed}.")
    return year


def _unknown_system(
    publication: Publication, ics: str, known: pd.DataFrame, assessment_year: int, footprint: Footprint
) -> UnknownCode:
    words = footprint_in_words(footprint)
    for group in known_groups(publication).values():
        if ics.strip().casefold() in (group.code.casefold(), group.name.casefold()):
            return UnknownCode(
                f"{group.named} is a group, and no system on {words}.",
                fix=f"Ask for the group: group={group.code} in a link, --group {group.code} in a command.",
            )
    names = dict(zip(known["ics_code"], known["name"], strict=True))
    other: Footprint = "current" if footprint == "assessed" else "assessed"
    elsewhere = systems(publication, year=assessment_year, footprint=other)
    for code, name in zip(elsewhere["ics_code"], elsewhere["name"], strict=True):
        if ics.casefold() in (code.casefold(), name.casefold()):
            kin = [f"{near} ({names[near]})" for near in counterparts(publication, code) if near in names]
            relation = "predecessor" if other == "current" else "successor"
            there = f" Its {relation}{'s' if kin[1:] else ''} there: {in_list(kin)}." if kin else ""
            return UnknownCode(f"{code} ({name}) is not on {words}.{there}")
    likeness = {code: _likeness(ics, code, names[code]) for code in sorted(names)}
    alike = [code for code, (best, _) in likeness.items() if best >= ALIKE]
    nearest = sorted(alike, key=likeness.__getitem__, reverse=True)[:NEAREST]
    listed = ", ".join(f"{code} ({names[code]})" for code in nearest)
    near = f"Nearest: {listed}." if listed else "A system has a code such as QYG, or a name."
    return UnknownCode(f"There is no ICS {ics} on {words}. {near}")


NEAREST = 3
ALIKE = 0.5
"""How similar a code or name must be (0 to 1) to be suggested: one letter in three may differ."""


def _likeness(given: str, code: str, name: str) -> tuple[float, int]:
    """The best similarity (0 to 1) to the code, the name or one of its words; then equal first letters."""
    given, code, name = given.casefold(), code.casefold(), name.casefold()
    spellings = [code, name, *name.split()]
    best = max(SequenceMatcher(None, given, spelling).ratio() for spelling in spellings)
    return best, max(_same_start(given, spelling) for spelling in spellings)


def _same_start(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda letters: letters[0] == letters[1], zip(one, other, strict=False)))


def resolve_trust(
    publication: Publication, *, trust: str, year: int | None = None, footprint: Footprint = "assessed"
) -> tuple[Scope, str]:
    """The scope of a trust's system on the footprint, and the trust's code.

    trust: its ODS code or exact name, in any case. year: by default the newest round with enough of the
    system's pillar scores. Raises UnknownCode with the nearest names, or if the trust has no system there.
    """
    code, name, fictional = named_trust(publication, trust)
    known = rounds_with_pillars(publication, fictional=fictional) or rounds(publication, fictional=fictional)
    assessment_year = (
        default_round_of_trust(publication, code, fictional=fictional, footprint=footprint)
        if year is None
        else year
    )
    place = _place_of(publication, code, year=assessment_year, footprint=footprint)
    if place is not None:
        return resolve_scope(publication, ics=place, year=assessment_year, footprint=footprint), code
    if assessment_year not in rounds(publication, fictional=fictional):
        listed = in_list([str(candidate) for candidate in known])
        raise UnknownCode(f"There is no round of {assessment_year}.", fix=f"Rounds: {listed}.")
    raise UnknownCode(
        f"{code} ({name}) is in no system on {footprint_in_words(footprint)} of {assessment_year}."
    )


def default_round_of_trust(
    publication: Publication, ods_code: str, *, fictional: bool, footprint: Footprint
) -> int:
    """The default round of a trust's system; England's if it is in no system."""
    newest = default_round(publication, ics_code=None, fictional=fictional, footprint=footprint)
    place = _place_of(publication, ods_code, year=newest, footprint=footprint)
    return default_round(publication, ics_code=place, fictional=fictional, footprint=footprint)


def _place_of(publication: Publication, ods_code: str, *, year: int, footprint: Footprint) -> str | None:
    placed = publication.rows(sql(__package__, "placements"), assessment_year=year, footprint=footprint)
    return next((str(row[2]) for row in placed if row[0] == ods_code), None)


@per_publication
def named_trust(publication: Publication, trust: str) -> tuple[str, str, bool]:
    """A trust's code and name, and whether it is fictional.

    trust: its ODS code or exact name, in any case. Raises UnknownCode with the nearest names.
    """
    found = publication.rows(sql(__package__, "trust_named"), trust=trust.strip().casefold())
    if not found:
        names = {code: name for code, name, _ in publication.rows(sql(__package__, "known_trusts"))}
        raise UnknownCode(f"There is no trust {trust.strip()}.", fix=nearest_trusts(names, trust))
    code, name, fictional = found[0]
    return str(code), str(name), bool(fictional)


LIKE = 78.0
"""How similar a word must be to one of a name (0 to 100): one wrong letter in five passes, two do not."""
FALLING_SHORT = 0.6
"""The share of the best similarity that another name needs, to be suggested beside it."""
EXACT, BEGINS = 100.0, 96.0
_SPELT = 92.0
_LONGEST_CODE = 5
_APART = re.compile(r"[^0-9a-z]+")


def letters(text: str) -> str:
    """A text for comparing: lower-case letters and digits, words separated by one space.

    >>> letters("St George's  (Épsom)")
    'st georges epsom'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    return _APART.sub(" ", plain.replace("'", "")).strip()


def words_likeness(typed: tuple[str, ...], words: tuple[str, ...]) -> float:
    """The similarity (0 to 100) of typed words to a name's words. Each must be like one of the name's."""
    if typed == words:
        return EXACT
    found = []
    for word in typed:
        best = max((_word_likeness(word, other) for other in words), default=0.0)
        if best < LIKE:
            # A space may be missing or too many: 'northlondon', 'bir mingham'.
            whole = _run_together("".join(typed), words) * _SPELT / 100
            return whole if whole >= LIKE else 0.0
        found.append(best)
    return sum(found) / len(found)


def nearest_trusts(names: Mapping[str, str], given: str) -> str:
    """The nearest trusts, as the second sentence of an error; empty if none is similar.

    names: ODS code -> name.
    """
    wanted = letters(given)
    typed = tuple(wanted.split())

    def nearness(code: str) -> float:
        by_code = fuzz.ratio(wanted, letters(code)) if len(wanted) <= _LONGEST_CODE else 0.0
        name = letters(names[code])
        # Not for codes: three letters are similar to a part of every second name.
        by_letters = fuzz.token_set_ratio(wanted, name) / 2 if len(wanted) > _LONGEST_CODE else 0.0
        return max(by_code, words_likeness(typed, tuple(name.split())), by_letters)

    scores = {code: nearness(code) for code in names} if typed else dict.fromkeys(names, 0.0)
    least = max(scores.values(), default=0.0) * FALLING_SHORT
    alike = [code for code in names if scores[code] and scores[code] >= least]
    nearest = sorted(alike, key=lambda code: (-scores[code], code))[:NEAREST]
    if not nearest:
        return ""
    return f"Nearest: {', '.join(f'{code} ({names[code]})' for code in nearest)}."


@lru_cache(maxsize=4096)  # most names share their words, such as "nhs" and "trust"
def _word_likeness(typed: str, word: str) -> float:
    if typed == word:
        return EXACT
    if word.startswith(typed):
        return BEGINS
    if min(len(typed), len(word)) < 4:
        return 0.0  # short words differ by one letter only
    # A person may still be typing, so the beginning of the word is compared too.
    return max(fuzz.ratio(typed, word), fuzz.ratio(typed, word[: len(typed)]) - 2) * _SPELT / 100


def _run_together(typed: str, words: tuple[str, ...]) -> float:
    """The similarity of letters without spaces to one to three of the words joined."""
    if len(typed) < 6:
        return 0.0
    found = process.extractOne(typed, _runs(words), scorer=fuzz.ratio)
    return 0.0 if found is None else found[1]


@lru_cache(maxsize=4096)
def _runs(words: tuple[str, ...]) -> tuple[str, ...]:
    """Every one to three neighbouring words joined, and all words joined."""
    lengths = {1, 2, 3, len(words)}
    return tuple("".join(words[i : i + n]) for n in lengths for i in range(len(words) - n + 1))
