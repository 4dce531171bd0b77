"""Which trust a person means, and in which system's scope it stands."""

from benchmark.errors import UnknownCode
from benchmark.measures.coming import default_round
from benchmark.measures.frames import sql
from benchmark.measures.resolve import resolve_scope
from benchmark.measures.scope import FOOTPRINT_IN_WORDS, Footprint, Scope, rounds, rounds_with_pillars
from benchmark.measures.spelling import nearest_trusts
from benchmark.store.publication import Publication
from benchmark.wording import in_list


def resolve_trust(
    publication: Publication, *, trust: str, year: int | None = None, footprint: Footprint = "assessed"
) -> tuple[Scope, str]:
    """The scope of the trust's system on the footprint, and the trust's code.

    trust: its ODS code or exact name, in any case. Without a year it is the newest round of which enough of
    the system's pillar scores came. UnknownCode names what comes nearest, or says that the trust has no
    system there.
    """
    code, name, fictional = named_trust(publication, trust)
    known = rounds_with_pillars(publication, fictional=fictional) or rounds(publication, fictional=fictional)
    assessment_year = (
        default_round_of_trust(publication, code, fictional=fictional, footprint=footprint)
        if year is None
        else year
    )
    place = _place_of(publication, code, year=assessment_year, footprint=footprint)
    if place is not None:
        return resolve_scope(publication, ics=place, year=assessment_year, footprint=footprint), code
    if assessment_year not in rounds(publication, fictional=fictional):
        listed = in_list([str(candidate) for candidate in known])
        raise UnknownCode(f"There is no round of {assessment_year}.", fix=f"Rounds: {listed}.")
    raise UnknownCode(
        f"{code} ({name}) is in no system on {FOOTPRINT_IN_WORDS[footprint]} of {assessment_year}."
    )


def default_round_of_trust(
    publication: Publication, ods_code: str, *, fictional: bool, footprint: Footprint
) -> int:
    """The round that a reader of a trust starts with: its system's; England's where it is in no system."""
    newest = default_round(publication, ics_code=None, fictional=fictional, footprint=footprint)
    place = _place_of(publication, ods_code, year=newest, footprint=footprint)
    return default_round(publication, ics_code=place, fictional=fictional, footprint=footprint)


def _place_of(publication: Publication, ods_code: str, *, year: int, footprint: Footprint) -> str | None:
    placed = publication.rows(sql("placements"), assessment_year=year, footprint=footprint)
    return next((str(row[2]) for row in placed if row[0] == ods_code), None)


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
