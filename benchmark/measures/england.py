"""What a round holds that every system's peer learning is told from: read once, for all systems."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from benchmark.measures.candidates import Supplier
from benchmark.measures.exchange import Exchange, exchanges
from benchmark.measures.frames import sql, unit_pillars
from benchmark.measures.improvers import matched_units
from benchmark.measures.scope import Footprint, round_before, systems
from benchmark.measures.similarity import contexts
from benchmark.store.publication import Publication

NOT_A_SUPPLIER = frozenset({"No EPR -  in process of getting one", "Generic or In House EPR Provider"})
"""Entries of the published list that name no product: two trusts that have them share nothing."""


@dataclass(frozen=True)
class England:
    """A round's trusts, either those of real systems or those of invented ones.

    scores: ics_code, ics (its name), region, ods_code, trust, care_setting, pillar, pillar_position, score.
    members: trust -> its system, with returns or without. contexts: as `similarity.contexts` gives them.
    year_from: the round before with comparable scores, None where there is none; moved: `matched_units` since
    then, of all systems, empty without such a round.
    """

    scores: pd.DataFrame
    members: Mapping[str, str]
    contexts: pd.DataFrame
    suppliers: Mapping[str, Supplier]
    exchanges: tuple[Exchange, ...]
    year_from: int | None
    moved: pd.DataFrame

    @property
    def rises(self) -> dict[tuple[str, str], float]:
        """The material rises on the comparable overall score since the round before, by trust and setting."""
        if self.moved.empty:
            return {}
        risen = self.moved[self.moved["material"] & (self.moved["change"] > 0)]
        units = zip(risen["ods_code"], risen["care_setting"], strict=True)
        return dict(zip(units, risen["change"], strict=True))


def england(publication: Publication, *, year: int, footprint: Footprint, fictional: bool) -> England:
    """What peer learning is told from in a round, of real systems or of invented ones."""
    scores = unit_pillars(publication, assessment_year=year, footprint=footprint)
    places = systems(publication, year=year, footprint=footprint)
    places = places.loc[places["fictional"] == fictional, ["ics_code", "name", "region"]]
    placed = publication.frame(sql("placements"), assessment_year=year, footprint=footprint)
    year_from = round_before(publication, year, fictional=fictional)
    return England(
        scores=scores.merge(places.rename(columns={"name": "ics"}), on="ics_code"),
        members=dict(zip(placed["ods_code"], placed["ics_code"], strict=True)),
        contexts=contexts(publication, year=year),
        suppliers=suppliers(publication),
        exchanges=exchanges(publication),
        year_from=year_from,
        moved=pd.DataFrame()
        if year_from is None
        else matched_units(publication, year_from=year_from, year_to=year, footprint=footprint),
    )


def suppliers(publication: Publication) -> dict[str, Supplier]:
    """Each trust's supplier of electronic patient records, as last known; entries that name none left out."""
    return {
        code: Supplier(name, f"{as_of:%B %Y}")
        for code, name, as_of in publication.rows(sql("epr_suppliers"))
        if name not in NOT_A_SUPPLIER
    }
