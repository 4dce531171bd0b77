"""Which systems stand in a system's place on the other footprint."""

from benchmark.measures.frames import sql
from benchmark.store.publication import Publication


def counterparts(publication: Publication, ics_code: str) -> list[str]:
    """Codes of the systems that took over from a system, and of those that it took over from.

    Those that hold most of its trusts come first. Empty for a system that did not change, or is unknown.
    """
    return [code for (code,) in publication.rows(sql("counterparts"), ics_code=ics_code)]
