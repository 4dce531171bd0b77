"""Questions that returns raise about their quality. They never correct a return."""

from collections.abc import Iterator, Mapping
from typing import Final

import pandas as pd

from benchmark.common.completeness import with_none
from benchmark.common.scope import UNIT, Footprint, Scope, in_page_order, rounds, sql, system_of, unit_pillars
from benchmark.core.compare import at_least, at_most
from benchmark.core.definitions import definitions
from benchmark.core.wording import decimal, has_or_have, in_list
from benchmark.store.publication import Publication, per_publication

_FLAGS = [*UNIT, "flag", "explanation"]
_OLDER: Final = {
    "trust_context": "Its size and staff here are from the accounts of",
    "dspt_status": "Its data security status here is of",
    "medical_records": "What is known here of its medical records is of",
    "epr_suppliers": "Its supplier of records here is as of",
    "eric_types": "Its type here is of",
}
"""What stands beside a trust's scores, by kind: the start of a sentence that an edition ends."""
Unit = tuple[str, str, str]
"""A trust's code, its name, and a care setting."""
Profile = dict[str, float]
"""A unit's scores: pillar -> score."""
Flag = tuple[str, str, str | None, str, str]
"""A row of `quality_flags`."""


@per_publication
def quality_flags(publication: Publication, scope: Scope) -> pd.DataFrame:
    """Questions that a system's returns raise. They never correct a return.

    identical_settings: the trust's pillar scores are the same in all its settings. all_pillars_same: the unit
    has one score on every pillar. year_jump: a pillar moved by the threshold or more since the round before.
    out_of_date_source: at least half of the trusts have a later edition of what stands beside the scores.
    Returns ods_code, trust, care_setting (None: all the trust's settings), flag and explanation, sorted by
    care setting and trust. Raises UnknownCode for an unknown system.
    """
    fictional = system_of(publication, scope).fictional
    year = scope.assessment_year
    scores = unit_pillars(
        publication, assessment_year=year, footprint=scope.footprint, ics_code=scope.ics_code
    )
    # The first round is compared with itself, so nothing has moved.
    known = rounds(publication, fictional=fictional)
    year_before = max((candidate for candidate in known if candidate < year), default=year)
    units, before = profiles(scores), _profiles_of(publication, year_before, scope.footprint)
    return flags(units, before, older=_older_sources(publication))


@per_publication
def _older_sources(publication: Publication) -> Mapping[str, str]:
    """Trust -> of which publications half of the trusts or more have later editions, in sentences."""
    found: dict[str, list[str]] = {}
    rows = publication.rows(
        sql(__package__, "older_sources"), share=definitions().threshold("out_of_date_source")
    )
    for kind, code, edition, later, trusts in rows:
        words = f"{_OLDER[kind]} {edition}; {later} of {trusts} trusts {has_or_have(later)} later ones."
        found.setdefault(code, []).append(words)
    return {code: " ".join(sentences) for code, sentences in found.items()}


@per_publication
def _profiles_of(publication: Publication, year: int, footprint: Footprint) -> dict[Unit, Profile]:
    """The profiles of all systems' units, as a trust may have been in another system in another round."""
    return profiles(unit_pillars(publication, assessment_year=year, footprint=footprint))


def flags(
    units: dict[Unit, Profile], before: dict[Unit, Profile], *, older: Mapping[str, str]
) -> pd.DataFrame:
    """The flags on one round's returns, as `quality_flags`. older: trust -> a sentence on older sources."""
    found = [*_identical_settings(units), *_all_pillars_same(units), *_year_jumps(units, before)]
    trusts = dict.fromkeys((code, trust) for code, trust, _ in units)
    found += [(*trust, None, "out_of_date_source", older[trust[0]]) for trust in trusts if trust[0] in older]
    return with_none(in_page_order(pd.DataFrame(found, columns=_FLAGS), "flag"))


def profiles(scores: pd.DataFrame) -> dict[Unit, Profile]:
    """Unit -> its scores by pillar, in the framework's order."""
    units: dict[Unit, Profile] = {}
    ordered = scores.sort_values("pillar_position")
    columns = (ordered[name] for name in (*UNIT, "pillar", "score"))
    for code, trust, setting, pillar, score in zip(*columns, strict=True):
        units.setdefault((code, trust, setting), {})[pillar] = score
    return units


def identical_returns(scores: pd.DataFrame) -> list[tuple[str, str, tuple[str, ...]]]:
    """The trusts with the same pillar scores in all of their care settings.

    scores: from `unit_pillars`. Returns ODS code, name and settings, in the settings' order.
    """
    return [*_identical(profiles(scores))]


def _identical(units: dict[Unit, Profile]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    trusts: dict[tuple[str, str], dict[str, Profile]] = {}
    for (code, trust, setting), profile in units.items():
        trusts.setdefault((code, trust), {})[setting] = profile
    for (code, trust), own in trusts.items():
        first, *others = own.values()
        if others and all(_same(first, other) for other in others):
            known = tuple(setting.name for setting in definitions().care_settings if setting.name in own)
            yield code, trust, known


def _identical_settings(units: dict[Unit, Profile]) -> Iterator[Flag]:
    for code, trust, settings in _identical(units):
        yield code, trust, None, "identical_settings", f"The same scores for {in_list(settings)}."


def _all_pillars_same(units: dict[Unit, Profile]) -> Iterator[Flag]:
    for unit, profile in units.items():
        lowest, highest = min(profile.values()), max(profile.values())
        if len(profile) > 1 and at_most(highest - lowest, 0.0):
            yield *unit, "all_pillars_same", f"{decimal(lowest, 1)} on every one of {len(profile)} pillars."


def _year_jumps(units: dict[Unit, Profile], before: dict[Unit, Profile]) -> Iterator[Flag]:
    threshold = definitions().threshold("year_jump")
    for unit, profile in units.items():
        earlier = before.get(unit, {})
        moves = [
            f"{definitions().framework.pillar(pillar).name} from {decimal(earlier[pillar], 1)} "
            f"to {decimal(score, 1)}"
            for pillar, score in profile.items()
            if pillar in earlier and at_least(abs(score - earlier[pillar]), threshold)
        ]
        if moves:
            yield *unit, "year_jump", f"{in_list(moves)} since the round before."


def _same(one: Profile, other: Profile) -> bool:
    return one.keys() == other.keys() and all(at_most(abs(one[key] - other[key]), 0.0) for key in one)
