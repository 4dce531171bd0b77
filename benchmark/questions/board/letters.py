"""Letters in place of trusts' names, the same letter for a trust throughout a pack."""

import hmac
from string import ascii_uppercase
from typing import Final

from benchmark.common.scope import Scope, placements, sql
from benchmark.core.wording import short_name
from benchmark.store.publication import Names, Publication, answers_of
from benchmark.store.publication.secret import secret_of

KEPT: Final = 32
SHORTEST: Final = 2
"""Words that a short name needs to count as a name and not a place: "Somerset" is a system as well."""


def letters(
    publication: Publication, earlier: Publication | None, scope: Scope, *, keep: str | None
) -> Names:
    """A letter for every trust except `keep`, the same in every publication that is read with them.

    earlier: the publication that the pack compares with. keep: the ODS code of the trust that the pack is
    about. The scope's own trusts get the first letters.
    """
    # The key is the publication, not its version: the letters depend on the secret of its store.
    names: Names = answers_of(publication).of(_letters, KEPT)(publication, earlier, scope, keep)
    return names


def _letters(publication: Publication, earlier: Publication | None, scope: Scope, keep: str | None) -> Names:
    placed = placements(publication, year=scope.assessment_year, footprint=scope.footprint)
    own = set(placed.loc[placed["ics_code"] == scope.ics_code, "ods_code"])
    names_of: dict[str, list[str]] = {}
    for read in (publication, *(() if earlier is None else (earlier,))):
        for code, name in read.rows(sql(__package__, "trust_names")):
            names_of.setdefault(code, []).append(name)
    places = {name.casefold() for (name,) in publication.rows(sql(__package__, "place_names"))}

    secret = secret_of(publication)

    def place(code: str) -> tuple[bool, bytes]:
        # The order comes from a secret: from an order by name, or any known figure, readers could work out
        # names.
        message = f"{publication.version} {scope.ics_code} {code}".encode()
        return code not in own, hmac.digest(secret, message, "sha256")

    codes: dict[str, str] = {}
    names: dict[str, str] = {}
    for number, code in enumerate(sorted((code for code in names_of if code != keep), key=place)):
        letter = _letter(number)
        codes[code] = f"T-{letter}"
        for name in names_of[code]:
            short = short_name(name)
            short_names = [short] if len(short.split()) >= SHORTEST and short.casefold() not in places else []
            for written in (name, *short_names):
                names.setdefault(written, f"Trust {letter}")
    for name in names_of.get(keep or "", ()):
        for written in (name, short_name(name)):
            names.pop(written, None)
    return Names(codes, names, frozenset({scope.ics_code}))


def _letter(number: int) -> str:
    """A to Z, then AA to ZZ."""
    first, last = divmod(number, len(ascii_uppercase))
    return (ascii_uppercase[first - 1] if first else "") + ascii_uppercase[last]
