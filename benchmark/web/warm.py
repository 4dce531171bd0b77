"""Warm-up: what the first visitor would otherwise wait for."""

from benchmark.measures.scope import Scope, Standard
from benchmark.web.cache import start_store
from benchmark.web.compare_systems import OVERALL, compare_systems
from benchmark.web.filters import Filters, default_round_of, places_of
from benchmark.web.levelling_up import levelling_up
from benchmark.web.overview import overview, overview_grid


def warm_up() -> None:
    """Make the store where it is new, and compute what the first pages show, if it can be shown."""
    publication = start_store()
    if publication is None:
        return
    year = default_round_of(publication, ics_code=None)
    known = places_of(publication, year=year, footprint="assessed")
    system = known.systems[known.largest]
    filters = Filters(Scope(system.ics_code, year), Standard(), system.name, system.region, system.fictional)
    overview(publication, filters)
    overview_grid(publication, filters, order="gap")
    levelling_up(publication, filters)
    compare_systems(publication, filters, measure="gap", score=OVERALL, order="region")
