"""What a round holds that every system's peer learning is made of: read once, for all systems."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from benchmark.common.completeness import carried_settings
from benchmark.common.scope import Footprint, placements, round_before, systems, unit_pillars
from benchmark.questions.evidence.standing import Standing, standings
from benchmark.questions.learning.candidates import Exchange, Surroundings, exchanges, surroundings
from benchmark.questions.learning.improvers import Expected, expected_of, matched_units
from benchmark.questions.progress.measure import MEASURE
from benchmark.questions.trusts.similarity import contexts
from benchmark.questions.trusts.suppliers import Supplier, suppliers
from benchmark.store.publication import Publication, per_publication


@dataclass(frozen=True)
class England:
    """A round's trusts, either those of real systems or those of invented ones.

    scores: ics_code, ics (its name), region, ods_code, trust, care_setting, pillar, pillar_position, score.
    members: trust -> its system, with returns or without. contexts: as `similarity.contexts` gives them.
    year_from: the round before with comparable scores, None where there is none; moved: `matched_units` since
    then, of all systems, empty without such a round. carried: the care settings of which enough came in both.
    """

    scores: pd.DataFrame
    members: Mapping[str, str]
    contexts: pd.DataFrame
    suppliers: Mapping[str, Supplier]
    exchanges: tuple[Exchange, ...]
    standings: Mapping[str, Standing]
    year_from: int | None
    moved: pd.DataFrame
    carried: frozenset[str] = frozenset()

    @cached_property
    def around(self) -> dict[str, Surroundings]:
        """The trusts of each care setting in context."""
        return surroundings(self.contexts)

    @cached_property
    def of_pillar(self) -> dict[tuple[str, str], list[dict[Hashable, Any]]]:
        """The scores by care setting and pillar."""
        found: dict[tuple[str, str], list[dict[Hashable, Any]]] = {}
        for row in self.scores.to_dict("records"):
            found.setdefault((row["care_setting"], row["pillar"]), []).append(row)
        return found

    @cached_property
    def expected(self) -> Expected:
        """What was to be expected of each unit of `moved`."""
        return expected_of(self.moved, carried=self.carried)

    @cached_property
    def rises(self) -> dict[tuple[str, str], float]:
        """The material rises on the comparable overall score since the round before, by trust and setting."""
        if self.moved.empty:
            return {}
        risen = self.moved[self.moved["material"] & (self.moved["change"] > 0)]
        units = zip(risen["ods_code"], risen["care_setting"], strict=True)
        return dict(zip(units, risen["change"], strict=True))


@per_publication
def england(publication: Publication, *, year: int, footprint: Footprint, fictional: bool) -> England:
    """What peer learning is made of in a round, of real systems or of invented ones."""
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
        standings=standings(publication),
        year_from=year_from,
        moved=pd.DataFrame()
        if year_from is None
        else matched_units(publication, year_from=year_from, year_to=year, footprint=footprint),
        carried=frozenset()
        if year_from is None
        else carried_settings(publication, year_from, year, kind=MEASURE),
    )
