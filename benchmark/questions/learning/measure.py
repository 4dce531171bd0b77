"""Which trusts could help which: each material gap of a system, who could help, and the suggested helper."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from benchmark.common.completeness import settings_with_enough
from benchmark.common.quality import identical_returns
from benchmark.common.scope import Scope, Standard, System, in_page_order, system_of
from benchmark.common.standards import hold_to
from benchmark.common.subject import COMPARABLE, MATURITY_SCORES, Subject, subject_of
from benchmark.questions.gaps.measure import with_gaps
from benchmark.questions.learning.candidates import Candidate, Closeness, candidates_of, closeness
from benchmark.questions.learning.england import England, Exchange, england
from benchmark.store.publication import Publication
from schemas.base import CareSetting

_STEPS_PER_POINT = 1_000_000
"""Needs are weighed in millionths of a point: the solver adds up whole numbers without rounding."""


@dataclass(frozen=True)
class Call:
    """A need: its weight, and helper -> place in the order (0: first) for all who could meet it."""

    weight: float
    places: Mapping[str, int]


def assign(calls: Sequence[Call], *, most: int) -> list[str | None]:
    """A helper for each need, or None. Nobody helps more than `most` times; a need gets one helper at most.

    The met weight is the largest possible. Of the ways to reach it, the one with the smallest sum of the
    helpers' places is taken. The same calls in the same order give the same answer. Solved as a linear
    assignment: a helper has as many columns as times it may be asked.
    """
    helpers = list(dict.fromkeys(helper for call in calls for helper in call.places))
    times = min(most, len(calls))
    if not helpers or times < 1:
        return [None] * len(calls)
    column = {helper: position for position, helper in enumerate(helpers)}
    last = max(place for call in calls for place in call.places.values())
    # One step of weight is larger than all places together, so places decide only between equal weights.
    step = len(calls) * (last + 1) + 1
    worth = np.zeros((len(calls), len(helpers)))
    for row, call in enumerate(calls):
        weight = round(call.weight * _STEPS_PER_POINT) * step
        for helper, place in call.places.items():
            worth[row, column[helper]] = weight + last + 1 - place
    rows, columns = linear_sum_assignment(np.tile(worth, times), maximize=True)
    chosen_helpers: list[str | None] = [None] * len(calls)
    for row, chosen in zip(rows.tolist(), columns.tolist(), strict=True):
        helper = helpers[chosen % len(helpers)]
        # The solver fills every row that it can, also with pairs that do not qualify, which are worth 0.
        if helper in calls[row].places:
            chosen_helpers[row] = helper
    return chosen_helpers


MOST_ASKED = 3
"""Helping takes time from people with work of their own; a fourth request would be refused."""

SHOWN_ELSEWHERE = 3
"""Candidates elsewhere in England that a list names before it only counts the rest."""

_NEEDS = ["ods_code", "trust", "care_setting", "pillar", "pillar_position", "score", "standard", "gap"]


@dataclass(frozen=True)
class Need:
    """A unit's material gap on a pillar, and who could help; scores and gap in points.

    candidates: all who could help, by `Candidate.order`, the system's own first. helper: the system's own
    candidate who is asked; None if there is none, or all are asked often enough already. request: the trust's
    request on this pillar.
    """

    ods_code: str
    trust: str
    care_setting: CareSetting
    pillar: str
    pillar_position: int
    score: float
    standard: float
    gap: float
    candidates: tuple[Candidate, ...]
    helper: Candidate | None
    request: Exchange | None

    @property
    def inside(self) -> tuple[Candidate, ...]:
        """The candidates in the system."""
        return tuple(candidate for candidate in self.candidates if candidate.tier == "ics")

    @property
    def elsewhere(self) -> tuple[Candidate, ...]:
        """The candidates in England's other systems."""
        return tuple(candidate for candidate in self.candidates if candidate.tier != "ics")


@dataclass(frozen=True)
class Learning:
    """Which trusts could help which in a system.

    subject: the system; or one trust, from `concerning`.
    needs: every material gap to the standard, by care setting, trust and pillar. Of one trust: its own, and
        those that it is asked to help with.
    most: how often a trust is asked at most, over all its care settings.
    units: the number of units with a score that has a standard. returned: the codes of their trusts.
    without_standard: the number of scores without a standard.
    exchanges: offers and requests of the system's trusts, or of the one trust.
    year_from: the round from which rises count; None if there is none.
    lacking: for each trust in need without some figures of its context: its code, its name, and the missing
        figures in words. Its likeness to other trusts rests on the rest.
    identical: code, name and care settings of each trust in need with the same scores in all its settings, so
        that each of its needs counts several times.
    of_trust: the code of the one trust, from `concerning`; else None.
    """

    subject: Subject
    scope: Scope
    system: System
    standard: Standard
    most: int
    year_from: int | None
    units: int
    returned: frozenset[str]
    without_standard: int
    needs: tuple[Need, ...]
    exchanges: tuple[Exchange, ...]
    lacking: tuple[tuple[str, str, tuple[str, ...]], ...]
    identical: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    of_trust: str | None = None

    @property
    def own(self) -> tuple[Need, ...]:
        """The needs of the system, or of the one trust without those that it is asked about."""
        return tuple(need for need in self.needs if self.is_own(need))

    def is_own(self, need: Need) -> bool:
        """Whether the need belongs to the system, or to the one trust."""
        return self.of_trust in (None, need.ods_code)

    @property
    def matched(self) -> tuple[Need, ...]:
        """The needs with a helper inside the system."""
        return tuple(need for need in self.needs if need.helper is not None)

    @property
    def unmatched(self) -> tuple[Need, ...]:
        """The needs without a helper inside the system."""
        return tuple(need for need in self.needs if need.helper is None)

    @property
    def asked(self) -> Mapping[str, int]:
        """ODS code -> how many times the helper is asked."""
        return Counter(need.helper.ods_code for need in self.matched if need.helper)


