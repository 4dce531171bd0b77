"""Groups of one kind side by side, on the measures of systems. They may share trusts: nothing adds up."""

from collections import Counter
from dataclasses import replace
from itertools import combinations
from math import nan

import pandas as pd

from benchmark.common.completeness import completeness
from benchmark.common.groups import counted_groups, group_scope, known_groups, trusts_of_groups
from benchmark.common.scope import Footprint, Scope, Standard, round_before, system_of, unit_pillars
from benchmark.common.variance import VarianceSplit
from benchmark.core.wording import in_list
from benchmark.questions.progress.measure import progress
from benchmark.questions.systems.measure import (
    NOTHING,
    Background,
    SideBySide,
    came_columns,
    moved_columns,
    side_by_side,
)
from benchmark.store.publication import Publication


def groups_side_by_side(
    publication: Publication,
    *,
    kind: str,
    year: int,
    footprint: Footprint,
    standard: Standard,
    pillar: str | None = None,
) -> SideBySide:
    """The known real groups of a kind that hold trusts on the footprint, in the form of `side_by_side`.

    kind: of the groups, such as 'cluster'. `units` is empty in a round without pillar scores. Trusts of
    groups may overlap, so the variance is not split.
    """
    held = _real_groups(publication, kind=kind, year=year, footprint=footprint)
    scopes = [group_scope(publication, code, year=year, footprint=footprint) for code in held]
    scores = [
        unit_pillars(publication, assessment_year=year, footprint=scope.footprint, ics_code=scope.ics_code)
        for scope in scopes
    ]
    year_from = round_before(publication, year, fictional=False)
    ground = Background(
        year_from,
        tuple(_place(publication, scope, year_from, trusts=len(held[scope.ics_code])) for scope in scopes),
        pd.concat(scores, ignore_index=True)
        if scores
        else unit_pillars(publication, assessment_year=year, footprint=footprint).head(0),
    )
    compared = side_by_side(
        publication, year=year, footprint=footprint, standard=standard, pillar=pillar, known=ground
    )
    named = replace(compared.subject, name=counted_groups(len(held), kind))
    # Without mixes or a split: groups that share trusts would be compared with themselves.
    return replace(
        compared,
        subject=named,
        systems=compared.systems.assign(by_mix=nan, like_for_like=nan),
        split=VarianceSplit(compared.split.n, compared.split.groups),
    )


def _real_groups(
    publication: Publication, *, kind: str, year: int, footprint: Footprint
) -> dict[str, frozenset[str]]:
    """The trusts of each known real group of a kind that holds any on the footprint."""
    held = trusts_of_groups(publication, year=year, footprint=footprint)
    return {
        code: held[code]
        for code, group in known_groups(publication).items()
        if group.kind == kind and not group.fictional and code in held
    }


def _place(
    publication: Publication, scope: Scope, year_from: int | None, *, trusts: int
) -> dict[str, object]:
    """A group's columns of SYSTEMS that need no score, for every standard."""
    group = system_of(publication, scope)
    place = {"ics_code": scope.ics_code, "name": group.name, "region": group.region, "trusts": trusts}
    moved: dict[str, object] = {}
    if year_from is not None:
        moved = moved_columns(progress(publication, scope, year_from=year_from).row)
    states = Counter(completeness(publication, scope)["state"])
    return NOTHING | place | moved | came_columns(states.total(), states["returned"])


def shared_words(publication: Publication, *, kind: str, year: int, footprint: Footprint) -> str:
    """The real groups of a kind that share trusts, as a sentence; or that none do."""
    held = _real_groups(publication, kind=kind, year=year, footprint=footprint)
    pairs = [f"{one} and {other}" for one, other in combinations(held, 2) if held[one] & held[other]]
    words = "Groups and systems count the same trusts, so their figures never add up."
    return (
        f"{words} Of these, {in_list(pairs)} share trusts."
        if pairs
        else f"{words} No two of these share one."
    )
