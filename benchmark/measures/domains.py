"""The domains behind a unit's pillar scores, where its return has them."""

from collections.abc import Mapping, Sequence
from statistics import median

import pandas as pd

from benchmark.measures.frames import sql
from benchmark.measures.peers import Peers
from benchmark.measures.position_columns import DOMAINS
from benchmark.measures.spread import FEWEST_FOR_SPREAD
from benchmark.store.publication import Publication, per_publication


def domain_scores(publication: Publication, peers: Peers, *, year: int) -> pd.DataFrame:
    """One unit's domain scores, each beside the median of those of its peers who returned the domain.

    Returns the table `DOMAINS`, in the order of pillars and domains; the median is missing too where too few
    of England came. Empty where the unit has returned no domains.
    """
    returned = _domains(publication, year=year)
    of_peers: dict[tuple[str, str], list[float]] = {}
    for unit in zip(peers.units["ods_code"], peers.units["care_setting"], strict=True):
        for pillar, domain, score in returned.get(unit, ()):
            of_peers.setdefault((pillar, domain), []).append(score)
    enough = peers.too_few is None
    rows = []
    for pillar, domain, score in returned.get((peers.ods_code, peers.care_setting), ()):
        theirs = of_peers.get((pillar, domain), [])
        middle = median(theirs) if enough and len(theirs) >= FEWEST_FOR_SPREAD else None
        rows.append((pillar, domain, score, len(theirs), middle))
    return DOMAINS.typed(dict(zip(DOMAINS.keys, row, strict=True)) for row in rows)


@per_publication
def _domains(
    publication: Publication, *, year: int
) -> Mapping[tuple[str, str], Sequence[tuple[str, str, float]]]:
    """Each unit's domains in order: pillar, domain, score."""
    found: dict[tuple[str, str], list[tuple[str, str, float]]] = {}
    for code, _, setting, pillar, _, domain, score in publication.rows(
        sql("domain_scores"), assessment_year=year
    ):
        found.setdefault((code, setting), []).append((pillar, domain, score))
    return found
