"""The figures of a round that every system's peer learning uses: read once, for all systems."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import pandas as pd

from benchmark.common.completeness import settings_with_enough
from benchmark.common.scope import Footprint, placements, round_before, sql, systems, unit_pillars
from benchmark.questions.evidence.published_status import PublishedStatus, published_statuses
from benchmark.questions.learning.expected import Expected, expected_of, matched_units
from benchmark.questions.progress.measure import MEASURE
from benchmark.questions.trusts.similarity import DistanceTable, contexts, missing_features, tables_of
from benchmark.questions.trusts.suppliers import Supplier, suppliers
from benchmark.store.publication import Publication, per_publication

Direction = Literal["offer", "request"]


@dataclass(frozen=True)
class Exchange:
    """A trust's offer of help on a pillar, or its request for help, in its own words."""

    ods_code: str
    trust: str
    fictional: bool
    pillar: str
    offers_or_asks: Direction
    contact: str
    note: str


def exchanges(publication: Publication, *, year: int, footprint: Footprint) -> tuple[Exchange, ...]:
    """Every standing offer and request, by trust and pillar, with trusts' names on the round's footprint."""
    rows = publication.rows(sql(__package__, "peer_exchange"), assessment_year=year, footprint=footprint)
    return tuple(Exchange(*row) for row in rows)


Record = Mapping[Hashable, Any]
"""A unit's score on a pillar: column -> value."""


@dataclass(frozen=True)
class Surroundings:
    """The context of a care setting's trusts: distances, which trusts are fictional, what each lacks."""

    tables: Sequence[DistanceTable]
    fictional: Mapping[str, bool]
    lacking: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class England:
    """A round's trusts, of real systems or of fictional ones.

    scores: ics_code, ics (its name), region, ods_code, trust, care_setting, pillar, pillar_position, score.
    members: trust -> its system, with or without returns. contexts: from `similarity.contexts`.
    year_from: the round before with comparable scores, None if there is none. moved: `matched_units` of all
    systems since then; empty without such a round. carried: the care settings with enough returns in both.
    """

    scores: pd.DataFrame
    members: Mapping[str, str]
    contexts: pd.DataFrame
    suppliers: Mapping[str, Supplier]
    exchanges: tuple[Exchange, ...]
    statuses: Mapping[str, PublishedStatus]
    year_from: int | None
    moved: pd.DataFrame
    carried: frozenset[str] = frozenset()

    @cached_property
    def around(self) -> dict[str, Surroundings]:
        """Care setting -> context of its trusts."""
        return {
            str(setting): Surroundings(
                tables_of(of_setting),
                dict(zip(of_setting["ods_code"], of_setting["fictional"], strict=True)),
                missing_features(of_setting),
            )
            for setting, of_setting in self.contexts.groupby("care_setting")
        }

    @cached_property
    def offers(self) -> dict[tuple[str, str], Exchange]:
        """(trust, pillar) -> its offer."""
        return self._exchanges_by_pillar("offer")

    @cached_property
    def requests(self) -> dict[tuple[str, str], Exchange]:
        """(trust, pillar) -> its request."""
        return self._exchanges_by_pillar("request")

    def _exchanges_by_pillar(self, what: Direction) -> dict[tuple[str, str], Exchange]:
        return {(one.ods_code, one.pillar): one for one in self.exchanges if one.offers_or_asks == what}

    @cached_property
    def of_pillar(self) -> dict[tuple[str, str], list[Record]]:
        """(care setting, pillar) -> scores."""
        by_setting: dict[tuple[str, str], list[Record]] = {}
        for row in self.scores.to_dict("records"):
            by_setting.setdefault((row["care_setting"], row["pillar"]), []).append(row)
        return by_setting

    @cached_property
    def expected(self) -> Expected:
        """The expected change of each unit of `moved`."""
        return expected_of(self.moved, carried=self.carried)

    @cached_property
    def rises(self) -> dict[tuple[str, str], float]:
        """(trust, care setting) -> material rise on the comparable overall score since the round before."""
        if self.moved.empty:
            return {}
        risen = self.moved[self.moved["material"] & (self.moved["change"] > 0)]
        units = zip(risen["ods_code"], risen["care_setting"], strict=True)
        return dict(zip(units, risen["change"], strict=True))


@per_publication
def england(publication: Publication, *, year: int, footprint: Footprint, fictional: bool) -> England:
    """The figures for peer learning in a round, of real systems or of fictional ones."""
    scores = unit_pillars(publication, assessment_year=year, footprint=footprint)
    places = systems(publication, year=year, footprint=footprint)
    places = places.loc[places["fictional"] == fictional, ["ics_code", "name", "region"]]
    placed = placements(publication, year=year, footprint=footprint)
    year_from = round_before(publication, year, fictional=fictional)
    return England(
        scores=scores.merge(places.rename(columns={"name": "ics"}), on="ics_code"),
        members=dict(zip(placed["ods_code"], placed["ics_code"], strict=True)),
        contexts=contexts(publication, year=year),
        suppliers=suppliers(publication),
        exchanges=exchanges(publication, year=year, footprint=footprint),
        statuses=published_statuses(publication),
        year_from=year_from,
        moved=pd.DataFrame()
        if year_from is None
        else matched_units(publication, year_from=year_from, year_to=year, footprint=footprint),
        carried=frozenset()
        if year_from is None
        else settings_with_enough(publication, year_from, year, kind=MEASURE),
    )
