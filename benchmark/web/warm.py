"""Warm-up: what the first visitor would otherwise wait for."""

from benchmark.measures.scope import Standard, resolve_scope
from benchmark.web.cache import current_publication
from benchmark.web.filters import largest_system, rounds_of
from benchmark.web.views import (
    gaps_of,
    pillar_bars_figure,
    plane_figure,
    progress_if_any,
    slope_figure,
    strips_figure,
    unit_bars_figure,
)


def warm_up() -> None:
    """Make the store where it is new, and compute what the first pages show."""
    publication = current_publication()
    year = rounds_of(publication)[-1]
    ics = largest_system(publication, year=year, footprint="assessed")
    scope, standard = resolve_scope(publication, ics=ics, year=year), Standard()
    gaps_of(publication, scope, standard)
    for figure in (strips_figure, unit_bars_figure, pillar_bars_figure):
        figure(publication, scope, standard)
    if progress_if_any(publication, scope) is not None:
        slope_figure(publication, scope)
        plane_figure(publication, year=year, footprint="assessed", chosen=ics)
