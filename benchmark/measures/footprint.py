"""Which systems stand in a system's place on the other footprint."""

from importlib.resources import files

from benchmark.store.publication import Publication


def counterparts(publication: Publication, ics_code: str) -> list[str]:
    """Codes of the systems that took over from a system, and of those that it took over from.

    Those that hold most of its trusts come first. Empty for a system that did not change, or is unknown.
    """
    query = files(__package__).joinpath("sql", "counterparts.sql").read_text(encoding="utf-8")
    return [code for (code,) in publication.rows(query, ics_code=ics_code)]
