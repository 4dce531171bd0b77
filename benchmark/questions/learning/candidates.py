"""The units of England that could help a unit on a pillar, nearest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isnan
from typing import Literal, get_args

import pandas as pd

from benchmark.core.compare import at_least
from benchmark.core.definitions import definitions
from benchmark.core.wording import short_name
from benchmark.questions.evidence.published_status import NOT_PUBLISHED, ahead_words
from benchmark.questions.learning.england import England, Exchange, Record, Surroundings
from benchmark.questions.trusts.similarity import PARTS
from benchmark.questions.trusts.suppliers import Supplier

Tier = Literal["ics", "similar", "region", "england"]
TIERS: tuple[Tier, ...] = get_args(Tier)
"""Where to look for a helper, nearest first: a conversation in one's own system is the easiest to begin."""

LAST = 1_000
"""The sort value of an unknown distance: larger than all known distances."""


@dataclass(frozen=True)
class Candidate:
    """A unit that could help another on a pillar, with the reasons for it.

    lead: points above the unit in need. similar: among the ten trusts most like it in context. supplier: the
    supplier that both trusts use, or None. rise: its material rise on the comparable overall score since the
    round before, or None. offer: its offer on this pillar. published: a clause from another publication in
    its favour; empty if there is none. distance: in context, None if unknown; parts_missing: the number of
    parts of the distance that one of the two trusts lacks.
    """

    ods_code: str
    trust: str
    ics_code: str
    ics: str
    region: str
    score: float
    lead: float
    tier: Tier
    similar: bool
    supplier: Supplier | None
    rise: float | None
    offer: Exchange | None
    published: str
    distance: float | None
    parts_missing: int

    @property
    def order(self) -> tuple[int, bool, bool, bool, int, float]:
        """The sort key among candidates for one need; candidates with the same key are equals.

        A supplier in common comes first, then a rise since the last round, then an offer of help, then
        likeness: a distance from fewer figures comes after one from more.
        """
        return (
            TIERS.index(self.tier),
            self.supplier is None,
            self.rise is None,
            self.offer is None,
            self.parts_missing,
            LAST if self.distance is None else round(self.distance, 9),
        )


@dataclass(frozen=True)
class Closeness:
    """The nearness in context of other trusts to trusts in need, within one care setting.

    distances: (trust, other) -> distance, and the number of its missing parts. similar: trust -> trusts most
    like it.
    """

    distances: Mapping[tuple[str, str], tuple[float, int]]
    similar: Mapping[str, frozenset[str]]


def closeness(around: Surroundings, trusts: Iterable[str]) -> Closeness:
    """The nearness of a care setting's other trusts to each of the given trusts."""
    wanted = set(trusts)
    distances: dict[tuple[str, str], tuple[float, int]] = {}
    similar: dict[str, frozenset[str]] = {}
    for table in around.tables:
        for place, code in enumerate(table.codes):
            if code not in wanted:
                continue
            similar[code] = frozenset(table.codes[other] for other in table.nearest_to(place))
            parts = zip(
                table.codes, table.distance[place].tolist(), table.lacking[place].tolist(), strict=True
            )
            distances |= {(code, other): (far, missing) for other, far, missing in parts if not isnan(far)}
    return Closeness(distances, similar)


def candidates_of(
    needs: pd.DataFrame, whole: England, near: Mapping[str, Closeness]
) -> list[tuple[Candidate, ...]]:
    """For each need, in order, all candidates who could meet it, by `Candidate.order` and then name.

    A candidate is another trust's unit of the same care setting that scores at least a whole level higher on
    the pillar, and at or above the standard of the unit in need.
    needs: ods_code, care_setting, pillar, score, standard, ics_code, region. near: by care setting.
    """
    lead = definitions().threshold("lead")
    by_need = []
    for need in needs.to_dict("records"):
        setting, pillar = need["care_setting"], need["pillar"]
        able = [
            _candidate(need, other, whole, near[setting])
            for other in whole.of_pillar.get((setting, pillar), ())
            if other["ods_code"] != need["ods_code"]
            and at_least(other["score"] - need["score"], lead)
            and at_least(other["score"], need["standard"])
        ]
        in_order = sorted(filter(None, able), key=lambda one: (one.order, one.trust, one.ods_code))
        by_need.append(tuple(in_order))
    return by_need


def _candidate(need: Record, unit: Record, whole: England, near: Closeness) -> Candidate | None:
    """A unit as a candidate for a need; None if only one of the two is fictional."""
    trust, other = str(need["ods_code"]), str(unit["ods_code"])
    fictional = whole.around[need["care_setting"]].fictional
    if fictional.get(trust) != fictional.get(other):
        return None
    distance, missing = near.distances.get((trust, other), (None, len(PARTS)))
    similar = other in near.similar.get(trust, frozenset())
    own_supplier, supplier = whole.suppliers.get(trust), whole.suppliers.get(other)
    return Candidate(
        ods_code=other,
        trust=str(unit["trust"]),
        ics_code=str(unit["ics_code"]),
        ics=str(unit["ics"]),
        region=str(unit["region"]),
        score=float(unit["score"]),
        lead=float(unit["score"] - need["score"]),
        tier=_tier(need, unit, similar=similar),
        similar=similar,
        supplier=supplier if own_supplier and supplier and own_supplier.name == supplier.name else None,
        rise=whole.rises.get((other, need["care_setting"])),
        offer=whole.offers.get((other, need["pillar"])),
        published=ahead_words(
            need["pillar"],
            own=whole.statuses.get(trust, NOT_PUBLISHED),
            other=whole.statuses.get(other, NOT_PUBLISHED),
            trust=short_name(str(need["trust"])),
        ),
        distance=distance,
        parts_missing=missing,
    )


def _tier(need: Record, unit: Record, *, similar: bool) -> Tier:
    if need["ics_code"] == unit["ics_code"]:
        return "ics"
    if similar:
        return "similar"
    return "region" if need["region"] == unit["region"] else "england"
