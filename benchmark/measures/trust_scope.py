"""Which trust a person means, and in which system's scope it stands."""

from benchmark.errors import UnknownCode
from benchmark.measures.frames import sql
from benchmark.measures.scope import (
    FOOTPRINT_IN_WORDS,
    Footprint,
    Scope,
    resolve_scope,
    rounds,
    rounds_with_pillars,
)
from benchmark.measures.spelling import nearest_trusts
from benchmark.measures.words import in_list
from benchmark.store.publication import Publication


def resolve_trust(
    publication: Publication, *, trust: str, year: int | None = None, footprint: Footprint = "assessed"
) -> tuple[Scope, str]:
    """The scope of the trust's system on the footprint, and the trust's code.

    trust: its ODS code or exact name, in any case. Without a year it is the newest round with pillar scores.
    UnknownCode names what comes nearest, or says that the trust has no system there.
    """
    code, name, fictional = named_trust(publication, trust)
    known = rounds_with_pillars(publication, fictional=fictional) or rounds(publication, fictional=fictional)
    assessment_year = known[-1] if year is None else year
    placed = publication.rows(sql("placements"), assessment_year=assessment_year, footprint=footprint)
    place = next((row[2] for row in placed if row[0] == code), None)
    if place is not None:
        return resolve_scope(publication, ics=place, year=assessment_year, footprint=footprint), code
    if assessment_year not in rounds(publication, fictional=fictional):
        listed = in_list([str(candidate) for candidate in known])
        raise UnknownCode(f"There is no round of {assessment_year}.", fix=f"Rounds: {listed}.")
    raise UnknownCode(
        f"{code} ({name}) is in no system on {FOOTPRINT_IN_WORDS[footprint]} of {assessment_year}."
    )


def named_trust(publication: Publication, trust: str) -> tuple[str, str, bool]:
    """The code and the name of a trust, and whether it is fictional.

    trust: its ODS code or exact name, in any case. UnknownCode names what comes nearest.
    """
    found = publication.rows(sql("trust_named"), trust=trust.strip().casefold())
    if not found:
        names = {code: name for code, name, _ in publication.rows(sql("known_trusts"))}
        raise UnknownCode(f"There is no trust {trust.strip()}.", fix=nearest_trusts(names, trust))
    code, name, fictional = found[0]
    return str(code), str(name), bool(fictional)
