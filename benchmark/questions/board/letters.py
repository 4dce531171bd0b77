"""Trusts by letters instead of names, the same wherever they stand in a pack."""

import hmac
from string import ascii_uppercase
from typing import Final

from benchmark.common.scope import Scope, placements, sql
from benchmark.core.wording import short_name
from benchmark.store.publication import Names, Publication, answers_of
from benchmark.store.publication.secret import secret_of

KEPT: Final = 32
SHORTEST: Final = 2
"""Words of a name as people say it that are a name and not the place: "Somerset" is a system as well."""


def letters(
    publication: Publication, earlier: Publication | None, scope: Scope, *, keep: str | None
) -> Names:
    """A letter for every trust but one, that of one place in every publication that is read under them.

    earlier: another publication of which the same paper tells. keep: the ODS code of the trust that the pack
    is about. The letters of the scope's own trusts come first.
    """
    # By the publication itself and not by its version: the letters are those of the store that it lies in.
    found: Names = answers_of(publication).of(_letters, KEPT)(publication, earlier, scope, keep)
    return found


def _letters(publication: Publication, earlier: Publication | None, scope: Scope, keep: str | None) -> Names:
    placed = placements(publication, year=scope.assessment_year, footprint=scope.footprint)
    own = set(placed.loc[placed["ics_code"] == scope.ics_code, "ods_code"])
    known: dict[str, list[str]] = {}
    for read in (publication, *(() if earlier is None else (earlier,))):
        for code, name in read.rows(sql(__package__, "trust_names")):
            known.setdefault(code, []).append(name)
    places = {name.casefold() for (name,) in publication.rows(sql(__package__, "place_names"))}

    secret = secret_of(publication)

    def place(code: str) -> tuple[bool, bytes]:
        # In no order that a reader could work out: by name, or by what they know too, it would name them.
        said = f"{publication.version} {scope.ics_code} {code}".encode()
        return code not in own, hmac.digest(secret, said, "sha256")

    codes: dict[str, str] = {}
    names: dict[str, str] = {}
    for number, code in enumerate(sorted((code for code in known if code != keep), key=place)):
        letter = _letter(number)
        codes[code] = f"T-{letter}"
        for name in known[code]:
            short = short_name(name)
            said = [short] if len(short.split()) >= SHORTEST and short.casefold() not in places else []
            for one in (name, *said):
                names.setdefault(one, f"Trust {letter}")
    for name in known.get(keep or "", ()):
        for one in (name, short_name(name)):
            names.pop(one, None)
    return Names(codes, names, frozenset({scope.ics_code}))


def _letter(number: int) -> str:
    """A to Z, then AA to ZZ."""
    first, last = divmod(number, len(ascii_uppercase))
    return (ascii_uppercase[first - 1] if first else "") + ascii_uppercase[last]
