"""The domains behind a unit's pillar scores, where its return has them."""

import pandas as pd

from benchmark.measures.frames import UNIT, sql
from benchmark.measures.peers import Peers
from benchmark.measures.position_columns import DOMAINS
from benchmark.measures.spread import FEWEST_FOR_SPREAD
from benchmark.store.publication import Publication


def domain_scores(publication: Publication, peers: Peers, *, year: int) -> pd.DataFrame:
    """One unit's domain scores, each beside the median of those of its peers who returned the domain.

    Returns the table `DOMAINS`, in the order of pillars and domains; the median is missing too where too few
    of England came. Empty where the unit has returned no domains.
    """
    scores = publication.frame(sql("domain_scores"), assessment_year=year)
    own = scores[(scores["ods_code"] == peers.ods_code) & (scores["care_setting"] == peers.care_setting)]
    group = set(zip(*(peers.units[name] for name in UNIT), strict=True))
    inside = [unit in group for unit in zip(*(scores[name] for name in UNIT), strict=True)]
    # An empty list would choose no columns rather than no rows: a publication may hold no domains at all.
    of_group = scores[pd.Series(inside, scores.index, dtype=bool)]
    of_peers = {key: found["score"].tolist() for key, found in of_group.groupby(["pillar", "domain"])}
    enough = peers.too_few is None
    rows = []
    for row in own.itertuples():
        theirs = of_peers.get((row.pillar, row.domain), [])
        median = float(pd.Series(theirs).median()) if enough and len(theirs) >= FEWEST_FOR_SPREAD else None
        rows.append((row.pillar, row.domain, row.score, len(theirs), median))
    return DOMAINS.typed(dict(zip(DOMAINS.keys, row, strict=True)) for row in rows)