def learning(
    publication: Publication, scope: Scope, standard: Standard, *, most: int = MOST_ASKED
) -> Learning:
    """Which trusts could help which in a system. UnknownCode if the footprint has no system of that code."""
    system = system_of(publication, scope)
    whole = england(
        publication, year=scope.assessment_year, footprint=scope.footprint, fictional=system.fictional
    )
    own = whole.scores[whole.scores["ics_code"] == scope.ics_code]
    held = with_gaps(hold_to(publication, own, assessment_year=scope.assessment_year, standard=standard))
    material = in_page_order(held[held["is_below"]], "pillar_position")
    carried = settings_with_enough(publication, scope.assessment_year)
    near = {
        setting: closest if system.fictional or setting in carried else replace(closest, similar={})
        for setting, closest in _near(whole, material).items()
    }
    able = candidates_of(material, whole, near)
    calls = [
        Call(weight=float(gap), places=_places(candidates))
        for gap, candidates in zip(material["gap"], able, strict=True)
    ]
    units = held.loc[held["standard"].notna(), ["ods_code", "care_setting"]].drop_duplicates()
    return Learning(
        subject=subject_of(
            publication,
            scope,
            *(MATURITY_SCORES, COMPARABLE, "trust_context", "eric_types"),
            *("peer_exchange", "dspt_status", "medical_records"),
            years=(*filter(None, [whole.year_from]),),
            standard=standard,
            england=True,
            system=system,
        ),
        scope=scope,
        system=system,
        standard=standard,
        most=most,
        year_from=whole.year_from,
        units=len(units),
        returned=frozenset(units["ods_code"]),
        without_standard=int(held["standard"].isna().sum()),
        needs=_needs(material, able, assign(calls, most=most), whole.requests),
        exchanges=tuple(
            exchange for exchange in whole.exchanges if whole.members.get(exchange.ods_code) == scope.ics_code
        ),
        lacking=_lacking(material, whole),
        identical=tuple(trust for trust in identical_returns(held) if trust[0] in {*material["ods_code"]}),
    )


def concerning(learning: Learning, ods_code: str, trust: str) -> Learning:
    """The part that concerns one trust: its own needs, needs that it could help with, offers and requests.

    trust: its name.
    """
    return replace(
        learning,
        subject=replace(learning.subject, code=ods_code, name=trust),
        needs=tuple(
            need
            for need in learning.needs
            if ods_code == need.ods_code or (need.helper is not None and ods_code == need.helper.ods_code)
        ),
        exchanges=tuple(exchange for exchange in learning.exchanges if exchange.ods_code == ods_code),
        lacking=tuple(lacking for lacking in learning.lacking if lacking[0] == ods_code),
        identical=tuple(entry for entry in learning.identical if entry[0] == ods_code),
        of_trust=ods_code,
    )


def _near(whole: England, needs: pd.DataFrame) -> dict[str, Closeness]:
    """Care setting -> nearness of other trusts to those in need."""
    return {
        str(setting): closeness(whole.around[str(setting)], codes)
        for setting, codes in needs.groupby("care_setting")["ods_code"]
    }


def _lacking(needs: pd.DataFrame, whole: England) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """`Learning.lacking`; a trust's last care setting counts."""
    units = zip(needs["ods_code"], needs["trust"], needs["care_setting"], strict=True)
    by_trust = {
        (code, name): missing
        for code, name, setting in units
        if (missing := whole.around[setting].lacking.get(code))
    }
    return tuple((code, name, missing) for (code, name), missing in by_trust.items())


def _places(candidates: tuple[Candidate, ...]) -> dict[str, int]:
    """The system's own candidates, each with its place in the order; equals share a place."""
    inside = [candidate for candidate in candidates if candidate.tier == "ics"]
    orders = sorted({candidate.order for candidate in inside})
    return {candidate.ods_code: orders.index(candidate.order) for candidate in inside}


def _needs(
    material: pd.DataFrame,
    able: list[tuple[Candidate, ...]],
    helpers: list[str | None],
    requests: Mapping[tuple[str, str], Exchange],
) -> tuple[Need, ...]:
    records: list[dict[Any, Any]] = material[_NEEDS].to_dict("records")
    return tuple(
        Need(
            **record,
            candidates=candidates,
            helper=next((candidate for candidate in candidates if candidate.ods_code == helper), None),
            request=requests.get((record["ods_code"], record["pillar"])),
        )
        for record, candidates, helper in zip(records, able, helpers, strict=True)
    )
